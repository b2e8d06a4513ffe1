"""Review results into the catalogue: all lists read and checked, then recorded in one operation."""

import sys
from collections.abc import Sequence
from contextlib import ExitStack

from stdplan.catalogue import reviewing
from stdplan.catalogue.store import Catalogue
from stdplan.catalogue.work import Work
from stdplan.commands._context import command_line
from stdplan.commands.import_rehearsal import Rehearsal
from stdplan.commands.import_rejects import rejecting
from stdplan.commands.import_result import Imported, Rehearsed, refuse
from stdplan.commands.review_check import Review, check
from stdplan.exchange.rejects import Rejects
from stdplan.exchange.review_results import Results, read_results
from stdplan.exchange.wishes import Wishes
from stdplan.output.progress import Progress, shown


class Run:
    """One import of review results; `on`: the day of rows that give none."""

    def __init__(self, catalogue: Catalogue, wishes: Wishes, on: str | None, dry_run: bool) -> None:
        self.lists: list[Results] = []
        self._catalogue, self._wishes, self._on, self._dry_run = catalogue, wishes, on, dry_run

    def __call__(self, files: Sequence[str], skip_bad: str | None) -> list[Imported]:
        """Import the files; what became of each.

        Raises BadData for rows with faults, unless `skip_bad` names a file for them.
        """
        with ExitStack() as stack:
            rejects = stack.enter_context(
                rejecting(skip_bad, files, self._catalogue, self._dry_run)
            )
            progress = stack.enter_context(shown(sys.stderr))
            self.lists = [self._read(path, progress) for path in files]
            try:
                with self._catalogue.operation(command_line()) as work:
                    imported = self._import(work, rejects)
                    if self._dry_run:
                        raise Rehearsed
            except Rehearsed:
                pass
        return imported

    def _read(self, path: str, progress: Progress) -> Results:
        progress.list(path)
        results = read_results(path, self._wishes, self._on, progress.expected)
        progress.rows(len(results.rows))
        return results

    def _import(self, work: Work, rejects: Rejects | None) -> list[Imported]:
        reviews = check(work.connection, self.lists)
        for one in self.lists:
            one.close()
        if rejects:
            _write(rejects, self.lists)
        elif not self._dry_run:
            refuse([one.reading for one in self.lists])
        pairs = zip(self.lists, reviews, strict=True)
        return [_recorded(work, one, its_reviews) for one, its_reviews in pairs]


def _recorded(work: Work, one: Results, reviews: Sequence[Review]) -> Imported:
    """Record the reviews of one list; what became of them."""
    added, changed, rehearsal = 0, 0, Rehearsal([], [], [])
    for review in reviews:
        done = reviewing.record(work, review.standard.id, review.result)
        added += done.added
        changed += bool(done.changes)
        if not done.nothing:
            rehearsal.told(review.standard.key, done.changes)
        if done.other_target:
            one.aimed.add(f"{review.standard.key} {done.other_target}")
    for place, faults in sorted(one.faults.items()):
        rehearsal.rejected(one.rows[place].line, faults)
    return Imported(one.reading, added, changed, rehearsal)


def _write(rejects: Rejects, lists: Sequence[Results]) -> None:
    """All rows with faults to the file of rejects."""
    for one in lists:
        rejects.begin(one.header)
        for place, faults in sorted(one.faults.items()):
            rejects.add(one.reading.file, one.header, one.rows[place], faults)
    rejects.write()
