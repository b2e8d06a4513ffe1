"""A row of a list of review results to a result, or to what is wrong with it.

Rule: nothing of a row is lost. Titles and 归口单位 are known to the catalogue and read over; a cell
that is no value of the review (other columns, a year beside another outcome) goes to its note.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from stdplan.domain.cells import clean
from stdplan.domain.dates import pad
from stdplan.domain.words import OUTCOMES
from stdplan.errors import UsageProblem
from stdplan.exchange.layouts import Feed, HeaderPlan
from stdplan.exchange.merge_target import canonical, named_in
from stdplan.exchange.review_fields import OF_OUTCOME
from stdplan.exchange.row import Row
from stdplan.exchange.values import Fault, Reader, Value, read_value, reader
from stdplan.i18n import t

Given = Mapping[str, tuple[Feed, str]]


@dataclass(frozen=True, slots=True)
class Result:
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


class ResultRows:
    """Makes results of the rows of one list."""

    def __init__(self, plan: HeaderPlan, given: Given, on: str | None) -> None:
        """`given`: what --set says, for cells that are empty; `on`: the day of rows without one."""
        # A conclusion that nobody knows is a fault whatever its column is called.
        feeds = [replace(feed, strict=True) for feed in plan.feeds if feed.field.name != "title"]
        self._columns: list[tuple[Feed, Reader]] = [(feed, reader(feed)) for feed in feeds]
        self._feeds = {feed.field.name: feed for feed in reversed(feeds)}
        self._unknown = plan.unknown
        self._given, self._on = given, on
        # Headers of columns that nobody knows and that hold something.
        self.kept: dict[str, None] = {}

    def header(self, name: str) -> str:
        """What the list, or else an option, calls a field."""
        if name in self._feeds:
            return self._feeds[name].header
        if name in self._given:
            return self._given[name][0].header
        return "--on" if name == "date" and self._on else name

    def cell(self, name: str, cells: list[str]) -> str:
        """What a row has in the column of a field, as written, or what an option says instead."""
        if name in self._feeds and (text := clean(cells[self._feeds[name].place])):
            return text
        if name in self._given:
            return self._given[name][1]
        return self._on or "" if name == "date" else ""

    def result(self, cells: list[str]) -> Result | list[Fault]:
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
                self._refuse(row, "outcome", cells, problem)
        if row.faults:
            return row.faults
        day = row.text("date") or self._on
        if day is None:
            raise UsageProblem(t("give --on DATE, the day of the review, for rows that have none"))
        if ends and pad(ends) < pad(day):
            self._refuse(row, "ends", cells, t("is before the review on {day}", day=day))
            return row.faults
        self.kept |= dict.fromkeys(row.extra)
        notes += [*row.notes, *(f"{header}: {text}" for header, text in row.extra.items())]
        note = "; ".join(dict.fromkeys(notes)) or None
        number, target = row.text("number") or "", row.text("target_date")
        return Result(number, day, outcome, into, ends, target, note)

    def _read(self, cells: list[str]) -> Row:
        """What the cells and the options say together, and the faults of each by itself."""
        row = Row()
        for feed, read in self._columns:
            value = read(cells[feed.place])
            row.take(feed, value)
            # Elsewhere words in the place of a date go to the note.
            if value.note and feed.field.name == "date":
                self._refuse(row, "date", cells, t("is no date"))
        for place, header in self._unknown:
            row.keep(header, cells[place])
        for name in ("number", "outcome"):
            self._need(row, name)
        outcome = row.text("outcome") or ""
        for name, given in self._given.items():
            if name not in row.said and OF_OUTCOME.get(name, outcome) == outcome:
                row.take(*_value(given))
        if outcome:
            self._belongs(row, outcome, cells)
        return row

    def _need(self, row: Row, name: str) -> None:
        if name == "outcome" and name in self._given and name not in row.said:
            row.take(*_value(self._given[name]))
        if name not in row.said and not any(f.column == self.header(name) for f in row.faults):
            row.refuse(self.header(name), "", t("is empty"))

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
                self._refuse(row, name, cells, problem)

    def _refuse(self, row: Row, name: str, cells: list[str], problem: str) -> None:
        row.refuse(self.header(name), self.cell(name, cells), problem)


def _value(given: tuple[Feed, str]) -> tuple[Feed, Value]:
    feed, text = given
    return feed, read_value(feed.field, text, feed.header)
