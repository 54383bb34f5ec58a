"""The claims that hold each end of an estimate, none more than needed.

What *holds* means. Claims hold an end when counted alone they give it: the low and a closed high exactly. A judgement on a claim that is
left out counts for the claims kept of the same incident or total. A high that is open is held by every incident or total that leaves
it open: each does so by itself, and to close it every one needs an answer.

Fewer claims can also prove more, where one that disagreed is gone, and what is more than all claims prove holds nothing: so of an incident
that holds the low those claims are kept that say no more of it than all do, and the same of its days and place; and no incident
is left out that joins others by unsure links.

None more than needed: without any one of them, or any one incident or total, or all that unsure links join, the others hold it no longer.
It is not always the smallest set, and another may hold the end as well. The first claims by id are kept.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from itertools import islice

from bearwitness.core.incidents import Question
from bearwitness.counting.arrange import Judged, find_partitions, join
from bearwitness.counting.components import Component, Components, Node
from bearwitness.counting.homes import find_wholes, ids_of
from bearwitness.counting.least import Part
from bearwitness.counting.leaving_out import (
    CLAIMS_LIMIT,
    WORK_LIMIT,
    Holders,
    NearBy,
    Pool,
    Work,
    is_no_more,
    leave_out,
    list_claims,
    sort_ids,
)
from bearwitness.counting.membership import Region, decide_membership, find_asked, is_within
from bearwitness.counting.most import Described
from bearwitness.counting.told import Told, tell
from bearwitness.counting.unneeded import find_unneeded, is_true_together


def find_low_holders(
    question: Question, components: Components, parts: Sequence[Part], described: Sequence[Described], judged: Judged
) -> Holders:
    """The claims that hold the low; `parts` are the fewest people of each of `components`, `described` all that is told."""
    asked, work, nearby = find_asked(question), Work(), NearBy(judged)
    held: set[str] = set()
    is_least = True
    rest: list[tuple[Component, Part]] = []
    for component, part in zip(components.parts, parts, strict=True):
        proof = _find_proof(question, asked, component, part) if part.low else frozenset[str]()
        if proof is None:
            rest.append((component, part))
        else:
            held |= proof
    for group in _list_groups(rest, components.idle, judged):
        low = sum(part.low for _, part in group)
        told = [one for component, _ in group for one in _list_told(component, components.idle, judged)]
        ids = {ident for one in told for ident in ids_of(one)}
        is_exact = all(part.is_exact for _, part in group)
        if len(ids) > CLAIMS_LIMIT or not is_exact:
            least, is_true = None, is_true_together(ids, low, described, judged)
        else:
            pool = Pool(question, list_claims(told), nearby)
            few = frozenset(
                ident for _, part in group for one in (*part.counted, *part.totals) for ident in ids_of(one)
            )
            weight = sum(_weigh(component) for component, _ in group)
            least = pool.leave_out((few & ids, pool.ids), _build_proves(pool, low), partial(work.take, weight))
            is_true = pool.is_true(pool.ids if least is None else least)
        if not is_true:
            everything = Pool(question, list_claims(one.told for one in described), nearby)
            return _hold_all(everything, _build_proves(everything, sum(part.low for part in parts)))
        is_least = is_least and least is not None
        if least is None and is_exact:
            ids -= find_unneeded(asked, [component for component, _ in group], judged)
        held |= ids if least is None else least
    return Holders(claims=sort_ids(held), is_least=is_least)


def find_high_holders(question: Question, described: Sequence[Described], judged: Judged) -> Holders:
    """The claims that hold the high; `described` are all incidents and totals with the most that each adds."""
    asked, work, nearby = find_asked(question), Work(), NearBy(judged)
    is_open = any(one.people is None for one in described)
    held: set[str] = set()
    is_least = True
    families = tuple(_list_families(described, judged))
    in_family = {id(one) for family in families for one in family}
    for one in described:
        if one.people is None if is_open else one.people and id(one) not in in_family:
            held |= _find_ends(question, asked, one.told, id(one) in in_family)
    for family in () if is_open else families:
        people = sum(one.people or 0 for one in family)
        if not people:
            continue
        pool = Pool(question, list_claims(one.told for one in family), nearby)
        least = None
        if len(pool.ids) <= CLAIMS_LIMIT:
            few = frozenset(ident for one in family if one.people for ident in ids_of(one.told))
            weight = len(pool.claims)
            least = pool.leave_out((few, pool.ids), _build_describes(pool, people), partial(work.take, weight))
        if not pool.is_true(pool.ids if least is None else least):
            everything = Pool(question, list_claims(one.told for one in described), nearby)
            return _hold_all(everything, _build_describes(everything, sum(one.people or 0 for one in described)))
        is_least = is_least and least is not None
        held |= pool.ids if least is None else least
    return Holders(claims=sort_ids(held), is_least=is_least)


def list_involved(parts: Sequence[Part], described: Sequence[Described]) -> tuple[str, ...]:
    """Every claim that the low or the high was counted from, needed or not."""
    told = [one for part in parts for one in (*part.counted, *part.totals)]
    told += [one.told for one in described if one.people or one.people is None]
    return sort_ids({claim.id for claim in list_claims(told)})


def _build_proves(pool: Pool, low: int) -> Callable[[frozenset[str]], bool]:
    def holds(ids: frozenset[str]) -> bool:
        ends = pool.count(ids) if pool.says_no_more(ids) else None
        return ends is not None and ends.low == low

    return holds


def _build_describes(pool: Pool, people: int) -> Callable[[frozenset[str]], bool]:
    def holds(ids: frozenset[str]) -> bool:
        ends = pool.count(ids)
        return ends is not None and ends.high == people

    return holds


def _hold_all(pool: Pool, holds: Callable[[frozenset[str]], bool]) -> Holders:
    """The holders among all claims at once: where some of them cannot be true without what others allow for."""

    least = pool.leave_out(
        (pool.ids,), lambda ids: holds(ids) and pool.is_true(ids), lambda: len(pool.ids) <= CLAIMS_LIMIT
    )
    return Holders(claims=sort_ids(pool.ids if least is None else least), is_least=least is not None)


def _find_proof(question: Question, asked: Region, component: Component, part: Part) -> frozenset[str] | None:
    """One claim for each incident of a component, or for all that unsure links join, where no total adds people: it proves all its people by
    itself. These need no trying. None where there are none such.
    """
    if part.totals or sum(one.low for one in part.counted) != part.low:
        return None
    node_of = {ident: node for node in component.incidents for ident in ids_of(node.whole)}
    found: dict[int, str] = {}
    for one in part.counted:
        node = node_of.get(one.claims[0].id)
        witness = None if node is None or id(node) in found else _find_witness(question, asked, one, node)
        if node is None or witness is None:
            return None
        found[id(node)] = witness
    return frozenset(found.values())


def _find_witness(question: Question, asked: Region, one: Told, node: Node) -> str | None:
    """The first claim that proves the fewest people of an incident inside by itself, and says no more of it than all do."""
    for claim in one.claims:
        alone = one if len(one.claims) == 1 else tell(question, [claim])
        if alone.low != one.low or not alone.is_sure or not is_within(alone.region, asked):
            continue
        atom = next(atom for atom in node.cluster.atoms if claim.id in atom)
        every = [other for other in node.whole.claims if other.id in atom]
        if len(every) == 1 or is_no_more(alone, tell(question, every)):
            return claim.id
    return None


def _find_ends(question: Question, asked: Region, told: Told, is_part: bool) -> frozenset[str]:
    """No more claims of one incident or total than give it its upper end, somewhere inside.

    Where it is part of a total, or one with parts, they say no more of it than all: those that say more may not fit into the total.
    """

    def holds(ids: frozenset[str]) -> bool:
        if not ids:
            return False
        some = tell(question, [claim for claim in told.claims if claim.id in ids])
        same = (some.high, some.stated) == (told.high, told.stated)
        return same and decide_membership(some.region, asked) != "no" and (not is_part or is_no_more(some, told))

    single = [frozenset((ident,)) for ident in ids_of(told)]
    if len(single) == 1:
        return single[0]
    every = frozenset(ids_of(told))
    return leave_out((*single, every), single[::-1], holds, lambda: True) or every


def _list_groups(
    rest: Sequence[tuple[Component, Part]], idle: Mapping[str, Told], judged: Judged
) -> Iterator[list[tuple[Component, Part]]]:
    """Components together where people of both are part of one total outside them."""
    first: dict[int, int] = {}
    pairs = []
    for n, (component, _) in enumerate(rest) if judged.wholes and idle else ():
        for one in _list_nodes(component):
            pairs += [(n, first.setdefault(id(whole), n)) for whole in find_wholes(one, judged, idle)]
    for members in join(list(range(len(rest))), pairs):
        yield [rest[n] for n in members]


def _list_nodes(component: Component) -> list[Told]:
    return [node.whole for node in (*component.totals, *component.incidents)]


def _list_told(component: Component, idle: Mapping[str, Told], judged: Judged) -> list[Told]:
    """What a component tells, and the totals outside it that its people are part of."""
    told = _list_nodes(component)
    return [*told, *(whole for one in told for whole in find_wholes(one, judged, idle))] if judged.wholes else told


def _weigh(component: Component) -> int:
    """How much it is to count a component once: what it may tell of, for each way to read the links between its totals."""
    ways = 1
    for node in component.totals:
        ways *= len(list(islice(find_partitions(len(node.cluster.atoms), node.groups or ()), WORK_LIMIT)))
    return ways * sum(len(node.told) for node in (*component.totals, *component.incidents))


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
