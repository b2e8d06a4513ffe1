"""Impossible days and links: refused by hand, and without effect if a list has them."""

import json
import re
from itertools import permutations
from pathlib import Path

import pytest

from helpers import Run, run_app


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


# Commands that succeed, the one that is refused, and what its message says.
BY_HAND = {
    "effective before published": (
        ["standards add JB/T 1-2001 --published 2001-05-18"],
        "standards edit JB/T 1-2001 --effective 2001-05-17",
        "JB/T 1-2001: it cannot take effect on 2001-05-17, before 60 publication on 2001-05-18;"
        " correct the latter with `standards edit JB/T 1-2001 --published DATE`",
    ),
    "published after effective": (
        ["standards add JB/T 1-2001 --effective 2001-05-18"],
        "standards edit JB/T 1-2001 --published 2001-06",
        "JB/T 1-2001: 60 publication on 2001-06 cannot be after the day of effect, 2001-05-18;"
        " correct the latter with `standards edit JB/T 1-2001 --effective DATE`",
    ),
    "both at once": (
        [],
        "standards add JB/T 1-2001 --published 2001-05-18 --effective 2000",
        '--effective: "2000" is before the publication on 2001-05-18',
    ),
    "withdrawn before published": (
        ["standards add JB/T 1-2001 --published 2001-05-18"],
        "standards edit JB/T 1-2001 --withdrawn 1999-01-01",
        "JB/T 1-2001: 95 withdrawal on 1999-01-01 cannot be before 60 publication on 2001-05-18;"
        " correct the latter with `standards edit JB/T 1-2001 --published DATE`",
    ),
    "withdrawn and published at once": (
        [],
        "standards add JB/T 1-2001 --published 2001-05-18 --withdrawn 1999-01-01",
        '--withdrawn: "1999-01-01" is before the publication on 2001-05-18',
    ),
    "a project that is published after it takes effect": (
        ["standards add 2001-0123T-JB --title 试验机 --effective 2001-05-18 --on 2001-01-01"],
        "standards stage 2001-0123T-JB 60 --number JB/T1-2001 --on 2001-06-01",
        "JB/T 1-2001: 60 publication on 2001-06-01 cannot be after the day of effect, 2001-05-18;"
        " correct the latter with `standards edit JB/T 1-2001 --effective DATE`",
    ),
    "a review before publication": (
        ["standards add JB/T 1-2001 --published 2001-05-18"],
        "review record JB/T 1-2001 --outcome confirm --on 2001-04",
        "JB/T 1-2001 begins on 2001-05-18: it cannot have been reviewed on 2001-04",
    ),
    "published after a review": (
        [
            "standards add JB/T 1-2001 --published 2001-05-18",
            "review record JB/T 1-2001 --outcome confirm --on 2006-05-18",
        ],
        "standards edit JB/T 1-2001 --published 2007",
        "JB/T 1-2001: 60 publication on 2007 cannot be after the review of 2006-05-18",
    ),
    "published after one of two reviews of a year": (
        [
            "standards add JB/T 1-2006",
            "review record JB/T 1-2006 --outcome confirm --on 2006",
            "review record JB/T 1-2006 --outcome confirm --on 2006-01-15",
        ],
        "standards edit JB/T 1-2006 --published 2006-03",
        "JB/T 1-2006: 60 publication on 2006-03 cannot be after the review of 2006-01-15",
    ),
    "a review that withdraws before publication": (
        ["standards add JB/T 1-2001 --published 2001-05-18"],
        "review record JB/T 1-2001 --outcome withdraw --on 2001 --ends 2001-02-01",
        "JB/T 1-2001 was published on 2001-05-18: it cannot be withdrawn on 2001-02-01",
    ),
    "a corrected review that withdraws before publication": (
        [
            "standards add JB/T 1-2001 --published 2001-05-18",
            "review record JB/T 1-2001 --outcome withdraw --on 2001 --ends 2001-06-01",
        ],
        "review edit 1 --ends 2001-02-01",
        "JB/T 1-2001 was published on 2001-05-18: it cannot be withdrawn on 2001-02-01",
    ),
    "an older successor": (
        [
            "standards add JB/T 1-2001 --published 2001-05-18",
            "standards add JB/T 2-2005 --published 2005-05-18",
        ],
        "standards edit JB/T 1-2001 --replaces JB/T2-2005",
        "JB/T 1-2001 (2001-05-18) is older than JB/T 2-2005 (2005-05-18) and cannot replace it;"
        " correct a day, or remove the link with `standards edit JB/T 1-2001 --clear replaces`",
    ),
    "an older successor in part": (
        ["standards add JB/T 2-2005"],
        "standards add JB/T 1-2001 --replaces 部分代替JB/T2-2005",
        "JB/T 1-2001 (2001) is older than JB/T 2-2005 (2005) and cannot replace it; correct a day,"
        " or remove the link with `standards edit JB/T 1-2001 --clear replaces`",
    ),
    "a successor that becomes older": (
        [
            "standards add JB/T 1-2001 --published 2001-05-18",
            "standards add JB/T 2-2005 --published 2005-05-18 --replaces JB/T1-2001",
        ],
        "standards edit JB/T 1-2001 --published 2006",
        "JB/T 2-2005 (2005-05-18) is older than JB/T 1-2001 (2006) and cannot replace it; correct"
        " a day, or remove the link with `standards edit JB/T 2-2005 --clear replaces`",
    ),
    "a project that becomes an older successor": (
        [
            "standards add JB/T 1-2005 --published 2005-05-18",
            "standards add 2001-0123T-JB --title 试验机 --replaces JB/T1-2005 --on 2001-01-01",
        ],
        "standards stage 2001-0123T-JB 60 --number JB/T2-2001 --on 2001-06-01",
        "JB/T 2-2001 (2001-06-01) is older than JB/T 1-2005 (2005-05-18) and cannot replace it;"
        " correct a day, or remove the link with `standards edit JB/T 2-2001 --clear replaces`",
    ),
    "itself": (
        ["standards add JB/T 1-2001"],
        "standards edit JB/T 1-2001 --replaces JB/T1-2001",
        "JB/T 1-2001 cannot replace itself",
    ),
    "each other": (
        ["standards add JB/T 1-2001", "standards add JB/T 2-2001 --replaces JB/T1-2001"],
        "standards edit JB/T 1-2001 --replaces JB/T2-2001",
        "JB/T 1-2001 cannot replace JB/T 2-2001, because JB/T 2-2001 replaces JB/T 1-2001,"
        " directly or through others, and neither is later than the other; remove one link with"
        " `standards edit NUMBER --clear replaces`",
    ),
    "in a circle": (
        [
            "standards add JB/T 1-2001",
            "standards add JB/T 2-2001 --replaces JB/T1-2001",
            "standards add JB/T 3-2001 --replaces JB/T2-2001",
        ],
        "standards edit JB/T 1-2001 --replaces JB/T3-2001",
        "JB/T 1-2001 cannot replace JB/T 3-2001, because JB/T 3-2001 replaces JB/T 1-2001,"
        " directly or through others, and neither is later than the other; remove one link with"
        " `standards edit NUMBER --clear replaces`",
    ),
    "a stage after the end": (
        ["standards add JB/T 1-2001 --published 2001 --withdrawn 2005-05-18"],
        "standards stage JB/T 1-2001 90 --on 2005-05-19",
        "JB/T 1-2001: 90 review on 2005-05-19 cannot be after 95 withdrawal on 2005-05-18; correct"
        " the latter with `standards edit JB/T 1-2001 --withdrawn DATE`",
    ),
}


@pytest.mark.parametrize("case", BY_HAND)
def test_by_hand_it_is_refused(run: Run, case: str) -> None:
    before, refused, message = BY_HAND[case]
    for command in before:
        assert run(*command.split()).code == 0, command
    everything = run("standards", "list", "--json").out
    answer = run(*refused.split())
    assert (answer.code, answer.err) == (2, f"stdplan: error: {message}\n")
    assert run("standards", "list", "--json").out == everything


@pytest.mark.parametrize(
    "commands",
    [
        # It never took effect.
        ["standards add JB/T 1-2001 --published 2001 --effective 2002 --withdrawn 2001-06-01"],
        # A day within a month or a year.
        ["standards add JB/T 1-2001 --published 2001-05-18 --effective 2001-05 --withdrawn 2001"],
        [
            "standards add JB/T 1-2001 --published 2001-05-18",
            "review record JB/T 1-2001 --outcome confirm --on 2001-05",
        ],
        [
            "standards add JB/T 1-2001 --published 2001-05-18",
            "standards add JB/T 2-2001 --published 2001 --replaces JB/T1-2001",
        ],
        # What it replaces may become known later, or never.
        ["standards add JB/T 1-2001 --replaces JB/T3-1994"],
        # The wrong link is replaced by the right one.
        [
            "standards add JB/T 1-2001 --replaces JB/T2-2005",
            "standards edit JB/T 1-2001 --clear replaces",
            "standards add JB/T 2-2005 --replaces JB/T1-2001",
        ],
    ],
)
def test_by_hand_it_is_possible(run: Run, commands: list[str]) -> None:
    for command in commands:
        answer = run(*command.split())
        assert answer.code == 0, answer.err
    assert run("db", "check").out == ""


HEADER = "标准编号,发布日期,实施日期,废止日期,代替标准,复审确认日期"
# Rows that are imported one after the other, and the fault of the last one.
FAULTS = {
    "withdrawn": (["JB/T 1-2001,2001-01-01,,1999-01-01,,"], '废止日期: "1999-01-01"', "2001-01-01"),
    "effective": (["JB/T 1-2001,2001-05,2001-04-30,,,"], '实施日期: "2001-04-30"', "2001-05"),
    "reviewed": (["JB/T 1-2001,2001年5月,,,,2000"], '复审确认日期: "2000"', "2001-05"),
    "reviewed, in the number": (["YB/T 1-1992(2000),2001,,,,"], '标准编号: "2000"', "2001"),
    "withdrawn later": (
        ["JB/T 1-2001,2001-01-01,,,,", "JB/T 1-2001,,,1999,,"],
        '废止日期: "1999"',
        "JB/T 1-2001 --published",
    ),
    "effective later": (
        ["JB/T 1-2001,2001-01-01,,,,", "JB/T 1-2001,,2000/12/31,,,"],
        '实施日期: "2000/12/31"',
        "JB/T 1-2001 --published",
    ),
    "reviewed later": (
        ["JB/T 1-2001,2001-01-01,,,,", "JB/T 1-2001,,,,,2000-01"],
        '复审确认日期: "2000-01"',
        "JB/T 1-2001 --published",
    ),
    "published after effect": (
        ["JB/T 1-2001,,2001-05-18,,,", "JB/T 1-2001,2001-06,,,,"],
        '发布日期: "2001-06" is after the day of effect, 2001-05-18',
        "JB/T 1-2001 --effective",
    ),
    "published after withdrawal": (
        ["JB/T 1-2001,,,2001,,", "JB/T 1-2001,2002-01-01,,,,"],
        '发布日期: "2002-01-01" is after the withdrawal on 2001',
        "JB/T 1-2001 --withdrawn",
    ),
    "published after a review": (
        ["JB/T 1-2001,,,,,2006-05", "JB/T 1-2001,2006-06-01,,,,"],
        '发布日期: "2006-06-01" is after the review of JB/T 1-2001 on 2006-05',
        "",
    ),
}


def write(name: str, *rows: str) -> str:
    Path(name).write_text("\n".join((HEADER, *rows)) + "\n", encoding="utf-8")
    return name


@pytest.mark.parametrize("case", FAULTS)
@pytest.mark.parametrize("lists", ["one after the other", "in one command", "one list"])
def test_in_a_list_it_is_a_fault_of_its_cell(run: Run, case: str, lists: str) -> None:
    rows, cell, more = FAULTS[case]
    if lists == "one list":
        # The rows of one standard are merged; the fault names the field.
        answer = run("standards", "import", write("list.csv", *rows))
        line, cell = len(rows) + 1, cell.partition(" is")[0].partition(": ")[2]
    else:
        names = [write(f"{n}.csv", row) for n, row in enumerate(rows)]
        if lists == "one after the other":
            for name in names[:-1]:
                assert run("standards", "import", name).code == 0
            names = names[-1:]
        answer = run("standards", "import", *names)
        line = 2
        assert more in answer.err
    assert answer.code == 65
    assert f".csv:{line}: " in answer.err
    assert len(answer.err.splitlines()) == 2
    if "/" not in cell and "年" not in cell:
        assert cell in answer.err


@pytest.mark.parametrize(
    "rows",
    [
        # Withdrawn without a day: the day of the import stands for it.
        ["状态", "JB/T 1-2012,2012-01-01,,,,,废止"],
        # A project in a stage on the day of the import, long after it was terminated.
        ["阶段", "2001-0123T-JB,,,2001-01-01,,,30"],
        # It never took effect; a day within the year.
        ["", "JB/T 1-2001,2001-05-18,2002,2001-06-01,,2001,"],
        ["", "JB/T 1-2001,2001-05-18,2001,2001,,,"],
    ],
)
def test_in_a_list_it_is_possible(run: Run, rows: list[str]) -> None:
    column, row = rows
    Path("list.csv").write_text(f"{HEADER},{column}\n{row}\n", encoding="utf-8")
    for _ in range(2):
        answer = run("standards", "import", "list.csv", "--on", "2011-01-01")
        assert answer.code == 0, answer.err


def test_bad_rows_are_left_out(run: Run) -> None:
    """--skip-bad leaves out a row that contradicts the catalogue, with those merged with it."""
    run("standards", "import", write("0.csv", "JB/T 1-2001,2001-01-01,,,,"))
    name = write(
        "list.csv",
        "JB/T 1-2001,,1999,,,",
        "JB/T 2-2001,2001,,,,",
        "JB/T 1-2001,,,2005,JB/T 1-1994,",
    )
    answer = run("standards", "import", name, "--skip-bad", "bad.csv", "--no-header")
    assert (answer.code, answer.out) == (0, "list.csv\t3\t1\t0\t0\t2\n")
    bad = Path("bad.csv").read_text(encoding="utf-8")
    assert (
        'list.csv,2,,实施日期,1999,"is before the publication on 2001-01-01, which is known' in bad
    )
    assert "list.csv,4,,number,JB/T 1-2001,is rejected together with another row" in bad
    run("standards", "edit", "JB/T 1-2001", "--published", "1999-01")
    assert run("standards", "import", "bad.csv", "--no-header").out == "bad.csv\t2\t0\t1\t1\t0\n"
    assert fields(run, "ends") == {"JB/T 1-2001": ["2005-01-01"], "JB/T 2-2001": [None]}


@pytest.mark.parametrize(("wins", "published"), [("first", "2001-01-01"), ("last", None)])
def test_one_of_two_rows_wins(run: Run, wins: str, published: str | None) -> None:
    name = write("list.csv", "JB/T 1-2001,2001-01-01,,,,", "JB/T 1-2001,,1999,,,")
    assert run("standards", "import", name, "--duplicates", wins).code == 0
    effective = None if published else "1999"
    assert fields(run, "published", "effective") == {"JB/T 1-2001": [published, effective]}


LINKS = [
    "JB/T 2-2001,2001-01-01,,,JB/T 2-2005,",
    "JB/T 2-2005,2005-01-01,,,,",
    "JB/T 3-2001,2001-01,,,JB/T 3-2005,",
    "JB/T 3-2005,2005-01-01,,,JB/T 3-2001,",
    "JB/T 4-2005,2005-01-01,,,JB/T 4-2005,",
    "JB/T 5-2005,2005-01-01,,,JB/T 6-2005,",
    "JB/T 6-2005,2005-01-01,,,JB/T 5-2005,",
    "JB/T 7-2005,2005-01-01,,,部分代替 JB/T 7-2008,",
    "JB/T 7-2008,2008-01-01,,,,",
]
NOTES = """\
stdplan: list.csv: 1 standard replaces itself, which has no effect: JB/T 4-2005
stdplan: list.csv: 3 successors are older than what they replace, which has no effect (successor /\
 replaced): JB/T 2-2001 / JB/T 2-2005, JB/T 3-2001 / JB/T 3-2005, JB/T 7-2005 / JB/T 7-2008
stdplan: list.csv: 2 links have no effect, because the records replace each other and neither is\
 later (successor / replaced): JB/T 5-2005 / JB/T 6-2005, JB/T 6-2005 / JB/T 5-2005
"""


def fields(run: Run, *names: str, day: str = "2010-12-31") -> dict[str, list[object]]:
    """Return some fields of all standards on a day, by number."""
    keys = ",".join(("number", *names))
    listed = run("standards", "list", "--as-of", day, "--fields", keys, "--json")
    return {record.pop("number"): list(record.values()) for record in json.loads(listed.out)}


def test_impossible_links_are_named_and_have_no_effect(run: Run) -> None:
    for _ in range(2):
        answer = run("standards", "import", write("list.csv", *LINKS))
        assert (answer.code, answer.err) == (0, NOTES)
    assert run("standards", "import", "list.csv", "--dry-run").err.startswith(NOTES)
    assert fields(run, "status", "ends_basis", "replaces", "replaced_by") == {
        "JB/T 2-2001": ["withdrawn", "inferred", ["JB/T 2-2005"], []],
        "JB/T 2-2005": ["in-force", None, [], []],
        "JB/T 3-2001": ["withdrawn", "successor", ["JB/T 3-2005"], ["JB/T 3-2005"]],
        "JB/T 3-2005": ["in-force", None, ["JB/T 3-2001"], []],
        "JB/T 4-2005": ["in-force", None, ["JB/T 4-2005"], []],
        "JB/T 5-2005": ["in-force", None, ["JB/T 6-2005"], []],
        "JB/T 6-2005": ["in-force", None, ["JB/T 5-2005"], []],
        "JB/T 7-2005": ["withdrawn", "inferred", ["部分代替 JB/T 7-2008"], []],
        "JB/T 7-2008": ["in-force", None, [], []],
    }
    [shown] = json.loads(run("standards", "show", "JB/T 3-2005", "--json").out)
    assert [(link["link"], link["number"]) for link in shown["chain"]] == [
        ("replaces", "JB/T 3-2001")
    ]
    # What lists have stored does not stand in the way of other changes.
    assert run("standards", "edit", "JB/T 5-2005", "--title", "车床").code == 0


def test_any_order_of_lists_gives_the_same(run: Run, tmp_path: Path) -> None:
    """Links, dates and titles come in three lists, in any order."""
    links = [row.split(",")[0] + ",,,," + row.split(",")[4] + "," for row in LINKS]
    dates = [",".join(row.split(",")[:2]) + ",,,," for row in LINKS]
    titles = [f"{row.split(',')[0]},,,,," for row in LINKS]
    names = [write("links.csv", *links), write("dates.csv", *dates), write("more.csv", *titles)]
    answers = []
    for order in permutations(names):
        path = tmp_path / f"{len(answers)}.db"
        run_app("--db", str(path), "init")
        for name in order:
            assert run_app("--db", str(path), "standards", "import", name).code == 0
        answers.append(run_app("--db", str(path), "standards", "list", "--json").out)
        assert run_app("--db", str(path), "db", "rebuild").code == 0
        assert run_app("--db", str(path), "standards", "list", "--json").out == answers[-1]
    without_source = [re.sub('"source": "[a-z.]*"', "", answer) for answer in answers]
    assert len(set(without_source)) == 1


def test_a_review_does_not_open_an_older_standard(run: Run) -> None:
    """A standard whose list says that it replaces a later one is not the result of its revision."""
    run("standards", "import", write("list.csv", *LINKS[:2]))
    run("review", "record", "JB/T 2-2005", "--outcome", "revise", "--on", "2010-06-01")
    [shown] = json.loads(run("standards", "show", "JB/T 2-2005", "--json").out)
    assert [review["project"] for review in shown["reviews"]] == ["rev:JB/T 2-2005"]


def test_an_adoption_is_not_stale_because_of_an_older_standard(run: Run) -> None:
    rows = ["ISO 1:2005,2005-01-01,,,,", "ISO 2:2001,2001-01-01,,,ISO 1:2005,"]
    run("standards", "import", write("iso.csv", *rows))
    run(
        "standards", "add", "GB/T 1-2006", "--published", "2006-01-01", "--adopts", "ISO 1:2005,IDT"
    )
    assert run("adoption", "stale", "--no-header").out == ""


@pytest.mark.parametrize("day", ["20280", "46143.5", "1305648000000", "２０２８０"])
@pytest.mark.parametrize(
    "words",
    [
        "standards add JB/T 1-2020 --published {day}",
        "activities add training 班 --date {day}",
        "review record JB/T 1-2020 --outcome confirm --on {day}",
        "standards list --as-of {day}",
        "standards list --published-from {day}",
    ],
)
def test_a_typed_day_is_no_count_of_days(run: Run, words: str, day: str) -> None:
    """A spreadsheet counts days since 1900; five digits that a person types are a slip."""
    run("standards", "add", "JB/T 1-2020")
    answer = run(*words.format(day=day).split(" "))
    assert answer.code == 2
    assert f'"{day}" is not a date' in answer.err
