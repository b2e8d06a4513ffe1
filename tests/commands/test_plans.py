"""`plans`: the next plan from an old one, its targets and rules, and plans as files."""

import json
import shutil
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from helpers import ACTIVITIES, CAN_BE_UNDONE, FILED, READINGS, Run, run_app
from stdplan.domain.answer_words import TARGET_MEASURES
from stdplan.domain.measures import MEASURES, check_target

FILES = Path(__file__).parents[1] / "fixtures" / "plan_2012"
# The tables of plans: their own, and those that they share.
OWN = ("theme", "task", "indicator", "driver", "activity_kind", "plan_sector", "plan_focus")
SHARED = ("sector", "focus_area")


def rows(db: Path, table: str, year: int | None = None) -> list[dict[str, Any]]:
    """Return the rows of a table, all or those of a plan, without their ids."""
    with sqlite3.connect(db) as connection:
        connection.row_factory = sqlite3.Row
        found = [dict(row) for row in connection.execute(f"SELECT * FROM {table} ORDER BY id")]
    connection.close()
    key = "year" if table == "plan" else "plan"
    return [
        {name: value for name, value in row.items() if name not in ("id", key)}
        for row in found
        if year is None or row[key] == year
    ]


def plan_tables(db: Path, year: int) -> dict[str, list[Any]]:
    """Return all rows of a plan, in an order of their own, and those of its sectors and areas."""
    tables = {name: sorted(rows(db, name, year), key=str) for name in ("plan", *OWN)}
    members = {row["sector"] for row in rows(db, "plan_sector", year)}
    members |= {row["focus"] for row in rows(db, "plan_focus", year)}
    for name in SHARED:
        shared = [row for row in rows(db, name) if row["code"] in members]
        tables[name] = sorted(shared, key=str)
    return tables


# The list of plans.


def test_plans_are_listed_the_newest_first(run: Run) -> None:
    run("plans", "new", "2012", "--issuer", "某部")
    [new, old] = json.loads(run("plans", "--json").out)
    assert (new["year"], new["title"], new["issuer"]) == (
        2012,
        "MIIT key points of standardization work for 2012",
        "某部",
    )
    sizes = ("sectors", "focus_areas", "tasks", "indicators")
    assert [old[name] for name in sizes] == [new[name] for name in sizes] == [19, 216, 13, 35]
    assert (old["review_years"], old["review_families"], old["review_cutoff"]) == (
        5,
        ["industry"],
        "12-31",
    )
    assert (old["project_months"], old["mandatory_months"], old["guidance_months"]) == (
        18,
        24,
        None,
    )


def test_the_list_is_chinese_in_chinese(run: Run) -> None:
    page = run("--lang", "zh", "plans", "list", "-f", "markdown").out
    assert "工信部2011年标准化重点工作" in page
    assert "行业标准" in page
    assert "industry" not in page


# A new plan.


def test_the_next_plan_has_all_that_the_old_one_has(run: Run, db: Path) -> None:
    answer = run("plans", "new", "2027", "--from", "2011")
    assert answer.code == 0
    assert answer.err.splitlines() == [
        "stdplan: plan of 2027 from that of 2011: MIIT key points of standardization work for"
        " 2027; sectors: 19, areas: 216, tasks: 13, indicators: 35",
        "stdplan: these targets are still those of 2011; change one with `stdplan plans target"
        " INDICATOR NUMBER --plan 2027`:",
        "stdplan: 3.projects Projects approved: 3000 projects",
        "stdplan: 3.published Standards published: 3000 standards",
        CAN_BE_UNDONE.strip(),
    ]
    for table in OWN:
        assert rows(db, table, 2027) == rows(db, table, 2011), table
    [old], [new] = (rows(db, "plan", year) for year in (2011, 2027))
    assert new == old | {
        "title_zh": "工信部2027年标准化重点工作",
        "title_en": "MIIT key points of standardization work for 2027",
    }
    assert run("db", "check").out == ""


def test_the_plan_to_copy_is_by_default_the_newest(run: Run) -> None:
    files = ("--sectors", str(FILES / "sectors.yaml"), "--tasks", str(FILES / "tasks.yaml"))
    run("init", *files)
    assert "plan of 2013 from that of 2012: A province's" in run("plans", "new", "2013").err


def test_a_quick_start_for_another_office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One command, also on a computer without a catalogue."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    words = ("plans", "new", "2027", "--title", "某市标准化工作计划", "--sectors")
    answer = run_app("--lang", "zh", *words, "电子,machinery")
    assert answer.code == 0
    lines = answer.err.splitlines()
    assert "已按 2011 年计划制定 2027 年计划：某市标准化工作计划；行业领域 2 个" in lines[1]
    assert "发布机构仍为工业和信息化部；可用 `stdplan plans edit 2027 --issuer 名称`" in lines[2]
    assert lines[4] == "stdplan: 3.projects 立项的标准项目：3000项"
    sectors = run_app("sectors", "--plan", "2027", "--fields", "code", "--no-header")
    assert sectors.rows == [["electronics"], ["machinery"]]
    areas = run_app("focus", "list", "--plan", "2027", "--fields", "sector", "--no-header").rows
    before = run_app("focus", "list", "--plan", "2011", "--fields", "sector", "--no-header").rows
    assert areas == sorted(row for row in before if row[0] in ("electronics", "machinery"))
    assert len(run_app("tasks", "--plan", "2027", "--no-header").rows) == 13


def test_a_sector_of_an_older_plan_brings_its_areas(run: Run) -> None:
    run("plans", "new", "2012", "--sectors", "machinery")
    run("plans", "new", "2013", "--sectors", "machinery,telecom")
    areas = run("focus", "list", "--plan", "2013", "--sector", "telecom", "--no-header").rows
    assert len(areas) == len(
        run("focus", "list", "--plan", "2011", "--sector", "telecom", "--no-header").rows
    )
    assert [row["position"] for row in rows(Path(run_db(run)), "plan_focus", 2013)] == list(
        range(len(rows(Path(run_db(run)), "plan_focus", 2013)))
    )


def run_db(run: Run) -> str:
    """Return the path of the catalogue of a run."""
    [info] = json.loads(run("db", "info", "--json").out)
    return str(info["path"])


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        ("2011", 73, "the catalogue has a plan of 2011 already; `stdplan plans edit` changes it"),
        ("2012 --from 2010", 66, "the catalogue has no plan of 2010; its plans: 2011"),
        ("1899", 2, "YEAR: 1899 is not a year from 1900 to 2999"),
        ("2012 --sectors machine", 2, '--sectors: there is no sector "machine"'),
        ("2012 --sectors=", 2, '--sectors: there is no sector ""'),
        ("2012 --title=", 2, '--title: "" is empty'),
    ],
)
def test_a_plan_that_cannot_be_made_changes_nothing(
    run: Run, db: Path, words: str, code: int, message: str
) -> None:
    before = db.read_bytes()
    answer = run("plans", "new", *words.split())
    assert (answer.code, message in answer.err) == (code, True), answer.err
    assert db.read_bytes() == before


def test_a_title_gets_the_new_year_and_texts_with_the_old_one_are_named(run: Run) -> None:
    run("plans", "edit", "2011", "--title", "某省二〇一一年计划", "--title-en", "Plan 2011/20110")
    run("plans", "new", "2012")
    [new, _] = json.loads(run("plans", "--json").out)
    assert (new["title_zh"], new["title_en"]) == ("某省二〇一二年计划", "Plan 2012/20110")
    with sqlite3.connect(run_db(run)) as connection:
        connection.execute(
            "UPDATE task SET summary_zh = '到2012年' WHERE plan = 2012 AND number = 3"
        )
    connection.close()
    assert "these texts still name 2012: task 3\n" in run("plans", "new", "2013").err


def test_a_cutoff_that_the_new_year_does_not_have(run: Run) -> None:
    run("plans", "new", "2012")
    assert run("plans", "edit", "2012", "--review-cutoff", "02-29").code == 0
    answer = run("plans", "new", "2013")
    assert "2013 has no 02-29: the cutoff day of the reviews is 02-28" in answer.err
    assert run("plans", "--fields", "review_cutoff", "--limit", "1", "--no-header").rows == [
        ["02-28"]
    ]


def test_shared_sectors_keep_their_description(run: Run, db: Path) -> None:
    """The copy of an older plan has its sectors and areas, in the words of the newest plan."""
    files = ("--sectors", str(FILES / "sectors.yaml"), "--tasks", str(FILES / "tasks.yaml"))
    run("init", *files)
    before = {name: rows(db, name) for name in SHARED}
    assert run("plans", "new", "2013", "--from", "2011").code == 0
    assert {name: rows(db, name) for name in SHARED} == before


# A new plan changes no figure of the running year.


def answers(run: Run) -> dict[str, str]:
    """Return the output of all reading commands but those about plans and commands."""
    others = ("plans", "history", "db info")
    words = {name: words for name, words in READINGS.items() if not name.startswith(others)}
    return {
        name: run(*line.format(list=FILED, activities=ACTIVITIES).split(), "-f", "tsv").out
        for name, line in words.items()
        if "import" not in name and "check" not in name
    }


@pytest.mark.slow
@pytest.mark.parametrize("with_own_plan", [False, True])
def test_a_plan_for_next_year_changes_no_figure_of_this_year(
    run_loaded: Run, with_own_plan: bool
) -> None:
    """Also if the plan in use is that of an earlier year."""
    run = run_loaded
    if with_own_plan:
        run("plans", "new", "2026", "--title", "某市2026年计划", "--sectors", "machinery")
        run("progress", "record", "3", "12", "--on", "2026-10-01")
    run("activities", "add", "training", "宣贯", "--on", "2026-05-06", "--quantity", "20")
    run("standards", "add", "2011-0001T-JB", "--on", "2011-02-01", "--focus", "machinery/robots")
    before = answers(run)
    assert run("plans", "new", "2027", "--sectors", "machinery").code == 0
    assert run("plans", "edit", "2027", "--review-years", "1", "--project-months", "1").code == 0
    assert run("plans", "target", "3.projects", "7", "--plan", "2027").code == 0
    assert answers(run) == before


def test_what_is_entered_today_goes_to_this_years_plan(run: Run) -> None:
    run("plans", "new", "2026")
    run("plans", "new", "2027", "--sectors", "machinery")
    assert run("progress", "record", "3", "120").code == 0
    [amount] = json.loads(run("progress", "list", "--json").out)
    assert (amount["date"], amount["indicator"]) == ("2026-11-22", "3.projects")
    answer = run("progress", "import", "-", stdin="date,task,amount\n2026-10-01,3,5\n")
    assert (answer.code, answer.err) == (0, "")
    assert "plan's year" not in run("activities", "add", "training", "培训").err


# Targets.


@pytest.mark.parametrize(
    ("words", "target", "says"),
    [
        ("3.projects 2800", 2800, "the target of 3.projects of 2011 is 2800"),
        ("3.projects 1e3", 1000, "is 1000"),
        ("3.projects none", None, "3.projects of 2011 has no target any more"),
        ("3.projects 无", None, "has no target any more"),
        ("立项的标准项目 12.50", 12.5, "the target of 3.projects of 2011 is 12.50"),
        ("3.projects 3000", 3000, "3.projects of 2011: the target is that already"),
    ],
)
def test_a_target_is_a_number_or_none(
    run: Run, words: str, target: float | None, says: str
) -> None:
    answer = run("plans", "target", *words.split(), "--plan", "2011")
    assert (answer.code, says in answer.err) == (0, True), answer.err
    progress = json.loads(run("report", "progress", "--year", "2011", "--json").out)
    [row] = [row for row in progress if row["indicator"] == "3.projects"]
    assert row["target"] == target


@pytest.mark.parametrize("word", ["campaign", "应复审数"])
def test_a_target_may_be_a_measure(run: Run, word: str) -> None:
    answer = run("--lang", "zh", "plans", "target", "3.projects", word, "--plan", "2011")
    assert (answer.code, answer.err) == (0, "stdplan: 2011 年“立项的标准项目”的目标为 应复审数\n")
    progress = json.loads(run("report", "progress", "--year", "2011", "--json").out)
    [row] = [row for row in progress if row["indicator"] == "3.projects"]
    assert row["target"] == 0  # there are no standards


def test_every_measure_that_may_be_a_target_has_a_name() -> None:
    assert list(TARGET_MEASURES) == [name for name in MEASURES if check_target(name) is None]


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        ("3.projects 0", 2, 'TARGET: "0" is not valid; give a number above zero, none, or one of'),
        ("3.projects many", 2, 'TARGET: "many" is not valid'),
        ("3.projects recorded", 2, 'TARGET: "recorded" is not valid'),
        ("3.nothing 5", 2, 'INDICATOR: there is no indicator "3.nothing"'),
        ("3.projects 5 --plan 2010", 66, "the catalogue has no plan of 2010"),
    ],
)
def test_a_wrong_target_is_refused(run: Run, db: Path, words: str, code: int, message: str) -> None:
    before = db.read_bytes()
    answer = run("plans", "target", *words.split())
    assert (answer.code, message in answer.err) == (code, True), answer.err
    assert db.read_bytes() == before


# The rules of a plan.


@pytest.mark.parametrize(
    ("words", "changed"),
    [
        ("--title 甲", {"title_zh": "甲", "title_en": "甲"}),
        ("--title 甲 --title-en A", {"title_zh": "甲", "title_en": "A"}),
        ("--title-en A", {"title_en": "A"}),
        ("--issuer 乙 --issuer-en B", {"issuer_zh": "乙", "issuer_en": "B"}),
        ("--review-years 3", {"review_years": 3}),
        ("--review-families 国家标准,industry", {"review_families": '["national", "industry"]'}),
        ("--review-families all", {"review_families": "[]"}),
        ("--clear review-families", {"review_families": "[]"}),
        ("--review-cutoff 6-30", {"review_cutoff": "06-30"}),
        ("--review-cutoff 6月30日", {"review_cutoff": "06-30"}),
        ("--project-months 12", {"project_months": 12}),
        (
            "--nature-months 指导性技术文件=6 --nature-months mandatory=24",
            {"nature_months": '{"mandatory": 24, "guidance": 6}'},
        ),
        ("--nature-months 强制性=24个月", {"nature_months": '{"mandatory": 24}'}),
        ("--clear nature_months", {"nature_months": None}),
        ("--review-years 5 --title-en A", {"title_en": "A"}),
    ],
)
def test_edit_changes_what_is_given(
    run: Run, db: Path, words: str, changed: dict[str, object]
) -> None:
    [before] = rows(db, "plan", 2011)
    answer = run("plans", "edit", "2011", *words.split())
    assert (answer.code, answer.err.splitlines()[0]) == (0, "stdplan: changed the plan of 2011")
    assert rows(db, "plan", 2011) == [before | changed]
    again = run("plans", "edit", "2011", *words.split())
    assert again.err == "stdplan: plan of 2011: nothing to change\n"
    assert run("undo").code == 0
    assert rows(db, "plan", 2011) == [before]


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("--project-months 12", "mandatory 24, recommended 18"),
        ("--project-months 24", "recommended 18"),
        ("--project-months 24 --nature-months mandatory=12", None),
        ("--project-months 12 --clear nature-months", None),
        ("--review-years 3", None),
    ],
)
def test_edit_names_the_natures_that_keep_their_months(
    run: Run, words: str, kept: str | None
) -> None:
    answer = run("plans", "edit", "2011", *words.split())
    note = "stdplan: these natures keep their own months: "
    notes = [line for line in answer.err.splitlines() if line.startswith(note)]
    assert [line.removeprefix(note).partition(";")[0] for line in notes] == ([kept] if kept else [])


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        ("2011", 2, "nothing to change: give a field, or --clear FIELD"),
        ("2012 --title 甲", 66, "the catalogue has no plan of 2012; its plans: 2011"),
        ("2011 --title=", 2, '--title: "" is empty'),
        ("2011 --review-years 0", 2, "0 is less than 1"),
        ("2011 --review-families 省", 2, '--review-families: "省" is not valid; use one of'),
        ("2011 --review-cutoff 02-29", 2, '--review-cutoff: "02-29" is not a day of 2011'),
        ("2011 --review-cutoff 年底", 2, '--review-cutoff: "年底" is not a day of 2011'),
        ("2011 --project-months 0", 2, "0 is less than 1"),
        ("2011 --nature-months 24", 2, '--nature-months: "24" is not valid'),
        ("2011 --nature-months mandatory=two", 2, '--nature-months: "mandatory=two" is not valid'),
        ("2011 --nature-months mandatory=1,强制性=2", 2, "mandatory is given twice"),
        ("2011 --clear title", 2, '--clear: there is no field "title" to clear; use one of'),
        (
            "2011 --clear nature-months --nature-months mandatory=1",
            2,
            "--clear nature-months cannot be used together with a value for nature-months",
        ),
    ],
)
def test_wrong_rules_are_refused(run: Run, db: Path, words: str, code: int, message: str) -> None:
    before = db.read_bytes()
    answer = run("plans", "edit", *words.split())
    assert (answer.code, message in answer.err) == (code, True), answer.err
    assert db.read_bytes() == before


def test_changes_are_shown_by_their_names_in_chinese(run: Run) -> None:
    words = "plans edit 2011 --nature-months mandatory=20 --review-families national,industry"
    shown = run("--lang", "zh", *words.split(), "--dry-run", "-f", "table").out
    assert "国家标准; 行业标准" in shown
    assert "强制性=20" in shown
    assert "mandatory" not in shown
    words = "plans new 2027 --sectors machinery"
    shown = run("--lang", "zh", *words.split(), "--dry-run", "-f", "markdown").out
    assert "| 计划的行业 2027/机械 |" in shown
    assert "machinery" not in shown


# Files.


def exported(run: Run, year: int, folder: Path) -> tuple[Path, Path]:
    """Write the files of a plan to a folder and return their paths."""
    answer = run("plans", "export", str(year), "-o", str(folder))
    assert answer.code == 0, answer.err
    return folder / "sectors.yaml", folder / "tasks.yaml"


def read_back(sectors: Path, tasks: Path, db: Path) -> Run:
    """Read the files of a plan into a new catalogue, and return what runs the program on it."""

    def run(*words: str, stdin: str | None = None) -> Any:
        return run_app("--db", str(db), *words, stdin=stdin)

    answer = run("init", "--sectors", str(sectors), "--tasks", str(tasks))
    assert answer.code == 0, answer.err
    return run


PLANS_BY_HAND = {
    "shipped": (2011, ()),
    "own files": (2012, (f"init --sectors {FILES}/sectors.yaml --tasks {FILES}/tasks.yaml",)),
    "older plan, described by the newest": (
        2011,
        (f"init --sectors {FILES}/sectors.yaml --tasks {FILES}/tasks.yaml",),
    ),
    "next": (2027, ("plans new 2027 --sectors machinery,telecom --title 某市计划",)),
    "edited": (
        2011,
        (
            "plans edit 2011 --title 甲：乙 --issuer #部 --review-families all --review-cutoff 2-1",
            "plans edit 2011 --nature-months guidance=6 --project-months 7",
            "plans target 3.projects none --plan 2011",
            "plans target 5.reviewed 12.50 --plan 2011",
            "plans target 3.published campaign --plan 2011",
        ),
    ),
    "one number of months": (2011, ("plans edit 2011 --clear nature-months",)),
}


@pytest.mark.parametrize("name", PLANS_BY_HAND)
def test_a_plan_comes_back_from_its_files_the_same(
    run: Run, db: Path, tmp_path: Path, name: str
) -> None:
    year, commands = PLANS_BY_HAND[name]
    for line in commands:
        assert run(*line.split()).code == 0, line
    files = exported(run, year, tmp_path / "first")
    other_db = tmp_path / "other.db"
    other = read_back(*files, other_db)
    assert plan_tables(other_db, year) == plan_tables(db, year)
    again = exported(other, year, tmp_path / "second")
    assert [path.read_bytes() for path in again] == [path.read_bytes() for path in files]
    # Into the same catalogue, nothing changes.
    same = run("init", "--sectors", str(files[0]), "--tasks", str(files[1]))
    assert f"plan of {year} in {db}: 0 added, 0 changed" in same.err


def test_what_files_dropped_stays_in_the_catalogue_and_goes_out(run: Run, tmp_path: Path) -> None:
    """A task has one main indicator in its files, also if the catalogue kept an earlier one."""
    sectors, tasks = exported(run, 2011, tmp_path)
    text = tasks.read_text("utf-8").replace("main: 3.projects", "main: 3.published")
    tasks.write_text(text, "utf-8")
    assert run("init", "--sectors", str(sectors), "--tasks", str(tasks)).code == 0
    exported(run, 2011, tmp_path)
    assert tasks.read_text("utf-8") == text


def test_a_prefix_of_two_sectors_is_left_out_of_one(run: Run, tmp_path: Path) -> None:
    """A newer plan gives a prefix to another sector; the files of the older plan must be valid."""
    sectors = tmp_path / "sectors.yaml"
    text = (FILES / "sectors.yaml").read_text("utf-8").replace("[JB]", "[JB, HG]")
    sectors.write_text(text, encoding="utf-8")
    answer = run("init", "--sectors", str(sectors), "--tasks", str(FILES / "tasks.yaml"))
    assert answer.code == 0, answer.err
    answer = run("plans", "export", "2011", "-o", str(tmp_path / "2011"))
    assert "prefix HG of petrochemicals is left out: its numbers belong to another" in answer.err
    read_back(
        *(tmp_path / "2011" / name for name in ("sectors.yaml", "tasks.yaml")), tmp_path / "x"
    )


def test_only_own_files_are_replaced(run: Run, tmp_path: Path) -> None:
    exported(run, 2011, tmp_path)
    exported(run, 2011, tmp_path)
    by_hand = FILES / "tasks.yaml"
    shutil.copy(by_hand, tmp_path)
    (tmp_path / "sectors.yaml").unlink()
    answer = run("plans", "export", "2011", "-o", str(tmp_path))
    assert answer.code == 73
    assert "tasks.yaml: `plans export` did not write this file, and does not replace" in answer.err
    assert (tmp_path / "tasks.yaml").read_bytes() == by_hand.read_bytes()
    assert not (tmp_path / "sectors.yaml").exists()


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        ("2012 -o {folder}", 66, "the catalogue has no plan of 2012"),
        ("2011 -o {folder}/plan.db", 73, "plan.db"),
    ],
)
def test_files_that_cannot_be_written(
    run: Run, tmp_path: Path, words: str, code: int, message: str
) -> None:
    answer = run("plans", "export", *words.format(folder=tmp_path).split())
    assert (answer.code, message in answer.err) == (code, True), answer.err
    assert not (tmp_path / "tasks.yaml").exists()
