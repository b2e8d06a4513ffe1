"""What was read of a list, for whoever is to be told of it: counts, and the first few of each."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from stdplan.domain import status
from stdplan.domain.dates import first_day
from stdplan.domain.numbers import parse
from stdplan.domain.standard_record import StandardRecord
from stdplan.i18n import tn
from stdplan.importing.cell_values import CellError
from stdplan.importing.duplicates import MergedRecord
from stdplan.importing.readers.rows import Skipped, SourceRow
from stdplan.importing.standard_rows import ParsedRow

_NAMED = 5
_TALLIES = (
    *("kept", "inferred", "against_dates", "without_dates", "words", "strange", "undated"),
    "nameless",
)
# As many faults as a person is shown; the others are only counted.
SHOWN = 20


@dataclass(slots=True)
class Tally:
    """How many there are, and the first few by name."""

    count: int = 0
    names: list[str] = field(default_factory=list)

    def add(self, name: str) -> None:
        """One more."""
        self.count += 1
        if len(self.names) < _NAMED:
            self.names.append(name)

    def extend(self, more: "Tally") -> None:
        """All of another tally."""
        self.count += more.count
        self.names += more.names[: max(0, _NAMED - len(self.names))]


@dataclass(slots=True)
class RowNotes:
    """What is to be said of rows, told by the keys of their records.

    `kept`: numbers kept as they stand. `inferred`: withdrawn without a day. `against_dates`,
    `without_dates`: status words that the dates do not bear out, or that have none. `words`: of
    cells of replaced standards that name no number. `strange`: words that no field knows.
    `undated`: words in cells of dates. `nameless`: titles of rows without any number, and
    `numbers`: in how many of those each column that nobody knows holds one. `sectorless`: section
    lines that name no sector.
    """

    kept: Tally = field(default_factory=Tally)
    inferred: Tally = field(default_factory=Tally)
    against_dates: Tally = field(default_factory=Tally)
    without_dates: Tally = field(default_factory=Tally)
    words: Tally = field(default_factory=Tally)
    strange: Tally = field(default_factory=Tally)
    undated: Tally = field(default_factory=Tally)
    nameless: Tally = field(default_factory=Tally)
    numbers: Counter[str] = field(default_factory=Counter)
    sectorless: tuple[str, ...] = ()

    def drafted(self, draft: ParsedRow, day: date) -> None:
        """Note what is to be said of a draft made on `day`."""
        key, record = draft.record.key, draft.record
        if draft.kept_number:
            self.kept.add(key)
        if record.values.get("withdrawn_inferred"):
            self.inferred.add(key)
        for word in draft.words:
            self.words.add(f'{key} "{word}"')
        for word in draft.strange:
            self.strange.add(f"{key} {word}")
        for word in draft.undated:
            self.undated.add(f"{key}: {word}")
        if draft.nameless:
            self.nameless.add(str(record.values["title"]))
            extra = record.values.get("extra")
            cells = extra.items() if isinstance(extra, dict) else ()
            self.numbers.update(header for header, text in cells if parse(text))
        if draft.status and _status(record, day) != draft.status:
            days = (record.values.get(name) for name in ("published", "effective", "withdrawn"))
            (self.against_dates if any(days) else self.without_dates).add(key)

    def note(self, more: "RowNotes") -> None:
        """Add what is to be said of more rows."""
        for name in _TALLIES:
            getattr(self, name).extend(getattr(more, name))
        self.numbers.update(more.numbers)
        self.sectorless = tuple(dict.fromkeys((*self.sectorless, *more.sectorless)))


@dataclass(slots=True)
class ListSummary(RowNotes):
    """One list: `rows` read, of which `rejected` have faults; the first faults, as lines for a
    person; and what else is to be said.

    `part`: the sheet read, `[Sheet1]`. `skipped`: what is no row. `unknown`: headers kept in extra.
    `merged`: rows joined with an earlier one. `overruled`: rows that contradict one that won.
    `half_withdrawn`: rows withdrawn without a day, while another row of theirs is not withdrawn.
    """

    file: str = ""
    rows: int = 0
    rejected: int = 0
    faults: list[str] = field(default_factory=list)
    fault_count: int = 0
    unknown: tuple[str, ...] = ()
    merged: int = 0
    overruled: int = 0
    half_withdrawn: int = 0
    part: str = ""
    skipped: Skipped = field(default_factory=Skipped)

    def fault_lines(self) -> list[str]:
        """The first faults, and how many more there are."""
        more = self.fault_count - len(self.faults)
        if not more:
            return self.faults
        return [
            *self.faults,
            tn("{count} more fault like these", "{count} more faults like these", more),
        ]

    def joined(self, joined: MergedRecord) -> None:
        """Count rows of one standard that became one."""
        self.merged += joined.merged
        self.overruled += joined.overruled
        self.half_withdrawn += joined.half_withdrawn

    def reject(self, messages: list[str]) -> None:
        """A row with faults."""
        self.rejected += 1
        self.fault_count += len(messages)
        self.faults += messages[: max(0, SHOWN - len(self.faults))]


class ImportCallbacks(NamedTuple):
    """Functions that are called while a list is read.

    `header` gets the cells of its header; `rejected` the summary, the header, a rejected row and
    its faults; `rows` how many more rows were read; `expected` about how many rows the list has,
    None if that is unknown.
    """

    header: Callable[[list[str]], None] = lambda header: None
    rejected: Callable[[ListSummary, list[str], SourceRow, list[CellError]], None] = (
        lambda summary, header, row, faults: None
    )
    rows: Callable[[int], None] = lambda count: None
    expected: Callable[[int | None], None] = lambda rows: None


def _status(record: StandardRecord, day: date) -> str:
    """The status that the record's own dates tell; links take force only in the catalogue."""

    def of(name: str) -> date | None:
        text = record.values.get(name)
        return first_day(str(text)) if text else None

    year = record.values.get("number_year")
    life = status.Life(
        number_year=year if isinstance(year, int) else None,
        has_number=record.values.get("number") is not None,
        published=of("published"),
        effective=of("effective"),
        withdrawn=of("withdrawn"),
        terminated=of("terminated"),
        stages=tuple((first_day(on), code) for code, on in record.stages),
    )
    return status.status(life, day)
