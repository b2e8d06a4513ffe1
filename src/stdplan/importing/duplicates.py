"""Several rows of one standard in one list.

Rule: rows that fill each other's gaps are one; rows that contradict each other are a fault naming
both lines, unless one of them is to win. Rows with one plan number and different titles are the
parts that a plan makes of one project, and each is a record.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from stdplan.domain.standard_record import NumberedRecord, StandardRecord
from stdplan.domain.text import escape_unprintable, fold_title
from stdplan.i18n import t
from stdplan.importing.cell_values import CellError

Duplicates = Literal["error", "first", "last"]
# Every list says these of its own row; two rows of one standard may say different things.
_JOINED = ("note", "extra", "source")


@dataclass(slots=True)
class MergedRecord:
    """What became of the rows of one key: `rows` that stay, and faults of those that contradict.

    `merged`: rows joined with an earlier one. `overruled`: rows that contradict one that won.
    `half_withdrawn`: pairs of which only one is withdrawn, and that without a day.
    """

    rows: dict[str, NumberedRecord] = field(default_factory=dict)
    faults: list[tuple[NumberedRecord, list[CellError]]] = field(default_factory=list)
    merged: int = 0
    overruled: int = 0
    half_withdrawn: int = 0
    # Plan numbers of several parts; where values came from that another row has filled in.
    shared: set[str] = field(default_factory=set)
    origins: dict[tuple[int, str], NumberedRecord] = field(default_factory=dict)


def join(group: Sequence[NumberedRecord], duplicates: Duplicates) -> MergedRecord:
    """Join the rows of one key, in the order of the list."""
    joined = MergedRecord()
    for placed in group:
        _add(joined, placed, duplicates)
    return joined


def _add(joined: MergedRecord, placed: NumberedRecord, duplicates: Duplicates) -> None:
    record = placed.record
    if record.key in joined.shared:
        _name_part(record)
    held = joined.rows.get(record.key)
    if held is None:
        joined.rows[record.key] = placed
        return
    if _are_parts(held.record, record):
        joined.shared.add(record.key)
        del joined.rows[record.key]
        for part in (held, placed):
            _name_part(part.record)
            joined.rows[part.record.key] = part
        return
    names = [name for name in record.values if _contradict(held.record, record, name)]
    if names and duplicates == "error":
        joined.faults.append((placed, [_fault(joined, held, record, name) for name in names]))
        return
    joined.overruled += bool(names)
    joined.merged += not names
    joined.half_withdrawn += _is_half_withdrawn(held.record, record)
    winner, other = (placed, held) if names and duplicates == "last" else (held, placed)
    _fill_gaps(joined, winner, other)
    joined.rows[record.key] = winner


def _fault(
    joined: MergedRecord, held: NumberedRecord, record: StandardRecord, name: str
) -> CellError:
    origin = joined.origins.get((held.place, name), held)
    problem = t(
        'contradicts line {line} of the same {key}, which says "{other}"'
        " (--duplicates first or last lets one win)",
        line=f"{origin.part}{':' if origin.part else ''}{origin.line}",
        key=record.key,
        other=escape_unprintable(str(held.record.values[name])),
    )
    return CellError(name, escape_unprintable(str(record.values[name])), problem)


def _are_parts(held: StandardRecord, record: StandardRecord) -> bool:
    """Whether two rows of one plan number, both without a number, are two standards to make."""
    plans = [one.values.get("plan_number") for one in (held, record)]
    titles = [str(one.values.get("title") or "") for one in (held, record)]
    return (
        plans == [record.key] * 2 and all(titles) and fold_title(titles[0]) != fold_title(titles[1])
    )


def _name_part(record: StandardRecord) -> None:
    if record.values.get("title"):
        record.key = f"{record.key}: {record.values['title']}"


def _is_half_withdrawn(held: StandardRecord, record: StandardRecord) -> bool:
    days = [one.values.get("withdrawn") for one in (held, record)]
    inferred = any(one.values.get("withdrawn_inferred") for one in (held, record))
    return inferred and None in days


def _contradict(held: StandardRecord, record: StandardRecord, name: str) -> bool:
    old, new = held.values.get(name), record.values[name]
    if old is None or new is None or old == new or name in _JOINED:
        return False
    if name in ("withdrawn", "withdrawn_inferred"):
        # A day that stands in for one gives way.
        return not any(one.values.get("withdrawn_inferred") for one in (held, record))
    if name in ("title", "title_en"):
        # Lists differ in blanks and in the width of colons and brackets.
        return fold_title(str(old)) != fold_title(str(new))
    return True


def _fill_gaps(joined: MergedRecord, winner: NumberedRecord, other: NumberedRecord) -> None:
    mine, theirs = winner.record, other.record
    if mine.values.get("withdrawn_inferred") and theirs.values.get("withdrawn_inferred") is False:
        mine.values |= {"withdrawn": theirs.values["withdrawn"], "withdrawn_inferred": False}
    for name, value in theirs.values.items():
        if name == "note" and mine.values.get("note") not in (None, value):
            mine.values["note"] = f"{mine.values['note']}; {value}"
        elif name == "extra" and isinstance(value, dict):
            mine.values["extra"] = _beside(mine.values.get("extra"), value)
        elif mine.values.get(name) is None:
            mine.values[name] = value
            joined.origins[winner.place, name] = joined.origins.get((other.place, name), other)
    for links in ("focus", "adopts", "stages", "reviews"):
        ours = getattr(mine, links)
        ours += [link for link in getattr(theirs, links) if link not in ours]
    for links in ("replaces", "replaced_by"):  # wholly or in part: not both
        ours = getattr(mine, links)
        held = {number for number, _ in ours}
        ours += [link for link in getattr(theirs, links) if link[0] not in held]


def _beside(old: object, new: dict[str, str]) -> dict[str, str]:
    merged = dict(old) if isinstance(old, dict) else {}
    for header, text in new.items():
        held = merged.get(header)
        merged[header] = text if held in (None, text) else f"{held}; {text}"
    return merged
