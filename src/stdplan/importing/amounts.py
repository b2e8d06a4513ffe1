"""Lists of amounts, and the options of `progress record` and `edit` as a list of one row.

Amounts are figures for indicators that the catalogue cannot count itself. Headers are data:
layouts.yaml, `amounts`. Labels are those of `progress list`, so that its output can be imported
again.

Rule: a row gives an indicator (by code or name, else the main one of its task), a day in the plan's
year and an amount. Nothing is guessed.
"""

from collections.abc import Collection, Mapping
from dataclasses import replace
from functools import cache
from typing import NamedTuple

from stdplan.domain import validators
from stdplan.domain.fields import Field
from stdplan.errors import UsageProblem
from stdplan.i18n import language, t
from stdplan.importing.cell_values import CellError
from stdplan.importing.headers import ColumnMapping, HeaderMapping
from stdplan.importing.import_options import ImportOptions
from stdplan.importing.layouts import Layout, load_layout
from stdplan.importing.list_import import (
    Defaults,
    ImportedList,
    ListSpec,
    RowReader,
    read_header,
)
from stdplan.importing.list_summary import ImportCallbacks
from stdplan.importing.option_rows import options_as_row
from stdplan.importing.readers.rows import ListSource
from stdplan.importing.row_values import RowValues
from stdplan.importing.sections import sector_of_cell

FIELDS: tuple[Field, ...] = (
    Field("task", "text", "link", "任务", "task"),
    Field("indicator", "text", "link", "指标", "indicator"),
    Field("date", "date", "event", "日期", "date"),
    Field("amount", "decimal", "event", "数量", "amount"),
    Field("sector", "text", "column", "行业领域", "sector"),
    Field("note", "text", "column", "备注", "note"),
)
BY_NAME = {field.name: field for field in FIELDS}
# The fields that --set may give for all rows; the amount differs from row to row.
SETTABLE = {name: field for name, field in BY_NAME.items() if name != "amount"}


@cache
def amount_layout() -> Layout:
    """Return the layout of lists of amounts."""
    return load_layout("amounts", FIELDS)


class KnownIndicator(NamedTuple):
    """An indicator of the plan: `names` are its code, its Chinese and its English name.

    `id` is its row id, `task` the number of its task, `main` whether it is the task's main one. A
    `rate` has no amounts.
    """

    id: int
    task: int
    names: tuple[str, str, str]
    main: bool
    rate: bool

    @property
    def name(self) -> str:
        """What messages call it: its code, or its Chinese name."""
        return self.names[1 if language() == "zh" else 0]


class KnownIndicators(NamedTuple):
    """What is in the catalogue: the plan's year and indicators, sector codes by code and name."""

    year: int
    indicators: tuple[KnownIndicator, ...]
    sectors: Mapping[str, str]


class AmountRow(NamedTuple):
    """An amount: row id of the indicator, ISO date, decimal as text, sector code, note."""

    indicator: int
    date: str
    amount: str
    sector: str | None
    note: str | None


Values = dict[str, str]


class AmountReader(RowReader):
    """The reader of the rows of one list of amounts."""

    def __init__(self, mapping: HeaderMapping, defaults: Defaults, known: KnownIndicators) -> None:
        """`defaults`: the values of --set, for empty cells."""
        columns = [replace(column, dates_only=True) for column in mapping.columns]
        super().__init__(columns, mapping.unknown, defaults)
        self._known = known

    def amount(self, cells: list[str]) -> AmountRow | list[CellError]:
        """Return the amount of a row, or its faults."""
        row = self.read_cells(cells)
        for name in self._defaults:
            self.fill(row, name)
        for name in ("amount", "date"):
            self.require(row, name)
        indicator = self._indicator(row, cells)
        values = self.field_values(row, cells)
        if row.faults or indicator is None:
            return row.faults
        return AmountRow(
            indicator.id,
            values["date"],
            values["amount"],
            values.get("sector"),
            values.get("note"),
        )

    def field_values(self, row: RowValues, cells: list[str]) -> Values:
        """Return day, amount, sector code and note of a row by field, without the empty ones.

        Add faults to the row.
        """
        values = {
            "date": self._day(row, cells),
            "sector": self._sector(row, cells),
            "amount": self._amount(row, cells),
            "note": self.note(row),
        }
        return {name: value for name, value in values.items() if value is not None}

    def _day(self, row: RowValues, cells: list[str]) -> str | None:
        day = row.text("date")
        if day is not None and day[:4] != str(self._known.year):  # it would never count
            outside = t("is not in the plan's year {year}", year=self._known.year)
            self.refuse(row, "date", cells, outside)
        return day

    def _indicator(self, row: RowValues, cells: list[str]) -> KnownIndicator | None:
        """Return the indicator that a row names, one of its task if it gives a task."""
        task, text = row.text("task"), row.text("indicator")
        candidates = [
            indicator for indicator in self._known.indicators if task in (None, str(indicator.task))
        ]
        if not candidates:
            tasks = dict.fromkeys(str(indicator.task) for indicator in self._known.indicators)
            self.refuse(
                row, "task", cells, t("is not valid; use one of {names}", names=", ".join(tasks))
            )
            return None
        if text is None and task is None:
            self.require(row, "indicator")
            return None
        for indicator in candidates:
            names = indicator.names
            if indicator.main if text is None else text in names or f"{task}.{text}" in names:
                if indicator.rate:
                    rate = t("is a rate: amounts cannot be added to it")
                    row.refuse(self.header("indicator"), text or names[0], rate)
                return indicator
        known = t(", ").join(indicator.name for indicator in candidates)
        self.refuse(row, "indicator", cells, t("is not valid; use one of {names}", names=known))
        return None

    def _sector(self, row: RowValues, cells: list[str]) -> str | None:
        text = row.text("sector")
        code = None if text is None else sector_of_cell(text, self._known.sectors)
        if text is not None and code is None:
            self.refuse(row, "sector", cells, t("is not in the catalogue's plans"))
        return code

    def _amount(self, row: RowValues, cells: list[str]) -> str | None:
        text = row.text("amount")
        try:
            return None if text is None else validators.amount(text)
        except ValueError:
            self.refuse(row, "amount", cells, t("is not a number above zero"))
            return None


Amounts = ImportedList[AmountRow]


def read_amounts(
    source: ListSource, options: ImportOptions, known: KnownIndicators, callbacks: ImportCallbacks
) -> Amounts:
    """Return all rows of a list; raise what list_import.read_header() raises."""
    spec = ListSpec(amount_layout(), SETTABLE, _missing)
    opened = read_header(source, options, spec, callbacks)
    reader = AmountReader(opened.mapping, opened.defaults, known)
    amounts: Amounts = ImportedList(opened.summary, opened.header, reader)
    amounts.add_rows(opened.rows, reader.amount)
    return amounts


def read_amount_options(
    texts: Mapping[str, str], known: KnownIndicators, options: Mapping[str, str]
) -> AmountRow:
    """Return the amount that the options of a command describe; `texts` are by field name.

    `options`: the names of those that are not called like their field. A sector must be a code.
    Raise UsageProblem that names the wrong option.
    """
    reader, cells = _reader_of_options(texts, known, options)
    amount = reader.amount(cells)
    if isinstance(amount, list):
        raise UsageProblem("; ".join(map(str, amount)))
    return amount


def read_amount_changes(
    texts: Mapping[str, str], known: KnownIndicators, options: Mapping[str, str]
) -> Values:
    """Return the values of the options by field; the arguments are those of read_amount_options."""
    reader, cells = _reader_of_options(texts, known, options)
    row = reader.read_cells(cells)
    values = reader.field_values(row, cells)
    if row.faults:
        raise UsageProblem("; ".join(map(str, row.faults)))
    return values


def _reader_of_options(
    texts: Mapping[str, str], known: KnownIndicators, options: Mapping[str, str]
) -> tuple[AmountReader, list[str]]:
    columns, cells = options_as_row(
        {name: [text] for name, text in texts.items()}, BY_NAME, options
    )
    if "indicator" not in texts:  # a gap, which stands for the main indicator of the task
        columns.append(ColumnMapping(len(cells), "--indicator", BY_NAME["indicator"]))
        cells.append("")
    if "sector" in texts:
        known = known._replace(sectors={texts["sector"]: texts["sector"]})
    return AmountReader(HeaderMapping(tuple(columns), ()), {}, known), cells


def _missing(present: Collection[str], seen: str) -> str | None:
    """Return the fault of a list without amounts, dates or indicators, None for any other list."""
    for names in (("amount",), ("date",), ("indicator", "task")):
        if not any(name in present for name in names):
            return t(
                "there is no column with {field} (headers: {seen}); choose it with --map"
                " HEADER={field}",
                field=names[0],
                seen=seen,
            )
    return None
