"""The measures of the work that is no standard: activities of a kind within the plan's year.

Rule: an activity counts on its event day, its date or else the day it was closed. Its kind is told
by its code alone: of the plans that have it, the one of that year counts it.
"""

from stdplan.catalogue.queries.counting import MeasureRows
from stdplan.catalogue.queries.measure_window import Window
from stdplan.catalogue.queries.select import any_of
from stdplan.catalogue.queries.timeline import pad

_EVENT = pad("coalesce(a.date, a.closed)")
_OF_KIND = f"a.kind = :kind AND {_EVENT} BETWEEN :first AND :day"
# A state has no day of its own: once an activity is closed, it is the one of its end.
_STATE_KNOWN = f"(a.closed IS NULL OR {pad('a.closed')} <= :day)"


def _rows(where: str, more: dict[str, object], day: str = _EVENT, amount: str = "1") -> MeasureRows:
    sql = (
        f"SELECT {day} AS day, a.sector AS sector, NULL AS driver, {amount} AS amount"
        f" FROM activity a WHERE {where}"
    )
    return MeasureRows(sql, more, drivers=False, exact=amount != "1")


def held(window: Window, argument: str) -> MeasureRows:
    """Activities of a kind (`KIND`); `KIND:STATE,STATE` those in one of these states."""
    kind, _, states = argument.partition(":")
    more: dict[str, object] = {"kind": kind}
    where = _OF_KIND
    if states:
        words = [state.strip() for state in states.split(",")]
        where += f" AND {_STATE_KNOWN} AND {any_of('a.state', 'state', words, more)}"
    return _rows(where, more)


def closed(window: Window, kind: str) -> MeasureRows:
    """Activities of a kind that were closed within the year, whenever they began."""
    ended = pad("a.closed")
    where = f"a.kind = :kind AND {ended} BETWEEN :first AND :day"
    return _rows(where, {"kind": kind}, ended)


def quantity(window: Window, kind: str) -> MeasureRows:
    """The quantities of the activities of a kind, added up exactly."""
    return _rows(f"{_OF_KIND} AND a.quantity IS NOT NULL", {"kind": kind}, amount="a.quantity")


def organisations(window: Window, kind: str) -> MeasureRows:
    """The different organisations of the activities of a kind, each by its first activity."""
    return _different("a.organisation", kind)


def regions(window: Window, kind: str) -> MeasureRows:
    """The different regions of the activities of a kind, each by its first activity."""
    return _different("a.region", kind)


def _different(what: str, kind: str) -> MeasureRows:
    # Beside min(), SQLite takes the other columns from the row that has it.
    where = f"{_OF_KIND} AND {what} IS NOT NULL GROUP BY {what}"
    return _rows(where, {"kind": kind}, f"min({_EVENT})")
