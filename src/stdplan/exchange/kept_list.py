"""A list that is kept in memory as a whole: its rows, what became of each, and their faults."""

from dataclasses import dataclass, field
from typing import Generic, TypeVar

from stdplan.domain.cells import visible
from stdplan.exchange.list_columns import ListColumns
from stdplan.exchange.readers.rows import RawRow
from stdplan.exchange.reading import Reading
from stdplan.exchange.values import Fault
from stdplan.i18n import t

Made = TypeVar("Made")


@dataclass(slots=True)
class KeptList(Generic[Made]):
    """One list: its `header` and `rows`, and what was made of them (`good`) and the faults by their
    place among the rows.

    Rows may be refused after they were read, so that all faults of a list stand in its order.
    """

    reading: Reading
    header: list[str]
    columns: ListColumns
    rows: list[RawRow] = field(default_factory=list)
    good: dict[int, Made] = field(default_factory=dict)
    faults: dict[int, list[Fault]] = field(default_factory=dict)

    def add(self, row: RawRow, made: Made | list[Fault]) -> None:
        """One more row, with what was made of it."""
        place = len(self.rows)
        self.rows.append(row)
        self.reading.rows += 1
        if isinstance(made, list):
            self.faults[place] = made
        else:
            self.good[place] = made

    def refuse(self, place: int, name: str, problem: str) -> None:
        """A row is at fault after all, in the column that tells the field `name`."""
        self.good.pop(place, None)
        fault = Fault(self.columns.header(name), visible(self.cell(place, name)), problem)
        self.faults.setdefault(place, []).append(fault)

    def cell(self, place: int, name: str) -> str:
        """What a row has in the column of a field, as written."""
        return self.columns.cell(name, self.rows[place].cells)

    def where(self, place: int) -> str:
        """What messages call a row: `list.csv:3`."""
        row = self.rows[place]
        return f"{self.reading.file}{row.part}:{row.line}"

    def close(self) -> None:
        """Tell the reading of all faults, in the order of the list."""
        for place, faults in sorted(self.faults.items()):
            self.reading.reject([f"{self.where(place)}: {fault}" for fault in faults])


def unreadable(row: RawRow) -> list[Fault]:
    """The fault of a row that its reader could not read; none where it could."""
    if not row.fault:
        return []
    return [Fault(t("row"), visible("\t".join(row.cells))[:80], row.fault)]
