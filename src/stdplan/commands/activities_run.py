"""Lists of activities into the catalogue: all read and checked, then told in one operation."""

from stdplan.catalogue import activities
from stdplan.catalogue.database import Catalogue, Work
from stdplan.commands.import_rehearsal import Rehearsal
from stdplan.commands.kept_run import KeptRun
from stdplan.domain.activities import called
from stdplan.domain.dates import today
from stdplan.importing.activities import Activities, Known, join, read_activities
from stdplan.importing.import_options import Wishes
from stdplan.importing.list_import import Expected


class Run(KeptRun[Activities]):
    """One import of activities."""

    def __init__(self, catalogue: Catalogue, wishes: Wishes, known: Known, dry_run: bool) -> None:
        super().__init__(catalogue, wishes, dry_run)
        self._known = known
        self._day = str(today())

    def read(self, path: str, expected: Expected) -> Activities:
        """The activities of one list."""
        return read_activities(path, self.wishes, self._known, expected)

    def check(self, work: Work) -> None:
        """Rows of one activity become one; those that contradict each other are refused."""
        join(self.lists)
        for one in self.lists:
            for place, values in list(one.good.items()):
                if problem := activities.impossible(work.connection, values):
                    one.refuse(place, *problem)

    def record(self, work: Work, place: int, rehearsal: Rehearsal) -> tuple[int, int]:
        """Record the activities of one list."""
        added, changed = 0, 0
        for values in self.lists[place].good.values():
            done = activities.tell(work, values, self._day)
            added += done.added
            changed += bool(done.changes)
            if done.added or done.changes:
                rehearsal.told(called(values), done.changes)
        return added, changed
