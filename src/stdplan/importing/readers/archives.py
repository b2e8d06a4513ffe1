"""Zip archives of lists: their members, with the names and within the limits that lists have.

Rule: nothing is written but temporary files without a name, so a member's path can do no harm. An
archive that unpacks to more bytes than lists can have is refused before a member is read, and so is
one that needs a password. A document that is a zip archive itself (xlsx, docx, ods) is no archive.

Programs of Windows write names in the encoding of the system, which the archive does not name.
"""

import struct
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO, cast
from zipfile import ZipFile, ZipInfo

from stdplan.domain.text import shown
from stdplan.errors import BadData, StdplanError
from stdplan.i18n import t
from stdplan.importing.readers.damage import file_reason
from stdplan.importing.readers.text_files import ListFile, temporary_folder_errors
from stdplan.importing.readers.zip_parts import refuse_large

_SIGNATURES = (b"PK\x03\x04", b"PK\x05\x06")
# Members that documents have, and no archive of lists.
_PARTS_OF_DOCUMENTS = ("[Content_Types].xml", "mimetype", "xl/", "word/", "ppt/", "META-INF/")
MOST_MEMBERS = 100_000
_ENCRYPTED, _UTF_8 = 0x1, 0x800  # flags of a member
_UNICODE_PATH = 0x7075  # the extra field in which Info-ZIP writes the name in UTF-8
_CHUNK = 1 << 20
_LONGEST_PATH = 200  # characters of a path in a message


def is_archive(file: ListFile) -> bool:
    """Return whether a file is a zip archive, and no document."""
    file.binary.seek(0)
    if file.binary.read(4) not in _SIGNATURES:
        return False
    try:
        with ZipFile(file.binary) as archive:
            names = archive.namelist()
    # A damaged archive makes zipfile raise errors without a common base class.
    except Exception:
        return file.path.lower().endswith(".zip")
    return not any(name.startswith(_PARTS_OF_DOCUMENTS) for name in names)


@contextmanager
def unpacking(file: ListFile) -> Iterator[tuple[ZipFile, list[ZipInfo]]]:
    """Open an archive and yield it with its members that are files.

    Raise BadData if it is damaged, if it unpacks to too many bytes, or if it needs a password.
    """
    with _readable(file):
        archive = ZipFile(file.binary)
    with archive:
        refuse_large(file, archive)
        members = archive.infolist()
        if len(members) > MOST_MEMBERS:
            sentence = "{file}: has over {count} files; this is no archive of lists"
            raise BadData(t(sentence, file=file.name, count=MOST_MEMBERS))
        yield archive, [member for member in members if not member.is_dir()]


@contextmanager
def open_member(file: ListFile, archive: ZipFile, member: ZipInfo, path: str) -> Iterator[ListFile]:
    """Unpack a member to a temporary file and yield that; `path` is its path in the archive."""
    name = name_of_member(file, path)
    if member.flag_bits & _ENCRYPTED:
        raise BadData(t("{file}: a password protects this file: save it without", file=name))
    with tempfile.TemporaryFile() as content:
        with _readable(file), archive.open(member) as packed:
            while chunk := packed.read(_CHUNK):
                with temporary_folder_errors():
                    content.write(chunk)
        unpacked = cast(BinaryIO, content)
        yield ListFile(f"{file.path}/{path}", name, unpacked, unpacked=file.unpacked)


@contextmanager
def _readable(file: ListFile) -> Iterator[None]:
    """Turn the errors of a damaged archive into BadData."""
    try:
        yield
    except StdplanError:
        raise
    # zipfile and its decompressors raise errors without a common base class.
    except Exception as error:
        reason = file_reason(error)
        sentence = "{file}: the {form} file is damaged ({reason}): save it again"
        raise BadData(t(sentence, file=file.name, form="zip", reason=reason)) from None


def name_of_member(file: ListFile, path: str) -> str:
    """Return how messages call the member of this path."""
    return f"{file.name}/{shown(path, _LONGEST_PATH)}"


def member_path(member: ZipInfo) -> str:
    """Return the path of a member, decoded, with slashes.

    Without the flag of UTF-8, zipfile decodes a name as CP437, which loses no byte.

    >>> member_path(ZipInfo("来文/计划.xlsx".encode("gb18030").decode("cp437")))
    '来文/计划.xlsx'
    """
    name = member.filename
    if not member.flag_bits & _UTF_8:
        raw = name.encode("cp437", "replace")
        name = _unicode_path(member.extra, raw) or _decoded(raw)
    return name.replace("\\", "/").lstrip("/")


def _decoded(raw: bytes) -> str:
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("cp437")


def _unicode_path(extra: bytes, raw: bytes) -> str | None:
    """Return the name in the extra field of Info-ZIP, None if there is none for this name."""
    while len(extra) >= 4:
        kind, length = struct.unpack("<HH", extra[:4])
        content, extra = extra[4 : 4 + length], extra[4 + length :]
        if kind == _UNICODE_PATH and content[1:5] == zlib.crc32(raw).to_bytes(4, "little"):
            return content[5:].decode("utf-8", "replace")
    return None
