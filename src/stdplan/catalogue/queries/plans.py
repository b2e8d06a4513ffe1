"""The plan that is asked about: its year and rules, and what its sectors are in SQL.

Codes that there are, with their names: of sectors, focus areas, drivers and indicators.

The review campaign of a year: which standards it has to review. One rule for all figures of it.

Rule: standards of the families in force in the year whose age reaches the limit by the plan's
cutoff day, the year's own reviews left aside; no amendments. Done are those reviewed in the year.
"""

import json
import sqlite3
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from stdplan import errors
from stdplan.catalogue import sql_rules
from stdplan.catalogue.queries.query import any_of
from stdplan.domain.dates import add_years, cutoff
from stdplan.i18n import language, t


class Campaign(NamedTuple):
    """A year's campaign: standards of `families` (none: all) that are `years` old by its `last`
    day."""

    last: date
    years: int
    families: Sequence[str]


def is_campaign_member(s: str, rule: Campaign, into: dict[str, object]) -> str:
    """Whether a standard belongs to the campaign, as far as :day knows, with the parameters bound
    in `into`."""
    into["opens"] = f"{rule.last.year}-01-01"
    into["closes"] = rule.last.isoformat()
    into["old_enough"] = cutoff(rule.last, rule.years).isoformat()
    # Reviews held in the year do not change what its campaign has to review.
    into["eve"] = f"{rule.last.year - 1}-12-31"
    return (
        f"{is_of_families(s, rule.families, into)} AND {s}.amends IS NULL"
        f" AND coalesce({sql_rules.public_day(s)} <= :closes, {s}.number IS NOT NULL)"
        f" AND coalesce({sql_rules.end_day(s)} > :opens, 1)"
        f" AND {sql_rules.counted_from(s, 'min(:eve, :day)')} <= :old_enough"
        f" AND {sql_rules.is_known(s)}"
    )


def is_of_families(s: str, families: Sequence[str], into: dict[str, object]) -> str:
    """Whether a record is of one of the families; of any, where none is named."""
    return any_of(f"{s}.family", "family", families, into) if families else "1"


def reviews_between(first: str, last: str) -> str:
    """The reviews `v` held within two days, as `FROM … WHERE …`."""
    return f"FROM review v WHERE {sql_rules.first_day('v.date')} BETWEEN {first} AND {last}"


class PlanRules(NamedTuple):
    """A plan's year and what it says of reviews and projects."""

    year: int
    review_years: int
    review_families: tuple[str, ...]
    review_cutoff: str
    project_months: int

    def campaign(self, year: int | None = None) -> Campaign:
        """The review campaign of a year, the plan's own without one, by the plan's rule."""
        # By way of a leap year, since the cutoff may be 29 February.
        leap = date.fromisoformat(f"2000-{self.review_cutoff}")
        last = add_years(leap, (self.year if year is None else year) - leap.year)
        return Campaign(last, self.review_years, self.review_families)


def choose_plan(connection: sqlite3.Connection, year: int | None) -> PlanRules:
    """The plan of a year; None is the newest. Raises Missing, naming the plans there are."""
    rows = connection.execute(
        "SELECT year, review_years, review_families, review_cutoff, project_months"
        " FROM plan ORDER BY year DESC"
    ).fetchall()
    for row in rows:
        if year is None or row[0] == year:
            return PlanRules(row[0], row[1], tuple(json.loads(row[2])), row[3], row[4])
    if year is None:
        raise errors.Missing(t("the catalogue holds no plan: `stdplan init` brings one"))
    years = ", ".join(str(row[0]) for row in rows) or t("none")
    raise errors.Missing(
        t("no plan of {year} in the catalogue (there are: {years})", year=year, years=years)
    )


def has_standards(connection: sqlite3.Connection) -> bool:
    """Whether the catalogue holds any standard or project."""
    return connection.execute("SELECT 1 FROM standard LIMIT 1").fetchone() is not None


def has_plan(connection: sqlite3.Connection, year: int) -> bool:
    """Whether the catalogue holds a plan of that year."""
    row = connection.execute("SELECT 1 FROM plan WHERE year = ?", (year,)).fetchone()
    return row is not None


def plan_title(connection: sqlite3.Connection, year: int) -> str:
    """What the plan of that year is called."""
    sql = f"SELECT {name_expression('p', 'title')} FROM plan p WHERE year = ?"
    return str(connection.execute(sql, (year,)).fetchone()[0])


def name_expression(table: str, column: str = "name") -> str:
    """Return the column of a Chinese run, `name_zh`, or of any other, `name_en`."""
    return f"{table}.{column}_{'zh' if language() == 'zh' else 'en'}"


def own_sector(sector: str) -> str:
    """A sector (an SQL expression) if the plan :plan has it, else NULL."""
    of_plan = "SELECT sector FROM plan_sector WHERE plan = :plan"
    return f"CASE WHEN {sector} IN ({of_plan}) THEN {sector} END"


OWN_SECTOR = own_sector("s.sector")


# The plan's sectors (p, with their row c), each beside its row of the common table n, and last the
# row of n without a sector, if there is one: so that the rows add up to all records.
SECTORS_AND_REST = (
    "(SELECT sector, position FROM plan_sector WHERE plan = :plan"
    " UNION ALL SELECT NULL, 9999 WHERE EXISTS (SELECT 1 FROM n WHERE sector IS NULL)) p"
    " LEFT JOIN n ON n.sector IS p.sector LEFT JOIN sector c ON c.code = p.sector"
)


CodeNames = tuple[str, str, str]  # code, Chinese name, English name
CODE_TABLES = ("sector", "focus_area", "driver")


def code_names(connection: sqlite3.Connection, table: str) -> list[CodeNames]:
    """All codes of one of TABLES, in the order in which they came."""
    assert table in CODE_TABLES
    rows: list[CodeNames] = connection.execute(
        f"SELECT code, name_zh, name_en FROM {table} ORDER BY rowid"
    ).fetchall()
    # A driver stands once in each plan that has it.
    return list(dict.fromkeys(rows))


def indicator_names(connection: sqlite3.Connection, plan: int) -> list[CodeNames]:
    """The codes of a plan's indicators, in the order of its tasks."""
    rows: list[CodeNames] = connection.execute(
        "SELECT code, name_zh, name_en FROM indicator WHERE plan = ? ORDER BY task, position",
        (plan,),
    ).fetchall()
    return rows


def codes_by_name(connection: sqlite3.Connection, table: str) -> dict[str, str]:
    """Code by code, and by each name that only one has."""
    rows = code_names(connection, table)
    codes: dict[str, set[str]] = {}
    for code, *names in rows:
        for name in names:
            codes.setdefault(name, set()).add(code)
    known = {name: next(iter(found)) for name, found in codes.items() if len(found) == 1}
    return known | {row[0]: row[0] for row in rows}
