"""The days of every record, stored so that questions only compare: tables `life` and `age_period`.

What the rules of time say about a record does not depend on the day asked about. So its days are
computed once, whenever the record changes, by `refresh`, in the transaction of the change. A
question about a day is then a comparison: in force on D is `starts <= D AND D < ends`.

Rules (docs/time.md explains them with examples):
* Start: the day of effect, else of publication, else 1 January of the number's year, else the day
  of a list that calls the record published (stage 60, listed_publications.py). A stage 60 on
  UNKNOWN_DAY says that the day of effect is unknown: the record is upcoming until it is known.
* End: the day of withdrawal, else the first start of a record that replaces this one wholly, else
  the start of the next edition of the same number, else a day of withdrawal that only stands for an
  unknown one. An amendment without an end of its own ends with what it amends.
* An impossible link, such as one to an older successor, ends nothing (link_rules.py).
* What a next edition is, edition_rules.py says. An edition that replaces the older one in part does
  not end it. If it has no day of effect, the end is inferred.
* The age counts from the later one of the start and the last decided review that confirmed the
  standard. The day of a proposed review is only a day on which the record is known.

Triggers (derived_models.py) put each changed record into table `life_pending`. The statements here
are the same for the pending records and for all records.
"""

import sqlite3
from collections.abc import Iterator

from stdplan.catalogue import link_rules
from stdplan.catalogue.edition_rules import (
    amended_numbers,
    day_of_edition,
    end_and_basis,
    is_edition,
    is_later,
    takes_effect,
)
from stdplan.catalogue.indexes import rebuilding_indexes
from stdplan.catalogue.sql_rules import (
    ALWAYS,
    NEVER,
    RULES_VERSION,
    awaits_effect,
    earliest,
    first_day,
    is_decided,
    latest,
    number_date,
    start_day,
)
from stdplan.domain.status import UNKNOWN_DAY

LIFE_COLUMNS = (
    "standard", "sector", "committee", "family", "amendment", "known", "public", "starts", "ends",
    "ends_basis", "until", "counted_from", "terminated",
)  # fmt: skip
PERIOD_COLUMNS = (
    "standard", "since", "until", "family", "amendment", "counted_from", "reset",
)  # fmt: skip
# Computing all records is faster if more than a third of them, and more than _SMALL, are pending.
_PENDING_SHARE = 3
_SMALL = 1000


def refresh(connection: sqlite3.Connection) -> None:
    """Compute the days of the records that changed since the last call, within a transaction.

    A change of a record also moves the end of those that it replaces, of the other editions of its
    number and of amendments, and the age of the standard whose review opened it.
    """
    newest = "SELECT coalesce(max(standard), -1) FROM life"
    changed, added, stored = connection.execute(
        f"""
        SELECT (SELECT count(*) FROM life_pending WHERE standard <= ({newest})),
        (SELECT count(*) FROM standard WHERE id > ({newest})),
        (SELECT count(*) FROM life)
        """
    ).fetchone()
    if not changed + added:
        return
    if changed + added > max(_SMALL, stored // _PENDING_SHARE):
        rebuild(connection)
        return
    connection.execute(
        f"""
        INSERT OR IGNORE INTO life_pending (standard)
        SELECT id FROM standard WHERE id > ({newest})
        """
    )
    for dependent in _DEPENDENT:
        connection.execute(f"INSERT OR IGNORE INTO life_pending (standard) {dependent}")
    for table in ("age_period", "life"):
        connection.execute(f"DELETE FROM {table} WHERE standard IN ({_PENDING})")
    _fill(connection, _STORED, only_pending=True)
    connection.execute("DELETE FROM life_pending")


def rebuild(connection: sqlite3.Connection) -> int:
    """Compute the days of all records, within a transaction; return their number."""
    connection.execute("DELETE FROM age_period")
    connection.execute("DELETE FROM life")
    records = connection.execute("SELECT count(*) FROM standard").fetchone()[0]
    with rebuilding_indexes(connection, _STORED, records):
        _fill(connection, _STORED, only_pending=False)
    connection.execute("DELETE FROM life_pending")
    set_rules_version(connection)
    return int(records)


def set_rules_version(connection: sqlite3.Connection) -> None:
    """Store that the days follow the rules of this program."""
    connection.execute("DELETE FROM life_rules")
    connection.execute("INSERT INTO life_rules (version) VALUES (?)", (RULES_VERSION,))


def create(connection: sqlite3.Connection) -> int:
    """Create the tables again, as this program knows them, and compute the days of all records,
    within a transaction; return their number."""
    from stdplan.catalogue.derived_models import create_statements

    for statement in create_statements():
        connection.execute(statement)
    return rebuild(connection)


def differing_records(connection: sqlite3.Connection) -> Iterator[tuple[int, str]]:
    """Compute the days of all records again; yield the row id of each record whose stored days
    differ, with the name of the column or table."""
    computed = ("computed_life", "computed_age_period")
    columns = (LIFE_COLUMNS, PERIOD_COLUMNS)
    for table, names in zip(computed, columns, strict=True):
        key = "standard INTEGER PRIMARY KEY" if table == computed[0] else "standard"
        connection.execute(f"CREATE TEMP TABLE {table} ({key}, {', '.join(names[1:])})")
    try:
        _fill(connection, computed, only_pending=False)
        differences = ", ".join(f"l.{name} IS NOT c.{name} AS {name}" for name in LIFE_COLUMNS)
        rows = connection.execute(
            f"""
            SELECT c.standard, {differences}
            FROM computed_life c
            LEFT JOIN life l ON l.standard = c.standard
            WHERE {" OR ".join(f"l.{name} IS NOT c.{name}" for name in LIFE_COLUMNS)}
            """
        )
        for standard_id, *flags in rows:
            for name, differs in zip(LIFE_COLUMNS, flags, strict=True):
                if differs:
                    yield standard_id, name
        for first, second in (computed[1], "age_period"), ("age_period", computed[1]):
            compared = ", ".join(PERIOD_COLUMNS)
            rows = connection.execute(
                f"""
                SELECT DISTINCT standard
                FROM (SELECT {compared} FROM {first} EXCEPT SELECT {compared} FROM {second})
                """
            )
            yield from ((standard_id, "age_period") for (standard_id,) in rows.fetchall())
        # Both in the order of their row ids; an index of life would have another one.
        rows = connection.execute(
            """
            SELECT l.standard
            FROM life l NOT INDEXED
            LEFT JOIN computed_life c ON c.standard = l.standard
            WHERE c.standard IS NULL
            """
        )
        yield from ((standard_id, "standard") for (standard_id,) in rows)
    finally:
        for table in computed:
            connection.execute(f"DROP TABLE temp.{table}")


# The two tables; LIFE_COLUMNS and PERIOD_COLUMNS are their columns.
_STORED = ("life", "age_period")
_PENDING = "SELECT standard FROM life_pending"
# Records whose days depend on a pending record. Amendments come last, because they end with what
# they amend. Whether a link counts may depend on a circle that a pending record closes or opens.
_DEPENDENT = (
    """
    SELECT t.id
    FROM life_pending q
    CROSS JOIN standard s ON s.id = q.standard
    CROSS JOIN replaces r ON r.successor = s.key
    JOIN standard t ON t.key = r.target
    """,
    f"""
    {link_rules.replaced_by(f"SELECT key FROM standard WHERE id IN ({_PENDING})")}
    SELECT t.id
    FROM below
    CROSS JOIN standard n ON n.key = below.key
    CROSS JOIN replaces r ON r.successor = n.key
    JOIN standard t ON t.key = r.target
    WHERE {link_rules.may_close_circle("n", "t")}
    """,
    """
    SELECT n.id
    FROM life_pending q
    CROSS JOIN standard s ON s.id = q.standard
    CROSS JOIN standard n ON n.base = s.base
    """,
    """
    SELECT v.standard
    FROM life_pending q
    CROSS JOIN review v ON v.project = q.standard
    """,
    """
    SELECT a.id
    FROM life_pending q
    CROSS JOIN standard s ON s.id = q.standard
    CROSS JOIN standard a ON a.amends = s.key
    """,
    f"""
    SELECT a.id
    FROM life_pending q
    CROSS JOIN standard s ON s.id = q.standard
    CROSS JOIN standard a ON a.amends IN {amended_numbers("s.number")}
    """,
)


def _fill(connection: sqlite3.Connection, tables: tuple[str, str], only_pending: bool) -> None:
    """Insert the rows of the pending records, or of all records, into the two tables."""
    life, age_period = tables
    connection.execute(_insert_lives(life, only_pending))
    connection.execute(_end_amendments(life, only_pending))
    if connection.execute("SELECT 1 FROM review LIMIT 1").fetchone():
        connection.execute(_insert_periods(life, age_period, only_pending))


def _insert_lives(life: str, only_pending: bool) -> str:
    """Return the statement that inserts the rows of table `life`.

    The ends that amendments have from what they amend are not in it. `until` is the end, or the
    first decided review if that is earlier: from then on, the rows of table `age_period` have the
    age.
    """
    if only_pending:
        of_pending = f"WHERE standard IN ({_PENDING})"
        records = "life_pending q CROSS JOIN standard s ON s.id = q.standard"
        # CROSS JOIN keeps the order of the tables: the few pending records come first.
        join = "CROSS JOIN"
        bases = f"SELECT DISTINCT s.base FROM {records}"
    else:
        of_pending, records, join = "", "standard s", "JOIN"
        # Few numbers have several editions: only these are compared.
        bases = "SELECT base FROM standard GROUP BY base HAVING count(*) > 1"
    start, withdrawn = start_day("s"), first_day("s.withdrawn")
    published = first_day(
        "CASE WHEN s.draft_stage IS NULL"
        " THEN coalesce(s.published, CASE WHEN g.listed < s.effective THEN g.listed END,"
        f" s.effective, {_YEAR_OF_NUMBER}, g.listed) END"
    )
    first_date = earliest(start, "s.published", "s.withdrawn", "s.terminated", "g.first", "v.first")
    return f"""
    INSERT INTO {life} ({", ".join(LIFE_COLUMNS)})
    WITH
    staged AS (
        SELECT standard, max(CASE WHEN stage <> '60' THEN stage END) AS highest,
        min(CASE WHEN date <> '{UNKNOWN_DAY}' THEN date END) AS first,
        min(CASE WHEN stage = '60' AND date <> '{UNKNOWN_DAY}' THEN date END) AS listed,
        max(date) = '{UNKNOWN_DAY}' AS awaits_effect
        FROM stage_change
        {of_pending}
        GROUP BY standard
    ),
    reviewed AS (
        SELECT standard, min(date) AS first,
        min(CASE WHEN {is_decided("review")} THEN date END) AS decided
        FROM review
        {of_pending}
        GROUP BY standard
    ),
    successor AS (
        SELECT s.id AS standard, min({start_day("n")}) AS day
        FROM {records}
        {join} replaces r ON r.target = s.key
        JOIN standard n ON n.key = r.successor
        WHERE r.partial = 0 AND n.draft_stage IS NULL AND NOT {awaits_effect("n")}
        AND {link_rules.counts("r", "n", "s")}
        GROUP BY s.id
    ),
    candidate AS MATERIALIZED (
        SELECT s.id, s.key, s.base, s.family, s.number_year, s.edition, s.published, s.effective,
        {start} AS start, coalesce(s.effective, s.published) IS NOT NULL AS dated,
        {takes_effect("s")} AS takes_effect, {day_of_edition(start)} AS begins
        FROM ({bases}) b
        CROSS JOIN standard s ON s.base = b.base
        WHERE {is_edition("s")}
    ),
    edition AS (
        SELECT s.id AS standard, min({end_and_basis("n", "s")}) AS day_and_basis
        FROM candidate s
        JOIN candidate n ON n.base = s.base
        WHERE n.family IS s.family AND n.takes_effect AND {is_later("n", "s")}
        AND NOT EXISTS (
            SELECT 1
            FROM replaces r
            WHERE r.successor = n.key AND r.target = s.key AND r.partial = 1
            AND {link_rules.counts("r", "n", "s")}
        )
        GROUP BY s.id
    ),
    fact AS (
        SELECT s.id AS standard, s.sector, text_number(s.committee) AS committee, s.family,
        s.amends IS NOT NULL AS amendment,
        CASE WHEN g.awaits_effect AND s.effective IS NULL THEN '{UNKNOWN_DAY}' ELSE {start} END
        AS start,
        {published} AS published,
        s.number IS NULL OR s.draft_stage IS NOT NULL OR coalesce(g.highest < '60', 0)
        AS is_project,
        {first_day(first_date)} AS first_date,
        {first_day("s.terminated")} AS terminated,
        {first_day("v.decided")} AS reviewed,
        CASE
            WHEN s.withdrawn IS NOT NULL AND s.withdrawn_inferred = 0
            THEN {withdrawn} || CASE WHEN s.withdrawn_by_hand THEN 'stated' ELSE 'withdrawn' END
            WHEN x.day IS NOT NULL THEN x.day || 'successor'
            WHEN e.day_and_basis IS NOT NULL THEN e.day_and_basis
            WHEN s.withdrawn IS NOT NULL THEN {withdrawn} || 'inferred'
        END AS end_and_basis
        FROM {records}
        LEFT JOIN staged g ON g.standard = s.id
        LEFT JOIN reviewed v ON v.standard = s.id
        LEFT JOIN successor x ON x.standard = s.id
        LEFT JOIN edition e ON e.standard = s.id
    ),
    day AS (
        SELECT *,
        coalesce(nullif(first_date, {NEVER}), {ALWAYS}) AS known,
        coalesce(substr(end_and_basis, 1, 10), {NEVER}) AS ends,
        substr(end_and_basis, 11) AS ends_basis
        FROM fact
    ),
    public_day AS (
        SELECT *, coalesce(published, CASE WHEN is_project THEN {NEVER} ELSE known END) AS public
        FROM day
    )
    SELECT standard, sector, committee, family, amendment, known, public,
    {latest("coalesce(start, public)", "public")} AS starts,
    ends, ends_basis, {earliest("ends", "reviewed")} AS until,
    start AS counted_from, terminated
    FROM public_day
    """


# SQL over alias `s` of table standard, joined with the highest stage as `g.highest`. The year of a
# number is no day of publication if stages are recorded and all of them lie before it (60).
_YEAR_OF_NUMBER = f"CASE WHEN g.highest < '60' THEN NULL ELSE {number_date('s')} END"


def _end_amendments(life: str, only_pending: bool) -> str:
    """Return the statement that ends amendments with the standards that they amend.

    A standard may have been converted since (GB to GB/T): its base and its year are the same. If
    the catalogue has both numbers, the amendment follows the one that it names.
    """
    amended = f"""
        FROM standard a
        JOIN standard m ON m.key = coalesce(
            (SELECT x.key FROM standard x WHERE x.key = a.amends),
            (
                SELECT x.key
                FROM standard x
                WHERE x.key IN {amended_numbers("a.amends")} AND x.amends IS NULL
                ORDER BY x.key DESC
                LIMIT 1
            )
        ) AND m.amends IS NULL
        JOIN {life} b ON b.standard = m.id
        WHERE a.id = l.standard AND b.ends < {NEVER}"""
    of_pending = f"AND l.standard IN ({_PENDING})" if only_pending else ""
    return f"""
    UPDATE {life} AS l
    SET (ends, ends_basis, until) = (
        SELECT b.ends, b.ends_basis, {earliest("l.until", "b.ends")}
        {amended}
    )
    WHERE l.amendment AND coalesce(l.ends_basis, 'inferred') = 'inferred' {of_pending}
    AND EXISTS (SELECT 1 {amended})
    """


def _insert_periods(life: str, age_period: str, only_pending: bool) -> str:
    """Return the statement that inserts the rows of table `age_period`.

    A period begins with each decided review, and on each day on which the project of a revision
    ended without a standard, because the review then no longer postpones the next one.
    """
    where = is_decided("v") + (f" AND v.standard IN ({_PENDING})" if only_pending else "")
    reviewed, failed = first_day("v.date"), first_day("p.terminated")
    return f"""
    INSERT INTO {age_period} ({", ".join(PERIOD_COLUMNS)})
    WITH
    event AS (
        SELECT v.standard, {reviewed} AS day
        FROM review v
        WHERE {where}
        UNION
        SELECT v.standard, {latest(reviewed, failed)}
        FROM review v
        JOIN standard p ON p.id = v.project
        WHERE v.outcome = 'revise' AND p.terminated IS NOT NULL AND {where}
    ),
    period AS (
        SELECT standard, day AS since,
        lead(day, 1, {NEVER}) OVER (PARTITION BY standard ORDER BY day) AS until
        FROM event
    ),
    last_review AS (
        SELECT e.standard, e.since, e.until,
        max(CASE WHEN v.outcome = 'confirm' THEN {reviewed} END) AS confirmed,
        max(CASE
            WHEN v.outcome = 'revise' AND {failed} <= e.since THEN NULL
            ELSE {reviewed}
        END) AS reviewed
        FROM period e
        JOIN review v
        ON v.standard = e.standard AND {is_decided("v")} AND {reviewed} <= e.since
        LEFT JOIN standard p ON p.id = v.project
        GROUP BY e.standard, e.since, e.until
    ),
    counted AS (
        SELECT l.standard, r.since, {earliest("r.until", "l.ends")} AS until,
        l.family, l.amendment,
        CASE
            WHEN r.confirmed > coalesce(l.counted_from, '') THEN r.confirmed
            ELSE l.counted_from
        END AS counted_from,
        coalesce(r.reviewed, '') AS reviewed
        FROM last_review r
        JOIN {life} l ON l.standard = r.standard
    )
    SELECT standard, since, until, family, amendment, counted_from,
    {latest("counted_from", "reviewed")} AS reset
    FROM counted
    WHERE since < until
    """
