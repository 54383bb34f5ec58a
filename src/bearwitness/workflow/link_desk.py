"""What linking step by step needs to see of a register, read once and kept while it works: readings, and the occurrences they tell."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from bearwitness.core.link_index import IndexRules, TotalCard
from bearwitness.core.records import Reading
from bearwitness.linking.candidates import FEWEST, LATER, MOST
from bearwitness.linking.occurrences import Occurrence, find_occurrences
from bearwitness.linking.pairs import Told, find_linkable
from bearwitness.linking.persons import overrule
from bearwitness.linking.windows import AROUND, COMMON_REPORTS, find_report_step, find_step
from bearwitness.store.link_changes import LinkChanges
from bearwitness.store.link_state import ReportRow, find_homes, load_reports
from bearwitness.store.register_file import Transaction
from bearwitness.store.register_readings import load_numbered

RULES: Final = IndexRules(
    most=MOST,
    months=LATER,
    fewest=FEWEST,
    around=AROUND,
    cap=COMMON_REPORTS,
    find_step=find_step,
    find_report_step=find_report_step,
)


class Desk:
    """Readings without rejected claims, and what they tell, inside one transaction; `lay` says how reports are linked from now on."""

    def __init__(self, connection: Transaction, rejected: Collection[str]) -> None:
        self.index = LinkChanges(connection, RULES)
        self._connection = connection
        self._rejected = rejected
        self._rows: dict[int, ReportRow] = {}
        self._readings: dict[int, Reading] = {}
        self._told: dict[int, tuple[Told, ...]] = {}
        self._occurrences: dict[int, dict[str, Occurrence]] = {}

    def lay(self, rows: Iterable[ReportRow]) -> None:
        """Link these reports by these readings from now on."""
        for row in rows:
            if row.reading != getattr(self._rows.get(row.report), "reading", None):
                self._readings.pop(row.report, None)
            self._rows[row.report] = row
            self._told.pop(row.report, None)
            self._occurrences.pop(row.report, None)

    def get_row(self, report: int) -> ReportRow | None:
        """How a report is linked."""
        if report not in self._rows:
            self._rows.update(load_reports(self._connection, [report]))
        return self._rows.get(report)

    def read_reports(self, reports: Iterable[int]) -> Mapping[int, Reading]:
        """The readings of reports by which they are linked, as they say it themselves."""
        wanted = set(reports)
        self._rows.update(load_reports(self._connection, wanted - self._rows.keys()))
        missing = {self._rows[number].reading: number for number in wanted - self._readings.keys()}
        for reading, told in load_numbered(self._connection, missing).items():
            kept = tuple(claim for claim in told.claims if claim.id not in self._rejected)
            self._readings[missing[reading]] = replace(told, claims=kept)
        return {number: self._readings[number] for number in wanted}

    def read_claims(self, claims: Iterable[str]) -> Mapping[int, Reading]:
        """The readings that hold these claims, by the numbers of their reports."""
        return self.read_reports(find_homes(self._connection, claims).values())

    def tell(self, reports: Iterable[int]) -> Sequence[Told]:
        """The claims of reports that can be linked, where persons overrule what a report says without it, by id."""
        wanted = set(reports)
        fresh = self.read_reports(wanted - self._told.keys())
        for number, reading in fresh.items():
            told = find_linkable(overrule([reading], self._rows[number].stripped))
            self._told[number] = tuple(replace(one, report=number) for one in told)
        return sorted((one for number in wanted for one in self._told[number]), key=lambda one: one.claim.id)

    def find_occurrences(self, report: int) -> Mapping[str, Occurrence]:
        """The occurrences of a report."""
        if report not in self._occurrences:
            told = [replace(one, report=0) for one in self.tell([report])]
            found = find_occurrences([self._readings[report]], told)
            self._occurrences[report] = {one.id: replace(one, report=report) for one in found}
        return self._occurrences[report]

    def load_occurrences(self, idents: Iterable[str]) -> Mapping[str, Occurrence]:
        """Occurrences by their ids."""
        wanted = set(idents)
        homes = {ident: card.report for ident, card in self.index.load(wanted).items()}
        self.tell(homes.values())
        return {ident: self.find_occurrences(report)[ident] for ident, report in homes.items()}

    def load_totals(self, cards: Sequence[TotalCard]) -> Sequence[Told]:
        """The claims of these totals."""
        wanted = {card.id for card in cards}
        return [one for one in self.tell({card.report for card in cards}) if one.claim.id in wanted]
