"""How the claims of one report stand to each other: the same told again, another one, a part, or what befell the same people later.

The walls written here (`different`) are never crossed by any later linking.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bearwitness.core.records import Relation, Voice, Where
from bearwitness.core.vocabulary import COUNTRY, TOLD, Act
from bearwitness.reading.english.story.contradiction import is_contradicted
from bearwitness.reading.english.story.retelling import find_home, find_old_home, find_rival, is_known
from bearwitness.reading.english.story.shapes import is_old_story
from bearwitness.reading.english.story.sorts import shares_group
from bearwitness.reading.english.story.told import Told, find_people

_STAGES: tuple[frozenset[Act], ...] = (
    frozenset({"threat", "other"}),
    frozenset({"raid", "arrest", "abduction", "disappearance"}),
    frozenset({"transfer", "torture", "injury", "sexual_violence"}),
    frozenset({"sentencing"}),
    frozenset({"release", "escape", "refoulement", "deportation"}),
    frozenset({"killing"}),
)
"""Acts in the order in which they befall people where no dates say otherwise: the held are hurt, then sentenced, then freed."""


def relate(told: Sequence[Told], ids: Sequence[str], voices: Sequence[Voice | None]) -> list[list[Relation]]:
    """Each claim against the occurrences told before it: the same again, another one, or what later befell the same people."""
    relations: list[list[Relation]] = [[] for _ in told]
    clusters: dict[str, list[list[int]]] = {}
    old: dict[str, list[list[int]]] = {}
    people = find_people(told)
    for number, item in enumerate(told):
        if item.frame.alone and item.frame.status in TOLD:
            whole = _find_whole(number, told)
            if whole is not None:
                relations[number].append(
                    Relation(to=ids[whole], kind="part-of", because="the words set it apart from the total")
                )
        if (item.shape != "incident" and not is_old_story(item)) or item.frame.status not in TOLD:
            total = _find_headline_total(number, told, relations, ids)
            if total is not None:
                relations[number].append(Relation(to=ids[total], kind="same", because="the total of the headline"))
            _relate_fate(number, told, ids, relations)
            continue
        mine, past = clusters.setdefault(item.frame.act, []), old.setdefault(item.frame.act, [])
        if item.shape == "incident":
            home = find_home(number, told, mine, people) or find_rival(number, told, mine, voices)
            home = home or find_old_home(number, told, past, people)
        else:
            home = find_old_home(number, told, [*past, *mine], people)
        for cluster in mine if item.shape == "incident" else []:
            if cluster is not home:
                relations[number].append(
                    Relation(to=ids[cluster[0]], kind="different", because=_say_different(item, told[cluster[0]]))
                )
        if home is None:
            (mine if item.shape == "incident" else past).append([number])
        else:
            goes_back = any(people[m] == people[number] for m in home)
            because = _say_same(item, told[home[0]], goes_back=goes_back)
            relations[number].append(Relation(to=ids[home[0]], kind="same", because=because))
            home.append(number)
            if item.shape == "incident" and home in past:
                past.remove(home)
                mine.append(home)
        _relate_fate(number, told, ids, relations)
    _relate_denied(told, ids, relations, clusters)
    return relations


def _relate_denied(
    told: Sequence[Told], ids: Sequence[str], relations: list[list[Relation]], clusters: Mapping[str, list[list[int]]]
) -> None:
    """ "Soldiers killed six fishermen. The army denied that its soldiers had killed the six": what is denied is what was told."""
    people = find_people(told)
    for number, item in enumerate(told):
        if item.frame.status == "denied" and item.shape == "incident":
            home = find_home(number, told, clusters.get(item.frame.act, []), people)
            if home is not None:
                because = "denied by one, told by another"
                relations[number].append(Relation(to=ids[home[0]], kind="same", because=because))


def _find_headline_total(
    number: int, told: Sequence[Told], relations: Sequence[Sequence[Relation]], ids: Sequence[str]
) -> int | None:
    """The headline's total that this one tells again with its period: the same number of the same act, and nothing against it. The first
    that does; "64 killed in Idlib in March" is not told twice.
    """
    item = told[number]
    if item.shape != "aggregate" or item.frame.status not in TOLD or item.frame.headline or item.frame.additional:
        return None
    for earlier in range(number):
        other = told[earlier]
        if (
            other.shape == "aggregate"
            and other.frame.headline
            and other.frame.status in TOLD
            and other.frame.act == item.frame.act
            and (other.count.low, other.count.unit) == (item.count.low, item.count.unit)
            and shares_group(other.frame, item.frame)
            and not is_contradicted(item.when, item.where, other.when, other.where)
            and not any(r.kind == "same" and r.to == ids[earlier] for own in relations for r in own)
        ):
            return earlier
    return None


def _find_whole(number: int, told: Sequence[Told]) -> int | None:
    """The total told before that "in Brest alone" is a part of."""
    item = told[number]
    for earlier in range(number - 1, -1, -1):
        other = told[earlier]
        if (
            other.frame.act == item.frame.act
            and other.shape == "aggregate"
            and not is_contradicted(item.when, item.where, other.when, other.where)
        ):
            return earlier
    return None


def _relate_fate(number: int, told: Sequence[Told], ids: Sequence[str], relations: list[list[Relation]]) -> None:
    """What befell the same people: the later act follows the earlier one, also where the report tells it first ("Two reporters
    were sentenced on Friday. They had been detained in May")."""
    item = told[number]
    if item.like is None or (item.shape == "background" and not is_old_story(item)):
        return
    earlier = told[item.like]
    if earlier.frame.act == item.frame.act:
        return
    back = item.frame.status in TOLD and _precedes(item, earlier)
    first, last = (number, item.like) if back else (item.like, number)
    relations[last].append(Relation(to=ids[first], kind="follows", because="what later befell the same people"))


def _precedes(item: Told, earlier: Told) -> bool:
    """Did what is told later happen before? By the dates, else by the acts; nothing befalls the killed afterwards."""
    if "killing" in {item.frame.act, earlier.frame.act}:
        return earlier.frame.act == "killing"
    when, other = item.when, earlier.when
    if when is not None and other is not None:
        if when.latest is not None and other.earliest is not None and when.latest < other.earliest:
            return True
        if other.latest is not None and when.earliest is not None and other.latest < when.earliest:
            return False
    return _find_stage(item.frame.act) < _find_stage(earlier.frame.act)


def _find_stage(act: Act) -> int:
    return next(n for n, acts in enumerate(_STAGES) if act in acts)


def _say_same(item: Told, earlier: Told, *, goes_back: bool) -> str:
    if goes_back:
        return "tells the same people again"
    if item.count.low != earlier.count.low:
        return "another figure for the same"
    return "agrees in date, place and number"


def _say_different(item: Told, earlier: Told) -> str:
    if item.frame.additional:
        return "the words say another"
    if is_contradicted(item.when, None, earlier.when, None):
        return "other date"
    if is_contradicted(None, item.where, None, earlier.where):
        return "other place"
    if (item.count.low, item.count.high) != (earlier.count.low, earlier.count.high):
        return "other number"
    return "told apart in one report"


def _is_vague(where: Where | None) -> bool:
    return where is None or where.prec >= COUNTRY or where.basis == "inferred"


def share_same(told: Sequence[Told], relations: Sequence[Sequence[Relation]], ids: Sequence[str]) -> list[Told]:
    """Claims that tell the same people again take the most exact date and place that any of them gives."""
    at = {ident: number for number, ident in enumerate(ids)}
    home = list(range(len(ids)))
    for number, own in enumerate(relations):
        for relation in own:
            if relation.kind == "same":
                home[number] = home[at[relation.to]]
    out = list(told)
    for number, item in enumerate(told):
        group = [told[n] for n in range(len(told)) if home[n] == home[number]]
        whens = [t.when for t in group if t.when is not None and t.when.earliest is not None]
        if is_known(item):
            numbers = [t.count for t in group if t.count.high is not None and t.count.low > 1 and not t.frame.bare]
            if len({(c.low, c.high) for c in numbers}) == 1:
                out[number] = replace(out[number], count=replace(numbers[0], text=item.count.text))
        wheres = [t.where for t in group if t.where is not None]
        if len(group) > 1 and whens and (item.when is None or item.when.earliest is None):
            out[number] = replace(out[number], when=replace(min(whens, key=lambda w: w.prec), basis="relative"))
        if len(group) > 1 and wheres and _is_vague(item.where):
            out[number] = replace(out[number], where=min(wheres, key=lambda w: (w.basis == "inferred", w.prec)))
    return out
