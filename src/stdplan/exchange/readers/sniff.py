"""Which encoding bytes are in, found by content.

Rule: UTF-8 where the whole of it decodes, else GB18030 where that does. GB18030 reads almost any
bytes, so a file that starts as UTF-8 and fails later is a damaged UTF-8 file, not a GB18030 one.
"""

import codecs
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

_CHUNK = 1 << 20
_SAMPLE = 1 << 16
_UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
# GB18030 text is valid UTF-8 for a character or two by chance, never for this many.
_SURELY_UTF8 = 8


class Failure(NamedTuple):
    """Where decoding stops: the line, the byte there and its place in the file."""

    line: int
    byte: int
    offset: int


def find_encoding(binary: BinaryIO) -> tuple[str, Failure | None]:
    """The encoding of the bytes, and where they are not in it after all."""
    binary.seek(0)
    sample = binary.read(_SAMPLE)
    if sample.startswith(codecs.BOM_UTF8):
        return "utf-8", failure(binary, "utf-8")
    if sample.startswith(_UTF16_MARKS):
        return "utf-16", failure(binary, "utf-16")
    if wide := _utf16_without_mark(sample):
        return wide, failure(binary, wide)
    not_utf8 = failure(binary, "utf-8")
    if not_utf8 is None or _starts_as_utf8(binary, not_utf8.offset):
        return "utf-8", not_utf8
    not_gb = failure(binary, "gb18030")
    if not_gb is None or not_gb.offset > not_utf8.offset:
        return "gb18030", not_gb
    return "utf-8", not_utf8


def failure(binary: BinaryIO, encoding: str) -> Failure | None:
    """Where strict decoding of the whole fails; None where it does not."""
    decoder = codecs.getincrementaldecoder(encoding)()
    fed = 0
    try:
        for chunk in _chunks(binary):
            fed += len(chunk)
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        # The error's own bytes are those held back from earlier chunks and this one.
        offset = fed - len(error.object) + error.start
        return Failure(_line(binary, encoding, offset), error.object[error.start], offset)
    except UnicodeError:  # UTF-16 asked for and no mark at the start
        return Failure(1, 0, 0)
    return None


def line_count(binary: BinaryIO) -> int:
    """How many line ends the bytes hold, whatever they are in."""
    return sum(chunk.count(b"\n") for chunk in _chunks(binary))


def _line(binary: BinaryIO, encoding: str, offset: int) -> int:
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    feeds = returns = 0
    for chunk in _chunks(binary, offset):
        text = decoder.decode(chunk)
        feeds += text.count("\n")
        returns += text.count("\r")
    return 1 + (feeds or returns)


def _chunks(binary: BinaryIO, end: int | None = None) -> Iterator[bytes]:
    binary.seek(0)
    left = end
    while chunk := binary.read(_CHUNK if left is None else min(_CHUNK, left)):
        yield chunk
        left = None if left is None else left - len(chunk)


def _starts_as_utf8(binary: BinaryIO, valid: int) -> bool:
    """Whether the bytes before the first fault hold enough characters beyond ASCII to tell."""
    wide = 0
    for chunk in _chunks(binary, valid):
        wide += sum(1 for byte in chunk if byte >= 0xC0)
        if wide >= _SURELY_UTF8:
            return True
    return False


def _utf16_without_mark(sample: bytes) -> str | None:
    """UTF-16 shows by its NULs: the upper bytes of digits, tabs and line ends, all on one side."""
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if max(even, odd) < max(4, len(sample) // 40) or min(even, odd):
        return None
    encoding = "utf-16-le" if odd else "utf-16-be"
    return encoding if "\n" in sample.decode(encoding, "ignore") else None
