"""A row of a list of activities to the values of one, or to what is wrong with it.

Options of `activities add` and `edit` are read as the one row of a list would be.
"""

import re
from collections.abc import Mapping
from typing import NamedTuple

from stdplan.domain import activities, validators
from stdplan.domain.activities import Kind, Kinds
from stdplan.domain.numbers import parse, plan_number
from stdplan.exchange.activity_fields import UNIT, state
from stdplan.exchange.layout_data import fold
from stdplan.exchange.layouts import HeaderPlan
from stdplan.exchange.list_columns import Given, ListColumns
from stdplan.exchange.reading import Tally
from stdplan.exchange.row import Row
from stdplan.exchange.sections import sector_in
from stdplan.exchange.values import Fault
from stdplan.i18n import t

Values = dict[str, str]
_THOUSANDS = re.compile(r"[0-9]{1,3}([,，][0-9]{3})+(\.[0-9]+)?")


class Known(NamedTuple):
    """What the catalogue knows: kinds of activities, sectors by code and name."""

    kinds: Kinds
    sectors: Mapping[str, str]


class ActivityRows(ListColumns):
    """Makes activities of the rows of one list.

    `undated`: those without any day, which no indicator can count. `unread`: standards that are no
    numbers and are kept as they stand.
    """

    def __init__(self, plan: HeaderPlan, given: Given, known: Known) -> None:
        """`given`: what --set and --kind say, for cells that are empty."""
        super().__init__(plan.feeds, plan.unknown, given)
        self._known = known
        self.undated, self.unread = Tally(), Tally()

    def values(self, cells: list[str]) -> Values | list[Fault]:
        """The values of a row by field, only those that it gives, or what is wrong with it."""
        row = self.read(cells)
        for name in self._given:
            self.fill(row, name)
        for name in ("kind", "title"):
            self.need(row, name)
        made = self.given(row, cells)
        if row.faults:
            return row.faults
        if problem := activities.out_of_order(made):
            self.refuse(row, problem[0], cells, problem[1])
            return row.faults
        if activities.year(made) is None:
            self.undated.add(activities.called(made))
        return made

    def given(self, row: Row, cells: list[str], kind: Kind | None = None) -> Values:
        """What a row says, by field; its faults are told to the row. `kind`: of an activity that
        is there already."""
        found = {name: text for name in row.said if (text := row.text(name)) is not None}
        unit = found.pop(UNIT.name, None)
        if "state" in found:
            found["state"] = state(found["state"])
        if "standard" in found:
            if parse(found["standard"]) is None and plan_number(found["standard"]) is None:
                self.unread.add(found["standard"])
            found["standard"] = activities.standard(found["standard"])
        if "sector" in found and not self._sector(row, cells, found):
            del found["sector"]
        if "kind" in found:
            kind = self._known.kinds.find(found["kind"], activities.year(found))
            if kind is None:
                codes = self._known.kinds.codes()
                sentence = t("is no kind of activity; there are {codes}", codes=codes)
                self.refuse(row, "kind", cells, sentence)
            else:
                found["kind"] = kind.code
        if "quantity" in found and kind:  # what it is counted in, its kind tells
            found["quantity"] = self._quantity(row, cells, found["quantity"], kind)
        if unit and kind and fold(unit) not in map(fold, kind.units):
            counted = t("is not the unit that {kind} is counted in", kind=kind.code)
            self.refuse(row, UNIT.name, cells, f"{counted} ({' '.join(kind.units)})")
        if note := self.note(row):
            found["note"] = note
        return found

    def _sector(self, row: Row, cells: list[str], found: Values) -> bool:
        """Put the code in the place of a sector's name; whether there is one."""
        text, (feed, _) = found["sector"], row.said["sector"][0]
        code = sector_in(text, self._known.sectors)
        if code:
            found["sector"] = code
        elif feed.strict:
            self.refuse(row, "sector", cells, t("is not in the catalogue's plans"))
        else:
            # A list's own division into industries is not always the plan's: kept in the note.
            row.set_aside(feed.header, text)
        return bool(code)

    def _quantity(self, row: Row, cells: list[str], text: str, kind: Kind) -> str:
        """A decimal above zero; thousands may be parted, and the kind's own unit follow."""
        for unit in kind.units:
            text = text.removesuffix(unit).rstrip()
        if _THOUSANDS.fullmatch(text):
            text = text.replace(",", "").replace("，", "")
        try:
            return validators.amount(text)
        except ValueError:
            self.refuse(row, "quantity", cells, t("is not a number above zero"))
            return text
