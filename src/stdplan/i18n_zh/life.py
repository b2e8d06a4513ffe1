"""A project's life and the review campaign, in Chinese."""

LIFE: dict[str, str] = {
    "{day} lies ahead (today is {today}); it counts from then on": (
        "{day} 在今天（{today}）之后，自该日起计"
    ),
    "--since {since} is after {until}": "--since {since} 晚于 {until}",
    "--to {last} is before {first}": "--to {last} 早于 {first}",
    "A row for each month and sector, or for each month.": "每月每行业一行，或每月一行。",
    "A row for each sector, or one for all of them.": "每行业一行，或全部合为一行。",
    "Else a year from there.": "默认为此后一年。",
    "Else the day asked about.": "默认为所问之日。",
    "From this day on.": "自该日起。",
    "Up to this day (else today).": "至该日止（默认今天）。",
    "Take out a stage that was entered by mistake.": "删除误登的阶段。",
    "Review due": "复审到期",
    """\
Move a project along, or a standard into review (90) or out of force (95).

\b
stdplan standards stage 2011-0123T-JB 40 --on 2011-09-01
stdplan standards stage 2011-0123T-JB 60 --number "JB/T 99999-2011" --on 2011-12-01
stdplan standards stage 2011-0123T-JB 95 --on 2012-05-18    ends it without a standard

Stages may be entered in any order; their days go with the stages. A second day of a stage below
60 corrects the first.""": """\
将项目推进到下一阶段，或将标准转入复审（90）或废止（95）。

\b
stdplan standards stage 2011-0123T-JB 40 --on 2011-09-01
stdplan standards stage 2011-0123T-JB 60 --number "JB/T 99999-2011" --on 2011-12-01
stdplan standards stage 2011-0123T-JB 95 --on 2012-05-18    终止项目

\b
各阶段可按任意次序登记，日期须与阶段先后一致。
60 以下的阶段再次登记时，以新日期更正原日期。""",
    """\
Reviews that will fall due, by month and sector, as the catalogue stands on the day.

\b
stdplan review calendar --from 2027-01-01 --to 2027-12-31 --by month
stdplan review calendar --sector machinery -o reviews.ics

With -f ics (or a file of that ending) each standard is a day in an iCalendar.""": """\
按月份和行业列出将到期的复审，以所问之日台账所载为准。

\b
stdplan review calendar --from 2027-01-01 --to 2027-12-31 --by month
stdplan review calendar --sector machinery -o reviews.ics

用 -f ics（或以 .ics 结尾的文件）时，每项标准为日历中的一天。""",
    """\
The reviews of a year: campaign, done, backlog, ages of what is in force, outcomes.

\b
stdplan report review --year 2011
stdplan report review --as-of 2011-06-30 --by all

The year is that of the day asked about; what happened after that day does not count.""": """\
年度复审情况：应复审数、已复审数、积压、现行标准标龄结构、复审结论。

\b
stdplan report review --year 2011
stdplan report review --as-of 2011-06-30 --by all

年度即所问之日所在的年份；该日之后的事项不计。""",
    """\
Time in each stage: projects in it now, and the days of those that left it.

\b
stdplan report stages --sector machinery

Over the limit are those that are in a stage for longer than is usual (GB/T 16733).""": """\
各阶段用时：目前处于该阶段的项目，以及已离开该阶段的项目所用天数。

\b
stdplan report stages --sector machinery

“超期”指在该阶段停留超过通常期限（GB/T 16733）的项目。""",
    """\
What moved: from stage to stage, published, terminated, withdrawn.

\b
stdplan report moves --since 2011-07-01 --until 2011-09-30

Nothing after --until is seen.""": """\
阶段变动：阶段推进、发布、终止、废止。

\b
stdplan report moves --since 2011-07-01 --until 2011-09-30

--until 之后的事项不计。""",
    "is not a whole number of months": "不是整月数",
    "nothing falls due from {first} to {last}": "{first} 至 {last} 没有到期的复审",
    "nothing moved from {since} to {until}": "{since} 至 {until} 没有阶段变动",
    "{code} is a field: `standards edit --clear {name}` empties it": (
        "{code} 是字段：用 `standards edit --clear {name}` 清空"
    ),
    "{count} are due before {day} already": "另有 {count} 项在 {day} 之前已到期",
    "{key}: no day is known of {stages}": "{key}：以下阶段没有日期：{stages}",
    "{key}: ended without a standard on {day}": "{key}：项目终止（{day}）",
    "{key}: took out {stage}": "{key}：已删除 {stage}",
    "{key}: {code} {stage} on {day} (before: {before})": (
        "{key}：{code} {stage}（{day}，原为 {before}）"
    ),
    "{key}: {new} on {day} cannot be after {old} on {other}; `{mended} DATE` corrects that one": (
        "{key}：{new}（{day}）不能晚于 {old}（{other}）；可用 `{mended} DATE` 更正后者"
    ),
    "{key}: {new} on {day} cannot be before {old} on {other}; `{mended} DATE` corrects that one": (
        "{key}：{new}（{day}）不能早于 {old}（{other}）；可用 `{mended} DATE` 更正后者"
    ),
    # Names of columns.
    "age 0 5": "标龄不足5年",
    "age 5 10": "标龄5至10年",
    "age 10 up": "标龄10年以上",
    "backlog": "积压",
    "campaign": "应复审",
    "confirm": "继续有效",
    "done": "已复审",
    "event": "变动",
    "from stage": "原阶段",
    "in stage": "在该阶段",
    "left": "已离开",
    "limit months": "期限（月）",
    "longest": "停留最久",
    "longest days": "最久天数",
    "mean days": "平均天数",
    "median days": "中位天数",
    "merge": "整合",
    "no age": "无标龄",
    "over limit": "超期",
    "revise": "修订",
    "withdraw": "废止",
}
