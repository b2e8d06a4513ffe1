"""Lists that are kept in memory, into the catalogue: read, checked, recorded in one operation."""

import sys
from abc import ABC, abstractmethod
from collections.abc import Sequence
from contextlib import ExitStack
from typing import Any, Generic, TypeVar

from stdplan.catalogue.database import Catalogue, Work
from stdplan.commands._context import command_line
from stdplan.commands.import_rehearsal import Rehearsal
from stdplan.commands.import_rejects import rejecting
from stdplan.commands.import_result import Imported, Rehearsed, refuse
from stdplan.importing.import_options import Wishes
from stdplan.importing.list_import import Expected, KeptList
from stdplan.importing.rejects import Rejects
from stdplan.output.progress_bar import Progress, shown

List = TypeVar("List", bound=KeptList[Any])


class KeptRun(ABC, Generic[List]):
    """One import; `lists` are there once it ran."""

    def __init__(self, catalogue: Catalogue, wishes: Wishes, dry_run: bool) -> None:
        self.lists: list[List] = []
        self.catalogue, self.wishes = catalogue, wishes
        self._dry_run = dry_run

    @abstractmethod
    def read(self, path: str, expected: Expected) -> List:
        """The list at `path`."""

    @abstractmethod
    def check(self, work: Work) -> None:
        """Hold the lists against each other and the catalogue, and refuse what cannot be."""

    @abstractmethod
    def record(self, work: Work, place: int, rehearsal: Rehearsal) -> tuple[int, int]:
        """Record the list at this place of `lists`; how much was added and changed."""

    def __call__(self, files: Sequence[str], skip_bad: str | None) -> list[Imported]:
        """Import the files; what became of each.

        Raises BadData for rows with faults, unless `skip_bad` names a file for them.
        """
        with ExitStack() as stack:
            rejects = stack.enter_context(rejecting(skip_bad, files, self.catalogue, self._dry_run))
            progress = stack.enter_context(shown(sys.stderr))
            self.lists = [self._read(path, progress) for path in files]
            try:
                with self.catalogue.operation(command_line()) as work:
                    imported = self._import(work, rejects)
                    if self._dry_run:
                        raise Rehearsed
            except Rehearsed:
                pass
        return imported

    def _read(self, path: str, progress: Progress) -> List:
        progress.list(path)
        found = self.read(path, progress.expected)
        progress.rows(len(found.rows))
        return found

    def _import(self, work: Work, rejects: Rejects | None) -> list[Imported]:
        self.check(work)
        for one in self.lists:
            one.close()
        if rejects:
            _write(rejects, self.lists)
        elif not self._dry_run:
            refuse([one.reading for one in self.lists])
        return [self._recorded(work, place) for place in range(len(self.lists))]

    def _recorded(self, work: Work, place: int) -> Imported:
        one, rehearsal = self.lists[place], Rehearsal([], [], [])
        added, changed = self.record(work, place, rehearsal)
        for row, faults in sorted(one.faults.items()):
            rehearsal.rejected(one.rows[row].line, faults)
        return Imported(one.reading, added, changed, rehearsal)


def _write(rejects: Rejects, lists: Sequence[KeptList[Any]]) -> None:
    """All rows with faults to the file of rejects."""
    for one in lists:
        rejects.begin(one.header)
        for place, faults in sorted(one.faults.items()):
            rejects.add(one.reading.file, one.header, one.rows[place], faults)
    rejects.write()
