"""What a row of a list of review results says: its fields, and what the headers of such lists mean.

The headers and words themselves are data: layouts.yaml, `reviews`. Labels are those of `review
list`, so that what it writes can be read here.

A row of a list of review results to a result, or to what is wrong with it.

Rule: nothing of a row is lost. Titles and 归口单位 are known to the catalogue and read over; a cell
that is no value of the review (other columns, a year beside another outcome) goes to its note.

A file of review results (复审结论), read and checked as far as the file itself tells.

Rule: whether the catalogue holds a standard, and whether it can have been reviewed, others find
out; they refuse rows here as well, so that all faults of a list stand in its order.

The standard that another one is merged into (整合), as a cell or words of a note name it.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from functools import cache

from stdplan.domain.codes import OUTCOMES
from stdplan.domain.dates import pad
from stdplan.domain.fields import Field
from stdplan.domain.numbers import parse
from stdplan.errors import UsageProblem
from stdplan.i18n import t
from stdplan.importing.cell_values import CellError, CellValue
from stdplan.importing.headers import (
    NAMING,
    OUTCOME_LABEL,
    ColumnMapping,
    HeaderMapping,
    Layout,
    layout,
)
from stdplan.importing.import_options import ImportOptions
from stdplan.importing.list_import import Given, ImportedList, ListKind, RowReader, opened
from stdplan.importing.list_summary import ImportCallbacks, Tally
from stdplan.importing.readers.text_reader import parse_entry
from stdplan.importing.standard_rows import RowValues

FIELDS: tuple[Field, ...] = (
    Field("number", "key", "column", "编号", "number"),
    Field("title", "text", "column", "标准名称", "title"),
    Field("date", "date", "event", "日期", "date"),
    Field("outcome", "key", "event", OUTCOME_LABEL, "outcome", OUTCOMES),
    Field("into", "key", "event", "并入", "into"),
    Field("ends", "date", "event", "失效日期", "ends"),
    Field("target_date", "date", "column", "完成年限", "target date"),
    Field("note", "text", "event", "备注", "note"),
)
# What --set may say of all rows; the day is said with --on.
SETTABLE = {field.name: field for field in FIELDS if field.name not in ("number", "title", "date")}
# What only rows of one outcome have.
OF_OUTCOME = {"into": "merge", "ends": "withdraw", "target_date": "revise"}


@cache
def review_layout() -> Layout:
    """The layout of lists of review results."""
    return layout("reviews", FIELDS)


# 整合到 JB/T 1-2011 · 并入《车床》（JB/T 1-2011） · 与 JB/T 1-2011 整合
_INTO = re.compile(r"(?:整合|合并|并|纳|归)(?:修订)?(?:到|至|入|进|为)(?P<names>[^。；;]+)")
_WITH = re.compile(r"[与和同](?P<names>[^。；;]+?)(?:进行|一并)?(?:整合|合并)")
_BETWEEN = re.compile(r"[、，,和与及]")


def canonical(text: str) -> str:
    """A number in its one written form; what is none as it stands, single-spaced."""
    read = parse(text)
    return read.canonical if read else " ".join(text.split())


def named_in(words: str) -> str | None:
    """The one number that the words say a standard is merged into; None for none, or several."""
    for pattern in (_INTO, _WITH):
        for found in pattern.finditer(words):
            entries = map(parse_entry, _BETWEEN.split(found["names"]))
            numbers = [canonical(entry["number"]) for entry in entries if entry]
            if numbers:
                return numbers[0] if len(numbers) == 1 else None
    return None


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


class ReviewReader(RowReader):
    """Makes results of the rows of one list."""

    def __init__(self, plan: HeaderMapping, given: Given, on: str | None) -> None:
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

    def take(self, row: RowValues, feed: ColumnMapping, value: CellValue, cells: list[str]) -> None:
        """Take what one cell gives; words in the place of the review's day are a fault."""
        super().take(row, feed, value, cells)
        if value.note and feed.field.name == "date":
            self.refuse(row, "date", cells, t("is no date"))

    def result(self, cells: list[str]) -> ReviewRow | list[CellError]:
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

    def _read(self, cells: list[str]) -> RowValues:
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

    def _belongs(self, row: RowValues, outcome: str, cells: list[str]) -> None:
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


@dataclass(slots=True)
class ReviewList(ImportedList[ReviewRow]):
    """One list of results.

    `undated`: numbers without their year, told by what they were taken as. `aimed`: standards whose
    revision keeps another target date.
    """

    undated: Tally = field(default_factory=Tally)
    aimed: Tally = field(default_factory=Tally)


def read_results(
    path: str, wishes: ImportOptions, on: str | None, callbacks: ImportCallbacks
) -> ReviewList:
    """All rows of the list at `path`; `on` is the day of those that give none.

    Raises what `kept_list.opened` does, and UsageProblem where a row has no day at all.
    """
    with opened(
        path, wishes, ListKind(review_layout(), SETTABLE, _missing, NAMING), callbacks
    ) as one:
        columns = ReviewReader(one.plan, one.given, on)
        results = ReviewList(one.summary, one.header, columns)
        results.take(one.rows, columns.result)
    return results


def _missing(told: Collection[str], seen: str) -> str | None:
    """A list of results says which standards, and with which outcome."""
    if "number" not in told:
        return t(
            "no column with a number (headers seen: {seen}); "
            "say which it is with --map HEADER=number",
            seen=seen,
        )
    if "outcome" not in told:
        return t(
            "no column with the outcome of a review (headers seen: {seen}); say which it is with "
            "--map HEADER=outcome, or --set outcome=confirm for all rows "
            "(`standards import` takes in lists of standards)",
            seen=seen,
        )
    return None
