"""Near titles, proposed focus areas and shared subjects, in Chinese."""

SIMILAR: dict[str, str] = {
    """\
Titles like a proposed one, in all sectors, the most like it first; 10 without --limit.

\b
stdplan standards similar 无级变速摆线针轮减速机
stdplan standards similar JB/T 7254-1994
stdplan standards similar 数控车床 --status planned --min-score 60 --exit-code

The score goes from 0 (nothing in common) to 100 (the same words). At 60 and above look whether
it is the same subject: with --exit-code that is exit code 1.""": """\
查找与拟定名称相近的标准名称，不限行业，最相近者在前；不带 --limit 时为 10 条。

\b
stdplan standards similar 无级变速摆线针轮减速机
stdplan standards similar JB/T 7254-1994
stdplan standards similar 数控车床 --status planned --min-score 60 --exit-code

\b
分值从 0（毫无相同）到 100（用词相同）。60 及以上应核对是否为同一对象；
带 --exit-code 时退出码为 1。""",
    """\
Focus areas for records without one, from the areas' names and keywords in their titles.

\b
stdplan standards classify --sector machinery -o proposals.xlsx
stdplan standards classify --apply

Only areas of the plan, of the record's own sector or cross-cutting; what has ended is left
alone. A record without a sector needs an area's name, or two of its keywords.""": """\
按标准名称中的领域名称和关键词，为尚无重点领域的记录提出重点领域。

\b
stdplan standards classify --sector machinery -o proposals.xlsx
stdplan standards classify --apply

\b
只用本计划的领域：记录所属行业的，或跨行业的；已废止、终止的不列。
没有行业的记录，名称中须有领域名称或其两个关键词。""",
    """\
Subjects that stand under several sectors, with the standards and open projects of each.

Where two offices draft on one subject, they have to know of each other.""": """\
同时列在几个行业下的主题，及各自的标准和在研项目。

几家单位就同一主题起草标准，应相互通气。""",
    "A proposed title, or the number of a record whose title is meant.": (
        "拟定的名称，或以某记录的编号代表其名称。"
    ),
    "Only titles of at least this score.": "只列不低于此分值的名称。",
    "Make the index of titles anew before.": "先重建名称索引。",
    "Give the records these focus areas.": "将这些重点领域写入记录。",
    "Only subjects on which several sectors have a project.": "只列几个行业都有在研项目的主题。",
    "looking through {count} titles": "正在通读 {count} 个名称",
    "titles": "名称",
    "no title like this": "没有相近的名称",
    "TEXT: give a title with letters or digits, at most {most} letters": (
        "TEXT：请给出含文字或数字的名称，最多 {most} 个字符"
    ),
    "{key} has no title": "{key} 没有名称",
    "titles like that of {key}: {title}": "与 {key} 名称相近者：{title}",
    "no title tells a focus area": "没有名称能判断重点领域",
    "{records} records were given {areas} focus areas": (
        "已为 {records} 条记录写入 {areas} 个重点领域"
    ),
    "no subject on which several sectors have a project; without --active there may be some": (
        "没有几个行业都有在研项目的主题；去掉 --active 也许有"
    ),
    "the plan of {year} has no subject under several sectors": (
        "{year} 年计划没有同时列在几个行业下的主题"
    ),
    "the index of titles is wrong; `standards similar --anew` mends it": (
        "名称索引有误；可用 `standards similar --anew` 重建"
    ),
    "drafting": "在研项目",
    "keyword": "关键词",
    "score": "相近程度",
    "why": "依据",
}
