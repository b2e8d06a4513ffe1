"""The columns and rows of a table without rules (printed lines), which white space shows.

Rule: each gap between columns is free of text in the header and in all rows, and each column has
one name. Rows are apart by rules or by wider gaps, or each begins with its number in its first
line, and what follows is the rest of full lines. Each row has one number that can be parsed. What
is not sure is `Doubtful`.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

from stdplan.domain.numbers import parse, plan_number
from stdplan.importing.header_names import fold
from stdplan.importing.layouts import known_headers
from stdplan.importing.readers.page_lines import (
    BLANK,
    SAME_LINE,
    Line,
    Word,
    joined_words,
    line_texts,
)
from stdplan.importing.readers.page_tables import PageCell, Row, join_lines
from stdplan.importing.sections import section_level

_CLEARER = 1.0  # points by which a gap between rows is wider than one between lines of a row
_ALIGNED = 2.0  # points by which the lines of a cell may begin apart
_COMPLETE = re.compile(r"[0-9]{1,4}|(?:19|20)\d\d([-./年])\d{1,2}[-./月]\d{1,2}日?", re.ASCII)


@dataclass(slots=True)
class Part:
    """The part of a table on one page: its header, if it is repeated there, and its other lines.

    `rules`: the heights of the horizontal rules. `certain`: it belongs to the table; else only if
    its lines fit the columns.
    """

    page: int
    header: list[Line]
    lines: list[Line]
    rules: Sequence[float]
    above: list[str]
    below: list[str] = field(default_factory=list)
    certain: bool = True

    @property
    def top(self) -> float:
        """Return where the part begins."""
        return (self.header or self.lines)[0].top


class Doubtful(Exception):
    """A line that may belong to several rows."""

    def __init__(self, line: Line) -> None:
        super().__init__()
        self.line = line

    def is_in(self, part: Part) -> bool:
        """Return whether the line is in this part of the table."""
        return any(line is self.line for line in (*part.header, *part.lines))


def has_number(line: Line) -> bool:
    """Return whether a line has the number of a standard or a plan number."""
    return any(_is_number(part.text) for part in line.parts())


def _is_number(text: str) -> bool:
    """Return whether a text is the number of a standard or a plan number."""
    return bool(parse(text) or plan_number(text))


def _text_bands(lines: Sequence[Line]) -> list[tuple[float, float]]:
    """Return the parts of the width of a table that have text, between gaps that have none."""
    blank = BLANK * max(line.height for line in lines)
    bands: list[tuple[float, float]] = []
    for word in sorted(word for line in lines for word in line.words):
        if bands and word.left - bands[-1][1] <= blank:
            bands[-1] = bands[-1][0], max(bands[-1][1], word.right)
        else:
            bands.append((word.left, word.right))
    return bands


def _is_section(line: Line) -> bool:
    return section_level(line.text) is not None and not has_number(line)


class Columns:
    """The columns of a table, by the white space between them."""

    def __init__(self, chain: Sequence[Part]) -> None:
        """`chain`: the parts of the table; raise Doubtful if its columns are not sure."""
        self._chain = chain
        bands = self._bands()
        middles = [(left[1] + right[0]) / 2 for left, right in pairwise(bands)]
        self.lefts = [bands[0][0], *middles]
        self.right = bands[-1][1]
        header = chain[0].header
        self._header_rows = self._rows_of_header(header)
        named = [[cell for row in self._header_rows if (cell := row[index])]
                 for index in range(len(bands))]  # fmt: skip
        names = [fold(join_lines("\n".join(cell.text for cell in cells))) for cells in named]
        if not all(names):
            raise Doubtful(header[0])
        self._names = names
        self._key = self._key_column()
        self._last_block: Sequence[Line] = []  # the lines of the last row so far
        # Rows that begin with their numbers, and a line that may also be above the next number.
        self._top_aligned = False
        self._unclear: Line | None = None

    def _bands(self) -> list[tuple[float, float]]:
        """Return where text is in each column: on all lines, or else on those with a number."""
        # A cell of the header over several columns says nothing about them.
        names = [part.header for part in self._chain if part.header]
        header = [max(lines, key=lambda line: len(line.parts())) for lines in names]
        lines = [line for part in self._chain for line in part.lines if not _is_section(line)]
        with_number = [line for line in lines if len(line.parts()) > 1 and has_number(line)]
        for shown in (lines, with_number):
            if shown and len(bands := _text_bands([*header, *shown])) == len(header[0].parts()):
                return bands
        if not with_number:
            raise Doubtful(header[0])
        return _text_bands([*header, *with_number])

    def _column(self, word: Word) -> int | None:
        """Return the index of the column in which a word is, None if it is in several."""
        first = max(
            index for index, left in enumerate(self.lefts) if left <= word.left or not index
        )
        ends = [*self.lefts[1:], float("inf")]
        return first if word.right <= ends[first] else None

    def _rows_of_header(self, lines: Sequence[Line]) -> list[Row]:
        """Return the header: one row, or two if a cell of the first is above several columns."""
        rows: list[Row] = []
        for line in lines:
            row: Row = [None] * len(self.lefts)
            for part in line.parts():
                covered = [
                    index
                    for index, (left, right) in enumerate(pairwise([*self.lefts, self.right]))
                    if part.left < right and part.right > left
                ]
                if not covered or row[covered[0]] is not None:
                    raise Doubtful(line)
                row[covered[0]] = PageCell(part.text, columns=len(covered))
            rows.append(row)
        if any(cell is not None and cell.columns > 1 for row in rows for cell in row):
            if len(rows) != 2 or any(cell and cell.columns > 1 for cell in rows[1]):
                raise Doubtful(lines[0])
            upper, lower = rows
            filled: Row = list(upper)
            covered_until = 0
            for index, cell in enumerate(upper):
                if cell is not None:
                    covered_until = index + cell.columns
                elif index >= covered_until and lower[index] is not None:
                    filled[index], lower[index] = lower[index], PageCell("")
            return [filled, [cell or PageCell("") for cell in lower]]
        return [
            [
                PageCell("\n".join(cell.text for row in rows if (cell := row[index])))
                for index in range(len(self.lefts))
            ]
        ]

    def _key_column(self) -> int:
        """Return the index of the column that has the numbers of the rows."""
        naming = known_headers()[0]
        numbers, digits = ([0] * len(self.lefts) for _ in range(2))
        for part in self._chain:
            for each in (each for line in part.lines for each in line.parts()):
                index = self._column(each)
                if index is not None and self._names[index] in naming:
                    numbers[index] += _is_number(each.text)
                    digits[index] += any(map(str.isdigit, each.text))
        counts = numbers if any(numbers) else digits  # each number may be on two lines
        if not any(counts):
            raise Doubtful(self._chain[0].header[0])
        return counts.index(max(counts))

    # --- Rows ---

    def rows(self, part: Part) -> list[Row]:
        """Return the rows of a part of the table; raise Doubtful if one is not sure."""
        rows: list[Row] = [list(row) for row in self._header_rows] if part.header else []
        run: list[Line] = []
        for line in self._body(part):
            if self._is_wide(line):
                rows += self._run_rows(run, part)
                self._last_block = []
                rows.append([PageCell(line.text, columns=len(self.lefts)),
                             *[None] * (len(self.lefts) - 1)])  # fmt: skip
                run = []
            else:
                run.append(line)
        return rows + self._run_rows(run, part)

    def _is_wide(self, line: Line) -> bool:
        """Return whether a line is none of a row: a section line across columns or in the first."""
        if not _is_section(line):
            return False
        columns = {self._column(part) for part in line.parts()}
        return None in columns or (columns == {0} and self._key != 0)

    def _body(self, part: Part) -> list[Line]:
        """Return the lines of a part without those below its rows that go across the columns."""
        for index, line in enumerate(part.lines):
            if not _is_section(line) and None in map(self._column, line.words):
                rest = part.lines[index:]
                if part is not self._chain[-1] or any(map(has_number, rest)):
                    raise Doubtful(line)
                part.below = [*line_texts(rest), *part.below]
                return part.lines[:index]
        return part.lines

    def fit(self, part: Part) -> bool:
        """Return whether a line is like those of the rows: its texts are in several columns."""
        return any(
            len(parts := line.parts()) > 1 and None not in map(self._column, parts)
            for line in part.lines
        ) or self.is_rest(part.lines[:1])

    def _run_rows(self, lines: Sequence[Line], part: Part) -> list[Row]:
        """Return the rows of lines that follow each other."""
        if not lines:
            return []
        for blocks in (_split_by_rules(lines, part.rules), *_split_by_gaps(lines)):
            if all(map(self._is_row, blocks)):
                break
            if self.is_rest(blocks[0]) and all(map(self._is_row, blocks[1:])):
                break
        else:
            blocks = self._split_by_numbers(lines)
        self._last_block = blocks[-1]
        return [[PageCell(text) for text in self._texts(block)] for block in blocks]

    def is_rest(self, block: Sequence[Line]) -> bool:
        """Return whether lines go on with the last row of the page before."""
        if not self._last_block:
            return False
        try:
            self._check_rest(self._last_block, block[0], same_page=False)
        except Doubtful:
            return False
        return not any(self._texts(block)[self._key])

    def _is_row(self, lines: Sequence[Line]) -> bool:
        """Return whether lines have one number."""
        return _is_number(join_lines(self._texts(lines)[self._key]))

    def _texts(self, lines: Sequence[Line]) -> list[str]:
        """Return the texts of the columns, each with its lines."""
        texts: list[list[str]] = [[] for _ in self.lefts]
        for line in lines:
            for index, cell in self._cells(line).items():
                texts[index].append(cell.text)
        return ["\n".join(column) for column in texts]

    def _split_by_numbers(self, lines: Sequence[Line]) -> list[list[Line]]:
        """Return the lines of each row if each begins with its number in its first line."""
        blocks: list[list[Line]] = []
        for line in lines:
            text = self._texts([line])[self._key]
            if blocks and (not text or self._goes_on(blocks[-1], line)):
                self._check_rest(blocks[-1], line)
                blocks[-1].append(line)
            elif text or (not blocks and self.is_rest([line])):
                blocks.append([line])
            else:
                raise Doubtful(line)
        for block in blocks[self.is_rest(blocks[0]) :]:
            if not self._is_row(block):
                raise Doubtful(block[0])
        if _may_be_centred([len(block) - 1 for block in blocks]):
            self._unclear = self._unclear or next(each[1] for each in blocks if len(each) > 1)
        elif any(len(block) > 1 for block in blocks):
            self._top_aligned = True
        return blocks

    def check_alignment(self) -> None:
        """Raise Doubtful if numbers may stand at the top or in the middle of their rows."""
        if self._unclear is not None and not self._top_aligned:
            raise Doubtful(self._unclear)

    def _goes_on(self, block: Sequence[Line], line: Line) -> bool:
        """Return whether a line has the rest of the number of a row."""
        return not self._is_row([line]) and self._is_row([*block, line])

    def _check_rest(self, block: Sequence[Line], line: Line, same_page: bool = True) -> None:
        """Raise Doubtful if a line does not go on with full lines of the row."""
        last = block[-1]
        if same_page and line.top < last.bottom - SAME_LINE * last.height:
            raise Doubtful(line)
        for index, cell in self._cells(line).items():
            above = self._cells(last).get(index)
            if above is None or _COMPLETE.fullmatch(above.text):
                raise Doubtful(line)
            shifts = (cell.left - above.left, cell.right - above.right,
                      (cell.left + cell.right - above.left - above.right) / 2)  # fmt: skip
            first = next(word for word in line.words if word.left == cell.left)
            letters = len(first.text) if first.text.isascii() else 1
            room = self._widths[index] - (above.right - above.left)
            needed = (first.right - first.left) * letters / len(first.text)
            if min(map(abs, shifts)) > _ALIGNED or room > needed + line.height / 2:
                raise Doubtful(line)

    @cached_property
    def _widths(self) -> list[float]:
        """Return the width of the longest line of each column."""
        widths = [0.0] * len(self.lefts)
        for part in self._chain:
            for line in part.lines:
                if None not in map(self._column, line.words):
                    for index, cell in self._cells(line).items():
                        widths[index] = max(widths[index], cell.right - cell.left)
        return widths

    def _cells(self, line: Line) -> dict[int, Word]:
        """Return what a line has in each column."""
        cells: dict[int, Word] = {}
        for word in line.words:
            index = self._column(word)
            if index is None:
                raise Doubtful(line)
            if own := cells.get(index):
                right = max(own.right, word.right)
                cells[index] = own._replace(right=right, text=joined_words(own, word))
            else:
                cells[index] = word
        return cells


def _may_be_centred(counts: Sequence[int]) -> bool:
    """Return whether numbers may stand in the middle of their rows.

    `counts`: how many lines are below each number, before the next one. None is above the first.
    """
    above = 0
    for count in counts[:-1]:
        above = count - above  # those that would be above the next number
        if above < 0:
            return False
    return any(counts) and counts[-1] == above


def _split_by_rules(lines: Sequence[Line], rules: Sequence[float]) -> list[list[Line]]:
    """Return the lines between the rules; all lines if there are none between them."""
    blocks: list[list[Line]] = []
    for line in lines:
        middle = (line.top + line.bottom) / 2
        last = blocks[-1][-1] if blocks else None
        if last and not any((last.top + last.bottom) / 2 < rule < middle for rule in rules):
            blocks[-1].append(line)
        else:
            blocks.append([line])
    return blocks


def _split_by_gaps(lines: Sequence[Line]) -> Iterator[list[list[Line]]]:
    """Yield the lines divided at gaps that are clearly wider than all others."""
    bottoms = [lines[0].bottom]
    for line in lines[1:]:
        bottoms.append(max(bottoms[-1], line.bottom))
    gaps = [line.top - bottom for bottom, line in zip(bottoms, lines[1:], strict=False)]
    ordered = sorted(set(gaps))
    widths = [upper for lower, upper in pairwise(ordered) if upper - lower >= _CLEARER]
    for least in [float("-inf"), *widths]:
        blocks = [[lines[0]]]
        for gap, line in zip(gaps, lines[1:], strict=True):
            if gap >= least:
                blocks.append([line])
            else:
                blocks[-1].append(line)
        yield blocks
