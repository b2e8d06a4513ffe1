"""The names of codes, as a person reads them: 机械 for `machinery`, 现行 for `in-force`.

Rule: tables, Markdown and files with --labels show names, in one language. All other formats have
codes. The key of a column says which codes its cells are (domain/answer_words.py): those of a
closed list, or those that plans define, which the catalogue knows. A code without a name stays as
it is. Keys that were made for records without a number (`title:…`, `rev:…`) are no names: the
title, or the standard to be revised, is shown in their place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from stdplan.domain.answer_words import CHANGED_RECORDS, CHANGES, REVISION_OF, WORDS_OF_KEY
from stdplan.domain.fields import BY_NAME
from stdplan.i18n import in_language, language
from stdplan.light import TYPE_CHECKING, Protocol
from stdplan.table import Cell, Column, Kind, Row

if TYPE_CHECKING:
    from typing import Any, TypeAlias

# Code, Chinese name, English name.
CodeNames: TypeAlias = "tuple[str, str, str]"


class NameSource(Protocol):
    """What knows the names that plans define, and the titles of records: an open catalogue."""

    def code_names(self, kind: str) -> Iterable[CodeNames]:
        """Return the codes of a kind (`sector`, `focus`, `subject`, `driver`, `activity`,
        `indicator`) with their names."""

    def title(self, key: str) -> str | None:
        """Return the title of the record with a key, None if there is none."""


# The kinds of codes that plans define, by the key of the column.
_OF_PLANS = {
    "sector": "sector",
    "sectors": "sector",
    "focus": "focus",
    "driver": "driver",
    "drivers": "driver",
    "kind": "activity",
    "indicator": "indicator",
    "subject": "subject",
}
# The columns with the day of the end of a standard.
ENDS = frozenset(("withdrawn", "ends"))
# The keys of columns with keys of records.
_RECORDS = frozenset(
    (
        "key",
        "number",
        "record",
        "project",
        "into",
        "replaced_by",
        "replaces",
        "longest",
        "drafting",
        "newer",
    )
)
_REVISION = "rev:"
_BY_TITLE = "title:"


class Names:
    """The names of codes in the language `code` ("zh" or "en").

    `exact`: for files that are imported again, in which keys of records stay as they are.
    """

    def __init__(self, source: NameSource | None, code: str, exact: bool = False) -> None:
        self._source = source
        self._code = code
        self._exact = exact
        self._words: dict[str, Mapping[str, str]] = {}

    def rows(self, columns: Sequence[Column], rows: Iterable[Row]) -> Iterator[Row]:
        """Return the rows with names for codes, also in records within them."""
        keys = [column.name for column in columns]
        has_title = "title" in keys
        is_change = "field" in keys and not {"old", "new"}.isdisjoint(keys)
        converters = [
            (index, convert)
            for index, column in enumerate(columns)
            if not (is_change and column.name in _CELLS_OF_CHANGE)
            and (convert := self._converter(column, has_title)) is not None
        ]
        if is_change:
            return (self._change(_convert(row, converters), keys) for row in rows)
        return (_convert(row, converters) for row in rows) if converters else iter(rows)

    def mark_inferred(self, columns: Sequence[Column], rows: Iterable[Row]) -> Iterator[Row]:
        """Return rows of standards without their last cell, the basis of the end. Where it says so,
        the day of the end is marked as inferred."""
        places = [index for index, column in enumerate(columns) if column.name in ENDS]
        word = self.words_of("ends_basis")["inferred"]
        mark = f"（{word}）" if self._code == "zh" else f" ({word})"
        for *cells, basis in rows:
            if basis == "inferred":
                for index in places:
                    cells[index] = f"{cells[index]}{mark}" if cells[index] else None
            yield cells

    def _converter(self, column: Column, has_title: bool) -> Callable[[Cell], Cell] | None:
        """Return the function that converts the cells of a column; None if they stay as they are.

        `has_title`: the title of the record is in a column of its own.
        """
        if column.kind == "records":
            return lambda cell: self._records(cell)
        if column.kind == "flag":
            return self._flag
        if column.name == "revision":
            return self._revision
        if column.name in _RECORDS and not self._exact:
            return lambda cell: self._record(cell, has_title)
        if column.name == "when" and not self._exact:
            return _time_of_day
        if column.name == "counts" and column.kind == "object":
            return self._counts
        if column.name == "message":
            return lambda cell: self.sentence(cell) if isinstance(cell, str) else cell
        if column.name in WORDS_OF_KEY or column.name in _OF_PLANS:
            return lambda cell: self._named(column.name, cell)
        return None

    def _named(self, key: str, cell: Cell) -> Cell:
        words = self.words_of(key)
        if isinstance(cell, list):
            return [words.get(item, item) for item in cell]
        if isinstance(cell, dict):
            return {words.get(item, item): value for item, value in cell.items()}
        return words.get(cell, cell) if isinstance(cell, str) else cell

    def _counts(self, cell: Cell) -> Cell:
        """Return the counts of an operation as a person reads them: `added 3; changed 1`."""
        if not isinstance(cell, dict):
            return cell
        words = self.words_of("counts")
        return [f"{words.get(key, key)} {number}" for key, number in cell.items()]

    def words_of(self, key: str) -> Mapping[str, str]:
        """Return the names of the codes in columns with this key."""
        if key not in self._words:
            names = {
                code: self._word(words)
                for closed in WORDS_OF_KEY.get(key, ())
                for code, words in closed.items()
            }
            if self._source is not None and key in _OF_PLANS:
                for code, zh, en in self._source.code_names(_OF_PLANS[key]):
                    names.setdefault(code, self._word((zh, en)))
            self._words[key] = names
        return self._words[key]

    def _word(self, words: tuple[str, str]) -> str:
        """Return the Chinese or the English one of two words."""
        return words[0 if self._code == "zh" else 1]

    def _flag(self, cell: Cell) -> Cell:
        return cell if cell is None else in_language(self._code, "yes" if cell else "no")

    def _record(self, cell: Cell, has_title: bool) -> Cell:
        """Return what a person reads for the key of a record, or for a list of them."""
        if isinstance(cell, list):
            return [self._record_name(item, False) or item for item in cell]
        return self._record_name(cell, has_title) if isinstance(cell, str) else cell

    def _record_name(self, key: str, has_title: bool) -> str | None:
        if key.startswith(_REVISION):
            return self._word(REVISION_OF).format(number=key.removeprefix(_REVISION))
        if not key.startswith(_BY_TITLE):
            return key
        if has_title:
            return None
        return (self._source and self._source.title(key)) or key

    def sentence(self, text: str) -> str:
        """Return a sentence with titles in place of keys, but not within backticks: a command that
        is to be typed needs the key."""
        if _REVISION not in text and _BY_TITLE not in text:
            return text
        import re  # few sentences have keys

        parts = text.split("`")
        parts[::2] = [
            re.sub(_KEY, lambda key: self._in_sentence(key[0]), part) for part in parts[::2]
        ]
        return "`".join(parts)

    def _in_sentence(self, key: str) -> str:
        """Return how a sentence calls the record with a key: titles are quoted."""
        name = self._record_name(key, False) or key
        if not key.startswith(_BY_TITLE) or name == key:
            return name
        return f"《{name}》" if self._code == "zh" else f'"{name}"'

    def _revision(self, cell: Cell) -> Cell:
        """Return the key, the stage and the target date of projects with names."""
        named = self._named("revision", cell)
        return named if self._exact else self._record(named, False)

    def _records(self, cell: Cell) -> Cell:
        """Return the records in a cell with names for codes."""
        if not isinstance(cell, list):
            return cell
        records: list[Mapping[str, Any]] = []
        for record in cell:
            if not isinstance(record, dict):
                return cell
            columns = [
                Column(key, BY_NAME[key].kind if key in BY_NAME else _kind_of(value))
                for key, value in record.items()
            ]
            (cells,) = self.rows(columns, [list(record.values())])
            records.append(dict(zip(record, cells, strict=True)))
        return records

    def _change(self, row: Row, keys: Sequence[str]) -> Row:
        """Return a row of changes (field, old, new) with the label of the field."""
        cells = dict(zip(keys, row, strict=True))
        field = cells["field"]
        if isinstance(field, str):
            for name in ("old", "new"):
                if name in cells:
                    cells[name] = self._changed_value(field, cells[name])
            cells["field"] = self._field_label(field)
        key = cells.get("key")
        if isinstance(key, str) and not self._exact:
            table, space, name = key.partition(" ")
            is_standard = not space or table not in CHANGED_RECORDS
            cells["key"] = (
                self._record_name(key, "title" in keys)
                if is_standard
                else f"{self._word(CHANGED_RECORDS[table])} {self._part_of_plan(table, name)}"
            )
        return list(cells.values())

    def _part_of_plan(self, table: str, name: str) -> str:
        """Return the name of a changed part of a plan: `2027/机械` for `2027/machinery`."""
        if table not in _KEY_OF_TABLE:
            return name
        year, sign, code = name.partition("/") if name[:4].isdecimal() else ("", "", name)
        return f"{year}{sign}{self.words_of(_KEY_OF_TABLE[table]).get(code, code)}"

    def _changed_value(self, field: str, cell: Cell) -> Cell:
        """Return a value of a field; of several words, such as `2011-05-04 revise`, each one."""
        if not isinstance(cell, str):
            return cell
        key = _KEY_OF_CHANGE.get(field, field)
        if key in _RECORDS:
            return self._record(cell, False)
        words = self.words_of(key)
        if cell in words:
            return words[cell]
        if field not in _KEY_OF_CHANGE:
            # Several codes: `national; industry`, or `mandatory=24; recommended=18`.
            items = [item.partition("=") for item in cell.split("; ")]
            if all(code in words for code, _, _ in items):
                return "; ".join(f"{words[code]}{sign}{value}" for code, sign, value in items)
            return cell
        # Notes come last, and are texts of the user.
        named, _, note = cell.partition(" note=")
        parts = [self._part(part, words) for part in named.split(" ")]
        return " ".join([*parts, f"{self._field_label('note')}={note}"] if note else parts)

    def _part(self, part: str, words: Mapping[str, str]) -> str:
        """Return a part of a value with names: a code, or `step=proposed`."""
        key, sign, value = part.partition("=")
        if not sign:
            return words.get(part, part)
        return f"{self._field_label(key)}={self.words_of(key).get(value, value)}"

    def _field_label(self, field: str) -> str:
        if field in CHANGES:
            return self._word(CHANGES[field])
        known = BY_NAME.get(field)
        if known is None:
            return in_language(self._code, field.replace("_", " "))
        return self._word((known.zh, known.en))


# A key that was made for a record without a number, in a sentence.
_KEY = (
    "title:[0-9a-f]{12}"
    "|rev:(?:[A-Z]+(?:/[A-Z]+)* )*[0-9](?:[-0-9A-Za-z./]*[0-9A-Za-z])?(?::[0-9]+)?"
)


def name_records(sentence: str, source: NameSource | None) -> str:
    """Return a sentence for a person with titles in place of the keys of records without a number.

    >>> name_records("rev:JB/T 1-2001: `standards stage rev:JB/T 1-2001 60`", None)
    'revision of JB/T 1-2001: `standards stage rev:JB/T 1-2001 60`'
    """
    return Names(source, "zh" if language() == "zh" else "en").sentence(sentence)


# The columns of a change whose names depend on each other.
_CELLS_OF_CHANGE = ("key", "field", "old", "new")
# Fields of changes whose values begin with a day, and the key of what follows it.
_KEY_OF_CHANGE = {
    "review": "outcome",
    "stage": "stage",
    "state": "state",
    "withdrawn": "ends_basis",
}

# The parts of plans that are changed by their codes, and the key of a column with these codes.
_KEY_OF_TABLE = {
    "plan_sector": "sector",
    "plan_focus": "focus",
    "sector": "sector",
    "focus_area": "focus",
    "driver": "driver",
    "activity_kind": "kind",
}


def _time_of_day(cell: Cell) -> Cell:
    """Return a local time without its distance from UTC: `2011-05-18 09:30:00`."""
    return cell[:19].replace("T", " ") if isinstance(cell, str) else cell


def _kind_of(cell: object) -> Kind:
    if isinstance(cell, bool):
        return "flag"
    return "list" if isinstance(cell, list) else "text"


def _convert(row: Row, converters: Sequence[tuple[int, Callable[[Cell], Cell]]]) -> Row:
    cells = list(row)
    for index, convert in converters:
        cells[index] = convert(cells[index])
    return cells
