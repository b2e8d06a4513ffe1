"""The fields of a standard: the order of the columns, kinds, labels, and who may write them.

Tables, the options of `standards add` and `edit`, import, export and the test of the schema all use
this list. A new field is a line here, a column in catalogue/models.py and a migration.
"""

from __future__ import annotations

from stdplan.domain.codes import (
    ENDS_BASES,
    FAMILIES,
    INNOVATION,
    NATURES,
    REPLACEMENT_KINDS,
    STAGES,
    STATUSES,
    WORK,
    Words,
)
from stdplan.i18n import in_language, language
from stdplan.light import TYPE_CHECKING, NamedTuple
from stdplan.table import Column, Kind

if TYPE_CHECKING:
    from typing import Literal, TypeAlias

# column: a column of table standard. link: rows of a table of its own. event: from dated events
# (stage changes, reviews). derived: computed for the day asked about; a list may give it in words.
# computed: only shown, and skipped by import. list: a column that only lists have.
Home: TypeAlias = 'Literal["column", "link", "event", "derived", "computed", "list"]'


class Field(NamedTuple):
    """One field: its name everywhere, the kind of its cells, where it is stored, labels, codes.

    `former`: labels that lists of earlier versions have.
    """

    name: str
    kind: Kind
    home: Home
    zh: str
    en: str
    words: Words | None = None
    by_hand: bool = True
    former: tuple[str, ...] = ()

    @property
    def headers(self) -> tuple[str, ...]:
        """Return what a list of ours may call the field: its name, its labels, former labels."""
        return (self.name, self.zh, self.en, *self.former)

    @property
    def column(self) -> Column:
        """Return the field as a column of a table."""
        return Column(self.name, self.kind)


FIELDS: tuple[Field, ...] = (
    Field("key", "key", "column", "记录标识", "key", by_hand=False, former=("键",)),
    Field("number", "key", "column", "标准编号", "standard number"),
    Field("plan_number", "key", "column", "计划号", "plan number"),
    Field("title", "text", "column", "标准名称", "title"),
    Field("title_en", "text", "column", "英文名称", "English title"),
    Field("sector", "key", "column", "行业领域", "sector"),
    Field("focus", "list", "link", "重点领域", "focus areas"),
    Field("family", "key", "column", "标准级别", "family", FAMILIES, former=("标准层级",)),
    Field("nature", "key", "column", "性质", "nature", NATURES),
    Field("work", "key", "column", "制修订", "new or revision", WORK),
    Field("category", "text", "column", "标准类别", "category"),
    Field("stage", "key", "event", "阶段", "stage", STAGES, by_hand=False),
    Field("status", "key", "derived", "标准状态", "status", STATUSES, by_hand=False),
    Field("published", "date", "column", "发布日期", "published"),
    Field("effective", "date", "column", "实施日期", "effective"),
    Field("withdrawn", "date", "column", "废止日期", "withdrawn"),
    Field("confirmed", "date", "event", "复审确认日期", "last confirmed", by_hand=False),
    Field("terminated", "date", "column", "终止日期", "project terminated"),
    Field("target_date", "date", "column", "完成年限", "target date"),
    Field("replaces", "list", "link", "代替标准", "replaces"),
    Field("replaced_by", "list", "derived", "被代替", "replaced by", by_hand=False),
    Field("adopts", "list", "link", "采标情况", "adopts"),
    Field("driver", "list", "column", "重点工作", "driver"),
    Field("innovation", "list", "column", "创新成果", "innovation", INNOVATION),
    Field("level", "text", "column", "标准水平", "level"),
    Field("benchmark", "text", "column", "对标", "benchmark"),
    Field("department", "text", "column", "主管部门", "department"),
    Field("committee", "text", "column", "归口单位", "committee"),
    Field("proposer", "text", "column", "提出单位", "proposer"),
    Field("region", "text", "column", "地区", "region"),
    Field("drafting_orgs", "list", "column", "起草单位", "drafting organisations"),
    Field("drafters", "list", "column", "起草人", "drafters"),
    Field("announcement", "text", "column", "公告号", "announcement"),
    Field("filing_number", "key", "column", "备案号", "filing number"),
    Field("ics", "text", "column", "ICS分类号", "ICS"),
    Field("ccs", "text", "column", "CCS分类号", "CCS"),
    Field("note", "text", "column", "备注", "note"),
    Field("extra", "object", "column", "其他栏目", "other columns", by_hand=False),
    Field("source", "text", "column", "来源", "source", by_hand=False),
    # From its proposal. Without a target date, project_rules.py computes one from them, so it does
    # not matter whether the day of the proposal comes before or after them.
    Field("project_months", "integer", "column", "项目周期(月)", "project months"),
    # The first day on which the standard is no longer in force, and from what it follows.
    # Its label is not 废止日期, which is the header of a stated day: it may be an inferred one.
    Field(
        "ends", "date", "computed", "废止日期（含推算）", "ends", by_hand=False, former=("失效日",)
    ),
    Field(
        "ends_basis",
        "key",
        "computed",
        "废止依据",
        "basis of end",
        ENDS_BASES,
        by_hand=False,
        former=("失效依据",),
    ),
    # The year of a partial revision (局部修订): 2018 for `GB 50016-2014（2018年版）`.
    Field("partial_revision", "integer", "column", "局部修订年份", "year of partial revision"),
    # The target date before the first extension; empty for a project that was not extended.
    Field("first_target_date", "date", "computed", "原完成年限", "first target", by_hand=False),
)
# Only lists have these. They say how a row replaces, which number a converted standard had, to
# which day a project is extended, why, to which day an extension is only requested, on which day
# the plan of the project was issued, and on which days the project reached its stages.
LIST_FIELDS = (
    Field("replaces_kind", "key", "list", "代替类型", "kind of replacement", REPLACEMENT_KINDS),
    Field("old_number", "key", "list", "原标准编号", "number before conversion"),
    Field("new_number", "key", "list", "现标准编号", "number after conversion"),
    Field("converted", "date", "list", "转化日期", "converted"),
    Field("extended_to", "date", "list", "延期至", "extended to"),
    Field("extension_reason", "text", "list", "延期原因", "reason for the extension"),
    Field("extension_requested", "text", "list", "申请延期至", "extension requested"),
    Field("plan_issued", "date", "list", "下达日期", "plan issued"),
    Field("stage_day", "date", "list", "阶段日期", "date of the stage"),
    Field("drafting_began", "date", "list", "起草日期", "drafting began"),
    Field("comments_began", "date", "list", "征求意见日期", "comments began"),
    Field("review_began", "date", "list", "送审日期", "review began"),
    Field("approval_began", "date", "list", "报批日期", "approval began"),
)
# The days of single stages, one column each.
STAGE_DAYS = {
    "drafting_began": "20",
    "comments_began": "30",
    "review_began": "40",
    "approval_began": "50",
}
BY_NAME = {field.name: field for field in FIELDS}
COLUMNS = tuple(field.column for field in FIELDS)
# The fields that `standards add` and `edit` write, one option each.
BY_HAND = tuple(field for field in FIELDS if field.by_hand)


def field_word(name: str) -> str:
    """Return how messages call a field of any list: by its name, in Chinese by its label."""
    if language() != "zh":
        return name
    known = BY_NAME.get(name)
    return known.zh if known else in_language("zh", name.replace("_", " "))
