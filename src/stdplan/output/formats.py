"""The output formats by name. A new format is one module and one line in FORMATS.

Rule: a format's module is imported only when the format is asked for, so that a pipe of TSV pays
neither for Rich nor for YAML. Each module has one function,
`write(columns, rows, out, style) -> int`, which writes row by row and returns how many it wrote.
"""

from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from typing import NamedTuple, TextIO

from stdplan.domain.table import Column, Row


class Style(NamedTuple):
    """What a format may heed beside columns and rows; each takes what concerns it.

    `single`: the one record of a `show` command. `standards`: the records are standards, so that
    the labels of their fields apply. `terminal`: somebody is looking. `whole`: columns without any
    value are shown too, because somebody asked for them.
    """

    header: bool = True
    safe_csv: bool = False
    single: bool = False
    standards: bool = False
    terminal: bool = False
    whole: bool = False


# The one function of a format's module.
Write = Callable[[Sequence[Column], Iterator[Row], TextIO, Style], int]


class Format(NamedTuple):
    """Where a format lives, and whether it can show records within a record."""

    module: str
    nests: bool = False

    def load(self) -> Write:
        """The module's function, imported now."""
        write: Write = import_module(f"stdplan.output.{self.module}").write
        return write


FORMATS = {
    "table": Format("terminal", nests=True),
    "tsv": Format("as_tsv"),
    "csv": Format("as_csv"),
    "json": Format("as_json", nests=True),
    "jsonl": Format("as_jsonl", nests=True),
    "yaml": Format("as_yaml", nests=True),
    "markdown": Format("as_markdown"),
}
# What --format takes.
CHOICES = ("auto", *FORMATS)
