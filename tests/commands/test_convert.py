"""`stdplan standards convert`, and lists of conversions: a standard gets another nature and another
number, and stays the same standard."""

from itertools import permutations

import pytest

from helpers import ListOf, Run, shown

LIST = """\
标准编号,标准名称,发布日期,实施日期,代替标准,采用国际标准
GB 9-2007,甲,2007-05-01,2008-01-01,GB 9-1990,
GB 10-2007,乙,2007-06-01,2008-01-01,,
GB 8-2012,丙,2012-06-01,2013-01-01,GB 9-2007,"GB 9-2007,MOD"
"""
DAY = ("--on", "2017-03-23")
CONVERT = ("standards", "convert", "GB", "9-2007", "--number", "gb/t 9—2007", *DAY)
CONVERTED = {"number": "GB 9-2007", "until": "2017-03-23", "kind": "converted"}


@pytest.fixture
def run(run: Run) -> Run:
    """Run the program on a catalogue with a standard that others name."""
    assert run("standards", "import", "-", stdin=LIST).code == 0
    return run


def numbers(run: Run, *words: str) -> list[str]:
    return run("standards", "list", "--fields", "number", "--no-header", *words).out.splitlines()


def test_the_standard_stays_and_what_names_it_follows(run: Run) -> None:
    run("review", "record", "GB 9-2007", "--outcome", "confirm", "--on", "2012-05-01")
    run("activities", "add", "training", "宣贯", "--standard", "GB 9-2007", "--on", "2011-06-20")
    answer = run(*CONVERT)
    assert (answer.code, answer.err) == (
        0,
        "stdplan: GB 9-2007 is GB/T 9-2007 from 2017-03-23 on\n",
    )
    record = shown(run, "GB 9-2007")
    assert (record["number"], record["nature"]) == ("GB/T 9-2007", "recommended")
    assert (record["counted_from"], record["replaces"]) == ("2012-05-01", ["GB 9-1990"])
    assert record["former_numbers"] == [CONVERTED]
    assert shown(run, "GB 8-2012")["replaces"] == ["GB/T 9-2007"]
    assert shown(run, "GB 8-2012")["adopts"] == ["GB/T 9-2007,MOD"]
    listed = run("activities", "list", "--fields", "standard", "--no-header")
    assert listed.out == "GB/T 9-2007\n"
    assert run("db", "check").out == ""
    run("undo")
    assert numbers(run) == ["GB 8-2012", "GB 9-2007", "GB 10-2007"]


def test_the_nature_on_a_day(run: Run) -> None:
    run(*CONVERT)
    for day, nature, mandatory in (
        ("2017-03-22", "mandatory", ["GB 8-2012", "GB/T 9-2007", "GB 10-2007"]),
        ("2017-03-23", "recommended", ["GB 8-2012", "GB 10-2007"]),
    ):
        as_of = ("--as-of", day)
        assert numbers(run, "--nature", "mandatory", *as_of) == mandatory
        record = shown(run, "GB/T 9-2007", *as_of)
        # The number is the present one, as that of a project.
        assert (record["number"], record["nature"]) == ("GB/T 9-2007", nature)
        assert record["former_numbers"] == [CONVERTED]


def test_the_same_conversion_again(run: Run) -> None:
    run(*CONVERT)
    assert "GB/T 9-2007: nothing to change" in run(*CONVERT).err
    run(*CONVERT[:-1], "2017-04-01")
    assert shown(run, "GB/T 9-2007")["former_numbers"] == [CONVERTED | {"until": "2017-04-01"}]


@pytest.mark.parametrize(
    ("number", "new", "day", "message"),
    [
        ("GB 9-2007", "GB/T 9-2017", "2017-03-23", "GB/T 9-2017 is another edition than GB 9-2007"),
        ("GB 9-2007", "GB/T 99-2007", "2017-03-23", "is another number than GB 9-2007"),
        ("GB 9-2007", "JB/T 9-2007", "2017-03-23", "is another number than GB 9-2007"),
        ("GB 9-2007", "甲", "2017-03-23", '"甲" is not a recognized number'),
        ("GB 9-2007", "GB/T 9-2007", "2007-04-30", "before its publication on 2007-05-01"),
        ("GB 7-2001", "GB/T 7-2001", "2017-03-23", "because it was withdrawn on 2011-01-01"),
        ("2011-0123-T-JB", "GB/T 9-2007", "2017-03-23", "is not in the catalogue"),
    ],
)
def test_refused_conversions(run: Run, number: str, new: str, day: str, message: str) -> None:
    run("standards", "add", "GB 7-2001", "--withdrawn", "2011-01-01")
    before = run("history").out
    answer = run("standards", "convert", number, "--number", new, "--on", day)
    assert answer.code in (2, 66)
    assert message in answer.err or answer.code == 66
    assert run("history").out == before


def test_pairs_from_stdin(run: Run) -> None:
    pairs = "原标准编号\t现标准编号\nGB 9-2007\tGB/T 9-2007\nGB 10-2007\tGB/Z 10-2007\n"
    answer = run("standards", "convert", "-", *DAY, stdin=pairs)
    assert answer.err.count("from 2017-03-23 on") == 2
    assert numbers(run) == ["GB 8-2012", "GB/T 9-2007", "GB/Z 10-2007"]
    answer = run("standards", "convert", "-", *DAY, stdin="GB 8-2012\n")
    assert (answer.code, "stdin:1:" in answer.err) == (2, True)


# Two records of one standard.


TWO = """\
标准编号,标准名称,发布日期,实施日期,归口单位,备注,重点领域
GB/T 9-2007,甲,2007-05-01,,SAC/TC 22,新,petrochemicals/biopesticides
"""


def test_two_records_are_named_and_joined(run: Run) -> None:
    run("standards", "edit", "GB 9-2007", "--note", "旧", "--withdrawn", "2017-03-23")
    run("standards", "import", "-", stdin=TWO)
    run("standards", "add", "GB 6-2014", "--replaces", "GB/T 9-2007")
    run("review", "record", "GB 9-2007", "--outcome", "confirm", "--on", "2012-05-01")
    run("review", "record", "GB/T 9-2007", "--outcome", "confirm", "--on", "2016-05-01")
    checked = run("db", "check", "--no-header").rows
    assert [row[0] for row in checked] == ["two-records-by-conversion"]
    assert 'standards convert GB 9-2007 --number "GB/T 9-2007" --on DATE' in checked[0][2]
    before = run("standards", "list", "--json").out
    assert "the two records were joined" in run(*CONVERT).err
    record = shown(run, "GB/T 9-2007")
    assert [review["date"] for review in record["reviews"]] == ["2012-05-01", "2016-05-01"]
    assert (record["effective"], record["committee"]) == ("2008-01-01", "SAC/TC 22")
    assert (record["note"], record["focus"]) == ("旧; 新", ["petrochemicals/biopesticides"])
    # A withdrawal on the day of the conversion was that of the old number.
    assert record["withdrawn"] is None
    assert record["replaced_by"] == ["GB 6-2014", "GB 8-2012"]
    assert run("db", "check").out == ""
    run("undo")
    assert run("standards", "list", "--json").out == before


def test_records_that_contradict_each_other_are_not_joined(run: Run) -> None:
    run("standards", "add", "GB/T 9-2007", "--published", "2007-05-02")
    answer = run(*CONVERT)
    assert answer.code == 2
    assert "published is 2007-05-01 in the first and 2007-05-02 in the second" in answer.err
    run("standards", "edit", "GB/T 9-2007", "--published", "2007-05")
    run("review", "record", "GB 9-2007", "--outcome", "confirm", "--on", "2012-05-01")
    run("review", "record", "GB/T 9-2007", "--outcome", "withdraw", "--on", "2012-05-01")
    assert "their reviews of 2012-05-01 contradict each other" in run(*CONVERT).err
    run("review", "remove", "2")
    assert run(*CONVERT).code == 0
    assert shown(run, "GB/T 9-2007")["published"] == "2007-05-01"


def test_two_numbers_of_one_year_are_no_editions(run: Run) -> None:
    """A list with the new number only does not join the records, and neither ends the other."""
    run("standards", "import", "-", stdin="标准编号,发布日期\nGB/T 9-2007,2017-03-23\n")
    run("standards", "edit", "GB 8-2012", "--clear", "replaces")
    for number in ("GB 9-2007", "GB/T 9-2007"):
        assert shown(run, number)["ends"] is None
    run("standards", "add", "GB/T 9-2020", "--effective", "2020-07-01")
    for number in ("GB 9-2007", "GB/T 9-2007"):
        assert shown(run, number)["ends"] == "2020-07-01"


def test_amendments_end_with_the_converted_standard(run: Run) -> None:
    run("standards", "add", "GB 9-2007/XG1-2010", "--published", "2010-01-01")
    run("standards", "edit", "GB 8-2012", "--clear", "replaces")
    run(*CONVERT)
    run("standards", "add", "GB/T 9-2020", "--effective", "2020-07-01")
    for number in ("GB/T 9-2007", "GB 9-2007/XG1-2010"):
        record = shown(run, number)
        assert (record["ends"], record["ends_basis"]) == ("2020-07-01", "edition")
    run("standards", "remove", "GB/T 9-2007")
    assert shown(run, "GB 9-2007/XG1-2010")["ends"] is None
    assert run("db", "check").out == ""


# Lists.


HEADER = "序号,原标准编号,标准名称,现标准编号"
ROWS = ("1,GB 9-2007,甲,GB/T 9-2007", "2,GB 77-2007,丁,GB/T 77-2007", "3,GB 8-2012,丙,")


@pytest.mark.parametrize(
    ("header", "more", "on", "note"),
    [
        (HEADER, "", DAY, "2 conversions come without a day"),
        (f"{HEADER},转化日期", ",2017-03-23", (), ""),
        (f"{HEADER},发布日期", ",2017-03-23", (), "2 conversions take their day from"),
        (f"{HEADER},实施日期", ",2017-03-23", (), "2 conversions take their day from"),
        (f"{HEADER},废止日期", ",2017-03-23", (), "2 conversions take their day from"),
        (f"{HEADER},转化日期,废止日期", ",2017-03-23,2017-03-23", (), ""),
        (f"{HEADER},发布日期,实施日期", ",2017-02-01,2017-03-23", (), "2 conversions take their"),
        ("序号,标准编号,标准名称,转化后标准编号", "", DAY, "2 conversions come without a day"),
    ],
)
def test_a_list_of_conversions(
    run: Run, a_list: ListOf, header: str, more: str, on: tuple[str, ...], note: str
) -> None:
    listed = a_list(header, *(row + more for row in ROWS[:2]), ROWS[2] + "," * more.count(","))
    answer = run("standards", "import", listed, *on)
    assert answer.rows[1][1:] == ["3", "1", "1", "1", "0"]
    assert note in answer.err
    assert shown(run, "GB/T 9-2007")["published"] == "2007-05-01"
    for number in ("GB 9-2007", "GB 77-2007"):
        record = shown(run, number)
        assert record["former_numbers"] == [CONVERTED | {"number": number}]
        assert shown(run, number, "--as-of", "2017-03-22")["nature"] == "mandatory"
    assert run("standards", "import", listed).rows[1][1:] == [*"30030"]
    # An older list changes neither the number nor the nature.
    assert run("standards", "import", "-", stdin=LIST).rows[1][1:] == [*"30030"]
    assert shown(run, "GB 9-2007")["nature"] == "recommended"
    # The old number was withdrawn, the standard was not.
    for withdrawn in (
        "标准编号,标准状态\nGB 9-2007,废止\n",
        "标准编号,废止日期\nGB 9-2007,2017-03-23\n",
    ):
        assert run("standards", "import", "-", stdin=withdrawn).rows[1][1:] == [*"10010"]
    assert run("db", "check").out == ""


def test_own_days_in_a_list_of_conversions(run: Run, a_list: ListOf) -> None:
    row = "1,GB 10-2007,乙,GB/T 10-2007,2007-06-01,2008-01-02"
    run("standards", "import", a_list(f"{HEADER},发布日期,实施日期", row), *DAY)
    record = shown(run, "GB/T 10-2007")
    assert record["effective"] == "2008-01-02"
    assert record["former_numbers"][0]["until"] == "2017-03-23"


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("1,GB 9-2007,甲,GB/T 9-2017", "GB/T 9-2017 is another edition than GB 9-2007"),
        ("1,GB 9-2007,甲,GB 9-2007第2部分", "is not a recognized number"),
        ("1,GB 9-2007,甲,GB/T 9-2007", "published is 2007-05-01 in the first and 2007-05-02"),
        ("1,GB 10-2007,乙,GB/T 10-2007", "because it was withdrawn on 2011-01-01"),
    ],
)
def test_rows_that_cannot_be_converted(run: Run, a_list: ListOf, row: str, problem: str) -> None:
    run("standards", "add", "GB/T 9-2007", "--published", "2007-05-02")
    run("standards", "edit", "GB 10-2007", "--withdrawn", "2011-01-01")
    answer = run("standards", "import", a_list(HEADER, "2,GB 8-2012,丙,GB/T 8-2012", row), *DAY)
    assert answer.code == 65
    assert "3: 现标准编号: " in answer.err
    assert problem in answer.err
    assert "GB 8-2012" in numbers(run)


def test_a_list_with_the_old_number_and_its_conversion(run: Run, a_list: ListOf) -> None:
    rows = ("1,GB 9-2007,甲,GB/T 9-2007", "2,GB 9-2007,乙,")
    answer = run("standards", "import", a_list(HEADER, *rows), *DAY)
    assert answer.code == 65
    assert '"GB 9-2007" is now GB/T 9-2007, which is in line 2' in answer.err


def test_an_old_number_alone_is_no_conversion(run: Run, a_list: ListOf) -> None:
    listed = a_list("标准编号,原标准编号", "GB/T 9-2020,GB 9-2007")
    answer = run("standards", "import", listed)
    assert "columns stored in extra: 原标准编号" in answer.err
    listed = a_list("标准编号,旧号", "GB/T 10-2007,GB 10-2007")
    run("standards", "import", listed, "--map", "旧号=old_number", *DAY)
    assert shown(run, "GB 10-2007")["number"] == "GB/T 10-2007"


# Lists in any order.

OF_ONE_STANDARD = (
    "标准编号,标准名称,发布日期,实施日期\nGB 19-2007,甲,2007-05-01,2008-01-01\n",
    "标准编号,标准名称,归口单位\nGB/T 19-2007,甲,SAC/TC 22\n",
    "原标准编号,现标准编号,转化日期\nGB 19-2007,GB/T 19-2007,2017-03-23\n",
    "标准编号,标准名称,实施日期\nGB/T 19-2020,乙,2020-07-01\nGB 19-2007/XG1-2010,改,2010-01-01\n",
)
ON_DAYS = {
    "2009-12-31": ("GB/T 19-2007", "mandatory", "in-force"),
    "2017-03-23": ("GB/T 19-2007", "recommended", "in-force"),
    "2020-07-01": ("GB/T 19-2007", "recommended", "withdrawn"),
}


@pytest.mark.slow
@pytest.mark.parametrize("order", list(permutations(OF_ONE_STANDARD)))
def test_lists_in_any_order(run: Run, order: tuple[str, ...]) -> None:
    for content in order:
        assert run("standards", "import", "-", stdin=content).code == 0
    assert numbers(run, "--search", "19-20", "--as-of", "2020-07-01") == [
        "GB 19-2007/XG1-2010", "GB/T 19-2007", "GB/T 19-2020",
    ]  # fmt: skip
    record = shown(run, "GB 19-2007")
    assert (record["ends"], record["ends_basis"]) == ("2020-07-01", "edition")
    assert (record["published"], record["committee"]) == ("2007-05-01", "SAC/TC 22")
    assert record["former_numbers"] == [CONVERTED | {"number": "GB 19-2007"}]
    for day, answer in ON_DAYS.items():
        record = shown(run, "GB 19-2007", "--as-of", day)
        assert (record["number"], record["nature"], record["status"]) == answer
    assert shown(run, "GB 19-2007/XG1-2010")["ends"] == "2020-07-01"
    assert run("db", "check").out == ""


@pytest.mark.parametrize("by_list", [False, True])
def test_a_withdrawal_without_a_day_is_that_of_the_old_number(run: Run, by_list: bool) -> None:
    # In either order, a list that calls the old number 废止 does not withdraw the standard.
    withdrawn = "标准编号,状态\nGB 10-2007,废止\n"
    run("standards", "import", "-", "--on", "2018-01-01", stdin=withdrawn)
    assert shown(run, "GB 10-2007")["ends"] == "2018-01-01"
    if by_list:
        converted = "原标准编号,现标准编号,转化日期\nGB 10-2007,GB/T 10-2007,2017-03-23\n"
        run("standards", "import", "-", stdin=converted)
    else:
        run("standards", "convert", "GB 10-2007", "--number", "GB/T 10-2007", *DAY)
    run("standards", "import", "-", "--on", "2018-01-01", stdin=withdrawn)
    for day in ("2017-03-22", "2017-03-23", "2020-01-01"):
        record = shown(run, "GB/T 10-2007", "--as-of", day)
        assert (record["status"], record["ends"]) == ("in-force", None)


def test_a_conversion_is_not_reversed(run: Run) -> None:
    run(*CONVERT)
    answer = run("standards", "convert", "GB/T 9-2007", "--number", "GB 9-2007", *DAY)
    assert answer.code == 2
    assert "GB/T 9-2007 was GB 9-2007 until 2017-03-23 and is not converted back" in answer.err
    reverse = "原标准编号,现标准编号\nGB/T 9-2007,GB 9-2007\n"
    answer = run("standards", "import", "-", stdin=reverse)
    assert (answer.code, "is not converted back" in answer.err) == (65, True)
    assert shown(run, "GB 9-2007")["former_numbers"] == [CONVERTED]
    assert run("standards", "edit", "GB/T 9-2007", "--number", "GB 9-2007").code == 0
    assert shown(run, "GB 9-2007")["nature"] == "mandatory"
