"""A grid of cells to rows: where the header is, and which lines of the grid are no rows.

Rule: nothing is left out unsaid. Titles above the header, repeated headers, section lines and
remarks are counted in `Skipped`; whatever else stands in the grid is a row, and what is wrong with
it is its fault. Lists of a million rows come through here: ordinary ones are told together.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from operator import eq

from stdplan.domain.numbers import parse
from stdplan.errors import BadData
from stdplan.i18n import t
from stdplan.importing.headers import fold, known_headers
from stdplan.importing.readers.rows import Block, ReadOptions, SourceRow
from stdplan.importing.readers.text_files import ListFile
from stdplan.importing.sections import Sections, level

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


def rows(
    file: ListFile, grid: Iterator[Line], wanted: ReadOptions, part: str = ""
) -> Iterator[SourceRow]:
    """The rows of a table, its header first, blank lines left out.

    A row longer than the header carries a fault; a shorter one has lost empty cells at its end, as
    spreadsheets lose them, and gets them back; `SourceRow.given` says how many it had.
    """
    begin = list(islice((line for line in grid if not _is_blank(line[1])), SEARCHED))
    head, more = _begun(file, begin, wanted, part)
    yield head
    yield from _Below(file, head).rows(chain(more, grid))


def blocks(
    file: ListFile, grid: Iterator[tuple[Sequence[int], list[list[str]]]], wanted: ReadOptions
) -> Iterator[SourceRow | Block]:
    """The same of a grid that comes in blocks (places, lines of cells)."""
    begin: list[Line] = []
    for places, lines in grid:
        begin += zip(places, lines, strict=True)
        if len([line for line in begin if not _is_blank(line[1])]) >= SEARCHED:
            break
    filled = [line for line in begin if not _is_blank(line[1])]
    head, more = _begun(file, filled[:SEARCHED], wanted)
    yield head
    below = _Below(file, head)
    yield from below.rows(chain(more, filled[SEARCHED:]))
    for places, lines in grid:
        if below.ordinary(lines):
            yield Block(places, list(zip(*lines, strict=True)))
        else:
            yield from below.rows(zip(places, lines, strict=True))


def _begun(
    file: ListFile, begin: list[Line], wanted: ReadOptions, part: str = ""
) -> tuple[SourceRow, list[Line]]:
    """The header row among the first lines, and those below it."""
    if not begin:
        raise BadData(t("{file}: holds nothing, not even a header", file=file.name + part))
    head = find_header(begin, wanted) or 0
    for _, cells in begin[:head]:
        file.skipped.add("title", _said(cells))
    place, names = begin[head]
    width = len(names)
    while not names[width - 1].strip():
        width -= 1
    return SourceRow(place, names[:width], width, part=part), begin[head + 1 :]


def find_header(lines: list[Line], wanted: ReadOptions) -> int | None:
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


class _Below:
    """What stands below a header, and under which section line."""

    def __init__(self, file: ListFile, head: SourceRow) -> None:
        self._skipped, self._names, self._part = file.skipped, head.cells, head.part
        self._width = len(head.cells)
        self._second = min(1, self._width - 1)
        self._sections, self._section = Sections(), ""

    def ordinary(self, lines: list[list[str]]) -> bool:
        """Whether all lines are rows as wide as the header, under no section line: such as `rows`
        would give, with no more to tell. One that begins with two different texts is."""
        if self._section or set(map(len, lines)) != {self._width}:
            return False
        firsts = [cells[0].strip() for cells in lines]
        others = [cells[self._second].strip() for cells in lines]
        return (
            all(firsts)
            and all(others)
            and not any(map(eq, firsts, others))
            and self._names[0].strip() not in firsts
            and _TOTALS.isdisjoint(firsts)
        )

    def rows(self, lines: Iterable[Line]) -> Iterator[SourceRow]:
        """The rows among the lines."""
        for line, cells in lines:
            given = len(cells)
            fault = None
            if given < self._width:
                cells = cells + [""] * (self._width - given)
            elif given > self._width:
                if any(cell.strip() for cell in cells[self._width :]):
                    fault = t(
                        "{cells} cells where the header has {width}", cells=given, width=self._width
                    )
                else:
                    cells, given = cells[: self._width], self._width
            if not self._is_row(cells):
                continue
            yield SourceRow(line, cells, given, fault, self._part, self._section)

    def _is_row(self, cells: list[str]) -> bool:
        """Whether a line is a row; else it is noted as what it is."""
        # A row that begins with two different texts is an ordinary one, but for a header.
        first, other = cells[0].strip(), cells[self._second].strip()
        if not first or not other or first == other:
            text = _alone(cells)
            if text == "":
                return False
            if text is not None and _REMARK.match(text):
                self._skipped.add("remark", text)
                return False
            wide = self._width >= _NARROWEST
            if text is not None and wide and (depth := level(text)) is not None:
                self._skipped.add("section", text)
                self._section = self._sections.enter(text, depth)
                return False
        if cells == self._names:
            self._skipped.add("header", _said(cells))
        elif (first or other) in _TOTALS and _only_counts(cells):
            self._skipped.add("remark", _said(cells))
        else:
            return True
        return False


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
