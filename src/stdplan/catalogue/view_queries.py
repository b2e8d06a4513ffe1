"""The rows of the views that no command lists, and further columns of those that one lists.

Rule: a column has the key that the commands have for the same thing, and is computed by the same
SQL. Spans have `since`, the first day on which a row holds, and `until`, the first day on which it
no longer does; both are NULL where there is no such day. views.py makes views of these queries.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from datetime import date

from stdplan.catalogue import link_rules, project_rules, sql_rules, step_rules
from stdplan.catalogue.queries import plans, review_list, reviews, standards
from stdplan.catalogue.queries.query import Query
from stdplan.catalogue.queries.standard_filters import StandardFilters
from stdplan.catalogue.sql_rules import ALWAYS, NEVER, earliest, first_day, latest
from stdplan.domain.fields import COLUMNS
from stdplan.light import NamedTuple
from stdplan.table import Column


class Scope(NamedTuple):
    """What views show: the catalogue of a connection on a day, by the rules of a plan."""

    connection: sqlite3.Connection
    day: date
    plan: plans.PlanRules

    def parameters(self) -> dict[str, object]:
        """Return the :parameters that the SQL of views may use."""
        return {
            **sql_rules.day_parameters(self.day),
            **self.plan.months(),
            "plan": self.plan.year,
        }

    def query(
        self,
        columns: tuple[Column, ...],
        expressions: Mapping[str, str],
        tables: str,
        where: tuple[str, ...] = (),
        common: Mapping[str, str] | None = None,
    ) -> Query:
        """Return a query with the parameters of the scope."""
        return Query(
            connection=self.connection,
            expressions=expressions,
            columns=columns,
            tables=tables,
            where=where,
            parameters=self.parameters(),
            common=common,
        )


_KEY, _NUMBER, _TITLE = Column("key", "key"), Column("number", "key"), Column("title")
_SINCE, _UNTIL = Column("since", "date"), Column("until", "date")
_SECTOR, _FAMILY = Column("sector", "key"), Column("family", "key")
_NUMBER_OF_S = "coalesce(s.number, s.key)"
# The expressions for columns of record `s`.
_OF_S = {"key": "s.key", "number": _NUMBER_OF_S, "title": "s.title"}


def _known_day(day: str) -> str:
    """Return SQL for a day of table life, NULL for ALWAYS, the day before all days."""
    return f"nullif({day}, {ALWAYS})"


def _coming_day(day: str) -> str:
    """Return SQL for a day of table life, NULL for NEVER, the day after all days."""
    return f"nullif({day}, {NEVER})"


# Standards, and what they are on a day.

_MORE_OF_STANDARDS = (
    Column("age", "integer"), Column("counted_from", "date"), Column("basis", "key"),
    Column("known", "date"), Column("starts", "date"), Column("amends", "key"), Column("sort_key"),
)  # fmt: skip


def all_standards(scope: Scope) -> Query:
    """Return the records of `standards list`, with the age of `standards show`."""
    listed = standards.list_standards(scope.connection, scope.day, StandardFilters())
    since = sql_rules.counted_from("s")
    return listed.replaced(
        # The joined table is read only for what table life does not have.
        tables="life l LEFT JOIN standard s ON s.id = l.standard",
        columns=(*listed.columns, *_MORE_OF_STANDARDS),
        expressions={
            **listed.expressions,
            "sector": "l.sector",
            "family": "l.family",
            "age": f"CASE WHEN {sql_rules.is_in_force('l')} THEN {sql_rules.age(since)} END",
            "counted_from": since,
            "basis": f"CASE WHEN {since} IS NOT NULL THEN {sql_rules.basis('s', since)} END",
            "known": _known_day("l.known"),
            "starts": _coming_day("l.starts"),
            "amends": "s.amends",
            "sort_key": "s.sort_key",
        },
    )


def in_sectors(scope: Scope) -> Query:
    """Return the sectors of each record: its own, and those of its focus areas."""
    rows = """(
        SELECT s.key, l.sector, 1 AS own, l.known
        FROM life l
        JOIN standard s ON s.id = l.standard
        WHERE l.sector IS NOT NULL
        UNION ALL
        SELECT s.key, m.sector, 0, m.known
        FROM (
            SELECT DISTINCT l.standard, a.sector, l.known
            FROM standard_focus f
            JOIN focus_area a ON a.code = f.focus
            JOIN life l ON l.standard = f.standard
            WHERE l.sector IS NOT a.sector
        ) m
        JOIN standard s ON s.id = m.standard
    ) m"""
    return scope.query(
        (_KEY, _SECTOR, Column("own", "flag")),
        {"key": "m.key", "sector": "m.sector", "own": "(m.own)"},
        rows,
        (sql_rules.is_known("m"),),
    )


def in_areas(scope: Scope) -> Query:
    """Return the focus areas of each record."""
    return scope.query(
        (_KEY, Column("focus", "key")),
        {"key": "s.key", "focus": "f.focus"},
        """standard_focus f
            JOIN standard s ON s.id = f.standard
            JOIN life l ON l.standard = s.id""",
        (sql_rules.is_known("l"),),
    )


# The status on all days: each branch is one status of `sql_rules.status`.

# The day on which the record is no longer a project, whatever became of it.
_MADE = earliest("l.public", "l.ends", "l.terminated")
_SUSPENDED = "l.standard IN (SELECT standard FROM suspension)"
_SUSPENDED_FROM, _SUSPENDED_TO = first_day("u.since"), first_day("u.until")
# SQL for 1 if suspension `u` lasted at least a day.
_LASTED = f"coalesce({_SUSPENDED_TO} > {_SUSPENDED_FROM}, 1)"
# The days on which a project that was suspended may be planned again: all ends, and its first day.
_PLANNED_FROM = f"""(
    SELECT standard, known AS day FROM life
    WHERE standard IN (SELECT standard FROM suspension)
    UNION SELECT u.standard, max(m.known, {_SUSPENDED_TO})
    FROM suspension u
    JOIN life m ON m.standard = u.standard
    WHERE u.until IS NOT NULL AND {_LASTED}
)"""


def _is_suspended_on(day: str, strictly_before: bool = False) -> str:
    """Return SQL for 1 if record `l` is suspended on a day (SQL), else 0.

    `strictly_before`: by a suspension that began before that day.
    """
    return f"""EXISTS (
        SELECT 1
        FROM suspension w
        WHERE w.standard = l.standard
        AND {first_day("w.since")} {"<" if strictly_before else "<="} {day}
        AND coalesce({first_day("w.until")} {">=" if strictly_before else ">"} {day}, 1)
    )"""


def _next_suspension(day: str) -> str:
    """Return SQL for the first day of the next suspension of record `l`, NULL without one."""
    return f"""(
        SELECT min({_SUSPENDED_FROM})
        FROM suspension u
        WHERE u.standard = l.standard AND {_SUSPENDED_FROM} > {day} AND {_LASTED}
    )"""


# The end of the suspension that holds on the first day of suspension `u`: the first day on which no
# suspension holds.
_END_OF_SUSPENSION = f"""(
    SELECT min({first_day("x.until")})
    FROM suspension x
    WHERE x.standard = l.standard AND {first_day("x.until")} > {_SUSPENDED_FROM}
    AND NOT {_is_suspended_on(first_day("x.until"))}
)"""
# Status, first day, first day of the next status, tables, further condition.
_SPANS = (
    ("planned", "l.known", _MADE, "life l", f"NOT {_SUSPENDED}"),
    (
        "planned",
        "p.day",
        earliest(_MADE, _next_suspension("p.day")),
        f"{_PLANNED_FROM} p JOIN life l ON l.standard = p.standard",
        f"{_SUSPENDED} AND NOT {_is_suspended_on('p.day')}",
    ),
    (
        "suspended",
        latest("l.known", _SUSPENDED_FROM),
        earliest(_MADE, _END_OF_SUSPENSION),
        "suspension u JOIN life l ON l.standard = u.standard",
        f"{_LASTED} AND NOT {_is_suspended_on(_SUSPENDED_FROM, strictly_before=True)}",
    ),
    (
        "terminated",
        latest("l.known", "l.terminated"),
        earliest("l.public", "l.ends"),
        "life l",
        "l.terminated IS NOT NULL",
    ),
    ("upcoming", "l.public", earliest("l.starts", "l.ends"), "life l", "1"),
    ("in-force", latest("l.starts", "l.public"), "l.ends", "life l", "1"),
    ("withdrawn", latest("l.known", "l.ends"), NEVER, "life l", "1"),
)


def statuses(scope: Scope) -> Query:
    """Return the status of each record on all days, as spans, whatever the day of the scope."""
    spans = " UNION ALL ".join(
        f"""
        SELECT s.key, {_NUMBER_OF_S} AS number, s.title, l.sector, l.family, '{status}' AS status,
        {since} AS since, {until} AS until
        FROM {tables}
        LEFT JOIN standard s ON s.id = l.standard
        WHERE {since} < {until} AND {condition}"""
        for status, since, until, tables, condition in _SPANS
    )
    return scope.query(
        (_KEY, _NUMBER, _TITLE, _SECTOR, _FAMILY, Column("status", "key"), _SINCE, _UNTIL),
        {
            **{
                name: f"t.{name}"
                for name in ("key", "number", "title", "sector", "family", "status")
            },
            "since": _known_day("t.since"),
            "until": _coming_day("t.until"),
        },
        f"({spans}) t",
    )


def ages(scope: Scope) -> Query:
    """Return the day from which the age of each standard counts, as spans from review to review,
    whatever the day of the scope."""
    names = ("sector", "family", "amendment", "since", "until", "counted_from", "reset")
    spans = " UNION ALL ".join(
        f"""
        SELECT s.key, {", ".join(f"a.{name}" for name in names)}
        FROM {table} a
        LEFT JOIN standard s ON s.id = a.standard
        WHERE a.since < a.until"""
        for table in sql_rules.AGE_TABLES
    )
    return scope.query(
        (
            *(_KEY, _SECTOR, _FAMILY, Column("amendment", "flag"), _SINCE, _UNTIL),
            *(Column("counted_from", "date"), Column("reset", "date")),
        ),
        {
            **{name: f"a.{name}" for name in ("key", "sector", "family", "amendment")},
            "since": _known_day("a.since"),
            "until": _coming_day("a.until"),
            "counted_from": "a.counted_from",
            "reset": "a.reset",
        },
        f"({spans}) a",
    )


def stages(scope: Scope) -> Query:
    """Return the stages that each record with recorded stages reached up to the day."""
    steps = step_rules.stage_steps("s.id IN (SELECT standard FROM stage_change)")
    return scope.query(
        (
            *(_KEY, _NUMBER, _TITLE, _SECTOR, Column("stage", "key"), Column("date", "date")),
            *(_SINCE, _UNTIL, Column("days", "integer")),
        ),
        {
            **_OF_S,
            "sector": "s.sector",
            "stage": "t.stage",
            "date": "t.date",
            "since": "t.day",
            "until": "t.left",
            "days": step_rules.days_in_stage("t.id", "t.day", "coalesce(t.left, :day)"),
        },
        "step t JOIN standard s ON s.id = t.id",
        (f"t.stage <> '{step_rules.TERMINATED_STEP}'",),
        steps,
    )


def projects(scope: Scope) -> Query:
    """Return the projects that have not ended on the day, with their deadlines."""
    first = ("key", "number", "plan_number", "title", "sector", "family", "nature", "work")
    last = ("committee", "department", "proposer")
    columns = {column.name: column for column in COLUMNS}
    fields = standards.field_expressions(scope.connection)
    computed = ("status", "stage", "target_date", "first_target_date")
    names = (*first, *computed, *_OF_PROJECTS, *last)
    return scope.query(
        tuple(_OF_PROJECTS.get(name) or columns[name] for name in names),
        {
            **{name: fields[name] for name in (*first, *computed, *last)},
            "deadline": project_rules.deadline("s"),
            "overdue": f"coalesce({project_rules.is_overdue('s', 'l')}, 0)",
            "revises": """(
                SELECT r.key
                FROM review v
                JOIN standard r ON r.id = v.standard
                WHERE v.project = s.id
                ORDER BY v.id
                LIMIT 1
            )""",
        },
        standards.STANDARDS,
        (sql_rules.is_known("l"), project_rules.is_open_project("l")),
    )


_OF_PROJECTS = {
    "deadline": Column("deadline", "date"),
    "overdue": Column("overdue", "flag"),
    "revises": Column("revises", "key"),
}


def suspensions(scope: Scope) -> Query:
    """Return the suspensions of projects that began by the day."""
    return scope.query(
        (_KEY, _SINCE, _UNTIL, Column("note"), Column("document")),
        {
            "key": "s.key",
            "since": "u.since",
            "until": "u.until",
            "note": "u.note",
            "document": "u.document",
        },
        "suspension u JOIN standard s ON s.id = u.standard",
        ("u.since <= :day",),
    )


def extensions(scope: Scope) -> Query:
    """Return the extensions of projects up to the day."""
    return scope.query(
        (
            *(_KEY, Column("date", "date"), Column("target", "date", context="of an extension")),
            *(Column("note"), Column("document")),
        ),
        {
            "key": "s.key",
            **{name: f"x.{name}" for name in ("date", "target", "note", "document")},
        },
        "extension x JOIN standard s ON s.id = x.standard",
        ("x.date <= :day",),
    )


# Reviews.


def all_reviews(scope: Scope) -> Query:
    """Return the reviews of `review list`, with the project that each opened, and whether it is
    open, as `review list --open` says."""
    listed = review_list.list_reviews(scope.connection, scope.day, review_list.ReviewFilters())
    *columns, committee, department = listed.columns
    added = (_KEY, Column("project", "key"), Column("open", "flag"), _SECTOR)
    return listed.replaced(
        columns=(*columns, *added, committee, department),
        expressions={
            **listed.expressions,
            "key": "s.key",
            "project": "p.key",
            "open": f"""CASE v.step
                WHEN 'proposed' THEN {sql_rules.is_open_proposal("v")}
                ELSE coalesce({" AND ".join(f"({part})" for part in review_list.IS_PENDING)}, 0)
            END""",
            "sector": "s.sector",
        },
    )


def reviews_due(scope: Scope) -> Query:
    """Return the standards of `review due`, by the plan's rule for reviews."""
    rule = reviews.plan_due_rule(scope.plan, scope.day)
    due = reviews.list_due_standards(scope.connection, rule, in_order=False)
    return due.replaced(
        columns=(*due.columns, _KEY), expressions={**due.expressions, "key": "d.key"}
    )


# Links between standards.


def adoptions(scope: Scope) -> Query:
    """Return what each record adopts, from the day it is in force to the day it ends."""
    return scope.query(
        (
            *(_KEY, _NUMBER, _TITLE, _SECTOR, Column("reference", "key"), Column("degree", "key")),
            *(Column("word"), Column("foreign", "flag"), _SINCE, _UNTIL),
        ),
        {
            **_OF_S,
            "sector": "l.sector",
            "reference": "a.reference",
            "degree": "coalesce(a.degree, 'unknown')",
            "word": "a.word",
            "foreign": sql_rules.IS_FOREIGN,
            "since": _coming_day("l.starts"),
            "until": _coming_day("l.ends"),
        },
        """adopts a
            JOIN life l ON l.standard = a.standard
            JOIN standard s ON s.id = a.standard""",
        (sql_rules.is_known("l"),),
    )


def replacements(scope: Scope) -> Query:
    """Return which record replaces which number, and whether the link is possible."""
    return scope.query(
        (
            *(Column("successor", "key"), Column("target", "key")),
            *(Column("partial", "flag"), Column("valid", "flag")),
            *(_SINCE,),
        ),
        {
            "successor": "r.successor",
            "target": "r.target",
            "partial": "r.partial",
            "valid": link_rules.counts("r", "n", "o"),
            "since": _coming_day("l.starts"),
        },
        """replaces r
            LEFT JOIN standard n ON n.key = r.successor
            LEFT JOIN life l ON l.standard = n.id
            LEFT JOIN standard o ON o.key = r.target""",
        (f"(n.id IS NULL OR {sql_rules.is_known('l')})",),
    )


def former_numbers(scope: Scope) -> Query:
    """Return the other numbers of standards that `standards show` has as `former_numbers`."""
    return scope.query(
        (_KEY, _NUMBER, _UNTIL, Column("kind", "key"), Column("nature", "key")),
        {
            "key": "s.key",
            **{name: f"f.{name}" for name in ("number", "until", "kind", "nature")},
        },
        "other_number f JOIN standard s ON s.id = f.standard",
        ("(f.until IS NULL OR f.until <= :day OR f.kind = 'converted')",),
    )
