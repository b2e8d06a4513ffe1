"""Technical committees named by the records, and their load on a day.

Rule: nothing is invented. Two texts name one committee only if they differ in nothing but blanks
around them and the width of letters, digits, signs and blanks. `SAC/TC 1` and `SAC/TC1` stay two,
and so do a committee's name and its number.
"""

import sqlite3
from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from itertools import chain

from stdplan.catalogue import project_rules, sql_rules
from stdplan.catalogue.queries import measures, plans, reviews
from stdplan.catalogue.queries.query import Values, in_sector
from stdplan.domain.numbers.model import natural_key
from stdplan.table import Cell, Column

COMMITTEE_COLUMNS = (
    Column("committee"), Column("sectors", "list"), Column("records", "integer"),
    Column("in_force", "integer"), Column("projects", "integer"), Column("overdue", "integer"),
    Column("due", "integer", context="number of standards"), Column("published", "integer"),
)  # fmt: skip
_LOAD = tuple(column.name for column in COMMITTEE_COLUMNS[2:])
# From full-width characters, and the ideographic blank, to ASCII.
_TO_HALF_WIDTH = {code + 0xFEE0: code for code in range(0x21, 0x7F)} | {0x3000: 0x20}


def committee_load(
    connection: sqlite3.Connection, plan: plans.PlanRules, day: date, sectors: Values = ()
) -> tuple[list[list[Cell]], int]:
    """Return a row for each committee of the records that exist on the day, by name, and the number
    of records that name none.

    `sectors`: only records in these sectors are counted. The column `sectors` lists those of the
    plan's sectors to which the records belong. Overdue records are those of `standards list
    --overdue`, due ones those of `review due`; published is counted within the plan's year.
    """
    parameters: dict[str, object] = {
        **sql_rules.day_parameters(day),
        "plan": plan.year,
        **plan.months(),
    }
    where = [sql_rules.is_known("l")]
    if sectors:
        where.append(in_sector(sectors, parameters, "l.sector", "l.standard"))
    due = reviews.is_due(reviews.plan_due_rule(plan, day), parameters)
    is_published = measures.is_published_in(plan.year, day, parameters)
    # An index has what is counted of all records, in the order of sectors and committees. It has
    # the committees as numbers; any of its records has the text. Only projects, and what
    # was published in the year, are looked up in the table of records; `+` keeps SQLite from
    # choosing the same index for them.
    records, looked_up = "life l JOIN standard s ON s.id = l.standard", "+l.sector, +l.committee"
    parts = (
        ("life l", "1", "l.sector, l.committee", {
            "records": "count(*)",
            "in_force": f"sum({sql_rules.is_in_force_from_index('l')})",
            "due": f"sum({due})",
        }),
        (records, "l.public > :day", looked_up, {
            "projects": f"sum({project_rules.is_open_project('l')})",
            "overdue": f"sum(coalesce({project_rules.is_overdue('s', 'l')}, 0))",
        }),
        (records, is_published, looked_up, {"published": "count(*)"}),
    )  # fmt: skip
    rows = chain.from_iterable(
        connection.execute(
            f"""
            SELECT l.committee, min(l.standard), l.sector,
            {", ".join(counts.get(name, "0") for name in _LOAD)}
            FROM {tables}
            WHERE {" AND ".join([condition, *where])}
            GROUP BY {group}
            """,
            parameters,
        )
        for tables, condition, group, counts in parts
    )
    names: dict[int, str] = {}
    order = [
        sector
        for (sector,) in connection.execute(
            "SELECT sector FROM plan_sector WHERE plan = ? ORDER BY position", (plan.year,)
        )
    ]
    committees: defaultdict[str, _CommitteeLoad] = defaultdict(_CommitteeLoad)
    nameless = 0
    for committee, record, sector, *load in rows:
        if committee is None:
            nameless += load[0]
        else:
            if committee not in names:
                sql = "SELECT committee FROM standard WHERE id = ?"
                (names[committee],) = connection.execute(sql, (record,)).fetchone()
            text = names[committee]
            committees[normalized_name(text)].add(text, sector, load)
    return [committees[name].row(order) for name in sorted(committees, key=natural_key)], nameless


def normalized_name(text: str) -> str:
    """Return the text that all spellings of one committee have in common.

    >>> normalized_name("ＳＡＣ／ＴＣ　1 ")
    'SAC/TC 1'
    """
    return text.translate(_TO_HALF_WIDTH).strip()


class _CommitteeLoad:
    """The counts of one committee: records by spelling, its sectors, and the columns of _LOAD."""

    def __init__(self) -> None:
        self.spellings: defaultdict[str, int] = defaultdict(int)
        self.sectors: set[str] = set()
        self.load = [0] * len(_LOAD)

    def add(self, spelling: str, sector: str | None, load: Sequence[int]) -> None:
        """Add the counts of the records with this spelling and sector."""
        self.spellings[spelling] += load[0]
        self.sectors |= {sector} if sector else set()
        self.load = [total + count for total, count in zip(self.load, load, strict=True)]

    def row(self, order: Sequence[str]) -> list[Cell]:
        """Return the cells of COMMITTEE_COLUMNS, with the sectors in this order."""
        # The spelling that most records have: `standards list --committee` finds it.
        name = min(self.spellings, key=lambda text: (-self.spellings[text], text))
        return [name, [code for code in order if code in self.sectors], *self.load]
