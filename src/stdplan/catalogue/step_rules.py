"""Stages as steps in SQL: from which stage to which, when, and how long.

Rule: this agrees with `stage` of sql_rules.py. The stages of a project count until it is published,
terminated or withdrawn; a review under way (90) ends with the review.
"""

from stdplan.catalogue.project_rules import suspended_days
from stdplan.catalogue.sql_rules import NEVER, days_between, first_day, is_decided
from stdplan.domain.status import UNKNOWN_DAY

# The code of the step of a project that ended without a standard, which has no stage of its own.
TERMINATED_STEP = "X"
_IN_ORDER = "PARTITION BY id ORDER BY day, rank, stage"


def stage_steps(condition: str) -> dict[str, str]:
    """Return common tables, by name, that end with `step`, for the records `s` that fulfil the
    condition (SQL).

    Columns of `step`: id (of the record), stage, date (as recorded), day (its first day), before
    and since (the stage before and its day), left (the day of the next step). They are NULL where
    there is no step before or after.
    """
    # The end as recorded, if it is recorded. Without any day, a record was not published on a day.
    lived = f"""
        SELECT s.id, s.published, s.terminated, l.public AS public_from,
        CASE WHEN l.counted_from <> '{UNKNOWN_DAY}' OR s.published IS NOT NULL
        OR s.number_year IS NOT NULL THEN nullif(l.public, {NEVER}) END AS public,
        CASE WHEN {first_day("s.withdrawn")} = l.ends THEN s.withdrawn
        ELSE nullif(l.ends, {NEVER}) END AS ended
        FROM standard s
        JOIN life l ON l.standard = s.id
        WHERE {condition}
    """
    event = f"""
        SELECT l.id, c.stage, c.date, 0 AS rank FROM lived l
        JOIN stage_change c ON c.standard = l.id
        UNION ALL SELECT id, '60', coalesce(published, public), 0 FROM lived
        WHERE public IS NOT NULL
        UNION ALL SELECT l.id, '60', v.date, 1 FROM lived l
        JOIN review v ON v.standard = l.id AND {is_decided("v")}
        UNION ALL SELECT id, '{TERMINATED_STEP}', terminated, 2 FROM lived
        WHERE coalesce({first_day("terminated")} < public, 1)
        UNION ALL SELECT id, '95', ended, 2 FROM lived
    """
    day = first_day("e.date")
    # A stage before publication counts until publication or termination, any stage until the end.
    # A list that calls a record published on another day changes no stage. The review of a record
    # that was not published is none of its stages.
    valid = f"""
        SELECT e.*, {day} AS day FROM event e
        JOIN lived l ON l.id = e.id
        WHERE e.date <= :day
        AND coalesce({day} <= {first_day("l.ended")}, 1)
        AND (e.stage >= '60' OR {day} <= l.public_from
        AND coalesce({day} <= {first_day("l.terminated")}, 1))
        AND CASE e.rank
            WHEN 1 THEN {day} >= l.public
            ELSE e.stage <> '60' OR {day} = l.public_from
        END
    """
    first = f"SELECT *, lag(stage) OVER ({_IN_ORDER}) AS last FROM valid"
    step = f"""
        SELECT id, stage, date, day,
        lag(stage) OVER ({_IN_ORDER}) AS before,
        lag(day) OVER ({_IN_ORDER}) AS since,
        lead(day) OVER ({_IN_ORDER}) AS left
        FROM first
        WHERE stage IS NOT last
    """
    return {"lived": lived, "event": event, "valid": valid, "first": first, "step": step}


def days_in_stage(record: str, since: str, until: str) -> str:
    """Return SQL for the whole days that a record (SQL for its row id) was in a stage from one day
    (SQL) to another, both up to :day, without those on which it was suspended."""
    return f"({days_between(since, until)} - {suspended_days(record, since, until)})"
