"""Who may open what: every route by every role and by nobody; forms of other sites; hosts, sizes and headers."""

import re

import pytest
from fastapi import APIRouter, FastAPI

from bearwitness.apps.room.access import FORM_COOKIE, GuardedRoute, check_routes
from bearwitness.apps.room.guards import HEADERS
from bearwitness.apps.room.pages import ROUTERS
from bearwitness.apps.room.rules import ROLES, RULES, Role
from bearwitness.core.errors import InstallError
from tests.apps.room.visitor import OpenRoom

ROUTES = sorted(
    (route.name, route.path, method)
    for router in ROUTERS
    for route in router.routes
    if isinstance(route, GuardedRoute)
    for method in route.methods or ()
)
_HOLE = re.compile(r"\{[^}]*\}")


def test_every_rule_has_a_route_and_every_route_a_rule() -> None:
    assert {name for name, _, _ in ROUTES} == set(RULES)


@pytest.mark.parametrize("role", [None, *ROLES])
def test_every_route_for_every_role_and_for_nobody(room: OpenRoom, role: str | None) -> None:
    room.add("Ada", "admin")
    visitor = room.visit() if role is None else room.log_in("Eva", role)
    mine = Role.ANYONE if role is None else ROLES[role]
    token = visitor.token("/login" if role is None else "/help")
    for name, path, method in ROUTES:
        if name in {"logout", "account.leave"} and role is not None:
            continue  # they end the session that the others are tried with
        at = _HOLE.sub("x", path)
        answer = visitor.get(at) if method == "GET" else visitor.client.post(at, data={"csrf": token})
        if mine >= RULES[name]:
            assert answer.status_code not in {401, 403, 500}, (name, answer.status_code)
            assert not answer.headers.get("location", "").startswith("/login?"), name
        elif mine == Role.ANYONE and method == "GET":
            assert answer.headers["location"].startswith("/login?next="), name
        else:
            assert answer.status_code == (401 if mine == Role.ANYONE else 403), name


@pytest.mark.parametrize("path", [path for _, path, method in ROUTES if method == "POST"])
def test_a_form_without_the_sessions_token_is_refused(room: OpenRoom, path: str) -> None:
    visitor = room.log_in("Ada", "admin")
    other = room.log_in("Eva", "reader")
    path = _HOLE.sub("x", path)
    for form in ({}, {"csrf": ""}, {"csrf": other.token("/help")}, {"csrf": "é"}):
        assert visitor.client.post(path, data=form).status_code == 403
    token = visitor.token("/help")
    elsewhere = {"origin": "https://elsewhere.example"}
    assert visitor.client.post(path, data={"csrf": token}, headers=elsewhere).status_code == 403
    assert visitor.client.post(path, data={"csrf": token}, headers={"origin": "null"}).status_code == 403
    across = {"sec-fetch-site": "cross-site"}
    assert visitor.client.post(path, data={"csrf": token}, headers=across).status_code == 403
    assert visitor.get("/help").status_code == 200


def test_the_token_before_the_login_belongs_to_the_browser(room: OpenRoom) -> None:
    room.add("Ada", "admin")
    one, other = room.visit(), room.visit()
    token = one.token()
    assert other.client.post("/login", data={"csrf": token, "name": "Ada", "password": "x"}).status_code == 403
    assert one.client.cookies[FORM_COOKIE] != token


def test_a_route_without_a_rule_or_a_guard_stops_the_room() -> None:
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    for router in ROUTERS:
        app.router.routes.extend(router.routes)
    check_routes(app.routes)
    loose = APIRouter(route_class=GuardedRoute)
    loose.add_api_route("/secret", lambda: "", name="secret")
    with pytest.raises(InstallError, match="secret"):
        check_routes([*app.routes, *loose.routes])
    bare = APIRouter()
    bare.add_api_route("/bare", lambda: "", name="help")
    with pytest.raises(InstallError, match="bare"):
        check_routes([*app.routes, *bare.routes])
    with pytest.raises(InstallError, match="desk"):
        check_routes([route for route in app.routes if getattr(route, "name", "") != "desk"])


def test_headers_stand_on_every_answer(room: OpenRoom) -> None:
    visitor = room.log_in("Eva", "reader")
    for path in ("/", "/people", "/nowhere", "/health"):
        answer = visitor.get(path)
        assert {name: answer.headers[name] for name in HEADERS} == HEADERS
        assert answer.headers["cache-control"] == "no-store"
    assert "'unsafe" not in HEADERS["content-security-policy"]


def test_pages_hold_no_script_and_no_style_of_their_own(room: OpenRoom) -> None:
    visitor = room.log_in("Ada", "admin")
    for _, path, method in ROUTES:
        if method == "GET" and "{" not in path:
            text = visitor.get(path).text
            assert not re.search(r"<script(?![^>]* src=)|<style|\sstyle=|\son[a-z]+=|javascript:", text), path
            assert not re.search(r'(?:src|href|action)="(?:https?:)?//', text), path


def test_static_files_are_kept_for_good(room: OpenRoom) -> None:
    visitor = room.visit()
    page = visitor.get("/set-up").text
    for address in re.findall(r'"(/static/[^"]+)"', page):
        answer = visitor.get(address)
        assert answer.status_code == 200
        assert "immutable" in answer.headers["cache-control"]
        assert re.search(r"\.[0-9a-f]{12}\.(css|js|svg)$", address)
    assert visitor.get("/static/..%2f..%2frules.py").status_code == 404
