"""Adoption of international standards: how many of what is in force, and how closely.

Rule: a standard counts once, by its closest degree (IDT, MOD, EQV, unknown). NEQ is a stated
correspondence and no adoption; foreign advanced standards (ASTM, EN, JIS …) are counted apart.

Stale adoptions: the adopted edition is withdrawn, or there is a newer one, on a day.

Rule: only what the catalogue holds is known. An edition is replaced where a later edition of its
standard (prefix, number, part) is in force, else where what replaces it wholly, along the chain,
is; it is withdrawn where its own record, or all later ones, have ended and nothing took its place.
"""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from stdplan.catalogue import sql_rules
from stdplan.catalogue.queries import plans
from stdplan.catalogue.queries.query import Query, any_of, evaluate_once, in_sector
from stdplan.domain.adoption import Edition, edition
from stdplan.table import Column

_COUNTS = (
    Column("in_force", "integer"), Column("idt", "integer"), Column("mod", "integer"),
    Column("eqv", "integer"), Column("unknown", "integer"), Column("adopted", "integer"),
    Column("rate", "percent"), Column("neq", "integer"), Column("foreign", "integer"),
)  # fmt: skip
ADOPTION_COLUMNS = {
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

# A rule of domain/adoption.py, which catalogue/database.py brings into SQL.
_FOREIGN = "is_foreign(a.reference)"
# Whether record `s` adopts an international standard.
ADOPTS_INTERNATIONAL = (
    "EXISTS (SELECT 1 FROM adopts a WHERE a.standard = s.id AND a.degree IS NOT 'NEQ'"
    f" AND NOT {_FOREIGN})"
)


class AdoptionScope(NamedTuple):
    """What is asked about: standards in force on `day`, of `families` (none: all)."""

    plan: int
    day: date
    families: Sequence[str]


def by_sector(connection: sqlite3.Connection, asked: AdoptionScope) -> Query:
    """For each of the plan's sectors, and for records of none of them."""
    counts = _counted(asked, "sector", plans.OWN_SECTOR)
    expressions = {"sector": "p.sector", "name": plans.name_expression("c"), **_FIGURES}
    return Query(
        connection,
        expressions,
        ADOPTION_COLUMNS["sector"],
        plans.SECTORS_AND_REST,
        parameters=_parameters(asked),
        order="p.position",
        common={"n": counts},
    )


def by_year(connection: sqlite3.Connection, asked: AdoptionScope) -> Query:
    """For each year of publication (else of effect, else of the number), the newest first."""
    year = "CAST(substr(coalesce(s.published, s.effective, s.number_year), 1, 4) AS INTEGER)"
    return Query(
        connection,
        {"year": "n.year", **_FIGURES},
        ADOPTION_COLUMNS["year"],
        "n",
        parameters=_parameters(asked),
        order="n.year IS NULL, n.year DESC",
        common={"n": _counted(asked, "year", year)},
    )


def by_degree(connection: sqlite3.Connection, asked: AdoptionScope) -> Query:
    """For each degree: standards by their closest one, and the share of what is in force."""
    facts = evaluate_once(_facts(asked, "degree", "NULL"))
    counts = f"SELECT best, abroad, count(*) AS n FROM {facts} GROUP BY best, abroad"
    of_best = "(SELECT sum(n.n) FROM n WHERE n.best = d.column2)"
    expressions = {
        "degree": "d.column1",
        "standards": f"coalesce({of_best}, 0)",
        "share": f"round(100.0 * coalesce({of_best}, 0) / (SELECT sum(n.n) FROM n), 1)",
        "foreign": "coalesce((SELECT sum(n.n) FROM n WHERE n.abroad = d.column2), 0)",
    }
    return Query(
        connection,
        expressions,
        ADOPTION_COLUMNS["degree"],
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


def _counted(asked: AdoptionScope, name: str, part: str) -> str:
    tallies = [f"sum(best IS {rank}) AS {degree.lower()}" for degree, rank in _RANKS.items()]
    return (
        f"SELECT {name}, count(*) AS in_force, {', '.join(tallies)},"
        " sum(coalesce(best < 5, 0)) AS adopted, sum(coalesce(abroad < 5, 0)) AS abroad"
        f" FROM {evaluate_once(_facts(asked, name, part))} GROUP BY {name}"
    )


def _facts(asked: AdoptionScope, name: str, part: str) -> str:
    """What is in force: `part` as `name`, and its closest degree: `best` to an international
    standard, `abroad` to a foreign one."""
    best = f"(SELECT min({_RANK} ELSE 4 END) FROM adopts a WHERE a.standard = s.id AND"
    where = [sql_rules.is_in_force("s"), "s.amends IS NULL"]
    if asked.families:
        where.insert(0, any_of("s.family", "family", asked.families, {}))
    return (
        f"SELECT {part} AS {name}, {best} NOT {_FOREIGN}) AS best,"
        f" {best} {_FOREIGN}) AS abroad FROM standard s WHERE {' AND '.join(where)}"
    )


def _parameters(asked: AdoptionScope) -> dict[str, object]:
    made: dict[str, object] = {**sql_rules.day_parameters(asked.day), "plan": asked.plan}
    any_of("s.family", "family", asked.families, made)
    return made


STALE_COLUMNS = (
    Column("number", "key"), Column("title"), Column("sector", "key"), Column("adopted", "key"),
    Column("degree", "key"), Column("state", "key"), Column("newer", "key"), Column("newer_title"),
    Column("since", "date"),
)  # fmt: skip
_LONGEST_CHAIN = 50


class StaleEdition(NamedTuple):
    """What became of an adopted edition: `state` is withdrawn or replaced; `newer` what took its
    place; `since` the day it ended, as far as its own record tells, else a later edition began."""

    state: str
    newer: str | None
    newer_title: str | None
    since: str | None


class _Held(NamedTuple):
    """A record of an edition, as it stands on the day."""

    key: str
    title: str | None
    year: int
    start: str | None
    end: str | None
    in_force: bool


def stale_adoptions(
    connection: sqlite3.Connection, day: date, sectors: Sequence[str] = ()
) -> Query:
    """Stale adoptions of the standards that are in force on the day; NEQ is no adoption."""
    references = connection.execute(
        "SELECT DISTINCT reference FROM adopts WHERE degree IS NOT 'NEQ'"
    )
    found = stale_editions(connection, day, [row[0] for row in references])
    parameters: dict[str, object] = {
        **sql_rules.day_parameters(day),
        "stale": json.dumps([[reference, *stale] for reference, stale in found.items()]),
    }
    where = [sql_rules.is_in_force("s"), "a.degree IS NOT 'NEQ'"]
    if sectors:
        where.append(in_sector(sectors, parameters))
    names = ("reference", *StaleEdition._fields)
    cells = (f"json_extract(value, '$[{place}]') AS {name}" for place, name in enumerate(names))
    expressions = {
        "number": "coalesce(s.number, s.key)",
        "title": "s.title",
        "sector": "s.sector",
        "adopted": "a.reference",
        "degree": "a.degree",
        **{name: f"t.{name}" for name in StaleEdition._fields},
    }
    return Query(
        connection,
        expressions,
        STALE_COLUMNS,
        "t CROSS JOIN adopts a ON a.reference = t.reference JOIN standard s ON s.id = a.standard",
        tuple(where),
        parameters,
        "s.sort_key, s.key, a.position, a.reference",
        {"number": "s.sort_key"},
        {"t": f"SELECT {', '.join(cells)} FROM json_each(:stale)"},
    )


def stale_adoptions_of(
    connection: sqlite3.Connection, key: str, day: date
) -> list[dict[str, object]]:
    """The stale adoptions of one record, for `standards show`."""
    references = connection.execute(
        "SELECT a.reference FROM adopts a JOIN standard s ON s.id = a.standard"
        " WHERE s.key = ? AND a.degree IS NOT 'NEQ' ORDER BY a.position, a.reference",
        (key,),
    )
    found = stale_editions(connection, day, [row[0] for row in references])
    return [{"adopted": reference, **stale._asdict()} for reference, stale in found.items()]


def stale_editions(
    connection: sqlite3.Connection, day: date, references: Iterable[str]
) -> dict[str, StaleEdition]:
    """Which of the references name an edition that is stale on the day, and how."""
    named = {text: found for text in references if (found := edition(text))}
    held = _held(connection, day, named.values())
    own = {one.key: one for of_base in held.values() for one in of_base}
    ended = [one.key for one in named.values() if _has_ended(own.get(one.key), day)]
    chains = _successors(connection, day, ended)
    made = {}
    for text, one in named.items():
        later = [other for other in held.get(one.base, ()) if other.year > one.year]
        stale = _state(own.get(one.key), later, chains.get(one.key), day)
        if stale is not None:
            made[text] = stale
    return made


def _state(
    own: _Held | None, later: Sequence[_Held], successor: _Held | None, day: date
) -> StaleEdition | None:
    begun = [one for one in later if one.start and one.start <= str(day)]
    newest = max((one for one in begun if one.in_force), key=_newest, default=successor)
    if own is not None and _has_ended(own, day):
        since = own.end
    elif begun:
        since = min(one.start for one in begun if one.start)
    else:
        return None
    if newest is None:
        return StaleEdition("withdrawn", None, None, since)
    return StaleEdition("replaced", newest.key, newest.title, since)


def _newest(one: _Held) -> tuple[int, int]:
    """The later edition; of one edition its plain text before a consolidated one."""
    return one.year, -len(one.key)


def _has_ended(own: _Held | None, day: date) -> bool:
    return own is not None and own.end is not None and own.end <= str(day)


def _held(
    connection: sqlite3.Connection, day: date, editions: Iterable[Edition]
) -> Mapping[str, list[_Held]]:
    """The records that the catalogue has of these standards, by base, amendments aside."""
    bases = {one.base: one.first for one in editions}
    # Editions sort together, behind what their keys begin with: the index of the order finds them.
    rows = connection.execute(
        f"SELECT s.key, s.title, {sql_rules.start_day('s')}, {sql_rules.end_day('s')},"
        f" {sql_rules.is_in_force('s')} FROM json_each(:firsts) b CROSS JOIN standard s"
        " WHERE s.sort_key >= b.value AND s.sort_key < b.value || char(1114111)"
        f" AND s.amends IS NULL AND {sql_rules.is_known('s')}"
        f" AND NOT {sql_rules.is_not_public('s')}",
        {**sql_rules.day_parameters(day), "firsts": json.dumps(sorted(set(bases.values())))},
    )
    found: defaultdict[str, list[_Held]] = defaultdict(list)
    for key, title, start, end, in_force in rows:
        one = edition(key)
        if one is not None and one.base in bases:
            found[one.base].append(_Held(key, title, one.year, start, end, bool(in_force)))
    return found


def _successors(connection: sqlite3.Connection, day: date, keys: Sequence[str]) -> dict[str, _Held]:
    """For each key the record in force that replaces it wholly, the farthest along the chain."""
    rows = connection.execute(
        "WITH RECURSIVE chain(seed, key, steps) AS ("
        "SELECT value, value, 0 FROM json_each(:keys) UNION"
        " SELECT c.seed, r.successor, c.steps + 1 FROM chain c JOIN replaces r ON r.target = c.key"
        f" WHERE r.partial = 0 AND c.steps < {_LONGEST_CHAIN})"
        f" SELECT c.seed, s.key, s.title, {sql_rules.start_day('s')} FROM chain c"
        " JOIN standard s ON s.key = c.key"
        f" WHERE c.steps > 0 AND {sql_rules.is_in_force('s')} ORDER BY c.steps, s.sort_key DESC",
        {**sql_rules.day_parameters(day), "keys": json.dumps(list(keys))},
    )
    return {seed: _Held(key, title, 0, start, None, True) for seed, key, title, start in rows}
