"""One cell of a field to its value.

Rule: a cell is a value, nothing, words for the note, or a fault; it never becomes a value that it
does not say. Numbers (number, replaces, replaced_by, adopts) stay text: domain/numbers.py and
domain/adoption.py read them.

Cells that hold more than one thing: names, items, and our own JSON object.

Rule: a cell is parted where lists part them and nowhere else: `Co., Ltd.` is one name, and so is
what stands in brackets.
"""

import json
import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from typing import Any, NamedTuple

from stdplan.domain.codes import STAGES, Words, describe
from stdplan.domain.dates import BadDate, NotADate, from_epoch, read_date
from stdplan.domain.fields import Field
from stdplan.domain.text import clean, escape_unprintable, is_empty, refuse_control
from stdplan.i18n import t
from stdplan.importing.headers import ColumnMapping, fold, stage_words, words

_ITEMS = re.compile("[;；\n]")
# A plain comma parts names only right between Chinese words.
_BETWEEN_NAMES = re.compile("[、；;，\n]|(?<=[\u4e00-\u9fff）)]),(?=[\u4e00-\u9fff])")
_OPENING, _CLOSING = "(（", ")）"


def split_items(text: str) -> list[str]:
    """Items joined by semicolons, each once."""
    return _each_once(_ITEMS.split(text))


def split_names(text: str) -> list[str]:
    """Names joined by 、；; or ，, each once: 钢铁研究总院、某厂（一部、二部） are two."""
    if sum(map(text.count, _OPENING)) != sum(map(text.count, _CLOSING)):
        return _each_once(_BETWEEN_NAMES.split(text))
    parts, begins, depth, read = [], 0, 0, 0
    for found in _BETWEEN_NAMES.finditer(text):
        between, read = text[read : found.start()], found.start()
        depth += sum(map(between.count, _OPENING)) - sum(map(between.count, _CLOSING))
        if depth <= 0:
            parts.append(text[begins : found.start()])
            begins = found.end()
    return _each_once([*parts, text[begins:]])


def read_object(text: str) -> dict[str, str]:
    """A JSON object of texts, as our own column `extra` has it; ValueError says what is wrong."""
    try:
        read = json.loads(text, object_pairs_hook=_pairs)
    except (ValueError, RecursionError):
        read = None
    if not isinstance(read, dict) or not all(isinstance(cell, str) for cell in read.values()):
        raise ValueError(t("is not a JSON object of texts"))
    for cell in (*read, *read.values()):
        if letter := refuse_control(cell):
            raise ValueError(t("holds the character {letter}", letter=letter))
    return read


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    read = dict(pairs)
    if len(read) < len(pairs):
        raise ValueError
    return read


def _each_once(parts: list[str]) -> list[str]:
    return list(dict.fromkeys(item for part in parts if (item := part.strip())))


# Lists whose items are numbers, read by others.
_NUMBERS = frozenset(("replaces", "replaced_by", "adopts"))
_NAMES = frozenset(("drafting_orgs", "drafters"))
# No project has more than 99 years.
_MONTHS = re.compile("([1-9][0-9]{0,2}) *(?:个?月)?")
_IN_PART = "部分代替"
_REMEMBERED = 4096


class CellError(NamedTuple):
    """What is wrong with a cell: its column, what it says (shown safely), the problem."""

    column: str
    value: str
    message: str

    def __str__(self) -> str:
        return t(
            '{column}: "{value}" {problem}',
            column=self.column,
            value=self.value,
            problem=self.message,
        )


class CellValue(NamedTuple):
    """What a cell gives: a value, words for the note, a fault, values of other fields, or nothing.

    A tuple, not a data class: some ten million of them are made in a large import.
    """

    value: str | list[str] | dict[str, str] | None = None
    note: str | None = None
    fault: CellError | None = None
    also: tuple[tuple[str, str], ...] = ()


Reader = Callable[[str], CellValue]
_NOTHING = CellValue()


def reader(feed: ColumnMapping) -> Reader:
    """The function that reads the cells of one column; ask once a column, call once a row."""
    field, column = feed.field, feed.header
    if field.kind == "integer":
        return _cells(column, _months(column))
    if field.kind == "date":
        read = _dates(column, feed.epoch)
    elif field.kind == "object":
        return _cells(column, _objects(column))
    elif field.words and field.kind != "list":
        read = _choices(feed)
    elif field.kind == "list" and field.name not in _NUMBERS:
        return _cells(column, _lists(field, column))
    else:
        return _cells(column, _texts(feed))
    return lru_cache(_REMEMBERED)(_cells(column, read))


def read_value(field: Field, text: str, header: str = "") -> CellValue:
    """One cell of a field, for whoever reads only a few."""
    return reader(ColumnMapping(0, header or field.name, field))(text)


def _cells(column: str, read: Reader) -> Reader:
    """What holds for every cell: white space, empty cells, characters that may not enter."""

    def reading(text: str) -> CellValue:
        text = clean(text)
        if is_empty(text):
            return _NOTHING
        if not text.isprintable() and (letter := refuse_control(text)):
            return _fault(column, text, t("holds the character {letter}", letter=letter))
        return read(text)

    return reading


def _dates(column: str, epoch: bool) -> Reader:
    def read(text: str) -> CellValue:
        try:
            if epoch and re.fullmatch("-?[0-9]{9,}", text):
                return CellValue(from_epoch(int(text[:20])))
            return CellValue(read_date(text))
        except BadDate as error:
            return _fault(column, text, str(error))
        except NotADate:
            return CellValue(note=f"{column}: {text}")

    return read


def _months(column: str) -> Reader:
    def read(text: str) -> CellValue:
        found = _MONTHS.fullmatch(unicodedata.normalize("NFKC", text))
        if found is None:
            return _fault(column, text, t("is not a whole number of months"))
        return CellValue(found[1])

    return read


def _choices(feed: ColumnMapping) -> Reader:
    field, column = feed.field, feed.header
    known = field.words or {}
    codes = _codes(field.name, known)
    stages = _codes("stage", STAGES) if field.name == "status" else {}

    def read(text: str) -> CellValue:
        word = fold(text)
        code, stage = codes.get(word), stages.get(word)
        if code is None and stage is None:
            if feed.otherwise:
                return CellValue(also=((feed.otherwise, text),))
            if not feed.strict:
                return CellValue(also=(("extra", text),))
            return _none_of(column, text, known)
        if stage is None:
            return CellValue(code)
        return CellValue(code or ("planned" if stage < "60" else None), also=(("stage", stage),))

    return read


def _texts(feed: ColumnMapping) -> Reader:
    if not feed.partly:
        return CellValue

    def in_part(text: str) -> CellValue:
        # Of every item: the word holds up to a semicolon (domain/numbers/lists.py).
        items = (item for item in split_items(text) if item)
        return CellValue(";".join(i if i.startswith(_IN_PART) else _IN_PART + i for i in items))

    return in_part


def _lists(field: Field, column: str) -> Reader:
    split = split_names if field.name in _NAMES else split_items
    codes = _codes(field.name, field.words or {})

    def read(text: str) -> CellValue:
        items = split(text)
        if not codes:
            return CellValue(items)
        for item in items:
            if fold(item) not in codes:
                return _none_of(column, item, field.words or {})
        return CellValue(list(dict.fromkeys(codes[fold(item)] for item in items)))

    return read


def _objects(column: str) -> Reader:
    def read(text: str) -> CellValue:
        try:
            return CellValue(read_object(text))
        except ValueError as error:
            return _fault(column, text, str(error))

    return read


def _none_of(column: str, text: str, known: Words) -> CellValue:
    return _fault(column, text, t("is none of {choices}", choices=describe(known)))


def _codes(name: str, known: Words) -> dict[str, str]:
    """Folded word to code: the code itself, its two words, and those of layouts.yaml."""
    own = {fold(word): code for code, pair in known.items() for word in (code, *pair)}
    return {**(stage_words() if name == "stage" else words(name)), **own}


def _fault(column: str, text: str, message: str) -> CellValue:
    return CellValue(fault=CellError(column, escape_unprintable(text), message))
