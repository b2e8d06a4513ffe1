"""`stdplan report digest`: the events of a period, as rows and as a bulletin."""

import json
from pathlib import Path
from typing import Any

import pytest

from helpers import Run

# A few events: one command a line.
LIFE = """
standards add JB/T1-2005 --title 旧车床 --published 2005-05-01 --effective 2006-01-01
standards add JB/T1-2011 --title 车床|*新* --published 2011-03-10 --effective 2011-03-20
standards edit JB/T1-2011 --replaces JB/T1-2005 --department 工信部
standards add YB/T2-2011 --title 钢 --published 2011-03 --effective 2011-10-01
standards add YB/T3-2011 --title 年号
standards add YB/T4-2011 --title 以后 --published 2011-04-01
standards add 2011-0001T-JB --title 磨床 --on 2011-01-01
standards stage 2011-0001T-JB 20 --on 2011-03-02
standards edit 2011-0001T-JB --target-date 2011-04-15
standards add 2011-0002T-JB --title 刨床 --on 2011-02-01
standards stage 2011-0002T-JB 95 --on 2011-03-31
standards add JB/T9-2006 --title 钻床 --effective 2006-04-20
standards add JB/T8-2000 --title 铣床 --effective 2000-01-01
review record JB/T8-2000 --outcome confirm --on 2011-03-15
activities add training 培训 --on 2011-03-05 --quantity 30 --organisation 协会
activities add notification 通报 --on 2011-02-01 --due 2011-04-01
activities add feedback 反馈 --on 2011-01-05 --closed 2011-03-06
activities add drafter-certificate 证书 --on 2010-01-01 --expires 2011-04-30 --person 王五
activities add training 四月 --on 2011-04-05
"""
MARCH = ("--since", "2011-03-01", "--until", "2011-03-31")


@pytest.fixture(scope="module")
def origin(blank: Path, run_blank: Run) -> Path:
    """Create a catalogue with the events of LIFE."""
    for line in LIFE.strip().splitlines():
        answer = run_blank(*line.split())
        assert answer.code == 0, answer.err
    return blank


def bulletin(run: Run, *words: str) -> dict[str, Any]:
    answer = run("report", "digest", *words, "--json")
    assert answer.code == 0, answer.err
    [record] = json.loads(answer.out)
    assert isinstance(record, dict)
    return record


def numbers(records: list[dict[str, Any]]) -> list[str]:
    return [record["number"] for record in records]


def test_a_month(run: Run) -> None:
    by_part = bulletin(run, *MARCH)
    assert by_part["summary"] == (
        "2 standards published, 1 taking effect, 1 withdrawn, 1 moved to another stage,"
        " 1 terminated, 1 reviewed, 1 activity carried out, 1 activity closed."
        " Up to 2011-04-30: 1 project due, 1 activity due, 1 expiring, 1 review due."
    )
    # A month counts from its first day; a record with only a year in its number is not listed.
    assert [(row["date"], row["number"]) for row in by_part["published"]] == [
        ("2011-03", "YB/T 2-2011"),
        ("2011-03-10", "JB/T 1-2011"),
    ]
    assert numbers(by_part["effective"]) == ["JB/T 1-2011"]
    assert by_part["withdrawn"] == [
        {"date": "2011-03-20", "number": "JB/T 1-2005", "title": "旧车床", "sector": "machinery",
         "department": None, "replaced_by": ["JB/T 1-2011"]}
    ]  # fmt: skip
    assert [(row["from_stage"], row["stage"]) for row in by_part["staged"]] == [("10", "20")]
    assert numbers(by_part["terminated"]) == ["2011-0002T-JB"]
    assert [(row["number"], row["outcome"]) for row in by_part["reviewed"]] == [
        ("JB/T 8-2000", "confirm")
    ]
    assert [(row["title"], row["quantity"]) for row in by_part["activities_held"]] == [("培训", 30)]
    assert [row["title"] for row in by_part["activities_closed"]] == ["反馈"]


def test_deadlines_of_the_next_period(run: Run) -> None:
    by_part = bulletin(run, *MARCH)
    assert [(row["number"], row["date"]) for row in by_part["projects_due"]] == [
        ("2011-0001T-JB", "2011-04-15")
    ]
    assert [(row["title"], row["date"]) for row in by_part["activities_due"]] == [
        ("通报", "2011-04-01")
    ]
    assert [(row["person"], row["date"]) for row in by_part["expiring"]] == [("王五", "2011-04-30")]
    assert [(row["number"], row["date"]) for row in by_part["reviews_due"]] == [
        ("JB/T 9-2006", "2011-04-20")
    ]
    near = bulletin(run, *MARCH, "--ahead", "1")
    assert (near["ahead"], near["projects_due"]) == ("2011-04-01", [])
    assert len(near["activities_due"]) == 1


def test_publications_are_counted_by_department_and_sector(run: Run) -> None:
    by_part = bulletin(run, *MARCH)
    assert by_part["by_department"] == [
        {"department": "工信部", "standards": 1},
        {"department": None, "standards": 1},
    ]
    assert [(row["sector"], row["standards"]) for row in by_part["by_sector"]] == [
        ("machinery", 1),
        ("steel", 1),
    ]


def test_progress_from_the_beginning_to_the_end(run: Run) -> None:
    run("progress", "record", "3", "5", "--indicator", "published", "--on", "2011-02-28")
    by_part = bulletin(run, *MARCH)
    [published] = [row for row in by_part["progress"] if row["indicator"] == "3.published"]
    assert (published["before"], published["actual"], published["change"]) == (5, 7, 2)
    # A plan whose year is outside this period has no progress in it.
    assert bulletin(run, "--since", "2012", "--until", "2012-12-31")["progress"] == []


def test_rows_have_one_event_each(run: Run) -> None:
    answer = run("report", "digest", *MARCH, "-f", "tsv")
    head, *rows = answer.rows
    assert " ".join(head) == "part date number title sector department what amount before"
    assert [row for row in rows if row[0] in ("published", "withdrawn", "by_sector")] == [
        ["published", "2011-03", "YB/T 2-2011", "钢", "steel", "", "", "", ""],
        ["published", "2011-03-10", "JB/T 1-2011", "车床|*新*", "machinery", "工信部", "", "", ""],
        ["by_sector", "", "", "Machinery", "machinery", "", "", "1", ""],
        ["by_sector", "", "", "Iron and steel", "steel", "", "", "1", ""],
        ["withdrawn", "2011-03-20", "JB/T 1-2005", "旧车床", "machinery", "", "JB/T 1-2011", "",
         ""],
    ]  # fmt: skip
    assert {row[0]: row[6] for row in rows}.items() >= {
        "staged": "20", "terminated": "10", "reviewed": "confirm", "activities_held": "training",
        "activities_closed": "feedback", "projects_due": "20", "expiring": "drafter-certificate",
    }.items()  # fmt: skip
    for form in ("csv", "jsonl"):
        lines = run("report", "digest", *MARCH, "-f", form).out.splitlines()
        assert len(lines) == len(rows) + (form == "csv")


def test_rows_and_bulletin_have_the_same_events(run: Run) -> None:
    by_part = bulletin(run, *MARCH)
    flat = run("report", "digest", *MARCH, "-f", "tsv", "--no-header").rows
    lists = {name: len(rows) for name, rows in by_part.items() if isinstance(rows, list) and rows}
    assert lists == {name: sum(row[0] == name for row in flat) for name, *_ in flat}


MAIL = """\
# MIIT key points of standardization work for 2011: 2011-03-01 to 2011-03-31

2 standards published,"""


def test_markdown_can_be_mailed(run: Run) -> None:
    answer = run("report", "digest", *MARCH, "-f", "markdown")
    assert answer.out.startswith(MAIL)
    assert "\n\n## Published\n\n| Date | Number | Title | Sector |\n" in answer.out
    assert "| 2011-03-10 | JB/T 1-2011 | 车床\\|\\*新\\* | Machinery |\n" in answer.out
    headings = [line[3:] for line in answer.out.splitlines() if line.startswith("## ")]
    assert headings[:4] == ["Published", "By department", "By sector", "Effective"]
    assert run("report", "digest", *MARCH, "-f", "markdown").out == answer.out


def test_a_bulletin_in_chinese(run: Run) -> None:
    out = run("--lang", "zh", "report", "digest", *MARCH, "-f", "markdown").out
    assert out.splitlines()[0] == "# 工信部2011年标准化重点工作：2011-03-01 至 2011-03-31"
    assert out.splitlines()[2].startswith("发布标准 2 项、实施 1 项、废止 1 项、")
    assert "## 应复审的标准\n" in out
    labelled = run("report", "digest", *MARCH, "-f", "markdown", "--labels", "zh").out
    assert "\n## 发布\n\n| 日期 | 编号 | 名称 | 行业领域 |\n" in labelled


def test_a_table_has_a_heading_for_each_part(run: Run) -> None:
    lines = run("report", "digest", *MARCH, "-f", "table").out.splitlines()
    assert lines[0].startswith("Title    MIIT key points")
    parts = [line.strip() for line in lines if line[:1].isalpha()]
    assert parts[2:5] == ["Published", "By department", "By sector"]
    assert parts[-1] == "Reviews due"


def test_a_period_without_events(run: Run) -> None:
    by_part = bulletin(run, "--since", "1990", "--until", "1990-12")
    assert by_part["summary"] == "Nothing happened."
    assert (by_part["since"], by_part["until"], by_part["ahead"]) == (
        "1990-01-01",
        "1990-12-31",
        "1991-01-30",
    )
    assert run("report", "digest", "--since", "1990", "--until", "1990", "-f", "csv").out == (
        "part,date,number,title,sector,department,what,amount,before\n"
    )


def test_later_events_are_ignored(run: Run) -> None:
    before = bulletin(run, *MARCH)
    run("standards", "add", "JB/T8-2012", "--effective", "2012-01-01", "--replaces", "JB/T8-2000")
    run("review", "record", "JB/T9-2006", "--outcome", "confirm", "--on", "2011-04-10")
    run("standards", "stage", "2011-0001T-JB", "30", "--on", "2011-04-01")
    run("activities", "add", "training", "后来", "--on", "2011-04-01")
    assert bulletin(run, *MARCH) == before


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--since", "2012", "--until", "2011"), "--since: 2012-01-01 is after 2011-12-31"),
        (("--since", "2011", "--until", "2011-04", "--as-of", "2011-03-31"),
         "--until: 2011-04-30 is after the as-of day, 2011-03-31"),
        (("--since", "2011", "--until", "2012", "--year", "2011"), "the as-of day"),
        (("--since", "2011-02-30"), "--since"),
        ((), "--since"),
    ],
)  # fmt: skip
def test_invalid_days_are_refused(run: Run, words: tuple[str, ...], message: str) -> None:
    answer = run("report", "digest", *words)
    assert (answer.code, message in answer.err) == (2, True), answer.err


def test_a_last_day_in_the_future(run: Run) -> None:
    """The digest has the events announced until then, with a note."""
    run("standards", "add", "JB/T7-2026", "--published", "2026-11-01", "--effective", "2026-12-01")
    december = ("--since", "2026-12", "--until", "2026-12")
    assert numbers(bulletin(run, *december)["effective"]) == ["JB/T 7-2026"]
    assert "2026-12-31 is in the future" in run("report", "digest", *december).err
    answer = run("report", "digest", *december, "--year", "2026")
    assert answer.err == ""


def test_fields_are_those_of_the_form(run: Run) -> None:
    assert run("report", "digest", *MARCH, "-f", "tsv", "--fields", "part").code == 0
    assert list(bulletin(run, *MARCH, "--fields", "published")) == ["published"]
    wrong = run("report", "digest", *MARCH, "-f", "markdown", "--fields", "part")
    assert (wrong.code, '"part"' in wrong.err) == (2, True)


def test_an_end_by_edition_is_news_and_an_inferred_one_is_counted(run: Run) -> None:
    for number, effective in (("QB/T 1-2011", "2011-03-20"), ("QB/T 2-2011", None)):
        run("standards", "add", number.replace("2011", "2001"), "--published", "2001-01-01")
        run("standards", "add", number, "--published", "2011-03-05")
        if effective:
            run("standards", "edit", number, "--effective", effective)
    assert "QB/T 1-2001" in numbers(bulletin(run, *MARCH)["withdrawn"])
    assert "QB/T 2-2001" not in numbers(bulletin(run, *MARCH)["withdrawn"])
    answer = run("report", "digest", *MARCH)
    assert "1 standard ended on an inferred day and is left out" in answer.err


def test_what_takes_effect_and_ends_ahead(run: Run) -> None:
    """As known on the last day: published by then, or decided by then."""
    for line in (
        "standards add QB/T1-2001 --title 旧 --published 2001-01-01",
        "standards add QB/T1-2011 --title 新 --published 2011-03-05 --effective 2011-04-20",
        "standards add QB/T2-2001 --title 旧二 --published 2001-01-01",
        "standards add QB/T3-2011 --published 2011-04-02 --effective 2011-04-21",
        "standards edit QB/T3-2011 --replaces QB/T2-2001",
        "standards add QB/T4-2001 --title 废 --published 2001-01-01",
        "review record QB/T4-2001 --outcome withdraw --on 2011-03-02 --ends 2011-04-10",
        "standards add QB/T5-2001 --title 以后废 --published 2001-01-01",
        "review record QB/T5-2001 --outcome withdraw --on 2011-04-02 --ends 2011-04-10",
    ):
        assert run(*line.split()).code == 0, line
    by_part = bulletin(run, *MARCH)
    ahead = [(row["date"], row["number"]) for row in by_part["effective_ahead"]]
    assert ahead == [("2011-04-20", "QB/T 1-2011")]
    assert [(row["date"], row["number"], row["replaced_by"]) for row in by_part["ends_ahead"]] == [
        ("2011-04-10", "QB/T 4-2001", []),
        ("2011-04-20", "QB/T 1-2001", ["QB/T 1-2011"]),
    ]
    assert "Up to 2011-04-30: 1 to take effect, 2 ending," in by_part["summary"]
    april = bulletin(run, "--since", "2011-04-01", "--until", "2011-04-09")
    assert numbers(april["effective_ahead"]) == ["QB/T 1-2011", "QB/T 3-2011"]
    assert len(april["ends_ahead"]) == 4
    page = run("--lang", "zh", "report", "digest", *MARCH, "-f", "markdown").out
    assert "\n## 即将实施\n" in page
    assert "\n## 即将废止\n" in page


@pytest.mark.parametrize(
    ("words", "listed"),
    [
        (("--sector", "steel"), {"published": ["YB/T 2-2011"]}),
        (("--department", "工信"), {"published": ["JB/T 1-2011"], "effective": ["JB/T 1-2011"]}),
        (("--committee", "机床"), {"reviews_due": ["JB/T 9-2006"]}),
    ],
)
def test_filters(run: Run, words: tuple[str, ...], listed: dict[str, list[str]]) -> None:
    run("standards", "edit", "JB/T9-2006", "--committee", "全国机床标委会")
    by_part = bulletin(run, *MARCH, *words)
    parts = {name: rows for name, rows in by_part.items() if isinstance(rows, list) and rows}
    assert {name: numbers(rows) for name, rows in parts.items() if name[:3] != "by_"} == listed


def test_sectors_choose_activities_too(run: Run) -> None:
    run("activities", "add", "training", "机械培训", "--on", "2011-03-06", "--sector", "machinery")
    by_part = bulletin(run, *MARCH, "--sector", "machinery")
    assert [row["title"] for row in by_part["activities_held"]] == ["机械培训"]
    assert by_part["progress"] == []
    by_part = bulletin(run, *MARCH, "--sector", "machinery", "--department", "工信")
    assert by_part["activities_held"] == []


def test_cells_of_a_list_are_read_as_by_a_check(run: Run, tmp_path: Path) -> None:
    """A cell may have two standards, or words around the number; a text needs no columns."""
    path = tmp_path / "ours.csv"
    path.write_text("产品,标准\n甲,YB/T 2-2011/GB/T 1-1999\n乙,按JB/T 8-2000执行\n", "utf-8")
    by_part = bulletin(run, *MARCH, "--numbers", str(path))
    assert numbers(by_part["published"]) == ["YB/T 2-2011"]
    assert numbers(by_part["reviewed"]) == ["JB/T 8-2000"]
    answer = run("report", "digest", *MARCH, "--numbers", str(path))
    assert answer.err == "stdplan: 1 number is not in the catalogue: GB/T 1-1999\n"


def test_only_the_numbers_of_a_list(run: Run, tmp_path: Path) -> None:
    """The list may have any columns; the cells show which one has the numbers."""
    path = tmp_path / "ours.csv"
    path.write_text(
        "产品,引用标准,负责人\n甲,YB/T2—2011 钢,王五\n乙,JB/T 8,李四\n丙,GB/T 1-1999,\n",
        encoding="utf-8",
    )
    by_part = bulletin(run, *MARCH, "--numbers", str(path))
    assert numbers(by_part["published"]) == ["YB/T 2-2011"]
    assert numbers(by_part["reviewed"]) == ["JB/T 8-2000"]
    assert by_part["withdrawn"] == []
    answer = run("report", "digest", *MARCH, "--numbers", str(path))
    assert answer.err == "stdplan: 1 number is not in the catalogue: GB/T 1-1999\n"
    stdin = "number\nYB/T2-2011\n"
    answer = run("report", "digest", *MARCH, "--numbers", "-", "--json", stdin=stdin)
    assert numbers(json.loads(answer.out)[0]["published"]) == ["YB/T 2-2011"]
    path.write_text("产品,负责人\n甲,王五\n", encoding="utf-8")
    answer = run("report", "digest", *MARCH, "--numbers", str(path))
    assert (answer.code, "ours.csv: no column has numbers" in answer.err) == (65, True)
    assert run("report", "digest", *MARCH, "--numbers", "no such list").code == 66


def test_a_heading_of_ones_own(run: Run) -> None:
    page = run("report", "digest", *MARCH, "--title", "某市标准动态", "-f", "markdown").out
    assert page.splitlines()[0] == "# 某市标准动态: 2011-03-01 to 2011-03-31"
    assert run("report", "digest", *MARCH, "--title", " ").code == 2


@pytest.mark.parametrize("form", ["json", "markdown", "tsv"])
def test_the_exit_code_is_1_only_if_something_happened(run: Run, form: str) -> None:
    words = ("report", "digest", "--exit-code", "-f", form)
    assert run(*words, *MARCH).code == 1
    # A deadline lies ahead, but nothing happened.
    quiet = ("--since", "2011-03-17", "--until", "2011-03-19", "--sector", "machinery")
    assert "JB/T 9-2006" in run(*words, *quiet, "--ahead", "60").out
    assert run(*words, *quiet, "--ahead", "60").code == 0


def test_indicators_without_a_change_are_left_out(run: Run) -> None:
    run("progress", "record", "8", "5", "--on", "2011-01-28")
    assert "8.filings" not in [row["indicator"] for row in bulletin(run, *MARCH)["progress"]]
