"""The measures of the work that is no standard: activities of a kind within the plan's year.

Rule: an activity counts on its event day, its date or else the day it was closed. Its kind is told
by its code alone: of the plans that have it, the one of that year counts it. In states it counts on
the day it first reached one of them, whatever followed.
"""

from stdplan.catalogue.queries import activity_states
from stdplan.catalogue.queries.counting import MeasureRows
from stdplan.catalogue.queries.measure_window import Window
from stdplan.catalogue.queries.select import any_of
from stdplan.catalogue.queries.timeline import pad

_EVENT = pad("coalesce(a.date, a.closed)")
_OF_KIND = f"a.kind = :kind AND {_EVENT} BETWEEN :first AND :day"
_STATES = " JOIN activity_state s ON s.activity = a.id"


def _rows(
    where: str, more: dict[str, object], day: str = _EVENT, amount: str = "1", joined: str = ""
) -> MeasureRows:
    sql = (
        f"SELECT {day} AS day, a.sector AS sector, NULL AS driver, {amount} AS amount"
        f" FROM activity a{joined} WHERE {where}"
    )
    return MeasureRows(sql, more, drivers=False, exact=amount != "1")


def held(window: Window, argument: str) -> MeasureRows:
    """Activities of a kind (`KIND`); `KIND:STATE,STATE` those that reached one of these states."""
    kind, _, states = argument.partition(":")
    more: dict[str, object] = {"kind": kind}
    if not states:
        return _rows(_OF_KIND, more)
    words = [state.strip() for state in states.split(",")]
    first = f"min({activity_states.REACHED})"
    where = (
        f"a.kind = :kind AND {any_of('s.state', 'state', words, more)}"
        f" GROUP BY a.id HAVING {first} BETWEEN :first AND :day"
    )
    return _rows(where, more, first, joined=_STATES)


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
