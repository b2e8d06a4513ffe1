"""What happened on a day: stages, reviews, progress, and every writing command itself."""

from sqlalchemy import JSON, Boolean, Column, ForeignKey, Index, text
from sqlmodel import Field

from stdplan.catalogue.models.common import (
    Amount,
    Day,
    Model,
    Outcome,
    Stage,
    Text,
    day_check,
    of_standard,
    word_check,
)
from stdplan.domain.codes import OUTCOMES, STAGES


class StageChange(Model, table=True):
    """A project reached a stage on a day. 60 and 95 are the days published and withdrawn."""

    __tablename__ = "stage_change"
    __table_args__ = (
        word_check("stage", STAGES),
        day_check("date"),
        Index("stage_change_standard", "standard", "date"),
        Index("stage_change_review", "review", sqlite_where=text("review IS NOT NULL")),
    )
    id: int | None = Field(default=None, primary_key=True)
    standard: int = of_standard()
    stage: Stage
    date: Day
    # The review that opened the project on that day; none where the stage itself was told.
    review: int | None = Field(
        default=None, sa_column=Column(ForeignKey("review.id", ondelete="SET NULL"))
    )


class Review(Model, table=True):
    """A review held: its day, its outcome, and what follows from it."""

    __table_args__ = (
        word_check("outcome", OUTCOMES),
        day_check("date"),
        day_check("ends"),
        day_check("target"),
        Index("review_standard", "standard", "date"),
        Index("review_revise", "standard", sqlite_where=text("outcome = 'revise'")),
        {"sqlite_autoincrement": True},
    )
    id: int | None = Field(default=None, primary_key=True)
    standard: int = of_standard()
    date: Day
    outcome: Outcome
    into: Text | None = None
    ends: Day | None = None
    # When the revision is to be finished, and whether its project has its target date from here.
    target: Day | None = None
    aimed: bool = Field(
        default=False, sa_column=Column(Boolean, nullable=False, server_default=text("0"))
    )
    # The revision project that this review opened, or found: worked out by review_projects.py.
    project: int | None = Field(
        default=None, sa_column=Column(ForeignKey("standard.id", ondelete="SET NULL"), index=True)
    )
    note: Text | None = None


class Progress(Model, table=True):
    """An amount recorded by hand for an indicator: a decimal above zero, exactly as written."""

    __table_args__ = (day_check("date"), {"sqlite_autoincrement": True})
    id: int | None = Field(default=None, primary_key=True)
    indicator: int = Field(foreign_key="indicator.id", index=True)
    date: Day
    amount: Amount
    sector: Text | None = Field(default=None, foreign_key="sector.code")
    note: Text | None = None


class Operation(Model, table=True):
    """Every writing command: when, the command line, and what it counted (JSON)."""

    __table_args__ = ({"sqlite_autoincrement": True},)
    id: int | None = Field(default=None, primary_key=True)
    at: str
    command: str
    counts: dict[str, int] = Field(sa_column=Column(JSON, nullable=False))
