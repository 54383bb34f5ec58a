"""Reports once more in capitals only, as old wires and teleprinters sent them: what the reader loses without small letters."""

import json
from pathlib import Path


def write_capitals(reports: Path) -> Path:
    """The reports of a `.jsonl` with title and text in capitals, in a file beside it; every offset stays."""
    out = reports.with_name(f"{reports.stem}_capitals.jsonl")
    with reports.open(encoding="utf-8") as lines, out.open("w", encoding="utf-8") as sink:
        for row in map(json.loads, lines):
            sink.write(
                json.dumps({**row, **{k: raise_letters(row[k]) for k in ("title", "text") if row.get(k)}}) + "\n"
            )
    return out


def raise_letters(text: str) -> str:
    """Capitals letter for letter; one that has none of its own length ("ß") stays."""
    return "".join(c.upper() if len(c.upper()) == 1 else c for c in text)
