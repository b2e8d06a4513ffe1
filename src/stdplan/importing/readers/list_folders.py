"""Folders and zip archives of lists: each file in them is read with its own form.

Rule: every file is accounted for. A list becomes a row of the result, under its path. Hidden files
and the lock files of open documents are passed over and counted; files that are no lists are named.
A file that should be a list by its name, but cannot be read, stops the import. Files with one
record each are one list together (record_files.py).
"""

from collections.abc import Callable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from copy import deepcopy
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import TypeAlias

from stdplan.domain.numbers import parse
from stdplan.errors import BadData, NoList, UsageProblem
from stdplan.i18n import t
from stdplan.importing.header_names import fold
from stdplan.importing.layouts import known_headers, words_of
from stdplan.importing.readers.archives import (
    is_archive,
    member_path,
    name_of_member,
    open_member,
    unpacking,
)
from stdplan.importing.readers.forms import READERS
from stdplan.importing.readers.record_files import (
    YAML_ENDINGS,
    Member,
    find_records,
    record_list,
)
from stdplan.importing.readers.rows import ListSource, ReadOptions, Skipped
from stdplan.importing.readers.text_files import (
    ListFile,
    decompressed,
    display_name,
    is_lock_file,
    open_file,
    read_error,
)

# Return the lists of an open file.
ReadLists: TypeAlias = Callable[[ListFile, ReadOptions], Iterator[ListSource]]
_FIRST_ROWS = 50  # that are searched for the number of a standard
_DEEPEST = 3  # archives within archives
# In an archive, with those in it. Records that are one list together do not count.
MOST_FILES, MOST_LISTS = 10_000, 2_000
# How the names of files end that should be lists.
_LISTS = (*(ending for reader in READERS.values() for ending in reader.endings), ".gz", ".zip")
_SYSTEM_FILES = frozenset(("__macosx", "thumbs.db", "desktop.ini"))


def lists_of_folder(path: str, options: ReadOptions, read_lists: ReadLists) -> Iterator[ListSource]:
    """Yield the lists in a folder and below it, in the order of their names.

    Raise BadData if there are none.
    """
    folder = Path(path)
    try:
        files = sorted(file for file in folder.rglob("*") if file.is_file())
    except OSError as error:
        raise read_error(error, path) from None
    members = [
        Member(file.relative_to(folder).as_posix(), display_name(str(file)), partial(_open, file))
        for file in files
    ]
    return _Folder(display_name(path), options, read_lists).lists(members)


@contextmanager
def _open(path: Path) -> Iterator[ListFile]:
    with open_file(str(path)) as original, decompressed(original) as file:
        yield file


def lists_of_archive(
    file: ListFile, options: ReadOptions, read_lists: ReadLists, outer: "_Folder | None" = None
) -> Iterator[ListSource]:
    """Yield the lists in a zip archive, in its order; `outer` has it as a file.

    Raise BadData if there are none, if there are too many, or if the archive cannot be unpacked.
    """
    depth = outer.depth + 1 if outer else 1
    if depth > _DEEPEST:
        raise BadData(
            t("{file}: over {count} archives within each other", file=file.name, count=_DEEPEST)
        )
    with unpacking(file) as (archive, infos):
        members = [
            Member(
                path,
                name_of_member(file, path),
                partial(open_member, file, archive, info, path),
            )
            for info in infos
            if (path := member_path(info))
        ]
        counts = outer.counts if outer and outer.depth else _Counts(file.name)
        yield from _Folder(file.name, options, read_lists, depth, counts).lists(members)


class _Counts:
    """Counts the files and the lists of an archive; messages call it `name`."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._files = self._lists = 0

    def add_file(self) -> None:
        """Count a file; raise BadData if there are too many."""
        self._files += 1
        if self._files > MOST_FILES:
            sentence = "{file}: has over {count} files; this is no archive of lists"
            raise TooMany(t(sentence, file=self._name, count=MOST_FILES))

    def add_list(self) -> None:
        """Count a list; raise BadData if there are too many."""
        self._lists += 1
        if self._lists > MOST_LISTS:
            sentence = "{file}: has over {count} lists: unpack it, and import a part of them"
            raise TooMany(t(sentence, file=self._name, count=MOST_LISTS))


class TooMany(BadData):
    """An archive has more than is read, whatever its other files are."""


class _Folder:
    """The files of one folder or archive, and what is counted of them.

    What is no list is counted with the first list.
    """

    def __init__(
        self,
        name: str,
        options: ReadOptions,
        read_lists: ReadLists,
        depth: int = 0,
        counts: _Counts | None = None,
    ) -> None:
        """`depth`: 0 for a folder, 1 for an archive. `counts`: those of an archive."""
        self._name, self._options = name, options
        self._read_lists, self.depth, self.counts = read_lists, depth, counts
        self._skipped = Skipped()
        self._is_empty = True

    def lists(self, members: Sequence[Member]) -> Iterator[ListSource]:
        """Yield the lists among the members."""
        for option, value in (("--sheet", self._options.sheet), ("--table", self._options.table)):
            if value is not None:
                sentence = "{option}: {file} has several files; import the one that is meant"
                raise UsageProblem(t(sentence, option=option, file=self._name))
        visible = []
        for member in members:
            if _is_passed_over(member.path):
                self._skipped.add("passed over", member.name)
            else:
                visible.append(member)
        records = find_records(visible, self._options)
        if records.members:
            yield self._first(record_list(self._name, records, self._options))
        recorded = {member.path for member in records.members}
        for member in visible:
            if records.form == "relaton" and member.path.lower().endswith(YAML_ENDINGS):
                if member.path not in recorded:  # an index of the records
                    self._skipped.add("no list", member.name)
            elif member.path not in recorded:
                yield from map(self._first, self._lists_of(member))
        if self._is_empty:
            names = [text for texts in self._skipped.examples.values() for text in texts]
            if not names:
                raise NoList(t("{file}: there is no file in it", file=self._name))
            sentence = "{file}: no file in it is a list: {names}"
            raise NoList(t(sentence, file=self._name, names=t(", ").join(names)))

    def _first(self, source: ListSource) -> ListSource:
        """Return the list; the first one gets the counts of this folder.

        What the text around a list says is not proposed: --set would give it to all lists.
        """
        if self._is_empty:
            self._is_empty = False
            source.skipped.add_all(self._skipped)
            self._skipped = source.skipped
        return source._replace(proposed={}, table=None)

    def _lists_of(self, member: Member) -> Iterator[ListSource]:
        """Yield the lists of a member; count it if it has none."""
        if self.counts:
            self.counts.add_file()
        try:
            with member.open() as file:
                if self._options.form is None and is_archive(file):
                    yield from lists_of_archive(file, self._options, self._read_lists, self)
                    return
                sources = self._read_lists(file, self._options)
                first = next(sources, None)
                if first is None or not self._is_list(file, first):
                    raise NoList(member.name)
                for source in chain((first,), sources):
                    if self.counts:
                        self.counts.add_list()
                    yield source
        except NoList as error:
            self._skipped.add("no list", str(error))
        except TooMany:
            raise
        except BadData:
            if member.path.lower().endswith(_LISTS):
                raise
            self._skipped.add("no list", member.name)

    def _is_list(self, file: ListFile, source: ListSource) -> bool:
        """Return whether a list has a column that names standards, by its header or its first
        rows.

        Raise NoList if a text has no line with a number.
        """
        before = deepcopy((source.skipped.counts, source.skipped.examples))
        rows = source.iter_rows()
        header = next(rows)
        names = {fold(cell) for cell in header.cells}
        mapped = set(map(fold, self._options.mapped_headers))
        if names & (known_headers().naming | mapped) or _has_amounts(names):
            found = source.form != "text" or next(rows, None) is not None
        else:
            first = chain((header,), islice(rows, _FIRST_ROWS))
            found = any(parse(cell) for row in first for cell in row.cells)
        # The list is read again, which counts again.
        file.skipped = source.skipped
        source.skipped.counts, source.skipped.examples = before
        source.skipped.counted = False
        return found


def _has_amounts(names: AbstractSet[str]) -> bool:
    """Return whether a header is that of a list of amounts, which name no standards."""

    def has(field: str) -> bool:
        words = words_of("lists", "amounts", "headers", field)
        return not names.isdisjoint((field, *map(fold, words)))

    return has("amount") and (has("indicator") or has("task"))


def _is_passed_over(path: str) -> bool:
    """Return whether a file is hidden, of the system, or a lock file."""
    return is_lock_file(path) or any(
        part.lower() in _SYSTEM_FILES or (part.startswith(".") and part != "..")
        for part in path.split("/")
    )
