"""The way of records through their stages, as steps: from which stage to which, when, how long.

Rule: what a step is, agrees with `timeline.stage`: a project's stages count until it is published,
terminated or withdrawn; a review under way (90) ends with the review. Nothing after :day is seen.
"""

from stdplan.catalogue.queries import timeline

# The stage of what ended without a standard: it has none of its own.
TERMINATED = "X"
_ORDER = "PARTITION BY id ORDER BY day, rank, stage"


def steps(of: str) -> dict[str, str]:
    """Common tables up to `step`, for the records `s` of which `of` holds.

    step: id (of the record), stage, date (as recorded), day (its first), `before` and `since` (the
    stage before and its day), `left` (the day of the next step). NULL where there is none.
    """
    # The day as it is recorded, where timeline.end gives the first one.
    ended = (
        "coalesce(CASE WHEN s.withdrawn_inferred = 0 THEN s.withdrawn END,"
        f" {timeline.successor_start('s')}, s.withdrawn)"
    )
    life = (
        f"SELECT s.id, {timeline.public('s')} AS public, s.published, s.terminated,"
        f" {ended} AS ended FROM standard s WHERE {of}"
    )
    event = (
        "SELECT l.id, c.stage, c.date, 0 AS rank FROM life l"
        " JOIN stage_change c ON c.standard = l.id"
        " UNION ALL SELECT id, '60', coalesce(published, public), 0 FROM life"
        " UNION ALL SELECT l.id, '60', v.date, 1 FROM life l JOIN review v ON v.standard = l.id"
        f" UNION ALL SELECT id, '{TERMINATED}', terminated, 2 FROM life"
        f" WHERE coalesce({timeline.pad('terminated')} < public, 1)"
        " UNION ALL SELECT id, '95', ended, 2 FROM life"
    )
    # What is under way ends with a publication or without one; all ends with the end.
    day = timeline.pad("e.date")
    valid = (
        f"SELECT e.*, {day} AS day FROM event e JOIN life l ON l.id = e.id"
        f" WHERE e.date <= :day AND coalesce({day} <= {timeline.pad('l.ended')}, 1)"
        f" AND (e.stage >= '60' OR coalesce({day} <= l.public, 1)"
        f" AND coalesce({day} <= {timeline.pad('l.terminated')}, 1))"
        # A review of what was not published is none of its stages.
        " AND (e.rank <> 1 OR e.date >= l.public)"
    )
    first = f"SELECT *, lag(stage) OVER ({_ORDER}) AS last FROM valid"
    step = (
        f"SELECT id, stage, date, day, lag(stage) OVER ({_ORDER}) AS before,"
        f" lag(day) OVER ({_ORDER}) AS since, lead(day) OVER ({_ORDER}) AS left"
        " FROM first WHERE stage IS NOT last"
    )
    return {"life": life, "event": event, "valid": valid, "first": first, "step": step}


def days(since: str, until: str) -> str:
    """Whole days between two days."""
    return f"CAST(julianday({until}) - julianday({since}) AS INTEGER)"
