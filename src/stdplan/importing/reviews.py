"""Lists of review results (复审结论), and the options of `review record` as a list of one row.

Headers and words are data: layouts.yaml, `reviews`. Labels are those of `review list`, so that its
output can be imported again.

Rule: nothing in a row is lost. Titles and 归口单位 are ignored, because the catalogue has them;
other columns, and the target year of a review that is no revision, go to the note. Whether the
catalogue has the standard, and whether the review is possible, is checked later
(commands/review_import.py); such rows are refused through ImportedList.refuse().
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from functools import cache

from stdplan.domain.codes import OF_OUTCOME, OUTCOMES
from stdplan.domain.dates import pad
from stdplan.domain.fields import Field
from stdplan.domain.numbers import parse
from stdplan.errors import UsageProblem
from stdplan.i18n import t
from stdplan.importing.cell_values import CellError
from stdplan.importing.headers import (
    NAMING,
    OUTCOME_LABEL,
    HeaderMapping,
    Layout,
    load_layout,
)
from stdplan.importing.import_options import ImportOptions
from stdplan.importing.list_import import (
    Defaults,
    ImportedList,
    ListSpec,
    RowReader,
    open_with_header,
)
from stdplan.importing.list_summary import CountedNames, ImportCallbacks
from stdplan.importing.readers.text_reader import parse_entry
from stdplan.importing.standard_rows import RowValues, options_as_row

FIELDS: tuple[Field, ...] = (
    Field("number", "key", "column", "编号", "number"),
    Field("title", "text", "column", "标准名称", "title"),
    Field("date", "date", "event", "日期", "date"),
    Field("outcome", "key", "event", OUTCOME_LABEL, "outcome", OUTCOMES),
    Field("into", "key", "event", "并入", "into"),
    Field("ends", "date", "event", "废止日期", "ends", former=("失效日期", "失效日")),
    Field("target_date", "date", "column", "完成年限", "target date"),
    Field("note", "text", "event", "备注", "note"),
)
BY_NAME = {field.name: field for field in FIELDS}
# The fields that --set may give for all rows; --on gives the date.
SETTABLE = {
    name: field for name, field in BY_NAME.items() if name not in ("number", "title", "date")
}


@cache
def review_layout() -> Layout:
    """Return the layout of lists of review results."""
    return load_layout("reviews", FIELDS)


# 整合到 JB/T 1-2011 · 并入《车床》（JB/T 1-2011） · 与 JB/T 1-2011 整合
_INTO = re.compile(r"(?:整合|合并|并|纳|归)(?:修订)?(?:到|至|入|进|为)(?P<names>[^。；;]+)")
_WITH = re.compile(r"[与和同](?P<names>[^。；;]+?)(?:进行|一并)?(?:整合|合并)")
_BETWEEN = re.compile(r"[、，,和与及]")


def canonical_number(text: str) -> str:
    """Return the canonical form of a number, any other text with single spaces."""
    number = parse(text)
    return number.canonical if number else " ".join(text.split())


def merge_target(words: str) -> str | None:
    """Return the number of the standard that the words say another one is merged into.

    None if they name no standard, or several.
    """
    for pattern in (_INTO, _WITH):
        for match in pattern.finditer(words):
            entries = map(parse_entry, _BETWEEN.split(match["names"]))
            numbers = [canonical_number(entry["number"]) for entry in entries if entry]
            if numbers:
                return numbers[0] if len(numbers) == 1 else None
    return None


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """The review result of a row.

    Dates are ISO. `number` is as written, `into` canonical if it is a number. `ends`: the day
    from which a withdrawn standard is out of force. `target_date`: the day or year by which the
    revision is to be finished.
    """

    number: str
    date: str
    outcome: str
    into: str | None = None
    ends: str | None = None
    target_date: str | None = None
    note: str | None = None


class ReviewReader(RowReader):
    """The reader of the rows of one list of review results."""

    def __init__(
        self,
        mapping: HeaderMapping,
        defaults: Defaults,
        on: str | None,
        required: Collection[str] = ("number", "outcome"),
    ) -> None:
        """`defaults`: the values of --set; `on`: the ISO day of rows without one; `required`: the
        fields that no row may lack."""
        # The catalogue has the titles. An unknown outcome is a fault, whatever the header, and so
        # are words in place of the day of the review.
        columns = [
            replace(
                column,
                strict=True,
                dates_only=column.dates_only or column.field.name == "date",
            )
            for column in mapping.columns
            if column.field.name != "title"
        ]
        super().__init__(columns, mapping.unknown, defaults)
        self._on, self._required = on, required

    def header(self, name: str) -> str:
        """Return the header of a field's column, else the option that gives the field."""
        if name == "date" and self._on and name not in self._by_field:
            return "--on"
        return super().header(name)

    def cell(self, name: str, cells: list[str]) -> str:
        """Return the text of a field as written in the row, else that of the option."""
        text = super().cell(name, cells)
        return text or self._on or "" if name == "date" else text

    def result(self, cells: list[str]) -> ReviewRow | list[CellError]:
        """Return the result of a row, or its faults.

        Raise UsageProblem if neither the row nor an option gives the day of the review.
        """
        row = self._read_row(cells)
        outcome = row.text("outcome") or ""
        # The answer itself may name the day: 自2026年7月1日起废止.
        ends = row.text("ends") or row.also.get("ends")
        notes = [str(value.value) for _, value in row.values.get("note", [])]
        into = row.text("into")
        if outcome == "merge":
            into = (
                canonical_number(into)
                if into
                else row.also.get("into") or next(filter(None, map(merge_target, notes)), None)
            )
            if into is None:
                problem = t("needs the standard that absorbs it: a column `into`, or 整合到 NUMBER")
                self.refuse(row, "outcome", cells, problem)
        if row.faults:
            return row.faults
        day = row.text("date") or self._on
        if day is None:
            raise UsageProblem(t("some rows have no review date: give it with --on DATE"))
        if ends and pad(ends) < pad(day):
            self.refuse(row, "ends", cells, t("is before the review on {day}", day=day))
            return row.faults
        number, target = row.text("number") or "", row.text("target_date")
        return ReviewRow(number, day, outcome, into, ends, target, self.note(row))

    def _read_row(self, cells: list[str]) -> RowValues:
        """Return the values of the cells and of the options, and the faults of each."""
        row = self.read_cells(cells)
        self.fill(row, "outcome")
        for name in self._required:
            self.require(row, name)
        outcome = row.text("outcome") or ""
        for name in self._defaults:
            if OF_OUTCOME.get(name, outcome) == outcome:
                self.fill(row, name)
        if outcome:
            self._check_fields_of_outcome(row, outcome, cells)
        return row

    def _check_fields_of_outcome(self, row: RowValues, outcome: str, cells: list[str]) -> None:
        """Refuse values that go with another outcome, but move a target date to the note."""
        for name, own in OF_OUTCOME.items():
            if name not in row.values or own == outcome:
                continue
            if name == "target_date":
                row.notes.append(f"{self.header(name)}: {row.text(name)}")
                del row.values[name]
            else:
                problem = t(
                    "can be given only with {outcome}", outcome=f"{own} ({OUTCOMES[own][0]})"
                )
                self.refuse(row, name, cells, problem)


@dataclass(slots=True)
class ReviewList(ImportedList[ReviewRow]):
    """One list of review results.

    `undated`: keys of standards that were found by a number without its year. `renamed`: former
    numbers and the keys of the standards that had them. `other_targets`: standards whose revision
    keeps another target date. `changed_reviews`: standards with a stored review that the list
    contradicts, and its day. `ended`: standards that their next editions had ended.
    """

    undated: CountedNames = field(default_factory=CountedNames)
    renamed: CountedNames = field(default_factory=CountedNames)
    other_targets: CountedNames = field(default_factory=CountedNames)
    changed_reviews: CountedNames = field(default_factory=CountedNames)
    ended: CountedNames = field(default_factory=CountedNames)


def read_reviews(
    path: str, options: ImportOptions, on: str | None, callbacks: ImportCallbacks
) -> ReviewList:
    """Return all rows of the list at `path`; `on` is the ISO day of rows without one.

    Raise what list_import.open_with_header() raises, and UsageProblem if a row has no day at all.
    """
    spec = ListSpec(review_layout(), SETTABLE, _missing, NAMING)
    with open_with_header(path, options, spec, callbacks) as source:
        reader = ReviewReader(source.mapping, source.defaults, on)
        results = ReviewList(source.summary, source.header, reader)
        results.add_rows(source.rows, reader.result)
    return results


def read_review_options(texts: Mapping[str, str], on: str) -> ReviewRow:
    """Return the review that the options of a command describe; `texts` are by field name.

    `on` is the ISO day of the review. The outcome must be a code; the number of the result is
    empty. Raise UsageProblem that names the wrong option.

    read_review_options({"outcome": "withdraw", "ends": "2012-01-01"}, "2011-06-30")
    """
    given = {name: [text] for name, text in texts.items()}
    columns, cells = options_as_row(given, BY_NAME, {"target_date": "--target"})
    result = ReviewReader(HeaderMapping(tuple(columns), ()), {}, on, ("outcome",)).result(cells)
    if isinstance(result, list):
        raise UsageProblem("; ".join(map(str, result)))
    return result


def _missing(present: Collection[str], seen: str) -> str | None:
    """Return the fault of a list without numbers or outcomes, None for any other list."""
    if "number" not in present:
        return t(
            "there is no column with a number (headers: {seen}); choose it with --map"
            " HEADER=number",
            seen=seen,
        )
    if "outcome" not in present:
        return t(
            "there is no column with the outcome of a review (headers: {seen}); choose it with"
            " --map HEADER=outcome, or give one for all rows with --set outcome=confirm"
            " (`standards import` imports lists of standards)",
            seen=seen,
        )
    return None
