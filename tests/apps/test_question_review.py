"""The review ordered by one question: what each answer makes of the figure, and what to look up."""

from pathlib import Path

import pytest

from tests.apps import contract_shape as shapes
from tests.apps.front_door import Answer, Json, call
from tests.told_reports import line

FIRST = (
    "Two refugees were arrested in Yanji on May 12. Six refugees were arrested in Kunming on May 19. "
    "Three refugees were arrested in Kunming in May."
)
SECOND = "Two refugees were arrested in Jilin on May 12. Six refugees were arrested in Yunnan on May 19."
DAYS = ("--from", "2021-05-01", "--to", "2021-05-20")


@pytest.fixture
def register(tmp_path: Path) -> str:
    """Two arrests told twice, the second time by the province, and one of which no day is told."""
    (tmp_path / "u.jsonl").write_text(line("one", FIRST) + line("two", SECOND, "Hill Courier"), encoding="utf-8")
    found = str(tmp_path / "u.db")
    call("read", str(tmp_path / "u.jsonl"), "--register", found)
    return found


def review(register: str, *arguments: str, stdin: bytes = b"") -> Answer:
    answer = call("review", "--act", "arrest", *arguments, "--register", register, stdin=stdin, env={"USER": "eva"})
    assert answer.code == 0, answer.err
    return answer


def read_ends(row: Json) -> tuple[int, int]:
    return (row["low"], row["high"])


def test_each_answer_says_what_the_figure_then_comes_to(register: str) -> None:
    rows = review(register, "--json", *DAYS).rows
    assert {read_ends(row["now"]) for row in rows} == {(8, 19)}
    told = [(row["lacking"], row["people"], {k: read_ends(v) for k, v in row["answers"].items()}) for row in rows]
    assert told == [
        (["link"], 6, {"same": (8, 13), "different": (14, 19)}),
        (["day"], 3, {"inside": (11, 19), "outside": (8, 16)}),
        (["link"], 2, {"same": (8, 17), "different": (10, 19)}),
    ]
    assert [row["narrower"] for row in rows][:2] == [{"same": 6, "different": 6}, {"inside": 3, "outside": 3}]
    assert [list(shapes.find_shape_faults(row, shapes.LINK)) for row in (rows[0], rows[2])] == [[], []]
    assert all(list(shapes.find_shape_faults(c, shapes.CLAIM)) == [] for row in rows for c in row["claims"])


def test_what_an_answer_promises_is_what_count_says_when_it_is_given(register: str) -> None:
    rows = [row for row in review(register, "--json", *DAYS).rows if row["lacking"] == ["link"]]
    for row, judgement in zip(rows, ("same", "different"), strict=True):
        promised = read_ends(
            next(r for r in review(register, "--json", *DAYS).rows if r.get("left") == row["left"])["answers"][
                judgement
            ]
        )
        judged = call(
            "judge", row["left"], row["right"], judgement, "--because", "so", "--by", "eva", "--register", register
        )
        assert judged.code == 0, judged.err
        assert read_ends(call("count", "--act", "arrest", *DAYS, "--json", "--register", register).row) == promised


def test_another_question_has_another_order(register: str) -> None:
    """In Kunming the pair of Jilin moves nothing; of six told by the province it is the place that is not known."""
    asked = ("--from", "2021-05-19", "--to", "2021-05-20", "--place", "Kunming")
    rows = review(register, "--json", *asked).rows
    assert [(row["lacking"], row["people"]) for row in rows] == [(["link"], 6), (["place"], 6), (["day"], 3)]
    out = review(register, "--list", *asked).out
    assert "The answer now: 6 to 15." in out
    assert "1 pair more is unsure, and no answer to one alone moves it." in out
    assert "2 things to look up" in out
    assert "the place" in out
    assert max(map(len, out.splitlines())) <= 80


def test_pairs_are_asked_in_the_order_of_the_question_and_what_to_look_up_comes_last(register: str) -> None:
    out = review(register, *DAYS, stdin=b"s one street\nskip\n").out
    said = " ".join(out.split())
    assert "the same: 8 to 13, narrower by 6; different: 14 to 19, narrower by 6; at the start 8 to 19" in said
    assert said.index("1 judgement kept.") < said.index("1 thing to look up")
    assert read_ends(call("count", "--act", "arrest", *DAYS, "--json", "--register", register).row) == (8, 13)


def test_without_an_unsure_pair_there_is_still_something_to_look_up(tmp_path: Path) -> None:
    (tmp_path / "u.jsonl").write_text(line("one", FIRST), encoding="utf-8")
    register = str(tmp_path / "u.db")
    call("read", str(tmp_path / "u.jsonl"), "--register", register)
    out = review(register, *DAYS).out
    assert "No unsure pair narrows it" in out
    assert "1 thing to look up" in out


def test_days_without_an_act_are_no_question(register: str) -> None:
    answer = call("review", "--list", *DAYS, "--register", register)
    assert (answer.code, answer.out) == (2, "")
    assert "add --act" in answer.err


def test_where_claims_clash_there_is_no_figure_to_narrow(tmp_path: Path) -> None:
    text = "Two refugees were arrested in Yanji on May 12. In April at least 40 refugees were arrested in China."
    (tmp_path / "u.jsonl").write_text(line("one", text), encoding="utf-8")
    register = str(tmp_path / "u.db")
    call("read", str(tmp_path / "u.jsonl"), "--register", register)
    part, whole = sorted(call("incidents", "--json", "--register", register).rows, key=lambda row: row["count"]["low"])
    call("judge", part["id"], whole["id"], "part-of", "--because", "so", "--by", "eva", "--register", register)
    answer = call("review", "--list", "--act", "arrest", "--register", register)
    assert (answer.code, answer.out) == (2, "")
    assert "cannot all be true, so there is no figure to narrow" in answer.err


def test_what_count_says_would_narrow_most_comes_first_in_the_review(register: str) -> None:
    counted = call("count", "--act", "arrest", *DAYS, "--json", "--register", register).row["narrow"]
    reviewed = review(register, "--json", *DAYS).rows
    assert [(one["lacking"], one["answers"]) for one in counted] == [(r["lacking"], r["answers"]) for r in reviewed]
    assert [set(one["claims"]) for one in counted] == [{claim["id"] for claim in row["claims"]} for row in reviewed]
