"""What the views of `stdplan sql` and their columns mean, in Chinese and in English.

Rule: every view of catalogue/views.py has a sentence here, and every column has one that is no
field of a standard (domain/fields.py has the labels of these) or that needs more than its label.
`stdplan sql --views` and docs/views.md show them. A key `view.column` is about one view only.
"""

from stdplan.domain.codes import Words
from stdplan.domain.fields import BY_NAME

VIEWS: Words = {
    "standards": (
        "截至当日存在的标准和计划项目，即 `standards list` 所列，另加标龄",
        "the standards and projects that exist on the day, as `standards list`, with their ages",
    ),
    "statuses": (
        "每条记录在各时段的状态，与查询日期无关",
        "the status of each record as spans of days, whatever the day asked about",
    ),
    "ages": (
        "每项标准标龄的起算日，按复审分时段，与查询日期无关",
        "the day from which the age of each standard counts, as spans from review to review,"
        " whatever the day asked about",
    ),
    "in_sectors": (
        "每条记录所属的行业领域：自身的，以及其重点领域所在的",
        "the sectors of each record: its own, and those of its focus areas",
    ),
    "in_areas": ("每条记录所属的重点领域", "the focus areas of each record"),
    "reviews": (
        "截至当日的复审，即 `review list` 所列",
        "the reviews up to the day, as `review list`",
    ),
    "reviews_due": (
        "当日应当复审的标准，即 `review due` 所列",
        "the standards whose review is due on the day, as `review due`",
    ),
    "projects": (
        "当日尚未结束的计划项目及其期限",
        "the projects that have not ended on the day, with their deadlines",
    ),
    "stages": (
        "记有阶段的记录截至当日所经各阶段及起止日",
        "the stages up to the day of the records with recorded stages, as spans of days",
    ),
    "suspensions": ("截至当日的项目暂停", "the suspensions of projects up to the day"),
    "extensions": ("截至当日的项目延期", "the extensions of projects up to the day"),
    "adoptions": (
        "每条记录采用的国际标准和国外先进标准，及其有效时段",
        "what each record adopts, and the days on which it is in force",
    ),
    "replacements": (
        "哪条记录代替哪个编号",
        "which record replaces which number",
    ),
    "former_numbers": (
        "标准的原编号、转化前的编号和第二编号",
        "former numbers of standards, those before a conversion, and second numbers",
    ),
    "plans": ("全部计划，即 `plans list` 所列", "all plans, as `plans list`"),
    "tasks": ("该计划的任务，即 `tasks list` 所列", "the plan's tasks, as `tasks list`"),
    "indicators": (
        "该计划的指标：如何计数，目标为何",
        "the plan's indicators: how they count, and their targets",
    ),
    "progress": (
        "各指标的目标和完成数，即 `report progress` 所列",
        "every indicator against its target, as `report progress`",
    ),
    "amounts": (
        "截至当日手工登记的数量，即 `progress list` 所列",
        "the amounts recorded by hand up to the day, as `progress list`",
    ),
    "sectors": (
        "该计划的行业领域，即 `sectors list` 所列",
        "the plan's sectors, as `sectors list`",
    ),
    "focus_areas": (
        "该计划的重点领域，即 `focus list` 所列",
        "the plan's focus areas, as `focus list`",
    ),
    "drivers": ("该计划的重点工作", "the plan's drivers"),
    "activity_kinds": ("该计划的工作事项类型", "the plan's kinds of activities"),
    "activities": (
        "截至当日存在的工作事项，即 `activities list` 所列",
        "the activities that exist on the day, as `activities list`",
    ),
    "operations": (
        "对台账所做的全部操作，与查询日期无关",
        "what was done with the catalogue, whatever the day asked about",
    ),
    "changes": (
        "每次操作改动的每个值、增加和删除的每一行，与查询日期无关",
        "each value that an operation changed, and each row that it added or removed, whatever the"
        " day asked about",
    ),
}

_COLUMNS: Words = {
    "key": (
        "记录标识：编号，没有编号的用计划号等；各视图以此连接",
        "the key of the record: its number or, without one, its plan number and so on; joins views",
    ),
    "number": ("标准编号，没有时为记录标识", "the number; without one, the key"),
    "standards.number": ("标准编号，没有时为空", "the number, NULL without one"),
    "projects.number": ("标准编号，没有时为空", "the number, NULL without one"),
    "former_numbers.number": ("另一编号", "the other number"),
    "tasks.number": ("任务序号", "the number of the task"),
    "sector": ("行业领域的代码", "the code of the sector"),
    "focus": ("重点领域的代码", "the code of the focus area"),
    "standards.focus": ("重点领域的代码", "the codes of the focus areas"),
    "status": ("当日的状态", "the status on the day"),
    "statuses.status": ("该时段的状态", "the status in the span"),
    "stage": ("当日的阶段", "the stage on the day"),
    "stages.stage": ("该时段的阶段", "the stage in the span"),
    "ends": ("不再现行的第一天，含推算", "the first day on which it is no longer in force"),
    "ends_basis": ("该日的依据", "what that day follows from"),
    "standards.replaced_by": ("截至当日代替它的标准", "what replaced it by the day"),
    "age": ("当日的标龄（整年），仅限现行标准", "whole years on the day, of standards in force"),
    "counted_from": ("标龄起算日", "the day from which the age counts"),
    "basis": ("标龄起算的依据", "what that day is"),
    "known": ("记录最早可知之日，无日期时为空", "the first known day; NULL without any day"),
    "starts": ("开始现行之日", "the first day on which it is in force"),
    "amends": ("所修改的标准的编号", "the number of the standard that it amends"),
    "sort_key": ("按编号各部分排序用", "to sort by the parts of the number"),
    "since": ("起始日，含当日", "the first day of the span; NULL: always"),
    "until": ("截止日，不含当日", "the first day after the span; NULL: no end"),
    "former_numbers.until": ("停用之日", "the day on which it was given up"),
    "replacements.since": ("代替者开始现行之日", "the day on which the successor is in force"),
    "amendment": ("是否修改单", "whether it is an amendment"),
    "reset": (
        "起算日与推迟下次复审的最近一次复审中较晚者，加上年限即应复审之日",
        "the later one of that day and the last review that postpones the next one: with the years"
        " added, the day on which the review falls due",
    ),
    "own": ("1：自身所属；0：仅因重点领域", "1: its own sector; 0: only by a focus area"),
    "date": ("日期，可只到年或月", "the date, which may be known to the month or year only"),
    "outcome": ("复审结论", "the outcome"),
    "into": ("整合到的标准", "the standard into which it is merged"),
    "reviews.ends": ("复审所定废止日期", "the day of withdrawal that the review states"),
    "id": ("序号", "the id"),
    "step": ("提出或决定", "proposed or decided"),
    "document": ("文号", "the document"),
    "into_family": ("转化后的级别", "the family into which it is converted"),
    "into_nature": ("转化后的性质", "the nature into which it is converted"),
    "project": ("由此产生的修订项目", "the revision project that it opened"),
    "open": (
        "1：尚未落实，即 `review list --open` 所列",
        "1: its consequence is pending, as `review list --open`; of a proposal: not decided",
    ),
    "due": ("应完成之日", "the deadline"),
    "reviews_due.due": ("应复审之日", "the day on which it reached the age"),
    "overdue_days": ("逾期天数", "days since then"),
    "deadline": ("期限的最后一天，已计暂停和延期", "the last day, with suspensions and extensions"),
    "overdue": ("1：已逾期", "1: past the deadline"),
    "revises": ("所修订的标准", "the standard that it revises"),
    "days": (
        "在该阶段的天数，截至当日，不含暂停",
        "days in the stage up to the day",
    ),
    "extensions.target": ("延期至", "the new target date"),
    "indicators.target": ("目标：数字或另一计数方法", "the target: a number or another measure"),
    "replacements.target": ("被代替的编号", "the number that is replaced"),
    "target": ("目标", "the target"),
    "reference": ("编号", "the reference"),
    "adoptions.reference": ("被采用的标准", "what is adopted"),
    "degree": ("采标程度，未知为 unknown", "the degree, or unknown"),
    "word": ("原文用语", "an old term, such as 参照采用"),
    "foreign": ("1：国外先进标准", "1: a foreign advanced standard, not an international one"),
    "successor": ("代替者", "what replaces it"),
    "partial": ("1：部分代替", "1: in part"),
    "valid": (
        "0：不可能成立（较新的被较旧的代替、循环等），不起作用",
        "0: impossible (an older successor, a circle), so it has no effect",
    ),
    "kind": ("类别", "the kind"),
    "year": ("年份", "the year"),
    "issuer": ("发布机关", "the issuer"),
    "issuer_zh": ("发布机关（中文）", "the issuer in Chinese"),
    "issuer_en": ("发布机关（英文）", "the issuer in English"),
    "sectors": ("行业领域数", "how many sectors"),
    "focus_areas": ("重点领域数", "how many focus areas"),
    "tasks": ("任务数", "how many tasks"),
    "indicators": ("指标数", "how many indicators"),
    "review_years": ("复审年限", "the years after which a review is due"),
    "review_families": ("应复审的标准级别", "the families whose reviews fall due"),
    "review_cutoff": ("复审计算截止日", "the cutoff day of reviews"),
    "mandatory_months": ("强制性项目周期(月)", "months of a mandatory project"),
    "recommended_months": ("推荐性项目周期(月)", "months of a recommended project"),
    "guidance_months": ("指导性项目周期(月)", "months of a project of guidance"),
    "title_zh": ("名称（中文）", "the title in Chinese"),
    "title_en": ("名称（英文）", "the title in English"),
    "theme": ("所属部分", "the part of the plan"),
    "summary": ("任务概要", "the summary"),
    "task": ("任务序号", "the number of the task"),
    "indicator": ("指标代码", "the code of the indicator"),
    "name": ("名称，按运行语言", "the name in the language of the run"),
    "name_zh": ("名称（中文）", "the name in Chinese"),
    "name_en": ("名称（英文）", "the name in English"),
    "unit": ("单位", "the unit"),
    "measure": ("计数方法", "how it counts"),
    "main": ("1：该任务的主要指标", "1: the main indicator of its task"),
    "counted": ("台账计数", "what the catalogue counts"),
    "recorded": ("手工登记", "what was recorded by hand"),
    "actual": ("完成数：两者之和", "the sum of both"),
    "percent": ("完成率(%)", "the percentage of the target"),
    "denominator": ("采标率等的分母", "of a rate: the standards in force"),
    "denominator_of": ("分母所含级别", "of a rate: their families"),
    "amount": ("数量", "the amount"),
    "code": ("代码", "the code"),
    "prefixes": ("编号前缀", "the prefixes of its numbers"),
    "standards": ("标准数", "how many standards"),
    "phrase": ("计划附件原文", "the wording of the plan's annex"),
    "subject": ("共同主题", "the subject that areas have in common"),
    "priority": ("1：优先领域", "1: a priority area"),
    "projects": ("在研项目数", "how many open projects"),
    "keywords": ("关键词", "the keywords"),
    "closed": ("办结日期", "the day on which it was closed"),
    "state": ("状态", "the state on the day"),
    "expires": ("有效期至", "the end of its validity"),
    "standard": ("有关标准", "the standard it is about"),
    "organisation": ("单位", "the organisation"),
    "person": ("人员", "the person"),
    "product": ("产品", "the product"),
    "country": ("国家", "the country"),
    "quantity": ("数量", "the quantity"),
    "states": ("截至当日的各状态", "the states up to the day, with their dates"),
    "at": ("执行时间（世界时）", "when it ran (UTC)"),
    "command": ("命令行", "the command line"),
    "counts": ("各项数量", "its counts"),
    "undoes": ("所撤销的操作", "the operation that it takes back"),
    "operation": ("操作的序号", "the id of the operation"),
    "table": ("文件中的表", "the table of the file"),
    "row": ("表中的行号", "the id of the row"),
    "changes.key": (
        "有关标准的记录标识，不属于标准或该标准已删除时为空",
        "the key of the standard that it concerns; NULL if it concerns none, or one that was"
        " removed later",
    ),
    "field": (
        "表的列；整行增加为 added，删除为 removed",
        "the column of the table; `added` or `removed` for a whole row",
    ),
    "old": ("原值；删除的行为 JSON", "the value before; of a removed row, all values as JSON"),
    "new": ("新值", "the value after"),
}


def column_words(view: str, column: str) -> tuple[str, str]:
    """Return what a column of a view means, in Chinese and in English."""
    words = _COLUMNS.get(f"{view}.{column}") or _COLUMNS.get(column)
    if words is None:
        field = BY_NAME[column]
        return field.zh, field.en
    return words
