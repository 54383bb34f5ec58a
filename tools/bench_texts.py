"""Texts for the bench, in our own wording: varied samples, and mixed news in which one report in ten is relevant.

Seeded: the same texts on every machine. Nothing in them happened, and no person is named.
"""

import io
import random
import re
from collections.abc import Iterator
from pathlib import Path

SAMPLES = Path(__file__).resolve().parent.parent / "samples"

_TOWNS = ("Yanji", "Kunming", "Dandong", "Shenyang", "Mandalay", "Bago", "Gomel", "Tripoli", "Nanning", "Hunchun")
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October")
_ACTS = (
    "{n} refugees were arrested in {town} on {month} {day}, a rights group said.",
    "Police in {town} detained {n} protesters on {weekday}, and {m} of them were released the next day.",
    "At least {n} people were killed in {town} on {month} {day} when soldiers opened fire, witnesses said.",
    "Another {m} workers were taken into custody in {town} the same day, according to a relative.",
    "The ministry denied that {n} journalists had been arrested in {town}.",
)
_NEWS = (
    "The council in {town} voted on {weekday} to repair {n} bridges before the winter, after two years of delay.",
    "Rain is expected to reach {town} by {weekday}, and farmers hope that the river will rise by {m} centimetres.",
    "The home side won by {m} goals in front of {n},000 spectators, its first victory at {town} since {month}.",
    "Shares of the shipping company fell by {m} per cent in {month} as fewer containers passed through {town}.",
    "A new hospital with {n} beds will open in {town} in {month}, the health office said in a statement.",
    "The museum shows {n} paintings, many of them lent by collectors who have never let them travel before.",
    "Teachers and parents met on {weekday} to discuss the timetable, which leaves {m} classes without a room.",
    "Engineers said that the new line would carry {n},000 passengers a day once the station in {town} is finished.",
    "The price of rice rose for the {m}th week, and shopkeepers said that customers had begun to buy less.",
    "Scientists counted {n} pairs of storks along the coast, more than in any year since the survey began.",
    "The orchestra will play in {town} on {month} {day}, and tickets for the first evening are already gone.",
    "Prosecutors said they would study the report on the bridge, which names no one and blames the old plans.",
)


def build_mixed_news(size: int, *, every: int = 10) -> list[str]:
    """`size` reports of about 250 words, of which every `every`-th tells of acts against people."""
    return list(generate_mixed_news(size, every=every))


def generate_mixed_news(size: int, *, every: int, length: int = 14) -> Iterator[str]:
    """The same one by one, of `length` sentences of other news each."""
    chance = random.Random(20190603)
    for number in range(size):
        yield _build_report(chance, length, relevant=number % every == 0)


def _build_report(chance: random.Random, length: int, *, relevant: bool) -> str:
    sentences = [_fill(chance.choice(_NEWS), chance) for _ in range(length)]
    if relevant:
        for _ in range(4):
            sentences.insert(chance.randrange(len(sentences)), _fill(chance.choice(_ACTS), chance))
    return "\n\n".join(" ".join(sentences[start : start + 3]) for start in range(0, len(sentences), 3))


def _fill(sentence: str, chance: random.Random) -> str:
    return sentence.format(
        town=chance.choice(_TOWNS),
        weekday=chance.choice(_DAYS),
        month=chance.choice(_MONTHS),
        day=chance.randint(1, 28),
        n=chance.randint(3, 60),
        m=chance.randint(2, 9),
    )


def build_varied_samples(times: int) -> list[str]:
    """The sample reports `times` over, each time with other numbers of one or two digits."""
    from bearwitness.workflow.inputs import find_inputs

    files = sorted(
        str(file) for file in SAMPLES.iterdir() if file.suffix in {".html", ".txt", ".pdf", ".docx", ".jsonl"}
    )
    texts = [item.report.text for item in find_inputs(files, io.BytesIO()) if item.report is not None]
    chance = random.Random(20190525)
    vary = re.compile(r"\b\d{1,2}\b")
    return [vary.sub(lambda _found: str(chance.randint(1, 28)), text) for _ in range(times) for text in texts]
