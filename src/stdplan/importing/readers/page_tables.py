"""Tables printed over several pages: the parts joined, merged cells filled, wrapped texts joined.

Rule: a list on paper is read as it was before it was printed. The header is repeated on the next
page or missing there. A merged cell counts for each of its rows, also on the next page, where it
is not printed again. A row that breaks at the end of a page is one row. A number or date that
breaks at the end of a line is joined; Chinese lines are joined without a blank, Latin words with
one.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

# How far the borders of a table on two pages may be apart, in points.
_TOLERANCE = 4.0


@dataclass(slots=True)
class PageCell:
    """A cell on a page, and how many rows and columns of its table it spans there."""

    text: str
    rows: int = 1
    columns: int = 1


# The cells of a row by column. A cell over several rows is in each of them; where a cell covers
# several columns, it is in the first, and the others have None.
Row = list[PageCell | None]


@dataclass(slots=True)
class PageTable:
    """The part of a table that is on one page.

    `first_line` is the number of its first row on the page. `starts_anew`: a text above it says
    that it is another table, even if its header is the same. `borders`: where its columns begin,
    and where the last one ends.
    """

    page: int
    place: str
    borders: Sequence[float]
    rows: list[Row]
    title: str = ""
    starts_anew: bool = False
    first_line: int = 1
    continues: bool = False

    def lines(self) -> Iterator[tuple[int, list[str]]]:
        """Yield the number and the cells of each row, with wrapped texts joined."""
        for number, row in enumerate(self.rows, self.first_line):
            yield number, ["" if cell is None else join_lines(cell.text) for cell in row]


# Return the index of the header among the rows of a table, None if it has no known header.
FindHeader = Callable[[PageTable], int | None]


def join_pages(tables: Sequence[PageTable], find_header: FindHeader) -> list[str]:
    """Join the parts of each table; return the cells that may be merged with the page before.

    Repeated headers are removed, cells merged over a page end are filled, and rows broken by a page
    end are joined. `PageTable.continues` says which tables go on with the one before.
    """
    doubtful: list[str] = []
    chain: list[PageTable] = []
    header: list[list[str]] = []  # the first table of the chain, from its header on
    for table in tables:
        if chain:
            _part_from_header(table, header)
        index = find_header(table)
        repeated = _repeated_header(table, header) if chain else 0
        is_wide = chain and _same_borders(chain[0], table)
        if is_wide and (index is None or (repeated and not table.starts_anew)):
            table.rows = table.rows[repeated:]
            table.first_line += repeated
            table.continues = True
            chain.append(table)
        else:
            doubtful += _join_chain(chain, header)
            chain = [] if index is None else [table]
            header = [_folded(row) for row in table.rows[index:]] if index is not None else []
    return doubtful + _join_chain(chain, header)


def _folded(row: Row) -> list[str]:
    return ["" if cell is None else "".join(cell.text.split()) for cell in row]


def _part_from_header(table: PageTable, header: list[list[str]]) -> None:
    """Remove the repeated header from the first row if no rule is printed between them."""
    if not table.rows or len(header[0]) != len(table.rows[0]):
        return
    texts = ["" if cell is None else cell.text for cell in table.rows[0]]
    if not all(map(str.startswith, map(_without_blanks, texts), header[0])):
        return
    for cell, name in zip(table.rows[0], header[0], strict=True):
        if cell is None or len(_without_blanks(cell.text)) == len(name):
            return
    for cell, name in zip(table.rows[0], header[0], strict=True):
        if cell is not None:
            lines = cell.text.split("\n")
            while name and lines and name.startswith(_without_blanks(lines[0])):
                name = name.removeprefix(_without_blanks(lines.pop(0)))
            cell.text = "\n".join(lines)


def _without_blanks(text: str) -> str:
    return "".join(text.split())


def _repeated_header(table: PageTable, header: list[list[str]]) -> int:
    """Return how many rows at the top of a table repeat the header of the one before."""
    count = 0
    for row, original in zip(table.rows, header, strict=False):
        if _folded(row) != original:
            break
        count += 1
    return count


def _same_borders(first: PageTable, second: PageTable) -> bool:
    """Return whether two tables have the same columns; pages may have different margins."""
    if len(first.borders) != len(second.borders):
        return False
    shift = second.borders[0] - first.borders[0]
    return all(
        abs(other - own - shift) <= _TOLERANCE
        for own, other in zip(first.borders, second.borders, strict=True)
    )


# --- Page ends within a table ---


@dataclass(slots=True)
class _PrintedColumn:
    """What the cells of a column are like, apart from those at the top of a page."""

    merged: bool = False
    empty: bool = False
    spans: list[int] = field(default_factory=list)

    @property
    def always_filled(self) -> bool:
        """Return whether each row has its own text here."""
        return bool(self.spans) and not self.merged and not self.empty


def _join_chain(chain: list[PageTable], header: list[list[str]]) -> list[str]:
    """Fill merged cells and join broken rows at the page ends of one table."""
    parts = [table for table in chain if table.rows]
    if len(parts) < 2:
        return []
    columns = _columns(parts, header)
    keys = [index for index, column in enumerate(columns) if column.always_filled]
    doubtful = []
    for above, below in pairwise(parts):
        if not below.rows or not above.rows:
            continue
        last, top = above.rows[-1], below.rows[0]
        if _is_wide(last) or _is_wide(top):
            continue
        is_broken = keys and not _text(top[keys[0]]) and _text(last[keys[0]])
        if is_broken:
            _join_rows(last, top)
            del below.rows[0]
            below.first_line += 1
        for upper, lower, column in zip(last, top, columns, strict=True):
            if is_broken and lower and lower.rows == 1:
                continue
            if not _fill(upper, lower, column):
                doubtful.append(f"{below.place}:{below.first_line}")
    return list(dict.fromkeys(doubtful))


def _columns(parts: Sequence[PageTable], header: list[list[str]]) -> list[_PrintedColumn]:
    columns = [_PrintedColumn() for _ in parts[0].rows[0]]
    for number, table in enumerate(parts):
        for line, row in enumerate(table.rows):
            if _is_wide(row) or (not number and _is_above_rows(table, line, header)):
                continue
            for index, (column, cell) in enumerate(zip(columns, row, strict=True)):
                at_top = number > 0 and cell is table.rows[0][index]
                if cell is None or (at_top and not cell.text):
                    continue
                column.spans.append(cell.rows)
                column.merged |= cell.rows > 1
                column.empty |= not cell.text
    return columns


def _is_above_rows(table: PageTable, line: int, header: list[list[str]]) -> bool:
    """Return whether a row of the first part is the header, or above it."""
    return line <= len(table.rows) - len(header)


def _is_wide(row: Row) -> bool:
    """Return whether one cell covers most of a row, as in section lines."""
    return any(cell is not None and cell.columns * 2 > max(len(row), 3) for cell in row)


def _text(cell: PageCell | None) -> str:
    return cell.text if cell else ""


def _join_rows(last: Row, top: Row) -> None:
    """Add the texts of the rest of a row, which is on the next page."""
    for above, below in zip(last, top, strict=True):
        if above and below and below.text and below.rows == 1:
            above.text = f"{above.text}\n{below.text}" if above.text else below.text


def _fill(last: PageCell | None, top: PageCell | None, column: _PrintedColumn) -> bool:
    """Give both parts of a cell that is merged over a page end the same text.

    Return False if it is doubtful whether they are one cell.
    """
    if last is None or top is None or bool(last.text) == bool(top.text):
        return True
    if top.text:  # the text may be in the middle of the cell
        if last.rows > 1 and top.rows > 1:
            last.text = top.text
        return True
    if top.rows > 1 or (column.merged and not column.empty):
        top.text = last.text
        return True
    return last.rows == 1


# --- Wrapped texts ---

_COMPLETE = re.compile(r"(?:[-–—‐‑:：](?:19|20)\d\d|\d{4}-\d\d-\d\d)$", re.ASCII)
_NEW_NUMBER = re.compile(r"(?!(?:IDT|MOD|NEQ|EQV)\b)(?:[A-Z]{2,}\b|[A-Z]+/[A-Z]|\d{2})", re.ASCII)
_ENDS_OPEN = tuple("-–—‐‑/.:_(（\u00ad")
_BEGINS_OPEN = tuple("-–—‐‑/.:,;)）%_")
_FREE_DASH = re.compile(r"(?:^|\s)[-–—]+$")
_WIDE = re.compile("[\u2e80-\ua4cf\uf900-\ufaff\ufe30-\uffef\u2018-\u201d\u2026\u3000-\u303f]")


def join_lines(text: str) -> str:
    r"""Return the text of a cell whose lines were wrapped to its width.

    >>> join_lines("JB/T\n3914-\n2026"), join_lines("ISO\n9138:201\n5，MOD")
    ('JB/T 3914-2026', 'ISO 9138:2015，MOD')
    >>> join_lines("测试方\n法"), join_lines("Part 1 –\nGeneral\nrules")
    ('测试方法', 'Part 1 – General rules')
    """
    first, *others = [line for each in text.split("\n") if (line := each.strip())] or [""]
    joined = first
    for line in others:
        separator = _separator(joined, line)
        if joined.endswith("\u00ad"):  # a soft hyphen is printed only where a word is broken
            joined = joined[:-1]
        joined += separator + line
    return joined


def _separator(before: str, after: str) -> str:
    """Return what to put between two lines of a cell: nothing, a blank or a line break."""
    if _COMPLETE.search(before) and _NEW_NUMBER.match(after):
        return "\n"
    if _WIDE.match(before[-1]) or _WIDE.match(after[0]):
        return ""
    if _FREE_DASH.search(before):
        return " "
    if before.endswith(_ENDS_OPEN) or after.startswith(_BEGINS_OPEN):
        return ""
    return "" if before[-1].isdigit() and after[0].isdigit() else " "
