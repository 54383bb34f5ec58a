"""A model's claims beside the rules': nobody twice, the rules' claims untouched, and every proposal accounted for."""

from datetime import date
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bearwitness.core.records import Claim, Reading
from bearwitness.reading.english.read import EnglishTools, read_english
from bearwitness.reading.model.answer import Proposal
from bearwitness.reading.model.claims import build_proposed
from bearwitness.reading.model.combine import combine_claims
from tests.reading.model.test_claims import make_report

TEXT = """Four refugees were arrested in Yanji on 12 May. Officers swept up three women in Tumen on 14 May.

The four were swept up while they slept. Officers also swept up another two men.

Six people were detained in Shenyang, two of them teenagers. Police plan to arrest nine more in Hunchun.
"""


def propose(number: int, quote: str, words: str, people: str, **more: Any) -> Proposal:
    keys: dict[str, Any] = {
        "act": "arrest", "date": None, "place": None, "actor": None, "voice": None, "status": "reported", "total": False,
    }  # fmt: skip
    return Proposal(**(keys | {"number": number, "quote": quote, "act_words": words, "people": people} | more))


def combine(english: EnglishTools, *proposals: Proposal, text: str = TEXT) -> tuple[Reading, Reading]:
    report = make_report(text)
    rules = read_english(report, english)
    proposed, _ = build_proposed(report, proposals, english, "m")
    return rules, combine_claims(rules, proposed)


def find_added(rules: Reading, both: Reading) -> list[Claim]:
    known = {claim.id for claim in rules.claims}
    return [claim for claim in both.claims if claim.id not in known]


def find_kinds(claim: Claim) -> list[str]:
    return [relation.kind for relation in claim.relations]


FOUR = propose(
    1, "Four refugees were arrested in Yanji on 12 May", "were arrested", "Four refugees", date="12 May", place="Yanji"
)


def test_the_same_people_in_the_same_words_are_one_claim_of_two_readers(english: EnglishTools) -> None:
    rules, both = combine(english, FOUR, FOUR)
    assert find_added(rules, both) == []
    assert [claim.also_found_by for claim in both.claims if claim.also_found_by] == [("lm/m",)]
    assert both.faults == rules.faults


def test_a_number_read_otherwise_is_a_fault(english: EnglishTools) -> None:
    """The rules' number holds: the model took a part, or a number of something else."""
    text = "In a town of 5,000 people, four men were arrested on 12 May."
    proposal = propose(1, text, "were arrested", "5,000 people")
    rules, both = combine(english, proposal, text=text)
    assert find_added(rules, both) == []
    assert [fault.code for fault in both.faults] == ["read-otherwise"]


def test_a_plan_the_model_takes_for_a_deed_is_no_deed(english: EnglishTools) -> None:
    proposal = propose(1, "Police plan to arrest nine more in Hunchun", "arrest", "nine more", place="Hunchun")
    rules, both = combine(english, proposal)
    assert find_added(rules, both) == []
    assert [claim.status for claim in both.claims if claim.also_found_by] == ["planned"]


def test_another_date_stands_beside_as_the_same_occurrence(english: EnglishTools) -> None:
    """A conflict is shown to a person; it is no second arrest."""
    rules, both = combine(
        english, propose(1, FOUR.quote, "were arrested", "Four refugees", date="14 May", place="Yanji")
    )
    (claim,) = find_added(rules, both)
    assert [(r.kind, r.because) for r in claim.relations] == [("same", "the same people, with another date or place")]
    assert claim.when is not None
    assert claim.when.earliest == date(2021, 5, 14)


def test_part_of_the_people_never_adds(english: EnglishTools) -> None:
    proposal = propose(1, "Six people were detained in Shenyang, two of them teenagers", "were detained", "two of them")
    rules, both = combine(english, proposal)
    assert [find_kinds(claim) for claim in find_added(rules, both)] == [["part-of"]]


def test_an_act_told_in_words_the_rules_do_not_know_is_added(english: EnglishTools) -> None:
    proposal = propose(
        1, "Officers swept up three women in Tumen on 14 May", "swept up", "three women", date="14 May", place="Tumen"
    )
    rules, both = combine(english, proposal)
    (claim,) = find_added(rules, both)
    assert (claim.count.low, claim.found_by) == (3, "lm/m")
    assert "different" in find_kinds(claim)
    assert all(r.because == "other date or place" for r in claim.relations)


def test_the_same_people_told_again_are_left_open(english: EnglishTools) -> None:
    """ "The four" agrees in number with the four of Yanji, but nothing pins it down: the linking holds it unsure."""
    rules, both = combine(english, propose(1, "The four were swept up while they slept", "were swept up", "The four"))
    (claim,) = find_added(rules, both)
    first = next(c for c in rules.claims if c.count.low == 4)
    assert first.id not in {r.to for r in claim.relations}


def test_another_is_a_wall_against_what_was_told_before(english: EnglishTools) -> None:
    rules, both = combine(english, propose(1, "Officers also swept up another two men", "swept up", "another two men"))
    (claim,) = find_added(rules, both)
    first = next(c for c in rules.claims if c.count.low == 4)
    assert (first.id, "different") in {(r.to, r.kind) for r in claim.relations}


def test_two_proposals_of_one_act_are_set_beside_each_other(english: EnglishTools) -> None:
    """The model's own claims are judged like the rules'."""
    text = "Officers swept up three women in Tumen on 14 May. The three women swept up in Tumen on 14 May are free."
    rules, both = combine(
        english,
        propose(
            1,
            "Officers swept up three women in Tumen on 14 May",
            "swept up",
            "three women",
            date="14 May",
            place="Tumen",
        ),
        propose(
            2,
            "The three women swept up in Tumen on 14 May",
            "swept up",
            "The three women",
            date="14 May",
            place="Tumen",
        ),
        text=text,
    )
    assert [find_kinds(claim) for claim in find_added(rules, both)] == [[], ["same"]]


sentences = st.sampled_from([part.strip() + "." for part in TEXT.replace("\n", " ").split(".") if part.strip()])
people = st.sampled_from(["Four refugees", "three women", "The four", "another two men", "Six people", "nine more"])


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(
            sentences,
            people,
            st.sampled_from(["arrested", "swept up", "detained"]),
            st.sampled_from([None, "12 May", "Tumen"]),
        ),
        max_size=5,
    )
)
def test_the_rules_claims_stay_as_they_are(english: EnglishTools, rows: list[tuple[str, str, str, str | None]]) -> None:
    proposals = [propose(n, quote, words, who, date=when) for n, (quote, who, words, when) in enumerate(rows, start=1)]
    report = make_report(TEXT)
    rules = read_english(report, english)
    proposed, _ = build_proposed(report, proposals, english, "m")
    both = combine_claims(rules, proposed)
    kept = both.claims[: len(rules.claims)]
    assert [(c.id, c.count, c.when, c.where, c.status, c.relations) for c in kept] == [
        (c.id, c.count, c.when, c.where, c.status, c.relations) for c in rules.claims
    ]
    ids = [claim.id for claim in both.claims]
    assert len(set(ids)) == len(ids)
    assert {r.to for claim in both.claims for r in claim.relations} <= set(ids)
    credited = sum(len(claim.also_found_by) for claim in both.claims)
    added = len(both.claims) - len(rules.claims)
    assert added + credited + len(both.faults) - len(rules.faults) <= len(proposed)
    assert bool(proposed) == bool(added + credited + len(both.faults) - len(rules.faults))
