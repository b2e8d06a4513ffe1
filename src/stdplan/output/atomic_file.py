"""The file of `--output`: written beside its place, and renamed when it is whole.

Rule: whatever happens on the way (a full disk, a signal, a row that cannot be read), the file that
was there stays as it was and nothing is left beside it. What is no file, such as a device or a
pipe, is written as it comes.
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

_BY_SIGNAL = 128  # what shells add to the number of a signal


@contextmanager
def destination(path: str) -> Iterator[TextIO]:
    """The file, open for text in UTF-8 (its `buffer` takes bytes), in place when the block ends.

    A name that ends in `.gz` is compressed. Raises CannotCreate, NoPermission, InputOutput.
    """
    try:
        with ExitStack() as stack:
            binary = stack.enter_context(_file(Path(path)))
            if path.lower().endswith(COMPRESSED):
                from gzip import GzipFile

                # Without a name and a time: the same list is the same file.
                zipped = GzipFile("", "wb", fileobj=binary, mtime=0)
                binary = cast(BinaryIO, stack.enter_context(zipped))
            text = TextIOWrapper(binary, "utf-8", "backslashreplace", newline="\n")
            stack.callback(text.detach)  # what it still holds is written; others close
            yield text
    except OSError as fault:
        if fault.filename is not None:
            raise  # of another file, which it names
        why = t("{path}: reading or writing failed ({why})", path=path, why=fault.strerror)
        raise InputOutput(why) from fault


def _file(path: Path) -> AbstractContextManager[BinaryIO]:
    if path.is_dir():
        raise CannotCreate(t("{file}: this is a folder, not a file", file=path))
    if path.exists() and not path.is_file():
        return _opened(path, path, "wb")
    place = Path(os.path.realpath(path))  # what a link leads to is replaced, not the link
    if place.exists() and not os.access(place, os.W_OK):
        raise NoPermission(t("{path}: cannot be written (read-only)", path=path))
    return _replacing(path, place)


@contextmanager
def _replacing(path: Path, place: Path) -> Iterator[BinaryIO]:
    beside = place.with_name(f".stdplan-{os.urandom(6).hex()}.tmp")
    with _ending_aloud(), ExitStack() as stack:
        file = _opened(beside, path, "xb")
        stack.callback(beside.unlink, missing_ok=True)
        stack.enter_context(file)
        if place.exists():
            beside.chmod(S_IMODE(place.stat().st_mode))
        yield file
        file.flush()
        os.fsync(file.fileno())
        file.close()  # or some systems do not rename it
        beside.replace(place)


def _opened(file: Path, path: Path, mode: Literal["wb", "xb"]) -> BinaryIO:
    """`file`, open for writing; where that cannot be, the error names `path`."""
    try:
        return file.open(mode)
    except OSError as fault:
        kind = NoPermission if isinstance(fault, PermissionError) else CannotCreate
        why = t("{path}: cannot be created ({why})", path=path, why=fault.strerror)
        raise kind(why) from fault


@contextmanager
def _ending_aloud() -> Iterator[None]:
    """SIGTERM and SIGHUP as an exception, so that the file beside is taken away."""

    def end(number: int, _: object) -> NoReturn:
        raise SystemExit(_BY_SIGNAL + number)

    names = [name for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    before = {name: signal.signal(getattr(signal, name), end) for name in names}
    try:
        yield
    finally:
        for name, handler in before.items():
            signal.signal(getattr(signal, name), handler or signal.SIG_DFL)
