"""Where a measure looks, and what it answers."""

import sqlite3
from dataclasses import dataclass
from datetime import date, timedelta

from stdplan.catalogue.queries import timeline
from stdplan.catalogue.queries.plans import PlanRules

Count = int | float | None


@dataclass(frozen=True, slots=True)
class Window:
    """Where a measure looks: the plan's year up to the day."""

    connection: sqlite3.Connection
    plan: PlanRules
    day: date

    @property
    def last(self) -> str:
        """The last day that counts: the day asked about, within the plan's year.

        Before the year begins it is the day before, so that nothing counts.
        """
        year = self.plan.year
        return str(max(date(year, 1, 1) - timedelta(days=1), min(self.day, date(year, 12, 31))))

    def parameters(self) -> dict[str, object]:
        """What the SQL of measures may use besides its own."""
        return {
            **timeline.parameters(date.fromisoformat(self.last)),
            "plan": self.plan.year,
            "first": f"{self.plan.year}-01-01",
        }

    def number(self, sql: str, more: dict[str, object] | None = None) -> Count:
        """The one number that the SQL answers."""
        found: Count = self.connection.execute(
            sql, {**self.parameters(), **(more or {})}
        ).fetchone()[0]
        return found
