"""A program that uses the room's interface, inside the test's own process: a token in the place of a login."""

from dataclasses import dataclass
from typing import Any

import httpx

from bearwitness.apps.room.tokens import Wish, make_token
from tests.apps.room.visitor import OpenRoom, Visitor


@dataclass(slots=True, kw_only=True)
class Program:
    """One program with its token."""

    visitor: Visitor
    token: str

    @property
    def headers(self) -> dict[str, str]:
        """What it shows the room."""
        return {"authorization": f"Bearer {self.token}"}

    def get(self, path: str, headers: dict[str, str] | None = None, **query: Any) -> httpx.Response:
        """Ask for what lies under /api/v1; `from_` stands for `from`."""
        asked = {name.removesuffix("_"): value for name, value in query.items()}
        answer: httpx.Response = self.visitor.client.get(
            f"/api/v1{path}", params=asked or None, headers={**self.headers, **(headers or {})}
        )
        return answer

    def send(self, path: str, body: Any, seen: str | None = None) -> httpx.Response:
        """Send a body, on what was seen."""
        state = {} if seen is None else {"if-match": seen}
        answer: httpx.Response = self.visitor.client.post(
            f"/api/v1{path}", json=body, headers={**self.headers, **state}
        )
        return answer

    def read_all(self, path: str, **query: Any) -> list[Any]:
        """A whole list, part by part."""
        items: list[Any] = []
        while True:
            part = self.get(path, **query).json()
            items += part["items"]
            if part["next"] is None:
                return items
            query["cursor"] = part["next"]


def let_in(room: OpenRoom, *scopes: str, name: str = "dashboard", days: int = 90) -> Program:
    """A program with a token of these scopes."""
    wish = Wish(program=name, scopes=scopes, days=days, made_by="Ada")
    token = make_token(room.file, wish, at=room.clock().timestamp())
    return Program(visitor=room.visit(), token=token)
