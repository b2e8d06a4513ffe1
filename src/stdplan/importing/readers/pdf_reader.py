"""The reader of PDF files, by pdfplumber: the tables with rules on their pages.

Rule: what is no table with rules is not read, and a page that is only a picture is named: its text
would have to be recognized first. page_tables.py joins tables over several pages. Damaged files,
files with a password, and files beyond the limits in pdf_limits.py are refused.

pdfplumber is an extra (`stdplan[pdf]`), because it takes as much space as all the rest.
"""

import logging
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import islice
from typing import Any

from stdplan.domain.text import escape_unprintable
from stdplan.errors import BadData, NoList, StdplanError
from stdplan.i18n import t
from stdplan.importing.readers import pdf_limits, tabular
from stdplan.importing.readers.grids import Grid
from stdplan.importing.readers.page_tables import PageCell, PageTable, Row, join_pages
from stdplan.importing.readers.rows import ReadOptions
from stdplan.importing.readers.text_files import ListFile

_OPEN_SIDE = 5  # points by which the rules of a table reach beyond its outermost borders
_TOUCHING = 3  # points between rules that belong together
_TAIL = 2048  # bytes at the end of a file, which has its mark there
_UNREADABLE = "(cid:"  # how pdfminer writes a character that the font does not name
_CONTINUED = re.compile(r"[（(]?\s*(?:续|接)\s*(?:上)?\s*表?.{0,8}[)）]?|.{0,20}\(continued\)")
_PAGE_NUMBER = re.compile(r"[-—–·\s]*(?:第|Page|共)?\s*[0-9]+(?:\s*(?:页|of|/|，|,)*\s*(?:共)?\s*"
                          r"[0-9]*)\s*页?[-—–·\s]*", re.IGNORECASE)  # fmt: skip


def find_pdf_tables(file: ListFile, options: ReadOptions) -> list[Grid]:
    """Return the tables of a PDF file, those over several pages as one grid for each page.

    Raise BadData if there are none, or if the file cannot be read.
    """
    try:
        import pdfplumber  # noqa: F401
    except ImportError:
        sentence = "{file}: to read PDF files, install pdfplumber: pip install 'stdplan[pdf]'"
        raise BadData(t(sentence, file=file.name)) from None
    tables = _read_pages(file)
    find_header = partial(_find_header, options=options)
    for place in join_pages(tables, find_header):
        file.skipped.add("page end", place)
    return [_grid(table) for table in tables if table.rows]


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
        reason = escape_unprintable(str(cause).partition("\n")[0][:100]) or type(cause).__name__
        sentence = "{file}: the PDF file is damaged ({reason}): get it again"
        raise BadData(t(sentence, file=file.name, reason=reason)) from None


def _read_pages(file: ListFile) -> list[PageTable]:
    """Return the tables of all pages; count pages that are pictures."""
    from pdfminer.pdfpage import PDFPage
    from pdfplumber.pdf import PDF

    tables: list[PageTable] = []
    texts: list[_Texts] = []
    pictures: list[int] = []
    with _readable(file), pdf_limits.bounded(pdf_limits.Budget(file.name)):
        _refuse_incomplete(file)
        document = PDF(file.binary, stream_is_external=True)  # type: ignore[arg-type]
        first_pages = islice(PDFPage.create_pages(document.doc), pdf_limits.LAST_PAGE + 1)
        if sum(1 for _ in first_pages) > pdf_limits.LAST_PAGE:
            sentence = "{file}: has over {count} pages; this is no list"
            raise BadData(t(sentence, file=file.name, count=pdf_limits.LAST_PAGE))
        for number, page in enumerate(document.pages, 1):
            page = _upright(document, page)
            if not page.chars:
                if page.images:
                    pictures.append(number)
            else:
                found = _page_tables(page.dedupe_chars(), number)
                tables += [table for table, _ in found]
                texts += [around for _, around in found]
            page.close()
    _refuse_unreadable(file, tables)
    if not tables:
        raise _without_tables(file, pictures)
    for number in pictures:
        file.skipped.add("picture", str(number))
    _mark_titles(tables, texts)
    return tables


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
        raise BadData(t(sentence, file=file.name, reason="Unexpected EOF"))
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
        sentence = "{file}: there is no table with rules in this PDF file: get it as docx or xlsx"
    return NoList(t(sentence, file=file.name))


# --- Tables of one page ---

# The texts above and below a table, as far as the next table or the end of the page.
_Texts = tuple[list[str], list[str]]


def _page_tables(page: Any, number: int) -> list[tuple[PageTable, _Texts]]:
    """Return the tables of a page, each with the texts above and below it."""
    tables = page.find_tables()
    sides = {side for table in tables for side in _open_sides(page, table)}
    if sides:
        tables = page.find_tables({"explicit_vertical_lines": sorted(sides)})
    tables = sorted(tables, key=lambda table: (table.bbox[1], table.bbox[0]))
    lines = page.extract_text_lines(return_chars=False) if tables else []
    found = []
    for index, table in enumerate(tables):
        above = tables[index - 1].bbox[3] if index else 0
        below = tables[index + 1].bbox[1] if index + 1 < len(tables) else page.height
        _, top, _, bottom = table.bbox
        around = (
            [line["text"] for line in lines if above <= line["top"] and line["bottom"] <= top],
            [line["text"] for line in lines if bottom <= line["top"] and line["bottom"] <= below],
        )
        if len(tables) == 1:
            place = t("[page {number}]", number=number)
        else:
            place = t("[page {number}, table {table}]", number=number, table=index + 1)
        rows, borders = _rows(page, table)
        found.append((PageTable(number, place, borders, rows), around))
    return found


def _open_sides(page: Any, table: Any) -> Iterator[float]:
    """Yield where a table ends that has no border at its left or right side."""
    left, top, right, bottom = table.bbox
    rules = [
        edge
        for edge in page.edges
        if edge["orientation"] == "h"
        and top - 2 <= edge["top"] <= bottom + 2
        and edge["x0"] <= right + _TOUCHING
        and edge["x1"] >= left - _TOUCHING
    ]
    for side, outermost in (
        (left, min((edge["x0"] for edge in rules), default=left)),
        (right, max((edge["x1"] for edge in rules), default=right)),
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
    for character in page.chars:
        x = (character["x0"] + character["x1"]) / 2
        y = (character["top"] + character["bottom"]) / 2
        if left <= x < right and top <= y < bottom:
            for box in boxes:
                if box[0] <= x < box[2] and box[1] <= y < box[3]:
                    characters[box].append(character)
                    break
    return {box: extract_text(each) if each else "" for box, each in characters.items()}


# --- The text around tables ---


def _mark_titles(tables: Sequence[PageTable], texts: Sequence[_Texts]) -> None:
    """Give each table the text above it as its title, and find those that begin another list.

    Heads and feet of pages, which are on several pages, say nothing.
    """
    pages = Counter(
        folded
        for number in {table.page for table in tables}
        for folded in {
            _folded(line)
            for table, around in zip(tables, texts, strict=True)
            if table.page == number
            for lines in around
            for line in lines
        }
    )
    below: list[str] = []
    for table, around in zip(tables, texts, strict=True):
        above = [line for line in around[0] if _says_something(line, pages)]
        table.title = " ".join(above[-2:])
        table.starts_anew = bool(above or below)
        below = [line for line in around[1] if _says_something(line, pages)]


def _folded(line: str) -> str:
    return "".join(character for character in line if not (character.isdigit() or character == " "))


def _says_something(line: str, pages: Counter[str]) -> bool:
    return not (
        pages[_folded(line)] > 1 or _PAGE_NUMBER.fullmatch(line) or _CONTINUED.fullmatch(line)
    )
