"""Help in Chinese: commands, nouns and options, by their English text.

Long paragraphs have their line ends here, after a `\\b`: Typer breaks lines at blanks, which
Chinese has not, and takes a Chinese character to be one column wide.
"""

NOUNS: dict[str, str] = {
    "Amounts recorded by hand.": "手工登记的数量。",
    "Focus areas: where standards are wanted.": "重点领域：需要制定标准的方向。",
    "Sectors of the plan, with counts.": "计划的行业领域及其数量。",
    "Standards and projects: ask, import, edit.": "标准和项目：查询、导入、编辑。",
    "Tasks of the plan and their indicators.": "计划的任务及其指标。",
    "The catalogue file: what it holds, whether it is sound.": "台账文件：内容与检查。",
    "The plan's figures.": "计划的统计数据。",
    "What is due for review, and reviews held.": "应复审的标准和复审记录。",
}

COMMANDS: dict[str, str] = {
    """\
Run a standardization plan: sectors, standards, reviews due, progress.

\b
stdplan standards import bulletin.tsv      take in a list as it is
stdplan review due --year 2011             what was due for review, oldest first
stdplan report progress                    every indicator against its target""": """\
推进标准化工作计划：行业领域、标准、复审、进度。

\b
stdplan standards import bulletin.tsv      原样导入清单
stdplan review due --year 2011             当年应复审的标准，标龄最长者在前
stdplan report progress                    各项指标与目标对照""",
    """\
Create the catalogue, or refresh its plan from the seeds.

Adds and updates sectors, focus areas, tasks and indicators by their codes, again and again
without harm, and never touches what was recorded. With --sectors and --tasks a plan of your
own comes beside the others.""": """\
建立台账，或按计划数据更新其中的计划。

\b
按代码新增、更新行业领域、重点领域、任务和指标；可反复执行，
不影响已登记的内容。
用 --sectors 和 --tasks 可加入自己的计划，与其他计划并存。""",
    """\
The plan's sectors, with the number of focus areas and of standards.

A standard counts for its own sector and for those of its focus areas.""": """\
计划的行业领域，及其重点领域数和标准数。

\b
一项标准既计入自身的行业领域，也计入其重点领域所属的行业领域。""",
    "One sector: its focus areas, and its standards by stage and by status.": (
        "一个行业领域：重点领域，以及按阶段、按状态统计的标准。"
    ),
    "The plan's focus areas, with the number of standards and of projects in each.": (
        "计划的重点领域，及其标准数和项目数。"
    ),
    "One focus area: its words, its records, and areas of other sectors with its subject.": (
        "一个重点领域：原文、标准和项目，以及其他行业的同主题领域。"
    ),
    "The plan's tasks, with the part each stands in and the number of its indicators.": (
        "计划的任务，及其所属部分和指标数。"
    ),
    "One task: what it asks, its indicators on the day, and what was recorded for it.": (
        "一项任务：内容、当日指标和登记的数量。"
    ),
    """\
Standards and projects that there are on the day. Filters repeat and mean or.

\b
stdplan standards list --sector machinery --status in-force
stdplan standards list --search 机床 --fields number,title,effective --sort effective:desc""": """\
查询当日已有的标准和项目。筛选条件可重复，表示“或”。

\b
stdplan standards list --sector machinery --status in-force
stdplan standards list --search 机床 --fields number,title,effective --sort effective:desc""",
    """\
All of one standard on the day: dates, age, stages, reviews, predecessors and successors.

\b
stdplan standards show JB/T 7547-1994
stdplan standards show jbt7547 --year 2011""": """\
一项标准当日的全部信息：日期、标龄、阶段、复审、代替关系。

\b
stdplan standards show JB/T 7547-1994
stdplan standards show jbt7547 --year 2011""",
    """\
Add a standard by its number, or a project by its plan number.

\b
stdplan standards add JB/T 99999-2011 --title 试验机 --published 2011-05-18
stdplan standards add 2011-0123T-JB --title 试验机 --work revise \
--replaces "JB/T 99999-2005\"""": """\
按标准编号新增标准，或按计划号新增项目。

\b
stdplan standards add JB/T 99999-2011 --title 试验机 --published 2011-05-18
stdplan standards add 2011-0123T-JB --title 试验机 --work revise --replaces "JB/T 99999-2005\"""",
    """\
Change fields of standards: what is given is set anew, what is not given stays.

\b
stdplan standards edit JB/T 7547-1994 --effective 1995-10-01 --clear note""": """\
更改标准的字段：给出的重新设定，未给出的保持不变。

\b
stdplan standards edit JB/T 7547-1994 --effective 1995-10-01 --clear note""",
    "Remove standards with their stages, reviews and links: all of them, or none.": (
        "删除标准及其阶段、复审和关联：全部删除或全部不删。"
    ),
    """\
Take in lists of standards as bulletins and platforms publish them.

Tables (xlsx, csv, tsv, semicolon, markdown), plain lists of a standard a line, json, jsonl,
yaml, Relaton and ISO Open Data, also packed with gzip.

\b
stdplan standards import filed.tsv
stdplan standards import list.csv --set published=2011-05-18 --map 名称=title
stdplan standards import plan.xlsx --on 2011-03-01
iconv -f gbk list.txt | stdplan standards import - --from tsv

All files are one transaction: every row is taken in, or none. Importing again changes nothing.\
""": """\
原样导入公告、平台发布的标准清单。

\b
可读表格（xlsx、csv、tsv、分号分隔、markdown）、每行一项标准的纯文本清单、
json、jsonl、yaml、Relaton 和 ISO Open Data，也可用 gzip 压缩。

\b
stdplan standards import filed.tsv
stdplan standards import list.csv --set published=2011-05-18 --map 名称=title
stdplan standards import plan.xlsx --on 2011-03-01
iconv -f gbk list.txt | stdplan standards import - --from tsv

\b
所有文件一并处理：全部行导入，或一行也不导入。重复导入不产生变化。""",
    """\
Standards whose review is due, oldest first.

\b
stdplan review due --year 2011                    at the end of 2011
stdplan review due --sector machinery --json
stdplan review due | cut -f1 | stdplan review record - --outcome confirm

Due is what is in force, took effect (or was last confirmed) so many years ago, and was not
reviewed since.""": """\
应复审的标准，标龄最长者在前。

\b
stdplan review due --year 2011                    截至2011年底
stdplan review due --sector machinery --json
stdplan review due | cut -f1 | stdplan review record - --outcome confirm

\b
应复审：现行标准，自实施（或上次复审确认）之日起已满规定年数，
其后未再复审。""",
    """\
Record a review of one or more standards: all of them, or none.

\b
stdplan review record JB/T 7547-1994 --outcome confirm --on 2011-06-30
stdplan review record - --outcome 废止 --ends 2012-01-01 < numbers.txt

confirm restarts the age; revise opens a revision project and keeps the standard in force;
merge names the standard it goes into; withdraw ends it on --ends.""": """\
登记一项或多项标准的复审结论：全部登记或全部不登记。

\b
stdplan review record JB/T 7547-1994 --outcome confirm --on 2011-06-30
stdplan review record - --outcome 废止 --ends 2012-01-01 < numbers.txt

\b
confirm   继续有效：标龄重新起算
revise    修订：建立修订项目，标准仍现行有效
merge     整合：用 --into 指明并入的标准
withdraw  废止：自 --ends 之日起""",
    """\
Record the results of reviews that lists give (复审结论), each as `review record` does.

\b
stdplan review import results.xlsx --on 2011-12-15
stdplan review import withdrawn.csv --on 2011-12-15 --set outcome=废止 --set ends=2012-01-01

A row names a standard of the catalogue and its outcome: 继续有效, 修订, 整合 or 废止. All files
are one transaction: every row is taken in, or none. Importing again changes nothing.""": """\
导入复审结论清单，每行如同 `review record` 登记。

\b
stdplan review import results.xlsx --on 2011-12-15
stdplan review import withdrawn.csv --on 2011-12-15 --set outcome=废止 --set ends=2012-01-01

\b
每行写明库中一项标准及其结论：继续有效、修订、整合或废止。
所有文件一并处理：全部行导入，或一行也不导入。重复导入不产生变化。""",
    """\
Reviews held, the newest first.

Open are revisions without a successor in force, mergers, and withdrawals that are proposed
only.""": """\
复审记录，最近的在前。

\b
待落实的（--open）：新标准尚未实施的修订、整合，以及拟废止。""",
    """\
Record an amount for a task: its main indicator, or another one of it.

stdplan progress record 3 120 --on 2011-06-30 --sector machinery""": """\
为任务登记数量：计入主要指标，或该任务的其他指标。

stdplan progress record 3 120 --on 2011-06-30 --sector machinery""",
    "Amounts recorded by hand, by day.": "手工登记的数量，按日期排列。",
    "Correct an amount that was recorded; what is not given stays.": (
        "更正已登记的数量；未给出的保持不变。"
    ),
    "Remove an amount that was recorded.": "删除已登记的数量。",
    """\
The pipeline: how many records of each sector stand in each stage and status.

A record counts once, in its own sector; the last row, if any, is those without one.""": """\
制修订进展：各行业领域处于各阶段、各状态的标准和项目数。

\b
每条记录只计入自身的行业领域一次；最后一行（如有）为无行业领域的记录。""",
    "Where the catalogue is, its versions, and how many records of each kind it holds.": (
        "台账的位置、版本和各类记录数。"
    ),
    "Look for damage: silent, and exit code 0, when all is well; else a list and exit code 1.": (
        "检查台账：正常则无输出，退出码为 0；否则列出问题，退出码为 1。"
    ),
}

OPTIONS: dict[str, str] = {
    "When it happened.": "发生的日期。",
    # the whole program
    "Language (else STDPLAN_LANG, else the locale).": "语言（默认取 STDPLAN_LANG 或系统语言）。",
    "Show the version.": "显示版本。",
    "Show where an error arose, for a bug report.": "显示出错位置，用于报告程序错误。",
    "The catalogue (else STDPLAN_DB, else the default one).": (
        "台账文件（默认取 STDPLAN_DB 或默认台账）。"
    ),
    # every question
    "At most so many rows.": "最多行数。",
    "Else a table on a terminal, TSV in a pipe.": "默认终端为表格，管道为 TSV。",
    "Exit with 1 if the list is not empty.": "结果非空时退出码为 1。",
    "Headers that people read instead of keys; import knows them.": (
        "表头用可读名称代替字段名；导入时可识别。"
    ),
    "In csv and tsv, guard cells that a spreadsheet would run as formulas.": (
        "csv 和 tsv 中防止单元格被当作公式。"
    ),
    "In csv and tsv, the mark by which Excel knows UTF-8.": (
        "csv 和 tsv 加 BOM，使 Excel 识别 UTF-8。"
    ),
    "No header line.": "不输出表头。",
    "Only these fields, in this order.": "只输出这些字段，按此顺序。",
    "Same as --format json.": "同 --format json。",
    "Short for --as-of YEAR-12-31 and, if there is one, its plan.": (
        "即 --as-of YEAR-12-31，兼用该年计划。"
    ),
    "Sort by a field; repeat for a second one.": "按字段排序；可重复。",
    "The day asked about (else today).": "查询基准日（默认今天）。",
    "The list's day: of stages it does not date, and the like (else today).": (
        "清单的日期，即其未注明日期的阶段等的日期（默认今天）。"
    ),
    "Which plan (else the newest).": "哪一年的计划（默认最新）。",
    "Write this file, in the format of its ending, once all of it is there.": (
        "写入此文件，格式由扩展名决定；全部写完才替换原文件。"
    ),
    # filters
    "00 to 95, by GB/T 16733.": "阶段：00 至 95（GB/T 16733）。",
    "Code of the area, such as telecom/ipv6.": "重点领域代码，如 telecom/ipv6。",
    "Code or name of the sector.": "行业领域的代码或名称。",
    "IDT, MOD, EQV, NEQ, unknown.": "采标程度：IDT, MOD, EQV, NEQ, unknown。",
    "Inclusive.": "含当日。",
    "Number of the task.": "任务编号。",
    "Numbers in any written form (unquoted: two words may be one number), or - for stdin.": (
        "编号，写法不限，含空格时不必加引号；- 为标准输入。"
    ),
    "Of the number: JB, GB, T/CAS.": "标准代号：JB, GB, T/CAS。",
    "Only priority areas.": "仅优先领域。",
    "Only this focus area.": "仅此重点领域；可重复。",
    "Only this sector; repeat for several.": "仅此行业领域；可重复。",
    "Only this task.": "仅此任务。",
    "Only those whose consequence is still awaited.": "仅结论尚待落实的。",
    "Part of its name.": "主管部门名称中的文字。",
    "Part of the committee's name.": "归口单位名称中的文字。",
    "Part of the title.": "标准名称中的文字。",
    "Projects past their target, else the plan's months.": "超过完成年限（或计划周期）的项目。",
    "What it is urgently needed for.": "所服务的重点工作。",
    "When the project should be done.": "项目的完成年限。",
    "confirm, revise, merge, withdraw; repeatable.": "confirm, revise, merge, withdraw；可重复。",
    "industry, national, local …": "标准层级：industry, national, local …",
    "mandatory, recommended, guidance.": "性质：mandatory, recommended, guidance。",
    "new or revise.": "制修订：new 或 revise。",
    "patent, research-project.": "创新成果：patent, research-project。",
    "planned, upcoming, in-force, withdrawn, terminated.": (
        "标准状态：planned, upcoming, in-force, withdrawn, terminated。"
    ),
    # standards
    ".": "。",
    ": ": "：",
    "; repeatable.": "；可重复。",
    "A project's stage (else 10, proposal).": "项目阶段（默认 10 立项）。",
    "Empty this field; repeatable.": "清空此字段；可重复。",
    "Number or plan number; words are joined.": "标准编号或计划号；含空格时不必加引号。",
    "What it is called, then the stage it has reached: 00 10 20 30 40 50 60 90 95.": (
        "编号，后接已到达的阶段：00 10 20 30 40 50 60 90 95。"
    ),
    "When it happened (else today).": "发生日期（默认今天）。",
    "With 60: the number it is published under.": "用于阶段 60：发布时的标准编号。",
    # lists
    "A focus area of every row; repeatable.": "各行所属的重点领域；可重复。",
    "A value for rows that give none; repeatable.": "为缺值的行补值；可重复。",
    "Check everything and say what would change.": "只检查并报告会有哪些变化。",
    "Else found by content: utf-8, gb18030, utf-16.": (
        "编码（默认按内容识别）：utf-8, gb18030, utf-16。"
    ),
    "Lists, or - for stdin.": "清单文件；- 为标准输入。",
    "The format, else by content.": "格式（默认按内容识别）。",
    "The sheet of a workbook, by name or number; else the first list.": (
        "工作簿中的工作表，按名称或序号；默认取第一张清单。"
    ),
    "The sector, where the list has none.": "清单未注明时的行业领域。",
    "What a column means; HEADER= leaves it aside; repeatable.": (
        "指明栏目对应的字段；HEADER= 为忽略；可重复。"
    ),
    "When rows of one number contradict each other: which wins.": "同一编号各行矛盾时以哪行为准。",
    # reviews
    "Counts by sector instead of a list.": "按行业领域统计，不列清单。",
    "Else the plan's families; repeat for several.": "标准层级（默认按计划）；可重复。",
    "The day of rows that give none.": "清单未给出日期的行的复审日期。",
    "The age that is due (else the plan's).": "应复审的标龄（默认按计划）。",
    "confirm 继续有效, revise 修订, merge 整合 or withdraw 废止.": (
        "confirm 继续有效, revise 修订, merge 整合, withdraw 废止。"
    ),
    "merge: the standard it goes into.": "用于 merge：并入的标准。",
    "withdraw: out of force from this day (else proposed).": (
        "用于 withdraw：废止日期（不给为拟废止）。"
    ),
    # progress and plans
    "A decimal above zero.": "大于零的数，可带小数。",
    "A note to keep with it.": "备注。",
    "As `progress list` shows it.": "登记号，见 `progress list`。",
    "Its tasks and indicators (YAML).": "该计划的任务和指标（YAML）。",
    "Sectors of a plan of your own (YAML).": "自定计划的行业领域（YAML）。",
    "The sector it belongs to.": "所属行业领域。",
    "Which indicator (else the task's main one).": "哪项指标（默认任务的主要指标）。",
    "Take in the good rows; write the others, with the reasons, to this csv.": (
        "导入无误的行；有误的行连同原因写入此 csv。"
    ),
}

HELP: dict[str, str] = {**NOUNS, **COMMANDS, **OPTIONS}
