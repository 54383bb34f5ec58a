"""The published shapes of the JSON, checked key by key and type by type; a fault is a line that says where."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any, get_args

from bearwitness.core import vocabulary as words
from bearwitness.counting.unseen import Unit

Check = Callable[[Any], bool]
Shape = dict[str, "Check | Shape | list[Shape]"]


def text(value: Any) -> bool:
    return isinstance(value, str)


def whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def flag(value: Any) -> bool:
    return isinstance(value, bool)


def day(value: Any) -> bool:
    return text(value) and date.fromisoformat(value).isoformat() == value


def null(value: Any) -> bool:
    return value is None


def maybe(check: Check) -> Check:
    return lambda value: value is None or check(value)


def listed(check: Check) -> Check:
    return lambda value: isinstance(value, list) and all(check(one) for one in value)


def among(literal: Any) -> Check:
    return lambda value: value in get_args(literal)


def ident(letter: str) -> Check:
    return lambda value: text(value) and value.startswith(f"{letter}_")


def between(low: int, high: int) -> Check:
    return lambda value: whole(value) and low <= value <= high


WHEN: Shape = {
    "earliest": maybe(day), "latest": maybe(day), "prec": between(1, 5), "basis": among(words.Basis), "text": text,
}  # fmt: skip
WHERE: Shape = {
    "name": text, "geonameid": maybe(whole), "country": maybe(text), "admin1": maybe(text), "admin2": maybe(text),
    "lat": maybe(number), "lon": maybe(number), "prec": between(1, 7), "text": text,
}  # fmt: skip
COUNT: Shape = {"low": whole, "high": maybe(whole), "unit": among(words.Unit), "text": text}
PEOPLE: Shape = {
    "group": maybe(text), "female": maybe(whole), "male": maybe(whole), "children": maybe(whole),
    "ages": listed(whole), "names": listed(text),
}  # fmt: skip
VOICES: list[Shape] = [{"kind": among(words.VoiceKind), "name": maybe(text)}]
QUOTES: list[Shape] = [{"start": whole, "end": whole, "text": text}]
CLAIM: Shape = {
    "id": ident("c"), "act": among(words.Act), "shape": among(words.Shape), "when": WHEN, "where": WHERE,
    "count": COUNT, "people": PEOPLE, "actor": {"text": text, "kind": among(words.ActorKind)}, "manner": listed(text),
    "voices": VOICES, "status": among(words.Status),
    "relations": [{"to": ident("c"), "kind": among(words.RelationKind)}], "quotes": QUOTES, "found_by": text,
}  # fmt: skip
STATEMENT: Shape = {
    "id": ident("s"), "kind": among(words.StatementKind), "about": listed(ident("c")), "voices": VOICES,
    "quotes": QUOTES, "status": among(words.Status),
}  # fmt: skip
SUM: Shape = {
    "text": text, "of": lambda value: value in {"incidents", "people"}, "stated": {"low": whole, "high": maybe(whole)},
    "read": maybe(whole), "agrees": maybe(flag), "claims": listed(ident("c")), "quotes": QUOTES,
}  # fmt: skip
REPORT: Shape = {
    "id": text, "input": text, "url": maybe(text), "outlet": maybe(text), "title": maybe(text),
    "published_on": maybe(day), "language": maybe(text), "sha256": text, "chars": whole,
}  # fmt: skip
READING: Shape = {
    "report": REPORT, "claims": [CLAIM], "statements": [STATEMENT], "sums": [SUM], "error": maybe(text),
}  # fmt: skip
INCIDENT: Shape = {
    "id": ident("i"), "act": among(words.Act), "when": WHEN, "where": WHERE,
    "count": {"low": whole, "high": maybe(whole)}, "people": PEOPLE, "manner": listed(text),
    "claims": listed(ident("c")), "reports": listed(text), "origins": whole, "grade": among(words.Grade),
    "conflicts": listed(text), "flags": listed(text),
}  # fmt: skip
ESTIMATE: Shape = {
    "question": {"act": among(words.Act), "from": maybe(day), "to": maybe(day), "place": maybe(text)},
    "low": maybe(whole), "high": maybe(whole), "high_stated": maybe(whole), "incidents": whole,
    "rests_on": {"proposed": whole, "accepted": whole, "rejected": whole}, "holds_low": listed(text),
    "holds_high": listed(text), "clash": maybe(listed(text)), "certificate": lambda _value: True, "rules": text,
}  # fmt: skip
LINK: Shape = {
    "left": text, "right": text, "judgement": among(words.Judgement), "score": number, "reasons": listed(text),
    "by": lambda value: text(value) and (value == "report" or value.startswith(("rule:", "person:"))),
}  # fmt: skip
ENDS: Shape = {"low": whole, "high": maybe(whole)}
FATES: Shape = {
    "question": {"act": among(words.Act), "from": maybe(day), "to": maybe(day), "place": maybe(text)},
    "incidents": {"certain": listed(ident("i")), "possible": listed(ident("i"))}, "taken": ENDS,
    "fates": [{"act": among(words.Act), "last": ENDS, "reported": ENDS, "incidents": listed(ident("i"))}], "unknown": ENDS,
    "follows": [{
        "earlier": ident("i"), "later": ident("i"), "sure": flag, "reasons": listed(text),
        "claims": [{"later": ident("c"), "earlier": ident("c")}],
    }],
    "reasons": listed(text), "rests_on": {"proposed": whole, "accepted": whole, "rejected": whole}, "rules": text,
}  # fmt: skip
_ESTIMATE: Shape = {"low": maybe(whole), "estimate": maybe(whole), "high": maybe(whole)}
UNSEEN: Shape = {
    "kind": text, "is_count": flag, "of": among(Unit), "recorded": whole, "estimable": flag, "refused": listed(text),
    "chao": _ESTIMATE, "average": {
        **_ESTIMATE, "models": whole, "all_depend": number,
        "top": [{"weight": number, "hang_together": listed(listed(text)), **_ESTIMATE}],
    },
    "without": [{"list": text, **_ESTIMATE}],
    "lists": [{"name": text, "members": listed(text), "holds": whole, "only_there": whole}],
    "overlaps": [{"lists": listed(text), "both": whole}], "patterns": [{"lists": listed(text), "number": whole}],
    "left_out": listed(text), "doubts": listed(text), "assumptions": listed(text), "rules": text,
}  # fmt: skip
DATES: Shape = {"id": text, "timexes": [{"start": whole, "end": whole, "text": text, "value": text}]}
PLACES: Shape = {
    "id": text,
    "places": [{
        "start": whole, "end": whole, "text": text, "geonameid": maybe(whole), "lat": maybe(number),
        "lon": maybe(number), "country": maybe(text),
    }],
}  # fmt: skip
_OPTIONAL = {"when", "where", "actor", "chao", "average"}


def find_shape_faults(row: Any, shape: Shape, at: str = "") -> Iterator[str]:
    """Where `row` departs from `shape`; keys beyond the shape are allowed, for shapes grow only by adding keys."""
    if not isinstance(row, dict):
        yield f"{at} is no object"
        return
    for key, wanted in shape.items():
        here = f"{at}.{key}"
        if key not in row:
            yield f"{here} is missing"
        elif key in _OPTIONAL and row[key] is None:
            continue
        elif isinstance(wanted, dict):
            yield from find_shape_faults(row[key], wanted, here)
        elif isinstance(wanted, list):
            if not isinstance(row[key], list):
                yield f"{here} is no list"
                continue
            for place, part in enumerate(row[key]):
                yield from find_shape_faults(part, wanted[0], f"{here}[{place}]")
        elif not wanted(row[key]):
            yield f"{here} is {row[key]!r}"
