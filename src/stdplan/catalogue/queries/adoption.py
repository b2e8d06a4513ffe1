"""Adoption of international standards: how many of what is in force, and how closely.

Rule: a standard counts once, by its closest degree (IDT, MOD, EQV, unknown). NEQ is a stated
correspondence and no adoption; foreign advanced standards (ASTM, EN, JIS …) are counted apart.
"""

import sqlite3
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from stdplan.catalogue.queries import plans, timeline
from stdplan.catalogue.queries.select import Select, any_of, once
from stdplan.table import Column

_COUNTS = (
    Column("in_force", "integer"), Column("idt", "integer"), Column("mod", "integer"),
    Column("eqv", "integer"), Column("unknown", "integer"), Column("adopted", "integer"),
    Column("rate", "percent"), Column("neq", "integer"), Column("foreign", "integer"),
)  # fmt: skip
COLUMNS = {
    "sector": (Column("sector", "key"), Column("name"), *_COUNTS),
    "year": (Column("year", "integer"), *_COUNTS),
    "degree": (
        Column("degree", "key"), Column("standards", "integer"), Column("share", "percent"),
        Column("foreign", "integer"),
    ),
}  # fmt: skip
# From the closest degree to none; an unknown one is an adoption.
_RANKS = {"IDT": 1, "MOD": 2, "EQV": 3, "unknown": 4, "NEQ": 5}
_RANK = "CASE a.degree WHEN 'IDT' THEN 1 WHEN 'MOD' THEN 2 WHEN 'EQV' THEN 3 WHEN 'NEQ' THEN 5"

# A rule of domain/adoption.py, which catalogue/functions.py brings into SQL.
_FOREIGN = "is_foreign(a.reference)"
# Whether record `s` adopts an international standard.
ADOPTS = (
    "EXISTS (SELECT 1 FROM adopts a WHERE a.standard = s.id AND a.degree IS NOT 'NEQ'"
    f" AND NOT {_FOREIGN})"
)


class Asked(NamedTuple):
    """What is asked about: standards in force on `day`, of `families` (none: all)."""

    plan: int
    day: date
    families: Sequence[str]


def by_sector(connection: sqlite3.Connection, asked: Asked) -> Select:
    """For each of the plan's sectors, and for records of none of them."""
    counts = _counted(asked, "sector", plans.OWN_SECTOR)
    expressions = {"sector": "p.sector", "name": plans.named("c"), **_FIGURES}
    return Select(
        connection,
        expressions,
        COLUMNS["sector"],
        plans.WITH_REST,
        parameters=_parameters(asked),
        order="p.position",
        common={"n": counts},
    )


def by_year(connection: sqlite3.Connection, asked: Asked) -> Select:
    """For each year of publication (else of effect, else of the number), the newest first."""
    year = "CAST(substr(coalesce(s.published, s.effective, s.number_year), 1, 4) AS INTEGER)"
    return Select(
        connection,
        {"year": "n.year", **_FIGURES},
        COLUMNS["year"],
        "n",
        parameters=_parameters(asked),
        order="n.year IS NULL, n.year DESC",
        common={"n": _counted(asked, "year", year)},
    )


def by_degree(connection: sqlite3.Connection, asked: Asked) -> Select:
    """For each degree: standards by their closest one, and the share of what is in force."""
    facts = once(_facts(asked, "degree", "NULL"))
    counts = f"SELECT best, abroad, count(*) AS n FROM {facts} GROUP BY best, abroad"
    of_best = "(SELECT sum(n.n) FROM n WHERE n.best = d.column2)"
    expressions = {
        "degree": "d.column1",
        "standards": f"coalesce({of_best}, 0)",
        "share": f"round(100.0 * coalesce({of_best}, 0) / (SELECT sum(n.n) FROM n), 1)",
        "foreign": "coalesce((SELECT sum(n.n) FROM n WHERE n.abroad = d.column2), 0)",
    }
    return Select(
        connection,
        expressions,
        COLUMNS["degree"],
        f"(VALUES {', '.join(map(repr, _RANKS.items()))}) d",
        parameters=_parameters(asked),
        order="d.column2",
        common={"n": counts},
    )


_FIGURES = {
    **{name: f"coalesce(n.{name}, 0)" for name in ("in_force", "idt", "mod", "eqv", "unknown")},
    "adopted": "coalesce(n.adopted, 0)",
    "rate": "round(100.0 * n.adopted / n.in_force, 1)",
    "neq": "coalesce(n.neq, 0)",
    "foreign": "coalesce(n.abroad, 0)",
}


def _counted(asked: Asked, name: str, part: str) -> str:
    tallies = [f"sum(best IS {rank}) AS {degree.lower()}" for degree, rank in _RANKS.items()]
    return (
        f"SELECT {name}, count(*) AS in_force, {', '.join(tallies)},"
        " sum(coalesce(best < 5, 0)) AS adopted, sum(coalesce(abroad < 5, 0)) AS abroad"
        f" FROM {once(_facts(asked, name, part))} GROUP BY {name}"
    )


def _facts(asked: Asked, name: str, part: str) -> str:
    """What is in force: `part` as `name`, and its closest degree: `best` to an international
    standard, `abroad` to a foreign one."""
    best = f"(SELECT min({_RANK} ELSE 4 END) FROM adopts a WHERE a.standard = s.id AND"
    where = [timeline.in_force("s"), "s.amends IS NULL"]
    if asked.families:
        where.insert(0, any_of("s.family", "family", asked.families, {}))
    return (
        f"SELECT {part} AS {name}, {best} NOT {_FOREIGN}) AS best,"
        f" {best} {_FOREIGN}) AS abroad FROM standard s WHERE {' AND '.join(where)}"
    )


def _parameters(asked: Asked) -> dict[str, object]:
    made: dict[str, object] = {**timeline.parameters(asked.day), "plan": asked.plan}
    any_of("s.family", "family", asked.families, made)
    return made
