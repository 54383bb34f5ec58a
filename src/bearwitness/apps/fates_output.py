"""What became of people, as a table of bounds, and what each rests on."""

from typing import Any, Final

from bearwitness.apps.ids import Shorten, build_shorten, shorten_in
from bearwitness.apps.screen import build_hanging, build_table, show, write_json
from bearwitness.apps.wording import say_count_briefly, say_number, say_when, say_where
from bearwitness.core.contract import render_question
from bearwitness.core.fates import load_fates
from bearwitness.core.incidents import Follow, Incident
from bearwitness.core.vocabulary import RULES_VERSION
from bearwitness.counting.fate_cases import Bounds
from bearwitness.workflow.fates import Fates

_SHOWN: Final = 10
"""Possible fates listed; the rest is counted, and all stand in the JSON."""
_NAMED: Final = 3
"""Incidents, or claims, named in a line."""


def show_fates(fates: Fates, *, as_json: bool) -> None:
    """The bounds of each fate, then each incident with what follows it and why."""
    if as_json:
        write_json(_render(fates))
        return
    shorten = build_shorten(fates.view)
    estimate = fates.estimate
    number = len(estimate.asked.certain | estimate.asked.possible)
    if not number:
        show("No incident of the register may lie in the question.")
    else:
        show(f"{_say_people(estimate.taken)} in {say_number(number, 'incident')}:", style="bold")
        rows = [
            (load_fates()[one.act].done, _say_bounds(one.last), _say_bounds(one.reported), str(len(one.incidents)))
            for one in estimate.fates
        ]
        rows.append(("nothing reported", _say_bounds(estimate.unknown), "", ""))
        show(build_table(("what became of them", "people", "at any time", "told in"), rows), "")
        show("people: by the last that is known of each; at any time: also those of whom more is known.", style="dim")
    for reason in estimate.reasons:
        show(build_hanging("  ", _shorten_all(reason, shorten)))
    _show_follows(fates, shorten)
    footing = fates.footing
    rests = f"It rests on {say_number(footing.proposed, 'proposed claim')} and {footing.accepted} accepted"
    rejected = f"; {say_number(footing.rejected, 'rejected claim')} left out" if footing.rejected else ""
    show(f"{rests}{rejected}.", style="dim")


def _show_follows(fates: Fates, shorten: Shorten) -> None:
    """What is sure, one by one; what is possible by the later act, for it may be of the people of many."""
    by_id = {one.id: one for one in fates.incidents}
    sure = [one for one in fates.follows if one.is_sure]
    if sure:
        show("", "The same people, as a report or a person says", style="bold")
    for one in sure:
        show(build_hanging("  ", f"{_brief(by_id[one.earlier], shorten)}"))
        claims = "".join(f" ({shorten(later)} of {shorten(earlier)})" for later, earlier in one.claims[:_NAMED])
        words = f"{_brief(by_id[one.later], shorten)}: {'; '.join(one.reasons)}{claims}"
        show(build_hanging("    then ", words))
    possible: dict[str, list[Follow]] = {}
    for one in fates.follows:
        if not one.is_sure:
            possible.setdefault(one.later, []).append(one)
    if possible:
        show("", "Possibly some of these people", style="bold")
    ranked = sorted(possible.items(), key=lambda row: (-max(len(one.reasons) for one in row[1]), row[0]))
    for later, follows in ranked[:_SHOWN]:
        nearest = sorted(follows, key=lambda one: (-len(one.reasons), one.earlier))
        named = "; ".join(f"{shorten(one.earlier)}: {', '.join(one.reasons[:-1])}" for one in nearest[:_NAMED])
        more = f"; and {len(nearest) - _NAMED} more" if len(nearest) > _NAMED else ""
        show(build_hanging("  ", f"{_brief(by_id[later], shorten)}"))
        show(build_hanging("    of ", f"{named}{more}"))
    if len(ranked) > _SHOWN:
        show(f"  and {len(ranked) - _SHOWN} more", style="dim")
    if possible:
        words = 'bearwitness judge FATE ARREST part-of --because "…"'
        show(f"  no report says whether they are; {words}, or different", style="dim")
    show("")


def _brief(incident: Incident, shorten: Shorten) -> str:
    what = f"{say_count_briefly(incident.count)}, {say_when(incident.when, briefly=True)}"
    total = " (a total)" if incident.shape == "aggregate" else ""
    return f"{shorten(incident.id)} {incident.act} {what}, {say_where(incident.where, briefly=True)}{total}"


def _shorten_all(text: str, shorten: Shorten) -> str:
    return shorten_in(
        " ".join(shorten(word.rstrip(",")) + word[len(word.rstrip(",")) :] for word in text.split()), shorten
    )


def _say_bounds(bounds: Bounds) -> str:
    if bounds.high is None:
        return f"{bounds.low:,}+"
    return f"{bounds.low:,}" if bounds.low == bounds.high else f"{bounds.low:,}–{bounds.high:,}"


def _say_people(bounds: Bounds) -> str:
    if bounds.high is None:
        return f"At least {bounds.low:,} people"
    if bounds.low == bounds.high:
        return "1 person" if bounds.low == 1 else f"{bounds.low:,} people"
    return f"Between {bounds.low:,} and {bounds.high:,} people"


def _render(fates: Fates) -> dict[str, Any]:
    estimate, footing = fates.estimate, fates.footing
    return {
        "question": render_question(estimate.question),
        "incidents": {"certain": sorted(estimate.asked.certain), "possible": sorted(estimate.asked.possible)},
        "taken": _ends(estimate.taken),
        "fates": [
            {
                "act": one.act,
                "last": _ends(one.last),
                "reported": _ends(one.reported),
                "incidents": list(one.incidents),
            }
            for one in estimate.fates
        ],
        "unknown": _ends(estimate.unknown),
        "follows": [
            {
                "earlier": one.earlier,
                "later": one.later,
                "sure": one.is_sure,
                "reasons": list(one.reasons),
                "claims": [{"later": later, "earlier": earlier} for later, earlier in one.claims],
            }
            for one in fates.follows
        ],
        "reasons": list(estimate.reasons),
        "rests_on": {"proposed": footing.proposed, "accepted": footing.accepted, "rejected": footing.rejected},
        "rules": RULES_VERSION,
    }


def _ends(bounds: Bounds) -> dict[str, int | None]:
    return {"low": bounds.low, "high": bounds.high}
