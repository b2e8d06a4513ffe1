"""Other numbers of standards: those that they had before they were renamed or converted
(conversions.py), and second numbers under which they were published, too.

Rules:
* When a standard gets another number, everything that names it by the old one follows: links, the
  adoptions and mergers of other records, activities, and the project that its review opened.
* The old number is stored. It still names the standard, for commands and for lists, unless a record
  has that number now, or several standards had it.
* A list that has the old number never changes the number back. If it has the present number, too,
  the row with the old number is a fault: each import would change the values of the other row.
* If it calls the number before a conversion withdrawn, the standard itself is not.
"""

import sqlite3
from collections.abc import Iterator
from itertools import groupby

from stdplan.catalogue.standard_writer import move_links
from stdplan.domain.numbers import parse
from stdplan.domain.numbers.model import natural_key
from stdplan.domain.review_projects import own_key
from stdplan.domain.standard_record import DERIVED, RepeatedStandard, StandardRecord

# The former numbers that name a standard, each with the row id of the standard.
_RENAMED = """
    SELECT f.number AS old, min(f.standard) AS standard
    FROM other_number f
    WHERE NOT EXISTS (SELECT 1 FROM standard t WHERE t.key = f.number)
    GROUP BY f.number
    HAVING count(DISTINCT f.standard) = 1
"""


def keep(
    connection: sqlite3.Connection,
    standard: int,
    old: str,
    day: str,
    nature: object = None,
    kind: str = "former",
) -> None:
    """Store the number that a standard (row id) had until a day (ISO), and its nature until then;
    `kind`: former or converted."""
    connection.execute(
        "DELETE FROM other_number"
        " WHERE standard = :standard AND number IN"
        " (:old, (SELECT number FROM standard WHERE id = :standard))",
        {"standard": standard, "old": old},
    )
    connection.execute(
        "INSERT INTO other_number (standard, number, kind, until, nature) VALUES (?, ?, ?, ?, ?)",
        (standard, old, kind, day, nature),
    )


def move_names(connection: sqlite3.Connection, old: str, new: str) -> None:
    """Let everything but the links, which the writer moves, name a record by its new key."""
    _move_adoptions(connection, old, new)
    for sql in (
        'UPDATE review SET "into" = :new WHERE "into" = :old',
        # Two activities may not become the same one.
        "UPDATE OR IGNORE activity SET standard = :new WHERE standard = :old",
    ):
        connection.execute(sql, {"old": old, "new": new})
    _move_own_projects(connection, old, new)


def _move_adoptions(connection: sqlite3.Connection, old: str, new: str) -> None:
    """Let adoptions refer to the new number, in whatever form they have the old one."""
    rows = connection.execute(
        "SELECT DISTINCT reference FROM adopts"
        " WHERE upper(replace(reference, ' ', '')) = upper(replace(?, ' ', ''))",
        (old,),
    )
    for (reference,) in rows.fetchall():
        number = parse(reference)
        if reference == old or (number and number.canonical == old):
            names = {"old": reference, "new": new}
            connection.execute(
                "UPDATE OR IGNORE adopts SET reference = :new WHERE reference = :old", names
            )
            # What is left adopts the new number already.
            connection.execute("DELETE FROM adopts WHERE reference = :old", names)


def _move_own_projects(connection: sqlite3.Connection, old: str, new: str) -> None:
    """Rename the projects that reviews of a standard opened: `rev:OLD` becomes `rev:NEW`."""
    own, colon = own_key(old), f"{own_key(old)}:"
    rows = connection.execute(
        "SELECT id, key FROM standard WHERE key = ? OR substr(key, 1, ?) = ?",
        (own, len(colon), colon),
    )
    for row, key in rows.fetchall():
        renamed = own_key(new) + key.removeprefix(own)
        if connection.execute("SELECT 1 FROM standard WHERE key = ?", (renamed,)).fetchone():
            continue
        connection.execute(
            "UPDATE standard SET (key, sort_key, prefix, family) ="
            " (SELECT ?, ?, s.prefix, s.family FROM standard s WHERE s.key = ?) WHERE id = ?",
            (renamed, natural_key(renamed), new, row),
        )
        move_links(connection, key, renamed)


def current_number(connection: sqlite3.Connection, number: str) -> str:
    """Return the number that a standard with this former number has now, else the number."""
    row = connection.execute(
        f"SELECT s.key FROM ({_RENAMED}) r JOIN standard s ON s.id = r.standard WHERE r.old = ?",
        (number,),
    ).fetchone()
    return str(row[0]) if row else number


def resolve_links(connection: sqlite3.Connection, record: StandardRecord) -> None:
    """Let the links of a record name renamed standards by their present numbers."""

    def present(name: str) -> str:
        number = current_number(connection, name)
        return name if number == record.key else number

    record.replaces = [(present(name), partial) for name, partial in record.replaces]
    record.replaced_by = [(present(name), partial) for name, partial in record.replaced_by]
    record.adopts = [(present(name), degree, word) for name, degree, word in record.adopts]


def repeated_standards(connection: sqlite3.Connection, first: int) -> Iterator[RepeatedStandard]:
    """Yield the staged rows that follow row `first` whose key is a former number of a standard that
    another of these rows is about."""
    if not connection.execute("SELECT 1 FROM other_number LIMIT 1").fetchone():
        return
    rows = connection.execute(
        f"""
        WITH renamed AS MATERIALIZED ({_RENAMED}),
        names(name, standard) AS (
            SELECT old, standard
            FROM renamed
            UNION
            SELECT s.key, s.id
            FROM renamed
            JOIN standard s ON s.id = renamed.standard
        )
        SELECT s.key, g.n, g.key, g.part, g.line
        FROM names
        CROSS JOIN staged g ON g.key = names.name
        CROSS JOIN standard s ON s.id = names.standard
        WHERE g.n > ?
        ORDER BY s.key, g.key <> s.key, g.n
        """,
        (first,),
    )
    for number, group in groupby(rows, key=lambda row: row[0]):
        (*_, part, line), *others = group
        for _, n, key, *_ in others:
            yield RepeatedStandard(n - first, key, str(number), part or "", line)


def find_second_staged(connection: sqlite3.Connection, rows: dict[str, int]) -> None:
    """Let a staged row with two numbers be about the record that has the second one, if no record
    has the first one: the first is then the other number of that record."""
    pairs = connection.execute(
        f"""
        SELECT g.n, g.key, t.key
        FROM staged_also a
        JOIN staged g ON g.n = a.n
        JOIN standard t ON t.key = a.number
        WHERE g.n > :first AND g.n <= :last
        AND NOT EXISTS (SELECT 1 FROM standard s WHERE s.key = g.key)
        AND g.key NOT IN (SELECT old FROM ({_RENAMED}))
        GROUP BY g.n
        HAVING count(*) = 1
        """,
        rows,
    ).fetchall()
    columns = ("key", "number", *DERIVED)
    for n, first, second in pairs:
        connection.execute(
            f"UPDATE staged SET ({', '.join(columns)}) ="
            f" (SELECT {', '.join(columns)} FROM standard WHERE key = ?) WHERE n = ?",
            (second, n),
        )
        connection.execute(
            "UPDATE staged_also SET number = ? WHERE n = ? AND number = ?", (first, n, second)
        )


def resolve_staged(
    connection: sqlite3.Connection, rows: dict[str, int]
) -> tuple[tuple[str, str], ...]:
    """Let the staged rows first < n <= last, and their links, name renamed standards by their
    present numbers; return the pairs (old number, present number) of the rows."""
    if not connection.execute("SELECT 1 FROM other_number LIMIT 1").fetchone():
        return ()
    connection.execute("DROP TABLE IF EXISTS temp.renamed")
    connection.execute("CREATE TEMP TABLE renamed (old PRIMARY KEY, standard)")
    connection.execute(f"INSERT INTO renamed {_RENAMED}")
    in_list = "n > :first AND n <= :last"
    pairs = connection.execute(
        "SELECT g.key, s.key FROM staged g JOIN renamed r ON r.old = g.key"
        f" JOIN standard s ON s.id = r.standard WHERE {in_list} AND NOT EXISTS (SELECT 1"
        " FROM other_number o WHERE o.standard = s.id AND o.number = g.key AND o.kind = 'second')"
        " ORDER BY n",
        rows,
    ).fetchall()
    columns = ("key", "number", *DERIVED)
    # With a conversion, the old number was withdrawn, but not the standard.
    connection.execute(
        "UPDATE staged SET withdrawn = NULL, withdrawn_inferred = NULL"
        f" WHERE {in_list} AND withdrawn IS NOT NULL AND EXISTS (SELECT 1 FROM renamed r"
        " JOIN other_number o ON o.standard = r.standard AND o.number = r.old"
        " WHERE r.old = staged.key AND o.kind = 'converted'"
        " AND (staged.withdrawn_inferred OR staged.withdrawn = o.until))",
        rows,
    )
    # What follows from the old number is no news about the standard.
    connection.execute(
        "UPDATE staged SET family = NULL, nature = NULL,"
        f" plan_number = iif(plan_number = key, NULL, plan_number), ({', '.join(columns)}) ="
        f" (SELECT {', '.join(f's.{name}' for name in columns)} FROM renamed r"
        " JOIN standard s ON s.id = r.standard WHERE r.old = staged.key)"
        f" WHERE {in_list} AND key IN (SELECT old FROM renamed)",
        rows,
    )
    for table, column in (("staged_replaces", "number"), ("staged_adopts", "reference")):
        # A link to the standard itself would have no meaning.
        connection.execute(
            f"UPDATE {table} SET {column} = s.key FROM renamed r JOIN standard s ON s.id ="
            f" r.standard, staged g WHERE r.old = {table}.{column} AND g.n = {table}.n"
            " AND g.key <> s.key AND g.n > :first AND g.n <= :last",
            rows,
        )
    return tuple(pairs)
