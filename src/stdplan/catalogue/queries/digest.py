"""What happened within some days, part by part, for a bulletin.

Rule: nothing here is a rule of its own: each part asks what another report asks (moves, reviews,
activities, progress), within the days. Nothing after the last of them is seen, but what lies ahead
(digest_ahead.py) as it was known then. A date known to the month or year falls on its first day.
No day is made up: what has no day of publication, or of effect, of its own is not told as news.
"""

import sqlite3
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

from stdplan.catalogue.queries import activities, moves, plans, progress, reviews_held, timeline
from stdplan.catalogue.queries.amounts import plain
from stdplan.catalogue.queries.digest_parts import STANDARD, Part, Time, also
from stdplan.catalogue.queries.select import Select
from stdplan.catalogue.queries.standards import NATURAL_ORDER
from stdplan.catalogue.queries.standards import expressions as fields_of_standards
from stdplan.table import Column, Row, Sort

_MOVED = {
    "published": STANDARD,
    "withdrawn": (*STANDARD, "replaced_by"),
    "staged": (*STANDARD, "from_stage", "stage"),
    "terminated": (*STANDARD, "from_stage"),
}
_REVIEWED = (*STANDARD, "outcome", "into", "ends")
_ACTIVITY = ("date", "id", "kind", "task", "title", "sector", "organisation", "reference")
_PROGRESS = ("task", "indicator", "name", "unit", "target", "before", "actual", "change", "percent")


def happened(connection: sqlite3.Connection, plan: plans.PlanRules, time: Time) -> list[Part]:
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


def _moved(connection: sqlite3.Connection, time: Time) -> dict[str, Part]:
    """One pass for all that `report moves` tells; ends of reviews stand among the reviews."""
    more = {
        "department": "s.department",
        "replaced_by": f"CASE t.stage WHEN '95' THEN {fields_of_standards()['replaced_by']} END",
    }
    source = also(
        moves.moved(connection, time.since.isoformat(), time.until),
        more,
        ("replaced_by",),
    )
    own_day = "(t.stage <> '60' OR s.published IS NOT NULL)"
    source = source._replace(where=(*source.where, own_day, timeline.there("s")))
    names = tuple(dict.fromkeys(("event", *(key for keys in _MOVED.values() for key in keys))))
    parts = {name: Part(name, keys, []) for name, keys in _MOVED.items()}
    places = {name: [names.index(key) for key in keys] for name, keys in _MOVED.items()}
    for row in source.fetch(names):
        event = str(row[0])
        if event in parts:
            parts[event].rows.append([row[place] for place in places[event]])
    return parts


def _effective(connection: sqlite3.Connection, time: Time) -> Part:
    """What took effect: published by then, and not ended before it began."""
    start = timeline.start("s")
    source = Select(
        connection,
        {
            **{key: f"s.{key}" for key in ("title", "sector", "department")},
            "date": "s.effective",
            "number": "s.key",
        },
        tuple(map(Column, STANDARD)),
        "standard s",
        (
            f"{start} BETWEEN :since AND :day AND s.effective IS NOT NULL",
            f"NOT {timeline.not_public('s')}",
            f"coalesce({timeline.end('s')} > {start}, 1)",
        ),
        {**timeline.parameters(time.until), "since": time.since.isoformat()},
        f"{start}, {NATURAL_ORDER}",
    )
    return Part("effective", STANDARD, list(source.fetch(STANDARD)))


def _reviewed(connection: sqlite3.Connection, time: Time) -> Part:
    held = reviews_held.held(connection, time.until, reviews_held.HeldFilters())
    source = also(held, {"sector": "s.sector", "department": "s.department"})._replace(
        where=(*held.where, f"{timeline.pad('v.date')} >= :since"),
        parameters={**held.parameters, "since": time.since.isoformat()},
    )
    return Part("reviewed", _REVIEWED, list(source.fetch(_REVIEWED, [Sort("date")])))


def _activities(
    connection: sqlite3.Connection,
    plan: plans.PlanRules,
    time: Time,
    name: str,
    column: str,
    keys: tuple[str, ...],
) -> Part:
    """Activities whose day in a column (date, closed) lies within the time."""
    listed = activities.listed(connection, plan.year, time.until, activities.Filters())
    day = timeline.pad(f"a.{column}")
    source = also(listed, {"date": f"a.{column}"})._replace(
        where=(*listed.where, f"{day} BETWEEN :since AND :day"),
        parameters={**listed.parameters, "since": time.since.isoformat()},
        order=f"{day}, a.id",
    )
    return Part(name, keys, [_exact(keys, row) for row in source.fetch(keys)])


def _exact(keys: tuple[str, ...], row: Row) -> Row:
    """A quantity, which is kept as text, as a number."""
    return [
        plain(Decimal(str(cell))) if key == "quantity" and cell is not None else cell
        for key, cell in zip(keys, row, strict=True)
    ]


def _progress(connection: sqlite3.Connection, plan: plans.PlanRules, time: Time) -> Part:
    """The indicators that have come to something, if the time meets the plan's year."""
    part = Part("progress", _PROGRESS, [])
    if not time.since.year <= plan.year <= time.until.year:
        return part
    names = [name for name in _PROGRESS if name not in ("before", "change")]
    eve = time.since - timedelta(1)
    before = progress.report(connection, plan, eve).fetch(["actual"])
    now = progress.report(connection, plan, time.until).fetch(names)
    for (old,), (*head, actual, percent) in zip(before, now, strict=True):
        if old or actual:
            change = plain(Decimal(str(actual)) - Decimal(str(old)))
            part.rows.append([*head, old, actual, change, percent])
    return part


def _by_department(published: Part) -> Part:
    return Part("by_department", ("department", "standards"), _counted(published, "department"))


def _by_sector(connection: sqlite3.Connection, published: Part) -> Part:
    names = dict(connection.execute(f"SELECT code, {plans.named('c')} FROM sector c"))
    rows = _counted(published, "sector")
    keys = ("sector", "name", "standards")
    return Part("by_sector", keys, [[code, names.get(code), count] for code, count in rows])


def _counted(part: Part, key: str) -> list[Row]:
    """How many rows have each value, most first; what has none comes last."""
    place = part.keys.index(key)
    counts: Iterator[tuple[object, int]] = iter(Counter(row[place] for row in part.rows).items())
    rows = sorted(counts, key=lambda one: (one[0] is None, -one[1], str(one[0])))
    return [[None if value is None else str(value), count] for value, count in rows]
