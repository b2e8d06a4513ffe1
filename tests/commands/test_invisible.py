"""Invisible characters: removed from numbers, keys, codes and dates wherever they are entered, and
from texts where they mean nothing. What they were removed from is counted."""

import json
import sqlite3
from pathlib import Path

import pytest
from openpyxl import Workbook

from helpers import ListOf, Run

HEADER = "标准编号,标准名称,发布日期"
EMBEDDED, POP, ISOLATED = "\u202a", "\u202c", "\u2066"
LEFT, RIGHT, JOINER, WORD_JOINER, SELECTOR = "\u200e", "\u200f", "\u200d", "\u2060", "\ufe00"
ZERO, BOM, SOFT = "\u200b", "\ufeff", "\u00ad"
ALL = (EMBEDDED, POP, ISOLATED, LEFT, RIGHT, JOINER, WORD_JOINER, SELECTOR, ZERO, BOM, SOFT)


def listed(run: Run, *words: str) -> list[dict[str, object]]:
    answer = run("standards", "list", "--json", *words)
    assert answer.code == 0, answer.err
    rows: list[dict[str, object]] = json.loads(answer.out)
    return rows


@pytest.mark.parametrize("letter", ALL)
def test_no_invisible_character_gets_into_numbers_dates_and_codes(
    run: Run, a_list: ListOf, letter: str
) -> None:
    row = (f"{letter}GB/T{letter} 17-20{letter}11", f"甲{ZERO}乙", f"{letter}2011-0{letter}5-18")
    path = a_list(
        "标准编号,标准名称,发布日期,性质,代替标准", ",".join((*row, f"推{letter}荐", row[0]))
    )
    assert run("standards", "import", path).code == 0
    [record] = listed(run)
    assert (record["key"], record["number"]) == ("GB/T 17-2011", "GB/T 17-2011")
    assert (record["family"], record["nature"]) == ("national", "recommended")
    assert (record["title"], record["published"]) == ("甲乙", "2011-05-18")


def test_a_number_that_is_no_number_is_stored_without_them(run: Run, a_list: ListOf) -> None:
    run("standards", "import", a_list("标准编号,标准名称", f"{LEFT}住建部令{JOINER}第37号,甲"))
    assert [record["key"] for record in listed(run)] == ["住建部令第37号"]


def test_within_texts_only_what_means_nothing_is_removed_and_counted(
    run: Run, a_list: ListOf
) -> None:
    texts = (
        f"数控{ZERO}机床",
        f"{LEFT}甲{LEFT}乙{RIGHT}",
        f"می{JOINER}خ",
        f"葛{SELECTOR}",
        f"{BOM}丁",
    )
    path = a_list(HEADER, *(f"GB/T {row}-2011,{text}," for row, text in enumerate(texts, 1)))
    answer = run("standards", "import", path)
    assert answer.err.splitlines() == [
        f"stdplan: {path}: invisible characters removed from 2 cells:"
        r' "数控\u200b机床", "\ufeff丁"'
    ]
    titles = [record["title"] for record in listed(run, "--sort", "number")]
    assert titles == ["数控机床", f"甲{LEFT}乙", f"می{JOINER}خ", f"葛{SELECTOR}", "丁"]


def test_a_list_without_them_says_nothing(run: Run, a_list: ListOf) -> None:
    assert run("standards", "import", a_list(BOM + HEADER, "GB/T 1-2011,甲,")).err == ""


@pytest.mark.parametrize("name", ["list.tsv", "list.json", "list.jsonl", "list.yaml", "list.md"])
def test_every_form_of_text_follows_the_rule(run: Run, a_list: ListOf, name: str) -> None:
    number, title = f"{EMBEDDED}GB/T 17-2011{POP}", f"数控{ZERO}机床"
    record = json.dumps({"标准编号": number, "标准名称": title})
    lines = {
        "list.tsv": ("标准编号\t标准名称", f"{number}\t{title}"),
        "list.json": (f"[{record}]",),
        "list.jsonl": (record,),
        "list.yaml": (f"- 标准编号: {number}", r'  标准名称: "数控\u200b机床"'),
        "list.md": ("| 标准编号 | 标准名称 |", "|---|---|", f"| {number} | {title} |"),
    }[name]
    answer = run("standards", "import", a_list(*lines, name=name))
    assert (answer.code, "invisible characters removed from" in answer.err) == (0, True)
    assert [(row["number"], row["title"]) for row in listed(run)] == [("GB/T 17-2011", "数控机床")]


def test_a_workbook_and_a_plain_list_follow_the_rule(
    run: Run, a_list: ListOf, tmp_path: Path
) -> None:
    workbook = Workbook()
    workbook.active.append([f"{BOM}标准编号", "标准名称"])
    workbook.active.append([f"{ISOLATED}GB/T 1-2011", f"甲{ZERO}乙"])
    workbook.save(tmp_path / "list.xlsx")
    plain = a_list(f"1. {LEFT}GB/T 2-2011{RIGHT} 《丙{ZERO}丁》", name="list.txt")
    answer = run("standards", "import", str(tmp_path / "list.xlsx"), plain)
    assert answer.err.count("invisible characters removed") == 2
    rows = [(row["number"], row["title"]) for row in listed(run, "--sort", "number")]
    assert rows == [("GB/T 1-2011", "甲乙"), ("GB/T 2-2011", "丙丁")]


def test_arguments_and_options_follow_the_rule(run: Run, a_list: ListOf) -> None:
    add = ("standards", "add", f"{LEFT}GB/T{ZERO} 1-2011", "--title", f"{RIGHT}数控{ZERO}机床")
    assert run(*add, "--published", f"{LEFT}2011-05-18", "--committee", f"机{ZERO}床").code == 0
    for words in (
        ("--search", f"数{ZERO}控"),
        ("--committee", f"{BOM}机床"),
        ("--family", f"nat{JOINER}ional"),
        ("--prefix", f"{LEFT}GB"),
        ("--published-from", f"2011{RIGHT}-05"),
    ):
        [record] = listed(run, *words)
        assert (record["key"], record["title"]) == ("GB/T 1-2011", "数控机床"), words
    assert run("standards", "show", f"{EMBEDDED}gb/t1{ZERO}-2011{POP}").code == 0
    assert run("sectors", "show", f"machi{JOINER}nery{LEFT}").code == 0
    kind = ("activities", "add", f"{LEFT}frame{JOINER}work", f"体{ZERO}系", "--date", "2011")
    assert run(*kind).code == 0
    activities = run("activities", "list", "--kind", f"framework{LEFT}", "--json").out
    assert [activity["title"] for activity in json.loads(activities)] == ["体系"]
    path = a_list("号,名", "GB/T 2-2011,乙")
    options = ("--map", f"{LEFT}号=number", "--map", f"名{ZERO}={LEFT}title")
    answer = run("standards", "import", path, *options, "--set", f"sector={LEFT}machinery")
    assert answer.code == 0, answer.err
    assert listed(run, "--sector", "machinery")[0]["title"] == "乙"


def test_numbers_from_stdin_follow_the_rule_also_in_lists_put_together(run: Run) -> None:
    for number in ("GB/T 1-2011", "GB/T 2-2011"):
        run("standards", "add", number, "--title", number)
    numbers = f"{BOM}number\n{LEFT}GB/T 1-2011\n{BOM}number\nGB/T{ZERO} 2-2011\n"
    answer = run("standards", "remove", "-", stdin=numbers)
    assert (answer.code, listed(run)) == (0, [])


def test_reviews_amounts_and_activities_follow_the_rule(run: Run, a_list: ListOf) -> None:
    run("standards", "add", "JB/T 1-2005", "--title", "车床", "--published", "2005-01-01")
    reviews = a_list(
        "标准编号,复审结论,复审日期,备注",
        f"{EMBEDDED}JB/T 1-2005{POP},继续{JOINER}有效,2011{LEFT}-03-01,甲{ZERO}乙",
    )
    answer = run("review", "import", reviews)
    assert answer.err.count("invisible characters removed from 2 cells") == 1
    [review] = json.loads(run("review", "list", "--json").out)
    assert (review["outcome"], review["date"], review["note"]) == ("confirm", "2011-03-01", "甲乙")
    amounts = a_list("任务,日期,数量,备注", f"{LEFT}3,2011{ZERO}-06-30,{BOM}12{JOINER},甲{ZERO}")
    answer = run("progress", "import", amounts)
    assert (answer.code, answer.err.count("invisible characters removed from 3 cells")) == (0, 1)
    kind = json.loads(run("activities", "kinds", "--json", "--year", "2011").out)[0]["code"]
    activities = a_list(
        "类型,名称,日期,文号", f"{LEFT}{kind}{JOINER},会{ZERO}议,2011-0{RIGHT}5-18,文{LEFT}1号"
    )
    answer = run("activities", "import", activities)
    assert (answer.code, "removed from 1 cell:" in answer.err) == (0, True), answer.err
    [activity] = json.loads(run("activities", "list", "--json").out)
    assert [activity[name] for name in ("kind", "title", "date", "reference")] == [
        kind, "会议", "2011-05-18", "文1号"
    ]  # fmt: skip


@pytest.fixture
def old(run: Run, db: Path) -> Run:
    """Run the program on a catalogue in which an older version stored invisible characters."""
    run("standards", "add", "GB/T 8-2011", "--title", "机床", "--note", "甲")
    with sqlite3.connect(db) as connection:
        title, note, extra = f"数控{ZERO}机床", f"a{LEFT}b{BOM}", json.dumps({"栏": f"甲{ZERO}乙"})
        connection.execute(
            "UPDATE standard SET title = ?, note = ?, extra = ?", (title, note, extra)
        )
    connection.close()
    return run


@pytest.mark.parametrize(
    "name", ["o.tsv", "o.csv", "o.json", "o.jsonl", "o.yaml", "o.xlsx", "o.md"]
)
def test_what_an_old_catalogue_shows_goes_back_in(
    old: Run, seeded: Path, tmp_path: Path, name: str
) -> None:
    path = str(tmp_path / name)
    assert old("standards", "list", "-o", path).code == 0
    old("standards", "remove", "GB/T 8-2011")
    answer = old("standards", "import", path)
    assert answer.code == 0, answer.err
    [record] = listed(old)
    assert (record["title"], record["note"]) == ("数控机床", f"a{LEFT}b")
    assert record["extra"] == {"栏": "甲乙"}


def test_an_old_record_is_found_by_its_key_as_it_is(run: Run, db: Path) -> None:
    run("standards", "add", "GB/T 8-2011", "--title", "机床")
    key = f"{EMBEDDED}GB/T 8-2011{POP}"
    with sqlite3.connect(db) as connection:
        connection.execute("UPDATE standard SET key = ?, number = ?, family = 'other'", (key, key))
    connection.close()
    assert run("standards", "remove", key).code == 0
    assert listed(run) == []


@pytest.mark.parametrize("bad", ["\x1b[31m", "\x85", "\x00", "\udcff", "\ud800"])
def test_characters_that_are_not_text_are_refused_in_one_line(run: Run, bad: str) -> None:
    for words in (
        ("standards", "add", f"GB/T 1-2011{bad}"),
        ("standards", "add", "GB/T 1-2011", "--title", f"甲{bad}"),
        ("standards", "list", "--committee", f"甲{bad}"),
        ("standards", "show", f"GB/T 1-2011{bad}x"),
        ("sectors", "show", bad),
        ("standards", "list", "--as-of", f"2011{bad}"),
    ):
        answer = run(*words)
        assert answer.code in (2, 66), words
        assert len(answer.err.splitlines()) == 1, answer.err
        assert answer.err.rstrip("\n").isprintable()
    assert listed(run) == []
