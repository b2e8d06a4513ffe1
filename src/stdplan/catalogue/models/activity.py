"""The work that is no standard, and the states that it reaches.

What plan an activity belongs to, is told by its kind and year.
"""

from sqlalchemy import Column, ForeignKey, Index, UniqueConstraint, text
from sqlmodel import Field

from stdplan.catalogue import sql_rules
from stdplan.catalogue.models.common import Amount, Day, Model, Text, day_check
from stdplan.domain.activities import TELLING


class Activity(Model, table=True):
    """Work of a kind that a plan names: what, when, who, where, how much.

    `kind` is a code of activity_kind, which several plans may have; `standard` a number or plan
    number, also one that the catalogue does not hold.
    """

    __table_args__ = (
        *(day_check(name) for name in ("date", "due", "closed", "expires")),
        # No two of one identity (domain/activities.py): lists are told again by it.
        Index(
            "activity_reference",
            "kind",
            "reference",
            unique=True,
            sqlite_where=text("reference IS NOT NULL"),
        ),
        Index(
            "activity_telling",
            *(text(f"coalesce({name}, '')") for name in TELLING),
            unique=True,
            sqlite_where=text("reference IS NULL"),
        ),
        # For indicators, which count a kind's within a year.
        Index("activity_event", "kind", text(sql_rules.pad("coalesce(date, closed)"))),
        {"sqlite_autoincrement": True},
    )
    id: int | None = Field(default=None, primary_key=True)
    kind: Text
    title: Text
    date: Day | None = None
    due: Day | None = None
    closed: Day | None = None
    expires: Day | None = None
    sector: Text | None = Field(default=None, foreign_key="sector.code")
    standard: Text | None = None
    organisation: Text | None = None
    person: Text | None = None
    product: Text | None = None
    region: Text | None = None
    country: Text | None = None
    quantity: Amount | None = None
    reference: Text | None = None
    note: Text | None = None


class ActivityState(Model, table=True):
    """An activity reached a state on a day: a word of the user's own. It reaches each once."""

    __tablename__ = "activity_state"
    __table_args__ = (UniqueConstraint("activity", "state"), day_check("date"))
    id: int | None = Field(default=None, primary_key=True)
    activity: int = Field(
        sa_column=Column(ForeignKey("activity.id", ondelete="CASCADE"), nullable=False)
    )
    state: Text
    date: Day
