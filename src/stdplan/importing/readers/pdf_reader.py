"""The reader of PDF files, by pdfplumber: the tables on their pages.

Rule: a table is read by its rules, or without them if page_columns.py is sure of its columns. A
page that is only a picture is named: its text would have to be recognized first. page_tables.py
joins tables over several pages. Damaged files, files with a password, and files beyond the limits
in pdf_limits.py are refused. The number and the day of an announcement are proposed for --set.

pdfplumber is an extra (`stdplan[pdf]`), because it takes as much space as all the rest.
"""

import logging
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from itertools import groupby, islice
from typing import Any, NamedTuple

from stdplan.errors import BadData, NoList, StdplanError
from stdplan.i18n import t
from stdplan.importing.readers import pdf_limits, tabular
from stdplan.importing.readers.announcements import with_proposals
from stdplan.importing.readers.damage import file_reason
from stdplan.importing.readers.grids import Grid
from stdplan.importing.readers.page_lines import Word, is_page_number, text_lines
from stdplan.importing.readers.page_tables import PageCell, PageTable, Row, join_pages
from stdplan.importing.readers.plain_tables import PlainTables
from stdplan.importing.readers.rows import ReadOptions
from stdplan.importing.readers.text_files import ListFile

_OPEN_SIDE = 5  # points by which the rules of a table reach beyond its outermost borders
_TOUCHING = 3  # points between rules that belong together
_TAIL = 2048  # bytes at the end of a file, which has its mark there
_UNREADABLE = "(cid:"  # how pdfminer writes a character that the font does not name
_CONTINUED = re.compile(r"[（(]?\s*(?:续|接)\s*(?:上)?\s*表?.{0,8}[)）]?|.{0,20}\(continued\)")
_HANGING = frozenset(
    "）)〕】》」』”’、，。；：！？,.;:"
)  # may be printed across the border of a cell
_WORD_GAP = 0.3  # of the size of letters: what is nearer is one word
_MOST_PROSE = 2_000  # lines outside of tables that are kept; announcements have a few


def find_pdf_tables(file: ListFile, options: ReadOptions) -> list[Grid]:
    """Return the tables of a PDF file, those over several pages as one grid for each page.

    Raise BadData if there are none, or if the file cannot be read.
    """
    try:
        import pdfplumber  # noqa: F401
    except ImportError:
        sentence = "{file}: to read PDF files, install pdfplumber: pip install 'stdplan[pdf]'"
        raise BadData(t(sentence, file=file.name)) from None
    pages = _read_pages(file, options)
    tables = [found.table for found in pages.found]
    find_header = partial(_find_header, options=options)
    for place in join_pages(tables, find_header):
        file.skipped.add("page end", place)
    return with_proposals([_grid(table) for table in tables if table.rows], pages.prose)


def _find_header(table: PageTable, options: ReadOptions) -> int | None:
    """Return the index of the known header among the rows of a table, None if it has none."""
    filled = [line for line in table.lines() if not tabular.is_blank(line[1])]
    index = tabular.find_header(filled[: tabular.HEADER_LINES], options)
    return None if index is None else filled[index][0] - table.first_line


def _grid(table: PageTable) -> Grid:
    faults = {
        line: t("the font of the PDF file does not say which character is printed in a cell")
        for line, cells in table.lines()
        if any(_UNREADABLE in cell for cell in cells)
    }
    return Grid(table.title, table.place, table.lines, faults, may_continue=table.continues)


@contextmanager
def _readable(file: ListFile) -> Iterator[None]:
    """Turn the errors of a damaged or protected file into BadData."""
    from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect

    for name in ("pdfminer", "pdfplumber"):  # they warn about details of fonts
        logging.getLogger(name).setLevel(logging.CRITICAL)
    try:
        yield
    except StdplanError:
        raise
    # A damaged file makes pdfminer raise errors of many classes.
    except Exception as error:
        cause = error.args[0] if error.args and isinstance(error.args[0], Exception) else error
        if isinstance(cause, StdplanError):
            raise cause from None
        if isinstance(cause, PDFPasswordIncorrect | PDFEncryptionError):
            sentence = "{file}: a password protects this file: save it without"
            raise BadData(t(sentence, file=file.name)) from None
        reason = file_reason(cause)
        sentence = "{file}: the PDF file is damaged ({reason}): get it again"
        raise BadData(t(sentence, file=file.name, reason=reason)) from None


class _FoundTable(NamedTuple):
    """A table, where it begins on its page, and the texts above and below it there.

    The texts reach as far as the next table or the end of the page.
    """

    table: PageTable
    top: float
    above: list[str]
    below: list[str]


@dataclass(slots=True)
class _Pages:
    """What was found on the pages: tables, the lines outside of them, and pages as pictures."""

    found: list[_FoundTable] = field(default_factory=list)
    prose: list[str] = field(default_factory=list)
    pictures: list[int] = field(default_factory=list)


def _read_pages(file: ListFile, options: ReadOptions) -> _Pages:
    """Return the tables of all pages, each with the text above it as its title."""
    from pdfminer.pdfpage import PDFPage
    from pdfplumber.pdf import PDF

    pages = _Pages()
    plain = PlainTables(file.name, partial(_is_header, options=options))
    with _readable(file), pdf_limits.bounded(pdf_limits.Budget(file.name)):
        _refuse_incomplete(file)
        document = PDF(file.binary, stream_is_external=True)  # type: ignore[arg-type]
        first_pages = islice(PDFPage.create_pages(document.doc), pdf_limits.LAST_PAGE + 1)
        if sum(1 for _ in first_pages) > pdf_limits.LAST_PAGE:
            sentence = "{file}: has over {count} pages; this is no list"
            raise BadData(t(sentence, file=file.name, count=pdf_limits.LAST_PAGE))
        for number, page in enumerate(document.pages, 1):
            page = _upright(document, page)
            if page.chars:
                _read_page(_without_copies(page), number, pages, plain)
            elif page.images:
                pages.pictures.append(number)
            page.close()
    pages.found += (_FoundTable(*table) for table in plain.tables())
    pages.found.sort(key=lambda found: (found.table.page, found.top))
    tables = [found.table for found in pages.found]
    _refuse_unreadable(file, tables)
    if not tables:
        raise _without_tables(file, pages.pictures)
    for number in pages.pictures:
        file.skipped.add("picture", str(number))
    _name_places(tables)
    _mark_titles(pages.found)
    return pages


def _is_header(cells: Sequence[str], options: ReadOptions) -> bool:
    """Return whether texts have two known names of columns: one may be part of a sentence."""
    return tabular.find_header([(0, []), (1, list(cells))], options) is not None


def _without_copies(page: Any) -> Any:
    """Return a page without characters that are printed twice at a place, to look bold."""
    places = {
        (each["text"], round(each["x0"]), round(each["top"])) for each in page.chars
    }  # fmt: skip
    return page if len(places) == len(page.chars) else page.dedupe_chars()


def _read_page(page: Any, number: int, pages: _Pages, plain: PlainTables) -> None:
    """Add the tables of a page and the text outside of them."""
    from pdfplumber.utils.text import extract_words

    ruled = _ruled_tables(page)
    outside = [each for each in page.chars if not any(_is_in(each, table) for table in ruled)]
    words = extract_words(outside, x_tolerance_ratio=_WORD_GAP, y_tolerance=1)
    lines = text_lines(
        [Word(*(word[key] for key in ("x0", "top", "x1", "bottom", "text"))) for word in words]
    )
    prose = plain.add_page(number, lines, _wide_rules(page))
    pages.prose += [line.text for line in prose[: _MOST_PROSE - len(pages.prose)]]
    for index, table in enumerate(ruled):
        _, top, _, bottom = table.bbox
        above = ruled[index - 1].bbox[3] if index else 0
        below = ruled[index + 1].bbox[1] if index + 1 < len(ruled) else page.height
        rows, borders = _rows(page, table)
        place = t("[page {number}]", number=number)
        found = _FoundTable(
            PageTable(number, place, borders, rows),
            top,
            [line.text for line in lines if above <= line.top and line.bottom <= top],
            [line.text for line in lines if bottom <= line.top and line.bottom <= below],
        )
        pages.found.append(found)


def _name_places(tables: Sequence[PageTable]) -> None:
    """Number the tables of a page that has several."""
    for number, group in groupby(tables, key=lambda table: table.page):
        if len(same_page := list(group)) > 1:
            for index, table in enumerate(same_page, 1):
                table.place = t("[page {number}, table {table}]", number=number, table=index)


def _refuse_unreadable(file: ListFile, tables: Sequence[PageTable]) -> None:
    """Raise BadData if most texts cannot be read; single rows get a fault."""
    texts = [cell.text for table in tables for row in table.rows for cell in row if cell]
    if sum(_UNREADABLE in text for text in texts) * 2 > len(texts):
        sentence = (
            "{file}: the fonts of this PDF file do not say which characters they print: get the"
            " list as docx or xlsx"
        )
        raise BadData(t(sentence, file=file.name))


def _refuse_incomplete(file: ListFile) -> None:
    """Raise BadData if the end of the file is missing: pdfminer would read what is left."""
    size = file.binary.seek(0, 2)
    file.binary.seek(max(0, size - _TAIL))
    if b"%%EOF" not in file.binary.read():
        sentence = "{file}: the PDF file is damaged ({reason}): get it again"
        raise BadData(t(sentence, file=file.name, reason=file_reason(EOFError("Unexpected EOF"))))
    file.binary.seek(0)


def _upright(document: Any, page: Any) -> Any:
    """Return a page turned so that most of its text is upright: wide tables are printed sideways.

    The matrix of a character that is read upwards is (0, b, -b, 0).
    """
    sideways = [character["matrix"][1] for character in page.chars if not character["upright"]]
    if len(sideways) * 2 <= len(page.chars):
        return page
    turn = 90 if sum(each > 0 for each in sideways) * 2 > len(sideways) else 270
    original = page.page_obj
    original.rotate = (original.rotate + turn) % 360
    page.close()
    return type(page)(document, original, page.page_number, 0)


def _without_tables(file: ListFile, pictures: Sequence[int]) -> NoList:
    if pictures:
        sentence = (
            "{file}: this is a scan, pictures of pages without text: recognize the text (OCR), or"
            " get the list as docx or xlsx"
        )
    else:
        sentence = "{file}: there is no table in this PDF file: get it as docx or xlsx"
    return NoList(t(sentence, file=file.name))


# --- Tables of one page ---


def _ruled_tables(page: Any) -> list[Any]:
    """Return the tables of a page that have rules between their columns."""
    tables = page.find_tables()
    sides = {side for table in tables for side in _open_sides(page, table, "h")}
    ends = {end for table in tables for end in _open_sides(page, table, "v")}
    if sides or ends:
        tables = page.find_tables(
            {"explicit_vertical_lines": sorted(sides), "explicit_horizontal_lines": sorted(ends)}
        )
    tables = [table for table in tables if len({cell[0] for cell in table.cells}) > 1]
    return sorted(tables, key=lambda table: (table.bbox[1], table.bbox[0]))


def _is_in(character: Any, table: Any) -> bool:
    left, top, right, bottom = table.bbox
    x = (character["x0"] + character["x1"]) / 2
    y = (character["top"] + character["bottom"]) / 2
    return bool(left <= x < right and top <= y < bottom)


def _wide_rules(page: Any) -> list[float]:
    """Return where horizontal rules are on a page that are as wide as a table."""
    widths: dict[int, float] = defaultdict(float)
    for edge in page.edges:
        if edge["orientation"] == "h":
            widths[round(edge["top"])] += edge["x1"] - edge["x0"]
    return sorted(top for top, width in widths.items() if width * 2 > page.width)


def _open_sides(page: Any, table: Any, orientation: str) -> Iterator[float]:
    """Yield where a table ends that has no border there: as far as its rules reach.

    `orientation`: "h" for its left and right side, "v" for its top and bottom.
    """
    left, top, right, bottom = table.bbox
    along = ("x0", "x1", left, right), ("top", "bottom", top, bottom)
    (start, end, low, high), (first, last, near, far) = along if orientation == "h" else along[::-1]
    rules = [
        edge
        for edge in page.edges
        if edge["orientation"] == orientation
        and near - 2 <= edge[first]
        and edge[last] <= far + 2
        and edge[start] <= high + _TOUCHING
        and edge[end] >= low - _TOUCHING
    ]
    for side, outermost in (
        (low, min((edge[start] for edge in rules), default=low)),
        (high, max((edge[end] for edge in rules), default=high)),
    ):
        if abs(side - outermost) > _OPEN_SIDE:
            yield outermost


def _rows(page: Any, table: Any) -> tuple[list[Row], list[float]]:
    """Return the rows of a table, and where its columns begin and the last one ends."""
    tops = sorted({cell[1] for cell in table.cells})
    lefts = sorted({cell[0] for cell in table.cells})
    rows: list[Row] = [[None] * len(lefts) for _ in tops]
    texts = _cell_texts(page, table)
    for box in table.cells:
        left, top, right, bottom = box
        first_row, first_column = tops.index(top), lefts.index(left)
        row_count = sum(top <= each < bottom - 1 for each in tops)
        column_count = sum(left <= each < right - 1 for each in lefts)
        cell = PageCell(texts[box], row_count, column_count)
        for row in rows[first_row : first_row + row_count]:
            row[first_column] = cell
    return rows, [*lefts, max(cell[2] for cell in table.cells)]


def _cell_texts(page: Any, table: Any) -> dict[Any, str]:
    """Return the text of each cell of a table, with its lines."""
    from pdfplumber.utils.text import extract_text

    boxes = sorted(table.cells, key=lambda box: box[1])
    characters: dict[Any, list[Any]] = {box: [] for box in boxes}
    left, top, right, bottom = table.bbox
    last_box, last = None, {"x1": 0.0, "top": 0.0}
    for character in page.chars:
        x = (character["x0"] + character["x1"]) / 2
        y = (character["top"] + character["bottom"]) / 2
        if (
            last_box
            and character["text"] in _HANGING
            and abs(character["x0"] - last["x1"]) < 1
            and abs(character["top"] - last["top"]) < 1
        ):
            characters[last_box].append(character)
            last = character
            continue
        last_box, last = None, character
        if left <= x < right and top <= y < bottom:
            for box in boxes:
                if box[0] <= x < box[2] and box[1] <= y < box[3]:
                    characters[box].append(character)
                    last_box = box
                    break
    return {box: extract_text(each) if each else "" for box, each in characters.items()}


# --- The text around tables ---


def _mark_titles(found: Sequence[_FoundTable]) -> None:
    """Give each table the text above it as its title, and find those that begin another list.

    Heads and feet of pages, which are on several pages, say nothing.
    """
    pages: Counter[str] = Counter()
    for _, group in groupby(found, key=lambda each: each.table.page):
        pages.update({_folded(line) for each in group for line in (*each.above, *each.below)})
    below: list[str] = []
    for each in found:
        above = [line for line in each.above if _says_something(line, pages)]
        each.table.title = " ".join(above[-2:])
        each.table.starts_anew = bool(above or below)
        below = [line for line in each.below if _says_something(line, pages)]


def _folded(line: str) -> str:
    return "".join(character for character in line if not (character.isdigit() or character == " "))


def _says_something(line: str, pages: Counter[str]) -> bool:
    return not (pages[_folded(line)] > 1 or is_page_number(line) or _CONTINUED.fullmatch(line))
