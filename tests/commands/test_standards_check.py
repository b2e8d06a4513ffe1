"""`standards check`: a row for each row of a list, and whether its standard is still valid."""

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from helpers import ListOf, Run
from page_helpers import records_of_page
from stdplan.catalogue.database import open_catalogue
from stdplan.catalogue.queries.validity import Asked, answer_all
from stdplan.domain.numbers import parse
from word_helpers import document, tbl, tr

# Today is 2026-11-22.
KNOWN = """\
标准编号,标准名称,发布日期,实施日期,废止日期,代替标准,采标情况,状态
GB/T 191-2000,包装储运图示标志,2000-07-31,2001-01-01,,,,
GB/T 191-2008,包装储运图示标志,2008-04-01,2008-10-01,,GB/T 191-2000,MOD ISO 780:1997,
GB/T 1.1-2009,标准化工作导则 第1部分,2009-06-17,2010-01-01,2020-10-01,,,
GB/T 1.1-2020,标准化工作导则 第1部分,2020-03-31,2020-10-01,,,,
GB 9706.1-2007,医用电气设备,2007-07-02,2008-07-01,,,,
GB 9706.1-2020,医用电气设备 第1部分,2020-04-09,2023-05-01,,,,
GB/T 42061-2022,医疗器械 质量管理体系,2022-10-12,2023-11-01,,,IDT ISO 13485:2016,
JB/T 7547-1994,铸造用砂,1994-12-09,1995-06-01,2017-05-12,,,
JB/T 9-1999,砂轮,1999-01-01,1999-07-01,,,,废止
JB/T 8356-2016,机床包装,2016-04-05,2016-09-01,,,,
JB/T 8356-2026,机床包装,2026-09-01,2027-01-01,,JB/T 8356-2016,,
JB/T 100-2001,水泵,2001-01-01,2001-07-01,,,,
JB/T 101-2010,水泵 密封,2010-01-01,2010-07-01,,JB/T 100-2001(部分),,
GB/T 9-2007,螺栓,2007-01-01,2007-07-01,,,,
ISO 780:1997,Packaging,1997-01-01,,,,,
ISO 780:2015,Packaging,2015-12-01,,,ISO 780:1997,,
EN 50155:2007,Rolling stock,2007-01-01,,,,,
EN 50155:2017,Rolling stock,2017-01-01,,,,,
GB/T 4728.1-2018,简图 第1部分,2018-07-13,2019-02-01,,,,
GB/T 4728.2-2018,简图 第2部分,2018-07-13,2019-02-01,,,,
GB/T 36422-2018,玩具,2018-06-07,2019-01-01,,,,
GB/T 36422-2018/XG1-2024,玩具 第1号修改单,2024-05-01,2024-10-01,,,,
"""


@pytest.fixture(scope="module")
def origin(blank: Path, run_blank: Run, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("known") / "known.csv"
    path.write_text(KNOWN, encoding="utf-8")
    for words in (
        f"standards import {path} --on 2026-01-05",
        "standards add 20250001-T-469 --title 包装储运图示标志 --replaces GB/T191-2008"
        " --target-date 2027-12-31 --on 2025-03-01",
        "standards stage 20250001-T-469 30 --on 2026-05-01",
        "standards add 20250002-T-469 --title 简图 --on 2025-03-01",
        "standards edit 20250002-T-469 --terminated 2026-02-01",
        "standards add GB5296.1-2012 --title 使用说明 --effective 2013-05-01",
        "standards convert GB5296.1-2012 --number GB/T5296.1-2012 --on 2017-03-23",
    ):
        done = run_blank(*words.split())
        assert done.code == 0, done.err
    return blank


def checked(run: Run, text: str, *words: str) -> list[dict[str, Any]]:
    """Return the answers to a list on stdin."""
    answer = run("standards", "check", "-", *words, "--json", stdin=text)
    assert answer.code in (0, 1), answer.err
    rows: list[dict[str, Any]] = json.loads(answer.out)
    return rows


@pytest.mark.parametrize(
    ("text", "number", "validity", "since", "newer"),
    [
        ("GB/T 191-2008", "GB/T 191-2008", "in-force", "2008-10-01", None),
        ("ＧＢ／Ｔ１９１—２００８", "GB/T 191-2008", "in-force", "2008-10-01", None),
        # Replaced by a successor, and by the next edition, whether or not a day is stated.
        ("GB/T 191-2000", "GB/T 191-2000", "replaced", "2008-10-01", "GB/T 191-2008"),
        ("GB/T 1.1-2009", "GB/T 1.1-2009", "replaced", "2020-10-01", "GB/T 1.1-2020"),
        ("GB 9706.1-2007", "GB 9706.1-2007", "replaced", "2023-05-01", "GB 9706.1-2020"),
        ("JB/T 7547-1994", "JB/T 7547-1994", "withdrawn", "2017-05-12", None),
        # In force, with an edition that is published; and that edition.
        ("JB/T 8356-2016", "JB/T 8356-2016", "in-force", "2016-09-01", "JB/T 8356-2026"),
        ("JB/T 8356-2026", "JB/T 8356-2026", "upcoming", "2026-09-01", None),
        ("JB/T 100-2001", "JB/T 100-2001", "partly-replaced", "2010-07-01", "JB/T 101-2010"),
        # Two editions of a European standard may both be in force.
        ("EN 50155:2007", "EN 50155:2007", "in-force", "2007-01-01", "EN 50155:2017"),
        # Without a year: the edition in force.
        ("GB/T 191", "GB/T 191-2008", "in-force", "2008-10-01", None),
        ("JB/T 8356", "JB/T 8356-2016", "in-force", "2016-09-01", "JB/T 8356-2026"),
        ("JB/T 7547", "JB/T 7547-1994", "withdrawn", "2017-05-12", None),
        # Before a conversion; under another nature; of another edition.
        ("GB 5296.1-2012", "GB 5296.1-2012", "converted", "2017-03-23", "GB/T 5296.1-2012"),
        ("GB 9-2007", "GB 9-2007", "converted", None, "GB/T 9-2007"),
        ("GB/T 9706.1-2007", "GB 9706.1-2007", "replaced", "2023-05-01", "GB 9706.1-2020"),
        ("GB/T 191-1990", "GB/T 191-1990", "other-edition", None, "GB/T 191-2008"),
        ("GB/T 191-2025", "GB/T 191-2025", "other-edition", None, None),
        ("JB/T 8356-1999", "JB/T 8356-1999", "other-edition", None, "JB/T 8356-2016"),
        # Projects, and drafts.
        ("20250001-T-469", "20250001-T-469", "planned", "2025-03-01", None),
        ("GB/T 191-202X", "20250001-T-469", "planned", "2025-03-01", None),
        ("20250002-T-469", "20250002-T-469", "terminated", "2026-02-01", None),
        ("GB/T 1.1-××××", "GB/T 1.1-2020", "in-force", "2020-10-01", None),
        ("GB/T 1.1-202X", "GB/T 1.1-202X", "other-edition", None, "GB/T 1.1-2020"),
        ("ISO/DIS 780", "ISO/DIS 780", "other-edition", None, None),
        # Several standards, and none.
        ("GB/T 4728", "GB/T 4728", "ambiguous", None, None),
        ("GB/T 4728（所有部分）", "GB/T 4728", "ambiguous", None, None),
        ("GB/T 50254~50259-1996", "GB/T 50254~50259-1996", "ambiguous", None, None),
        ("GB/T 99999-2020", "GB/T 99999-2020", "not-found", None, None),
        ("20249999-T-469", "20249999-T-469", "not-found", None, None),
        ("Q/ABC 1-2020", "Q/ABC 1-2020", "not-covered", None, None),
        ("IEC 60601-1:2005", "IEC 60601-1:2005", "not-covered", None, None),
        ("住建部令第37号", None, "unreadable", None, None),
        # An amendment.
        ("GB/T 36422-2018/XG1", "GB/T 36422-2018/XG1-2024", "in-force", "2024-10-01", None),
    ],
)  # fmt: skip
def test_each_validity(
    run: Run,
    text: str,
    number: str | None,
    validity: str,
    since: str | None,
    newer: str | None,
) -> None:
    [row] = checked(run, f"标准编号\n{text}\n")
    found = (row["text"], row["number"], row["validity"], row["since"], row["newer"])
    assert found == (text, number, validity, since, newer)


def test_a_row_says_all_that_is_known(run: Run) -> None:
    [row] = checked(run, "产品,标准编号,标准名称\n箱,GB/T 191-2008,包装 储运图示标志\n")
    assert row.pop("source_date")
    assert row == {
        "line": 2,
        "text": "GB/T 191-2008",
        "number": "GB/T 191-2008",
        "validity": "in-force",
        "since": "2008-10-01",
        "ends_basis": None,
        "title": "包装储运图示标志",
        "title_differs": False,
        "newer": None,
        "newer_title": None,
        "newer_effective": None,
        "days": -6626,
        "amendments": [],
        "revision": ["20250001-T-469", "30", "2027-12-31"],
        "stale": ["ISO 780:1997"],
        "source": "known.csv",
        "message": "ISO 780:1997, which it adopts, was replaced by ISO 780:2015",
        "row": {"产品": "箱", "标准编号": "GB/T 191-2008", "标准名称": "包装 储运图示标志"},
    }


def test_what_comes_has_its_day(run: Run) -> None:
    [row] = checked(run, "JB/T 8356-2016 机床\n")
    assert (row["ends_basis"], row["newer_effective"], row["days"]) == (
        "successor",
        "2027-01-01",
        40,
    )
    assert row["title_differs"] is True
    [row] = checked(run, "GB/T 36422-2018\n")
    assert row["amendments"] == ["GB/T 36422-2018/XG1-2024"]


@pytest.mark.parametrize(
    ("day", "validity", "newer", "days"),
    [
        ("2019-12-31", "in-force", None, -3651),
        ("2020-03-31", "in-force", "GB/T 1.1-2020", 184),
        ("2020-09-30", "in-force", "GB/T 1.1-2020", 1),
        ("2020-10-01", "replaced", "GB/T 1.1-2020", 0),
        ("2009-01-01", "not-found", None, None),
        ("2009-06-17", "upcoming", None, 198),
    ],
)
def test_nothing_after_the_day_is_seen(
    run: Run, day: str, validity: str, newer: str | None, days: int | None
) -> None:
    [row] = checked(run, "GB/T 1.1-2009\n", "--as-of", day)
    if day == "2019-12-31":  # the stated withdrawal is ahead
        days = 275
    assert (row["validity"], row["newer"], row["days"]) == (validity, newer, days)


def test_a_conversion_ahead_is_a_change(run: Run) -> None:
    [row] = checked(run, "GB 5296.1-2012\n", "--as-of", "2017-03-01")
    assert (row["number"], row["validity"], row["days"]) == ("GB 5296.1-2012", "in-force", 22)
    assert (row["newer"], row["newer_effective"]) == ("GB/T 5296.1-2012", "2017-03-23")


def test_rows_are_never_merged_and_keep_their_order(run: Run) -> None:
    text = (
        "产品,适用标准,负责人\n"
        "泵,GB/T 191-2008,张三\n"
        "阀,GB/T 191—2008 包装储运图示标志,李四\n"
        "阀,ISO 13485:2016/GB/T 42061-2022,李四\n"
        "箱,GB 5296.1-2012、GB/T 5296.1-2012,王五\n"
        "箱,按图纸,王五\n"
    )
    rows = checked(run, text)
    assert [(row["line"], row["number"]) for row in rows] == [
        (2, "GB/T 191-2008"),
        (3, "GB/T 191-2008"),
        (4, "ISO 13485:2016"),
        (4, "GB/T 42061-2022"),
        (5, "GB 5296.1-2012"),  # two numbers of one standard
        (6, None),
    ]
    assert [row["row"]["负责人"] for row in rows] == [
        "张三",
        "李四",
        "李四",
        "李四",
        "王五",
        "王五",
    ]


def test_numbers_from_stdin_need_no_header(run: Run) -> None:
    answer = run("standards", "check", "-", "--fields", "line,number,validity",
                 stdin="GB/T 191-2000\nfoo\n\nISO 780\n")  # fmt: skip
    assert answer.rows == [
        ["line", "number", "validity"],
        ["1", "GB/T 191-2000", "replaced"],
        ["2", "", "unreadable"],
        ["4", "ISO 780:2015", "in-force"],
    ]


def test_csv_has_the_columns_of_the_list_first(run: Run, a_list: ListOf) -> None:
    path = a_list("产品,标准编号,备注,备注", "P-1,GB/T 191-2000,=1+1,", "P-2,GB/T 1.1-2020,,甲")
    own = run("standards", "check", path, "-f", "csv").out.splitlines()
    assert own[0].startswith(
        "产品,标准编号,备注,备注,Line,Text,Number,Validity,Since,Basis of end,"
    )
    assert own[1].startswith("P-1,GB/T 191-2000,=1+1,,2,GB/T 191-2000,GB/T 191-2000,replaced,")
    assert own[2].startswith("P-2,GB/T 1.1-2020,,甲,3,")
    chinese = run("standards", "check", path, "-f", "csv", "--labels", "zh").out.splitlines()
    assert chinese[0].startswith(
        "产品,标准编号,备注,备注,行号,清单所写,查得编号,有效性,自何日起,废止依据,"
    )
    assert ",被代替,2008-10-01," in chinese[1]
    fields = run("standards", "check", path, "-f", "csv", "--fields", "validity,newer").out
    assert fields == "validity,newer\nreplaced,GB/T 191-2008\nin-force,\n"


def test_a_page_has_the_columns_of_the_list_and_the_main_ones(run: Run, a_list: ListOf) -> None:
    path = a_list("产品\t标准\n<b>泵</b>\tJB/T 1-2011\n")
    [record] = records_of_page(run("standards", "check", path, "-f", "html").out)
    assert list(record) == [
        *("产品", "标准", "Validity", "Since", "Newer", "Newer effective", "Message")
    ]
    assert (record["产品"], record["标准"]) == ("<b>泵</b>", "JB/T 1-2011")


def test_a_workbook_keeps_its_dates_and_numbers(run: Run, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.append(["产品", "标准编号", "购买日期", "数量", "代码"])
    sheet.append(["泵", "GB/T 191-2000", date(2020, 1, 31), 3, "007"])
    sheet.append(["阀", "GB/T 191-2008", None, 12.5, "008"])
    sheet["C2"].number_format = 'yyyy"年"m"月"d"日"'
    book.save(tmp_path / "list.xlsx")
    out = tmp_path / "checked.xlsx"
    done = run("standards", "check", str(tmp_path / "list.xlsx"), "-o", str(out), "--labels", "zh")
    assert done.code == 0, done.err
    rows = list(openpyxl.load_workbook(out).active.iter_rows(values_only=True))  # type: ignore[union-attr]
    assert rows[0][:9] == (
        "产品", "标准编号", "购买日期", "数量", "代码", "行号", "清单所写", "查得编号", "有效性",
    )  # fmt: skip
    assert rows[1][:5] == ("泵", "GB/T 191-2000", datetime(2020, 1, 31), 3, "007")
    assert rows[2][:5] == ("阀", "GB/T 191-2008", None, 12.5, "008")
    assert rows[1][8:10] == ("被代替", datetime(2008, 10, 1))


def test_other_forms_of_lists(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(
        document(tbl(tr("产品", "标准编号"), tr("泵", "GB/T 191-2000"), tr("阀", "GB/T 191")))
    )
    (tmp_path / "b.json").write_text(
        '[{"product": "泵", "standard": "GB/T 191-2000"}]', encoding="utf-8"
    )
    (tmp_path / "c.txt").write_text("GB/T 191-2000\n", encoding="utf-8")
    answer = run("standards", "check", *(str(tmp_path / n) for n in ("a.docx", "b.json", "c.txt")),
                 "--json")  # fmt: skip
    rows = json.loads(answer.out)
    assert [row["validity"] for row in rows] == ["replaced", "in-force", "replaced", "replaced"]
    files = [str(tmp_path / name) for name in ("b.json", "c.txt")]
    assert rows[2]["row"] == {"file": files[0], "product": "泵", "standard": "GB/T 191-2000"}
    assert rows[3]["row"] == {"file": files[1]}


def test_the_column_of_files_is_in_the_language_of_the_labels(run: Run, tmp_path: Path) -> None:
    files = [str(tmp_path / name) for name in ("a.txt", "b.txt")]
    for name in files:
        Path(name).write_text("GB/T 191-2000\n", encoding="utf-8")
    words = ("standards", "check", *files)
    for options, header in (((), "File"), (("--labels", "zh"), "文件")):
        assert run(*words, "-f", "csv", *options).out.partition(",")[0] == header
    rows = json.loads(run("--lang", "zh", *words, "--json").out)
    assert [row["row"]["file"] for row in rows] == files


LIST = "GB/T 191-2008\nGB/T 191-2000\nJB/T 8356-2016\nJB/T 9-1999\nGB/T 42061-2022\n"


def test_within_has_what_changes_or_changed(run: Run) -> None:
    assert [row["number"] for row in checked(run, LIST, "--within", "90")] == ["JB/T 8356-2016"]
    near = checked(run, LIST, "--within", "60", "--as-of", "2008-11-01")
    assert [row["number"] for row in near] == ["GB/T 191-2008", "GB/T 191-2000"]


def test_since_has_what_changed_but_no_inferred_end(run: Run) -> None:
    answer = run("standards", "check", "-", "--since", "2020", "--fields", "number", stdin=LIST)
    assert answer.rows == [["number"], ["GB/T 42061-2022"]]
    assert "1 row is left out, because the day of its end is only inferred" in answer.err
    assert checked(run, LIST, "--since", "yesterday") == []
    assert len(checked(run, LIST)) == 5


def test_exit_code_is_one_if_a_row_is_not_in_force(run: Run) -> None:
    for text, code in (("GB/T 191-2008\n", 0), (LIST, 1), ("foo GB\n", 1)):
        answer = run("standards", "check", "-", "--exit-code", stdin=f"标准编号\n{text}")
        assert answer.code == code, text
    answer = run("standards", "check", "-", "--exit-code", "--within", "90", stdin=LIST)
    assert answer.code == 0  # it is in force for 40 more days


def test_the_catalogue_stays_as_it_is(run: Run, db: Path) -> None:
    before = db.read_bytes()
    checked(run, LIST)
    assert db.read_bytes() == before


def test_the_column_that_is_read_is_named(run: Run, a_list: ListOf) -> None:
    path = a_list("产品,适用标准", "P-1,GB/T 191-2000")
    answer = run("standards", "check", path)
    assert answer.err == 'stdplan: the numbers are in the column "适用标准"\n'
    assert run("standards", "check", path, "--map", "适用标准=number").err == ""


def test_a_list_of_300_rows_is_a_few_statements(run: Run, db: Path) -> None:
    connection = open_catalogue(str(db), print).connection
    statements: list[str] = []
    connection.set_trace_callback(statements.append)
    texts = [f"GB/T {number}-2008" for number in range(1, 301)]
    asked = [Asked(text, parse(text)) for text in texts]
    answers = answer_all(connection, asked, date(2026, 11, 22))
    connection.close()
    assert len(answers) == 300
    assert len(statements) < 30


@pytest.mark.parametrize(
    ("sentence", "numbers"),
    [
        ("包装按GB/T 191—2008执行；参照 ISO 780:2015。", ["GB/T 191-2008", "ISO 780:2015"]),
        (
            "应符合GB/T 191-2008、JB/T 8356-2016和JB/T 9-1999的要求，焊接执行 JB/T 101-2010",
            ["GB/T 191-2008", "JB/T 8356-2016", "JB/T 9-1999", "JB/T 101-2010"],
        ),
        ("JB/T 8356-2026 代替 JB/T 8356-2016", ["JB/T 8356-2026"]),
        ("本标准代替 GB/T 191-2000", ["GB/T 191-2000"]),
    ],
)
def test_numbers_in_the_sentences_of_a_text(
    run: Run, tmp_path: Path, sentence: str, numbers: list[str]
) -> None:
    """Drawings and tenders name standards in sentences; the first line is no header."""
    path = tmp_path / "tender.txt"
    for line, text in (("1", f"{sentence}\n图样见附图\n"), ("2", f"技术要求\n{sentence}\n")):
        path.write_text(text, "utf-8")
        rows = run("standards", "check", str(path), "--fields", "line,number", "--no-header").rows
        assert [row[1] for row in rows if row[0] == line] == numbers
