"""Lists into the catalogue: all of them read and checked, then all loaded in one operation.

Lists that are kept in memory, into the catalogue: read, checked, recorded in one operation.

The file of --skip-bad: what it may be, and when it is written.

Rule: it is opened first, written in full before the import is kept, and has its place only after;
what goes wrong on the way leaves the file that was there, and no half import.
"""

import sys
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import date
from typing import Any, Generic, TypeVar

from stdplan.catalogue.bulk_load import Outcome, load
from stdplan.catalogue.database import Catalogue, Transaction
from stdplan.catalogue.staging import Staging
from stdplan.commands.context import command_line
from stdplan.commands.framework import is_same_file
from stdplan.commands.import_options import known
from stdplan.commands.import_report import Imported, Rehearsal, Rehearsed, refuse
from stdplan.errors import UsageProblem
from stdplan.i18n import t
from stdplan.importing.cell_values import CellError
from stdplan.importing.import_options import ImportOptions
from stdplan.importing.list_import import Expected, ImportedList
from stdplan.importing.list_summary import ListSummary
from stdplan.importing.readers.rows import SourceRow
from stdplan.importing.rejects import Rejects
from stdplan.importing.standard_lists import Listeners, read_list
from stdplan.importing.standard_rows import KnownCodes
from stdplan.output.atomic_file import open_atomic
from stdplan.output.progress_bar import ProgressDisplay, progress_bar


@contextmanager
def rejecting(
    path: str | None, lists: Sequence[str], catalogue: Catalogue, dry_run: bool
) -> Iterator[Rejects | None]:
    """What takes the rejected rows; None where there is no file for them. `path`: what --skip-bad
    says; `lists`: the files that are read.

    UsageProblem where the file is one of those or the catalogue; CannotCreate, NoPermission.
    """
    if path is None:
        yield None
        return
    if path == "-":
        raise UsageProblem(t("--skip-bad: give the name of a file, stdout has the counts"))
    if any(name != "-" and is_same_file(path, name) for name in lists):
        raise UsageProblem(t("--skip-bad {path} is the list itself", path=path))
    if is_same_file(path, catalogue.path):
        raise UsageProblem(t("--skip-bad {path} is the catalogue itself", path=path))
    if dry_run:
        yield None
        return
    with open_atomic(path) as out, Rejects(out) as rejects:
        yield rejects


class Run:
    """One import of lists of a `day`, by which counts what they tell and do not date.

    `rehearsals`: what would happen, one a list, where nothing is to be changed.
    """

    def __init__(
        self, catalogue: Catalogue, wishes: ImportOptions, dry_run: bool, day: date
    ) -> None:
        self.day = day
        self.rehearsals: list[Rehearsal] = []
        self._catalogue, self._wishes, self._dry_run = catalogue, wishes, dry_run
        self._rejects: Rejects | None = None

    def __call__(
        self, files: Sequence[str], skip_bad: str | None
    ) -> list[tuple[ListSummary, Outcome]]:
        """Import the files; what was read of each and what became of it.

        Raises BadData for rows with faults, unless `skip_bad` names a file for them.
        """
        with ExitStack() as stack:
            self._rejects = stack.enter_context(
                rejecting(skip_bad, files, self._catalogue, self._dry_run)
            )
            progress = stack.enter_context(progress_bar(sys.stderr))
            # Before the stage: to read the catalogue in its transaction would lock others out.
            names = known(self._catalogue.connection)
            stage = stack.enter_context(Staging(self._catalogue.connection))
            readings = [self._read(path, names, stage, progress) for path in files]
            stage.close_reading()
            if self._rejects:
                self._rejects.write()
            elif not self._dry_run:
                refuse(readings)
            outcomes = self._load(readings, stage, progress)
        return list(zip(readings, outcomes, strict=True))

    def _read(
        self, path: str, names: KnownCodes, stage: Staging, progress: ProgressDisplay
    ) -> ListSummary:
        stage.begin()
        self.rehearsals.append(Rehearsal([], [], []))
        progress.list(path)
        listeners = Listeners(self._header, self._rejected, progress.rows, progress.expected)
        return read_list(path, names, self._wishes, self.day, stage, listeners)

    def _header(self, header: list[str]) -> None:
        if self._rejects:
            self._rejects.begin(header)

    def _rejected(
        self, reading: ListSummary, header: list[str], row: SourceRow, faults: list[CellError]
    ) -> None:
        if self._rejects:
            self._rejects.add(reading.file, header, row, faults)
        if self._dry_run:
            self.rehearsals[-1].rejected(row.line, faults)

    def _load(
        self, readings: Sequence[ListSummary], stage: Staging, progress: ProgressDisplay
    ) -> list[Outcome]:
        outcomes = []
        try:
            with self._catalogue.operation(command_line()) as work:
                for reading, staged, rehearsal in zip(
                    readings, stage.lists, self.rehearsals, strict=True
                ):
                    progress.loading(reading.file)
                    told = rehearsal.told if self._dry_run else None
                    outcomes.append(load(work, stage, staged, told))
                if self._dry_run:
                    raise Rehearsed
        except Rehearsed:
            pass
        return outcomes


List = TypeVar("List", bound=ImportedList[Any])


class KeptRun(ABC, Generic[List]):
    """One import; `lists` are there once it ran."""

    def __init__(self, catalogue: Catalogue, wishes: ImportOptions, dry_run: bool) -> None:
        self.lists: list[List] = []
        self.catalogue, self.wishes = catalogue, wishes
        self._dry_run = dry_run

    @abstractmethod
    def read(self, path: str, expected: Expected) -> List:
        """The list at `path`."""

    @abstractmethod
    def check(self, work: Transaction) -> None:
        """Hold the lists against each other and the catalogue, and refuse what cannot be."""

    @abstractmethod
    def record(self, work: Transaction, place: int, rehearsal: Rehearsal) -> tuple[int, int]:
        """Record the list at this place of `lists`; how much was added and changed."""

    def __call__(self, files: Sequence[str], skip_bad: str | None) -> list[Imported]:
        """Import the files; what became of each.

        Raises BadData for rows with faults, unless `skip_bad` names a file for them.
        """
        with ExitStack() as stack:
            rejects = stack.enter_context(rejecting(skip_bad, files, self.catalogue, self._dry_run))
            progress = stack.enter_context(progress_bar(sys.stderr))
            self.lists = [self._read(path, progress) for path in files]
            try:
                with self.catalogue.operation(command_line()) as work:
                    imported = self._import(work, rejects)
                    if self._dry_run:
                        raise Rehearsed
            except Rehearsed:
                pass
        return imported

    def _read(self, path: str, progress: ProgressDisplay) -> List:
        progress.list(path)
        found = self.read(path, progress.expected)
        progress.rows(len(found.rows))
        return found

    def _import(self, work: Transaction, rejects: Rejects | None) -> list[Imported]:
        self.check(work)
        for one in self.lists:
            one.close()
        if rejects:
            _write(rejects, self.lists)
        elif not self._dry_run:
            refuse([one.reading for one in self.lists])
        return [self._recorded(work, place) for place in range(len(self.lists))]

    def _recorded(self, work: Transaction, place: int) -> Imported:
        one, rehearsal = self.lists[place], Rehearsal([], [], [])
        added, changed = self.record(work, place, rehearsal)
        for row, faults in sorted(one.faults.items()):
            rehearsal.rejected(one.rows[row].line, faults)
        return Imported(one.reading, added, changed, rehearsal)


def _write(rejects: Rejects, lists: Sequence[ImportedList[Any]]) -> None:
    """All rows with faults to the file of rejects."""
    for one in lists:
        rejects.begin(one.header)
        for place, faults in sorted(one.faults.items()):
            rejects.add(one.reading.file, one.header, one.rows[place], faults)
    rejects.write()
