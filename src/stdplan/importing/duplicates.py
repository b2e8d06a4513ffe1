"""The merge of rows of a list that have the same key.

Rule: rows that fill each other's gaps become one record. Rows that contradict each other are a
fault that names both lines, unless --duplicates chooses one of them. Rows with the same plan
number and different titles are parts of one project, and each is a record of its own.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from stdplan.domain.day_order import days_before_publication
from stdplan.domain.standard_record import NumberedRecord, StandardRecord
from stdplan.domain.text import escape_unprintable, fold_title, shown
from stdplan.i18n import t
from stdplan.importing.cell_values import CellError
from stdplan.importing.row_events import days_of

Duplicates = Literal["error", "first", "last"]
# Fields that may differ between two rows of one standard. The later partial revision counts.
_JOINED = ("note", "extra", "source", "partial_revision")


@dataclass(slots=True)
class MergeResult:
    """The result for the rows of one key: the records that stay, and rows with faults.

    `merged`: count of rows that were merged with an earlier one. `overruled`: count of rows that
    contradict the one that won. `half_withdrawn`: count of pairs in which only one row is
    withdrawn, without a day. `shared`: plan numbers with several parts. `origins`: by position of
    a row and field, the row that the value was merged from.
    """

    rows: dict[str, NumberedRecord] = field(default_factory=dict)
    faults: list[tuple[NumberedRecord, list[CellError]]] = field(default_factory=list)
    merged: int = 0
    overruled: int = 0
    half_withdrawn: int = 0
    shared: set[str] = field(default_factory=set)
    origins: dict[tuple[int, str], NumberedRecord] = field(default_factory=dict)


def merge_rows(group: Sequence[NumberedRecord], duplicates: Duplicates) -> MergeResult:
    """Merge the rows of one key, which are in the order of the list."""
    result = MergeResult()
    for row in group:
        _add(result, row, duplicates)
    return result


def _add(result: MergeResult, row: NumberedRecord, duplicates: Duplicates) -> None:
    record = row.record
    if record.key in result.shared:
        _add_title_to_key(record)
    earlier = result.rows.get(record.key)
    if earlier is None:
        result.rows[record.key] = row
        return
    if _are_parts(earlier.record, record):
        result.shared.add(record.key)
        del result.rows[record.key]
        for part in (earlier, row):
            _add_title_to_key(part.record)
            result.rows[part.record.key] = part
        return
    names = [name for name in record.values if _contradict(earlier.record, record, name)]
    impossible = _impossible_pairs(earlier.record, record)
    contradict = bool(names or impossible)
    if contradict and duplicates == "error":
        faults = [_fault(result, earlier, record, name) for name in names]
        faults += [_fault_of_days(result, earlier, record, *pair) for pair in impossible]
        result.faults.append((row, faults))
        return
    result.overruled += contradict
    result.merged += not contradict
    result.half_withdrawn += _is_half_withdrawn(earlier.record, record)
    winner, other = (row, earlier) if contradict and duplicates == "last" else (earlier, row)
    for _, name in _impossible_pairs(winner.record, other.record):
        if name == "confirmed":
            other.record.reviews.clear()
        else:
            for column in (name, f"{name}_inferred"):
                other.record.values.pop(column, None)
    _fill_gaps(result, winner, other)
    result.rows[record.key] = winner


def _fault(
    result: MergeResult, earlier: NumberedRecord, record: StandardRecord, name: str
) -> CellError:
    origin = result.origins.get((earlier.position, name), earlier)
    problem = t(
        'contradicts line {line} for the same {key}, which has "{other}" (choose one with'
        " --duplicates first or last)",
        line=f"{origin.part}{':' if origin.part else ''}{origin.line}",
        key=record.key,
        other=shown(str(earlier.record.values[name])),
    )
    return CellError(name, escape_unprintable(str(record.values[name])), problem)


def _impossible_pairs(earlier: StandardRecord, record: StandardRecord) -> list[tuple[str, str]]:
    """Return the pairs (field of the earlier row, field of the other row) whose days contradict
    each other. One of the two is `published`."""
    old, new = days_of(earlier), days_of(record)
    pairs = []
    if "published" not in new:
        wrong = days_before_publication({**new, "published": old.get("published")})
        pairs += [("published", name) for name in wrong]
    if "published" not in old:
        days = {name: day for name, day in old.items() if name == "confirmed" or name not in new}
        wrong = days_before_publication({**days, "published": new.get("published")})
        pairs += [(name, "published") for name in wrong]
    return pairs


def _fault_of_days(
    result: MergeResult, earlier: NumberedRecord, record: StandardRecord, theirs: str, ours: str
) -> CellError:
    """Return the fault of the field `ours` of a row, which contradicts the field `theirs`."""
    origin = result.origins.get((earlier.position, theirs), earlier)
    old, new = days_of(earlier.record), days_of(record)
    details = {
        "line": f"{origin.part}{':' if origin.part else ''}{origin.line}",
        "key": record.key,
        "field": theirs,
        "other": old[theirs],
    }
    if theirs == "published":
        problem = t("is before the publication of {key} on {other} in line {line}", **details)
    else:
        problem = t("is after {other}, the day {field} of {key} in line {line}", **details)
    return CellError(ours, str(new[ours]), problem)


def _are_parts(earlier: StandardRecord, record: StandardRecord) -> bool:
    """Return whether two rows with one plan number and no number are different future standards."""
    plans = [row.values.get("plan_number") for row in (earlier, record)]
    titles = [str(row.values.get("title") or "") for row in (earlier, record)]
    return (
        plans == [record.key] * 2 and all(titles) and fold_title(titles[0]) != fold_title(titles[1])
    )


def _add_title_to_key(record: StandardRecord) -> None:
    if record.values.get("title"):
        record.key = f"{record.key}: {record.values['title']}"


def _is_half_withdrawn(earlier: StandardRecord, record: StandardRecord) -> bool:
    days = [row.values.get("withdrawn") for row in (earlier, record)]
    inferred = any(row.values.get("withdrawn_inferred") for row in (earlier, record))
    return inferred and None in days


def _contradict(earlier: StandardRecord, record: StandardRecord, name: str) -> bool:
    old, new = earlier.values.get(name), record.values[name]
    if old is None or new is None or old == new or name in _JOINED:
        return False
    if name in ("withdrawn", "withdrawn_inferred"):
        # An inferred day contradicts no other day.
        return not any(row.values.get("withdrawn_inferred") for row in (earlier, record))
    if name in ("title", "title_en"):
        # Titles differ in blanks and in the width of colons and brackets.
        return fold_title(str(old)) != fold_title(str(new))
    return True


def _fill_gaps(result: MergeResult, winner: NumberedRecord, other: NumberedRecord) -> None:
    mine, theirs = winner.record, other.record
    if mine.values.get("withdrawn_inferred") and theirs.values.get("withdrawn_inferred") is False:
        mine.values |= {"withdrawn": theirs.values["withdrawn"], "withdrawn_inferred": False}
    for name, value in theirs.values.items():
        if name == "note" and mine.values.get("note") not in (None, value):
            mine.values["note"] = f"{mine.values['note']}; {value}"
        elif name == "extra" and isinstance(value, dict):
            mine.values["extra"] = _merge_extra(mine.values.get("extra"), value)
        elif name == "partial_revision" and isinstance(value, int):
            mine.values[name] = max(value, int(str(mine.values.get(name) or 0)))
        elif mine.values.get(name) is None:
            mine.values[name] = value
            result.origins[winner.position, name] = result.origins.get(
                (other.position, name), other
            )
    mine.in_force = mine.in_force or theirs.in_force
    mine.upcoming = None if mine.in_force else mine.upcoming or theirs.upcoming
    for links in ("focus", "adopts", "stages", "reviews", "also", "converted", "events"):
        ours = getattr(mine, links)
        ours += [link for link in getattr(theirs, links) if link not in ours]
    for links in ("replaces", "replaced_by"):  # wholly or in part: not both
        ours = getattr(mine, links)
        numbers = {number for number, _ in ours}
        ours += [link for link in getattr(theirs, links) if link[0] not in numbers]


def _merge_extra(old: object, new: dict[str, str]) -> dict[str, str]:
    merged = dict(old) if isinstance(old, dict) else {}
    for header, text in new.items():
        earlier = merged.get(header)
        merged[header] = text if earlier in (None, text) else f"{earlier}; {text}"
    return merged
