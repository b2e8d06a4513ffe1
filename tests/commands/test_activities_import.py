"""`stdplan activities import`: lists of activities, as spreadsheets have them."""

import csv
import json
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from helpers import ACTIVITIES, Answer, ListOf, Run, run_app

ROW = "培训班,标准化培训,2011-05-18"


def counts(answer: Answer) -> list[str]:
    """Return the counts of one list: read, added, changed, unchanged, rejected."""
    assert answer.code == 0, answer.err
    return answer.rows[1][1:]


def stored_rows(run: Run, *fields: str) -> list[list[str]]:
    """Return these fields of all activities in the catalogue, by day."""
    return run("activities", "list", "--fields", ",".join(fields), "--no-header").rows


def test_importing_the_example_again_changes_nothing(run: Run) -> None:
    assert counts(run("activities", "import", str(ACTIVITIES))) == ["18", "18", "0", "0", "0"]
    assert counts(run("activities", "import", str(ACTIVITIES))) == ["18", "0", "0", "18", "0"]


FIELDS = (
    "title kind date due closed state expires sector standard organisation person product region"
    " country quantity reference note"
)


@pytest.mark.parametrize(
    "header",
    [
        "名称 类别 时间 期限 办结日期 状态 有效期 行业 标准号 企业名称 姓名 产品名称"
        " 省市 国家 人数 证书编号 备注",
        "标题 类型 日期 截止日期 办结日期 状态 有效期至 行业 标准编号 企业 人员 产品"
        " 地区 国家 数量 编号 备注",
        "事项 类别 时间 期限 办结日期 状态 有效期 行业 标准号 机构 姓名 产品名称"
        " 省市 国家 人数 文号 备注",
        "名称 类别 时间 期限 办结日期 状态 有效期 行业 标准号 组织单位 姓名 产品"
        " 省市 国家 数量 通报号 备注",
        FIELDS,
    ],
)
def test_headers(run: Run, a_list: ListOf, header: str) -> None:
    cells = (
        "培训班 标准化培训 2011年5月18日 2011/6/30 2011.6.1 完成 2014-05-17 机械 JB/T7547—1994"
        " 协会 王五 机床 广东 德国 120 001 甲"
    )
    path = a_list(",".join(header.split()), ",".join(cells.split()))
    assert counts(run("activities", "import", path)) == ["1", "1", "0", "0", "0"]
    expected = (
        "培训班 training 2011-05-18 2011-06-30 2011-06-01 完成 2014-05-17 machinery JB/T_7547-1994"
        " 协会 王五 机床 广东 德国 120 001 甲"
    )
    assert stored_rows(run, *FIELDS.split()) == [
        [cell.replace("_", " ") for cell in expected.split()]
    ]


def test_a_workbook_with_titles_above(run: Run, tmp_path: Path) -> None:
    from datetime import date

    book = openpyxl.Workbook()
    for row in (
        ["2011年标准化培训情况表"],
        ["序号", "名称", "日期", "主办单位", "参加人数"],
        [1, "基础培训", date(2011, 5, 18), "协会", 120],
        [2, "高级培训", date(2011, 6, 20), "协会", 35.5],
    ):
        book.active.append(row)
    path = tmp_path / "courses.xlsx"
    book.save(path)
    assert counts(run("activities", "import", str(path), "--kind", "标准化培训"))[1] == "2"
    assert stored_rows(run, "kind", "title", "date", "quantity") == [
        ["training", "基础培训", "2011-05-18", "120"],
        ["training", "高级培训", "2011-06-20", "35.5"],
    ]


@pytest.mark.parametrize(
    ("cell", "amount"),
    [("120", "120"), ("12.50", "12.50"), ("1,200", "1200"), ("120人", "120"), ("5 people", "5")],
)
def test_quantities_are_exact_numbers(run: Run, a_list: ListOf, cell: str, amount: str) -> None:
    path = a_list("名称,类型,日期,数量", f'{ROW},"{cell}"')
    run("activities", "import", path)
    assert stored_rows(run, "quantity") == [[amount]]


@pytest.mark.parametrize(
    ("header", "row", "fault"),
    [
        ("数量", "若干", '数量: "若干" is not a number above zero'),
        ("数量", "-3", '数量: "-3" is not a number above zero'),
        ("数量", "12家", '数量: "12家" is not a number above zero'),
        ("截止日期", "2011-02-30", '截止日期: "2011-02-30" is not a day in the calendar'),
        ("办结日期", "2011-05-17", '办结日期: "2011-05-17" is before the date, 2011-05-18'),
        ("sector", "天文", 'sector: "天文" is not in the catalogue\'s plans'),
        (
            "计量单位",
            "家",
            '计量单位: "家" is not the unit that training is counted in (人 people)',
        ),
        ("备注", "\x1b", r'备注: "\x1b" contains the character \x1b, which is not allowed'),
    ],
)
def test_a_fault_names_file_line_column_and_value(
    run: Run, a_list: ListOf, header: str, row: str, fault: str
) -> None:
    path = a_list(f"名称,类型,日期,{header}", "甲,标准化培训,2011-05-18,", f"{ROW},{row}")
    answer = run("activities", "import", path)
    assert answer.code == 65
    assert f"stdplan: error: {path}:3: {header}: " in answer.err
    assert f"{fault}\n" in answer.err
    assert stored_rows(run, "id") == []


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        (",标准化培训,2011-05-18", '名称: "" is empty'),
        ("甲,,2011-05-18", '类型: "" is empty'),
        ("甲,跳舞,2011-05-18", '类型: "跳舞" is not a kind of activity; known kinds: framework, '),
    ],
)
def test_a_title_and_a_kind_are_required(run: Run, a_list: ListOf, row: str, fault: str) -> None:
    answer = run("activities", "import", a_list("名称,类型,日期", row))
    assert (answer.code, fault in answer.err) == (65, True), answer.err


@pytest.mark.parametrize(
    ("header", "message"),
    [
        ("名称,日期", "no column with the kind of an activity"),
        ("类型,日期", "no column with a title"),
        ("名称,类型,文号,通报号", '"文号" and "通报号" both map to reference'),
    ],
)
def test_invalid_headers_are_refused(run: Run, a_list: ListOf, header: str, message: str) -> None:
    answer = run("activities", "import", a_list(header, "甲"))
    assert (answer.code, message in answer.err) == (65, True), answer.err


def test_words_and_unknown_columns_are_stored_in_the_note(run: Run, a_list: ListOf) -> None:
    path = a_list("名称,类型,日期,期限,行业,经办人", f"{ROW},待定,天文,李四")
    answer = run("activities", "import", path)
    # Of a known column, only the unusual cells are named.
    assert "columns stored in the notes of the activities: 经办人\n" in answer.err
    assert (
        '1 cell has text that does not fit its field, stored in the note: 行业 "天文"\n'
        in answer.err
    )
    assert stored_rows(run, "note") == [["期限: 待定; 经办人: 李四; 行业: 天文"]]
    assert counts(run("activities", "import", path))[1:4] == ["0", "0", "1"]


@pytest.mark.parametrize(
    ("word", "code"), [("已立项", "accepted"), ("published", "published"), ("休眠", "休眠")]
)
def test_words_of_state(run: Run, a_list: ListOf, word: str, code: str) -> None:
    run("activities", "import", a_list("名称,类型,日期,状态", f"提案,国际标准提案,2011,{word}"))
    assert stored_rows(run, "state") == [[code]]


def test_a_changed_row_changes_its_fields_and_an_empty_cell_erases_nothing(
    run: Run, a_list: ListOf
) -> None:
    header = "名称,类型,日期,编号,数量,备注"
    run("activities", "import", a_list(header, "甲,标准化培训,2011-05-18,001,120,旧"))
    changed = a_list(header, "乙,标准化培训,2011-05-19,001,,新")
    rehearsed = run("activities", "import", changed, "--dry-run", "--json")
    assert json.loads(rehearsed.out)[0]["changes"] == [
        {"key": "training 001", "field": field, "old": old, "new": new}
        for field, old, new in (
            ("title", "甲", "乙"),
            ("date", "2011-05-18", "2011-05-19"),
            ("note", "旧", "新"),
        )
    ]
    assert stored_rows(run, "title") == [["甲"]]
    assert counts(run("activities", "import", changed)) == ["1", "0", "1", "0", "0"]
    assert stored_rows(run, "title", "date", "quantity", "note") == [
        ["乙", "2011-05-19", "120", "新"]
    ]


def test_a_row_that_contradicts_the_catalogue_is_refused(run: Run, a_list: ListOf) -> None:
    header = "名称,类型,日期,编号,办结日期"
    run("activities", "import", a_list(header, "甲,标准化培训,2011-05-18,001,"))
    answer = run("activities", "import", a_list("名称,类型,编号,办结日期", "甲,标准化培训,001,2011"
                                                "-05-01"))  # fmt: skip
    assert (answer.code, "is before the date, 2011-05-18" in answer.err) == (65, True)


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("单位", "甲协会"),
        ("姓名", "王五"),
        ("地区", "广东"),
        ("国家", "德国"),
        ("产品", "机床"),
        ("标准编号", "JB/T 1-2011"),
        ("编号", "7"),
    ],
)
def test_values_that_distinguish_activities(
    run: Run, a_list: ListOf, header: str, row: str
) -> None:
    path = a_list(f"名称,类型,日期,{header}", f"{ROW},", f"{ROW},{row}", f"{ROW},{row}")
    answer = run("activities", "import", path)
    assert counts(answer) == ["3", "2", "0", "1", "0"]
    assert "1 row was merged with an earlier row for the same activity" in answer.err


def test_rows_of_one_activity_are_merged_unless_they_contradict(run: Run, a_list: ListOf) -> None:
    header = "名称,类型,日期,数量,备注"
    good = a_list(header, f"{ROW},120,", f"{ROW},,甲", name="good.csv")
    assert counts(run("activities", "import", good)) == ["2", "1", "0", "1", "0"]
    assert stored_rows(run, "quantity", "note") == [["120", "甲"]]
    bad = a_list(header, f"{ROW},120,", f"{ROW},121,", name="bad.csv")
    answer = run("activities", "import", bad)
    assert answer.code == 65
    fault = f'{bad}:3: 数量: "121" contradicts {bad}:2 for the same activity, which has "120"'
    assert fault in answer.err


def test_merged_rows_of_one_activity_are_validated(run: Run, a_list: ListOf) -> None:
    path = a_list(
        "名称,类型,编号,日期,办结日期", "甲,study,1,2011-05-18,", "甲,study,1,,2011-05-01"
    )
    answer = run("activities", "import", path)
    assert (answer.code, "is before the date, 2011-05-18" in answer.err) == (65, True)


def test_skipped_rows_can_be_corrected_and_imported(
    run: Run, a_list: ListOf, tmp_path: Path
) -> None:
    rejects = tmp_path / "rejects.csv"
    path = a_list("名称,类型,日期", ROW, "乙,跳舞,2011-05-19")
    answer = run("activities", "import", path, "--skip-bad", str(rejects))
    assert counts(answer) == ["2", "1", "0", "0", "1"]
    text = rejects.read_text("utf-8")
    [row] = csv.DictReader(text.splitlines())
    assert (row["line"], row["column"], row["value"]) == ("3", "类型", "跳舞")
    rejects.write_text(text.replace("乙,跳舞", "乙,training"), "utf-8")
    assert counts(run("activities", "import", str(rejects)))[1] == "1"


@pytest.mark.parametrize(
    ("options", "fields"),
    [
        (("--set", "date=2011-06-30", "--set", "title=证书"), ["drafter-certificate", "证书"]),
        (("--map", "姓名=title"), ["drafter-certificate", "王五"]),
    ],
)
def test_options_give_the_values_missing_in_a_list(
    run: Run, a_list: ListOf, options: tuple[str, ...], fields: list[str]
) -> None:
    path = a_list("姓名,证书编号", "王五,001")
    answer = run("activities", "import", path, "--kind", "drafter-certificate", *options)
    assert counts(answer)[1] == "1"
    assert stored_rows(run, "kind", "title") == [fields]
    assert ("1 activity has no date" in answer.err) == ("--map" in options)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--kind", "dance"), '--kind: "dance" is not a kind of activity'),
        (("--set", "kind=dance"), '--set kind: "dance" is not a kind of activity'),
        (
            ("--kind", "study", "--set", "kind=study"),
            "--kind and --set kind cannot be used together",
        ),
        (("--set", "colour=red"), '--set: there is no field "colour"'),
        (("--set", "sector=天文"), '--set sector: there is no sector "天文"'),
        (("--set", "due=soon"), '--set due: "soon" is not a date'),
        (("--map", "名称=colour"), 'there is no field "colour"'),
    ],
)
def test_invalid_options_are_refused(
    run: Run, a_list: ListOf, options: tuple[str, ...], message: str
) -> None:
    answer = run("activities", "import", a_list("名称,类型,日期", ROW), *options)
    assert (answer.code, message in answer.err) == (2, True), answer.err


def test_texts_that_are_not_numbers_of_standards_are_reported(run: Run, a_list: ListOf) -> None:
    path = a_list("名称,类型,日期,标准编号", f"{ROW},见附件")
    assert (
        "1 number not recognized, stored as written: 见附件"
        in run("activities", "import", path).err
    )
    assert stored_rows(run, "standard") == [["见附件"]]


@pytest.fixture
def everything(run: Run) -> Run:
    """Run the program on the example and on activities with every unusual value."""
    assert run("activities", "import", str(ACTIVITIES)).code == 0
    for words in (
        (
            "training",
            '\'=1+1; "引号", 逗号',
            "--due",
            "2012",
            "--note",
            "x\ny; z",
            "--quantity",
            "0.10",
        ),
        ("training", "班", "--on", "2011", "--quantity", "0.10"),
        ("study", "=1+1", "--on", "2011-05", "--standard", "2011-0123T-JB", "--state", "中止"),
        ("bulletin", "期", "--on", "2013-01-01", "--reference", "-1", "--closed", "2013"),
    ):
        assert run("activities", "add", *words).code == 0, words
    return run


@pytest.mark.parametrize(
    ("form", "options"),
    [
        *((form, "") for form in ("csv", "json", "jsonl", "yaml", "xlsx")),
        *((form, f"--labels {word}") for form in ("csv", "xlsx") for word in ("zh", "en")),
        ("csv", "--safe-csv"),
        ("csv", "--bom"),
    ],
)
def test_into_an_empty_catalogue_nothing_is_lost(
    everything: Run, seeded: Path, tmp_path: Path, form: str, options: str
) -> None:
    path, other = tmp_path / f"all.{form}", tmp_path / "other.db"
    other.write_bytes(seeded.read_bytes())
    again: Callable[..., Answer] = partial(run_app, "--db", str(other))
    assert everything("activities", "list", "-o", str(path), *options.split()).code == 0
    assert counts(again("activities", "import", str(path))) == ["22", "22", "0", "0", "0"]
    assert counts(everything("activities", "import", str(path))) == ["22", "0", "0", "22", "0"]

    def listed(run: Callable[..., Answer]) -> list[dict[str, Any]]:
        records = json.loads(run("activities", "list", "--json").out)
        # Ids are assigned again, and activities of one day keep their order.
        return sorted(({**row, "id": 0} for row in records), key=str)

    assert listed(again) == listed(everything)


def test_a_list_of_courses(run: Run, a_list: ListOf) -> None:
    """As an office keeps it: the first day counts, and people are the amount."""
    path = a_list(
        "培训班名称,开始日期,结束日期,举办单位,培训人数",
        "基础班,2011-03-10,2011-03-12,机械联合会,120人",
        'GB/T 1.1 宣贯,2011年6月2日,,电子标准院,"1,085"',
    )
    answer = run("activities", "import", path, "--kind", "标准化培训")
    assert counts(answer) == ["2", "2", "0", "0", "0"]
    assert stored_rows(run, "date", "title", "organisation", "quantity", "note") == [
        ["2011-03-10", "基础班", "机械联合会", "120", "结束日期: 2011-03-12"],
        ["2011-06-02", "GB/T 1.1 宣贯", "电子标准院", "1085", ""],
    ]
    words = ("report", "progress", "--indicator", "12.people", "--year", "2011", "--no-header")
    assert run(*words, "--fields", "actual").rows == [["1205"]]
