"""Plain rows of a list, a thousand at once, column by column.

Rule: a plain row has a number and cells that give a value or nothing. They go through the same
readers as any other row's (columnar.py); a row that is odd in any cell is left to
`standard_rows.RowParser`, which knows everything. tests/exchange/test_plain_rows.py holds the two
against each other. This is where the time of a large list goes: no object is made for a row.

Cells of plain rows: the readers of whole columns, made of those that every row goes through.

Rule: a cell becomes a value as it is stored, nothing (None), or `ODD`: its row is to be looked at
more closely, because the cell holds words, faults or more than its field.
"""

import json
from collections.abc import Callable, Collection, Sequence
from functools import lru_cache
from itertools import compress
from typing import Any

from stdplan.domain.adoption import parse_adoption
from stdplan.domain.fields import PROJECT_MONTHS
from stdplan.domain.numbers import Replacements, parse, parse_plain, parse_replacements
from stdplan.domain.standard_record import OF_NUMBER, RecordBatch
from stdplan.domain.text import clean, is_empty
from stdplan.importing.cell_values import Reader, reader
from stdplan.importing.headers import ColumnMapping, HeaderMapping
from stdplan.importing.readers.rows import Block
from stdplan.importing.sections import sector_in
from stdplan.importing.standard_rows import CANONICAL, KnownCodes

# A text, since texts are quickly told from each other, and one that no cell holds.
ODD = "\0"
# Columns whose cells say more than a value of their field.
ODD_FIELDS = frozenset(("focus", "driver", "extra", "stage", "confirmed", "replaced_by"))
_ALL_DIFFERENT = frozenset(
    ("title", "title_en", "note", "plan_number", "filing_number", "drafters")
)
# Cells of each column that are remembered: texts, and days, of which a century has 36,525.
_REMEMBERED, _DAYS = 1 << 12, 1 << 15
Read = Callable[[str], object]
Links = tuple[tuple[Any, ...], ...]


def number(text: str) -> tuple[object, ...] | None:
    """What a number tells, the first seven fields of `Number`; None where its cell tells more than
    that, or is no number."""
    read = parse(text)
    if read is None or read.amends or read.adopts or read.replaces or read.confirmed or read.note:
        return None
    return read[:7]


def read_as(feed: ColumnMapping, known: KnownCodes, read: Reader) -> Read:
    """The reader of a column's cells."""
    field = feed.field
    canonical = CANONICAL.get(field.name)

    def value(text: str) -> object:
        cell = read(text)
        if cell.fault or cell.note or (cell.value and field.name in ODD_FIELDS):
            return ODD
        # Publication and end, which a status word may tell too (废止), have their days.
        if any(name != "stage" or code < "60" for name, code in cell.also):
            return ODD
        if field.name == "sector" and cell.value is not None:
            return sector_in(str(cell.value), known.sectors) or ODD
        if isinstance(cell.value, list):
            return json.dumps(cell.value, ensure_ascii=False) if cell.value else None
        return (canonical(str(cell.value)) if canonical and cell.value else None) or cell.value

    def short(text: str) -> object:
        # What is printable holds nothing to refuse and no white space but blanks.
        if not text.isprintable():
            return value(text)
        text = text.strip(" ")
        return None if is_empty(text) else text

    chosen = short if field.kind == "text" and not feed.otherwise else value
    # Dates, words, committees, classes … come again and again; titles and numbers do not.
    if field.name in _ALL_DIFFERENT:
        return chosen
    return lru_cache(_DAYS if field.kind == "date" else _REMEMBERED)(chosen)


def links_as(feed: ColumnMapping) -> Callable[[str], Links | None]:
    """The reader of a column of links: as `Record` has them; None where the cell is odd."""
    read = reader(feed)

    def replaces(text: str) -> Links | None:
        if not feed.partly and (plain := parse_plain(text)):
            return ((plain[0], False),)
        cell = read(text)
        if cell.fault:
            return None
        found = parse_replacements(str(cell.value)) if cell.value else Replacements()
        return None if found.words or found.replaced_by else found.replaces

    def adopts(text: str) -> Links | None:
        cell = read(text)
        if cell.fault:
            return None
        return tuple(parse_adoption(str(cell.value))) if cell.value else ()

    return replaces if feed.field.name == "replaces" else adopts


def extra(headers: Sequence[str], cells: Sequence[str]) -> object:
    """Columns that nobody knows, as the JSON object that is kept of them."""
    if not any(cells):
        return None
    held = {}
    for header, cell in zip(headers, cells, strict=True):
        if not cell.isprintable():
            return ODD
        if text := clean(cell):
            held[header] = text
    return json.dumps(held, ensure_ascii=False) if held else None


_Columns = dict[str, Sequence[Any]]
# What a plain number tells: all but what it amends. A list's own word for family and nature goes
# before.
_OF_NUMBER = OF_NUMBER[:7]
_NO_NUMBER = ("", "", None, "", 0, "", "")
_LINKS = ("replaces", "adopts")


class PlainRows:
    """Takes the plain rows of one list; made once for it."""

    def __init__(
        self,
        plan: HeaderMapping,
        known: KnownCodes,
        given: Collection[str],
        source: str,
        day: str,
        inferred: Callable[[str], None] = lambda key: None,
    ) -> None:
        """The same as for `RowParser`; where --set gives something, no row is plain.

        `inferred` hears the keys of standards that are withdrawn without a day.
        """
        feeds = {feed.field.name: feed for feed in plan.feeds}
        self._any = len(feeds) == len(plan.feeds) and not given and "number" in feeds
        # Only lists of projects have it, whose rows are not plain.
        self._any &= PROJECT_MONTHS.name not in feeds
        self._number = feeds.pop("number", None)
        self._links = {name: feeds.pop(name) for name in _LINKS if name in feeds}
        self._link_reads = {name: links_as(feed) for name, feed in self._links.items()}
        self._feeds = feeds
        readers = {name: reader(feed) for name, feed in feeds.items()}
        self._reads = {name: read_as(feed, known, readers[name]) for name, feed in feeds.items()}
        self._unknown = plan.unknown
        self._source, self._day, self._inferred = source, day, inferred

    def split(self, first: int, block: Block) -> tuple[RecordBatch | None, Sequence[int]]:
        """The plain rows of a block, whose first stands at place `first` of the list, and the
        indexes of the others, in their order."""
        count = len(block.lines)
        if not self._any or self._number is None:
            return None, range(count)
        batch = _Batch(first, count, block)
        batch.take_numbers(self._number.place)
        for name, feed in self._feeds.items():
            batch.take(name, self._reads[name], feed.place)
        if self._unknown:
            batch.take_extra(self._unknown)
        if "source" not in batch.columns:
            batch.columns["source"] = [self._source] * count
        words = batch.columns.pop("status", None)
        if words is not None and not self._feeds["status"].strict:
            batch.check_status(words, self._day)
        links = {
            name: batch.links(self._link_reads[name], feed.place, name == "replaces")
            for name, feed in self._links.items()
        }
        for index in sorted(batch.inferred - batch.odd):
            self._inferred(batch.columns["number"][index])
        return batch.rows(links), sorted(batch.odd)


class _Batch:
    """Some rows, column by column: `odd` are the indexes of those that are not plain, `inferred` of
    those that are withdrawn without a day."""

    def __init__(self, first: int, count: int, block: Block) -> None:
        self._first, self._count, self._block = first, count, block
        self._cells = block.columns
        told = block.special_rows.items()
        self.odd = {index for index, row in told if row.fault or row.section}
        self.inferred: set[int] = set()
        self.columns: _Columns = {}

    def take_numbers(self, place: int) -> None:
        """The column of numbers, and what they tell."""
        numbers: list[tuple[object, ...] | None] = list(map(parse_plain, self._cells[place]))
        if None in numbers:
            for index, text in enumerate(self._cells[place]):
                if numbers[index] is None:
                    numbers[index] = number(text)
            self.odd.update(index for index, read in enumerate(numbers) if read is None)
        told = zip(*[read or _NO_NUMBER for read in numbers], strict=True)
        self.columns |= zip(_OF_NUMBER, told, strict=True)

    def take(self, name: str, read: Callable[[str], object], place: int) -> None:
        """The column of a field."""
        values = self._even(list(map(read, self._cells[place])))
        if name in self.columns:  # family and nature, which the number tells as well
            pairs = zip(values, self.columns[name], strict=True)
            self.columns[name] = [told if own is None else own for own, told in pairs]
        elif name != "key" and name not in ODD_FIELDS:  # the number is the key
            self.columns[name] = values
        if name == "withdrawn":
            self.columns["withdrawn_inferred"] = [None if day is None else False for day in values]

    def take_extra(self, unknown: Sequence[tuple[int, str]]) -> None:
        """The columns that nobody knows."""
        rows = zip(*(self._cells[place] for place, _ in unknown), strict=True)
        headers = [header for _, header in unknown]
        self.columns["extra"] = self._even([extra(headers, row) for row in rows])

    def check_status(self, words: Sequence[Any], day: str) -> None:
        """Words that say what the dates say are done with; the others are odd. What is withdrawn
        without a day has that of the import stand in for it."""
        nothing = [None] * len(words)
        dates = [self.columns.get(name, nothing) for name in ("published", "effective")]
        withdrawn = list(self.columns.get("withdrawn", nothing))
        inferred = list(self.columns.get("withdrawn_inferred", nothing))
        told = zip(words, *dates, withdrawn, self.columns["number_year"], strict=True)
        for index, (word, published, effective, ended, year) in enumerate(told):
            # The days of a row that is odd already may be none.
            if word is None or index in self.odd:
                continue
            if word == "withdrawn" and ended is None:
                withdrawn[index], inferred[index] = day, True
                self.inferred.add(index)
            elif word != _status(published, effective, ended, year, day):
                self.odd.add(index)
        self.columns |= {"withdrawn": withdrawn, "withdrawn_inferred": inferred}

    def links(
        self, read: Callable[[str], tuple[Any, ...] | None], place: int, to_others: bool
    ) -> list[tuple[int, tuple[Any, ...]]]:
        """The links of a column: the row's index, and the link with its position. `to_others`: a
        link to itself says nothing."""
        found: list[tuple[int, tuple[Any, ...]]] = []
        for index, cell in [pair for pair in enumerate(self._cells[place]) if pair[1]]:
            links = read(cell)
            if links is None:
                self.odd.add(index)
                continue
            own = self.columns["number"][index] if to_others else None
            others = [link for link in links if link[0] != own]
            found += [(index, (*link, at)) for at, link in enumerate(others)]
        return found

    def rows(self, links: dict[str, list[tuple[int, tuple[Any, ...]]]]) -> RecordBatch:
        """The rows that are plain, with their links."""
        columns: _Columns = {
            "line": self._block.lines,
            "key": self.columns["number"],
            **self.columns,
        }
        told, count = self._block.special_rows, self._count
        if any(row.sheet for row in told.values()):
            parts = [told[at].sheet if at in told else "" for at in range(count)]
            columns["part"] = [part or None for part in parts]
        table = zip(range(self._first, self._first + count), *columns.values(), strict=True)
        plain = [index not in self.odd for index in range(count)]
        placed = {
            name: [(self._first + index, *link) for index, link in found if plain[index]]
            for name, found in links.items()
        }
        taken = compress(table, plain) if self.odd else table
        return RecordBatch(
            tuple(columns), taken, placed.get("replaces", []), placed.get("adopts", [])
        )

    def _even(self, values: list[object]) -> list[object]:
        """The values, after the rows of the odd ones are noted."""
        if ODD in values:
            self.odd.update(index for index, value in enumerate(values) if value is ODD)
        return values


def _status(
    published: str | None, effective: str | None, withdrawn: str | None, year: int, day: str
) -> str:
    """The status of a number with these days, as domain/status.py has it without its links.

    Days known to the month or year come before all days in them, as text too.
    """
    if withdrawn is not None and withdrawn <= day:
        return "withdrawn"
    if (published or effective or str(year)) > day:
        return "planned"
    return "upcoming" if (effective or published or str(year)) > day else "in-force"
