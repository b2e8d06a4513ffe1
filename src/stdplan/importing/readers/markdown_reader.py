r"""The reader of pipe tables of Markdown, such as the program's own output.

Rule: the first table with a known header is the list; later tables with the same header
continue it, and all other text is counted as skipped. Escapes (`\|`, `&lt;`, `<br>`) are decoded.
Markup (emphasis, code ticks, links) is removed only where it encloses a whole cell: an asterisk
within a text belongs to the text, and an escaped character is no markup.
"""

import re
from collections.abc import Iterator
from html import unescape
from typing import Literal, NamedTuple

from stdplan.domain.text import unescape_unprintable
from stdplan.errors import BadData
from stdplan.i18n import t
from stdplan.importing.readers import tabular
from stdplan.importing.readers.rows import ReadOptions, SourceRow
from stdplan.importing.readers.text_files import ListFile
from stdplan.importing.sections import section_level

_RULE = re.compile(r" {0,3}\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*")
_CELL = re.compile(r"((?:\\.|[^|])*)(?:\||$)")
_BREAK = re.compile("<br */?>", re.IGNORECASE)
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")


class MarkdownLine(NamedTuple):
    """A line that is not blank: its number, its cells (text is one cell), and its kind."""

    number: int
    cells: list[str]
    kind: Literal["header", "row", "text"]


def read_markdown(file: ListFile, options: ReadOptions) -> Iterator[SourceRow]:
    """Yield the header row, then the rows of the first table with a known header.

    If no header is known, the first table is read. Raise BadData if there is no table.

        >>> from io import BytesIO
        >>> table = "| 标准号 | 标准名称 |\\n|---|---|\\n| **JB/T 1-2011** | 车床 |\\n"
        >>> file = ListFile("a.md", "a.md", BytesIO(table.encode()))
        >>> [row.cells for row in read_markdown(file, ReadOptions())]
        [['标准号', '标准名称'], ['JB/T 1-2011', '车床']]
    """
    headers = [line.cells for line in _lines(file, options) if line.kind == "header"]
    known = (cells for cells in headers if tabular.find_header([(0, cells)], options) is not None)
    header = next(known, headers[0] if headers else None)
    if header is None:
        raise BadData(t("{file}: there is no table in it", file=file.name))
    yield from tabular.table_rows(file, _grid(file, options, header), options)


def starts_table(line: str, next_line: str) -> bool:
    """Return whether two lines are the header and the rule of a table.

    >>> starts_table("| 标准号 | 标准名称 |", "|---|---|")
    True
    """
    has_pipes = "|" in line and "|" in next_line
    return has_pipes and "-" in next_line and bool(_RULE.fullmatch(next_line.rstrip()))


def _grid(file: ListFile, options: ReadOptions, header: list[str]) -> Iterator[tabular.GridLine]:
    """Yield the lines of the tables with this header, and numbered headings between them."""
    list_started = in_list = False
    for number, cells, kind in _lines(file, options):
        if kind == "header":
            in_list = cells == header
            list_started = list_started or in_list
            if not in_list:
                file.skipped.add("table", " ".join(cells))
        if kind == "text":
            text = cells[0]
            heading = text.lstrip("#").strip()
            if list_started and text.startswith("#") and section_level(heading) is not None:
                yield number, [heading]
            else:
                file.skipped.add("prose", text)
        elif in_list:
            yield number, cells


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


# --- Markup around a text ---

# Emphasis, code ticks, a link; the text in group `strong`, `code` or `link` may have markup again:
# **GB/T 1-2011**, `x`, [x](http://…), [x](<a b> "title").
_MARKUP = re.compile(
    r"(\*{1,3}|_{1,3})(?P<strong>(?![\s*_])(?:(?!\1).)+(?<![\s\\*_]))\1(?![*_])"
    r"|(`{1,2})(?P<code>[^`]+)\3(?!`)"
    r"|!?\[(?P<link>(?:[^\[\]\\]|\\.)+)\]\([^()\s]*(?:\s[^()]*)?\)"
)


def strip_markup(text: str) -> str:
    """Return a text without the markup that encloses all of it.

    >>> strip_markup("**[GB/T 1-2011](https://example.org)**")
    'GB/T 1-2011'
    """
    while match := _MARKUP.fullmatch(text):
        text = _enclosed_text(match)
    return text


def strip_leading_markup(text: str) -> str:
    """Return a text without the markup around its beginning, such as its number.

    >>> strip_leading_markup("**GB/T 1-2011** 车床")
    'GB/T 1-2011 车床'
    """
    while match := _MARKUP.match(text):
        text = _enclosed_text(match) + text[match.end() :]
    return text


def _enclosed_text(match: re.Match[str]) -> str:
    return (match["strong"] or match["code"] or match["link"]).strip()
