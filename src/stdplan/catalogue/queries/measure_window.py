"""Where a measure looks."""

import sqlite3
from dataclasses import dataclass
from datetime import date

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
        """The last day that counts: the day asked about, but none after the plan's year.

        Before the year begins nothing counts, and how things stand is told for the day itself.
        """
        return min(self.day, date(self.plan.year, 12, 31)).isoformat()

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
            **timeline.parameters(date.fromisoformat(self.last)),
            "plan": self.plan.year,
            "first": f"{self.plan.year}-01-01",
        }
