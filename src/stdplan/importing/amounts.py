"""What a row of a list of amounts says: its fields, and what the headers of such lists mean.

The headers are data: layouts.yaml, `amounts`. Labels are those of `progress list`, so that what it
writes can be read here.

A row of a list of amounts recorded by hand to an amount, or to what is wrong with it.

Rule: a row says of which indicator (by its code or name, else the main one of its task), on which
day of the plan's year, and how much. Nothing is guessed.

A file of amounts recorded by hand, read and checked as far as the file itself tells.
"""

from collections.abc import Collection, Mapping
from functools import cache
from typing import NamedTuple

from stdplan.domain import validators
from stdplan.domain.fields import Field
from stdplan.i18n import t
from stdplan.importing.cell_values import CellError
from stdplan.importing.headers import HeaderMapping, Layout, layout
from stdplan.importing.import_options import ImportOptions
from stdplan.importing.list_import import Given, ImportedList, ListKind, RowReader, opened
from stdplan.importing.list_summary import ImportCallbacks
from stdplan.importing.sections import sector_in
from stdplan.importing.standard_rows import RowValues

FIELDS: tuple[Field, ...] = (
    Field("task", "text", "link", "任务", "task"),
    Field("indicator", "text", "link", "指标", "indicator"),
    Field("date", "date", "event", "日期", "date"),
    Field("amount", "decimal", "event", "数量", "amount"),
    Field("sector", "text", "column", "行业领域", "sector"),
    Field("note", "text", "column", "备注", "note"),
)
# What --set may say of all rows; each has an amount of its own.
SETTABLE = {field.name: field for field in FIELDS if field.name != "amount"}


@cache
def amount_layout() -> Layout:
    """The layout of lists of amounts."""
    return layout("amounts", FIELDS)


class KnownIndicator(NamedTuple):
    """An indicator of the plan; `names` are its code and what it is called; a `rate` takes no
    amounts."""

    id: int
    task: int
    names: tuple[str, ...]
    main: bool
    rate: bool


class KnownIndicators(NamedTuple):
    """What the catalogue knows: the plan's year and indicators, sectors by code and name."""

    year: int
    indicators: tuple[KnownIndicator, ...]
    sectors: Mapping[str, str]


class AmountRow(NamedTuple):
    """An amount of the indicator with this row id: ISO date, decimal as text."""

    indicator: int
    date: str
    amount: str
    sector: str | None
    note: str | None


class AmountReader(RowReader):
    """Makes amounts of the rows of one list."""

    def __init__(self, plan: HeaderMapping, given: Given, known: KnownIndicators) -> None:
        """`given`: what --set says, for cells that are empty."""
        super().__init__(plan.feeds, plan.unknown, given)
        self._known = known

    def amount(self, cells: list[str]) -> AmountRow | list[CellError]:
        """The amount of a row, or what is wrong with it."""
        row = self.read(cells)
        for name in self._given:
            self.fill(row, name)
        if row.notes:  # elsewhere words in the place of a date go to the note
            self.refuse(row, "date", cells, t("is no date"))
        for name in ("amount", "date"):
            self.need(row, name)
        indicator = self._indicator(row, cells)
        day = row.text("date") or ""
        if day and day[:4] != str(self._known.year):
            outside = t("is not in the plan's year {year}", year=self._known.year)
            self.refuse(row, "date", cells, outside)
        sector = self._sector(row, cells)
        amount = self._amount(row, cells)
        note = self.note(row)
        if row.faults or indicator is None:
            return row.faults
        return AmountRow(indicator.id, day, amount, sector, note)

    def _indicator(self, row: RowValues, cells: list[str]) -> KnownIndicator | None:
        """The indicator that a row names, within its task where it gives one."""
        task, text = row.text("task"), row.text("indicator")
        found = [one for one in self._known.indicators if task in (None, str(one.task))]
        if not found:
            tasks = dict.fromkeys(str(one.task) for one in self._known.indicators)
            self.refuse(row, "task", cells, t("is none of {names}", names=", ".join(tasks)))
            return None
        if text is None and task is None:
            self.need(row, "indicator")
            return None
        for one in found:
            if one.main if text is None else text in one.names or f"{task}.{text}" in one.names:
                if one.rate:
                    rate = t("is a rate: amounts cannot be added to it")
                    self.refuse(row, "indicator", cells, rate)
                return one
        codes = ", ".join(one.names[0] for one in found)
        self.refuse(row, "indicator", cells, t("is none of {names}", names=codes))
        return None

    def _sector(self, row: RowValues, cells: list[str]) -> str | None:
        text = row.text("sector")
        code = None if text is None else sector_in(text, self._known.sectors)
        if text is not None and code is None:
            self.refuse(row, "sector", cells, t("is not in the catalogue's plans"))
        return code

    def _amount(self, row: RowValues, cells: list[str]) -> str:
        text = row.text("amount")
        try:
            return "" if text is None else validators.amount(text)
        except ValueError:
            self.refuse(row, "amount", cells, t("is not a number above zero"))
            return ""


Amounts = ImportedList[AmountRow]


def read_amounts(
    path: str, wishes: ImportOptions, known: KnownIndicators, callbacks: ImportCallbacks
) -> Amounts:
    """All rows of the list at `path`; raises what `kept_list.opened` does."""
    with opened(path, wishes, ListKind(amount_layout(), SETTABLE, _missing), callbacks) as one:
        columns = AmountReader(one.plan, one.given, known)
        found: Amounts = ImportedList(one.summary, one.header, columns)
        found.take(one.rows, columns.amount)
    return found


def _missing(told: Collection[str], seen: str) -> str | None:
    """A list of amounts says how much, when, and of what."""
    for names in (("amount",), ("date",), ("indicator", "task")):
        if not any(name in told for name in names):
            return t(
                "no column with {field} (headers seen: {seen}); say which it is with "
                "--map HEADER={field}",
                field=names[0],
                seen=seen,
            )
    return None
