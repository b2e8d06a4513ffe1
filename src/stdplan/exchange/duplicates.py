"""Several rows of one standard in one list.

Rule: rows that fill each other's gaps are one; rows that contradict each other are a fault naming
both lines, unless one of them is to win. Rows with one plan number and different titles are the
parts that a plan makes of one project, and each is a record.
"""

from typing import Literal

from stdplan.domain.cells import fold_title, visible
from stdplan.exchange.drafts import Draft
from stdplan.exchange.reading import Reading
from stdplan.exchange.values import Fault
from stdplan.i18n import t

Duplicates = Literal["error", "first", "last"]
# Every list says these of its own row; two rows of one standard may say different things.
_JOINED = ("note", "extra", "source")


def add(reading: Reading, draft: Draft, duplicates: Duplicates) -> None:
    """Add a draft to what was read, or join it with the earlier row of its standard."""
    if draft.record.key in reading.shared:
        _name_part(draft)
    key = draft.record.key
    held = reading.drafts.get(key)
    if held is None:
        reading.drafts[key] = draft
        return
    if _are_parts(held, draft):
        reading.shared.add(key)
        del reading.drafts[key]
        for part in (held, draft):
            _name_part(part)
            reading.drafts[part.record.key] = part
        return
    names = [name for name in draft.record.values if _contradict(held, draft, name)]
    if not names:
        reading.merged += 1
        _fill_gaps(held, draft)
        return
    reading.overruled += 1
    if duplicates == "first":
        _fill_gaps(held, draft)
    elif duplicates == "last":
        _fill_gaps(draft, held)
        reading.drafts[key] = draft
    if duplicates != "error":
        return
    for name in names:
        problem = t(
            'contradicts line {line} of the same {key}, which says "{other}"'
            " (--duplicates first or last lets one win)",
            line=held.lines.get(name, held.line),
            key=key,
            other=visible(str(held.record.values[name])),
        )
        shown = visible(str(draft.record.values[name]))
        reading.faults.append((draft.line, Fault(name, shown, problem)))


def _are_parts(held: Draft, draft: Draft) -> bool:
    """Whether two rows of one plan number, both without a number, are two standards to make."""
    plans = [one.record.values.get("plan_number") for one in (held, draft)]
    titles = [str(one.record.values.get("title") or "") for one in (held, draft)]
    return (
        plans == [draft.record.key] * 2
        and all(titles)
        and fold_title(titles[0]) != fold_title(titles[1])
    )


def _name_part(draft: Draft) -> None:
    record = draft.record
    if record.values.get("title"):
        record.key = f"{record.key}: {record.values['title']}"


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
            held.lines[name] = draft.lines.get(name, draft.line)
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
