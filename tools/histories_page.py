"""The page docs/histories.md: worked histories, from their claims to the bounds and the reason, as the program answers today."""

from collections.abc import Iterator

from bearwitness.core.incidents import Estimate
from bearwitness.counting.estimate import count_people
from tests.counting.histories import Asked, History, Row, load_histories

HEAD = """# Worked histories

What was published, what is judged, what is asked, and what can be said. `tools/histories_page.py` writes this page from
[tests/cases/histories](../tests/cases/histories/README.md); the numbers and the reasons are the program's own, and each has a certificate
that [verify-count](certificate.md) accepts. Lines of judgements say which claims are *part of* others, or of *other people*; of every other
pair nothing is known, so it may overlap for the low end and does not for the high one.
"""


def build_page() -> str:
    """The page as it should stand."""
    return HEAD + "".join(f"\n{line}" for history in load_histories() for line in _tell_history(history))


def _tell_history(history: History) -> Iterator[str]:
    yield f"## {history.title}\n"
    yield f"{history.row['told'].strip()}\n"
    yield "| claim | says |\n|---|---|"
    for row in history.row["claim"]:
        total = ", as a total" if row.get("shape") == "aggregate" else ""
        yield f"| `{row['id']}` | {row['says']}{total} |"
    yield ""
    if history.row.get("link"):
        said = (
            f"{_name_link(row['left'], row['right'], row['judgement'])} ({row['why']})" for row in history.row["link"]
        )
        yield f"Judged: {'; '.join(said)}.\n"
    for asked in history.asked:
        yield from _answer(history, asked)


def _answer(history: History, asked: Asked) -> Iterator[str]:
    estimate = count_people(asked.question, history.claims, asked.links)
    yield f"**{asked.row['asks']}** {_say_bounds(estimate)}.\n"
    if "judged" in asked.row:
        yield f"- Judged: {'; '.join(_name_link(*one) for one in asked.row['judged'])}."
    yield f"- Why: {asked.row['why']}"
    if "by_hand" in asked.row:
        yield f"- By hand: {_say_sum(asked.row, 'low')}; {_say_sum(asked.row, 'high')}."
    yield from (f"- *{reason}*" for reason in estimate.reasons)
    yield ""


def _name_link(left: str, right: str, judgement: str) -> str:
    words = {"part-of": "is part of", "different": "is of other people than"}.get(judgement, judgement)
    return f"`{left}` {words} `{right}`"


def _say_bounds(estimate: Estimate) -> str:
    if estimate.high is None:
        return f"At least {estimate.low:,}; {estimate.high_stated:,} are told of"
    return f"{estimate.low:,}" if estimate.low == estimate.high else f"{estimate.low:,} to {estimate.high:,}"


def _say_sum(row: Row, end: str) -> str:
    first, *rest = row["by_hand"][end]
    terms = "".join(f" {'−' if term < 0 else '+'} {abs(term):,}" for term in rest)
    return f"{first:,}{terms} = {sum(row['by_hand'][end]):,}"
