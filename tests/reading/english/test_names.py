"""Names of victims stand in quotes and nowhere else, unless the user asks for them."""

import json
from datetime import date
from hashlib import sha256

import pytest

from bearwitness.core.contract import render_reading
from bearwitness.core.records import Report
from bearwitness.reading.english.read import EnglishTools, read_english

TEXTS = (
    "Lee Chang-ho was arrested in Yanji on June 4, 2019. Lee was later sent back to North Korea.",
    "Police in Ankara detained journalist Ayla Demir and lawyer Kerem Aslan on 27 July 2016.",
    "His widow Ayla Demir told the Tumen Ledger that Kerem Demir was arrested in Gulu on 4 June 2019.",
    "COL TADEO BRIZUELA WAS SHOT TO DEATH IN LIMA ON 8 MARCH 1991. BRIZUELA AND HIS DRIVER WERE KILLED AT ONCE.",
    "Maria Petrenko, 34, was killed in Bago on 9 April 2021, the monitor said.",
    # Spelt as at home, in letters that have no capitals.
    "Police in Shenyang arrested Lee Chang-ho 이창호, a 34-year-old North Korean man, on 5 May 2019.",
    "이창호, 34, was arrested in Shenyang on 5 May 2019, an aid worker said.",
    "Police arrested the activist 王小明 in Shenyang on 5 May 2019.",
    "The widow of 이창호 said that two men, among them محمد, were detained in Shenyang on 5 May 2019.",
)
NAMES = ("Chang-ho", "Lee", "Ayla", "Demir", "Kerem", "Aslan", "Maria", "Petrenko", "Brizuela", "BRIZUELA", "TADEO")
CASELESS = ("이창호", "王小明", "محمد")


def read(text: str, english: EnglishTools, *, names: bool) -> list[dict[str, object]]:
    report = Report(
        id="r",
        input="r",
        url=None,
        outlet="Tumen Ledger",
        title=None,
        published_on=date(2021, 5, 1),
        language="en",
        sha256=sha256(text.encode()).hexdigest(),
        text=text,
    )
    rows: list[dict[str, object]] = render_reading(read_english(report, english, names=names))["claims"]
    return rows


@pytest.mark.parametrize("text", TEXTS)
def test_no_name_outside_the_quotes(text: str, english: EnglishTools) -> None:
    claims = read(text, english, names=False)
    outside = json.dumps([{k: v for k, v in claim.items() if k != "quotes"} for claim in claims], ensure_ascii=False)

    assert claims
    assert [name for name in (*NAMES, *CASELESS) if name in outside] == []


def test_names_come_when_asked_for(english: EnglishTools) -> None:
    claims = read(TEXTS[0], english, names=True)

    assert any("Lee Chang-ho" in claim["people"]["names"] for claim in claims)  # type: ignore[index]


def test_asking_for_names_changes_nothing_else(english: EnglishTools) -> None:
    for text in TEXTS:
        without, with_names = read(text, english, names=False), read(text, english, names=True)

        assert [(c["act"], c["when"], c["where"], c["status"], c["relations"]) for c in without] == [
            (c["act"], c["when"], c["where"], c["status"], c["relations"]) for c in with_names
        ]
