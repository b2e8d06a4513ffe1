"""The fast path for large lists: parse plain rows column by column, a block at a time.

Rule: a plain row has a number, and cells that are values or empty. Its cells go through the same
cell readers as those of any other row. A row that is odd in any cell is left to
standard_rows.RowParser, which handles everything; tests/importing/test_columnar.py checks that
both give the same. No object is made for a row here, because this is where the time of a large
list goes.

A cell becomes a value as it is stored, None if it is empty, or ODD: the cell has words, a fault
or more than the value of its field.
"""

import json
from collections.abc import Callable, Collection, Sequence
from functools import lru_cache
from itertools import compress
from operator import attrgetter
from typing import Any

from stdplan.domain.adoption import parse_adoption
from stdplan.domain.day_order import is_before
from stdplan.domain.fields import LIST_FIELDS
from stdplan.domain.numbers import (
    Replacements,
    draft_stage_of_title,
    parse,
    parse_plain,
    parse_replacements,
)
from stdplan.domain.standard_record import NUMBER_COLUMNS, RecordBatch
from stdplan.domain.status import status
from stdplan.domain.text import clean, is_empty
from stdplan.importing.cell_values import CellReader, cell_reader, is_text
from stdplan.importing.headers import ColumnMapping, HeaderMapping
from stdplan.importing.markup import MARKS_OF_TITLES, has_markup
from stdplan.importing.readers.rows import Block
from stdplan.importing.sections import sector_of_cell
from stdplan.importing.standard_rows import CANONICAL, KnownCodes

# A text, because texts compare quickly, and one that no cell can hold.
ODD = "\0"
# A status word that says that a standard was published, and not whether it is in force.
_PUBLISHED = "published"
# Fields whose cells hold more than one value of a column.
ODD_FIELDS = frozenset(
    ("focus", "driver", "extra", "stage", "confirmed", "replaced_by", "ends_basis",
     *(field.name for field in LIST_FIELDS))
)  # fmt: skip
_ALL_DIFFERENT = frozenset(
    ("title", "title_en", "note", "plan_number", "filing_number", "drafters")
)
# Sizes of the caches for each column: texts, and days, 36,525 in a century.
_CACHED_TEXTS, _CACHED_DAYS = 1 << 12, 1 << 15
CellParser = Callable[[str], object]
Links = tuple[tuple[Any, ...], ...]


def plain_number_columns(text: str) -> tuple[object, ...] | None:
    """Return the columns _PLAIN_COLUMNS of a number.

    None if the cell is no number, or has more than the number.
    """
    number = parse(text)
    if number is None or number.amends or number.adopts or number.replaces or number.also:
        return None
    if number.confirmed or number.note or number.partial_revision:
        return None
    if number.edition or number.draft_stage:
        return None
    columns: tuple[object, ...] = _plain_values(number)
    return columns


def cell_parser(column: ColumnMapping, known: KnownCodes, read: CellReader) -> CellParser:
    """Return the function that parses the cells of a column to a stored value, None or ODD."""
    field = column.field
    canonical = CANONICAL.get(field.name)
    marks = MARKS_OF_TITLES if field.name == "title" else frozenset()

    def value(text: str) -> object:
        cell = read(text)
        if cell.fault or cell.note or (cell.value and field.name in ODD_FIELDS):
            return ODD
        # A status word may also mean publication or withdrawal (废止), which have dates.
        if any(name != "stage" or code < "60" for name, code in cell.also):
            return ODD
        if field.name == "sector" and cell.value is not None:
            return sector_of_cell(str(cell.value), known.sectors) or ODD
        if field.name == "status" and cell.value is None and cell.also:
            return _PUBLISHED
        if isinstance(cell.value, list):
            return json.dumps(cell.value, ensure_ascii=False) if cell.value else None
        return (canonical(str(cell.value)) if canonical and cell.value else None) or cell.value

    def short(text: str) -> object:
        # Printable text has no control characters, and no white space but blanks.
        if not text.isprintable() or has_markup(text) or text[-1:] in marks:
            return value(text)
        text = text.strip(" ")
        return None if is_empty(text) else text

    def title(text: str) -> object:
        cell = short(text)
        # The titles of drafts say so.
        return ODD if cell and draft_stage_of_title(str(cell)) else cell

    chosen = short if field.kind == "text" and is_text(field) and not column.otherwise else value
    # Dates, words, committees and classes repeat, so they are cached; titles and numbers do not.
    if field.name == "title" and chosen is short:
        return title
    if field.name in _ALL_DIFFERENT:
        return chosen
    return lru_cache(_CACHED_DAYS if field.kind == "date" else _CACHED_TEXTS)(chosen)


def link_parser(column: ColumnMapping) -> Callable[[str], Links | None]:
    """Return the function that parses a cell of links as StandardRecord has them; None if odd."""
    read = cell_reader(column)

    def replaces(text: str) -> Links | None:
        if not column.partly and (plain := parse_plain(text)):
            return ((plain[0], False),)
        cell = read(text)
        if cell.fault:
            return None
        links = parse_replacements(str(cell.value)) if cell.value else Replacements()
        return None if links.words or links.replaced_by else links.replaces

    def adopts(text: str) -> Links | None:
        cell = read(text)
        if cell.fault:
            return None
        return tuple(parse_adoption(str(cell.value))) if cell.value else ()

    return replaces if column.field.name == "replaces" else adopts


def extra_json(headers: Sequence[str], cells: Sequence[str]) -> object:
    """Return the cells of unknown columns as a JSON object by header; None if all are empty."""
    if not any(cells):
        return None
    texts = {}
    for header, cell in zip(headers, cells, strict=True):
        if not cell.isprintable():
            return ODD
        if text := clean(cell):
            texts[header] = text
    return json.dumps(texts, ensure_ascii=False) if texts else None


_Columns = dict[str, Sequence[Any]]
# The columns that a plain number gives and their values: those that numbers.parse_plain() returns.
# Family and nature in a column of the list take precedence.
_PLAIN_COLUMNS = tuple(
    name for name in NUMBER_COLUMNS if name not in ("amends", "edition", "draft_stage")
)
_plain_values = attrgetter("canonical", "family", "nature", "prefix", "year", "base", "sort_key")
_NO_NUMBER = (None,) * len(_PLAIN_COLUMNS)
_LINKS = ("replaces", "adopts")


class PlainRowParser:
    """The parser of the plain rows of one list."""

    def __init__(
        self,
        mapping: HeaderMapping,
        known: KnownCodes,
        defaults: Collection[str],
        source: str,
        day: str,
        inferred: Callable[[str], None] = lambda key: None,
    ) -> None:
        """The arguments are those of RowParser; if there are defaults, no row is plain.

        `inferred` is called with the keys of standards that are withdrawn without a day.
        """
        columns = {column.field.name: column for column in mapping.columns}
        self._any = len(columns) == len(mapping.columns) and not defaults and "number" in columns
        self._number = columns.pop("number", None)
        if self._number is not None and self._number.with_title:
            self._any = False  # some bodies have numbers with any words, also those of a title
        self._links = {name: columns.pop(name) for name in _LINKS if name in columns}
        self._link_parsers = {name: link_parser(column) for name, column in self._links.items()}
        self._columns = columns
        readers = {name: cell_reader(column) for name, column in columns.items()}
        self._parsers = {
            name: cell_parser(column, known, readers[name]) for name, column in columns.items()
        }
        self._unknown = mapping.unknown
        self._source, self._day, self._inferred = source, day, inferred

    def split(self, first: int, block: Block) -> tuple[RecordBatch | None, Sequence[int]]:
        """Return the records of the plain rows of a block, and the indexes of the other rows.

        `first` is the position of the block's first row in the list, from 1.
        """
        count = len(block.lines)
        if not self._any or self._number is None:
            return None, range(count)
        batch = _ColumnBatch(first, count, block)
        batch.add_numbers(self._number.index)
        for name, column in self._columns.items():
            batch.add_column(name, self._parsers[name], column.index)
        if self._unknown:
            batch.add_extra(self._unknown)
        if "source" not in batch.columns:
            batch.columns["source"] = [self._source] * count
        words = batch.columns.pop("status", None)
        if words is not None and self._columns["status"].strict:
            batch.leave_upcoming(words)
        elif words is not None:
            batch.check_status(words, self._day)
        batch.check_days(self._day)
        links = {
            name: batch.links(self._link_parsers[name], column.index)
            for name, column in self._links.items()
        }
        for index in sorted(batch.inferred - batch.odd):
            self._inferred(batch.columns["number"][index])
        return batch.records(links), sorted(batch.odd)


class _ColumnBatch:
    """A block of rows, column by column.

    `odd`: the indexes of rows that are not plain. `inferred`: those of rows that are withdrawn
    without a day.
    """

    def __init__(self, first: int, count: int, block: Block) -> None:
        self._first, self._count, self._block = first, count, block
        self._cells = block.columns
        self.odd = {index for index, row in block.special_rows.items() if row.fault or row.section}
        self.inferred: set[int] = set()
        self.columns: _Columns = {}

    def add_numbers(self, column: int) -> None:
        """Parse the column of numbers, and add the columns that numbers give."""
        numbers: list[tuple[object, ...] | None] = list(map(parse_plain, self._cells[column]))
        if None in numbers:
            for index, text in enumerate(self._cells[column]):
                if numbers[index] is None:
                    numbers[index] = plain_number_columns(text)
            self.odd.update(index for index, number in enumerate(numbers) if number is None)
        columns = zip(*[number or _NO_NUMBER for number in numbers], strict=True)
        self.columns |= zip(_PLAIN_COLUMNS, columns, strict=True)

    def add_column(self, name: str, parse_cell: CellParser, column: int) -> None:
        """Parse the column of a field."""
        values = self._without_odd(list(map(parse_cell, self._cells[column])))
        if name in self.columns:  # family and nature, which the number gives, too
            if name == "nature":  # a contradiction is reported
                rows = enumerate(zip(values, self.columns[name], strict=True))
                self.odd.update(
                    index for index, (own, implied) in rows if own and implied and own != implied
                )
            pairs = zip(values, self.columns[name], strict=True)
            self.columns[name] = [implied if own is None else own for own, implied in pairs]
        elif name != "key" and name not in ODD_FIELDS:  # the number is the key
            self.columns[name] = values
        if name == "withdrawn":
            self.columns["withdrawn_inferred"] = [None if day is None else False for day in values]

    def add_extra(self, unknown: Sequence[tuple[int, str]]) -> None:
        """Add the unknown columns (index, header) as one column of JSON objects."""
        rows = zip(*(self._cells[column] for column, _ in unknown), strict=True)
        headers = [header for _, header in unknown]
        self.columns["extra"] = self._without_odd([extra_json(headers, row) for row in rows])

    def check_status(self, words: Sequence[Any], day: str) -> None:
        """Compare status words with the dates; rows in which they differ are odd.

        A standard that is withdrawn without a day takes `day`, that of the import.
        """
        nothing = [None] * len(words)
        dates = [self.columns.get(name, nothing) for name in ("published", "effective")]
        withdrawn = list(self.columns.get("withdrawn", nothing))
        inferred = list(self.columns.get("withdrawn_inferred", nothing))
        rows = zip(words, *dates, withdrawn, self.columns["number_year"], strict=True)
        for index, (word, published, effective, ended, year) in enumerate(rows):
            # A row that is odd already may have ODD in place of a date.
            if word is None or index in self.odd:
                continue
            if word == _PUBLISHED:
                if published is None and effective is not None and effective > day:
                    self.odd.add(index)
                continue
            if word == "withdrawn" and ended is None:
                withdrawn[index], inferred[index] = day, True
                self.inferred.add(index)
            elif word != status(
                day, published=published, effective=effective, withdrawn=ended, number_year=year
            ):
                self.odd.add(index)
        in_force = [
            day if word == "in-force" or (word == _PUBLISHED and not any(days)) else None
            for word, *days in zip(words, *dates, strict=True)
        ]
        self.columns |= {
            "withdrawn": withdrawn, "withdrawn_inferred": inferred, "in_force": in_force
        }  # fmt: skip

    def leave_upcoming(self, words: Sequence[Any]) -> None:
        """Mark upcoming rows of our own lists as odd: their day of effect may be unknown."""
        self.odd.update(index for index, word in enumerate(words) if word == "upcoming")

    def check_days(self, day: str) -> None:
        """Mark rows as odd that have a day before their publication, or that take effect after
        `day` (ISO) without one."""
        nothing = [None] * self._count
        published = self.columns.get("published", nothing)
        for name in ("effective", "withdrawn"):
            days = self.columns.get(name, ())
            self.odd.update(
                index
                for index, (later, first) in enumerate(zip(days, published, strict=False))
                if later and first and later < first and is_before(later, first)
            )
        if "effective" in self.columns:
            self.odd.update(
                index
                for index, (start, first) in enumerate(
                    zip(self.columns["effective"], published, strict=True)
                )
                if first is None and isinstance(start, str) and start > day
            )

    def links(
        self, parse_links: Callable[[str], Links | None], column: int
    ) -> list[tuple[int, tuple[Any, ...]]]:
        """Return the links of a column: the index of the row, and the link with its position."""
        result: list[tuple[int, tuple[Any, ...]]] = []
        for index, cell in [pair for pair in enumerate(self._cells[column]) if pair[1]]:
            links = parse_links(cell)
            if links is None:
                self.odd.add(index)
                continue
            result += [(index, (*link, position)) for position, link in enumerate(links)]
        return result

    def records(self, links: dict[str, list[tuple[int, tuple[Any, ...]]]]) -> RecordBatch:
        """Return the records of the plain rows, with their links."""
        columns: _Columns = {
            "line": self._block.lines,
            "key": self.columns["number"],
            **self.columns,
        }
        special, count = self._block.special_rows, self._count
        if any(row.sheet for row in special.values()):
            parts = [special[index].sheet if index in special else "" for index in range(count)]
            columns["part"] = [part or None for part in parts]
        table = zip(range(self._first, self._first + count), *columns.values(), strict=True)
        plain = [index not in self.odd for index in range(count)]
        plain_links = {
            name: [(self._first + index, *link) for index, link in of_column if plain[index]]
            for name, of_column in links.items()
        }
        rows = compress(table, plain) if self.odd else table
        return RecordBatch(
            tuple(columns), rows, plain_links.get("replaces", []), plain_links.get("adopts", [])
        )

    def _without_odd(self, values: list[object]) -> list[object]:
        """Return the values, and mark the rows as odd whose value is ODD."""
        if ODD in values:
            self.odd.update(index for index, value in enumerate(values) if value is ODD)
        return values
