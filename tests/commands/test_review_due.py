"""`stdplan review due`: the standards whose review is due on a day, oldest first."""

import pytest

from helpers import Run

LIST = """\
标准编号,标准名称,实施日期,发布日期,代替标准,归口单位,主管部门
JB/T 1-2001,甲,2002-01-01,2001-05-18,,SAC/TC 1,装备司
JB/T 2-2006,乙,,2006-12-31,,ＳＡＣ／ＴＣ 1,装备司
JB/T 3-2007,丙,2007-01-01,,,SAC/TC 2,装备司
JB/T 4-1998,丁,,,,SAC/TC 1,消费品司
QB/T 5-2004,戊,2004-02-29,,,,消费品司
GB/T 6-2001,己,2001-10-01,,
JB/T 7-2001,庚,2001-10-01,,
JB/T 7-2011,庚,2011-10-01,,JB/T 7-2001
JB/T 1-2001/XG1-2003,甲 第1号修改单,2003-01-01,,
"""


@pytest.fixture
def run(run: Run) -> Run:
    """Run the program on a catalogue with standards of several ages."""
    assert run("standards", "import", "-", stdin=LIST).code == 0
    return run


def due(run: Run, *options: str) -> list[str]:
    """Return the numbers that are due."""
    answer = run("review", "due", "--fields", "number", "--no-header", *options)
    assert answer.code == 0, answer.err
    return answer.out.splitlines()


DUE_2011 = """\
number title sector status age counted_from basis due overdue_days committee department
JB/T_4-1998 丁 machinery in-force 13 1998-01-01 number-year 2003-01-01 3286 SAC/TC_1 消费品司
JB/T_1-2001 甲 machinery in-force 9 2002-01-01 effective 2007-01-01 1825 SAC/TC_1 装备司
QB/T_5-2004 戊 light-industry in-force 7 2004-02-29 effective 2009-02-28 1036  消费品司
JB/T_2-2006 乙 machinery in-force 5 2006-12-31 published 2011-12-31 0 ＳＡＣ／ＴＣ_1 装备司
"""


def test_the_oldest_is_first_with_the_basis_of_its_age(run: Run) -> None:
    answer = run("review", "due", "--year", "2011")
    assert answer.out.replace(" ", "_").replace("\t", " ") == DUE_2011
    assert "1 more review is due in other families (--family all shows it)" in answer.err


def test_the_day_before_it_is_not_due(run: Run) -> None:
    assert "JB/T 2-2006" not in due(run, "--as-of", "2011-12-30")
    assert due(run, "--as-of", "2009-02-27") == due(run, "--as-of", "2009-02-28")[:-1]


def test_years_and_family_and_sector(run: Run) -> None:
    assert due(run, "--year", "2011", "--years", "13") == ["JB/T 4-1998"]
    assert due(run, "--year", "2011", "--family", "national") == ["GB/T 6-2001"]
    assert due(run, "--year", "2011", "--family", "国家标准,industry")[1] == "GB/T 6-2001"
    assert len(due(run, "--year", "2011", "--family", "all")) == 5
    assert due(run, "--year", "2011", "--sector", "轻工") == ["QB/T 5-2004"]


def test_by_sector_adds_up(run: Run) -> None:
    answer = run("review", "due", "--year", "2011", "--by", "sector")
    assert answer.rows[0] == ["sector", "name", "in_force", "due", "share", "oldest", "mean_age"]
    assert sum(int(row[3]) for row in answer.rows[1:]) == len(due(run, "--year", "2011"))
    [machinery] = [row for row in answer.rows if row[0] == "machinery"]
    assert machinery[2:6] == ["5", "3", "60.0", "1998-01-01"]


def test_committee_and_department(run: Run) -> None:
    in_2011 = ("--year", "2011")
    assert due(run, *in_2011, "--committee", "tc 1") == [
        "JB/T 4-1998",
        "JB/T 1-2001",
        "JB/T 2-2006",
    ]
    assert due(run, *in_2011, "--department", "装备") == ["JB/T 1-2001", "JB/T 2-2006"]
    both = ("--department", "装备", "--department", "消费")
    assert len(due(run, *in_2011, *both)) == 4
    assert due(run, *in_2011, *both[2:], "--committee", "TC 1") == ["JB/T 4-1998"]


@pytest.mark.parametrize(
    ("options", "rows"),
    [
        (
            "--by committee",
            "SAC/TC 1|3|3|100.0|1998-01-01|9.0\nSAC/TC 2|1|0|0.0||4.0\n|2|1|50.0|2004-02-29|3.5",
        ),
        ("--by committee --committee 2", "SAC/TC 2|1|0|0.0||4.0"),
        (
            "--by department",
            "消费品司|2|2|100.0|1998-01-01|10.0\n装备司|3|2|66.7|2002-01-01|6.0\n|1|0|0.0||0.0",
        ),
    ],
)
def test_by_unit(run: Run, options: str, rows: str) -> None:
    """Spellings of one committee are one; the standards without one are the last row."""
    answer = run("review", "due", "--year", "2011", "--no-header", *options.split(" "))
    assert answer.out.replace("\t", "|").splitlines() == rows.splitlines()


@pytest.mark.parametrize("by", ["", "--by=sector", "--by=committee", "--by=department"])
def test_exit_code(run: Run, by: str) -> None:
    """With --by, a row with no standard due is nothing found."""
    words = ["review", "due", "--exit-code", *filter(None, [by])]
    assert run(*words, "--year", "2011").code == 1
    assert run(*words, "--year", "2001").code == 0
    assert run(*words, "--year", "2011", "--committee", "TC 2").code == 0


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ("--family x", "industry (行业标准)"),
        ("--family x", ", all"),
        ("--by area", "sector (行业)"),
        ("--years 0", "Invalid value for '--years': "),
        ("--year 2011 --as-of 2011-12-31", "--as-of and --year cannot be used together"),
        ("--year 20111", "not a year from 1900 to 2999"),
        ("--as-of 2011-02-30", '--as-of: "2011-02-30"'),
        ("--sector x", "machinery"),
    ],
)
def test_invalid_choices_are_refused(run: Run, options: str, message: str) -> None:
    answer = run("review", "due", *options.split(" "))
    assert answer.code == 2
    assert message in answer.err
