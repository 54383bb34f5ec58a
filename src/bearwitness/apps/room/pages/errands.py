"""An errand: how far it is, what came of it, and what of it can be taken away."""

from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from bearwitness.apps.room.access import GuardedRoute, get_visit
from bearwitness.apps.room.errand_work import Who
from bearwitness.apps.room.errands import Errand, Task
from bearwitness.apps.room.noting import note
from bearwitness.apps.room.plan_view import describe_preview
from bearwitness.apps.room.rendering import render_page
from bearwitness.apps.room.settings import get_room
from bearwitness.workflow.release_preview import Preview

router = APIRouter(route_class=GuardedRoute)


def send_errand(request: Request, task: Task, *, detail: str = "") -> Response:
    """Have something done for whoever asks, write down that they did, and lead to where it is seen. Raises UsageError where too much waits."""
    errand = get_room(request).errands.send(task, get_visit(request).name)
    note(request, f"{task.kind}.begun", detail=detail)
    return RedirectResponse(f"/errands/{errand.number}", status_code=303)


def find_who(request: Request) -> Who:
    """Who asks, and the day it is in the room."""
    return Who(name=get_visit(request).name, day=get_room(request).settings.clock().date())


@router.get("/errands/{errand}", name="errand")
def show_errand(request: Request, errand: int) -> Response:
    """How far it is; when it is done, what came of it."""
    found = _find(request, errand)
    shown = None if found.outcome is None else found.outcome.shown
    preview = describe_preview(shown) if isinstance(shown, Preview) else None
    return render_page(request, "errand.html", errand=found, preview=preview)


@router.get("/errands/{errand}/progress", name="errand.progress")
def show_progress(request: Request, errand: int) -> Response:
    """How far it is, for a page that asks again by itself; once it is over the page is loaded anew."""
    found = _find(request, errand)
    answer = render_page(request, "errand_progress.html", errand=found)
    if not found.is_open:
        answer.headers["hx-refresh"] = "true"
    return answer


@router.get("/errands/{errand}/files/{file}", name="errand.file")
def get_file(request: Request, errand: int, file: int) -> Response:
    """A file that came of it; each time it is taken is written down."""
    found = _find(request, errand)
    files = () if found.outcome is None else found.outcome.files
    if not 0 <= file < len(files):
        raise HTTPException(status_code=404)
    note(request, "file.taken", detail=found.task.kind)
    made = files[file]
    headers = {"content-disposition": f'attachment; filename="{made.name}"'}
    return Response(made.content, media_type=made.media, headers=headers)


@router.post("/errands/{errand}/stop", name="errand.stop")
def stop_errand(request: Request, errand: int) -> Response:
    """Go on with it no more."""
    found = _find(request, errand)
    if not get_room(request).errands.cancel(found.number):
        raise HTTPException(status_code=409)
    return RedirectResponse(f"/errands/{found.number}", status_code=303)


def _find(request: Request, number: int) -> Errand:
    found = get_room(request).errands.find(number)
    if found is None:
        raise HTTPException(status_code=404)
    return found
