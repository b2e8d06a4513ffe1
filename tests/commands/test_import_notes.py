"""The notes that `stdplan standards import` prints about a list, and where it stores unusual
words."""

from helpers import ListOf, Run


def values(run: Run, fields: str, *options: str) -> list[list[str]]:
    """Return the named fields of all records, without a header."""
    return run("standards", "list", "--fields", fields, "--no-header", *options).rows


def test_words_in_a_date_cell_are_stored_in_the_note(run: Run, a_list: ListOf) -> None:
    header = "标准编号,发布日期,实施日期"
    run("standards", "import", a_list(header, "YY 1-2020,2020-04-09,与GB9706.1-2020同步实施"))
    assert values(run, "effective,note") == [["", "实施日期: 与GB9706.1-2020同步实施"]]
    [due] = run("review", "due", "--no-header").rows
    assert due[5:7] == ["2020-04-09", "published"]


def test_words_in_a_date_cell_may_accompany_a_status(run: Run, a_list: ListOf) -> None:
    run("standards", "import", a_list("标准编号,状态,实施日期", "YY 1-2020,现行,另行通知"))
    assert values(run, "status,effective,note") == [["in-force", "", "实施日期: 另行通知"]]


def test_numbers_that_cannot_be_parsed_are_stored_unchanged(run: Run, a_list: ListOf) -> None:
    answer = run("standards", "import", a_list("标准编号,标准名称", "住建部令第 37 号,办法"))
    assert "1 number not recognized, stored as written: 住建部令第 37 号" in answer.err
    assert values(run, "number,family") == [["住建部令第 37 号", "other"]]


def test_unknown_columns_are_named_and_stored(run: Run, a_list: ListOf) -> None:
    answer = run("standards", "import", a_list("标准编号,经办人", "JB/T 1-2011,张三"))
    assert "columns stored in extra: 经办人" in answer.err
    assert values(run, "extra") == [['{"经办人":"张三"}']]


def test_sections_give_the_sector_of_their_rows(run: Run, a_list: ListOf) -> None:
    path = a_list(
        "附件",
        "标准编号,标准名称,行业",
        "一、化工行业（2项）",
        "HG/T 1-2011,甲,",
        "GB/T 2-2011,乙,钢铁",
        "二、其他",
        "JB/T 3-2011,丙,",
        "共3项",
    )
    answer = run("standards", "import", path, "--sector", "telecom")
    assert values(run, "number,sector") == [
        ["GB/T 2-2011", "steel"],
        ["HG/T 1-2011", "petrochemicals"],
        ["JB/T 3-2011", "telecom"],
    ]
    assert [line.partition(".csv: ")[2] for line in answer.err.splitlines()] == [
        '1 line above the header skipped: "附件"',
        '2 section lines between the rows: "一、化工行业（2项）", "二、其他"',
        '1 remark skipped: "共3项"',
        'section lines without a known sector: "二、其他"',
    ]


def test_only_the_first_of_many_lines_are_shown(run: Run, a_list: ListOf) -> None:
    remarks = [f"注{place}：{'长' * 50}" for place in range(1, 8)]
    answer = run("standards", "import", a_list("标准编号", "JB/T 1-2011", *remarks))
    assert '7 remarks skipped: "注1：长' in answer.err
    assert answer.err.endswith('长…" and 2 more\n')


def test_status_words_are_used_without_dates(run: Run, a_list: ListOf) -> None:
    path = a_list(
        "标准编号,标准名称,计划号,状态,实施日期",
        "JB/T 1-2001,甲,,废止,2001-10-01",
        "JB/T 2-2001,乙,,现行,2031-01-01",
        ",丙,2011-0001T-JB,正在审查,",
        ",丁,2011-0002T-JB,已终止,",
    )
    answer = run("standards", "import", path)
    assert values(run, "key,status,stage,withdrawn,terminated", "--as-of", "2031-01-02") == [
        ["2011-0001T-JB", "planned", "40", "", ""],
        ["2011-0002T-JB", "terminated", "10", "", "2026-11-22"],
        ["JB/T 1-2001", "withdrawn", "95", "2026-11-22", ""],
        ["JB/T 2-2001", "in-force", "60", "", ""],
    ]
    day = (
        "if the catalogue has none either, 2026-11-22 is used until the date of a successor"
        " is known: JB/T 1-2001"
    )
    assert f"1 withdrawn standard without a date; {day}" in answer.err
    assert "1 status contradicts the dates; the dates are used: JB/T 2-2001" in answer.err


def test_the_day_of_a_withdrawal_comes_from_the_successor(run: Run, a_list: ListOf) -> None:
    run("standards", "import", a_list("标准编号,状态", "JB/T 1-2001,废止"))
    assert values(run, "status", "--year", "2012") == [["in-force"]]
    header = "标准编号,代替标准,实施日期"
    run("standards", "import", a_list(header, "JB/T 1-2011,JB/T 1-2001,2011-10-01"))
    listed = values(run, "key,status", "--year", "2012")
    assert listed == [["JB/T 1-2001", "withdrawn"], ["JB/T 1-2011", "in-force"]]


def test_rows_that_fill_each_others_gaps_are_merged(run: Run, a_list: ListOf) -> None:
    header = "标准编号,标准名称,发布日期,实施日期"
    path = a_list(header, "JB/T 1-2011,甲,2011-05-18,", "JB/T1-2011,甲 ,,2011-10-01")
    answer = run("standards", "import", path)
    assert answer.rows[1][1:] == ["2", "1", "0", "1", "0"]
    assert "1 row was merged with an earlier row for the same standard" in answer.err
    assert values(run, "published,effective") == [["2011-05-18", "2011-10-01"]]


def test_contradictory_rows_are_reported_with_both_lines(run: Run, a_list: ListOf) -> None:
    path = a_list("标准编号,发布日期", "JB/T 1-2011,2011-05-18", "JB/T 1-2011,2011-06-18")
    answer = run("standards", "import", path)
    assert answer.code == 65
    assert 'list.csv:3: published: "2011-06-18" contradicts line 2' in answer.err
    for winner, day in (("first", "2011-05-18"), ("last", "2011-06-18")):
        won = run("standards", "import", path, "--duplicates", winner)
        assert (
            "1 row contradicts another row for the same standard; one of them was used" in won.err
        )
        assert values(run, "published") == [[day]]


def test_on_conflict_applies_only_to_contradictory_rows(run: Run, a_list: ListOf) -> None:
    path = a_list("标准编号,发布日期,实施日期", "JB/T 1-2011,2011,", "JB/T 1-2011,,2012")
    run("standards", "import", path, "--duplicates", "first")
    assert values(run, "published,effective") == [["2011", "2012"]]


RESULT = "file\tread\tadded\tchanged\tunchanged\trejected\n{path}\t2\t1\t0\t0\t1\n"


def test_a_fault_names_file_line_column_and_value(run: Run, a_list: ListOf) -> None:
    path = a_list("标准编号,发布日期", "JB/T 1-2011,2011-05-18", "JB/T 2-2011,2011-02-30")
    for options in ((), ("--dry-run",)):
        answer = run("standards", "import", path, *options)
        assert answer.code == 65
        assert answer.out == ("" if not options else RESULT.format(path=path))
        assert f'{path}:3: 发布日期: "2011-02-30" is not a day' in answer.err
        assert ("nothing was imported; rows with errors: 1" in answer.err) is (not options)
        assert ("--dry-run: nothing was changed" in answer.err) is bool(options)
    assert values(run, "number") == []


def test_twenty_faults_are_shown_and_the_rest_counted(run: Run, a_list: ListOf) -> None:
    rows = [f"JB/T {number}-2011,2011-13-01" for number in range(25)]
    errors = run("standards", "import", a_list("标准编号,发布日期", *rows)).err.splitlines()
    assert len([line for line in errors if "is not a day" in line]) == 20
    assert errors[20:] == [
        "stdplan: error: 5 more errors like these",
        "stdplan: error: nothing was imported; rows with errors: 25",
    ]


def test_one_bad_file_keeps_the_good_one_out(run: Run, a_list: ListOf) -> None:
    good = a_list("标准编号", "JB/T 1-2011", name="good.csv")
    bad = a_list("标准编号,发布日期", "JB/T 2-2011,2011-02-30", name="bad.csv")
    assert run("standards", "import", good, bad).code == 65
    assert values(run, "number") == []


def test_a_number_without_dates_is_a_draft_if_the_list_says_so(run: Run, a_list: ListOf) -> None:
    run("standards", "import", a_list("标准编号,状态", "JB/T 300-2026,正在批准"))
    assert values(run, "key,stage,status") == [["JB/T 300-2026", "50", "planned"]]


def test_a_default_withdrawal_day_applies_to_withdrawn_records_only(
    run: Run, a_list: ListOf
) -> None:
    path = a_list("标准编号,状态", "JB/T 1-2010,现行", "JB/T 2-2010,废止")
    run("standards", "import", path, "--set", "withdrawn=2018-05-05")
    assert values(run, "key,status,withdrawn") == [
        ["JB/T 1-2010", "in-force", ""],
        ["JB/T 2-2010", "withdrawn", "2018-05-05"],
    ]
    # The successor's day replaces an inferred day.
    run("standards", "add", "JB/T 2-2017", "--effective", "2017-10-01", "--replaces", "JB/T 2-2010")
    assert values(run, "key,status,withdrawn", "--year", "2017")[1] == [
        "JB/T 2-2010",
        "withdrawn",
        "",
    ]


def test_rows_with_only_a_title_are_reported(run: Run, a_list: ListOf) -> None:
    answer = run("standards", "import", a_list("title", "车床", "铣床", "钻床"))
    assert '3 rows have no number, only a title: "车床", "铣床", "钻床"' in answer.err
    answer = run("standards", "import", a_list("number,title", "JB/T 1-2011,车床", ",磨床"))
    assert '1 row has no number, only a title: "磨床"' in answer.err


def test_a_column_that_is_known_by_its_cells_is_reported(run: Run, a_list: ListOf) -> None:
    path = a_list("id,title", "JB/T 1-2011,车床", "JB/T 2-2011,铣床", ",钻床")
    answer = run("standards", "import", path)
    assert (
        f'{path}: the column "id" has numbers of standards and is read as number; if it is'
        ' something else, use --map "id=extra"'
    ) in answer.err
    assert "1 row has no number" in answer.err
    again = run("standards", "import", path, "--map", "id=number")
    assert 'the column "id"' not in again.err
    assert again.rows[1][2:5] == ["0", "0", "3"]


def test_columns_of_other_words_are_not_numbers(run: Run, a_list: ListOf) -> None:
    answer = run("standards", "import", a_list("id,day,title", "1,2011-05-18,车床"))
    assert "1 row has no number" in answer.err
    assert "=number" not in answer.err
    assert 'the column "day" has dates' in answer.err


def test_a_published_status_without_a_date_counts_from_the_day_of_the_list(
    run: Run, a_list: ListOf
) -> None:
    header = "计划号,项目名称,项目状态,实施日期"
    path = a_list(header, "20230392-T-339,电动3,已发布,", "20230393-T-339,电动4,已发布,2024")
    answer = run("standards", "import", path, "--on", "2025-03-01")
    assert (
        "1 standard in force has no number and no date; if the catalogue has none either,"
        " 2025-03-01 stands for its publication: 20230392-T-339"
    ) in answer.err
    assert values(run, "key,status,stage,published,extra") == [
        ["20230392-T-339", "in-force", "60", "", ""],
        ["20230393-T-339", "in-force", "60", "", ""],
    ]


def test_a_column_of_sectors_accepts_the_words_of_section_lines(run: Run, a_list: ListOf) -> None:
    rows = ("GB/T 1-2011,化工", "GB/T 2-2011,机械行业", "GB/T 3-2011,冶金", "GB/T 4-2011,百货")
    answer = run("standards", "import", a_list("标准编号,行业", *rows))
    assert values(run, "number,sector,extra") == [
        ["GB/T 1-2011", "petrochemicals", ""],
        ["GB/T 2-2011", "machinery", ""],
        ["GB/T 3-2011", "steel", ""],
        ["GB/T 4-2011", "", '{"行业":"百货"}'],
    ]
    assert (
        '1 cell has text that does not fit its field, stored in extra: GB/T 4-2011 行业 "百货"'
    ) in answer.err


def test_words_in_place_of_a_day_are_reported(run: Run, a_list: ListOf) -> None:
    words = ("in May 2011", "2011-05-18~2011-06-01", "与GB 1-2020同步实施", "自发布之日起", "待定")
    rows = [f"JB/T {place}-2011,{text}" for place, text in enumerate(words, 1)]
    answer = run("standards", "import", a_list("标准编号,实施日期", *rows))
    examples = '"JB/T 1-2011: in May 2011", "JB/T 2-2011: 2011-05-18~2011-06-01"'
    assert f"2 dates are in words, stored in the note: {examples}\n" in answer.err
    assert values(run, "note")[0] == ["实施日期: in May 2011"]


def test_a_known_day_of_withdrawal_is_not_changed(run: Run, a_list: ListOf) -> None:
    run("standards", "import", a_list("标准编号,废止日期", "JB/T 1-2001,2015-05-05"))
    answer = run("standards", "import", a_list("标准编号,状态", "JB/T 1-2001,废止"))
    assert (
        "1 withdrawn standard without a date; if the catalogue has none either, 2026-11-22"
        in answer.err
    )
    assert values(run, "withdrawn") == [["2015-05-05"]]


def test_rows_that_disagree_on_withdrawal_are_reported(run: Run, a_list: ListOf) -> None:
    sentence = "1 row has a withdrawal that another row for the same standard does not have"
    for rows in (
        ("JB/T 1-2001,现行", "JB/T 1-2001,废止"),
        ("JB/T 1-2001,废止", "JB/T 1-2001,现行"),
    ):
        assert sentence in run("standards", "import", a_list("标准编号,状态", *rows)).err
    both = a_list("标准编号,状态", "JB/T 1-2001,废止", "JB/T 1-2001,废止")
    assert sentence not in run("standards", "import", both).err


ANNOUNCED = (
    "序号,标准编号,标准名称,实施日期",
    "1,JB/T 1-2026,甲,2027-05-01",
    "2,JB/T 2-2026,乙,2027-06",
)


def test_a_standard_that_takes_effect_later_needs_a_day_of_publication(
    run: Run, a_list: ListOf
) -> None:
    run("standards", "add", "2026-0001T-JB", "--title", "甲", "--on", "2026-01-01")
    note = (
        "2 standards take effect after 2026-11-18 and have no day of publication; if the catalogue"
        " has none either, they are not published until then (add --set published=DAY):"
        " JB/T 1-2026, JB/T 2-2026"
    )
    words = ("standards", "import", a_list(*ANNOUNCED), "--on", "2026-11-18")
    assert note in run(*words).err
    assert values(run, "number,status") == [["JB/T 1-2026", "planned"]]
    assert "publication" not in run(*words, "--set", "published=2026-11-10").err
    assert values(run, "number,status") == [
        ["JB/T 1-2026", "upcoming"],
        ["JB/T 2-2026", "upcoming"],
    ]


def test_other_rows_need_no_day_of_publication(run: Run, a_list: ListOf) -> None:
    path = a_list(
        "标准编号,标准名称,状态,发布日期,实施日期",
        "JB/T 1-2026,甲,,2026-11-10,2027-05-01",
        "JB/T 2-2026,乙,即将实施,,2027-05-01",
        "JB/T 3-2026,丙,,,2026-11-18",
    )
    assert "publication" not in run("standards", "import", path, "--on", "2026-11-18").err
