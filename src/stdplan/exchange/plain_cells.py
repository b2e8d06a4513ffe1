"""Cells of plain rows: the readers of whole columns, made of those that every row goes through.

Rule: a cell becomes a value as it is stored, nothing (None), or `ODD`: its row is to be looked at
more closely, because the cell holds words, faults or more than its field.
"""

import json
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

from stdplan.domain.adoption import parse_adoption
from stdplan.domain.numbers import Replacements, parse, parse_replacements, read_plain
from stdplan.domain.text import clean, is_empty
from stdplan.exchange.drafts import CANONICAL, Known
from stdplan.exchange.layouts import Feed
from stdplan.exchange.sections import sector_in
from stdplan.exchange.values import reader

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
    if plain := read_plain(text):
        return plain
    read = parse(text)
    if read is None or read.amends or read.adopts or read.replaces or read.confirmed or read.note:
        return None
    return read[:7]


def read_as(feed: Feed, known: Known) -> Read:
    """The reader of a column's cells."""
    read, field = reader(feed), feed.field
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


def links_as(feed: Feed) -> Callable[[str], Links | None]:
    """The reader of a column of links: as `Record` has them; None where the cell is odd."""
    read = reader(feed)

    def replaces(text: str) -> Links | None:
        if not feed.partly and (plain := read_plain(text)):
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
