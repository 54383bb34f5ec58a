"""Add reports: files or pasted text taken in, and how far reading them has come. What was sent is never sent back."""

from typing import Annotated, Any, Final

from fastapi import APIRouter, File, Form, Request, UploadFile
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from bearwitness.apps.room.access import GuardedRoute, get_visit
from bearwitness.apps.room.fields import parse_given
from bearwitness.apps.room.guards import LOG, PASTED, UPLOADS
from bearwitness.apps.room.noting import note
from bearwitness.apps.room.rendering import render_page
from bearwitness.apps.room.rules import Role
from bearwitness.apps.room.settings import get_room
from bearwitness.core.errors import UsageError
from bearwitness.store.register_claims import load_report, load_reviews_of
from bearwitness.store.room_acts import Thing
from bearwitness.store.upload_progress import find_job, list_items, list_jobs, tally_job
from bearwitness.store.upload_queue import cancel_job
from bearwitness.store.upload_records import Job
from bearwitness.workflow.uploads import Sender, Upload, accept_uploads

router = APIRouter(route_class=GuardedRoute)
_JOBS: Final = 20
_PAGE: Final = 100
_PASTED: Final = "pasted text"
_LONGEST_ADDRESS: Final = 2_000
Text = Annotated[str, Form(max_length=_LONGEST_ADDRESS)]
Long = Annotated[str, Form()]


@router.get("/add", name="add")
def show_add(request: Request) -> Response:
    """The forms, and the latest jobs."""
    return _render(request)


@router.post(UPLOADS, name="add.files")
def add_files(
    request: Request,
    files: Annotated[list[UploadFile] | None, File()] = None,
    outlet: Text = "",
    published_on: Text = "",
) -> Response:
    """Take files in."""
    chosen = [one for one in files or () if one.filename or one.size]
    uploads = [Upload(name=one.filename or "", data=one.file.read()) for one in chosen]
    return _accept(request, uploads, (outlet, published_on, ""))


@router.post(PASTED, name="add.text")
def add_text(request: Request, text: Long = "", outlet: Text = "", published_on: Text = "", url: Text = "") -> Response:
    """Take pasted text in."""
    # A form sends every end of a line as two characters; the report has one.
    data = text.replace("\r\n", "\n").encode("utf-8", "replace")
    uploads = [Upload(name=_PASTED, data=data)] if data.strip() else []
    return _accept(request, uploads, (outlet, published_on, url))


@router.get("/add/{number}", name="add.job")
def show_job(request: Request, number: int, after: int = 0) -> Response:
    """One job: how far it is, and what became of each report."""
    job = _find(request, number)
    queue = get_room(request).uploads.queue
    items = list_items(queue, job.number, after=max(0, min(after, 2**53)), most=_PAGE + 1)
    more = items[_PAGE - 1].number if len(items) > _PAGE else None
    return _render_job(request, "add_job.html", job, items=items[:_PAGE], more=more)


@router.get("/add/{number}/progress", name="add.progress")
def show_progress(request: Request, number: int) -> Response:
    """How far it is, for a page that asks again by itself; once all is done the page is loaded anew, with what became of each report."""
    job = _find(request, number)
    answer = _render_job(request, "add_progress.html", job)
    if not job.is_open:
        # The table below it told each report as waiting; htmx loads the page that tells what became of them.
        answer.headers["hx-refresh"] = "true"
    return answer


@router.get("/add/{number}/review", name="add.review")
def review_job(request: Request, number: int) -> Response:
    """On to the first claim of this job's reports that nobody has decided on; those after it come by themselves."""
    job, room, after = _find(request, number), get_room(request), 0
    while items := list_items(room.uploads.queue, job.number, after=after, most=_PAGE):
        for uid in dict.fromkeys(item.uid for item in items if item.uid):
            found = load_report(room.live.register, uid)
            claims = () if found is None else found[1].claims
            reviews = load_reviews_of(room.live.register, [claim.id for claim in claims])
            for claim in claims:
                if claim.id not in reviews:
                    return RedirectResponse(f"/review/{claim.id}", status_code=303)
        after = items[-1].number
    return RedirectResponse("/review", status_code=303)


@router.post("/add/{number}/cancel", name="add.cancel")
def stop_job(request: Request, number: int) -> Response:
    """Read no more of it; a lead may say so of anybody's job."""
    job = _find(request, number)
    room, visit = get_room(request), get_visit(request)
    if not _may_cancel(request, job):
        raise HTTPException(status_code=403)
    if not cancel_job(room.uploads.queue, job.number, by=visit.name, at=room.now()):
        raise HTTPException(status_code=409)
    note(request, "upload.cancelled", on=Thing(kind="job", number=job.number))
    LOG.info("%r cancelled job %d of %r", visit.name, job.number, job.by)
    return RedirectResponse(f"/add/{job.number}", status_code=303)


def _accept(request: Request, uploads: list[Upload], given: tuple[str, str, str]) -> Response:
    room, visit = get_room(request), get_visit(request)
    try:
        sender = Sender(name=visit.name, at=room.now(), given=parse_given(*given))
        number = accept_uploads(room.uploads.queue, uploads, sender, room.settings.uploads)
    except UsageError as error:
        note(request, "upload.refused", times=max(1, len(uploads)))
        return _render(request, trouble=f"{error}.", status=400)
    _note_sent(request, number)
    LOG.info("%r sent job %d with %d files", visit.name, number, len(uploads))
    room.uploads.wake()
    return RedirectResponse(f"/add/{number}", status_code=303)


def _note_sent(request: Request, number: int) -> None:
    """Of how many reports it was, and how many were refused at once; why stands on the job's page."""
    tally, job = tally_job(get_room(request).uploads.queue, number), Thing(kind="job", number=number)
    note(request, "upload.sent", on=job, times=max(1, tally.total))
    if tally.failed:
        note(request, "upload.refused", on=job, times=tally.failed)


def _find(request: Request, number: int) -> Job:
    job = find_job(get_room(request).uploads.queue, number) if 0 < number < 2**53 else None
    if job is None:
        raise HTTPException(status_code=404)
    return job


def _may_cancel(request: Request, job: Job) -> bool:
    visit = get_visit(request)
    return job.by == visit.name or visit.role >= Role.LEAD


def _render(request: Request, *, trouble: str = "", status: int = 200) -> Response:
    room = get_room(request)
    queue = room.uploads.queue
    jobs = [(job, tally_job(queue, job.number)) for job in list_jobs(queue, _JOBS)]
    return render_page(request, "add.html", status=status, trouble=trouble, jobs=jobs, limits=room.settings.uploads)


def _render_job(request: Request, template: str, job: Job, **values: Any) -> Response:
    room = get_room(request)
    return render_page(
        request,
        template,
        job=job,
        tally=tally_job(room.uploads.queue, job.number),
        can_cancel=_may_cancel(request, job) and job.state in {"waiting", "reading"} and not job.cancelled_by,
        **values,
    )
