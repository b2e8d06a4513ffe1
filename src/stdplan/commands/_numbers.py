"""Numbers on a command line or from a pipe, to records of the catalogue."""

import sqlite3
from collections.abc import Sequence

from stdplan.catalogue.queries.standards import Found, find, find_words
from stdplan.commands._context import say
from stdplan.errors import UsageProblem
from stdplan.i18n import t


def found(connection: sqlite3.Connection, words: Sequence[str], year: int = 9999) -> list[Found]:
    """The records that the words name, each once; `-` reads numbers from stdin.

    A number without its year is the newest edition up to `year`.

    From stdin: one a line, the first tab-separated cell, a header skipped.
    """
    if "-" in words and len(words) > 1:
        raise UsageProblem(t("- (numbers from stdin) stands alone"))
    if list(words) == ["-"]:
        records = [find(connection, text, year) for text in _from_stdin()]
        if not records:
            say(t("no numbers on stdin: nothing to do"))
    else:
        records = find_words(connection, words, year)
    for record in records:
        if record.newest:
            say(t("without its year: taken as {key}, the newest edition", key=record.key))
    return list({record.id: record for record in records}.values())


def found_one(connection: sqlite3.Connection, words: Sequence[str], year: int = 9999) -> Found:
    """The one record that the words name."""
    records = found(connection, words, year)
    if len(records) != 1:
        names = ", ".join(record.key for record in records) or t("none")
        raise UsageProblem(t("one number at a time, not {names}", names=names))
    return records[0]


def _from_stdin() -> list[str]:
    # Here, because only a pipe needs them.
    from stdplan.importing.headers import fold, standards
    from stdplan.importing.readers.text_files import open_text

    with open_text("-") as file:
        cells = [line.split("\t")[0].strip().strip('"') for line in file.lines()]
    if cells and fold(cells[0]) in standards().fields:
        cells = cells[1:]
    return [cell for cell in cells if cell]
