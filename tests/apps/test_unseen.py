"""What nobody reported, as a user asks it: of a register's independent origins, or of a file of lists; never to be taken for a count."""

from pathlib import Path

import pytest

from tests.apps import contract_shape as shapes
from tests.apps.front_door import call
from tests.told_reports import line

ARRESTS = ("--act", "arrest")
TOWNS = ("Yanji", "Kunming", "Dandong", "Tonghua", "Dalian", "Hunchun", "Nanning", "Shenyang", "Changchun", "Harbin")
OUTLETS = {"h": "Hill Courier", "r": "River Post", "l": "Lamp Network"}
TOLD = ("hr", "h", "r", "hrl", "rl", "hl", "l", "hr", "h", "r", "hl", "h")
"""Who tells of each of twelve arrests, each in a town and on a day of its own."""
TEXTS = {
    "h": "{number} refugees were arrested in {town} on May {day}.",
    "r": "Police in {town} detained {number} North Korean refugees on May {day}.",
    "l": "On May {day}, {number} refugees were taken into custody in {town}.",
}
LISTS = "Lamp,Post,Watch,count\n1,0,0,30\n0,1,0,25\n0,0,1,20\n1,1,0,12\n0,1,1,9\n1,0,1,11\n1,1,1,4\n"


def tell(number: int, who: str) -> str:
    """The report of one outlet on one of the arrests."""
    text = TEXTS[who].format(number=3 + number % 6, town=TOWNS[number % 10], day=1 + 2 * number)
    return line(f"{number}{who}", text, OUTLETS[who])


def make_register(folder: Path, *more: str) -> str:
    lines = [tell(number, who) for number, tellers in enumerate(TOLD) for who in tellers]
    (folder / "u.jsonl").write_text("".join([*lines, *more]), encoding="utf-8")
    path = str(folder / "u.db")
    assert call("read", str(folder / "u.jsonl"), "--register", path).code == 0
    return path


@pytest.fixture
def register(tmp_path: Path) -> str:
    """Twelve arrests on three lists."""
    return make_register(tmp_path)


@pytest.fixture
def lists(tmp_path: Path) -> str:
    """A file of three lists."""
    (tmp_path / "lists.csv").write_text(LISTS, encoding="utf-8")
    return str(tmp_path / "lists.csv")


def say(*arguments: str) -> str:
    answer = call("unseen", *arguments)
    assert answer.code == 0, answer.err
    return " ".join(answer.out.split())


def test_of_a_register_lists_are_the_origins_that_keep_telling(register: str) -> None:
    row = call("unseen", *ARRESTS, "--json", "--register", register).row
    assert list(shapes.find_shape_faults(row, shapes.UNSEEN)) == []
    assert (row["recorded"], row["of"], row["estimable"], row["is_count"]) == (12, "incident", True, False)
    assert {one["name"]: one["holds"] for one in row["lists"]} == {
        "Hill Courier": 8,
        "Lamp Network": 5,
        "River Post": 6,
    }
    assert sum(one["number"] for one in row["patterns"]) == 12
    assert row["average"]["low"] >= 12
    assert row["rests_on"]["proposed"] == sum(map(len, TOLD))


def test_it_says_first_that_it_is_no_count_and_what_it_assumes(register: str) -> None:
    said = say(*ARRESTS, "--register", register)
    assert said.startswith("An estimate of what nobody reported, and no count: never add it to a total.")
    assert "recorded 12" in said
    assert "Chao's lower bound: at least about" in said
    assert "average of 7 models: perhaps" in said
    assert "It assumes, and no list can prove it: - the incidents asked about are the same for all lists" in said


def test_it_moves_no_total(register: str) -> None:
    before = call("count", *ARRESTS, "--json", "--register", register).row
    say(*ARRESTS, "--register", register)
    assert call("count", *ARRESTS, "--json", "--register", register).row == before


def test_what_a_list_repeats_of_another_is_not_on_it(tmp_path: Path) -> None:
    """An outlet that cites another tells of the other's arrests; it is no list of its own."""
    echo = [
        line(f"e{number}", f"{3 + number % 6} refugees were arrested in {TOWNS[number]} on May {1 + 2 * number}, "
             "according to the Hill Courier.", "Echo Daily")
        for number in (0, 1, 3)
    ]  # fmt: skip
    row = call("unseen", *ARRESTS, "--json", "--register", make_register(tmp_path, *echo)).row
    assert [one["name"] for one in row["lists"]] == ["Hill Courier", "Lamp Network", "River Post"]
    assert row["recorded"] == 12


def test_totals_and_arrests_without_day_and_town_stand_on_no_list(tmp_path: Path) -> None:
    more = (
        line("t", "At least 40 refugees were arrested in China in May, a rights group said.", "Yard Bulletin"),
        line("a", "A group of eleven refugees was arrested somewhere in China, a witness said.", "Valley Watch"),
    )
    row = call("unseen", *ARRESTS, "--json", "--register", make_register(tmp_path, *more)).row
    assert row["recorded"] == 12
    assert row["left_out"] == [
        "1 left out: a total lists no one",
        "1 left out: without a day, to the week, and without a town it cannot be told apart from others",
    ]


def test_nothing_to_estimate_is_told_with_the_reason(register: str) -> None:
    said = say("--act", "killing", "--register", register)
    assert said.startswith("No estimate of what nobody reported can be made; 0 incidents on lists.")
    assert "no list holds anyone: with fewer than three nothing shows whether lists depend on each other" in said
    row = call("unseen", "--act", "killing", "--json", "--register", register).row
    assert list(shapes.find_shape_faults(row, shapes.UNSEEN)) == []
    assert (row["estimable"], row["chao"], row["average"]) == (False, None, None)


def test_only_accepted_claims(register: str) -> None:
    row = call("unseen", *ARRESTS, "--accepted-only", "--json", "--register", register).row
    assert (row["recorded"], row["estimable"]) == (0, False)


def test_lists_put_together_are_one(register: str) -> None:
    row = call("unseen", *ARRESTS, "--together", "River Post + Lamp Network", "--json", "--register", register).row
    assert [one["name"] for one in row["lists"]] == ["Hill Courier", "Lamp Network + River Post"]
    assert row["refused"][0].startswith("only 2 lists hold anyone")
    wrong = call("unseen", *ARRESTS, "--together", "River Post + Nobody", "--register", register)
    assert wrong.code == 2
    assert "'Nobody', which is no list here; the lists are: Hill Courier, Lamp Network, River Post" in wrong.err


def test_unsure_links_are_told_with_what_they_would_make(register: str) -> None:
    rows = call("incidents", "--json", "--register", register).rows
    pair = [row["id"] for row in rows if row["origins"] == 1][:2]
    judged = call("judge", *pair, "unsure", "--because", "perhaps", "--by", "eva", "--register", register)
    assert judged.code == 0, judged.err
    row = call("unseen", *ARRESTS, "--json", "--register", register).row
    assert (row["recorded"], row["loose"]["recorded"]) == (12, 11)
    assert "if every unsure link joins its incidents, 11 are recorded" in say(*ARRESTS, "--register", register)


def test_a_file_of_lists_needs_no_register(lists: str) -> None:
    row = call("unseen", "--lists", lists, "--json").row
    assert list(shapes.find_shape_faults(row, shapes.UNSEEN)) == []
    assert (row["recorded"], row["of"], row["question"], row["rests_on"]) == (111, "record", None, None)
    assert row["chao"]["estimate"] == 111 + round((30 * 25 + 30 * 20 + 25 * 20) / (12 + 9 + 11 + 1))
    assert row["overlaps"][0] == {"lists": ["Lamp", "Post"], "both": 16}


def test_copies_are_refused_with_the_way_out(tmp_path: Path) -> None:
    rows = LISTS.replace("count", "Echo,count").splitlines()
    copied = [rows[0], *(",".join([*row.split(",")[:3], row.split(",")[0], row.split(",")[3]]) for row in rows[1:])]
    (tmp_path / "c.csv").write_text("\n".join(copied), encoding="utf-8")
    said = say("--lists", str(tmp_path / "c.csv"))
    assert "Echo and Lamp hold the very same: one is a copy of the other" in said
    assert "--together 'Echo + Lamp'" in said
    joined = call("unseen", "--lists", str(tmp_path / "c.csv"), "--together", "Echo + Lamp", "--json").row
    assert joined["estimable"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "give either --act"),
        (("--act", "arrest", "--lists", "x.csv"), "give either --act"),
        (("--lists", "x.csv", "--place", "CN"), "--lists takes the whole file"),
        (("--lists", "nowhere.csv"), "cannot be read"),
    ],
)
def test_what_cannot_be_asked(arguments: tuple[str, ...], words: str) -> None:
    answer = call("unseen", *arguments)
    assert (answer.code, answer.out) == (2, "")
    assert words in " ".join(answer.err.split())
