"""A list file to drafts: read, drafted, with every fault named.

Rule: the whole file is read and checked before the catalogue is locked.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from stdplan.domain.cells import visible
from stdplan.domain.fields import BY_NAME
from stdplan.errors import UsageProblem
from stdplan.exchange.drafts import Draft, Drafter, Known
from stdplan.exchange.duplicates import Duplicates, add
from stdplan.exchange.layouts import Feed, headers
from stdplan.exchange.readers.decode import file_name
from stdplan.exchange.readers.rows import RawRow, Wanted
from stdplan.exchange.readers.source import open_list
from stdplan.exchange.reading import Reading
from stdplan.exchange.values import Fault, read_value
from stdplan.i18n import t

_NOT_SETTABLE = {field.name for field in BY_NAME.values() if not field.by_hand} - {"source"}


@dataclass(frozen=True, slots=True)
class Wishes:
    """How to read a list: the options of import."""

    wanted: Wanted = field(default_factory=Wanted)
    mapping: Mapping[str, str] = field(default_factory=dict)
    given: Mapping[str, str] = field(default_factory=dict)
    duplicates: Duplicates = "error"


def read_list(path: str, known: Known, wishes: Wishes, day: str) -> Reading:
    """All rows of a file as drafts; `day` is the day of the import (ISO).

    Raises BadData where the file as a whole cannot be read, Missing where there is none.
    """
    reading = Reading(file_name(path))
    with open_list(path, wishes.wanted) as source_file:
        reading.skipped = source_file.skipped
        return _read(reading, source_file.rows, known, wishes, day)


def _read(
    reading: Reading, rows: Iterator[RawRow], known: Known, wishes: Wishes, day: str
) -> Reading:
    head = next(rows)
    reading.part = head.part
    plan = headers(head.cells, wishes.mapping, f"{reading.file}{head.part}:{head.line}")
    reading.unknown = tuple(header for _, header in plan.unknown)
    source = reading.file.replace("\\", "/").rsplit("/", 1)[-1]
    drafter = Drafter(plan, known, checked_given(wishes.given), source, day)
    for row in rows:
        reading.rows += 1
        if row.fault:
            problem = Fault(t("row"), visible("\t".join(row.cells))[:80], row.fault)
            reading.faults.append((row.line, problem))
            continue
        draft = drafter.draft(row.line, row.cells, row.section)
        if isinstance(draft, Draft):
            add(reading, draft, wishes.duplicates)
        else:
            reading.faults += [(row.line, fault) for fault in draft]
    reading.sectorless = tuple(line for line, code in drafter.sections.met.items() if code is None)
    return reading


def checked_given(given: Mapping[str, str]) -> dict[str, tuple[Feed, str]]:
    """What --set gives, as columns; UsageProblem for a field there is not, or a wrong value."""
    made = {}
    for name, text in given.items():
        if name not in BY_NAME or name in _NOT_SETTABLE:
            names = [name for name in BY_NAME if name not in _NOT_SETTABLE]
            raise UsageProblem(
                t(
                    '--set: there is no field "{name}"; there are {names}',
                    name=visible(name),
                    names=", ".join(names),
                )
            )
        feed = Feed(0, f"--set {name}", BY_NAME[name], given=True)
        value = read_value(feed.field, text, feed.header)
        if value.fault:
            raise UsageProblem(str(value.fault))
        if value.note:
            raise UsageProblem(
                t('--set {name}: "{text}" is no date', name=name, text=visible(text))
            )
        made[name] = (feed, text)
    return made
