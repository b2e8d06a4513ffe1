"""What happened within some days, part by part, for a bulletin.

Rule: nothing here is a rule of its own: each part asks what another report asks (moves, reviews,
activities, progress), within the days. Nothing after the last of them is seen, but what lies ahead
(digest.py) as it was known then. A date known to the month or year falls on its first day.
No day is made up: what has no day of publication, or of effect, of its own is not told as news.

What a digest is made of: its days, and parts that are records of one kind each.

A digest in its two forms: one list of records with the same keys, or one record with lists.

Rule: what a list says in the first form by `part`, the second says by the list's name.

What lies ahead of a day, for a bulletin: deadlines, ends of validity, reviews falling due.

Rule: from the day on, the last day among them, as the catalogue stands on the day. What is past
stands in `standards list --overdue`, `activities due` and `review due`.
"""

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from stdplan.catalogue import sql_rules
from stdplan.catalogue.queries import activities, plans, progress, reviews, stage_reports
from stdplan.catalogue.queries.progress import as_number
from stdplan.catalogue.queries.query import Query, single_record
from stdplan.catalogue.queries.reviews import plan_due_rule
from stdplan.catalogue.queries.standards import NATURAL_ORDER
from stdplan.catalogue.queries.standards import field_expressions as fields_of_standards
from stdplan.table import Cell, Column, Records, Row, Sort, Table

# What is told of every standard.
STANDARD_KEYS = ("date", "number", "title", "sector", "department")


class Period(NamedTuple):
    """From one day to another, both among them, and how many days ahead of the last one."""

    since: date
    until: date
    ahead: int

    @property
    def limit(self) -> date:
        """The last of the days ahead."""
        return self.until + timedelta(self.ahead)


class DigestPart(NamedTuple):
    """Records of one kind, under a name; each row has a cell for each of the keys."""

    name: str
    keys: tuple[str, ...]
    rows: list[Row]


def with_columns(source: Query, more: dict[str, str], lists: tuple[str, ...] = ()) -> Query:
    """A question that can be asked for more expressions; `lists` are those of several values."""
    columns = (Column(name, "list" if name in lists else "text") for name in more)
    return source._replace(
        expressions={**source.expressions, **more}, columns=(*source.columns, *columns)
    )


_MOVED = {
    "published": STANDARD_KEYS,
    "withdrawn": (*STANDARD_KEYS, "replaced_by"),
    "staged": (*STANDARD_KEYS, "from_stage", "stage"),
    "terminated": (*STANDARD_KEYS, "from_stage"),
}
_REVIEWED = (*STANDARD_KEYS, "outcome", "into", "ends")
_ACTIVITY = ("date", "id", "kind", "task", "title", "sector", "organisation", "reference")
_PROGRESS = ("task", "indicator", "name", "unit", "target", "before", "actual", "change", "percent")


def past_parts(
    connection: sqlite3.Connection, plan: plans.PlanRules, time: Period
) -> list[DigestPart]:
    """What happened from `since` to `until`, each part by its days, and what it came to."""
    moved = _moved(connection, time)
    published = moved["published"]
    return [
        published,
        _by_department(published),
        _by_sector(connection, published),
        _effective(connection, time),
        *(part for name, part in moved.items() if name != "published"),
        _reviewed(connection, time),
        _activities(
            connection, plan, time, "activities_held", "date", (*_ACTIVITY, "quantity", "unit")
        ),
        _activities(connection, plan, time, "activities_closed", "closed", (*_ACTIVITY, "state")),
        _progress(connection, plan, time),
    ]


def _moved(connection: sqlite3.Connection, time: Period) -> dict[str, DigestPart]:
    """One pass for all that `report moves` tells; ends of reviews stand among the reviews."""
    more = {
        "department": "s.department",
        "replaced_by": f"CASE t.stage WHEN '95' THEN {fields_of_standards()['replaced_by']} END",
    }
    source = with_columns(
        stage_reports.list_moves(connection, time.since.isoformat(), time.until),
        more,
        ("replaced_by",),
    )
    own_day = "(t.stage <> '60' OR s.published IS NOT NULL)"
    source = source._replace(where=(*source.where, own_day, sql_rules.is_known("s")))
    names = tuple(dict.fromkeys(("event", *(key for keys in _MOVED.values() for key in keys))))
    parts = {name: DigestPart(name, keys, []) for name, keys in _MOVED.items()}
    places = {name: [names.index(key) for key in keys] for name, keys in _MOVED.items()}
    for row in source.fetch(names):
        event = str(row[0])
        if event in parts:
            parts[event].rows.append([row[place] for place in places[event]])
    return parts


def _effective(connection: sqlite3.Connection, time: Period) -> DigestPart:
    """What took effect: published by then, and not ended before it began."""
    start = sql_rules.start_day("s")
    source = Query(
        connection,
        {
            **{key: f"s.{key}" for key in ("title", "sector", "department")},
            "date": "s.effective",
            "number": "s.key",
        },
        tuple(map(Column, STANDARD_KEYS)),
        "standard s",
        (
            f"{start} BETWEEN :since AND :day AND s.effective IS NOT NULL",
            f"NOT {sql_rules.is_not_public('s')}",
            f"coalesce({sql_rules.end_day('s')} > {start}, 1)",
        ),
        {**sql_rules.day_parameters(time.until), "since": time.since.isoformat()},
        f"{start}, {NATURAL_ORDER}",
    )
    return DigestPart("effective", STANDARD_KEYS, list(source.fetch(STANDARD_KEYS)))


def _reviewed(connection: sqlite3.Connection, time: Period) -> DigestPart:
    held = reviews.list_reviews(connection, time.until, reviews.ReviewFilters())
    source = with_columns(held, {"sector": "s.sector", "department": "s.department"})._replace(
        where=(*held.where, f"{sql_rules.first_day('v.date')} >= :since"),
        parameters={**held.parameters, "since": time.since.isoformat()},
    )
    return DigestPart("reviewed", _REVIEWED, list(source.fetch(_REVIEWED, [Sort("date")])))


def _activities(
    connection: sqlite3.Connection,
    plan: plans.PlanRules,
    time: Period,
    name: str,
    column: str,
    keys: tuple[str, ...],
) -> DigestPart:
    """Activities whose day in a column (date, closed) lies within the time."""
    listed = activities.list_activities(
        connection, plan.year, time.until, activities.ActivityFilters()
    )
    day = sql_rules.first_day(f"a.{column}")
    source = with_columns(listed, {"date": f"a.{column}"})._replace(
        where=(*listed.where, f"{day} BETWEEN :since AND :day"),
        parameters={**listed.parameters, "since": time.since.isoformat()},
        order=f"{day}, a.id",
    )
    return DigestPart(name, keys, [_exact(keys, row) for row in source.fetch(keys)])


def _exact(keys: tuple[str, ...], row: Row) -> Row:
    """A quantity, which is kept as text, as a number."""
    return [
        as_number(Decimal(str(cell))) if key == "quantity" and cell is not None else cell
        for key, cell in zip(keys, row, strict=True)
    ]


def _progress(connection: sqlite3.Connection, plan: plans.PlanRules, time: Period) -> DigestPart:
    """The indicators that have come to something, if the time meets the plan's year."""
    part = DigestPart("progress", _PROGRESS, [])
    if not time.since.year <= plan.year <= time.until.year:
        return part
    names = [name for name in _PROGRESS if name not in ("before", "change")]
    eve = time.since - timedelta(1)
    before = progress.progress_report(connection, plan, eve).fetch(["actual"])
    now = progress.progress_report(connection, plan, time.until).fetch(names)
    for (old,), (*head, actual, percent) in zip(before, now, strict=True):
        if old or actual:
            change = as_number(Decimal(str(actual)) - Decimal(str(old)))
            part.rows.append([*head, old, actual, change, percent])
    return part


def _by_department(published: DigestPart) -> DigestPart:
    return DigestPart(
        "by_department", ("department", "standards"), _counted(published, "department")
    )


def _by_sector(connection: sqlite3.Connection, published: DigestPart) -> DigestPart:
    names = dict(connection.execute(f"SELECT code, {plans.name_expression('c')} FROM sector c"))
    rows = _counted(published, "sector")
    keys = ("sector", "name", "standards")
    return DigestPart("by_sector", keys, [[code, names.get(code), count] for code, count in rows])


def _counted(part: DigestPart, key: str) -> list[Row]:
    """How many rows have each value, most first; what has none comes last."""
    place = part.keys.index(key)
    counts: Iterator[tuple[object, int]] = iter(Counter(row[place] for row in part.rows).items())
    rows = sorted(counts, key=lambda one: (one[0] is None, -one[1], str(one[0])))
    return [[None if value is None else str(value), count] for value, count in rows]


DIGEST_COLUMNS = (
    Column("part", "key"), Column("date", "date"), Column("number", "key"), Column("title"),
    Column("sector", "key"), Column("department"), Column("what"), Column("amount", "decimal"),
    Column("before", "decimal"),
)  # fmt: skip
# The keys of a part that fill a column of another name.
_FILLS = {
    "title": ("title", "name"),
    "amount": ("quantity", "actual", "standards"),
}
_WHAT = {
    "withdrawn": "replaced_by",
    "staged": "stage",
    "terminated": "from_stage",
    "reviewed": "outcome",
    "activities_held": "kind",
    "activities_closed": "kind",
    "projects_due": "stage",
    "activities_due": "kind",
    "expiring": "kind",
    "progress": "indicator",
}
# What a person looks at; scripts get all keys.
_STANDARD = ("date", "number", "title")
_SHOWN = {
    "published": (*_STANDARD, "sector"),
    "effective": (*_STANDARD, "sector"),
    "withdrawn": (*_STANDARD, "replaced_by"),
    "staged": (*_STANDARD, "from_stage", "stage"),
    "terminated": (*_STANDARD, "from_stage"),
    "reviewed": (*_STANDARD, "outcome", "into"),
    "activities_held": ("date", "kind", "title", "organisation", "quantity"),
    "activities_closed": ("date", "kind", "title", "state"),
    "progress": ("indicator", "name", "target", "before", "actual", "change"),
    "projects_due": (*_STANDARD, "stage"),
    "activities_due": ("date", "kind", "title", "organisation"),
    "expiring": ("date", "kind", "title", "person"),
    "reviews_due": (*_STANDARD, "sector"),
}


def flat_records(parts: Iterable[DigestPart]) -> Records:
    """All records of all parts, in their order, with the same keys."""
    rows: list[Row] = []
    for part in parts:
        places = [_place(part, column.name) for column in DIGEST_COLUMNS[1:]]
        rows += (
            [part.name, *(None if place is None else row[place] for place in places)]
            for row in part.rows
        )
    return Records(DIGEST_COLUMNS, rows)


def _place(part: DigestPart, name: str) -> int | None:
    """Where a part's rows have what a column of the flat form takes."""
    keys = (_WHAT.get(part.name),) if name == "what" else _FILLS.get(name, (name,))
    return next((part.keys.index(key) for key in keys if key in part.keys), None)


def digest_page(head: Sequence[tuple[Column, Cell]], parts: Sequence[DigestPart]) -> Table:
    """One record: what is said of the whole, then each part as a list under its name."""
    columns = [column for column, _ in head]
    cells = [cell for _, cell in head]
    for part in parts:
        columns.append(Column(part.name, "records", _SHOWN.get(part.name, ())))
        cells.append([dict(zip(part.keys, row, strict=True)) for row in part.rows])
    return single_record(tuple(columns), cells)


_PROJECT = (*STANDARD_KEYS, "stage")
_ACTIVITY_AHEAD = (
    *("date", "id", "kind", "task", "title", "sector", "organisation", "person", "country"),
    "reference",
)


def coming_parts(
    connection: sqlite3.Connection, plan: plans.PlanRules, time: Period
) -> list[DigestPart]:
    """Projects and activities due, what expires, and reviews that fall due, each by its days."""
    return [
        _projects(connection, plan, time),
        *_activities_ahead(connection, plan, time),
        _reviews(connection, plan, time),
    ]


def _projects(connection: sqlite3.Connection, plan: plans.PlanRules, time: Period) -> DigestPart:
    deadline = sql_rules.deadline("s")
    source = Query(
        connection,
        {
            **{key: f"s.{key}" for key in ("title", "sector", "department")},
            "date": deadline,
            "number": "s.key",
            "stage": sql_rules.stage("s"),
        },
        tuple(map(Column, _PROJECT)),
        "standard s",
        (
            sql_rules.is_open_project("s"),
            sql_rules.is_known("s"),
            f"{deadline} BETWEEN :day AND :limit",
        ),
        {
            **sql_rules.day_parameters(time.until),
            "limit": time.limit.isoformat(),
            "months": plan.project_months,
        },
        f"{deadline}, {NATURAL_ORDER}",
    )
    return DigestPart("projects_due", _PROJECT, list(source.fetch(_PROJECT)))


def _activities_ahead(
    connection: sqlite3.Connection, plan: plans.PlanRules, time: Period
) -> list[DigestPart]:
    filters = activities.ActivityFilters()
    due = activities.list_due_activities(connection, plan.year, time.until, time.ahead, filters)
    parts = {
        "due": DigestPart("activities_due", _ACTIVITY_AHEAD, []),
        "expires": DigestPart("expiring", _ACTIVITY_AHEAD, []),
    }
    for which, days, *row in with_columns(due, {"date": "u.until"}).fetch(
        ("which", "days", *_ACTIVITY_AHEAD)
    ):
        if isinstance(days, int) and days >= 0:
            parts[str(which)].rows.append(row)
    return [*parts.values()]


def _reviews(connection: sqlite3.Connection, plan: plans.PlanRules, time: Period) -> DigestPart:
    rule = plan_due_rule(plan, time.until)
    span = reviews.DaySpan(time.until.isoformat(), time.limit.isoformat())
    more = {key: f"s.{key}" for key in ("title", "sector", "department")}
    more |= {"date": "d.due", "number": "s.key"}
    source = with_columns(reviews.due_events(connection, rule, span, plan.year), more)
    return DigestPart("reviews_due", STANDARD_KEYS, list(source.fetch(STANDARD_KEYS)))
