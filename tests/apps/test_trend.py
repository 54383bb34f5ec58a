"""A trend as a user asks it: the table, the fixed words, JSON, CSV, and the chart."""

import csv
import io
import json
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from bearwitness.apps.trend_chart import build_trend_chart
from bearwitness.core.vocabulary import ACTS
from bearwitness.workflow.figures import Asked
from bearwitness.workflow.trend import Stepping, build_trend
from tests.apps.front_door import call
from tests.told_reports import line


def told(ident: str, text: str, on: str, outlet: str = "Border Lamp") -> str:
    return line(ident, text, outlet).replace("2021-06-08", on)


TOLD = (
    told(
        "april",
        "Three refugees were arrested in Yanji on April 12. Another refugee was arrested in Yanji on April 20.",
        "2021-04-25",
    ),
    told("may", "Forty refugees were arrested in Kunming on May 12.", "2021-05-15"),
    told(
        "rise",
        "Two refugees were arrested in Dandong on May 19. The arrests rose because of informers, Hill Watch said.",
        "2021-05-22",
    ),
    told("june", "At least five refugees were arrested in Hunchun on June 3.", "2021-06-10", "Hill Courier"),
    told("dead", "Four protesters were killed in Mandalay on May 3.", "2021-05-05", "Hill Courier"),
)
CUT = ("--from", "2021-04-01", "--to", "2021-06-10")


@pytest.fixture
def register(tmp_path: Path) -> str:
    """Three months: 4, 42, and at least 5 people."""
    (tmp_path / "t.jsonl").write_text("".join(TOLD), encoding="utf-8")
    path = str(tmp_path / "t.db")
    assert call("read", str(tmp_path / "t.jsonl"), "--register", path).code == 0
    return path


def ask(register: str, *more: str, act: str = "arrest") -> str:
    answer = call("trend", "--act", act, "--register", register, *more)
    assert answer.code == 0, answer.err
    return answer.out


def test_the_table(register: str) -> None:
    rows = [line.split() for line in ask(register, *CUT).splitlines()[:4]]
    assert rows == [
        ["period", "people", "reports", "of", "outlets", "origins", "languages"],
        ["2021-04", "4", "1", "1", "1", "1", "1"],
        ["2021-05", "42", "2", "3", "1", "1", "1"],
        ["2021-06*", "5+", "1", "1", "1", "1", "1"],
    ]


def test_the_words(register: str) -> None:
    shown = " ".join(ask(register, *CUT).split())
    assert "* not a whole month: known only from 2021-06-01 to 2021-06-10" in shown
    assert (
        "May 2021 against April 2021, the period before 42 against 4 rose the bounds do not meet, by a factor of 10.50"
        in shown
    )
    assert "two different seasons" in shown
    assert (
        "May 2021 against May 2020, the same season a year before 42 against 0 cannot be told, because - too little"
        in shown
    )
    assert "Surges: not looked for; too short a history" in shown
    assert "Lasting changes: not looked for; too few periods: 2" in shown
    assert "their statements, not findings) Border Lamp ← Hill Watch, 2021-05-22" in shown
    assert "“The arrests rose because of informers, Hill Watch said.”" in shown
    assert "It rests on 5 proposed claims and 0 accepted." in shown


def test_json(register: str) -> None:
    row = call("trend", "--act", "arrest", "--json", "--register", register, *CUT).row
    assert (row["by"], row["question"]["act"], row["rules"]) == ("month", "arrest", row["rules"])
    assert [(one["low"], one["high"], one["high_stated"]) for one in row["periods"]] == [
        (4, 4, 4),
        (42, 42, 42),
        (5, None, 5),
    ]
    assert row["periods"][1]["volume"] == {
        "reports": 2, "outlets": 1, "origins": 1, "languages": 1, "all_reports": 3, "all_outlets": 2, "all_languages": 1,
        "tellings": 2,
    }  # fmt: skip
    rose, not_told = row["comparisons"]
    assert (rose["verdict"], rose["factor"], rose["because"], rose["same_season"]) == ("rose", 10.5, [], False)
    assert {one["measure"] for one in rose["reporting"]} >= {"days", "independent origins of such reports"}
    assert (not_told["verdict"], not_told["bounds_apart"], not_told["same_season"]) == ("cannot be told", "rose", True)
    assert row["shifts"]["low"] == "too few periods: 2, and it takes 12"
    (said,) = row["statements"]
    assert (said["kind"], said["report"]) == ("explanation", "rise")


def test_a_fall_that_is_open_above_cannot_be_told(register: str) -> None:
    found = call(
        "trend", "--act", "arrest", "--json", "--register", register, "--to", "2021-06-30", "--at", "2021-06"
    ).row
    assert found["comparisons"][0]["verdict"] == "cannot be told"


def test_csv(register: str) -> None:
    rows = list(csv.DictReader(io.StringIO(ask(register, "--csv", *CUT))))
    assert [(one["period"], one["low"], one["high"], one["high_stated"], one["reports"]) for one in rows] == [
        ("2021-04", "4", "4", "4", "1"),
        ("2021-05", "42", "42", "42", "2"),
        ("2021-06", "5", "", "5", "1"),
    ]
    assert [one["surge"] for one in rows] == ["not known", "not known", ""]


@pytest.mark.parametrize("by", ["week", "quarter", "year"])
def test_every_kind_of_period(by: str, register: str) -> None:
    row = call("trend", "--act", "arrest", "--json", "--by", by, "--register", register).row
    assert row["by"] == by
    assert sum(one["low"] for one in row["periods"]) == 51


def test_the_chart_draws_intervals_arrows_and_the_reporting(register: str, tmp_path: Path) -> None:
    answer = call("trend", "--act", "arrest", "--register", register, "--plot", str(tmp_path / "t.svg"), *CUT)
    assert answer.code == 0, answer.err
    assert "The chart is in" in answer.err
    drawn = ElementTree.parse(tmp_path / "t.svg").getroot()
    words = {text.text for text in drawn.iter("{http://www.w3.org/2000/svg}text")}
    assert {"people", "reports", "tell of it", "other reports", "2021-05"} <= words
    assert any((word or "").startswith("arrow: open above") for word in words)
    assert not re.search(r"(?:href|src)=\"https?:", (tmp_path / "t.svg").read_text(encoding="utf-8"))
    assert call("trend", "--act", "arrest", "--register", register, "--plot", str(tmp_path / "t.png")).code == 0
    assert (tmp_path / "t.png").read_bytes().startswith(b"\x89PNG")


def test_the_data_of_the_chart(register: str) -> None:
    asked = Asked(act="arrest", earliest=None, latest=None, place=None, group=None)
    chart = build_trend_chart(build_trend(asked, Stepping(kind="month"), Path(register), accepted_only=False))
    rows = {row["period"]: row for row in chart["data"]["values"]}
    assert (rows["2021-06"]["low"], rows["2021-06"]["high"], rows["2021-06"]["open"]) == (5, 5, True)
    assert (rows["2021-05"]["exact"], rows["2021-05"]["reports"], rows["2021-05"]["others"]) == (True, 2, 1)
    assert rows["2021-06"]["look"] == "cut"


@pytest.mark.parametrize(
    ("more", "message"),
    [
        (("--by", "day"), "--by is 'day'; it must be one of: week, month, quarter, year"),
        (("--json", "--csv"), "choose one"),
        (("--plot", "t.pdf"), "must end in .svg or .png"),
        (("--at", "2021"), "which is no month"),
    ],
)
def test_what_cannot_be_done_as_asked(more: tuple[str, ...], message: str, register: str) -> None:
    answer = call("trend", "--act", "arrest", "--register", register, *more)
    assert (answer.code, answer.out) == (2, "")
    assert message in " ".join(answer.err.split())


def test_a_question_that_nothing_answers(tmp_path: Path) -> None:
    (tmp_path / "t.jsonl").write_text(
        line("one", "Nothing happened.").replace('"published_on": "2021-06-08", ', ""), encoding="utf-8"
    )
    path = str(tmp_path / "t.db")
    assert call("read", str(tmp_path / "t.jsonl"), "--register", path).code == 0
    assert "lies in the question" in ask(path)
    assert call("trend", "--act", "arrest", "--register", path, "--plot", str(tmp_path / "t.svg")).code == 2
    assert ask(path, "--csv").count("\n") == 1


def test_every_act_can_be_asked(register: str) -> None:
    assert all(ask(register, act=act) for act in ACTS)


def test_a_file_of_claims_has_a_trend_without_reporting(register: str, tmp_path: Path) -> None:
    """The bounds are those over the register; of the reporting nothing is known, so nothing rose."""
    read = tmp_path / "read.jsonl"
    read.write_text(call("read", str(tmp_path / "t.jsonl"), "--json").out, encoding="utf-8")
    given = ("--act", "arrest", "--claims", str(read), *CUT)
    out = call("trend", *given).out
    assert [line.split() for line in out.splitlines()[:3]] == [
        ["period", "people"],
        ["2021-04", "4"],
        ["2021-05", "42"],
    ]
    assert "cannot be told, because" in out
    assert "nothing is known of how much was reported" in " ".join(out.split())
    found, whole = (json.loads(call("trend", *options, "--json").out) for options in (given, whole_of(register)))
    ends = [(one["low"], one["high"], one["high_stated"]) for one in found["periods"]]
    assert ends == [(one["low"], one["high"], one["high_stated"]) for one in whole["periods"]]
    assert [one["volume"] for one in found["periods"]] == [None] * len(ends)
    assert [one["verdict"] for one in found["comparisons"]] == ["cannot be told"] * len(found["comparisons"])
    assert found["comparisons"][0]["bounds_apart"] == "rose"
    assert found["statements"] == []
    assert call("trend", *given, "--csv").out.splitlines()[1].startswith("2021-04,2021-04-01,2021-04-30,True,4,4,4,2,,")
    assert call("trend", *given, "--plot", str(tmp_path / "t.svg")).code == 0
    assert "reports" not in "".join(ElementTree.parse(tmp_path / "t.svg").getroot().itertext())


def whole_of(register: str) -> tuple[str, ...]:
    return ("--act", "arrest", "--register", register, *CUT)


def test_a_file_that_holds_nothing_of_the_act_says_so(tmp_path: Path) -> None:
    (tmp_path / "none.jsonl").write_text("", encoding="utf-8")
    answer = call("trend", "--act", "arrest", "--claims", str(tmp_path / "none.jsonl"))
    assert (answer.code, answer.out.strip()) == (0, "No claim of the file lies in the question.")
