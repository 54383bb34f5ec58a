"""Which list an incident stands on: its independent origins, grouped by who keeps telling of incidents.

Lists are origins and not outlets: what an outlet copied, or heard from a body that speaks for itself, stands on that one's list only
(`origins`). A list bears the name of an outlet, a body or a document. Persons are never named: officials are one list, for the police
and the ministry of one state do not tell independently of each other; experts and all other voices are one list too.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Final

from bearwitness.core.incidents import Incident, Origin
from bearwitness.linking.voices_back import fold_name

OFFICIALS: Final = "officials"
VOICES: Final = "experts and other voices"
SELDOM: Final = "those that tell of one incident only"
_NAMED: Final = frozenset({"outlet", "ngo", "document"})


def find_keepers(incidents: Iterable[Incident], told: Collection[str]) -> Mapping[str, frozenset[str]]:
    """The names of the lists that each incident stands on, by its id; none where no known origin tells it.

    `told` are the claims that tell of something as having happened: who only denies an incident does not have it on a list. An outlet
    or body is a list where it tells of two of these incidents; all others together are one.
    """
    kept: dict[str, set[str]] = {}
    spelt: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for one in incidents:
        tellers = [origin for origin in one.origin_list if any(claim in told for claim in origin.claims)]
        kept[one.id] = {_find_key(origin) for origin in tellers}
        for origin in tellers:
            spelt[_find_key(origin)][_find_name(origin)] += 1
    times = Counter(key for keys in kept.values() for key in keys)
    names = {
        key: SELDOM if number < 2 and key not in {OFFICIALS, VOICES} else _choose(spelt[key])
        for key, number in times.items()
    }
    return {ident: frozenset(names[key] for key in keys) for ident, keys in kept.items()}


def _find_key(origin: Origin) -> str:
    if origin.kind in _NAMED:
        return f"{fold_name(origin.name)} "  # never the same as one of the words for unnamed voices
    return OFFICIALS if origin.kind == "official" else VOICES


def _find_name(origin: Origin) -> str:
    return origin.name if origin.kind in _NAMED else _find_key(origin)


def _choose(spelt: Counter[str]) -> str:
    """The spelling most used, the first by letters of several."""
    return min(spelt, key=lambda name: (-spelt[name], name))
