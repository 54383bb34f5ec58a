"""Names of places in English sentences, on flat trees written by hand with entity types where a parser puts them."""

import re
from functools import cache
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bearwitness.reading.english.parsing.parse import Sentence, Token
from bearwitness.reading.english.places.places import find_places
from bearwitness.reading.english.places.places_scan import scan_names
from bearwitness.reading.mentions import PlaceMention
from bearwitness.store.gazetteer import FileGazetteer, load_gazetteer

WORD = re.compile(r"(?:[A-Z]\.){2,}|\w+(?=['’]s\b)|['’]s\b|\w+|[^\w\s]")
STOP = re.compile(r"(?<=[a-z0-9)][.!?]) (?=[A-Z])")


@cache
def shipped() -> FileGazetteer:
    return load_gazetteer()


def parse(text: str, entities: dict[str, str]) -> tuple[Sentence, ...]:
    """Sentences of flat trees: capitals are proper nouns, and `entities` says which words are which entity."""
    out: list[Sentence] = []
    start = 0
    for words in STOP.split(text):
        out.append(parse_one(text, start, start + len(words), entities, len(out)))
        start += len(words) + 1
    return tuple(out)


def parse_one(text: str, start: int, end: int, entities: dict[str, str], index: int) -> Sentence:
    spans = {
        at + start: (at + start + len(name), kind)
        for name, kind in entities.items()
        for at in (m.start() for m in re.finditer(re.escape(name), text[start:end]))
    }
    tokens, until, kind = [], 0, ""
    for i, match in enumerate(WORD.finditer(text, start, end)):
        first = match.start() in spans
        if first:
            until, kind = spans[match.start()]
        word = match.group()
        capital = word[0].isupper()
        tokens.append(
            Token(
                i=i, start=match.start(), end=match.end(), text=word, lower=word.lower(), lemma=word.lower(),
                pos="PROPN" if capital else "X", tag="NNP" if capital else "X", dep="dep", head=0,
                ent=kind if match.start() < until else "", ent_first=first,
            )
        )  # fmt: skip
    return Sentence(index=index, paragraph=0, start=start, end=end, text=text[start:end], tokens=tuple(tokens))


def find(text: str, **entities: str) -> list[PlaceMention]:
    """Mentions in the text; keywords give entity types, "_" standing for a space."""
    return list(find_places(parse(text, {k.replace("_", " "): v for k, v in entities.items()}), text, shipped()))


def paths(mentions: list[PlaceMention]) -> list[str]:
    """text=country/admin1/name:prec of each mention."""
    return [f"{m.text}={m.where.country}/{m.where.admin1}/{m.where.name}:{m.where.prec}" for m in mentions]


TEXTS = [
    "Two people were arrested in Tonghua, Jilin Province, on May 21. Police in Yanji held four. Tumen saw raids too.",
    "Officers detained three in Paris, Texas. Paris police said more. London was quiet, and so was Houston.",
    "Guards shot a man near Musan County. The Tumen River is shallow there. China sent him back.",
]


@given(st.sampled_from(TEXTS), st.data())
def test_a_mention_means_the_same_whichever_sentences_were_parsed(text: str, data: st.DataObject) -> None:
    sentences = parse(text, {})
    kept = data.draw(
        st.lists(st.sampled_from(sentences), unique_by=lambda s: s.start).map(
            lambda s: sorted(s, key=lambda x: x.start)
        )
    )
    whole = find_places(sentences, text, shipped())
    part = find_places(kept, text, shipped())
    assert part == tuple(m for m in whole if any(s.start <= m.start < s.end for s in kept))


@given(
    st.lists(
        st.sampled_from(["Shenyang", "in", "Jilin", ",", "Ky.", "U.S.", "McX", "-", "'s", "\n", "(AP)", "ß", "한"]),
        max_size=25,
    )
)
def test_any_text_can_be_scanned_and_offsets_hold(words: list[str]) -> None:
    text = " ".join(words)
    uses = scan_names(text, shipped())
    assert all(0 <= a.start < a.end <= len(text) and a.candidates for a in uses)
    assert all(a.end <= b.start for a, b in pairwise(uses))
    for mention in find_places(parse(text, {}), text, shipped()):
        assert text[mention.start : mention.end] == mention.text == mention.where.text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Held in Tonghua, Jilin Province.", ["Tonghua=CN/Jilin/Tonghua:1", "Jilin Province=CN/Jilin/Jilin:4"]),
        ("Two men were held in Jilin.", ["Jilin=CN/Jilin/Jilin:4"]),
        ("Two men were held in the city of Jilin.", ["Jilin=CN/Jilin/Jilin:1"]),
        ("Raids began in the province of Liaoning.", ["Liaoning=CN/Liaoning/Liaoning:4"]),
        ("Raids began near Yanji.", ["Yanji=CN/Jilin/Yanji:2"]),
        ("Raids began on the outskirts of Yanji.", ["Yanji=CN/Jilin/Yanji:2"]),
        ("Raids began in northern Xinjiang.", ["northern Xinjiang=CN/Xinjiang/Xinjiang:5"]),
        ("Raids began in eastern Ukraine.", ["eastern Ukraine=UA/None/Ukraine:5"]),
        ("He was seen in Musan County.", ["Musan County=KP/North Hamgyong/Musan:3"]),
        ("He crossed at the Tumen River.", ["Tumen River=None/None/Tumen River:7"]),
        ("They fled from North Korea.", ["North Korea=KP/None/North Korea:6"]),
        ("He was held in Paris, Texas.", ["Paris=US/Texas/Paris:1", "Texas=US/Texas/Texas:4"]),
        ("He was held in London, Ky., on Monday.", ["London=US/Kentucky/London:1", "Ky.=US/Kentucky/Kentucky:4"]),
        ("He was held in Kachin State.", ["Kachin State=MM/Kachin/Kachin:4"]),
        ("He was held in Jilin province's Tumen.", ["Jilin province=CN/Jilin/Jilin:4", "Tumen=CN/Jilin/Tumen:1"]),
        ("Seoul-based groups met in Port-au-Prince.", ["Seoul=KR/Seoul/Seoul:1",
          "Port-au-Prince=HT/Ouest/Port-au-Prince:1"]),
    ],
)  # fmt: skip
def test_a_name_that_its_own_words_vouch_for_needs_no_entity(text: str, expected: list[str]) -> None:
    assert paths(find(text)) == expected


@pytest.mark.parametrize(
    ("text", "entities"),
    [
        ("The leader Kim Jong-un spoke.", {"Kim Jong-un": "PERSON"}),
        ("The Washington Post said so.", {"The Washington Post": "ORG"}),
        ("He studied at the University of Oxford.", {"the University of Oxford": "ORG"}),
        ("The head of Gallup Church spoke.", {"Gallup Church": "ORG"}),
        ("President Lincoln and Sheriff Anderson spoke.", {"Lincoln": "PERSON", "Anderson": "PERSON"}),
        ("Chinese authorities denied it.", {"Chinese": "NORP"}),
        ("West Nile virus was found.", {}),
        ("Most of the media said most of it.", {}),
        ("They live on Oxford Street.", {"Oxford Street": "FAC"}),
    ],
)
def test_persons_bodies_peoples_and_streets_are_no_places(text: str, entities: dict[str, str]) -> None:
    assert find_places(parse(text, entities), text, shipped()) == ()


def test_a_parser_s_wrong_type_is_mended_by_the_words_around() -> None:
    assert paths(find("Two were held in Tonghua, Jilin Province.", Tonghua="PERSON"))[0] == "Tonghua=CN/Jilin/Tonghua:1"
    assert paths(find("Shenyang residents were afraid.", Shenyang="PERSON")) == ["Shenyang=CN/Liaoning/Shenyang:1"]


def test_the_police_of_a_town_name_the_town() -> None:
    assert paths(find("Chicago police held two.", Chicago="GPE")) == ["Chicago=US/Illinois/Chicago:1"]


def test_a_bare_name_keeps_the_meaning_stated_elsewhere() -> None:
    found = find("Two were held in Paris, Texas. Later, Paris police said more.", Paris="GPE")
    assert [m.where.admin1 for m in found if m.text == "Paris"] == ["Texas", "Texas"]


def test_the_report_s_other_places_decide() -> None:
    assert (
        paths(find("Raids in Yanji and Hunchun went on. Two more were held in Tumen."))[2] == "Tumen=CN/Jilin/Tumen:1"
    )


def test_a_list_of_states_holds_states() -> None:
    found = find("Cases were seen in New Mexico, New York, Ohio, Washington and Oregon.")
    assert {m.where.prec for m in found} == {4}


def test_a_country_is_never_its_capital() -> None:
    found = find("In Mexico, Mexico City police held two.", Mexico="GPE")
    assert paths(found) == ["Mexico=MX/None/Mexico:6", "Mexico City=MX/Mexico City/Mexico City:1"]


def test_capitals_only() -> None:
    text = "POLICE HELD THREE MEN IN SHENYANG AND TWO IN TUMEN, JILIN PROVINCE, ON MONDAY."
    assert paths(find(text)) == [
        "SHENYANG=CN/Liaoning/Shenyang:1",
        "TUMEN=CN/Jilin/Tumen:1",
        "JILIN PROVINCE=CN/Jilin/Jilin:4",
    ]


def test_a_dateline_is_a_place() -> None:
    assert paths(find("SEOUL (AP) - Officials denied it."))[0] == "SEOUL=KR/Seoul/Seoul:1"
