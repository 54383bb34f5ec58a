"""The one shape of every error of the interface: a code for programs, a sentence, and what to do. Never what a report says."""

import json
from collections.abc import Mapping
from typing import Any, Final

from starlette.responses import JSONResponse, Response

WORDS: Final[dict[int, tuple[str, str, str]]] = {
    400: ("bad_request", "the request cannot be understood", "check it against /api/v1/openapi.json"),
    401: (
        "no_token",
        "there is no token that holds",
        "send the header Authorization: Bearer TOKEN; an admin makes tokens",
    ),
    403: (
        "not_allowed",
        "the token does not allow this",
        "ask an admin of the room for a token with the scope it needs",
    ),
    404: ("not_found", "there is nothing here", "check the address and the id; a correction gives a claim a new id"),
    405: (
        "wrong_method",
        "that cannot be done here",
        "use the method that /api/v1/openapi.json names for this address",
    ),
    408: ("too_slow", "the body took too long to arrive", "send it at once"),
    409: (
        "stale",
        "it has changed since you saw it, and nothing was changed",
        "look at both versions, and decide again",
    ),
    413: ("too_large", "the body is larger than the room takes", "send less at once"),
    415: ("wrong_type", "the body is no JSON by its Content-Type", "send it with Content-Type: application/json"),
    421: ("wrong_host", "the room does not answer to that name", "use the address the room printed when it started"),
    422: ("invalid", "a value is not what it must be", "mend the value named"),
    428: ("no_state", "it is not said what was seen of it", "send the ETag of what you saw in the header If-Match"),
    429: ("too_many", "the token has asked too often", "wait as many seconds as the header Retry-After says"),
    431: ("too_large", "the address or its headers are longer than the room takes", "send less at once"),
    500: ("fault", "something went wrong here, which is a fault of the program", "report it; nothing was kept"),
    503: ("not_yet", "the answer is not there yet", "ask again in as many seconds as the header Retry-After says"),
}
"""Status → code, sentence, what to do."""


class ApiError(Exception):
    """An answer that is an error. `more` stands beside it, such as both versions of what is stale."""

    def __init__(
        self,
        status: int,
        message: str = "",
        *,
        code: str = "",
        more: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(status)
        self.status, self.message, self.code = status, message, code
        self.more, self.headers = more or {}, headers


def render_error(error: ApiError) -> Response:
    """The error as it is sent."""
    code, message, what_to_do = WORDS.get(error.status, WORDS[400])
    said, _, advice = error.message.partition("; ")
    body = {
        "error": {"code": error.code or code, "message": said or message, "what_to_do": advice or what_to_do},
        **error.more,
    }
    headers = dict(error.headers or {})
    if error.status == 401:
        headers["www-authenticate"] = 'Bearer realm="bearwitness"'
    return JsonAnswer(body, status_code=error.status, headers=headers)


class JsonAnswer(JSONResponse):
    """JSON in which letters stand as they are, but for halves of a pair, which no encoding holds."""

    def render(self, content: Any) -> bytes:
        """The body."""
        text = json.dumps(content, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
        try:
            return text.encode()
        except UnicodeEncodeError:
            return json.dumps(content, allow_nan=False, separators=(",", ":")).encode()
