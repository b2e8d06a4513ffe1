"""importing/column_choice.py and cell_evidence.py: columns that are known by their cells."""

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stdplan.domain.numbers import parse
from stdplan.errors import BadData
from stdplan.importing.cell_evidence import (
    LOOKED_AT,
    CellEvidence,
    first_look,
    is_day,
    is_entry,
    is_title,
    split_entry,
    whole_look,
)
from stdplan.importing.column_choice import kind_of_day
from stdplan.importing.header_names import has_other_standards, is_identifying
from stdplan.importing.headers import HeaderMapping, is_ours, map_headers
from stdplan.importing.layouts import Layout
from stdplan.importing.readers.rows import SourceRow, make_block
from stdplan.importing.reviews import review_layout

NUMBERS = ("GB/T 1.1-2020", "GB 2-2011", "JB/T 3-2015")
TITLES = ("标准化工作导则", "机床安全要求", "金属切削机床 通用技术条件")
COUNTERS = ("1", "2", "3")
DIGITS = ("55037", "50016", "50038")
DAYS = ("2020-05-01", "2011年2月1日", "2015-03")
WORDS = ("现行", "废止", "现行")
PLANS = ("20230390-T-339", "20230391-T-339", "20230392-T-339")
BOTH = tuple(f"{number} {title}" for number, title in zip(NUMBERS, TITLES, strict=True))
BEHIND = tuple(f"{title}（{number}）" for number, title in zip(NUMBERS, TITLES, strict=True))
NOTHING = ("", "", "")


def mapped(
    header: str,
    *columns: Sequence[str],
    mapping: dict[str, str] | None = None,
    layout: Layout | None = None,
) -> HeaderMapping:
    evidence = CellEvidence(columns, max(map(len, columns)))
    return map_headers(header.split(" "), mapping, "list.csv:1", layout, evidence=evidence)


def fields(header: str, *columns: Sequence[str], **mapping: str) -> dict[str, str]:
    found = mapped(header, *columns, mapping=mapping).columns
    return {column.header: column.field.name for column in found}


@pytest.mark.parametrize(
    ("header", "columns", "expected"),
    [
        # An unknown header, whatever it is.
        ("序号 编号 名称", (COUNTERS, NUMBERS, TITLES), {"编号": "number", "名称": "title"}),
        ("standard_id title", (NUMBERS, TITLES), {"standard_id": "number", "title": "title"}),
        ("doc_no title", (NUMBERS, TITLES), {"doc_no": "number", "title": "title"}),
        ("ident title x", (NUMBERS, TITLES, COUNTERS), {"ident": "number", "title": "title"}),
        ("standard.id standard.name", (NUMBERS, TITLES), {"standard.id": "number",
                                                          "standard.name": "title"}),
        # The one of two columns whose cells fit.
        ("code standard_number name", (NUMBERS, DIGITS, TITLES),
         {"code": "number", "name": "title"}),
        ("standard_number code name", (DIGITS, NUMBERS, TITLES),
         {"code": "number", "name": "title"}),
        ("标准号 编号 名称", (DIGITS, NUMBERS, TITLES), {"编号": "number", "名称": "title"}),
        ("标准号 标准编号 题", (DIGITS, NUMBERS, TITLES), {"标准编号": "number", "题": "title"}),
        ("标准号 编号 名称", (NUMBERS, DIGITS, TITLES), {"标准号": "number", "名称": "title"}),
        ("标准号 标准编号 名称", (NOTHING, NUMBERS, TITLES),
         {"标准编号": "number", "名称": "title"}),
        ("标准编号 编号 名称", (NOTHING, NUMBERS, TITLES), {"编号": "number", "名称": "title"}),
        ("number name title", (COUNTERS, NUMBERS, TITLES), {"name": "number", "title": "title"}),
        ("备注1 x", (TITLES, NUMBERS), {"x": "number"}),
        # A known header with the cells of another one.
        ("number name", (COUNTERS, NUMBERS), {"name": "number"}),
        ("标准编号 标准名称", (TITLES, NUMBERS), {"标准编号": "title", "标准名称": "number"}),
        ("序号 名称", (NUMBERS, TITLES), {"序号": "number", "名称": "title"}),
        ("计划编号 项目名称", (NUMBERS, TITLES), {"计划编号": "number", "项目名称": "title"}),
        ("备案号 标准名称", (NUMBERS, TITLES), {"备案号": "number", "标准名称": "title"}),
        ("key title", (NUMBERS, TITLES), {"key": "key", "title": "title"}),  # ours
        ("key name", (NUMBERS, TITLES), {"key": "number", "name": "title"}),
        # Of several columns with numbers the one that identifies.
        ("名称 标准 附", (TITLES, NUMBERS, NUMBERS[::-1]), {"名称": "title", "标准": "number"}),
        ("名称 编号 引用标准", (TITLES, NUMBERS, NUMBERS), {"名称": "title", "编号": "number"}),
        ("名称 全称 编号", (TITLES, BOTH, NUMBERS), {"名称": "title", "编号": "number"}),
        # Projects have plan numbers, and may name other standards.
        ("计划编号 项目名称 编号", (PLANS, TITLES, NUMBERS),
         {"计划编号": "plan_number", "项目名称": "title", "编号": "number"}),
        ("计划编号 项目名称 某列", (PLANS, TITLES, NUMBERS),
         {"计划编号": "plan_number", "项目名称": "title"}),
        # Lists without numbers stay as they are.
        ("标准名称 状态", (TITLES, WORDS), {"标准名称": "title", "状态": "status"}),
        ("标准名称 代替的标准", (TITLES, NUMBERS), {"标准名称": "title"}),
        ("名称 某号", (TITLES, NOTHING), {"名称": "title"}),
        ("标准号 标准名称 ISO\u00a09001", (NUMBERS, TITLES, NOTHING),
         {"标准号": "number", "标准名称": "title"}),
        ("标准号 标准名称 参考", (NUMBERS, TITLES, NUMBERS),
         {"标准号": "number", "标准名称": "title"}),
    ],
)  # fmt: skip
def test_cells_decide_where_headers_do_not(
    header: str, columns: tuple[Sequence[str], ...], expected: dict[str, str]
) -> None:
    assert fields(header, *columns) == expected


@pytest.mark.parametrize(
    ("header", "columns", "message"),
    [
        ("number title", (COUNTERS, TITLES), 'the column "number" has no numbers.*--map "number=n'),
        # Titles, days or words under a header of numbers.
        ("number", (TITLES,), '"number" has no numbers .*else --map "number=title"'),
        ("number", (("车床", "2020", "铣床第1部分"),), '"number" has no .*--map "number=title"'),
        ("标准号 备注", (TITLES, WORDS), '"标准号" has no numbers .*else --map "标准号=title"'),
        ("标准号 标准名称", (TITLES, TITLES), '"标准号" has no numbers .*--map "标准号=extra"'),
        ("标准号 标准名称", (DAYS, TITLES), '"标准号" has no numbers .*--map "标准号=extra"'),
        ("标准号 标准名称", (WORDS, TITLES), '"标准号" has no numbers .*--map "标准号=extra"'),
        ("标准号 计划编号", (TITLES, PLANS), '"标准号" has no numbers .*--map "标准号=title"'),
        ("名称 a b", (TITLES, NUMBERS, NUMBERS[::-1]), 'several .*"a", "b".*--map "a=number"'),
        ("名称 某号", (TITLES, ("", "", "GB 1-2011")), '"某号" has .*--map "某号=number"'),
        ("名称 检验", (TITLES, ("GB 1-2011",) * 3), '"检验" has .*or --map "检验=extra"'),
        ("名称", (("甲", "GB 1-2011", "乙"),), '"名称" has .*or --map "名称=title"'),
        ("GB/T 1-2020 甲", (NUMBERS, TITLES), "the header has the number .*needs a header row"),
        ("标准编号 GB/T 1-2020", (TITLES, DAYS), "the header has the number of a standard"),
        ("车床（GB/T 1-2020）", (BEHIND,), "the header has the number of a standard"),
        # A body may number its standards in a way of its own.
        ("标准号 执行 名称", (("QJ-X 1", "QJ-X 2", "QJ-X 3"), NUMBERS, TITLES),
         'several .*"标准号", "执行"'),
        ("甲 乙", (TITLES, DAYS), "there is no column with a number"),
    ],
)  # fmt: skip
def test_what_is_doubtful_is_refused_with_the_option_to_give(
    header: str, columns: tuple[Sequence[str], ...], message: str
) -> None:
    with pytest.raises(BadData, match=message):
        names = header.replace("GB/T 1", "GB/T\u00a01")
        mapped(names, *columns)


def test_map_decides() -> None:
    assert fields("number title", COUNTERS, TITLES, number="number") == {
        "number": "number", "title": "title"
    }  # fmt: skip
    assert fields("number title", COUNTERS, TITLES, number="extra") == {"title": "title"}
    assert fields("编号 名称", NUMBERS, TITLES, 编号="extra") == {"名称": "title"}
    assert fields("编号 名称", NUMBERS, TITLES, 编号="") == {"名称": "title"}
    assert fields("编号 名称", NUMBERS, TITLES, 编号="replaces")["编号"] == "replaces"
    assert fields("名称 a b", TITLES, NUMBERS, NUMBERS, b="number")["b"] == "number"
    assert fields("标准号 x", NUMBERS, TITLES, x="extra") == {"标准号": "number"}


@pytest.mark.parametrize("cells", [BOTH, BEHIND])
@pytest.mark.parametrize("header", ["标准名称", "标准号", "某列"])
def test_number_and_title_in_one_cell(header: str, cells: Sequence[str]) -> None:
    [column] = mapped(header, cells).columns
    assert (column.field.name, column.with_title) == ("number", True)
    [column] = mapped("标准名称", cells, mapping={"标准名称": "number"}).columns
    assert column.with_title


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        ("GB/T 191-2008 包装储运图示标志", ("GB/T 191-2008", "包装储运图示标志")),
        ("GB/T 191-2008《包装》", ("GB/T 191-2008", "包装")),
        ("《包装》（GB/T 191—2008）", ("GB/T 191—2008", "包装")),
        ("包装 GB/T 191-2008", ("GB/T 191-2008", "包装")),
        ("ISO 9001:2015 Quality management", ("ISO 9001:2015", "Quality management")),
        ('RFC 1: "The First"', ("RFC 1", "The First")),
        ("ASTM A1-20 - Standard Specification", ("ASTM A1-20", "Standard Specification")),
        ("EN ISO 1:2010: Safety of lathes", ("EN ISO 1:2010", "Safety of lathes")),
        ("EN 1-1:2006+A4:2013 Safety of lathes", ("EN 1-1:2006+A4:2013", "Safety of lathes")),
        ("EN 1-1:2006 Amendment to lathes", None),
        ("IS 1489 (Part 1):1991", None),
        ("BS 5950 - 1 : 2000", None),
        ("NIST SP 1-2 Rev. 5", None),
        ("GB/T 191-2008", None),
        ("包装储运图示标志", None),
        ("第1部分：总则", None),
        ("GB/T 1-2011 车床 2011-01-01实施", None),  # more than a title
    ],
)
def test_a_cell_with_a_number_and_a_title_is_split(
    text: str, entry: tuple[str, str] | None
) -> None:
    assert split_entry(text) == entry
    assert is_entry(text) == (entry is not None)


def test_days_need_a_header_that_names_their_kind() -> None:
    header = "标准号 发布年月 标准实施日 某日 某况"
    found = mapped(header, NUMBERS, DAYS, DAYS, DAYS, ("现行",) * 3)
    assert [column.field.name for column in found.columns] == ["number", "published", "effective"]
    assert [name for _, name in found.unknown] == ["某日", "某况"]
    assert [note.split(" ")[2] for note in found.notes] == [
        '"发布年月"', '"标准实施日"', '"某日"', '"某况"'
    ]  # fmt: skip


def test_statuses_need_a_header_that_names_them() -> None:
    for header in ("stdState", "标准时效", "life-cycle"):
        assert fields(f"标准号 {header}", NUMBERS, WORDS)[header] == "status"
        assert fields(f"标准号 {header}", NUMBERS, WORDS, **{header: "extra"}) == {
            "标准号": "number"
        }
    assert "证书状态" not in fields("标准号 证书状态", NUMBERS, ("有效",) * 3)
    # Otherwise a standard that is withdrawn would be in force.
    with pytest.raises(BadData, match=r'"某况" may have the statuses .*"废止".*"某况=status"'):
        mapped("标准号 某况", NUMBERS, WORDS)
    assert fields("标准号 某况 标准状态", NUMBERS, WORDS, WORDS)["标准状态"] == "status"


def test_designations_of_unknown_bodies_are_not_lost() -> None:
    numbers = ("AB 800-53 Rev. 5", "QQ/X 1", "AB 140-2")
    with pytest.raises(BadData, match=r'"docCode" may have numbers .*"AB 800.*"docCode=number"'):
        mapped("docCode title", numbers, TITLES)
    assert fields("docCode title", numbers, TITLES, docCode="extra") == {"title": "title"}
    assert fields("docCode title", ("a1", "B2", "C3"), TITLES) == {"title": "title"}
    with pytest.raises(BadData, match=r'"Spec No" may have numbers .*"1.501"'):
        map_headers(["Spec No", "title"], evidence=CellEvidence([("1.501", "2.3", "9.1")], 3))
    with pytest.raises(BadData, match='"spec" may have numbers'):
        mapped("spec title", ("TS 1.501", "TS 2.3", "TR 9.1"), TITLES)


def test_stock_numbers_are_no_numbers_of_standards() -> None:
    with pytest.raises(BadData, match=r'"设备编号" has numbers of standards .*设备编号=extra'):
        mapped("设备编号 名称", ("JC-001", "JC-002", "JC-003"), TITLES)


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("date_of_publishing", "published"),
        ("implDay", "effective"),
        ("Publication-Date", "published"),
        ("标准批准日", "published"),
        ("施行日期", "effective"),
        ("作废时间", "withdrawn"),
        ("计划发布日期", None),
        ("发布实施日期", None),
        ("planned publication", None),
        ("date", None),
        ("发布机构", None),
    ],
)
def test_the_kind_of_day_in_a_header(header: str, field: str | None) -> None:
    assert kind_of_day(header) == field


def test_titles_need_the_only_column_that_fits() -> None:
    assert fields("标准号 某列", NUMBERS, TITLES)["某列"] == "title"
    assert "title" not in fields("标准号 某列 另列", NUMBERS, TITLES, TITLES).values()
    assert fields("标准号 某列 品名称", NUMBERS, TITLES, TITLES)["品名称"] == "title"
    for header in ("内容简介", "起草单位甲", "适用范围", "remarks2", "检测方法"):
        assert header not in fields(f"标准号 {header}", NUMBERS, TITLES)
    organizations = ("机械工业研究院", "某某大学", "某某标准化技术委员会")
    assert fields("标准号 某列", NUMBERS, organizations) == {"标准号": "number"}
    assert fields("标准号 某列", NUMBERS, ("甲乙丙丁戊",) * 3) == {"标准号": "number"}
    assert fields("计划号 品名称", ("2026-0901T-JB", "2026-0902T-JB"), TITLES)["品名称"] == "title"


@pytest.mark.parametrize(
    ("text", "expected"),
    [("车床", True), ("A1", False), ("2011-05-18", False), ("现行", False), ("www.x.cn/a", False)],
)
def test_what_may_be_a_title(text: str, expected: bool) -> None:
    assert is_title(text) == expected


def test_counts_are_no_days() -> None:
    assert [is_day(text) for text in ("2011", "55037", "2011-05-18")] == [False, False, True]


@pytest.mark.parametrize(
    ("header", "others", "identifying"),
    [
        ("代替的标准号", True, False),
        ("Superseded by no.", True, False),
        ("被引用标准", True, False),
        ("编号", False, True),
        ("standard_id", False, True),
        ("stakeholder", False, False),
        ("某列", False, False),
    ],
)
def test_what_a_header_says(header: str, others: bool, identifying: bool) -> None:
    assert has_other_standards(header) == others
    assert is_identifying(header) == identifying


REVIEWS = (
    ("代号 复审结论", (NUMBERS, ("继续有效", "废止", "修订")), "代号"),
    ("标准号 编码 复审结论", (COUNTERS, NUMBERS, ("继续有效", "废止", "修订")), "编码"),
    ("标准名称 复审结论", (BOTH, ("继续有效", "废止", "修订")), "标准名称"),
)


@pytest.mark.parametrize(("header", "columns", "number"), REVIEWS)
def test_lists_of_reviews(header: str, columns: tuple[Sequence[str], ...], number: str) -> None:
    found = mapped(header, *columns, layout=review_layout()).columns
    assert {c.field.name: c.header for c in found}["number"] == number
    assert "outcome" in {column.field.name for column in found}


# --- Our own lists ---


@pytest.mark.parametrize(
    ("header", "columns", "ours"),
    [
        ("key number title status", (NUMBERS, NUMBERS, TITLES, WORDS), True),
        ("记录标识 标准编号 标准名称", (NUMBERS, NUMBERS, TITLES), True),
        ("key title status", (NUMBERS, TITLES, WORDS), True),
        ("key title status", (("title:14fb9fca4382",), TITLES, WORDS), True),
        ("key plan_number title", (PLANS, PLANS, TITLES), True),
        ("key number title", (("JBCPZT0392-2021",), ("",), TITLES), True),
        ("key code name status", (COUNTERS, NUMBERS, TITLES, WORDS), False),
        ("key number title status", (COUNTERS, NUMBERS, TITLES, WORDS), False),
        ("key title status", (COUNTERS, TITLES, WORDS), False),
        ("number title status", (NUMBERS, TITLES, WORDS), False),
    ],
)
def test_a_list_is_ours_as_a_whole(
    header: str, columns: tuple[Sequence[str], ...], ours: bool
) -> None:
    assert is_ours(header.split(" "), CellEvidence(columns, 3)) == ours


def test_the_key_of_another_list_is_an_unknown_column() -> None:
    found = mapped("key code name status", COUNTERS, NUMBERS, TITLES, WORDS)
    assert found.unknown == ((0, "key"),)
    assert [column.strict for column in found.columns if column.field.name == "status"] == [False]
    found = mapped("key number status", NUMBERS, NUMBERS, WORDS, mapping={"key": ""})
    assert [column.strict for column in found.columns if column.field.name == "status"] == [False]


# --- The first look ---


def test_the_first_look_loses_no_rows() -> None:
    rows = [SourceRow(line, [str(line), "x"], 2) for line in range(1000)]
    block = make_block(rows[60:], 2)
    evidence, pieces = first_look(iter([*rows[:60], block]), 2)
    assert list(pieces) == [*rows[:60], block]
    assert LOOKED_AT <= len(evidence.cells(0)) <= 2 * LOOKED_AT
    assert list(evidence.cells(0)) == [str(line) for line in range(len(evidence.cells(0)))]


def test_a_whole_look_finds_columns_that_begin_below() -> None:
    rows = [SourceRow(line, ["x", ""], 2) for line in range(1000)]
    rows += [SourceRow(2000, ["", "GB 1-2011"], 2), SourceRow(2001, ["bad"], 0, "a fault")]
    assert whole_look(rows, 2).texts(1) == ["GB 1-2011"]


# --- Whatever the order and the headers are, no number is lost ---

names = st.text("abcdefghijklmnopqrstuvwxyz甲乙丙丁戊己庚辛编号名称", min_size=1, max_size=6)
kinds = st.sampled_from((NUMBERS, BOTH, TITLES, COUNTERS, DAYS, WORDS, DIGITS, NOTHING, PLANS))


@settings(deadline=None)
@given(
    st.lists(st.tuples(names, kinds), min_size=1, max_size=5, unique_by=lambda column: column[0])
)
def test_a_list_with_numbers_is_read_with_numbers_or_refused(
    columns: list[tuple[str, Sequence[str]]],
) -> None:
    header, cells = zip(*columns, strict=True)
    try:
        found = map_headers(list(header), evidence=CellEvidence(cells, 3))
    except BadData:
        return
    numbers = [column for column in found.columns if column.field.name == "number"]
    for column in numbers:
        text = cells[column.index][0]
        assert parse(text) or (column.with_title and split_entry(text)) or text in PLANS
    others = [name for name, kind in columns if kind == NUMBERS]
    if others and PLANS not in cells and not any(map(has_other_standards, header)):
        # A key that is a number is the number of its record.
        assert numbers or [column for column in found.columns if column.field.name == "key"]


def test_days_of_a_list_have_one_order() -> None:
    days = (("08/04/2011", "12/11/2019", ""), ("", "02/10/2021", "30/11/2023"))
    found = mapped("标准号 发布日期 实施日期", NUMBERS, *days).columns
    assert [column.day_order for column in found] == ["", "day", "day"]
    found = mapped("标准号 发布日期", NUMBERS, days[0]).columns
    assert [column.day_order for column in found] == ["", ""]


@pytest.mark.parametrize("codes", [("A001", "A002"), ("1.published", "quality-brand")])
def test_codes_of_another_kind_are_no_numbers(codes: tuple[str, str]) -> None:
    cells = [list(codes), ["Bolt", "Nut"]]
    with pytest.raises(BadData, match='use --map "code=number", else --map "code=extra"'):
        map_headers(["code", "name"], evidence=CellEvidence(cells, 2))


def test_numbers_of_an_unknown_body_may_be_in_such_a_column() -> None:
    cells = [["FIPS 140-3", "FIPS 180-4"], ["Modules", "Hash"]]
    mapping = map_headers(["code", "name"], evidence=CellEvidence(cells, 2))
    assert [column.field.name for column in mapping.columns] == ["number", "title"]
