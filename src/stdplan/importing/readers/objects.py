"""The objects of a list (JSON, YAML) as rows of cells.

Rule: every value gets a cell, under its key, or under the keys that lead to it (`title.en`). A
text or number is written as in the file; several are joined by `; `, as our own lists join them;
deeper values become JSON. The header is every key that any record has, so the rows wait in a
temporary file until the last record is read.
"""

import json
from collections.abc import Iterator, Mapping
from tempfile import SpooledTemporaryFile
from typing import NamedTuple

from stdplan.domain.text import ExactNumber
from stdplan.i18n import t
from stdplan.importing.readers.rows import Skipped, SourceRow

DEEPEST = 50
_BYTES_IN_MEMORY = 1 << 22
# The only column of the program's own lists whose cells are objects.
_OBJECT_COLUMN = "extra"
# Keys of objects that have nothing but dates: {"dates": {"published": "2020-03-31"}}.
_DATES = frozenset(("dates", "date", "日期"))
# Keys under which the answers of platforms have their rows, also nested: `data.rows`.
LIST_KEYS = frozenset(("rows", "records", "data", "list", "items", "result", "results"))


class InvalidValue(NamedTuple):
    """A value that a list must not contain, and why. The rest of the list is still read."""

    problem: str


class ObjectRecord(NamedTuple):
    """One record of a list: its position (see SourceRow) and its value.

    If the record cannot be read, `value` is its text and `fault` says what is wrong.
    """

    line: int
    value: object
    fault: str | None = None
    sheet: str = ""


def object_rows(records: Iterator[ObjectRecord], skipped: Skipped) -> Iterator[SourceRow]:
    """Yield the header row, then one row for each record; count in `skipped`.

    The header is all keys, each at its foremost position in any record, so that the order of the
    records does not matter. Without any key there are no records, and the header is `number`.

        >>> records = [ObjectRecord(1, {"number": "JB/T 1", "title": {"en": "Lathes"}})]
        >>> [row.cells for row in object_rows(iter(records), Skipped())]
        [['number', 'title.en'], ['JB/T 1', 'Lathes']]
    """
    positions: dict[str, int] = {}
    with SpooledTemporaryFile(
        _BYTES_IN_MEMORY, "w+", encoding="ascii", newline="\n"
    ) as waiting_rows:
        for record in records:
            cells, fault = _cells_or_fault(record)
            if fault is None:
                for position, name in enumerate(cells):
                    if positions.get(name, position) >= position:
                        positions[name] = position
            waiting_rows.write(json.dumps((record.line, cells, fault, record.sheet)) + "\n")
        waiting_rows.seek(0)
        header = sorted(positions, key=lambda name: (positions[name], name)) or ["number"]
        width = len(header)
        yield SourceRow(1, header, width)
        for text in waiting_rows:
            line, cells, fault, sheet = json.loads(text)
            if fault is None:
                row_cells = skipped.visible([cells.get(name, "") for name in header])
                yield SourceRow(line, row_cells, width, None, sheet)
            else:
                yield SourceRow(line, list(cells.values()), 0, fault, sheet)


def _cells_or_fault(record: ObjectRecord) -> tuple[dict[str, str], str | None]:
    """Return (cells, None), or the text to show for a faulty record and its fault."""
    if record.fault is None:
        try:
            return object_cells(record.value), None
        except ValueError as error:
            return _shown_value(record.value), str(error)
    return {"": str(record.value)}, record.fault


def _shown_value(value: object) -> dict[str, str]:
    """Return the JSON of a faulty value, nothing for an object or a value without JSON."""
    try:
        return {} if isinstance(value, Mapping | InvalidValue) else {"": _json(value, DEEPEST)}
    except ValueError:
        return {}


def object_cells(record: object) -> dict[str, str]:
    """Return the cells of one object by column name.

    Raise ValueError if it is no object, or has a key twice, an invalid value or too many levels.
    """
    if isinstance(record, InvalidValue):
        raise ValueError(record.problem)
    if not isinstance(record, Mapping):
        raise ValueError(t("each record must be an object (names and values); this is not one"))
    cells: dict[str, str] = {}
    for name, cell in _flattened(record, "", DEEPEST):
        if name in cells:
            raise ValueError(t('the key "{key}" appears twice', key=name))
        cells[name] = cell
    return cells


def _flattened(
    record: Mapping[str, object], prefix: str, levels_left: int
) -> Iterator[tuple[str, str]]:
    """Yield (column name, cell) for each value, nested keys joined by dots."""
    if not levels_left:
        raise ValueError(too_deep_message())
    for key, value in record.items():
        name = key if _names_a_date(prefix, key) else prefix + key
        if not isinstance(value, Mapping) or not value or _is_extra_column(name, value):
            yield name, _cell(value, levels_left)
        else:
            yield from _flattened(value, f"{name}.", levels_left - 1)


def _names_a_date(prefix: str, key: str) -> bool:
    """Return whether a key says which date it is, within an object of dates."""
    if prefix.rstrip(".").casefold() not in _DATES:
        return False
    from stdplan.importing.header_names import fold
    from stdplan.importing.layouts import standard_layout

    field = standard_layout().fields.get(fold(key))
    return field is not None and field.kind == "date"


def _is_extra_column(name: str, value: Mapping[str, object]) -> bool:
    """Return whether this is the `extra` column as the program writes it: an object of texts."""
    texts = [item for item in value.values() if isinstance(item, str)]
    has_number = any(isinstance(item, ExactNumber) for item in texts)
    return name == _OBJECT_COLUMN and not has_number and len(texts) == len(value)


def _cell(value: object, levels_left: int) -> str:
    if isinstance(value, list) and not any(isinstance(item, list | Mapping) for item in value):
        return "; ".join(filter(None, (_cell(item, levels_left) for item in value)))
    if value is None or value == {}:
        return ""
    return _json(value, levels_left) if isinstance(value, list | Mapping) else _scalar(value)


def _scalar(value: object) -> str:
    if isinstance(value, InvalidValue):
        raise ValueError(value.problem)
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def _json(value: object, levels_left: int) -> str:
    """Return compact JSON, with numbers as the file writes them."""
    if not levels_left:
        raise ValueError(too_deep_message())
    if isinstance(value, Mapping):
        members = (f"{_quoted(key)}:{_json(item, levels_left - 1)}" for key, item in value.items())
        return f"{{{','.join(members)}}}"
    if isinstance(value, list):
        return f"[{','.join(_json(item, levels_left - 1) for item in value)}]"
    if isinstance(value, str) and not isinstance(value, ExactNumber):
        return _quoted(value)
    return "null" if value is None else _scalar(value)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def too_deep_message() -> str:
    """Return the message for a record nested more than DEEPEST levels deep."""
    return t("lists and mappings are nested too deeply")
