"""The load on a real room in short, and what looks afterwards whether anything was lost: it must see what is lost, doubled or wrong."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from bearwitness.apps.room.api.scopes import SCOPE_OF
from bearwitness.apps.room.rules import RULES, Role
from bearwitness.core.incidents import Link, Review
from bearwitness.store.register import Register, open_register, save_judgement, save_reading, save_review
from bearwitness.store.register_moment import Moment
from bearwitness.workflow.totals import list_totals
from bearwitness.workflow.view import load_view
from tests.linking.told import make_claim, make_reading
from tools.load_checks import check_acts, compare_totals, recount
from tools.load_diary import Act, Deed, Diary, Outcome
from tools.load_room import Load, bear, lend_register
from tools.room_addresses import OUTSIDE, Known, Visit, list_routes, list_visits

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
START = Moment(reading=0, review=0, link=0)
LEFT, RIGHT = make_claim("c_" + "1" * 16), make_claim("c_" + "2" * 16)
KNOWN = Known(
    reports=("u_1",), claims=("c_1",), incidents=("i_1",), pairs=(("c_1", "c_2"),), jobs=("1",), checkpoints=("3",),
    errands=("1",), first="2019-06-01",
    last="2019-06-30",
)  # fmt: skip


def test_a_short_load_loses_nothing_and_counts_as_its_log_does(engine: str) -> None:
    load = Load(readers=5, reviewers=3, seconds=4, think=0.15, claims=40)
    with lend_register(engine) as (register, folder):
        borne = bear(register, folder, load)
    assert borne.wrong == ()
    assert borne.diary.troubles == []
    assert any(act.outcome == "kept" for act in borne.diary.acts)


@pytest.mark.parametrize("status", [404, 410])
def test_what_another_took_away_is_no_error_and_a_list_that_is_away_is_one(status: int) -> None:
    diary = Diary()

    async def answer() -> httpx.Response:
        return httpx.Response(status)

    async def ask(route: str) -> None:
        visit = Visit(route=route, address="/")
        assert await diary.ask(visit, answer()) is None

    # CI, 28 November: between the list and the click another reviewer had corrected the claim, whose page then said so.
    asyncio.run(ask("claim"))
    assert (diary.gone, diary.troubles) == (1, [])
    asyncio.run(ask("incidents"))
    assert (diary.gone, diary.troubles) == (1, [f"incidents was answered {status}"])


def test_every_route_that_is_read_is_visited() -> None:
    visited = {visit.route for visit in list_visits(KNOWN, Role.ADMIN)}
    assert visited == {route.name for route in list_routes()} - OUTSIDE
    assert visited >= {name for name, scope in SCOPE_OF.items() if scope == "read"}
    assert all(RULES.get(visit.route, Role.READER) <= Role.READER for visit in list_visits(KNOWN, Role.READER))


@pytest.fixture
def register(tmp_path: Path) -> Path:
    with open_register(tmp_path / "r.db", create=True) as opened:
        save_reading(opened, make_reading("Ledger", LEFT), reader="en/1", at=NOW)
        save_reading(opened, make_reading("Herald", RIGHT), reader="en/1", at=NOW)
        _review(opened, "load-0")
        save_judgement(opened, _judge("load-1"), at=NOW)
    return tmp_path / "r.db"


GOOD: tuple[tuple[str, Deed, Outcome], ...] = (("load-0", "accept", "kept"), ("load-1", "judge", "kept"))


def test_what_is_as_it_was_answered_is_right(register: Path) -> None:
    refused = _act("load-2", "reject", "refused")
    assert check_acts(register, START, [*(_act(*one) for one in GOOD), refused]) == []


@pytest.mark.parametrize(
    ("acts", "words"),
    [
        ((*GOOD, ("load-2", "accept", "kept")), "load-2 (accept) was acknowledged, the register has {}"),
        ((*GOOD, ("load-2", "correct", "kept")), "1 corrections were acknowledged and 0 are in the register"),
        ((("load-0", "accept", "refused"), GOOD[1]), "load-0 (accept) was refused"),
        ((("load-0", "reject", "kept"), GOOD[1]), "load-0 (reject) was acknowledged"),
        ((("load-0", "reject", "unknown"), GOOD[1]), "load-0 (reject) was not answered"),
        ((GOOD[0],), "load-1 is in the register and nobody sent it"),
    ],
)
def test_what_is_lost_or_told_otherwise_is_seen(
    register: Path, acts: tuple[tuple[str, Deed, Outcome], ...], words: str
) -> None:
    assert any(words in one for one in check_acts(register, START, [_act(*one) for one in acts]))


def test_what_is_there_twice_is_seen(register: Path) -> None:
    with open_register(register, create=False) as opened:
        _review(opened, "load-0")
    wrong = check_acts(register, START, [_act(*one) for one in GOOD])
    assert wrong == ["load-0 (accept) was acknowledged, the register has {'accepted': 2}"]


def test_on_another_claim_late_without_both_versions_and_two_at_once_are_seen(register: Path) -> None:
    good, judged = (_act(*one) for one in GOOD)
    good.claims = (RIGHT.id,)
    late = _act("load-2", "reject", "refused")
    late.is_late, late.status = True, 409
    wrong = check_acts(register, START, [good, judged, late])
    assert wrong == [
        "load-0 (accept) is in the register on another claim",
        "load-2 (reject) was refused without both versions",
    ]
    good.claims, good.rival, late.is_late, late.status, late.rival = (LEFT.id,), judged.mark, False, 400, ""
    assert check_acts(register, START, [good, judged, late]) == [
        "of two decisions at once 2 were kept: ['load-0', 'load-1']"
    ]


def test_a_recount_gives_what_the_register_gives(register: Path, tmp_path: Path) -> None:
    with open_register(register, create=False) as opened:
        save_review(opened, Review(claim=RIGHT.id, decision="rejected", by="Eva", at=NOW, because="not told"))
    recounted = recount(register, tmp_path)
    (total,) = list_totals(load_view(register))
    assert (recounted["accepted"], recounted["rejected"]) == (1, 1)
    row = (
        '<th scope="row"><a href="/count?act=arrest">arrest</a></th>\n<td class="num"><strong>2</strong></td>\n'
        '<td class="num">1</td>\n<td class="soft">1 accepted claim, 0 proposed</td>'
    )
    count = {"low": total.low, "high": total.high, "high_stated": total.high_stated, "incidents": total.incidents}
    assert compare_totals(recounted, row, {"arrest": count}) == []
    assert compare_totals(recounted, row.replace("<strong>2", "<strong>3"), {"arrest": count}) != []
    assert compare_totals(recounted, row, {"arrest": count | {"low": 3}}) != []
    assert compare_totals(recounted, row + row.replace("arrest", "killing"), {"arrest": count}) != []


def _act(mark: str, deed: Deed, outcome: Outcome) -> Act:
    claims = (LEFT.id, RIGHT.id) if deed == "judge" else (LEFT.id,)
    return Act(mark=mark, deed=deed, claims=claims, outcome=outcome)


def _review(register: Register, mark: str) -> None:
    save_review(register, Review(claim=LEFT.id, decision="accepted", by="Eva", at=NOW, because=mark))


def _judge(mark: str) -> Link:
    return Link(left=LEFT.id, right=RIGHT.id, judgement="different", score=1.0, reasons=(mark,), by="person:Eva")
