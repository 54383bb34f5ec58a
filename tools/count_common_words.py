"""List the words that news has in common, and write them where linking leaves them out of what makes a report particular.

    python tools/count_common_words.py [--shared ../shared]

A word is common where one report in fifty of two development sets holds it, or one in twenty of one, mostly in small letters: sets
on police, courts, protest, epidemics, local news and human rights, so that "detained" and "hospital" are as common as "said". How rare
the others are is counted in the register itself (`linking/windows.py`).
"""

import argparse
import gzip
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "src" / "bearwitness" / "linking" / "common_words.toml"
SETS = ("gva", "semeval_trial", "india", "hrdsattack", "places", "timex")
SHARE = 50
FEWEST_SETS = 2
SHARE_OF_ONE = 20
WORD = re.compile(r"[^\W\d_][^\W\d_'’]+")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    given = parser.parse_args()
    texts = [list(load_texts(given.shared / "data" / name)) for name in SETS]
    twice = Counter(word for one in texts for word in find_common(one, SHARE))
    found = sorted(
        {word for word, number in twice.items() if number >= FEWEST_SETS}
        | {word for one in texts for word in find_common(one, SHARE_OF_ONE)}
    )
    lines = [
        "# Written by tools/count_common_words.py: words that one news report in fifty holds in two sets of news, or one in twenty in one set.",
        "words = [",
    ]
    row = "   "
    for word in found:
        if len(row) + len(word) > 118:
            lines.append(row)
            row = "   "
        row += f' "{word}",'
    OUT.write_text("\n".join([*lines, row, "]"]) + "\n", encoding="utf-8")
    sys.stdout.write(f"Wrote {OUT}: {len(found)} words.\n")
    return 0


def find_common(texts: list[str], share: int) -> set[str]:
    """The words of one text in so many that stand in small letters in most places."""
    texts_with: Counter[str] = Counter()
    small: Counter[str] = Counter()
    standing: Counter[str] = Counter()
    for text in texts:
        words = WORD.findall(text)
        texts_with.update({word.casefold() for word in words})
        standing.update(word.casefold() for word in words)
        small.update(word for word in words if word.islower())
    return {
        word
        for word, number in texts_with.items()
        if number * share >= len(texts) and 2 * small[word] > standing[word] and len(word) > 2
    }


def load_texts(folder: Path) -> Iterator[str]:
    """The texts of a development set, from whatever lines hold one."""
    for path in sorted(folder.rglob("*.jsonl*")):
        data = path.read_bytes()
        for line in (gzip.decompress(data) if path.suffix == ".gz" else data).decode("utf-8").splitlines():
            text = json.loads(line).get("text")
            if isinstance(text, str):
                yield text


if __name__ == "__main__":
    raise SystemExit(main())
