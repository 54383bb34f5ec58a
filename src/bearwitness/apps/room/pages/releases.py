"""Release: what has left the register so far, and what would leave today. Building and signing stay on the command line, with the key."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Final

from fastapi import APIRouter, File, Request, UploadFile
from starlette.responses import Response

from bearwitness.apps.room.access import GuardedRoute
from bearwitness.apps.room.errand_work import plan
from bearwitness.apps.room.errands import Task
from bearwitness.apps.room.pages.errands import send_errand
from bearwitness.apps.room.plan_view import list_lines
from bearwitness.apps.room.rendering import render_page
from bearwitness.apps.room.settings import Room, get_room
from bearwitness.core.errors import ContractError, UsageError
from bearwitness.release.ledger import parse_ledger
from bearwitness.release.manifest import Manifest, parse_manifest
from bearwitness.release.policy import load_standard_policy, parse_policy
from bearwitness.store.log_overview import list_release_numbers, load_release

router = APIRouter(route_class=GuardedRoute)
_PAGE: Final = 10
_MOST_FIGURES: Final = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Released:
    """A release as the page shows it: when, by whom, its manifest (None: it cannot be read) with its hash, and what it tells.

    `figures` are the first lines of how many people, `figure_rows` and `cells` how many rows of each kind there are.
    """

    number: int
    at: datetime | None
    by: str
    name: str
    manifest: Manifest | None
    sha256: str
    figures: tuple[tuple[str, str, str, int, str], ...]
    figure_rows: int
    cells: int


@router.get("/release", name="release")
def show_releases(request: Request, before: str = "") -> Response:
    """The releases, the newest first, and the form to plan one."""
    return _render(request, before=before)


@router.post("/release/plan", name="release.plan")
def plan_release(request: Request, policy: Annotated[UploadFile | None, File()] = None) -> Response:
    """Plan one by the policy that was sent, or by the standard one where none was."""
    room = get_room(request)
    try:
        text = _read_policy(policy)
        parse_policy(text)
        given = (room.settings.register, text, room.settings.clock().date())
        return send_errand(request, Task(kind="plan", title="Plan a release", work=plan, given=given))
    except UsageError as error:
        return _render(request, trouble=f"{error}.")


def _read_policy(policy: UploadFile | None) -> str:
    if policy is None or not (policy.filename or policy.size):
        return load_standard_policy()
    try:
        return policy.file.read().decode()
    except UnicodeDecodeError:
        raise UsageError("the policy is no text; send a TOML file such as the standard one") from None


def _render(request: Request, *, before: str = "", trouble: str = "") -> Response:
    room = get_room(request)
    start = int(before) if before.isascii() and before.isdecimal() and len(before) < 10 else None
    numbers = list_release_numbers(room.live.register, start, _PAGE + 1)
    return render_page(
        request,
        "release.html",
        status=400 if trouble else 200,
        releases=[_find_released(room, number) for number in numbers[:_PAGE]],
        more=numbers[_PAGE - 1] if len(numbers) > _PAGE else None,
        standard=load_standard_policy(),
        errands=room.errands.list_all("plan"),
        trouble=trouble,
    )


def _find_released(room: Room, number: int) -> Released:
    # What stands behind a release of a large register is megabytes to read, and never changes.
    return room.answers.compute((("release", number), 0), lambda: _build_released(room, number))


def _build_released(room: Room, number: int) -> Released:
    kept = load_release(room.live.register, number)
    record = kept.record
    try:
        manifest, rows = parse_manifest(record.manifest), [one.row for one in parse_ledger(record.ledger)]
    except ContractError:
        manifest, rows = None, []
    figures = [row for row in rows if row.key.kind == "figure"]
    return Released(
        number=number,
        at=kept.at,
        by=record.by,
        name=record.name,
        manifest=manifest,
        sha256=hashlib.sha256(record.manifest.encode()).hexdigest(),
        figures=tuple(list_lines(figures[:_MOST_FIGURES])),
        figure_rows=len(figures),
        cells=len(rows) - len(figures),
    )
