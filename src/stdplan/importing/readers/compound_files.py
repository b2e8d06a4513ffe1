"""Old files of Word and Excel: which of them a file is. Most are compound files, a container.

Rule: the names of the streams decide, not the name of the file. A document with a workbook in it
has the streams of both; a folder of embedded objects tells which of them is the outer one.
"""

from typing import BinaryIO, Literal

from stdplan.importing.readers.encodings import file_chunks

SIGNATURE = bytes.fromhex("D0CF11E0A1B11AE1")
_RICH_TEXT = b"{\\rtf"
CompoundKind = Literal["word", "excel", "encrypted", "other"]
_ENTRY = 128  # bytes of an entry in the directory; entries and sectors begin at multiples of it
_NAME_LENGTH, _KIND, _START = 64, 66, 116  # offsets in an entry
_STORAGE, _STREAM = 1, 2
_KINDS = {
    ("WordDocument", _STREAM): "word",
    ("Workbook", _STREAM): "excel",
    ("Book", _STREAM): "excel",
    ("EncryptedPackage", _STREAM): "encrypted",
    ("ObjectPool", _STORAGE): "objects of a document",
}
# How a name begins in UTF-16, to test few of the entries of a large file.
_BEGINNINGS = frozenset(name[:2].encode("utf-16-le") for name, _ in _KINDS)
_ENCRYPTED = 0x100  # a flag in the header of a document


def starts_as_rich_text(binary: BinaryIO) -> bool:
    """Return whether a file is rich text (rtf), which Word also names doc."""
    binary.seek(0)
    return binary.read(len(_RICH_TEXT)) == _RICH_TEXT


def compound_kind(binary: BinaryIO) -> CompoundKind:
    """Return what kind of file a compound file is: "other" for none that has lists.

    "encrypted": a password is needed to read it.
    """
    found: dict[str, int] = {}  # by kind: where its stream starts
    rest = b""
    for chunk in file_chunks(binary):
        rest += chunk
        whole = len(rest) - len(rest) % _ENTRY
        for offset in range(0, whole, _ENTRY):
            if rest[offset : offset + 4] in _BEGINNINGS:
                entry = rest[offset : offset + _ENTRY]
                if kind := _KINDS.get((_name(entry), entry[_KIND])):
                    found.setdefault(kind, int.from_bytes(entry[_START : _START + 4], "little"))
        rest = rest[whole:]
    if "encrypted" in found:
        return "encrypted"
    if "word" in found and ("excel" not in found or "objects of a document" in found):
        return "encrypted" if _is_encrypted(binary, found["word"]) else "word"
    return "excel" if "excel" in found else "other"


def _name(entry: bytes) -> str:
    """Return the name of an entry of the directory, "" if it has none."""
    length = int.from_bytes(entry[_NAME_LENGTH : _NAME_LENGTH + 2], "little")
    return entry[: length - 2].decode("utf-16-le", "replace") if 2 < length <= 64 else ""


def _is_encrypted(binary: BinaryIO, start: int) -> bool:
    """Return whether the document whose stream starts at this sector needs a password."""
    binary.seek(30)
    sector = 1 << min(int.from_bytes(binary.read(2), "little"), 20)
    binary.seek((start + 1) * sector + 10)
    return bool(int.from_bytes(binary.read(2), "little") & _ENCRYPTED)
