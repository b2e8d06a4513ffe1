"""Plain texts that give each value with its name: `标准号：GB/T 1-2020 标准名称：车床`.

Rule: a name is a known header before a colon. A name that comes again begins the next record.
Within a record a line may have any short name. Lines without a name are prose and counted.
"""

import re
from collections.abc import Iterator

from stdplan.domain.numbers import parse, plan_number
from stdplan.domain.text import clean
from stdplan.errors import NoList
from stdplan.i18n import t
from stdplan.importing.header_names import fold
from stdplan.importing.layouts import standard_layout
from stdplan.importing.readers.objects import ObjectRecord, object_rows
from stdplan.importing.readers.rows import ReadOptions, SourceRow
from stdplan.importing.readers.text_entries import without_list_marker
from stdplan.importing.readers.text_files import ListFile

_NUMBERS = ("number", "plan_number")
_PAIR = re.compile(r"([^:：]{1,30}?)\s*[:：]\s*(.*)")
# A further name in the line; its last letters are no digits: 12:30.
_NEXT = re.compile(r"(?:^|[\s，,；;|]+)([^\s:：，,；;|0-9]{2,14})\s*[:：]\s*")
_LONGEST_NAME = 14  # characters of a name that is not known
_AROUND = " \t\u3000，,；;。|"

Pairs = list[tuple[str, str]]


def looks_like_pairs(lines: list[str]) -> bool:
    """Return whether lines give values with their names, among them numbers of standards.

    >>> looks_like_pairs(["标准号：GB/T 1-2020", "标准名称：车床"])
    True
    """
    texts = list(filter(None, map(_text, lines)))
    pairs = [_pairs_of(text) for text in texts]
    has_numbers = any(_is_number(name, value) for found in pairs for name, value in found)
    return has_numbers and 2 * sum(map(bool, pairs)) > len(texts)


def read_pairs(file: ListFile, options: ReadOptions) -> Iterator[SourceRow]:
    """Yield the header row (all names), then a row for each record.

    >>> from io import BytesIO
    >>> text = "标准号：GB/T 1-2020 标准名称：车床\\n标准号：GB/T 2-2020\\n".encode()
    >>> rows = read_pairs(ListFile("a.txt", "a.txt", BytesIO(text)), ReadOptions())
    >>> [row.cells for row in rows]
    [['标准号', '标准名称'], ['GB/T 1-2020', '车床'], ['GB/T 2-2020', '']]
    """
    return object_rows(_records(file, options), file.skipped)


def _records(file: ListFile, options: ReadOptions) -> Iterator[ObjectRecord]:
    record: dict[str, str] = {}
    names: dict[str, str] = {}  # as the file first writes them
    first_line = 0
    for line, raw_text in enumerate(file.text(options.encoding).lines(), 1):
        if not (text := _text(raw_text)):
            continue
        if not (pairs := _pairs_of(text, in_record=bool(record))):
            file.skipped.add("prose", text)
        for name, value in pairs:
            name = names.setdefault(fold(name), name)
            if name in record:
                yield ObjectRecord(first_line, record)
                record = {}
            first_line = first_line if record else line
            record[name] = value
    if not record:
        raise NoList(t("{file}: no line begins with the number of a standard", file=file.name))
    yield ObjectRecord(first_line, record)


def _text(line: str) -> str:
    return without_list_marker(clean(line).replace("**", "").strip().lstrip("#"))


def _pairs_of(text: str, in_record: bool = False) -> Pairs:
    """Return the names and values of a line, [] if it does not begin with a name."""
    match = _PAIR.fullmatch(text)
    if not match or not (_is_known(match[1]) or (in_record and _is_name(match[1]))):
        return []
    pairs, name, rest, start = [], match[1], match[2], 0
    for following in _NEXT.finditer(rest):
        if _is_known(following[1]):
            pairs.append((name, rest[start : following.start()].strip(_AROUND)))
            name, start = following[1], following.end()
    return [*pairs, (name, rest[start:].strip(_AROUND))]


def _is_known(name: str) -> bool:
    return fold(name) in standard_layout().fields


def _is_name(text: str) -> bool:
    """Return whether a text could be a name that is not known: short, without other signs."""
    return len(text) <= _LONGEST_NAME and text.replace(" ", "").isalpha()


def _is_number(name: str, value: str) -> bool:
    field = standard_layout().fields.get(fold(name))
    if field is None or field.name not in _NUMBERS:
        return False
    return parse(value) is not None or plan_number(value) is not None
