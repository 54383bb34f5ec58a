"""The pages of the room, each with a router of its own; `rules.py` says who may open which."""

from typing import Final

from fastapi import APIRouter

from bearwitness.apps.room.pages import account, arrival, desk, help_page, people

ROUTERS: Final[tuple[APIRouter, ...]] = (
    arrival.router,
    account.router,
    people.router,
    desk.router,
    help_page.router,
)
"""Every page of the room. Add yours here."""
