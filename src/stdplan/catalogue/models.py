"""The schema: what a catalogue holds and what may be written into it.

Rule: this folder is the schema; a change here comes with a migration (migrations.py), and a test
compares a migrated file with a fresh one. Rows from outside go through `Model.checked`, which
refuses unknown names and wrong values; the CHECKs hold whoever else writes the file to the same.
No `from __future__ import annotations` in this folder: SQLModel reads the annotations themselves.

Column types, CHECKs and the common base of all tables.

Standards and what they are linked to. What day it is on, is never stored (queries/timeline).

The plan's own tables: tasks, indicators, sectors, focus areas. Filled from the seeds.

What happened on a day: stages, reviews, progress, and every writing command itself.

The work that is no standard, and the states that it reaches.

What plan an activity belongs to, is told by its kind and year.

The index of titles: derived from table standard, made anew whenever it is worth it.

What was changed in the table since the index was made is noted by triggers, which cost nothing
while rows are added: those have higher ids than the index has seen.
"""

from collections.abc import Mapping
from typing import Annotated, Any, Self

from pydantic import AfterValidator, ValidationError
from sqlalchemy import (
    DDL,
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    UniqueConstraint,
    event,
    text,
)
from sqlmodel import Field, SQLModel

from stdplan.catalogue import sql_rules
from stdplan.domain import validators
from stdplan.domain.activities import TELLING
from stdplan.domain.codes import (
    DEGREES,
    FAMILIES,
    INNOVATION,
    NATURES,
    OUTCOMES,
    STAGES,
    WORK,
    Words,
)
from stdplan.domain.fields import FIELDS
from stdplan.domain.text import escape_unprintable
from stdplan.errors import UsageProblem

Text = Annotated[str, AfterValidator(validators.text)]
Day = Annotated[str, AfterValidator(validators.day)]
Family = Annotated[str, AfterValidator(validators.one_of(FAMILIES))]
Nature = Annotated[str, AfterValidator(validators.one_of(NATURES))]
Work = Annotated[str, AfterValidator(validators.one_of(WORK))]
Stage = Annotated[str, AfterValidator(validators.one_of(STAGES))]
Outcome = Annotated[str, AfterValidator(validators.one_of(OUTCOMES))]
Degree = Annotated[str, AfterValidator(validators.one_of(DEGREES))]
Amount = Annotated[str, AfterValidator(validators.amount)]
Texts = Annotated[list[str], AfterValidator(validators.texts)]
Innovation = Annotated[
    list[Annotated[str, AfterValidator(validators.one_of(INNOVATION))]],
    AfterValidator(validators.texts),
]


def day_check(column: str) -> CheckConstraint:
    """A date is a year, a month or a day: `1987`, `1987-05`, `1987-05-18`."""
    year, two = "[12][0-9][0-9][0-9]", "-[0-9][0-9]"
    # The form of nearly all dates first: a million rows are checked in an import.
    forms = " OR ".join(f"{column} GLOB '{year}{two * more}'" for more in (2, 1, 0))
    return CheckConstraint(forms, name=f"{column}_is_a_date")


def word_check(column: str, words: Words) -> CheckConstraint:
    # Not IN (…): SQLite builds a table of its codes for each row that it checks.
    codes = " OR ".join(f"{column} = '{code}'" for code in words)
    return CheckConstraint(codes, name=f"{column}_is_known")


def of_standard(key: bool = False) -> Any:
    """The standard that a row belongs to, and goes with when that is removed."""
    return Field(
        sa_column=Column(
            ForeignKey("standard.id", ondelete="CASCADE"), primary_key=key, nullable=False
        )
    )


def many() -> Any:
    """Several values in one cell, as JSON; NULL for none."""
    return Field(default=None, sa_column=Column(JSON(none_as_null=True)))


class Model(SQLModel):
    """Common to all tables: names that the table does not have are refused."""

    model_config = {"extra": "forbid"}

    @classmethod
    def checked(cls, values: Mapping[str, object]) -> Self:
        """A row of these values; UsageProblem, naming field and value, where one may not be."""
        try:
            return cls.model_validate(values)
        except ValidationError as error:
            problems = [_problem(fault) for fault in error.errors()]
        raise UsageProblem("; ".join(problems))


def _problem(fault: Mapping[str, Any]) -> str:
    name = ".".join(map(str, fault["loc"]))
    # A rule's own sentence, else what pydantic says of the type.
    reason = fault.get("ctx", {}).get("error", fault["msg"])
    return f'{name}: "{escape_unprintable(str(fault["input"]))}" {reason}'


IN_COLUMNS = [field for field in FIELDS if field.home == "column"]


class Standard(Model, table=True):
    """A standard or a project to make one. What day it is on, is never stored (queries/timeline).

    The fields of domain/fields.py that live in a column, and below them what is derived from the
    number for speed: `db check` compares it with domain/numbers.py.
    """

    __table_args__ = (
        CheckConstraint("key <> ''", name="key_is_not_empty"),
        # A number is its standard's key, and so unique as well.
        CheckConstraint("number = key", name="number_is_the_key"),
        *(
            word_check(field.name, field.words)
            for field in IN_COLUMNS
            if field.words and field.kind == "key"
        ),
        *(day_check(field.name) for field in IN_COLUMNS if field.kind == "date"),
        # Indexes, not constraints of their columns, so that a large load can build them at its end.
        Index("standard_key", "key", unique=True),
        Index("standard_plan_number", "plan_number", sqlite_where=text("plan_number IS NOT NULL")),
        Index("standard_sector", "sector"),
        # Projects are few among many standards, and every import looks for those it may belong to.
        Index("standard_project", "title", sqlite_where=text("number IS NULL")),
        Index("standard_order", "sort_key"),
        # The few that are not there yet, or have no day of their own, without a look at the rest:
        # every list says how many it leaves out.
        Index("standard_start", text(sql_rules.start_day("standard").replace("standard.", ""))),
    )
    id: int | None = Field(default=None, primary_key=True)
    key: Text
    number: Text | None = None
    plan_number: Text | None = None
    title: Text | None = None
    title_en: Text | None = None
    sector: Text | None = Field(default=None, foreign_key="sector.code")
    family: Family | None = None
    nature: Nature | None = None
    work: Work | None = None
    category: Text | None = None
    published: Day | None = None
    effective: Day | None = None
    withdrawn: Day | None = None
    terminated: Day | None = None
    target_date: Day | None = None
    driver: Texts | None = many()
    innovation: Innovation | None = many()
    level: Text | None = None
    benchmark: Text | None = None
    department: Text | None = None
    committee: Text | None = None
    proposer: Text | None = None
    region: Text | None = None
    drafting_orgs: Texts | None = many()
    drafters: Texts | None = many()
    announcement: Text | None = None
    filing_number: Text | None = None
    ics: Text | None = None
    ccs: Text | None = None
    note: Text | None = None
    extra: dict[str, str] | None = many()
    source: Text | None = None
    # True where a list said 废止 without a day and the day of import stands in for it.
    withdrawn_inferred: bool = False
    # Derived from the number.
    number_year: int | None = None
    prefix: str | None = None
    base: str | None = None
    sort_key: str = ""
    amends: str | None = None


class StandardFocus(Model, table=True):
    """Which focus areas a record serves."""

    __tablename__ = "standard_focus"
    __table_args__ = (Index("standard_focus_focus", "focus"),)
    standard: int = of_standard(key=True)
    focus: Text = Field(foreign_key="focus_area.code", primary_key=True)


class Replaces(Model, table=True):
    """The record `successor` replaces the number `target`, wholly or in part.

    Both are told by what they are called, so that a link can be made before the catalogue holds
    either, and lists come in any order.
    """

    __table_args__ = (Index("replaces_target", "target", "partial"),)
    successor: Text = Field(primary_key=True)
    target: Text = Field(primary_key=True)
    partial: bool = False
    position: int


class Adopts(Model, table=True):
    """`standard` adopts `reference`; degree None is unknown, `word` an old term kept (参照采用)."""

    __table_args__ = (word_check("degree", DEGREES), Index("adopts_reference", "reference"))
    standard: int = of_standard(key=True)
    reference: str = Field(primary_key=True)
    degree: Degree | None = None
    word: Text | None = None
    position: int


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
        Index("activity_event", "kind", text(sql_rules.first_day("coalesce(date, closed)"))),
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


class TitleIndex(Model, table=True):
    """The index as a whole, one row: the last id it has seen, how many records have a title, and
    the number of pieces of each record's titles, a byte an id."""

    __tablename__ = "title_index"
    last: int = Field(primary_key=True)
    records: int
    sizes: bytes


class TitleGram(Model, table=True):
    """A piece of titles (domain/ngrams.py) and the records that have it: ids of four bytes each."""

    __tablename__ = "title_gram"
    gram: str = Field(primary_key=True)
    ids: bytes


class TitleChanged(Model, table=True):
    """A record that the index has seen and that was changed or removed since: what it has of it."""

    __tablename__ = "title_changed"
    standard: int = Field(primary_key=True)
    titles: str


# Rows are added by lists in masses: that trigger only compares the new id, which undoing a removal
# brings back.
_NOTES = {
    "INSERT": ("new", "''"),
    "UPDATE OF title, title_en": (
        "old",
        "coalesce(old.title, '') || char(10) || coalesce(old.title_en, '')",
    ),
    "DELETE": ("old", "coalesce(old.title, '') || char(10) || coalesce(old.title_en, '')"),
}
for _what, (_row, _titles) in _NOTES.items():
    _name = f"title_{_what.split()[0].lower()}"
    event.listen(
        Model.metadata,
        "after_create",
        DDL(  # type: ignore[no-untyped-call]
            f"CREATE TRIGGER {_name} AFTER {_what} ON standard"
            f" WHEN {_row}.id <= (SELECT last FROM title_index)"
            f" BEGIN INSERT OR IGNORE INTO title_changed (standard, titles)"
            f" VALUES ({_row}.id, {_titles}); END"
        ),
    )
