"""Bytes of a list to its lines of text: UTF-8, UTF-16 or GB18030, found by content.

Rule: a file is decoded strictly and as a whole. It is passed over once to find its encoding, so a
fault in its last line is known before its first line is used, and read in constant memory after.
"""

import codecs
import io
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from shutil import copyfileobj
from typing import BinaryIO, NoReturn, cast

from stdplan.domain.text import visible
from stdplan.errors import BadData, InputOutput, Missing, NoPermission, StdplanError, UsageProblem
from stdplan.exchange.readers.rows import Skipped
from stdplan.exchange.readers.sniff import failure, find_encoding
from stdplan.i18n import t

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
    return t("standard input") if path == "-" else visible(path)


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
                encoding=visible(encoding),
            )
        ) from None
    return "gb18030" if name in _OLDER_GB else name
