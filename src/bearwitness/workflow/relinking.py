"""The register linked anew: what the rules judge today, with persons' judgements first, kept as the latest run."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from bearwitness.core.incidents import Link
from bearwitness.linking.persons import is_conflict
from bearwitness.store.register import Register, save_links
from bearwitness.workflow.catching_up import link_anew, load_former_links
from bearwitness.workflow.standing import load_standing

Pair = frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Relinked:
    """What a run found, and how the rules' links moved since the run before; what persons judged is in `links` alone."""

    links: tuple[Link, ...]
    new: int
    gone: int
    changed: int
    conflicts: tuple[Link, ...]
    waiting: tuple[Link, ...]


def relink(register: Register, *, at: datetime) -> Relinked:
    """Link all claims and keep what the rules judge; nothing is written where it is what the last run judged."""
    standing = load_standing(register)
    former = load_former_links(register)
    links = link_anew(register)
    settled = {frozenset((link.left, link.right)) for link in standing.judged}
    before = _map_judgements(former, settled)
    after = _map_judgements(links, settled)
    save_links(register, [link for link in links if not link.by.startswith("person:")], at=at)
    return Relinked(
        links=links,
        new=len(after.keys() - before.keys()),
        gone=len(before.keys() - after.keys()),
        changed=sum(after[pair] != before[pair] for pair in after.keys() & before.keys()),
        conflicts=tuple(link for link in links if is_conflict(link)),
        waiting=standing.waiting,
    )


def _map_judgements(links: Iterable[Link], settled: set[Pair]) -> Mapping[Pair, frozenset[tuple[str, str, str]]]:
    found: dict[Pair, set[tuple[str, str, str]]] = {}
    for link in links:
        pair = frozenset((link.left, link.right))
        if pair not in settled and not link.by.startswith("person:"):
            found.setdefault(pair, set()).add((link.left, link.right, link.judgement))
    return {pair: frozenset(said) for pair, said in found.items()}
