"""Archives of documents and workbooks that depend on their contents only.

A zip archive has a time for each member, which is that of writing. Rule: the same answer gives
the same bytes, so all members have one time, and no member names the system that wrote it.
"""

import os
from datetime import datetime
from pathlib import Path
from shutil import copyfileobj
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

# The time of all members, and of what documents say about themselves.
STABLE_TIME = datetime(2000, 1, 1)
_UNIX = 3
_MODE = 0o600 << 16
# From this size on, a member needs the longer form of its entry.
_LONG = 2**31


class StableZip(ZipFile):
    """An archive to write, whose members have no time."""

    def __init__(self, file: str | os.PathLike[str] | IO[bytes]) -> None:
        super().__init__(file, "w", ZIP_DEFLATED)

    def writestr(
        self,
        zinfo_or_arcname: str | ZipInfo,
        data: Any,
        compress_type: int | None = None,
        compresslevel: int | None = None,
    ) -> None:
        """Write a text or bytes as a member."""
        name = zinfo_or_arcname
        entry = _entry(name.filename if isinstance(name, ZipInfo) else name)
        super().writestr(entry, data)

    def write(
        self,
        filename: str | os.PathLike[str],
        arcname: str | os.PathLike[str] | None = None,
        compress_type: int | None = None,
        compresslevel: int | None = None,
    ) -> None:
        """Write a file as a member."""
        path = Path(filename)
        long = path.stat().st_size >= _LONG
        entry = _entry(os.fspath(filename if arcname is None else arcname).lstrip("/"))
        with path.open("rb") as source, self.open(entry, "w", force_zip64=long) as target:
            copyfileobj(source, target)


def _entry(name: str) -> ZipInfo:
    entry = ZipInfo(name, STABLE_TIME.timetuple()[:6])
    entry.compress_type = ZIP_DEFLATED
    entry.create_system = _UNIX
    entry.external_attr = _MODE
    return entry


def copy_stable(source: IO[bytes], target: IO[bytes]) -> None:
    """Write an archive again, in the same order, without its times."""
    with ZipFile(source) as old, StableZip(target) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))


def save_workbook(book: Any, out: str | os.PathLike[str] | IO[bytes]) -> None:
    """Write a workbook of openpyxl."""
    # Imported here: documents need no workbooks.
    from openpyxl.writer.excel import ExcelWriter

    book.properties.creator = "stdplan"
    book.properties.created = book.properties.modified = STABLE_TIME
    ExcelWriter(book, StableZip(out)).save()
