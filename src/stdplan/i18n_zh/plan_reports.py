"""Reports of progress, coverage, adoption and committees in Chinese: help, labels and notes."""

PLAN_REPORTS: dict[str, str] = {
    # Nouns, commands and options.
    "Adoption of international standards.": "采用国际标准。",
    "Technical committees and their load.": "标准化技术委员会及其工作量。",
    """\
Every indicator of the plan: target, counted, recorded by hand, actual, percent.

\b
stdplan report progress --forecast --as-of 2011-06-30
stdplan report progress --by month --indicator 3.published
stdplan report progress --by sector --task 3

Counts what happened within the plan's year, up to the day asked about.""": """\
计划的各项指标：目标、自动统计、手工登记、实际完成、完成率。

\b
stdplan report progress --forecast --as-of 2011-06-30
stdplan report progress --by month --indicator 3.published
stdplan report progress --by sector --task 3

\b
统计计划年度内截至基准日发生的数量。""",
    "The parts of each indicator instead of the whole.": "各指标的分项，而不是总数。",
    "Only this indicator; repeat for several.": "只看该指标；可重复。",
    "Also the straight line to the target, and 31 December.": "另列直线进度和年末预测。",
    """\
The plan's focus areas: projects, standards about to take effect, in force, due for review.

\b
stdplan report coverage --gaps --priority
stdplan report coverage --sector telecom --year 2011

A record counts in each of its areas; published are those of the plan's year up to the day.""": """\
计划的各重点领域：在研项目、即将实施、现行、应复审的标准。

\b
stdplan report coverage --gaps --priority
stdplan report coverage --sector telecom --year 2011

\b
一条记录计入其每个重点领域。发布数为计划年度内截至基准日的数量。""",
    "Only the priority areas of the plan.": "只看优先领域。",
    "Only areas that have nothing at all.": "只看空白领域。",
    """\
The level of the standards in force, as their records say it, by sector.

The row without a level is those whose record says none; benchmarked are those that name what
they were held against.""": """\
按行业领域统计现行标准的水平，以记录所写为准。

\b
未写水平的单列一行；已对标的是写明对标对象的标准。""",
    """\
The rate of adoption: of the standards in force, those that adopt an international one.

\b
stdplan adoption report --year 2011
stdplan adoption report --by degree --family national

A standard counts once, by its closest degree. NEQ is no adoption; foreign standards (ASTM, EN,
JIS …) are counted apart.""": """\
采标率：现行标准中采用国际标准的比例。

\b
stdplan adoption report --year 2011
stdplan adoption report --by degree --family national

\b
一项标准按其最高一致性程度计一次。非等效不算采用；
国外先进标准（ASTM、EN、JIS 等）另计。""",
    "A row for each sector, degree or year of publication.": (
        "按行业领域、一致性程度或发布年份分行。"
    ),
    """\
Standards in force whose adopted edition is withdrawn or replaced, with the newer edition.

Known is what the catalogue holds: `standards import` takes in ISO Open Data and Relaton.""": """\
所采用的版本已废止或被代替的现行标准，并列出新版本。

\b
以台账所载为准：`standards import` 可导入 ISO Open Data 和 Relaton 数据。""",
    """\
Technical committees, with their standards in force, open projects, and what is late.

\b
stdplan committees --sort overdue:desc --limit 10
stdplan committees list --sector machinery --year 2011

As records name them: but for blanks around a name and the width of its letters.""": """\
标准化技术委员会及其现行标准、在研项目、超期项目和应复审的标准。

\b
stdplan committees --sort overdue:desc --limit 10
stdplan committees list --sector machinery --year 2011

\b
以记录所写为准：只忽略名称前后的空格和全角半角之别。""",
    """\
Record the amounts that lists give, each as `progress record` does.

\b
stdplan progress import june.xlsx --set date=2011-06-30
stdplan progress list -f csv | stdplan --db other.db progress import -

A row has an amount, a date, and an indicator by its code or name, or a task for its main one.
All files are one transaction: all rows go in, or none. Importing again adds nothing.""": """\
登记清单所列的数量，每行与 `progress record` 相同。

\b
stdplan progress import june.xlsx --set date=2011-06-30
stdplan progress list -f csv | stdplan --db other.db progress import -

\b
每行有数量、日期和指标（代码或名称），或任务（按其主要指标）。
所有文件为一个事务：全部导入，或全不导入。重复导入不会增加。""",
    # Columns.
    "adopted": "采用",
    "benchmarked": "已对标",
    "degree": "采用程度",
    "eqv": "等效",
    "focus": "重点领域",
    "forecast": "年末预测",
    "foreign": "国外先进标准",
    "idt": "等同",
    "level": "标准水平",
    "line": "直线进度",
    "mod": "修改",
    "month": "月份",
    "neq": "非等效",
    "newer": "新版本",
    "newer title": "新版本名称",
    "published": "发布",
    "rate": "比率",
    "since": "自",
    "stale": "过时的采标",
    "total": "累计",
    "unknown": "程度不明",
    "year": "年份",
    # What is said of an answer.
    "--forecast goes without --by (--by month has it already)": (
        "--forecast 不与 --by 同用（--by month 已含预测）"
    ),
    "no adopted edition is known to be withdrawn or replaced; records of international standards"
    " tell (`stdplan standards import FILE`)": (
        "未发现所采用的版本已废止或被代替；需有国际标准的记录（`stdplan standards import FILE`）"
    ),
    "no focus area fits; without --sector and --priority there are more": (
        "没有符合条件的重点领域；去掉 --sector 和 --priority 还有更多"
    ),
    "no focus area is without a standard or a project": "没有空白的重点领域",
    "no indicator fits; `stdplan report progress` has them all": (
        "没有符合条件的指标；`stdplan report progress` 列出全部"
    ),
    "no record names a committee": "没有记录写明技术委员会",
    "no standard of these families is in force": "这些层级没有现行标准",
    "the plan's year {year} has not begun on {day}": "{day} 时 {year} 计划年度尚未开始",
    "{count} of {all} focus areas have neither a standard nor a project": (
        "{all} 个重点领域中有 {count} 个既无标准也无项目"
    ),
    "is a rate: amounts cannot be added to it": "是比率，不能累加数量",
    "is none of {names}": "不在可选值之列：{names}",
    "is not a number above zero": "不是大于零的数",
    "is not in the plan's year {year}": "不在 {year} 计划年度内",
    "no column with {field} (headers seen: {seen}); say which it is with --map HEADER={field}": (
        "没有 {field} 栏（表头有：{seen}）；请用 --map 表头={field} 指明"
    ),
    "{file}: columns kept in the notes of the amounts: {names}": (
        "{file}：以下栏目记入备注：{names}"
    ),
    "{count} records name no committee": "{count} 条记录未写明技术委员会",
}
