"""The scorer of single reports: what counts as stated, and what our answer is, on reports written for this test."""

from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tools.capitals import raise_letters
from tools.score_reading import count_people, find_main, score_reading
from tools.stated_facts import Gold, load_gold, states_city, states_day, states_people

TEXT = "Two men died and a third was wounded in Salem on Tuesday night, police said. A driver, 2, was not hurt."


def test_a_report_states_what_its_words_hold() -> None:
    gold = _gold(killed=2, injured=1)
    assert states_people(TEXT, gold)
    assert not states_people(TEXT, _gold(killed=3, injured=1))
    assert not states_people("A 2-year-old died and a man was hurt.", gold)
    assert not states_people("Police arrested two men.", _gold(killed=0, injured=2))
    assert states_city(TEXT, gold)
    assert states_day(TEXT, gold.day, "2031-03-05")
    assert not states_day(TEXT, gold.day, "2031-03-12")
    assert states_day("It happened March 4.", gold.day, None)
    assert not states_day("It happened March 14.", gold.day, None)


def test_people_told_again_count_once_and_the_dead_are_not_also_injured() -> None:
    claims = [
        _claim("a", "killing", 2),
        _claim("b", "killing", 2, to="a", kind="same"),
        _claim("c", "injury", 1, to="a", kind="different"),
        _claim("d", "injury", 2),
        _claim("e", "killing", 2, to="d", kind="follows"),
    ]
    claims[4]["relations"].append({"to": "a", "kind": "same"})
    main = find_main(claims)
    assert count_people(main, "killing") == (2, 2)
    assert count_people(main, "injury") == (1, 1)


def test_a_right_report_scores_and_one_outside_the_archive_is_not_asked() -> None:
    row = {"doc_ids": ["r"], "date": "March 4, 2031", "state": "Oregon", "city": "Salem (West Salem)"}
    gold = load_gold([{**row, "num_killed": 2, "num_injured": 1}])
    claims = [_claim("a", "killing", 2), _claim("c", "injury", 1)]
    reads: list[dict[str, Any]] = [{"report": {"id": "r"}, "claims": claims}, {"report": {"id": "other"}, "claims": []}]
    reports = [{"id": "r", "text": TEXT, "published_on": "2031-03-05"}, {"id": "other", "text": TEXT}]
    result = score_reading(reads, reports, gold)
    assert {k: v["figure"] for k, v in result.items()} == dict.fromkeys(result, "1.000 of 1")


def _gold(*, killed: int, injured: int) -> Gold:
    return Gold(day=date(2031, 3, 4), state="Oregon", cities=("salem",), killed=killed, injured=injured)


def _claim(ident: str, act: str, number: int, *, to: str | None = None, kind: str = "same") -> dict[str, Any]:
    return {
        "id": ident,
        "act": act,
        "status": "reported",
        "shape": "incident",
        "count": {"low": number, "high": number},
        "when": {"earliest": "2031-03-04", "latest": "2031-03-04", "prec": 1},
        "where": {"name": "Salem", "country": "US", "admin1": "Oregon", "admin2": None, "prec": 1},
        "relations": [] if to is None else [{"to": to, "kind": kind}],
        "quotes": [{"start": 0, "end": 4, "text": "Two "}],
    }


@given(text=st.text())
def test_capitals_keep_every_offset(text: str) -> None:
    raised = raise_letters(text)
    assert len(raised) == len(text)
    assert all(c == r or c.upper() == r for c, r in zip(text, raised, strict=True))
    assert raise_letters("Wien: große Not") == "WIEN: GROßE NOT"
