"""What lies ahead of a day, for a bulletin: deadlines, ends of validity, reviews falling due.

Rule: from the day on, the last day among them, as the catalogue stands on the day. What is past
stands in `standards list --overdue`, `activities due` and `review due`.
"""

import sqlite3

from stdplan.catalogue.queries import activities, calendar, plans, projects, timeline
from stdplan.catalogue.queries.digest_parts import STANDARD, Part, Time, also
from stdplan.catalogue.queries.due import of_plan
from stdplan.catalogue.queries.select import Select
from stdplan.catalogue.queries.standards import NATURAL_ORDER
from stdplan.table import Column

_PROJECT = (*STANDARD, "stage")
_ACTIVITY = (
    *("date", "id", "kind", "task", "title", "sector", "organisation", "person", "country"),
    "reference",
)


def ahead(connection: sqlite3.Connection, plan: plans.PlanRules, time: Time) -> list[Part]:
    """Projects and activities due, what expires, and reviews that fall due, each by its days."""
    return [
        _projects(connection, plan, time),
        *_activities(connection, plan, time),
        _reviews(connection, plan, time),
    ]


def _projects(connection: sqlite3.Connection, plan: plans.PlanRules, time: Time) -> Part:
    deadline = projects.deadline("s")
    source = Select(
        connection,
        {
            **{key: f"s.{key}" for key in ("title", "sector", "department")},
            "date": deadline,
            "number": "s.key",
            "stage": timeline.stage("s"),
        },
        tuple(map(Column, _PROJECT)),
        "standard s",
        (projects.in_the_making("s"), timeline.there("s"), f"{deadline} BETWEEN :day AND :limit"),
        {
            **timeline.parameters(time.until),
            "limit": time.limit.isoformat(),
            "months": plan.project_months,
        },
        f"{deadline}, {NATURAL_ORDER}",
    )
    return Part("projects_due", _PROJECT, list(source.fetch(_PROJECT)))


def _activities(connection: sqlite3.Connection, plan: plans.PlanRules, time: Time) -> list[Part]:
    filters = activities.Filters()
    due = activities.due(connection, plan.year, time.until, time.ahead, filters)
    parts = {
        "due": Part("activities_due", _ACTIVITY, []),
        "expires": Part("expiring", _ACTIVITY, []),
    }
    for which, days, *row in also(due, {"date": "u.until"}).fetch(("which", "days", *_ACTIVITY)):
        if isinstance(days, int) and days >= 0:
            parts[str(which)].rows.append(row)
    return [*parts.values()]


def _reviews(connection: sqlite3.Connection, plan: plans.PlanRules, time: Time) -> Part:
    rule = of_plan(plan, time.until)
    span = calendar.Span(time.until.isoformat(), time.limit.isoformat())
    more = {key: f"s.{key}" for key in ("title", "sector", "department")}
    more |= {"date": "d.due", "number": "s.key"}
    source = also(calendar.events(connection, rule, span, plan.year), more)
    return Part("reviews_due", STANDARD, list(source.fetch(STANDARD)))
