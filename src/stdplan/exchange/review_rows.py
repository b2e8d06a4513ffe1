"""A row of a list of review results to a result, or to what is wrong with it.

Rule: nothing of a row is lost. Titles and 归口单位 are known to the catalogue and read over; a cell
that is no value of the review (other columns, a year beside another outcome) goes to its note.
"""

from dataclasses import dataclass, replace

from stdplan.domain.codes import OUTCOMES
from stdplan.domain.dates import pad
from stdplan.errors import UsageProblem
from stdplan.exchange.layouts import Feed, HeaderPlan
from stdplan.exchange.list_columns import Given, ListColumns
from stdplan.exchange.merge_target import canonical, named_in
from stdplan.exchange.review_fields import OF_OUTCOME
from stdplan.exchange.row import Row
from stdplan.exchange.values import Fault, Value
from stdplan.i18n import t


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """What a row says: dates are ISO; `number` as written, `into` canonical where it is a number.

    `target_date`: when the revision is to be finished.
    """

    number: str
    date: str
    outcome: str
    into: str | None = None
    ends: str | None = None
    target_date: str | None = None
    note: str | None = None


class ResultRows(ListColumns):
    """Makes results of the rows of one list."""

    def __init__(self, plan: HeaderPlan, given: Given, on: str | None) -> None:
        """`given`: what --set says; `on`: the day of rows without one."""
        # Titles are known to the catalogue. A conclusion that nobody knows is a fault whatever its
        # column is called.
        feeds = [replace(feed, strict=True) for feed in plan.feeds if feed.field.name != "title"]
        super().__init__(feeds, plan.unknown, given)
        self._on = on

    def header(self, name: str) -> str:
        """What the list, or else an option, calls a field."""
        if name == "date" and self._on and name not in self._feeds:
            return "--on"
        return super().header(name)

    def cell(self, name: str, cells: list[str]) -> str:
        """What a row has in the column of a field, as written, or what an option says instead."""
        text = super().cell(name, cells)
        return text or self._on or "" if name == "date" else text

    def take(self, row: Row, feed: Feed, value: Value, cells: list[str]) -> None:
        """Take what one cell gives; words in the place of the review's day are a fault."""
        super().take(row, feed, value, cells)
        if value.note and feed.field.name == "date":
            self.refuse(row, "date", cells, t("is no date"))

    def result(self, cells: list[str]) -> ReviewRow | list[Fault]:
        """The result of a row, or what is wrong with it.

        Raises UsageProblem where nothing tells the day of the review.
        """
        row = self._read(cells)
        outcome, ends = row.text("outcome") or "", row.text("ends")
        notes = [str(value.value) for _, value in row.said.get("note", [])]
        into = row.text("into")
        if outcome == "merge":
            into = canonical(into) if into else next(filter(None, map(named_in, notes)), None)
            if into is None:
                problem = t("needs the standard it goes into: a column `into`, or 整合到 NUMBER")
                self.refuse(row, "outcome", cells, problem)
        if row.faults:
            return row.faults
        day = row.text("date") or self._on
        if day is None:
            raise UsageProblem(t("give --on DATE, the day of the review, for rows that have none"))
        if ends and pad(ends) < pad(day):
            self.refuse(row, "ends", cells, t("is before the review on {day}", day=day))
            return row.faults
        number, target = row.text("number") or "", row.text("target_date")
        return ReviewRow(number, day, outcome, into, ends, target, self.note(row))

    def _read(self, cells: list[str]) -> Row:
        """What the cells and the options say together, and the faults of each by itself."""
        row = self.read(cells)
        self.fill(row, "outcome")
        for name in ("number", "outcome"):
            self.need(row, name)
        outcome = row.text("outcome") or ""
        for name in self._given:
            if OF_OUTCOME.get(name, outcome) == outcome:
                self.fill(row, name)
        if outcome:
            self._belongs(row, outcome, cells)
        return row

    def _belongs(self, row: Row, outcome: str, cells: list[str]) -> None:
        """What goes with another outcome: a year to the note, anything else is a contradiction."""
        for name, own in OF_OUTCOME.items():
            if name not in row.said or own == outcome:
                continue
            if name == "target_date":
                row.notes.append(f"{self.header(name)}: {row.text(name)}")
                del row.said[name]
            else:
                problem = t("goes with {outcome} only", outcome=f"{own} ({OUTCOMES[own][0]})")
                self.refuse(row, name, cells, problem)
