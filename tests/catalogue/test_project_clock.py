"""The clock of projects: catalogue/project_rules.py agrees with project_oracle.py on any day."""

import sqlite3
from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import project_oracle
from project_oracle import PLAN_MONTHS, Project
from stdplan.catalogue import project_rules, sql_rules
from stdplan.catalogue.life import refresh
from stdplan.domain.codes import NATURES
from stdplan.domain.dates import first_day

MONTHS = {"months": PLAN_MONTHS["months"]} | {
    f"{nature}_months": PLAN_MONTHS.get(nature) for nature in NATURES
}
ASKED = f"""
    SELECT {sql_rules.status("l")}, {project_rules.target_date("s")},
    {project_rules.extended_from("s")}, {project_rules.deadline("s")},
    {project_rules.is_overdue("s", "l")}
    FROM standard s
    JOIN life l ON l.standard = s.id
"""
DAYS = st.sampled_from(
    ["2011", "2011-01", "2011-01-31", "2011-03-01", "2011-08", "2011-08-31", "2012", "2012-02-29",
     "2012-06-15", "2012-12", "2012-12-31"]
)  # fmt: skip
STAGES = st.sampled_from(["00", "10", "20", "40", "50"])
TARGETS = st.sampled_from(["2012", "2012-06", "2012-06-30", "2013", "2013-01-01"])


@st.composite
def suspensions(draw: st.DrawFn) -> tuple[tuple[str, str | None], ...]:
    """Return suspensions that do not overlap; the last one may have no end."""
    days = sorted(draw(st.lists(DAYS, unique_by=first_day, max_size=4)), key=first_day)
    pairs = [*days, None] if len(days) % 2 else days
    return tuple(zip(pairs[::2], pairs[1::2], strict=True))


PROJECTS = st.builds(
    Project,
    stages=st.lists(st.tuples(DAYS, STAGES), max_size=3).map(tuple),
    target=st.none() | TARGETS,
    months=st.none() | st.sampled_from([1, 12, 18]),
    nature=st.none() | st.sampled_from(list(NATURES)),
    suspensions=suspensions(),
    extensions=st.lists(st.tuples(DAYS, TARGETS), unique_by=lambda pair: pair[0], max_size=2).map(
        tuple
    ),
    terminated=st.none() | st.none() | DAYS,
)


def insert(connection: sqlite3.Connection, project: Project) -> None:
    """Insert a project with plain SQL, and compute its days."""
    connection.execute(
        "INSERT INTO standard (id, key, plan_number, target_date, project_months, nature,"
        " terminated, withdrawn_inferred, withdrawn_by_hand, sort_key)"
        " VALUES (1, 'P', 'P', ?, ?, ?, ?, 0, 0, 'P')",
        (project.target, project.months, project.nature, project.terminated),
    )
    for sql, rows in (
        ("stage_change (date, stage, standard)", project.stages),
        ("suspension (since, until, standard)", project.suspensions),
        ("extension (date, target, standard)", project.extensions),
    ):
        connection.executemany(f"INSERT INTO {sql} VALUES (?, ?, 1)", rows)
    refresh(connection)


def expected(project: Project, day: date) -> tuple[object, ...]:
    """Return what the oracle says of a project on a day."""
    ended = project.terminated and first_day(project.terminated) <= day
    suspended = project_oracle.is_suspended(project, day)
    last, late = project_oracle.deadline(project, day), project_oracle.is_overdue(project, day)
    extended = any(first_day(on) <= day for on, _ in project.extensions)
    return (
        "terminated" if ended else "suspended" if suspended else "planned",
        project_oracle.target(project, day),
        project_oracle.first_target(project, day) if extended else None,
        last and last.isoformat(),
        late if late is None else int(late),
    )


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(PROJECTS)
def test_sql_agrees_with_the_rules(connection: sqlite3.Connection, project: Project) -> None:
    connection.execute("BEGIN")
    try:
        insert(connection, project)
        events = [on for on, _ in (*project.stages, *project.extensions)]
        events += [on for pair in project.suspensions for on in pair if on]
        around = {first_day(on) + timedelta(n) for on in events for n in (-1, 0, 1, 400)}
        for day in sorted(around | {date(2012, 7, 1), date(2014, 1, 1)}):
            [row] = connection.execute(ASKED, {**sql_rules.day_parameters(day), **MONTHS})
            assert row == expected(project, day), day
    finally:
        connection.execute("ROLLBACK")
