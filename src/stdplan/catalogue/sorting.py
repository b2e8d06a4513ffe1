"""Which rows of a staged list SQL can take all at once.

Rule: temporary table `known` has the rows whose key the catalogue holds, with its id; `apart` those
that are left to `records.Writer`: new rows that may be another record than their key says, known
ones that may say something new. Rows that are in neither are new standards.
"""

import sqlite3
from collections.abc import Sequence

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
