"""Objects of a list (JSON, YAML) to rows of cells.

Rule: every value has one cell, under its key, or under the keys that lead to it (`title.en`). A
text or number is there as it is written; several are joined by `; ` as our own lists join them;
what is deeper is kept as JSON. The header is every key that any record has, so the rows wait on
disc until the last record is read.
"""

import json
from collections.abc import Iterator, Mapping
from tempfile import SpooledTemporaryFile
from typing import NamedTuple

from stdplan.domain.text import ExactNumber
from stdplan.i18n import t
from stdplan.importing.readers.rows import SourceRow

DEEPEST = 50
_IN_MEMORY = 1 << 22
# The one column of our own whose cells are objects.
_OBJECT = "extra"


class Refused(NamedTuple):
    """A value that may not stand in a list, and why; the rest of the list goes on."""

    problem: str


class ObjectRecord(NamedTuple):
    """What stands in the place of a record: where (see SourceRow), and the value, if it can be
    read; else its text and what is wrong with it."""

    line: int
    value: object
    fault: str | None = None
    part: str = ""


def rows(found: Iterator[ObjectRecord]) -> Iterator[SourceRow]:
    """The rows of the records, their keys as the header: each at its foremost place in any record,
    so that the order of the records does not matter.

    A list without any key is one of no records.
    """
    places: dict[str, int] = {}
    with SpooledTemporaryFile(_IN_MEMORY, "w+", encoding="ascii", newline="\n") as waiting:
        for record in found:
            read, fault = _read(record)
            if fault is None:
                for place, name in enumerate(read):
                    if places.get(name, place) >= place:
                        places[name] = place
            waiting.write(json.dumps((record.line, read, fault, record.part)) + "\n")
        waiting.seek(0)
        header = sorted(places, key=lambda name: (places[name], name)) or ["number"]
        yield SourceRow(1, header, len(header))
        for line in waiting:
            at, read, fault, part = json.loads(line)
            if fault is None:
                yield SourceRow(
                    at, [read.get(name, "") for name in header], len(header), None, part
                )
            else:
                yield SourceRow(at, list(read.values()), 0, fault, part)


def _read(found: ObjectRecord) -> tuple[dict[str, str], str | None]:
    """The cells of a record, or what is to be shown of it and what is wrong with it."""
    if found.fault is None:
        try:
            return cells(found.value), None
        except ValueError as error:
            return _shown(found.value), str(error)
    return {"": str(found.value)}, found.fault


def _shown(value: object) -> dict[str, str]:
    """All that is written there, if it is no object and can be shown."""
    try:
        return {} if isinstance(value, Mapping | Refused) else {"": _json(value, DEEPEST)}
    except ValueError:
        return {}


def cells(record: object) -> dict[str, str]:
    """The cells of one object by column; ValueError says why it is no record."""
    if isinstance(record, Refused):
        raise ValueError(record.problem)
    if not isinstance(record, Mapping):
        raise ValueError(t("a record is an object (names and values), this is none"))
    made: dict[str, str] = {}
    for name, value in _flat(record, "", DEEPEST):
        if name in made:
            raise ValueError(t('the key "{key}" stands twice', key=name))
        made[name] = value
    return made


def _flat(record: Mapping[str, object], head: str, deep: int) -> Iterator[tuple[str, str]]:
    if not deep:
        raise ValueError(too_deep())
    for key, value in record.items():
        name = head + key
        if not isinstance(value, Mapping) or not value or _is_ours(name, value):
            yield name, _text(value, deep)
        else:
            yield from _flat(value, f"{name}.", deep - 1)


def _is_ours(name: str, value: Mapping[str, object]) -> bool:
    texts = [item for item in value.values() if isinstance(item, str)]
    plain = not any(isinstance(item, ExactNumber) for item in texts)
    return name == _OBJECT and plain and len(texts) == len(value)


def _text(value: object, deep: int) -> str:
    if isinstance(value, list) and not any(isinstance(item, list | Mapping) for item in value):
        return "; ".join(filter(None, (_text(item, deep) for item in value)))
    if value is None or value == {}:
        return ""
    return _json(value, deep) if isinstance(value, list | Mapping) else _scalar(value)


def _scalar(value: object) -> str:
    if isinstance(value, Refused):
        raise ValueError(value.problem)
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def _json(value: object, deep: int) -> str:
    """Compact JSON, its numbers as they were written."""
    if not deep:
        raise ValueError(too_deep())
    if isinstance(value, Mapping):
        inner = (f"{_quoted(key)}:{_json(item, deep - 1)}" for key, item in value.items())
        return f"{{{','.join(inner)}}}"
    if isinstance(value, list):
        return f"[{','.join(_json(item, deep - 1) for item in value)}]"
    if isinstance(value, str) and not isinstance(value, ExactNumber):
        return _quoted(value)
    return "null" if value is None else _scalar(value)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def too_deep() -> str:
    """The problem of a record within records within records."""
    return t("lists and mappings are nested too deeply")
