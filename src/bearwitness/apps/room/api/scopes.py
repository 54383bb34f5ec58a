"""What each route of the interface needs a token to allow: one table. A route that is not in it stops the room from starting."""

from typing import Final

SCOPE_OF: Final[dict[str, str]] = {
    "api.openapi": "read",
    "api.reports": "read",
    "api.report": "read",
    "api.claims": "read",
    "api.claim": "read",
    "api.incidents": "read",
    "api.incident": "read",
    "api.links": "read",
    "api.pairs": "read",
    "api.pair": "read",
    "api.count": "read",
    "api.breakdown": "read",
    "api.trend": "read",
    "api.certificate": "read",
    "api.log": "read",
    "api.claim.accept": "review",
    "api.claim.reject": "review",
    "api.claim.correct": "review",
    "api.pair.judge": "judge",
}
"""Route name → scope."""
