"""What became of the people whom a question asks about: for each fate the fewest and the most, and those of whom nothing is reported.

The world that the bounds speak of: every incident has some number of people that its claims allow. Whom a sure fate befell is among the
people of the incidents it follows, as far as these have so many; whom a possible fate befell may be, wholly, in part or not at all.
Nobody suffers one fate twice where it befalls a person once (`core/fates.toml`). Incidents that unsure links connect may be one.
Totals list no one and are left out of those asked about; as fates they count like others, and may hold them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bearwitness.core.incidents import Follow, Incident, Link, Question
from bearwitness.core.vocabulary import ACTS, Act
from bearwitness.counting.arrange import join
from bearwitness.counting.fate_cases import Bounds, FateBounds
from bearwitness.counting.fate_parts import NOBODY, bound_part, find_pair, group_by
from bearwitness.counting.fate_readings import Node, Tied
from bearwitness.counting.membership import decide_membership, find_asked, find_region


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
    nodes = {ident: build_node(by_id[ident], question, asked) for ident in sorted(ids)}
    ties, walls = find_ties(nodes, by_id, links)
    pairs = [(one.earlier, one.later) for one in follows] + sorted(ties)
    total = NOBODY
    reasons: list[str] = []
    after = group_by(sorted(follows, key=find_pair), lambda one: one.earlier)
    tied_to = group_by(sorted(ties), lambda pair: pair[0])
    for members in join(sorted(nodes), pairs):
        tied = Tied(
            nodes=tuple(nodes[ident] for ident in members),
            follows=tuple(one for ident in members for one in after.get(ident, ())),
            ties=tuple(pair for ident in members for pair in tied_to.get(ident, ())),
            walls=walls,
            asked=find_asked(question),
        )
        part = bound_part(tied)
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


def _is_of_group(question: Question, incident: Incident) -> bool | None:
    if question.group is None:
        return True
    group = incident.people.group
    return None if not group else question.group.casefold() in group.casefold()


def build_node(incident: Incident, question: Question, asked: Asked) -> Node:
    """The incident as the bounds need it."""
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


def find_ties(
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
