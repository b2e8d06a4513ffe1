"""Technical committees named by the records, and their load on a day.

Technical committees, as records name them.

Rule: nothing is invented. Two texts are one committee only where they differ in nothing but the
blanks around them and the width of letters, digits, signs and blanks; `SAC/TC 1` and `SAC/TC1` stay
two, and so do a committee's name and its number.
"""

import sqlite3
from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from stdplan.catalogue import sql_rules
from stdplan.catalogue.queries import measures, plans, reviews
from stdplan.catalogue.queries.query import evaluate_once, in_sector
from stdplan.domain.numbers.model import natural_key
from stdplan.table import Cell, Column

_NARROW = {code + 0xFEE0: code for code in range(0x21, 0x7F)} | {0x3000: 0x20}


def normalized_name(text: str) -> str:
    """The text by which spellings of one committee are one: 'ＳＡＣ／ＴＣ　1 ' → 'SAC/TC 1'."""
    return text.translate(_NARROW).strip()


_LOAD = ("records", "in_force", "projects", "overdue", "due", "published")
COMMITTEE_COLUMNS = (
    Column("committee"),
    Column("sectors", "list"),
    *(Column(name, "integer") for name in _LOAD),
)


class _Committee:
    """What is counted of one committee: by spelling, by sector, and its load."""

    def __init__(self) -> None:
        self.spellings: defaultdict[str, int] = defaultdict(int)
        self.sectors: set[str] = set()
        self.load = [0] * len(_LOAD)

    def row(self, order: Sequence[str]) -> list[Cell]:
        # The spelling that most records have: `standards list --committee` finds it.
        name = min(self.spellings, key=lambda text: (-self.spellings[text], text))
        return [name, [code for code in order if code in self.sectors], *self.load]


def committee_load(
    connection: sqlite3.Connection, plan: plans.PlanRules, day: date, sectors: Sequence[str] = ()
) -> tuple[list[list[Cell]], int]:
    """A row for each committee of the records that are there, and how many records name none.

    `sectors`: only records of these; the column tells the plan's sectors that its records have as
    their own. Overdue, due and published are as in `standards list --overdue`, `review due` and the
    plan's year.
    """
    parameters: dict[str, object] = {
        **sql_rules.day_parameters(day),
        "plan": plan.year,
        "months": plan.project_months,
    }
    where = [sql_rules.is_known("s")]
    if sectors:
        where.append(in_sector(sectors, parameters))
    facts = (
        f"SELECT s.committee AS committee, {plans.OWN_SECTOR} AS sector,"
        f" {sql_rules.status('s')} AS status, {sql_rules.is_overdue('s')} AS overdue,"
        f" {reviews.is_due(reviews.plan_due_rule(plan, day), parameters)} AS due,"
        f" {measures.is_published_in(plan.year, day, parameters)} AS published"
        f" FROM standard s WHERE {' AND '.join(where)}"
    )
    rows = connection.execute(
        "SELECT committee, sector, count(*), sum(status = 'in-force'), sum(status = 'planned'),"
        " sum(coalesce(overdue, 0)), sum(status = 'in-force' AND due), sum(published)"
        f" FROM {evaluate_once(facts)} GROUP BY committee, sector",
        parameters,
    )
    found: defaultdict[str, _Committee] = defaultdict(_Committee)
    nameless = 0
    for text, sector, *load in rows:
        if text is None:
            nameless += load[0]
            continue
        one = found[normalized_name(text)]
        one.spellings[text] += load[0]
        one.sectors |= {sector} if sector else set()
        one.load = [held + more for held, more in zip(one.load, load, strict=True)]
    order = [row[0] for row in connection.execute(_SECTORS, (plan.year,))]
    return [found[name].row(order) for name in sorted(found, key=natural_key)], nameless


_SECTORS = "SELECT sector FROM plan_sector WHERE plan = ? ORDER BY position"
