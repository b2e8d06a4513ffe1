"""A staged list into the catalogue, within one operation.

Rule: what SQL can tell of all rows at once is not asked row by row. New standards are inserted in
one statement, rows that say nothing new are passed over in one; what is left (changed rows,
projects, rows that may be another one) goes through `records.Writer`, in the order of the list.
Both ways write the same: tests/catalogue/test_loading.py holds them against each other.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from stdplan.catalogue import indexes, joining, revisions, sorting
from stdplan.catalogue.joining import Pair
from stdplan.catalogue.records import MEETS_ADOPTS, MEETS_REPLACES, Change, Writer, sector_of_prefix
from stdplan.catalogue.shelf import COLUMNS
from stdplan.catalogue.sorting import OURS
from stdplan.catalogue.staging import Staged, Staging
from stdplan.catalogue.work import Work

OnChange = Callable[[str, tuple[Change, ...]], None]  # a record's key, and what changes of it


class Outcome(NamedTuple):
    """What became of the rows of a list, and doubtful pairs (project, standard) of one title."""

    added: int
    changed: int
    unchanged: int
    doubtful: tuple[tuple[str, str], ...] = ()


def load(work: Work, stage: Staging, staged: Staged, told: OnChange | None = None) -> Outcome:
    """Bring a list of the stage into the catalogue; `told` hears what changes.

    A record that is new is told with no changes.
    """
    return _Loading(work, stage, staged, told).run()


class _Loading:
    def __init__(self, work: Work, stage: Staging, staged: Staged, told: OnChange | None) -> None:
        self.work, self.stage, self.told = work, stage, told
        self.execute = work.connection.execute
        self.list = {"first": staged.first, "last": staged.last}
        self.used = [name for name in COLUMNS if name in staged.used]

    def run(self) -> Outcome:
        """See `load`."""
        sorting.sort_out(self.work.connection, self.list, self.used)
        new, ids = self._insert()
        added, changed = self._write_apart()
        projects = self._projects()
        # A review's own project gives way before titles are compared; what they make one may be
        # what a review waited for.
        taken = revisions.settle(self.work)
        joined = joining.join(self.work.connection, _Touched(ids, added | changed))
        if joined.pairs:
            taken += revisions.settle(self.work)
        new_ones = _Touched(ids, added)
        self._tell_new(new_ones, (*taken, *joined.pairs), projects)
        # A project and its standard, met together or one after the other, are one change; a project
        # that comes again, and tells its standard nothing, is none.
        again = [
            (project not in new_ones or standard in new_ones or news)
            for project, standard, news in (*taken, *joined.pairs)
            if project in new_ones or standard in new_ones
        ]
        counts = {
            "added": new + len(added) - len(again),
            "changed": len(changed) + sum(again),
        }
        for name, count in counts.items():
            self.work.count(name, count)
        total = self._count(f"SELECT count(*) FROM staged WHERE {OURS}")
        return Outcome(**counts, unchanged=total - sum(counts.values()), doubtful=joined.doubtful)

    def _write_apart(self) -> tuple[set[int], set[int]]:
        """The rows that SQL cannot tell all at once; the ids of those added and changed."""
        added, changed = set(), set()
        writer = Writer(self.work.connection)
        for (n,) in self.execute("SELECT n FROM apart ORDER BY n").fetchall():
            record = self.stage.placed(n).record
            saved = writer.save(record)
            if saved.added:
                added.add(saved.id)
            elif saved.changes:
                changed.add(saved.id)
                if self.told:
                    self.told(record.key, saved.changes)
        return added, changed - added

    def _projects(self) -> dict[int, str]:
        """Rows and keys of all projects, where anybody wants to hear of them."""
        sql = "SELECT id, key FROM standard WHERE number IS NULL"
        return dict(self.execute(sql).fetchall()) if self.told else {}

    def _tell_new(
        self, new_ones: "_Touched", pairs: Sequence[Pair], projects: dict[int, str]
    ) -> None:
        """Tell what is new; the number of a project that was there is a change of that."""
        if not self.told:
            return
        # What is made one with a project of this import alone is as new as that.
        joined = {
            standard: projects[project]
            for project, standard, _ in pairs
            if project in projects and project not in new_ones
        }
        first = min((*new_ones.new[:1], *new_ones.others), default=0)
        sql = "SELECT id, key, number FROM standard WHERE id >= ? ORDER BY id"
        for identity, key, number in self.execute(sql, (first,)).fetchall():
            if identity not in new_ones:
                continue
            if before := joined.get(identity):
                self.told(
                    before, (("number" if number else "key", None if number else before, key),)
                )
            else:
                self.told(key, ())

    def _count(self, sql: str) -> int:
        return int(self.execute(sql, self.list).fetchone()[0])

    def _insert(self) -> tuple[int, range]:
        """The new standards, all in one; how many, and the range their ids are in."""
        new = f"{OURS}{self._but('apart')}{self._but('known')}"
        count = self._count(f"SELECT count(*) FROM staged WHERE {new}")
        if not count:
            return 0, range(0)
        # Behind all that the index of titles has seen, or its trigger would have to note each row.
        sql = (
            "SELECT max((SELECT coalesce(max(id), 0) FROM standard),"
            " (SELECT coalesce(max(last), 0) FROM title_index))"
        )
        last = int(self.execute(sql).fetchone()[0])
        moved = last - self.list["first"]  # from a row's n to its id
        sector_of_prefix(self.work.connection)
        own = [name for name in self.used if name not in ("sector", "withdrawn_inferred")]
        with indexes.rebuilt(self.work.connection, ("standard", "replaces", "adopts"), count):
            self.execute(
                f"INSERT INTO standard (id, key, sector, withdrawn_inferred, {', '.join(own)})"
                f" SELECT n + {moved}, key, {self._sector()}, {self._inferred()}, {', '.join(own)}"
                f" FROM staged WHERE {new} ORDER BY n",
                self.list,
            )
            for sql in _ADD_LINKS:
                self.execute(sql.format(new=new, moved=moved), self.list)
        return count, range(last + 1, last + 1 + self.list["last"] - self.list["first"])

    def _but(self, table: str) -> str:
        """Leave out the rows of a temporary table, if it holds any."""
        some = self.execute(f"SELECT 1 FROM temp.{table} LIMIT 1").fetchone()
        return f" AND n NOT IN (SELECT n FROM {table})" if some else ""

    def _sector(self) -> str:
        """A new record's sector: its own, else that of its number's letters."""
        of_prefix = "(SELECT code FROM sector_of_prefix p WHERE p.prefix = staged.prefix)"
        return f"coalesce(sector, {of_prefix})" if "sector" in self.used else of_prefix

    def _inferred(self) -> str:
        return "coalesce(withdrawn_inferred, 0)" if "withdrawn" in self.used else "0"


@dataclass(frozen=True, slots=True)
class _Touched:
    """Row ids that a list has added or changed: a run of new ones, and single ones."""

    new: range
    others: set[int]

    def __contains__(self, identity: object) -> bool:
        return identity in self.new or identity in self.others


_ADD_LINKS = (
    "INSERT INTO replaces (successor, target, partial, position)"
    " SELECT iif(backward, r.number, s.key), iif(backward, s.key, r.number), r.partial, r.position"
    f" FROM staged_replaces r JOIN staged s USING (n) WHERE {{new}} {MEETS_REPLACES}",
    "INSERT INTO adopts (standard, reference, degree, word, position)"
    " SELECT n + {moved}, reference, degree, word, position"
    f" FROM staged_adopts WHERE {{new}} {MEETS_ADOPTS}",
    "INSERT OR IGNORE INTO standard_focus (standard, focus)"
    " SELECT n + {moved}, focus FROM staged_focus WHERE {new}",
    "INSERT INTO stage_change (standard, stage, date)"
    " SELECT n + {moved}, stage, min(date) FROM staged_stage WHERE {new} GROUP BY n, stage",
    "INSERT INTO review (standard, date, outcome)"
    " SELECT DISTINCT n + {moved}, date, outcome FROM staged_review WHERE {new}",
)
