"""The form of a list file, detected from its content, and the choice of its reader.

Rule: content decides, the file name only chooses between forms that the content leaves open,
and `--from` overrides both. Detection looks at the first bytes, then at the start of the text:
objects (json, yaml, …), tables (by their header and delimiter), Markdown, and last a plain list.

forms.py has the forms, each with its reader. A reader is imported only when it is needed to decide
or to read.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from importlib import import_module
from itertools import islice, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from stdplan.errors import BadData, UsageProblem
from stdplan.i18n import t
from stdplan.importing.readers.compound_files import (
    SIGNATURE,
    compound_kind,
    starts_as_rich_text,
)
from stdplan.importing.readers.encodings import count_lines
from stdplan.importing.readers.forms import READERS
from stdplan.importing.readers.page_text import is_page
from stdplan.importing.readers.rows import (
    Block,
    Form,
    ListSource,
    ReadOptions,
    Skipped,
    SourceRow,
    TablePlace,
)
from stdplan.importing.readers.text_files import (
    ListFile,
    decompressed,
    display_name,
    is_lock_file,
    open_file,
)

if TYPE_CHECKING:
    from stdplan.importing.readers.grids import Grid, GridList

FORMS = tuple(READERS)  # the choices of --from
ReaderFunction = Callable[[ListFile, ReadOptions], Iterator[SourceRow | Block]]
# Of a file that may have several tables.
GridFunction: TypeAlias = "Callable[[ListFile, ReadOptions], Sequence[Grid]]"


@contextmanager
def open_lists(path: str, options: ReadOptions) -> Iterator[Iterator[ListSource]]:
    """Open the file at `path` and yield its lists, each as a `ListSource`; the file is closed at
    the end.

    The lists of one file are read one after the other.

    `path` is a file, `-` for standard input, or a folder. A folder and a zip archive have the lists
    of all files in them. A file compressed with gzip is decompressed first. `options` gives the
    encoding, form, sheet and table; what it leaves as None is detected.

    Raise Missing or NoPermission if the file cannot be opened, BadData if it is no list that can be
    read, UsageProblem if an option does not fit the file. A bad row raises nothing: it is yielded
    with its `fault`.

        >>> with open_lists("examples/approved_2011.csv", ReadOptions()) as lists:
        ...     source = next(lists)
        ...     header, *rows = source.iter_rows()
        >>> source.form, header.cells[:2], rows[0].line, rows[0].cells[:2]
        ('csv', ['序号', '标准编号'], 3, ['1', 'SJ/T 99004-2011'])
    """
    if path != "-" and Path(path).is_dir():
        from stdplan.importing.readers.list_folders import lists_of_folder

        yield lists_of_folder(path, options, _lists_of_file)
        return
    if is_lock_file(path):
        raise BadData(
            t(
                "{file}: this is a lock file that exists while its document is open; import the"
                " document itself",
                file=display_name(path),
            )
        )
    with open_file(path) as original, decompressed(original) as file:
        if options.form is None and _is_zip(file):
            from stdplan.importing.readers.archives import is_archive
            from stdplan.importing.readers.list_folders import lists_of_archive

            if is_archive(file):
                yield lists_of_archive(file, options, _lists_of_file)
                return
        yield _lists_of_file(file, options)


def _lists_of_file(file: ListFile, options: ReadOptions) -> Iterator[ListSource]:
    """Return the lists of an open file that is no archive."""
    form = options.form or detect_form(file, options)
    if READERS[form].has_tables:
        return _lists_of_grids(file, form, options._replace(form=form))
    return iter((_only_list(file, form, options._replace(form=form)),))


def _is_zip(file: ListFile) -> bool:
    file.binary.seek(0)
    return file.binary.read(2) == _ZIP[:2]


def _reader(form: Form) -> Any:
    reader = READERS[form]
    return getattr(import_module(f"stdplan.importing.readers.{reader.module}"), reader.function)


def _only_list(file: ListFile, form: Form, options: ReadOptions) -> ListSource:
    """Return the list of a file that has only one."""
    if options.sheet is not None:
        raise UsageProblem(t("--sheet: {file} is not a workbook", file=file.name))
    if options.table is not None:
        raise UsageProblem(t("--table: {file} has only one table", file=file.name))
    read: ReaderFunction = _reader(form)
    skipped = file.skipped

    def rows_and_blocks() -> Iterator[SourceRow | Block]:
        yield from read(file, options)
        file.skipped = Skipped()  # a second reading must not be counted again

    expected_rows = count_lines(file.binary) if READERS[form].one_row_a_line else None
    lines = file.text(options.encoding).lines if form == "text" else None
    return ListSource(
        file.name,
        form,
        rows_and_blocks,
        skipped,
        expected_rows,
        encoding=file.encoding,
        lines=lines,
    )


def _lists_of_grids(file: ListFile, form: Form, options: ReadOptions) -> Iterator[ListSource]:
    """Yield the lists of a file that may have several tables."""
    from stdplan.importing.readers.grids import find_lists

    find_tables: GridFunction = _reader(form)
    grids = find_tables(file, options)
    lists = find_lists(file, grids, options)
    skipped = file.skipped  # has the tables that are no lists; the first list reports them
    for each in lists:
        first = each.grids[0]
        yield ListSource(
            file.name,
            form,
            partial(_grid_rows, file, options, each, len(grids) > 1, skipped),
            skipped,
            proposed=first.proposed,
            table=grids.index(first) + 1 if len(grids) > 1 else None,
            place=TablePlace(
                tuple(grids.index(grid) + 1 for grid in each.grids),
                len(grids),
                tuple(dict.fromkeys(grid.name for grid in each.grids if grid.name)),
                first.is_sheet,
            ),
            encoding=file.encoding,
        )
        skipped = Skipped()


def _grid_rows(
    file: ListFile, options: ReadOptions, grids: GridList, several: bool, skipped: Skipped
) -> Iterator[SourceRow]:
    """Yield the rows of a list of grids; only the first reading counts what it skips."""
    file.skipped = Skipped() if skipped.counted else skipped
    yield from grids.rows(file, options, several)
    skipped.counted = True


_ZIP = b"PK\x03\x04"
_OTHER_ARCHIVES = (b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c")


def detect_form(file: ListFile, options: ReadOptions) -> Form:
    """Return the form of a file by its first bytes, and for text by its first lines.

    Raise BadData if no reader can read it: a presentation, an archive that is no zip, a file with a
    password, or bytes that are not text.
    """
    file.binary.seek(0)
    start = file.binary.read(8)
    if start.startswith(_ZIP):
        return _zip_form(file)
    if start == SIGNATURE:
        return _compound_form(file)
    for form, reader in READERS.items():
        if start.startswith(reader.signatures):
            return form
    if starts_as_rich_text(file.binary):
        return "doc"
    if start.startswith(_OTHER_ARCHIVES):
        sentence = "{file}: this is an archive that cannot be unpacked (rar, 7z): unpack it first"
        raise BadData(t(sentence, file=file.name))
    if is_page(file):
        return "html"
    return detect_object_form(file, options) or detect_text_form(file, options)


def _zip_form(file: ListFile) -> Form:
    """Return the form of a zip archive; one that is no document can only be a workbook."""
    from stdplan.importing.readers.zip_parts import open_document_kind, zip_form

    if form := zip_form(file.binary):
        return form
    if open_document_kind(file.binary) is not None:
        raise BadData(
            t("{file}: this is an OpenDocument file: save it as xlsx or csv", file=file.name)
        )
    return "xlsx"


def _compound_form(file: ListFile) -> Form:
    """Return the form of an old file of Word or Excel."""
    kind = compound_kind(file.binary)
    if kind == "excel":
        return "xls"
    if kind == "word":
        return "doc"
    if kind == "encrypted":
        raise BadData(t("{file}: a password protects this file: save it without", file=file.name))
    raise BadData(
        t(
            "{file}: this is no document or workbook that can be read: save it as docx, xlsx"
            " or csv",
            file=file.name,
        )
    )


def detect_object_form(file: ListFile, options: ReadOptions) -> Form | None:
    """Return json, jsonl, iso, relaton or yaml for a text of objects, and any other form that has a
    pattern or that an ending decides; None for any other text.

    Raise BadData if the file is not text in `options.encoding` (None: the detected encoding).
    """
    name = file.path.lower()
    sample = file.text(options.encoding).sample()
    if sample.lstrip().startswith(("[", "{")):
        from stdplan.importing.readers.iso_reader import starts_with_iso_record
        from stdplan.importing.readers.json_reader import detect_json_form

        if form := detect_json_form(sample, name):
            return "iso" if starts_with_iso_record(sample) else form
    if sample.lstrip().startswith("---"):
        from stdplan.importing.readers.yaml_reader import is_page_of_standard

        if is_page_of_standard(name, sample):
            return "yaml"
    for form, reader in READERS.items():
        if reader.pattern and re.search(reader.pattern, sample):
            return form
    for form, reader in READERS.items():
        if reader.ending_decides and name.endswith(reader.endings):
            return form
    return None


_FIRST_LINES = 200
_FIRST_CHARACTERS = 200_000
_HTML_TABLE = re.compile(r"<table[\s>]", re.IGNORECASE)  # also within Markdown


def detect_text_form(file: ListFile, options: ReadOptions) -> Form:
    """Return the form of a text by its first lines.

    A known header decides. Without one it is a Markdown table if there is any, else the form of the
    file name if the first line agrees, else a plain list if most lines look like one, else the form
    at whose delimiter a column has numbers, else csv or tsv.
    """
    from stdplan.importing.readers.csv_reader import DELIMITERS

    lines = _first_lines(file, options)
    header = next((line for line in lines if line.strip()), "")
    form_by_name = _form_by_name(file.path.lower(), header)
    widths = {
        form: width
        for form, delimiter in DELIMITERS.items()
        if (width := _known_header_width(lines, delimiter, options))
    }
    widest = max(widths.values(), default=0)
    if widest > 1:
        candidates = [form for form, width in widths.items() if width == widest]
        return form_by_name if form_by_name in candidates else candidates[0]
    if _has_markdown_table(lines):
        return "markdown"
    if form_by_name:
        return form_by_name
    if not widths and _is_plain_list(lines):
        return "text"
    if any(_HTML_TABLE.search(line) for line in lines):
        return "html"
    if file.path.lower().endswith((".md", ".markdown")):
        return "text"
    unlisted = {form: _unlisted_width(lines, each) for form, each in DELIMITERS.items()}
    if any(unlisted.values()):
        return max(unlisted, key=lambda form: unlisted[form])
    return "tsv" if header.count("\t") > header.count(",") else "csv"


def _first_lines(file: ListFile, options: ReadOptions) -> list[str]:
    lines, characters_left = [], _FIRST_CHARACTERS
    for line in islice(file.text(options.encoding).lines(), _FIRST_LINES):
        lines.append(line[:characters_left])
        characters_left -= len(line)
        if characters_left <= 0:
            break
    return lines


def _form_by_name(name: str, header: str) -> Form | None:
    """Return csv or tsv by the file's extension if its first line has that delimiter."""
    if name.endswith(".csv") and "," in header:
        return "csv"
    return "tsv" if name.endswith(".tsv") and "\t" in header else None


def _known_header_width(lines: list[str], delimiter: str, options: ReadOptions) -> int:
    """Return the number of cells of the known header at this delimiter, 0 if there is none."""
    from stdplan.importing.readers.tabular import find_header

    grid = _grid(lines, delimiter)
    index = find_header(grid, options)
    return 0 if index is None else len(grid[index][1])


def _unlisted_width(lines: list[str], delimiter: str) -> int:
    """Return the number of cells of a header without a known name, 0 if there is none."""
    from stdplan.importing.readers.tabular import find_unlisted_header

    grid = _grid(lines, delimiter)
    index = find_unlisted_header(grid)
    return 0 if index is None else len(grid[index][1])


def _grid(lines: list[str], delimiter: str) -> list[tuple[int, list[str]]]:
    """Return the first lines of a text as cells; [] if it is broken at this delimiter."""
    from stdplan.importing.readers.tabular import HEADER_LINES

    try:
        rows = list(csv.reader(lines, delimiter=delimiter))
    except csv.Error:
        return []
    return [(line, cells) for line, cells in enumerate(rows) if any(cells)][:HEADER_LINES]


def _has_markdown_table(lines: list[str]) -> bool:
    if not any("|" in line for line in lines):
        return False
    from stdplan.importing.readers.markdown_reader import starts_table

    return any(starts_table(line, next_line) for line, next_line in pairwise(lines))


def _is_plain_list(lines: list[str]) -> bool:
    from stdplan.importing.readers.text_reader import looks_like_list

    return looks_like_list(lines)
