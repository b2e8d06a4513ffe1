r"""Pipe tables of Markdown to rows of cells, our own output among them.

Rule: the first table with a known header is the list; tables with the same header go on with it,
all other text is counted. Escapes (`\|`, `&lt;`, `<br>`) are undone, markup around a whole cell
is taken off (markdown_reader.py); other markup stays.

Markdown's ordinary markup around a text, taken off: emphasis, code ticks, the target of a link.

Rule: only where it wraps the whole of what it stands for; an asterisk within a text is a letter of
it, and what is escaped is none.
"""

import re
from collections.abc import Iterator
from html import unescape

from stdplan.errors import BadData
from stdplan.i18n import t
from stdplan.importing.readers import tabular
from stdplan.importing.readers.rows import ReadOptions, SourceRow
from stdplan.importing.readers.text_files import ListFile
from stdplan.importing.sections import level

# The innermost is the text: **GB/T 1-2011**, `x`, [x](http://…), [x](<a b> "title").
_WRAPPED = re.compile(
    r"(\*{1,3}|_{1,3})(?P<strong>(?![\s*_])(?:(?!\1).)+(?<![\s\\*_]))\1(?![*_])"
    r"|(`{1,2})(?P<code>[^`]+)\3(?!`)"
    r"|!?\[(?P<link>(?:[^\[\]\\]|\\.)+)\]\([^()\s]*(?:\s[^()]*)?\)"
)


def unwrapped(text: str) -> str:
    """A text without the markup that wraps all of it."""
    while match := _WRAPPED.fullmatch(text):
        text = _inner(match)
    return text


def unwrapped_head(text: str) -> str:
    """A text without the markup that wraps what it begins with, such as its number."""
    while match := _WRAPPED.match(text):
        text = _inner(match) + text[match.end() :]
    return text


def _inner(match: re.Match[str]) -> str:
    return (match["strong"] or match["code"] or match["link"]).strip()


_RULE = re.compile(r" {0,3}\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*")
_CELL = re.compile(r"((?:\\.|[^|])*)(?:\||$)")
_BREAK = re.compile("<br */?>", re.IGNORECASE)
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")


def is_table(header: str, rule: str) -> bool:
    """Whether two lines of text begin a table."""
    return "|" in header and "|" in rule and "-" in rule and bool(_RULE.fullmatch(rule.rstrip()))


def read_markdown(file: ListFile, wanted: ReadOptions) -> Iterator[SourceRow]:
    """The rows of the first table with a known header, its header first."""
    tables = [head for _, head, below in _lines(file, wanted) if below == "header"]
    known = (head for head in tables if tabular.find_header([(0, head)], wanted) is not None)
    names = next(known, tables[0] if tables else None)
    if names is None:
        raise BadData(t("{file}: holds no table", file=file.name))
    yield from tabular.rows(file, _grid(file, wanted, names), wanted)


def _grid(file: ListFile, wanted: ReadOptions, names: list[str]) -> Iterator[tabular.Line]:
    begun = ours = False
    for line, cells, what in _lines(file, wanted):
        if what == "header":
            ours = cells == names
            begun = begun or ours
            if not ours:
                file.skipped.add("table", " ".join(cells))
        if what == "text":
            heading = cells[0].lstrip("#").strip()
            if begun and cells[0].startswith("#") and level(heading) is not None:
                yield line, [heading]
            else:
                file.skipped.add("prose", cells[0])
        elif ours:
            yield line, cells


def _lines(file: ListFile, wanted: ReadOptions) -> Iterator[tuple[int, list[str], str]]:
    """Lines that hold something, as (place, cells, `header`, `row` or `text`)."""
    before: tuple[int, str] | None = None
    inside = False
    for line, raw in enumerate(file.text(wanted.encoding).lines(), 1):
        text = raw.strip()
        if before and is_table(before[1], text):
            yield before[0], _cells(before[1]), "header"
            before, inside = None, True
            continue
        if before:
            yield before[0], [before[1]], "text"
        inside = inside and "|" in text
        before = (line, text) if text and not inside else None
        if inside:
            yield line, _cells(text), "row"
    if before:
        yield before[0], [before[1]], "text"


def _cells(line: str) -> list[str]:
    inner = line.removeprefix("|")
    cells = [match[1] for match in _CELL.finditer(inner)]
    cells.pop()  # what the pattern finds behind the last cell, or behind the closing pipe
    return [_plain(cell.strip()) for cell in cells]


def _plain(cell: str) -> str:
    return unescape(_ESCAPE.sub(r"\1", _BREAK.sub("\n", unwrapped(cell))))
