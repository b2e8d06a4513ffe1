"""The numbers of a list that restrict an answer: from the command line, stdin, or a list file.

Rule: a list of a company has more than the catalogue. A number that is not found restricts the
answer as well (a removed record may have had it), and is counted on stderr.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from stdplan.catalogue.queries.find_standard import find_standard, with_plan_number
from stdplan.commands import arguments
from stdplan.commands.console import say
from stdplan.domain.text import clean_code, escape_unprintable
from stdplan.errors import BadData, Missing
from stdplan.i18n import t, tn
from stdplan.light import TYPE_CHECKING

if TYPE_CHECKING:
    from stdplan.importing.readers.rows import SourceRow

# Words of a number, or of several in one cell.
_MOST_WORDS = 8
# How many numbers a message names.
_NAMED = 5
# Rows that show which column has the numbers, and how many of its filled cells must be numbers.
_LOOKED_AT = 200
_FITS = 0.5
# Columns with numbers of other standards.
_OF_OTHERS = frozenset(("replaces", "replaced_by", "adopts"))


def find_listed(connection: sqlite3.Connection, words: Sequence[str]) -> list[str]:
    """Return the keys of the records that NUMBER... names; `-` alone reads numbers from stdin."""
    if list(words) != ["-"]:
        return [record.key for record in arguments.find_records(connection, words)]
    return keys_of(connection, arguments.numbers_from_stdin())


def keys_in_file(connection: sqlite3.Connection, path: str, day: date | None = None) -> list[str]:
    """Return the keys of the records that a list names, in any form that import reads; `-` reads
    numbers from stdin, one a line.

    A number without its year is the edition in force on the day, by default today. Raise BadData if
    no column of a list has numbers.
    """
    if path == "-":
        return keys_of(connection, arguments.numbers_from_stdin(), day)
    # Imported here: only this option reads a list.
    from stdplan.importing.readers.detect import open_lists
    from stdplan.importing.readers.rows import ReadOptions

    numbers: list[str] = []
    with open_lists(path, ReadOptions()) as sources:
        for source in sources:
            head, *rows = source.iter_rows()
            numbers += _numbers_in(f"{source.name}{head.sheet}", head, rows)
    return keys_of(connection, numbers, day)


def keys_of(
    connection: sqlite3.Connection, numbers: Iterable[str], day: date | None = None
) -> list[str]:
    """Return the keys of the records that numbers name, also numbers with a title behind them; of
    unknown numbers, their usual form."""
    keys: list[str] = []
    unknown: list[str] = []
    for text in numbers:
        named = _find(connection, text, day)
        keys += named
        written = _numbers_of(text) or [text]
        for number in written[1:] if named else written:  # the text is found by its first number
            found = _find(connection, number, day)
            keys += found or [number]
            unknown += [] if found else [number]
    if unknown:
        names = [escape_unprintable(text) for text in unknown[:_NAMED]]
        if len(unknown) > _NAMED:
            names.append("…")
        say(
            tn(
                "{count} number is not in the catalogue: {names}",
                "{count} numbers are not in the catalogue: {names}",
                len(unknown),
                names=t(", ").join(names),
            )
        )
    return list(dict.fromkeys(keys))


def _find(connection: sqlite3.Connection, text: str, day: date | None) -> list[str]:
    """Return the keys of the records that a text names: several may have one plan number."""
    try:
        return [find_standard(connection, text, day).key]
    except Missing:
        return []
    except BadData:
        from stdplan.domain.numbers import plan_number

        found = with_plan_number(connection, plan_number(text) or text)
        return [record.key for record in found]


def _numbers_of(text: str) -> list[str]:
    """Return the numbers with which a text begins, in their usual form: GB/T 191-2008 of `GB/T
    191—2008 包装储运图示标志`."""
    from stdplan.domain.numbers import parse, plan_number

    words = text.split()
    for length in range(min(len(words), _MOST_WORDS), 0, -1):
        beginning = " ".join(words[:length])
        if number := parse(beginning):
            return [number.canonical, *number.also]
        if plan := plan_number(beginning):
            return [plan]
    return []


def _numbers_in(name: str, head: SourceRow, rows: Sequence[SourceRow]) -> list[str]:
    """Return the cells of the column that has the numbers of a list."""
    from stdplan.importing.header_names import fold
    from stdplan.importing.layouts import standard_layout

    fields = standard_layout().fields
    named = [fields.get(fold(cell)) for cell in head.cells]
    if [*_columns_of_numbers([head])]:  # a list without a header
        rows = [head, *rows]
    counts = Counter(_columns_of_numbers(rows[:_LOOKED_AT]))
    columns = [
        index
        for index, field in enumerate(named)
        if counts[index] and not (field is not None and field.name in _OF_OTHERS)
    ]
    filled = max(1, sum(any(row.cells) for row in rows[:_LOOKED_AT]))
    # A known header goes first, then the column with the most numbers.
    best = max(
        columns,
        key=lambda index: (_is_number_column(named[index]), counts[index]),
        default=None,
    )
    if best is None or counts[best] < _FITS * filled:
        raise BadData(t("{name}: no column has numbers of standards", name=name))
    cells = (clean_code(row.cells[best]) for row in rows if len(row.cells) > best)
    return [cell for cell in cells if cell]


def _is_number_column(field: object) -> bool:
    return getattr(field, "name", None) in ("number", "key")


def _columns_of_numbers(rows: Sequence[SourceRow]) -> Iterator[int]:
    """Yield the index of each cell that begins with a number of a standard or a plan number."""
    for row in rows:
        for index, cell in enumerate(row.cells):
            text = clean_code(cell)
            if any(map(str.isdigit, text)) and _numbers_of(text):
                yield index
