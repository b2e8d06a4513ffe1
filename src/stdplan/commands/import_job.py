"""One driver for the import of all four kinds of lists: read them, check them, record them.

Rule: all lists of a command are one operation. Either every row goes in or none, but for the rows
with faults that --skip-bad writes to a file. That file is opened first, is complete before the
import is committed, and is renamed into place after it; if anything fails on the way, the old file
stays and nothing is imported.
"""

import sqlite3
import sys
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext, suppress
from functools import partial
from typing import Any, Generic, TypeVar

from stdplan.catalogue.backup import FILE_MODE
from stdplan.catalogue.bulk_load import OnChange
from stdplan.catalogue.database import Catalogue
from stdplan.catalogue.transaction import Transaction
from stdplan.commands import import_notes
from stdplan.commands.context import command_line
from stdplan.commands.framework import is_list, is_same_file, refuse_journal
from stdplan.commands.import_maps import open_map, write_map
from stdplan.commands.import_report import DryRun, ImportResult, refuse_faults
from stdplan.errors import UsageProblem
from stdplan.i18n import t
from stdplan.importing.cell_values import CellError
from stdplan.importing.import_options import ImportOptions
from stdplan.importing.list_import import ImportedList
from stdplan.importing.list_summary import ImportCallbacks, ListSummary
from stdplan.importing.readers.detect import open_lists
from stdplan.importing.readers.rows import ListSource, SourceRow
from stdplan.importing.rejects import Rejects
from stdplan.output.atomic_file import open_atomic
from stdplan.output.progress_bar import ProgressDisplay, progress_bar


class ImportKind(ABC):
    """What an import does differently for each kind of list.

    `options`: how the lists are read. `summaries` has one entry for each list that was read, in the
    order of the command; a file may have several. `context` is open as long as the import runs.
    `checks_in_operation`: the lists can only be checked while the catalogue is locked.
    """

    options: ImportOptions
    summaries: list[ListSummary]
    checks_in_operation = False
    context: AbstractContextManager[object] = nullcontext()

    @abstractmethod
    def read(self, source: ListSource, callbacks: ImportCallbacks) -> None:
        """Read a list and add its summary; report rows to the callbacks."""

    @abstractmethod
    def finish_reading(self) -> None:
        """End what reading needed; called once, after the last list was read."""

    @abstractmethod
    def check(self, connection: sqlite3.Connection, callbacks: Sequence[ImportCallbacks]) -> None:
        """Check the lists against each other and the catalogue; report rows with faults.

        `callbacks` has one entry for each list. Called once, after the last list was read.
        """

    @abstractmethod
    def record(
        self, transaction: Transaction, index: int, on_change: OnChange | None
    ) -> tuple[int, int]:
        """Record the list of this index; return how many records were added and changed.

        `on_change`, if it is not None, is called for each of them.
        """

    @abstractmethod
    def notes(self, index: int) -> Iterator[str]:
        """Yield what a person should know about the list of this index."""

    def last_notes(self, transaction: Transaction) -> Iterator[tuple[int, str]]:
        """Yield what is known only after all lists were recorded: index of a list, note."""
        yield from ()


List = TypeVar("List", bound=ImportedList[Any])


class InMemoryKind(ImportKind, Generic[List]):
    """A kind of list that is kept in memory as a whole: all but lists of standards."""

    checks_in_operation = True

    def __init__(self, options: ImportOptions) -> None:
        self.options = options
        self.summaries = []
        self.lists: list[List] = []

    @abstractmethod
    def read_list(self, source: ListSource, callbacks: ImportCallbacks) -> List:
        """Return the rows of a list."""

    def read(self, source: ListSource, callbacks: ImportCallbacks) -> None:
        """Read a list, keep it, and add its summary."""
        rows = self.read_list(source, callbacks)
        self.lists.append(rows)
        self.summaries.append(rows.summary)
        callbacks.rows(len(rows.rows))

    def finish_reading(self) -> None:
        """Check that each list has a summary; there is nothing to close."""
        assert len(self.lists) == len(self.summaries), "each list has a summary"

    def check(self, connection: sqlite3.Connection, callbacks: Sequence[ImportCallbacks]) -> None:
        """Report all rows with faults; a subclass first refuses rows that cannot be recorded."""
        for rows, callback in zip(self.lists, callbacks, strict=True):
            rows.report_faults(callback)


class ImportJob:
    """One import of lists of one kind.

    results = ImportJob(catalogue, StandardsKind(…), dry_run=False).run(["list.csv"], None)
    """

    def __init__(self, catalogue: Catalogue, kind: ImportKind, dry_run: bool) -> None:
        self._catalogue, self._kind = catalogue, kind
        self._dry_run = dry_run
        self._dry_runs: list[DryRun] = []
        self._rejects: Rejects | None = None

    def run(
        self, files: Sequence[str], skip_bad: str | None, save_map: str | None = None
    ) -> list[ImportResult]:
        """Import the files and return what became of each; `skip_bad` is the file for rejects,
        `save_map` the one for what the columns feed.

        Raise BadData if rows have faults, unless there is a file for them or it is a dry run.
        """
        with ExitStack() as stack:
            self._rejects = stack.enter_context(
                open_rejects(skip_bad, files, self._catalogue, self._dry_run)
            )
            if save_map is not None:
                refuse_journal(save_map, self._catalogue.path)
            map_out = stack.enter_context(open_map(save_map, skip_bad))
            progress = stack.enter_context(progress_bar(sys.stderr))
            stack.enter_context(self._kind.context)
            callbacks = [each for path in files for each in self._read(path, progress)]
            self._kind.finish_reading()
            if map_file := self._kind.options.map_file:
                map_file.check_found()
            if map_out:
                write_map(map_out, self._kind.summaries, self._kind.options)
            if not self._kind.checks_in_operation:
                self._check(callbacks)
            results: list[ImportResult] = []
            with suppress(_EndDryRun), self._catalogue.operation(command_line()) as transaction:
                if self._kind.checks_in_operation:
                    self._check(callbacks)
                for index, summary in enumerate(self._kind.summaries):
                    progress.loading(summary.file)
                    results.append(self._record(transaction, index))
                for index, note in self._kind.last_notes(transaction):
                    results[index].notes.append(note)
                if self._dry_run:
                    raise _EndDryRun
        return results

    def _read(self, path: str, progress: ProgressDisplay) -> Iterator[ImportCallbacks]:
        """Read the lists of a file; yield the callbacks of each, since rows may be rejected
        later."""
        progress.list(path)
        with open_lists(path, self._kind.options.read_options) as lists:
            for source in lists:
                self._dry_runs.append(DryRun([], [], []))
                rejected = partial(self._rejected, self._dry_runs[-1])
                callbacks = ImportCallbacks(
                    self._header, rejected, progress.rows, progress.expected
                )
                self._kind.read(source, callbacks)
                yield callbacks

    def _header(self, header: list[str]) -> None:
        if self._rejects:
            self._rejects.begin(header)

    def _rejected(
        self,
        dry_run: DryRun,
        summary: ListSummary,
        header: list[str],
        row: SourceRow,
        faults: list[CellError],
    ) -> None:
        if self._rejects:
            self._rejects.add(summary.file, header, row, faults)
        if self._dry_run:
            dry_run.add_rejected(row.line, faults)

    def _check(self, callbacks: Sequence[ImportCallbacks]) -> None:
        """Check the lists; write the rejected rows to their file, or refuse lists with faults."""
        self._kind.check(self._catalogue.connection, callbacks)
        if self._rejects:
            self._rejects.write()
        elif not self._dry_run:
            refuse_faults(self._kind.summaries)

    def _record(self, transaction: Transaction, index: int) -> ImportResult:
        dry_run = self._dry_runs[index]
        on_change = dry_run.add_change if self._dry_run else None
        added, changed = self._kind.record(transaction, index, on_change)
        summary = self._kind.summaries[index]
        notes = [*import_notes.of_new_columns(summary), *self._kind.notes(index)]
        return ImportResult(summary, added, changed, dry_run, notes)


class _EndDryRun(Exception):
    """End the operation of a dry run, which rolls it back."""


@contextmanager
def open_rejects(
    path: str | None, lists: Sequence[str], catalogue: Catalogue, dry_run: bool
) -> Iterator[Rejects | None]:
    """Open the file of --skip-bad for rejected rows; yield None if there is none to write.

    `path` is the value of --skip-bad, `lists` are the files that are read. Raise UsageProblem if
    the file is one of them, stdout or the catalogue; CannotCreate or NoPermission if it cannot be
    written.
    """
    if path is None:
        yield None
        return
    if path == "-":
        raise UsageProblem(t("--skip-bad: give a file name; stdout is used for the counts"))
    if is_list(path, lists):
        raise UsageProblem(t("--skip-bad: {path} is the list itself", path=path))
    if is_same_file(path, catalogue.path):
        raise UsageProblem(t("--skip-bad: {path} is the catalogue itself", path=path))
    refuse_journal(path, catalogue.path)
    if dry_run:
        yield None
        return
    with open_atomic(path, FILE_MODE) as out, Rejects(out) as rejects:
        yield rejects
