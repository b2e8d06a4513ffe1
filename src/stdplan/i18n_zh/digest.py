"""The digest in Chinese: help, headings and the line at its head."""

DIGEST: dict[str, str] = {
    """\
What happened within some days, and what lies ahead, as a bulletin.

\b
stdplan report digest --since 2011-03-01 --until 2011-03-31
stdplan report digest --since 2011-03 --until 2011-03 -o bulletin.md

Published, in effect, withdrawn, staged, reviewed, activities, progress, deadlines. In table,
markdown, json and yaml it is one record with a list for each; elsewhere a row for each.""": """\
一段时间内发生的事项及今后的期限，编成简报。

\b
stdplan report digest --since 2011-03-01 --until 2011-03-31
stdplan report digest --since 2011-03 --until 2011-03 -o bulletin.md

\b
发布、实施、废止、阶段变更、复审、工作、进度、期限。table、markdown、json、yaml 为一条记录，
各部分列于其中；其他格式每项一行。""",
    "Deadlines so many days ahead.": "今后若干天内的期限。",
    "Up to this day (else the day asked about).": "至该日止（默认所问之日）。",
    "--until {until} is after the day asked about, {day}": "--until {until} 晚于所问之日 {day}",
    "nothing happened from {since} to {until}; an earlier --since sees more": (
        "{since} 至 {until} 无事项；将 --since 提前可看到更多"
    ),
    "{until} lies ahead: what is announced up to then is told as if it had happened": (
        "{until} 尚未到来：届时为止已公布的事项按已发生计"
    ),
    # The head.
    "{plan}: {since} to {until}": "{plan}：{since} 至 {until}",
    "{happened}.": "{happened}。",
    "{happened}. Up to {day}: {due}.": "{happened}。至 {day}：{due}。",
    "Nothing happened": "无事项",
    "{count} standard published": "发布标准 {count} 项",
    "{count} standards published": "发布标准 {count} 项",
    "{count} taking effect": "实施 {count} 项",
    "{count} withdrawn": "废止 {count} 项",
    "{count} moved to another stage": "阶段变更 {count} 项",
    "{count} terminated": "终止 {count} 项",
    "{count} reviewed": "复审 {count} 项",
    "{count} activity held": "开展工作 {count} 件",
    "{count} activities held": "开展工作 {count} 件",
    "{count} activity closed": "办结工作 {count} 件",
    "{count} activities closed": "办结工作 {count} 件",
    "{count} project due": "项目到期 {count} 项",
    "{count} projects due": "项目到期 {count} 项",
    "{count} activity due": "工作到期 {count} 件",
    "{count} activities due": "工作到期 {count} 件",
    "{count} expiring": "有效期届满 {count} 件",
    "{count} review due": "复审到期 {count} 项",
    "{count} reviews due": "复审到期 {count} 项",
    # Headings and columns.
    "activities closed": "办结的工作",
    "activities due": "到期的工作",
    "activities held": "开展的工作",
    "ahead": "期限截至",
    "before": "期初",
    "by department": "发布数（按主管部门）",
    "by sector": "发布数（按行业领域）",
    "change": "本期",
    "department": "主管部门",
    "effective": "实施",
    "expiring": "有效期届满",
    "plan": "计划",
    "projects due": "到期的项目",
    "reviewed": "复审",
    "reviews due": "到期的复审",
    "staged": "阶段变更",
}
