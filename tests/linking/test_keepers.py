"""Which list an incident stands on: who keeps telling of incidents, and never a person's name."""

from dataclasses import replace

from bearwitness.core.incidents import Incident, Origin
from bearwitness.core.vocabulary import VoiceKind
from bearwitness.linking.keepers import OFFICIALS, SELDOM, VOICES, find_keepers
from tests.counting.test_fates import make_incident


def make_told(ident: str, *origins: tuple[str, VoiceKind]) -> Incident:
    """An incident with these origins, each of one claim."""
    listed = tuple(Origin(name=name, kind=kind, claims=(f"c_{ident}_{n}",)) for n, (name, kind) in enumerate(origins))
    return replace(
        make_incident(ident, "arrest", 2), origin_list=listed, claims=tuple(c for o in listed for c in o.claims)
    )


def find_lists(*incidents: Incident) -> list[set[str]]:
    kept = find_keepers(incidents, {claim for one in incidents for claim in one.claims})
    return [set(kept[one.id]) for one in incidents]


def test_who_tells_of_two_incidents_keeps_a_list_under_one_name() -> None:
    lists = find_lists(
        make_told("1", ("The Hill Courier", "outlet"), ("Valley Rights Watch", "ngo")),
        make_told("2", ("Hill Courier", "outlet")),
        make_told("3", ("Hill Courier", "outlet"), ("Valley Rights Watch", "ngo")),
    )
    assert lists == [{"Hill Courier", "Valley Rights Watch"}, {"Hill Courier"}, {"Hill Courier", "Valley Rights Watch"}]


def test_those_that_tell_of_one_incident_are_one_list() -> None:
    lists = find_lists(make_told("1", ("Lamp", "outlet"), ("River Post", "outlet")), make_told("2", ("Yard", "ngo")))
    assert lists == [{SELDOM}, {SELDOM}]


def test_officials_are_one_list_and_so_are_all_other_voices_and_none_is_named() -> None:
    lists = find_lists(
        make_told("1", ("Col. Invented Name", "official"), ("Invented Scholar", "expert")),
        make_told("2", ("police in Hunchun", "official"), ("a voice that is not named here", "other")),
    )
    assert lists == [{OFFICIALS, VOICES}, {OFFICIALS, VOICES}]


def test_an_outlet_called_like_the_words_for_officials_is_not_theirs() -> None:
    rows = [make_told(n, ("Officials", "outlet"), ("the ministry", "official")) for n in ("1", "2")]
    assert [len(lists) for lists in find_lists(*rows)] == [2, 2]


def test_who_only_denies_an_incident_does_not_have_it_on_a_list() -> None:
    rows = [make_told(n, ("Lamp", "outlet"), ("the ministry", "official")) for n in ("1", "2")]
    kept = find_keepers(rows, {"c_1_0", "c_2_0", "c_2_1"})
    assert [set(kept[one.id]) for one in rows] == [{"Lamp"}, {"Lamp", OFFICIALS}]


def test_without_a_known_origin_an_incident_is_on_no_list() -> None:
    assert find_lists(make_told("1")) == [set()]
