"""Several people on one register at once: nothing anyone did is lost, nothing is half done, on either engine."""

import signal

from bearwitness.linking.links import link_claims
from bearwitness.store.register import (
    Register,
    load_current,
    load_judgings,
    load_links,
    load_reviews,
    open_register,
    save_links,
    save_reading,
)
from bearwitness.workflow.catching_up import catch_up, load_held_links
from bearwitness.workflow.standing import load_judged, load_standing
from tests.register_homes import Home
from tests.workflow.one_valley import tell_reports
from tests.workflow.writing import JUDGED, NOW, REPORTS, SEED, list_judgements, start_work

WORK = ("read:0", "read:1", "judge:eva", "judge:tom", "link:2")


def check_links(register: Register) -> None:
    """What is kept is what linking from nothing finds."""
    catch_up(register)
    standing = load_standing(register)
    assert load_held_links(register, load_judged(register)) == link_claims(standing.kept, standing.judged)


def test_five_at_once_lose_nothing(home: Home) -> None:
    path = home("register.db")
    people = [start_work(path, work) for work in WORK]
    assert [person.wait(300) for person in people] == [0] * len(WORK)
    for person in people:
        assert person.stdout is not None
        person.stdout.close()
    with open_register(path, create=False) as register:
        told = {reading.report.id: reading for reading in tell_reports(SEED, REPORTS)}
        assert {reading.report.id: reading for reading in load_current(register)} == told
        judgings, reviews = load_judgings(register), load_reviews(register)
        assert (len(judgings), len(reviews)) == (2 * JUDGED, 2 * JUDGED)
        for name in ("eva", "tom"):
            by = f"person:{name}"
            assert [one.link for one in judgings if one.by == by] == list_judgements(name)
            assert [int(one.because) for one in reviews if one.by == by] == list(range(JUDGED))
        check_links(register)


def test_one_who_is_killed_while_linking_leaves_the_links_whole(home: Home) -> None:
    path = home("register.db")
    with open_register(path, create=True) as register:
        for reading in tell_reports(SEED, REPORTS):
            save_reading(register, reading, reader="en/1", at=NOW)
        catch_up(register)
        before = load_held_links(register, load_judged(register))
        person = start_work(path, "link:1000000")
        assert person.stdout is not None
        assert [person.stdout.readline() for _ in range(3)] == ["linked\n"] * 3
        person.send_signal(signal.SIGKILL)
        assert person.wait(60) == -signal.SIGKILL
        person.stdout.close()
        assert load_held_links(register, load_judged(register)) == before
        assert set(load_links(register)) == set(before or ())
        assert not save_links(register, load_links(register), at=NOW)
        check_links(register)
