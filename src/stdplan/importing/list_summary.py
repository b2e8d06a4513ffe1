"""The summary of a list that was read: counts, faults, and notes for a person.

Of everything that can occur often, the count and the first few are kept.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from stdplan.domain.numbers import parse
from stdplan.domain.standard_record import StandardRecord
from stdplan.i18n import tn
from stdplan.importing.cell_values import CellError
from stdplan.importing.duplicates import MergeResult
from stdplan.importing.readers.rows import Skipped, SourceRow
from stdplan.importing.row_events import status_by_dates
from stdplan.importing.standard_rows import ParsedRow
from stdplan.importing.understood import Understood

_NAMED = 5
_TALLIES = (
    *("kept", "inferred", "against_dates", "without_dates", "words", "strange", "undated"),
    *("nameless", "converted_by_other_days", "converted_on_import", "requests"),
    *("drafts", "awaiting", "listed", "unpublished", "inferred_targets", "natures"),
    "out_of_order",
)
# How many faults a person is shown; the others are only counted.
SHOWN = 20


@dataclass(slots=True)
class CountedNames:
    """A count, and the first few names of what was counted, at most `most`."""

    count: int = 0
    names: list[str] = field(default_factory=list)
    most: int = _NAMED

    def add(self, name: str) -> None:
        """Count one more."""
        self.count += 1
        if len(self.names) < self.most:
            self.names.append(name)

    def extend(self, more: "CountedNames") -> None:
        """Add all of another count."""
        self.count += more.count
        self.names += more.names[: max(0, self.most - len(self.names))]


@dataclass(slots=True)
class RowNotes:
    """Notes about rows, most of them by the key of the record.

    `kept`: numbers that could not be parsed and are kept as text. `inferred`: standards that are
    withdrawn without a day. `against_dates`, `without_dates`: status words that contradict the
    dates, or have no date. `words`: words without a number in cells of replaced standards.
    `strange`: cells that are no value of their field. `undated`: words in cells of dates.
    `nameless`: titles of rows without a number; `lost_numbers`: by unknown column, a number in one
    of those rows ("": a title that is a number). `sectorless`: section lines that name no sector.
    `converted_by_other_days`, `converted_on_import`: conversions whose day is that of publication
    or effect in the list, or that of the import. `requests`: what is only asked for (申请延期).
    `drafts`: drafts that the list calls published, or dates so. `awaiting`: upcoming standards
    without a day of effect. `listed`: standards in force without a date and a number.
    `unpublished`: standards that take effect after the day of the import, without a day of
    publication. `inferred_targets`: target dates in words without a year. `natures`: natures that
    the number contradicts. `out_of_order`: records whose days of stages are not in order.
    """

    kept: CountedNames = field(default_factory=CountedNames)
    inferred: CountedNames = field(default_factory=CountedNames)
    against_dates: CountedNames = field(default_factory=CountedNames)
    without_dates: CountedNames = field(default_factory=CountedNames)
    words: CountedNames = field(default_factory=CountedNames)
    strange: CountedNames = field(default_factory=CountedNames)
    undated: CountedNames = field(default_factory=CountedNames)
    nameless: CountedNames = field(default_factory=CountedNames)
    converted_by_other_days: CountedNames = field(default_factory=CountedNames)
    converted_on_import: CountedNames = field(default_factory=CountedNames)
    lost_numbers: dict[str, str] = field(default_factory=dict)
    sectorless: tuple[str, ...] = ()
    requests: CountedNames = field(default_factory=CountedNames)
    drafts: CountedNames = field(default_factory=CountedNames)
    awaiting: CountedNames = field(default_factory=CountedNames)
    listed: CountedNames = field(default_factory=CountedNames)
    unpublished: CountedNames = field(default_factory=CountedNames)
    inferred_targets: CountedNames = field(default_factory=CountedNames)
    natures: CountedNames = field(default_factory=CountedNames)
    out_of_order: CountedNames = field(default_factory=CountedNames)

    def add(self, parsed: ParsedRow, day: date) -> None:
        """Add the notes about a row; `day` is the day of the import."""
        key, record = parsed.record.key, parsed.record
        if parsed.kept_number:
            self.kept.add(key)
        if record.values.get("withdrawn_inferred"):
            self.inferred.add(_name(record))
        for word in parsed.words:
            self.words.add(f'{key} "{word}"')
        for word in parsed.strange:
            self.strange.add(f"{key} {word}")
        for word in parsed.undated:
            self.undated.add(f"{key}: {word}")
        if parsed.conversion == "other":
            self.converted_by_other_days.add(f"{key} {record.converted[0][1]}")
        elif parsed.conversion == "import":
            self.converted_on_import.add(key)
        for request in parsed.requests:
            self.requests.add(f"{key} {request}")
        for target in parsed.inferred_targets:
            self.inferred_targets.add(f"{key}: {target}")
        for nature in parsed.natures:
            self.natures.add(f"{key} {nature}")
        if parsed.out_of_order:
            self.out_of_order.add(f"{_name(record)} ({parsed.out_of_order})")
        if parsed.nameless:
            title = str(record.values["title"])
            self.nameless.add(title)
            extra = record.values.get("extra")
            cells = extra if isinstance(extra, dict) else {}
            for header, text in {"": title, **cells}.items():
                if parse(text):
                    self.lost_numbers.setdefault(header, text)
        by_dates = status_by_dates(record, day.isoformat())
        days = [record.values.get(name) for name in ("published", "effective", "withdrawn")]
        if parsed.is_draft and {parsed.status, by_dates} & {"in-force", "upcoming"}:
            self.drafts.add(key)
        elif parsed.status and by_dates != parsed.status:
            (self.against_dates if any(days) else self.without_dates).add(key)
        elif record.upcoming and "effective" not in record.values:
            self.awaiting.add(_name(record))
        elif record.in_force and not any(days) and "number" not in record.values:
            self.listed.add(_name(record))
        elif _is_unpublished(record, day):
            self.unpublished.add(key)

    def extend(self, more: "RowNotes") -> None:
        """Add the notes about more rows."""
        for name in _TALLIES:
            getattr(self, name).extend(getattr(more, name))
        self.lost_numbers = {**more.lost_numbers, **self.lost_numbers}
        self.sectorless = tuple(dict.fromkeys((*self.sectorless, *more.sectorless)))


@dataclass(slots=True)
class ListSummary(RowNotes):
    """What was read from one list.

    `rows` counts all rows, `rejected` those with faults; `faults` are the first faults as lines
    for a person, `fault_count` is the number of all. `part`: the sheet, `[Sheet1]`. `skipped`:
    lines that are no rows. `proposed`: options for what the text around the list says. `unknown`:
    headers of columns that are kept in extra. `column_notes`: what the cells say of the columns.
    `merged`, `overruled`, `half_withdrawn`: see duplicates.MergeResult. `understood`: how the list
    was understood. `own`: the fields of its columns, if this program wrote it.
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
    proposed: list[str] = field(default_factory=list)
    column_notes: tuple[str, ...] = ()
    understood: Understood | None = None
    own: frozenset[str] = frozenset()

    def fault_lines(self) -> list[str]:
        """Return the first faults, and a line that counts the others."""
        more = self.fault_count - len(self.faults)
        if not more:
            return self.faults
        return [
            *self.faults,
            tn("{count} more error like these", "{count} more errors like these", more),
        ]

    def add_merge(self, result: MergeResult) -> None:
        """Count the rows of one key that were merged."""
        self.merged += result.merged
        self.overruled += result.overruled
        self.half_withdrawn += result.half_withdrawn

    def reject(self, messages: list[str]) -> None:
        """Count a row with faults."""
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


def _is_unpublished(record: StandardRecord, day: date) -> bool:
    """Return whether a standard takes effect later, and nothing says that it is published."""
    effective = record.values.get("effective")
    return (
        "number" in record.values
        and "published" not in record.values
        and effective is not None
        and str(effective) > day.isoformat()
        and not (record.upcoming or record.in_force)
    )


def _name(record: StandardRecord) -> str:
    """Return the number, else the title of a record, else its key."""
    names = (record.values.get("number"), record.values.get("plan_number"))
    return str(next(filter(None, names), None) or record.values.get("title") or record.key)
