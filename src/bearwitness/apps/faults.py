"""What is told of a fault of the program: what kind it is and where in the program it came up, never its message.

A library that cannot take a value says so with the value, and that can be a victim's name in a report or a source's in the vault. So nothing
that Python prints by itself of an error, in whatever thread, and nothing that a library writes to a log, reaches a terminal or a file.
"""

import logging
import sys
import threading
import warnings
from collections.abc import Iterator
from types import TracebackType
from typing import Any, Final

_OPENING: Final = (
    "This is a fault of the program. The lines below hold no word of a report and nothing of a source; please report them as "
    "they are."
)
_OWN: Final = ("bearwitness/", "site-packages/")
_MOST: Final = 60
"""Lines of one error: endless recursion has a thousand."""


def guard_words() -> None:
    """From here on this process tells of faults only where they came up, and the system writes no dump of its memory."""
    sys.excepthook = _tell
    threading.excepthook = _tell_of_thread
    sys.unraisablehook = _tell_of_end
    # Whatever Python or a library warns of holds the value that it dislikes.
    warnings.showwarning = _pass_over
    _quieten_logs()
    _forbid_cores()


def render_fault(fault: BaseException) -> str:
    """The kind of an error, where it came up from the outside in, and the same of what caused it; none of their messages."""
    return "\n".join((_OPENING, *_list_lines(fault))) + "\n"


def _list_lines(fault: BaseException) -> Iterator[str]:
    seen: set[int] = set()
    now: BaseException | None = fault
    while now is not None and id(now) not in seen:
        seen.add(id(now))
        yield f"{'' if now is fault else 'after '}{type(now).__name__}{_say_number(now)}"
        places = list(_list_places(now.__traceback__))
        yield from places[-_MOST:]
        now = now.__cause__ or now.__context__


def _list_places(trace: TracebackType | None) -> Iterator[str]:
    while trace is not None:
        code = trace.tb_frame.f_code
        yield f"  {_shorten(code.co_filename)}:{trace.tb_lineno} in {code.co_name}"
        trace = trace.tb_next


def _shorten(path: str) -> str:
    """Without the folders above: they can hold the name of who works here."""
    path = path.replace("\\", "/")
    for part in _OWN:
        _, found, rest = path.rpartition(part)
        if found:
            return f"{found if part == _OWN[0] else ''}{rest}"
    return path.rpartition("/")[2]


def _say_number(fault: BaseException) -> str:
    """The system's number for what failed (28: the disk is full); its message holds the name of a file."""
    return f" {fault.errno}" if isinstance(fault, OSError) and isinstance(fault.errno, int) else ""


def _tell(kind: type[BaseException], fault: BaseException, trace: TracebackType | None) -> None:
    if sys.stderr is not None and not issubclass(kind, KeyboardInterrupt):
        sys.stderr.write(render_fault(fault.with_traceback(trace)))


def _tell_of_thread(given: threading.ExceptHookArgs) -> None:
    if given.exc_value is not None and not isinstance(given.exc_value, SystemExit):
        _tell(given.exc_type, given.exc_value, given.exc_traceback)


def _tell_of_end(given: "sys.UnraisableHookArgs") -> None:
    # What Python says here begins with the thing that was taken away.
    if given.exc_value is not None:
        _tell(given.exc_type, given.exc_value, given.exc_traceback)


def _pass_over(*_: Any, **__: Any) -> None:
    """Nothing is told."""


class _Places(logging.Handler):
    """Who logs, and the place of the error, if there is one."""

    def emit(self, record: logging.LogRecord) -> None:
        fault = record.exc_info[1] if isinstance(record.exc_info, tuple) else None
        if sys.stderr is not None:
            sys.stderr.write(
                render_fault(fault) if fault is not None else f"{record.name}: {record.levelname.lower()}\n"
            )


def _quieten_logs() -> None:
    # Python hands this what no handler takes, which is what libraries log.
    logging.lastResort = _Places(logging.WARNING)
    logging.raiseExceptions = False


def _forbid_cores() -> None:
    if sys.platform != "win32":
        import resource

        # The hard limit too: no process that is started from here may raise it again.
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
