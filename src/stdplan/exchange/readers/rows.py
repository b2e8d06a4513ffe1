"""What every reader gives: rows of text cells, the header first."""

from collections.abc import Iterator
from typing import Literal, NamedTuple, get_args

Form = Literal[
    "csv", "tsv", "semicolon", "xlsx", "json", "jsonl", "yaml", "relaton", "iso", "markdown", "text"
]
FORMS: tuple[Form, ...] = get_args(Form)


class RawRow(NamedTuple):
    """A row as wide as the header: where it stands, its cells, how many of them the file gave.

    The first row is the header. `line` is the line of a text file, the row of a sheet. `part`: the
    sheet, or the file within a folder, where it is not the file as a whole. `section`: the section
    line it stands under (一、化工行业). A tuple, not a data class: a run makes a million of them.
    """

    line: int
    cells: list[str]
    given: int
    fault: str | None = None
    part: str = ""
    section: str = ""


class Wanted(NamedTuple):
    """How to read a file, as options say it; None: found out by content."""

    encoding: str | None = None
    form: Form | None = None
    sheet: str | None = None


class Source(NamedTuple):
    """A list file, open: what messages call it, what it was found to be, its rows.

    `expected`: about how many rows, for a progress bar; None where nobody knows before the end.
    """

    name: str
    form: Form
    rows: Iterator[RawRow]
    expected: int | None = None
