"""`standards import` of lists whose columns are known by their cells, as a person runs it."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook

from helpers import ListOf, Run

ROWS = (
    ("GB 90001-2021", "甲通用规范", "2022-01-01", "现行"),
    ("GB/T 90002-2013", "乙规范", "2014-07-01", "现行"),
    ("JGJ/T 90003-2019", "丙标准", "2020-06-01", "现行"),
)
HEADER = ("ident", "名称", "实施日期", "状态")


def numbers(run: Run) -> list[str]:
    """Return the keys of all records."""
    return [key for (key,) in run("standards", "list", "--fields", "key", "--no-header").rows]


def write_csv(path: Path) -> None:
    path.write_text("\n".join(map(",".join, (HEADER, *ROWS))), "utf-8")


def write_semicolons(path: Path) -> None:
    header = ("ident", "was", "wann", "wie")
    path.write_text("\n".join(map(";".join, (("Liste", "1"), header, *ROWS))), "utf-8")


def write_json(path: Path) -> None:
    rows = [{"standard": {"ident": row[0], "name": row[1]}, "id": n} for n, row in enumerate(ROWS)]
    path.write_text(json.dumps(rows), "utf-8")


def write_workbook(path: Path) -> None:
    workbook = Workbook()
    for line in (("表1", "", "", ""), ("编码", "内容", "时间", "x"), *ROWS):
        workbook.active.append(line)
    workbook.save(path)


def write_markdown(path: Path) -> None:
    lines = (("id", "what", "when", "how"), ("---",) * 4, *ROWS)
    path.write_text("\n".join(f"| {' | '.join(line)} |" for line in lines), "utf-8")


def write_joined(path: Path) -> None:
    other = "\ufeffdoc_no,title\nGB 90004-2011,丁\n"
    write_csv(path)
    path.write_text(f"{path.read_text('utf-8')}\n{other}", "utf-8")


@pytest.mark.parametrize(
    ("name", "write"),
    [
        ("list.csv", write_csv),
        ("list.txt", write_semicolons),
        ("list.json", write_json),
        ("list.xlsx", write_workbook),
        ("list.md", write_markdown),
        ("joined.csv", write_joined),
    ],
)
def test_numbers_are_found_in_every_form(
    run: Run, tmp_path: Path, name: str, write: Callable[[Path], None]
) -> None:
    write(tmp_path / name)
    answer = run("standards", "import", str(tmp_path / name))
    assert "has numbers of standards and is read as number" in answer.err
    assert {row[0] for row in ROWS} <= set(numbers(run))
    assert not any(key.startswith("title:") for key in numbers(run))


def test_a_row_id_called_key_does_not_make_a_list_ours(run: Run, a_list: ListOf) -> None:
    path = a_list(
        "key,code,name,status",
        "1,GB 90001-2005,Alpha rules,withdrawn",
        "2,GB 90002-2005,Beta rules,作废",
        "3,GB 90004-2005,Delta rules,现行",
    )
    run("standards", "import", path)
    listed = run("standards", "list", "--fields", "number,status", "--no-header").rows
    assert [status for _, status in listed] == ["withdrawn", "withdrawn", "in-force"]
    assert run("standards", "import", path, "--map", "key=").rows[1][4] == "3"  # unchanged


def test_readable_numbers_win_over_digits(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "list.json"
    rows = [
        {"code": "GB 90016-2014", "standard_number": "90016", "name": "Alpha code"},
        {"code": "GB/T 90016-2021", "standard_number": "90016", "name": "Beta code"},
    ]
    path.write_text(json.dumps(rows), "utf-8")
    run("standards", "import", str(path))
    assert numbers(run) == ["GB 90016-2014", "GB/T 90016-2021"]


def test_a_number_and_a_title_in_one_cell_are_two_values(run: Run, a_list: ListOf) -> None:
    run(
        "standards",
        "import",
        a_list(
            "标准名称",
            "GB/T 191-2008 包装储运图示标志",
            "《金属材料》（GB/T 228-2010）",
            "GB/T 300-2011：磨床",
            "GB 1-2011",
            "乙规范",
        ),
    )
    listed = run("standards", "list", "--fields", "number,title", "--no-header").rows
    assert listed == [
        ["GB 1-2011", ""],
        ["GB/T 191-2008", "包装储运图示标志"],
        ["GB/T 228-2010", "金属材料"],
        ["GB/T 300-2011", "磨床"],
        ["", "乙规范"],
    ]
    lines = ("标准号,标准名称", "GB/T 5-2011 车床,车床", "GB/T 6-2011 铣床,铣床参数")
    run("standards", "import", a_list(*lines))
    listed = run("standards", "list", "--fields", "number,title,note", "--no-header").rows
    assert ["GB/T 5-2011", "车床", ""] in listed
    assert ["GB/T 6-2011", "铣床参数", "铣床"] in listed


@pytest.mark.parametrize(
    ("lines", "option"),
    [
        (("number,title", "1,车床", "2,铣床"), "number=extra"),
        (("名称,检验", *(f"车床{n},GB 1-2011" for n in range(3))), "检验=extra"),
        (("名称,甲,乙", "车床,GB 1-2011,GB 2-2011", "铣床,GB 3-2011,GB 4-2011"), "甲=number"),
        # Far below the first rows.
        (("名称,甲", *(f"车床{n}," for n in range(1500)), "铣床,GB 3-2011"), "甲=extra"),
    ],
)
def test_a_list_that_would_lose_numbers_is_refused(
    run: Run, a_list: ListOf, lines: tuple[str, ...], option: str
) -> None:
    path = a_list(*lines)
    answer = run("standards", "import", path)
    assert (answer.code, option in answer.err) == (65, True)
    assert numbers(run) == []
    run("standards", "import", path, "--map", option)
    assert len(numbers(run)) == len(lines) - 1


def test_numbers_that_come_later_do_not_double_records(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    write_csv(path)
    run("standards", "import", str(path), "--map", "ident=extra")
    assert all(key.startswith("title:") for key in numbers(run))
    answer = run("standards", "import", str(path), "--map", "ident=number")
    assert answer.rows[1][2:5] == ["0", "3", "0"]
    assert numbers(run) == [row[0] for row in ROWS]
    assert run("standards", "import", str(path)).rows[1][4] == "3"
    run("undo")
    assert all(key.startswith("title:") for key in numbers(run))


def test_a_project_with_the_title_of_a_standard_stays_apart(run: Run, a_list: ListOf) -> None:
    path = a_list("标准编号,标准名称", "GB 1-2011,车床", ",车床")
    run("standards", "import", path)
    assert len(numbers(run)) == 2
    assert run("standards", "import", path).rows[1][4] == "2"
    # The number is known already, so it is not the one that the record with the title waited for.
    answer = run("standards", "import", a_list("标准编号,标准名称", "GB 1-2011,车床"))
    assert "may be the result of a project with the same title" in answer.err
    assert len(numbers(run)) == 2


def test_reviews_by_a_column_without_a_known_header(run: Run, a_list: ListOf) -> None:
    run("standards", "import", a_list("标准编号,标准名称,发布日期", "GB 1-2000,车床,2000-01-01"))
    path = a_list("代码,复审结论", "GB 1-2000,继续有效")
    answer = run("review", "import", path, "--on", "2011-01-01")
    assert 'the column "代码" has numbers of standards and is read as number' in answer.err
    assert answer.rows[1][2] == "1"


def test_a_row_in_place_of_the_header_is_refused(run: Run, a_list: ListOf) -> None:
    answer = run("standards", "import", a_list("GB/T 1-2020,车床", "GB/T 2-2020,铣床"))
    assert (answer.code, "the list needs a header row" in answer.err) == (65, True)
