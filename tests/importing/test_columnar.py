"""importing/columnar.py parses plain rows to the same records as importing/standard_rows.py."""

import shutil
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import Answer, run_app
from list_helpers import RecordsInMemory
from stdplan.catalogue.standard_writer import to_column
from stdplan.domain.fields import BY_NAME
from stdplan.domain.numbers import draft_stage_of_title, parse, parse_replacements
from stdplan.domain.standard_record import NumberedRecord, StandardRecord
from stdplan.importing.cell_values import cell_reader
from stdplan.importing.columnar import ODD_FIELDS, PlainRowParser
from stdplan.importing.headers import HeaderMapping, map_headers
from stdplan.importing.list_summary import ListSummary
from stdplan.importing.readers.rows import SourceRow, make_block
from stdplan.importing.standard_rows import KnownCodes, ParsedRow, RowParser

DAY = date(2011, 6, 30)
LIST = "list.csv"
KNOWN = KnownCodes(
    sectors={"machinery": "machinery", "机械": "machinery", "steel": "steel", "钢铁": "steel"},
    focus={"machinery/robots": "machinery/robots", "机器人": "machinery/robots"},
    drivers={"quality-brands": "quality-brands", "质量品牌": "quality-brands"},
)

NUMBERS = [
    *("JB/T 1-2011", "JBT 2—2011", "GB/T 1.1-2020", "jb/t 3-2012 ", "GB 50254~50259-96"),
    *("GB/T 4857.5-92", "ISO 9001:2015", "GB/T 19001-2016/ISO 9001:2015", "T/CAS 1-2011"),
    *("YB/T 036-1992(2005)", "GBZ 2.2-2007代替GBZ 2-2002", "Q/AB 1-2011", "DB11/T 1-2011"),
    *("住建部令第 37 号", "2011-0123T-JB", "JB/T 1-2011,JB/T 2-2011", "NULL", "", "—", "\x07"),
    *("GB/T 1-2011/XG1-2012", "XX/T 1-2011", "JB/T 1-2011\n", "《JB/T 1-2011》", "JB/T 00001-2011"),
    *("JB/T 1-2011(英文版)", "'JB/T 1-2011", "JB/T 1-2011", "JB/T 1-2099", "JB/T ²-2011"),
    *(
        "\u202aJB/T 1-2011\u202c",
        "JB/T\u200d 1-2011",
        "JB/T 1-2011\ufe0f",
        "\u200e住建部令第 37 号",
    ),
]
DATES = [
    *("2011-05-18", "2011/5/18", "2011.5.18", "2011年5月18日", "20110518", "2011-05", "2011", ""),
    *("40681", "2011-02-30", "2011-13", "即将实施", "—", " 2031-01-01 ", "0", "与 GB 1 同步实施"),
    "自2026年7月1日起实施",
    *("2011-06-30", "2011-07", "1305648000000", "\x1b", "2011-05-18\n", "2011\u200e-05-18\ufe0f"),
]
STATUSES = [
    *("现行", "作废", "即将实施", "废止", "正在审查", "修订中", "", "已终止", "in-force"),
    *("已发布", "被GB/T 1-2020代替", "not in force", "废止 2012-05-01"),
    *("withdrawn", "90.93", "planned", "\x1b", "upcoming", "现\u200d行\u200e"),
]
LINKS = [
    *("", "JB/T 1-2001", "JB/T 1-1992、JB/T 2-1992", "部分代替 JB/T 1-2001", "JB/T 1-2011"),
    *("被 JB/T 2-2020 代替", "旧标准", "JB/T 1-2001,JB/T 1-2001", "JB/T 1—2001", "\x07", "—"),
    *("\u200eJB/T 1-2001", "JB/T 1-1992\u200d、\u202aJB/T 2-1992"),
    *("JB/T 3-2001; 旧标准", "GB 50254~50259-96", "JB/T 1-2011; 部分代替 JB/T 1-2001"),
]
TITLES = [
    *(
        "车床",
        "车床（征求意见稿）",
        " 车 床 ",
        "车\x07床",
        '"车床"',
        "\u3000车床\xa0",
        "a\u200bb",
        "",
        "—",
        "车\n床",
    ),
    *(
        "=1+1",
        "N/A",
        "a\x85b",
        "\ud800",
        "车\r\n床",
        "\t车床",
        "\ufeff车床",
        "\u200e车\u200d床\ufe0f",
    ),
]
CELLS = {
    **dict.fromkeys(("标准编号", "number"), NUMBERS),
    **dict.fromkeys(("标准名称", "英文名称", "备注", "归口单位", "source", "经办人", ""), TITLES),
    **dict.fromkeys(("发布日期", "实施日期", "废止日期", "confirmed", "issueDate"), DATES),
    **dict.fromkeys(("状态", "status", "阶段", "harmonized stage"), STATUSES),
    **dict.fromkeys(("代替标准", "部分代替标准", "被代替标准"), LINKS),
    "采标情况": ["", "ISO 1234:2000，IDT", "MOD ISO 1-1:2000; ISO 2:2001", "等同", "\x07"],
    "性质": ["推荐", "强制性", "", "x", "\x07", "推荐性国家标准"],
    "类别": ["推荐", "方法", "", "强制"],
    "标准层级": ["行业", "国标", "x", ""],
    "nature": ["mandatory", "x", ""],
    "计划号": ["2011-0123T-JB", "2011-0123t-jb", "20230390-T-339", "随便", "", "\x07"],
    "备案号": ["31234-2011", "随便", ""],
    "行业": ["机械", "包装", "", "钢铁", "机械行业", "冶金", "化工", "冶金 / 机械"],
    "重点领域": ["机器人", "telecom/5g", "", "机器人;machinery/robots"],
    "driver": ["质量品牌", "x", ""],
    "起草单位": ["甲厂、乙厂", "甲厂（一部、二部）", "", "甲厂,甲厂", "\x07", "、"],
    "起草人": ["张三、李四", ""],
    "innovation": ["x", ""],
    "extra": ["", '{"a": "b"}', "{oops", "{}"],
    "key": ["", "AB1", "JB/T 9-2011"],
    "制修订": ["修订", "制定", "x", ""],
}  # fmt: skip
SECTIONS = st.sampled_from(["", "", "", "一、机械（2项）", "二、其他"])


class Table(NamedTuple):
    """A random list: the meaning of its columns, and its rows."""

    plan: HeaderMapping
    rows: list[SourceRow]

    @property
    def width(self) -> int:
        """Return the number of cells of a row."""
        return len(self.rows[0].cells)


def cells_of(name: str) -> st.SearchStrategy[str]:
    """Return random cells of a column. Most are ordinary, so that all cells of some rows are
    plain."""
    ordinary, odd = st.sampled_from(CELLS[name][:3]), st.sampled_from(CELLS[name])
    anything = st.text(st.characters(codec="utf-8"), max_size=8)
    return st.one_of(ordinary, ordinary, ordinary, odd, anything)


@st.composite
def tables(draw: st.DrawFn) -> Table:
    """Draw a list of any known columns, each field once, with cells of every kind."""
    chosen = draw(st.lists(st.sampled_from(sorted(CELLS)), max_size=8, unique=True))
    names = [*draw(st.sampled_from([["标准编号"], ["number"], []])), *chosen]
    fields: dict[str, str] = {}
    for name in dict.fromkeys(names):
        [*feeds] = map_headers(["标准名称" if name != "标准名称" else "标准编号", name]).columns
        fields.setdefault(next((f.field.name for f in feeds if f.index), name), name)
    header = list(fields.values())
    if not {"number", "title", "plan_number"} & set(fields):  # `key` alone identifies nothing
        header.insert(0, "标准编号")
    row = st.tuples(*map(cells_of, header))
    cells = draw(st.lists(st.tuples(row, SECTIONS), min_size=1, max_size=6))
    rows = [
        SourceRow(line, list(row), len(row), section=section)
        for line, (row, section) in enumerate(cells, 2)
    ]
    return Table(map_headers(header), rows)


class Split(NamedTuple):
    """The plain rows by position, the indexes of the other rows, and the keys passed to
    `inferred`."""

    plain: dict[int, NumberedRecord]
    others: Sequence[int]
    inferred: list[str]


def split(table: Table) -> Split:
    """Parse a list with PlainRowParser."""
    inferred: list[str] = []
    plain = PlainRowParser(table.plan, KNOWN, {}, LIST, DAY.isoformat(), inferred.append)
    taken, others = plain.split(1, make_block(table.rows, table.width))
    stored = RecordsInMemory()
    if taken is not None:
        stored.insert_batch(taken)
    return Split({placed.position: placed for placed in stored.placed}, others, inferred)


def parse_rows(table: Table) -> list[ParsedRow | None]:
    """Return each row as RowParser parses it; None for a fault."""
    parser = RowParser(table.plan, KNOWN, {}, LIST, DAY.isoformat())
    parsed = [parser.parse(row.cells, row.section) for row in table.rows]
    return [parsed_row if isinstance(parsed_row, ParsedRow) else None for parsed_row in parsed]


def as_stored(record: StandardRecord) -> dict[str, object]:
    """Return the columns of a record as the catalogue stores them, without empty ones."""
    stored = {name: to_column(value) for name, value in record.values.items()}
    return {name: value for name, value in stored.items() if value is not None}


def links(record: StandardRecord) -> tuple[object, ...]:
    """Return the links of a record, in order."""
    return (
        *(record.focus, record.replaces, record.replaced_by, record.adopts),
        *(record.stages, record.reviews),
    )


def notes(parsed_row: ParsedRow) -> ListSummary:
    """Return the summary of one row, except that its day of withdrawal is inferred."""
    summary = ListSummary(file=LIST)
    summary.add(parsed_row, DAY)
    summary.inferred = ListSummary(file=LIST).inferred
    return summary


def must_be_left(table: Table, row: SourceRow, parsed_row: ParsedRow | None) -> bool:
    """Return whether a row gives more than values of its fields, so that PlainRowParser must leave
    it."""
    if parsed_row is None or row.section or notes(parsed_row) != ListSummary(file=LIST):
        return True
    for feed in table.plan.columns:
        cell = cell_reader(feed)(row.cells[feed.index])
        if cell.note or (cell.value and feed.field.name in ODD_FIELDS):
            return True
        if any(name != "stage" or code < "60" for name, code in cell.also):
            return True
        if feed.field.name == "status" and feed.strict and cell.value == "upcoming":
            return True
        # A number with a word for a project has not reached its publication.
        if feed.field.name == "status" and parsed_row.record.stages:
            return True
        if feed.field.name == "status" and cell.also and _takes_effect_later(parsed_row):
            return True
        if feed.field.name == "title" and draft_stage_of_title(str(cell.value or "")):
            return True
        if feed.field.name == "replaces" and cell.value:
            result = parse_replacements(str(cell.value))
            if result.replaced_by or result.words:
                return True
        if feed.field.name == "number":
            number = parse(row.cells[feed.index])
            if number is None or any(number[7:]):
                return True
    # The fast way does not parse what is stored of an unusual cell a second time.
    return any(not row.cells[place].isprintable() for place, _ in table.plan.unknown)


def _takes_effect_later(parsed_row: ParsedRow) -> bool:
    values = parsed_row.record.values
    return "published" not in values and str(values.get("effective", "")) > DAY.isoformat()


@pytest.mark.slow
@settings(max_examples=400, deadline=None)
@given(tables())
def test_a_plain_row_gives_the_same_record_as_the_row_parser(table: Table) -> None:
    result, parsed = split(table), parse_rows(table)
    assert sorted([*result.plain, *(index + 1 for index in result.others)]) == [
        *range(1, len(table.rows) + 1)
    ]
    inferred = []
    for place, placed in result.plain.items():
        parsed_row = parsed[place - 1]
        assert parsed_row is not None
        assert placed.line == table.rows[place - 1].line
        assert placed.record.key == parsed_row.record.key
        assert as_stored(placed.record) == as_stored(parsed_row.record)
        assert links(placed.record) == links(parsed_row.record)
        assert placed.record.in_force == parsed_row.record.in_force
        assert notes(parsed_row) == ListSummary(file=LIST)
        if parsed_row.record.values.get("withdrawn_inferred"):
            inferred.append(parsed_row.record.key)
    assert result.inferred == inferred
    if any(feed.field.name == "number" for feed in table.plan.columns):
        left = [
            index
            for index, (row, parsed_row) in enumerate(zip(table.rows, parsed, strict=True))
            if must_be_left(table, row, parsed_row)
        ]
        assert list(result.others) == left
    else:
        assert not result.plain


def test_links_keep_their_positions() -> None:
    cells = ["JB/T 1-2011", "JB/T 1-2011、JB/T 3-1992、部分代替 JB/T 2-1992", "ISO 1:2000，IDT"]
    table = Table(map_headers(["标准编号", "代替标准", "采标情况"]), [SourceRow(2, cells, 3)])
    plain = PlainRowParser(table.plan, KNOWN, {}, LIST, DAY.isoformat())
    taken, _ = plain.split(7, make_block(table.rows, 3))
    assert taken is not None
    assert taken.replaces == [
        (7, "JB/T 1-2011", False, 0), (7, "JB/T 3-1992", False, 1), (7, "JB/T 2-1992", True, 2),
    ]  # fmt: skip
    assert taken.adopts == [(7, "ISO 1:2000", "IDT", None, 0)]


def test_the_usual_rows_of_lists_are_plain() -> None:
    names = ["标准编号", "标准名称", "发布日期", "实施日期", "代替标准", "状态", "经办人"]
    rows = [
        ["JB/T 1-2011", "车床", "2011-05-18", "2011/10/1", "JB/T 1-1992", "即将实施", "张三"],
        ["GB/T 1.1—2009", "甲", "", "2009-10-01", "", "现行", ""],
        ["JBT 7-1991", "乙", "", "", "", "作废", ""],
        ["Q/AB 1-2011", "丙", "2011-01", "", "部分代替 Q/AB 1-2001", "", ""],
    ]
    table = Table(map_headers(names), [SourceRow(line, row, 7) for line, row in enumerate(rows, 2)])
    assert list(split(table).others) == []


def test_a_faulty_default_makes_no_row_plain() -> None:
    plan = map_headers(["标准编号"])
    defaults = {"nature": (plan.columns[0], "x")}
    plain = PlainRowParser(plan, KNOWN, defaults, LIST, DAY.isoformat())
    assert plain.split(1, make_block([SourceRow(2, ["JB/T 1-2011"], 1)], 1)) == (None, range(1))


def test_two_columns_of_one_field_make_no_row_plain() -> None:
    plan = map_headers(["标准编号", "代替标准", "部分代替标准"])
    assert [BY_NAME["replaces"]] * 2 == [feed.field for feed in plan.columns[1:]]
    rows = [SourceRow(2, ["JB/T 1-2011", "JB/T 1-1992", "JB/T 2-1992"], 3)]
    assert split(Table(plan, rows)).plain == {}


MESSY = (
    "标准编号,标准名称,发布日期,实施日期,代替标准,状态,性质,经办人",
    "JB/T 1-2011,车床,2011-05-18,2011-10-01,JB/T 1-1992,现行,推荐,张三",
    "一、机械（2项）",
    "JB/T 1-1992,车床,,,,废止,,",
    "JBT 2—2011,甲,2011年5月,另行通知,部分代替 JB/T 2-2001、旧标准,现行,x,",
    "GB 50254~50259-96,乙,,,,,强制,李四",
    "住建部令第 37 号,办法,2011,,,,,",
    "JB/T 3-2011,丙,2011-05-18,,被 JB/T 4-2020 代替,,,",
    "JB/T 3-2011,丙 ,,2011-10-01,,,,",
    "JB/T 5-2031,丁,,,,现行,,",
    "YB/T 036-1992(2005),戊,,,,,,",
    "2011-0123T-JB,己,,,,正在审查,,",
)


def test_an_import_without_the_fast_way_gives_the_same(
    seeded: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / LIST
    path.write_text("\n".join(MESSY), encoding="utf-8")

    def imported(name: str) -> list[Answer]:
        db = shutil.copy(seeded, tmp_path / name)
        words = ("--db", str(db), "standards")
        answers = [
            run_app(*words, "import", str(path), "--dry-run", "-f", "json"),
            run_app(*words, "import", str(path)),
            run_app(*words, "list", "-f", "json", "--as-of", "2040-01-01"),
        ]
        assert [answer.code for answer in answers] == [0, 0, 0]
        return answers

    class Slow(PlainRowParser):
        """Leave every row to the row parser."""

        def __init__(self, *arguments: Any) -> None:
            super().__init__(*arguments)
            self._any = False

    quick = imported("quick.db")
    monkeypatch.setattr("stdplan.importing.row_batches.PlainRowParser", Slow)
    assert imported("slow.db") == quick
