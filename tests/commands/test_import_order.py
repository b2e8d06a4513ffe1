"""The order of rows and lists does not matter, unless rows contradict each other."""

import json
import random
import shutil
from pathlib import Path
from typing import Any

import pytest

from helpers import ListOf, run_app

HEADER = "标准编号,标准名称,计划号,发布日期,实施日期,代替标准,采标情况,状态,经办人"
ROWS = (
    "JB/T 1-2011,车床,,2011-05-18,2011-10-01,JB/T 1-2001、部分代替 JB/T 2-1999,,现行,张三",
    "JB/T 1-2001,车床,,,2001-10-01,JB/T 1-1991,,,",
    "JB/T 1-1991,车床,,,,,,作废,",
    "JB/T 1—2011,车床 ,,,,,ISO 1234:2000，IDT,,",
    "JB/T 2-1999,磨床,,1999,,,,,李四",
    "JB/T 2-2012,磨床,,,2012-05,部分代替 JB/T 2-1999,,,",
    "JB/T 3-2011,铣床,,另行通知,,被 JB/T 3-2020 代替,,,",
    "JB/T 3-2020,铣床,,2020-01-01,,,,,",
    ",刨床,2011-0001T-JB,,,JB/T 4-1999,,正在审查,",
    "JB/T 5-2012,镗床,2011-0002T-JB,2012-01-01,,,,,",
    ",镗床,2011-0002T-JB,,,,,正在起草,",
    "GB 50254~50259-96,电气,,,,,,,",
    "YB/T 036-1992(2005),钢丝,,,,,,,",
    "住建部令第 37 号,办法,,2011,,,,,",
)


@pytest.mark.parametrize("seed", range(6))
def test_shuffled_rows_and_lists_give_the_same_catalogue(
    seeded: Path, tmp_path: Path, a_list: ListOf, seed: int
) -> None:
    def imported(rows: list[str], cut: int) -> list[dict[str, Any]]:
        db = str(shutil.copy(seeded, tmp_path / f"{cut}.db"))
        lists = [a_list(HEADER, *rows[:cut], name="a.csv"), a_list(HEADER, *rows[cut:])]
        answer = run_app("--db", db, "standards", "import", *lists)
        assert answer.code == 0, answer.err
        records = json.loads(run_app("--db", db, "standards", "list", "-f", "json").out)
        return [{**record, "source": None} for record in records]

    shuffled = list(ROWS)
    random.Random(seed).shuffle(shuffled)
    assert imported(shuffled, 2 + seed) == imported(list(ROWS), len(ROWS))
