"""The file of a list: opened, decompressed, and decoded to lines of text.

Rule: a file is decoded strictly and as a whole. It is read once to detect its encoding, so an
error in its last line is known before its first line is used; the reading that follows needs
constant memory. Decompression is bounded, and reaches the checksum before the first row is read.
encodings.py finds the encoding.
"""

import codecs
import gzip
import io
import os
import sys
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial
from itertools import chain
from stat import S_ISREG
from typing import Any, BinaryIO, NoReturn, cast

from stdplan.domain.text import escape_unprintable
from stdplan.errors import BadData, InputOutput, Missing, NoPermission, StdplanError
from stdplan.i18n import t
from stdplan.importing.readers.encodings import (
    UncertainEncoding,
    codec_name,
    detect_encoding,
    file_chunks,
    find_bytes,
    find_decode_failure,
    is_utf16,
    line_at,
    marks_of_others,
)
from stdplan.importing.readers.rows import Skipped
from stdplan.reasons import system_reason

# Bytes of a pipe or a device: four times as much as a list of a million rows.
LARGEST_PIPE = 1 << 29
LONGEST_LINE = 1 << 24  # bytes
_CHUNK = 1 << 20  # bytes
_LINE_CHARACTERS = 1 << 16
_SWAPPED_MARK = "\ufffe"  # a byte order mark, read in the other byte order
_SAMPLE_CHARACTERS = 1 << 20
_GZIP = b"\x1f\x8b"
# How json, workbooks and PDF files begin.
_WITHOUT_LINES = (b"{", b"[", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF-")


@dataclass(slots=True)
class TextFile:
    """A file whose bytes all decode in `encoding`; `name` is its name in messages."""

    name: str
    encoding: str
    binary: BinaryIO
    _lines_are_bounded: bool = False

    def lines(self) -> Iterator[str]:
        """Yield the lines with their line ends, from the first line on.

        Only one reading at a time is possible. Raise BadData at a NUL character, where UTF-16 of
        the other byte order begins, and if a line is longer than LONGEST_LINE.
        """
        self.refuse_long_line()
        self.binary.seek(0)
        reader = io.TextIOWrapper(self.binary, self.encoding, newline="")
        try:
            line_number = 1
            # Many lines at once: checking each line would take as long as reading it.
            while lines := reader.readlines(_LINE_CHARACTERS):
                together = "".join(lines)
                if "\0" in together:
                    self._refuse(lines, line_number, "\0")
                # In UTF-8 and GB18030 it is a character like any other.
                if self.encoding.startswith("utf-16") and _SWAPPED_MARK in together:
                    self._refuse(lines, line_number, _SWAPPED_MARK)
                if line_number == 1:
                    lines[0] = lines[0].lstrip("\ufeff")
                yield from lines
                line_number += len(lines)
        finally:
            if not self.binary.closed:  # an unfinished reading may outlive the file
                reader.detach()

    def refuse_long_line(self) -> None:
        """Raise BadData if a line is longer than LONGEST_LINE: it could fill the memory."""
        if not self._lines_are_bounded and self.binary.seek(0, 2) > LONGEST_LINE:
            line = _LineLength(self.name)
            for chunk in file_chunks(self.binary):
                line.add(chunk)
        self._lines_are_bounded = True

    def sample(self) -> str:
        """Return the first million characters, by which the form of a file is detected."""
        return next(self.chunks(_SAMPLE_CHARACTERS), "")

    def has_inner_mark(self) -> bool:
        """Return whether the file may have a byte order mark after its beginning."""
        if self.encoding == "utf-8":
            return find_bytes(self.binary, codecs.BOM_UTF8, len(codecs.BOM_UTF8)) is not None
        return any("\ufeff" in chunk for chunk in self.chunks(_CHUNK))

    def _refuse(self, lines: list[str], first_line: int, character: str) -> NoReturn:
        line = next(number for number, text in enumerate(lines, first_line) if character in text)
        if character == _SWAPPED_MARK:
            raise BadData(another_encoding(self.name, line, self.encoding))
        raise BadData(
            t(
                "{file}:{line}: there is a NUL character: the file is not text, or not in"
                " {encoding}",
                file=self.name,
                line=line,
                encoding=self.encoding,
            )
        )

    def chunks(self, length: int) -> Iterator[str]:
        """Yield the text in chunks of `length` characters, from the first character on.

        This is for JSON and YAML, where the whole file may be one line of any length.
        """
        self.binary.seek(0)
        reader = io.TextIOWrapper(self.binary, self.encoding, newline="")
        try:
            if chunk := reader.read(length):
                yield chunk.lstrip("\ufeff")
            while chunk := reader.read(length):
                yield chunk
        finally:
            if not self.binary.closed:
                reader.detach()


@dataclass(slots=True)
class ListFile:
    """A file open as bytes that can be read more than once.

    `path` is as the user wrote it, `-` for standard input; `name` is the file's name in messages.
    Its reader counts in `skipped` what is not a row. `unpacked` is shared by a file and all that is
    unpacked from it: the bytes to which each archive unpacks, by its path, and "": the size of the
    file itself.
    """

    path: str
    name: str
    binary: BinaryIO
    skipped: Skipped = field(default_factory=Skipped)
    _text: TextFile | None = None
    unpacked: dict[str, int] = field(default_factory=dict)

    def text(self, encoding: str | None = None) -> TextFile:
        """Return the file as text in `encoding`; None detects it.

        Raise BadData if the bytes do not decode, UsageProblem if the encoding is unknown.
        """
        if self._text is None:
            self._text = _decoded(self, encoding)
        return self._text

    def encoding(self) -> str | None:
        """Return the encoding in which the file was read as text, None if it was not."""
        return None if self._text is None else self._text.encoding


@contextmanager
def open_file(path: str, largest: int = LARGEST_PIPE) -> Iterator[ListFile]:
    """Open a file as bytes; `-` is standard input. For what it raises see `open_binary`."""
    with open_binary(path, largest) as binary:
        yield ListFile(path, display_name(path), binary)


@contextmanager
def open_text(
    path: str, encoding: str | None = None, largest: int = LARGEST_PIPE
) -> Iterator[TextFile]:
    """Open a file as text in `encoding` (None detects it); `-` is standard input.

    >>> with open_text("examples/plan_2011.csv") as file:
    ...     file.encoding, next(file.lines())[:4]
    ('utf-8', '示例：2')
    """
    with open_file(path, largest) as file:
        yield file.text(encoding)


@contextmanager
def open_binary(path: str, largest: int = LARGEST_PIPE) -> Iterator[BinaryIO]:
    """Open a file as bytes that can be read more than once; a pipe is copied to disk first.

    Raise Missing, NoPermission or InputOutput if the file cannot be opened, BadData if a pipe has
    more than `largest` bytes or a line that does not end.
    """
    if path == "-" and sys.stdin is None:
        raise InputOutput(t("standard input is closed"))
    with ExitStack() as stack:
        try:
            raw = sys.stdin.buffer if path == "-" else stack.enter_context(_open_named(path))
            # A device like /dev/zero does not end, as a pipe may not.
            if path == "-" or not S_ISREG(os.fstat(raw.fileno()).st_mode):
                copy = cast(BinaryIO, stack.enter_context(tempfile.TemporaryFile()))
                _copy_pipe(cast(BinaryIO, raw), copy, display_name(path), largest)
                raw = copy
        except OSError as error:
            raise read_error(error, path) from None
        yield cast(BinaryIO, raw)


def _open_named(path: str) -> io.BufferedReader:
    return io.BufferedReader(_NamedFile(path))


class _NamedFile(io.FileIO):
    """A file whose errors name it, so that they are not reported as errors of the output, or as
    damage."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self._path = path

    def readinto(self, buffer: Any) -> int | None:
        """Read bytes into a buffer; raise InputOutput if the system cannot read them."""
        try:
            return super().readinto(buffer)
        except OSError as error:
            raise read_error(error, self._path) from None

    def readall(self) -> bytes:
        """Return all bytes up to the end; raise InputOutput if the system cannot read them."""
        try:
            return super().readall()
        except OSError as error:
            raise read_error(error, self._path) from None


def _copy_pipe(pipe: BinaryIO, copy: BinaryIO, name: str, largest: int) -> None:
    """Copy all of a pipe to a file, decompressed; refuse one that does not look as if it would end.

    A list that ends and is refused can be written to a file first.
    """
    chunks = iter(partial(pipe.read, _CHUNK), b"")
    start = next(chunks, b"")
    if start.startswith(_GZIP):
        chunks = _unpacked(cast(BinaryIO, _Rejoined(start, pipe)), name)
        start = next(chunks, b"")
    # json may be one line of any length, and workbooks have no lines.
    has_lines = not start.lstrip(codecs.BOM_UTF8 + b" \t\r\n").startswith(_WITHOUT_LINES)
    if has_lines and b"\0" in start and not is_utf16(start):  # it will be refused as no text
        largest = min(largest, LONGEST_LINE)
    line, size = _LineLength(name), 0
    for chunk in chain([start], chunks):
        size += len(chunk)
        if size > largest:
            sentence = "{file}: over {size} bytes and no end; write the list to a file first"
            raise BadData(t(sentence, file=name, size=largest))
        if has_lines:
            line.add(chunk)
        with temporary_folder_errors():
            copy.write(chunk)
    with temporary_folder_errors():
        copy.flush()


class _Rejoined:
    """A pipe with the bytes that were read from it before."""

    def __init__(self, start: bytes, pipe: BinaryIO) -> None:
        self._start, self._pipe = start, pipe

    def read(self, length: int) -> bytes:
        """Return at most so many bytes."""
        chunk, self._start = self._start[:length], self._start[length:]
        return chunk or self._pipe.read(length)


@contextmanager
def temporary_folder_errors() -> Iterator[None]:
    """Turn an error of writing a temporary file into InputOutput for its folder."""
    try:
        yield
    except OSError as error:
        folder = escape_unprintable(tempfile.gettempdir())
        sentence = (
            "the temporary folder {folder}: {why} (set TMPDIR to use another); nothing was changed"
        )
        raise InputOutput(t(sentence, folder=folder, why=system_reason(error))) from None


class _LineLength:
    """Measures the lines of a file whose bytes are added in chunks; refuses one that is too long.

    Bytes of UTF-16 that look like a line end are taken for one.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._length = 0  # of the line at the end of the last chunk
        self._lines = 1

    def add(self, chunk: bytes) -> None:
        """Add a chunk; raise BadData if a line has more bytes than LONGEST_LINE."""
        if not (line_ends := chunk.count(b"\n") or chunk.count(b"\r")):
            self._length += len(chunk)
            if self._length > LONGEST_LINE:
                sentence = "{file}:{line}: the line is longer than {size} bytes; this is no list"
                raise BadData(t(sentence, file=self._name, line=self._lines, size=LONGEST_LINE))
        else:
            self._lines += line_ends
            self._length = len(chunk) - 1 - max(chunk.rfind(b"\n"), chunk.rfind(b"\r"))


def is_lock_file(path: str) -> bool:
    """Return whether a file exists only while a document is open: ~$list.xlsx, ~WRL0001.tmp,
    .~lock.list.ods#."""
    name = path.replace("\\", "/").rpartition("/")[2].lower()
    return name.startswith(("~$", "~wr")) or (name.startswith(".~lock.") and name.endswith("#"))


def display_name(path: str) -> str:
    """Return the name of a file in messages."""
    return t("standard input") if path == "-" else escape_unprintable(path)


def read_error(error: OSError, path: str) -> StdplanError:
    """Return the project's own error, with its exit code, for an OSError about a file."""
    name = display_name(path)
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return Missing(t("{file}: there is no such file", file=name))
    if isinstance(error, PermissionError):
        return NoPermission(t("{file}: permission denied", file=name))
    if isinstance(error, IsADirectoryError):
        return InputOutput(t("{file}: this is a folder, not a file", file=name))
    return InputOutput(
        t("{file}: cannot be read: {reason}", file=name, reason=system_reason(error))
    )


# --- Compressed files ---
# A list compresses to a tenth or a hundredth of its size, a malicious file to a thousandth. The
# ratio is checked only above SMALL bytes.
LARGEST, HIGHEST_RATIO, SMALL = 4_000_000_000, 250, 100_000_000


@contextmanager
def decompressed(file: ListFile) -> Iterator[ListFile]:
    """Yield the content of a gzip file as a file of its own, any other file as it is.

    Raise BadData if the gzip file is damaged or decompresses to more bytes than a list can have.
    """
    file.binary.seek(0)
    if file.binary.read(len(_GZIP)) != _GZIP:
        yield file
        return
    with tempfile.TemporaryFile() as content:
        _decompress(file, cast(BinaryIO, content))
        path = file.path[: -len(".gz")] if file.path.lower().endswith(".gz") else file.path
        yield ListFile(path, file.name, cast(BinaryIO, content))


def _decompress(file: ListFile, content: BinaryIO) -> None:
    compressed_size = file.binary.seek(0, 2)
    file.binary.seek(0)
    size = 0
    try:
        for chunk in _unpacked(file.binary, file.name):
            size += len(chunk)
            if size > LARGEST or (size > SMALL and size // compressed_size >= HIGHEST_RATIO):
                raise BadData(
                    t(
                        "{file}: unpacks to over {size} bytes, too many for a list",
                        file=file.name,
                        size=size - len(chunk),
                    )
                )
            with temporary_folder_errors():
                content.write(chunk)
    except OSError as error:
        raise read_error(error, file.path) from None


def _unpacked(compressed: BinaryIO, name: str) -> Iterator[bytes]:
    """Yield the content of a gzip file in chunks; raise BadData if it is damaged."""
    try:
        with gzip.GzipFile(fileobj=compressed) as stream:
            yield from iter(partial(stream.read, _CHUNK), b"")
    except EOFError:
        raise BadData(t("{file}: the compressed file is incomplete", file=name)) from None
    except (gzip.BadGzipFile, zlib.error):
        raise BadData(t("{file}: the compressed file is damaged", file=name)) from None


# --- Encodings ---


def _decoded(file: ListFile, encoding: str | None) -> TextFile:
    try:
        if encoding:
            codec = codec_name(encoding)
            failure = find_decode_failure(file.binary, codec)
        else:
            codec, failure = detect_encoding(file.binary)
    except OSError as error:
        raise read_error(error, file.path) from None
    except UncertainEncoding as doubt:
        names = t(", ").join(doubt.codecs[:3])
        sentence = "{file}: its encoding is not certain; give it with --encoding: {names}"
        raise BadData(t(sentence, file=file.name, names=names)) from None
    marks = marks_of_others(codec, detected=not encoding)
    offsets = [offset for mark in marks if (offset := find_bytes(file.binary, mark)) is not None]
    if offsets:
        line = line_at(file.binary, "latin-1", min(offsets) + 1)
        raise BadData(another_encoding(file.name, line, codec))
    if failure:
        raise BadData(
            t(
                "{file}:{line}: byte 0x{byte} at offset {offset} is not {encoding} text: correct"
                " it, or give the encoding with --encoding",
                file=file.name,
                line=failure.line,
                byte=f"{failure.byte:02X}",
                offset=failure.offset,
                encoding=codec.upper(),
            )
        )
    return TextFile(file.name, codec, file.binary)


def another_encoding(name: str, line: int, encoding: str) -> str:
    """Return the message for a file whose parts are in different encodings."""
    return t(
        "{file}:{line}: from here on, the file is in another encoding than {encoding}: import its"
        " parts one by one",
        file=name,
        line=line,
        encoding=encoding.upper(),
    )
