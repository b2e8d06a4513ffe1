"""Several files in one folder that appear together, and names of files from any text.

Rule: a name is one that Linux, macOS and Windows take, and no two names differ only in what one of
these systems ignores. After any failure the folder is as it was.
"""

import os
import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from shutil import rmtree
from unicodedata import category, normalize

from stdplan.errors import CannotCreate, InputOutput, NoPermission
from stdplan.i18n import t
from stdplan.output.atomic_file import open_elsewhere
from stdplan.platforms import is_in_use
from stdplan.reasons import system_reason
from stdplan.unfinished import unfinished_path

# Systems limit a name to 255 bytes, or letters; Windows a whole path to 260.
_LONGEST = 80  # letters
_MOST_BYTES = 200
_UNFIT = re.compile(r'[/\\:*?"<>|]+')
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\..*)?", re.IGNORECASE)
_NAMED = 5  # files in a message


def file_names(texts: Iterable[str], extension: str) -> list[str]:
    r"""Return a name of a file for each text, in their order.

    >>> file_names(["SAC/TC 22", "SAC_TC 22", 'A: "B"...'], ".xlsx")
    ['SAC_TC 22.xlsx', 'SAC_TC 22-2.xlsx', 'A_ _B_.xlsx']
    """
    taken: set[str] = set()
    names = []
    for stem in map(_stem, texts):
        name, count = stem, 1
        while _same(name) in taken:
            count += 1
            name = f"{stem}-{count}"
        taken.add(_same(name))
        names.append(name + extension)
    return names


def _stem(text: str) -> str:
    """Return a text without what no name of a file may have."""
    text = "".join(
        " " if category(letter)[0] in "ZC" else letter for letter in normalize("NFC", text)
    )
    text = " ".join(_UNFIT.sub("_", text).split())[:_LONGEST]
    text = text.encode()[:_MOST_BYTES].decode(errors="ignore").strip(" .") or "_"
    return f"_{text}" if _RESERVED.fullmatch(text) or text[0] in "~-" else text


def _same(name: str) -> str:
    """Return what two names have in common if a system may take them for one."""
    return normalize("NFKC", normalize("NFKC", name).casefold())


def write_together(folder: str, files: Mapping[str, bytes], replace: bool) -> None:
    """Write files by name into a folder, which is created if need be: all of them, or none.

    A file with the same bytes stays. Raise CannotCreate if another file has one of the names,
    unless `replace`; CannotCreate, NoPermission or InputOutput if a file cannot be written.
    """
    path = Path(folder)
    if path.exists() and not path.is_dir():
        raise CannotCreate(t("{path}: not a folder", path=path))
    try:
        changed = {
            name: content for name, content in files.items() if _differs(path / name, content)
        }
        existing = [name for name in changed if os.path.lexists(path / name)]
        if existing and not replace:
            names = ", ".join(existing[:_NAMED])
            if len(existing) > _NAMED:
                names += t(" and {count} more", count=len(existing) - _NAMED)
            sentence = "{path}: files exist already: {names}; --force replaces them"
            raise CannotCreate(t(sentence, path=path, names=names))
        created = [parent for parent in (path, *path.parents) if not parent.exists()]
        try:
            _make(path)
            _move_in(path, changed)
        except BaseException:
            for parent in created:
                with suppress(OSError):
                    parent.rmdir()
            raise
    except OSError as error:
        why, place = system_reason(error), error.filename or path
        if is_in_use(error):
            raise open_elsewhere(place) from error
        if isinstance(error, PermissionError):
            raise NoPermission(
                t("{path}: cannot be created ({why})", path=place, why=why)
            ) from error
        message = t("{path}: reading or writing failed ({why})", path=place, why=why)
        raise InputOutput(message) from error


def _make(path: Path) -> None:
    """Create a folder with those around it; raise CannotCreate if something is in the way."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except (FileNotFoundError, FileExistsError, NotADirectoryError) as error:
        why = system_reason(error)
        raise CannotCreate(t("{path}: cannot be created ({why})", path=path, why=why)) from error


def _differs(path: Path, content: bytes) -> bool:
    """Return whether there is no file with this content at the path."""
    return not (path.is_file() and path.read_bytes() == content)


def _move_in(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write all files next to where they belong, then rename them; take it back after an error."""
    temporary = Path(unfinished_path(folder))
    temporary.mkdir()
    moved: list[tuple[Path, Path]] = []
    new: list[Path] = []
    try:
        for name, content in files.items():
            (temporary / name).write_bytes(content)
        (temporary / "old").mkdir()
        for name in files:
            target, old = folder / name, temporary / "old" / name
            if os.path.lexists(target):
                if target.is_dir():
                    raise CannotCreate(t("{file}: this is a folder, not a file", file=target))
                target.rename(old)
                moved.append((old, target))
            (temporary / name).rename(target)
            new.append(target)
    except BaseException:
        for target in new:
            with suppress(OSError):
                target.unlink()
        for old, target in moved:
            with suppress(OSError):
                old.rename(target)
        raise
    finally:
        rmtree(temporary, ignore_errors=True)
