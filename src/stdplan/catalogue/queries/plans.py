"""The plan that is asked about: its year and rules, and what its sectors are in SQL."""

import json
import sqlite3
from datetime import date
from typing import NamedTuple

from stdplan import errors
from stdplan.catalogue.queries.campaign import Campaign
from stdplan.domain.dates import add_years
from stdplan.i18n import language, t


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


def choose(connection: sqlite3.Connection, year: int | None) -> PlanRules:
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


def holds_standards(connection: sqlite3.Connection) -> bool:
    """Whether the catalogue holds any standard or project."""
    return connection.execute("SELECT 1 FROM standard LIMIT 1").fetchone() is not None


def has_plan(connection: sqlite3.Connection, year: int) -> bool:
    """Whether the catalogue holds a plan of that year."""
    row = connection.execute("SELECT 1 FROM plan WHERE year = ?", (year,)).fetchone()
    return row is not None


def title(connection: sqlite3.Connection, year: int) -> str:
    """What the plan of that year is called."""
    sql = f"SELECT {named('p', 'title')} FROM plan p WHERE year = ?"
    return str(connection.execute(sql, (year,)).fetchone()[0])


def named(table: str, column: str = "name") -> str:
    """`name_zh` or `name_en`, by the language of this run."""
    return f"{table}.{column}_{language()}"


def own_sector(sector: str) -> str:
    """A sector (an SQL expression) if the plan :plan has it, else NULL."""
    of_plan = "SELECT sector FROM plan_sector WHERE plan = :plan"
    return f"CASE WHEN {sector} IN ({of_plan}) THEN {sector} END"


OWN_SECTOR = own_sector("s.sector")


# The plan's sectors (p, with their row c), each beside its row of the common table n, and last the
# row of n without a sector, if there is one: so that the rows add up to all records.
WITH_REST = (
    "(SELECT sector, position FROM plan_sector WHERE plan = :plan"
    " UNION ALL SELECT NULL, 9999 WHERE EXISTS (SELECT 1 FROM n WHERE sector IS NULL)) p"
    " LEFT JOIN n ON n.sector IS p.sector LEFT JOIN sector c ON c.code = p.sector"
)
