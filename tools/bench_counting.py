"""Measure counting on made-up registers, beside OR-tools CP-SAT and HiGHS on the program as it is told, and beside trying everything.

The program as it is told leaves nothing out and puts nothing first: every incident has a variable for each way it can lie, every cluster of
unsure links one for each group, every total its need. Counting itself solves the same; what it saves, it saves by looking first.
"""

import math
import statistics
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bearwitness.core.incidents import Link, Question
from bearwitness.core.records import Claim
from bearwitness.counting.arrange import find_clusters, find_groups, find_partitions, join_same, read_judgements
from bearwitness.counting.cuts import Needs
from bearwitness.counting.estimate import count_people
from bearwitness.counting.meeting import Choice, Placed, build_meeting
from bearwitness.counting.membership import find_asked
from bearwitness.counting.options import build_finder
from bearwitness.counting.program import Program, find_cost, solve
from bearwitness.counting.scopes import find_scopes, find_unlisted
from bearwitness.counting.selection import select_claims
from bearwitness.counting.told import Told, tell
from tests.counting.enumerate_totals import enumerate_bounds
from tests.counting.seeded_cases import draw_case
from tools.bench_registers import QUESTION, Size, build_register

PLOT: Final = Path(__file__).resolve().parent.parent / "docs" / "bench_counting.svg"
CURVE: Final = (30, 100, 300, 1_000, 3_000, 10_000)
PATIENCE: Final = 30.0
"""Seconds that CP-SAT gets; HiGHS on the whole program is measured only where CP-SAT ends in time."""
SEEDS: Final = (1, 2, 3, 4, 5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """Seconds at a size: ours, and where they ended in time those of CP-SAT and of HiGHS on the program as it is told."""

    incidents: int
    ours: float
    sat: float | None
    highs: float | None


def bench_counting() -> Iterator[tuple[str, str, str]]:
    """Rows of the bench page; draws the curve."""
    count_people(QUESTION, *build_register(Size(incidents=20, totals=3, unsure=3), 1))  # loads what is loaded late
    for incidents, totals, unsure, target in (
        (10_000, 1_000, 2_000, 1),
        (100_000, 0, 0, 10),
        (100_000, 1_000, 2_000, 10),
    ):
        for coarse in (0.0, 0.1):
            if incidents > 10_000 and coarse:
                continue
            yield _bench_size(Size(incidents=incidents, totals=totals, unsure=unsure, coarse=coarse), target)
    points = []
    for incidents in CURVE:
        point = _measure(incidents)
        points.append(point)
        sat = f"did not end in {PATIENCE:.0f} s" if point.sat is None else f"{point.sat:.2f} s"
        highs = "" if point.highs is None else f", HiGHS {point.highs:.2f} s"
        what = f"Counting {incidents:,} incidents with {incidents // 10:,} totals and {incidents // 5:,} unsure links"
        yield what, f"{point.ours:.3f} s", f"the program as it is told: CP-SAT {sat}{highs}"
    PLOT.write_text(_draw(points), encoding="utf-8")
    for size in (3, 4, 5):
        yield _bench_enumeration(size)


def _bench_size(size: Size, target: int) -> tuple[str, str, str]:
    seconds = []
    for seed in SEEDS[:1] if size.incidents > 10_000 else SEEDS[:3] if size.coarse else SEEDS:
        claims, links = build_register(size, seed)
        seconds.append(_time(lambda claims=claims, links=links: count_people(QUESTION, claims, links)))  # type: ignore[misc]
    told = (
        "all told by day and town"
        if not size.coarse
        else "one in ten told by week or month, one in ten by province or country"
    )
    what = f"Counting {size.incidents:,} incidents, {size.totals:,} totals, {size.unsure:,} unsure links; {told}"
    spread = f", slowest {max(seconds):.2f} s" if len(seconds) > 1 else ""
    return what, f"{statistics.median(seconds):.2f} s{spread}", f"target {target} s"


def _bench_enumeration(size: int) -> tuple[str, str, str]:
    cases = [draw_case(seed, sizes=(size,)) for seed in range(30)]
    ours = _time(lambda: [count_people(case.question, case.claims, case.links) for case in cases])
    tried = _time(lambda: [enumerate_bounds(case.question, case.claims, case.links) for case in cases])
    return (
        f"Counting {size} claims, 30 cases",
        f"{ours / len(cases) * 1000:.2f} ms a case",
        f"trying everything {tried / len(cases) * 1000:.2f} ms a case",
    )


def _measure(incidents: int) -> Point:
    claims, links = build_register(Size(incidents=incidents, totals=incidents // 10, unsure=incidents // 5), 1)
    ours = _time(lambda: count_people(QUESTION, claims, links))
    low = count_people(QUESTION, claims, links).low
    program = _build_whole(QUESTION, claims, links)
    began = time.perf_counter()
    sat_low = _solve_by_sat(program)
    sat = None if sat_low is None else time.perf_counter() - began
    if sat_low is not None and sat_low != low:
        raise ArithmeticError(f"CP-SAT finds {sat_low} people at least, counting {low}")
    highs = None
    if sat is not None and sat < PATIENCE / 2:
        began = time.perf_counter()
        values = solve(program)
        highs = time.perf_counter() - began
        if values is None or find_cost(program, values) != low:
            raise ArithmeticError("HiGHS finds another low for the program as it is told")
    return Point(incidents=incidents, ours=ours, sat=sat, highs=highs)


def _build_whole(question: Question, claims: Sequence[Claim], links: Sequence[Link]) -> Program:
    """The low as one program of everything that is told; for registers without part-of."""
    asked = find_asked(question)
    chosen = select_claims(question, claims).claims
    judged = read_judgements(chosen, links)
    by_id = {claim.id: claim for claim in chosen}
    totals: list[Told] = []
    needs: dict[int, int] = {}
    open_: dict[int, int] = {}
    cuts: list[tuple[frozenset[int], ...]] = []
    incidents: list[tuple[int, Sequence[frozenset[int]], list[Told]]] = []
    for cluster in find_clusters(join_same(chosen, judged), judged):
        groups = find_groups(cluster, 10**6) or ()
        told = [tell(question, [by_id[i] for k in sorted(group) for i in cluster.atoms[k]]) for group in groups]
        if not told[0].is_total:
            incidents.append((len(cluster.atoms), groups, told))
            continue
        number = {group: len(totals) + k for k, group in enumerate(groups)}
        totals += told
        if len(groups) == 1:
            needs[number[groups[0]]] = told[0].low
            continue
        cuts.append(tuple(frozenset(number[g] for g in cut) for cut in find_partitions(len(cluster.atoms), groups)))
        open_ |= {number[group]: one.low for group, one in zip(groups, told, strict=True)}
    holders: defaultdict[str, list[int]] = defaultdict(list)
    for i, total in enumerate(totals):
        for claim in total.claims:
            holders[claim.id].append(i)
    walls = {
        i: frozenset(k for claim in total.claims for other in judged.walls.get(claim.id, ()) for k in holders[other])
        for i, total in enumerate(totals)
    }
    walls = {i: others for i, others in walls.items() if others}
    scopes = find_scopes(asked, totals, [total.region for total in totals], walls, frozenset(walls))
    wanted = frozenset(range(len(totals))) - scopes.free
    left = Needs(
        sure={i: need for i, need in needs.items() if i in wanted},
        open={i: need for i, need in open_.items() if i in wanted},
        cuts=tuple(tuple(cut & wanted for cut in ways) for ways in cuts),
    )
    find = build_finder(scopes, wanted)
    placed = [
        Placed(
            atoms=atoms,
            choices=tuple(
                Choice(group=group, told=one, options=find(one, one.region, frozenset()))
                for group, one in zip(groups, told, strict=True)
            ),
        )
        for atoms, groups, told in incidents
    ]
    return build_meeting(left, find_unlisted(scopes, wanted), placed).program


def _solve_by_sat(program: Program) -> int | None:
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    variables = [model.new_int_var(one.low, one.high, "") for one in program.variables]
    for bound in program.bounds:
        total = sum(weight * variables[i] for i, weight in bound.weights.items())
        if bound.low is not None:
            model.add(total >= bound.low)
        if bound.high is not None:
            model.add(total <= bound.high)
    model.minimize(sum(one.cost * variable for one, variable in zip(program.variables, variables, strict=True)))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 2
    solver.parameters.max_time_in_seconds = PATIENCE
    return round(solver.objective_value) if solver.solve(model) == cp_model.OPTIMAL else None


def _time(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _draw(points: Sequence[Point]) -> str:
    """Seconds against incidents, both in powers of ten."""
    left, right, top, bottom = 70, 640, 40, 300
    series = {
        "counting": ("#1f5fa8", [(p.incidents, p.ours) for p in points]),
        "CP-SAT, the program as told": ("#b5651d", [(p.incidents, p.sat) for p in points if p.sat is not None]),
        "HiGHS, the program as told": ("#6b6b6b", [(p.incidents, p.highs) for p in points if p.highs is not None]),
    }
    every = [seconds for _, ends in series.values() for _, seconds in ends]
    floor, roof = math.floor(math.log10(min(every))), math.ceil(math.log10(max(every)))
    span = math.log10(points[-1].incidents / points[0].incidents)

    def place(size: float, seconds: float) -> tuple[float, float]:
        x = left + 20 + (right - left - 40) * math.log10(size / points[0].incidents) / span
        return x, bottom - (bottom - top) * (math.log10(seconds) - floor) / (roof - floor)

    lines = [
        f'<text x="{left - 8}" y="{place(points[0].incidents, 10.0**n)[1] + 4:.1f}" text-anchor="end">{10.0**n:g} s</text>'
        for n in range(floor, roof + 1)
    ]
    lines += [
        f'<text x="{place(p.incidents, 1)[0]:.1f}" y="{bottom + 20}" text-anchor="middle">{p.incidents:,}</text>'
        for p in points
    ]
    for n, (name, (color, ends)) in enumerate(series.items()):
        dots = [place(*end) for end in ends]
        lines.append(f'<text x="{left + 14}" y="{top + 4 + 16 * n}" fill="{color}">{name}</text>')
        lines.append(
            f'<polyline fill="none" stroke="{color}" stroke-width="2" points="{" ".join(f"{x:.1f},{y:.1f}" for x, y in dots)}"/>'
        )
        lines += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{color}"/>' for x, y in dots]
    axes = f'<polyline fill="none" stroke="#444" points="{left},{top} {left},{bottom} {right},{bottom}"/>'
    words = "incidents (a tenth as many totals, a fifth as many unsure links)"
    title = f'<text x="{(left + right) / 2}" y="{bottom + 40}" text-anchor="middle">{words}</text>'
    head = '<svg xmlns="http://www.w3.org/2000/svg" width="680" height="350" font-family="sans-serif" font-size="12">'
    return "\n".join([head, '<rect width="680" height="350" fill="white"/>', axes, *lines, title, "</svg>"]) + "\n"
