"""Who may open what: one table for every route of the room. A route that is not in it, or not guarded, stops the room from starting."""

from enum import IntEnum
from typing import Final


class Role(IntEnum):
    """What an account may do; each role may do all that those before it may. `ANYONE` needs no login, `HALF` only the password."""

    ANYONE = 0
    HALF = 1
    READER = 2
    REVIEWER = 3
    LEAD = 4
    ADMIN = 5


ROLES: Final = {"reader": Role.READER, "reviewer": Role.REVIEWER, "lead": Role.LEAD, "admin": Role.ADMIN}
"""The roles an account can have, by name."""

SAYS: Final = {
    "reader": "reads everything and asks questions",
    "reviewer": "reads everything, adds reports, and decides on claims and pairs",
    "lead": "does what a reviewer does, and takes back what others decided, sees who came in and who was turned away, and hands on: "
    "verifies, exports, proves, plans releases",
    "admin": "does what a lead does, and makes accounts and closes them",
}

RULES: Final[dict[str, Role]] = {
    "static": Role.ANYONE,
    "health": Role.ANYONE,
    "set_up": Role.ANYONE,
    "set_up.save": Role.ANYONE,
    "login": Role.ANYONE,
    "login.save": Role.ANYONE,
    "factor": Role.HALF,
    "factor.save": Role.HALF,
    "logout": Role.HALF,
    "account": Role.READER,
    "account.password": Role.READER,
    "account.leave": Role.READER,
    "people": Role.ADMIN,
    "people.add": Role.ADMIN,
    "people.change": Role.ADMIN,
    "tokens": Role.ADMIN,
    "tokens.add": Role.ADMIN,
    "tokens.revoke": Role.ADMIN,
    "desk": Role.READER,
    "desk.totals": Role.READER,
    "reports": Role.READER,
    "report": Role.READER,
    "report.about": Role.REVIEWER,
    "add": Role.REVIEWER,
    "add.files": Role.REVIEWER,
    "add.text": Role.REVIEWER,
    "add.job": Role.REVIEWER,
    "add.progress": Role.REVIEWER,
    "add.review": Role.REVIEWER,
    "add.cancel": Role.REVIEWER,
    "claim": Role.READER,
    "review": Role.REVIEWER,
    "review.claim": Role.REVIEWER,
    "review.next": Role.REVIEWER,
    "review.accept": Role.REVIEWER,
    "review.reject": Role.REVIEWER,
    "review.correct": Role.REVIEWER,
    "review.split": Role.REVIEWER,
    "review.split.save": Role.REVIEWER,
    "review.merge": Role.REVIEWER,
    "review.add": Role.REVIEWER,
    "pairs": Role.READER,
    "pair": Role.READER,
    "pair.judge": Role.REVIEWER,
    "pair.undo": Role.LEAD,
    "incidents": Role.READER,
    "incident": Role.READER,
    "map.data": Role.READER,
    "map.outlines": Role.READER,
    "map.picture": Role.READER,
    "count": Role.READER,
    "count.certificate": Role.READER,
    "count.chart": Role.READER,
    "count.table": Role.READER,
    "trend": Role.READER,
    "trend.chart": Role.READER,
    "sources": Role.READER,
    "custody": Role.READER,
    "custody.checkpoint": Role.READER,
    "custody.verify": Role.LEAD,
    "export": Role.LEAD,
    "export.make": Role.LEAD,
    "count.proof": Role.LEAD,
    "release": Role.LEAD,
    "release.plan": Role.LEAD,
    "errand": Role.LEAD,
    "errand.progress": Role.LEAD,
    "errand.file": Role.LEAD,
    "errand.stop": Role.LEAD,
    "log": Role.READER,
    "log.file": Role.LEAD,
    "log.room": Role.LEAD,
    "log.room.file": Role.LEAD,
    "help": Role.READER,
}
"""Route name → the least role that may use it. Add your page's routes here."""
