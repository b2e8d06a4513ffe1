"""Activities, the work that is no standard, in Chinese: help, faults and notes."""

COMMANDS: dict[str, str] = {
    "The work that is no standard, for all tasks.": "标准以外的各项工作，覆盖全部任务。",
    """\
The kinds of work that the plan names, and how much of each there is within its year.

The unit is what the quantity of such an activity is counted in.""": """\
计划所列的工作类型，及其在计划年度内的件数和数量。

\b
单位是此类工作数量的计量单位。""",
    """\
Activities that there are on the day, by their day. Filters repeat and mean or.

\b
stdplan activities list --task 6 --open
stdplan activities list --kind training --from 2011-07 --to 2011-09

An activity is there from its date on, one without a date from the beginning; closed later than
the day, it was open then. Those of all plans are listed; --plan narrows it to one.""": """\
当日已有的工作，按日期排列。筛选条件可重复，表示“或”。

\b
stdplan activities list --task 6 --open
stdplan activities list --kind training --from 2011-07 --to 2011-09

\b
一项工作自其日期起列出，没有日期的始终列出；
在基准日之后才办结的，当日视为未办结。
列出所有计划的工作；--plan 只列一个计划的。""",
    "All of one activity on the day, with the states that it has reached.": (
        "一项工作当日的全部信息，包括已达到的各状态。"
    ),
    """\
Deadlines and ends of validity that are near or past, the most overdue first.

A deadline (due) counts while the activity is open. An end of validity (expires) that lies ahead
counts also when it is closed; one that has passed, until it is closed. The days are negative
once it is past.""": """\
临近或已过的截止日期和有效期，超期最久的在前。

\b
截止日期（due）在未办结时列出。
有效期（expires）未过的，已办结也列出；已过的，办结前一直列出。
已过期的天数为负。""",
    """\
Record an activity of a kind (`activities kinds` lists them).

\b
stdplan activities add training 标准化基础培训 --on 2011-06-20 --quantity 120
stdplan activities add notification "Toy safety" --country EU --reference G/TBT/N/EU/1 --due \
2011-09-30""": """\
登记一项工作（类型见 `activities kinds`）。

\b
stdplan activities add training 标准化基础培训 --on 2011-06-20 --quantity 120
stdplan activities add notification "Toy safety" --country EU --reference G/TBT/N/EU/1 --due \
2011-09-30""",
    """\
Change fields of activities: what is given is set anew, what is not given stays.

A state is one more, reached on its day (--on); those before it stay reached.

\b
stdplan activities edit 7 --state accepted --on 2011-09-30
stdplan activities edit 7 --quantity 80 --clear due""": """\
更改工作的字段：给出的重新设定，未给出的保持不变。

\b
状态是新增的，自其日期（--on）起达到；此前的状态仍然保留。

\b
stdplan activities edit 7 --state accepted --on 2011-09-30
stdplan activities edit 7 --quantity 80 --clear due""",
    "Close activities: they are done with from this day on.": "办结工作：自该日起为已办结。",
    "Remove activities: all of them, or none.": "删除工作：全部删除或全部不删。",
    """\
Take in lists of activities: the work that is no standard.

\b
stdplan activities import activities.xlsx
stdplan activities import certificates.csv --kind drafter-certificate --map 编号=reference

A row has a title and a kind, by its code or name. All files are one transaction: every row is
taken in, or none. Importing again changes nothing; a changed row changes its fields. An
activity is told by its kind and reference, else by what, when, who and where.""": """\
导入工作清单（标准以外的各项工作）。

\b
stdplan activities import activities.xlsx
stdplan activities import certificates.csv --kind drafter-certificate --map 编号=reference

\b
每行有名称和类型（代码或名称）。
所有文件一并处理：全部行导入，或一行也不导入。
重复导入不产生变化；改动的行更新其字段。
工作以类型和文号识别；没有文号的，以内容、时间、人员和地点识别。""",
}

OPTIONS: dict[str, str] = {
    "A word of your own; the plan's indicators count some.": "状态，自定词语；指标统计其中一些。",
    "As `activities list` shows it.": "登记号，见 `activities list`。",
    "As `activities list` shows them.": "登记号，见 `activities list`；可给多个。",
    "How much, in the unit of its kind: a decimal above zero.": (
        "数量，按类型的计量单位：大于零的数，可带小数。"
    ),
    "In this state on the day; repeat for several.": "仅当日处于此状态的；可重复。",
    "Its kind, by code or name.": "类型的代码或名称。",
    "Its number with whoever gave it one; tells it in lists.": "文号、证书编号等；清单据此识别。",
    "Linked to this standard or project.": "仅与此标准或项目相关的。",
    "Only this kind; repeat for several.": "仅此类型；可重复。",
    "Only this task; repeat for several.": "仅此任务；可重复。",
    "Only those closed.": "仅已办结的。",
    "Only those not closed.": "仅未办结的。",
    "Part of the country's name.": "国家名称中的文字。",
    "Part of the organisation's name.": "单位名称中的文字。",
    "Part of the person's name.": "人员姓名中的文字。",
    "Part of the region's name.": "地区名称中的文字。",
    "Part of the title or the note.": "名称或备注中的文字。",
    "So many days ahead.": "提前天数。",
    "The country or body abroad.": "国家或境外机构。",
    "The day it is to be done by.": "截止日期。",
    "The day it was done with.": "办结日期。",
    "The day it reached the state (else `closed`, else today).": (
        "达到该状态的日期（默认为 `closed` 的日期，再默认今天）。"
    ),
    "The kind of rows that give none.": "清单未注明时的类型。",
    "The last day a certificate or the like is valid.": "证书等的有效期至。",
    "The product it is about.": "涉及的产品。",
    "The province or other region.": "省份或地区。",
    "The standard or project it is about, in the catalogue or not.": (
        "涉及的标准或项目，台账中有无均可。"
    ),
    "The state in which it ends.": "办结时的状态。",
    "What it is called.": "名称。",
    "When it happened; `add`: else today, but not with --due or --closed alone.": (
        "发生日期；新增时默认今天，只给 --due 或 --closed 时除外。"
    ),
    "Who it is about, or who answers for it.": "涉及或负责的人员。",
    "Whose it is, or who takes part.": "所属或参加的单位。",
}

FAULTS: dict[str, str] = {
    '"{text}": a state is empty': "“{text}”：有空的状态",
    "--on is the day of a state: it goes with --state": "--on 是状态的日期，须与 --state 同用",
    "--open and --closed: give one of them": "--open 和 --closed 只能给出一个",
    'contradicts {where} on the same activity, which says "{other}"': (
        "与 {where} 同一工作矛盾，该行为“{other}”"
    ),
    "is before the date, {day}": "早于日期 {day}",
    "is no kind of activity; there are {codes}": "不是工作类型；可选：{codes}",
    "is not the unit that {kind} is counted in": "不是 {kind} 的计量单位",
    "no activity {id} on {day}; `stdplan activities list` shows those there are": (
        "{day} 没有登记号为 {id} 的工作；`stdplan activities list` 列出已有的"
    ),
    "no activity {id}; `stdplan activities list` shows them": (
        "没有登记号为 {id} 的工作；`stdplan activities list` 列出已有的"
    ),
    "no column with a title (headers seen: {seen}); say which it is with --map HEADER=title, or "
    "--set title=TEXT for all rows": (
        "没有名称栏（表头：{seen}）；请用 --map 表头=title 指明，"
        "或用 --set title=名称 指定全部行的名称"
    ),
    "no column with the kind of an activity (headers seen: {seen}); say which it is with --map "
    "HEADER=kind, or --kind for all rows (`stdplan activities kinds` lists them)": (
        "没有类型栏（表头：{seen}）；请用 --map 表头=kind 指明，"
        "或用 --kind 指定全部行的类型（见 `stdplan activities kinds`）"
    ),
    "no plan has the kind {kind}": "没有计划含有类型 {kind}",
    '{option}: "{value}" is no kind of activity; there are {codes}': (
        "{option}：“{value}”不是工作类型；可选：{codes}"
    ),
    "{what} is recorded already (id {id})": "{what} 已经登记（登记号 {id}）",
}

NOTES: dict[str, str] = {
    "closed on {day}: {count}": "已办结 {count} 项（{day}）",
    "no activities; `stdplan activities add KIND TITLE` records one": (
        "没有登记的工作；可用 `stdplan activities add KIND TITLE` 登记"
    ),
    "no activity fits; without filters there may be some": "没有符合条件的工作；去掉筛选条件也许有",
    "nothing is due within {count} days of {day}; --within looks further ahead": (
        "{day} 起 {count} 天内没有到期的工作；--within 可看得更远"
    ),
    "recorded {what} (id {id})": "已登记 {what}（登记号 {id}）",
    "reached this state before, which keeps its day (`activities edit --state --on` gives"
    " another): {names}": (
        "此前已达到该状态，日期不变（用 `activities edit --state --on` 更改）：{names}"
    ),
    "the plan of {year} names no kinds of activities": "{year} 年计划没有列出工作类型",
    "{count} activities are dated after {day} and left out": (
        "{count} 项工作的日期在 {day} 之后，未列入"
    ),
    "{count} were closed already (`activities edit --closed` gives another day)": (
        "{count} 项此前已办结（用 `activities edit --closed` 更改日期）"
    ),
    "{day} is not in the plan's year {year}: no indicator counts it": (
        "{day} 不在计划年度 {year} 内：不计入指标"
    ),
    "{file}: columns kept in the notes of the activities: {names}": (
        "{file}：以下栏目存入工作的备注：{names}"
    ),
    "{file}: {count} cells hold words that no field knows, kept in the note: {names}": (
        "{file}：{count} 处文字无法对应字段，存入备注：{names}"
    ),
    "{file}: {count} activities have no day, and count nowhere: {names}": (
        "{file}：{count} 项工作没有日期，不计入指标：{names}"
    ),
    "{file}: {count} rows were joined with an earlier row of the same activity": (
        "{file}：{count} 行已与前面同一工作的行合并"
    ),
}

ACTIVITIES: dict[str, str] = {**COMMANDS, **OPTIONS, **FAULTS, **NOTES}
