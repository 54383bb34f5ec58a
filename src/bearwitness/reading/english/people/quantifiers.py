"""Numbers that count no people by themselves: of a noun, an age, a date, a sum of money, a road."""

import re

from bearwitness.reading.english.parsing.parse import Sentence, Token
from bearwitness.reading.english.people.people import is_one_person, is_people, is_person_word, people_words


def is_quantifier(sentence: Sentence, token: Token) -> bool:
    """Does the number belong to a noun, an age, a date or a sum of money?"""
    head = sentence.head(token)
    if (
        token.dep in {"nummod", "quantmod", "compound", "npadvmod", "amod"}
        and head.i != token.i
        and head.pos not in {"VERB", "AUX"}
    ):
        return True
    after = sentence.tokens[token.i + 1] if token.i + 1 < len(sentence.tokens) else None
    before = sentence.tokens[token.i - 1] if token.i else None
    if after is not None and after.lower.rstrip(".") in people_words("calendar"):
        return True  # "on Wednesday [4 October]"
    if after is not None and (
        after.text in {"-", "–", "%"}
        or after.lower
        in {"percent", "per", "years", "year", "days", "hours", "of", "p.m.", "a.m.", "months", "weeks", "miles", "km"}
    ):
        return after.lower != "of" or not _of_people(sentence, token)
    if before is not None and (
        before.lower in {"aged", "age", "number", "no.", "section", "article", "top", "room", "route", "highway", "$"}
        or before.text in {"$", "€", "£", "#"}
    ):
        return True
    if token.text.isdigit() and (len(token.text) >= 4 and 1900 <= int(token.text) <= 2100):
        return True
    if before is not None and before.lower == "of" and is_one_person(sentence.head(before)):
        return True  # "a boy of 14", "a boy of seven", "a father of three"
    if _is_one_of_ages(sentence, token):
        return True
    if (
        before is not None
        and before.lower in {"one", "other", "both"}
        and token.text.isdigit()
        and len(token.text) == 2
    ):
        return True  # "two boys, one 16 and the other 17"
    # "Lee, 43, was": a number between commas behind a name is an age.
    return (
        before is not None
        and before.text in {",", "("}
        and after is not None
        and after.text in {",", ")", ";"}
        and token.text.isdigit()
    )


def _is_one_of_ages(sentence: Sentence, token: Token) -> bool:
    """ "her sons, 15 and 12, and": figures joined by "and" between the commas behind people."""
    text = " ".join(t.text for t in sentence.tokens[max(0, token.i - 4) : token.i + 5])
    shape = re.search(r", (\d{1,2}) and (\d{1,2}) ,", text)
    if shape is None or token.text not in shape.groups():
        return False
    comma = token.i - (1 if token.text == shape[1] else 3)
    return comma > 0 and sentence.tokens[comma].text == "," and is_person_word(sentence.tokens[comma - 1])


def _of_people(sentence: Sentence, token: Token) -> bool:
    return is_people(sentence, token)
