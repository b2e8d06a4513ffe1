"""Random commands of all kinds, undone one by one: each undo restores exactly the tables as they
were before the command, and an undo of the undo those after it."""

import random
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from shlex import split
from typing import Any

import pytest

from helpers import run_app
from schema_fixture import PLAN

# Not compared: the history, the indexes of titles, and SQLite's own counters.
LEFT_OUT = (
    "operation", "row_change", "rows_added", "title_", "search_", "sqlite_",
)  # fmt: skip
Tables = dict[str, list[Any]]
NUMBERS = [f"JB/T {n}-{year}" for n in range(1, 7) for year in (1999, 2005)]
PLANS = [f"2012-000{n}T-JB" for n in range(1, 5)]
INTO = " --into 'JB/T 6-2005'"


def tables(db: Path) -> Tables:
    """Return the rows of all compared tables."""
    with sqlite3.connect(db) as connection:
        names = [
            name
            for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")
            if not name.startswith(LEFT_OUT)
        ]
        rows = {
            name: sorted(connection.execute(f"SELECT * FROM {name}"), key=repr) for name in names
        }
    connection.close()
    return rows


class RandomCommands:
    """Random command lines; many of them are refused or change nothing."""

    def __init__(self, choice: random.Random, folder: Path) -> None:
        self._choice, self._folder = choice, folder

    def __iter__(self) -> Iterator[list[str]]:
        kinds: list[Callable[[], str]] = [
            self._standards, self._projects, self._reviews, self._activities, self._amounts,
            self._edit, self._rename, self._stage, self._stage, self._remove, self._review,
            self._review, self._progress, self._activity, self._classify, self._plan, self._undo,
            self._clear, self._review_edit, self._convert, self._conversions, self._suspend,
            self._extend, self._campaign, self._decide, self._join, self._plan_by_hand,
        ]  # fmt: skip
        while True:
            yield split(self._one(kinds)())

    def _one(self, values: list[Any]) -> Any:
        return self._choice.choice(values)

    def _day(self) -> str:
        return f"{self._choice.randint(2006, 2012)}-{self._choice.randint(1, 12):02}-15"

    def _list(self, header: str, row: Callable[[], str]) -> str:
        path = self._folder / "list.csv"
        rows = {row().split(",")[0]: row() for _ in range(self._choice.randint(1, 5))}
        path.write_text("\n".join([header, *rows.values()]), encoding="utf-8")
        return str(path)

    def _standards(self) -> str:
        def row() -> str:
            title = self._one(["数控机床 术语", "砂轮", "试验机"])
            links = self._one(["", "JB/T 1-1999", "部分代替 JB/T 2-1999"])
            adopted = self._one(["", '"ISO 1:2008,IDT"'])
            ends = self._one(["", "", "2011-07-01"])
            committee = self._one(["", "SAC/TC 1", "SAC/TC 22"])
            return f"{self._one(NUMBERS)},{title},{links},{adopted},{ends},{committee}"

        header = "标准编号,标准名称,代替标准,采标情况,废止日期,归口单位"
        return f"standards import {self._list(header, row)}"

    def _projects(self) -> str:
        def row() -> str:
            return f"{self._one(PLANS)},{self._one(['砂轮', '磨床'])},{self._one(NUMBERS)}"

        return f"standards import --on 2012-02-01 {self._list('计划号,项目名称,代替标准', row)}"

    def _reviews(self) -> str:
        def row() -> str:
            answers = ["继续有效", "修订", "废止", "修改单", "转化为推荐性", "暂缓", ""]
            plan = self._one(["", "", self._one(PLANS)])
            return f"{self._one(NUMBERS)},{self._one(answers)},{self._one(answers)},{plan}"

        header = "标准编号,归口单位复审意见,复审结论,修订计划号"
        return f"review import --on {self._day()} {self._list(header, row)}"

    def _activities(self) -> str:
        def row() -> str:
            return f"{self._one(['甲', '乙', '丙'])}班,course,2012-0{self._choice.randint(1, 9)}-01"

        return f"activities import {self._list('title,kind,date', row)}"

    def _amounts(self) -> str:
        def row() -> str:
            return f"2012-0{self._choice.randint(1, 9)}-01,4,{self._choice.randint(1, 5)}"

        return f"progress import --plan 2012 {self._list('date,task,amount', row)}"

    def _record(self) -> str:
        return f"'{self._one(NUMBERS + PLANS)}'"

    def _edit(self) -> str:
        what = self._one(
            [
                "--title 新名",
                "--committee SAC/TC1",
                "--note 备注",
                "--focus machinery/grinding-tools",
                "--level 国际先进",
            ]
        )
        return f"standards edit {self._record()} {what}"

    def _clear(self) -> str:
        what = self._one(["title", "withdrawn", "adopts", "replaces", "focus"])
        return f"standards edit {self._record()} --clear {what}"

    def _rename(self) -> str:
        return f"standards edit '{self._one(NUMBERS)}' --number '{self._one(NUMBERS)}'"

    def _convert(self) -> str:
        """Convert a standard, or join two records of one."""
        old = self._one(NUMBERS)
        new = old.replace("/T", "")
        old, new = self._one([(old, new), (old, new), (new, old)])
        return f"standards convert '{old}' --number '{new}' --on {self._day()}"

    def _conversions(self) -> str:
        def row() -> str:
            old = self._one(NUMBERS)
            return f"{old.replace('/T', '')},{old},{self._one(['磨床', '砂轮'])}"

        header = "现标准编号,原标准编号,标准名称"
        return f"standards import --on {self._day()} {self._list(header, row)}"

    def _stage(self) -> str:
        stage = self._one(["20", "30", "50", "90", "95", "60 --number 'JB/T 9-2012'"])
        return f"standards stage {self._record()} {stage} --on {self._day()}"

    def _suspend(self) -> str:
        verb = self._one(["suspend", "resume", "suspend --remove"])
        return f"standards {verb} {self._record()} --on {self._day()}"

    def _extend(self) -> str:
        target = self._one(["--target 2013", "--target 2014-06 --note 延期", "--remove"])
        return f"standards extend {self._record()} {target} --on {self._day()}"

    def _remove(self) -> str:
        return f"standards remove {self._record()}"

    def _review(self) -> str:
        outcome = self._one(
            [
                "confirm",
                "revise",
                "withdraw",
                "withdraw --ends 2012-12-31",
                f"merge{INTO}",
                "amend",
                "convert --into-nature mandatory",
            ]
        )
        step = self._one(["", "", "--proposed", "--announcement 43号"])
        return f"review record '{self._one(NUMBERS)}' --outcome {outcome} {step} --on {self._day()}"

    def _decide(self) -> str:
        return f"review decide '{self._one(NUMBERS)}' --on {self._day()}"

    def _join(self) -> str:
        names = f"'{self._one(NUMBERS)}' --project {self._one(PLANS)}"
        return f"review record {names} --outcome revise --on {self._day()}"

    def _review_edit(self) -> str:
        number = self._choice.randint(1, 9)
        return self._one(
            [
                f"review edit {number} --outcome confirm",
                f"review edit {number} --on {self._day()}",
                f"review remove {number}",
            ]
        )

    def _campaign(self) -> str:
        verb = self._one(["include", "exclude", "exclude"])
        named = (
            self._one([self._record(), "--with-project"]) if verb == "exclude" else self._record()
        )
        return f"review {verb} {named} --on {self._day()} --note 会议决定"

    def _progress(self) -> str:
        amount = self._choice.randint(1, 9)
        return self._one(
            [
                f"progress record 4 {amount} --on 2012-06-01",
                f"progress edit {amount} --amount 3",
                f"progress remove {amount}",
            ]
        )

    def _activity(self) -> str:
        number = self._choice.randint(1, 9)
        return self._one(
            [
                f"activities add course 班{number} --on 2012-05-01 --state 筹备",
                f"activities edit {number} --state 完成 --on 2012-09-01",
                f"activities close {number} --on 2012-10-01",
                f"activities remove {number}",
            ]
        )

    def _classify(self) -> str:
        return self._one(["standards classify --apply", "standards similar 砂轮 --anew"])

    def _plan(self) -> str:
        year = self._one(["2013", "2014"])
        files = []
        for name in ("sectors", "tasks"):
            text = (PLAN / f"{name}.yaml").read_text("utf-8").replace("2012", year)
            path = self._folder / f"{name}_{year}.yaml"
            path.write_text(text, encoding="utf-8")
            files.append(f"--{name} {path}")
        return f"init {' '.join(files)}"

    def _plan_by_hand(self) -> str:
        year = self._one(["2012", "2013", "2015"])
        months = self._one(["--nature-months guidance=6", "--clear nature-months"])
        return self._one(
            [
                f"plans new {year}",
                f"plans new {year} --from 2012 --sectors packaging,machinery",
                f"plans target 1.published {self._one(['5', 'campaign', 'none'])} --plan {year}",
                f"plans edit {year} --title 计划 --review-years {self._choice.randint(1, 5)}",
                f"plans edit {year} {months}",
            ]
        )

    def _undo(self) -> str:
        return self._one(["undo", f"undo {self._choice.randint(2, 30)}"])


def last_operation(db: Path) -> int:
    connection = sqlite3.connect(db)
    (last,) = connection.execute("SELECT max(id) FROM operation").fetchone()
    connection.close()
    return int(last)


def new_catalogue(folder: Path) -> Path:
    db = folder / "plan.db"
    plan = ["--sectors", str(PLAN / "sectors.yaml"), "--tasks", str(PLAN / "tasks.yaml")]
    assert run_app("--db", str(db), "init", *plan).code == 0
    return db


def run_random(db: Path, seed: int, operations: int) -> dict[int, Tables]:
    """Run random commands until so many changed the catalogue; return the tables after each."""
    after = {last_operation(db): tables(db)}
    for words in RandomCommands(random.Random(seed), db.parent):
        answer = run_app("--db", str(db), *words)
        assert answer.code in (0, 1, 2, 65, 66, 73), (words, answer.err)
        operation = last_operation(db)
        if operation in after or answer.code:
            assert tables(db) == after[max(after)], words
        else:
            after[operation] = tables(db)
        if operation > operations:
            break
    return after


@pytest.mark.parametrize(
    ("seed", "operations"),
    [(1, 25), (2, 25), *(pytest.param(seed, 80, marks=pytest.mark.slow) for seed in (3, 4, 5))],
)
def test_each_undo_restores_the_tables_before_the_command(
    tmp_path: Path, seed: int, operations: int
) -> None:
    db = new_catalogue(tmp_path)
    after = run_random(db, seed, operations)
    undone: set[int] = set()
    with sqlite3.connect(db) as connection:
        targets = dict(connection.execute("SELECT id, undoes FROM operation"))
    connection.close()
    for operation in sorted(after, reverse=True)[:-1]:
        if operation in undone:
            continue
        shown = run_app("--db", str(db), "history", "show", str(operation), "--no-header")
        assert shown.code == 0, (operation, shown.err)
        keys = [key for key, *_ in shown.rows]
        assert not [key for key in keys if not key or key.endswith("None")], operation
        answer = run_app("--db", str(db), "undo", str(operation))
        assert answer.code == 0, (operation, answer.err)
        assert tables(db) == after[operation - 1], operation
        if targets[operation] is None and operation % 5 == 0:
            # Redo, and undo again.
            assert run_app("--db", str(db), "undo").code == 0
            assert tables(db) == after[operation], operation
            assert run_app("--db", str(db), "undo").code == 0
            assert tables(db) == after[operation - 1], operation
    assert run_app("--db", str(db), "db", "check").out == ""
