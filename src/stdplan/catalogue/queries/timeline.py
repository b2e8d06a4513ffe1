"""The rules of time in SQL: domain/status.py, said for all records at once.

Each function gives an expression over one alias of table standard, with the parameters :day (the
day asked about), :cutoff (domain.dates.cutoff) and :month_day (the month and day of :day, `02-29`
on the last day of February). A date known to the year or month counts from its first day; as text,
`1987` <= `1987-01-01` holds, so `<= :day` needs no padding, while `<` and `max` do.
"""

from datetime import date, timedelta


def parameters(day: date) -> dict[str, str]:
    """:day and :month_day for a day."""
    end_of_february = day.month == 2 and (day + timedelta(days=1)).month == 3
    return {
        "day": day.isoformat(),
        "month_day": "02-29" if end_of_february else day.isoformat()[5:],
    }


def pad(expression: str) -> str:
    """A date known to the year or month as its first day."""
    return f"substr({expression} || '-01-01', 1, 10)"


def start(s: str) -> str:
    """S: effective, else published, else 1 January of the number's year."""
    return pad(f"coalesce({s}.effective, {s}.published, {s}.number_year)")


def public(s: str) -> str:
    """The day from which it counts as published; a number alone only where no stage below 60 is
    the last one."""
    year = f"CASE WHEN {in_the_making(s)} THEN NULL ELSE {s}.number_year END"
    return pad(f"coalesce({s}.published, {s}.effective, {year})")


def in_the_making(s: str) -> str:
    """Whether stages were recorded, and none of them is publication or later; NULL without any."""
    return f"(SELECT max(c.stage) FROM stage_change c WHERE c.standard = {s}.id) < '60'"


def end(s: str) -> str:
    """E: withdrawn, else the first start of a record that replaces it wholly."""
    withdrawn = pad(f"{s}.withdrawn")
    return (
        f"coalesce(CASE WHEN {s}.withdrawn_inferred = 0 THEN {withdrawn} END,"
        f" {successor_start(s)}, {withdrawn})"
    )


def successor_start(s: str) -> str:
    """The first start of a record that replaces it wholly."""
    return (
        f"(SELECT min({start('n')}) FROM replaces r JOIN standard n ON n.key = r.successor"
        f" WHERE r.target = {s}.key AND r.partial = 0 AND n.id <> {s}.id)"
    )


def there(s: str) -> str:
    """Whether the record exists on the day: from its first known day; without one, always."""
    # What has started is there: few have to be asked for their other days. (CASE stops at what is
    # true; OR works out both sides.)
    return f"CASE WHEN {start(s)} <= :day THEN 1 ELSE {_first_day(s)} NOT {_LATER} END"


def not_there(what: str) -> str:
    """SELECT `what` of the records `s` that are not `there`, found by the index of S.

    Two questions: for one with OR, SQLite would hold the numbers of all rows in memory.
    """
    found = f"SELECT {what} FROM standard s WHERE {_first_day('s')} {_LATER} AND {start('s')}"
    return f"{found} > :day UNION ALL {found} IS NULL"


# 9999 alone: no day at all. Days end in 2999.
_LATER = "BETWEEN :day || '~' AND '9998'"


def _first_day(s: str) -> str:
    """The first day that is known of the record, 9999 without any."""
    never = "'9999'"
    first = ", ".join(
        f"coalesce({known}, {never})"
        for known in (
            start(s),
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
        f"CASE WHEN {end(s)} <= :day THEN 'withdrawn'"
        f" WHEN {not_public(s)} THEN"
        f" CASE WHEN {s}.terminated <= :day THEN 'terminated' ELSE 'planned' END"
        f" WHEN {start(s)} > :day THEN 'upcoming' ELSE 'in-force' END"
    )


def not_public(s: str) -> str:
    """Whether it is not published on the day."""
    return f"coalesce({public(s)} > :day, {s}.number IS NULL OR {in_the_making(s)}, 0)"


def in_force(s: str) -> str:
    """Whether it is there and in force on the day: the cheapest tests first.

    What has started is there; only a record without such a day is asked for its other days.
    """
    return (
        f"(coalesce({start(s)} <= :day, {s}.number IS NOT NULL AND {there(s)})"
        f" AND coalesce({public(s)} <= :day, NOT {in_the_making(s)}, 1)"
        f" AND coalesce({end(s)} > :day, 1))"
    )


def in_force_or_upcoming(s: str) -> str:
    """Whether it is in force on the day, or published by then to take effect later."""
    upcoming = (
        f"({public(s)} <= :day AND {start(s)} > :day AND coalesce({end(s)} > :day, 1)"
        f" AND {there(s)})"
    )
    return f"({in_force(s)} OR coalesce({upcoming}, 0))"


def stage(s: str) -> str:
    """The stage code on the day."""
    change = f"FROM stage_change c WHERE c.standard = {s}.id AND c.date <= :day"
    opened = f"(SELECT max({pad('c.date')}) {change} AND c.stage = '90')"
    held = (
        f"SELECT 1 FROM review v WHERE v.standard = {s}.id AND v.date <= :day"
        f" AND {pad('v.date')} >= {opened}"
    )
    return (
        f"CASE WHEN {end(s)} <= :day THEN '95'"
        f" WHEN {not_public(s)} THEN"
        f" (SELECT substr(max({pad('c.date')} || c.stage), 11) {change})"
        f" WHEN {opened} IS NOT NULL AND NOT EXISTS ({held}) THEN '90' ELSE '60' END"
    )
