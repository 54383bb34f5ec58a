"""A sentence without the signs of a kind of statement has none of its words: proven from the patterns themselves."""

from collections.abc import Iterator
from importlib import import_module
from itertools import takewhile
from typing import Any

import pytest

from bearwitness.core.tables import load_table
from bearwitness.reading.english.voices.statements import KINDS, find_kinds

# Python's own parser of patterns: no public module, so no type is known of it.
_constants: Any = import_module("re._constants")
_parser: Any = import_module("re._parser")


def find_needed(parsed: Any) -> Iterator[frozenset[str]]:
    """Sets of letters of which every match of the parsed pattern holds at least one."""
    run = ""
    for op, given in [*parsed, (None, None)]:
        if op is _constants.LITERAL:
            run += chr(given)
            continue
        if run:
            yield frozenset({run})
        if op is _constants.SUBPATTERN:
            yield from find_needed(given[3])
            if len(given[3]) == 1 and given[3][0][0] is _constants.BRANCH:
                yield from find_branched(run, given[3][0][1][1])
        elif op in {_constants.MAX_REPEAT, _constants.MIN_REPEAT} and given[0] > 0:
            yield from find_needed(given[2])
        elif op is _constants.BRANCH:
            yield from find_branched(run, given[1])
        run = ""


def find_branched(before: str, ways: Any) -> Iterator[frozenset[str]]:
    """Of ways that part ("no (?:arrests|deaths)"): the letters each begins with, after those before them, or those in each."""
    yield frozenset(before + "".join(chr(given) for _, given in takewhile(is_letter, way)) for way in ways)
    needed = [list(find_needed(way)) for way in ways]
    for number in range(max(map(len, needed)) if all(needed) else 0):
        yield frozenset().union(*(sets[min(number, len(sets) - 1)] for sets in needed))


def is_letter(part: Any) -> bool:
    return part[0] is _constants.LITERAL


@pytest.mark.parametrize("kind", KINDS)
def test_what_the_patterns_find_holds_a_sign(kind: str) -> None:
    table = load_table("reading.english", "statements.toml")[kind]
    for pattern in table["patterns"]:
        assert any(
            all(any(sign in letters for sign in table["signs"]) for letters in needed)
            for needed in find_needed(_parser.parse(pattern))
        ), pattern


def test_kinds_of_one_sentence() -> None:
    text = "The ministry denied that it had opened an investigation and called for the release of all still being held."
    assert [name for name, _ in find_kinds(text)] == ["response", "denial", "fate", "appeal"]


def names_explanation(sentence: str) -> bool:
    return any(name == "explanation" for name, _ in find_kinds(sentence))


@pytest.mark.parametrize(
    "sentence",
    [
        "The four were taken hours before they were due to leave for Vietnam.",
        "Four protesters who are due to be hanged in Tehran were sentenced on Sunday.",
        "The hearing was due to start on Monday and the group was due to appear in court.",
        "They had been due to cross the river that night.",
        "She ran to the station, telling the police that her brother had been taken.",
        "He was released after telling the authorities his name.",
    ],
)
def test_what_was_to_happen_and_what_was_told_an_officer_is_no_explanation(sentence: str) -> None:
    assert not names_explanation(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "The rise in arrests appears to be due to an increasing number of crossings.",
        "The arrests were due to informers.",
        "Due to heavy rain, the patrols found them at once.",
        "More people were taken due to tightened control on the roads.",
        "The situation shows that someone is telling the authorities where the houses are.",
        "Brokers are telling the police about each other.",
        "Somebody in the village must have been telling the police.",
    ],
)
def test_reasons_and_informing_are_explanations(sentence: str) -> None:
    assert names_explanation(sentence)
