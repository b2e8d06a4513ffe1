"""A list file to drafts: read, drafted, merged, with every fault named.

Rule: the whole file is read and checked before the catalogue is locked. Rows of the same standard
that fill each other's gaps are one; rows that contradict each other are a fault naming both lines,
unless one of them is to win.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from stdplan.domain.cells import fold_title, visible
from stdplan.domain.fields import BY_NAME
from stdplan.errors import UsageProblem
from stdplan.exchange.decode import file_name
from stdplan.exchange.delimited import Form, read
from stdplan.exchange.drafts import Draft, Drafter, Known
from stdplan.exchange.layouts import Feed, headers
from stdplan.exchange.values import Fault, read_value
from stdplan.i18n import t

Duplicates = Literal["error", "first", "last"]
# Every list says these of its own row; two rows of one standard may say different things.
_JOINED = ("note", "extra", "source")
_NOT_SETTABLE = ("key", "extra", "replaced_by", "stage", "status", "confirmed")


@dataclass(frozen=True, slots=True)
class Wishes:
    """How to read a list: the options of import."""

    encoding: str | None = None
    form: Form | None = None
    mapping: Mapping[str, str] = field(default_factory=dict)
    given: Mapping[str, str] = field(default_factory=dict)
    duplicates: Duplicates = "error"


@dataclass(slots=True)
class Reading:
    """What a file holds: drafts by key, faults as (line, fault), and what is to be said of it."""

    file: str
    rows: int = 0
    drafts: dict[str, Draft] = field(default_factory=dict)
    faults: list[tuple[int, Fault]] = field(default_factory=list)
    unknown: tuple[str, ...] = ()
    kept: list[str] = field(default_factory=list)
    merged: int = 0

    def messages(self) -> tuple[str, ...]:
        """The faults as lines for a person: `list.csv:3: published: "2011-02-30" is not a day`."""
        return tuple(f"{self.file}:{line}: {fault}" for line, fault in self.faults)


def read_list(path: str, known: Known, wishes: Wishes, day: str) -> Reading:
    """All rows of a file as drafts; `day` is the day of the import (ISO).

    Raises BadData where the file as a whole cannot be read, Missing where there is none.
    """
    reading = Reading(file_name(path))
    rows = read(path, wishes.encoding, wishes.form)
    head = next(rows)
    plan = headers(head.cells, wishes.mapping, f"{reading.file}:{head.line}")
    reading.unknown = tuple(header for _, header in plan.unknown)
    source = reading.file.replace("\\", "/").rsplit("/", 1)[-1]
    drafter = Drafter(plan, known, checked_given(wishes.given), source, day)
    for row in rows:
        reading.rows += 1
        if row.fault:
            problem = Fault(t("row"), visible("\t".join(row.cells))[:80], row.fault)
            reading.faults.append((row.line, problem))
            continue
        draft = drafter.draft(row.line, row.cells)
        if isinstance(draft, Draft):
            _add(reading, draft, wishes.duplicates)
        else:
            reading.faults += [(row.line, fault) for fault in draft]
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
        feed = Feed(0, f"--set {name}", BY_NAME[name])
        value = read_value(feed.field, text, feed.header)
        if value.fault:
            raise UsageProblem(str(value.fault))
        if value.note:
            raise UsageProblem(
                t('--set {name}: "{text}" is no date', name=name, text=visible(text))
            )
        made[name] = (feed, text)
    return made


def _add(reading: Reading, draft: Draft, duplicates: Duplicates) -> None:
    key = draft.record.key
    held = reading.drafts.get(key)
    if held is None:
        reading.drafts[key] = draft
        if draft.kept_number:
            reading.kept.append(key)
        return
    reading.merged += 1
    if duplicates == "first":
        return
    if duplicates == "last":
        reading.drafts[key] = draft
        return
    names = [name for name in draft.record.values if _contradict(held, draft, name)]
    for name in names:
        problem = t(
            'contradicts line {line} of the same {key}, which says "{other}"'
            " (--duplicates first or last lets one win)",
            line=held.line,
            key=key,
            other=visible(str(held.record.values[name])),
        )
        shown = visible(str(draft.record.values[name]))
        reading.faults.append((draft.line, Fault(name, shown, problem)))
    if not names:
        _fill_gaps(held, draft)


def _contradict(held: Draft, draft: Draft, name: str) -> bool:
    old, new = held.record.values.get(name), draft.record.values[name]
    if old is None or new is None or old == new or name in _JOINED:
        return False
    if name in ("withdrawn", "withdrawn_inferred"):
        # A day that stands in for one gives way.
        return not (
            held.record.values.get("withdrawn_inferred")
            or draft.record.values.get("withdrawn_inferred")
        )
    if name in ("title", "title_en"):
        # Lists differ in blanks and in the width of colons and brackets.
        return fold_title(str(old)) != fold_title(str(new))
    return True


def _fill_gaps(held: Draft, draft: Draft) -> None:
    mine, other = held.record, draft.record
    if mine.values.get("withdrawn_inferred") and other.values.get("withdrawn_inferred") is False:
        mine.values |= {"withdrawn": other.values["withdrawn"], "withdrawn_inferred": False}
    for name, value in other.values.items():
        if name == "note" and mine.values.get("note") not in (None, value):
            mine.values["note"] = f"{mine.values['note']}; {value}"
        elif name == "extra" and isinstance(value, dict):
            mine.values["extra"] = _joined(mine.values.get("extra"), value)
        elif mine.values.get(name) is None:
            mine.values[name] = value
    for links in ("focus", "replaces", "replaced_by", "adopts", "stages", "reviews"):
        ours = getattr(mine, links)
        ours += [link for link in getattr(other, links) if link not in ours]
    held.status = held.status or draft.status
    held.words += [word for word in draft.words if word not in held.words]


def _joined(old: object, new: dict[str, str]) -> dict[str, str]:
    merged = dict(old) if isinstance(old, dict) else {}
    for header, text in new.items():
        held = merged.get(header)
        merged[header] = text if held in (None, text) else f"{held}; {text}"
    return merged
