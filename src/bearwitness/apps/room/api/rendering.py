"""Things as the interface gives them: the published shapes, with the keys that only a register knows."""

from typing import Any

from bearwitness.core.contract import render_claim, render_link, render_report
from bearwitness.core.incidents import Review
from bearwitness.core.records import Reading
from bearwitness.store.register_acts import Doing
from bearwitness.workflow.doubts import Doubt
from bearwitness.workflow.listing import Listed

Json = dict[str, Any]


def render_listed(one: Listed) -> Json:
    """A claim with its report, the decision on it and its incident."""
    return render_claim(one.claim) | {
        "report": one.reading.report.id,
        "report_uid": one.uid,
        "decision": one.decision,
        "incident": one.incident,
    }


def render_review(review: Review | None) -> Json | None:
    """The last decision on a claim."""
    if review is None:
        return None
    return {
        "decision": review.decision,
        "by": review.by,
        "at": review.at.isoformat(),
        "because": review.because,
    }


def render_listed_report(uid: str, reading: Reading) -> Json:
    """A report of a list."""
    return render_report(reading.report) | {"uid": uid, "claims": len(reading.claims), "error": reading.error}


def render_doubt(doubt: Doubt) -> Json:
    """A pair to judge."""
    effect = {"low": doubt.effect.low, "high": doubt.effect.high, "is_counted": doubt.is_counted}
    return {
        "link": render_link(doubt.link),
        "incidents": list(doubt.incidents),
        "people": doubt.people,
        "effect": effect,
    }


def render_doing(doing: Doing) -> Json:
    """One act of the log."""
    return {
        "kind": doing.kind,
        "at": doing.at.isoformat(),
        "by": doing.by,
        "what": doing.what,
        "on": list(doing.on),
        "title": doing.title,
        "because": doing.because,
    }
