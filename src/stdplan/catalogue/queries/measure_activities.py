"""The measures of the work that is no standard: activities of a kind within the plan's year.

Rule: an activity counts on its event day, its date or else the day it was closed. Its kind is told
by its code alone: of the plans that have it, the one of that year counts it.
"""

from decimal import Decimal

from stdplan.catalogue.queries.measure_window import Count, Window
from stdplan.catalogue.queries.select import any_of
from stdplan.catalogue.queries.timeline import pad

_EVENT = pad("coalesce(a.date, a.closed)")
_OF_KIND = f"activity a WHERE a.kind = :kind AND {_EVENT} BETWEEN :first AND :day"
# A state has no day of its own: once an activity is closed, it is the one of its end.
_STATE_KNOWN = f"(a.closed IS NULL OR {pad('a.closed')} <= :day)"


def held(window: Window, argument: str) -> Count:
    """Activities of a kind (`KIND`); `KIND:STATE,STATE` those in one of these states."""
    kind, _, states = argument.partition(":")
    more: dict[str, object] = {"kind": kind}
    where = _OF_KIND
    if states:
        words = [state.strip() for state in states.split(",")]
        where += f" AND {_STATE_KNOWN} AND {any_of('a.state', 'state', words, more)}"
    return window.number(f"SELECT count(*) FROM {where}", more)


def closed(window: Window, kind: str) -> Count:
    """Activities of a kind that were closed within the year, whenever they began."""
    return window.number(
        "SELECT count(*) FROM activity a"
        f" WHERE a.kind = :kind AND {pad('a.closed')} BETWEEN :first AND :day",
        {"kind": kind},
    )


def quantity(window: Window, kind: str) -> Count:
    """The quantities of the activities of a kind, added up exactly."""
    total = Decimal(0)
    for (amount,) in window.connection.execute(
        f"SELECT a.quantity FROM {_OF_KIND} AND a.quantity IS NOT NULL",
        {**window.parameters(), "kind": kind},
    ):
        total += Decimal(amount)
    return int(total) if total == total.to_integral_value() else float(total)


def organisations(window: Window, kind: str) -> Count:
    """The different organisations of the activities of a kind."""
    sql = f"SELECT count(DISTINCT a.organisation) FROM {_OF_KIND}"
    return window.number(sql, {"kind": kind})


def regions(window: Window, kind: str) -> Count:
    """The different regions of the activities of a kind."""
    sql = f"SELECT count(DISTINCT a.region) FROM {_OF_KIND}"
    return window.number(sql, {"kind": kind})
