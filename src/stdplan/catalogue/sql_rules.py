"""The rules of time in SQL: domain/status.py, said for all records at once.

Each function gives an expression over one alias of table standard, with the parameters :day (the
day asked about), :cutoff (domain.dates.cutoff) and :month_day (the month and day of :day, `02-29`
on the last day of February). A date known to the year or month counts from its first day; as text,
`1987` <= `1987-01-01` holds, so `<= :day` needs no padding, while `<` and `max` do.

How old a standard is, what its reviews say and when the next is due, in SQL: domain/status.py.

Each function gives an expression as those of sql_rules.py do, with :day, :month_day, :cutoff
(domain.dates.cutoff) and :years, the years after which a review is due.

When a project should be done, and whether it is late, in SQL; as in sql_rules.py.

Rule: a project is done by its target date, else by its own months (项目周期) from its proposal,
else by the plan's months from its first stage. Its own months are kept beside the record as a list
gives them, so that it does not matter which of them and the proposal came first.

The way of records through their stages, as steps: from which stage to which, when, how long.

Rule: what a step is, agrees with `timeline.stage`: a project's stages count until it is published,
terminated or withdrawn; a review under way (90) ends with the review. Nothing after :day is seen.

The states of activities on a day, as SQL; `a` is the activity.

Rule: the state of a day is the last one reached by then. Nothing is reached before the activity's
date, since it is not there before.
"""

from datetime import date, timedelta

from stdplan.domain.fields import PROJECT_MONTHS


def day_parameters(day: date) -> dict[str, str]:
    """:day and :month_day for a day."""
    end_of_february = day.month == 2 and (day + timedelta(days=1)).month == 3
    return {
        "day": day.isoformat(),
        "month_day": "02-29" if end_of_february else day.isoformat()[5:],
    }


def first_day(expression: str) -> str:
    """A date known to the year or month as its first day."""
    return f"substr({expression} || '-01-01', 1, 10)"


def start_day(s: str) -> str:
    """S: effective, else published, else 1 January of the number's year."""
    return first_day(f"coalesce({s}.effective, {s}.published, {s}.number_year)")


def public_day(s: str) -> str:
    """The day from which it counts as published; a number alone only where no stage below 60 is
    the last one."""
    year = f"CASE WHEN {has_only_project_stages(s)} THEN NULL ELSE {s}.number_year END"
    return first_day(f"coalesce({s}.published, {s}.effective, {year})")


def has_only_project_stages(s: str) -> str:
    """Whether stages were recorded, and none of them is publication or later; NULL without any."""
    return f"(SELECT max(c.stage) FROM stage_change c WHERE c.standard = {s}.id) < '60'"


def end_day(s: str) -> str:
    """E: withdrawn, else the first start of a record that replaces it wholly."""
    withdrawn = first_day(f"{s}.withdrawn")
    return (
        f"coalesce(CASE WHEN {s}.withdrawn_inferred = 0 THEN {withdrawn} END,"
        f" {successor_start_day(s)}, {withdrawn})"
    )


def successor_start_day(s: str) -> str:
    """The first start of a record that replaces it wholly."""
    return (
        f"(SELECT min({start_day('n')}) FROM replaces r JOIN standard n ON n.key = r.successor"
        f" WHERE r.target = {s}.key AND r.partial = 0 AND n.id <> {s}.id)"
    )


def is_known(s: str) -> str:
    """Whether the record exists on the day: from its first known day; without one, always."""
    # What has started is there: few have to be asked for their other days. (CASE stops at what is
    # true; OR works out both sides.)
    return f"CASE WHEN {start_day(s)} <= :day THEN 1 ELSE {_first_day(s)} NOT {_LATER} END"


def select_not_yet_known(what: str) -> str:
    """SELECT `what` of the records `s` that are not `there`, found by the index of S.

    Two questions: for one with OR, SQLite would hold the numbers of all rows in memory.
    """
    found = f"SELECT {what} FROM standard s WHERE {_first_day('s')} {_LATER} AND {start_day('s')}"
    return f"{found} > :day UNION ALL {found} IS NULL"


# 9999 alone: no day at all. Days end in 2999.
_LATER = "BETWEEN :day || '~' AND '9998'"


def _first_day(s: str) -> str:
    """The first day that is known of the record, 9999 without any."""
    never = "'9999'"
    first = ", ".join(
        f"coalesce({known}, {never})"
        for known in (
            start_day(s),
            f"{s}.published",
            f"{s}.withdrawn",
            f"{s}.terminated",
            f"(SELECT min(c.date) FROM stage_change c WHERE c.standard = {s}.id)",
            f"(SELECT min(v.date) FROM review v WHERE v.standard = {s}.id)",
        )
    )
    return f"min({first})"


def status(s: str) -> str:
    """planned, upcoming, in-force, withdrawn or terminated."""
    return (
        f"CASE WHEN {end_day(s)} <= :day THEN 'withdrawn'"
        f" WHEN {is_not_public(s)} THEN"
        f" CASE WHEN {s}.terminated <= :day THEN 'terminated' ELSE 'planned' END"
        f" WHEN {start_day(s)} > :day THEN 'upcoming' ELSE 'in-force' END"
    )


def is_not_public(s: str) -> str:
    """Whether it is not published on the day."""
    return (
        f"coalesce({public_day(s)} > :day, {s}.number IS NULL OR {has_only_project_stages(s)}, 0)"
    )


def is_in_force(s: str) -> str:
    """Whether it is there and in force on the day: the cheapest tests first.

    What has started is there; only a record without such a day is asked for its other days.
    """
    return (
        f"(coalesce({start_day(s)} <= :day, {s}.number IS NOT NULL AND {is_known(s)})"
        f" AND coalesce({public_day(s)} <= :day, NOT {has_only_project_stages(s)}, 1)"
        f" AND coalesce({end_day(s)} > :day, 1))"
    )


def is_in_force_or_upcoming(s: str) -> str:
    """Whether it is in force on the day, or published by then to take effect later."""
    upcoming = (
        f"({public_day(s)} <= :day AND {start_day(s)} > :day AND coalesce({end_day(s)} > :day, 1)"
        f" AND {is_known(s)})"
    )
    return f"({is_in_force(s)} OR coalesce({upcoming}, 0))"


def stage(s: str) -> str:
    """The stage code on the day."""
    change = f"FROM stage_change c WHERE c.standard = {s}.id AND c.date <= :day"
    opened = f"(SELECT max({first_day('c.date')}) {change} AND c.stage = '90')"
    held = (
        f"SELECT 1 FROM review v WHERE v.standard = {s}.id AND v.date <= :day"
        f" AND {first_day('v.date')} >= {opened}"
    )
    return (
        f"CASE WHEN {end_day(s)} <= :day THEN '95'"
        f" WHEN {is_not_public(s)} THEN"
        f" (SELECT substr(max({first_day('c.date')} || c.stage), 11) {change})"
        f" WHEN {opened} IS NOT NULL AND NOT EXISTS ({held}) THEN '90' ELSE '60' END"
    )


def confirmed(s: str, day: str = ":day") -> str:
    """The last review on or before the day that confirmed it, as far as it is known."""
    # Ordered by the first day, the better known one last. Behind ten letters stands the date.
    return (
        f"(SELECT substr(max({first_day('v.date')} || v.date), 11) FROM review v"
        f" WHERE v.standard = {s}.id AND v.outcome = 'confirm' AND v.date <= {day})"
    )


def counted_from(s: str, day: str = ":day") -> str:
    """The day the age counts from: the later of S and the last confirming review up to the day."""
    again = first_day(confirmed(s, day))
    return f"nullif(max(coalesce({start_day(s)}, ''), coalesce({again}, '')), '')"


def basis(s: str, since: str) -> str:
    """What `since`, the day the age counts from, rests on."""
    return (
        f"CASE WHEN {since} > coalesce({start_day(s)}, '') THEN 'confirmed'"
        f" WHEN {s}.effective IS NOT NULL THEN 'effective'"
        f" WHEN {s}.published IS NOT NULL THEN 'published' ELSE 'number-year' END"
    )


def age(since: str) -> str:
    """Whole years from the day `since` to the day asked about, 0 before it."""
    return (
        f"max(0, CAST(substr(:day, 1, 4) AS INTEGER) - CAST(substr({since}, 1, 4) AS INTEGER)"
        f" - (:month_day < substr({since}, 6, 5)))"
    )


def is_reviewed_since_cutoff(s: str) -> str:
    """Whether a review after :cutoff, up to the day, stands in the way of the next."""
    return f"EXISTS (SELECT 1 {_reviews(s)} AND {first_day('v.date')} > :cutoff)"


def last_review_day(s: str) -> str:
    """The last review up to the day that stands in the way of the next for :years."""
    return f"(SELECT max({first_day('v.date')}) {_reviews(s)})"


def _reviews(s: str) -> str:
    """Reviews up to the day, without revisions that came to nothing."""
    return (
        "FROM review v LEFT JOIN standard p ON p.id = v.project"
        f" WHERE v.standard = {s}.id AND v.date <= :day AND NOT {revision_failed('v', 'p')}"
    )


def revision_failed(v: str, p: str) -> str:
    """Whether the revision that review v asked for ended with its project p, and no standard."""
    return f"({v}.outcome = 'revise' AND coalesce({p}.terminated <= :day, 0))"


def due_day(since: str) -> str:
    """The day :years years after `since`; 29 February counts to the last day of February."""
    year = f"printf('%04d', CAST(substr({since}, 1, 4) AS INTEGER) + :years)"
    return (
        f"CASE WHEN substr({since}, 6) = '02-29' THEN date({year} || '-03-01', '-1 day')"
        f" ELSE {year} || substr({since}, 5) END"
    )


def target_date(s: str) -> str:
    """The target date: as recorded, else the day of the proposal and the project's own months."""
    months = f"json_extract({s}.extra, '$.\"{PROJECT_MONTHS.zh}\"')"
    proposed = (
        f"(SELECT min({first_day('c.date')}) FROM stage_change c"
        f" WHERE c.standard = {s}.id AND c.stage = '10' AND c.date <= :day)"
    )
    # Most records have no other columns, and of the others few have this one.
    return (
        f"CASE WHEN {s}.target_date IS NULL AND instr({s}.extra, '{PROJECT_MONTHS.zh}')"
        f" THEN {add_months(proposed, months)} ELSE {s}.target_date END"
    )


def is_overdue(s: str) -> str:
    """Whether a project is past its deadline."""
    return f"({is_open_project(s)} AND {deadline(s)} < :day)"


def is_open_project(s: str) -> str:
    """Whether it is a project on the day, neither published nor ended."""
    # What is published, as most is, need not be asked for its status.
    return f"({is_not_public(s)} AND {status(s)} = 'planned')"


def deadline(s: str) -> str:
    """The last day of a project: its target date, else :months from its first stage.

    A target known to the year or month only is due by the end of it.
    """
    began = f"(SELECT min({first_day('c.date')}) FROM stage_change c WHERE c.standard = {s}.id)"
    return f"coalesce({_last_day(target_date(s))}, {add_months(began, ':months')})"


def add_months(day: str, months: str) -> str:
    """The same day of the month so many months later, the last one where there is no such day."""
    later = f"date({day}, '+' || {months} || ' months')"
    # Where there is none, SQLite goes on into the next month.
    return (
        f"CASE WHEN substr({later}, 9) < substr({day}, 9)"
        f" THEN date({later}, 'start of month', '-1 day') ELSE {later} END"
    )


def _last_day(date: str) -> str:
    return (
        f"CASE length({date}) WHEN 4 THEN {date} || '-12-31'"
        f" WHEN 7 THEN date({date} || '-01', '+1 month', '-1 day') ELSE {date} END"
    )


# The stage of what ended without a standard: it has none of its own.
TERMINATED_STEP = "X"
_ORDER = "PARTITION BY id ORDER BY day, rank, stage"


def stage_steps(of: str) -> dict[str, str]:
    """Common tables up to `step`, for the records `s` of which `of` holds.

    step: id (of the record), stage, date (as recorded), day (its first), `before` and `since` (the
    stage before and its day), `left` (the day of the next step). NULL where there is none.
    """
    # The day as it is recorded, where timeline.end gives the first one.
    ended = (
        "coalesce(CASE WHEN s.withdrawn_inferred = 0 THEN s.withdrawn END,"
        f" {successor_start_day('s')}, s.withdrawn)"
    )
    life = (
        f"SELECT s.id, {public_day('s')} AS public, s.published, s.terminated,"
        f" {ended} AS ended FROM standard s WHERE {of}"
    )
    event = (
        "SELECT l.id, c.stage, c.date, 0 AS rank FROM life l"
        " JOIN stage_change c ON c.standard = l.id"
        " UNION ALL SELECT id, '60', coalesce(published, public), 0 FROM life"
        " UNION ALL SELECT l.id, '60', v.date, 1 FROM life l JOIN review v ON v.standard = l.id"
        f" UNION ALL SELECT id, '{TERMINATED_STEP}', terminated, 2 FROM life"
        f" WHERE coalesce({first_day('terminated')} < public, 1)"
        " UNION ALL SELECT id, '95', ended, 2 FROM life"
    )
    # What is under way ends with a publication or without one; all ends with the end.
    day = first_day("e.date")
    valid = (
        f"SELECT e.*, {day} AS day FROM event e JOIN life l ON l.id = e.id"
        f" WHERE e.date <= :day AND coalesce({day} <= {first_day('l.ended')}, 1)"
        f" AND (e.stage >= '60' OR coalesce({day} <= l.public, 1)"
        f" AND coalesce({day} <= {first_day('l.terminated')}, 1))"
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


def days_between(since: str, until: str) -> str:
    """Whole days between two days."""
    return f"CAST(julianday({until}) - julianday({since}) AS INTEGER)"


STATE_DAY = f"max({first_day('s.date')}, coalesce({first_day('a.date')}, ''))"
_BY_DAY = f"activity_state s WHERE s.activity = a.id AND {first_day('s.date')} <= :day"
ACTIVITY_STATE = (
    f"(SELECT s.state FROM {_BY_DAY} ORDER BY {first_day('s.date')} DESC, s.id DESC LIMIT 1)"
)
# In the order in which they were reached.
ACTIVITY_STATES = (
    "(SELECT json_group_array(json_object('state', state, 'date', date))"
    f" FROM (SELECT s.state, s.date FROM {_BY_DAY} ORDER BY {first_day('s.date')}, s.id))"
)
