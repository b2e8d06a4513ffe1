"""`stdplan standards list`: its filters, its order, its formats, and empty results."""

import csv
import json
from io import StringIO
from pathlib import Path

import pytest

from helpers import Run
from stdplan.domain.fields import COLUMNS

LIST = """\
标准编号,计划号,标准名称,性质,制修订,发布日期,实施日期,采标情况,归口单位,主管部门,完成年限,重点工作,创新成果,重点领域
JB/T 9-2010,,车床,推荐,修订,2010-03-01,2010-08-01,"ISO 9:2000,IDT",车床标委会,工信部,,,专利,
JB/T 10-2011,,铣床,推荐,制定,2011-03-01,2011-08-01,采,铣床标委会,工信部,,quality-brands,,
GB 5-2011,,机床安全,强制,制定,2011-05-18,2030-01-01,,,国家标准委,,,,work-safety/chlor-alkali
,2011-0123T-JB,磨床,推荐,修订,,,,,,2011,,,
"""


@pytest.fixture(scope="module")
def origin(blank: Path, run_blank: Run) -> Path:
    """Create a catalogue with four records."""
    assert run_blank("standards", "import", "-", stdin=LIST).code == 0
    assert run_blank("standards", "edit", "JB/T 9-2010", "--withdrawn", "2020-01-01").code == 0
    return blank


def keys(run: Run, *options: str) -> list[str]:
    """Return the keys that `standards list` prints, in its order."""
    answer = run("standards", "list", "--fields", "key", "--no-header", *options)
    assert answer.code == 0, answer.err
    return answer.out.splitlines()


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ("--sector machinery", "2011-0123T-JB JB/T 9-2010 JB/T 10-2011"),
        ("--sector 安全生产领域", "GB 5-2011"),
        ("--focus work-safety/chlor-alkali", "GB 5-2011"),
        ("--family national", "GB 5-2011"),
        ("--family national --family local", "GB 5-2011"),
        ("--nature mandatory", "GB 5-2011"),
        ("--nature 强制", "GB 5-2011"),
        ("--work revise", "2011-0123T-JB JB/T 9-2010"),
        ("--status withdrawn,upcoming", "GB 5-2011 JB/T 9-2010"),
        ("--stage 10", "2011-0123T-JB"),
        ("--adoption IDT", "JB/T 9-2010"),
        ("--adoption unknown", "JB/T 10-2011"),
        ("--driver quality-brands", "JB/T 10-2011"),
        ("--innovation patent", "JB/T 9-2010"),
        ("--committee 铣床", "JB/T 10-2011"),
        ("--department 工信部", "JB/T 9-2010 JB/T 10-2011"),
        ("--search 床", "2011-0123T-JB GB 5-2011 JB/T 9-2010 JB/T 10-2011"),
        ("--search 车床 --search 铣床", "JB/T 9-2010 JB/T 10-2011"),
        ("--prefix gb", "GB 5-2011"),
        ("--prefix jb/t --status in-force", "JB/T 10-2011"),
        ("--nature 推荐性 --work 制定", "JB/T 10-2011"),
        ("--nature 推荐 --work 制定", "JB/T 10-2011"),  # the word of earlier versions
        ("--published-to 2011-03", "JB/T 9-2010 JB/T 10-2011"),
        ("--published-from 2011-03-01 --published-to 2011-03-01", "JB/T 10-2011"),
        ("--published-from 2011", "GB 5-2011 JB/T 10-2011"),
        ("--effective-to 2010", "JB/T 9-2010"),
        ("--effective-from 2011-09", "GB 5-2011"),
        ("--target-year 2011", "2011-0123T-JB"),
        ("--overdue", "2011-0123T-JB"),
        ("--overdue --work new", ""),
        ("--year 2010", "JB/T 9-2010"),
        ("--sort title", "GB 5-2011 2011-0123T-JB JB/T 9-2010 JB/T 10-2011"),
        ("--sort published:desc", "GB 5-2011 JB/T 10-2011 JB/T 9-2010 2011-0123T-JB"),
        ("--sort number:desc --limit 1", "JB/T 10-2011"),
        ("--limit 0", ""),
    ],
)
def test_filters_and_order(run: Run, options: str, expected: str) -> None:
    listed = " ".join(keys(run, *options.split(" ")))
    assert listed == expected


def test_records_of_the_future_are_counted_on_stderr(run: Run) -> None:
    answer = run("standards", "list", "--year", "2010")
    assert "3 records have their first date after 2010-12-31 and are left out" in answer.err


def test_the_fields_are_in_the_order_asked_for(run: Run) -> None:
    answer = run("standards", "list", "--fields", "title,number", "--prefix", "GB")
    assert answer.out == "title\tnumber\n机床安全\tGB 5-2011\n"


def test_json_keeps_types(run: Run) -> None:
    [record] = json.loads(run("standards", "list", "--search", "车床", "--json").out)
    assert list(record) == [column.name for column in COLUMNS]
    assert record["adopts"] == ["ISO 9:2000,IDT"]
    assert record["plan_number"] is None
    assert record["extra"] == {}


def test_every_format_has_the_same_data(run: Run) -> None:
    def out(form: str) -> str:
        return run("standards", "list", "--prefix", "GB", "--fields", "key,title", "-f", form).out

    assert out("csv") == "key,title\nGB 5-2011,机床安全\n"
    assert out("tsv") == out("auto") == "key\ttitle\nGB 5-2011\t机床安全\n"
    assert out("jsonl") == '{"key":"GB 5-2011","title":"机床安全"}\n'
    assert out("yaml") == "- key: GB 5-2011\n  title: 机床安全\n"
    assert out("markdown").splitlines()[-1] == "| GB 5-2011 | 机床安全 |"
    assert "机床安全" in out("table")


def test_an_empty_result_is_a_header_or_an_empty_list(run: Run) -> None:
    nothing = ("standards", "list", "--search", "无此")
    header = next(csv.reader(StringIO(run(*nothing, "-f", "csv").out)))
    assert header == [column.name for column in COLUMNS]
    assert run(*nothing, "--json").out == "[]\n"
    assert run(*nothing, "--exit-code").code == run(*nothing).code == 0


def test_exit_code_depends_on_whether_the_list_is_empty(run: Run) -> None:
    assert run("standards", "list", "--exit-code").code == 1
    assert run("standards", "list").code == 0


@pytest.mark.parametrize(
    ("options", "named"),
    [
        ("--sector nope", "machinery"),
        ("--status gone", "planned (在研), upcoming (即将实施), in-force (现行)"),
        ("--family x", "industry (行业标准)"),
        ("--nature x", "guidance (指导性技术文件)"),
        ("--stage 61", "60 (发布)"),
        ("--adoption x", "unknown"),
        ("--driver x", "phasing-out"),
        ("--innovation x", "research-project"),
        ("--focus x", "(216 in all)"),
        ("--sort x", "published"),
        ("--fields key,x", "published"),
        ("--format x", "markdown"),
        ("--published-from 2011-02-30", '--published-from: "2011-02-30"'),
        ("--status=", 'status: "" is not valid; use one of'),
    ],
)
def test_an_unknown_choice_is_refused_with_the_valid_ones(
    run: Run, options: str, named: str
) -> None:
    answer = run("standards", "list", *options.split(" "))
    assert answer.code == 2
    assert answer.out == ""
    assert named in answer.err
