"""Reports for the tests of the road: one wave of arrests told in several ways, in our own wording and made up."""

import json
from pathlib import Path

WAVE = (
    "Three North Korean refugees were arrested in China on May 28, an aid worker said. "
    "Two refugees were arrested in Yanji on May 12.\n\n"
    "On May 19, six refugees were arrested in Kunming. On the same day, three refugees were arrested in Dandong. "
    "Another five refugees were arrested in Yanji on May 23."
)
"""Five arrests of May 2021, 19 people; of one only the country is told."""

KILLINGS = "Four protesters were killed in Mandalay on May 3. Two protesters were killed in Bago on May 4."
COPY = "Six refugees were arrested in Kunming on May 19, a rights group said."


def line(ident: str, text: str, outlet: str = "Border Lamp") -> str:
    """A report as a line of `.jsonl`, published on 8 June 2021."""
    return json.dumps({"id": ident, "text": text, "published_on": "2021-06-08", "outlet": outlet}) + "\n"


def write_wave(path: Path) -> str:
    """A file of three reports, of which two tell of the arrest in Kunming."""
    path.write_text(
        line("wave", WAVE) + line("killings", KILLINGS) + line("copy", COPY, "Hill Courier"), encoding="utf-8"
    )
    return str(path)
