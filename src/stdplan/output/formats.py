"""The output formats by name. A new format is one function and one line in FORMATS.

The function is `write_NAME(columns, rows, out, style) -> int`. It writes row by row, with the names
of the columns as its header, and returns the number of rows. `out` takes text, or bytes if the
format is binary.

Rule: the module of a format is imported only when the format is asked for, so that a pipe of TSV
imports neither Rich nor YAML.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from importlib import import_module

from stdplan.errors import UsageProblem
from stdplan.i18n import t
from stdplan.light import TYPE_CHECKING, NamedTuple
from stdplan.table import Chart, Column, Drawing, JsonForm, Row

if TYPE_CHECKING:
    from typing import Any, TypeAlias

    from stdplan.output.names import Names


class Heading(NamedTuple):
    """What a document says about itself: its title, and phrases with the day, the plan and the
    state of the catalogue."""

    title: str
    details: tuple[str, ...] = ()


class Style(NamedTuple):
    """How rows are to be written; each format uses what concerns it.

    `header`: with a header. `safe_csv`: guard cells that a spreadsheet would run as formulas.
    `single`: the table is the one record of a `show` command. `standards`: the records are
    standards, so the labels of their fields apply. `terminal`: the output is a terminal. `whole`:
    empty columns are shown too, because they were asked for. `labels`: the language of the labels,
    None for that of the run. `width`: the width of a table in characters, None for that of the
    terminal. `page`: the record is a page, with its lists under headings. `names`: the names that
    are shown for codes, None for codes. `heading`: that of a document. `charts`: the charts of a
    document. `drawings`: the pictures below a table on a terminal. `optional`: so many columns at
    the end are shown only if there is room for them. `blocks`: bars and rules are drawn with more
    than ASCII.
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
    names: Names | None = None
    heading: Heading = Heading("stdplan")
    charts: tuple[Chart, ...] = ()
    drawings: tuple[Drawing, ...] = ()
    optional: int = 0
    blocks: bool = True


# The function that writes a format.
Write: TypeAlias = "Callable[[Sequence[Column], Iterator[Row], Any, Style], int]"
# The function that writes rows which are texts of JSON.
WriteTexts: TypeAlias = "Callable[[Sequence[Column], Iterator[tuple[str]], Any, Style], int]"


class Format(NamedTuple):
    """A format: its function ("module:function") and what it can do.

    `endings`: the endings of its files. `nests`: it can show records within a record. `header`:
    it has a header, which may be labels. `bom`: a byte order mark makes spreadsheets read it as
    UTF-8. `binary`: it is not text. `names`: people read it, so it shows the names of codes.
    `events`: it takes only tables with events. `page`: it takes the page of a table if there is
    one. `sheet`: it takes the sheet of a table if there is one. `texts`: it also has a
    function `FUNCTION_texts`, which writes rows that are texts of JSON in this form. `brief`: it
    shows the main columns unless others are asked for. `headed`: it is a document, with a heading
    and charts.
    """

    writer: str
    endings: tuple[str, ...]
    nests: bool = False
    header: bool = True
    bom: bool = False
    binary: bool = False
    events: bool = False
    page: bool = False
    sheet: bool = False
    texts: JsonForm | None = None
    names: bool = False
    brief: bool = False
    headed: bool = False

    def load(self) -> Write:
        """Import and return the function that writes the format."""
        write: Write = self._import("")
        return write

    def load_texts(self) -> WriteTexts:
        """Import and return the function that writes rows which are texts of JSON."""
        write: WriteTexts = self._import("_texts")
        return write

    def _import(self, ending: str) -> Any:
        module, _, function = self.writer.partition(":")
        return getattr(import_module(f"stdplan.output.{module}"), function + ending)


FORMATS = {
    "table": Format(
        "as_table:write_table", (".txt",), nests=True, page=True, names=True, brief=True
    ),
    "tsv": Format("as_csv:write_tsv", (".tsv",), bom=True, sheet=True, texts="texts"),
    "csv": Format("as_csv:write_csv", (".csv",), bom=True, sheet=True, texts="texts"),
    "json": Format(
        "as_json:write_json", (".json",), nests=True, header=False, page=True, texts="object"
    ),
    "jsonl": Format(
        "as_json:write_jsonl", (".jsonl", ".ndjson"), nests=True, header=False, texts="object"
    ),
    "yaml": Format("as_yaml:write_yaml", (".yaml", ".yml"), nests=True, header=False, page=True),
    "markdown": Format("as_markdown:write_markdown", (".md",), page=True, sheet=True, names=True),
    "xlsx": Format("as_xlsx:write_xlsx", (".xlsx",), binary=True, sheet=True, headed=True),
    "html": Format(
        "as_html:write_html",
        (".html", ".htm"),
        nests=True,
        page=True,
        sheet=True,
        names=True,
        brief=True,
        headed=True,
    ),
    "docx": Format(
        "as_docx:write_docx",
        (".docx",),
        nests=True,
        binary=True,
        page=True,
        sheet=True,
        names=True,
        brief=True,
        headed=True,
    ),
    "ics": Format("as_ics:write_ics", (".ics",), header=False, binary=True, events=True),
}
# The values of --format for every command.
CHOICES = ("auto", *(name for name, form in FORMATS.items() if not form.events))
# Comes after the ending of a format if the file is compressed.
COMPRESSED = ".gz"


def format_of_path(path: str) -> str:
    """Return the name of the format for the ending of a path; raise UsageProblem if none has it."""
    name = path.lower().removesuffix(COMPRESSED)
    for key, form in FORMATS.items():
        if name.endswith(form.endings):
            return key
    endings = (ending for form in FORMATS.values() for ending in form.endings)
    raise UsageProblem(
        t(
            '--output: "{path}" does not end in one of {endings}; give the format with --format',
            path=path,
            endings=", ".join(endings),
        )
    )
