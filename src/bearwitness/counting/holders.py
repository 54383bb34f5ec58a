"""The claims that hold each end of an estimate, none more than needed.

What *holds* means. Some claims hold the low when they alone, with the judgements between them, prove as many people; and still do
where claims that a claim left out joins may be one (two that a third may be the same as may be the same). Some claims hold the high when
they alone describe as many people (claims of one incident stay so).
A high that is open is held by every incident or total that leaves it open, with no more claims of
each than do so: each by itself leaves it open, and to close it every one needs an answer.

None more than needed: without any one of them, or any one incident or total that they tell of, the others hold it no longer. That is
what leaving out one by one finds (deletion filter, Chinneck and Dravnieks 1991). Counting fewer claims can also prove more, where one that
disagreed is gone; so it is not always the smallest set, and another may hold the end as well. The first claims by id are kept.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import partial
from itertools import islice

from bearwitness.core.incidents import Question
from bearwitness.core.records import Claim
from bearwitness.counting.arrange import (
    Judged,
    find_contradiction,
    find_partitions,
    join,
    join_same,
    restrict_judged,
)
from bearwitness.counting.components import Component, Components, find_components
from bearwitness.counting.homes import find_wholes, ids_of
from bearwitness.counting.least import Part, find_least
from bearwitness.counting.leaving_out import CLAIMS_LIMIT, WORK_LIMIT, Holds, NearBy, Work, bridge, leave_out, sort_ids
from bearwitness.counting.membership import Region, decide_membership, find_asked, is_within
from bearwitness.counting.most import Clash, Described, find_most
from bearwitness.counting.told import Told, tell


@dataclass(frozen=True, slots=True, kw_only=True)
class Holders:
    """The claims that hold an end. `is_least` False: there were too many to try, and some may not be needed."""

    claims: tuple[str, ...]
    is_least: bool = True


def find_low_holders(question: Question, components: Components, parts: Sequence[Part], judged: Judged) -> Holders:
    """The claims that hold the low; `parts` are the fewest people of each of `components`."""
    asked, work, nearby = find_asked(question), Work(), NearBy(judged)
    held: set[str] = set()
    is_least = True
    for component, part in zip(components.parts, parts, strict=True):
        if not part.low:
            continue
        proof = _find_proof(question, asked, component, part)
        if proof is not None:
            held |= proof
            continue
        claims = _list_pool(component, components.idle, judged)
        few = frozenset(claim.id for one in (*part.counted, *part.totals) for claim in one.claims)
        least = None
        each = partial(work.take, _weigh(component)) if part.is_exact else _never
        if len(claims) <= CLAIMS_LIMIT and each():
            between = nearby.restrict(_ids(claims))
            atoms = join_same(claims, between)
            holds = _build_holds(question, claims, atoms, between, part.low)
            start = few if few <= {claim.id for claim in claims} and holds(few) else _ids(claims)
            least = leave_out(start, atoms, claims, holds, each)
        is_least = is_least and least is not None
        held |= few if least is None else least
    counted = [component for component, part in zip(components.parts, parts, strict=True) if part.low]
    astray = _find_astray(question, counted, held)
    if not astray:
        return Holders(claims=sort_ids(held), is_least=is_least)
    return _keep_together(question, components, (sum(part.low for part in parts), counted), (held, astray, nearby))


def _find_astray(question: Question, counted: Sequence[Component], held: Set[str]) -> frozenset[str]:
    """The claims of each incident or total of which those that are held tell of more days or more places than all of them do.

    Of a total of one day, told of two days by the one claim that is held, the people may be those of an incident on the other day.
    """
    astray: set[str] = set()
    for component in counted:
        for node in (*component.totals, *component.incidents):
            by_id = {claim.id: claim for claim in node.whole.claims}
            for atom in node.cluster.atoms:
                kept = [by_id[ident] for ident in atom if ident in held]
                if 0 < len(kept) < len(atom):
                    whole = tell(question, [by_id[ident] for ident in atom])
                    astray |= set() if is_within(tell(question, kept).region, whole.region) else set(atom)
    return frozenset(astray)


def _keep_together(
    question: Question,
    components: Components,
    proven: tuple[int, Sequence[Component]],
    kept: tuple[Set[str], frozenset[str], NearBy],
) -> Holders:
    """The holders of the low of all components at once, where what is held of one may lie in another."""
    (low, counted), (held, astray, nearby) = proven, kept
    pool = {claim.id: claim for component in counted for claim in _list_pool(component, components.idle, nearby.judged)}
    claims = [pool[ident] for ident in sort_ids(pool)]
    least = None
    if len(claims) <= CLAIMS_LIMIT:
        between = nearby.restrict(pool)
        atoms = join_same(claims, between)
        holds = _build_holds(question, claims, atoms, between, low)
        start = next((ids for ids in (frozenset(held), held | astray, _ids(claims)) if holds(frozenset(ids))), None)
        least = None if start is None else leave_out(frozenset(start), atoms, claims, holds, lambda: True)
    return Holders(claims=sort_ids(held | astray if least is None else least), is_least=least is not None)


def find_high_holders(question: Question, described: Sequence[Described], judged: Judged) -> Holders:
    """The claims that hold the high; `described` are all incidents and totals with the most that each adds."""
    asked, work, nearby = find_asked(question), Work(), NearBy(judged)
    is_open = any(one.people is None for one in described)
    held: set[str] = set()
    is_least = True
    families = () if is_open else tuple(_list_families(described, judged))
    in_family = {id(one) for family in families for one in family}
    for one in described:
        if id(one) in in_family or not (one.people is None if is_open else one.people):
            continue
        held |= _find_ends(question, asked, one.told)
    for family in families:
        claims = _claims_of([one.told for one in family])
        people = sum(one.people or 0 for one in family)
        if not people:
            continue
        few = frozenset(claim.id for one in family if one.people for claim in one.told.claims)
        least = None
        each = partial(work.take, len(claims))
        if len(claims) <= CLAIMS_LIMIT and each():
            between = nearby.restrict(_ids(claims))
            holds = _build_describes(question, claims, between, people)
            start = few if holds(few) else _ids(claims)
            least = leave_out(start, join_same(claims, between), claims, holds, each)
        is_least = is_least and least is not None
        held |= few if least is None else least
    return Holders(claims=sort_ids(held), is_least=is_least)


def list_involved(parts: Sequence[Part], described: Sequence[Described]) -> tuple[str, ...]:
    """Every claim that the low or the high was counted from, needed or not."""
    told = [one for part in parts for one in (*part.counted, *part.totals)]
    told += [one.told for one in described if one.people or one.people is None]
    return sort_ids({claim.id for claim in _claims_of(told)})


def _find_proof(question: Question, asked: Region, component: Component, part: Part) -> set[str] | None:
    """One claim that proves all of the part's people by itself; else one for each incident, where no link joins them and no total adds
    people. These need no trying. None where there are none such.
    """
    involved = (*part.counted, *part.totals)
    single = next((ident for one in involved if (ident := _find_witness(question, asked, one, part.low))), None)
    if single is not None:
        return {single}
    if part.totals or sum(one.low for one in part.counted) != part.low:
        return None
    cluster_of = {ident: i for i, node in enumerate(component.incidents) for ident in ids_of(node.whole)}
    found: dict[int | None, str] = {}
    for one in part.counted:
        ident = _find_witness(question, asked, one, one.low) if one.low else None
        if ident:
            found.setdefault(cluster_of.get(ident), ident)
    needed = sum(one.low > 0 for one in part.counted)
    return set(found.values()) if len(found) == needed and None not in found else None


def _find_witness(question: Question, asked: Region, told: Told, low: int) -> str | None:
    """The first claim of an incident or total that proves just so many people inside by itself."""
    for claim in told.claims:
        if claim.count.low < low:
            continue
        alone = told if len(told.claims) == 1 else tell(question, [claim])
        if alone.low == low and alone.is_sure and is_within(alone.region, asked):
            return claim.id
    return None


def _find_ends(question: Question, asked: Region, told: Told) -> frozenset[str]:
    """No more claims of one incident or total than give it its upper end, somewhere inside."""

    def holds(ids: frozenset[str]) -> bool:
        some = tell(question, [claim for claim in told.claims if claim.id in ids])
        same = (some.high, some.stated) == (told.high, told.stated)
        return same and decide_membership(some.region, asked) != "no"

    if len(told.claims) == 1:
        return _ids(told.claims)
    for claim in told.claims:
        if holds(frozenset((claim.id,))):
            return frozenset((claim.id,))
    return leave_out(_ids(told.claims), (), told.claims, holds, lambda: True) or _ids(told.claims)


def _build_holds(
    question: Question, claims: Sequence[Claim], atoms: Sequence[tuple[str, ...]], judged: Judged, low: int
) -> Holds:
    """Whether some of `claims` prove `low`: alone, and with what the claims left out join."""

    def holds(ids: frozenset[str]) -> bool:
        kept = [claim for claim in claims if claim.id in ids]
        alone = restrict_judged(judged, ids)
        if _find_low(question, kept, alone) != low:
            return False
        bridged = bridge(alone, judged, atoms, ids)
        return bridged is None or _find_low(question, kept, bridged) == low

    return holds


def _build_describes(question: Question, claims: Sequence[Claim], judged: Judged, people: int) -> Holds:
    """Whether some of `claims` describe just so many people by themselves; those of one incident stay so without what joined them."""
    atoms = join_same(claims, judged)

    def holds(ids: frozenset[str]) -> bool:
        kept = [claim for claim in claims if claim.id in ids]
        alone = restrict_judged(judged, ids)
        return _find_high(question, kept, bridge(alone, judged, atoms, ids) or alone) == people

    return holds


def _find_low(question: Question, claims: Sequence[Claim], judged: Judged) -> int | None:
    """The low of the claims by themselves, None where they cannot all be true."""
    asked = find_asked(question)
    high = _find_high(question, claims, judged)
    if isinstance(high, Clash):
        return None
    atoms = join_same(claims, judged)
    parts = find_least(asked, find_components(question, claims, atoms, judged), judged)
    low = None if parts is None else sum(part.low for part in parts)
    return None if low is None or (high is not None and low > high) else low


def _find_high(question: Question, claims: Sequence[Claim], judged: Judged) -> int | Clash | None:
    """The high of the claims by themselves, None where it is open."""
    atoms = join_same(claims, judged)
    contradiction = find_contradiction(atoms, judged)
    if contradiction:
        return Clash(claims=contradiction, reason="")
    by_id = {claim.id: claim for claim in claims}
    found = find_most(find_asked(question), [tell(question, [by_id[i] for i in atom]) for atom in atoms], judged)
    if isinstance(found, Clash):
        return found
    people = [one.people for one in found]
    return None if None in people else sum(count or 0 for count in people)


def _weigh(component: Component) -> int:
    """How much it is to count a component once: what it may tell of, for each way to read the links between its totals."""
    ways = 1
    for node in component.totals:
        ways *= len(list(islice(find_partitions(len(node.cluster.atoms), node.groups or ()), WORK_LIMIT)))
    return ways * sum(len(node.told) for node in (*component.totals, *component.incidents))


def _never() -> bool:
    return False


def _list_pool(component: Component, idle: Mapping[str, Told], judged: Judged) -> list[Claim]:
    """The claims of a component, and those of the totals outside it that its people are part of."""
    told = [node.whole for node in (*component.totals, *component.incidents)]
    wholes = [whole for one in told for whole in find_wholes(one, judged, idle)]
    return _claims_of((*told, *wholes))


def _list_families(described: Sequence[Described], judged: Judged) -> Iterator[list[Described]]:
    """Incidents and totals that part-of connects."""
    if not judged.wholes:
        return
    owners = {ident: one.told for one in described if one.told.is_total for ident in ids_of(one.told)}
    number = {id(one.told): i for i, one in enumerate(described)}
    pairs = [
        (i, number[id(whole)]) for i, one in enumerate(described) for whole in find_wholes(one.told, judged, owners)
    ]
    for members in join(sorted({i for pair in pairs for i in pair}), pairs):
        yield [described[i] for i in members]


def _claims_of(told: Iterable[Told]) -> list[Claim]:
    found = {claim.id: claim for one in told for claim in one.claims}
    return [found[ident] for ident in sort_ids(found)]


def _ids(claims: Iterable[Claim]) -> frozenset[str]:
    return frozenset(claim.id for claim in claims)
