"""Coming in: the first set-up, passwords, codes, limits, and what a session survives."""

import base64
import re
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bearwitness.apps.room.access import find_next
from bearwitness.apps.room.letting_in import let_back_in
from bearwitness.apps.room.second_factor import find_step, make_code, make_factor
from bearwitness.apps.room.sessions import COOKIE
from bearwitness.apps.room.settings import Limits
from bearwitness.core.errors import UsageError
from bearwitness.store.room_acts import WantedActs, list_acts
from bearwitness.store.room_file import open_room
from tests.apps.room.visitor import PASSWORD, WORD, OpenRoom, open_for_test

ADMIN = {"word": WORD, "name": "Eva", "password": PASSWORD, "again": PASSWORD}


def test_first_set_up_login_with_a_new_second_factor_and_logout(room: OpenRoom) -> None:
    visitor = room.visit()
    assert visitor.get("/").headers["location"] == "/login?next=/"
    assert visitor.get("/login").headers["location"] == "/set-up"
    assert visitor.send("/set-up", ADMIN).headers["location"] == "/login?made=1"
    assert "The account is made" in visitor.get("/login?made=1").text
    assert visitor.send("/login", {"name": "eva", "password": PASSWORD}).headers["location"] == "/factor?next=/"
    page = visitor.get("/factor").text
    assert "<svg" in page
    letters = re.search(r'class="letters">([A-Z2-7 ]+)<', page)
    assert letters is not None
    factor = base64.b32decode(letters[1].replace(" ", ""))
    code = make_code(factor, int(room.clock().timestamp()) // 30)
    assert visitor.send("/factor", {"code": f"{code[:3]} {code[3:]}"}).status_code == 303
    assert "Eva" in visitor.get("/").text
    assert visitor.send("/logout", {}, page="/").status_code == 303
    assert visitor.get("/").status_code == 303


def test_only_the_word_of_the_terminal_sets_the_room_up(room: OpenRoom) -> None:
    visitor = room.visit()
    assert visitor.send("/set-up", ADMIN | {"word": "another"}).status_code == 400
    assert visitor.send("/set-up", ADMIN | {"password": "short", "again": "short"}).status_code == 400
    assert visitor.send("/set-up", ADMIN | {"again": PASSWORD + "."}).status_code == 400
    assert visitor.send("/set-up", ADMIN).status_code == 303
    assert visitor.get("/set-up").headers["location"] == "/login"
    assert visitor.send("/set-up", ADMIN | {"name": "Mallory"}, page="/login").status_code == 400


@pytest.mark.parametrize(
    "password", ["password1234", "P@ssw0rd!2026", "qwertyuiop12", "letmein letmein", "908172635443"]
)
def test_the_passwords_that_everybody_tries_are_refused(room: OpenRoom, password: str) -> None:
    visitor = room.visit()
    answer = visitor.send("/set-up", ADMIN | {"password": password, "again": password})
    assert answer.status_code == 400
    assert "too easy to guess" in answer.text


def test_a_word_that_is_empty_opens_nothing(room: OpenRoom) -> None:
    with open_for_test(
        room.settings.register, room.settings.room.parent, change=lambda s: replace(s, token="")
    ) as opened:
        assert opened.visit().send("/set-up", ADMIN | {"word": ""}, page="/set-up").status_code == 400


def test_a_login_begins_under_a_new_id_and_the_former_is_worth_nothing(room: OpenRoom) -> None:
    room.add("Eva", "reader")
    visitor = room.visit()
    visitor.client.cookies.set(COOKIE, "an-id-that-somebody-planted", domain="localhost.local")
    visitor.send("/login", {"name": "Eva", "password": PASSWORD})
    half = visitor.client.cookies[COOKIE]
    assert half != "an-id-that-somebody-planted"
    visitor.send("/factor", {"code": room.code("Eva")})
    full = visitor.client.cookies[COOKIE]
    assert full != half
    assert visitor.get("/").status_code == 200
    thief = room.visit()
    thief.client.cookies.set(COOKIE, half)
    assert thief.get("/").status_code == 303


def test_the_cookie_is_kept_from_scripts_and_other_sites_and_its_id_from_the_file(room: OpenRoom) -> None:
    room.add("Eva", "reader")
    visitor = room.visit()
    answer = visitor.send("/login", {"name": "Eva", "password": PASSWORD})
    cookie = answer.headers["set-cookie"]
    assert {"HttpOnly", "Secure", "SameSite=strict", "Path=/"} <= {part.strip() for part in cookie.split(";")}
    assert visitor.client.cookies[COOKIE].encode() not in room.settings.room.read_bytes()
    assert PASSWORD.encode() not in room.settings.room.read_bytes()
    assert room.settings.room.stat().st_mode & 0o077 == 0


def test_wrong_names_and_wrong_passwords_are_answered_alike(room: OpenRoom) -> None:
    room.add("Eva", "reader")
    wrong = room.visit().send("/login", {"name": "Eva", "password": "not this one at all"})
    nobody = room.visit().send("/login", {"name": "Eve", "password": "not this one at all"})
    assert (wrong.status_code, nobody.status_code) == (400, 400)
    strip = re.compile(r'value="[^"]*"|X-CSRF-Token":"[^"]*"')
    assert strip.sub("", wrong.text) == strip.sub("", nobody.text)


def test_a_code_counts_once_and_only_in_its_time(room: OpenRoom) -> None:
    room.log_in("Eva", "reader")
    again = room.visit()
    again.send("/login", {"name": "Eva", "password": PASSWORD})
    assert again.send("/factor", {"code": room.code("Eva")}).status_code == 400
    old = room.code("Eva")
    room.clock.pass_by(minutes=2)
    assert again.send("/factor", {"code": old}).status_code == 400
    assert again.send("/factor", {"code": room.code("Eva")}).status_code == 303


def test_guesses_are_limited_also_after_a_restart(room: OpenRoom) -> None:
    room.add("Eva", "reader")
    most = room.settings.limits.attempts_of_account
    guesser = room.visit()
    for _ in range(most):
        assert guesser.send("/login", {"name": "Eva", "password": "not this one at all"}).status_code == 400
    with open_for_test(room.settings.register, room.settings.room.parent) as restarted:
        refused = restarted.visit().send("/login", {"name": "EVA ", "password": PASSWORD})
        assert refused.status_code == 429
        assert "Too many attempts" in refused.text
        restarted.clock.pass_by(minutes=16)
        assert restarted.visit().send("/login", {"name": "Eva", "password": PASSWORD}).status_code == 303


def test_an_address_that_tries_many_names_is_limited_too(tmp_path: Path) -> None:
    with open_for_test(tmp_path / "empty.db", tmp_path, limits=Limits(attempts_of_address=4, patience=60)) as room:
        room.add("Eva", "reader")
        guesser = room.visit()
        answers = [guesser.send("/login", {"name": f"person {n}", "password": "x"}).status_code for n in range(5)]
        assert answers == [400] * 4 + [429]


def test_sessions_end_when_idle_and_after_a_day_at_work(room: OpenRoom) -> None:
    visitor = room.log_in("Eva", "reader")
    limits = room.settings.limits
    room.clock.pass_by(seconds=limits.idle + 1)
    assert visitor.get("/").status_code == 303
    visitor = room.log_in("Eva")
    for _ in range(int(limits.absolute // limits.idle) * 2):
        assert visitor.get("/").status_code == 200
        room.clock.pass_by(seconds=limits.idle / 2)
    room.clock.pass_by(seconds=1)
    assert visitor.get("/").status_code == 303


def test_the_password_alone_opens_nothing_and_not_for_long(room: OpenRoom) -> None:
    room.add("Eva", "admin")
    visitor = room.visit()
    visitor.send("/login", {"name": "Eva", "password": PASSWORD})
    assert visitor.get("/").headers["location"] == "/factor"
    assert visitor.get("/people").headers["location"] == "/factor"
    room.clock.pass_by(seconds=room.settings.limits.half + 1)
    assert visitor.get("/factor").headers["location"].startswith("/login")


def test_another_password_ends_all_other_logins(room: OpenRoom) -> None:
    one = room.log_in("Eva", "reader")
    other = room.log_in("Eva")
    new = {"former": PASSWORD, "password": "nine brown otters swim", "again": "nine brown otters swim"}
    assert one.send("/account/password", new | {"former": "wrong"}, page="/account").status_code == 400
    done = one.send("/account/password", new, page="/account")
    assert done.status_code == 303
    assert "Your password is changed" in one.get(done.headers["location"]).text
    assert "Your password is changed" not in one.get("/account").text
    assert other.get("/account").status_code == 303


def test_an_admin_makes_closes_and_renews_accounts(room: OpenRoom) -> None:
    admin = room.log_in("Ada", "admin")
    made = admin.send("/people/add", {"name": "Nur", "role": "reviewer"}, page="/people")
    found = re.search(r'class="letters">([^<]+)<', made.text)
    assert found is not None
    visitor = room.visit()
    assert visitor.send("/login", {"name": "Nur", "password": found[1]}).status_code == 303
    assert admin.send("/people/add", {"name": "nur", "role": "reader"}, page="/people").status_code == 400
    for change, words in (
        ("factor", "another telephone"),
        ("role", "the role lead"),
        ("open", "open again"),
        ("close", "closed"),
    ):
        done = admin.send("/people/change", {"name": "Nur", "change": change, "role": "lead"}, page="/people")
        assert done.status_code == 200
        assert words in done.text.partition("<table")[0]
    assert visitor.get("/factor").status_code == 303
    assert room.visit().send("/login", {"name": "Nur", "password": found[1]}).status_code == 400
    assert admin.send("/people/change", {"name": "Ada", "change": "close"}, page="/people").status_code == 400


def test_an_only_admin_without_a_telephone_is_let_back_in_at_the_terminal(room: OpenRoom) -> None:
    admin = room.log_in("Ada", "admin")
    file = open_room(room.settings.room)
    with pytest.raises(UsageError, match="no account has the name given to --let-in"):
        let_back_in(file, "Ado", room.clock().timestamp())
    password = let_back_in(file, "ada", room.clock().timestamp())
    assert admin.get("/people").status_code == 303, "her logins have ended"
    assert room.visit().send("/login", {"name": "Ada", "password": PASSWORD}).status_code == 400
    back = room.visit()
    assert back.send("/login", {"name": "Ada", "password": password}).status_code == 303
    letters = re.search(r'class="letters">([A-Z2-7 ]+)<', back.get("/factor").text)
    assert letters is not None, "a telephone is set up anew"
    factor = base64.b32decode(letters[1].replace(" ", ""))
    assert back.send("/factor", {"code": make_code(factor, int(room.clock().timestamp()) // 30)}).status_code == 303
    assert back.get("/").headers["location"] == "/account", "and the password is changed first"
    acts = list_acts(file, WantedActs(groups=frozenset({"people"})), None, 9)
    assert [(one.by.kind, one.what, one.on_name) for one in acts if one.what == "account.let_in"] == [
        ("terminal", "account.let_in", "Ada")
    ]


def test_who_got_a_password_from_another_changes_it_first(room: OpenRoom) -> None:
    with sqlite3.connect(room.settings.room) as connection:
        room.add("Nur", "reader")
        connection.execute("UPDATE accounts SET must_change = 1")
    connection.close()
    visitor = room.log_in("Nur")
    assert visitor.get("/").headers["location"] == "/account"
    assert "Choose your own" in visitor.get("/account").text


@given(st.text())
def test_law_the_way_on_stays_in_the_room(path: str) -> None:
    found = find_next(path)
    assert found.startswith("/")
    assert not found.startswith("//")
    assert "\\" not in found


@given(st.integers(60, 2**33))
def test_law_a_code_is_found_by_its_step_only_near_it(at: int) -> None:
    factor = make_factor()
    step = at // 30
    assert find_step(factor, make_code(factor, step), at=at) in {step - 1, step, step + 1}


@pytest.mark.parametrize("code", ["", "12345", "1234567", "١٢٣٤٥٦", "abcdef"])
def test_what_is_no_code_is_none(code: str) -> None:
    assert find_step(make_factor(), code, at=1e9) is None
