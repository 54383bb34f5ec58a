"""What nobody reported, as an estimate that cannot be taken for a count, with the reasons and what it assumes."""

from typing import Final

from bearwitness.apps.screen import build_hanging, build_table, show, write_json
from bearwitness.apps.unseen_json import render_estimated
from bearwitness.apps.wording import say_number
from bearwitness.counting.capture import Capture, count_alone, count_on
from bearwitness.counting.interval import Interval
from bearwitness.counting.model_average import Model
from bearwitness.counting.unseen import Unseen
from bearwitness.workflow.unseen import Estimated

_MARK: Final = "An estimate of what nobody reported, and no count: never add it to a total."
_LINE: Final = 12
"""Lists of a merged one that are named; the JSON has all."""


def show_unseen(found: Estimated, *, as_json: bool) -> None:
    """The estimate or the refusal, the lists behind it, and its assumptions."""
    if as_json:
        write_json(render_estimated(found))
        return
    unseen = found.unseen
    if unseen.refused:
        _show_refusal(unseen)
    else:
        _show_estimate(found)
    _show_lists(unseen)
    for reason in found.left_out:
        show(build_hanging("  ", reason))
    if not unseen.refused:
        _show_models(unseen)
    show("", "It assumes, and no list can prove it:")
    for words in unseen.assumptions:
        show(build_hanging("  - ", words))
    if found.footing is not None:
        footing = found.footing
        rests = f"It rests on {say_number(footing.proposed, 'proposed claim')} and {footing.accepted} accepted"
        rejected = f"; {say_number(footing.rejected, 'rejected claim')} left out" if footing.rejected else ""
        show(f"{rests}{rejected}.", style="dim")


def _show_refusal(unseen: Unseen) -> None:
    show(f"No estimate of what nobody reported can be made; {_say_recorded(unseen)}.", style="bold")
    for reason in unseen.refused:
        show(build_hanging("  - ", reason))
    for left, right in unseen.copies:
        show(build_hanging("  ", f"to take them for one list: --together '{left} + {right}'"), style="dim")


def _show_estimate(found: Estimated) -> None:
    unseen = found.unseen
    show(_MARK, style="bold")
    rows = [("recorded", f"{unseen.whole.recorded:,}", "")]
    if unseen.least is not None:
        rows.append(("Chao's lower bound: at least about", f"{unseen.least.estimate:,}", _say_ends(unseen.least)))
    if unseen.average is not None:
        words = f"average of {unseen.average.models:,} models: perhaps"
        rows.append((words, f"{unseen.average.interval.estimate:,}", _say_ends(unseen.average.interval)))
    unit = "incidents" if unseen.unit == "incident" else "people or incidents"
    show(build_table((unit, "in all", "95 % interval"), rows))
    if unseen.doubts or found.loose is not None:
        show("")
    for doubt in unseen.doubts:
        show(build_hanging("! ", doubt))
    if found.loose is not None:
        words = f"if every unsure link joins its incidents, {found.loose.recorded:,} are recorded and "
        interval = found.loose.interval
        show(
            build_hanging("! ", words + (f"perhaps {_say(interval)} in all" if interval else "no estimate can be made"))
        )


def _show_lists(unseen: Unseen) -> None:
    taken = unseen.taken.capture
    if not taken.lists:
        return
    alone = count_alone(taken)
    rows = [
        (name, f"{count_on(taken, index):,}", f"{alone[index]:,}", _say_shared(taken, index))
        for index, name in enumerate(taken.lists)
    ]
    show("", build_table(("list", "holds", "only there", "shared with"), rows))
    for name, members in zip(taken.lists, unseen.taken.members, strict=True):
        if len(members) > 1:
            more = f" and {len(members) - _LINE} more" if len(members) > _LINE else ""
            show(build_hanging("  ", f"{name}: {', '.join(members[:_LINE])}{more}"), style="dim")


def _say_shared(taken: Capture, index: int) -> str:
    shared = [(name, count_on(taken, index, i)) for i, name in enumerate(taken.lists) if i != index]
    return ", ".join(f"{name} {both:,}" for name, both in shared if both) or "none"


def _show_models(unseen: Unseen) -> None:
    average, names = unseen.average, unseen.taken.capture.lists
    if average is None:
        return
    rows = [(f"{one.weight:.0%}", _say(one.interval), _say_cliques(one, names)) for one in average.top]
    show("", build_table(("weight", "if so, in all", "hang together"), rows))
    without = [(one.left_out, _say(one.interval) if one.interval else "no estimate") for one in unseen.without]
    if without:
        show("", build_table(("without the list", "if so, in all"), without))


def _say_cliques(model: Model, names: tuple[str, ...]) -> str:
    return "; ".join(" – ".join(names[i] for i in clique) for clique in model.cliques) or "no two"


def _say_recorded(unseen: Unseen) -> str:
    if unseen.unit == "incident":
        return f"{say_number(unseen.whole.recorded, 'incident')} on lists"
    return f"{unseen.whole.recorded:,} on lists"


def _say(interval: Interval) -> str:
    return f"{interval.estimate:,} ({_say_ends(interval)})"


def _say_ends(interval: Interval) -> str:
    if interval.high is None:
        return f"{interval.low:,} and more, no upper end"
    return f"{interval.low:,} to {interval.high:,}"
