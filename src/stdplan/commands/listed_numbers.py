"""The numbers of a list that restrict an answer: from the command line, stdin, or a list file.

Rule: a list of a company has more than the catalogue. A number that is not found restricts the
answer as well (a removed record may have had it), and is counted on stderr.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from stdplan.catalogue.queries.find_standard import find_standard, with_plan_number
from stdplan.commands.console import say
from stdplan.commands.record_arguments import find_records, numbers_from_stdin
from stdplan.domain.text import escape_unprintable
from stdplan.errors import BadData, Missing
from stdplan.i18n import t, tn
from stdplan.light import TYPE_CHECKING

if TYPE_CHECKING:
    from stdplan.importing.checked_lists import CheckedRow

# Words of a number, or of several in one cell.
_MOST_WORDS = 8
# How many numbers a message names.
_NAMED = 5


def find_listed(connection: sqlite3.Connection, words: Sequence[str]) -> list[str]:
    """Return the keys of the records that NUMBER... names; `-` alone reads numbers from stdin."""
    if list(words) != ["-"]:
        return [record.key for record in find_records(connection, words)]
    return keys_of(connection, numbers_from_stdin())


def keys_in_file(connection: sqlite3.Connection, path: str, day: date | None = None) -> list[str]:
    """Return the keys of the records that a list names, in any form that `standards check` reads;
    `-` reads numbers from stdin, one a line.

    A number without its year is the edition in force on the day, by default today. Raise BadData if
    no column of a list has numbers.
    """
    if path == "-":
        return keys_of(connection, numbers_from_stdin(), day)
    # Imported here: only this option reads a list.
    from stdplan.importing.checked_lists import NoNumberColumn, read_checked_list
    from stdplan.importing.import_options import ImportOptions
    from stdplan.importing.readers.detect import open_lists
    from stdplan.importing.readers.rows import ReadOptions

    numbers: list[str] = []
    with open_lists(path, ReadOptions()) as sources:
        for source in sources:
            try:
                checked = read_checked_list(source, ImportOptions())
            except NoNumberColumn:
                problem = t("{name}: no column has numbers of standards", name=source.name)
                raise BadData(problem) from None
            for row in checked.rows:
                numbers += _named_in(row)
    return keys_of(connection, numbers, day)


def _named_in(row: CheckedRow) -> Iterator[str]:
    """Yield the numbers of a row in their usual form, and its text where it is no number."""
    for written in row.numbers:
        if written.number:
            yield from (written.number.canonical, *written.number.also)
        elif text := written.plan_number or written.text:
            yield text


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
