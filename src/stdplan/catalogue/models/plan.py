"""The plan's own tables: tasks, indicators, sectors, focus areas. Filled from the seeds."""

from sqlalchemy import JSON, CheckConstraint, Column, Index, UniqueConstraint
from sqlmodel import Field

from stdplan.catalogue.models.common import Model, Text, Texts


class Plan(Model, table=True):
    """A year's plan: its title, issuer, review rule and the months a project has."""

    year: int = Field(primary_key=True)
    title_zh: Text
    title_en: Text
    issuer_zh: Text
    issuer_en: Text
    review_years: int
    review_families: Texts = Field(sa_column=Column(JSON, nullable=False))
    review_cutoff: Text
    project_months: int


class Theme(Model, table=True):
    """One of the plan's parts."""

    plan: int = Field(foreign_key="plan.year", primary_key=True)
    number: int = Field(primary_key=True)
    title_zh: Text
    title_en: Text


class Task(Model, table=True):
    """One numbered task of a plan."""

    plan: int = Field(foreign_key="plan.year", primary_key=True)
    number: int = Field(primary_key=True)
    theme: int
    title_zh: Text
    title_en: Text
    summary_zh: Text
    summary_en: Text


class Indicator(Model, table=True):
    """What a task wants counted: how (measure), and against what (target)."""

    __table_args__ = (UniqueConstraint("plan", "code"),)
    id: int | None = Field(default=None, primary_key=True)
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
    """What a standard is urgently needed for, by the words of a plan's task."""

    plan: int = Field(foreign_key="plan.year", primary_key=True)
    code: Text = Field(primary_key=True)
    task: int
    position: int
    name_zh: Text
    name_en: Text


class ActivityKind(Model, table=True):
    """A kind of work that is no standard."""

    __tablename__ = "activity_kind"
    # Activities tell their kind by its code; which plan's it is, their year tells.
    __table_args__ = (Index("activity_kind_code", "code"),)
    plan: int = Field(foreign_key="plan.year", primary_key=True)
    code: Text = Field(primary_key=True)
    task: int
    position: int
    name_zh: Text
    name_en: Text
    unit_zh: Text
    unit_en: Text


class Sector(Model, table=True):
    """An industry or a cross-cutting area; shared by all plans through its code."""

    __table_args__ = (CheckConstraint("kind IN ('industry', 'area')", name="kind_is_known"),)
    code: Text = Field(primary_key=True)
    kind: Text
    name_zh: Text
    name_en: Text
    prefixes: Texts = Field(sa_column=Column(JSON, nullable=False))


class FocusArea(Model, table=True):
    """An area of a sector where standards are wanted; `phrase` is the annex's own wording."""

    __tablename__ = "focus_area"
    code: Text = Field(primary_key=True)
    sector: Text = Field(foreign_key="sector.code", index=True)
    name_zh: Text
    name_en: Text
    phrase: Text
    subject: Text | None = None
    keywords: Texts = Field(sa_column=Column(JSON, nullable=False))
    note: Text | None = None


class PlanSector(Model, table=True):
    """Which sectors a plan has, in its order."""

    __tablename__ = "plan_sector"
    plan: int = Field(foreign_key="plan.year", primary_key=True)
    sector: Text = Field(foreign_key="sector.code", primary_key=True)
    position: int


class PlanFocus(Model, table=True):
    """Which focus areas a plan has, in its order, and which of them it gives priority."""

    __tablename__ = "plan_focus"
    plan: int = Field(foreign_key="plan.year", primary_key=True)
    focus: Text = Field(foreign_key="focus_area.code", primary_key=True)
    position: int
    priority: bool = False
