"""Attacks in time: two at once where one may, what changes between look and act, and what the time of an answer tells."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest

from bearwitness.apps.room import passwords
from bearwitness.apps.room.pages import account as account_page
from bearwitness.apps.room.sessions import COOKIE
from bearwitness.core.errors import UsageError
from bearwitness.store.room_accounts import Account, change_account, find_account, list_accounts
from bearwitness.store.room_acts import NOBODY, NewAct
from bearwitness.store.room_sessions import Session, begin_session, find_session
from bearwitness.workflow.kept_answers import KeptAnswers
from tests.apps.room.visitor import PASSWORD, WORD, OpenRoom

NEW = "nine brown otters swim"
NOTED = NewAct(at=0.0, by=NOBODY, what="account.role")


def known(room: OpenRoom, name: str) -> Account:
    found = find_account(room.file, name)
    assert found is not None
    return found


def test_the_word_of_the_terminal_makes_one_account_however_many_use_it_at_once(room: OpenRoom) -> None:
    visitors = [room.visit() for _ in range(4)]
    tokens = [one.token("/set-up") for one in visitors]

    def set_up(number: int) -> int:
        form = {
            "csrf": tokens[number],
            "word": WORD,
            "name": f"Person {number}",
            "password": PASSWORD,
            "again": PASSWORD,
        }
        status: int = visitors[number].client.post("/set-up", data=form).status_code
        return status

    with ThreadPoolExecutor(4) as threads:
        assert sorted(threads.map(set_up, range(4))) == [303, 400, 400, 400]
    assert [one.role for one in list_accounts(room.file)] == ["admin"]


@pytest.mark.parametrize("change", [{"role": "reader"}, {"is_open": False}, {"password": "x"}, {"factor": None}])
def test_a_new_password_never_puts_back_what_an_admin_changed_meanwhile(
    room: OpenRoom, monkeypatch: pytest.MonkeyPatch, change: dict[str, Any]
) -> None:
    """The hash takes a tenth of a second; an admin's change in it was written over with what the account had been."""
    eva = room.log_in("Eva", "admin")

    def hash_meanwhile(password: str, name: str) -> str:
        former = known(room, "Eva")
        change_account(room.file, former, replace(former, **change), NOTED)
        return passwords.hash_password(password, name)

    monkeypatch.setattr(account_page, "hash_password", hash_meanwhile)
    token = eva.token("/account")
    form = {"csrf": token, "former": PASSWORD, "password": NEW, "again": NEW}
    assert eva.client.post("/account/password", data=form).status_code == 400
    left = known(room, "Eva")
    for name, value in change.items():
        assert getattr(left, name) == value
    assert eva.get("/").status_code == 303


def test_no_login_begins_with_a_password_that_was_changed_meanwhile(room: OpenRoom) -> None:
    room.add("Eva", "reader")
    former = known(room, "Eva")
    change_account(room.file, former, replace(former, password="x"), NOTED)
    session = Session(account=former, stage="password", token="t", factor=None, begun_at=0.0, seen_at=0.0)
    with pytest.raises(UsageError, match="log in again"):
        begin_session(room.file, "an id", session)
    assert find_session(room.file, "an id") is None


def test_a_second_telephone_at_once_is_refused(room: OpenRoom) -> None:
    """Of two who have the password of a new account the later one does not take the earlier one's telephone away."""
    room.add("Eva", "reader")
    former = known(room, "Eva")
    change_account(room.file, former, replace(former, factor=None), NOTED)
    bare = known(room, "Eva")
    change_account(room.file, bare, replace(bare, factor=b"1" * 20), NOTED)
    with pytest.raises(UsageError, match="meanwhile"):
        change_account(room.file, bare, replace(bare, factor=b"2" * 20), NOTED)


def test_a_name_that_there_is_takes_no_longer_than_one_that_there_is_not(
    room: OpenRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("Eva", "Old"):
        room.add(name, "reader")
    closed = known(room, "Old")
    change_account(room.file, closed, replace(closed, is_open=False), NOTED)
    assert not passwords.is_password(None, "x")
    verified: list[str] = []
    real = passwords._HASHER

    class Counting:
        """Notes what is compared: that is all that takes time."""

        def verify(self, kept: str, password: str) -> bool:
            """Compare."""
            verified.append(kept)
            return real.verify(kept, password)

    monkeypatch.setattr(passwords, "_HASHER", Counting())
    texts = []
    for name, password in (
        ("Eva", "wrong"),
        ("Nobody", PASSWORD),
        ("Old", PASSWORD),
        ("Old", "wrong"),
        ("Eva", "x" * 900),
    ):
        answer = room.visit().send("/login", {"name": name, "password": password})
        texts.append((answer.status_code, COOKIE in answer.cookies, "do not fit together" in answer.text))
    assert texts == [(400, False, True)] * 5
    assert len(verified) == 5
    assert len({kept.rpartition("$")[0].rpartition("$")[0] for kept in verified}) == 1  # the same cost


def test_page_after_page_with_other_filters_does_not_fill_the_memory(sample_room: OpenRoom) -> None:
    kept = KeptAnswers(most=8)
    for number in range(100):
        assert kept.compute((number, 1), lambda number=number: number) == number  # type: ignore[misc]
    assert len(kept._held) == 8
    reader = sample_room.log_in("Rui", "reader")
    for number in range(70):
        assert reader.get(f"/incidents?place=zqxw{number}").status_code == 200
    assert len(sample_room.app._app._pages.state.room.answers._held) <= 128
