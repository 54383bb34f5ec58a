"""The pages of the room, each with a router of its own; `rules.py` says who may open which."""

from typing import Final

from fastapi import APIRouter

from bearwitness.apps.room.pages import (
    account,
    add_reports,
    arrival,
    count,
    count_files,
    custody,
    desk,
    errands,
    exports,
    help_page,
    incident_pictures,
    incidents,
    log,
    pairs,
    people,
    releases,
    reports,
    review,
    sources,
    tokens,
    trend,
    trend_files,
)

ROUTERS: Final[tuple[APIRouter, ...]] = (
    arrival.router,
    account.router,
    people.router,
    tokens.router,
    desk.router,
    reports.router,
    add_reports.router,
    review.router,
    pairs.router,
    incidents.router,
    incident_pictures.router,
    count.router,
    count_files.router,
    trend.router,
    trend_files.router,
    sources.router,
    custody.router,
    exports.router,
    releases.router,
    errands.router,
    log.router,
    help_page.router,
)
"""Every page of the room. Add yours here."""
