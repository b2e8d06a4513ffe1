"""Tables without rules between their columns: the columns and rows that white space shows.

Rule: such a table is read only if nothing is doubtful, else the file is refused. A known header
begins it. Each gap between columns is free of text in the header and in all rows, and each column
has one name. Rows are apart by rules or by wider gaps, or each begins with its number in its first
line, and what follows is the rest of full lines. Each row has one number that can be parsed. A line
across the columns is a line of its own: a section line, a remark or a page number.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from stdplan.domain.numbers import parse, plan_number
from stdplan.errors import BadData
from stdplan.i18n import t
from stdplan.importing.header_names import fold
from stdplan.importing.layouts import known_headers
from stdplan.importing.readers.page_lines import (
    BLANK,
    SAME_LINE,
    Line,
    Word,
    is_page_number,
    joined_words,
    line_texts,
)
from stdplan.importing.readers.page_tables import PageCell, PageTable, Row, join_lines
from stdplan.importing.sections import section_level

MOST_WORDS = 400_000  # of the tables without rules of one file
_CLEARER = 1.0  # points by which a gap between rows is wider than one between lines of a row
_ALIGNED = 2.0  # points by which the lines of a cell may begin apart
_TABLE_END = 4.0  # heights: a table ends at a wider gap
_MOST_HEADER_LINES = 4
_COMPLETE = re.compile(r"[0-9]{1,4}|(?:19|20)\d\d([-./年])\d{1,2}[-./月]\d{1,2}日?", re.ASCII)


class PlainTable(NamedTuple):
    """A table without rules, with the lines above and below it on its page."""

    table: PageTable
    top: float
    above: list[str]
    below: list[str]


@dataclass(slots=True)
class _Part:
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


# Return whether a line of texts is a known header.
IsHeader = Callable[[Sequence[str]], bool]


class PlainTables:
    """Collects the tables without rules, page after page."""

    def __init__(self, name: str, is_header: IsHeader) -> None:
        """`name` is the file's name in messages."""
        self._name, self._is_header = name, is_header
        self._chains: list[list[_Part]] = []
        self._last_page = -1  # where the last table ended, which may go on on the next page
        self._words = 0

    def add_page(self, page: int, lines: Sequence[Line], rules: Sequence[float]) -> Sequence[Line]:
        """Add the lines of a page that are in no table with rules, and its horizontal rules.

        Return those that are in no table.
        """
        headers = [
            index for index, line in enumerate(lines) if self._is_header_line(line)
        ]  # fmt: skip
        if not headers and self._last_page != page - 1:
            return lines
        self._words += sum(len(line.words) for line in lines)
        if self._words > MOST_WORDS:
            sentence = "{file}: page {number} has too much on it for a list"
            raise BadData(t(sentence, file=self._name, number=page))
        first = headers[0] if headers else len(lines)
        outside = before = list(lines[:first])
        if (
            self._last_page == page - 1
            and (below := self._add_rest(page, before, rules)) is not None
        ):
            outside = before = below
        for index, last in pairwise([*headers, len(lines)]):
            start, end = _header_block(lines, index, rules)
            above = [line for line in before if line.bottom <= lines[start].top + 1]
            body, below = _until_end(lines[max(end, index + 1) : last], rules)
            part = _Part(
                page, list(lines[start:end]), body, rules, line_texts(above), line_texts(below)
            )
            if self._repeats(lines[index]):
                self._chains[-1].append(part)
            else:
                self._chains.append([part])
            outside, before, self._last_page = [*outside, *below], below, page
        return outside

    def _is_header_line(self, line: Line) -> bool:
        return self._is_header([part.text for part in line.parts()])

    def _repeats(self, line: Line) -> bool:
        """Return whether a header is that of the last table."""
        header = self._chains[-1][0].header if self._chains else []
        names = [fold(part.text) for part in line.parts()]
        return any(names == [fold(part.text) for part in other.parts()] for other in header)

    def _add_rest(
        self, page: int, lines: Sequence[Line], rules: Sequence[float]
    ) -> list[Line] | None:
        """Add lines at the top of a page to the last table, if they have a number of its rows.

        Return those below it; None if they have no number.
        """
        body, below = _until_end(lines, rules)
        certain = any(map(_has_number, body))
        if not body:
            return None
        part = _Part(page, [], body, rules, [], line_texts(below), certain)
        self._chains[-1].append(part)
        if certain or any(len(line.parts()) > 1 for line in body):
            self._last_page = page
        return below if certain else None

    def tables(self) -> list[PlainTable]:
        """Return the tables, those over several pages as one for each page.

        Raise BadData if the columns or rows of one are doubtful.
        """
        return [table for chain in self._chains for table in self._tables(chain)]

    def _tables(self, chain: Sequence[_Part]) -> Iterator[PlainTable]:
        _remove_heads_and_feet(chain)
        certain = [part for part in chain if part.certain]
        try:
            columns = _Columns(certain)
            for part in chain:
                if not part.certain and not columns.fit(part):
                    continue
                borders = [*columns.lefts, columns.right]
                rows = columns.rows(part)
                if part.header and len(rows) == len(part.header):
                    raise _Doubtful(part.header[0])  # perhaps its rows are in a table with rules
                table = PageTable(part.page, t("[page {number}]", number=part.page), borders, rows)
                yield PlainTable(table, part.top, part.above, part.below)
            columns.check_alignment()
        except _Doubtful as doubtful:
            sentence = (
                '{file}: page {number}: without rules it is not sure which column and row "{text}"'
                " belongs to: get the list as docx or xlsx"
            )
            text = doubtful.line.text[:60]
            number = next((part.page for part in chain if doubtful.is_in(part)), chain[-1].page)
            raise BadData(t(sentence, file=self._name, number=number, text=text)) from None


def _remove_heads_and_feet(chain: Sequence[_Part]) -> None:
    """Remove page numbers, and what is at the same place on several pages of a table."""
    places = Counter(
        _place(line) for part in chain if part.lines for line in {part.lines[0], part.lines[-1]}
    )
    for part in chain:
        while len(part.lines) > 1:
            above = max(line.bottom for line in part.lines[:-1])
            if not _is_foot(part.lines[-1], part.lines[-1].top - above, places):
                break
            part.lines.pop()
        while len(part.lines) > 1 and not part.header:
            below = min(line.top for line in part.lines[1:])
            if not _is_foot(part.lines[0], below - part.lines[0].bottom, places):
                break
            del part.lines[0]


def _is_foot(line: Line, gap: float, places: "Counter[tuple[int, str]]") -> bool:
    """Return whether a line at the end of a page, with this gap to the others, is none of a row."""
    is_known = places[_place(line)] > 1 or is_page_number(line.text)
    return is_known and gap >= line.height and not _has_number(line)


def _place(line: Line) -> tuple[int, str]:
    """Return where a line is, and its text without digits."""
    text = "".join(each for each in line.text if not (each.isdigit() or each == " "))
    return round(line.top), text


class _Doubtful(Exception):
    """A line of which it is not sure where it belongs."""

    def __init__(self, line: Line) -> None:
        super().__init__()
        self.line = line

    def is_in(self, part: _Part) -> bool:
        """Return whether the line is in this part of the table."""
        return any(line is self.line for line in (*part.header, *part.lines))


# --- The extent of a table ---


def _header_block(lines: Sequence[Line], index: int, rules: Sequence[float]) -> tuple[int, int]:
    """Return the first line of a header and the one after its last, by the rules around it."""
    line = lines[index]
    above = max((rule for rule in rules if rule <= line.top + 1), default=None)
    below = min((rule for rule in rules if rule >= line.bottom - 1), default=None)
    if above is None or below is None:
        return index, index + 1
    inside = [
        number
        for number, each in enumerate(lines)
        if above - 1 <= each.top and each.bottom <= below + 1
    ]
    if not 0 < len(inside) <= _MOST_HEADER_LINES or index not in inside:
        return index, index + 1
    if any(_has_number(lines[number]) for number in inside):
        return index, index + 1
    return inside[0], inside[-1] + 1


def _until_end(lines: Sequence[Line], rules: Sequence[float]) -> tuple[list[Line], list[Line]]:
    """Return the lines of a table, and those below it: a rule or a wide gap is between them."""
    last = max((index for index, line in enumerate(lines) if _has_number(line)), default=-1)
    if last < 0:
        return list(lines), []
    end = _end_by_rule(lines, last, rules)
    for index in range(last + 1, end):
        gap = lines[index].top - max(line.bottom for line in lines[:index])
        if gap > _TABLE_END * lines[index - 1].height:
            end = index
            break
    return list(lines[:end]), list(lines[end:])


def _end_by_rule(lines: Sequence[Line], last: int, rules: Sequence[float]) -> int:
    """Return the index behind the lines above the rule that ends a table.

    `last`: the last line with a number. Without rules between the rows it is the next rule, else
    the last one.
    """
    upper, lower = lines[0], lines[last]
    below = [rule for rule in rules if rule > lower.bottom - 1]
    if not below:
        return len(lines)
    between = any(upper.bottom - 1 < rule < lower.top + 1 for rule in rules)
    rule = max(below) if between else min(below)
    return sum(line.top < rule for line in lines)


def _has_number(line: Line) -> bool:
    return any(_is_number(part.text) for part in line.parts())


def _is_number(text: str) -> bool:
    """Return whether a text is the number of a standard or a plan number."""
    return bool(parse(text) or plan_number(text))


# --- Columns ---


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
    return section_level(line.text) is not None and not _has_number(line)


class _Columns:
    """The columns of a table, by the white space between them."""

    def __init__(self, chain: Sequence[_Part]) -> None:
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
            raise _Doubtful(header[0])
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
        with_number = [line for line in lines if len(line.parts()) > 1 and _has_number(line)]
        for shown in (lines, with_number):
            if shown and len(bands := _text_bands([*header, *shown])) == len(header[0].parts()):
                return bands
        if not with_number:
            raise _Doubtful(header[0])
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
                    raise _Doubtful(line)
                row[covered[0]] = PageCell(part.text, columns=len(covered))
            rows.append(row)
        if any(cell is not None and cell.columns > 1 for row in rows for cell in row):
            if len(rows) != 2 or any(cell and cell.columns > 1 for cell in rows[1]):
                raise _Doubtful(lines[0])
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
            raise _Doubtful(self._chain[0].header[0])
        return counts.index(max(counts))

    # --- Rows ---

    def rows(self, part: _Part) -> list[Row]:
        """Return the rows of a part of the table; raise _Doubtful if one is not sure."""
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

    def _body(self, part: _Part) -> list[Line]:
        """Return the lines of a part without those below its rows that go across the columns."""
        for index, line in enumerate(part.lines):
            if not _is_section(line) and None in map(self._column, line.words):
                rest = part.lines[index:]
                if part is not self._chain[-1] or any(map(_has_number, rest)):
                    raise _Doubtful(line)
                part.below = [*line_texts(rest), *part.below]
                return part.lines[:index]
        return part.lines

    def fit(self, part: _Part) -> bool:
        """Return whether a line is like those of the rows: its texts are in several columns."""
        return any(
            len(parts := line.parts()) > 1 and None not in map(self._column, parts)
            for line in part.lines
        ) or self.is_rest(part.lines[:1])

    def _run_rows(self, lines: Sequence[Line], part: _Part) -> list[Row]:
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
        except _Doubtful:
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
                raise _Doubtful(line)
        for block in blocks[self.is_rest(blocks[0]) :]:
            if not self._is_row(block):
                raise _Doubtful(block[0])
        if _may_be_centred([len(block) - 1 for block in blocks]):
            self._unclear = self._unclear or next(each[1] for each in blocks if len(each) > 1)
        elif any(len(block) > 1 for block in blocks):
            self._top_aligned = True
        return blocks

    def check_alignment(self) -> None:
        """Raise _Doubtful if numbers may stand at the top or in the middle of their rows."""
        if self._unclear is not None and not self._top_aligned:
            raise _Doubtful(self._unclear)

    def _goes_on(self, block: Sequence[Line], line: Line) -> bool:
        """Return whether a line has the rest of the number of a row."""
        return not self._is_row([line]) and self._is_row([*block, line])

    def _check_rest(self, block: Sequence[Line], line: Line, same_page: bool = True) -> None:
        """Raise _Doubtful if a line does not go on with full lines of the row."""
        last = block[-1]
        if same_page and line.top < last.bottom - SAME_LINE * last.height:
            raise _Doubtful(line)
        for index, cell in self._cells(line).items():
            above = self._cells(last).get(index)
            if above is None or _COMPLETE.fullmatch(above.text):
                raise _Doubtful(line)
            shifts = (cell.left - above.left, cell.right - above.right,
                      (cell.left + cell.right - above.left - above.right) / 2)  # fmt: skip
            first = next(word for word in line.words if word.left == cell.left)
            letters = len(first.text) if first.text.isascii() else 1
            room = self._widths[index] - (above.right - above.left)
            needed = (first.right - first.left) * letters / len(first.text)
            if min(map(abs, shifts)) > _ALIGNED or room > needed + line.height / 2:
                raise _Doubtful(line)

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
                raise _Doubtful(line)
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
