"""A file that appears only when it is complete.

The file is written under a temporary name in the same folder, and renamed at the end. Rule: after
any failure (a full disk, a signal, a row that cannot be read) an existing file is unchanged, and no
temporary file is left. A device or a pipe is written directly.
"""

import os
import signal
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from io import TextIOWrapper
from pathlib import Path
from stat import S_IMODE
from typing import BinaryIO, Literal, NoReturn, TextIO, cast

from stdplan.errors import CannotCreate, InputOutput, NoPermission
from stdplan.i18n import t
from stdplan.output.formats import COMPRESSED

_BY_SIGNAL = 128  # shells add this to the number of a signal


@contextmanager
def open_atomic(path: str) -> Iterator[TextIO]:
    """Yield a text stream in UTF-8, whose `buffer` takes bytes, and rename the file at the end.

    A path that ends in `.gz` is compressed. Raise CannotCreate, NoPermission or InputOutput.

        with open_atomic("list.tsv.gz") as out:
            emit(table, OutputOptions(format="tsv"), out, terminal=False)
    """
    try:
        with ExitStack() as stack:
            binary = stack.enter_context(_open(Path(path)))
            if path.lower().endswith(COMPRESSED):
                from gzip import GzipFile

                # Without a name and a time, so that the same list is the same file.
                zipped = GzipFile("", "wb", fileobj=binary, mtime=0)
                binary = cast(BinaryIO, stack.enter_context(zipped))
            text = TextIOWrapper(binary, "utf-8", "backslashreplace", newline="\n")
            stack.callback(text.detach)  # writes its buffer; the stack closes the file
            yield text
    except OSError as error:
        if error.filename is not None:
            raise  # an error about another file, which it names
        message = t("{path}: reading or writing failed ({why})", path=path, why=error.strerror)
        raise InputOutput(message) from error


def _open(path: Path) -> AbstractContextManager[BinaryIO]:
    """Return a context manager for the file to write; raise an error if it cannot be written."""
    if path.is_dir():
        raise CannotCreate(t("{file}: this is a folder, not a file", file=path))
    if path.exists() and not path.is_file():
        return _create(path, path, "wb")
    target = Path(os.path.realpath(path))  # the target of a link is replaced, not the link
    if target.exists() and not os.access(target, os.W_OK):
        raise NoPermission(t("{path}: cannot be written (read-only)", path=path))
    return _replacing(path, target)


@contextmanager
def _replacing(path: Path, target: Path) -> Iterator[BinaryIO]:
    """Yield a temporary file, and rename it to `target` at the end; errors name `path`."""
    temporary = target.with_name(f".stdplan-{os.urandom(6).hex()}.tmp")
    with _exit_on_signals(), ExitStack() as stack:
        file = _create(temporary, path, "xb")
        stack.callback(temporary.unlink, missing_ok=True)
        stack.enter_context(file)
        if target.exists():
            temporary.chmod(S_IMODE(target.stat().st_mode))
        yield file
        file.flush()
        os.fsync(file.fileno())
        file.close()  # some systems do not rename an open file
        temporary.replace(target)


def _create(file: Path, path: Path, mode: Literal["wb", "xb"]) -> BinaryIO:
    """Open `file` for writing; an error names `path`."""
    try:
        return file.open(mode)
    except OSError as error:
        kind = NoPermission if isinstance(error, PermissionError) else CannotCreate
        message = t("{path}: cannot be created ({why})", path=path, why=error.strerror)
        raise kind(message) from error


@contextmanager
def _exit_on_signals() -> Iterator[None]:
    """Turn SIGTERM and SIGHUP into SystemExit, so that the temporary file is removed."""

    def exit_(number: int, _: object) -> NoReturn:
        raise SystemExit(_BY_SIGNAL + number)

    names = [name for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    before = {name: signal.signal(getattr(signal, name), exit_) for name in names}
    try:
        yield
    finally:
        for name, handler in before.items():
            signal.signal(getattr(signal, name), handler or signal.SIG_DFL)
