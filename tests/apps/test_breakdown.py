"""Tables of bounds as a user asks for them: on the screen, as JSON, as CSV and as a chart, with the same numbers in each."""

import csv
import io
import json
from pathlib import Path

import pytest

from tests.apps.front_door import Answer, Json, call
from tests.told_reports import line, write_wave

MAY = ("--act", "arrest", "--from", "2021-05-01", "--to", "2021-05-31")
ARREST = "Eight refugees were arrested in Yanji on May 12."
TOLD = "Seven refugees were arrested in Kunming on April 3. The seven were released in Kunming on April 9."


@pytest.fixture
def register(tmp_path: Path) -> str:
    """The wave: five arrests of May 2021, one known only to be in China, and two killings."""
    path = str(tmp_path / "r.db")
    call("read", write_wave(tmp_path / "wave.jsonl"), "--register", path)
    return path


def count(register: str, *words: str) -> Answer:
    answer = call("count", *words, "--register", register)
    assert answer.code == 0, answer.err
    return answer


def bounds(answer: Answer, kind: str) -> dict[str | None, tuple[int, int | None]]:
    return {cell["at"][kind]: (cell["low"], cell["high"]) for cell in answer.row["cells"]}


def test_places_by_the_level_under_the_one_asked_for(register: str) -> None:
    """Three were arrested somewhere in China: possible in each province, certain in none, and in no row lost."""
    found = count(register, *MAY, "--place", "CN", "--by", "place", "--json")
    assert found.row["by"] == ["province"]
    assert bounds(found, "province") == {
        "CN/Jilin": (7, 10),
        "CN/Liaoning": (3, 6),
        "CN/Yunnan": (6, 9),
        None: (3, 3),
    }
    assert (found.row["low"], found.row["high"]) == (19, 19)
    assert bounds(count(register, *MAY, "--by", "place", "--json"), "country") == {"CN": (19, 19)}


def test_the_table_says_why_rows_do_not_add_up(register: str) -> None:
    shown = count(register, *MAY, "--place", "CN", "--by", "province").out
    lines = [line.split() for line in shown.splitlines()]
    assert ["CN/Jilin", "7–10", "3"] in lines
    assert ["not", "known", "3", "1"] in lines
    assert ["all", "19", "5"] in lines
    assert "3 people may lie in more than one province or in none that is told." in " ".join(shown.split())


def test_table_json_and_csv_hold_the_same_numbers(register: str) -> None:
    asked = (*MAY, "--by", "week", "--by", "province")
    row = count(register, *asked, "--json").row
    lines = list(csv.DictReader(io.StringIO(count(register, *asked, "--csv").out)))
    told = {
        (line["week"], line["province"]): (int(line["low"]), int(line["high"]) if line["high"] else None)
        for line in lines
    }
    for cell in (*row["cells"], *row["totals"], {"at": {}, **row}):
        week, province = (cell["at"].get(kind, "all") or "not known" for kind in ("week", "province"))
        assert told.pop((week, province)) == (cell["low"], cell["high"])
    assert told == {}
    shown = count(register, *asked).out
    cells = [cell for line in shown.splitlines() if line.startswith("2021-W20") for cell in line.split()[1:]]
    written = [cell for cell in (*row["cells"], *row["totals"]) if cell["at"].get("week") == "2021-W20"]
    assert cells == [str(c["low"]) if c["low"] == c["high"] else f"{c['low']}–{c['high']}" for c in written]


def test_a_narrow_screen_gets_several_tables(register: str) -> None:
    answer = call("count", *MAY, "--by", "province", "--by", "week", "--register", register, env={"COLUMNS": "40"})
    assert answer.out.count("province / week") > 1
    assert all(len(line) <= 40 for line in answer.out.splitlines())


def test_every_act_as_person_acts_and_as_people(tmp_path: Path) -> None:
    path = str(tmp_path / "f.db")
    (tmp_path / "f.jsonl").write_text(line("one", ARREST) + line("two", TOLD, "River Post"), encoding="utf-8")
    call("read", str(tmp_path / "f.jsonl"), "--register", path)
    row = count(path, "--by", "act", "--json").row
    assert row["question"]["act"] is None
    assert {cell["at"]["act"]: cell["low"] for cell in row["cells"]} == {"arrest": 15, "release": 7}
    assert (row["low"], row["high"]) == (22, 22)
    assert row["people"] == {"low": 15, "high": 15}
    shown = [line.split() for line in count(path, "--by", "act").out.splitlines()]
    assert ["person-acts", "22", "3"] in shown
    assert ["people", "15"] in shown
    outcomes = count(path, "--act", "arrest", "--by", "outcome", "--json")
    assert bounds(outcomes, "outcome") == {"release": (7, 7), "nothing reported": (8, 8)}
    assert ["released", "7", "1"] in [
        line.split() for line in count(path, "--act", "arrest", "--by", "outcome").out.splitlines()
    ]


def test_people_of_each_month_beside_person_acts(tmp_path: Path) -> None:
    """Seven taken in April, two of them let go, and five sent back of eight taken in March: twelve people and fourteen person-acts in April;
    fifteen people in all, for the five were counted in March.
    """
    file = tmp_path / "c.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in TAKEN), encoding="utf-8")
    asked = ("count", "--claims", str(file), "--by", "act", "--by", "month")
    row = call(*asked, "--json").row
    assert {one["at"]["month"]: (one["low"], one["high"]) for one in row["people"]["rows"]} == {
        "2021-03": (8, 8),
        "2021-04": (12, 12),
    }
    assert (row["low"], row["people"]["low"], row["people"]["high"]) == (22, 15, 15)
    lines = [line.split() for line in call(*asked).out.splitlines()]
    assert ["all", "8", "14", "22"] in lines
    assert ["people", "8", "12", "15"] in lines
    turned = call("count", "--claims", str(file), "--by", "month", "--by", "act")
    assert ["2021-04", "7", "5", "2", "14", "12"] in [line.split() for line in turned.out.splitlines()]
    written = call("count", "--claims", str(file), "--by", "month", "--by", "act", "--csv").out.splitlines()
    assert written[-3:] == ["2021-03,people,8,8,,", "2021-04,people,12,12,,", "all,people,15,15,,"]


def _taken(ident: str, act: str, day: str, people: int, *after: str) -> Json:
    return {
        "id": ident,
        "act": act,
        "when": {"earliest": day, "latest": day},
        "where": {"name": "Yanji", "country": "CN", "admin1": "Jilin", "prec": 1},
        "count": {"low": people, "high": people},
        "relations": [{"to": one, "kind": "follows"} for one in after],
    }


TAKEN = (
    _taken("c_1", "arrest", "2021-03-05", 8),
    _taken("c_2", "refoulement", "2021-04-09", 5, "c_1"),
    _taken("c_3", "arrest", "2021-04-12", 7),
    _taken("c_4", "release", "2021-04-20", 2, "c_3"),
)


@pytest.mark.parametrize("kind", ["sex", "age", "group", "manner", "grade", "quarter", "year", "town"])
def test_every_dimension_answers(kind: str, register: str) -> None:
    assert count(register, *MAY, "--by", kind, "--json").row["cells"]


def claims_file(tmp_path: Path) -> str:
    """Two arrests in a file: four people of whom two are women, and an open number in May or June."""
    rows: list[Json] = [
        {"id": "c_1", "act": "arrest", "shape": "incident", "when": {"earliest": "2019-05-03", "latest": "2019-05-03", "prec": 1,
         "basis": "stated", "text": ""}, "where": None, "count": {"low": 4, "high": 4, "unit": "person", "text": "four"},
         "people": {"group": "=cmd", "female": 2, "male": None, "children": None, "ages": [], "names": []}},
        {"id": "c_2", "act": "arrest", "shape": "incident", "when": {"earliest": "2019-05-30", "latest": "2019-06-02", "prec": 2,
         "basis": "stated", "text": ""}, "where": None, "count": {"low": 3, "high": None, "unit": "person", "text": "three"},
         "people": {"group": "=cmd", "female": None, "male": None, "children": None, "ages": [], "names": []}},
    ]  # fmt: skip
    given: Json = {
        "actor": None,
        "manner": [],
        "voices": [],
        "status": "reported",
        "relations": [],
        "quotes": [],
        "found_by": "by hand",
    }
    path = tmp_path / "claims.jsonl"
    path.write_text("".join(json.dumps(row | given) + "\n" for row in rows), encoding="utf-8")
    return str(path)


def test_a_file_of_claims_needs_no_register(tmp_path: Path) -> None:
    path = claims_file(tmp_path)
    found = call("count", "--act", "arrest", "--claims", path, "--by", "month", "--json")
    assert bounds(found, "month") == {"2019-05": (4, None), "2019-06": (0, None), None: (3, None)}
    assert [cell["high_stated"] for cell in found.row["cells"]] == [7, 3, 3]
    sexes = call("count", "--act", "arrest", "--claims", path, "--by", "sex", "--json")
    assert bounds(sexes, "sex")["female"] == (2, None)
    every = call("count", "--claims", path, "--by", "act", "--json").row
    assert every["people"] == {"low": 7, "high": None}
    refused = call("count", "--act", "arrest", "--claims", path, "--by", "grade")
    assert (refused.code, refused.err) == (
        2, "--by grade needs a register: a file of claims does not say who is independent of whom\n",
    )  # fmt: skip


def test_a_spreadsheet_runs_no_formula_of_a_report(tmp_path: Path) -> None:
    found = call("count", "--act", "arrest", "--claims", claims_file(tmp_path), "--by", "group", "--csv")
    assert found.out.splitlines()[1].startswith("'=cmd,7,")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--by", "colour"), "--by is 'colour'; it must be place or one of"),
        (("--by", "month", "--by", "month"), "give one or two different ones"),
        (("--by", "month", "--by", "sex", "--by", "age"), "give one or two different ones"),
        (("--by", "outcome", "--by", "month"), "--by outcome stands alone"),
        (("--csv",), "--csv writes a table; say by what with --by"),
        (("--by", "month", "--csv", "--json"), "give one of them"),
        (("--by", "month", "--plot", "x.jpg"), "must end in .svg or .png"),
        (("--by", "month", "--plot", "nowhere/x.svg"), "cannot be written"),
    ],
)
def test_what_cannot_be_asked_is_said(words: tuple[str, ...], said: str, register: str) -> None:
    answer = call("count", *MAY, *words, "--register", register)
    assert answer.code == 2
    assert said in " ".join(answer.err.split())


def test_an_act_is_needed_but_by_act(register: str) -> None:
    answer = call("count", "--by", "month", "--register", register)
    assert (answer.code, answer.out) == (2, "")
    assert "Error: Invalid value for --act: it is not given; one of: arrest" in answer.err


def test_charts_of_tables_and_of_a_figure(register: str, tmp_path: Path) -> None:
    for name, words in {"a.svg": ("--by", "month"), "b.svg": ("--by", "week", "--by", "sex"), "c.svg": ()}.items():
        answer = count(register, *MAY, *words, "--plot", str(tmp_path / name))
        assert answer.err == f"The chart is in {tmp_path / name}.\n"
        drawn = (tmp_path / name).read_text(encoding="utf-8")
        assert drawn.startswith("<svg")
        assert "http" not in drawn.replace("http://www.w3.org", "")
    count(register, *MAY, "--by", "sex", "--plot", str(tmp_path / "d.png"))
    assert (tmp_path / "d.png").read_bytes().startswith(b"\x89PNG")
