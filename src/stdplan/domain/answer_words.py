"""The words for codes that only answers have, and which codes the cells of a column are.

codes.py has the closed lists of the field, in which lists and options name their values. Nobody
types the codes of this module; output/names.py writes their words.
"""

from stdplan.domain.codes import (
    ENDS_BASES,
    FAMILIES,
    INNOVATION,
    NATURES,
    NUMBER_KINDS,
    OUTCOMES,
    STAGES,
    STATUSES,
    STEPS,
    VALIDITIES,
    WORK,
    Words,
)

# From which day an age counts, and what is known of it.
AGE_BASES: Words = {
    "confirmed": ("复审确认日期", "last confirmed"),
    "effective": ("实施日期", "effective"),
    "published": ("发布日期", "published"),
    "number-year": ("编号年份", "year in the number"),
}
# What happened to a project or standard.
EVENTS: Words = {
    "staged": ("阶段变更", "moved to another stage"),
    "published": ("发布", "published"),
    "reviewed": ("完成复审", "reviewed"),
    "withdrawn": ("废止", "withdrawn"),
    "terminated": ("终止", "terminated"),
}
# States of activities that the plan's indicators count; other states are words of the user.
ACTIVITY_STATES: Words = {
    "submitted": ("已提交", "submitted"),
    "accepted": ("已立项", "accepted"),
    "published": ("已发布", "published"),
    "commented": ("已评议", "commented"),
}
# What became of an adopted edition.
ADOPTED_STATES: Words = {
    "withdrawn": ("已废止", "withdrawn"),
    "replaced": ("已被代替", "replaced"),
}
# A list may say that a standard adopts another one, and not to which degree.
UNKNOWN_DEGREE: Words = {"unknown": ("未知", "unknown")}
DEADLINE_KINDS: Words = {"due": ("截止", "due"), "expires": ("有效期至", "expires")}
# Which of two standards replaced the other one.
CHAIN_LINKS: Words = {"replaces": ("代替", "replaces"), "replaced_by": ("被代替", "replaced by")}
SECTOR_KINDS: Words = {"industry": ("行业", "industry"), "area": ("领域", "area")}
# What the account of a year counts (catalogue/queries/year_report.py).
YEAR_MEASURES: Words = {
    "projects": ("下达计划项目", "projects approved"),
    "submitted": ("报批项目", "projects submitted for approval"),
    "published": ("发布标准", "standards published"),
    "reviewed": ("完成复审", "standards reviewed"),
    "ended": ("废止标准", "standards ended"),
    "ended_inferred": ("推算废止", "standards ended, day inferred"),
    "terminated": ("终止项目", "projects terminated"),
}
# The measures that may be the target of an indicator (measures.py).
TARGET_MEASURES: Words = {
    "published": YEAR_MEASURES["published"],
    "projects": YEAR_MEASURES["projects"],
    "submitted": YEAR_MEASURES["submitted"],
    "priority-projects": ("重点领域项目", "projects in priority areas"),
    "ended": YEAR_MEASURES["ended"],
    "terminated": YEAR_MEASURES["terminated"],
    "covered": ("覆盖的重点领域", "areas covered"),
    "innovation": ("创新标准", "standards of innovation"),
    "adopted": ("采标标准", "standards that adopt"),
    "adoption-rate": ("采标率", "adoption rate"),
    "campaign": ("应复审数", "standards to review"),
    "reviewed": YEAR_MEASURES["reviewed"],
}
# Where a setting comes from (config.py).
SETTING_SOURCES: Words = {
    "option": ("选项", "option"),
    "environment": ("环境变量", "environment"),
    "file": ("配置文件", "file"),
    "default": ("默认", "default"),
}
SEVERITIES: Words = {"error": ("错误", "error"), "warning": ("警告", "warning")}
# Why a focus area was proposed for a title.
KEYWORD_REASONS: Words = {
    "name": ("领域名称", "its name"),
    "keyword": ("一个关键词", "one keyword"),
    "keywords": ("多个关键词", "several keywords"),
}
# What `db check` looks at (catalogue/queries/check.py); --skip takes these names.
CHECKS: Words = {
    "file": ("文件完整性", "file"),
    "tables": ("数据表", "tables"),
    "schema": ("索引和触发器", "schema"),
    "text": ("文本", "text"),
    "references": ("引用", "references"),
    "life": ("推算日期", "life"),
    "numbers": ("编号", "numbers"),
    "dates": ("日期", "dates"),
    "values": ("多值单元格", "values"),
    "activities": ("工作事项", "activities"),
    "titles": ("名称索引", "titles"),
    "withdrawn-before-published": ("废止早于发布", "withdrawn before published"),
    "effective-before-published": ("实施早于发布", "effective before published"),
    "reviewed-before-published": ("复审早于发布", "reviewed before published"),
    "contradicting-reviews": ("复审矛盾", "contradicting reviews"),
    "stage-after-end": ("阶段晚于终结", "stage after end"),
    "suspension-order": ("暂停次序", "suspension order"),
    "suspended-no-project": ("暂停的不是项目", "suspended, no project"),
    "older-successor": ("早于被代替标准", "older successor"),
    "replaces-itself": ("代替自身", "replaces itself"),
    "replaces-each-other": ("互相代替", "replace each other"),
    "two-records-by-conversion": ("转化致重复记录", "two records by conversion"),
}
# What an operation counts.
COUNTS: Words = {
    "created": ("建立", "created"),
    "added": ("新增", "added"),
    "changed": ("更改", "changed"),
    "removed": ("删除", "removed"),
    "undone": ("撤销", "undone"),
    "staged": ("阶段变更", "staged"),
    "proposed": ("复审意见", "proposed"),
    "reviewed": ("复审结论", "reviewed"),
    "withdrawn": ("废止", "withdrawn"),
    "projects opened": ("立项", "projects opened"),
    "pruned": ("清除", "pruned"),
    "rebuilt": ("重建", "rebuilt"),
}
# What a change in the history concerns, where that is no field of a standard.
CHANGES: Words = {
    "added": ("新增", "added"),
    "removed": ("删除", "removed"),
    "review": ("复审", "review"),
    "other_number": ("其他编号", "other number"),
    "suspended": ("暂停", "suspended"),
    "extended": ("延期", "extended"),
    "campaign": ("列入复审计划", "campaign"),
    "state": ("状态", "state"),
    "until": ("至", "until"),
    "kind": ("类别", "kind"),
    "into": ("整合到", "into"),
    "ends": ("废止日期", "ends"),
    "target": ("完成年限", "target"),
    "document": ("文号", "document"),
    "step": ("复审步骤", "step"),
    "into_family": ("转化后级别", "new family"),
    "into_nature": ("转化后性质", "new nature"),
    "word": ("原文", "word"),
    "member": ("列入", "included"),
    "nature_months": ("各性质项目周期(月)", "months by nature"),
}
# The tables of the records that a change concerns.
CHANGED_RECORDS: Words = {
    "plan": ("计划", "plan"),
    "theme": ("主题", "theme"),
    "task": ("任务", "task"),
    "indicator": ("指标", "indicator"),
    "driver": ("重点工作", "driver"),
    "activity_kind": ("活动类别", "kind of activity"),
    "sector": ("行业领域", "sector"),
    "focus_area": ("重点领域", "focus area"),
    "plan_sector": ("计划的行业", "sector of the plan"),
    "plan_focus": ("计划的领域", "focus area of the plan"),
    "progress": ("手工填报", "amount"),
    "activity": ("活动", "activity"),
}
# The parts of a digest and of a summary, where a row names its part.
PARTS: Words = {
    "published": ("发布", "published"),
    "by_department": ("发布数（按主管部门）", "by department"),
    "by_sector": ("发布数（按行业领域）", "by sector"),
    "effective": ("实施", "effective"),
    "withdrawn": ("废止", "withdrawn"),
    "staged": ("项目进展", "moved to another stage"),
    "terminated": ("终止", "terminated"),
    "reviewed": ("复审", "reviewed"),
    "activities_held": ("开展的工作事项", "activities held"),
    "activities_closed": ("办结的工作事项", "activities closed"),
    "progress": ("进度", "progress"),
    "effective_ahead": ("即将实施", "to take effect"),
    "ends_ahead": ("即将废止", "to end"),
    "projects_due": ("应完成的项目", "projects due"),
    "activities_due": ("应办结的工作事项", "activities due"),
    "expiring": ("有效期届满", "expiring"),
    "reviews_due": ("应复审的标准", "reviews due"),
    "account": ("年度情况", "account"),
    "pipeline": ("在研项目", "pipeline"),
    "stages": ("阶段", "stages"),
    "reviews": ("复审情况", "reviews"),
}
# The figures of a summary, where a row names its figure.
FIGURES: Words = {
    "actual": ("实际完成", "actual"),
    "before": ("上年", "before"),
    "change": ("增减", "change"),
    "target": ("目标", "target"),
    "percent": ("完成率", "percent"),
    "line": ("序时进度", "line"),
    "forecast": ("全年预计", "forecast"),
    **{f"stage_{code}": STAGES[code] for code in ("10", "20", "30", "40", "50")},
    "in_force": ("现行", "in force"),
    "records": ("记录", "records"),
    "in_stage": ("在该阶段", "in stage"),
    "over_limit": ("超时限", "over limit"),
    "longest_days": ("最久天数", "longest days"),
    "median_days": ("中位天数", "median days"),
    "campaign": ("应复审数", "campaign"),
    "done": ("已复审数", "done"),
    "rate": ("复审完成率", "rate"),
    "backlog": ("到期未复审", "backlog"),
    "mean_age": ("平均标龄", "mean age"),
}
# A revision project without a number, by the number of the standard to be revised.
REVISION_OF = ("{number}（修订项目）", "revision of {number}")

# The closed lists from which the cells of a column come, by the key of the column. Where there are
# several, no code has two meanings among them.
WORDS_OF_KEY: dict[str, tuple[Words, ...]] = {
    "status": (STATUSES,),
    "stage": (STAGES,),
    "from_stage": (STAGES,),
    "family": (FAMILIES,),
    "denominator_of": (FAMILIES,),
    "into_family": (FAMILIES,),
    "review_families": (FAMILIES,),
    "nature": (NATURES,),
    "nature_months": (NATURES,),
    "into_nature": (NATURES,),
    "work": (WORK,),
    "outcome": (OUTCOMES,),
    "step": (STEPS,),
    "ends_basis": (ENDS_BASES,),
    "basis": (AGE_BASES,),
    "event": (EVENTS,),
    "state": (ACTIVITY_STATES, ADOPTED_STATES),
    "degree": (UNKNOWN_DEGREE,),  # the others, such as IDT, are the same in both languages
    "which": (DEADLINE_KINDS,),
    "link": (CHAIN_LINKS,),
    "kind": (SECTOR_KINDS, NUMBER_KINDS),
    "severity": (SEVERITIES,),
    "check": (CHECKS,),
    "counts": (COUNTS,),
    "from": (SETTING_SOURCES,),
    "measure": (YEAR_MEASURES,),
    "why": (KEYWORD_REASONS,),
    "innovation": (INNOVATION,),
    "validity": (VALIDITIES,),
    "revision": (STAGES,),
    "part": (PARTS,),
    "figure": (FIGURES,),
}
