"""Standards and what they are linked to. What day it is on, is never stored (queries/timeline)."""

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field

from stdplan.catalogue import sql_rules
from stdplan.catalogue.models.common import (
    Day,
    Degree,
    Family,
    Innovation,
    Model,
    Nature,
    Text,
    Texts,
    Work,
    day_check,
    many,
    of_standard,
    word_check,
)
from stdplan.domain.codes import DEGREES
from stdplan.domain.fields import FIELDS

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
        Index("standard_start", text(sql_rules.start("standard").replace("standard.", ""))),
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
