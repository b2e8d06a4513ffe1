"""Figures of reviews and stages on any day are recomputed record by record with oracle.py."""

import math
import sqlite3
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

import oracle
from oracle import CATALOGUES, Drawn, Life, days, insert, lives, undated
from stdplan.catalogue import step_rules
from stdplan.catalogue.queries import plans, review_report, reviews
from stdplan.catalogue.queries.query import with_clause
from stdplan.catalogue.queries.reviews import DaySpan, DueRule
from stdplan.catalogue.sql_rules import day_parameters
from stdplan.domain.dates import add_years, cutoff

COUNTS = (
    "campaign", "done", "backlog", "in_force", "age_0_5", "age_5_10", "age_10_up", "no_age",
    "added", "left_out", "decided", "proposed", "unanswered",
)  # fmt: skip
OUTCOMES = ("confirm", "revise", "merge", "withdraw", "amend", "convert")
often = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def reviewed_in_year(life: Life, day: date) -> list[str]:
    """Return the outcomes of the decided reviews in the year, up to the day."""
    return [r.outcome for r in life.decisions if date(day.year, 1, 1) <= r.day <= day]


def proposed_in_year(life: Life, day: date) -> bool:
    """Return whether the year, up to the day, has proposals and no decision."""
    answers = [r for r in life.reviews if date(day.year, 1, 1) <= r.day <= day]
    return bool(answers) and not any(r.is_decided for r in answers)


def rounded(value: float) -> float:
    """Return a value with one digit; half a digit is rounded up, as SQLite does."""
    return math.floor(10 * value + 0.5) / 10


def belongs_by_age(drawn: Drawn, life: Life, day: date, years: int) -> bool:
    """Return whether it is in force in the year, and old enough by its last day, without the year's
    own reviews; no amendment, and of the plan's families."""
    last, eve = date(day.year, 12, 31), date(day.year - 1, 12, 31)
    since = oracle.counted_from(life, min(eve, day))
    return bool(
        (drawn.family, drawn.amends) == ("industry", None)
        and not oracle.awaits_effect(life)
        and since
        and since[0] <= cutoff(last, years)
        and oracle.in_force_in(life, drawn.numbered, day.year)
    )


def campaign(drawn: Drawn, life: Life, day: date, years: int) -> dict[str, int]:
    """Return what a record adds to the figures of the campaign."""
    by_age = belongs_by_age(drawn, life, day, years)
    by_hand = oracle.decided_by(drawn.campaigns, life, day)
    member = by_age
    if by_hand is not None:
        member = by_hand and oracle.in_force_in(life, drawn.numbered, day.year)
    return {
        "campaign": member,
        "done": member and bool(reviewed_in_year(life, day)),
        "decided": member and bool(reviewed_in_year(life, day)),
        "proposed": member and proposed_in_year(life, day),
        "added": member and not by_age,
        "left_out": by_age and by_hand is False,
    }


def recomputed(catalogue: list[Drawn], day: date, years: int) -> dict[str, object]:
    """Return the expected row of `report review --by all`."""
    sums: dict[str, int] = dict.fromkeys(COUNTS, 0)
    ages, outcomes = [], []
    for drawn, life in zip(catalogue, lives(catalogue), strict=True):
        for name, count in campaign(drawn, life, day, years).items():
            sums[name] += count
        if drawn.family != "industry":
            continue
        outcomes += reviewed_in_year(life, day)
        if drawn.amends is not None:
            continue
        if not oracle.is_there(life, day) or oracle.status(life, day) != "in-force":
            continue
        sums["in_force"] += 1
        sums["backlog"] += oracle.is_due(life, day, years)
        since = oracle.counted_from(life, day)
        if since is None:
            sums["no_age"] += 1
            continue
        whole = oracle.age(since[0], day)
        ages.append(whole)
        sums["age_0_5" if whole < 5 else "age_5_10" if whole < 10 else "age_10_up"] += 1
    shares = {
        name: rounded(100 * outcomes.count(name) / len(outcomes)) if outcomes else None
        for name in OUTCOMES
    }
    mean = rounded(sum(ages) / len(ages)) if ages else None
    sums["unanswered"] = sums["campaign"] - sums["decided"] - sums["proposed"]
    return {**sums, "mean_age": mean, "reviews": len(outcomes), **shares}


@pytest.mark.slow
@often
@given(catalogue=CATALOGUES, years=st.integers(1, 12), offset=st.integers(-1, 1))
# A member from before the first day that is known of it.
@example(
    catalogue=[undated(dates={"terminated": "2001-02"}, campaigns=[("2001-01-01", True)])],
    years=1,
    offset=0,
)
def test_report_review(
    connection: sqlite3.Connection, catalogue: list[Drawn], years: int, offset: int
) -> None:
    connection.execute("BEGIN")
    try:
        insert(connection, catalogue)
        for day in days(catalogue, years, offset):
            rule = plans.choose_plan(connection, 2011).campaign(day.year)._replace(years=years)
            expected = recomputed(catalogue, day, years)
            total = review_report.review_report(connection, 2011, rule, day, by="all")
            [row] = total.fetch(list(expected))
            assert dict(zip(expected, row, strict=True)) == pytest.approx(expected, abs=0.1), day
            for by in ("sector", "committee"):
                parts = review_report.review_report(connection, 2011, rule, day, by)
                rows = list(parts.fetch([*COUNTS, "reviews"]))
                sums = [sum(column) for column in zip(*rows, strict=True)] or [0] * (
                    len(COUNTS) + 1
                )
                assert sums == [expected[name] for name in (*COUNTS, "reviews")], (by, day)
    finally:
        connection.execute("ROLLBACK")


def falls_due(life: Life, day: date, years: int) -> date | None:
    """Return the first day on which its review is due, by the events known on `day`; it may be long
    past."""
    known = [
        review
        for review in life.decisions
        if review.day <= day
        and not (
            review.outcome == "revise"
            and review.project_terminated
            and review.project_terminated <= day
        )
    ]
    since = oracle.counted_from(life, day)
    if since is None or oracle.awaits_effect(life):
        return None
    return max(add_years(start, years) for start in [since[0], *(r.day for r in known)])


def is_standing(life: Life, day: date) -> bool:
    """Return whether it is in force, or published to take effect later."""
    public = oracle.published_by(life)
    state = oracle.status(life, day)
    return oracle.is_there(life, day) and (
        state == "in-force" or (state == "upcoming" and public is not None)
    )


@pytest.mark.slow
@often
@given(CATALOGUES, st.integers(1, 5), st.integers(-1, 1))
def test_review_calendar(
    connection: sqlite3.Connection, catalogue: list[Drawn], years: int, offset: int
) -> None:
    connection.execute("BEGIN")
    try:
        insert(connection, catalogue)
        for day in days(catalogue, years, offset):
            dues = [
                due
                for drawn, life in zip(catalogue, lives(catalogue), strict=True)
                if drawn.family == "industry"
                and drawn.amends is None
                and is_standing(life, day)
                and (due := falls_due(life, day, years))
            ]
            rule = DueRule(day, years, ["industry"])
            span = DaySpan(str(day), str(day + timedelta(400)))
            inside = sorted(due for due in dues if span.first <= str(due) <= span.last)
            events = reviews.due_events(connection, rule, span, 2011).fetch(["start"])
            assert [row[0] for row in events] == [str(due) for due in inside], day
            months = reviews.due_by_month(connection, rule, span, 2011, sectors=False)
            assert dict(months.fetch(["month", "due"])) == {
                month: sum(str(due)[:7] == month for due in inside)
                for month in sorted({str(due)[:7] for due in inside})
            }
            before = reviews.count_due_before(connection, rule, span.first, 2011)
            assert before == sum(due < day for due in dues), day
    finally:
        connection.execute("ROLLBACK")


@pytest.mark.slow
@often
@given(catalogue=CATALOGUES, offset=st.integers(-1, 1))
# Lists call these published: before the year of the number, as drafts, while a review is under way,
# before a stage, and with an unknown day of effect.
@example(
    catalogue=[
        undated(year=2004, stages=[("2001", "60")]),
        undated(draft_stage="40", stages=[("2001", "60")]),
        undated(dates={"effective": "2000"}, stages=[("2001", "90"), ("2004-03", "60")]),
    ],
    offset=0,
)
@example(
    catalogue=[
        undated(numbered=False, stages=[("2004-03", "00"), ("2001", "60")]),
        undated(stages=[(oracle.UNKNOWN_DAY, "60")]),
        undated(dates={"published": "2001"}),
    ],
    offset=0,
)
def test_the_last_step_of_the_stages_is_the_stage(
    connection: sqlite3.Connection, catalogue: list[Drawn], offset: int
) -> None:
    connection.execute("BEGIN")
    try:
        insert(connection, catalogue)
        for day in days(catalogue, 1, offset):
            steps = dict(
                connection.execute(
                    f"{with_clause(step_rules.stage_steps('1'))}SELECT id, coalesce(nullif(stage,"
                    f" '{step_rules.TERMINATED_STEP}'), before) FROM step WHERE left IS NULL",
                    day_parameters(day),
                ).fetchall()
            )
            for place, life in enumerate(lives(catalogue)):
                if oracle.is_there(life, day) and not _contradicts_itself(life):
                    assert steps.get(place) == _stage(life, day), (place, day)
    finally:
        connection.execute("ROLLBACK")


def _contradicts_itself(life: Life) -> bool:
    """Return whether it has events that cannot be entered by hand: a review of an unpublished
    standard, or stages after a terminated project."""
    public, ended = oracle.published_by(life), life.terminated
    return any(
        (code == "90" and (public is None or on <= public)) or (ended and on > ended)
        for on, code in life.stages
    )


def _stage(life: Life, day: date) -> str | None:
    """Return the stage of oracle.py, except for a standard without any date, and for a draft whose
    stage only its number shows: these have no step."""
    public, ends = oracle.published_by(life), oracle.end(life)
    stage_code = oracle.stage(life, day)
    if stage_code == life.draft_stage and not any(on <= day for on, _ in life.stages):
        return None
    known = [on for on in (public, ends) if on and on <= day] or stage_code not in ("60", "95")
    return stage_code if known else None
