"""What is planted: words that stand nowhere else, as who a source is, as names of victims in reports, and as whom a report quotes."""

import json
from pathlib import Path
from typing import Final

NAME, CONTACT, NOTE = ("Zorvathquill", "뷁쒧꽳"), ("Plimsarovex", "쀍쓟킇"), ("Dwenquartho", "껽뛣쩶")
SECRETS: Final = (*NAME, *CONTACT, *NOTE)
"""What only the vault may know."""
VICTIM: Final = ("Kvaristad", "꿻뙯쫿")
"""In the quotes of claims."""
BYSTANDER: Final = ("Brixonvar", "뾃쨟깵")
"""In the text of reports and in no quote."""
WITNESS: Final = ("Quastervint", "뢧쭯껯")
"""Quoted by name in reports, as a lawyer is; no victim."""
PASSPHRASE: Final = "six grey herons wait"
PEOPLE: Final = (*VICTIM, *BYSTANDER)
ALL: Final = (*SECRETS, *PEOPLE, *WITNESS)
SOURCE: Final = {"name": " ".join(NAME), "contacts": [" ".join(CONTACT)], "note": " ".join(NOTE)}
V, B, W = " ".join(VICTIM), " ".join(BYSTANDER), " ".join(WITNESS)
REPORTS: Final = {
    "a.txt": f"Police in Shenyang arrested Zelim {V}, a 34-year-old North Korean woman, and two other women at a market on "
    "5 May 2019, an aid worker said.\n\nThe three women were taken to a detention centre. The mother of Anna "
    f"{B} waited at the gate for a day.\n",
    "b.txt": "Three North Korean women were detained in Shenyang on 5 May 2019, the Harbour Network said. One of them, Zelim "
    f"{V}, 34, was later sent back to North Korea.\n\nA friend of Anna {B} saw the police cars.\n",
    "c.txt": f"In all, 12 North Koreans were arrested in Shenyang in May 2019, among them Zelim {V}, the monitor said.\n\n"
    f"Officials killed a man named Zelim {V} in Tonghua on 7 May 2019.\n",
}
"""Files of text."""
_TOWNS: Final = ("Yanji", "Yanji", "Yanji", "Yanji", "Yanji", "Yanji", "Yanji", "Yanji", "Kunming")
TOLD: Final = [
    {
        "id": f"told-{number}",
        "text": f"Police arrested {('two', 'three', 'four', 'five')[number % 4]} North Korean refugees in {town} on {1 + 3 * number} May 2024, "
        f"Milo {W}, a lawyer, said. One of them was Zelim {V}. The mother of Anna {B} saw it.",
        "title": f"Zelim {V} held in {town}",
        "url": f"http://post.example/2024/zelim-{VICTIM[0].lower()}-{number}",
        "published_on": "2024-06-08",
        "outlet": ("Border Lamp", "Hill Courier")[number % 2],
    }
    for number, town in enumerate(_TOWNS)
]
"""Lines of `.jsonl`: nine arrests, enough of them alike for a release. Titles and addresses name the victim."""


def write_reports(folder: Path) -> None:
    """The reports as files: texts in `in`, lines in `told.jsonl`."""
    (folder / "in").mkdir()
    for name, text in REPORTS.items():
        (folder / "in" / name).write_text(text, encoding="utf-8")
    lines = (json.dumps(row, ensure_ascii=False) + "\n" for row in TOLD)
    (folder / "told.jsonl").write_text("".join(lines), encoding="utf-8")
