"""The register's incidents as a release looks at them, and what counting answers to it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import get_args

from bearwitness.core.days import find_known
from bearwitness.core.holds import HeldOn
from bearwitness.core.incidents import Incident, Link, Question
from bearwitness.core.places import Gazetteer
from bearwitness.core.records import Claim
from bearwitness.counting.estimate import count_people
from bearwitness.counting.selection import TOLD_OTHERWISE
from bearwitness.release.candidates import Candidate
from bearwitness.release.coarsening import EVER, Scope, find_last_day
from bearwitness.release.never import find_topics
from bearwitness.release.policy import TraitName
from bearwitness.release.rounding import Interval
from bearwitness.workflow.figures import list_counted, list_counted_links
from bearwitness.workflow.release_places import find_known_path
from bearwitness.workflow.tools import load_places
from bearwitness.workflow.view import View

_CHILD, _OLD = 18, 60


def list_candidates(view: View, held: Mapping[str, HeldOn]) -> tuple[Candidate, ...]:
    """All incidents told apart (no totals) that anybody still tells, as closely as they are known. `held` are the claims marked never to
    leave; each marks its whole incident.
    """
    told_on = {claim.id: reading.report.published_on for reading in view.readings for claim in reading.claims}
    claims = {claim.id: claim for claim in view.claims}
    found = []
    for incident in view.incidents:
        if incident.shape == "incident" and incident.grade != "discounted":
            told = [claims[ident] for ident in incident.claims if ident in claims]
            marks = {held[ident] for ident in incident.claims if ident in held}
            mark = next((one for one in get_args(HeldOn) if one in marks), None)
            found.append(replace(_build(incident, told, told_on, load_places()), held=mark))
    return tuple(found)


def find_closed(view: View, held: Iterable[str]) -> frozenset[str]:
    """All claims that may prove nobody: those marked never to leave, and the others of their incidents and totals."""
    marked = frozenset(held)
    return marked | {ident for one in view.incidents if not marked.isdisjoint(one.claims) for ident in one.claims}


class RegisterCounter:
    """What counting answers to a release, over the claims told up to its last day."""

    def __init__(self, view: View, cut: date, held: Iterable[str] = (), closed: Iterable[str] = ()) -> None:
        """`held` are incidents that stay, also where an older report of theirs was told before the last day; `closed` are claims that may
        prove nobody and describe nobody, for a person marked them never to leave.
        """
        told_on = {claim.id: reading.report.published_on for reading in view.readings for claim in reading.claims}
        counted = list_counted(view, accepted_only=False)
        told = {claim.id: told_on.get(claim.id) for claim in counted}
        self._claims = [claim for claim in counted if (day := told[claim.id]) is not None and day <= cut]
        self._links = list_counted_links(view, self._claims)
        self._of_claim: dict[str, list[Link]] = {}
        for link in self._links:
            for ident in (link.left, link.right):
                self._of_claim.setdefault(ident, []).append(link)
        self._by_id = {claim.id: claim for claim in self._claims}
        self._incidents = {incident.id: incident for incident in view.incidents}
        self._held = frozenset(ident for one in held for ident in self._incidents[one].claims)
        self._closed = frozenset(closed)
        self._cut = cut
        self._described: dict[Scope, Interval | None] = {}

    def of_incidents(self, incidents: Sequence[str]) -> Interval | None:
        """The people of these incidents by all claims told of them up to the last day, and of no others."""
        idents = {ident for one in incidents for ident in self._incidents[one].claims if ident in self._by_id}
        acts = {self._incidents[one].act for one in incidents}
        links = {id(link): link for ident in idents for link in self._of_claim.get(ident, ())}
        within = [link for link in links.values() if link.left in idents and link.right in idents]
        return _count(Question(act=acts.pop()), [self._by_id[ident] for ident in sorted(idents)], within)

    def of_scope(self, scope: Scope, without: Sequence[str] = ()) -> Interval | None:
        """All whom claims told up to the last day describe in a scope, and of whom those prove some that may be shown, `without` these
        incidents. A held incident told again of late would else be read from a figure less its rows.
        """
        described = self._describe(scope)
        proven = self._count_without(scope, self._held | self._closed | self._list_claims(without))
        if described is None or proven is None:
            return None
        return Interval(low=min(proven.low, described.low), high=described.high)

    def of_sayable(self, scope: Scope, without: Sequence[str] = ()) -> Interval | None:
        """What all claims describe but those that a person marked never to leave, and those of these incidents."""
        return self._count_without(scope, self._closed | self._list_claims(without))

    def of_everything(self, scope: Scope) -> Interval | None:
        """What all claims prove and describe, also those that a person marked never to leave; what is recent proves nobody here either."""
        described, proven = self._describe(scope), self._count_without(scope, self._held)
        if described is None or proven is None:
            return None
        return Interval(low=min(proven.low, described.low), high=described.high)

    def _list_claims(self, incidents: Iterable[str]) -> frozenset[str]:
        return frozenset(ident for one in incidents for ident in self._incidents[one].claims)

    def _describe(self, scope: Scope) -> Interval | None:
        if scope not in self._described:
            self._described[scope] = _count(self._ask(scope), self._claims, self._links)
        return self._described[scope]

    def _count_without(self, scope: Scope, left_out: frozenset[str]) -> Interval | None:
        if left_out.isdisjoint(self._by_id):
            return self._describe(scope)
        claims = [claim for claim in self._claims if claim.id not in left_out]
        links = [link for link in self._links if left_out.isdisjoint((link.left, link.right))]
        return _count(self._ask(scope), claims, links)

    def _ask(self, scope: Scope) -> Question:
        last = find_last_day(scope)
        return Question(
            act=scope.act,
            earliest=_find_first_day(scope),
            latest=self._cut if last is None else min(last, self._cut),
            place=scope.place,
        )


def _count(question: Question, claims: Sequence[Claim], links: Iterable[Link]) -> Interval | None:
    estimate = count_people(question, claims, links)
    # Raids are told in places, and some arrests in families: how many people that is nobody says, and "0 people" would be untrue.
    is_open = any(TOLD_OTHERWISE in reason for reason in estimate.reasons)
    return None if estimate.low is None else Interval(low=estimate.low, high=None if is_open else estimate.high)


def _find_first_day(scope: Scope) -> date | None:
    if scope.period == EVER:
        return None
    year = int(scope.period[:4])
    if len(scope.period) == 4:
        return date(year, 1, 1)
    return date(year, int(scope.period[6:]) * 3 - 2 if scope.period[5] == "Q" else int(scope.period[5:]), 1)


def _build(
    incident: Incident, claims: Sequence[Claim], told_on: Mapping[str, date | None], gazetteer: Gazetteer
) -> Candidate:
    known = find_known(incident.when)
    days = [told_on.get(ident) for ident in incident.claims]
    newest = None if None in days else max(day for day in days if day is not None)
    words = [
        word
        for claim in claims
        for word in (
            claim.people.group,
            claim.where.text if claim.where else None,
            claim.where.name if claim.where else None,
        )
        if word
    ]
    return Candidate(
        id=incident.id,
        claims=incident.claims,
        act=incident.act,
        first=None if known is None else known.earliest,
        last=None if known is None else known.latest,
        path=find_known_path(incident.where, gazetteer),
        # As many as any of its claims proves: what is left out for the largest incident must never be too few.
        low=max([incident.count.low, *(claim.count.low for claim in claims)]),
        high=incident.count.high,
        stated=incident.count.low,
        told_on=newest,
        topics=find_topics({*incident.manner, *(manner for claim in claims for manner in claim.manner)}, words),
        traits=_list_traits(incident),
    )


def _list_traits(incident: Incident) -> tuple[tuple[TraitName, frozenset[str]], ...]:
    people = incident.people
    sexes = [word for word, number in (("female", people.female), ("male", people.male)) if number]
    ages = ["under 18"] if people.children else []
    ages += ["under 18" if age < _CHILD else "18 to 59" if age < _OLD else "60 and over" for age in people.ages]
    return (
        ("grade", frozenset({incident.grade})),
        ("sex", frozenset(sexes)),
        ("age", frozenset(ages)),
        ("group", frozenset({people.group.casefold()} if people.group else ())),
        ("manner", frozenset(incident.manner)),
    )
