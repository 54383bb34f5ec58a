"""Header lines above a plain-text report, read conservatively."""

from datetime import date

import pytest

from bearwitness.capture.header import Header, find_header
from bearwitness.capture.report import build_report

BODY = "\n\nTwo women were held in Yanji on 15 May."


def test_header_under_a_title_line() -> None:
    """A title, then known keys, then the text."""
    text = (
        "Two held in Yanji\n\nOutlet: Harbour Post\nDate: 2019-06-03\nURL: https://harbour.example/a?b=1\nLang: en"
        + BODY
    )

    assert find_header(text) == Header(
        title="Two held in Yanji",
        outlet="Harbour Post",
        published_on=date(2019, 6, 3),
        url="https://harbour.example/a?b=1",
        language="en",
    )


def test_header_stays_in_the_text() -> None:
    """Offsets are those of the file, so nothing is cut from its head."""
    text = "Title: Two held\nPublished: June 3, 2019" + BODY
    report = build_report(text.encode(), "a.txt").report

    assert report.text == text
    assert (report.title, report.published_on) == ("Two held", date(2019, 6, 3))


@pytest.mark.parametrize(
    "text",
    [
        "Two women were held.\nDate: 2019-06-03 was when it began." + BODY,
        "The office said this: nobody was held." + BODY,
        "A long first paragraph.\n\nAnother one.\n\nPublished: 2019-06-03",
        "Date: 15 May\nOutlet:" + BODY,
        "Date: 03/06/2019" + BODY,
        "Dates: 2019-06-03" + BODY,
    ],
)
def test_header_date_is_not_taken_from_anything_else(text: str) -> None:
    """Running text, days without a year and dates with two readings give no publication date."""
    assert find_header(text).published_on is None


def test_header_of_a_case_file_gives_no_publication_date() -> None:
    """In a case file "Date:" is when it happened; "Published:" would still count."""
    case = "Case 12\nDate: 2019-05-15\nPlace: Yanji"

    assert find_header(case + BODY).published_on is None
    assert find_header(case + "\nPublished: 2019-06-03" + BODY).published_on == date(2019, 6, 3)


def test_header_source_is_never_an_outlet() -> None:
    """In this field a source is a person."""
    assert find_header("Two held\nSource: a trader in Hyesan\nOutlet: Harbour Post" + BODY).outlet is None


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Two held in Yanji" + BODY, "Two held in Yanji"),
        ("Two held in Yanji." + BODY, None),
        ("Two held in Yanji", None),
        ("Two held in Yanji\nand more" + BODY, None),
        ("x" * 200 + BODY, None),
        ("", None),
    ],
)
def test_header_title_without_keys(text: str, title: str | None) -> None:
    """A short first line that is no sentence and stands apart is a title."""
    assert find_header(text).title == title
