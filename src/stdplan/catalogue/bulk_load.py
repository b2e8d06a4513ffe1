"""A staged list into the catalogue, within one operation.

Rule: what SQL can tell of all rows at once is not asked row by row. New standards are inserted in
one statement, rows that say nothing new are passed over in one; what is left (changed rows,
projects, rows that may be another one) goes through `StandardWriter`, in the order of the list.
Both ways write the same: tests/catalogue/test_loading.py holds them against each other.

Which rows of a staged list SQL can take all at once.

Rule: temporary table `known` has the rows whose key the catalogue holds, with its id; `apart` those
that are left to `StandardWriter`: new rows that may be another record than their key says, known
ones that may say something new. Rows that are in neither are new standards.
"""

import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from stdplan.catalogue import project_matching, review_projects, staging
from stdplan.catalogue.database import Transaction
from stdplan.catalogue.project_matching import Pair
from stdplan.catalogue.staging import COLUMNS, Staged, Staging
from stdplan.catalogue.standard_writer import (
    MEETS_ADOPTS,
    MEETS_REPLACES,
    Change,
    StandardWriter,
    sector_of_prefix,
)
from stdplan.domain.standard_record import DERIVED

# The same for the same number.
_SAME = ("number", *DERIVED)
_INFERRED = "coalesce(s.withdrawn_inferred, 0)"
OURS = "n > :first AND n <= :last"  # the rows of the list


def sort_out(connection: sqlite3.Connection, rows: dict[str, int], used: Sequence[str]) -> None:
    """Fill the tables for the `rows` first < n <= last, of which some give the columns `used`."""
    for table in ("known", "apart"):
        connection.execute(f"DROP TABLE IF EXISTS temp.{table}")
    connection.execute("CREATE TEMP TABLE known (n INTEGER PRIMARY KEY, id)")
    connection.execute("CREATE TEMP TABLE apart (n INTEGER PRIMARY KEY)")
    empty = connection.execute("SELECT 1 FROM standard LIMIT 1").fetchone() is None
    if not empty:
        _find_known(connection, rows)
    _set_apart(connection, rows, used)
    if not empty:
        _find_changed(connection, used)


def _find_known(connection: sqlite3.Connection, rows: dict[str, int]) -> None:
    connection.execute(
        "INSERT INTO known SELECT s.n, t.id FROM staged s JOIN standard t ON t.key = s.key"
        f" WHERE {OURS} ORDER BY s.n",
        rows,
    )


def _set_apart(connection: sqlite3.Connection, rows: dict[str, int], used: Sequence[str]) -> None:
    """Rows that may be another record than their key says: projects, what comes of one."""
    new = "n NOT IN (SELECT n FROM known)"
    tests = ["number IS NULL"]
    if "plan_number" in used:
        tests.append(
            "plan_number IN (SELECT plan_number FROM standard WHERE plan_number IS NOT NULL"
            f" UNION ALL SELECT plan_number FROM staged WHERE {OURS}"
            " GROUP BY plan_number HAVING count(*) > 1)"
        )
    for test in tests:
        connection.execute(
            f"INSERT OR IGNORE INTO apart SELECT n FROM staged WHERE {OURS} AND {new} AND {test}",
            rows,
        )


def _find_changed(connection: sqlite3.Connection, used: Sequence[str]) -> None:
    """Known rows that may say something new; the writer tells whether they do."""
    differ = [
        f"(s.{name} IS NOT NULL AND s.{name} IS NOT t.{name})"
        for name in used
        if name not in _SAME and name not in ("source", "withdrawn_inferred", "withdrawn")
    ]
    if "number" in used:  # what was known by another name for its key
        differ.append("(s.number IS NOT NULL AND t.number IS NULL)")
    if "source" in used:  # where a record was first met
        differ.append("(s.source IS NOT NULL AND t.source IS NULL)")
    if "withdrawn" in used:  # a stand-in day gives way to any day
        differ.append(
            f"(s.withdrawn IS NOT NULL AND (t.withdrawn IS NULL OR NOT {_INFERRED})"
            f" AND (s.withdrawn IS NOT t.withdrawn OR {_INFERRED} IS NOT t.withdrawn_inferred))"
        )
    known = "known k JOIN staged s USING (n) JOIN standard t USING (id)"
    questions = [f"SELECT k.n FROM {known} WHERE {' OR '.join(differ)}"] if differ else []
    for question in (*questions, *_NEW_LINKS):
        connection.execute(f"INSERT OR IGNORE INTO apart {question}")


# Rows of known records whose links the catalogue does not hold as they say.
_NEW_LINKS = (
    "SELECT r.n FROM staged_replaces r JOIN known USING (n) JOIN staged s USING (n)"
    " LEFT JOIN replaces h ON h.successor = iif(backward, r.number, s.key)"
    " AND h.target = iif(backward, s.key, r.number)"
    " WHERE h.partial IS NOT r.partial OR h.position > r.position",
    "SELECT a.n FROM staged_adopts a JOIN known k USING (n)"
    " LEFT JOIN adopts h ON h.standard = k.id AND h.reference = a.reference"
    " WHERE h.standard IS NULL OR coalesce(a.degree, h.degree) IS NOT h.degree"
    " OR coalesce(a.word, h.word) IS NOT h.word",
    "SELECT f.n FROM staged_focus f JOIN known k USING (n)"
    " LEFT JOIN standard_focus h ON h.standard = k.id AND h.focus = f.focus"
    " WHERE h.standard IS NULL",
    "SELECT c.n FROM staged_stage c JOIN known k USING (n)"
    " LEFT JOIN stage_change h ON h.standard = k.id AND h.stage = c.stage"
    " AND (h.review IS NULL OR h.date = c.date) WHERE h.id IS NULL",
    "SELECT v.n FROM staged_review v JOIN known k USING (n) LEFT JOIN review h"
    " ON h.standard = k.id AND h.date = v.date AND h.outcome = v.outcome WHERE h.id IS NULL",
)


OnChange = Callable[[str, tuple[Change, ...]], None]  # a record's key, and what changes of it


class Outcome(NamedTuple):
    """What became of the rows of a list, and doubtful pairs (project, standard) of one title."""

    added: int
    changed: int
    unchanged: int
    doubtful: tuple[tuple[str, str], ...] = ()


def load(
    work: Transaction, stage: Staging, staged: Staged, told: OnChange | None = None
) -> Outcome:
    """Bring a list of the stage into the catalogue; `told` hears what changes.

    A record that is new is told with no changes.
    """
    return _Loading(work, stage, staged, told).run()


class _Loading:
    def __init__(
        self, work: Transaction, stage: Staging, staged: Staged, told: OnChange | None
    ) -> None:
        self.work, self.stage, self.told = work, stage, told
        self.execute = work.connection.execute
        self.list = {"first": staged.first, "last": staged.last}
        self.used = [name for name in COLUMNS if name in staged.used]

    def run(self) -> Outcome:
        """See `load`."""
        sort_out(self.work.connection, self.list, self.used)
        new, ids = self._insert()
        added, changed = self._write_apart()
        projects = self._projects()
        # A review's own project gives way before titles are compared; what they make one may be
        # what a review waited for.
        taken = review_projects.sync_review_projects(self.work)
        joined = project_matching.match_projects(
            self.work.connection, _Touched(ids, added | changed)
        )
        if joined.pairs:
            taken += review_projects.sync_review_projects(self.work)
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
        writer = StandardWriter(self.work.connection)
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
        with staging.rebuilt(self.work.connection, ("standard", "replaces", "adopts"), count):
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
