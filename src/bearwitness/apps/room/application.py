"""The room put together: its pages, its door, its guards, its plain errors."""

import secrets
import traceback
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartParser
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp

from bearwitness.apps.room.access import check_routes
from bearwitness.apps.room.api.application import Switch, build_api
from bearwitness.apps.room.chart_files import NotYetError
from bearwitness.apps.room.drawer import Drawer
from bearwitness.apps.room.errands import Errands
from bearwitness.apps.room.guards import LOG, Guards, TooMuchError, refuse
from bearwitness.apps.room.looking import Looking
from bearwitness.apps.room.pages import ROUTERS
from bearwitness.apps.room.refusals import Refusals
from bearwitness.apps.room.rendering import render_page
from bearwitness.apps.room.settings import DESK, PATIENT, Room, Settings
from bearwitness.apps.room.templating import load_templates
from bearwitness.apps.upload_desk import UploadDesk
from bearwitness.core.errors import BearwitnessError, RegisterError, UsageError
from bearwitness.store.register import open_register
from bearwitness.store.register_moment import count_claims
from bearwitness.store.room_acts import sweep_acts
from bearwitness.store.room_file import open_room
from bearwitness.store.room_sessions import keep_secret
from bearwitness.workflow.aside import LARGE, Workers
from bearwitness.workflow.kept_answers import KeptAnswers
from bearwitness.workflow.live_view import LiveView
from bearwitness.workflow.uploads import open_uploads

_TITLES: Final = {
    400: ("That cannot be done as asked", "Go back and look at what you entered."),
    401: ("Log in first", "Your login has ended, or there was none. Log in and try again."),
    403: ("You may not do this", "Your role does not allow it. Ask an admin of this room if it should."),
    404: ("There is nothing here", "The address is wrong, or what was here has a newer name."),
    405: ("That cannot be done here", "The address is right, what was asked of it is not."),
    409: ("Somebody was faster", "What you decided on has changed since you saw it."),
    413: ("That is too much", "Send less at once."),
    415: ("That is no form of this room", "Load the page again and repeat it."),
    429: ("Too many attempts", "Wait a while before you try again."),
    503: ("The register cannot be used just now", "Try again in a moment."),
}
_FORM: Final = (
    "This form is out of date",
    "It did not come from a page you have open. Load the page again and repeat it.",
)
_NOT_YET: Final = "It is still being worked out"
_AGAIN: Final = "10"
"""Seconds after which a program may ask for such a file again."""
_FAULT: Final = ("Something went wrong here", "It is a fault of the program. What you entered was not kept.")


def build_app(settings: Settings) -> ASGIApp:
    """The whole application, ready to be served. Raises InstallError where a route has no rule."""
    file = open_room(settings.room)
    sweep_acts(file, at=settings.clock().timestamp())
    refusals = Refusals(file=file, now=lambda: settings.clock().timestamp())
    workers, answers = Workers(is_large=_is_large(settings)), KeptAnswers(desk=DESK, patient=PATIENT)
    drawer = Drawer()

    @asynccontextmanager
    async def live(_: FastAPI) -> AsyncIterator[None]:
        yield
        answers.stop()
        workers.stop()
        drawer.stop()
        room.errands.stop()
        room.uploads.stop()
        refusals.stop()

    # An upload stays in memory until it lies in the spool: no copy of a report goes to the system's folder of temporary files.
    MultiPartParser.spool_max_size = settings.uploads.batch
    app = FastAPI(
        title="Bearwitness", docs_url=None, redoc_url=None, openapi_url=None, redirect_slashes=False, lifespan=live
    )
    room = app.state.room = Room(
        settings=settings,
        file=file,
        refusals=refusals,
        live=LiveView(settings.register, patience=settings.limits.patience, load=workers.load),
        answers=answers,
        workers=workers,
        drawer=drawer,
        looking=Looking(),
        uploads=UploadDesk(open_uploads(settings.room), settings.register, settings.reads_uploads, file),
        errands=Errands(now=lambda: settings.clock().timestamp()),
        templates=load_templates(),
        key=keep_secret(file, "forms", secrets.token_bytes(32)),
    )
    for router in ROUTERS:
        # Laid flat, not included: an included router hides its routes, and the check must see every one.
        app.router.routes.extend(router.routes)
    check_routes(app.routes)
    app.add_exception_handler(HTTPException, _show_refusal)
    app.add_exception_handler(RequestValidationError, _show_misunderstanding)
    app.add_exception_handler(TooMuchError, _refuse)
    app.add_exception_handler(NotYetError, _ask_again)
    app.add_exception_handler(BearwitnessError, _show_trouble)
    app.add_exception_handler(Exception, _show_fault)
    return Guards(Switch(app, build_api(room)), settings, refusals)


def _is_large(settings: Settings) -> bool:
    with open_register(settings.register, create=True) as register:
        return count_claims(register) >= LARGE


async def _show_refusal(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    status = error.status_code
    title, words = _FORM if (status, error.detail) == (403, "form") else _TITLES.get(status, _TITLES[400])
    return render_page(request, "trouble.html", status=status, title=title, words=words)


async def _show_misunderstanding(request: Request, _: Exception) -> Response:
    title, words = _TITLES[400]
    return render_page(request, "trouble.html", status=400, title=title, words=words)


async def _refuse(_: Request, error: Exception) -> Response:
    assert isinstance(error, TooMuchError)
    return refuse(error.status)


async def _ask_again(request: Request, error: Exception) -> Response:
    answer = render_page(request, "trouble.html", status=503, title=_NOT_YET, words=f"{error}.")
    answer.headers["retry-after"] = _AGAIN
    return answer


async def _show_trouble(request: Request, error: Exception) -> Response:
    """What the workflow refuses on purpose says what to do, and never what a report says."""
    status = 503 if isinstance(error, RegisterError) else 400 if isinstance(error, UsageError) else 500
    title = _TITLES.get(status, _FAULT)[0]
    return render_page(request, "trouble.html", status=status, title=title, words=f"{error}.")


async def _show_fault(request: Request, error: Exception) -> Response:
    # Where it failed and never what was said: the message of an error can hold a report's words.
    place = traceback.extract_tb(error.__traceback__)[-1]
    LOG.error("fault %s at %s:%s", type(error).__name__, place.filename.rpartition("/")[2], place.lineno)
    title, words = _FAULT
    return render_page(request, "trouble.html", status=500, title=title, words=words)
