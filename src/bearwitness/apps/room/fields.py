"""The fields of a claim as a form has them, and back; the form's words to the vocabulary's."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, TypeVar, get_args
from urllib.parse import urlsplit

from starlette.datastructures import FormData

from bearwitness.core.errors import UsageError
from bearwitness.core.vocabulary import ACTS, UNITS, Shape, Status
from bearwitness.store.upload_records import Given
from bearwitness.workflow.hand_claims import Fields

SHAPES: Final[tuple[Shape, ...]] = get_args(Shape)
STATUSES: Final[tuple[Status, ...]] = get_args(Status)
CHOICES: Final[Mapping[str, tuple[str, ...]]] = {"act": ACTS, "unit": UNITS, "shape": SHAPES, "status": STATUSES}
EMPTY: Final = Fields(
    act="arrest",
    shape="incident",
    status="reported",
    low=1,
    high=1,
    unit="person",
    earliest=None,
    latest=None,
    place="",
    group="",
)
_MOST: Final = 100_000_000
_DIGITS: Final = 15
Word = TypeVar("Word", bound=str)


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A form's fields as text; `lead` is what each name begins with where a form holds several claims."""

    data: FormData
    lead: str = ""

    def text(self, name: str) -> str:
        """What was entered, without spaces around it; "" where nothing was."""
        value = self.data.get(self.lead + name)
        return value.strip() if isinstance(value, str) else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """The fields as somebody typed them, to be shown again when they were refused: nobody types a form twice for one wrong letter."""

    act: str
    shape: str
    status: str
    low: str
    high: str
    unit: str
    earliest: str
    latest: str
    place: str
    group: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Adding:
    """The form of a claim added by hand: its words, where they begin, and its fields; `is_open` where it is shown at once."""

    fields: Fields | Typed
    words: str = ""
    start: str = ""
    because: str = ""
    trouble: str = ""
    is_open: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """The form of what a report is: its outlet, day and address as text; `trouble` says why they were refused."""

    outlet: str
    published_on: str
    url: str
    trouble: str = ""


EMPTY_ADDING: Final = Adding(fields=EMPTY)


def keep_typed(form: Form) -> Typed:
    """What was typed, right or wrong."""
    return Typed(**{name: form.text(name)[:200] for name in Typed.__dataclass_fields__})


def parse_fields(form: Form) -> Fields:
    """The fields; raises UsageError for what is none."""
    low = parse_number(form.text("low"), "the lowest number")
    if low is None:
        raise UsageError("the lowest number is missing; give how many people there are at least")
    return Fields(
        act=_choose(ACTS, form.text("act"), "act"),
        shape=_choose(SHAPES, form.text("shape"), "shape"),
        status=_choose(STATUSES, form.text("status"), "status"),
        low=low,
        high=parse_number(form.text("high"), "the highest number"),
        unit=_choose(UNITS, form.text("unit"), "unit"),
        earliest=parse_date(form.text("earliest"), "the first day"),
        latest=parse_date(form.text("latest"), "the last day"),
        place=form.text("place")[:200],
        group=form.text("group")[:200],
    )


def parse_number(text: str, what: str) -> int | None:
    """A whole number, None where nothing was entered."""
    if not text:
        return None
    if not (text.isascii() and text.isdecimal()) or len(text) > _DIGITS or int(text) > _MOST:
        raise UsageError(f"{what} is no whole number; write digits only")
    return int(text)


def parse_date(text: str, what: str) -> date | None:
    """A day, None where nothing was entered."""
    if not text:
        return None
    try:
        if len(text) != 10:
            raise ValueError
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"{what} is no day; write it as YYYY-MM-DD") from None


def parse_given(outlet: str, published_on: str, url: str) -> Given:
    """What a form says of reports. Raises UsageError for a day or an address that is none."""
    address = url.strip()
    if address and not _is_address(address):
        raise UsageError("the address is none of the web; copy it from the browser, or leave it out")
    return Given(
        outlet=" ".join(outlet.split())[:300] or None,
        published_on=parse_date(published_on.strip(), "the day of publication"),
        url=address or None,
    )


def _is_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.netloc) and text.isprintable() and " " not in text


def _choose(words: tuple[Word, ...], text: str, what: str) -> Word:
    for word in words:
        if word == text:
            return word
    raise UsageError(f"there is no such {what}; choose one of the list")
