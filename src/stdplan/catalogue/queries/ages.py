"""How old a standard is, what its reviews say and when the next is due, in SQL: domain/status.py.

Each function gives an expression as those of timeline.py do, with :day, :month_day, :cutoff
(domain.dates.cutoff) and :years, the years after which a review is due.
"""

from stdplan.catalogue.queries.timeline import pad, start


def confirmed(s: str, day: str = ":day") -> str:
    """The last review on or before the day that confirmed it, as far as it is known."""
    # Ordered by the first day, the better known one last. Behind ten letters stands the date.
    return (
        f"(SELECT substr(max({pad('v.date')} || v.date), 11) FROM review v"
        f" WHERE v.standard = {s}.id AND v.outcome = 'confirm' AND v.date <= {day})"
    )


def counted_from(s: str, day: str = ":day") -> str:
    """The day the age counts from: the later of S and the last confirming review up to the day."""
    again = pad(confirmed(s, day))
    return f"nullif(max(coalesce({start(s)}, ''), coalesce({again}, '')), '')"


def basis(s: str, since: str) -> str:
    """What `since`, the day the age counts from, rests on."""
    return (
        f"CASE WHEN {since} > coalesce({start(s)}, '') THEN 'confirmed'"
        f" WHEN {s}.effective IS NOT NULL THEN 'effective'"
        f" WHEN {s}.published IS NOT NULL THEN 'published' ELSE 'number-year' END"
    )


def age(since: str) -> str:
    """Whole years from the day `since` to the day asked about, 0 before it."""
    return (
        f"max(0, CAST(substr(:day, 1, 4) AS INTEGER) - CAST(substr({since}, 1, 4) AS INTEGER)"
        f" - (:month_day < substr({since}, 6, 5)))"
    )


def reviewed_since_cutoff(s: str) -> str:
    """Whether a review after :cutoff, up to the day, stands in the way of the next."""
    return f"EXISTS (SELECT 1 {_reviews(s)} AND {pad('v.date')} > :cutoff)"


def last_review(s: str) -> str:
    """The last review up to the day that stands in the way of the next for :years."""
    return f"(SELECT max({pad('v.date')}) {_reviews(s)})"


def _reviews(s: str) -> str:
    """Reviews up to the day, without revisions that came to nothing."""
    return (
        "FROM review v LEFT JOIN standard p ON p.id = v.project"
        f" WHERE v.standard = {s}.id AND v.date <= :day AND NOT {fell_through('v', 'p')}"
    )


def fell_through(v: str, p: str) -> str:
    """Whether the revision that review v asked for ended with its project p, and no standard."""
    return f"({v}.outcome = 'revise' AND coalesce({p}.terminated <= :day, 0))"


def due_day(since: str) -> str:
    """The day :years years after `since`; 29 February counts to the last day of February."""
    year = f"printf('%04d', CAST(substr({since}, 1, 4) AS INTEGER) + :years)"
    return (
        f"CASE WHEN substr({since}, 6) = '02-29' THEN date({year} || '-03-01', '-1 day')"
        f" ELSE {year} || substr({since}, 5) END"
    )
