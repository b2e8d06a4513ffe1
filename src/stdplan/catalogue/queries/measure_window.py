"""Where a measure looks: the plan's year, as far as it is over on the day asked about."""

import sqlite3
from dataclasses import dataclass
from datetime import date

from stdplan.catalogue.queries import timeline
from stdplan.catalogue.queries.plans import PlanRules


def last_day(year: int, day: date) -> str:
    """The last day that counts (ISO): the day asked about, but none after the year.

    Before the year begins nothing counts, and how things stand is told for the day itself.
    """
    return min(day, date(year, 12, 31)).isoformat()


def published(first: str = ":first", last: str = ":day") -> str:
    """Whether record `s` was published from the first day to the last; NULL without a day."""
    return f"{timeline.pad('s.published')} BETWEEN {first} AND {last}"


def published_in(year: int, day: date, into: dict[str, object]) -> str:
    """Whether record `s` was published in the year, up to the day, with parameters in `into`."""
    into |= {"first": f"{year}-01-01", "last": last_day(year, day)}
    return f"coalesce({published(last=':last')}, 0)"


@dataclass(frozen=True, slots=True)
class Window:
    """Where a measure looks: the plan's year up to the day."""

    connection: sqlite3.Connection
    plan: PlanRules
    day: date

    @property
    def last(self) -> str:
        """The last day that counts, see `last_day`."""
        return last_day(self.plan.year, self.day)

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
