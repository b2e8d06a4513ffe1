"""The load of a staged list into the catalogue, within one operation.

Rule: SQL handles all rows at once wherever it can. New standards are inserted by one statement,
rows that change nothing are skipped by one. The rest (changed rows, projects, rows that may belong
to another record than the one with their key) goes through `StandardWriter`, in the order of the
list. Both ways write the same; tests/catalogue/test_bulk_load.py compares them.

Two temporary tables sort the rows. `known`: rows whose key is in the catalogue, with its row id.
`single`: rows for the writer, that is new rows that may belong to another record, and known rows
that may change something. Rows in neither table are new standards.
"""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import NamedTuple

from stdplan.catalogue import (
    conversions,
    life,
    other_numbers,
    project_matching,
    review_projects,
    staged_events,
    staged_titles,
    title_records,
)
from stdplan.catalogue.indexes import rebuilding_indexes
from stdplan.catalogue.listed_publications import CLAIMING_ROWS
from stdplan.catalogue.project_changes import Reason, RefusedChange, extend, state_suspended
from stdplan.catalogue.project_matching import Pair
from stdplan.catalogue.staged_titles import ByTitle
from stdplan.catalogue.staging import COLUMNS, StagedList, Staging
from stdplan.catalogue.standard_writer import (
    ADOPTS_AGAIN,
    REPLACES_AGAIN,
    Change,
    StandardWriter,
    find_row,
    sector_of_prefix,
)
from stdplan.catalogue.transaction import Transaction
from stdplan.domain.standard_record import DERIVED, ProjectEvent

# Columns that cannot differ between records of one number.
_OF_NUMBER = ("number", *DERIVED)
_INFERRED = "coalesce(s.withdrawn_inferred, 0)"
_IN_LIST = "n > :first AND n <= :last"
_TABLES = ("standard", "replaces", "adopts")


def _sort_rows(connection: sqlite3.Connection, rows: dict[str, int], used: Sequence[str]) -> None:
    """Fill the tables `known` and `single` for the rows first < n <= last.

    `used`: the columns that any of the rows has.
    """
    for table in ("known", "single"):
        connection.execute(f"DROP TABLE IF EXISTS temp.{table}")
    connection.execute("CREATE TEMP TABLE known (n INTEGER PRIMARY KEY, id)")
    connection.execute("CREATE TEMP TABLE single (n INTEGER PRIMARY KEY)")
    empty = connection.execute("SELECT 1 FROM standard LIMIT 1").fetchone() is None
    if not empty:
        _find_known(connection, rows)
    _find_single(connection, rows, used)
    if not empty:
        _find_changed(connection, used)


def _find_known(connection: sqlite3.Connection, rows: dict[str, int]) -> None:
    connection.execute(
        "INSERT INTO known SELECT s.n, t.id FROM staged s JOIN standard t ON t.key = s.key"
        f" WHERE {_IN_LIST} ORDER BY s.n",
        rows,
    )


def _find_single(connection: sqlite3.Connection, rows: dict[str, int], used: Sequence[str]) -> None:
    """Find rows that may belong to another record: projects, and what may come from a project;
    and those with a status word that needs an event."""
    new = "n NOT IN (SELECT n FROM known)"
    tests = [
        "number IS NULL",
        "upcoming IS NOT NULL",
        "published IS NULL AND effective > in_force",
    ]
    if "plan_number" in used:
        tests.append(
            "plan_number IN (SELECT plan_number FROM standard WHERE plan_number IS NOT NULL"
            f" UNION ALL SELECT plan_number FROM staged WHERE {_IN_LIST}"
            " GROUP BY plan_number HAVING count(*) > 1)"
        )
    for test in tests:
        connection.execute(
            "INSERT OR IGNORE INTO single"
            f" SELECT n FROM staged WHERE {_IN_LIST} AND {new} AND {test}",
            rows,
        )


def _find_changed(connection: sqlite3.Connection, used: Sequence[str]) -> None:
    """Find known rows that may change something; the writer decides whether they do."""
    differ = [
        f"(s.{name} IS NOT NULL AND s.{name} IS NOT t.{name})"
        for name in used
        if name not in _OF_NUMBER and name not in ("source", "withdrawn_inferred", "withdrawn")
    ]
    if "number" in used:  # a project gets its number
        differ.append("(s.number IS NOT NULL AND t.number IS NULL)")
    if "source" in used:  # the first source stays
        differ.append("(s.source IS NOT NULL AND t.source IS NULL)")
    if "withdrawn" in used:  # any day replaces an inferred one
        differ.append(
            f"(s.withdrawn IS NOT NULL AND (t.withdrawn IS NULL OR NOT {_INFERRED})"
            f" AND (s.withdrawn IS NOT t.withdrawn OR {_INFERRED} IS NOT t.withdrawn_inferred))"
        )
    known = "known k JOIN staged s USING (n) JOIN standard t USING (id)"
    queries = [f"SELECT k.n FROM {known} WHERE {' OR '.join(differ)}"] if differ else []
    for query in (*queries, *_NEW_LINKS):
        connection.execute(f"INSERT OR IGNORE INTO single {query}")


# Known rows with a link, an event or a status word that the catalogue lacks or has differently.
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
    " AND (h.review IS NULL OR h.date <= c.date) WHERE h.id IS NULL",
    "SELECT v.n FROM staged_review v JOIN known k USING (n) LEFT JOIN review h"
    " ON h.standard = k.id AND h.date = v.date AND h.step = 'decided' WHERE h.id IS NULL",
    "SELECT a.n FROM staged_also a JOIN known k USING (n) JOIN standard t USING (id)"
    " LEFT JOIN other_number h ON h.standard = k.id AND h.number = a.number"
    " WHERE h.id IS NULL AND a.number IS NOT t.number",
    CLAIMING_ROWS,
)
# Confirmations of a list for which another outcome of that day is stored.
_OTHER_OUTCOMES = (
    "SELECT t.key, h.date, h.outcome FROM staged_review v JOIN known k USING (n)"
    " JOIN standard t USING (id)"
    " JOIN review h ON h.standard = t.id AND h.date = v.date AND h.step = 'decided'"
    " WHERE h.outcome <> v.outcome ORDER BY n"
)

# Days of withdrawal entered by hand that stay.
_KEPT_ENDS = (
    "SELECT t.key, t.withdrawn FROM known k JOIN staged s USING (n) JOIN standard t USING (id)"
    " WHERE t.withdrawn_by_hand AND s.withdrawn IS NOT NULL"
    " AND NOT coalesce(s.withdrawn_inferred, 0) AND s.withdrawn <> t.withdrawn ORDER BY n"
)


OnChange = Callable[[str, tuple[Change, ...]], None]  # key of a record, its changes


class RefusedEvent(NamedTuple):
    """An event of a project that is impossible: where its row is, its cell, and the reason."""

    part: str
    line: int
    header: str
    text: str
    problem: str


class LoadResult(NamedTuple):
    """How many rows of a list were added, changed and unchanged.

    `doubtful`: pairs (key of a project, number of a standard) with one title that stay apart.
    `other_outcomes`: (key, day, outcome) of stored reviews that a confirmation did not change.
    `renamed`: (old number, present number) of rows that have a former number of a standard.
    `kept_ends`: (key, day) of days of withdrawal entered by hand that stay, although the list has
    another one.
    `refused`: events of projects that are impossible; the caller takes back the load.
    `no_projects`: keys of records whose event was left out: they are no projects on its day.
    `by_title`: the projects that rows of a list of progress name by their titles only.
    `late_approvals`: (key, day of stage 10, earlier day of a further stage in the list).
    """

    added: int
    changed: int
    unchanged: int
    doubtful: tuple[tuple[str, str], ...] = ()
    other_outcomes: tuple[tuple[str, str, str], ...] = ()
    renamed: tuple[tuple[str, str], ...] = ()
    kept_ends: tuple[tuple[str, str], ...] = ()
    refused: tuple[RefusedEvent, ...] = ()
    no_projects: tuple[str, ...] = ()
    by_title: ByTitle = ByTitle()
    late_approvals: tuple[tuple[str, str, str], ...] = ()


def load(
    transaction: Transaction,
    staging: Staging,
    staged: StagedList,
    on_change: OnChange | None = None,
    own: frozenset[str] = frozenset(),
) -> LoadResult:
    """Load a staged list into the catalogue.

    `on_change` is called for each changed record with its changes, for each new one with none.
    `own`: the fields of a list that this program wrote, none of any other.

    Example: see `Staging`.
    """
    return _Loader(transaction, staging, staged, on_change, own).load()


class _Loader:
    def __init__(
        self,
        transaction: Transaction,
        staging: Staging,
        staged: StagedList,
        on_change: OnChange | None,
        own: frozenset[str],
    ) -> None:
        self.transaction, self.staging, self.on_change = transaction, staging, on_change
        self.own = own
        self.connection = transaction.connection
        self.rows = {"first": staged.first, "last": staged.last}
        self.used = [name for name in COLUMNS if name in staged.used]

    def load(self) -> LoadResult:
        """See the function `load`."""
        converted = conversions.convert_staged(self.connection, self.rows)
        other_numbers.find_second_staged(self.connection, self.rows)
        renamed = other_numbers.resolve_staged(self.connection, self.rows)
        if self.own:
            staged_titles.find_records(self.connection, self.rows, "committee" in self.own)
            has_stages = not self.own.isdisjoint(("stage", "plan_issued", "stage_day"))
            staged_titles.forget_states(self.connection, self.rows, has_stages)
        by_title = staged_titles.find_projects(self.connection, self.rows)
        contradicted = self._contradicted_targets()
        _sort_rows(self.connection, self.rows, self.used)
        inserted, ids = self._insert()
        added, changed = self._write_single()
        kept = conversions.keep_staged(self.connection, self.rows)
        converted |= {row: numbers for row, numbers in kept.items() if row not in ids}
        self._report_converted(converted)
        changed |= converted.keys() - added
        projects = self._projects()
        new = _TouchedRows(ids, added)
        titled = title_records.match_titles(self.connection, self.rows, new)
        # The projects that reviews opened are merged before titles are compared. A merge passes on
        # the reviews of a project, and these may open or find a project themselves.
        merged = review_projects.sync_review_projects(self.transaction)
        matched = project_matching.match_projects(
            self.connection, _TouchedRows(ids, added | changed)
        )
        if merged or matched.pairs or titled.pairs:
            merged += review_projects.sync_review_projects(self.transaction)
        events = self._record_events(_TouchedRows(ids, added | changed))
        changed |= events.changed
        pairs = (*titled.pairs, *merged, *matched.pairs)
        self._report_new(new, pairs, projects)
        # A project and its standard count as one change, in whatever order they came; a project
        # that comes again and adds nothing to its standard counts as none.
        merged_new = [
            (pair.project not in new or pair.standard in new or pair.standard_changed)
            for pair in pairs
            if pair.project in new or pair.standard in new
        ]
        counts = {
            "added": inserted + len(added) - len(merged_new),
            "changed": len(changed) + sum(merged_new),
        }
        for name, count in counts.items():
            self.transaction.count(name, count)
        total = self._count(f"SELECT count(*) FROM staged WHERE {_IN_LIST}")
        unchanged = total - sum(counts.values())
        other_outcomes = self.connection.execute(_OTHER_OUTCOMES).fetchall()
        return LoadResult(
            **counts,
            unchanged=unchanged,
            doubtful=(*titled.doubtful, *matched.doubtful),
            other_outcomes=tuple(other_outcomes),
            renamed=renamed,
            kept_ends=tuple(self.connection.execute(_KEPT_ENDS).fetchall()),
            refused=(*contradicted, *events.refused),
            no_projects=tuple(events.no_projects),
            by_title=by_title,
            late_approvals=staged_titles.late_approvals(self.connection, self.rows),
        )

    def _report_converted(self, converted: dict[int, tuple[str, str]]) -> None:
        """Report the old and the new numbers of standards as their changes."""
        if not self.on_change:
            return
        for old, new in converted.values():
            self.on_change(new, (("number", old, new),))

    def _write_single(self) -> tuple[set[int], set[int]]:
        """Save the rows of table `single` one by one; return the ids of those added and changed."""
        added, changed = set(), set()
        writer = StandardWriter(self.connection)
        for (n,) in self.connection.execute("SELECT n FROM single ORDER BY n").fetchall():
            record = self.staging.record(n).record
            saved = writer.save(record)
            if saved.added:
                added.add(saved.id)
            elif saved.changes:
                changed.add(saved.id)
                if self.on_change:
                    self.on_change(record.key, saved.changes)
        return added, changed - added

    def _record_events(self, touched: "_TouchedRows") -> "_Events":
        """Record what the rows say of the clock of projects; `touched`: records that the list has
        added or changed already."""
        events = _Events(set(), [], [])
        rows = self.connection.execute(
            f"SELECT DISTINCT n FROM staged_event WHERE {_IN_LIST} ORDER BY n", self.rows
        ).fetchall()
        if rows:  # the days of new records are needed
            life.refresh(self.connection)
        for (n,) in rows:
            _, line, part, record = self.staging.record(n)
            found = find_row(self.connection, record)
            if found is None:  # its title brought it together with another record
                events.no_projects.append(record.key)
                continue
            for event in record.events:
                try:
                    if self._record_event(found[0], event) and found[0] not in touched:
                        events.changed.add(found[0])
                except RefusedChange as error:
                    if error.field == "number":
                        events.no_projects.append(record.key)
                        continue
                    refused = RefusedEvent(part, line, event.header, event.text, error.problem)
                    events.refused.append(refused)
        return events

    def _record_event(self, project: int, event: ProjectEvent) -> bool:
        # The record counts as changed, not the event.
        work = Transaction(self.connection)
        if event.event == "suspended":
            changed = state_suspended(work, project, event.day)
            shown = ("suspended", None, event.day)
        else:
            assert event.target is not None, "an extension has a target"
            changed = extend(work, project, event.day, event.target, Reason(event.reason))
            shown = ("extended", None, f"{event.day} {event.target}")
        if changed and self.on_change:
            sql = "SELECT key FROM standard WHERE id = ?"
            (key,) = self.connection.execute(sql, (project,)).fetchone()
            self.on_change(key, (shown,))
        return changed

    def _contradicted_targets(self) -> list[RefusedEvent]:
        """Return the rows of a project that was extended whose target date is neither the first nor
        a later one."""
        if "target_date" not in self.used:
            return []
        faults = staged_events.contradicted_targets(self.connection, **self.rows)
        sql = "SELECT part, line FROM staged WHERE n = ?"
        places = [(self.connection.execute(sql, (n,)).fetchone(), fault) for n, fault in faults]
        return [
            RefusedEvent(part or "", line, fault.header, fault.text, fault.problem)
            for (part, line), fault in places
        ]

    def _projects(self) -> dict[int, str]:
        """Return the row ids and keys of all projects, for `on_change` only."""
        sql = "SELECT id, key FROM standard WHERE number IS NULL"
        return dict(self.connection.execute(sql).fetchall()) if self.on_change else {}

    def _report_new(
        self, new: "_TouchedRows", pairs: Sequence[Pair], projects: dict[int, str]
    ) -> None:
        """Report new records; the number of an older project is reported as its change."""
        if not self.on_change:
            return
        # A standard merged with a project of this import is as new as that project.
        merged = {
            pair.standard: projects[pair.project]
            for pair in pairs
            if pair.project in projects and pair.project not in new
        }
        first = min((*new.inserted[:1], *new.saved), default=0)
        sql = "SELECT id, key, number FROM standard WHERE id >= ? ORDER BY id"
        for standard_id, key, number in self.connection.execute(sql, (first,)).fetchall():
            if standard_id not in new:
                continue
            if before := merged.get(standard_id):
                change = ("number" if number else "key", None if number else before, key)
                self.on_change(before, (change,))
            else:
                self.on_change(key, ())

    def _count(self, sql: str) -> int:
        return int(self.connection.execute(sql, self.rows).fetchone()[0])

    def _insert(self) -> tuple[int, range]:
        """Insert all new standards; return their number, and the range that contains their ids."""
        new = f"{_IN_LIST}{self._except('single')}{self._except('known')}"
        count = self._count(f"SELECT count(*) FROM staged WHERE {new}")
        if not count:
            return 0, range(0)
        # The ids follow all that were ever used.
        sql = "SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'standard'"
        last = int(self.connection.execute(sql).fetchone()[0])
        offset = last - self.rows["first"]  # from n to id
        sector_of_prefix(self.connection)
        own = [name for name in self.used if name not in ("sector", "withdrawn_inferred")]
        with (
            rebuilding_indexes(self.connection, _TABLES, count),
            _without_check_constraints(self.connection),
        ):
            self.connection.execute(
                f"INSERT INTO standard (id, key, sector, withdrawn_inferred, {', '.join(own)})"
                f" SELECT n + {offset}, key, {self._sector()}, {self._inferred()}, {', '.join(own)}"
                f" FROM staged WHERE {new} ORDER BY n",
                self.rows,
            )
            for sql in _ADD_LINKS:
                self.connection.execute(sql.format(new=new, offset=offset), self.rows)
        return count, range(last + 1, last + 1 + self.rows["last"] - self.rows["first"])

    def _except(self, table: str) -> str:
        """Return a condition that excludes the rows of a temporary table, if it has any."""
        some = self.connection.execute(f"SELECT 1 FROM temp.{table} LIMIT 1").fetchone()
        return f" AND n NOT IN (SELECT n FROM {table})" if some else ""

    def _sector(self) -> str:
        """Return SQL for the sector of a new record: its own, else that of its prefix."""
        of_prefix = "(SELECT code FROM sector_of_prefix p WHERE p.prefix = staged.prefix)"
        return f"coalesce(sector, {of_prefix})" if "sector" in self.used else of_prefix

    def _inferred(self) -> str:
        return "coalesce(withdrawn_inferred, 0)" if "withdrawn" in self.used else "0"


class _Events(NamedTuple):
    """The row ids of records that only their events changed, the refused events, and the keys of
    records that are no projects."""

    changed: set[int]
    refused: list[RefusedEvent]
    no_projects: list[str]


@contextmanager
def _without_check_constraints(connection: sqlite3.Connection) -> Iterator[None]:
    """Within the block, SQLite does not test the CHECK constraints of the rows it stores.

    The tests take a third as long as storing the rows, and the readers of lists accept no value
    that they forbid.
    """
    connection.execute("PRAGMA ignore_check_constraints = ON")
    try:
        yield
    finally:
        connection.execute("PRAGMA ignore_check_constraints = OFF")


@dataclass(frozen=True, slots=True)
class _TouchedRows:
    """The row ids that a list has added or changed: inserted at once, and saved one by one."""

    inserted: range
    saved: set[int]

    def __contains__(self, standard_id: object) -> bool:
        return standard_id in self.inserted or standard_id in self.saved


_ADD_LINKS = (
    "INSERT INTO replaces (successor, target, partial, position)"
    " SELECT iif(backward, r.number, s.key), iif(backward, s.key, r.number), r.partial, r.position"
    f" FROM staged_replaces r JOIN staged s USING (n) WHERE {{new}} {REPLACES_AGAIN}",
    "INSERT INTO adopts (standard, reference, degree, word, position)"
    " SELECT n + {offset}, reference, degree, word, position"
    f" FROM staged_adopts WHERE {{new}} {ADOPTS_AGAIN}",
    "INSERT OR IGNORE INTO standard_focus (standard, focus)"
    " SELECT n + {offset}, focus FROM staged_focus WHERE {new}",
    "INSERT INTO stage_change (standard, stage, date)"
    " SELECT n + {offset}, stage, min(date) FROM staged_stage WHERE {new} GROUP BY n, stage",
    "INSERT INTO review (standard, date, outcome)"
    " SELECT n + {offset}, date, outcome FROM (SELECT n, date, outcome, min(rowid)"
    " FROM staged_review WHERE {new} GROUP BY n, date)",
    "INSERT OR IGNORE INTO other_number (standard, number, kind)"
    " SELECT n + {offset}, a.number, 'second' FROM staged_also a WHERE {new}",
)
