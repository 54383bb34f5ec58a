"""Frames to claims: what each frame means beside the rest of the report.

Decides who "they" and "the four" are, whether an act is told again or is another one, what is only summary or background,
and which figures are totals over a period. The walls it writes (`different`) are never crossed by any later linking.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from hashlib import sha256

from bearwitness.core.records import Claim, Count, Quote, Relation, Report, Voice, When, Where
from bearwitness.core.vocabulary import ADMIN1, COUNTRY, DAY, DAYS, LONGER, MONTH, TOLD, WEEK, Shape
from bearwitness.reading.english.frames import Frame
from bearwitness.reading.english.times import resolve_shift

READER = "en/1"

LONG_AGO = timedelta(days=365)
"""An act that lies this long before the report's newest one is told as background."""

_FATES = frozenset({"refoulement", "deportation", "transfer", "release", "sentencing", "killing", "torture", "escape", "disappearance", "injury", "sexual_violence", "threat"})
_CUSTODY = frozenset({"arrest", "abduction", "raid", "disappearance", "refoulement", "deportation"})
_MEMORY = 6
"""Sentences back that "they" and "the four" may reach."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """A frame with its settled date, place and people, and the earlier frame its people were told in."""

    frame: Frame
    when: When | None
    where: Where | None
    count: Count
    shape: Shape
    like: int | None
    """Index of the earlier frame with the same people, if the words go back to one."""


def build_claims(report: Report, frames: Sequence[Frame], voices_of: Callable[[Frame], tuple[Voice, ...]]) -> tuple[Claim, ...]:
    """The report's claims in text order, each with its relations to the earlier ones."""
    settled = _settle(frames, report.published_on)
    shaped = _shape(settled, report.published_on)
    ids = _build_ids(report, shaped)
    relations = _relate(shaped, ids)
    return tuple(
        Claim(
            id=ids[n],
            act=t.frame.act,
            shape=t.shape,
            when=t.when or bound_by_publication(report.published_on),
            where=t.where,
            count=t.count,
            people=t.frame.people,
            actor=t.frame.actor,
            manner=t.frame.manner,
            voices=voices_of(t.frame),
            status=t.frame.status,
            relations=tuple(relations[n]),
            quotes=(Quote(start=t.frame.start, end=t.frame.end, text=report.text[t.frame.start : t.frame.end]),),
            found_by=READER,
        )
        for n, t in enumerate(shaped)
    )


def bound_by_publication(published_on: date | None) -> When | None:
    """Where the words give no date, the act lies before the report and no more is known; never on the report's own day."""
    if published_on is None:
        return None
    return When(earliest=None, latest=published_on, prec=LONGER, basis="publication", text="")


def _build_ids(report: Report, told: Sequence[_Told]) -> list[str]:
    """Ids from the report's bytes and the claim's words: the same reading gives the same ids, two reports never share one."""
    seen: dict[str, int] = {}
    out = []
    for t in told:
        key = f"{report.sha256}\0{report.id}\0{t.frame.act}\0{t.frame.start}\0{t.frame.end}\0{t.count.text}"
        seen[key] = seen.get(key, 0) + 1
        out.append("c_" + sha256(f"{key}\0{seen[key]}".encode()).hexdigest()[:16])
    return out


def _settle(frames: Sequence[Frame], published_on: date | None) -> list[_Told]:
    """Resolve "the same day", "there", and who the people are, going down the report."""
    out: list[_Told] = []
    for frame in frames:
        when, where, count = stretch(frame, published_on), frame.where, frame.count
        if frame.timex is not None and frame.timex.shift is not None:
            anchor = next((t.when for t in reversed(out) if t.when is not None and t.when.prec <= MONTH and t.when.basis != "publication"), None)
            when = resolve_shift(frame.timex, anchor) if anchor is not None else frame.when
        if frame.there and where is None:
            where = next((t.where for t in reversed(out) if t.where is not None), None)
        like = _find_antecedent(frame, out)
        if like is not None and _counts_nobody(frame):
            count = replace(out[like].count, text=count.text)
        out.append(_Told(frame=frame, when=when, where=where, count=count, shape="incident", like=like))
    return out


def stretch(frame: Frame, published_on: date | None) -> When | None:
    """The period a date tells with the word before it: "since April" runs from April to the report, "as of 17 March" up to then."""
    when = frame.when
    if when is None or frame.since is None or when.month_day is not None:
        return when
    end = frame.until.latest if frame.until is not None else published_on
    if frame.since.startswith("since") or (frame.since in _RUNNING and when.prec >= LONGER):
        if end is None or when.earliest is None or end < when.earliest:
            return replace(when, latest=end if end is not None and when.earliest and end >= when.earliest else None, prec=LONGER)
        return replace(when, latest=end, prec=_find_prec((end - when.earliest).days + 1))
    if frame.since in {"as of", "by", "by the end of"} and not frame.singular:
        return replace(when, earliest=None, prec=LONGER)
    return when


def _find_prec(days: int) -> int:
    """UCDP date_prec of a stretch of so many days."""
    return DAY if days == 1 else DAYS if days <= 6 else WEEK if days == 7 else MONTH if days <= 31 else LONGER


def _counts_nobody(frame: Frame) -> bool:
    """Do the words name the people without a number of their own ("they", "the defectors")?"""
    return frame.pronoun or frame.bare


def _find_antecedent(frame: Frame, told: Sequence[_Told]) -> int | None:
    """The latest earlier frame whose people the words go back to: a pronoun, "the two men", "the defectors", a name told again."""
    if frame.additional:
        return None
    for number in range(len(told) - 1, -1, -1):
        earlier = told[number]
        if frame.sentence - earlier.frame.sentence > _MEMORY and not _shares_name(frame, earlier.frame):
            break
        if earlier.frame.act == "raid" or frame.act == "raid" or earlier.frame.status not in TOLD:
            continue
        if earlier.frame.trigger == frame.trigger and earlier.frame.sentence == frame.sentence:
            continue
        if _shares_name(frame, earlier.frame):
            return number
        if not (frame.pronoun or frame.definite) or frame.attributive and not frame.definite:
            continue
        if _agrees(frame, earlier):
            return number
    return None


def _agrees(frame: Frame, earlier: _Told) -> bool:
    if frame.pronoun:
        return frame.singular == (earlier.count.high == 1)
    if frame.bare:
        return earlier.count.high != 1 and _shares_group(frame, earlier.frame)
    if frame.count.unit != earlier.count.unit:
        return False
    if frame.singular and earlier.count.high == 1:
        return _shares_group(frame, earlier.frame)
    return frame.count.low == earlier.count.low and frame.count.high == earlier.count.high


def _shares_group(frame: Frame, earlier: Frame) -> bool:
    """Could both phrases name the same people? Groups that share no word ("the protesters", "two policemen") do not."""
    mine, theirs = (frame.people.group or "").lower().split(), (earlier.people.group or "").lower().split()
    if not mine or not theirs:
        return True
    return mine[-1].rstrip("s") == theirs[-1].rstrip("s") or mine[-1] in _ANYONE or theirs[-1] in _ANYONE


_ANYONE = frozenset({"people", "person", "detainees", "detainee", "victims", "victim", "prisoners", "others", "individuals", "suspects", "suspect"})


def _shares_name(frame: Frame, earlier: Frame) -> bool:
    """A personal name told again ("Kim Min-su was arrested … Kim was sent back"): same surname or full name."""
    mine, theirs = frame.count.text.split(), earlier.count.text.split()
    if not (frame.singular and earlier.singular and mine and theirs):
        return False
    return mine[-1] == theirs[-1] and mine[-1][:1].isupper() and len(mine[-1]) > 2


def _shape(told: Sequence[_Told], published_on: date | None) -> list[_Told]:
    """Incident, aggregate or background, by the words and by what else the report tells of the act."""
    newest = max((t.when.latest for t in told if t.when and t.when.latest and t.frame.status in TOLD), default=published_on)
    specific = {t.frame.act for t in told if _is_specific(t)}
    return [replace(t, shape=_find_shape(t, t.frame.act in specific, newest)) for t in told]


def _is_specific(told: _Told) -> bool:
    """A frame that tells one occurrence: a number or one person, told as having happened."""
    frame = told.frame
    return frame.status in TOLD and not frame.habitual and not frame.bare and frame.since is None and not frame.acts_counted


def _find_shape(told: _Told, has_specific: bool, newest: date | None) -> Shape:
    frame = told.frame
    if frame.habitual:
        return "background"
    dated_exactly = told.when is not None and told.when.prec < MONTH
    if frame.bare and told.like is None and has_specific and not (dated_exactly and told.where is not None and told.where.prec < COUNTRY):
        return "background"
    if newest is not None and told.when is not None and told.when.latest is not None and newest - told.when.latest > LONG_AGO:
        return "background"
    if _is_total(told):
        return "aggregate"
    return "incident"


def _is_total(told: _Told) -> bool:
    """A figure over a period that may hold several events: "since January", "in July and August", "so far"."""
    frame, when = told.frame, told.when
    if told.count.high == 1 or told.like is not None:
        return False
    if frame.spread and (told.where is None or told.where.prec >= ADMIN1):
        return True
    if when is None:
        return frame.since in _RUNNING
    if when.earliest is not None and when.latest is not None and (when.latest - when.earliest).days > 31:
        return True
    if when.earliest is None or when.latest is None:
        return frame.since is not None
    return frame.since is not None and when.prec >= MONTH


_RUNNING = frozenset({"so far", "to date", "until now", "in total", "in all", "altogether", "cumulative", "cumulatively", "nationwide", "thus far", "the total number", "year - to - date"})


def _relate(told: Sequence[_Told], ids: Sequence[str]) -> list[list[Relation]]:
    """Each claim against the occurrences told before it: the same again, another one, or what later befell the same people."""
    relations: list[list[Relation]] = [[] for _ in told]
    clusters: dict[str, list[list[int]]] = {}
    for number, item in enumerate(told):
        if item.frame.alone and item.frame.status in TOLD:
            whole = _find_whole(number, told)
            if whole is not None:
                relations[number].append(Relation(to=ids[whole], kind="part-of", because="the words set it apart from the total"))
        if item.shape != "incident" or item.frame.status not in TOLD:
            _relate_fate(number, told, ids, relations)
            continue
        mine = clusters.setdefault(item.frame.act, [])
        home = _find_home(number, told, mine)
        for cluster in mine:
            if cluster is home:
                because = "tells the same people again" if item.like in cluster else "agrees in date, place and number"
                relations[number].append(Relation(to=ids[cluster[0]], kind="same", because=because))
            else:
                relations[number].append(Relation(to=ids[cluster[0]], kind="different", because=_say_different(item, told[cluster[0]])))
        if home is None:
            mine.append([number])
        else:
            home.append(number)
        _relate_fate(number, told, ids, relations)
    return relations


def _find_whole(number: int, told: Sequence[_Told]) -> int | None:
    """The total told before that "in Brest alone" is a part of."""
    item = told[number]
    for earlier in range(number - 1, -1, -1):
        other = told[earlier]
        if other.frame.act == item.frame.act and other.shape == "aggregate" and not is_contradicted(item.when, item.where, other.when, other.where):
            return earlier
    return None


def _relate_fate(number: int, told: Sequence[_Told], ids: Sequence[str], relations: list[list[Relation]]) -> None:
    item = told[number]
    if item.like is None or item.shape == "background":
        return
    earlier = told[item.like]
    if earlier.frame.act != item.frame.act and item.frame.act in _FATES and earlier.frame.act in _CUSTODY:
        relations[number].append(Relation(to=ids[item.like], kind="follows", because="what later befell the same people"))


def _find_home(number: int, told: Sequence[_Told], clusters: Sequence[list[int]]) -> list[int] | None:
    """The cluster this frame tells again, or None for another occurrence."""
    item = told[number]
    if item.frame.additional and item.like is None:
        return None
    if item.like is not None:
        for cluster in clusters:
            if item.like in cluster and all(not is_contradicted(item.when, item.where, told[m].when, told[m].where) for m in cluster):
                return cluster
    fitting = [c for c in clusters if all(_retells(item, told[m]) for m in c)]
    return fitting[-1] if len(fitting) == 1 else None


def _retells(item: _Told, earlier: _Told) -> bool:
    """Without a word that goes back, only a full agreement is the same occurrence told again: equal numbers, and dates and
    places that agree where both are told, with at least one of them told by both or one of the two a mere headline."""
    if (item.frame.sentence, item.frame.trigger) == (earlier.frame.sentence, earlier.frame.trigger):
        return False
    if item.count.unit != earlier.count.unit or (item.count.low, item.count.high) != (earlier.count.low, earlier.count.high):
        return False
    if is_contradicted(item.when, item.where, earlier.when, earlier.where):
        return False
    if item.count.high == 1:
        # One person here and one person there are two people unless a name or a word says otherwise.
        return not _has_other_name(item.frame, earlier.frame) and _is_close(item, earlier)
    return _shares_group(item.frame, earlier.frame)


def _has_other_name(frame: Frame, earlier: Frame) -> bool:
    mine, theirs = frame.count.text, earlier.count.text
    return mine != theirs and mine[:1].isupper() and theirs[:1].isupper()


def _is_close(item: _Told, earlier: _Told) -> bool:
    both_when = item.when is not None and earlier.when is not None
    both_where = item.where is not None and earlier.where is not None
    return (both_when or both_where) and _shares_group(item.frame, earlier.frame)


def is_contradicted(when: When | None, where: Where | None, other_when: When | None, other_where: Where | None) -> bool:
    """Do the two dates or the two places exclude each other?"""
    if when is not None and other_when is not None:
        if when.month_day and other_when.month_day and not (when.month_day.startswith(other_when.month_day) or other_when.month_day.startswith(when.month_day)):
            return True
        if when.earliest and other_when.latest and when.earliest > other_when.latest:
            return True
        if when.latest and other_when.earliest and when.latest < other_when.earliest:
            return True
    return where is not None and other_where is not None and not is_nested(where, other_where)


def is_nested(where: Where, other: Where) -> bool:
    """Is one of the two places the other, or inside it, by country, first-order division and name?"""
    if where.country is None or other.country is None:
        return True
    mine, theirs = build_path(where), build_path(other)
    size = min(len(mine), len(theirs))
    return mine[:size] == theirs[:size]


def build_path(where: Where) -> tuple[str, ...]:
    """The areas down to the place: (country,), (country, admin1) or (country, admin1, name)."""
    parts = [where.country, where.admin1, where.name if where.prec <= 3 else None]
    depth = 1 if where.prec >= 5 else 2 if where.prec == 4 else 3
    out: list[str] = []
    for part in parts[:depth]:
        if not part:
            break
        out.append(part)
    return tuple(out)


def _say_different(item: _Told, earlier: _Told) -> str:
    if item.frame.additional:
        return "the words say another"
    if is_contradicted(item.when, None, earlier.when, None):
        return "other date"
    if is_contradicted(None, item.where, None, earlier.where):
        return "other place"
    if (item.count.low, item.count.high) != (earlier.count.low, earlier.count.high):
        return "other number"
    return "told apart in one report"
