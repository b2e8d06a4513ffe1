"""Write a small catalogue of the present version, with rows in every table, as a fixture.

    python tests/schema_fixture.py

It writes tests/fixtures/catalogue_vN.sql, and catalogue_vN.json with the answers of the reading
commands. tests/catalogue/test_older_versions.py migrates each of them and asks again. Run it once,
when the schema has reached version N; a fixture of an older version is never written again.
For the version of another commit, check that commit out elsewhere and put its `src` on PYTHONPATH.
"""

import json
import os
import sqlite3
import sys
import tempfile
from pathlib import Path
from shlex import split
from typing import Any

from helpers import READINGS, run_app
from stdplan.commands.framework import CommandGroup, find_noun

FIXTURES = Path(__file__).with_name("fixtures")
PLAN = FIXTURES / "plan_2012"
ENVIRONMENT = {"STDPLAN_TODAY": "2012-11-22", "STDPLAN_LANG": "en"}
STANDARDS = """\
标准编号,标准名称,英文名称,发布日期,实施日期,代替标准,采标情况,技术委员会,起草单位,备注,专业
JB/T 7547-1994,光线式安全装置,Safety devices,1994-10-25,1995-10-01,,,SAC/TC 1,甲院;乙厂,,机床
JB/T 7600-2012,安全装置,,2012-05-24,2012-11-01,JB/T 7547-1994,"ISO 1:2008,IDT",SAC/TC 1,甲院,,
JB/T 8001-1999,数控机床 术语,,1999-08-06,2000-01-01,,"ISO 2:1990,MOD",SAC/TC 22,丙所,,
JB/T 8002-2001,砂轮 检验方法,,2001-06-04,2001-10-01,部分代替 JB/T 8000-1985,,SAC/TC 139,,见公告,磨料
JB/T 8003-2003,金刚石磨头,,2003-03,2003-08,,,SAC/TC 139,,,磨料
SJ/T 11001-1996,传感网 术语,,1996,,,,,,,
GB/T 20001-2006,标准编写规则,,2006-12-18,2007-06-01,,"ISO/IEC Guide 2,NEQ",,,,
BB/T 0001-2010,模切刀,,2010-02-11,2010-07-01,,,,,,
"""
WITHDRAWN = """\
标准编号,标准名称,废止日期,标准状态
JB/T 8004-1985,磨床 型式,2008-01-01,废止
JB/T 8005-1986,铣床 型式,,废止
"""
PROJECTS = """\
计划号,项目名称,制修订,代替标准,项目周期(月),完成年限,归口单位,专业
2011-0001T-JB,数控磨床,制定,,24,,SAC/TC 22,机床
2011-0002T-JB,工业机器人 术语,制定,,12,,SAC/TC 22,
2011-0003T-SJ,物联网 感知层接口,修订,SJ/T 11001-1996,18,2013,,电子
2012-0004T-BB,切纸刀,制定,,,2012-12,,
2012-0005T-JB,增材制造 术语,制定,,,,,机床
20120001-T-339,智能制造 术语,制定,,6,,,
"""
# Months that are no number stay among the other columns.
ODD_MONTHS = """\
plan_number,title,extra
2012-0006T-JB,刨床,"{""项目周期(月)"": ""两年"", ""专业"": ""机床""}"
2012-0007T-JB,钻床,"{""项目周期(月)"": ""9"", ""专业"": ""机床""}"
"""
REVIEWS = """\
标准编号,复审结论,复审日期,计划完成年限
JB/T 8001-1999,修订,2012-05-01,2014
BB/T 0001-2010,继续有效,2012-11-01,
"""
COMMANDS = """\
standards import --on 2012-02-01 standards.csv withdrawn.csv
standards import --on 2012-03-01 projects.csv odd_months.csv
standards edit "JB/T 8003-2003" --level 国际先进 --benchmark "ISO 3:2001" --driver quality-brand
standards edit "JB/T 8002-2001" --innovation patent --focus machinery/grinding-tools
standards add "JB/T 8006-2012" --title 磨料 --published 2012-08-01 --effective 2013 --ics 25
standards add "ISO 1:2012" --title Safety --published 2012-01-01 --replaces "ISO 1:2008"
standards classify --apply
standards stage 2011-0001T-JB 20 --on 2012-04-01
standards stage 2011-0001T-JB 30 --on 2012-06-15
standards stage 2011-0002T-JB 95 --on 2012-09-01
standards stage 2012-0005T-JB 60 --number "JB/T 8007-2012" --on 2012-10-10
standards stage "BB/T 0001-2010" 90 --on 2012-10-01
review record "JB/T 8001-1999" --outcome confirm --on 2005-01-01
review import --on 2012-11-01 reviews.csv
review record "JB/T 8002-2001" --outcome confirm --on 2012-06-30 --note 会审
review record "JB/T 8003-2003" --outcome merge --into "JB/T 8002-2001" --on 2012-06
review record "GB/T 20001-2006" --outcome withdraw --ends 2012-12-31 --on 2012-07
activities add course 标准编写培训 --on 2012-06-30 --quantity 40 --sector machinery --region 某市
activities add course 贯标培训 --due 2012-12-15 --organisation 某协会
activities edit 2 --state 筹备 --on 2012-09-01
activities close 1 --on 2012-07-02
progress record 4 3 --on 2012-06-30 --sector machinery
progress record 4 2.5 --on 2012-10-31 --note 两天
standards add "JB/T 8099-2012" --title 将被删除
standards similar 数控机床 --anew
standards remove "JB/T 8099-2012"
standards edit "JB/T 8003-2003" --title "金刚石磨头 尺寸"
standards edit "JB/T 8006-2012" --number "JB/T 8016-2012"
standards suspend 2011-0001T-JB --on 2012-07-01 --note 等待验证 --announcement 5号
standards resume 2011-0001T-JB --on 2012-08-01
standards suspend 2012-0004T-BB --on 2012-10-01
standards extend 2011-0003T-SJ --target 2014-06 --on 2012-10-15 --note 试验延后
standards add "GB 5226-2008" --title 机床电气设备 --effective 2009-02-01
standards convert "GB 5226-2008" --number "GB/T 5226-2008" --on 2012-09-01
review record "JB/T 8002-2001" --outcome amend --on 2012-11-02 --proposed
review record "JB/T 8003-2003" --outcome confirm --on 2012-11-05 --proposed
review decide "JB/T 8003-2003" --on 2012-11-10 --announcement 9号
review include "JB/T 8003-2003" --year 2012 --on 2012-03-01 --note 提前复审
"""


# Tables without rows.
EMPTY = ("life_pending",)
LISTS = {
    "standards": STANDARDS,
    "withdrawn": WITHDRAWN,
    "projects": PROJECTS,
    "odd_months": ODD_MONTHS,
    "reviews": REVIEWS,
}


def readings() -> dict[str, list[str]]:
    """Return the reading commands by name, with the plans and sectors of the fixture."""
    words = {"2011": "2012", "telecom": "electronics"}
    commands = {
        name: text
        for name, text in READINGS.items()
        if "import" not in name and "{" not in text  # those read a list
    }
    for old, new in words.items():
        commands = {name: text.replace(old, new) for name, text in commands.items()}
    show = ["standards", "show", "JB/T 7547-1994"]
    return {name: text.split() for name, text in commands.items()} | {"standards show": show}


def _newest_plan(words: list[str]) -> list[str]:
    """Return the option for the newest plan, which was the default up to version 6."""
    command = find_noun(words[0])
    if isinstance(command, CommandGroup):
        command = command.command(words[1])
    takes_plan = any(parameter.name == "plan" for parameter in command.parameters)
    is_filter = words[:2] in (["activities", "list"], ["activities", "due"])
    return ["--plan", "2013"] if takes_plan and not is_filter and "--year" not in words else []


def answers(db: Path) -> dict[str, Any]:
    """Return the answers of all reading commands, without what says where the file is."""
    found = {}
    for name, words in readings().items():
        answer = run_app("--db", str(db), *words, *_newest_plan(words), "--json")
        assert answer.code == 0, (words, answer.err)
        found[name] = json.loads(answer.out)
    for key in ("path", "bytes", "schema_version", "sqlite_version", "stdplan_version"):
        del found["db info"][0][key]
    return found


def create(db: Path) -> None:
    """Create the catalogue by commands."""
    folder = db.parent
    for name, text in LISTS.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    commands = [split(line) for line in COMMANDS.splitlines()]
    for year in ("2012", "2013"):
        for name in ("sectors", "tasks"):
            text = (PLAN / f"{name}.yaml").read_text("utf-8").replace("2012", year)
            (folder / f"{name}_{year}.yaml").write_text(text, encoding="utf-8")
        files = ["--sectors", f"sectors_{year}.yaml", "--tasks", f"tasks_{year}.yaml"]
        commands.insert(int(year) - 2012, ["init", *files])
    os.chdir(folder)
    for words in commands:
        answer = run_app("--db", str(db), *words)
        assert answer.code == 0, (words, answer.err)


def dump(db: Path) -> str:
    """Return the catalogue as SQL, the same for the same rows."""
    with sqlite3.connect(db) as connection:
        connection.execute(
            "UPDATE operation SET at = '2012-11-22T08:00:00+00:00', command = 'stdplan'"
        )
        pragmas = [
            f"PRAGMA {name} = {connection.execute(f'PRAGMA {name}').fetchone()[0]};"
            for name in ("application_id", "user_version")
        ]
        for (table,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'"):
            rows = connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
            assert rows or table in EMPTY, table
        return "\n".join([*pragmas, *connection.iterdump(), ""])


def load(sql: Path, db: Path) -> Path:
    """Create a catalogue from such a file."""
    connection = sqlite3.connect(db)
    connection.executescript(sql.read_text("utf-8"))
    connection.close()
    return db


def main() -> None:
    """Write the two files."""
    os.environ |= ENVIRONMENT
    with tempfile.TemporaryDirectory() as folder:
        db = Path(folder) / "plan.db"
        create(db)
        sql = dump(db)
        version = sql.partition("user_version = ")[2].partition(";")[0]
        lines = [
            f"{json.dumps(name)}: {json.dumps(rows, ensure_ascii=False)}"
            for name, rows in answers(db).items()
        ]
        os.chdir(FIXTURES)
    path = FIXTURES / f"catalogue_v{version}.sql"
    path.write_text(sql, encoding="utf-8")
    path.with_suffix(".json").write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
    sys.stdout.write(f"{path}\n")


if __name__ == "__main__":
    main()
