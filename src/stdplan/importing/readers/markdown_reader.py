r"""The reader of pipe tables of Markdown, such as the program's own output.

Rule: every table with a known header is a list; later tables with the same header continue it, a
numbered heading above a table is a section line, and all other text is counted as skipped: lines
that begin with a number apart, because they may be standards, too. Escapes (`\|`, `&lt;`, `<br>`)
are decoded. Markup is removed only where it encloses a whole cell, and an escaped character is no
markup.
"""

import re
from collections.abc import Iterator
from functools import partial
from html import unescape
from typing import Literal, NamedTuple

from stdplan.domain.text import unescape_unprintable
from stdplan.errors import BadData, NoList
from stdplan.i18n import t
from stdplan.importing.readers import tabular
from stdplan.importing.readers.grids import Grid
from stdplan.importing.readers.markdown_markup import strip_markup
from stdplan.importing.readers.rows import ReadOptions
from stdplan.importing.readers.text_entries import certain_entries
from stdplan.importing.readers.text_files import ListFile
from stdplan.importing.sections import section_level

MOST_HEADERS = 200
_NARROWEST = 3  # columns of a table in which a text by itself is a section line
_RULE = re.compile(r" {0,3}\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*")
_CELL = re.compile(r"((?:\\.|[^|])*)(?:\||$)")
_BREAK = re.compile("<br */?>", re.IGNORECASE)
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")


class MarkdownLine(NamedTuple):
    """A line that is not blank: its number, its cells (text is one cell), and its kind."""

    number: int
    cells: list[str]
    kind: Literal["header", "row", "text"]


def find_markdown_tables(file: ListFile, options: ReadOptions) -> list[Grid]:
    """Return the tables of a text by their header: those with the same one are one table.

    Raise BadData if there is none, or more than MOST_HEADERS. Text between tables is counted.

        >>> from io import BytesIO
        >>> table = "| 标准号 | 标准名称 |\\n|---|---|\\n| **JB/T 1-2011** | 车床 |\\n"
        >>> file = ListFile("a.md", "a.md", BytesIO(table.encode()))
        >>> [table] = find_markdown_tables(file, ReadOptions())
        >>> list(table.lines())
        [(1, ['标准号', '标准名称']), (3, ['JB/T 1-2011', '车床'])]
    """
    headers: dict[tuple[str, ...], None] = {}
    sections: list[str] = []  # above the next table
    for line in _lines(file, options):
        if line.kind == "header":
            headers[tuple(line.cells)] = None
            if len(line.cells) >= _NARROWEST:
                sections = []
        elif line.kind == "text":
            if _section(line.cells[0]):
                sections.append(line.cells[0])
            else:
                has_number = bool(certain_entries(line.cells[0]))
                file.skipped.add("numbered line" if has_number else "prose", line.cells[0])
        if len(headers) > MOST_HEADERS:
            sentence = "{file}: over {count} tables; this is no list"
            raise BadData(t(sentence, file=file.name, count=MOST_HEADERS))
    for text in sections:
        file.skipped.add("prose", text)
    if not headers:
        raise NoList(t("{file}: there is no table in it", file=file.name))
    return [
        Grid(
            " ".join(header),
            t("[table {number}]", number=number),
            partial(_grid, file, options, list(header)),
            {},
        )
        for number, header in enumerate(headers, 1)
    ]


def starts_table(line: str, next_line: str) -> bool:
    """Return whether two lines are the header and the rule of a table.

    >>> starts_table("| 标准号 | 标准名称 |", "|---|---|")
    True
    """
    has_pipes = "|" in line and "|" in next_line
    return has_pipes and "-" in next_line and bool(_RULE.fullmatch(next_line.rstrip()))


def _grid(file: ListFile, options: ReadOptions, header: list[str]) -> Iterator[tabular.GridLine]:
    """Yield the lines of the tables with this header, and numbered headings above each."""
    sections: list[tabular.GridLine] = []
    in_list = False
    for number, cells, kind in _lines(file, options):
        if kind == "text":
            if heading := _section(cells[0]):
                sections.append((number, [heading]))
        elif kind == "header":
            in_list = cells == header
            if in_list:
                yield number, cells
                if len(header) >= _NARROWEST:
                    yield from sections  # below the header, where the rows are
            sections = []
        elif in_list:
            yield number, cells


def _section(text: str) -> str:
    """Return the words of a heading that is a section line, else ""."""
    heading = text.lstrip("#").strip()
    return heading if text.startswith("#") and section_level(heading) is not None else ""


def _lines(file: ListFile, options: ReadOptions) -> Iterator[MarkdownLine]:
    """Yield the lines that are not blank, without the rules of tables."""
    previous: tuple[int, str] | None = None  # a line of text that the next line can make a header
    in_table = False
    for number, line in enumerate(file.text(options.encoding).lines(), 1):
        if line.startswith("\ufeff"):  # files were put together
            line, in_table = line.lstrip("\ufeff"), False
        text = line.strip()
        if previous and starts_table(previous[1], text):
            yield MarkdownLine(previous[0], _cells(previous[1]), "header")
            previous, in_table = None, True
            continue
        if previous:
            yield MarkdownLine(previous[0], [previous[1]], "text")
        in_table = in_table and "|" in text
        previous = (number, text) if text and not in_table else None
        if in_table:
            yield MarkdownLine(number, _cells(text), "row")
    if previous:
        yield MarkdownLine(previous[0], [previous[1]], "text")


def _cells(line: str) -> list[str]:
    cells = [match[1] for match in _CELL.finditer(line.removeprefix("|"))]
    cells.pop()  # the empty match after the last cell or after the closing pipe
    return [_plain_text(cell.strip()) for cell in cells]


def _plain_text(cell: str) -> str:
    text = unescape(_ESCAPE.sub(r"\1", _BREAK.sub("\n", strip_markup(cell))))
    return unescape_unprintable(text)
