"""The search finds what it is to find: a canary planted in each form, and none where none is."""

import base64
import json
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.canaries import find_canaries, find_words, list_files, list_forms, pack

WORDS = ("Zorvathquill", "뷁쒧꽳뙯")


@pytest.mark.parametrize("word", WORDS)
@pytest.mark.parametrize("form", list(list_forms(WORDS[0])))
def test_each_form_is_found_where_it_is_planted(word: str, form: str) -> None:
    planted = b"\x00noise\xff " + list_forms(word)[form] + b" noise\n"
    assert word in find_words(planted, WORDS)
    assert (word, form) in find_canaries(planted, WORDS)


@pytest.mark.parametrize("word", WORDS)
def test_what_programs_really_write_is_found(word: str) -> None:
    name = f"Anna {word} Bee"
    written = {
        "quote": quote(name).encode(),
        "json": json.dumps(name).encode(),
        "upper": name.upper().encode(),
        "wide": name.encode("utf-16"),
        "repr": ascii(name.encode()).encode(),
        "html": name.encode("ascii", "xmlcharrefreplace"),
        "sql": name.encode().hex().upper().encode(),
        **{f"base64 {n}": base64.b64encode(b"x" * n + name.encode() + b"yz") for n in range(3)},
        **{f"urlsafe {n}": base64.urlsafe_b64encode(b"x" * n + word.encode()) for n in range(3)},
    }
    assert {way for way, text in written.items() if find_words(text, WORDS) != {word}} == set()


@pytest.mark.parametrize("word", WORDS)
def test_what_is_packed_is_opened_also_twice_and_in_the_middle_of_other_bytes(word: str) -> None:
    text = f"a name: {word}".encode() * 3
    for way, packed in pack(text).items():
        lead = b"" if way == "zip" else b"\x00before"
        assert find_words(lead + packed + b"after", WORDS) == {word}, way
    twice = pack(pack(text)["gzip"])["zip"]
    assert find_words(twice, WORDS) == {word}


def test_a_packing_that_breaks_off_is_read_as_far_as_it_goes() -> None:
    packed = pack(WORDS[0].encode() + bytes(range(256)) * 50)["gzip"]
    assert find_words(packed[: len(packed) // 2], WORDS) == {WORDS[0]}


def test_nothing_is_found_where_nothing_is() -> None:
    assert find_words(bytes(range(256)) * 200 + b"Zorvath quill " + "뷁쒧".encode(), WORDS) == set()


def test_every_file_of_a_folder_and_every_name_is_looked_at(tmp_path: Path) -> None:
    (tmp_path / ".hidden").mkdir()
    (tmp_path / ".hidden" / WORDS[0]).write_bytes(b"")
    (tmp_path / "x").write_text(WORDS[1], encoding="utf-8")
    found = {name: find_words(content, WORDS) for name, content in list_files(tmp_path)}
    assert {name: words for name, words in found.items() if words} == {"NAMES": {WORDS[0]}, "x": {WORDS[1]}}
