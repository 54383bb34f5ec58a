"""Publication dates as pages and headers write them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bearwitness.capture.dates import find_date_in_url, parse_published

DAYS = st.dates(min_value=date(1950, 1, 1), max_value=date(2080, 12, 31))


@given(DAYS)
def test_dates_every_way_of_writing_gives_the_day(day: date) -> None:
    """One day in all the forms that name it."""
    forms = [
        day.isoformat(),
        f"{day:%Y-%m-%dT%H:%M:%S+09:00}",
        f"{day:%Y%m%d}",
        f"{day:%Y%m%dT080000Z}",
        f"{day.year}.{day.month}.{day.day}",
        f"{day:%a, %d %b %Y 08:00:00 GMT}",
        f"{day:%B} {day.day}, {day.year}",
        f"{day.day} {day:%B} {day.year}, 10:15",
        f"Published on {day:%b}. {day.day}, {day.year} by the desk",
        f"{day.year}년 {day.month}월 {day.day}일",
        f"{day.year}年{day.month}月{day.day}日",
    ]

    assert [parse_published(form) for form in forms] == [day] * len(forms)


@pytest.mark.parametrize(
    "text",
    [
        "", "2019", "June 2019", "3 June", "03/06/2019", "2019-02-30", "yesterday", "20191", "1559520000",
        "2019-06-03 2019-06-04", "Updated: 4 June 2019", "Last modified 2019-06-03", "12019-06-03",
    ],
)  # fmt: skip
def test_dates_of_other_kinds_are_not_read(text: str) -> None:
    """Parts of dates, dates with two readings, two dates, and dates of change."""
    assert parse_published(text) is None


def test_dates_of_change_do_not_hide_the_publication() -> None:
    """What stands before "updated" is the publication."""
    assert parse_published("3 June 2019 | Updated 5 June 2019") == date(2019, 6, 3)


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://a.example/2019/06/03/four-held", date(2019, 6, 3)),
        ("https://a.example/2019/6/3/", date(2019, 6, 3)),
        ("https://a.example/2019-06-03-four-held", date(2019, 6, 3)),
        ("https://a.example/news/20190603/four-held", date(2019, 6, 3)),
        ("https://a.example/2019/06/four-held", None),
        ("https://a.example/four-held?d=/2019/06/03/", None),
        ("https://a.example/20191345/", None),
        ("https://a.example/2019/99/99/", None),
    ],
)
def test_dates_in_addresses(url: str, day: date | None) -> None:
    """Only a whole day in the path counts."""
    assert find_date_in_url(url) == day
