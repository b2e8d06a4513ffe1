"""Tables without rules (printed lines) between their columns: where they begin and end.

Rule: such a table is read only if nothing is doubtful, else the file is refused (page_columns.py).
A known header begins it. A line across the columns is a line of its own: a section line, a remark
or a page number.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from stdplan.domain.text import shown
from stdplan.errors import BadData
from stdplan.i18n import t
from stdplan.importing.header_names import fold
from stdplan.importing.readers.page_columns import Columns, Doubtful, Part, has_number
from stdplan.importing.readers.page_lines import Line, is_page_number, line_texts
from stdplan.importing.readers.page_tables import PageTable

MOST_WORDS = 400_000  # of the tables without rules of one file
_TABLE_END = 4.0  # heights: a table ends at a wider gap
_MOST_HEADER_LINES = 4


class PlainTable(NamedTuple):
    """A table without rules, with the lines above and below it on its page."""

    table: PageTable
    top: float
    above: list[str]
    below: list[str]


# Return whether a line of texts is a known header.
IsHeader = Callable[[Sequence[str]], bool]


class PlainTables:
    """Collects the tables without rules, page after page."""

    def __init__(self, name: str, is_header: IsHeader) -> None:
        """`name` is the file's name in messages."""
        self._name, self._is_header = name, is_header
        self._chains: list[list[Part]] = []
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
            part = Part(
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
        certain = any(map(has_number, body))
        if not body:
            return None
        part = Part(page, [], body, rules, [], line_texts(below), certain)
        self._chains[-1].append(part)
        if certain or any(len(line.parts()) > 1 for line in body):
            self._last_page = page
        return below if certain else None

    def tables(self) -> list[PlainTable]:
        """Return the tables, those over several pages as one for each page.

        Raise BadData if the columns or rows of one are doubtful.
        """
        return [table for chain in self._chains for table in self._tables(chain)]

    def _tables(self, chain: Sequence[Part]) -> Iterator[PlainTable]:
        _remove_heads_and_feet(chain)
        certain = [part for part in chain if part.certain]
        try:
            columns = Columns(certain)
            for part in chain:
                if not part.certain and not columns.fit(part):
                    continue
                borders = [*columns.lefts, columns.right]
                rows = columns.rows(part)
                if part.header and len(rows) == len(part.header):
                    raise Doubtful(part.header[0])  # perhaps its rows are in a table with rules
                table = PageTable(part.page, t("[page {number}]", number=part.page), borders, rows)
                yield PlainTable(table, part.top, part.above, part.below)
            columns.check_alignment()
        except Doubtful as doubtful:
            sentence = (
                '{file}: page {number}: without rules it is not sure which column and row "{text}"'
                " belongs to: get the list as docx or xlsx"
            )
            text = shown(doubtful.line.text)
            number = next((part.page for part in chain if doubtful.is_in(part)), chain[-1].page)
            raise BadData(t(sentence, file=self._name, number=number, text=text)) from None


def _remove_heads_and_feet(chain: Sequence[Part]) -> None:
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
    return is_known and gap >= line.height and not has_number(line)


def _place(line: Line) -> tuple[int, str]:
    """Return where a line is, and its text without digits."""
    text = "".join(each for each in line.text if not (each.isdigit() or each == " "))
    return round(line.top), text


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
    if any(has_number(lines[number]) for number in inside):
        return index, index + 1
    return inside[0], inside[-1] + 1


def _until_end(lines: Sequence[Line], rules: Sequence[float]) -> tuple[list[Line], list[Line]]:
    """Return the lines of a table, and those below it: a rule or a wide gap is between them."""
    last = max((index for index, line in enumerate(lines) if has_number(line)), default=-1)
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
