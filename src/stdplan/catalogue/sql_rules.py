"""The rules of time as SQL expressions: what a record, a project or an activity is on a day.

Each function returns the text of an expression over one alias of table `standard` (the argument
`s`), to be put into a statement. The statement is executed with `day_parameters(day)`, and with the
other :parameters that a docstring names. Expressions yield days as ISO text, codes, or 0 and 1.

Rule: nothing after :day is seen, and no answer is stored. `domain/status.py` states the rule of the
status in Python, and tests compare both. A date known to the year or month counts from its first
day. As text `1987` <= `1987-01-01` holds, so `<= :day` needs no padding, while `<`, `>` and `max`
do.
"""

from datetime import date, timedelta

# Time: from when until when a record is public and in force.


def day_parameters(day: date) -> dict[str, str]:
    """Return the parameters :day (ISO) and :month_day (`05-18`) of the day asked about.

    On the last day of February :month_day is `02-29`, so that years count from 29 February, too.

    >>> day_parameters(date(2011, 2, 28))
    {'day': '2011-02-28', 'month_day': '02-29'}
    """
    end_of_february = day.month == 2 and (day + timedelta(days=1)).month == 3
    return {
        "day": day.isoformat(),
        "month_day": "02-29" if end_of_february else day.isoformat()[5:],
    }


def first_day(expression: str) -> str:
    """Return SQL for the first day, in full, of a date that may be known to the year or month."""
    return f"substr({expression} || '-01-01', 1, 10)"


def start_day(s: str) -> str:
    """Return SQL for the day a standard takes effect: its date of effect, else its publication,
    else 1 January of the number's year; NULL without any of them."""
    # An index of models.py has this text: its white space counts.
    return first_day(f"coalesce({s}.effective, {s}.published, {s}.number_year)")


def public_day(s: str) -> str:
    """Return SQL for the day from which a standard counts as published; NULL without one.

    This is its publication, else its date of effect, else 1 January of the number's year. The year
    does not count if stages are recorded and all of them lie before publication.
    """
    year = f"CASE WHEN {has_only_project_stages(s)} THEN NULL ELSE {s}.number_year END"
    return first_day(f"coalesce({s}.published, {s}.effective, {year})")


def has_only_project_stages(s: str) -> str:
    """Return SQL for 1 if the last recorded stage, of any day, lies before publication (60).

    0 if stage 60 or a later one is recorded, NULL if no stage is.
    """
    return f"(SELECT max(c.stage) FROM stage_change c WHERE c.standard = {s}.id) < '60'"


def end_day(s: str) -> str:
    """Return SQL for the day a standard ends, NULL if it has none.

    This is the day of its withdrawal, else the first start of a record that replaces it as a whole.
    A day of withdrawal that was only inferred counts if there is neither.
    """
    withdrawn = first_day(f"{s}.withdrawn")
    return (
        f"coalesce(CASE WHEN {s}.withdrawn_inferred = 0 THEN {withdrawn} END,"
        f" {successor_start_day(s)}, {withdrawn})"
    )


def successor_start_day(s: str) -> str:
    """Return SQL for the first day on which a record takes effect that replaces this one as a
    whole, or NULL."""
    return f"""(
        SELECT min({start_day("n")})
        FROM replaces r
        JOIN standard n ON n.key = r.successor
        WHERE r.target = {s}.key AND r.partial = 0 AND n.id <> {s}.id
    )"""


def is_known(s: str) -> str:
    """Return SQL for 1 if the record exists on :day, else 0.

    A record exists from the first day that is known of it; without any such day, always.
    """
    # What has started exists: only the few others are asked for their other days. CASE stops at
    # the first true branch; OR would evaluate both sides.
    return (
        f"CASE WHEN {start_day(s)} <= :day THEN 1"
        f" ELSE {_first_known_day(s)} NOT {_LATER_THAN_DAY} END"
    )


def select_not_yet_known(columns: str) -> str:
    """Return a SELECT of `columns` (SQL) of the records `s` that do not exist on :day yet.

    It finds them through the index of `start_day`.
    """
    select = f"""
        SELECT {columns}
        FROM standard s
        WHERE {_first_known_day("s")} {_LATER_THAN_DAY} AND {start_day("s")}"""
    # Two statements: for one with OR, SQLite would keep the row numbers of all rows in memory.
    return f"{select} > :day UNION ALL {select} IS NULL"


# Without 9999, which is no day at all: days end in 2999.
_LATER_THAN_DAY = "BETWEEN :day || '~' AND '9998'"


def _first_known_day(s: str) -> str:
    """Return SQL for the first day that is known of the record, as it is recorded; `9999` without
    any."""
    never = "'9999'"
    days = ", ".join(
        f"coalesce({day}, {never})"
        for day in (
            start_day(s),
            f"{s}.published",
            f"{s}.withdrawn",
            f"{s}.terminated",
            f"(SELECT min(c.date) FROM stage_change c WHERE c.standard = {s}.id)",
            f"(SELECT min(v.date) FROM review v WHERE v.standard = {s}.id)",
        )
    )
    return f"min({days})"


# Status and stage on :day.


def status(s: str) -> str:
    """Return SQL for the status on :day: planned, upcoming, in-force, withdrawn or terminated."""
    return f"""CASE
        WHEN {end_day(s)} <= :day THEN 'withdrawn'
        WHEN {is_not_public(s)} THEN
            CASE WHEN {s}.terminated <= :day THEN 'terminated' ELSE 'planned' END
        WHEN {start_day(s)} > :day THEN 'upcoming'
        ELSE 'in-force'
    END"""


def is_not_public(s: str) -> str:
    """Return SQL for 1 if the record is not published on :day, else 0.

    Without a day of publication, a record is not published if it has no number, or if all of its
    recorded stages lie before publication.
    """
    return (
        f"coalesce({public_day(s)} > :day, {s}.number IS NULL OR {has_only_project_stages(s)}, 0)"
    )


def is_in_force(s: str) -> str:
    """Return SQL for 1 if the record exists and is in force on :day, else 0."""
    # The cheapest tests first. What has started exists, so only a record without a day of start is
    # asked for its other days.
    return (
        f"(coalesce({start_day(s)} <= :day, {s}.number IS NOT NULL AND {is_known(s)})"
        f" AND coalesce({public_day(s)} <= :day, NOT {has_only_project_stages(s)}, 1)"
        f" AND coalesce({end_day(s)} > :day, 1))"
    )


def is_in_force_or_upcoming(s: str) -> str:
    """Return SQL for 1 if the record is in force on :day, or published by then and takes effect
    later, else 0."""
    upcoming = (
        f"({public_day(s)} <= :day AND {start_day(s)} > :day AND coalesce({end_day(s)} > :day, 1)"
        f" AND {is_known(s)})"
    )
    return f"({is_in_force(s)} OR coalesce({upcoming}, 0))"


def stage(s: str) -> str:
    """Return SQL for the stage code on :day.

    95 once the standard has ended; 60 once it is published, but 90 while it is under review. For a
    project the stage reached last, NULL if none is recorded.
    """
    changes = f"FROM stage_change c WHERE c.standard = {s}.id AND c.date <= :day"
    review_began = f"(SELECT max({first_day('c.date')}) {changes} AND c.stage = '90')"
    review_ended = f"""
        SELECT 1
        FROM review v
        WHERE v.standard = {s}.id AND v.date <= :day
        AND {first_day("v.date")} >= {review_began}
    """
    return f"""CASE
        WHEN {end_day(s)} <= :day THEN '95'
        WHEN {is_not_public(s)} THEN
            (SELECT substr(max({first_day("c.date")} || c.stage), 11) {changes})
        WHEN {review_began} IS NOT NULL AND NOT EXISTS ({review_ended}) THEN '90'
        ELSE '60'
    END"""


# Age and reviews.


def confirmed(s: str, day: str = ":day") -> str:
    """Return SQL for the date, as recorded, of the last review up to `day` (SQL) that confirmed the
    standard; NULL without one."""
    # Ordered by the first day, of equal ones the more exact date last. The date as recorded follows
    # the ten characters of that day.
    return f"""(
        SELECT substr(max({first_day("v.date")} || v.date), 11)
        FROM review v
        WHERE v.standard = {s}.id AND v.outcome = 'confirm' AND v.date <= {day}
    )"""


def counted_from(s: str, day: str = ":day") -> str:
    """Return SQL for the day from which the age counts: the later one of the start and of the last
    confirming review up to `day` (SQL); NULL if there is neither."""
    confirmed_on = first_day(confirmed(s, day))
    return f"nullif(max(coalesce({start_day(s)}, ''), coalesce({confirmed_on}, '')), '')"


def basis(s: str, since: str) -> str:
    """Return SQL for what `since` (SQL for `counted_from`) is: confirmed, effective, published or
    number-year."""
    return f"""CASE
        WHEN {since} > coalesce({start_day(s)}, '') THEN 'confirmed'
        WHEN {s}.effective IS NOT NULL THEN 'effective'
        WHEN {s}.published IS NOT NULL THEN 'published'
        ELSE 'number-year'
    END"""


def age(since: str) -> str:
    """Return SQL for the whole years from `since` (SQL for a day) to :day, 0 before it.

    Needs :month_day.
    """
    return (
        f"max(0, CAST(substr(:day, 1, 4) AS INTEGER) - CAST(substr({since}, 1, 4) AS INTEGER)"
        f" - (:month_day < substr({since}, 6, 5)))"
    )


def is_reviewed_since_cutoff(s: str) -> str:
    """Return SQL for 1 if a review after :cutoff, up to :day, postpones the next one, else 0.

    :cutoff is `domain.dates.cutoff` of the day and of the years between reviews.
    """
    return f"EXISTS (SELECT 1 {_from_reviews(s)} AND {first_day('v.date')} > :cutoff)"


def last_review_day(s: str) -> str:
    """Return SQL for the day of the last review up to :day that postpones the next one, or NULL."""
    return f"(SELECT max({first_day('v.date')}) {_from_reviews(s)})"


def _from_reviews(s: str) -> str:
    """Return `FROM … WHERE …` for the reviews `v` up to :day, without revisions that failed."""
    return f"""
        FROM review v
        LEFT JOIN standard p ON p.id = v.project
        WHERE v.standard = {s}.id AND v.date <= :day AND NOT {revision_failed("v", "p")}"""


def revision_failed(v: str, p: str) -> str:
    """Return SQL for 1 if review `v` asked for a revision whose project `p` was terminated by :day,
    else 0."""
    return f"({v}.outcome = 'revise' AND coalesce({p}.terminated <= :day, 0))"


def due_day(since: str) -> str:
    """Return SQL for the day :years years after `since` (SQL for a day).

    From 29 February the years lead to the last day of February.
    """
    year = f"printf('%04d', CAST(substr({since}, 1, 4) AS INTEGER) + :years)"
    return (
        f"CASE WHEN substr({since}, 6) = '02-29' THEN date({year} || '-03-01', '-1 day')"
        f" ELSE {year} || substr({since}, 5) END"
    )


# Projects. A project is due on its target date, else its own months (项目周期) after its proposal,
# else the plan's months after its first stage. Its own months are stored as a list gives them, so
# that it does not matter whether they or the proposal came first.


def target_date(s: str) -> str:
    """Return SQL for the target date as recorded, else the day of the proposal (stage 10, up to
    :day) plus the project's own months; NULL without them."""
    proposed = f"""(
        SELECT min({first_day("c.date")})
        FROM stage_change c
        WHERE c.standard = {s}.id AND c.stage = '10' AND c.date <= :day
    )"""
    months = f"{s}.project_months"
    # Few records have months.
    return (
        f"CASE WHEN {s}.target_date IS NULL AND {months} IS NOT NULL"
        f" THEN {add_months(proposed, months)} ELSE {s}.target_date END"
    )


def is_overdue(s: str) -> str:
    """Return SQL for 1 if the record is a project past its deadline on :day, NULL if it has no
    deadline, else 0. Needs :months, see `deadline`."""
    return f"({is_open_project(s)} AND {deadline(s)} < :day)"


def is_open_project(s: str) -> str:
    """Return SQL for 1 if the record is a project on :day, neither published nor ended, else 0."""
    # Most records are published: they are not asked for their status.
    return f"({is_not_public(s)} AND {status(s)} = 'planned')"


def deadline(s: str) -> str:
    """Return SQL for the last day of a project: its target date, else :months after its first
    stage; NULL if it has neither.

    A target known to the year or month is due by the end of it.
    """
    began = f"(SELECT min({first_day('c.date')}) FROM stage_change c WHERE c.standard = {s}.id)"
    return f"coalesce({_last_day(target_date(s))}, {add_months(began, ':months')})"


def add_months(day: str, months: str) -> str:
    """Return SQL for the same day of the month, `months` (SQL) after `day` (SQL); the last day of
    that month if it is shorter."""
    later = f"date({day}, '+' || {months} || ' months')"
    # SQLite goes on into the next month if there is no such day.
    return (
        f"CASE WHEN substr({later}, 9) < substr({day}, 9)"
        f" THEN date({later}, 'start of month', '-1 day') ELSE {later} END"
    )


def _last_day(expression: str) -> str:
    """Return SQL for the last day of a date that may be known to the year or month."""
    return (
        f"CASE length({expression}) WHEN 4 THEN {expression} || '-12-31'"
        f" WHEN 7 THEN date({expression} || '-01', '+1 month', '-1 day') ELSE {expression} END"
    )


# Stages as steps: from which stage to which, when, and how long. Agrees with `stage`: a project's
# stages count until it is published, terminated or withdrawn; a review under way (90) ends with the
# review.

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
    # The day as recorded, while end_day yields the first day.
    ended = (
        "coalesce(CASE WHEN s.withdrawn_inferred = 0 THEN s.withdrawn END,"
        f" {successor_start_day('s')}, s.withdrawn)"
    )
    life = f"""
        SELECT s.id, {public_day("s")} AS public, s.published, s.terminated, {ended} AS ended
        FROM standard s
        WHERE {condition}
    """
    event = f"""
        SELECT l.id, c.stage, c.date, 0 AS rank FROM life l
        JOIN stage_change c ON c.standard = l.id
        UNION ALL SELECT id, '60', coalesce(published, public), 0 FROM life
        UNION ALL SELECT l.id, '60', v.date, 1 FROM life l JOIN review v ON v.standard = l.id
        UNION ALL SELECT id, '{TERMINATED_STEP}', terminated, 2 FROM life
        WHERE coalesce({first_day("terminated")} < public, 1)
        UNION ALL SELECT id, '95', ended, 2 FROM life
    """
    day = first_day("e.date")
    # A stage before publication counts until publication or termination, any stage until the end.
    # The review of a record that was not published is none of its stages.
    valid = f"""
        SELECT e.*, {day} AS day FROM event e
        JOIN life l ON l.id = e.id
        WHERE e.date <= :day
        AND coalesce({day} <= {first_day("l.ended")}, 1)
        AND (e.stage >= '60' OR coalesce({day} <= l.public, 1)
        AND coalesce({day} <= {first_day("l.terminated")}, 1))
        AND (e.rank <> 1 OR e.date >= l.public)
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
    return {"life": life, "event": event, "valid": valid, "first": first, "step": step}


def days_between(since: str, until: str) -> str:
    """Return SQL for the whole days from one day (SQL) to another."""
    return f"CAST(julianday({until}) - julianday({since}) AS INTEGER)"


# Adoption, alias `a` of table adopts.

# A rule of domain/adoption.py, which catalogue/database.py registers as an SQL function.
IS_FOREIGN = "is_foreign(a.reference)"
# SQL for 1 if record `s` adopts an international standard, else 0.
ADOPTS_INTERNATIONAL = f"""EXISTS (
    SELECT 1
    FROM adopts a
    WHERE a.standard = s.id AND a.degree IS NOT 'NEQ' AND NOT {IS_FOREIGN}
)"""


# Activities, alias `a`. The state on a day is the last one reached by then. No state is reached
# before the activity's date, since the activity does not exist before.

# SQL for the day on which activity `a` reached its state `s`.
STATE_DAY = f"max({first_day('s.date')}, coalesce({first_day('a.date')}, ''))"
_STATES_BY_DAY = f"activity_state s WHERE s.activity = a.id AND {first_day('s.date')} <= :day"
# SQL for the state on :day, NULL without one.
ACTIVITY_STATE = f"""(
    SELECT s.state
    FROM {_STATES_BY_DAY}
    ORDER BY {first_day("s.date")} DESC, s.id DESC
    LIMIT 1
)"""
# SQL for the states up to :day as JSON, in the order in which they were reached.
ACTIVITY_STATES = f"""(
    SELECT json_group_array(json_object('state', state, 'date', date))
    FROM (SELECT s.state, s.date FROM {_STATES_BY_DAY} ORDER BY {first_day("s.date")}, s.id)
)"""
