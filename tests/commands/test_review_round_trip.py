"""The round trip of a review: what is due goes out as forms, and what comes back is imported.

Committees return the forms in many ways: sorted, with merged cells, with other columns, as csv.
"""

import csv
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from helpers import Run
from stdplan.importing.review_rows import deadline

UNITS = "甲", "乙", "丙", "丁", "戊", "己"
OUT, BACK = Path("out"), Path("back")


def standards() -> str:
    """Return a list of six standards of each of six committees, numbered JB/T 1XX to JB/T 6XX."""
    lines = ["标准编号,标准名称,实施日期,归口单位"]
    for hundred, unit in enumerate(UNITS, 1):
        lines += [
            f"JB/T {hundred}0{n}-2001,{unit}产品{n},2002-0{n}-01,{unit}委" for n in range(1, 7)
        ]
    return "\n".join(lines)


@pytest.fixture
def run(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run the program in a folder of its own, in which the forms of 2011 are in OUT."""
    monkeypatch.chdir(tmp_path)
    assert run("standards", "import", "-", stdin=standards()).code == 0
    assert run("review", "form", "--year", "2011", "--labels", "zh", "-o", str(OUT)).code == 0
    BACK.mkdir()
    return run


def column(page: Any, header: str) -> int:
    """Return the position of a column of a form."""
    return next(int(cell.column) for line in (1, 2) for cell in page[line] if cell.value == header)


def returned(unit: str, fill: Callable[[Any], None], name: str = "") -> Path:
    """Let a committee fill in its form, and send it back; return the path of the file."""
    book = openpyxl.load_workbook(OUT / f"{unit}委.xlsx")
    fill(book.active)
    path = BACK / (name or f"{unit}.xlsx")
    path.parent.mkdir(exist_ok=True)
    book.save(path)
    return path


def reviews(run: Run, fields: str = "number,outcome,step") -> dict[str, list[str]]:
    """Return the other cells of each review by its number."""
    answer = run("review", "list", "--year", "2011", "--fields", fields, "--no-header")
    return {number: cells for number, *cells in answer.rows}


def answer_all(page: Any, word: str = "继续有效") -> None:
    for line in range(3, 9):
        page.cell(line, column(page, "复审结论")).value = word


def import_back(run: Run, *words: str) -> str:
    """Import all that came back on 2011-06-16; return what stderr says."""
    answer = run("review", "import", str(BACK), "--on", "2011-06-16", *words)
    assert answer.code == 0, answer.err
    return answer.err


# Six answers in loose words, with a reason, a deadline, and the standard it goes into.
LOOSE = [
    ("√继续有效", "", "", ""),
    ("拟修订", "技术落后", "2013年底前", ""),
    ("整合修订", "", "", "JB/T 102-2001"),
    ("转化为团体标准", "", "", ""),
    ("建议废止", "产品已淘汰", "", ""),
    ("暂缓", "待会议讨论", "", ""),
]


def fill_loosely(page: Any) -> None:
    """Fill in LOOSE, and sign the form."""
    for line, answers in enumerate(LOOSE, 3):
        for header, text in zip(("复审结论", "理由", "完成年限", "整合到"), answers, strict=True):
            page.cell(line, column(page, header)).value = text or None
    page["A10"], page["C10"], page["F10"] = "填表人：张三", "审核：李四", "日期：2011年6月1日"
    page["A11"] = "注：本表一式两份。"
    page["B12"], page["B13"] = "（盖章）", "2011年6月1日"


def fill_with_merged_cells(page: Any) -> None:
    """Delete three columns, with the title and the mark of a form, and merge the answers."""
    for header in ("复审意见表年度", "应复审日期", "序号"):
        page.delete_cols(column(page, header))
    place = column(page, "复审结论")
    page.cell(3, place).value = "继续有效"
    page.merge_cells(start_row=3, end_row=8, start_column=place, end_column=place)


def fill_with_ticks(page: Any) -> None:
    """Replace the column of the outcome by columns of ticks, and delete the title."""
    place = column(page, "复审结论")
    page.insert_cols(place + 1, 3)
    for index, word in enumerate(("继续有效", "修订", "整合", "废止")):
        page.cell(2, place + index).value = word
    for line, index, tick in ((3, 0, "√"), (4, 1, "✓"), (5, 3, "是"), (6, 0, 1), (7, 1, "V")):
        page.cell(line, place + index).value = tick
    page.delete_rows(1)


def fill_with_more(page: Any) -> None:
    """Sort the rows the other way round, add a standard, a total, and a column of one's own."""
    lines = [[cell.value for cell in row] for row in page.iter_rows(min_row=3)]
    for line, cells in enumerate(reversed(lines), 3):
        for index, value in enumerate(cells, 1):
            page.cell(line, index).value = value
    answer_all(page, "同意继续有效")
    page.cell(3, column(page, "复审结论")).value = "修改"
    page.cell(2, 12).value, page.cell(3, 12).value, page.cell(4, 12).value = (
        "联系人",
        "王五",
        "王五",
    )
    page.cell(9, 2).value, page.cell(9, 3).value = "JB/T 101-2001", "补充"
    page.cell(10, 3).value = "合计：6项"


def save_as_csv(unit: str) -> None:
    """Save a form as another program does: as csv in GB 18030."""
    page = openpyxl.load_workbook(OUT / f"{unit}委.xlsx").active
    answer_all(page)
    with (BACK / f"{unit}.csv").open("w", encoding="gb18030", newline="") as file:
        csv.writer(file).writerows(page.iter_rows(values_only=True))


def test_the_whole_trip(run: Run) -> None:
    returned("甲", fill_loosely)
    returned("乙", fill_with_merged_cells)
    returned("丙", fill_with_ticks)
    returned("丁", fill_with_more, "丁 委/返回（盖章）.xlsx")
    save_as_csv("戊")
    shutil.copy(OUT / "己委.xlsx", BACK)
    notes = import_back(run)
    found = reviews(run, "number,outcome,step,into,note")
    assert {cells[1] for cells in found.values()} == {"proposed"}
    outcomes = {number[5:8]: cells[0] for number, cells in found.items()}
    assert outcomes == {
        "101": "confirm", "102": "revise", "103": "merge", "104": "convert", "105": "withdraw",
        **{f"20{n}": "confirm" for n in range(1, 7)},
        "301": "confirm", "302": "revise", "303": "withdraw", "304": "confirm", "305": "revise",
        **{f"40{n}": "confirm" for n in range(1, 6)},
        **{f"50{n}": "confirm" for n in range(1, 7)},
    }  # fmt: skip
    assert found["JB/T 103-2001"][2] == "JB/T 102-2001"
    assert {cells[3] for cells in found.values()} == {"", "技术落后", "产品已淘汰", "联系人: 王五"}
    assert "columns stored in the notes of the reviews: 联系人\n" in notes
    assert "JB/T 106-2001 暂缓\n" in notes
    assert "ask the committee: JB/T 406-2001 修改\n" in notes
    assert "6 rows have no answer, and nothing was recorded for them: JB/T 601-2001" in notes
    assert '4 remarks skipped: "填表人：张三 审核：李四 日期：2011年6月1日", "注：' in notes
    assert "above the header" not in notes

    counted = run(
        "report", "review", "--by", "committee", "--year", "2011", "--no-header",
        *("--fields", "committee,proposed,unanswered", "--sort", "unanswered:desc"),
    )  # fmt: skip
    assert counted.rows[0] == ["己委", "0", "6"]
    assert ["乙委", "6", "0"] in counted.rows

    again = run("review", "import", str(BACK), "--on", "2011-06-16", "--no-header")
    assert [row[2:4] for row in again.rows] == [["0", "0"]] * 6

    assert run("review", "form", "--year", "2011", "--labels", "zh", "-o", "again").code == 0
    assert sorted(path.name for path in Path("again").iterdir()) == [
        "丁委.xlsx", "丙委.xlsx", "己委.xlsx", "甲委.xlsx",
    ]  # fmt: skip

    numbers = run("review", "list", "--proposed", "--open", "--fields", "number", "--no-header")
    decided = run(
        "review", "decide", "-", "--on", "2011-12-01", "--announcement", "2011年第1号",
        stdin=numbers.out,
    )  # fmt: skip
    assert decided.code == 0, decided.err
    projects = run("standards", "list", "--status", "planned", "--as-of", "2011-12-31", "--json")
    assert '"target_date":"2013"' in projects.out.replace(" ", "")


@pytest.mark.parametrize("kept", ["title", "mark", "sheet"])
def test_each_mark_of_a_form_says_that_it_has_proposals(run: Run, kept: str) -> None:
    def fill(page: Any) -> None:
        answer_all(page)
        if kept != "mark":
            page.delete_cols(column(page, "复审意见表年度"))
        if kept != "title":
            page.delete_rows(1)
        if kept != "sheet":
            page.title = "Sheet1"

    returned("甲", fill)
    import_back(run)
    assert {step for _, step in reviews(run).values()} == {"proposed"}


def test_what_the_department_filled_in_is_decided(run: Run) -> None:
    returned("甲", answer_all)
    import_back(run, "--set", "step=decided")
    assert {step for _, step in reviews(run).values()} == {"decided"}


@pytest.mark.parametrize("labels", [[], ["--labels", "zh"], ["--labels", "en"]])
@pytest.mark.parametrize("command", ["due", "campaign"])
def test_own_columns_are_no_notes(run: Run, command: str, labels: list[str]) -> None:
    """`review due -o` may go out as it is; what comes back has nothing new but the answers."""
    words = ("review", command, "--year", "2011", "--committee", "甲", *labels)
    lines = run(*words, "-f", "csv").out.splitlines()
    if command == "due":
        lines = [
            f"{line},{cell}" for line, cell in zip(lines, ["复审意见"] + ["修订"] * 6, strict=True)
        ]
        answer = run("review", "import", "-", "--on", "2011-06-16", stdin="\n".join(lines))
    else:
        more = ("--set", "outcome=修订")
        answer = run("review", "import", "-", "--on", "2011-06-16", *more, stdin="\n".join(lines))
    assert answer.code == 0, answer.err
    assert "stored in the notes" not in answer.err
    assert {tuple(cells) for cells in reviews(run, "number,outcome,note").values()} == {
        ("revise", "")
    }


@pytest.mark.parametrize("labels", [[], ["--labels", "zh"], ["--labels", "en"]])
def test_the_campaign_comes_back_as_it_is(run: Run, labels: list[str]) -> None:
    run("review", "record", "JB/T 101-2001", "--outcome", "confirm", "--on", "2011-03-01")
    listed = run("review", "campaign", "--year", "2011", "--committee", "甲", "-f", "csv", *labels)
    answer = run("review", "import", "-", "--on", "2011-06-16", stdin=listed.out)
    assert answer.code == 0, answer.err
    assert answer.rows[1][1:] == ["6", "0", "0", "6", "0"]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2027", "2027"),
        ("2027年", "2027"),
        ("2027年底前", "2027"),
        ("2027年度", "2027"),
        ("2027年内完成", "2027"),
        ("拟于 2027年6月底前 完成", "2027-06"),
        ("2027年6月份", "2027-06"),
        ("2027年6月30日前", "2027-06-30"),
        ("2027年上半年", "2027-06"),
        ("2027年下半年", "2027-12"),
        ("2027年第三季度", "2027-09"),
        ("2027.6", "2027.6"),
        ("2027年前", "2027年前"),
        ("24个月", "24个月"),
        ("下达后两年", "下达后两年"),
    ],
)
def test_deadlines(text: str, day: str) -> None:
    assert deadline(text) == day


def test_what_fits_no_proposal_goes_to_the_note(run: Run) -> None:
    """A committee may name what replaces a standard, and give its reasons with the answer."""

    def fill(page: Any) -> None:
        into, outcome = column(page, "整合到"), column(page, "复审结论")
        page.cell(3, outcome, "废止")
        page.cell(3, into, "GB/T 1-2020")
        page.cell(4, outcome, "☑修订（引用标准已更新，2013年完成） □废止")

    returned("甲", fill)
    import_back(run)
    assert reviews(run, "number,outcome,into,note") == {
        "JB/T 101-2001": ["withdraw", "", "整合到: GB/T 1-2020"],
        "JB/T 102-2001": ["revise", "", "复审结论: 修订（引用标准已更新，2013年完成）"],
    }
