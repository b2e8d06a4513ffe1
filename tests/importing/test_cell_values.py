"""importing/cell_values.py: one cell to its value, with what lists write in the columns of each
field."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stdplan.domain.fields import BY_NAME, FIELDS
from stdplan.domain.numbers import parse_replacements
from stdplan.importing.cell_values import CellError, CellValue, cell_reader, read_value
from stdplan.importing.headers import map_headers


def value(name: str, text: str, header: str = "") -> CellValue:
    return read_value(BY_NAME[name], text, header)


def test_an_empty_cell_has_no_value() -> None:
    wrong = [
        f"{field.name}: {text!r} is read as {read}"
        for field in FIELDS
        for text in ("", " ", "—", "-", "/", "无", "\u3000")
        if (read := read_value(field, text)) != CellValue()
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(
    ("name", "text", "read"),
    [
        ("title", "  医疗器械  第1部分：通用\r\n要求 ", "医疗器械  第1部分：通用\n要求"),
        ("title", "Ⅰ型㎡（试行）", "Ⅰ型㎡（试行）"),
        ("number", "GB18352.6—2016", "GB18352.6—2016"),
        ("replaces", "A-1990、B-1991", "A-1990、B-1991"),
        ("adopts", "ISO 9001:2008,IDT", "ISO 9001:2008,IDT"),
        ("sector", "机械", "机械"),
        ("published", "2011年5月18日", "2011-05-18"),
        ("target_date", "2012年", "2012"),
        ("nature", "强标", "mandatory"),
        ("nature", "推荐性", "recommended"),
        ("nature", "指导性技术文件", "guidance"),
        ("nature", "mandatory", "mandatory"),
        ("nature", "指导", "guidance"),
        ("work", "修订", "revise"),
        ("work", "Z", "new"),
        ("family", "行业标准", "industry"),
        ("stage", "20", "20"),
        ("stage", "征求意见", "30"),
        ("stage", "发布", "60"),
        ("stage", "出版", "60"),
        ("status", "现 行", "in-force"),
        ("status", "即将实施", "upcoming"),
        ("status", "作废", "withdrawn"),
        ("status", "有更新版", "withdrawn"),
        ("status", "in-force", "in-force"),
        ("status", "現行", "in-force"),
        ("status", "已廢止", "withdrawn"),
        ("status", "廃止", "withdrawn"),
        ("status", "현행", "in-force"),
        ("status", "폐지", "withdrawn"),
        ("status", "Действует", "in-force"),
        ("status", "Отменён", "withdrawn"),
        ("status", "gültig", "in-force"),
        ("status", "Zurückgezogen", "withdrawn"),
        ("status", "En vigueur", "in-force"),
        ("status", "Annulée", "withdrawn"),
        ("nature", "強制性", "mandatory"),
        (
            "drafting_orgs",
            "甲院、乙厂；丙公司，丁所,戊所",
            ["甲院", "乙厂", "丙公司", "丁所", "戊所"],
        ),
        ("drafting_orgs", "甲院（一部、二部）、乙厂", ["甲院（一部、二部）", "乙厂"]),
        ("drafting_orgs", "甲院（一部、乙厂", ["甲院（一部", "乙厂"]),
        ("drafting_orgs", "ABC (China) Co., Ltd.; 甲院；甲院", ["ABC (China) Co., Ltd.", "甲院"]),
        ("drafters", "张三、李四", ["张三", "李四"]),
        ("focus", "steel/rebar; gold/tailings", ["steel/rebar", "gold/tailings"]),
        ("innovation", "patent；科研项目", ["patent", "research-project"]),
        ("extra", '{"专业领域": "医疗器械质量"}', {"专业领域": "医疗器械质量"}),
    ],
)
def test_values_of_cells(name: str, text: str, read: object) -> None:
    assert value(name, text) == CellValue(read)


@pytest.mark.parametrize(
    ("word", "status", "stage"),
    [("正在起草", "planned", "20"), ("正在批准", "planned", "50"), ("已发布", None, "60")],
)
def test_a_plan_state_gives_the_stage_too(word: str, status: str | None, stage: str) -> None:
    assert value("status", word) == CellValue(status, also=(("stage", stage),))


@pytest.mark.parametrize(
    ("header", "word", "read"),
    [
        ("状态", "报批稿已上报", CellValue("planned", also=(("stage", "50"),))),
        ("状态", "撤项", CellValue("terminated")),
        ("状态", "修订中", CellValue("in-force")),
        ("状态", "暂停实施", CellValue(also=(("extra", "暂停实施"),))),
        ("状态", "申请终止", CellValue(also=(("extra", "申请终止"),))),
        ("进展情况", "已完成征求意见，待审查", CellValue("planned", also=(("stage", "40"),))),
        ("进展情况", "已完成出版", CellValue(also=(("stage", "60"),))),
        ("进展情况", "审查未通过", CellValue(also=(("extra", "审查未通过"),))),
        ("进展情况", "按计划进行", CellValue(also=(("extra", "按计划进行"),))),
    ],
)
def test_progress_in_words_gives_the_stage(header: str, word: str, read: CellValue) -> None:
    assert cell_reader(map_headers(["标准号", header]).columns[1])(word) == read


def test_a_column_of_stages_next_to_one_of_statuses_gives_stages_only() -> None:
    stage = cell_reader(map_headers(["标准号", "状态", "进展情况"]).columns[2])
    assert stage("正在编制送审稿") == CellValue("30")
    assert stage("撤项") == CellValue(also=(("extra", "撤项"),))


def test_words_in_a_date_column_become_a_note() -> None:
    read = value("effective", "与GB9706.1-2020同步实施", "实施日期")
    assert read == CellValue(note="实施日期: 与GB9706.1-2020同步实施")
    read = value("effective", "自2026年7月1日起废止", "实施日期")
    assert read == CellValue(note="实施日期: 自2026年7月1日起废止")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("effective", "自2026年7月1日起"),
        ("effective", "2026-07-01 起正式实施"),
        ("withdrawn", "自２０２６年７月１日起废止。"),
        ("withdrawn", "从2026年7月1日起"),
    ],
)
def test_a_date_may_say_what_begins_on_it(name: str, text: str) -> None:
    assert value(name, text) == CellValue("2026-07-01")


@pytest.mark.parametrize(
    ("name", "text", "fault"),
    [
        ("published", "2011-02-30", 'published: "2011-02-30" is not a day in the calendar'),
        (
            "nature",
            "必须",
            'nature: "必须" is not valid; use one of mandatory (强制性), recommended (推荐性)',
        ),
        ("status", "很好", 'status: "很好" is not valid; use one of planned'),
        ("innovation", "patent;奖", 'innovation: "奖" is not valid; use one of patent (专利)'),
        (
            "title",
            "a\x1b[31m",
            'title: "a\\x1b[31m" contains the character \\x1b, which is not allowed',
        ),
        (
            "published",
            "2011\x00",
            'published: "2011\\x00" contains the character \\x00, which is not allowed',
        ),
        ("extra", "其他", 'extra: "其他" is not a JSON object'),
        ("extra", '{"a": 1}', 'extra: "{"a": 1}" is not a JSON object'),
        ("extra", '{"a": "1", "a": "2"}', "extra: "),
        ("extra", "[" * 100_000, "extra: "),
        (
            "extra",
            '{"a": "\\u001b"}',
            'extra: "{"a": "\\u001b"}" contains the character \\x1b, which is not allowed',
        ),
        ("extra", '{"a": "\\ud800"}', "extra: "),
    ],
)
def test_cells_that_are_faults(name: str, text: str, fault: str) -> None:
    read = value(name, text)
    assert isinstance(read.fault, CellError)
    assert str(read.fault).startswith(fault)
    assert read.value is None


def test_a_fault_names_the_column_by_the_header_of_the_list() -> None:
    read = value("published", "2011-13", "批准日期")
    assert read.fault is not None
    assert read.fault.column == "批准日期"


@pytest.mark.parametrize(
    ("header", "text", "read"),
    [
        ("issueDate", "1305648000000", CellValue("2011-05-18")),
        ("issueDate", "-28800000000", CellValue("1969-02-02")),
        ("issueDate", "20110518", CellValue("2011-05-18")),
        ("部分代替标准", "JB/T 1-1990", CellValue("部分代替JB/T 1-1990")),
        ("部分代替标准", "部分代替JB/T 1-1990", CellValue("部分代替JB/T 1-1990")),
        ("代替标准", "JB/T 1-1990", CellValue("JB/T 1-1990")),
        ("类别", "推标", CellValue("recommended")),
        ("类别", "产品", CellValue(also=(("category", "产品"),))),
    ],
)
def test_some_headers_change_the_meaning_of_a_cell(header: str, text: str, read: CellValue) -> None:
    assert cell_reader(map_headers(["标准号", header]).columns[1])(text) == read


def test_few_digits_are_milliseconds_only_in_a_column_of_milliseconds() -> None:
    assert value("published", "1305648000000", "发布日期") == CellValue("2011-05-18")
    assert value("published", "-28800000000", "发布日期").fault
    assert value("published", "315504000", "发布日期").fault


@given(st.sampled_from(FIELDS), st.text())
def test_any_cell_is_a_value_or_empty_or_a_note_or_a_fault(field, text: str) -> None:
    read = read_value(field, text)
    assert [read.value, read.note, read.fault].count(None) >= 2


@given(st.dates())
def test_dates_of_our_own_export_are_read_back(day) -> None:
    for text in (f"{day.year}", f"{day.year}-{day.month:02}", day.isoformat()):
        assert day.year < 1900 or day.year > 2999 or value("published", text) == CellValue(text)


plain = st.text(st.characters(categories=("L", "N", "Zs")), min_size=1)


@given(st.dictionaries(plain, plain, min_size=1))
def test_extra_of_our_own_export_is_read_back(extra: dict[str, str]) -> None:
    assert value("extra", json.dumps(extra, ensure_ascii=False)) == CellValue(extra)


@given(
    st.lists(
        st.sampled_from(["甲院", "乙厂（一、二）", "C & D Co., Ltd.", "戊"]),
        min_size=1,
        unique=True,
    )
)
def test_names_of_our_own_export_are_read_back(names: list[str]) -> None:
    assert value("drafting_orgs", "; ".join(names)) == CellValue(names)


def test_a_column_of_partial_replacements_gives_only_partial_ones() -> None:
    [_, feed] = map_headers(["标准编号", "部分代替标准"]).columns
    read = parse_replacements(str(cell_reader(feed)("JB/T 8-1999；JB/T 9-1999、JB/T 7-1999").value))
    assert read.replaces == tuple((f"JB/T {part}-1999", True) for part in (8, 9, 7))
