"""A person's judgement on two claims, into the register: checked, appended, and taken back by appending."""

from dataclasses import dataclass
from datetime import datetime

from bearwitness.core.errors import UsageError
from bearwitness.core.incidents import Link
from bearwitness.core.records import Claim
from bearwitness.core.vocabulary import Judgement
from bearwitness.store.register import open_register, save_judgement
from bearwitness.store.register_file import write_to
from bearwitness.store.register_judgements import append_withdrawal
from bearwitness.workflow.catching_up import catch_up
from bearwitness.workflow.standing import load_judged
from bearwitness.workflow.view import View

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """Who judges, by the name they give, and why. `seen` is the number of the last judgement on the two that they saw, where it is known:
    one that came since makes theirs stale.
    """

    name: str
    because: str
    seen: int | None = None


def decide(view: View, pair: Pair, judgement: Judgement | None, signed: Signed, at: datetime) -> Link:
    """Judge two claims, or with None take back what is judged of them."""
    return undo(view, pair, signed, at) if judgement is None else judge(view, pair, judgement, signed, at)


def judge(view: View, pair: Pair, judgement: Judgement, signed: Signed, at: datetime) -> Link:
    """Append what a person judges of two claims (for part-of: the first one's people are among the second's).

    Raises UsageError where the two are one claim, are in no incident, or could never be the same.
    """
    left, right = (_find_claim(view, ident) for ident in pair)
    _refuse_senseless(left, right, judgement)
    ends = pair if judgement == "part-of" else (min(pair), max(pair))
    because, by = _check(signed)
    link = Link(left=ends[0], right=ends[1], judgement=judgement, score=1.0, reasons=(because,), by=by)
    with open_register(view.path, create=False) as register:
        save_judgement(register, link, at=at, seen=signed.seen)
        catch_up(register, is_run=False)
    return link


def undo(view: View, pair: Pair, signed: Signed, at: datetime) -> Link:
    """Append that the judgement standing on two claims is taken back, and give it.

    Raises UsageError where none stands, or another stands by now: taken back twice, it would take an earlier one with it.
    """
    standing = next((link for link in view.judged if {link.left, link.right} == set(pair)), None)
    if standing is None:
        raise UsageError(f"no person has judged {pair[0]} and {pair[1]}; `bearwitness links` lists what is judged")
    because, by = _check(signed)
    with open_register(view.path, create=False) as register:
        # Nobody else writes until this is done: two who take back at the same moment would take back two.
        with write_to(register) as connection:
            if standing not in load_judged(register).holding:
                raise UsageError(
                    f"what is judged of {pair[0]} and {pair[1]} changed meanwhile; see `bearwitness links`"
                )
            append_withdrawal(connection, standing, by=by, because=because, at=at)
        catch_up(register, is_run=False)
    return standing


def _check(signed: Signed) -> tuple[str, str]:
    name, because = signed.name.strip(), signed.because.strip()
    if not name:
        raise UsageError("nobody is named as the one who judges; give --by NAME, or set USER")
    if not because:
        raise UsageError('a judgement needs its reason; give --because "…"')
    return because, f"person:{name}"


def _find_claim(view: View, ident: str) -> Claim:
    held = {claim for incident in view.incidents for claim in incident.claims}
    found = next((claim for claim in view.claims if claim.id == ident), None)
    if found is None or ident not in held:
        raise UsageError(
            f"claim {ident} is in no incident (rejected, planned, hypothetical or told as background); there is nothing to judge"
        )
    return found


def _refuse_senseless(left: Claim, right: Claim, judgement: Judgement) -> None:
    if left.id == right.id:
        raise UsageError(f"both ids name one claim ({left.id}); name two, `bearwitness links` lists pairs")
    if judgement == "same" and (left.act, left.shape) != (right.act, right.shape):
        what = " and ".join(f"{claim.act} ({claim.shape})" for claim in (left, right))
        raise UsageError(
            f"these cannot be the same, one is not what the other is: {what}; judge them part-of, or different"
        )
