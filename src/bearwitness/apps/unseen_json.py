"""The JSON of `unseen`: one object with stable keys, and in it that it is no count."""

from typing import Any

from bearwitness.core.contract import render_question
from bearwitness.core.vocabulary import RULES_VERSION
from bearwitness.counting.capture import count_alone, count_on, list_overlaps
from bearwitness.counting.interval import Interval
from bearwitness.counting.model_average import Average
from bearwitness.counting.unseen import Unseen
from bearwitness.workflow.unseen import Estimated


def render_estimated(found: Estimated) -> dict[str, Any]:
    """`estimable` false leaves `chao` and `average` null and says why in `refused`."""
    unseen, footing = found.unseen, found.footing
    taken = unseen.taken.capture
    return {
        "kind": "estimate of what nobody reported",
        "is_count": False,
        "question": render_question(found.question) if found.question else None,
        "of": unseen.unit,
        "recorded": unseen.whole.recorded,
        "estimable": not unseen.refused,
        "refused": list(unseen.refused),
        "copies": [list(pair) for pair in unseen.copies],
        "chao": _ends(unseen.least),
        "average": _render_average(unseen.average, taken.lists),
        "without": [{"list": one.left_out, **(_ends(one.interval) or _NONE)} for one in unseen.without],
        "loose": {"recorded": found.loose.recorded, **(_ends(found.loose.interval) or _NONE)} if found.loose else None,
        "lists": [
            {
                "name": name,
                "members": list(unseen.taken.members[index]),
                "holds": count_on(taken, index),
                "only_there": count_alone(taken)[index],
            }
            for index, name in enumerate(taken.lists)
        ],
        "overlaps": [{"lists": [taken.lists[i], taken.lists[j]], "both": both} for i, j, both in list_overlaps(taken)],
        "patterns": _render_patterns(unseen),
        "left_out": list(found.left_out),
        "doubts": list(unseen.doubts),
        "assumptions": list(unseen.assumptions),
        "rests_on": {"proposed": footing.proposed, "accepted": footing.accepted, "rejected": footing.rejected}
        if footing
        else None,
        "rules": RULES_VERSION,
    }


_NONE: dict[str, int | None] = {"low": None, "estimate": None, "high": None}


def _ends(interval: Interval | None) -> dict[str, int | None] | None:
    return None if interval is None else {"low": interval.low, "estimate": interval.estimate, "high": interval.high}


def _render_average(average: Average | None, names: tuple[str, ...]) -> dict[str, Any] | None:
    if average is None:
        return None
    return {
        **(_ends(average.interval) or _NONE),
        "models": average.models,
        "all_depend": round(average.complete, 6),
        "top": [
            {
                "weight": round(one.weight, 6),
                "hang_together": [[names[i] for i in clique] for clique in one.cliques],
                **(_ends(one.interval) or _NONE),
            }
            for one in average.top
        ],
    }


def _render_patterns(unseen: Unseen) -> list[dict[str, Any]]:
    lists = unseen.whole.lists
    return [
        {"lists": [name for i, name in enumerate(lists) if cell.on >> i & 1], "number": cell.number}
        for cell in unseen.whole.cells
    ]
