"""After a load: is every decision that was acknowledged in the register once, none that was not, and does the register's log give the
totals that the room shows?
"""

import json
import re
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final

from sqlalchemy import func, select

from bearwitness.apps.room.phrasing import say_total
from bearwitness.core.vocabulary import ACTS
from bearwitness.store import schema
from bearwitness.store.address import Address
from bearwitness.store.register import load_judgings, load_reviews, open_register
from bearwitness.store.register_file import read_from
from bearwitness.store.register_moment import Moment
from bearwitness.workflow.totals import Total
from tests.register_homes import spell
from tools.load_diary import MARK, Act

_MARK: Final = re.compile(rf"^{MARK}\d+(?=$| )")
_ROW: Final = re.compile(
    r'<th scope="row"><a href="/count\?act=[^"]*">([^<]+)</a></th>\s*<td class="num"><strong>([^<]*)</strong>.*?'
    r'<td class="num">([\d,]+)</td>\s*<td class="soft">([^<]*)</td>',
    re.DOTALL,
)
_ROWS: Final = {"accept": ("accepted",), "reject": ("rejected",), "correct": ("rejected", "accepted")}


def check_acts(register: Address, before: Moment, acts: Sequence[Act]) -> list[str]:
    """What is wrong in the register, in sentences."""
    with open_register(register, create=False) as opened:
        reviews = load_reviews(opened)
        judgings = load_judgings(opened)
        with read_from(opened) as connection:
            numbers = schema.readings.c
            query = select(func.count()).where(numbers.number > before.reading, numbers.reader.like("person:%"))
            rewritten = connection.scalar(query) or 0
    held: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for review in reviews:
        held[_find_mark(review.because)].append((review.claim, review.decision))
    for judging in judgings:
        held[_find_mark(judging.because)].append((" ".join(sorted((judging.left, judging.right))), "judged"))
    held.pop("", None)
    wrong = [words for act in acts for words in _check_act(act, held.pop(act.mark, []))]
    wrong += [f"{mark} is in the register and nobody sent it" for mark in held]
    corrected = sum(act.outcome == "kept" and act.deed == "correct" for act in acts)
    unknown = sum(act.outcome == "unknown" and act.deed == "correct" for act in acts)
    if not corrected <= rewritten <= corrected + unknown:
        wrong.append(f"{corrected} corrections were acknowledged and {rewritten} are in the register")
    kept = {act.mark for act in acts if act.outcome == "kept"}
    rivals = {frozenset((act.mark, act.rival)) for act in acts if act.rival}
    wrong += [
        f"of two decisions at once {len(pair & kept)} were kept: {sorted(pair)}"
        for pair in rivals
        if len(pair & kept) != 1
    ]
    return wrong


def _check_act(act: Act, rows: Sequence[tuple[str, str]]) -> list[str]:
    """One decision against the rows that carry its mark."""
    found = Counter(decision for _, decision in rows)
    expected = Counter(("judged",) if act.deed == "judge" else _ROWS[act.deed])
    wrong = []
    if act.outcome == "kept" and found != expected:
        wrong.append(f"{act.mark} ({act.deed}) was acknowledged, the register has {dict(found)}")
    if act.outcome == "refused" and found:
        wrong.append(f"{act.mark} ({act.deed}) was refused ({act.status}), the register has {dict(found)}")
    if act.outcome == "unknown" and found not in (Counter(), expected):
        wrong.append(f"{act.mark} ({act.deed}) was not answered, the register has {dict(found)}")
    if rows and act.deed != "judge" and act.claims[0] not in {claim for claim, _ in rows}:
        wrong.append(f"{act.mark} ({act.deed}) is in the register on another claim")
    if rows and act.deed == "judge" and " ".join(sorted(act.claims)) not in {pair for pair, _ in rows}:
        wrong.append(f"{act.mark} is in the register on another pair")
    if act.is_late and act.status != 409:
        wrong.append(f"{act.mark} ({act.deed}) came late and was answered {act.status}")
    if act.status == 409 and not act.shows_both:
        wrong.append(f"{act.mark} ({act.deed}) was refused without both versions")
    return wrong


def recount(register: Address, folder: Path) -> dict[str, Any]:
    """What a process of its own counts from the register's log alone."""
    command = [sys.executable, "-m", "tools.recount_log", spell(register), str(folder / "recounted.db")]
    done = subprocess.run(
        command, cwd=Path(__file__).resolve().parent.parent, capture_output=True, text=True, check=True
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def compare_totals(recounted: dict[str, Any], page: str, counts: dict[str, dict[str, Any]]) -> list[str]:
    """The room's totals, on its page and through its interface, against those recounted: what differs, in sentences."""
    shown = {act: (people, incidents, rests) for act, people, incidents, rests in _ROW.findall(page)}
    wrong = []
    for row in recounted["totals"]:
        total = Total(**row)
        told = (say_total(total), f"{total.incidents:,}", _say_rests(total))
        if shown.pop(total.act, None) != told:
            wrong.append(f"the page of totals does not give {told} for {total.act}")
        asked = counts[total.act]
        given = {name: asked[name] for name in ("low", "high", "high_stated", "incidents")}
        if any(row[name] != value for name, value in given.items()):
            wrong.append(f"count gives {given} for {total.act}, the log {row}")
    wrong += [f"the page of totals gives {act}, of which the log knows nothing" for act in shown]
    return wrong


def list_acts_told(recounted: dict[str, Any]) -> Iterable[str]:
    """The acts that a recount has totals of."""
    told = {row["act"] for row in recounted["totals"]}
    return [act for act in ACTS if act in told]


def _say_rests(total: Total) -> str:
    claims = "1 accepted claim" if total.accepted == 1 else f"{total.accepted:,} accepted claims"
    return f"{claims}, {total.proposed:,} proposed"


def _find_mark(because: str) -> str:
    found = _MARK.match(because)
    return found[0] if found else ""
