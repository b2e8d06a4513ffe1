"""The rules of time as SQL expressions: what a record, a project or an activity is on a day.

Each function returns the text of an expression, to be put into a statement. `l` is an alias of
table `life`, which has the days of every record (life.py), `s` one of table `standard`. The
statement is executed with `day_parameters(day)`, and with the other :parameters that a docstring
names. Expressions yield days as ISO text, codes, or 0 and 1.

Rule: nothing after :day is seen, and no answer is stored. `domain/status.py` states the rule of the
status in Python, and tests compare both. A date known to the year or month counts from its first
day. As text `1987` <= `1987-01-01` holds, so `<= :day` needs no padding, while `<`, `>` and `max`
do.
"""

from datetime import date, timedelta

from stdplan.domain.status import UNKNOWN_DAY

# The version of the rules in life.py and of the tables in derived_models.py. Increase it with every
# change of either: a file with an older version is computed again when it is opened.
RULES_VERSION = 12

# Days.

# SQL for two days. NEVER is stored as the end of a record without an end, ALWAYS as the first day
# of a record without any day. Real days lie between the years 1000 and 2999.
NEVER = "'9999-12-31'"
ALWAYS = "'0000-01-01'"


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


def is_before(date: str, other: str) -> str:
    """Return SQL for 1 if every day of a date is before every day of another one, else 0; NULL if
    one of them is NULL. It is `is_before` of domain/day_order.py; both dates are text."""
    # The comparison alone decides nearly always. 2001 is less than 2001-05, but not before it.
    return f"({date} < {other} AND substr({other}, 1, length({date})) <> {date})"


def awaits_effect(s: str) -> str:
    """Return SQL for 1 if a list calls record `s` upcoming and its day of effect is unknown, else
    0. A record of that kind has stage 60 on UNKNOWN_DAY."""
    return f"""({s}.effective IS NULL AND EXISTS (
        SELECT 1
        FROM stage_change w
        WHERE w.standard = {s}.id AND w.date = '{UNKNOWN_DAY}'
    ))"""


def earliest(*days: str) -> str:
    """Return SQL for the earliest of at least two days; NULLs do not count. NEVER without any."""
    return f"min({', '.join(f'coalesce({day}, {NEVER})' for day in days)})"


def latest(*days: str) -> str:
    """Return SQL for the latest of at least two days; NULL if one of them is NULL."""
    return f"max({', '.join(days)})"


def days_between(since: str, until: str) -> str:
    """Return SQL for the whole days from one day (SQL) to another."""
    return f"CAST(julianday({until}) - julianday({since}) AS INTEGER)"


def start_day(s: str) -> str:
    """Return SQL for the day a standard takes effect: its date of effect, else its publication,
    else the first day of the number's year or month; NULL without any of them."""
    return first_day(f"coalesce({s}.effective, {s}.published, {number_date(s)})")


def number_date(s: str) -> str:
    """Return SQL for the date in a number: its year, or its month as in ITU-T G.984.3 (04/2011);
    NULL without a year."""
    return (
        f"CASE WHEN {s}.edition GLOB '[01][0-9]' THEN {s}.number_year || '-' || {s}.edition"
        f" ELSE {s}.number_year END"
    )


# Status and stage on :day.


def is_known(life: str) -> str:
    """Return SQL for 1 if the record exists on :day, else 0.

    A record exists from the first day that is known of it; without any such day, always.
    """
    return f"{life}.known <= :day"


# A condition on `l` for the records that do not exist on :day yet. None is published before it is
# known: the first comparison uses an index.
IS_NOT_YET_KNOWN = "l.public > :day AND l.known > :day"


def status(life: str) -> str:
    """Return SQL for the status on :day: planned, suspended, upcoming, in-force, withdrawn or
    terminated."""
    return f"""CASE
        WHEN {life}.ends <= :day THEN 'withdrawn'
        WHEN {life}.public > :day THEN CASE
            WHEN {life}.terminated <= :day THEN 'terminated'
            WHEN {is_suspended(f"{life}.standard")} THEN 'suspended'
            ELSE 'planned'
        END
        WHEN {life}.starts > :day THEN 'upcoming'
        ELSE 'in-force'
    END"""


def is_suspended(standard: str) -> str:
    """Return SQL for 1 if the record of a row id (SQL) is suspended on :day, else 0. Only projects
    are suspended: the caller tests that."""
    return f"""EXISTS (
        SELECT 1
        FROM suspension u
        WHERE u.standard = {standard} AND u.since <= :day
        AND coalesce({first_day("u.until")} > :day, 1)
    )"""


def is_public(life: str) -> str:
    """Return SQL for 1 if the record is published on :day, else 0."""
    return f"{life}.public <= :day"


def is_in_force(life: str) -> str:
    """Return SQL for 1 if the record is in force on :day, else 0."""
    return f"({life}.starts <= :day AND :day < {life}.ends)"


def is_in_force_from_index(life: str) -> str:
    """Return SQL for the same as `is_in_force`, for counts of all records from an index.

    It uses only columns of the index `life_sector`, and no comparison for which SQLite would choose
    another index, whose order is not that of the sectors.
    """
    return f"({start_from_index(life)} <= :day AND :day < {life}.ends)"


def start_from_index(life: str) -> str:
    """Return SQL for the start, from columns of the index `life_sector`."""
    # Comparisons take a third of the time of a function, max(), in a scan of all records.
    return (
        f"CASE WHEN {life}.counted_from > {life}.public THEN {life}.counted_from"
        f" ELSE {life}.public END"
    )


def stage(life: str) -> str:
    """Return SQL for the stage code on :day.

    95 once the standard has ended; 60 once it is published, but 90 until a review under way is
    decided. For a project the stage reached last, else the one that its number shows (ISO/DIS 1),
    else NULL.
    """
    changes = f"FROM stage_change c WHERE c.standard = {life}.standard AND c.date <= :day"
    review_began = f"(SELECT max({first_day('c.date')}) {changes} AND c.stage = '90')"
    review_ended = f"""
        SELECT 1
        FROM review v
        WHERE v.standard = {life}.standard AND v.date <= :day AND {is_decided("v")}
        AND {first_day("v.date")} >= {review_began}
    """
    return f"""CASE
        WHEN {life}.ends <= :day THEN '95'
        WHEN {life}.public > :day THEN
            coalesce(
                (
                    SELECT substr(max({first_day("c.date")} || c.stage), 11)
                    {changes} AND c.stage <> '60'
                ),
                (SELECT d.draft_stage FROM standard d WHERE d.id = {life}.standard)
            )
        WHEN {review_began} IS NOT NULL AND NOT EXISTS ({review_ended}) THEN '90'
        ELSE '60'
    END"""


# Age and reviews.


def is_decided(v: str) -> str:
    """Return SQL for 1 if review `v` was decided, 0 if it is only proposed.

    Only decided reviews have consequences.
    """
    return f"{v}.step = 'decided'"


def is_open_proposal(v: str) -> str:
    """Return SQL for 1 if review `v` is a proposal without a decision on its day or later, up to
    :day, else 0."""
    return f"""(
        {v}.step = 'proposed' AND NOT EXISTS (
            SELECT 1
            FROM review d
            WHERE d.standard = {v}.standard AND {is_decided("d")} AND d.date <= :day
            AND {first_day("d.date")} >= {first_day(f"{v}.date")}
        )
    )"""


def confirmed(s: str) -> str:
    """Return SQL for the date, as recorded, of the last review up to :day that confirmed the
    standard; NULL without one."""
    # Ordered by the first day, of equal ones the more exact date last. The date as recorded follows
    # the ten characters of that day.
    return f"""(
        SELECT substr(max({first_day("v.date")} || v.date), 11)
        FROM review v
        WHERE v.standard = {s}.id AND v.outcome = 'confirm' AND {is_decided("v")}
        AND v.date <= :day
    )"""


def counted_from(s: str) -> str:
    """Return SQL for the day from which the age of one record counts: the later one of the start
    and of the last confirming review up to :day; NULL if there is neither.

    Questions about many records use `from_ages`.
    """
    confirmed_on = first_day(confirmed(s))
    return f"nullif(max(coalesce({start_day(s)}, ''), coalesce({confirmed_on}, '')), '')"


# The age of every standard from one day to another, as two tables with the same columns: before its
# first review, and from then on. `counted_from` is the day from which the age counts, NULL if
# unknown; `reset` the later one of that day and the last review that postpones the next one. The
# rows are valid from `since` up to, but not including, `until`. The other columns are those of
# table life. The start is derived from columns that an index has.
AGE_TABLES = (
    f"""(
        SELECT l.standard, l.sector, l.family, l.amendment, l.known, l.public, l.ends,
        {start_from_index("l")} AS starts,
        {ALWAYS} AS since, l.until, l.counted_from, l.counted_from AS reset
        FROM life l
    )""",
    """(
        SELECT p.standard, l.sector, p.family, p.amendment, l.known, l.public, l.ends,
        l.starts, p.since, p.until, p.counted_from, p.reset
        FROM age_period p
        CROSS JOIN life l ON l.standard = p.standard
    )""",
)
# A condition on `a`: the standard is in force on :day, and this row of its is valid on that day.
IN_FORCE = "a.since <= :day AND :day < a.until AND a.starts <= :day"


def from_ages(select: str, where: str, group_by: str = "", join: str = "") -> str:
    """Return the statement `SELECT … WHERE … GROUP BY …` over the ages of all standards, alias `a`.

    It consists of two statements, so rows of one group may come twice, and have to be added up.
    `join`: further tables.
    """
    return " UNION ALL ".join(age_statements(select, where, group_by, join))


def age_statements(select: str, where: str, group_by: str = "", join: str = "") -> tuple[str, ...]:
    """Return the two statements of `from_ages`."""
    grouped = f" GROUP BY {group_by}" if group_by else ""
    return tuple(
        f"SELECT {select} FROM {table} a {join} WHERE {where}{grouped}" for table in AGE_TABLES
    )


def basis(s: str, since: str) -> str:
    """Return SQL for what `since` (SQL for `counted_from`) is: confirmed, effective, published or
    number-year."""
    return f"""CASE
        WHEN {since} > coalesce({start_day(s)}, '') THEN 'confirmed'
        WHEN {s}.effective IS NOT NULL THEN 'effective'
        WHEN {s}.published IS NOT NULL THEN 'published'
        ELSE 'number-year'
    END"""


def age(since: str, day: str = "day", month_day: str = "month_day") -> str:
    """Return SQL for the whole years from `since` (SQL for a day) to a day, 0 before it.

    `day` and `month_day` are the names of its parameters, see `day_parameters`.
    """
    return (
        f"max(0, CAST(substr(:{day}, 1, 4) AS INTEGER) - CAST(substr({since}, 1, 4) AS INTEGER)"
        f" - (:{month_day} < substr({since}, 6, 5)))"
    )


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


# Adoption, alias `a` of table adopts.

# A rule of domain/adoption.py, which catalogue/sql_functions.py registers as an SQL function.
# Most references are of ISO or IEC, which are no foreign bodies; those need no call.
IS_FOREIGN = "(a.reference NOT GLOB 'I[SE][OC][ /]*' AND is_foreign(a.reference))"
# A SELECT of the standards that adopt an international one.
ADOPTING_INTERNATIONAL = f"""
    SELECT a.standard
    FROM adopts a
    WHERE a.degree IS NOT 'NEQ' AND NOT {IS_FOREIGN}"""
# SQL for 1 if record `s` is one of them, else 0.
ADOPTS_INTERNATIONAL = f"EXISTS ({ADOPTING_INTERNATIONAL} AND a.standard = s.id)"


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
