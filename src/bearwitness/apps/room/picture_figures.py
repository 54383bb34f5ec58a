"""The people of what map and timeline draw, as they are counted: in words, in cells, and with the page of the same question."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Final, Literal
from urllib.parse import urlencode

from bearwitness.apps.room.phrasing import say_ends
from bearwitness.apps.wording import say_number
from bearwitness.counting.membership import FAR_FUTURE, FAR_PAST, Path, Region
from bearwitness.counting.parts import Amount
from bearwitness.workflow.incident_map import Mark
from bearwitness.workflow.incident_timeline import Stretch
from bearwitness.workflow.picture_counts import PictureCounts, PictureQuestion, build_period, build_region
from bearwitness.workflow.question import name_path
from bearwitness.workflow.tools import load_places

State = Literal["counted", "counting", "uncounted"]
_LATER: Final = "until then map and timeline show incidents"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What is known of the people of the pictures: `counts` None while they are being counted, or where `reason` says why they are not.

    `is_place`: what is looked at is one place, so that its whole and its periods are questions too.
    """

    question: PictureQuestion
    counts: PictureCounts | None
    reason: str
    is_place: bool

    @property
    def state(self) -> State:
        """Whether there are numbers of people."""
        if self.counts is None:
            return "uncounted" if self.reason else "counting"
        return "uncounted" if self.counts.whole.clash is not None else "counted"

    @property
    def noun(self) -> str:
        """What is counted: of several acts together a person stands once for each."""
        return "people" if self.question.wanted.act else "person-acts"

    def find_mark(self, mark: Mark) -> Amount | None:
        """The people of the place of a mark, None where they are not counted."""
        return self._find(build_region(mark.spot.path, self.question.whole)) if mark.is_countable else None

    def find_period(self, one: Stretch) -> Amount | None:
        """The people of a period."""
        return self._find(build_period(one, self.question.whole))

    def _find(self, region: Region) -> Amount | None:
        found = None if self.counts is None else self.counts.parts.get(region)
        return None if found is None or found.clash is not None else found

    def address_mark(self, mark: Mark) -> str:
        """The page that counts the place of a mark, "" where there is none."""
        return self._address(build_region(mark.spot.path, self.question.whole)) if mark.is_countable else ""

    def address_period(self, one: Stretch) -> str:
        """The page that counts a period."""
        return self._address(build_period(one, self.question.whole)) if self.is_place else ""

    def address_whole(self) -> str:
        """The page that counts all that is looked at."""
        return self._address(self.question.whole) if self.is_place else ""

    def _address(self, region: Region) -> str:
        """The question as the page Count takes it; it knows one act, and no grade."""
        wanted, place = self.question.wanted, _name_place(region.place)
        if wanted.act is None or wanted.grade is not None or place is None or self.reason:
            return ""
        asked = {
            "act": wanted.act,
            "from": "" if region.first == FAR_PAST else date.fromordinal(region.first).isoformat(),
            "to": "" if region.last == FAR_FUTURE else date.fromordinal(region.last).isoformat(),
            "place": place,
            "group": wanted.group.strip(),
        }
        return f"/count?{urlencode({key: value for key, value in asked.items() if value})}"

    def say(self, found: Amount | None) -> str:
        """ "12 to 15 people", "" where they are not counted."""
        if found is None:
            return ""
        is_one = (found.low, found.high) == (1, 1)
        return (
            f"1 {'person' if self.question.wanted.act else 'person-act'}"
            if is_one
            else f"{say_ends(found.low, found.high)} {self.noun}"
        )

    def say_whole(self) -> str:
        """ "12 to 15 people" of all that is looked at, "" where that is no question."""
        return (
            self.say(self.counts.whole) if self.counts is not None and self.state == "counted" and self.is_place else ""
        )

    def say_state(self) -> str:
        """A sentence for the reader where numbers of people are missing, "" where none is."""
        if self.state == "counting":
            return f"People are being counted; {_LATER}."
        if self.reason:
            return f"Map and timeline show incidents and no people: {self.reason}."
        if self.counts is None:
            return ""
        if self.counts.whole.clash is not None:
            return "These claims cannot all be true, so no people are counted; map and timeline show incidents."
        left = self.counts.asked - len(self.counts.parts)
        return (
            f"People are counted for {len(self.counts.parts):,} of {say_number(self.counts.asked, 'area')} and periods; the others would "
            f"take too long. Ask for fewer days or a smaller place to see them."
            if left
            else ""
        )


def say_cell(found: Amount | None) -> str:
    """ "12–15", "5+", "" where they are not counted."""
    if found is None:
        return ""
    if found.high is None:
        return f"{found.low:,}+"
    return f"{found.low:,}" if found.low == found.high else f"{found.low:,}–{found.high:,}"


def say_incidents(certain: int, more: int) -> str:
    """ "3 incidents, and 2 that may be"."""
    said = say_number(certain, "incident")
    return f"{said}, and {more:,} more that may be" if more else said


def list_figures(found: Amount | None) -> Mapping[str, int | str]:
    """The numbers of a cell for a file: low, high, and the number stated for an open end."""
    if found is None:
        return {"low": "", "high": "", "stated": ""}
    return {"low": found.low, "high": "" if found.high is None else found.high, "stated": found.stated}


@cache
def _name_place(path: Path) -> str | None:
    return name_path(load_places(), path)
