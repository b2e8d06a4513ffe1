"""A list file of any form to its rows: which form it is, and who reads it.

Rule: content tells, `--from` overrides. A new form is a module with a function of a file and what
is wanted, which yields rows (or blocks of them, where it has many at once), and a line in
`_READERS`; it is imported only when such a file is read.

Which form a text has: a table and by what its cells are parted, or a plain list.

Rule: the first lines tell. A header that is known decides; where there is none, a table's rule,
then the name of the file; where that says nothing, what most lines are.

Which form of objects a text holds: json, jsonl, yaml, Relaton, ISO Open Data; or none.

Rule: content tells; a name tells only between forms that the content leaves open.
"""

import csv
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from importlib import import_module
from itertools import islice, pairwise
from pathlib import Path

from stdplan.errors import BadData, UsageProblem
from stdplan.i18n import t
from stdplan.importing.readers import tabular
from stdplan.importing.readers.csv_reader import DELIMITERS
from stdplan.importing.readers.json_reader import Broken, decode, form_of_json
from stdplan.importing.readers.markdown_reader import is_table
from stdplan.importing.readers.rows import Block, Form, ListSource, ReadOptions, Skipped, SourceRow
from stdplan.importing.readers.text_files import (
    ListFile,
    file_name,
    line_count,
    open_file,
    unpacked,
)
from stdplan.importing.readers.text_reader import is_list

_SAMPLE = 1 << 20
_RELATON = re.compile("^(?:docid|docidentifier):", re.MULTILINE)
# `- number: …`, or `rows:` above it; comments and the mark of a document may stand before.
_YAML = re.compile(
    r"(?:(?:#.*|---[ \t]*|[ \t]*)\r?\n)*"
    r"(?:(?:rows|records|data|list|items):[ \t]*\r?\n[ \t]*)?"
    r"- [\"']?[^\W\d][\w.]*[\"']?:(?:[ \t]|\r?\n)"
)


def object_form(file: ListFile, wanted: ReadOptions) -> Form | None:
    """The form of a text that holds objects, None where it holds something else.

    Raises BadData where the file is no text; the encoding is `wanted.encoding` or found.
    """
    name = file.path.lower()
    sample = next(file.text(wanted.encoding).pieces(_SAMPLE), "")
    if form := form_of_json(sample, name):
        return "iso" if _is_iso(sample) else form
    if _RELATON.search(sample):
        return "relaton"
    return "yaml" if name.endswith((".yaml", ".yml")) or _YAML.match(sample) else None


def _is_iso(sample: str) -> bool:
    try:
        record, _ = decode(sample, sample.index("{"))
    except (Broken, ValueError):
        return False
    return isinstance(record, dict) and {"reference", "deliverableType"} <= set(record)


Read = Callable[[ListFile, ReadOptions], Iterator[SourceRow | Block]]
_READERS: dict[Form, str] = {
    "csv": "csv_reader:read_delimited",
    "tsv": "csv_reader:read_delimited",
    "semicolon": "csv_reader:read_delimited",
    "xlsx": "xlsx_reader:read_xlsx",
    "markdown": "markdown_reader:read_markdown",
    "text": "text_reader:read_text",
    "json": "json_reader:read_json",
    "jsonl": "json_reader:read_json",
    "yaml": "yaml_reader:read_yaml",
    "relaton": "relaton_reader:read_relaton",
    "iso": "iso_reader:read_iso",
}
FORMS = tuple(_READERS)
_A_ROW_A_LINE = frozenset(("csv", "tsv", "semicolon", "jsonl", "iso"))

_ZIP = b"PK\x03\x04"
# Old Excel workbooks, and new ones with a password, are compound files.
_COMPOUND = bytes.fromhex("D0CF11E0A1B11AE1")
_PDF = b"%PDF-"
# The first member of an OpenDocument file, not packed, says so.
_OPEN_DOCUMENT = b"mimetypeapplication/vnd.oasis.opendocument"


@contextmanager
def open_list(path: str, wanted: ReadOptions) -> Iterator[ListSource]:
    """The list at `path` (`-` for stdin, or a folder of Relaton files), open while the block runs;
    also one packed with gzip.

    Raises Missing, NoPermission, BadData (of the file as a whole), UsageProblem (wrong options).
    """
    if path != "-" and wanted.form in (None, "relaton") and Path(path).is_dir():
        from stdplan.importing.readers.relaton_reader import read_folder

        yield ListSource(file_name(path), "relaton", partial(read_folder, path), Skipped())
        return
    with open_file(path) as given, unpacked(given) as file:
        form = wanted.form or find_form(file, wanted)
        if wanted.sheet is not None and form != "xlsx":
            raise UsageProblem(t("--sheet: {file} is no workbook", file=file.name))
        wanted = wanted._replace(form=form)
        module, _, function = _READERS[form].partition(":")
        read: Read = getattr(import_module(f"stdplan.importing.readers.{module}"), function)
        skipped = file.skipped

        def pieces() -> Iterator[SourceRow | Block]:
            yield from read(file, wanted)
            file.skipped = Skipped()  # what is read again, is not told again

        expected = line_count(file.binary) if form in _A_ROW_A_LINE else None
        yield ListSource(file.name, form, pieces, skipped, expected)


def find_form(file: ListFile, wanted: ReadOptions) -> Form:
    """What the file holds, by its content: its first bytes, and of text its first lines."""
    file.binary.seek(0)
    begin = file.binary.read(128)
    if begin.startswith(_ZIP) and _OPEN_DOCUMENT in begin:
        raise BadData(t("{file}: OpenDocument: save it as xlsx or csv", file=file.name))
    if begin.startswith(_ZIP):
        return "xlsx"
    if begin.startswith(_COMPOUND):
        raise BadData(
            t(
                "{file}: an old workbook (xls, et), or one with a password: "
                "save it as xlsx or csv, without a password",
                file=file.name,
            )
        )
    if begin.startswith(_PDF):
        raise BadData(t("{file}: a PDF holds no list that can be read", file=file.name))
    if form := object_form(file, wanted):
        return form

    return text_form(file, wanted)


_LINES = 200
_CHARACTERS = 200_000
_PAGES = ("<html", "<!doctype html", "<table", "<head", "<meta")


def text_form(file: ListFile, wanted: ReadOptions) -> Form:
    """The form of a text file, by its first lines."""
    lines = _first_lines(file, wanted)
    header = next((line for line in lines if line.strip()), "")
    if header.lstrip().lower().startswith(_PAGES):
        raise BadData(
            t(
                "{file}: a web page (often named xls): open it in a spreadsheet "
                "and save it as xlsx or csv",
                file=file.name,
            )
        )
    by_name = _by_name(file.path.lower(), header)
    found = {form: width for form in DELIMITERS if form and (width := _width(lines, form, wanted))}
    widest = max(found.values(), default=0)
    if widest > 1:
        best = [form for form, width in found.items() if width == widest]
        return by_name if by_name in best else best[0]
    if any(is_table(*pair) for pair in pairwise(lines)):
        return "markdown"
    if by_name:
        return by_name
    if not found and is_list(lines[: tabular.SEARCHED]):
        return "text"
    return "tsv" if header.count("\t") > header.count(",") else "csv"


def _by_name(name: str, header: str) -> Form | None:
    """What the name says, where the first line bears it out."""
    if name.endswith(".csv") and "," in header:
        return "csv"
    return "tsv" if name.endswith(".tsv") and "\t" in header else None


def _width(lines: list[str], form: Form, wanted: ReadOptions) -> int:
    """How many cells the known header has, read in this form; 0: none is known."""
    try:
        cells = list(csv.reader(lines, delimiter=DELIMITERS[form]))
    except csv.Error:
        return 0
    grid = [(line, row) for line, row in enumerate(cells) if any(row)][: tabular.SEARCHED]
    place = tabular.find_header(grid, wanted)
    return 0 if place is None else len(grid[place][1])


def _first_lines(file: ListFile, wanted: ReadOptions) -> list[str]:
    lines, left = [], _CHARACTERS
    for line in islice(file.text(wanted.encoding).lines(), _LINES):
        lines.append(line)
        left -= len(line)
        if left < 0:
            break
    return lines
