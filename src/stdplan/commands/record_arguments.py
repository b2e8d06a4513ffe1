"""Arguments that name records: numbers of standards, and ids of rows. `-` reads them from stdin.

Rule: a record that several arguments name is returned once. A note on stderr names the edition that
a number without its year means, and the present number of a record with a former one.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from datetime import date

from stdplan.commands.console import say
from stdplan.domain.text import clean_code, escape_unprintable
from stdplan.errors import UsageProblem
from stdplan.i18n import LANGUAGES, in_language, t
from stdplan.light import TYPE_CHECKING

if TYPE_CHECKING:
    from stdplan.catalogue.queries.find_standard import NumberMatch

_LARGEST_STDIN = 50_000_000  # bytes; numbers and ids are in memory at once


def find_records(
    connection: sqlite3.Connection, words: Sequence[str], day: date | None = None
) -> list[NumberMatch]:
    """Return the records that the words of NUMBER... name, each once.

    `day`: for numbers without their year, see find_standard.py. `-` alone reads numbers from
    stdin: one a line, in the first tab-separated cell; a header is skipped.
    """
    # Imported here: most commands take no numbers.
    from stdplan.catalogue.queries.find_standard import find_standard, find_standards

    if "-" in words and len(words) > 1:
        raise UsageProblem(t("- (numbers from stdin) cannot be combined with other numbers"))
    if list(words) == ["-"]:
        records = [find_standard(connection, text, day) for text in numbers_from_stdin()]
        if not records:
            say(t("no numbers on stdin: nothing to do"))
    else:
        records = find_standards(connection, words, day)
    for record in records:
        if record.undated:
            say(edition_used(record))
        if record.former:
            say(t("{key} is now {new}", key=record.former, new=record.key))
    return list({record.id: record for record in records}.values())


def find_record(
    connection: sqlite3.Connection, words: Sequence[str], day: date | None = None
) -> NumberMatch:
    """Return the one record that the words name; raise UsageProblem for none or several."""
    records = find_records(connection, words, day)
    if len(records) != 1:
        names = ", ".join(record.key for record in records) or t("none")
        raise UsageProblem(t("give one number; these were given: {names}", names=names))
    return records[0]


def edition_used(record: NumberMatch) -> str:
    """Return a note on the edition that a number without its year means."""
    if record.in_force:
        return t("the number has no year; using the edition in force, {key}", key=record.key)
    return t("the number has no year; using the newest edition, {key}", key=record.key)


def numbers_from_stdin() -> list[str]:
    """Return the numbers on stdin: one a line, in the first tab-separated cell, without headers."""
    from stdplan.importing.header_names import fold
    from stdplan.importing.layouts import standard_layout

    headers = standard_layout().fields
    return _first_cells_from_stdin(lambda cell: fold(cell) in headers)


def _first_cells_from_stdin(is_header: Callable[[str], bool]) -> list[str]:
    """Return the first tab-separated cell of each line of stdin, but no empty cells or headers."""
    # Imported here: only a pipe needs it.
    from stdplan.importing.readers.text_files import open_text

    with open_text("-", largest=_LARGEST_STDIN) as file:
        lines = [line.split("\t")[0].strip() for line in file.lines()]
    # A byte order mark begins a file; several may be put together.
    begins = [not index or line.startswith("\ufeff") for index, line in enumerate(lines)]
    cells = [clean_code(line).strip('"') for line in lines]
    return [
        cell
        for begin, cell in zip(begins, cells, strict=True)
        if cell and not (begin and is_header(cell))
    ]


def ids(words: Sequence[str], listed_by: str) -> list[int]:
    """Return the ids that the words of ID... name, each once; `-` alone reads them from stdin.

    `listed_by`: the command that lists them, for messages.
    """
    if "-" in words and len(words) > 1:
        raise UsageProblem(t("- (ids from stdin) cannot be combined with other ids"))
    if list(words) == ["-"]:
        headers = {in_language(code, "id") for code in LANGUAGES}
        words = _first_cells_from_stdin(lambda cell: cell.casefold() in headers)
        if not words:
            say(t("no ids on stdin: nothing to do"))
    for word in words:
        # At most the digits of the greatest row id of SQLite.
        if not (word.isascii() and word.isdecimal() and len(word) <= 18):
            raise UsageProblem(
                t(
                    'ID: "{text}" is not an id; `stdplan {command}` shows them',
                    text=escape_unprintable(word),
                    command=listed_by,
                )
            )
    return list(dict.fromkeys(map(int, words)))
