"""Twenty years of events of an old plan, entered in any order, give the same answers on every
day."""

import json
import random
from collections.abc import Sequence
from pathlib import Path
from shutil import copy

import pytest

from helpers import run_app

pytestmark = pytest.mark.slow

# The events, as a user enters them. Those named in brackets must be entered before: a record must
# exist before it gets a stage, and a standard needs its number before it is reviewed.
LIFE = {
    "begun": ("standards add 2001-0001T-JB --title 试验机 --on 2001-02-01", []),
    "other": ("standards add 2001-0002T-JB --title 磨床 --on 2001-02-01", []),
    "older": ("standards add JB/T_1-1991 --title 试验机 --published 1991-05-18", []),
    "link": ("standards edit 2001-0001T-JB --replaces JB/T_1-1991 --work revise", ["begun"]),
    "draft": ("standards stage 2001-0001T-JB 20 --on 2001-04-01", ["begun"]),
    "asked": ("standards stage 2001-0001T-JB 30 --on 2001-09-01", ["begun"]),
    "seen": ("standards stage 2001-0001T-JB 40 --on 2002-01-15", ["begun"]),
    "sent": ("standards stage 2001-0001T-JB 50 --on 2002-03-01", ["begun"]),
    "dropped": ("standards stage 2001-0002T-JB 95 --on 2003-05-01", ["other"]),
    "drafted": ("standards stage 2001-0002T-JB 20 --on 2001-06-01", ["other"]),
    "out": ("standards stage 2001-0001T-JB 60 --number JB/T_1-2002 --on 2002-05-18", ["begun"]),
    "starts": ("standards edit JB/T_1-2002 --effective 2002-10-01", ["out"]),
    "opened": ("standards stage JB/T_1-2002 90 --on 2007-03-01", ["out"]),
    "confirm": ("review record JB/T_1-2002 --outcome confirm --on 2007-09-30", ["starts"]),
    "revise": ("review record JB/T_1-2002 --outcome revise --on 2012-06-30", ["starts"]),
    "again": ("standards add 2012-0009T-JB --title 新试验机 --replaces JB/T_1-2002 --work revise"
              " --on 2012-09-01", ["out"]),
    "redraft": ("standards stage 2012-0009T-JB 20 --on 2012-11-01", ["again"]),
    "reseen": ("standards stage 2012-0009T-JB 40 --on 2013-05-01", ["again"]),
    "issued": ("standards stage 2012-0009T-JB 60 --number JB/T_1-2014 --on 2014-02-01", ["again"]),
    "takes": ("standards edit JB/T_1-2014 --effective 2014-07-01", ["issued"]),
    "merge": ("review record JB/T_1-2014 --outcome merge --into JB/T_9-2020 --on 2019-08-01",
              ["takes"]),
    "target": ("standards add JB/T_9-2020 --title 机 --published 2020-05-18 --effective 2021-01-01",
               []),
    "gone": ("review record JB/T_1-2014 --outcome withdraw --ends 2021-06-01 --on 2020-12-01",
             ["takes"]),
}  # fmt: skip
DAYS = [
    "2001-01-31", "2001-02-01", "2001-04-01", "2002-03-01", "2002-05-17", "2002-05-18",
    "2002-10-01", "2003-05-01", "2007-03-01", "2007-09-30", "2012-06-29", "2012-06-30",
    "2012-09-01", "2014-02-01", "2014-07-01", "2019-07-01", "2019-08-01", "2020-12-31",
    "2021-06-01", "2022-01-01", "2030-01-01",
]  # fmt: skip
QUESTIONS = (
    "standards list",
    "standards list --overdue",
    "review due --family all",
    "review list --open --fields number,date,outcome,into,ends,note",
    "review calendar",
    "report sectors",
    "report stages",
    "report review",
    "report progress",
    "standards show 2001-0001T-JB",
    "standards show 2012-0009T-JB",
)
# Half of the questions on half of the days: enough to detect differences, and fast.
ASKED = [(words, day) for place, words in enumerate(QUESTIONS) for day in DAYS[place % 2 :: 2]]


def answers_after(database: Path, order: Sequence[str]) -> list[str]:
    """Enter the events in this order, and return the answers to the questions."""
    for name in order:
        words = [word.replace("_", " ") for word in LIFE[name][0].split()]
        answer = run_app("--db", str(database), *words)
        assert answer.code == 0, (name, answer.err)
    answers = [ask(database, *words.split(), "--as-of", day) for words, day in ASKED]
    return [*answers, ask(database, "report", "moves", "--since", "2001")]


def ask(database: Path, *words: str) -> str:
    answer = run_app("--db", str(database), *words, "--json")
    assert answer.code == 0, (words, answer.err)
    return answer.out


def shuffled(seed: int) -> list[str]:
    """Return the names in a random order in which each follows those that it needs."""
    names = sorted(LIFE)
    random.Random(seed).shuffle(names)
    order: list[str] = []
    while names:
        name = next(name for name in names if set(LIFE[name][1]) <= set(order))
        order.append(name)
        names.remove(name)
    return order


@pytest.fixture(scope="module")
def as_it_happened(seeded: Path, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Return the answers if every event was entered on its day."""
    path = copy(seeded, tmp_path_factory.mktemp("life") / "plan.db")
    return answers_after(Path(path), sorted(LIFE, key=_day))


def _day(name: str) -> str:
    words = LIFE[name][0].split()
    dated = [words[place + 1] for place, word in enumerate(words) if word in _DATED]
    needed = [_day(other) for other in LIFE[name][1]]
    return max([*(dated or [""]), *needed]) + ("" if dated else "~")


_DATED = ("--on", "--published")


@pytest.mark.parametrize("seed", range(4))
def test_any_order_gives_the_same_answers(
    seeded: Path, tmp_path: Path, as_it_happened: list[str], seed: int
) -> None:
    answers = answers_after(Path(copy(seeded, tmp_path / "plan.db")), shuffled(seed))
    for asked, ours, theirs in zip([*ASKED, "moves"], answers, as_it_happened, strict=True):
        assert json.loads(ours) == json.loads(theirs), asked
