"""The schema: the tables of standards, reviews, amounts and activities, and what may be written.

Rules:
* A change here needs a migration (migrations.py) and another SCHEMA_VERSION (database.py); a test
  compares a migrated file with a new one.
* Reviews, amounts, activities and the plans' files go through `Model.checked`, which refuses
  unknown names and wrong values. Standards are validated by the cell readers, by the same rules.
  The CHECKs apply to every writer but the bulk load, whose readers accept nothing that they forbid
  (bulk_load.py).
* What a record is on a day is never stored. The days from which it follows are (derived_models.py).
* Plans have their tables in plan_models.py, the indexes of titles in title_models.py, the history
  in history_models.py.
* No `from __future__ import annotations` here: SQLModel reads the annotations at run time.
"""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
    text,
)
from sqlmodel import Field

from stdplan.catalogue import plan_models, sql_rules
from stdplan.catalogue.model_base import (
    ROW_IDS_ONCE,
    Amount,
    Day,
    Degree,
    Family,
    Innovation,
    Model,
    Months,
    Nature,
    NumberKind,
    Outcome,
    Stage,
    Step,
    Text,
    Texts,
    Work,
    Year,
    code_check,
    day_check,
    list_column,
    row_id,
    standard_column,
)
from stdplan.domain import codes
from stdplan.domain.activities import IDENTITY_FIELDS
from stdplan.domain.fields import FIELDS

# Foreign keys refer to its tables.
assert plan_models

IN_COLUMNS = [field for field in FIELDS if field.home == "column"]


class Standard(Model, table=True):
    """A standard, or a project for one. Its status is computed, never stored (sql_rules.py).

    The columns are the fields of domain/fields.py that are stored in a column, and values derived
    from the number for speed; `db check` compares these with domain/numbers.
    """

    __table_args__ = (
        CheckConstraint("key <> ''", name="key_is_not_empty"),
        # The number is the key of a standard, and therefore unique.
        CheckConstraint("number = key", name="number_is_the_key"),
        *(
            code_check(field.name, field.words)
            for field in IN_COLUMNS
            if field.words and field.kind == "key"
        ),
        *(day_check(field.name) for field in IN_COLUMNS if field.kind == "date"),
        CheckConstraint(
            "project_months BETWEEN 1 AND 999 AND project_months = CAST(project_months AS INTEGER)",
            name="project_months_is_a_number",
        ),
        CheckConstraint(
            "partial_revision BETWEEN 1900 AND 2999"
            " AND partial_revision = CAST(partial_revision AS INTEGER)",
            name="partial_revision_is_a_year",
        ),
        # Indexes, not column constraints, so that a large load can build them at its end.
        Index("standard_key", "key", unique=True),
        Index("standard_plan_number", "plan_number", sqlite_where=text("plan_number IS NOT NULL")),
        # Few rows are projects, and every import looks for the projects that it may complete.
        Index("standard_project", "title", sqlite_where=text("number IS NULL")),
        Index("standard_order", "sort_key"),
        # The editions of a number, and its amendments.
        Index("standard_base", "base"),
        Index("standard_amends", "amends", sqlite_where=text("amends IS NOT NULL")),
        ROW_IDS_ONCE,
    )
    id: int | None = row_id()
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
    driver: Texts | None = list_column()
    innovation: Innovation | None = list_column()
    level: Text | None = None
    benchmark: Text | None = None
    department: Text | None = None
    committee: Text | None = None
    proposer: Text | None = None
    region: Text | None = None
    drafting_orgs: Texts | None = list_column()
    drafters: Texts | None = list_column()
    announcement: Text | None = None
    filing_number: Text | None = None
    ics: Text | None = None
    ccs: Text | None = None
    note: Text | None = None
    extra: dict[str, str] | None = list_column()
    source: Text | None = None
    project_months: Months | None = None
    partial_revision: Year | None = None
    # True if a list has 废止 without a day: `withdrawn` is then the day of the import.
    withdrawn_inferred: bool = False
    # True if somebody entered the day of withdrawal by hand.
    withdrawn_by_hand: bool = Field(
        default=False, sa_column=Column(Boolean, nullable=False, server_default=text("0"))
    )
    # Derived from the number.
    number_year: int | None = None
    prefix: str | None = None
    base: str | None = None
    sort_key: str = ""
    amends: str | None = None
    # What tells editions of one year apart: a month (`04`) or a letter (`a`).
    edition: str | None = None
    # The stage of a draft, if the number is that of one (ISO/DIS 1).
    draft_stage: str | None = None


class StandardFocus(Model, table=True):
    """The focus areas of a standard."""

    __tablename__ = "standard_focus"
    __table_args__ = (
        UniqueConstraint("standard", "focus"),
        Index("standard_focus_focus", "focus"),
        ROW_IDS_ONCE,
    )
    id: int | None = row_id()
    standard: int = standard_column()
    focus: Text = Field(foreign_key="focus_area.code")


class Replaces(Model, table=True):
    """The record with the key `successor` replaces the number `target`, wholly or in part.

    Both are names, not row ids: a link may exist before its records, and lists come in any order.
    """

    __table_args__ = (
        UniqueConstraint("successor", "target"),
        Index("replaces_target", "target", "partial"),
        ROW_IDS_ONCE,
    )
    id: int | None = row_id()
    successor: Text
    target: Text
    partial: bool = False
    position: int


class Adopts(Model, table=True):
    """`standard` adopts `reference`; degree None: unknown. `word`: an old term (参照采用)."""

    __table_args__ = (
        UniqueConstraint("standard", "reference"),
        code_check("degree", codes.DEGREES),
        Index("adopts_reference", "reference"),
        ROW_IDS_ONCE,
    )
    id: int | None = row_id()
    standard: int = standard_column()
    reference: str
    degree: Degree | None = None
    word: Text | None = None
    position: int


class OtherNumber(Model, table=True):
    """A number that names a standard, but is not its own.

    `kind`: the standard had it until it was renamed (`former`) or converted (`converted`, for
    instance from GB to GB/T), on the day `until`; or it was published under two numbers (`second`).
    `nature`: that of a converted standard until that day.
    """

    __tablename__ = "other_number"
    __table_args__ = (
        UniqueConstraint("standard", "number"),
        code_check("kind", codes.NUMBER_KINDS),
        day_check("until"),
        code_check("nature", codes.NATURES),
        Index("other_number_number", "number"),
        ROW_IDS_ONCE,
    )
    id: int | None = row_id()
    standard: int = standard_column()
    number: Text
    kind: NumberKind = "former"
    until: Day | None = None
    nature: Nature | None = None


class StageChange(Model, table=True):
    """A project reached a stage on a day. Stages 60 and 95 are columns of Standard instead."""

    __tablename__ = "stage_change"
    __table_args__ = (
        code_check("stage", codes.STAGES),
        day_check("date"),
        Index("stage_change_standard", "standard", "date"),
        Index("stage_change_review", "review", sqlite_where=text("review IS NOT NULL")),
        ROW_IDS_ONCE,
    )
    id: int | None = row_id()
    standard: int = standard_column()
    stage: Stage
    date: Day
    # The review that opened the project on that day; NULL if the stage was recorded itself.
    review: int | None = Field(
        default=None, sa_column=Column(ForeignKey("review.id", ondelete="SET NULL"))
    )


class Suspension(Model, table=True):
    """A project is suspended from one day up to, but not including, another one; NULL: no end yet.

    `note`: the reason; `document`: the document that suspended it (文号).
    """

    __table_args__ = (
        UniqueConstraint("standard", "since"),
        day_check("since"),
        day_check("until"),
        ROW_IDS_ONCE,
    )
    id: int | None = row_id()
    standard: int = standard_column()
    since: Day
    until: Day | None = None
    note: Text | None = None
    document: Text | None = None


class Extension(Model, table=True):
    """A project got a later target on a day. Its first target is the column of table standard.

    `note`: the reason; `document`: the document that extended it (文号).
    """

    __table_args__ = (
        UniqueConstraint("standard", "date"),
        day_check("date"),
        day_check("target"),
        ROW_IDS_ONCE,
    )
    id: int | None = row_id()
    standard: int = standard_column()
    date: Day
    target: Day
    note: Text | None = None
    document: Text | None = None


class Review(Model, table=True):
    """A review: its day, its outcome, and what follows from it.

    `step`: a committee proposed the outcome, or the department decided it, in a document (文号).
    Only a decided review has consequences. `into_family` and `into_nature`: what a conversion leads
    to.
    """

    __table_args__ = (
        code_check("outcome", codes.OUTCOMES),
        code_check("step", codes.STEPS),
        code_check("into_family", codes.FAMILIES),
        code_check("into_nature", codes.NATURES),
        day_check("date"),
        day_check("ends"),
        day_check("target"),
        Index("review_standard", "standard", "date"),
        Index("review_revise", "standard", sqlite_where=text("outcome = 'revise'")),
        Index("review_proposed", "standard", sqlite_where=text("step = 'proposed'")),
        ROW_IDS_ONCE,
    )
    id: int | None = row_id()
    standard: int = standard_column()
    date: Day
    outcome: Outcome
    into: Text | None = None
    ends: Day | None = None
    # When the revision is to be finished, and whether its project took its target date from here.
    target: Day | None = None
    aimed: bool = Field(
        default=False, sa_column=Column(Boolean, nullable=False, server_default=text("0"))
    )
    # The revision project of this review, set by review_projects.py.
    project: int | None = Field(
        default=None, sa_column=Column(ForeignKey("standard.id", ondelete="SET NULL"), index=True)
    )
    note: Text | None = None
    step: Step = Field(
        default="decided", sa_column=Column(String, nullable=False, server_default="decided")
    )
    document: Text | None = None
    into_family: Family | None = None
    into_nature: Nature | None = None


class CampaignMember(Model, table=True):
    """A standard was added to the review campaign of a year, or left out, on a day, for a reason
    (`note`). The last entry up to the day asked about counts."""

    __tablename__ = "campaign_member"
    __table_args__ = (
        UniqueConstraint("year", "standard", "date"),
        day_check("date"),
        Index("campaign_member_standard", "standard"),
        ROW_IDS_ONCE,
    )
    id: int | None = row_id()
    year: int
    standard: int = standard_column()
    member: bool
    date: Day
    note: Text | None = None


class Progress(Model, table=True):
    """An amount recorded for an indicator: a decimal above zero, exactly as written."""

    __table_args__ = (day_check("date"), ROW_IDS_ONCE)
    id: int | None = row_id()
    indicator: int = Field(foreign_key="indicator.id", index=True)
    date: Day
    amount: Amount
    sector: Text | None = Field(default=None, foreign_key="sector.code")
    note: Text | None = None


class Activity(Model, table=True):
    """Work other than a standard, of a kind that a plan names: what, when, who, where, how much.

    `kind`: a code of activity_kind; several plans may have it. `standard`: a number or plan number,
    in the catalogue or not.
    """

    __table_args__ = (
        *(day_check(name) for name in ("date", "due", "closed", "expires")),
        # No two activities have one identity (domain/activities.py); lists update rows by it.
        Index(
            "activity_reference",
            "kind",
            "reference",
            unique=True,
            sqlite_where=text("reference IS NOT NULL"),
        ),
        Index(
            "activity_telling",
            *(text(f"coalesce({name}, '')") for name in IDENTITY_FIELDS),
            unique=True,
            sqlite_where=text("reference IS NULL"),
        ),
        # For indicators that count a kind of activity within a year.
        Index("activity_event", "kind", text(sql_rules.first_day("coalesce(date, closed)"))),
        ROW_IDS_ONCE,
    )
    id: int | None = row_id()
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
    """An activity reached a state, a word of the user, on a day. It reaches each state once."""

    __tablename__ = "activity_state"
    __table_args__ = (UniqueConstraint("activity", "state"), day_check("date"), ROW_IDS_ONCE)
    id: int | None = row_id()
    activity: int = Field(
        sa_column=Column(ForeignKey("activity.id", ondelete="CASCADE"), nullable=False)
    )
    state: Text
    date: Day
