"""Lists into the catalogue: all of them read and checked, then all loaded in one operation."""

import sys
from collections.abc import Sequence
from contextlib import ExitStack
from datetime import date

from stdplan.catalogue.bulk_load import Outcome, load
from stdplan.catalogue.database import Catalogue
from stdplan.catalogue.staging import Staging
from stdplan.commands._context import command_line
from stdplan.commands._known import known
from stdplan.commands.import_rehearsal import Rehearsal
from stdplan.commands.import_rejects import rejecting
from stdplan.commands.import_result import Rehearsed, refuse
from stdplan.importing.cell_values import Fault
from stdplan.importing.import_options import Wishes
from stdplan.importing.list_summary import Reading
from stdplan.importing.readers.rows import RawRow
from stdplan.importing.rejects import Rejects
from stdplan.importing.standard_lists import Listeners, read_list
from stdplan.importing.standard_rows import Known
from stdplan.output.progress_bar import Progress, shown


class Run:
    """One import of lists of a `day`, by which counts what they tell and do not date.

    `rehearsals`: what would happen, one a list, where nothing is to be changed.
    """

    def __init__(self, catalogue: Catalogue, wishes: Wishes, dry_run: bool, day: date) -> None:
        self.day = day
        self.rehearsals: list[Rehearsal] = []
        self._catalogue, self._wishes, self._dry_run = catalogue, wishes, dry_run
        self._rejects: Rejects | None = None

    def __call__(self, files: Sequence[str], skip_bad: str | None) -> list[tuple[Reading, Outcome]]:
        """Import the files; what was read of each and what became of it.

        Raises BadData for rows with faults, unless `skip_bad` names a file for them.
        """
        with ExitStack() as stack:
            self._rejects = stack.enter_context(
                rejecting(skip_bad, files, self._catalogue, self._dry_run)
            )
            progress = stack.enter_context(shown(sys.stderr))
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

    def _read(self, path: str, names: Known, stage: Staging, progress: Progress) -> Reading:
        stage.begin()
        self.rehearsals.append(Rehearsal([], [], []))
        progress.list(path)
        listeners = Listeners(self._header, self._rejected, progress.rows, progress.expected)
        return read_list(path, names, self._wishes, self.day, stage, listeners)

    def _header(self, header: list[str]) -> None:
        if self._rejects:
            self._rejects.begin(header)

    def _rejected(
        self, reading: Reading, header: list[str], row: RawRow, faults: list[Fault]
    ) -> None:
        if self._rejects:
            self._rejects.add(reading.file, header, row, faults)
        if self._dry_run:
            self.rehearsals[-1].rejected(row.line, faults)

    def _load(
        self, readings: Sequence[Reading], stage: Staging, progress: Progress
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
