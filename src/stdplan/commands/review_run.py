"""Review results into the catalogue: all lists read and checked, then recorded in one operation."""

from stdplan.catalogue import reviews
from stdplan.catalogue.database import Catalogue, Work
from stdplan.commands.import_rehearsal import Rehearsal
from stdplan.commands.kept_run import KeptRun
from stdplan.commands.review_check import Review, check
from stdplan.importing.import_options import Wishes
from stdplan.importing.list_import import Expected
from stdplan.importing.reviews import Results, read_results


class Run(KeptRun[Results]):
    """One import of review results; `on`: the day of rows that give none."""

    def __init__(self, catalogue: Catalogue, wishes: Wishes, on: str | None, dry_run: bool) -> None:
        super().__init__(catalogue, wishes, dry_run)
        self._on = on
        self._reviews: list[list[Review]] = []

    def read(self, path: str, expected: Expected) -> Results:
        """The results of one list."""
        return read_results(path, self.wishes, self._on, expected)

    def check(self, work: Work) -> None:
        """What cannot have been reviewed, or is told in two ways, is refused."""
        self._reviews = check(work.connection, self.lists)

    def record(self, work: Work, place: int, rehearsal: Rehearsal) -> tuple[int, int]:
        """Record the reviews of one list."""
        added, changed = 0, 0
        for review in self._reviews[place]:
            done = reviews.record(work, review.standard.id, review.result)
            added += done.added
            changed += bool(done.changes)
            if not done.nothing:
                rehearsal.told(review.standard.key, done.changes)
            if done.other_target:
                self.lists[place].aimed.add(f"{review.standard.key} {done.other_target}")
        return added, changed
