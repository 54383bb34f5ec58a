"""Custody: how far the register's log is signed, its checkpoints to take away, and having the register verified.

Nothing is signed here. Signing takes the private key, and neither that nor its passphrase ever goes through a browser.
"""

from typing import Annotated, Final

from fastapi import APIRouter, File, Form, Request, UploadFile
from starlette.exceptions import HTTPException
from starlette.responses import Response

from bearwitness.apps.room.access import GuardedRoute
from bearwitness.apps.room.custody_view import Line, build_line, describe_signed
from bearwitness.apps.room.errand_work import verify
from bearwitness.apps.room.errands import Task
from bearwitness.apps.room.pages.errands import send_errand
from bearwitness.apps.room.rendering import may, render_page
from bearwitness.apps.room.settings import Room, get_room
from bearwitness.core.errors import UsageError
from bearwitness.custody.checkpoints import parse_note
from bearwitness.custody.signing import parse_public
from bearwitness.store.log_overview import (
    LogHead,
    count_events,
    find_checkpoint,
    list_checkpoints,
    list_public_keys,
    load_log_head,
)
from bearwitness.workflow.verifying import Trust

router = APIRouter(route_class=GuardedRoute)
_PAGE: Final = 20
_MOST_KEYS: Final = 40
Files = Annotated[list[UploadFile] | None, File()]


@router.get("/custody", name="custody")
def show_custody(request: Request, before: str = "") -> Response:
    """The log, its checkpoints, and what they protect."""
    return _render(request, before=before)


@router.get("/custody/checkpoints/{checkpoint}/{part}", name="custody.checkpoint")
def get_checkpoint(request: Request, checkpoint: int, part: str) -> Response:
    """A checkpoint as it was signed, or the answer of the timestamp authority to it: both are made to be given away."""
    found = find_checkpoint(get_room(request).live.register, checkpoint) if 0 < checkpoint < 2**31 else None
    if (
        found is None
        or found.note is None
        or part not in {"note", "timestamp"}
        or (part != "note" and not found.answer)
    ):
        raise HTTPException(status_code=404)
    is_note = part == "note"
    name = f"checkpoint-{found.note.head.size}.{'txt' if is_note else 'tsr'}"
    body = str(found.note).encode() if is_note else found.answer
    media = "text/plain; charset=utf-8" if is_note else "application/timestamp-reply"
    return Response(body, media_type=media, headers={"content-disposition": f'attachment; filename="{name}"'})


@router.post("/custody/verify", name="custody.verify")
def verify_register(
    request: Request, keys: Annotated[str, Form()] = "", checkpoints: Files = None, roots: Files = None
) -> Response:
    """Have everything checked that can be, with the keys and the checkpoints that whoever asks holds."""
    try:
        trust = _read_trust(keys, checkpoints or [], roots or [])
        task = Task(
            kind="verify",
            title="Verify the register",
            work=verify,
            given=(get_room(request).settings.register, trust),
        )
        return send_errand(request, task)
    except UsageError as error:
        return _render(request, trouble=f"{error}.", keys=keys)


def _read_trust(keys: str, checkpoints: list[UploadFile], roots: list[UploadFile]) -> Trust:
    lines = [line.strip() for line in keys.splitlines() if line.strip()]
    if not lines:
        raise UsageError("no public key was given; paste the line of NAME.pub that whoever signs gave you")
    if len(lines) > _MOST_KEYS:
        raise UsageError(f"these are more than {_MOST_KEYS} keys; give one on each line")
    # Only lines: on the command line a key may also be the name of a file, and no browser may name files of this machine.
    public = tuple(parse_public(line) for line in lines)
    given = [one.file.read() for one in checkpoints if one.filename or one.size]
    notes = tuple(parse_note(text.decode("utf-8", "replace")) for text in given)
    return Trust(
        keys=public, notes=notes, roots=b"\n".join(one.file.read() for one in roots if one.filename or one.size)
    )


def _render(request: Request, *, before: str = "", trouble: str = "", keys: str = "") -> Response:
    room = get_room(request)
    head = load_log_head(room.live.register)
    start = int(before) if before.isascii() and before.isdecimal() and len(before) < 10 else None
    lines = [] if head is None else _list_lines(room, head, start)
    newest = lines if start is None or head is None else _list_lines(room, head, None)
    return render_page(
        request,
        "custody.html",
        status=400 if trouble else 200,
        head=head,
        signed=None if head is None else describe_signed(head, newest, room.settings.clock()),
        lines=lines[:_PAGE],
        more=lines[_PAGE - 1].number if len(lines) > _PAGE else None,
        checkpoints=count_events(room.live.register, "checkpoint"),
        public_keys=list_public_keys(room.live.register),
        verified=room.errands.find_last("verify"),
        can_verify=may(request, "custody.verify"),
        trouble=trouble,
        keys=keys,
    )


def _list_lines(room: Room, head: LogHead, before: int | None) -> list[Line]:
    return [build_line(one, head) for one in list_checkpoints(room.live.register, before, _PAGE + 1)]
