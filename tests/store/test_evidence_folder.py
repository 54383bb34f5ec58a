"""Copies are kept whole, once, for their owner alone; and whatever is changed in their folder afterwards is found."""

import hashlib
import stat
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bearwitness.core.errors import RegisterError, UnreadableError
from bearwitness.core.evidence_record import FORMS, Copy, CopyNote, build_note, parse_note, render_note
from bearwitness.core.records import Report
from bearwitness.store.evidence_folder import check_folder, keep_copy, load_copy, load_notes, open_evidence

AT = datetime(2021, 3, 1, 10, tzinfo=UTC)
BYTES = b"Police in Yanji held two women."
TEXTS = st.text(st.characters(codec="utf-8"), max_size=20)


def note_on(data: bytes, at: datetime = AT, url: str | None = None) -> CopyNote:
    report = Report(
        id="r_1", input="a", url=url, outlet=None, title=None, published_on=None, language=None,
        sha256=hashlib.sha256(data).hexdigest(), text="",
    )  # fmt: skip
    return build_note(Copy(data=data, form="file", method="given as a file", url=url), report, at)


@settings(max_examples=60, deadline=None)
@given(
    form=st.sampled_from(FORMS),
    words=TEXTS,
    path=st.lists(TEXTS, max_size=3),
    request=st.binary(max_size=20),
    lacking=st.booleans(),
)
def test_law_a_note_is_read_back_as_it_was_written(
    form: str, words: str, path: list[str], request: bytes, lacking: bool
) -> None:
    row = note_on(BYTES)
    fields = {name: getattr(row, name) for name in CopyNote.__dataclass_fields__}
    fields |= {"form": form, "url": None if lacking else words, "report": words, "path": tuple(path)}
    note = CopyNote(**{**fields, "request": request.decode("latin-1")})
    assert parse_note(render_note(note)) == note


@settings(max_examples=100, deadline=None)
@given(
    st.binary(max_size=60) | st.sampled_from([b"[1]", b'{"evidence": 1}', b"[" * 100_000, b'{"evidence": 2}', b"null"])
)
def test_law_bytes_that_are_no_note_are_refused(data: bytes) -> None:
    with pytest.raises(UnreadableError):
        parse_note(data)


@settings(max_examples=30, deadline=None)
@given(st.binary(max_size=200), st.integers(0, 10**9))
def test_law_a_copy_is_what_was_kept_and_any_change_of_one_byte_is_found(data: bytes, at: int) -> None:
    with tempfile.TemporaryDirectory() as place:
        folder = open_evidence(Path(place) / "a.evidence", create=True)
        assert keep_copy(folder, data, note_on(data)).is_new
        assert not keep_copy(folder, data, note_on(data, AT.replace(year=2022))).is_new
        assert load_copy(folder, hashlib.sha256(data).hexdigest()) == data
        assert [one.fault for one in check_folder(folder)] == [None]
        files = sorted(path for path in folder.path.rglob("*") if path.is_file())
        assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}
        victim = files[at % 2]
        content = bytearray(victim.read_bytes() or b"x")
        content[at % len(content)] ^= 1 << (at % 8)
        victim.write_bytes(bytes(content))
        (found,) = list(check_folder(folder))
        assert found.fault == ("note changed" if victim.suffix == ".json" else "changed")


def test_what_is_gone_moved_in_or_opened_to_others_is_found(tmp_path: Path) -> None:
    folder = open_evidence(tmp_path / "a.evidence", create=True)
    for data in (b"1", b"2", b"3", b"4"):
        keep_copy(folder, data, note_on(data))
    one, two, three, four = (hashlib.sha256(data).hexdigest() for data in (b"1", b"2", b"3", b"4"))
    (folder.path / one[:2] / f"{one}.copy").unlink()
    next((folder.path / two[:2]).glob("*.json")).unlink()
    (folder.path / three[:2] / f"{three}.copy").chmod(0o644)
    (folder.path / four[:2] / "letter.txt").write_text("x")
    (folder.path / four[:2] / f"{'0' * 16}.part").write_text("x")
    (folder.path / "stray").write_text("x")
    found = {checked.name: checked.fault for checked in check_folder(folder) if checked.fault}
    assert found == {
        f"{one[:2]}/{one}.copy": "missing",
        f"{two[:2]}/{two}.copy": "without a note",
        f"{three[:2]}/{three}.copy": "open to others",
        f"{four[:2]}/{'0' * 16}.part": "half written",
        f"{four[:2]}/letter.txt": "not ours",
        "stray": "not ours",
    }
    assert load_copy(folder, one) is None


def test_one_page_captured_twice_is_one_copy_with_two_notes(tmp_path: Path) -> None:
    folder = open_evidence(tmp_path / "a.evidence", create=True)
    keep_copy(folder, BYTES, note_on(BYTES, url="https://a.example/"))
    keep_copy(folder, BYTES, note_on(BYTES, url="https://b.example/"))
    assert {note.url for note in load_notes(folder)} == {"https://a.example/", "https://b.example/"}
    assert len(list(folder.path.rglob("*.copy"))) == 1


def test_a_folder_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RegisterError, match="there are no copies"):
        open_evidence(tmp_path / "a.evidence", create=False)
    (tmp_path / "b.evidence").symlink_to(tmp_path)
    with pytest.raises(RegisterError, match="is no folder"):
        open_evidence(tmp_path / "b.evidence", create=True)


KEEPER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from bearwitness.store.evidence_folder import keep_copy, open_evidence
from tests.store.test_evidence_folder import note_on
folder = open_evidence(Path(sys.argv[1]), create=True)
for number in range(100_000):
    data = str(number).encode() * 2_000
    keep_copy(folder, data, note_on(data))
    print(number, flush=True)
"""


@pytest.mark.parametrize("wanted", range(0, 12, 4))
def test_killed_at_any_point_what_was_acknowledged_is_there_and_nothing_half_is_seen(
    wanted: int, tmp_path: Path
) -> None:
    """The process is killed (SIGKILL) a moment after it said that it kept so many copies."""
    place = tmp_path / "a.evidence"
    with subprocess.Popen([sys.executable, "-c", KEEPER, str(place)], stdout=subprocess.PIPE, text=True) as keeper:
        assert keeper.stdout is not None
        said = [int(keeper.stdout.readline()) for _ in range(wanted + 1)]
        keeper.kill()
        said += [int(line) for line in keeper.stdout.read().split("\n")[:-1]]
    folder = open_evidence(place, create=False)
    assert {checked.fault for checked in check_folder(folder)} <= {None, "half written", "without a note"}
    kept = {note.sha256 for note in load_notes(folder)}
    for number in said:
        data = str(number).encode() * 2_000
        digest = hashlib.sha256(data).hexdigest()
        assert digest in kept
        assert load_copy(folder, digest) == data
