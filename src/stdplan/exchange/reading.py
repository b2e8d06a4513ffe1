"""What was read of a list, before the catalogue is touched."""

from dataclasses import dataclass, field

from stdplan.exchange.drafts import Draft
from stdplan.exchange.readers.rows import Skipped
from stdplan.exchange.values import Fault


@dataclass(slots=True)
class Reading:
    """What a file holds: drafts by key, faults as (line, fault), and what is to be said of it.

    `part`: the sheet read, `[Sheet1]`. `shared`: plan numbers that several rows have. `merged`:
    rows joined with an earlier one. `overruled`: rows that contradict one that won. `skipped`: what
    is no row. `sectorless`: section lines that name no sector.
    """

    file: str
    rows: int = 0
    drafts: dict[str, Draft] = field(default_factory=dict)
    faults: list[tuple[int, Fault]] = field(default_factory=list)
    unknown: tuple[str, ...] = ()
    shared: set[str] = field(default_factory=set)
    merged: int = 0
    overruled: int = 0
    part: str = ""
    skipped: Skipped = field(default_factory=Skipped)
    sectorless: tuple[str, ...] = ()

    @property
    def kept(self) -> list[str]:
        """Numbers that cannot be read and are kept as they stand."""
        return [key for key, draft in self.drafts.items() if draft.kept_number]

    def messages(self) -> tuple[str, ...]:
        """The faults as lines for a person: `list.csv:3: published: "2011-02-30" is not a day`."""
        return tuple(f"{self.file}{self.part}:{line}: {fault}" for line, fault in self.faults)
