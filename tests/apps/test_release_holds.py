"""Marks that something is never to leave, from the command line: seen by who may see the register, and in no file of a release."""

import json
from pathlib import Path

import pytest

from tests.apps.front_door import Answer, call
from tests.apps.test_release import POLICY, build, read, tell

BECAUSE = "the boatman's sister is watched"
FIFTY = "Police arrested fifty North Korean refugees in Kunming on 20 May 2024, a rights group said."
HELD = ("hold_claim", "a person marked it never to leave")


@pytest.fixture
def register(tmp_path: Path) -> Path:
    """Eight arrests in Yanji, and one of fifty people in Kunming, all of May 2024."""
    path = tmp_path / "register.db"
    fifty = {"id": "told-fifty", "text": FIFTY, "published_on": "2024-06-08", "outlet": "Border Lamp"}
    read(path, [*(tell(i, "Yanji", 1 + 3 * i) for i in range(8)), json.dumps(fifty) + "\n"])
    return path


@pytest.fixture
def policy(tmp_path: Path) -> str:
    path = tmp_path / "policy.toml"
    path.write_text(POLICY, encoding="utf-8")
    return str(path)


def find_claim(register: Path, words: str) -> str:
    rows = call("incidents", "--register", str(register), "--json").rows
    return str(next(row for row in rows if words in json.dumps(row))["claims"][0])


def do(what: str, register: Path, *named: str, because: str = BECAUSE) -> Answer:
    return call("release", what, *named, "--by", "eva", "--because", because, "--register", str(register))


def plan(register: Path, policy: str, day: str = "2025-03-31") -> Answer:
    return call("release", "plan", "--policy", policy, "--register", str(register), "--as-of", day, "--json")


def find_figure(answer: Answer) -> tuple[int, int | None]:
    (figure,) = [row for row in answer.row["rows"] if row["kind"] == "figure"]
    return figure["low"], figure["high"]


def test_a_held_incident_is_in_no_number_and_its_reason_in_no_file(register: Path, policy: str, tmp_path: Path) -> None:
    before = find_figure(plan(register, policy))
    assert before[1] is not None
    assert before[1] > 50
    marked = do("hold", register, find_claim(register, "Kunming"))
    assert "never to leave. It holds 1 incident today." in marked.out
    assert BECAUSE not in marked.out
    now = plan(register, policy)
    # Of the eight in Yanji: 28 people, less the largest of 5, rounded; the end above is open, for with the fifty it would be higher.
    assert find_figure(now) == (21, None)
    assert [(one["rule"], one["reason"]) for one in now.row["decisions"] if one["rule"].startswith("hold")] == [HELD]
    shown = call("release", "plan", "--policy", policy, "--register", str(register), "--as-of", "2025-03-31")
    assert "1 withheld by the rule 'hold_claim', for example: a person marked it" in " ".join(shown.out.split())
    build(register, policy, tmp_path / "march")
    for said in (now.out, shown.out, *(file.read_text(encoding="utf-8") for file in (tmp_path / "march").iterdir())):
        assert "boatman" not in said
    assert "boatman" in call("release", "holds", "--register", str(register)).out


def test_a_mark_on_what_is_out_is_said_and_shows_in_no_difference(register: Path, policy: str, tmp_path: Path) -> None:
    build(register, policy, tmp_path / "march")
    claim = find_claim(register, "Yanji")
    marked = do("hold", register, claim)
    words = "Already out in the release 'Monthly' of 2025-03-31; it stays out there."
    assert words in " ".join(marked.out.split())
    build(register, policy, tmp_path / "april", "2025-04-30")
    assert (
        call("release", "diff", str(tmp_path / "march"), str(tmp_path / "april")).out
        == "The two releases say the same.\n"
    )
    for name in ("march", "april"):
        assert call("release", "attack", str(tmp_path / name), "--register", str(register)).code == 0
    (one,) = call("release", "holds", "--register", str(register), "--json").rows
    assert (one["name"], one["because"], one["out"][0]["day"]) == (claim, BECAUSE, "2025-03-31")
    freed = do("free", register, claim[:10], because="she is safe")
    assert f"The mark on claim {claim} is taken back." in freed.out
    assert call("release", "holds", "--register", str(register)).out.startswith("Nothing is marked.")


def test_a_report_and_an_outlet_are_held_and_a_second_mark_is_named(register: Path, policy: str) -> None:
    do("hold", register, "--report", "told-fifty")
    assert "It holds 5 incidents today." in do("hold", register, "--outlet", "border lamp").out
    rules = [one["rule"] for one in plan(register, policy).row["decisions"]]
    assert (rules.count("hold_report"), rules.count("hold_outlet")) == (1, 4)
    freed = do("free", register, "--report", "told-fifty")
    assert "Held still, by the mark on outlet border lamp (eva)." in freed.out


@pytest.mark.parametrize("named", [(), ("c_1", "--outlet", "x"), ("--report", "x", "--outlet", "x")])
def test_one_thing_is_marked_at_a_time(register: Path, named: tuple[str, ...]) -> None:
    answer = do("hold", register, *named)
    assert (answer.code, "name one thing" in answer.err) == (2, True)


def test_marks_are_logged_and_the_log_holds(register: Path) -> None:
    do("hold", register, find_claim(register, "Kunming"))
    env = {"BEARWITNESS_PASSPHRASE": "a long enough sentence of words"}
    assert call("keys", "new", "eva", "--folder", str(register.parent), env=env).code == 0
    checked = call("verify", str(register), "--key", str(register.parent / "eva.pub"))
    assert "nothing was changed" in checked.out
