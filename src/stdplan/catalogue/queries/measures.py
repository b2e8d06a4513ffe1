"""How indicators count: each measure of data/tasks.yaml as one function that gives its rows.

Rule: an indicator counts within the plan's year, up to the day asked about; a later withdrawal does
not subtract. A measure may have an argument behind a colon (`reviewed:revise`). Adding a measure is
a function and a line in MEASURES here, and its name in domain/measures.py. Those of the review
campaign and of activities stand in measures.py and measures.py.

Where a measure looks: the plan's year, as far as it is over on the day asked about.

The measures of the year's review campaign.

The measures of the work that is no standard: activities of a kind within the plan's year.

Rule: an activity counts on its event day, its date or else the day it was closed. Its kind is told
by its code alone: of the plans that have it, the one of that year counts it. In states it counts on
the day it first reached one of them, whatever followed.

What a measure counts, as rows; and their number: in all, by sector, by driver, by month.

Rule: a measure says once what it counts, a row for each thing, and every figure of it is one
statement over these rows: so the whole and its parts cannot disagree.
"""

import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from stdplan.catalogue import sql_rules
from stdplan.catalogue.queries import plans
from stdplan.catalogue.queries.adoption import ADOPTS_INTERNATIONAL
from stdplan.catalogue.queries.plans import PlanRules, is_campaign_member, reviews_between
from stdplan.catalogue.queries.query import any_of
from stdplan.catalogue.sql_rules import first_day


def last_counting_day(year: int, day: date) -> str:
    """The last day that counts (ISO): the day asked about, but none after the year.

    Before the year begins nothing counts, and how things stand is told for the day itself.
    """
    return min(day, date(year, 12, 31)).isoformat()


def is_published_between(first: str = ":first", last: str = ":day") -> str:
    """Whether record `s` was published from the first day to the last; NULL without a day."""
    return f"{sql_rules.first_day('s.published')} BETWEEN {first} AND {last}"


def is_published_in(year: int, day: date, into: dict[str, object]) -> str:
    """Whether record `s` was published in the year, up to the day, with parameters in `into`."""
    into |= {"first": f"{year}-01-01", "last": last_counting_day(year, day)}
    return f"coalesce({is_published_between(last=':last')}, 0)"


@dataclass(frozen=True, slots=True)
class MeasureWindow:
    """Where a measure looks: the plan's year up to the day."""

    connection: sqlite3.Connection
    plan: PlanRules
    day: date

    @property
    def last(self) -> str:
        """The last day that counts, see `last_day`."""
        return last_counting_day(self.plan.year, self.day)

    @property
    def elapsed(self) -> int:
        """How many days of the plan's year are over at the end of `last`."""
        return max(0, (date.fromisoformat(self.last) - date(self.plan.year, 1, 1)).days + 1)

    @property
    def days(self) -> int:
        """How many days the plan's year has."""
        return (date(self.plan.year + 1, 1, 1) - date(self.plan.year, 1, 1)).days

    def parameters(self) -> dict[str, object]:
        """What the SQL of measures may use besides its own."""
        return {
            **sql_rules.day_parameters(date.fromisoformat(self.last)),
            "plan": self.plan.year,
            "first": f"{self.plan.year}-01-01",
        }


Count = int | float | None


class MeasureRows(NamedTuple):
    """SELECT of `day` (in full), `sector` (a code), `driver` (JSON codes) and `amount`.

    `rate`: percent of the rows, whose amounts are 0 or 1. `state`: rows are what is so on the day
    asked about, not what happened up to it. `drivers`: the rows are records, which serve drivers.
    `exact`: amounts are decimals as written.
    """

    sql: str
    more: Mapping[str, object] = {}
    rate: bool = False
    state: bool = False
    drivers: bool = True
    exact: bool = False

    @property
    def figure(self) -> str:
        """The number that rows come to, as an SQL expression; NULL for the rate of none."""
        if self.rate:
            return "round(100.0 * sum(r.amount) / count(*), 1)"
        return f"coalesce({'exact_sum' if self.exact else 'sum'}(r.amount), 0)"


def standard_rows(day: str, where: str, amount: str = "1") -> str:
    """The rows of a measure that counts records `s`, each once."""
    return (
        f"SELECT {day} AS day, s.sector AS sector, s.driver AS driver, {amount} AS amount"
        f" FROM standard s WHERE {where}"
    )


def total(
    connection: sqlite3.Connection, rows: MeasureRows, parameters: Mapping[str, object]
) -> Count:
    """The figure of all rows."""
    sql = f"SELECT {rows.figure} FROM ({rows.sql}) r"
    found: Count = connection.execute(sql, {**parameters, **rows.more}).fetchone()[0]
    return found


def total_by_sector(
    connection: sqlite3.Connection, rows: MeasureRows, parameters: Mapping[str, object]
) -> dict[str | None, Count]:
    """The figure for each sector of the plan that has rows; None: rows of none of its sectors."""
    return _parts(connection, rows, parameters, plans.own_sector("r.sector"))


def total_by_driver(
    connection: sqlite3.Connection, rows: MeasureRows, parameters: Mapping[str, object]
) -> dict[str | None, Count]:
    """The figure for each driver of the plan that has rows; None: rows that serve none of them.

    A row that serves several counts for each.
    """
    each = " LEFT JOIN json_each(r.driver) j ON j.value IN (SELECT code FROM driver d"
    return _parts(connection, rows, parameters, "j.value", f"{each} WHERE d.plan = :plan)")


def total_by_month(
    connection: sqlite3.Connection, rows: MeasureRows, parameters: Mapping[str, object]
) -> dict[str | None, Count]:
    """The figure for each month (`2011-05`) that has rows."""
    return _parts(connection, rows, parameters, "substr(r.day, 1, 7)")


def _parts(
    connection: sqlite3.Connection,
    rows: MeasureRows,
    parameters: Mapping[str, object],
    part: str,
    joined: str = "",
) -> dict[str | None, Count]:
    sql = f"SELECT {part}, {rows.figure} FROM ({rows.sql}) r{joined} GROUP BY 1"
    return dict(connection.execute(sql, {**parameters, **rows.more}).fetchall())


# Few records were reviewed within the year: they are looked up (IN), and not every record asked for
# its reviews (EXISTS).
_HELD = reviews_between(":first", ":day")
_REVIEWED = f"SELECT v.standard {_HELD}"


def _reviewed_on(more: str = "1") -> str:
    """The day of the first review in the year."""
    return f"(SELECT min({sql_rules.first_day('v.date')}) {_HELD} AND v.standard = s.id AND {more})"


def _campaign(window: MeasureWindow, done: bool) -> MeasureRows:
    """Standards of the plan's review families in force in the year whose age reaches the limit by
    the plan's cutoff day, the year's own reviews left aside; `done`: those reviewed in the year."""
    more: dict[str, object] = {}
    where = is_campaign_member("s", window.plan.campaign(), more)
    if done:
        where += f" AND s.id IN ({_REVIEWED})"
    return MeasureRows(
        standard_rows(_reviewed_on() if done else ":first", where), more, state=not done
    )


def campaign(window: MeasureWindow, _: str) -> MeasureRows:
    """How many standards the year's review campaign has to review."""
    return _campaign(window, done=False)


def reviewed(window: MeasureWindow, outcome: str) -> MeasureRows:
    """The campaign's standards reviewed in the year; with an outcome, all standards so reviewed."""
    if not outcome:
        return _campaign(window, done=True)
    more: dict[str, object] = {"outcome": outcome}
    families = any_of("s.family", "family", window.plan.review_families, more)
    so = "v.outcome = :outcome"
    where = f"{families} AND s.id IN ({_REVIEWED} AND {so})"
    return MeasureRows(standard_rows(_reviewed_on(so), where), more)


_EVENT = first_day("coalesce(a.date, a.closed)")
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


def activities(window: MeasureWindow, argument: str) -> MeasureRows:
    """Activities of a kind (`KIND`); `KIND:STATE,STATE` those that reached one of these states."""
    kind, _, states = argument.partition(":")
    more: dict[str, object] = {"kind": kind}
    if not states:
        return _rows(_OF_KIND, more)
    words = [state.strip() for state in states.split(",")]
    first = f"min({sql_rules.STATE_DAY})"
    where = (
        f"a.kind = :kind AND {any_of('s.state', 'state', words, more)}"
        f" GROUP BY a.id HAVING {first} BETWEEN :first AND :day"
    )
    return _rows(where, more, first, joined=_STATES)


def closed(window: MeasureWindow, kind: str) -> MeasureRows:
    """Activities of a kind that were closed within the year, whenever they began."""
    ended = first_day("a.closed")
    where = f"a.kind = :kind AND {ended} BETWEEN :first AND :day"
    return _rows(where, {"kind": kind}, ended)


def quantity(window: MeasureWindow, kind: str) -> MeasureRows:
    """The quantities of the activities of a kind, added up exactly."""
    return _rows(f"{_OF_KIND} AND a.quantity IS NOT NULL", {"kind": kind}, amount="a.quantity")


def organisations(window: MeasureWindow, kind: str) -> MeasureRows:
    """The different organisations of the activities of a kind, each by its first activity."""
    return _different("a.organisation", kind)


def regions(window: MeasureWindow, kind: str) -> MeasureRows:
    """The different regions of the activities of a kind, each by its first activity."""
    return _different("a.region", kind)


def _different(what: str, kind: str) -> MeasureRows:
    # Beside min(), SQLite takes the other columns from the row that has it.
    where = f"{_OF_KIND} AND {what} IS NOT NULL GROUP BY {what}"
    return _rows(where, {"kind": kind}, f"min({_EVENT})")


# Families whose standards the plan sets out to make.
FAMILIES_MADE = ("industry", "national")


def measure_rows(window: MeasureWindow, measure: str) -> MeasureRows | None:
    """What the catalogue counts for a measure, as rows; None for what only people record."""
    name, _, argument = measure.partition(":")
    return MEASURES[name](window, argument)


def count_measure(window: MeasureWindow, measure: str) -> Count:
    """The number of what the catalogue counts; None for what only people record."""
    found = measure_rows(window, measure)
    return found and total(window.connection, found, window.parameters())


def is_cumulative(window: MeasureWindow, measure: str) -> bool:
    """Whether a measure adds up over the year, by hand or by what happens, and so may be held
    against a straight line; how things stand on a day does not."""
    found = measure_rows(window, measure)
    return found is None or not found.state


def target_value(window: MeasureWindow, text: str | None) -> Decimal | None:
    """An indicator's target: a number, or what another measure counts."""
    if text is None:
        return None
    if text.partition(":")[0] in MEASURES:
        counted = count_measure(window, text)
        return None if counted is None else Decimal(str(counted))
    return Decimal(text)


def _in_plan(s: str = "s") -> str:
    """In a sector of the plan, by its own or through its focus areas; no amendment."""
    return (
        f"{s}.amends IS NULL AND ({s}.sector IN (SELECT sector FROM plan_sector WHERE plan = :plan)"
        " OR EXISTS (SELECT 1 FROM standard_focus f JOIN focus_area a ON a.code = f.focus"
        " JOIN plan_sector ps ON ps.sector = a.sector AND ps.plan = :plan"
        f" WHERE f.standard = {s}.id))"
    )


_MADE = f"s.family IN ({', '.join(repr(family) for family in FAMILIES_MADE)})"
_PUBLISHED = f"s.number IS NOT NULL AND {_MADE} AND {_in_plan()} AND {is_published_between()}"
# A project has no family before it has a number.
_PROJECT = f"(s.family IS NULL OR {_MADE}) AND {_in_plan()}"


def published(window: MeasureWindow, _: str) -> MeasureRows:
    """New and revised standards published, each number once (number is unique)."""
    return MeasureRows(standard_rows(sql_rules.first_day("s.published"), _PUBLISHED))


# Few records changed their stage within the year: they are looked up (IN), and not every record
# asked for its stages (EXISTS).
_WITHIN = f"c.stage = :stage AND {sql_rules.first_day('c.date')} BETWEEN :first AND :day"
_REACHED = f"s.id IN (SELECT c.standard FROM stage_change c WHERE {_WITHIN})"
_REACHED_ON = (
    f"(SELECT min({sql_rules.first_day('c.date')}) FROM stage_change c"
    f" WHERE c.standard = s.id AND {_WITHIN})"
)


def _reached(stage: str, more: str = "1") -> MeasureRows:
    where = f"{_PROJECT} AND {_REACHED} AND {more}"
    return MeasureRows(standard_rows(_REACHED_ON, where), {"stage": stage})


def projects(window: MeasureWindow, _: str) -> MeasureRows:
    """Projects approved (stage 10)."""
    return _reached("10")


def submitted(window: MeasureWindow, _: str) -> MeasureRows:
    """Projects submitted for approval (stage 50)."""
    return _reached("50")


def priority_projects(window: MeasureWindow, _: str) -> MeasureRows:
    """Projects approved (stage 10) in the plan's priority areas."""
    return _reached(
        "10",
        "EXISTS (SELECT 1 FROM standard_focus f JOIN plan_focus p ON p.focus = f.focus"
        " WHERE f.standard = s.id AND p.plan = :plan AND p.priority = 1)",
    )


def covered(window: MeasureWindow, _: str) -> MeasureRows:
    """The plan's focus areas that have a standard or a project, neither ended, on the day."""
    sql = (
        "SELECT :day AS day, a.sector AS sector, NULL AS driver, 1 AS amount"
        " FROM plan_focus p JOIN focus_area a ON a.code = p.focus WHERE p.plan = :plan"
        " AND EXISTS (SELECT 1 FROM standard_focus f JOIN standard s ON s.id = f.standard"
        f" WHERE f.focus = p.focus AND {sql_rules.is_known('s')}"
        f" AND {sql_rules.status('s')} NOT IN ('withdrawn', 'terminated'))"
    )
    return MeasureRows(sql, state=True, drivers=False)


def innovation(window: MeasureWindow, kind: str) -> MeasureRows:
    """Standards published and projects approved that rest on innovation, of one kind or any."""
    where = (
        "EXISTS (SELECT 1 FROM json_each(s.innovation) j WHERE :kind IN ('', j.value))"
        f" AND (({_PUBLISHED}) OR ({_PROJECT} AND {_REACHED}))"
    )
    # Approved and published within the year, it counts from the first of the two days.
    out = f"CASE WHEN {is_published_between()} THEN {sql_rules.first_day('s.published')} END"
    day = f"min(coalesce({out}, {_REACHED_ON}), coalesce({_REACHED_ON}, {out}))"
    return MeasureRows(standard_rows(day, where), {"kind": kind, "stage": "10"})


def adopted(window: MeasureWindow, _: str) -> MeasureRows:
    """Standards published that adopt an international one (IDT, MOD, EQV, degree unknown)."""
    where = f"{_PUBLISHED} AND {ADOPTS_INTERNATIONAL}"
    return MeasureRows(standard_rows(sql_rules.first_day("s.published"), where))


def adoption_rate(window: MeasureWindow, _: str) -> MeasureRows:
    """Percent of the standards in force on the day that adopt an international one."""
    where = f"{_MADE} AND {_in_plan()} AND {sql_rules.is_in_force('s')}"
    sql = standard_rows(":day", where, ADOPTS_INTERNATIONAL)
    return MeasureRows(sql, rate=True, state=True)


def by_hand(window: MeasureWindow, _: str) -> None:
    """Nothing that the catalogue counts: people record it."""


MEASURES: dict[str, Callable[[MeasureWindow, str], MeasureRows | None]] = {
    "published": published,
    "projects": projects,
    "submitted": submitted,
    "priority-projects": priority_projects,
    "covered": covered,
    "innovation": innovation,
    "adopted": adopted,
    "adoption-rate": adoption_rate,
    "campaign": campaign,
    "reviewed": reviewed,
    "recorded": by_hand,
    "activity": activities,
    "closed": closed,
    "quantity": quantity,
    "organisations": organisations,
    "regions": regions,
}
