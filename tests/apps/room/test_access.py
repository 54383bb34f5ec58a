"""Who may open what: every route by every role and by nobody; forms of other sites; hosts, sizes and headers."""

import asyncio
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from fastapi import APIRouter, FastAPI
from starlette.types import Message

from bearwitness.apps.room.access import FORM_COOKIE, GuardedRoute, check_routes
from bearwitness.apps.room.guards import HEADERS
from bearwitness.apps.room.pages import ROUTERS
from bearwitness.apps.room.rules import ROLES, RULES, Role
from bearwitness.apps.room.settings import Limits
from bearwitness.core.errors import InstallError
from tests.apps.room.visitor import OpenRoom, open_for_test

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


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost:8440", 200),
        ("127.0.0.1:9", 200),
        ("[::1]:8440", 200),
        ("LOCALHOST", 200),
        ("elsewhere.example", 421),
        ("localhost.elsewhere.example:8440", 421),
        ("127.0.0.1.elsewhere.example", 421),
        ("localhost:8440@elsewhere.example", 421),
        ("", 421),
    ],
)
def test_only_the_rooms_own_names_are_answered(room: OpenRoom, host: str, status: int) -> None:
    assert room.visit().get("/health", headers={"host": host}).status_code == status


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


def test_bodies_have_a_largest_size(room: OpenRoom) -> None:
    visitor = room.visit()
    much = "x" * (room.settings.limits.body + 1)
    assert visitor.client.post("/login", data={"name": much}).status_code == 413

    def pieces() -> "list[bytes]":
        return [b"x" * 100_000] * (room.settings.limits.body // 100_000 + 1)

    form = {"content-type": "application/x-www-form-urlencoded"}
    assert visitor.client.post("/login", content=iter(pieces()), headers=form).status_code == 413
    assert visitor.client.post("/login", content=b"x", headers={"content-length": "-1"}).status_code == 413


def test_a_body_that_comes_too_slowly_is_given_up(tmp_path: Path) -> None:
    with open_for_test(tmp_path / "r.db", tmp_path, limits=Limits(body_seconds=0.05)) as room:
        sent: list[Message] = []

        async def receive() -> Message:
            await asyncio.sleep(5)
            return {"type": "http.request", "body": b"", "more_body": True}

        async def send(message: Message) -> None:
            sent.append(message)

        headers = [
            (b"host", b"localhost"),
            (b"content-type", b"application/x-www-form-urlencoded"),
            (b"content-length", b"9"),
        ]
        scope = {
            "type": "http",
            "method": "POST",
            "path": "/login",
            "raw_path": b"/login",
            "query_string": b"",
            "headers": headers,
            "http_version": "1.1",
            "scheme": "https",
            "server": ("localhost", 8440),
            "client": ("127.0.0.1", 1),
            "root_path": "",
        }
        with ThreadPoolExecutor(1) as thread:  # the browser's tests leave a loop running in this one
            thread.submit(asyncio.run, room.app(scope, receive, send)).result()
        assert sent[0]["status"] == 408
