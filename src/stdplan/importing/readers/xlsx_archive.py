"""What openpyxl does not say about the sheets of a workbook: a scan of its archive.

Rule: the archive is scanned before any of its XML is parsed. A workbook that decompresses to more
bytes than a list can have, or a row that does not end, is refused. The scan uses bounded memory.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import IO
from zipfile import ZipFile, ZipInfo

from stdplan.domain.text import shown
from stdplan.errors import BadData
from stdplan.i18n import t
from stdplan.importing.readers.sheet_cells import MOST_BLOCKS, MergedBlock
from stdplan.importing.readers.text_files import ListFile
from stdplan.importing.readers.zip_parts import refuse_large

LONGEST_ROW = 1 << 24  # bytes of XML; openpyxl has a row in memory
# Parts that openpyxl reads as a whole: styles, the names of sheets, relations. Excel has at most
# 64,000 cell formats.
LARGEST_PART, MOST_TAGS = 8_000_000, 200_000
LARGE_STRINGS, _STRINGS_RATIO = 32_000_000, 50
MOST_SHEETS = 1_000
_SHEET = re.compile(rb"<(?:[A-Za-z]\w*:)?sheet[\s/>]")
_READ_WHOLE = (".xml", ".rels")
_NOT_WHOLE = ("xl/worksheets/", "xl/drawings/", "xl/media/", "xl/calcChain", "xl/pivot", "custom")
_FORMULA = re.compile(rb"<(?:[A-Za-z]\w*:)?f[ />]")
_ROW_END = re.compile(rb"</(?:[A-Za-z]\w*:)?row>|<(?:[A-Za-z]\w*:)?row\b[^>]*/>")
_CHUNK = 1 << 20  # bytes
_OVERLAP = 80  # bytes of the last chunk in which a tag may begin
_ROW = re.compile(rb"<(?:[A-Za-z]\w*:)?row(?=[\s/>])([^>]*)>")
_ROW_NUMBER = re.compile(rb"\br\s*=\s*[\"']([0-9]{1,9})[\"']")
_HIDDEN = re.compile(rb"\b(?:hidden|zeroHeight)\s*=\s*[\"'](?:1|true)[\"']")
_BLOCK = re.compile(
    rb"<(?:[A-Za-z]\w*:)?mergeCell\s[^>]*?\bref\s*=\s*[\"']"
    rb"([A-Za-z]{1,3})([0-9]{1,7}):([A-Za-z]{1,3})([0-9]{1,7})[\"']"
)


@dataclass(slots=True)
class SheetScan:
    """What the XML of a sheet says: whether it has formulas, its merged blocks, its hidden rows."""

    has_formulas: bool = False
    blocks: set[MergedBlock] = field(default_factory=set)
    hidden_rows: set[int] = field(default_factory=set)


def scan_sheets(file: ListFile) -> dict[str, SheetScan]:
    """Return a scan of each sheet, by the name of its member in the archive.

    Raise BadData if the workbook decompresses to more bytes than a list can have, or if a row of a
    sheet does not end.
    """
    with ZipFile(file.binary) as archive:
        refuse_large(file, archive)
        if "xl/workbook.bin" in archive.namelist():
            raise BadData(
                t("{file}: this is a binary workbook (xlsb): save it as xlsx", file=file.name)
            )
        scans = {}
        for member in archive.infolist():
            _refuse_large_part(file, archive, member)
            if member.filename.startswith("xl/worksheets/"):
                with archive.open(member) as sheet:
                    scan, has_hidden = _scan_sheet(sheet, file.name)
                if has_hidden:
                    with archive.open(member) as sheet:
                        scan.hidden_rows = set(_hidden_rows(sheet))
                scans[member.filename] = scan
    return scans


def _refuse_large_part(file: ListFile, archive: ZipFile, member: ZipInfo) -> None:
    """Raise BadData if openpyxl would need much memory for a part, which it reads as a whole.

    It reads sheets row by row.
    """
    if member.filename.startswith(_NOT_WHOLE) or not member.filename.endswith(_READ_WHOLE):
        return
    if "sharedStrings" in member.filename:
        # The texts of a list are different ones, and do not unpack to so many times their size.
        packed = min(member.compress_size, file.binary.seek(0, 2))
        is_large = member.file_size > LARGE_STRINGS and member.file_size > _STRINGS_RATIO * packed
    else:
        is_large = member.file_size > LARGEST_PART
        if not is_large and member.file_size > MOST_TAGS:  # it may have so many
            with archive.open(member) as part:
                tags = sum(chunk.count(b"<") for chunk in iter(partial(part.read, _CHUNK), b""))
            is_large = tags > MOST_TAGS
        if not is_large and member.filename == "xl/workbook.xml":
            with archive.open(member) as part:
                is_large = len(_SHEET.findall(part.read())) > MOST_SHEETS
    if is_large:
        sentence = "{file}: its part {part} is too large for a list: save it as csv"
        raise BadData(t(sentence, file=file.name, part=shown(member.filename)))


def _scan_sheet(sheet: IO[bytes], name: str) -> tuple[SheetScan, bool]:
    """Return the scan of a sheet without its hidden rows, and whether it may have any.

    Raise BadData if a row does not end.
    """
    scan, has_hidden, end, row_bytes = SheetScan(), False, b"", 0
    while chunk := sheet.read(_CHUNK):
        text = end + chunk
        scan.has_formulas = scan.has_formulas or _FORMULA.search(text) is not None
        has_hidden = has_hidden or b"hidden" in text or b"zeroHeight" in text
        if b"mergeCell" in text:
            scan.blocks |= set(map(_block, _BLOCK.findall(text)))
            if len(scan.blocks) > MOST_BLOCKS:
                sentence = "{file}: a sheet has more than {count} merged blocks; this is no list"
                raise BadData(t(sentence, file=name, count=MOST_BLOCKS))
        row_bytes = 0 if _ROW_END.search(text) else row_bytes + len(chunk)
        if row_bytes > LONGEST_ROW:
            sentence = "{file}: a row is longer than {size} bytes; this is no list"
            raise BadData(t(sentence, file=name, size=LONGEST_ROW))
        end = chunk[-_OVERLAP:]
    return scan, has_hidden


def _block(reference: tuple[bytes, bytes, bytes, bytes]) -> MergedBlock:
    """Return the block of a reference: A1:B2 as its two columns and two rows."""
    left, top, right, bottom = reference
    columns, rows = sorted((_column(left), _column(right))), sorted((int(top), int(bottom)))
    return MergedBlock(rows[0], columns[0], rows[1], columns[1])


def _column(letters: bytes) -> int:
    """Return the index of a column: 0 for A, 26 for AA."""
    index = 0
    for letter in letters.upper():
        index = index * 26 + letter - 64
    return index - 1


def _hidden_rows(sheet: IO[bytes]) -> Iterator[int]:
    """Yield the numbers of the hidden rows of a sheet."""
    row, end = 0, b""
    while chunk := sheet.read(_CHUNK):
        text = end + chunk
        # A tag may begin at the end of a chunk. A tag longer than a chunk is no row.
        cut = max(text.rfind(b">") + 1, len(text) - _CHUNK)
        for attributes in _ROW.findall(text[:cut]):
            number = _ROW_NUMBER.search(attributes)
            row = int(number[1]) if number else row + 1
            if _HIDDEN.search(attributes):
                yield row
        end = text[cut:]
