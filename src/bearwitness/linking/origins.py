"""Whose word an incident rests on: claims that go back to one voice are one origin, however many outlets repeat it.

A claim goes back to its innermost voice that is somebody, else to its outlet (`voices_back`). Reports that are copies of one text
(`copies`) are one origin where both speak for themselves. A claim of no known origin belongs to none and corroborates nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from bearwitness.core.incidents import Origin, Replaced
from bearwitness.core.records import Claim, Report
from bearwitness.core.vocabulary import TOLD
from bearwitness.linking.copies import group_copies
from bearwitness.linking.voices_back import Source, follow_voices
from bearwitness.linking.wording import find_sequence, is_copy

_EXACT, _NEAR = 10, 20
"""Words from which quotes, the very same or nearly so, are no chance: short sentences on one event are alike by themselves."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    claim: Claim
    source: Source | None
    words: tuple[str, ...]


def find_origins(claims: Iterable[Claim], reports: Mapping[str, Report]) -> tuple[Origin, ...]:
    """The origins of the claims of one incident, by name. `reports` names the report of each claim."""
    told = _cite_within_reports(
        [
            _Told(claim=claim, source=follow_voices(claim, reports[claim.id]), words=tuple(find_sequence(claim)))
            for claim in sorted(claims, key=lambda claim: claim.id)
        ],
        reports,
    )
    above: dict[str, str] = {}

    def find(node: str) -> str:
        while above.setdefault(node, node) != node:
            node = above[node]
        return node

    def join(left: str, right: str) -> None:
        low, high = sorted((find(left), find(right)))
        above[high] = low

    for one in told:
        join(_claim_node(one), f"source {one.source.key}" if one.source else _claim_node(one))
    for left, right in (*_find_copied_reports(told, reports), *_find_copied_quotes(told)):
        join(_claim_node(left), _claim_node(right))
    groups: dict[str, list[_Told]] = {}
    for one in told:
        groups.setdefault(find(_claim_node(one)), []).append(one)
    origins = [_build_origin(group, reports) for group in groups.values() if any(one.source for one in group)]
    return tuple(sorted(origins, key=lambda origin: (origin.name.casefold(), origin.claims)))


def find_replaced(
    claims: Sequence[Claim], reports: Mapping[str, Report], origins: Sequence[Origin]
) -> tuple[Replaced, ...]:
    """The claims whose figure a later one of the same origin replaces (rule 8): another number, in a report of a later day.

    A copy that another outlet prints with another figure is no later word of the source: one of the two is mistyped.
    """
    known = {claim.id: claim for claim in claims if claim.status in TOLD}
    found = []
    for origin in origins:
        own = [known[ident] for ident in origin.claims if ident in known]
        for claim in own:
            day = reports[claim.id].published_on
            later = [
                (then, other.id)
                for other in own
                if day
                and (then := reports[other.id].published_on)
                and then > day
                and _is_other_figure(claim, other)
                and _is_of_one_source(claim, other, reports)
            ]
            if later:
                latest = max(then for then, _ in later)
                found.append(Replaced(claim=claim.id, by=min(ident for then, ident in later if then == latest)))
    return tuple(sorted(found, key=lambda one: one.claim))


def find_last_day(ids: Iterable[str], reports: Mapping[str, Report]) -> date | None:
    """The last day on which one of the claims was published."""
    return max((day for ident in ids if (day := reports[ident].published_on)), default=None)


def _is_of_one_source(left: Claim, right: Claim, reports: Mapping[str, Report]) -> bool:
    sources = [follow_voices(claim, reports[claim.id]) for claim in (left, right)]
    return len({source.key if source else "" for source in sources}) == 1


def _is_other_figure(left: Claim, right: Claim) -> bool:
    """Numbers that cannot both be true; one that only says it more exactly replaces nothing."""
    one, other = left.count, right.count
    if one.unit != other.unit or left.act != right.act:
        return False
    return (one.high is not None and one.high < other.low) or (other.high is not None and other.high < one.low)


def _cite_within_reports(told: Sequence[_Told], reports: Mapping[str, Report]) -> list[_Told]:
    """What a report tells in its own name and also by a voice goes back to that voice, the first one it names: a headline is no
    second origin beside the officer in the text. What it denies by a voice it does not tell by it.
    """
    cited: dict[str, Source] = {}
    for one in sorted(told, key=lambda one: min((quote.start for quote in one.claim.quotes), default=0)):
        if one.source and not one.source.is_own and one.claim.status in TOLD:
            cited.setdefault(reports[one.claim.id].id, one.source)
    return [
        replace(one, source=cited.get(reports[one.claim.id].id, one.source)) if _is_in_own_name(one) else one
        for one in told
    ]


def _is_in_own_name(told: _Told) -> bool:
    own = all(voice.kind == "outlet" for voice in told.claim.voices)
    return own and told.claim.status in TOLD and (told.source is None or told.source.is_own)


def _claim_node(told: _Told) -> str:
    return f"claim {told.claim.id}"


def _speaks_for_itself(told: _Told) -> bool:
    return told.source is None or told.source.is_own or told.source.kind == "outlet"


def _find_copied_reports(told: Sequence[_Told], reports: Mapping[str, Report]) -> list[tuple[_Told, _Told]]:
    """Claims of reports that are copies, where both go back to the reports themselves; named voices are one by their names."""
    own = [one for one in told if _speaks_for_itself(one)]
    # Where all go back to one source anyway, no text need be compared.
    if len({one.source.key if one.source else "" for one in own}) < 2:
        return []
    first: dict[int, _Told] = {}
    groups = group_copies([reports[one.claim.id].text for one in own])
    return [(first.setdefault(group, one), one) for one, group in zip(own, groups, strict=True)]


def _find_copied_quotes(told: Sequence[_Told]) -> list[tuple[_Told, _Told]]:
    """Claims that rest on the same words, though the rest of their reports differs."""
    alike: dict[tuple[str, ...], _Told] = {}
    quoted = [one for one in told if _speaks_for_itself(one) and len(one.words) >= _EXACT]
    pairs = [(alike.setdefault((*one.words, *_name_heard(one)), one), one) for one in quoted]
    long = [one for one in alike.values() if len(one.words) >= _NEAR]
    pairs += [(one, two) for n, one in enumerate(long) for two in long[:n] if is_copy(one.claim, two.claim)]
    return pairs


def _name_heard(told: _Told) -> tuple[str, ...]:
    """Whom a short sentence is heard from: a copy keeps its nurse, and "six protesters were killed in Mandalay" of a monitor and of a
    nurse are two. Long sentences are copies with or without."""
    heard = () if len(told.words) >= _NEAR else told.claim.voices
    return tuple(voice.text or "" for voice in heard if voice.kind != "outlet")


def _build_origin(group: Sequence[_Told], reports: Mapping[str, Report]) -> Origin:
    """One origin; it bears the name of one in it that others cite, else of the one that told it first."""
    named = min(
        (
            (one.source.is_own, reports[one.claim.id].published_on or date.max, one.source.name.casefold(), one.source)
            for one in group
            if one.source
        ),
        key=lambda row: (*row[:3], row[3].name, row[3].kind),
    )[3]
    return Origin(name=named.name, kind=named.kind, claims=tuple(one.claim.id for one in group))


MOST_NAMED: Final = 5


def say_origins(origins: Sequence[Origin]) -> str:
    """The names of origins in words, a few of them."""
    names = list(dict.fromkeys(origin.name for origin in origins))
    shown = ", ".join(names[:MOST_NAMED])
    return f"{shown} and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else shown
