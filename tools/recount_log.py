"""Count a register anew from its log alone: every reading, review and judgement done again, in order, in a register of its own.

    python -m tools.recount_log REGISTER NEW.db

Nothing that is derived comes along, no link of a rule and no index: links are made and totals counted from nothing. Prints JSON.
"""

import json
import sys
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from sqlalchemy import select

from bearwitness.core.incidents import Link
from bearwitness.store import schema
from bearwitness.store.address import parse_address
from bearwitness.store.register import Register, load_judgings, load_reviews, open_register
from bearwitness.store.register_file import read_from, write_to
from bearwitness.store.register_judgements import save_judgement, save_review, withdraw_judgement
from bearwitness.store.register_readings import append_reading, load_whole
from bearwitness.workflow.catching_up import link_anew
from bearwitness.workflow.totals import list_totals
from bearwitness.workflow.view import load_view


def main() -> int:
    source, target = parse_address(sys.argv[1]), Path(sys.argv[2])
    with open_register(source, create=False) as origin, open_register(target, create=True) as goal:
        replay_readings(origin, goal)
        replay_decisions(origin, goal)
        link_anew(goal)
    view = load_view(target)
    totals = [asdict(total) for total in list_totals(view)]
    found = {"totals": totals, "accepted": len(view.accepted), "rejected": len(view.rejected)}
    sys.stdout.write(json.dumps(found))
    return 0


def replay_readings(origin: Register, goal: Register) -> None:
    """Every reading that ever was, in the order it came."""
    query = select(schema.readings.c.number, schema.readings.c.reader, schema.readings.c.read_at)
    with read_from(origin) as reading, write_to(goal) as writing:
        for number, reader, at in reading.execute(query.order_by(schema.readings.c.number)).all():
            whole = load_whole(reading, number)
            assert whole is not None
            done = append_reading(writing, whole, reader=reader, at=datetime.fromisoformat(at))
            assert done.outcome != "already there"


def replay_decisions(origin: Register, goal: Register) -> None:
    """Every review and every judgement, each in the order it came."""
    for review in load_reviews(origin):
        save_review(goal, review)
    for judging in load_judgings(origin):
        if judging.link is not None:
            save_judgement(goal, judging.link, at=judging.at)
            continue
        pair = Link(left=judging.left, right=judging.right, judgement="unsure", score=1.0, reasons=(), by=judging.by)
        withdraw_judgement(goal, pair, by=judging.by, because=judging.because, at=judging.at)


if __name__ == "__main__":
    raise SystemExit(main())
