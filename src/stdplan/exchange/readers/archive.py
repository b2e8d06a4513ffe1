"""The parts of a workbook, which is a zip archive, before anything reads its XML.

Rule: how much it unpacks to is bounded. zipfile stops each part at the size it states.
"""

import re
from typing import IO
from zipfile import ZipFile

from stdplan.errors import BadData
from stdplan.exchange.readers.decode import ListFile
from stdplan.i18n import t

# A workbook unpacks to some ten times its size; what is made to harm, to a thousand.
LARGEST, HIGHEST_RATIO, SMALL = 2_000_000_000, 200, 100_000_000
_FORMULA = re.compile(rb"<(?:[A-Za-z]\w*:)?f[ />]")
_CHUNK = 1 << 20


def has_formulas(file: ListFile) -> bool:
    """Whether any sheet has one; BadData where the parts are larger than those of a list can be."""
    with ZipFile(file.binary) as archive:
        parts = archive.infolist()
        size = sum(part.file_size for part in parts)
        packed = sum(part.compress_size for part in parts) or 1
        if size > LARGEST or (size > SMALL and size // packed > HIGHEST_RATIO):
            raise BadData(
                t("{file}: unpacks to {size} bytes: this is no list", file=file.name, size=size)
            )
        for part in parts:
            if part.filename.startswith("xl/worksheets/"):
                with archive.open(part) as sheet:
                    if _holds_formula(sheet):
                        return True
    return False


def _holds_formula(sheet: IO[bytes]) -> bool:
    end = b""
    while chunk := sheet.read(_CHUNK):
        if _FORMULA.search(end + chunk):
            return True
        end = chunk[-80:]
    return False
