"""Where a measure looks."""

import sqlite3
from dataclasses import dataclass
from datetime import date, timedelta

from stdplan.catalogue.queries import timeline
from stdplan.catalogue.queries.plans import PlanRules


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

    @property
    def elapsed(self) -> int:
        """How many days of the plan's year are over at the end of `last`."""
        return (date.fromisoformat(self.last) - date(self.plan.year, 1, 1)).days + 1

    @property
    def days(self) -> int:
        """How many days the plan's year has."""
        return (date(self.plan.year + 1, 1, 1) - date(self.plan.year, 1, 1)).days

    def parameters(self) -> dict[str, object]:
        """What the SQL of measures may use besides its own."""
        return {
            **timeline.parameters(date.fromisoformat(self.last)),
            "plan": self.plan.year,
            "first": f"{self.plan.year}-01-01",
        }
