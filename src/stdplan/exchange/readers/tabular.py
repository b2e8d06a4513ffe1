"""A grid of cells to rows: where the header is, and which lines of the grid are no rows.

Rule: nothing is left out unsaid. Titles above the header, repeated headers, section lines and
remarks are counted in `Skipped`; whatever else stands in the grid is a row, and what is wrong with
it is its fault. Lists of a million rows come through here: an ordinary row costs a few comparisons.
"""

import re
from collections.abc import Iterator
from itertools import chain, islice

from stdplan.domain.number import parse
from stdplan.errors import BadData
from stdplan.exchange.layout_data import fold, known_headers
from stdplan.exchange.readers.decode import ListFile
from stdplan.exchange.readers.rows import RawRow, Wanted
from stdplan.exchange.sections import Sections, level
from stdplan.i18n import t

# The place of a line in the file (line or row), and its cells.
Line = tuple[int, list[str]]
# The header stands among so many first lines, or the first line is it.
SEARCHED = 50
_NARROWEST = 3  # in a table of fewer columns a text by itself is no section line
# Below a list, or at the foot of its pages.
_REMARK = re.compile(
    r"[（(]?(?:备?注 ?[0-9]*[:：]|注 ?[0-9]|说明[:：]|[合共总小]计|共 ?[0-9]+ ?[项个条]|以下空白"
    r"|第 ?[0-9]+ ?页|Notes?:)",
    re.IGNORECASE,
)
_TOTALS = frozenset(("合计", "共计", "总计", "小计", "合 计", "总 计", "合计：", "总计："))
_COUNT = re.compile("[0-9]+ *[项个条]?")


def rows(file: ListFile, grid: Iterator[Line], wanted: Wanted, part: str = "") -> Iterator[RawRow]:
    """The rows of a table, its header first, blank lines left out.

    A row longer than the header carries a fault; a shorter one has lost empty cells at its end, as
    spreadsheets lose them, and gets them back; `RawRow.given` says how many it had.
    """
    begin = list(islice((line for line in grid if not _is_blank(line[1])), SEARCHED))
    if not begin:
        raise BadData(t("{file}: holds nothing, not even a header", file=file.name + part))
    head = find_header(begin, wanted) or 0
    for _, cells in begin[:head]:
        file.skipped.add("title", _said(cells))
    place, names = begin[head]
    width = len(names)
    while not names[width - 1].strip():
        width -= 1
    yield RawRow(place, names[:width], width, part=part)
    yield from _below(file, chain(begin[head + 1 :], grid), names[:width], part)


def find_header(lines: list[Line], wanted: Wanted) -> int | None:
    """Which of the first lines is the header, by the headers that are known; None: none of them.

    A line above it that holds a number beside other cells is a row: the header is not below it.
    """
    naming, known = known_headers()
    mapped = frozenset(map(fold, wanted.mapped))
    for place, (_, cells) in enumerate(lines):
        names = {fold(cell) for cell in cells if cell}
        if names & (naming | mapped) and (not place or len(names & (known | mapped)) > 1):
            return place
        filled = [cell for cell in cells if cell.strip()]
        if len(filled) > 1 and any(map(parse, filled)):
            return None
    return None


def _below(file: ListFile, grid: Iterator[Line], names: list[str], part: str) -> Iterator[RawRow]:
    width = len(names)
    second = min(1, width - 1)
    sections, section = Sections(), ""
    for line, cells in grid:
        given = len(cells)
        fault = None
        if given < width:
            cells = cells + [""] * (width - given)
        elif given > width:
            if any(cell.strip() for cell in cells[width:]):
                fault = t("{cells} cells where the header has {width}", cells=given, width=width)
            else:
                cells, given = cells[:width], width
        # A row that begins with two different texts is an ordinary one, but for a header.
        first, other = cells[0].strip(), cells[second].strip()
        if not first or not other or first == other:
            text = _alone(cells)
            if text == "":
                continue
            if text is not None and _REMARK.match(text):
                file.skipped.add("remark", text)
                continue
            if text is not None and width >= _NARROWEST and (depth := level(text)) is not None:
                file.skipped.add("section", text)
                section = sections.enter(text, depth)
                continue
        if cells == names:
            file.skipped.add("header", _said(cells))
        elif (first or other) in _TOTALS and _only_counts(cells):
            file.skipped.add("remark", _said(cells))
        else:
            yield RawRow(line, cells, given, fault, part, section)


def _alone(cells: list[str]) -> str | None:
    """The text of a line that holds one only, be it in every cell (merged); "" for a blank line."""
    texts = {text for cell in cells if (text := cell.strip())}
    return None if len(texts) > 1 else "".join(texts)


def _only_counts(cells: list[str]) -> bool:
    """Whether the cells of a total say how many there are: 合计, 35项."""
    texts = {text for cell in cells if (text := cell.strip())}
    return all(map(_COUNT.fullmatch, texts - _TOTALS))


def _is_blank(cells: list[str]) -> bool:
    return not any(cells) or "".join(cells).isspace()


def _said(cells: list[str]) -> str:
    return " ".join(text for cell in cells if (text := cell.strip()))
