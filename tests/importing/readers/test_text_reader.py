"""readers/text_reader.py and text_entries.py: plain lists; the values in a line, and which lines
are prose."""

import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from list_helpers import open_list
from stdplan.errors import BadData
from stdplan.importing.readers.detect import open_lists
from stdplan.importing.readers.rows import ReadOptions, Skipped, SourceRow
from stdplan.importing.readers.text_entries import (
    find_second_number,
    header_of,
    parse_entries,
    parse_entry,
    starts_like_number,
)
from stdplan.table import Column


@pytest.fixture
def reading(tmp_path: Path):
    """Return a function that reads lines as a file without an extension: its format, rows and
    skipped lines."""

    def read(*lines: str, name: str = "list") -> tuple[str, list[SourceRow], Skipped]:
        path = tmp_path / name
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        with open_list(str(path), ReadOptions()) as source:
            return source.form, list(source.iter_rows()), source.skipped

    return read


@pytest.mark.parametrize(
    ("line", "values"),
    [
        ("JB/T 1-2011", {}),
        ("1. JB/T 1-2011 《车床 第1部分：通用》", {"title": "车床 第1部分：通用"}),
        ("2、JB/T 1-2011“车床”", {"title": "车床"}),
        ("（3） JB/T 1-2011 车床", {"title": "车床"}),
        ("- JB/T 1-2011《〈车床〉释义》", {"title": "〈车床〉释义"}),
        ("* 《车床》（JB/T 1-2011）", {"title": "车床"}),
        ("JB/T 1-2011车床3型", {"title": "车床3型"}),
        (
            "JB/T 1-2011 替代材料 代替 JB/T 1-1990",
            {"title": "替代材料", "replaces": "代替 JB/T 1-1990"},
        ),
        (
            "JB/T 1-2011 《车床》（代替JB/T 1-1990、JB/T 2-1990）",
            {"title": "车床", "replaces": "代替JB/T 1-1990、JB/T 2-1990"},
        ),
        (
            "JB/T 1-2011 《车床》 部分代替 JB/T 1-1990，参见公告",
            {"title": "车床", "replaces": "部分代替 JB/T 1-1990", "note": "参见公告"},
        ),
        (
            "JB/T 1-2011 车床 被 JB/T 1-2020 代替",
            {"title": "车床", "replaces": "被 JB/T 1-2020 代替"},
        ),
        ("JB/T 1-2011 车床 代替旧版", {"title": "车床 代替旧版"}),
        (
            "JB/T 1-2011 车床 2011-05-18 发布，自2011年10月1日起实施",
            {"title": "车床", "published": "2011-05-18", "effective": "2011年10月1日"},
        ),
        (
            "JB/T 1-2011 车床 发布日期：2011.5.18 2020-01-01废止",
            {"title": "车床", "published": "2011.5.18", "withdrawn": "2020-01-01"},
        ),
        ("JB/T 1-2011 车床，2011-05-18", {"title": "车床", "note": "2011-05-18"}),
        ("JB/T 1-2011 车床, 2015-09", {"title": "车床", "note": "2015-09"}),
        ("JB/T 1-2011 车床 2015年9月发布", {"title": "车床", "published": "2015年9月"}),
        ("JB/T 1-2011 车床 完成年限2012", {"title": "车床", "target_date": "2012"}),
        ("JB/T 1-2011 车床（现行）", {"title": "车床", "status": "现行"}),
        ("JB/T 1-2011《车床》 (废止)。", {"title": "车床", "status": "废止"}),
        ("JB/T 1-2011 车床（立式）", {"title": "车床（立式）"}),
        (
            "JB/T 1-2011 车床 (JB 1-1996 废止)",
            {"title": "车床", "note": "(JB 1-1996 废止)"},
        ),
        ("- **JB/T 1-2011** 《车*床*》", {"title": "车*床*"}),
        ("- [JB/T 1-2011](http://x.y/z) 《车床》", {"title": "车床"}),
        ("1. `JB/T 1-2011` **车床**", {"title": "车床"}),
        ("**JB/T 1-2011 《车床》**", {"title": "车床"}),
        ("* 《车床》（*JB/T 1-2011*）", {"title": "车床"}),
        ("JB/T 1-2011 《车床》 2011-05-18", {"title": "车床", "note": "2011-05-18"}),
        ("JB/T 1-2011 《车床》, IDT ISO 1:2000", {"title": "车床", "adopts": "IDT ISO 1:2000"}),
        ("JB/T 1-2011 车床（ISO 1:2000，MOD）", {"title": "车床", "adopts": "ISO 1:2000，MOD"}),
        ("- **JB/T 1-2011** - 车床 - 术语", {"title": "车床 - 术语"}),
        ("[JB/T 1-2011](http://x.y) – [车床](http://x.y)", {"title": "车床"}),
        ("JB/T 1-2011—车床", {"title": "车床"}),
        ("JB/T 1-2011 —— 《车床》", {"title": "车床"}),
        ("JB/T 1-2011：车床", {"title": "车床"}),
        ("JB/T 1-2011 | 车床", {"title": "车床"}),
        ("JB/T 1-2011 -40℃ 低温钢", {"title": "-40℃ 低温钢"}),
        ("JB/T 1-2011 车床 (http://x.y/z)", {"title": "车床", "note": "(http://x.y/z)"}),
        ("- [x] JB/T 1-2011 车床", {"title": "车床"}),
        ("* [ ] JB/T 1-2011 车床", {"title": "车床"}),
        ("JB/T 1-2011 车床 ✅", {"title": "车床", "note": "✅"}),
        ("- JB/T 1-2011 车床 ❌ 已废止", {"title": "车床", "note": "❌", "status": "已废止"}),
        ("JB/T 1-2011 车床 - 废止", {"title": "车床", "status": "废止"}),
        ("JB/T 1-2011 车床，现行有效", {"title": "车床", "status": "现行有效"}),
        ("JB/T 1-2011 车床报废作废", {"title": "车床报废作废"}),
        ("[1] JB/T 1-2011, 车床[S]", {"title": "车床"}),
        (
            "[1] JB/T 1-2011 车床[S]. 北京: 某社, 2011.",
            {"title": "车床", "note": "北京: 某社, 2011."},
        ),
        ("[12] 某委员会. 车床 术语: JB/T 1-2011[S]", {"title": "车床 术语"}),
        ("某部. 《车床》JB/T 1-2011[S/OL].", {"title": "车床"}),
    ],
)
def test_the_values_of_a_line(line: str, values: dict[str, str]) -> None:
    assert parse_entry(line) == {"number": "JB/T 1-2011", **values}


@pytest.mark.parametrize(
    ("line", "number", "title"),
    [
        ("gb/t1.1—2020 标准化工作导则", "gb/t1.1—2020", "标准化工作导则"),
        ("JB T 5000.13 1998 重型机械", "JB T 5000.13 1998", "重型机械"),
        ("YB/T 036-1992（2005） 钢管", "YB/T 036-1992（2005）", "钢管"),
        ("GB/T 19001-2008 idt ISO9001:2008 质量", "GB/T 19001-2008 idt ISO9001:2008", "质量"),
        ("ISO 9001:2015 Quality management", "ISO 9001:2015", "Quality management"),
        ("ISO 9001: 2015 - Quality", "ISO 9001:2015", "Quality"),
        ("IS 269: 1989 Ordinary cement", "IS 269:1989", "Ordinary cement"),
        ("IS 269 : 1989 — Ordinary cement", "IS 269:1989", "Ordinary cement"),
        ("BS 5950 - 1: 2000 Structures", "BS 5950 - 1:2000", "Structures"),
        ("ISO 90101: Gamma 2000", "ISO 90101", "Gamma 2000"),
        ("ASTM D638-14 Test Method for 5 things", "ASTM D638-14", "Test Method for 5 things"),
        ("2011-0123T-JB 磨床", "2011-0123T-JB", "磨床"),
    ],
)
def test_the_number_ends_at_the_title(line: str, number: str, title: str) -> None:
    assert parse_entry(line) == {"number": number, "title": title}


@pytest.mark.parametrize(
    ("line", "numbered"),
    [
        ("本标准适用于车床。", False),
        ("1.1 总则", False),
        ("2011-05-18 发布", False),
        ("", False),
        ("JB/T 1-20Il 车床", True),
        ("3. HG/T 2345-20O9 甲", True),
        ("GB/T abc 错误", True),
        ("GB 标准如下", False),
    ],
)
def test_lines_without_a_number(line: str, numbered: bool) -> None:
    assert (parse_entry(line), starts_like_number(line)) == (None, numbered)


@given(
    st.text() | st.text(alphabet="JBGT/ 12-011《》（）代替被,，。ISO发布2年月日IDT", max_size=40)
)
def test_any_line_is_an_entry_or_none(line: str) -> None:
    entry = parse_entry(line)
    assert entry is None or (entry["number"] and set(entry) <= {*header_of(()), "status"})
    assert all(entry["number"] for entry in parse_entries(line))


@pytest.mark.parametrize(
    ("line", "numbers"),
    [
        ("GB/T 1-2011 《甲》；GB/T 2-2011 《乙》", ["GB/T 1-2011", "GB/T 2-2011"]),
        ("1. GB 1-2011《甲》、GB 2-2011《乙》;GB 3《丙》", ["GB 1-2011", "GB 2-2011", "GB 3"]),
        ("GB/T 1-2011 《甲》 代替 GB/T 1-2000《旧》；GB/T 6-2011《乙》", ["GB/T 1-2011"]),
        ("《甲》（GB/T 1-2011）；《乙》（GB/T 2-2011）", ["GB/T 1-2011", "GB/T 2-2011"]),
        ("GB/T 1-2011 《甲》 代替 GB/T 1-2000；GB/T 2-2011 《乙》", ["GB/T 1-2011", "GB/T 2-2011"]),
        ("GB/T 1-2011 《甲》 代替 GB/T 1-2000、GB/T 2-2000《乙》", ["GB/T 1-2011"]),
        ("GB/T 1-2011 《甲》（代替GB/T 1-2000；GB/T 2-2000）", ["GB/T 1-2011"]),
        ("GB/T 1-2011 《甲》 被 GB/T 1-2020、GB/T 2-2020 代替", ["GB/T 1-2011"]),
        ("GB/T 1-2011 《甲；GB/T 2-2011 的应用》", ["GB/T 1-2011"]),
        ("GB/T 1-2011 《甲》 IDT ISO 1:2000", ["GB/T 1-2011"]),
        ("GB/T 1-2011 《甲》，参见 GB/T 2-2011", ["GB/T 1-2011"]),
        ("1. GB/T 1-2011 甲；GB 2-2011 乙;GB 3-2011 丙", ["GB/T 1-2011", "GB 2-2011", "GB 3-2011"]),
    ],
)  # fmt: skip
def test_a_number_with_its_own_title_is_a_separate_standard(line: str, numbers: list[str]) -> None:
    entries = parse_entries(line)
    assert [entry["number"] for entry in entries] == numbers
    assert not any(find_second_number(entry, line) for entry in entries)


@pytest.mark.parametrize(
    "line",
    [
        "GB/T 5-2011 GB/T 6-2011",
        "GB/T 5-2011；GB/T 6-2011",
        "GB/T 5-2011 甲、GB/T 6-2011 乙",
        "GB/T 5-2011 甲 GB/T 6-2011 乙",
        "GB/T 5-2011 《甲》 GB/T 6-2011",
    ],
)
def test_a_doubtful_second_number_is_a_fault(reading, line: str) -> None:
    _, [_, good, bad], _ = reading("GB/T 1-2011 《甲》", line)
    assert (good.fault, bad.line, bad.cells, bad.cell_count) == (None, 2, [line], 0)
    assert "contains a second number, GB/T 6-2011" in bad.fault


def test_the_status_is_a_column_if_a_line_has_one(reading) -> None:
    _, [head, *rows], _ = reading(
        "GB/T 1-2011 《甲》（现行）；GB/T 2-2011 《乙》", "GB/T 3-2011 丙"
    )
    assert head.cells == [*header_of(()), "status"]
    assert [row.cells[-1] for row in rows] == ["现行", "", ""]


def test_a_list_with_markup_is_detected(reading) -> None:
    form, rows, _ = reading(
        "- **HG/T 1-2011** 《甲》", "- [HG/T 2-2011](http://x.y) 《乙》", "- `HG/T 3-2011` 《丙》"
    )
    assert form == "text"
    assert [row.cells[0] for row in rows[1:]] == ["HG/T 1-2011", "HG/T 2-2011", "HG/T 3-2011"]


@pytest.mark.parametrize("start", ["", "- ", "1. ", "### "])
def test_values_with_their_names_are_records(reading, start: str) -> None:
    form, [head, *rows], skipped = reading(
        "常用标准",
        f"{start}**标准号**：GB/T 1-2011",
        "标准名称：甲：乙 发布日期: 2011-01-01；状态：现行。",
        "适用范围：车间 12:30",
        "",
        f"{start}标准号: GB/T 2-2011  标准名称：丙",
    )
    assert form == "text"
    assert head.cells == ["标准号", "标准名称", "发布日期", "状态", "适用范围"]
    assert [(row.line, row.cells) for row in rows] == [
        (2, ["GB/T 1-2011", "甲：乙", "2011-01-01", "现行", "车间 12:30"]),
        (6, ["GB/T 2-2011", "丙", "", "", ""]),
    ]
    assert skipped.examples["prose"] == ["常用标准"]


def test_entities_and_tags_are_no_part_of_a_line(reading) -> None:
    _, [_, row], _ = reading("<li>GB/T 1-2011&nbsp;甲 &amp; 乙<br></li>")
    assert row.cells[:2] == ["GB/T 1-2011", "甲 & 乙"]


def test_numbers_outside_of_the_tables_of_a_page_are_named(reading) -> None:
    lines = [
        "# 一览",
        "",
        "- GB/T 3-2011 丙",
        "",
        "| 标准号 | 标准名称 |",
        "|---|---|",
        "| ~~GB/T 1-2011~~ | 甲 |",
    ]
    form, [_, row], skipped = reading(*lines, name="a.md")
    assert (form, row.cells) == ("markdown", ["GB/T 1-2011", "甲"])
    assert skipped.examples == {"prose": ["# 一览"], "numbered line": ["- GB/T 3-2011 丙"]}


def test_an_empty_plain_list_is_reported(tmp_path: Path) -> None:
    (tmp_path / "list").write_text("没有标准\n", encoding="utf-8")
    with (
        pytest.raises(BadData, match="no line begins with the number"),
        open_list(str(tmp_path / "list"), ReadOptions(form="text")) as source,
    ):
        list(source.iter_rows())


def test_a_list_between_prose_and_links(reading) -> None:
    form, rows, skipped = reading(
        "References",
        "The following standards are used, in this order.",
        "ISO 9001:2015 - Quality management",
        "https://www.iso.org/standard/62085.html",
        "It is the base of all others.",
        "",
        "IS 269: 1989 — Ordinary cement",
        "https://law.resource.org/pub/in/bis/S03/is.269.1989.pdf",
    )
    assert form == "text"
    assert [row.cells[:2] for row in rows[1:]] == [
        ["ISO 9001:2015", "Quality management"],
        ["IS 269:1989", "Ordinary cement"],
    ]
    assert skipped.counts == {"prose": 5}


def test_a_plain_list(reading) -> None:
    form, rows, skipped = reading(
        "# 2011年第1批",
        "下列标准自2011-10-01起实施：",
        "",
        "## 一、化工行业",
        "1. HG/T 1-2011 《甲》 代替 HG/T 1-1990",
        "2. HG/T 2-20ll 《乙》",
        "二、包装",
        "3. BB/T 3-2011 《丙》",
        "4. BB/T 4-2011 《丁》",
    )
    assert (form, rows[0].cells) == ("text", header_of(()))
    assert [(row.line, row.cells[0], row.section) for row in rows[1:]] == [
        (5, "HG/T 1-2011", "一、化工行业"),
        (6, "2. HG/T 2-20ll 《乙》", "一、化工行业"),
        (8, "BB/T 3-2011", "二、包装"),
        (9, "BB/T 4-2011", "二、包装"),
    ]
    assert [bool(row.fault) for row in rows[1:]] == [False, True, False, False]
    assert skipped.counts == {"section": 3, "prose": 1}


def test_rows_of_cells_without_a_header_are_not_a_plain_list(reading) -> None:
    form, rows, _ = reading("JB/T 1-2011,车床,2011", "JB/T 2-2011,铣床,2011")
    assert (form, rows[0].cells[1]) == ("csv", "车床")


def test_a_markdown_table_within_text(reading) -> None:
    form, rows, skipped = reading(
        "# 清单",
        "| 阶段 | 含义 |",
        "|:--|--:|",
        "| 10 | 立项 |",
        "",
        "标准编号 | 标准名称 | 备注",
        "--- | --- | ---",
        r"JB/T 1-2011 | 车\|床 &lt;甲&gt; \*乙\* | 一<br>二",
        "",
        "## 一、化工行业",
        "| 标准编号 | 标准名称 | 备注 |",
        "|---|---|---|",
        "| HG/T 1-2011 | 丙 |",
        "以上。",
    )
    assert (form, rows[0].cells) == ("markdown", ["标准编号", "标准名称", "备注"])
    assert [(row.line, row.cells, row.section) for row in rows[1:]] == [
        (8, ["JB/T 1-2011", "车|床 <甲> *乙*", "一\n二"], ""),
        (13, ["HG/T 1-2011", "丙", ""], "一、化工行业"),
    ]
    assert skipped.counts == {"prose": 2, "table": 1, "section": 1, "header": 1}


def test_each_table_with_its_own_header_is_a_list(tmp_path: Path) -> None:
    path = tmp_path / "list.md"
    path.write_text(
        """# 依据
## 一、机械行业
| 标准编号 | 标准名称 | 备注 |
|---|---|---|
| JB/T 1-2011 | 车床 | |

## 二、化工行业
| 标准编号 | 标准名称 | 实施日期 |
|---|---|---|
| HG/T 1-2011 | 甲 | 2012-01-01 |

## 三、缩略语
| 词 | 义 |
|---|---|
| a | b |

## 四、包装行业
标准编号 | 标准名称 | 备注
---|---|---
BB/T 1-2011 | 乙 |
""",
        encoding="utf-8",
    )
    with open_lists(str(path), ReadOptions()) as lists:
        read = [(source, list(source.iter_rows())) for source in lists]
    assert [
        [(row.sheet, row.line, row.cells[0], row.section) for row in rows[1:]] for _, rows in read
    ] == [
        [
            ("[table 1]", 5, "JB/T 1-2011", "一、机械行业"),
            ("[table 1]", 20, "BB/T 1-2011", "四、包装行业"),
        ],
        [("[table 2]", 10, "HG/T 1-2011", "二、化工行业")],
    ]
    assert read[0][0].skipped.counts == {"prose": 1, "table": 1, "section": 2, "header": 1}
    with open_list(str(path), ReadOptions(table=3)) as source:
        assert [row.cells for row in source.iter_rows()] == [["词", "义"], ["a", "b"]]


def test_markup_around_a_cell_is_removed(reading) -> None:
    _, rows, _ = reading(
        "| **标准编号** | 标准名称 |",
        "|---|---|",
        "| **JB/T 1-2011** | `车床` |",
        "| [JB/T 2-2011](http://x.y) | 车 *床* 3*4*5 |",
        "| __JB/T 3-2011__ | *甲* 与 *乙* |",
    )
    assert [row.cells for row in rows] == [
        ["标准编号", "标准名称"],
        ["JB/T 1-2011", "车床"],
        ["JB/T 2-2011", "车 *床* 3*4*5"],
        ["JB/T 3-2011", "*甲* 与 *乙*"],
    ]


def test_a_file_without_the_requested_markdown_table(tmp_path: Path) -> None:
    (tmp_path / "list.md").write_text("标准编号\n", encoding="utf-8")
    with pytest.raises(BadData, match="there is no table in it"):
        open_and_read(tmp_path / "list.md")


def open_and_read(path: Path) -> list[SourceRow]:
    with open_list(str(path), ReadOptions(form="markdown")) as source:
        return list(source.iter_rows())


cells = st.text(st.characters(categories=("L", "N", "P", "S"))) | st.sampled_from(
    ["|", "\\", "\\|", "&lt;", "<br>", "[甲](乙)", "---", "*a*"]
)


@settings(suppress_health_check=list(HealthCheck))
@given(st.lists(st.tuples(cells, cells), max_size=5))
def test_our_own_markdown_is_read_back(tmp_path: Path, table) -> None:
    from stdplan.output.as_markdown import write_markdown
    from stdplan.output.formats import Style

    out = io.StringIO()
    columns = [Column(name) for name in ("number", "title", "note")]
    write_markdown(columns, iter([["JB/T 1-2011", *row] for row in table]), out, Style())
    path = tmp_path / "list.md"
    path.write_text(out.getvalue(), encoding="utf-8")
    assert [tuple(row.cells[1:]) for row in open_and_read(path)[1:]] == table


@pytest.mark.parametrize(
    ("line", "entry"),
    [
        ("- 《GB/T 1-2019 车床》", {"number": "GB/T 1-2019", "title": "车床"}),
        ("《GB/T 1-2019》", {"number": "GB/T 1-2019"}),
        (
            "GB/T 1-2007 车床（已废止，被 GB/T 1-2022 代替）",
            {
                "status": "已废止", "number": "GB/T 1-2007", "title": "车床",
                "replaces": "被 GB/T 1-2022 代替",
            },
        ),
        (
            "GB/T 1-2007（作废，已被GB/T 1-2022替代）",
            {"status": "作废", "number": "GB/T 1-2007", "replaces": "被GB/T 1-2022替代"},
        ),
    ],
)  # fmt: skip
def test_brackets_round_a_number_or_a_status(line: str, entry: dict[str, str]) -> None:
    assert parse_entries(line) == [entry]
