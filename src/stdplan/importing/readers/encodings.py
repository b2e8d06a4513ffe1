"""The encoding of a file's bytes: detected, or checked if it is given.

Rule: the encoding is UTF-8 if the whole file decodes as UTF-8, else the one for which its letters
are evidence (encoding_evidence.py): GB18030, Big5, Shift_JIS, EUC, or one of Cyrillic or western
letters. Without clear evidence the file is refused. A file that starts as UTF-8 and fails later is
a damaged UTF-8 file. UTF-16 is recognized by its byte order mark, or by its NUL bytes.
"""

import codecs
import io
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from stdplan.domain.text import escape_unprintable
from stdplan.errors import UsageProblem
from stdplan.i18n import t
from stdplan.importing.readers.encoding_evidence import rank_encodings

_CHUNK = 1 << 20  # bytes
_SAMPLE_BYTES = 1 << 16
_LONGEST_START = 1 << 14  # bytes of a line before its first byte outside ASCII
_UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
# GB18030 text can be valid UTF-8 by chance for one or two characters, never for this many.
_SURELY_UTF8 = 8
# Python has these codecs, but no file is written in them.
_NOT_FOR_FILES = frozenset(
    ("punycode", "idna", "undefined", "raw-unicode-escape", "unicode-escape")
)
# GB18030 decodes all that its predecessors encode, and files labelled with them often need it.
_OLDER_GB = frozenset(("gb2312", "gbk"))


class UncertainEncoding(ValueError):
    """A file may be in one of several encodings: `codecs`, the likeliest one first."""

    def __init__(self, names: tuple[str, ...]) -> None:
        super().__init__(", ".join(names))
        self.codecs = names


class DecodeFailure(NamedTuple):
    """Where decoding stops: the line, the byte's value, and its offset in the file."""

    line: int
    byte: int
    offset: int


def marks_of_others(encoding: str, detected: bool) -> tuple[bytes, ...]:
    """Return the bytes that do not occur in a text in this encoding: marks of other encodings."""
    if encoding == "gb18030":  # within a line, the bytes may be a part of two characters
        return (b"\n" + codecs.BOM_UTF8,)
    if not encoding.startswith("utf-16"):
        return ()
    # A file that has a mark, but not at its beginning, begins in another encoding.
    inner = _UTF16_MARKS if detected and encoding != "utf-16" else ()
    return (codecs.BOM_UTF8, *inner)


def codec_name(encoding: str) -> str:
    """Return Python's name of an encoding; raise UsageProblem if it is no encoding of text."""
    try:
        codecs.getincrementaldecoder(encoding)
        with io.TextIOWrapper(io.BytesIO(), encoding):  # refuses codecs that do not give text
            name = codecs.lookup(encoding).name
        if name in _NOT_FOR_FILES:
            raise LookupError
    except (LookupError, ValueError):
        raise UsageProblem(
            t(
                '--encoding: "{encoding}" is not valid; use one of utf-8, gb18030, utf-16, big5,'
                " shift_jis, euc-kr",
                encoding=escape_unprintable(encoding),
            )
        ) from None
    return "gb18030" if name in _OLDER_GB else name


def detect_encoding(binary: BinaryIO) -> tuple[str, DecodeFailure | None]:
    """Return the encoding, and the first byte that does not decode (None: all bytes decode).

    Raise UncertainEncoding if the bytes decode in several encodings and none is clearly right.
    """
    binary.seek(0)
    sample = binary.read(_SAMPLE_BYTES)
    if sample.startswith(codecs.BOM_UTF8):
        return "utf-8", find_decode_failure(binary, "utf-8")
    if sample.startswith(_UTF16_MARKS):
        return "utf-16", find_decode_failure(binary, "utf-16")
    if utf16 := _utf16_without_mark(sample):
        return utf16, find_decode_failure(binary, utf16)
    not_utf8 = find_decode_failure(binary, "utf-8")
    if not_utf8 is None or _starts_as_utf8(binary, not_utf8.offset):
        return "utf-8", not_utf8
    ranking = rank_encodings(_lines_from(binary, not_utf8.offset))
    if ranking.certain and find_decode_failure(binary, ranking.codecs[0]) is None:
        return ranking.codecs[0], None
    not_gb = find_decode_failure(binary, "gb18030")
    if not_gb is None:
        decoding = [codec for codec in ranking.codecs if not find_decode_failure(binary, codec)]
        if decoding != ["gb18030"]:
            raise UncertainEncoding(tuple(decoding))
    if not_gb is None or not_gb.offset > not_utf8.offset:
        return "gb18030", not_gb
    return "utf-8", not_utf8


def _lines_from(binary: BinaryIO, offset: int) -> bytes:
    """Return the lines of a file from the one with the byte at an offset, up to a sample."""
    start = max(0, offset - _LONGEST_START)
    binary.seek(start)
    sample = binary.read(_SAMPLE_BYTES)
    line_start = sample.rfind(b"\n", 0, offset - start) + 1
    return sample[line_start:] if line_start or not start else sample[offset - start :]


def is_surely_utf8(binary: BinaryIO) -> bool:
    """Return whether all bytes are UTF-8, and enough of them are of characters of several bytes."""
    failure = find_decode_failure(binary, "utf-8")
    return failure is None and _starts_as_utf8(binary, binary.seek(0, 2))


def find_decode_failure(binary: BinaryIO, encoding: str) -> DecodeFailure | None:
    """Return where strict decoding of the whole file fails, None if it does not."""
    decoder = codecs.getincrementaldecoder(encoding)()
    bytes_read = 0
    try:
        for chunk in file_chunks(binary):
            bytes_read += len(chunk)
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        # error.object is the incomplete rest of earlier chunks and this chunk.
        offset = bytes_read - len(error.object) + error.start
        return DecodeFailure(line_at(binary, encoding, offset), error.object[error.start], offset)
    except UnicodeError:  # UTF-16 without a byte order mark, though the user asked for UTF-16
        return DecodeFailure(1, 0, 0)
    return None


def find_bytes(binary: BinaryIO, pattern: bytes, start: int = 0) -> int | None:
    """Return the offset of the first occurrence of some bytes from `start` on, None without one."""
    kept, offset = b"", 0
    for chunk in file_chunks(binary):
        searched = kept + chunk
        if (found := searched.find(pattern, max(0, start - offset))) >= 0:
            return offset + found
        kept = searched[1 - len(pattern) :]
        offset += len(searched) - len(kept)
    return None


def count_lines(binary: BinaryIO) -> int:
    """Return the number of line feeds in the file, whatever its encoding."""
    return sum(chunk.count(b"\n") for chunk in file_chunks(binary))


def line_at(binary: BinaryIO, encoding: str, offset: int) -> int:
    """Return the line of the byte at an offset; lines may end with CR alone."""
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    line_feeds = carriage_returns = 0
    for chunk in file_chunks(binary, offset):
        text = decoder.decode(chunk)
        line_feeds += text.count("\n")
        carriage_returns += text.count("\r")
    return 1 + (line_feeds or carriage_returns)


def file_chunks(binary: BinaryIO, end: int | None = None) -> Iterator[bytes]:
    """Yield the bytes from the start of the file up to the offset `end` (None: all)."""
    binary.seek(0)
    left = end
    while chunk := binary.read(_CHUNK if left is None else min(_CHUNK, left)):
        yield chunk
        left = None if left is None else left - len(chunk)


def _starts_as_utf8(binary: BinaryIO, valid_bytes: int) -> bool:
    """Return whether the valid bytes have enough multi-byte characters to be UTF-8 for sure."""
    count = 0
    for chunk in file_chunks(binary, valid_bytes):
        count += sum(1 for byte in chunk if byte >= 0xC0)  # the first byte of such a character
        if count >= _SURELY_UTF8:
            return True
    return False


def is_utf16(sample: bytes) -> bool:
    return sample.startswith(_UTF16_MARKS) or _utf16_without_mark(sample) is not None


def _utf16_without_mark(sample: bytes) -> str | None:
    """Return utf-16-le or utf-16-be, None if the sample is not UTF-16.

    Digits, tabs and line ends have a NUL as their upper byte, so all NULs are at even offsets or
    all at odd ones.
    """
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if max(even, odd) < max(4, len(sample) // 40) or min(even, odd):
        return None
    encoding = "utf-16-le" if odd else "utf-16-be"
    return encoding if "\n" in sample.decode(encoding, "ignore") else None
