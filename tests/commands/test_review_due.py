"""`stdplan review due`: the standards whose review is due on a day, oldest first."""

import pytest

from helpers import Run

LIST = """\
标准编号,标准名称,实施日期,发布日期,代替标准
JB/T 1-2001,甲,2002-01-01,2001-05-18,
JB/T 2-2006,乙,,2006-12-31,
JB/T 3-2007,丙,2007-01-01,,
JB/T 4-1998,丁,,,
QB/T 5-2004,戊,2004-02-29,,
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
number title sector status age counted_from basis due overdue_days
JB/T_4-1998 丁 machinery in-force 13 1998-01-01 number-year 2003-01-01 3286
JB/T_1-2001 甲 machinery in-force 9 2002-01-01 effective 2007-01-01 1825
QB/T_5-2004 戊 light-industry in-force 7 2004-02-29 effective 2009-02-28 1036
JB/T_2-2006 乙 machinery in-force 5 2006-12-31 published 2011-12-31 0
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


def test_exit_code(run: Run) -> None:
    assert run("review", "due", "--year", "2011", "--exit-code").code == 1
    assert run("review", "due", "--year", "2001", "--exit-code").code == 0


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ("--family x", "industry (行业标准)"),
        ("--family x", ", all"),
        ("--by area", "'sector'"),
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
