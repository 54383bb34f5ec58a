"""The claims that can have to do with a question: over these alone the count is the same, and what cannot is not among them."""

from dataclasses import replace
from datetime import date

from bearwitness.core.incidents import Question
from bearwitness.counting.concerned import find_concerned
from bearwitness.counting.estimate import count_people
from tests.counting.cases import make_claim, make_link
from tests.counting.seeded_cases import draw_case

DAY = (date(2019, 5, 1), date(2019, 5, 1))
YEAR = (date(2019, 1, 1), date(2019, 12, 31))
ASKED = Question(act="arrest", earliest=None, latest=None, place=("SD",))


def test_over_the_concerned_alone_the_count_is_the_same() -> None:
    """Where claims cannot all be true there are no bounds, whatever is asked; such figures are not narrowed."""
    narrowed = 0
    for seed in range(1500):
        case = draw_case(seed, sizes=(3, 4, 5))
        whole = count_people(case.question, case.claims, case.links)
        if whole.clash is not None:
            continue
        found = find_concerned(case.question, case.claims, case.links)
        claims = tuple(one for one in case.claims if one.id in found)
        part = count_people(case.question, claims, [one for one in case.links if {one.left, one.right} <= found])
        assert replace(part, reasons=whole.reasons) == whole, seed
        narrowed += len(claims) < len(case.claims)
    assert narrowed > 50


def test_what_lies_elsewhere_is_not_concerned_unless_a_link_or_a_total_ties_it() -> None:
    here = make_claim("c_here", (2, 2), days=DAY, path=("SD", "Khartoum", "Khartoum"))
    far = make_claim("c_far", (3, 3), days=DAY, path=("CN", "Jilin", "Tumen"))
    tied = make_claim("c_tied", (3, 3), days=DAY, path=("CN", "Jilin", "Yanji"))
    assert find_concerned(ASKED, [here, far, tied], [make_link("c_here", "c_tied", "unsure")]) == {"c_here", "c_tied"}
    world = make_claim("c_world", (9, None), shape="aggregate", days=YEAR, path=())
    assert find_concerned(ASKED, [here, far, world], []) == {"c_here", "c_far", "c_world"}
