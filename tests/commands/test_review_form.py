"""`stdplan review form`: the workbooks that go out to the committees."""

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from helpers import Run

LIST = """\
标准编号,标准名称,实施日期,归口单位,主管部门
JB/T 1-2001,=甲,2001-10-01,机床委（SAC/TC 22）,装备司
JB/T 2-2001,乙,2001-10-01,机床委(SAC/TC 22),装备司
JB/T 3-2001,丙,2001-10-01,"A/B: ""C""...",装备司
QB/T 4-2001,丁,2001-10-01,,消费品司
QB/T 5-2010,戊,2010-10-01,轻工委,消费品司
"""
MACHINES, OTHER, NONE = "机床委(SAC_TC 22).xlsx", "A_B_ _C_.xlsx", "未填归口单位.xlsx"


@pytest.fixture
def run(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run the program in a folder of its own, on a catalogue with four standards to review."""
    monkeypatch.chdir(tmp_path)
    assert run("standards", "import", "-", stdin=LIST).code == 0
    return run


def forms(run: Run, *words: str, folder: str = "forms") -> list[str]:
    """Write the forms of 2011 in Chinese; return the names of the files."""
    options = () if "--as-of" in words else ("--year", "2011")
    answer = run("review", "form", *options, "--labels", "zh", "-o", folder, *words)
    assert (answer.code, answer.out) == (0, ""), answer.err
    return sorted(path.name for path in Path(folder).iterdir())


def sheet(name: str, folder: str = "forms") -> Any:
    return openpyxl.load_workbook(Path(folder, name)).active


def rows(name: str, folder: str = "forms") -> list[list[object]]:
    return [list(row) for row in sheet(name, folder).iter_rows(values_only=True)]


def test_a_form_for_each_committee(run: Run) -> None:
    answer = run("review", "form", "--year", "2011", "--labels", "zh", "-o", "forms")
    assert answer.err.splitlines() == [
        f"stdplan: forms/{OTHER}: 1 standard",
        f"stdplan: forms/{MACHINES}: 2 standards",
        f"stdplan: forms/{NONE}: 1 standard",
        "stdplan: forms: 3 forms; standards of the campaign of 2011: 4",
    ]
    title, header, first, second = rows(MACHINES)
    assert title[0] == "2011年标准复审意见表（归口单位填写）　归口单位：机床委(SAC/TC 22)"
    assert header == [
        "序号", "标准编号", "标准名称", "行业领域", "标龄", "应复审日期",
        "复审结论", "理由", "完成年限", "整合到", "复审意见表年度",
    ]  # fmt: skip
    assert first[:5] == [1, "JB/T 1-2001", "=甲", "机械", 10]
    assert str(first[5]) == "2006-10-01 00:00:00"
    assert first[6:] == [None, None, None, None, 2011]
    assert second[1] == "JB/T 2-2001"
    assert rows(NONE)[0][0] == "2011年标准复审意见表（归口单位填写）　未填归口单位"


def test_the_sheet_can_be_printed_and_filled_in(run: Run) -> None:
    forms(run)
    page = sheet(MACHINES)
    assert page["C3"].data_type == "s"
    assert (page.page_setup.orientation, page.page_setup.paperSize) == ("landscape", 9)
    assert (page.page_setup.fitToWidth, page.page_setup.fitToHeight) == (1, 0)
    assert page.sheet_properties.pageSetUpPr.fitToPage
    assert page.print_title_rows == "$1:$2"
    assert page.print_area.endswith("$A$1:$J$4")
    assert "&P" in page.oddFooter.center.text
    choices = {str(each.sqref): each for each in page.data_validations.dataValidation}
    assert choices["G3:G4"].formula1 == '"继续有效,修订,整合,废止,修改单,转化"'
    assert choices["G3:G4"].errorStyle == "warning"
    assert choices["I3:I4"].prompt.startswith("仅修订填写")
    assert page.column_dimensions["K"].hidden


@pytest.mark.parametrize(
    ("per", "names", "header"),
    [
        ("department", ["消费品司.xlsx", "装备司.xlsx"], "归口单位"),
        ("sector", ["机械.xlsx", "轻工.xlsx"], "归口单位"),
    ],
)
def test_other_units(run: Run, per: str, names: list[str], header: str) -> None:
    assert forms(run, "--per", per) == names
    assert header in rows(names[1])[1]


def test_the_filters_and_the_language(run: Run) -> None:
    assert forms(run, "--committee", "SAC TC 22", folder="a") == [MACHINES]
    assert forms(run, "--department", "消费", folder="b") == [NONE]
    assert forms(run, "--sector", "machinery", folder="c") == [OTHER, MACHINES]
    assert forms(run, "--as-of", "2006-12-31", folder="d") == [OTHER, NONE, MACHINES]
    run("review", "form", "--year", "2011", "-o", "e")
    assert rows("no committee.xlsx", "e")[0][0] == (
        "Review form 2011 (to be filled in by the committee)　no committee"
    )
    assert rows("no committee.xlsx", "e")[1][6:] == [
        "Outcome", "Reason", "Target date", "Merged into", "Review form of",
    ]  # fmt: skip


@pytest.mark.parametrize("step", [[], ["--proposed"]])
def test_what_was_answered_is_left_out(run: Run, step: list[str]) -> None:
    run("review", "record", "JB/T 1-2001", "--outcome", "confirm", "--on", "2011-06-01", *step)
    run("review", "record", "JB/T 3-2001", "--outcome", "revise", "--on", "2010-06-01", *step)
    assert forms(run) == sorted([OTHER, MACHINES, NONE])
    assert [row[1] for row in rows(MACHINES)[2:]] == ["JB/T 2-2001"]
    forms(run, "--as-of", "2011-05-31", folder="before")
    assert len(rows(MACHINES, "before")) == 4


def test_what_has_ended_is_left_out_and_counted(run: Run) -> None:
    run("standards", "edit", "JB/T 1-2001", "--withdrawn", "2011-07-01")
    run("standards", "edit", "JB/T 2-2001", "--withdrawn", "2012-01-01")
    answer = run("review", "form", "--year", "2011", "--committee", "机床委", "-o", "forms")
    assert answer.err.splitlines() == [
        "stdplan: 1 standard of the campaign has ended by 2011-12-31 and is left out",
        f"stdplan: forms/{MACHINES}: 1 standard",
        "stdplan: forms: 1 form; standards of the campaign of 2011: 1",
    ]
    assert [row[1] for row in rows(MACHINES)[2:]] == ["JB/T 2-2001"]
    forms(run, "--as-of", "2011-06-30", folder="before")
    assert len(rows(MACHINES, "before")) == 4


def test_the_same_bytes(run: Run) -> None:
    for folder in ("a", "b"):
        forms(run, folder=folder)
    for path in Path("a").iterdir():
        assert path.read_bytes() == Path("b", path.name).read_bytes()


def test_existing_files(run: Run) -> None:
    forms(run)
    forms(run)  # the same files stay
    book = openpyxl.load_workbook(Path("forms", OTHER))
    book.active["G3"] = "修订"
    book.save(Path("forms", OTHER))
    words = ("review", "form", "--year", "2011", "--labels", "zh", "-o", "forms")
    refused = run(*words)
    assert refused.code == 73
    assert refused.err.endswith(f"files exist already: {OTHER}; --force replaces them\n")
    assert rows(OTHER)[2][6] == "修订"
    assert run(*words, "--force").code == 0
    assert rows(OTHER)[2][6] is None


def test_nothing_to_send_out(run: Run) -> None:
    answer = run("review", "form", "--as-of", "2001-12-31", "-o", "forms")
    assert answer.code == 0
    assert "no standard of the campaign of 2001 is unanswered" in answer.err
    assert not Path("forms").exists()


def test_the_folder_is_required(run: Run) -> None:
    assert run("review", "form", "--year", "2011").code == 2
    assert run("review", "form", "--year", "2011", "-o", "").code == 2


@pytest.mark.parametrize("field", ["title", "committee"])
def test_a_text_too_long_for_a_cell_is_refused_with_what_to_do(run: Run, field: str) -> None:
    number = "JB/T 1-2001"
    assert run("standards", "edit", number, f"--{field}", "磨" * 32_768).code == 0
    answer = run("review", "form", "--year", "2011", "-o", "forms")
    message = f"{number}: {field}: an xlsx cell can have at most 32767 characters; shorten it with"
    command = f"standards edit {number} --{field} TEXT"
    assert answer.code == 73
    assert answer.err == f"stdplan: error: {message} `stdplan {command}`\n"
    assert not Path("forms").exists()
    assert run(*command.split()).code == 0
    assert run("review", "form", "--year", "2011", "-o", "forms").code == 0
