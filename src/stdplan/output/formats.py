"""The output formats by name. A new format is one function and one line in FORMATS.

Rule: a format's module is imported only when the format is asked for, so that a pipe of TSV pays
neither for Rich nor for YAML. Each format is one function,
`write_NAME(columns, rows, out, style) -> int`, which writes row by row, with the columns' names for
its header, and returns how many it wrote. `out` takes text, of a binary format bytes.
"""

from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from typing import Any, NamedTuple

from stdplan.errors import UsageProblem
from stdplan.i18n import t
from stdplan.table import Column, Row


class Style(NamedTuple):
    """What a format may heed beside columns and rows; each takes what concerns it.

    `single`: the one record of a `show` command. `standards`: the records are standards, so that
    the labels of their fields apply. `page`: the one record is to be read as a page, whose headings
    are its lists. `terminal`: somebody is looking. `whole`: columns without any
    value are shown too, because somebody asked for them. `labels`: the language of the labels where
    it is not that of the run. `width`: how wide a table is where it is not as wide as the terminal.
    """

    header: bool = True
    safe_csv: bool = False
    single: bool = False
    standards: bool = False
    terminal: bool = False
    whole: bool = False
    labels: str | None = None
    width: int | None = None
    page: bool = False


# The one function of a format's module.
Write = Callable[[Sequence[Column], Iterator[Row], Any, Style], int]


class Format(NamedTuple):
    """Where a format lives (`writer`: "module:function"), and what it can do.

    `endings`: of the files that are written in it. `nests`: it can show records within a record.
    `header`: it has a header, which may be labels for people. `bom`: a byte order mark makes
    spreadsheets read it as UTF-8. `binary`: it is no text. `events`: it takes only tables that have
    days of a calendar. `page`: it takes an answer as one record with lists in it, where there is
    such a form of it.
    """

    writer: str
    endings: tuple[str, ...]
    nests: bool = False
    header: bool = True
    bom: bool = False
    binary: bool = False
    events: bool = False
    page: bool = False

    def load(self) -> Write:
        """The function that writes it, imported now."""
        module, _, function = self.writer.partition(":")
        write: Write = getattr(import_module(f"stdplan.output.{module}"), function)
        return write


FORMATS = {
    "table": Format("as_table:write_table", (".txt",), nests=True, page=True),
    "tsv": Format("as_csv:write_tsv", (".tsv",), bom=True),
    "csv": Format("as_csv:write_csv", (".csv",), bom=True),
    "json": Format("as_json:write_json", (".json",), nests=True, header=False, page=True),
    "jsonl": Format("as_json:write_jsonl", (".jsonl", ".ndjson"), nests=True, header=False),
    "yaml": Format("as_yaml:write_yaml", (".yaml", ".yml"), nests=True, header=False, page=True),
    "markdown": Format("as_markdown:write_markdown", (".md",), page=True),
    "xlsx": Format("as_xlsx:write_xlsx", (".xlsx",), binary=True),
    "ics": Format("as_ics:write_ics", (".ics",), header=False, binary=True, events=True),
}
# What --format takes, of every command.
CHOICES = ("auto", *(name for name, form in FORMATS.items() if not form.events))
# What a compressed file ends in, behind the ending of its format.
COMPRESSED = ".gz"


def by_ending(path: str) -> str:
    """The format of a file, by how its name ends; UsageProblem names the endings there are."""
    name = path.lower().removesuffix(COMPRESSED)
    for key, form in FORMATS.items():
        if name.endswith(form.endings):
            return key
    endings = (ending for form in FORMATS.values() for ending in form.endings)
    raise UsageProblem(
        t(
            '--output: "{path}" ends in none of {endings}: say what it is to be with --format',
            path=path,
            endings=", ".join(endings),
        )
    )
