"""`report summary`: the half-year report, its parts and its charts."""

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import docx
import pytest

from helpers import Run
from page_helpers import described, read_page

WORDS = ("report", "summary", "--as-of", "2011-06-30")
PARTS = ["account", "progress", "pipeline", "stages", "reviews"]


@pytest.fixture
def run_office(run: Run) -> Run:
    """Run the program on a catalogue with a project of the year, which is in stage 30."""
    for words in (
        ("add", "2011-0001T-JB", "--title", "齿轮", "--sector", "machinery"),
        ("stage", "2011-0001T-JB", "10", "--on", "2011-02-01"),
        ("stage", "2011-0001T-JB", "30", "--on", "2011-05-01"),
        ("add", "JB/T 1-2001", "--title", "车床", "--effective", "2001-05-01"),
    ):
        answer = run("standards", *words)
        assert answer.code == 0, answer.err
    assert run("progress", "record", "3", "1499", "--on", "2011-06-30").code == 0
    return run


def summary(run: Run, *more: str) -> dict[str, Any]:
    [record] = json.loads(run(*WORDS, *more, "--json").out)
    assert isinstance(record, dict)
    return record


def test_it_is_one_record_with_a_list_for_each_part(run_office: Run) -> None:
    record = summary(run_office)
    assert list(record) == ["title", "summary", "plan", "since", "until", *PARTS]
    assert record["title"].endswith(" for 2011: 2011-01-01 to 2011-06-30")
    assert record["summary"].startswith("Projects approved: 1500 of 3000 (50.0 %), straight line ")
    [pipeline] = record["pipeline"]
    assert (pipeline["sector"], pipeline["stage_30"], pipeline["in_force"]) == ("machinery", 1, 1)
    assert [(row["stage"], row["in_stage"], row["longest_days"]) for row in record["stages"]] == [
        ("10", 0, None),  # how long it took
        ("30", 1, 60),
    ]


# The report of each part, and the options that make it the same.
REPORTS = {
    "account": ("year", "measure"),
    "progress": ("progress --forecast", "indicator"),
    "pipeline": ("sectors", "sector"),
    "stages": ("stages", "stage"),
    "reviews": ("review", "sector"),
}


@pytest.mark.parametrize("part", PARTS)
def test_each_part_has_the_figures_of_its_report(run_office: Run, part: str) -> None:
    words, key = REPORTS[part]
    asked = ("report", *words.split(), "--as-of", "2011-06-30", "--json")
    reported = {row[key]: row for row in json.loads(run_office(*asked).out)}
    rows = summary(run_office)[part]
    assert rows
    for row in rows:
        assert row == {name: reported[row[key]][name] for name in row}
    figures = [*rows[0]][2:]
    left_out = reported.keys() - {row[key] for row in rows}
    assert not any(reported[name][figure] for name in left_out for figure in figures)


def test_other_formats_have_a_row_for_each_figure(run_office: Run) -> None:
    header, *rows = run_office(*WORDS).rows
    assert header == ["part", "item", "name", "figure", "value"]
    assert ["pipeline", "machinery", "Machinery", "stage_30", "1"] in rows
    assert list(dict.fromkeys(row[0] for row in rows)) == PARTS
    labelled = run_office(*WORDS, "--labels", "zh").rows
    assert labelled[0] == ["栏目", "代码", "名称", "数字", "数值"]
    assert ["在研项目", "machinery", "机械", "征求意见", "1"] in [
        [*row[:2], "机械" if row[2] == "Machinery" else row[2], *row[3:]] for row in labelled
    ]


def test_the_officer_makes_the_half_year_report_in_one_command(
    run_office: Run, tmp_path: Path
) -> None:
    path = tmp_path / "half-year.docx"
    answer = run_office("--lang", "zh", *WORDS, "-o", str(path), "--title", "半年工作报告")
    assert answer.code == 0, answer.err
    document = docx.Document(io.BytesIO(path.read_bytes()))
    assert document.paragraphs[0].text == "半年工作报告：2011-01-01 至 2011-06-30"
    headings = [p.text for p in document.paragraphs if p.style.name == "Heading 1"]
    assert headings == ["年度情况", "进度", "在研项目", "阶段", "复审"]
    assert len(document.tables) == 5
    names = zipfile.ZipFile(path).namelist()
    assert len([name for name in names if name.startswith("word/charts/chart")]) == 5


def test_a_page_has_the_charts_below_the_headings_of_their_parts(run_office: Run) -> None:
    page = read_page(run_office(*WORDS, "-f", "html").out)
    sections = page.all("section")
    assert [section.one("h2").text for section in sections] == [
        *("Account", "Progress", "Pipeline", "Stages", "Reviews")
    ]
    drawn = [described(section.one("svg")) for section in sections]
    assert drawn[1]["Projects approved"]["percent of the target"] == 50
    assert drawn[2] == {"Machinery": {"Stage 30": 1, **dict.fromkeys(ZEROS, 0)}}
    assert drawn[4]["Machinery"]["10 years or more"] == 1


ZEROS = ("Stage 10", "Stage 20", "Stage 40", "Stage 50", "Upcoming")


def test_an_empty_year_has_zeros(run: Run) -> None:
    record = summary(run)
    assert {row["actual"] for row in record["account"]} == {0}
    assert record["pipeline"] == record["stages"] == record["reviews"] == []
    assert run(*WORDS, "--exit-code").code == 1  # the targets are there
