"""Review in the browser's words: decisions kept, stale ones refused with both versions shown, claims added by hand."""

import html
import re
from concurrent.futures import ThreadPoolExecutor

from bearwitness.core.vocabulary import ACTS
from bearwitness.store.register import load_current, load_judgings, load_reviews, open_register
from bearwitness.store.register_claims import load_standing_claim
from bearwitness.workflow.hand_claims import read_fields
from tests.apps.room.visitor import OpenRoom, Visitor

_SEEN = re.compile(r'name="seen" value="([^"]+)"')


def find_claim(visitor: Visitor, path: str = "/review") -> str:
    """The claim that comes to be reviewed."""
    answer = visitor.get(path)
    assert answer.status_code == 303
    return answer.headers["location"].removeprefix("/review/")


def seen_on(visitor: Visitor, path: str) -> str:
    """What a form says that its person saw."""
    found = _SEEN.search(visitor.get(path).text)
    assert found is not None
    return found[1]


def decide(visitor: Visitor, ident: str, how: str, **form: str) -> int:
    """Send one of the forms of a claim's page as it is now."""
    page = f"/review/{ident}"
    return visitor.send(f"{page}/{how}", {"seen": seen_on(visitor, page), **form}, page=page).status_code


def form_of(room: OpenRoom, ident: str, **changes: str) -> dict[str, str]:
    """The fields of a claim as its form sends them."""
    with open_register(room.settings.register, create=False) as register:
        standing = load_standing_claim(register, ident)
    assert standing is not None
    fields = read_fields(standing.claim)
    form = {name: getattr(fields, name) for name in fields.__dataclass_fields__}
    return {name: "" if value is None else str(value) for name, value in form.items()} | changes


def test_ten_claims_are_decided_one_after_another(sample_room: OpenRoom) -> None:
    visitor = sample_room.log_in("Eva", "reviewer")
    done = []
    for number in range(10):
        ident = find_claim(visitor)
        done.append(ident)
        how, form = ("accept", {}) if number % 2 else ("reject", {"because": "not what it says"})
        assert decide(visitor, ident, how, **form) == 303
    assert len(set(done)) == 10
    with open_register(sample_room.settings.register, create=False) as register:
        reviews = load_reviews(register)
    assert [(one.claim, one.by) for one in reviews] == [(ident, "Eva") for ident in done]
    assert "10 rejected" not in visitor.get("/").text
    assert "5 accepted, 5 rejected" in visitor.get("/").text
    assert "not what it says" in visitor.get("/log?only=people").text


def test_two_people_at_once_never_overwrite_each_other(sample_room: OpenRoom) -> None:
    eva, nur = sample_room.log_in("Eva", "reviewer"), sample_room.log_in("Nur", "reviewer")
    ident = find_claim(eva)
    page = f"/review/{ident}"
    seen = seen_on(nur, page)
    assert decide(eva, ident, "reject", because="a rehearsal") == 303
    for how in ("accept", "reject", "correct", "split"):
        form = form_of(sample_room, ident, seen=seen, because="mine", low="9", high="9")
        form |= {f"{lead}{name}": value for name, value in form.items() for lead in ("a_", "b_")}
        answer = nur.send(f"{page}/{how}", form, page=page)
        assert answer.status_code == 409
        assert "What you saw" in answer.text
        assert "What stands now" in answer.text
        assert "rejected by Eva" in answer.text
        assert "a rehearsal" in answer.text
    with open_register(sample_room.settings.register, create=False) as register:
        assert [one.by for one in load_reviews(register)] == ["Eva"]


def test_two_people_are_given_different_claims(sample_room: OpenRoom) -> None:
    eva, nur = sample_room.log_in("Eva", "reviewer"), sample_room.log_in("Nur", "reviewer")
    one = find_claim(eva)
    assert find_claim(eva) == one
    assert find_claim(nur) != one
    sample_room.clock.pass_by(minutes=4)
    assert find_claim(nur) == one


def test_many_at_once_lose_no_review(sample_room: OpenRoom) -> None:
    names = ["Eva", "Nur", "Rui", "Ada"]
    visitors = [sample_room.log_in(name, "reviewer") for name in names]

    def work(visitor: Visitor) -> list[int]:
        """Decide on whatever comes, like everybody else, until six decisions stand."""
        answers: list[int] = []
        while answers.count(303) < 6:
            ident = find_claim(visitor)
            page = f"/review/{ident}"
            answers.append(visitor.send(f"{page}/accept", {"seen": seen_on(visitor, page)}, page=page).status_code)
        return answers

    with ThreadPoolExecutor(len(visitors)) as threads:
        answers = [status for found in threads.map(work, visitors) for status in found]
    assert set(answers) <= {303, 409}
    with open_register(sample_room.settings.register, create=False) as register:
        reviews = load_reviews(register)
    assert len(reviews) == answers.count(303) == 24
    assert {one.by for one in reviews} == set(names)
    for claim in {one.claim for one in reviews}:
        # Two decisions on one claim: the second person saw the first one's.
        assert sum(one.claim == claim for one in reviews) <= len(names)
    assert f"{len({one.claim for one in reviews})} accepted" in visitors[0].get("/").text


def test_a_corrected_claim_stands_in_the_place_of_a_stale_decision(sample_room: OpenRoom) -> None:
    eva, nur = sample_room.log_in("Eva", "reviewer"), sample_room.log_in("Nur", "reviewer")
    ident = find_claim(eva)
    seen = seen_on(nur, f"/review/{ident}")
    assert decide(eva, ident, "correct", **form_of(sample_room, ident, low="41", high="")) == 303
    answer = nur.send(f"/review/{ident}/accept", {"seen": seen}, page="/review")
    assert answer.status_code == 409
    assert "corrected or split" in answer.text
    assert "at least 41" in answer.text
    for path in (f"/review/{ident}", f"/claims/{ident}"):
        gone = nur.get(path)
        assert gone.status_code == 410
        assert "What stands in its place" in gone.text
        assert "at least 41" in gone.text
        assert re.search(r"rejected by Eva</span>\s*<span class=\"soft\">corrected \(now", gone.text)


def test_what_cannot_be_is_said_and_changes_nothing(sample_room: OpenRoom) -> None:
    visitor = sample_room.log_in("Eva", "reviewer")
    ident = find_claim(visitor)
    for changes in ({"low": "many"}, {"low": "5", "high": "4"}, {"act": "party"}, {"earliest": "May"}, {"low": ""}):
        assert decide(visitor, ident, "correct", **form_of(sample_room, ident, **changes)) == 400
    assert decide(visitor, ident, "reject", because=" ") == 400
    assert decide(visitor, ident, "merge", other="c_nothing") == 400
    page = f"/review/{ident}"
    for seen in ("", "1", "x-1", "1-x", "١-١"):
        assert visitor.send(f"{page}/accept", {"seen": seen}, page=page).status_code == 400
    assert visitor.get("/review/c_0000000000000000").status_code == 404
    with open_register(sample_room.settings.register, create=False) as register:
        assert load_reviews(register) == ()


def test_a_claim_is_split_and_two_are_merged(sample_room: OpenRoom) -> None:
    visitor = sample_room.log_in("Eva", "reviewer")
    ident = find_claim(visitor)
    page = f"/review/{ident}"
    others = re.findall(r'name="other" value="([^"]+)"', visitor.get(page).text)
    assert decide(visitor, ident, "merge", other=others[0]) in {303, 400}
    form = form_of(sample_room, ident)
    parts = {f"{lead}{name}": value for name, value in form.items() for lead in ("a_", "b_")}
    split = parts | {"a_low": "1", "a_high": "1", "seen": seen_on(visitor, f"{page}/split")}
    said = visitor.get(f"{page}/split").text
    assert visitor.send(f"{page}/split", split, page=f"{page}/split").status_code == 303
    assert visitor.get(page).text.count("<h3>") == 2
    with open_register(sample_room.settings.register, create=False) as register:
        again = [one.claim for one in load_reviews(register) if "tells again of the whole" in one.because]
    assert bool(again) is ("would count everybody twice" in said)
    assert ident not in again


def test_what_was_typed_is_shown_again_where_it_is_refused(sample_room: OpenRoom) -> None:
    visitor = sample_room.log_in("Eva", "reviewer")
    ident = find_claim(visitor)
    page = f"/review/{ident}"
    form = form_of(sample_room, ident, seen=seen_on(visitor, page), low="twelve", place="Nowhere-at-all", because="so")
    form |= {f"{lead}{name}": value for name, value in form.items() for lead in ("a_", "b_")} | {"b_low": "thirteen"}
    for how in ("correct", "split"):
        answer = visitor.send(f"{page}/{how}", form, page=page).text
        assert answer.count('value="twelve"') == 1
        assert 'value="Nowhere-at-all"' in answer
        assert 'value="so"' in answer
        assert "write digits only" in answer
        assert ('value="thirteen"' in answer) is (how == "split")
        assert ('data-key="c" open' in answer) is (how == "correct")
    found = re.search(r'action="(/reports/u_[0-9a-f]+)/add"', visitor.get(page).text)
    assert found is not None
    answer = visitor.send(f"{found[1]}/add", form | {"words": "nobody said <this>"}, page=page).text
    assert "nobody said &lt;this&gt;</textarea>" in answer
    assert 'id="add-claim" open' in answer
    assert "do not stand in the report" in answer


def test_whoever_has_decided_is_told_what_and_can_go_back(sample_room: OpenRoom) -> None:
    visitor = sample_room.log_in("Eva", "reviewer")
    ident = find_claim(visitor)
    assert "of the register to review" in visitor.get(f"/review/{ident}").text
    sent = {"seen": seen_on(visitor, f"/review/{ident}"), "because": "a rehearsal"}
    following = visitor.send(f"/review/{ident}/reject", sent, page="/review").headers["location"]
    back = f'<a href="/review/{ident}" data-key="b">'
    assert back in visitor.get(following).text
    assert "Rejected: " in visitor.get(following).text
    assert back not in visitor.get(following.partition("?")[0]).text
    # Another person's link, or a made-up one, says nothing in their name.
    other = sample_room.log_in("Nur", "reviewer")
    assert back not in other.get(following).text
    assert other.get(f"/review/{ident}?did=c_none").status_code == 200
    ident = find_claim(visitor)
    form = form_of(sample_room, ident, low="41", high="", seen=seen_on(visitor, f"/review/{ident}"))
    following = visitor.send(f"/review/{ident}/correct", form, page="/review").headers["location"]
    assert re.search(r"Accepted: \w+: at least 41", visitor.get(following).text)


def test_what_is_rejected_is_not_offered_for_merging(sample_room: OpenRoom) -> None:
    visitor = sample_room.log_in("Eva", "reviewer")
    ident = find_claim(visitor)
    others = re.findall(r'name="other" value="([^"]+)"', visitor.get(f"/review/{ident}").text)
    assert decide(visitor, others[0], "reject", because="not so") == 303
    assert re.findall(r'name="other" value="([^"]+)"', visitor.get(f"/review/{ident}").text) == others[1:]
    # Nor is what another act did: an arrest and a release are never one occurrence.
    with open_register(sample_room.settings.register, create=False) as register:
        claims = [claim for reading in load_current(register) for claim in reading.claims]
    acts = {claim.id: claim.act for claim in claims}
    mixed = next(one.id for one in claims if one.act == "release")
    offered = re.findall(r'name="other" value="([^"]+)"', visitor.get(f"/review/{mixed}").text)
    assert {acts[one] for one in offered} <= {"release"}


def test_a_plan_is_called_one_wherever_it_is_named(sample_room: OpenRoom) -> None:
    visitor = sample_room.log_in("Eva", "reviewer")
    with open_register(sample_room.settings.register, create=False) as register:
        claims = [claim for reading in load_current(register) for claim in reading.claims]
    planned = next(claim for claim in claims if claim.status == "planned")
    title = re.search(r'id="claim-title">([^<]+)<', visitor.get(f"/review/{planned.id}").text)
    assert title is not None
    assert title[1].endswith(", planned")


def test_an_empty_register_is_not_called_reviewed(room: OpenRoom) -> None:
    page = room.log_in("Eva", "reviewer").get("/review").text
    assert "There is no claim in this register yet" in page
    assert "Every claim" not in page


def test_words_become_a_claim_only_where_they_stand(sample_room: OpenRoom) -> None:
    visitor = sample_room.log_in("Eva", "reviewer")
    ident = find_claim(visitor)
    found = re.search(r'action="/reports/(u_[0-9a-f]+)/add"', visitor.get(f"/review/{ident}").text)
    assert found is not None
    report = f"/reports/{found[1]}"
    page = visitor.get(report).text
    text = html.unescape(re.sub(r"<[^>]+>", "", page[page.index('class="report-text') :]))
    words = next(line.strip() for line in text.splitlines() if line.strip().endswith(".") and text.count(line) == 1)
    form = form_of(sample_room, ident) | {"start": "", "words": words}
    assert visitor.send(f"{report}/add", form | {"words": words + " not there"}, page=report).status_code == 400
    assert visitor.send(f"{report}/add", form | {"start": "0"}, page=report).status_code == 400
    added = visitor.send(f"{report}/add", form, page=report)
    assert added.status_code == 303
    told = added.headers["location"].partition("#c-")[2]
    assert f'id="c-{told}"' in visitor.get(report).text
    assert "accepted by Eva" in visitor.get(report).text


def test_where_and_when_a_report_was_published_can_be_said_afterwards(sample_room: OpenRoom) -> None:
    visitor, reader = sample_room.log_in("Eva", "reviewer"), sample_room.log_in("Rui", "reader")
    found = re.search(r'action="(/reports/u_[0-9a-f]+)/add"', visitor.get(f"/review/{find_claim(visitor)}").text)
    assert found is not None
    page = found[1]
    assert 'id="about"' not in reader.get(page).text
    told = {"outlet": " Harbour <b>Post ", "published_on": "2019-07-31", "url": "https://harbour.example/1"}
    assert reader.send(f"{page}/about", told, page="/help").status_code == 403
    for wrong in ({"published_on": "May"}, {"url": "javascript:x"}):
        refused = visitor.send(f"{page}/about", told | wrong, page=page)
        assert refused.status_code == 400
        assert 'id="about" open' in refused.text
        assert "Harbour &lt;b&gt;Post" in refused.text
    assert visitor.send("/reports/u_none/about", told, page=page).status_code == 404
    assert visitor.send(f"{page}/about", told, page=page).headers["location"] == page
    assert "Harbour &lt;b&gt;Post, published 31 July 2019" in visitor.get(page).text
    assert "holds already" in visitor.send(f"{page}/about", told, page=page).text


def test_a_judged_pair_moves_the_total_and_a_stale_one_is_refused(sample_room: OpenRoom) -> None:
    eva, nur = sample_room.log_in("Eva", "lead"), sample_room.log_in("Nur", "reviewer")
    pair = re.search(r'href="(/pairs/[^"]+)"', eva.get("/pairs").text)
    assert pair is not None
    late = re.search(r'name="seen" value="([^"]+)"', nur.get(pair[1]).text)
    assert late is not None
    answer = eva.send(pair[1], {"answer": "same", "seen": "0", "because": "one motel"})
    assert answer.headers["location"] == "/pairs?moved=same"
    page = eva.get("/pairs?moved=same").text
    assert "Judged: Same." in page
    assert re.search(r"The total for \w+ was .+ and is now", page)
    refused = nur.send(pair[1], {"answer": "different", "seen": late[1]})
    assert refused.status_code == 409
    assert "Somebody else judged" in refused.text
    assert nur.send(f"{pair[1]}/undo", {"because": "no"}, page=pair[1]).status_code == 403
    assert eva.send(f"{pair[1]}/undo", {"because": "two motels"}, page=pair[1]).status_code == 303
    assert eva.send(pair[1], {"answer": "perhaps", "seen": "2"}).status_code == 400
    with open_register(sample_room.settings.register, create=False) as register:
        assert [(one.by, one.link is None) for one in load_judgings(register)] == [
            ("person:Eva", False),
            ("person:Eva", True),
        ]


def test_every_act_of_the_vocabulary_can_be_chosen(sample_room: OpenRoom) -> None:
    visitor = sample_room.log_in("Eva", "reviewer")
    page = visitor.get(f"/review/{find_claim(visitor)}").text
    assert [act for act in ACTS if f'<option value="{act}"' not in page] == []
    assert ">forced return (refoulement)</option>" in page
    assert ">sexual violence</option>" in page


def test_forms_offer_the_places_that_the_register_tells_of(sample_room: OpenRoom) -> None:
    visitor = sample_room.log_in("Eva", "reviewer")
    for at in (f"/review/{find_claim(visitor)}", "/count", "/trend", "/incidents"):
        page = visitor.get(at).text
        assert '<option value="CN/Liaoning/Shenyang">' in page
        assert 'list="places"' in page
