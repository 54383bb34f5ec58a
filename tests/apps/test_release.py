"""Releases from the command line: planned, built, attacked, laid side by side; and nothing of the register in any file of them."""

import json
import re
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.apps.front_door import call

POLICY = """
name = "Monthly"
[publish]
acts = ["arrest"]
steps = ["town by month", "country by year"]
traits = ["grade"]
figures = ["country by year"]
[protect]
incidents = 3
round_to = 3
held_back_days = 60
"""
NUMBERS = ("two", "three", "four", "five")
OUTLETS = ("Border Lamp", "Hill Courier")


def tell(number: int, town: str, day: int, month: str = "May") -> str:
    """One arrest of its own day, as a line of `.jsonl`."""
    text = (
        f"Police arrested {NUMBERS[number % 4]} North Korean refugees in {town} on {day} {month} 2024, an aid worker of the "
        f"Lantern Circle said. They had rented a room above a noodle kitchen."
    )
    told = {"id": f"told-{town}-{number}", "text": text, "published_on": "2024-06-08", "outlet": OUTLETS[number % 2]}
    return json.dumps(told) + "\n"


def read(register: Path, lines: Sequence[str]) -> None:
    """The lines into the register."""
    source = register.with_suffix(".jsonl")
    source.write_text("".join(lines), encoding="utf-8")
    answer = call("read", str(source), "--register", str(register))
    assert answer.code == 0, answer.err


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A register of eight arrests in Yanji, and one in Kunming, all of May 2024."""
    register = tmp_path_factory.mktemp("release") / "register.db"
    read(register, [*(tell(i, "Yanji", 1 + 3 * i) for i in range(8)), tell(9, "Kunming", 9)])
    return register


@pytest.fixture
def register(told: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    path = tmp_path / "register.db"
    path.write_bytes(told.read_bytes())
    return path


@pytest.fixture
def policy(tmp_path: Path) -> str:
    path = tmp_path / "policy.toml"
    path.write_text(POLICY, encoding="utf-8")
    return str(path)


def build(register: Path, policy: str, out: Path, day: str = "2025-03-31") -> str:
    answer = call(
        "release",
        "build",
        "--policy",
        policy,
        "--register",
        str(register),
        "--out",
        str(out),
        "--by",
        "eva",
        "--as-of",
        day,
    )
    assert answer.code == 0, answer.out + answer.err
    return answer.out


def test_a_plan_says_what_leaves_what_stays_and_why(register: Path, policy: str) -> None:
    plan = call(
        "release", "plan", "--policy", policy, "--register", str(register), "--as-of", "2025-03-31", "--json"
    ).row
    assert [(row["kind"], row["place"][-1], row["period"], row["incidents_at_least"]) for row in plan["rows"]] == [
        ("cell", "Yanji", "2024-05", 6), ("figure", "CN", "2024", 6),
    ]  # fmt: skip
    whole = [one for one in plan["decisions"] if one["field"] == "incident"]
    assert sorted(one["outcome"] for one in whole) == ["publish"] * 8 + ["withhold"]
    assert plan["findings"] == []
    assert {one["rule"] for one in plan["costs"]} == {"incidents", "largest_share", "held_back_days"}
    shown = call("release", "plan", "--policy", policy, "--register", str(register), "--as-of", "2025-03-31")
    assert "No attack found a way in." in shown.out
    assert "withheld by the rule 'incidents'" in shown.out


def test_what_is_recent_stays(register: Path, policy: str) -> None:
    plan = call(
        "release", "plan", "--policy", policy, "--register", str(register), "--as-of", "2024-07-01", "--json"
    ).row
    assert plan["rows"] == []
    assert {one["rule"] for one in plan["decisions"]} == {"held_back_days"}
    assert next(one for one in plan["costs"] if one["rule"] == "held_back_days")["shown_more"] == 8


def test_a_release_is_built_whole_and_holds_nothing_of_the_register(
    register: Path, policy: str, tmp_path: Path
) -> None:
    out = tmp_path / "march"
    assert "Built in" in build(register, policy, out)
    files = sorted(out.iterdir())
    assert [file.name for file in files] == ["cells.csv", "figures.csv", "index.html", "manifest.json", "traits.csv"]
    assert len({file.stat().st_mtime for file in (*files, out)}) == 1
    everything = "\n".join(file.read_text(encoding="utf-8") for file in files)
    for secret in (
        "told-",
        "Lantern",
        "Border Lamp",
        "Hill Courier",
        "noodle",
        "aid worker",
        "Kunming",
        "eva",
    ):
        assert secret not in everything
    assert not re.search(r"\b[cirs]_[0-9a-f]{8}", everything)
    assert call("release", "attack", str(out), "--register", str(register)).out == "No attack found a way in.\n"


def test_no_release_is_written_over_another(register: Path, policy: str, tmp_path: Path) -> None:
    out = tmp_path / "march"
    build(register, policy, out)
    again = call("release", "build", "--policy", policy, "--register", str(register), "--out", str(out), "--by", "eva")
    assert again.code == 2
    assert "already there" in again.err


def test_one_arrest_more_does_not_show_in_the_next_release(register: Path, policy: str, tmp_path: Path) -> None:
    build(register, policy, tmp_path / "march")
    read(register, [tell(3, "Yanji", 28)])
    build(register, policy, tmp_path / "april", "2025-04-30")
    diff = call("release", "diff", str(tmp_path / "march"), str(tmp_path / "april"), "--json")
    for row in diff.rows:
        assert row["now"]["incidents_at_least"] == row["before"]["incidents_at_least"]
        assert row["now"]["low"] <= row["before"]["high"]
    assert call("release", "attack", str(tmp_path / "april"), "--register", str(register)).code == 0


def test_a_changed_file_is_found(register: Path, policy: str, tmp_path: Path) -> None:
    out = tmp_path / "march"
    build(register, policy, out)
    (out / "notes.txt").write_text("from the Lantern Circle", encoding="utf-8")
    cells = (out / "cells.csv").read_text(encoding="utf-8")
    (out / "cells.csv").write_text(cells.replace(",6,", ",8,"), encoding="utf-8")
    answer = call("release", "attack", str(out), "--register", str(register))
    assert answer.code == 1
    for words in (
        "notes.txt is not in the manifest",
        "cells.csv has been changed",
        "says that all incidents there are known",
    ):
        assert words in " ".join(answer.out.split())


def test_a_table_that_was_made_unreadable_is_a_changed_file_and_no_error(
    register: Path, policy: str, tmp_path: Path
) -> None:
    """ "a row of the release names no known act", and exit code 2: it was read before it was held against its hash."""
    out = tmp_path / "march"
    build(register, policy, out)
    (out / "cells.csv").write_text("act,country\nnone,at all\n", encoding="utf-8")
    assert call("keys", "new", "stranger", "--folder", str(tmp_path),
                env={"BEARWITNESS_PASSPHRASE": "a long enough sentence of words"}).code == 0  # fmt: skip
    checked = call("release", "check", str(out), "--key", str(tmp_path / "stranger.pub"))
    assert (checked.code, "cells.csv has been changed" in checked.out) == (1, True)
    attacked = call("release", "attack", str(out), "--register", str(register))
    assert (attacked.code, "cells.csv has been changed" in attacked.out) == (1, True)
    compared = call("release", "diff", str(out), str(out))
    assert (compared.code, "were changed and cannot be read" in " ".join(compared.err.split())) == (2, True)


def test_two_releases_are_compared_in_whole_words(register: Path, policy: str, tmp_path: Path) -> None:
    build(register, policy, tmp_path / "march")
    read(register, [tell(number, "Tumen", 20 + number) for number in range(1, 9)])
    build(register, policy, tmp_path / "june", "2025-06-30")
    said = call("release", "diff", str(tmp_path / "march"), str(tmp_path / "june")).out
    assert "…" not in said
    assert said.count("  before: ") == said.count("  now:    ") > 0


def test_a_roster_of_those_who_did_it_stops_the_release(register: Path, policy: str, tmp_path: Path) -> None:
    roster = tmp_path / "known.csv"
    lines = [f"arrest,2024-05-{1 + 3 * i:02d},CN,Jilin,Yanji,3\n" for i in range(6)]
    roster.write_text("act,day,country,province,town,people\n" + "".join(lines), encoding="utf-8")
    out = tmp_path / "march"
    answer = call(
        "release", "build", "--policy", policy, "--register", str(register), "--out", str(out), "--by", "eva",
        "--as-of", "2025-03-31", "--roster", str(roster),
    )  # fmt: skip
    assert answer.code == 1
    assert "Nothing was built" in answer.out
    assert "line 2" in answer.out
    assert not out.exists()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("name = 'x'", "publishes nothing"),
        (POLICY.replace("town by month", "town by day"), "days and weeks never leave"),
        (POLICY.replace("arrest", "escape"), "never leaves a register"),
        (POLICY.replace("incidents = 3", "incidents = 2"), "whole number from 3 on"),
        (POLICY.replace("round_to = 3", "round_to = 2"), "whole number from 3 on"),
        (POLICY.replace("incidents = 3", "incidents = 5"), "less than incidents"),
        (POLICY.replace("held_back_days", "held_back"), "no release knows"),
        (POLICY.replace('["grade"]', '["quotes"]'), "nothing a release can tell"),
        ('"town by month", "country by year"'.join(POLICY.split('"town by month", "country by year"')).replace(
            '"town by month", "country by year"', '"country by year", "town by month"'), "from close to coarse"),
        ("name =", "not TOML"),
    ],
)  # fmt: skip
def test_a_policy_that_cannot_be_meant_is_refused_in_words(
    register: Path, tmp_path: Path, text: str, said: str
) -> None:
    path = tmp_path / "policy.toml"
    path.write_text(text, encoding="utf-8")
    answer = call("release", "plan", "--policy", str(path), "--register", str(register))
    assert answer.code == 2
    assert said in " ".join(answer.err.split())


def test_a_signed_release_is_checked_by_who_has_only_the_public_key(
    register: Path, policy: str, tmp_path: Path
) -> None:
    env = {"BEARWITNESS_PASSPHRASE": "a long enough sentence of words"}
    for name in ("harbour-watch", "stranger"):
        assert call("keys", "new", name, "--folder", str(tmp_path), env=env).code == 0
    out, key = tmp_path / "march", str(tmp_path / "harbour-watch.pub")
    built = call(
        "release", "build", "--policy", policy, "--register", str(register), "--out", str(out), "--by", "eva",
        "--as-of", "2025-03-31", "--key", str(tmp_path / "harbour-watch.key"), env=env,
    )  # fmt: skip
    assert built.code == 0, built.out + built.err
    register.unlink()
    assert call("release", "check", str(out), "--key", key).out == "Every file is as it was signed.\n"
    other = call("release", "check", str(out), "--key", str(tmp_path / "stranger.pub"))
    assert (other.code, "whose key was not given" in other.out) == (1, True)
    manifest = out / "manifest.json"
    manifest.write_text(manifest.read_text(encoding="utf-8").replace("Monthly", "Weekly"), encoding="utf-8")
    assert "not the one that harbour-watch signed" in call("release", "check", str(out), "--key", key).out
    (out / "manifest.sig").unlink()
    assert "it is not signed" in call("release", "check", str(out), "--key", key).out


def test_an_arrest_told_again_of_late_is_in_no_figure(register: Path, policy: str) -> None:
    """Its first report is old enough, and its second is not: it stays, and no figure may prove its people."""
    text = "Police arrested fifty North Korean refugees in Kunming on 20 May 2024, a rights group said."
    told = [
        {"id": f"late-{day}", "text": text, "published_on": day, "outlet": outlet}
        for day, outlet in (("2024-06-08", "Border Lamp"), ("2025-03-20", "Hill Courier"))
    ]
    read(register, [json.dumps(one) + "\n" for one in told])
    plan = call(
        "release", "plan", "--policy", policy, "--register", str(register), "--as-of", "2025-03-31", "--json"
    ).row
    (figure,) = [row for row in plan["rows"] if row["kind"] == "figure"]
    assert figure["low"] < 50 <= figure["high"]
