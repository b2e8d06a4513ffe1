"""Filters of lists: `--not-FILTER` leaves out what a filter finds, `--without` finds empty fields.

The tests walk all commands: a new filter needs its negation, and a value in VALUES.
"""

import shlex
import shutil
from collections import Counter
from pathlib import Path

import pytest

from helpers import REVIEWED, Run
from stdplan.commands.framework import (
    NOUNS,
    OUTPUT_OPTIONS,
    CommandGroup,
    TableCommand,
    find_noun,
)
from stdplan.commands.parameters import Parameter

# Commands that read, with what they need to have rows from several values of each filter.
LISTS = {
    "focus list": "focus list",
    "standards list": "standards list",
    "standards similar": "standards similar 机床 --limit 1000",
    "standards classify": "standards classify",
    "review due": "review due --year 2026",
    "review list": "review list",
    "review campaign": "review campaign --year 2026",
    "progress list": "progress list",
    "activities list": "activities list",
    "activities due": "activities due --within 99999",
    "adoption stale": "adoption stale",
    "report progress": "report progress --year 2011",
    "report coverage": "report coverage",
    "report moves": "report moves --since 2000",
    "report changes": "report changes --entered-since 2000",
    "report digest": "report digest --since 1990 --ahead 36500",
}
# Those that count: the columns whose sums are those of all rows.
COUNTS = {
    "review calendar": ("review calendar --from 2000 --to 2040", "due"),
    "adoption report": ("adoption report", "in_force"),
    "committees list": ("committees list", "records"),
    "report levels": ("report levels", "in_force"),
    "report counts": ("report counts", "records"),
    "report stages": ("report stages", "in_stage"),
    "report review": ("report review --year 2026", "in_force"),
}
# A value that finds some rows and not all of them, where the command has such rows.
VALUES = {
    "sector": "机械,telecom",
    "focus": "telecom/ipv6",
    "family": "行业标准",
    "nature": "推荐性",
    "work": "修订",
    "status": "废止,planned",
    "stage": "30,废止",
    "adoption": "IDT",
    "driver": "质量品牌",
    "innovation": "专利",
    "committee": "机床",
    "department": "轻工",
    "prefix": "JB,ＹＢ",
    "ics": "25",
    "ccs": "J",
    "announcement": "2026年第1号",
    "drafting_org": "研究所",
    "search": "机床",
    "target_year": "2027",
    "outcome": "继续有效",
    "kind": "training",
    "task": "12",
    "standard": "JB/T 7547-1994",
    "organisation": "协会",
    "person": "张",
    "region": "上海",
    "country": "德国",
    "state": "批准",
    "indicator": "3.published",
}
RECORDS = """\
标准编号,计划号,标准名称,行业领域,重点领域,性质,制修订,阶段,归口单位,主管部门,采标情况,重点工作,创新成果,\
ICS分类号,CCS分类号,公告号,起草单位,发布日期,实施日期,完成年限
JB/T 90001-2010,,数控机床 甲,machinery,,推荐性,制定,,全国机床标准化技术委员会,工业和信息化部,\
"ISO 9001:2008,IDT",质量品牌,专利,25.040.20;25.060,J50/59,2010年第1号,\
甲研究所; 乙公司,2010-01-01,2010-06-01,
JB/T 90002-2020,,数控机床 乙,machinery,,推荐性,修订,,全国机床标准化技术委员会,工业和信息化部,\
"ISO 1:2016,MOD",质量品牌; 节能减排,科研项目,35.240,L67,2026年第1号,丙公司,2020-01-01,2020-06-01,
GB 90003-2012,,机床电子元件,electronics,,强制性,制定,,全国电子标准化技术委员会,国家标准委,\
"ISO 9001:2008,MOD",,,\
31.020,L 10,,丁研究所,2012-01-01,2012-06-01,
QB/T 90004-2011,,自行车,light-industry,,推荐性,制定,,,中国轻工业联合会,,,,43.150,Y14,2026年第1号,,\
2011-01-01,2011-06-01,
,2026-0001T-JB,IPv6 机床联网,telecom,telecom/ipv6; telecom/internet-of-things,推荐性,制定,30,\
全国机床标准化技术委员会,工业和信息化部,,,,25.040,J07,,,,,2027-12
,2026-0002T-SJ,传感器,electronics,,推荐性,修订,10,,工业和信息化部,,节能减排,,,,,,,,2028-12
"""
ACTIVITIES = (
    "training 培训甲 --date 2026-03-01 --sector machinery --organisation 机床协会 --person 张三"
    " --region 上海市 --country 德国 --standard 'JB/T 7547-1994' --due 2027-01-01",
    "publicity 宣传 --date 2026-04-01 --sector electronics --organisation 电子学会 --person 李四"
    " --region 北京市 --country 日本 --due 2027-02-01",
    "study 研究 --due 2027-03-01 --state 批准",
)


def filters_of(command: TableCommand) -> list[Parameter]:
    """Return the options that may be repeated, but for --by, negations and --without."""
    return [
        item
        for item in command.parameters
        if item.flags and item.many and item not in OUTPUT_OPTIONS and item.name != "without"
        if not item.units and not item.name.startswith("not_")
    ]


def reading_commands() -> dict[str, TableCommand]:
    """Return the commands that list what the catalogue has, and have filters."""
    found = {}
    for name in NOUNS:
        noun = find_noun(name)
        for verb in noun.verbs if isinstance(noun, CommandGroup) else ():
            command = noun.command(verb)
            if not isinstance(command, TableCommand) or name == "db":
                continue
            # Lists that are read have other options that may be repeated.
            reads_lists = any(item.name == "encoding" for item in command.parameters)
            if filters_of(command) and not reads_lists:
                found[f"{name} {verb}"] = command
    return found


COMMANDS = reading_commands()
CASES = [(words, item.name) for words, command in COMMANDS.items() for item in filters_of(command)]


@pytest.fixture(scope="module")
def origin(
    loaded: Path, blank: Path, run_blank: Run, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """Create a catalogue in which most filters find something, but not everything."""
    shutil.copy(loaded, blank)
    path = tmp_path_factory.mktemp("records") / "records.csv"
    path.write_text(RECORDS, "utf-8")
    for words in (
        f"standards import {path} --on 2026-01-15",
        f"review import {REVIEWED} --on 2026-08-01",
        "review record 'JB/T 90001-2010' --outcome revise --on 2026-09-01",
        "standards add 'ISO 9001:2015' --title Quality --effective 2015-09-15",
        "progress record 12 5 --on 2011-03-01 --plan 2011",
        "progress record 4 2 --on 2011-04-01 --plan 2011",
        *(f"activities add {words}" for words in ACTIVITIES),
    ):
        answer = run_blank(*shlex.split(words))
        assert answer.code == 0, (words, answer.err)
    return blank


def test_each_command_with_filters_is_tried() -> None:
    assert COMMANDS.keys() == LISTS.keys() | COUNTS.keys()
    assert VALUES.keys() == {name for _, name in CASES}


@pytest.mark.parametrize("words", COMMANDS)
def test_each_filter_has_its_negation(words: str) -> None:
    command = COMMANDS[words]
    flags = [flag for item in command.parameters for flag in item.flags]
    for item in filters_of(command):
        assert f"--not-{item.flags[0].removeprefix('--')}" in flags
    assert ("--without" in flags) == (words not in ("standards similar", "report digest"))


def option_of(command: str, name: str) -> str:
    """Return how a filter is typed."""
    return next(item.flags[0] for item in filters_of(COMMANDS[command]) if item.name == name)


@pytest.mark.slow
@pytest.mark.parametrize("command", LISTS)
def test_a_filter_and_its_negation_share_all_rows(run: Run, command: str) -> None:
    for name in [name for words, name in CASES if words == command]:
        option = option_of(command, name).removeprefix("--")
        every = ("--family", "all") if name == "family" and "review" in command else ()
        all_rows = rows(run, *LISTS[command].split(), *every)
        found = rows(run, *LISTS[command].split(), f"--{option}", VALUES[name])
        others = rows(run, *LISTS[command].split(), f"--not-{option}", VALUES[name])
        assert found + others == all_rows, (command, option)
        assert found and others, (command, option)


_NO_RECORDS = frozenset(
    (
        *("activities_held", "activities_closed", "activities_due", "expiring", "progress"),
        *("by_sector", "by_department"),
    )
)


def rows(run: Run, *words: str) -> Counter[tuple[str, ...]]:
    """Return the rows of a list with their numbers."""
    answer = run(*words)
    assert answer.code == 0, (words, answer.err)
    return Counter(tuple(row) for row in answer.rows[1:] if row[0] not in _NO_RECORDS)


@pytest.mark.slow
@pytest.mark.parametrize("command", COUNTS)
def test_a_filter_and_its_negation_count_all(run: Run, command: str) -> None:
    words, column = COUNTS[command]
    for name in [name for words, name in CASES if words == command]:
        option = option_of(command, name).removeprefix("--")
        every = ("--family", "all") if name == "family" else ()
        counted, found, others = (
            total(run, column, *words.split(), *more)
            for more in (every, (f"--{option}", VALUES[name]), (f"--not-{option}", VALUES[name]))
        )
        assert found + others == counted, (command, option)
        assert others, (command, option)


def total(run: Run, column: str, *words: str) -> int:
    """Return the sum of a column."""
    answer = run(*words, "--fields", column)
    assert answer.code == 0, (words, answer.err)
    return sum(int(row[0]) for row in answer.rows[1:])


@pytest.mark.parametrize("name", [name for words, name in CASES if words == "standards list"])
def test_each_filter_of_standards_finds_some_and_not_all(run: Run, name: str) -> None:
    option = option_of("standards list", name)
    found = rows(run, "standards", "list", option, VALUES[name])
    assert 0 < found.total() < rows(run, "standards", "list").total()


def keys(run: Run, *words: str) -> set[str]:
    """Return the keys of the listed records."""
    return {row[0] for row in run("standards", "list", "--fields", "key", *words).rows[1:]}


def test_filters_and_negations_combine(run: Run) -> None:
    found = keys(run, "--prefix", "JB", "--not-status", "withdrawn")
    assert found == keys(run, "--prefix", "jb") - keys(run, "--status", "withdrawn")


def test_what_is_left_out_is_left_out_even_if_found(run: Run) -> None:
    """A record in two areas is left out if one of them is."""
    both = keys(run, "--focus", "telecom/ipv6", "--not-focus", "telecom/internet-of-things")
    assert keys(run, "--focus", "telecom/ipv6") == {"2026-0001T-JB"}
    assert both == set()


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("--ics 25", {"JB/T 90001-2010", "2026-0001T-JB"}),
        ("--ics 25.040", {"JB/T 90001-2010", "2026-0001T-JB"}),
        ("--ics 25.040.20", {"JB/T 90001-2010"}),
        ("--ics ２５．０６０,31", {"JB/T 90001-2010", "GB 90003-2012"}),
        ("--ics 040", set()),
        ("--ccs j", {"JB/T 90001-2010", "2026-0001T-JB"}),
        ("--ccs J59", {"JB/T 90001-2010"}),  # J50/59
        ("--ccs L10 --ccs Y", {"GB 90003-2012", "QB/T 90004-2011"}),  # written L 10
        ("--announcement 2026年第１号", {"JB/T 90002-2020", "QB/T 90004-2011"}),
        ("--drafting-org 研究所", {"JB/T 90001-2010", "GB 90003-2012"}),
        ("--drafting-org 乙公司 --drafting-org 丙", {"JB/T 90001-2010", "JB/T 90002-2020"}),
    ],
)
def test_classes_announcements_and_organisations(run: Run, words: str, found: set[str]) -> None:
    assert (
        keys(run, "--prefix", "JB,GB,QB", "--search", "9000", *words.split())
        | keys(run, "--stage", "10,30", *words.split())
        == found
    )


def test_a_class_that_is_none_is_refused(run: Run) -> None:
    answer = run("standards", "list", "--ics", "25;040")
    assert answer.code == 2
    assert answer.err == (
        'stdplan: error: --ics: "25;040" is not the beginning of a class such as 25.040 or J50\n'
    )


@pytest.mark.parametrize("field", ["withdrawn", "ends"])
def test_days_of_withdrawal_and_of_ends(run: Run, field: str) -> None:
    days = {row[0]: row[1] for row in run("standards", "list", "--fields", f"key,{field}").rows[1:]}
    some = sorted(filter(None, days.values()))
    first, last = some[len(some) // 3], some[2 * len(some) // 3]
    expected = {key for key, day in days.items() if day and first <= day <= last}
    assert expected
    assert keys(run, f"--{field}-from", first, f"--{field}-to", last) == expected
    assert keys(run, f"--{field}-from", "3y", f"--{field}-to", "today") <= keys(run)


# Empty fields.


@pytest.mark.parametrize("field", ["committee", "replaces", "extra", "归口单位", "withdrawn"])
def test_without_finds_empty_fields(run: Run, field: str) -> None:
    [_, *listed] = run("standards", "list", "--fields", f"key,{field}").rows
    assert keys(run, "--without", field) == {row[0] for row in listed if not row[1]}


@pytest.mark.parametrize(
    "command", [words for words in COMMANDS if words not in ("standards similar", "report digest")]
)
def test_without_any_field(run: Run, command: str) -> None:
    words = {**LISTS, **{name: each[0] for name, each in COUNTS.items()}}[command].split()
    header, *listed = run(*words).rows
    for index, field in enumerate(header):
        [_, *left] = run(*words, "--without", field).rows
        assert left == [row for row in listed if not row[index]], (command, field)


def test_an_unknown_field_is_refused(run: Run) -> None:
    for command in ("standards list", "review due"):
        answer = run(*command.split(), "--without", "colour")
        assert answer.code == 2
        expected = 'stdplan: error: --without: there is no field "colour" here; use'
        assert answer.err.splitlines()[-1].startswith(expected)
