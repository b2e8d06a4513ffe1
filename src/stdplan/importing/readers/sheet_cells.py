"""The cells of workbooks of every form (xlsx, xls, ods): what a person sees in the sheet.

Rules:
* The value of a merged block counts for each of its rows, in the first column of the block. A row
  that has nothing else stays blank. What a block covers is not shown, so it is not read.
* A number is read as the sheet shows it where its format adds zeros or letters (`0000`, `"T"000`).
  A format that rounds a number, or separates thousands, changes nothing.
* An error value, or a formula that was never computed, is a fault of its row.
* A damaged workbook is refused with one message, whatever its reader raises.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import NamedTuple

from stdplan.errors import BadData, StdplanError
from stdplan.i18n import t
from stdplan.importing.readers.damage import file_reason
from stdplan.importing.readers.rows import ERROR_CELLS
from stdplan.importing.readers.tabular import GridLine
from stdplan.importing.readers.text_files import ListFile

# The value of a formula that was never computed.
NEVER_COMPUTED = "\0formula"
_NO_VALUES = ERROR_CELLS | {NEVER_COMPUTED}
# A sheet with more merged blocks is no list.
MOST_BLOCKS = 200_000


@contextmanager
def readable_workbook(file: ListFile) -> Iterator[None]:
    """Turn the errors of a damaged workbook into BadData."""
    try:
        yield
    except StdplanError:
        raise
    # A damaged workbook makes zipfile, the XML parser, openpyxl and xlrd raise errors without a
    # common base class.
    except Exception as error:
        reason = file_reason(error)
        sentence = (
            "{file}: the file is damaged, or not a workbook that can be read ({reason}): save"
            " it again as xlsx or csv"
        )
        raise BadData(t(sentence, file=file.name, reason=reason)) from None


class MergedBlock(NamedTuple):
    """A merged block of cells: its first and last row (from 1) and column (from 0)."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int


def shown_lines(
    lines: Iterable[GridLine], blocks: Collection[MergedBlock], faults: dict[int, str]
) -> Iterator[GridLine]:
    """Yield the lines with merged blocks filled, and without empty cells at their ends.

    Add the lines with an error value to `faults`.
    """
    yield from without_errors(fill_blocks(lines, blocks) if blocks else lines, faults)


def without_errors(lines: Iterable[GridLine], faults: dict[int, str]) -> Iterator[GridLine]:
    """Yield the lines without empty cells at their ends; add those with an error to `faults`."""
    for line, cells in lines:
        while cells and not cells[-1]:
            cells.pop()
        if not _NO_VALUES.isdisjoint(cells):
            for error in filter(ERROR_CELLS.__contains__, cells):
                faults[line] = t("the cell contains the error {error}", error=error)
            if NEVER_COMPUTED in cells:
                faults[line] = t("a formula was never computed: open and save the workbook once")
                cells = ["" if cell == NEVER_COMPUTED else cell for cell in cells]
        yield line, cells


def fill_blocks(lines: Iterable[GridLine], blocks: Iterable[MergedBlock]) -> Iterator[GridLine]:
    """Yield the lines, each row of a merged block with the value of the block.

    >>> lines = [(1, ["a", "x"]), (2, ["", "y"]), (3, ["", ""])]
    >>> list(fill_blocks(lines, [MergedBlock(1, 0, 3, 0)]))
    [(1, ['a', 'x']), (2, ['a', 'y']), (3, ['', ''])]
    """
    waiting = sorted(blocks, reverse=True)
    filling = OpenBlocks()
    for line, cells in lines:
        starting = []
        while waiting and waiting[-1].first_row <= line:
            starting.append(waiting.pop())
        yield line, filling.fill(line, cells, starting)


class OpenBlocks:
    """The merged blocks that began in the lines above, or in the current line."""

    def __init__(self) -> None:
        # By first column. Blocks do not overlap, so a column has only one at a time.
        self._begun: dict[int, tuple[MergedBlock, str]] = {}

    def fill(self, line: int, cells: list[str], starting: Iterable[MergedBlock]) -> list[str]:
        """Return the cells of a line with the values of the blocks; `starting`: those that begin in
        it."""
        above = self._begun
        if above:
            above = {column: each for column, each in above.items() if each[0].last_row >= line}
        self._begun = above.copy()
        for block in starting:
            value = cells[block.first_column] if block.first_column < len(cells) else ""
            _hide(cells, block.first_column + 1, block.last_column)
            if block.last_row > line and value.strip():
                self._begun[block.first_column] = block, value
        for block, _ in above.values():
            _hide(cells, block.first_column, block.last_column)
        if above and any(map(str.strip, cells)):
            cells += [""] * (max(above) + 1 - len(cells))
            for column, (_, value) in above.items():
                cells[column] = value
        return cells


def _hide(cells: list[str], first: int, last: int) -> None:
    """Empty the cells from `first` to `last`."""
    count = min(last + 1, len(cells)) - first
    if count > 0:
        cells[first : first + count] = [""] * count


# --- Number formats ---

# What a format shows besides digits: quoted text, an escaped character, a condition or colour.
_QUOTED = re.compile(r'"([^"]*)"|\\(.)|\[[^\]]*\]|_.|\*.')
_LITERAL = "\ue000"
_ZEROS = re.compile("([^0-9#?.,%@EeGg]*)(0+)(?:\\.(0+))?([^0-9#?.,%@EeGg]*)")


@lru_cache(256)
def _zeros(number_format: str) -> tuple[str, int, int, str] | None:
    """Return the text before and after a number, and how many digits its format shows before and
    after the point; None for a format that adds no zeros."""
    literals: list[str] = []

    def keep(match: "re.Match[str]") -> str:
        literals.append(match[1] or match[2] or "")
        return _LITERAL

    pattern = _QUOTED.sub(keep, number_format.partition(";")[0])
    match = _ZEROS.fullmatch(pattern)
    if match is None or (len(match[2]) < 2 and not match[3]):
        return None
    texts = iter(literals)
    before, after = (
        "".join(next(texts) if letter == _LITERAL else letter for letter in part)
        for part in (match[1], match[4])
    )
    return before.lstrip(), len(match[2]), len(match[3] or ""), after.rstrip()


def shows_zeros(number_format: str) -> bool:
    """Return whether a format adds zeros to a number."""
    return _zeros(number_format) is not None


def number_text(value: float, number_format: str = "General") -> str:
    """Return a number as its format shows it, if the format only adds to it.

    >>> number_text(107.0, "0000"), number_text(1.1, "0.00"), number_text(5.0)
    ('0107', '1.10', '5')
    """
    is_whole = isinstance(value, int) or (isinstance(value, float) and value.is_integer())
    plain = str(int(value)) if is_whole else str(value)
    if value < 0 or number_format == "General" or (zeros := _zeros(number_format)) is None:
        return plain
    before, digits, decimals, after = zeros
    if digits < 2 and (is_whole or before or after):  # 2011 with the format 0.00 is a year
        return plain
    shown = f"{value:0{digits + decimals + 1 if decimals else digits}.{decimals}f}"
    return before + shown + after if float(shown) == float(value) else plain
