"""Plain rows of a list, a thousand at once, column by column.

Rule: a plain row has a number in its usual form and cells that give a value or nothing. Its cells
go through the same readers as any other row's (values.py); a row that is odd in any cell is left to
`drafts.Drafter`, which knows everything. tests/exchange/test_plain_rows.py holds the two against
each other. This is where the time of a large list goes: no object is made for a row.
"""

import json
from collections.abc import Callable, Collection, Sequence
from functools import lru_cache
from itertools import compress
from typing import Any

from stdplan.domain.adoption import parse_adoption
from stdplan.domain.cells import is_empty
from stdplan.domain.number import Plain, Replacements, parse_replacements, read_plain
from stdplan.domain.record import Rows
from stdplan.exchange.drafts import CANONICAL, Known
from stdplan.exchange.layouts import Feed, HeaderPlan
from stdplan.exchange.readers.rows import RawRow
from stdplan.exchange.values import reader

# What stands in a column where a row has to be looked at more closely: a text, since texts are
# quickly told from each other, and one that no cell holds.
_ODD = "\0"
_Read = Callable[[str], object]
_Cells = list[tuple[str, ...]]
_Columns = dict[str, Sequence[Any]]
# Told by the number; a list's own word for family and nature goes before.
_OF_NUMBER = ("number", "family", "nature", "prefix", "number_year", "base", "sort_key")
_NO_NUMBER: Plain = ("", "", None, "", 0, "", "")
_LINKS = ("replaces", "adopts")
# Columns whose cells say more than a value of their field: a row that has one is not plain.
_ODD_FIELDS = frozenset(("focus", "driver", "extra", "stage", "confirmed", "replaced_by"))
_ALL_DIFFERENT = frozenset(
    ("title", "title_en", "note", "plan_number", "filing_number", "drafters")
)
_REMEMBERED = 1 << 15


class PlainRows:
    """Takes the plain rows of one list; made once for it."""

    def __init__(
        self, plan: HeaderPlan, known: Known, given: Collection[str], source: str, day: str
    ) -> None:
        """The same as for `Drafter`; where --set gives something, no row is plain."""
        feeds = {feed.field.name: feed for feed in plan.feeds}
        self._any = len(feeds) == len(plan.feeds) and not given and "number" in feeds
        self._number = feeds.pop("number", None)
        self._links = {name: feeds.pop(name) for name in _LINKS if name in feeds}
        self._link_reads = {name: _link(name, feed) for name, feed in self._links.items()}
        self._feeds = feeds
        self._reads = {name: _read(feed, known) for name, feed in feeds.items()}
        self._unknown = plan.unknown
        self._source, self._day = source, day

    def split(
        self, places: Sequence[int], rows: Sequence[RawRow]
    ) -> tuple[Rows | None, Sequence[int]]:
        """The plain ones of these rows, which stand at `places` of the list, and the indexes of the
        others."""
        if not self._any or self._number is None or not rows:
            return None, range(len(rows))
        cells = list(zip(*[row.cells for row in rows], strict=True))
        odd = {index for index, row in enumerate(rows) if row.section}
        numbers = list(map(read_plain, cells[self._number.place]))
        if None in numbers:
            odd.update(index for index, number in enumerate(numbers) if number is None)
        told = zip(*[number or _NO_NUMBER for number in numbers], strict=True)
        columns: _Columns = dict(zip(_OF_NUMBER, told, strict=True))
        self._read_columns(cells, columns, odd)
        self._check_status(columns, odd)
        links = {name: self._read_links(name, places, cells, columns, odd) for name in self._links}
        keep = [index not in odd for index in range(len(rows))] if odd else None
        columns = {"line": [row.line for row in rows], "key": columns["number"], **columns}
        if any(row.part for row in rows):
            columns["part"] = [row.part or None for row in rows]
        table = zip(places, *columns.values(), strict=True)
        taken = Rows(
            tuple(columns),
            compress(table, keep) if keep else table,
            links.get("replaces", []),
            links.get("adopts", []),
        )
        return taken, sorted(odd)

    def _read_columns(self, cells: _Cells, columns: _Columns, odd: set[int]) -> None:
        for name, feed in self._feeds.items():
            read = list(map(self._reads[name], cells[feed.place]))
            if _ODD in read:
                odd.update(index for index, value in enumerate(read) if value is _ODD)
            if name in columns:  # family and nature, which the number tells as well
                pairs = zip(read, columns[name], strict=True)
                columns[name] = [told if own is None else own for own, told in pairs]
            elif name != "key" and name not in _ODD_FIELDS:  # the number is the key
                columns[name] = read
        if self._unknown:
            rows = zip(*(cells[place] for place, _ in self._unknown), strict=True)
            headers = [header for _, header in self._unknown]
            columns["extra"] = extra = [_extra(headers, row) for row in rows]
            odd.update(index for index, value in enumerate(extra) if value is _ODD)
        if "source" not in columns:
            columns["source"] = [self._source] * len(columns["number"])
        if "withdrawn" in columns:
            columns["withdrawn_inferred"] = [
                None if day is None else False for day in columns["withdrawn"]
            ]

    def _check_status(self, columns: _Columns, odd: set[int]) -> None:
        """Words that say what the dates say are done with; the others are odd."""
        words = columns.pop("status", None)
        if words is None or self._feeds["status"].strict:
            return
        nothing = [None] * len(words)
        days = (columns.get(name, nothing) for name in ("published", "effective", "withdrawn"))
        told = zip(words, *days, columns["number_year"], strict=True)
        for index, (word, published, effective, withdrawn, year) in enumerate(told):
            # The days of a row that is odd already may be none.
            if word is None or index in odd:
                continue
            if withdrawn is not None or word != _status(published, effective, year, self._day):
                odd.add(index)

    def _read_links(
        self, name: str, places: Sequence[int], cells: _Cells, columns: _Columns, odd: set[int]
    ) -> list[tuple[Any, ...]]:
        read, found = self._link_reads[name], []
        column = cells[self._links[name].place]
        for index, cell in [pair for pair in enumerate(column) if pair[1]]:
            links = read(cell)
            if links is None:
                odd.add(index)
                continue
            number = columns["number"][index]
            others = [link for link in links if name == "adopts" or link[0] != number]
            found += [(index, (places[index], *link, at)) for at, link in enumerate(others)]
        # A row may have been found odd in its other links.
        return [link for index, link in found if index not in odd]


def _status(published: str | None, effective: str | None, year: int, day: str) -> str:
    """The status of a number with these days, as domain/age.py has it; none of withdrawal."""
    # Days known to the month or year come before all days in them, as text too.
    if (published or effective or str(year)) > day:
        return "planned"
    return "upcoming" if (effective or published or str(year)) > day else "in-force"


def _read(feed: Feed, known: Known) -> _Read:
    """The reader of a column: a value as it is stored, None for nothing, or `_ODD`."""
    read, field = reader(feed), feed.field
    canonical = CANONICAL.get(field.name)

    def value(text: str) -> object:
        cell = read(text)
        if cell.fault or cell.note or cell.also or (cell.value and field.name in _ODD_FIELDS):
            return _ODD
        if field.name == "sector" and cell.value is not None:
            return known.sectors.get(str(cell.value), _ODD)
        if isinstance(cell.value, list):
            return json.dumps(cell.value, ensure_ascii=False)
        return (canonical(str(cell.value)) if canonical and cell.value else None) or cell.value

    def short(text: str) -> object:
        # What is printable holds nothing to refuse and no white space but blanks.
        if not text.isprintable():
            return value(text)
        text = text.strip(" ")
        return None if is_empty(text) else text

    chosen = short if field.kind == "text" and not feed.otherwise else value
    # Dates, words, committees, classes … come again and again; titles and numbers do not.
    return chosen if field.name in _ALL_DIFFERENT else lru_cache(_REMEMBERED)(chosen)


def _link(name: str, feed: Feed) -> Callable[[str], tuple[tuple[Any, ...], ...] | None]:
    """The reader of a column of links: as records have them; None where it is odd."""
    read = reader(feed)

    def replaces(text: str) -> tuple[tuple[Any, ...], ...] | None:
        if not feed.partly and read_plain(text):
            return ((text, False),)
        cell = read(text)
        if cell.fault:
            return None
        found = parse_replacements(str(cell.value)) if cell.value else Replacements()
        return None if found.words or found.replaced_by else found.replaces

    def adopts(text: str) -> tuple[tuple[Any, ...], ...] | None:
        cell = read(text)
        if cell.fault:
            return None
        return tuple(parse_adoption(str(cell.value))) if cell.value else ()

    return replaces if name == "replaces" else adopts


def _extra(headers: list[str], cells: Sequence[str]) -> object:
    """Columns that nobody knows, as the JSON object that is kept of them."""
    if not any(cells):
        return None
    held = {}
    for header, cell in zip(headers, cells, strict=True):
        if not cell.isprintable():
            return _ODD
        if text := cell.strip(" "):
            held[header] = text
    return json.dumps(held, ensure_ascii=False) if held else None
