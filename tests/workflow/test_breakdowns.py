"""Tables handed on between processes, and the parts of a table asked for by their rows: the same numbers, over the samples' register."""

import pickle
from pathlib import Path

import pytest

from bearwitness.core.errors import UsageError
from bearwitness.counting.dimensions import Kind
from bearwitness.workflow.breakdowns import Wanted, answer_part, answer_table, build_table_of_view, certify_part
from bearwitness.workflow.figures import Asked
from bearwitness.workflow.view import View, load_view

CHINA = Asked(act="arrest", earliest=None, latest=None, place="CN", group=None)


@pytest.fixture
def view(samples: str) -> View:
    return load_view(Path(samples))


def want(*kinds: Kind, is_every_act: bool = False) -> Wanted:
    return Wanted(asked=CHINA, kinds=kinds, is_every_act=is_every_act)


@pytest.mark.parametrize(
    "wanted",
    [
        want("month", "sex"),
        want("act", "grade", is_every_act=True),
        want("act", "month", is_every_act=True),
        want("group"),
        want("province", "manner"),
        want("age"),
    ],
    ids=lambda wanted: "-".join(wanted.kinds),
)
def test_a_part_is_its_cell(view: View, wanted: Wanted) -> None:
    table = answer_table(wanted, view)
    assert table.breakdown.cells
    for cell in table.breakdown.cells:
        part = answer_part(wanted, cell.at, view).estimate
        assert (part.low, part.high, part.high_stated) == (cell.low, cell.high, cell.high_stated)
        assert (part.incidents, part.clash, part.question) == (cell.incidents, cell.clash, cell.question)


def test_a_table_is_handed_on_without_the_grades_of_all_claims(view: View) -> None:
    wanted = want("grade")
    whole, light = build_table_of_view(wanted, view), answer_table(wanted, view)
    ends = [(cell.at, cell.low, cell.high) for cell in light.breakdown.cells]
    assert ends == [(cell.at, cell.low, cell.high) for cell in whole.breakdown.cells]
    claims = {claim.id.encode() for claim in view.claims}
    assert any(ident in pickle.dumps(whole.breakdown) for ident in claims)
    assert not any(ident in pickle.dumps(light.breakdown) for ident in claims)


def test_a_part_by_days_and_place_has_a_certificate_and_one_by_traits_the_reason_why_not(view: View) -> None:
    held = certify_part(want("month"), (("month", "2019-05"),), view).certificate
    assert held is not None
    assert held["question"]["latest"] == "2019-05-31"
    reason = certify_part(want("sex"), (("sex", "female"),), view)
    assert reason.certificate is None
    assert "a part by sex" in reason.reason
    answered = answer_part(want("sex"), (("sex", "female"),), view)
    assert (answered.beside.leaning, answered.beside.narrowing) == (None, ())


def test_what_became_of_people_is_no_question(view: View) -> None:
    with pytest.raises(UsageError, match="no question of its own"):
        answer_part(want("outcome"), (("outcome", "release"),), view)
