"""What became of the people whom a question asks about: for each fate the fewest and the most, and those of whom nothing is reported.

The world that the bounds speak of: every incident has some number of people that its claims allow. Whom a sure fate befell is among the
people of the incidents it follows, as far as these have so many; whom a possible fate befell may be, wholly, in part or not at all.
Nobody suffers one fate twice where it befalls a person once (`core/fates.toml`). Incidents that unsure links connect may be one.
Totals list no one and are left out of those asked about; as fates they count like others, and may hold them.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, TypeVar

from bearwitness.core.incidents import Follow, Incident, Link, Question
from bearwitness.core.vocabulary import ACTS, Act
from bearwitness.counting.arrange import join
from bearwitness.counting.fate_cases import COURSES_LIMIT, Bounds, FateBounds, bound_case
from bearwitness.counting.fate_readings import Node, Tied, find_after, list_readings
from bearwitness.counting.membership import decide_membership, find_asked, find_region

Row = TypeVar("Row")
_NONE: Final = Bounds(low=0, high=0)
NOBODY: Final = FateBounds(taken=_NONE, unknown=_NONE, last={}, reported={}, surplus=0, is_exact=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The incidents that a question asks about, by id: those certainly inside, those possibly, and the totals left out."""

    certain: frozenset[str]
    possible: frozenset[str]
    totals: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class FateOf:
    """How many people suffered one fate: `last` as the last that is known of them, `reported` at any time.

    `incidents` tell of it, surely or possibly of these people.
    """

    act: Act
    last: Bounds
    reported: Bounds
    incidents: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FateEstimate:
    """What became of the people a question asks about. `taken` is how many they are, `unknown` those without any reported fate."""

    question: Question
    asked: Asked
    taken: Bounds
    fates: tuple[FateOf, ...]
    unknown: Bounds
    reasons: tuple[str, ...]


def select_asked(question: Question, incidents: Iterable[Incident]) -> Asked:
    """The incidents and totals of the act that may lie in the question. With a group asked for, those that name no group may."""
    asked = find_asked(question)
    found: dict[str, set[str]] = {"certain": set(), "possible": set(), "totals": set()}
    for one in incidents:
        if one.act != question.act or one.count.unit != "person":
            continue
        member = decide_membership(find_region(one.when, one.where), asked)
        of_group = _is_of_group(question, one)
        if member == "no" or of_group is False:
            continue
        kind = "certain" if member == "certain" and of_group else "possible"
        found["totals" if one.shape == "aggregate" else kind].add(one.id)
    return Asked(
        certain=frozenset(found["certain"]), possible=frozenset(found["possible"]), totals=frozenset(found["totals"])
    )


def bound_fates(
    question: Question, incidents: Sequence[Incident], follows: Sequence[Follow], links: Iterable[Link]
) -> FateEstimate:
    """The bounds for every fate that `follows` names; the order of incidents, follows and links changes nothing."""
    asked = select_asked(question, incidents)
    by_id = {one.id: one for one in incidents}
    ids = {*asked.certain, *asked.possible} | {ident for one in follows for ident in (one.earlier, one.later)}
    nodes = {ident: _build_node(by_id[ident], question, asked) for ident in sorted(ids)}
    ties, walls = _find_ties(nodes, by_id, links)
    pairs = [(one.earlier, one.later) for one in follows] + sorted(ties)
    total = NOBODY
    reasons: list[str] = []
    after = _group(sorted(follows, key=_by_ids), lambda one: one.earlier)
    tied_to = _group(sorted(ties), lambda pair: pair[0])
    for members in join(sorted(nodes), pairs):
        tied = Tied(
            nodes=tuple(nodes[ident] for ident in members),
            follows=tuple(one for ident in members for one in after.get(ident, ())),
            ties=tuple(pair for ident in members for pair in tied_to.get(ident, ())),
            walls=walls,
            asked=find_asked(question),
        )
        part = _bound_part(tied)
        total = total.plus(part)
        reasons += _explain(part, members)
    return FateEstimate(
        question=question,
        asked=asked,
        taken=total.taken,
        fates=tuple(_build_fate(act, total, by_id, follows) for act in ACTS if act in total.reported),
        unknown=total.unknown,
        reasons=(*_say_totals(asked), *reasons),
    )


def _by_ids(follow: Follow) -> tuple[str, str]:
    return (follow.earlier, follow.later)


def _is_of_group(question: Question, incident: Incident) -> bool | None:
    if question.group is None:
        return True
    group = incident.people.group
    return None if not group else question.group.casefold() in group.casefold()


def _build_node(incident: Incident, question: Question, asked: Asked) -> Node:
    return Node(
        ids=(incident.id,),
        low=incident.count.low,
        high=incident.count.high,
        act=incident.act,
        region=find_region(incident.when, incident.where),
        is_asked=incident.id in asked.certain | asked.possible,
        is_certain=incident.id in asked.certain,
        is_of_group=bool(_is_of_group(question, incident)),
        is_total=incident.shape == "aggregate",
    )


def _find_ties(
    nodes: Mapping[str, Node], by_id: Mapping[str, Incident], links: Iterable[Link]
) -> tuple[set[tuple[str, str]], frozenset[frozenset[str]]]:
    """Pairs of incidents that unsure links connect, and those that are judged different."""
    home = {claim: ident for ident in nodes for claim in by_id[ident].claims}
    ties: set[tuple[str, str]] = set()
    walls: set[frozenset[str]] = set()
    for link in links:
        left, right = home.get(link.left), home.get(link.right)
        if left is None or right is None or left == right or by_id[left].act != by_id[right].act:
            continue
        if link.judgement == "unsure":
            ties.add((left, right) if left < right else (right, left))
        elif link.judgement == "different":
            walls.add(frozenset((left, right)))
    return {pair for pair in ties if frozenset(pair) not in walls}, frozenset(walls)


def _bound_part(tied: Tied) -> FateBounds:
    """The widest bounds that any reading of the unsure links gives."""
    return _bound_exactly(tied) or _bound_roughly(tied)


def _bound_exactly(tied: Tied) -> FateBounds | None:
    """None where there are too many ways to read them, or too much may have befallen one person."""
    if len(tied.nodes) + len(tied.follows) > COURSES_LIMIT:
        return None  # everyone may stop at every step, so there are at least as many courses
    widest: FateBounds | None = None
    for case in list_readings(tied) or ():
        found = bound_case(case)
        if found is None:
            return None
        widest = found if widest is None else widest.widen(found)
    return widest


def _bound_roughly(tied: Tied) -> FateBounds:
    """Bounds that are true and may be too wide: at the low ends only what sure fates prove, at the high ends all that may be.

    A possible fate can only befall more of the people: without any of them what is surely reported is least, and the unknown most.
    """
    proven = NOBODY
    for part in _split_sure(tied):
        proven = proven.plus(_bound_exactly(part) or _bound_blindly(part))
    later = {one.later for one in tied.follows}
    fates = [node for node in tied.nodes if node.ids[0] in later and not node.is_asked]
    reported: dict[Act, Bounds] = {}
    last: dict[Act, Bounds] = {}
    for act in dict.fromkeys(node.act for node in fates):
        low = proven.reported[act].low if act in proven.reported else 0
        high = _least(_add(node.high for node in fates if node.act == act), proven.taken.high)
        after = find_after(act, fates, tied)
        gone = _add(node.high for node in fates if node.act != act and node.ids[0] in after)
        reported[act] = Bounds(low=low, high=high)
        last[act] = Bounds(low=0 if gone is None else max(0, low - gone), high=high)
    gone = _add(node.high for node in fates)
    unknown = Bounds(low=0 if gone is None else max(0, proven.taken.low - gone), high=proven.unknown.high)
    return replace(proven, unknown=unknown, last=last, reported=reported, is_exact=False)


def _split_sure(tied: Tied) -> Iterator[Tied]:
    """What still hangs together without the possible fates."""
    sure = [one for one in tied.follows if one.is_sure]
    nodes = {node.ids[0]: node for node in tied.nodes}
    follows, ties = _group(sure, lambda one: one.earlier), _group(tied.ties, lambda pair: pair[0])
    for members in join(list(nodes), [*(_by_ids(one) for one in sure), *tied.ties]):
        yield replace(
            tied,
            nodes=tuple(nodes[ident] for ident in members),
            follows=tuple(one for ident in members for one in follows.get(ident, ())),
            ties=tuple(pair for ident in members for pair in ties.get(ident, ())),
        )


def _bound_blindly(part: Tied) -> FateBounds:
    """Where not even what is sure can be worked out: how many people there are, and no more."""
    taken = Bounds(low=_count_apart(part), high=_add(node.high for node in part.nodes if node.is_asked))
    return replace(NOBODY, taken=taken, unknown=Bounds(low=0, high=taken.high), is_exact=False)


def _count_apart(tied: Tied) -> int:
    """How few the people certainly asked about can be: of incidents that may be one, the fewest that one of them tells."""
    certain = {node.ids[0]: node.low for node in tied.nodes if node.is_certain}
    groups = join([node.ids[0] for node in tied.nodes], tied.ties)
    return sum(min(certain[ident] for ident in group) for group in groups if all(ident in certain for ident in group))


def _group(rows: Iterable[Row], key: Callable[[Row], str]) -> dict[str, list[Row]]:
    """The rows by their key, in the order given."""
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(key(row), []).append(row)
    return groups


def _add(ends: Iterable[int | None]) -> int | None:
    known = list(ends)
    return None if None in known else sum(end for end in known if end is not None)


def _least(*ends: int | None) -> int | None:
    return min((end for end in ends if end is not None), default=None)


def _build_fate(act: Act, total: FateBounds, by_id: Mapping[str, Incident], follows: Sequence[Follow]) -> FateOf:
    return FateOf(
        act=act,
        last=total.last[act],
        reported=total.reported[act],
        incidents=tuple(sorted({one.later for one in follows if by_id[one.later].act == act})),
    )


def _explain(part: FateBounds, members: Sequence[str]) -> list[str]:
    named = ", ".join(sorted(members))
    reasons = []
    if part.surplus:
        reasons.append(f"more people are reported with a fate than were taken, {part.surplus} more: {named}")
    if not part.is_exact:
        reasons.append(
            f"the bounds are true but may be too wide: {len(members)} incidents may hang together in too many ways to work out"
        )
    return reasons


def _say_totals(asked: Asked) -> list[str]:
    number = len(asked.totals)
    if not number:
        return []
    if number == 1:
        return ["1 total is left out, for it lists no one; `count` holds it too"]
    return [f"{number} totals are left out, for they list no one; `count` holds them too"]
