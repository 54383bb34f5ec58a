"""ETags: the state that an answer was made from. For a list it is the register's; for a claim or a pair also what was last decided on it."""

from typing import Any, Final

from starlette.requests import Request
from starlette.responses import Response

from bearwitness import __version__
from bearwitness.apps.room.api.errors import ApiError, JsonAnswer
from bearwitness.store.register_claims import Seen as SeenClaim
from bearwitness.workflow.live_view import Seen

_LONGEST: Final = 400


def build_tag(seen: Seen, own: str = "") -> str:
    """The ETag of an answer made from this snapshot. `own` is the state of the one thing it tells, which If-Match is read for."""
    moment = seen.snapshot.moment
    current = "" if seen.is_current else "-old"
    return f'"{own}.{moment.reading}-{moment.review}-{moment.link}{current}.{__version__}"'


def is_known(request: Request, tag: str) -> bool:
    """Whether the one who asks has the answer with this ETag."""
    given = request.headers.get("if-none-match", "")
    return any(one.strip().removeprefix("W/") in {tag, "*"} for one in given.split(","))


def answer(request: Request, tag: str, body: Any) -> Response:
    """The body with its ETag; nothing but the ETag where the one who asks has it."""
    headers = {"etag": tag, "cache-control": "private, no-cache", "vary": "Authorization"}
    if request.method == "GET" and is_known(request, tag):
        return Response(status_code=304, headers=headers)
    return JsonAnswer(body, headers=headers)


def refuse_known(request: Request, tag: str) -> Response | None:
    """The answer to who has it already, before anything is worked out; None for everybody else."""
    return answer(request, tag, None) if is_known(request, tag) else None


def read_claim_state(request: Request) -> SeenClaim:
    """What a program saw of a claim, by its If-Match."""
    numbers = _read_own(request, 2)
    return SeenClaim(reading=numbers[0], review=numbers[1])


def read_pair_state(request: Request) -> int:
    """What a program saw of a pair: the number of the last judgement."""
    return _read_own(request, 1)[0]


def _read_own(request: Request, most: int) -> list[int]:
    given = request.headers.get("if-match")
    if given is None:
        raise ApiError(428)
    parts = given.strip().removeprefix('"').partition(".")[0].split("-")
    is_whole = all(part.isascii() and part.isdecimal() and len(part) < 16 for part in parts)
    if len(given) > _LONGEST or len(parts) != most or not is_whole:
        raise ApiError(422, "If-Match is no ETag of this; send the one that came with what you saw")
    return [int(part) for part in parts]
