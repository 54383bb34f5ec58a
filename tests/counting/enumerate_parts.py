"""The bounds of women, men and ages by trying everything: every way to group incidents, every number of people, every person's part.

Written from the words of `docs/breakdowns.md` and apart from `bearwitness.counting`; for small cases of incidents without totals.
"""

from collections.abc import Iterator, Sequence
from itertools import product

from bearwitness.core.incidents import Link
from bearwitness.core.records import Claim
from tests.counting.enumerate_totals import groupings

Division = dict[str, int]


def enumerate_parts(claims: Sequence[Claim], links: Sequence[Link], parts: Sequence[str]) -> dict[str, tuple[int, int]]:
    """The fewest and the most people in each part and in "not told", over all worlds."""
    said = [(link.left, link.right, str(link.judgement)) for link in links]
    ends: dict[str, tuple[int, int]] = {}
    for groups in groupings([claim.id for claim in claims], said):
        told = [[claim for claim in claims if claim.id in group] for group in groups]
        for part in (*parts, "not told"):
            low = high = 0
            for group in told:
                numbers = [division[part] for division in divide(group, parts)]
                low, high = low + min(numbers), high + max(numbers)
            before = ends.get(part, (low, high))
            ends[part] = (min(before[0], low), max(before[1], high))
    return ends


def divide(claims: Sequence[Claim], parts: Sequence[str]) -> Iterator[Division]:
    """Every way in which the people of one incident can fall into parts, as far as its claims tell."""
    allowed = [set(range(claim.count.low, (claim.count.high or 0) + 1)) for claim in claims]
    numbers = set.intersection(*allowed) or set(range(min(map(min, allowed)), max(map(max, allowed)) + 1))
    for number in numbers:
        for sizes in product(range(number + 1), repeat=len(parts)):
            division = dict(zip(parts, sizes, strict=True))
            # Words know two sexes, and a person may be of neither; of an age everybody is.
            whole = sum(sizes) <= number if "female" in parts else sum(sizes) == number
            if not whole or not all(is_allowed(claims, part, size) for part, size in division.items()):
                continue
            # Those whom no claim describes: each is of some part, but none tells of which.
            yield division | {"not told": number - sum(find_told(claims, part) for part in parts)}


def is_allowed(claims: Sequence[Claim], part: str, size: int) -> bool:
    """Whether so many people may be in the part: exactly those told where a number is, at least those of told ages."""
    numbers = {number for claim in claims if (number := find_number(claim, part)) is not None}
    return size >= find_told(claims, part) and (not numbers or size == max(*numbers, find_told(claims, part)))


def find_told(claims: Sequence[Claim], part: str) -> int:
    """How many people are described as of the part."""
    return max(
        max(find_number(claim, part) or 0, sum(of_age(age) == part for age in claim.people.ages)) for claim in claims
    )


def find_number(claim: Claim, part: str) -> int | None:
    """The number a claim tells of the part."""
    people = claim.people
    return {"female": people.female, "male": people.male, "under 18": people.children}.get(part)


def of_age(age: int) -> str:
    """The band of an age."""
    return "under 18" if age < 18 else "60 and over" if age >= 60 else "18 to 59"
