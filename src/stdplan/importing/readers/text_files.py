"""Bytes of a list to its lines of text: UTF-8, UTF-16 or GB18030, found by content.

Rule: a file is decoded strictly and as a whole. It is passed over once to find its encoding, so a
fault in its last line is known before its first line is used, and read in constant memory after.

Which encoding bytes are in, found by content.

Rule: UTF-8 where the whole of it decodes, else GB18030 where that does. GB18030 reads almost any
bytes, so a file that starts as UTF-8 and fails later is a damaged UTF-8 file, not a GB18030 one.

Lists compressed with gzip: found by their first bytes, unpacked to disc, read like any other.

Rule: what is unpacked is bounded, and read to its end (and its checksum) before its first row is.
"""

import codecs
import gzip
import io
import sys
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from shutil import copyfileobj
from typing import BinaryIO, NamedTuple, NoReturn, cast

from stdplan.domain.text import escape_unprintable
from stdplan.errors import BadData, InputOutput, Missing, NoPermission, StdplanError, UsageProblem
from stdplan.i18n import t
from stdplan.importing.readers.rows import Skipped

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


# Python has them, but no file is written in them.
_NO_FILES = frozenset(("punycode", "idna", "undefined", "raw-unicode-escape", "unicode-escape"))
# GB18030 reads whatever its predecessors wrote, and files named after them often hold more.
_OLDER_GB = frozenset(("gb2312", "gbk"))
_MANY = 1 << 16  # characters


@dataclass(frozen=True, slots=True)
class TextFile:
    """A file found to be text from end to end; `name` is what messages call it."""

    name: str
    encoding: str
    binary: BinaryIO

    def lines(self) -> Iterator[str]:
        """The lines with their line ends, always from the first; one reading at a time."""
        self.binary.seek(0)
        reader = io.TextIOWrapper(self.binary, self.encoding, newline="")
        try:
            first = 1
            # Many at once: a check of each line would take as long as to read it.
            while lines := reader.readlines(_MANY):
                if "\0" in "".join(lines):
                    self._refuse_nul(lines, first)
                if first == 1:
                    lines[0] = lines[0].lstrip("\ufeff")
                yield from lines
                first += len(lines)
        finally:
            if not self.binary.closed:  # a reading left half-way may outlive the file
                reader.detach()

    def _refuse_nul(self, lines: list[str], first: int) -> NoReturn:
        line = next(place for place, line in enumerate(lines, first) if "\0" in line)
        raise BadData(
            t(
                "{file}:{line}: a NUL character: this is no text, or not in {encoding}",
                file=self.name,
                line=line,
                encoding=self.encoding,
            )
        )

    def pieces(self, length: int) -> Iterator[str]:
        """The text in pieces of `length` characters, always from the first: for what knows no
        lines, and may be a single one of any length."""
        self.binary.seek(0)
        reader = io.TextIOWrapper(self.binary, self.encoding, newline="")
        try:
            if piece := reader.read(length):
                yield piece.lstrip("\ufeff")
            while piece := reader.read(length):
                yield piece
        finally:
            if not self.binary.closed:
                reader.detach()


@dataclass(slots=True)
class ListFile:
    """A file open as bytes that can be read twice; `path` is as it was given, `-` for stdin.

    `skipped`: what its reader meets that is no row.
    """

    path: str
    name: str
    binary: BinaryIO
    skipped: Skipped = field(default_factory=Skipped)
    _text: TextFile | None = None

    def text(self, encoding: str | None = None) -> TextFile:
        """The file as text, in the encoding named or found; BadData where it is not that."""
        if self._text is None:
            self._text = _as_text(self, encoding)
        return self._text


@contextmanager
def open_file(path: str) -> Iterator[ListFile]:
    """The file, `-` for stdin."""
    with open_binary(path) as binary:
        yield ListFile(path, file_name(path), binary)


@contextmanager
def open_text(path: str, encoding: str | None = None) -> Iterator[TextFile]:
    """The file, `-` for stdin, in the encoding named or found."""
    with open_file(path) as file:
        yield file.text(encoding)


def _as_text(file: ListFile, encoding: str | None) -> TextFile:
    try:
        if encoding:
            chosen = _known(encoding)
            wrong = failure(file.binary, chosen)
        else:
            chosen, wrong = find_encoding(file.binary)
    except OSError as error:
        raise problem(error, file.path) from None
    if wrong:
        raise BadData(
            t(
                "{file}:{line}: byte 0x{byte} at offset {offset} is not {encoding} text: "
                "mend it, or name the encoding with --encoding",
                file=file.name,
                line=wrong.line,
                byte=f"{wrong.byte:02X}",
                offset=wrong.offset,
                encoding=chosen.upper(),
            )
        )
    return TextFile(file.name, chosen, file.binary)


@contextmanager
def open_binary(path: str) -> Iterator[BinaryIO]:
    """The file, `-` for stdin, as bytes that can be read twice: a pipe is copied to disc."""
    if path == "-" and sys.stdin is None:
        raise InputOutput(t("standard input is closed"))
    with ExitStack() as stack:
        try:
            raw = sys.stdin.buffer if path == "-" else stack.enter_context(Path(path).open("rb"))
            if path == "-" or not raw.seekable():
                copy = cast(BinaryIO, stack.enter_context(tempfile.TemporaryFile()))
                copyfileobj(raw, copy)
                raw = copy
        except OSError as error:
            raise problem(error, path) from None
        yield cast(BinaryIO, raw)


def file_name(path: str) -> str:
    """What messages call the file."""
    return t("standard input") if path == "-" else escape_unprintable(path)


def problem(error: OSError, path: str) -> StdplanError:
    """What the system said about a file, as an error of ours with its own exit code."""
    name = file_name(path)
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return Missing(t("{file}: there is no such file", file=name))
    if isinstance(error, PermissionError):
        return NoPermission(t("{file}: the system does not let us read it", file=name))
    if isinstance(error, IsADirectoryError):
        return InputOutput(t("{file}: this is a folder, not a file", file=name))
    return InputOutput(
        t("{file}: cannot be read: {reason}", file=name, reason=error.strerror or str(error))
    )


def _known(encoding: str) -> str:
    try:
        codecs.getincrementaldecoder(encoding)
        with io.TextIOWrapper(io.BytesIO(), encoding):  # refuses codecs that are not of text
            name = codecs.lookup(encoding).name
        if name in _NO_FILES:
            raise LookupError
    except (LookupError, ValueError):
        raise UsageProblem(
            t(
                '--encoding: "{encoding}" is not known (choose from utf-8, gb18030, utf-16)',
                encoding=escape_unprintable(encoding),
            )
        ) from None
    return "gb18030" if name in _OLDER_GB else name


_GZIP = b"\x1f\x8b"
_CHUNK = 1 << 20
# A list packs to a tenth or a hundredth; what is made to harm, to a thousandth.
LARGEST, HIGHEST_RATIO, SMALL = 4_000_000_000, 1000, 100_000_000


@contextmanager
def unpacked(file: ListFile) -> Iterator[ListFile]:
    """The file itself, or what is packed in it; BadData where that is damaged or boundless."""
    file.binary.seek(0)
    if file.binary.read(len(_GZIP)) != _GZIP:
        yield file
        return
    with tempfile.TemporaryFile() as plain:
        _unpack(file, cast(BinaryIO, plain))
        path = file.path[: -len(".gz")] if file.path.lower().endswith(".gz") else file.path
        yield ListFile(path, file.name, cast(BinaryIO, plain))


def _unpack(file: ListFile, plain: BinaryIO) -> None:
    packed = file.binary.seek(0, 2)
    file.binary.seek(0)
    size = 0
    try:
        with gzip.GzipFile(fileobj=file.binary) as stream:
            while chunk := stream.read(_CHUNK):
                size += len(chunk)
                if size > LARGEST or (size > SMALL and size // packed >= HIGHEST_RATIO):
                    raise BadData(
                        t(
                            "{file}: unpacks to over {size} bytes: this is no list",
                            file=file.name,
                            size=size - len(chunk),
                        )
                    )
                plain.write(chunk)
    except EOFError:
        raise BadData(t("{file}: the compressed file is cut off", file=file.name)) from None
    except (gzip.BadGzipFile, zlib.error):
        raise BadData(t("{file}: the compressed file is damaged", file=file.name)) from None
    except OSError as error:
        raise problem(error, file.path) from None
