"""Who may use the interface: every route by every scope and by nobody; what a token is worth, and for how long; its limits."""

import re
from dataclasses import replace

import pytest
from fastapi import APIRouter

from bearwitness.apps.room.api import claims, figures, lists, pairs
from bearwitness.apps.room.api.application import router
from bearwitness.apps.room.api.door import TokenRoute, check_scoped
from bearwitness.apps.room.api.scopes import SCOPE_OF
from bearwitness.apps.room.tokens import PREFIX, SCOPES
from bearwitness.core.errors import InstallError
from bearwitness.store.room_tokens import find_token, list_tokens, revoke_tokens
from tests.apps.front_door import call
from tests.apps.room.program import Program, let_in
from tests.apps.room.visitor import OpenRoom, open_for_test

_ALL = [route for part in (router, lists.router, claims.router, pairs.router, figures.router) for route in part.routes]
ROUTES = sorted(
    (route.name, route.path, method)
    for route in _ALL
    if isinstance(route, TokenRoute)
    for method in route.methods or ()
)
_HOLE = re.compile(r"\{[^}]*\}")


def ask(program: Program, path: str, method: str) -> int:
    at = _HOLE.sub("x", path).removeprefix("/api/v1")
    return (program.get(at) if method == "GET" else program.send(at, {})).status_code


@pytest.mark.parametrize("scope", sorted(SCOPES))
def test_every_route_for_every_scope(room: OpenRoom, scope: str) -> None:
    program = let_in(room, scope)
    for name, path, method in ROUTES:
        status = ask(program, path, method)
        assert (status == 403) == (SCOPE_OF[name] != scope), (name, status)
        assert status not in {401, 500}, name


def test_every_route_without_a_token_and_with_a_login_in_its_place(room: OpenRoom) -> None:
    person = room.log_in("Ada", "admin")
    bare, wrong = room.visit(), {"authorization": f"Bearer {PREFIX}{'A' * 43}"}
    for name, path, method in [*ROUTES, ("no route", "/api/v1/nowhere", "GET"), ("no version", "/api/", "GET")]:
        at = _HOLE.sub("x", path)
        for client, headers in ((bare, {}), (bare, wrong), (bare, {"authorization": "Basic YTpi"}), (person, {})):
            answer = client.client.request(method, at, headers=headers, json={} if method == "POST" else None)
            assert answer.status_code == 401, name
            assert answer.json()["error"]["code"] == "no_token"
            assert answer.headers["www-authenticate"].startswith("Bearer")


def test_a_token_opens_no_page(room: OpenRoom) -> None:
    room.add("Ada", "admin")
    program = let_in(room, *SCOPES)
    for path in ("/", "/claims/x", "/people", "/tokens"):
        answer = program.visitor.get(path, headers=program.headers)
        assert answer.headers["location"].startswith("/login?next=")


def test_a_route_without_a_scope_or_a_door_stops_the_room() -> None:
    check_scoped(_ALL)
    loose = APIRouter(route_class=TokenRoute)
    loose.add_api_route("/secret", lambda: "", name="api.secret")
    with pytest.raises(InstallError, match=r"api\.secret"):
        check_scoped([*_ALL, *loose.routes])
    bare = APIRouter()
    bare.add_api_route("/bare", lambda: "", name="api.count")
    with pytest.raises(InstallError, match="bare"):
        check_scoped([*_ALL, *bare.routes])
    with pytest.raises(InstallError, match=r"api\.count"):
        check_scoped([route for route in _ALL if getattr(route, "name", "") != "api.count"])


def test_a_token_is_kept_as_its_hash_and_its_last_use_written_down(room: OpenRoom) -> None:
    program = let_in(room, "read")
    held = find_token(room.file, program.token)
    assert held is not None
    assert held.used_at is None
    assert program.token.encode() not in room.settings.room.read_bytes()
    assert program.get("/reports").status_code == 200
    used = find_token(room.file, program.token)
    assert used is not None
    assert used.used_at == room.clock().timestamp()
    assert used.scopes == ("read",)


def test_a_token_ends_and_is_revoked(room: OpenRoom) -> None:
    short, long = let_in(room, "read", name="short", days=1), let_in(room, "read", name="long", days=9)
    room.clock.pass_by(days=1)
    assert short.get("/reports").json()["error"]["code"] == "token_ended"
    assert long.get("/reports").status_code == 200
    assert revoke_tokens(room.file, [one.number for one in list_tokens(room.file)], at=0.0) == 2
    assert long.get("/reports").status_code == 401


def test_a_token_that_asks_too_often_waits_and_no_other_does(room: OpenRoom) -> None:
    first, other = let_in(room, "read", name="first"), let_in(room, "read", name="other")
    limits = replace(room.settings.limits, requests_of_token=3)
    with open_for_test(room.settings.register, room.settings.room.parent, limits=limits) as narrow:
        first.visitor, other.visitor = narrow.visit(), narrow.visit()
        assert [first.get("/reports").status_code for _ in range(4)] == [200, 200, 200, 429]
        refused = first.get("/reports")
        assert refused.json()["error"]["code"] == "too_many"
        assert other.get("/reports").status_code == 200
        narrow.clock.pass_by(seconds=int(refused.headers["retry-after"]) + 1)
        assert first.get("/reports").status_code == 200


def test_an_admin_makes_a_token_on_a_page_and_revokes_it(room: OpenRoom) -> None:
    admin = room.log_in("Ada", "admin")
    page = admin.send("/tokens/add", {"name": "weekly sums", "scope": "read", "days": "7"}, page="/tokens")
    found = re.search(rf"{PREFIX}[\w-]{{43}}", page.text)
    assert found is not None
    assert found[0] not in admin.get("/tokens").text
    program = Program(visitor=room.visit(), token=found[0])
    assert program.get("/reports").status_code == 200
    assert list_tokens(room.file)[0].made_by == "Ada"
    assert admin.send("/tokens/revoke", {"number": "1"}, page="/tokens").status_code == 200
    assert program.get("/reports").status_code == 401
    assert admin.send("/tokens/revoke", {"number": "1"}, page="/tokens").status_code == 400


@pytest.mark.parametrize(
    "form",
    [{"name": "x"}, {"name": "ADA", "scope": "read"}, {"name": "x", "scope": "all"}, {"name": " ", "scope": "read"}],
)
def test_no_token_without_a_scope_or_with_a_persons_name(room: OpenRoom, form: dict[str, str]) -> None:
    admin = room.log_in("Ada", "admin")
    assert admin.send("/tokens/add", form, page="/tokens").status_code == 400
    assert list_tokens(room.file) == ()


def test_no_person_gets_a_programs_name(room: OpenRoom) -> None:
    let_in(room, "review", name="Harvester")
    admin = room.log_in("Ada", "admin")
    answer = admin.send("/people/add", {"name": "harvester", "role": "reader"}, page="/people")
    assert answer.status_code == 400
    assert "a program signs with this name" in answer.text.lower()


def test_the_command_makes_lists_and_revokes(room: OpenRoom, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("USER", "eva")
    register = ("--register", str(room.settings.register))
    made = call("token", "harvester", "--scope", "read", "--scope", "judge", "--days", "3", *register)
    assert (made.code, made.out.startswith(PREFIX)) == (0, True)
    listed = call("token", *register)
    assert "harvester" in listed.out
    assert "judge" in listed.out
    assert made.out.strip() not in listed.out
    assert call("token", "harvester", "--revoke", *register).code == 0
    assert "revoked" in call("token", *register).out
    assert call("token", "harvester", "--revoke", *register).code == 2
    assert call("token", "harvester", "--scope", "all", *register).code == 2
    assert call("token", "harvester", "--scope", "read", "--days", "999", *register).code == 2
    assert call("token", "--register", str(room.settings.register) + ".none").code == 2
