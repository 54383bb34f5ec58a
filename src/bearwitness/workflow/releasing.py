"""Releases of a register: planned, attacked, and built only where no attack yields."""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from bearwitness import __version__
from bearwitness.core.errors import UsageError
from bearwitness.core.holds import HeldOn
from bearwitness.core.vocabulary import RULES_VERSION
from bearwitness.release.attacking import Finding, find_differences, find_rare, find_told_traits
from bearwitness.release.candidates import Candidate
from bearwitness.release.comparing import find_changes, find_covered
from bearwitness.release.holding import find_cut, find_in_cells, find_out, hold_back
from bearwitness.release.ledger import parse_ledger, render_ledger
from bearwitness.release.manifest import MANIFEST, Manifest, build_manifest, hash_files
from bearwitness.release.page import Imprint, list_phrases, render_page
from bearwitness.release.placing import place_incidents
from bearwitness.release.planning import Plan, build_plan
from bearwitness.release.policy import Policy, parse_policy
from bearwitness.release.rosters import find_members, parse_roster
from bearwitness.release.rows import Backing
from bearwitness.release.tables import parse_rows, parse_traits, render_rows, render_traits
from bearwitness.release.traces import Allowed, ReleasedFile, Secrets, find_traces, find_unordered
from bearwitness.store.register import Address, open_register
from bearwitness.store.release_records import ReleaseRecord, load_releases, save_release
from bearwitness.workflow.release_candidates import RegisterCounter, find_closed, list_candidates
from bearwitness.workflow.release_folder import Folder
from bearwitness.workflow.release_holds import find_held_claims, load_marks
from bearwitness.workflow.release_names import CELLS, FIGURES, FILES, PAGE, TABLES, TRAITS
from bearwitness.workflow.release_places import find_place_names
from bearwitness.workflow.tools import load_places
from bearwitness.workflow.view import View, load_view


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A release as it would be: the plan, its files by name, and every way in that the attacks found."""

    plan: Plan
    policy_text: str
    day: date
    files: Mapping[str, bytes]
    findings: tuple[Finding, ...]
    told: "Told"


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What the register tells: all of it, its incidents as a release looks at them, and the claims marked never to leave."""

    view: View
    candidates: tuple[Candidate, ...]
    held: Mapping[str, HeldOn]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What one rule costs: so many incidents more would be shown, or shown closer, without it."""

    rule: str
    shown_more: int
    shown_closer: int


def prepare_release(path: Address, policy_text: str, today: date, roster: str | None = None) -> Prepared:
    """Plan a release of the register and attack it. Raises UsageError for a policy or a roster that cannot be read."""
    policy = parse_policy(policy_text)
    view, earlier = load_view(path), load_earlier(path)
    told = find_told(path, view)
    plan = build_plan(told.candidates, policy, today, build_counter(told, policy, today, earlier), earlier)
    files = render_files(plan, policy_text, today)
    released = [ReleasedFile(name=name, content=content, changed_at=0) for name, content in files.items()]
    findings = attack_files(released, Truth(told=told, earlier=earlier), plan, today)
    if roster is not None:
        findings += find_members(parse_roster(roster), plan.rows)
    return Prepared(plan=plan, policy_text=policy_text, day=today, files=files, findings=findings, told=told)


def find_told(path: Address, view: View) -> Told:
    """The register's incidents, with the marks that stand on them today."""
    held = find_held_claims(load_marks(path, view))
    return Told(view=view, candidates=list_candidates(view, held), held=held)


def build_counter(told: Told, policy: Policy, day: date, past: Iterable[Sequence[Backing]]) -> RegisterCounter:
    """Counting for a release: what is recent proves nobody, and what is marked never to leave is not there but where `past` tells of it."""
    decided = hold_back(told.candidates, policy, day)[1]
    recent = [one.incident for one in decided if one.rule == "held_back_days"]
    out = {claim for one in find_out(told.candidates, policy, day, past) for claim in one.claims}
    closed = find_closed(told.view, told.held) - out
    return RegisterCounter(told.view, find_cut(policy, day), recent, closed)


def load_earlier(path: Address) -> tuple[tuple[Backing, ...], ...]:
    """The rows of all earlier releases with the incidents behind them, the oldest release first."""
    with open_register(path, create=False) as register:
        return tuple(parse_ledger(record.ledger) for record in load_releases(register))


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """What an attack on a release is measured against: the register, and what was released before."""

    told: Told
    earlier: tuple[tuple[Backing, ...], ...]


def render_files(plan: Plan, policy_text: str, day: date) -> Mapping[str, bytes]:
    """Every file of a release but its signature."""
    names = find_place_names(plan.rows, load_places())
    made_by = f"Bearwitness {__version__}"
    imprint = Imprint(name=plan.policy.name, day=day, rules=RULES_VERSION, made_by=made_by, names=names)
    texts = {
        CELLS: render_rows(plan.rows, "cell", names),
        FIGURES: render_rows(plan.rows, "figure", names),
        TRAITS: render_traits(plan.traits, names),
        PAGE: render_page(plan, imprint),
    }
    files = {name: text.encode() for name, text in texts.items()}
    manifest = Manifest(
        name=plan.policy.name,
        day=day,
        cut=plan.cut,
        policy=hashlib.sha256(policy_text.encode()).hexdigest(),
        rules=RULES_VERSION,
        made_by=imprint.made_by,
        files=hash_files(files),
    )
    return {**files, MANIFEST: build_manifest(manifest).encode()}


def attack_files(released: Sequence[ReleasedFile], truth: Truth, plan: Plan, day: date) -> tuple[Finding, ...]:
    """Everything the attacks find in the files of a release as they would leave, or as they lie in a folder."""
    texts = {file.name: file.content.decode(errors="replace") for file in released if file.name in TABLES}
    cells, figures = parse_rows(texts[CELLS], "cell"), parse_rows(texts[FIGURES], "figure")
    policy = plan.policy
    candidates = truth.told.candidates
    # What was marked never to leave after it was out stands behind the rows of this release that tell of it, and behind no others.
    out = find_out(candidates, policy, day, [plan.backings])
    going = hold_back(candidates, policy, day)[0]
    count = build_counter(truth.told, policy, day, [plan.backings])
    placed = place_incidents((*going, *find_in_cells(out, plan.backings)), cells)
    found = [
        *find_rare(placed, policy),
        *find_told_traits(placed, parse_traits(texts[TRAITS]), policy),
        *find_differences(figures, placed, (*going, *out), count, policy),
    ]
    published = {row.key: row for row in (*cells, *figures)}
    now = [replace(one, row=published[one.row.key]) for one in plan.backings if one.row.key in published]
    for earlier in truth.earlier:
        found += find_changes(earlier, now, policy)
    past = [one for earlier in truth.earlier for one in earlier]
    found += find_covered(now, past, (*going, *out), count, policy)
    found += find_traces(released, list_secrets(truth.told.view), list_allowed(plan, day))
    found += find_unordered(texts)
    return tuple(found)


def list_allowed(plan: Plan, day: date) -> Allowed:
    """What the files of this release may hold."""
    nothing = replace(plan, backings=())
    own = " ".join(content.decode() for content in render_files(nothing, "", day).values())
    names = find_place_names(plan.rows, load_places())
    own = " ".join((own, *list_phrases(plan, names)))
    words = {part for row in plan.rows for part in row.key.scope.place} | set(names.countries.values())
    return Allowed(
        files=FILES,
        days=frozenset({day, plan.cut}),
        words=frozenset({*words, plan.policy.name}),
        own_words=own,
    )


def list_secrets(view: View) -> Secrets:
    """Whatever of a register may stand in no file of a release."""
    reports = [reading.report for reading in view.readings]
    claims = [claim for reading in view.readings for claim in reading.claims]
    ids = {report.id for report in reports} | {claim.id for claim in claims} | {one.id for one in view.incidents}
    names = {name for claim in claims for name in claim.people.names}
    names |= {voice.name for claim in claims for voice in claim.voices if voice.name}
    names |= {report.outlet for report in reports if report.outlet}
    return Secrets(
        ids=frozenset(one for one in ids if len(one) > 3),
        names=frozenset(names),
        links=frozenset(report.url for report in reports if report.url),
        texts=tuple(report.text for report in reports),
    )


def find_costs(prepared: Prepared) -> tuple[Cost, ...]:
    """For each protection, what it costs: the plan without it, beside the plan."""
    policy, day = prepared.plan.policy, prepared.day
    weakened: Sequence[tuple[str, Policy]] = (
        ("incidents", replace(policy, incidents=0)),
        ("largest_share", replace(policy, largest_share=1.0)),
        ("held_back_days", replace(policy, held_back_days=0)),
    )
    found = []
    for rule, policy_without in weakened:
        counter = build_counter(prepared.told, policy_without, day, ())
        other = build_plan(prepared.told.candidates, policy_without, day, counter)
        found.append(_compare_cost(rule, prepared.plan, other))
    return tuple(found)


def _compare_cost(rule: str, plan: Plan, other: Plan) -> Cost:
    now, then = _list_shown(plan), _list_shown(other)
    return Cost(
        rule=rule,
        shown_more=sum(1 for ident in then if ident not in now),
        shown_closer=sum(1 for ident, step in then.items() if ident in now and step < now[ident]),
    )


def _list_shown(plan: Plan) -> Mapping[str, int]:
    """Each incident that a cell shows by its claims, with the number of the step."""
    steps = {step: number for number, step in enumerate(plan.policy.steps)}
    return {
        claim: steps[one.row.key.step]
        for one in plan.backings
        if one.row.key.kind == "cell"
        for member in one.members
        for claim in member.claims[:1]
    }


def record_release(prepared: Prepared, path: Address, *, by: str, clock: Callable[[], datetime]) -> None:
    """Append to the register that this release was built, with what later ones are compared with."""
    record = ReleaseRecord(
        name=prepared.plan.policy.name,
        by=by,
        policy=prepared.policy_text,
        manifest=prepared.files[MANIFEST].decode(),
        ledger=render_ledger(prepared.plan.backings),
    )
    with open_register(path, create=False) as register:
        save_release(register, record, at=clock())


def attack_folder(folder: Folder, path: Address, roster: str | None = None) -> tuple[Finding, ...]:
    """Everything the attacks find in a release that was built, as it lies in its folder, with what the register knows today.

    Raises UsageError where the register has built no such release.
    """
    with open_register(path, create=False) as register:
        records = list(load_releases(register))
    number = next((i for i, record in enumerate(records) if record.manifest == folder.manifest_text), None)
    if number is None:
        raise UsageError(
            f"{path} has built no release with this manifest, so nothing is known of what stands behind it"
        )
    policy = parse_policy(records[number].policy)
    day = folder.manifest.day
    plan = Plan(
        policy=policy,
        cut=folder.manifest.cut,
        backings=parse_ledger(records[number].ledger),
        decided=(),
        dropped=(),
    )
    truth = Truth(
        told=find_told(path, load_view(path)),
        earlier=tuple(parse_ledger(record.ledger) for record in records[:number]),
    )
    findings = attack_files(folder.files, truth, plan, day) if folder.is_readable else ()
    wrong = tuple(
        Finding(attack="trace", where="the files", incidents=(), reads=what, mend="build again")
        for what in folder.wrong
    )
    known = () if roster is None else find_members(parse_roster(roster), folder.rows)
    return (*wrong, *findings, *known)
