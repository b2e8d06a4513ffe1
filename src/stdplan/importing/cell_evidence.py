"""What the cells of a list say about its columns: numbers of standards, titles, dates, words.

    evidence, pieces = first_look(pieces, width=4)
    evidence.tally(0, is_number).share    # 1.0: the first column has nothing but numbers

Rule: only the first rows are looked at, and a column only when there is a question about it. What
follows for the columns is decided in column_choice.py and number_column.py.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from stdplan.domain.codes import STATUSES
from stdplan.domain.dates import BadDate, NotADate, parse_date
from stdplan.domain.numbers import parse, parse_list, plan_number, unnumbered_draft
from stdplan.domain.text import clean_code, is_empty
from stdplan.importing.header_names import fold
from stdplan.importing.layouts import value_words
from stdplan.importing.markup import has_markup, without_markup
from stdplan.importing.readers.rows import Block, SourceRow, iter_rows

LOOKED_AT = 200  # rows at the beginning of a list
Test = Callable[[str], bool]


class Tally(NamedTuple):
    """How many cells of a column have text, how many of these fit, and how many of those differ.

    `example`: the first cell that fits.
    """

    filled: int
    fitting: int
    distinct: int
    example: str

    @property
    def share(self) -> float:
        """Return the part of the filled cells that fit, 0 if the column is empty."""
        return self.fitting / self.filled if self.filled else 0.0


class CellEvidence:
    """The first cells of each column of a list."""

    def __init__(self, columns: Sequence[Sequence[str]], row_count: int) -> None:
        """`columns`: the cells by column; `row_count`: how many rows a whole column has; 0 if each
        column may be that of another list."""
        self.row_count = row_count
        self._columns = columns
        self._texts: dict[int, list[str]] = {}
        self._tallies: dict[tuple[int, Test], Tally] = {}

    def cells(self, index: int) -> Sequence[str]:
        """Return the first cells of a column, as they are written."""
        return self._columns[index] if index < len(self._columns) else ()

    def texts(self, index: int) -> list[str]:
        """Return the texts of the first cells of a column, without empty ones."""
        if index not in self._texts:
            cleaned = map(_plain, self.cells(index))
            self._texts[index] = [text for text in cleaned if not is_empty(text)]
        return self._texts[index]

    def tally(self, index: int, test: Test) -> Tally:
        """Return how many of the first cells of a column fit a test."""
        if (index, test) not in self._tallies:
            texts = self.texts(index)
            fitting = [text for text in texts if test(text)]
            example = fitting[0] if fitting else ""
            tally = Tally(len(texts), len(fitting), len(set(fitting)), example)
            self._tallies[index, test] = tally
        return self._tallies[index, test]


def _plain(cell: str) -> str:
    return clean_code(without_markup(cell) if has_markup(cell) else cell)


def first_look(
    pieces: Iterator[SourceRow | Block], width: int
) -> tuple[CellEvidence, Iterator[SourceRow | Block]]:
    """Return the evidence of the first rows below a header, and all pieces again."""
    read: list[SourceRow | Block] = []
    columns: list[list[str]] = [[] for _ in range(width)]
    count = 0
    for piece in pieces:
        read.append(piece)
        count += _add(columns, piece)
        if count >= LOOKED_AT:
            break
    return CellEvidence(columns, count), chain(read, pieces)


def whole_look(pieces: Iterable[SourceRow | Block], width: int) -> CellEvidence:
    """Return the evidence of a list that was put together, where the first text of a column may be
    far below: more cells follow those of the first rows. All rows are read."""
    columns: list[list[str]] = [[] for _ in range(width)]
    filled = [0] * width
    for count, row in enumerate(iter_rows(pieces)):
        cells = [] if row.fault else row.cells
        for index, column in enumerate(columns):
            cell = cells[index] if index < len(cells) else ""
            if count < LOOKED_AT or (cell and filled[index] < LOOKED_AT):
                column.append(cell)
                filled[index] += bool(cell)
    return CellEvidence(columns, 0)


def _add(columns: list[list[str]], piece: SourceRow | Block) -> int:
    """Add the cells of a piece to the columns; return how many rows were added."""
    if isinstance(piece, Block):
        for column, cells in zip(columns, piece.columns, strict=False):
            column += cells[:LOOKED_AT]
        return min(len(piece), LOOKED_AT)
    if piece.fault:
        return 0
    for index, column in enumerate(columns):
        column.append(piece.cells[index] if index < len(piece.cells) else "")
    return 1


# --- The kinds of cells ---

_HAS_DIGIT = re.compile("[0-9０-９]")
# Codes of other kinds: A001, 3.published.
_CODE = re.compile("[A-Za-z]{1,4}[-_]?[0-9]{1,6}|[a-z0-9]+(?:[._-][a-z0-9]+)*")
_SERIAL = re.compile(r"[0-9][0-9 .:/()（）-]*")
_LONGEST_ENTRY = 300  # characters of a number and a title in one cell
# A title, then its number, perhaps in brackets.
_NUMBER_LAST = re.compile(r"(?P<title>.*[^\s（(])[\s（(]+(?P<number>[A-Z][^（(]*[0-9])[)）]?")
# A number of a foreign body may have any words in it; a title is one in quotation marks, or of
# several words after a colon or a dash.
_FREE_FORMS = frozenset(("other", "international"))
_NUMBER_THEN_TITLE = re.compile(
    r"""(?P<number>[A-Z0-9](?:[^:：,"“–—]|:(?=[0-9]))*?[0-9][^ :：,"“–—]*(?::[0-9]{4})?)"""
    r"""(?:\s*[:：]\s+|\s+[-–—]\s+|\s+(?=["“]))"""
    r"""(?P<title>["“].{3,}["”]|[^\W\d_][^\W_]{2,} .*[^\W\d_]{3,}.*)"""
)
# EN 60335-1:2012 Household appliances.
_DATED_THEN_TITLE = re.compile(
    r"(?P<number>[A-Z][A-Z /-]*[0-9][^ ]*[:-](?:19|20)[0-9]{2}(?:\+[A-Z0-9:]+)*) "
    r"(?!Edition|First|Second|Third|Part|Issue|Amd|Amendment|Annex|Cor|Rev|Supplement|Version"
    r"|Draft|Entwurf|Beiblatt)"
    r"(?P<title>[A-Z][^\W\d_]{2,}[ -].*[^\W\d_]{3,}.*)"
)
_LETTERS = re.compile(r"[^\W\d_]")
_DESIGNATION = re.compile(r"[A-Z][A-Z/.-]*(?: [A-Z][A-Za-z/.-]*)*[ /-][0-9]")
_LONGEST_DESIGNATION = 40
_CHINESE = re.compile("[\u3400-\u9fff]")
_ADDRESS = re.compile(r"https?://|www\.|@")
# Cells that end with these are names of organizations.
_ORGANIZATION = re.compile(
    "(?:公司|研究院|研究所|设计院|科学院|大学|学院|中心|协会|学会|委员会|集团|厂|局|部|司|处|院|所"
    r"|\b(?:Inc|Ltd|LLC|GmbH|Institute|University|Committee|Association))\.?$",
    re.IGNORECASE,
)
_LONGEST_TITLE = 200


def is_number(text: str) -> bool:
    """Return whether a cell is the number of one standard.

    >>> is_number("GB/T 1-2020"), is_number("90016")
    (True, False)
    """
    return _HAS_DIGIT.search(text) is not None and parse(text) is not None


def is_dated_number(text: str) -> bool:
    """Return whether a text is the number of a standard with its year.

    >>> is_dated_number("GB/T 1-2020"), is_dated_number("ISO 9001")
    (True, False)
    """
    number = parse(clean_code(text)) if _HAS_DIGIT.search(text) else None
    return number is not None and number.year is not None


def looks_numbered(text: str) -> bool:
    """Return whether a cell has a digit, but is neither a date nor a whole number."""
    return _HAS_DIGIT.search(text) is not None and not (is_day(text) or text.isdecimal())


def is_sure_number(text: str) -> bool:
    """Return whether a cell is the number of a standard whatever its header is: with its year, or
    of a body outside China. A stock number such as JC-001 looks like an undated one.

    >>> is_sure_number("JC/T 1-2020"), is_sure_number("ISO 9001"), is_sure_number("JC-001")
    (True, True, False)
    """
    number = parse(text) if _HAS_DIGIT.search(text) else None
    return number is not None and (number.year is not None or number.family in _FREE_FORMS)


def fits_number(text: str) -> bool:
    """Return whether a cell may be in a column of numbers: a number or several, a plan number, or
    the number of a draft without digits."""
    if parse(text) or plan_number(text) or unnumbered_draft(text):
        return True
    several = parse_list(text) if len(text) < _LONGEST_ENTRY else []
    return len(several) > 1 and all(map(parse, several))


def is_plan_number(text: str) -> bool:
    """Return whether a cell is the number of a project in a plan."""
    return plan_number(text) is not None


def is_serial(text: str) -> bool:
    """Return whether a cell has digits only, as row counters and ids have."""
    return _SERIAL.fullmatch(text) is not None


def is_other_text(text: str) -> bool:
    """Return whether a cell is no number of any kind: a counter, a date, or words.

    >>> is_other_text("12"), is_other_text("车床"), is_other_text("住建部令第 37 号")
    (True, True, False)
    """
    return is_serial(text) or is_date(text) or not _HAS_DIGIT.search(text)


def is_code(text: str) -> bool:
    """Return whether a cell is no number of a standard, but a code of another kind.

    >>> is_code("3.published"), is_code("A001"), is_code("FIPS 140-3")
    (True, True, False)
    """
    return is_other_text(text) or _CODE.fullmatch(text) is not None


def is_entry(text: str) -> bool:
    """Return whether a cell has the number of a standard and its title."""
    return split_entry(text) is not None


def split_entry(text: str) -> tuple[str, str] | None:
    """Return the number and the title of a cell that has both, None for any other cell.

    >>> split_entry("GB/T 191-2008 包装储运图示标志")
    ('GB/T 191-2008', '包装储运图示标志')
    >>> split_entry("包装储运图示标志（GB/T 191-2008）")
    ('GB/T 191-2008', '包装储运图示标志')
    >>> split_entry("GB/T 191-2008"), split_entry("包装储运图示标志")
    (None, None)
    """
    if len(text) > _LONGEST_ENTRY or not _HAS_DIGIT.search(text):
        return None
    if "《" not in text and (number := parse(text)):
        return _split_foreign(text) if number.family in _FREE_FORMS else None
    from stdplan.importing.readers.text_entries import parse_entry

    entry = parse_entry(text)
    if entry and entry.keys() == {"number", "title"}:
        return entry["number"], entry["title"]
    match = _NUMBER_LAST.fullmatch(text)
    if entry is None and match and is_number(match["number"]):
        return match["number"], match["title"].strip(" ，,：:《》")
    return None


def _split_foreign(text: str) -> tuple[str, str] | None:
    """Return the number and the title of a cell such as `RFC 3162: "RADIUS and IPv6"`.

    Of the numbers of this body only the beginning is known."""
    match = _NUMBER_THEN_TITLE.fullmatch(text)
    if match is None or not is_number(match["number"]):
        match = _DATED_THEN_TITLE.fullmatch(text)
        if match is None or not is_dated_number(match["number"]):
            return None
    return match["number"], match["title"].strip(' "“”')


def is_date(text: str) -> bool:
    """Return whether a cell is a day, a month or a year."""
    if not _HAS_DIGIT.search(text):
        return False
    try:
        parse_date(text)
    except (BadDate, NotADate):
        return False
    return True


def is_day(text: str) -> bool:
    """Return whether a cell is a date with signs or words between digits; others may be counts."""
    return not text.isdecimal() and is_date(text)


def is_status_word(text: str) -> bool:
    """Return whether a cell is a word for the status of a standard."""
    words = (word for code, labels in STATUSES.items() for word in (code, *labels))
    return fold(text) in value_words("status") or fold(text) in map(fold, words)


def is_word_of_end(text: str) -> bool:
    """Return whether a cell is a word for the status of a standard that has ended."""
    from stdplan.importing.status_words import read_status

    cell = read_status(text)
    return is_status_word(text) and cell is not None and cell.status == "withdrawn"


def is_designation(text: str) -> bool:
    """Return whether a cell may be the number of a standard of any body: capital letters, then
    digits.

    >>> is_designation("SP 800-53 Rev. 5"), is_designation("BBE3"), is_designation("12-1")
    (True, False, False)
    """
    return _DESIGNATION.match(text) is not None and len(text) <= _LONGEST_DESIGNATION


def is_title(text: str) -> bool:
    """Return whether a cell may be the title of a standard."""
    return (
        1 < len(text) <= _LONGEST_TITLE
        and len(_LETTERS.findall(text)) * 2 > len(text.replace(" ", ""))
        and (_CHINESE.search(text) is not None or len(text) > 3)
        and not (_ADDRESS.search(text) or _ORGANIZATION.search(text))
        and not (is_number(text) or is_date(text) or is_status_word(text))
    )


def is_long_title(text: str) -> bool:
    """Return whether a cell is a title by itself, whatever the header of its column is."""
    return is_title(text) and (len(text) > 4 if _CHINESE.search(text) else len(text.split()) > 1)
