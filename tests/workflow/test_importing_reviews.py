"""Decisions from a sheet: every row whole or refused with its line, each with who, when, which file and which line."""

import csv
import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bearwitness.core.errors import UsageError
from bearwitness.core.records import Claim, Quote
from bearwitness.store.address import Address
from bearwitness.store.register import Register, load_reviews, open_register
from bearwitness.store.register_claims import Seen, load_all_seen, load_standing_claim
from bearwitness.workflow.exported_rows import Wanted
from bearwitness.workflow.exporting import build_review_claims
from bearwitness.workflow.importing_reviews import Imported, import_reviews, load_sheet
from bearwitness.workflow.recording import record_readings
from bearwitness.workflow.review_sheet import Refused, Row, parse_review_sheet, render_review_sheet, write_seen
from bearwitness.workflow.reviewing import Signature, decide_claim
from bearwitness.workflow.view import load_view
from tests.apps.front_door import call
from tests.linking.told import make_claim, make_reading, related
from tests.register_homes import Home, spell

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
TEXT = "Two were held in Shenyang on 21 May. Nine were held in Tonghua on 21 May."
Cells = dict[str, str]


def at(claim: Claim, words: str) -> Claim:
    start = TEXT.index(words)
    return replace(claim, quotes=(Quote(start=start, end=start + len(words), text=words),))


TWO = at(make_claim("c_" + "1" * 16), "Two were held in Shenyang")
NINE = at(related(make_claim("c_" + "2" * 16, 9, place="Tonghua"), TWO.id, "different"), "Nine were held in Tonghua")


def fill(address: Address) -> None:
    """A register of one report with two claims."""
    reading = make_reading("Ledger", TWO, NINE)
    report = replace(reading.report, text=TEXT, sha256="a" * 64, published_on=date(2019, 5, 27))
    list(record_readings([replace(reading, report=report)], address, lambda: NOW))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Such a register in a file."""
    fill(tmp_path / "r.db")
    return tmp_path / "r.db"


@pytest.fixture
def register(path: Path) -> Iterator[Register]:
    with open_register(path, create=False) as opened:
        yield opened


def write_sheet(path: Path, register: Register) -> dict[str, Cells]:
    """The rows of the sheet as it is exported, by claim."""
    text = render_review_sheet(
        build_review_claims(load_view(path), Wanted()), load_all_seen(register), with_quotes=True
    )
    return {row["claim"]: row for row in csv.DictReader(io.StringIO(text))}


def save_rows(path: Path, *rows: Cells) -> Path:
    file = path.with_name("decided.csv")
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    file.write_text(out.getvalue(), encoding="utf-8")
    return file


def take(path: Path, register: Register, *rows: Cells, only_check: bool = False) -> Imported:
    sheet = load_sheet(save_rows(path, *rows))
    return import_reviews(register, sheet, "eva", lambda: NOW, only_check=only_check)


def test_each_row_taken_is_a_review_with_a_full_audit_entry(path: Path, register: Register) -> None:
    rows = write_sheet(path, register)
    accepted = rows[TWO.id] | {"decision": "accepted", "because": "as the text says"}
    rejected = rows[NINE.id] | {"decision": "Rejected", "because": "told again of April"}
    done = take(path, register, accepted, rejected)
    assert (len(done.taken), done.refused) == (2, ())
    digest = sha256(path.with_name("decided.csv").read_bytes()).hexdigest()
    first, second = load_reviews(register)
    assert (first.claim, first.decision, first.by, first.at) == (TWO.id, "accepted", "eva", NOW)
    assert first.because == f"as the text says [imported: line 2 of the file with SHA-256 {digest}]"
    assert second.because == f"told again of April [imported: line 3 of the file with SHA-256 {digest}]"
    assert load_view(path).rejected == {NINE.id}


def test_the_same_file_twice_changes_nothing_more(path: Path, register: Register) -> None:
    row = write_sheet(path, register)[TWO.id] | {"decision": "accepted"}
    take(path, register, row)
    again = take(path, register, row)
    assert again.taken == ()
    assert [one.line for one in again.refused] == [2]
    assert "has changed since the sheet was written" in again.refused[0].because
    assert len(load_reviews(register)) == 1


def test_what_another_decided_meanwhile_is_refused_and_the_rest_is_taken(path: Path, register: Register) -> None:
    rows = write_sheet(path, register)
    decide_claim(
        register, TWO.id, "accepted", Signature(name="ada", because="", at=NOW, seen=Seen(reading=1, review=0))
    )
    done = take(path, register, *(row | {"decision": "rejected", "because": "no"} for row in rows.values()))
    assert [one.row.claim for one in done.taken] == [NINE.id]
    assert [one.line for one in done.refused] == [1 + 1 + list(rows).index(TWO.id)]
    assert load_view(path).accepted == {TWO.id}


def test_a_correction_changes_what_is_filled_and_nothing_else(path: Path, register: Register) -> None:
    changes = {"low": "3", "high": "open", "first_day": "2019-05-20", "because": "three in the second sentence"}
    done = take(path, register, write_sheet(path, register)[TWO.id] | {"decision": "corrected"} | changes)
    (taken,) = done.taken
    assert taken.now is not None
    standing = load_standing_claim(register, taken.now)
    assert standing is not None
    claim = standing.claim
    assert (claim.count.low, claim.count.high, claim.where) == (3, None, TWO.where)
    assert claim.when is not None
    assert (claim.when.earliest, claim.when.latest) == (date(2019, 5, 20), date(2019, 5, 21))
    assert all("[imported: line 2 of the file" in one.because for one in load_reviews(register))
    assert load_view(path).accepted == {taken.now}


def test_both_claims_of_one_report_can_be_corrected_by_one_sheet(path: Path, register: Register) -> None:
    rows = write_sheet(path, register)
    done = take(path, register, *(row | {"decision": "corrected", "low": "1"} for row in rows.values()))
    assert (len(done.taken), done.refused) == (2, ())


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"decision": "maybe"}, "none of accepted, rejected, corrected"),
        ({"decision": "rejected"}, "needs its reason"),
        ({"decision": "accepted", "low": "3"}, "write corrected"),
        ({"low": "3"}, "decides nothing"),
        ({"decision": "corrected"}, "corrects nothing"),
        ({"decision": "corrected", "low": "2"}, "tells the same already"),
        ({"decision": "corrected", "low": "many"}, "low must be a whole number"),
        ({"decision": "corrected", "low": "٣"}, "low must be a whole number"),
        ({"decision": "corrected", "high": "1"}, "less than low"),
        ({"decision": "corrected", "first_day": "20/05/2019"}, "first_day must be a day"),
        ({"decision": "corrected", "first_day": "2019-06-20"}, "after the last"),
        ({"decision": "corrected", "place": "Nowhere at all"}, "no such place is known"),
        ({"decision": "accepted", "seen": "1.0"}, "export the sheet again"),
        ({"decision": "accepted", "claim": "c_gone"}, "no current reading holds this claim"),
    ],
)
def test_a_row_that_cannot_be_taken_is_refused_by_its_line_and_changes_nothing(
    changes: Cells, said: str, path: Path, register: Register
) -> None:
    row = write_sheet(path, register)[TWO.id] | changes
    done = take(path, register, row)
    assert [one.line for one in done.refused] == [2]
    assert said in done.refused[0].because
    assert load_reviews(register) == ()


def test_checking_alone_finds_what_has_changed_meanwhile(path: Path, register: Register) -> None:
    row = write_sheet(path, register)[TWO.id] | {"decision": "accepted"}
    take(path, register, row)
    again = take(path, register, row, only_check=True)
    assert (len(again.taken), len(again.refused)) == (0, 1)


def test_only_checking_changes_nothing(path: Path, register: Register) -> None:
    done = take(path, register, write_sheet(path, register)[TWO.id] | {"decision": "accepted"}, only_check=True)
    assert len(done.taken) == 1
    assert load_reviews(register) == ()


def test_a_claim_twice_in_one_sheet_is_taken_once(path: Path, register: Register) -> None:
    row = write_sheet(path, register)[TWO.id] | {"decision": "accepted"}
    done = take(path, register, row, row | {"because": "seen again"})
    assert len(done.taken) == 1
    assert done.refused == (Refused(line=3, because="line 2 decides on the same claim; leave one of the two"),)


def test_rows_that_decide_otherwise_on_one_claim_are_none_of_them_taken(path: Path, register: Register) -> None:
    """The first was taken once: a claim was accepted that the same sheet rejected two rows on."""
    row = write_sheet(path, register)[TWO.id]
    accepted, rejected = row | {"decision": "accepted"}, row | {"decision": "rejected", "because": "no"}
    done = take(path, register, accepted, rejected, accepted)
    assert done.taken == ()
    assert [(one.line, one.because.partition(" decides otherwise")[0]) for one in done.refused] == [
        (2, "line 3"),
        (3, "line 2"),
        (4, "line 3"),
    ]
    assert load_reviews(register) == ()


@pytest.mark.parametrize(
    "text", ["", "claim,decision\nc_1,accepted\n", "claim,seen,decision,because,lowest\n", 'claim,"seen\n']
)
def test_what_is_no_sheet_is_refused_whole(text: str, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(text, encoding="utf-8")
    with pytest.raises(UsageError):
        load_sheet(tmp_path / "a.csv")


@given(
    st.sampled_from(",;\t"),
    st.text(alphabet=st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), min_size=1).map(str.strip),
    st.integers(min_value=1, max_value=10**9),
)
def test_a_row_comes_back_from_a_sheet_of_any_country(mark: str, because: str, reading: int) -> None:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=mark)
    seen = Seen(reading=reading, review=0)
    writer.writerows([["claim", "seen", "decision", "because"], ["c_1", write_seen(seen), "accepted", because]])
    (row,) = parse_review_sheet(out.getvalue())
    if isinstance(row, Row) and not because.startswith("'"):
        assert (row.line, row.claim, row.seen, row.wish, row.because) == (2, "c_1", seen, "accepted", because)


def test_by_command_a_sheet_goes_out_and_comes_back_on_either_engine(home: Home, tmp_path: Path) -> None:
    there = home("team.db")
    fill(there)
    register = ("--register", spell(there))
    sheet = tmp_path / "sheet.csv"
    out = call("export", "--format", "reviews", "--with-quotes", "--out", str(sheet), *register)
    assert out.code == 0, out.err
    assert "2 claims to decide on" in out.out
    assert "no public release" in " ".join(out.err.split())
    text = sheet.read_text(encoding="utf-8")
    assert "Two were held in Shenyang" in text
    sheet.write_text(
        text.replace("r1v0,,", "r1v0,accepted,", 1).replace("r1v0,,", "r1v0,rejected,", 1), encoding="utf-8"
    )
    checked = call("import", str(sheet), "--check", *register, env={"USER": ""})
    assert "1 row could be taken; nothing was changed, 1 refused" in " ".join(checked.out.split()), checked.err
    done = call("import", str(sheet), "--by", "eva", *register)
    assert done.code == 1
    assert "1 row taken as decided by eva, 1 refused" in " ".join(done.out.split())
    assert "line 3: refused, a rejection needs its reason" in " ".join(done.err.split())


def test_an_export_by_command_says_what_it_is(path: Path, tmp_path: Path) -> None:
    register = ("--register", str(path))
    file = tmp_path / "a.csv"
    done = call("export", "--format", "ucdp", "--act", "arrest", "--place", "CN", "--out", str(file), *register)
    assert done.code == 0, done.err
    assert "2 incidents written to" in done.out
    assert "no public release" in " ".join(done.err.split())
    assert file.read_text(encoding="utf-8").startswith("id,relid,year")
    wrong = call("export", "--format", "sav", "--out", str(tmp_path / "b"), *register)
    assert (wrong.code, wrong.out) == (2, "")
    assert "it must be one of: ucdp, acled" in wrong.err
