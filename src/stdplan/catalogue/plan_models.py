"""The tables of plans: what the files of a plan say (seed.py stores it).

Rule: sectors and focus areas are shared by all plans; the other tables belong to one plan.

No `from __future__ import annotations` here: SQLModel reads the annotations at run time.
"""

from sqlalchemy import JSON, CheckConstraint, Column, Index, UniqueConstraint
from sqlmodel import Field

from stdplan.catalogue.model_base import ROW_IDS_ONCE, Model, Text, Texts, list_column, row_id


class Plan(Model, table=True):
    """The plan of a year: its title, its issuer, its rule for reviews, the months of a project."""

    __table_args__ = (UniqueConstraint("year"), ROW_IDS_ONCE)
    id: int | None = row_id()
    year: int
    title_zh: Text
    title_en: Text
    issuer_zh: Text
    issuer_en: Text
    review_years: int
    review_families: Texts = Field(sa_column=Column(JSON, nullable=False))
    review_cutoff: Text
    project_months: int
    # The months of a project by the nature of its standard, where they differ.
    nature_months: dict[str, int] | None = list_column()


class Theme(Model, table=True):
    """One of the plan's parts."""

    __table_args__ = (UniqueConstraint("plan", "number"), ROW_IDS_ONCE)
    id: int | None = row_id()
    plan: int = Field(foreign_key="plan.year")
    number: int
    title_zh: Text
    title_en: Text


class Task(Model, table=True):
    """One numbered task of a plan."""

    __table_args__ = (UniqueConstraint("plan", "number"), ROW_IDS_ONCE)
    id: int | None = row_id()
    plan: int = Field(foreign_key="plan.year")
    number: int
    theme: int
    title_zh: Text
    title_en: Text
    summary_zh: Text
    summary_en: Text


class Indicator(Model, table=True):
    """A figure that a task asks for: how to count it (measure), and its target."""

    __table_args__ = (UniqueConstraint("plan", "code"), ROW_IDS_ONCE)
    id: int | None = row_id()
    plan: int = Field(foreign_key="plan.year")
    task: int
    position: int
    code: Text
    name_zh: Text
    name_en: Text
    unit_zh: Text
    unit_en: Text
    measure: Text
    target: Text | None = None
    main: bool = False


class Driver(Model, table=True):
    """A purpose for which a plan needs standards urgently, in the words of its task."""

    __table_args__ = (UniqueConstraint("plan", "code"), ROW_IDS_ONCE)
    id: int | None = row_id()
    plan: int = Field(foreign_key="plan.year")
    code: Text
    task: int
    position: int
    name_zh: Text
    name_en: Text


class ActivityKind(Model, table=True):
    """A kind of activity, that is of work other than a standard."""

    __tablename__ = "activity_kind"
    # An activity has the code of its kind; its year decides which plan's kind that is.
    __table_args__ = (
        UniqueConstraint("plan", "code"),
        Index("activity_kind_code", "code"),
        ROW_IDS_ONCE,
    )
    id: int | None = row_id()
    plan: int = Field(foreign_key="plan.year")
    code: Text
    task: int
    position: int
    name_zh: Text
    name_en: Text
    unit_zh: Text
    unit_en: Text


class Sector(Model, table=True):
    """An industry or a cross-cutting area; all plans share it by its code."""

    __table_args__ = (
        UniqueConstraint("code"),
        CheckConstraint("kind IN ('industry', 'area')", name="kind_is_known"),
        ROW_IDS_ONCE,
    )
    id: int | None = row_id()
    code: Text
    kind: Text
    name_zh: Text
    name_en: Text
    prefixes: Texts = Field(sa_column=Column(JSON, nullable=False))


class FocusArea(Model, table=True):
    """An area of a sector that needs standards; `phrase`: the wording of the plan's annex."""

    __tablename__ = "focus_area"
    __table_args__ = (UniqueConstraint("code"), ROW_IDS_ONCE)
    id: int | None = row_id()
    code: Text
    sector: Text = Field(foreign_key="sector.code", index=True)
    name_zh: Text
    name_en: Text
    phrase: Text
    subject: Text | None = None
    keywords: Texts = Field(sa_column=Column(JSON, nullable=False))
    note: Text | None = None


class PlanSector(Model, table=True):
    """The sectors of a plan, in its order."""

    __tablename__ = "plan_sector"
    __table_args__ = (UniqueConstraint("plan", "sector"), ROW_IDS_ONCE)
    id: int | None = row_id()
    plan: int = Field(foreign_key="plan.year")
    sector: Text = Field(foreign_key="sector.code")
    position: int


class PlanFocus(Model, table=True):
    """The focus areas of a plan, in its order, and whether they have priority."""

    __tablename__ = "plan_focus"
    __table_args__ = (UniqueConstraint("plan", "focus"), ROW_IDS_ONCE)
    id: int | None = row_id()
    plan: int = Field(foreign_key="plan.year")
    focus: Text = Field(foreign_key="focus_area.code")
    position: int
    priority: bool = False
