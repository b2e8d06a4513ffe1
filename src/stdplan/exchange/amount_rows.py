"""A row of a list of amounts recorded by hand to an amount, or to what is wrong with it.

Rule: a row says of which indicator (by its code or name, else the main one of its task), on which
day of the plan's year, and how much. Nothing is guessed.
"""

from collections.abc import Mapping
from typing import NamedTuple

from stdplan.domain import validators
from stdplan.exchange.layouts import HeaderPlan
from stdplan.exchange.list_columns import Given, ListColumns
from stdplan.exchange.row import Row
from stdplan.exchange.sections import sector_in
from stdplan.exchange.values import Fault
from stdplan.i18n import t


class Indicator(NamedTuple):
    """An indicator of the plan; `names` are its code and what it is called; a `rate` takes no
    amounts."""

    id: int
    task: int
    names: tuple[str, ...]
    main: bool
    rate: bool


class Known(NamedTuple):
    """What the catalogue knows: the plan's year and indicators, sectors by code and name."""

    year: int
    indicators: tuple[Indicator, ...]
    sectors: Mapping[str, str]


class Amount(NamedTuple):
    """An amount of the indicator with this row id: ISO date, decimal as text."""

    indicator: int
    date: str
    amount: str
    sector: str | None
    note: str | None


class AmountRows(ListColumns):
    """Makes amounts of the rows of one list."""

    def __init__(self, plan: HeaderPlan, given: Given, known: Known) -> None:
        """`given`: what --set says, for cells that are empty."""
        super().__init__(plan.feeds, plan.unknown, given)
        self._known = known

    def amount(self, cells: list[str]) -> Amount | list[Fault]:
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
        return Amount(indicator.id, day, amount, sector, note)

    def _indicator(self, row: Row, cells: list[str]) -> Indicator | None:
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

    def _sector(self, row: Row, cells: list[str]) -> str | None:
        text = row.text("sector")
        code = None if text is None else sector_in(text, self._known.sectors)
        if text is not None and code is None:
            self.refuse(row, "sector", cells, t("is not in the catalogue's plans"))
        return code

    def _amount(self, row: Row, cells: list[str]) -> str:
        text = row.text("amount")
        try:
            return "" if text is None else validators.amount(text)
        except ValueError:
            self.refuse(row, "amount", cells, t("is not a number above zero"))
            return ""
