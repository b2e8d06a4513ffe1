"""A file that appears only when it is complete.

The file is written under a temporary name in the same folder, and renamed at the end. Rule: after
any failure (a full disk, a signal, a row that cannot be read) an existing file is unchanged, and no
temporary file is left. Only a complete file is kept under another name, if it cannot be renamed
because the target is open in another program, or if the command has stored its changes by then. A
device or a pipe is written directly.
"""

import os
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from io import TextIOWrapper
from pathlib import Path
from shutil import copyfile
from stat import S_IMODE
from typing import BinaryIO, TextIO, cast

from stdplan.errors import CannotCreate, InputOutput, NoPermission, StdplanError
from stdplan.i18n import t
from stdplan.interrupts import is_stored
from stdplan.output.formats import COMPRESSED
from stdplan.platforms import is_in_use
from stdplan.reasons import system_reason
from stdplan.unfinished import final_path, unfinished_path

_FOR_ALL = 0o666  # of a new file, less the umask


@contextmanager
def open_atomic(path: str, mode: int = _FOR_ALL) -> Iterator[TextIO]:
    """Yield a text stream in UTF-8, whose `buffer` takes bytes, and rename the file at the end.

    A path that ends in `.gz` is compressed. `mode`, less the umask, is the mode of a new file; a
    file that is replaced keeps its own. Raise CannotCreate, NoPermission or InputOutput.

        with open_atomic("list.tsv.gz") as out:
            emit(table, OutputOptions(format="tsv"), out, terminal=False)
    """
    try:
        with ExitStack() as stack:
            binary = stack.enter_context(_open(Path(path), mode))
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
        message = t(
            "{path}: reading or writing failed ({why})", path=path, why=system_reason(error)
        )
        raise InputOutput(message) from error


def _open(path: Path, mode: int) -> AbstractContextManager[BinaryIO]:
    """Return a context manager for the file to write; raise an error if it cannot be written."""
    if path.is_dir():
        raise CannotCreate(t("{file}: this is a folder, not a file", file=path))
    if path.exists() and not path.is_file():
        return _create(path, path, os.O_WRONLY, mode)
    try:
        target = Path(final_path(path))  # the target of a link is replaced, not the link
    except OSError as error:
        raise _not_created(path, error) from error
    if target.exists():
        _refuse_unwritable(path, target)
        mode = S_IMODE(target.stat().st_mode)
    return _replacing(path, target, mode)


def _refuse_unwritable(path: Path, target: Path) -> None:
    """Raise NoPermission if an existing file cannot be replaced: before anything is computed."""
    try:
        os.close(os.open(target, os.O_WRONLY))
    except OSError as error:
        if is_in_use(error):
            raise open_elsewhere(path) from error
        raise NoPermission(t("{path}: cannot be written (read-only)", path=path)) from error


def open_elsewhere(path: str | Path) -> NoPermission:
    """Return the error for a file that another program keeps from being replaced."""
    sentence = (
        "{path}: another program has this file open; close it there (in Excel or WPS) and run the"
        " command again; nothing was changed"
    )
    return NoPermission(t(sentence, path=path))


@contextmanager
def _replacing(path: Path, target: Path, mode: int) -> Iterator[BinaryIO]:
    """Yield a temporary file, and rename it to `target` at the end; errors name `path`."""
    temporary = Path(unfinished_path(target.parent))
    with ExitStack() as stack:
        stack.callback(_remove, temporary)
        file = stack.enter_context(_create(temporary, path, os.O_WRONLY | os.O_EXCL, mode))
        if target.exists():
            temporary.chmod(mode)  # the umask may have taken some of it
        yield file
        file.flush()
        os.fsync(file.fileno())
        file.close()  # some systems do not rename an open file
        try:
            temporary.replace(target)
        except OSError as error:
            raise _not_renamed(temporary, path, target.exists(), error) from error


def _remove(temporary: Path) -> None:
    """Remove the temporary file, unless it was renamed or could not be created."""
    with suppress(OSError):
        temporary.unlink()


def _not_renamed(temporary: Path, path: Path, replaces: bool, error: OSError) -> InputOutput:
    """Return the error for a complete file that does not get its name.

    If the changes are stored, the command cannot be repeated for the same output, so the file is
    kept: next to where it belongs, or in the folder for temporary files. So is one that would
    replace a file that is open. Windows refuses that by the same error as a file without
    permission, but a file without permission was refused before anything was written.
    """
    why = system_reason(error)
    is_open = replaces and (isinstance(error, PermissionError) or is_in_use(error))
    if not is_stored() and not is_open:
        return InputOutput(t("{path}: cannot be renamed ({why})", path=path, why=why))
    kept = path.with_name(f"{path.stem}.{os.urandom(3).hex()}{path.suffix}")
    try:
        temporary.rename(kept)
    except OSError:
        handle, name = tempfile.mkstemp(path.suffix, f"{path.stem}-")
        os.close(handle)
        kept = Path(name)
        copyfile(temporary, kept)
    sentence = "{path}: cannot be renamed ({why}); what belongs there is in {kept}"
    if is_open and is_stored():
        sentence = (
            "{path}: cannot be replaced ({why}), because another program has it open; close it"
            " there (in Excel or WPS); what belongs there is in {kept}"
        )
    elif is_open:
        sentence = (
            "{path}: cannot be replaced ({why}), because another program has it open; close it"
            " there (in Excel or WPS) and run the command again; the answer is in {kept}"
        )
    return InputOutput(t(sentence, path=path, why=why, kept=kept))


def _create(file: Path, path: Path, flags: int, mode: int) -> BinaryIO:
    """Open `file` for writing; an error names `path`."""
    try:
        # On Windows, bytes are written as they are only in this mode.
        flags |= os.O_CREAT | getattr(os, "O_BINARY", 0)
        return cast(BinaryIO, os.fdopen(os.open(file, flags, mode), "wb"))
    except OSError as error:
        raise _not_created(path, error) from error


def _not_created(path: Path, error: OSError) -> StdplanError:
    kind = NoPermission if isinstance(error, PermissionError) else CannotCreate
    return kind(t("{path}: cannot be created ({why})", path=path, why=system_reason(error)))
