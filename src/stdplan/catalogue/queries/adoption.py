"""Adoption of international standards: how many, how closely, and which adoptions are stale.

Rule: a standard counts once, by its closest degree (IDT, MOD, EQV, unknown). NEQ is a stated
correspondence and no adoption; foreign advanced standards (ASTM, EN, JIS …) are counted apart.

An adoption is stale if the adopted edition is withdrawn, or replaced by a newer one, on the day.
Only what the catalogue contains is known. An edition is replaced if a later edition of its standard
(prefix, number, part) is in force, else if the standard that replaces it as a whole, along the
chain, is. It is withdrawn if its own record, or all later ones, have ended without a successor.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from stdplan.catalogue import link_rules, sql_rules
from stdplan.catalogue.queries import plans
from stdplan.catalogue.queries.measures import DENOMINATOR_COLUMNS
from stdplan.catalogue.queries.query import Query, Values, any_of, in_sector
from stdplan.light import TYPE_CHECKING, NamedTuple
from stdplan.table import Column

if TYPE_CHECKING:
    from stdplan.domain.adoption import Edition

_COUNT_COLUMNS = (
    Column("in_force", "integer"), Column("idt", "integer"), Column("mod", "integer"),
    Column("eqv", "integer"), Column("unknown", "integer"), Column("adopted", "integer"),
    Column("rate", "percent"), Column("neq", "integer"), Column("foreign", "integer"),
    *DENOMINATOR_COLUMNS,
)  # fmt: skip
ADOPTION_COLUMNS = {
    "sector": (Column("sector", "key"), Column("name"), *_COUNT_COLUMNS),
    "year": (Column("year", "integer"), *_COUNT_COLUMNS),
    "degree": (
        Column("degree", "key"), Column("standards", "integer"), Column("share", "percent"),
        Column("foreign", "integer"), *DENOMINATOR_COLUMNS,
    ),
}  # fmt: skip
STALE_COLUMNS = (
    Column("number", "key"), Column("title"), Column("sector", "key"),
    Column("adopted", "key", context="a standard"),
    Column("degree", "key"), Column("state", "key"), Column("newer", "key"), Column("newer_title"),
    Column("since", "date"),
)  # fmt: skip

# From the closest degree to none; an unknown one is an adoption.
_RANKS = {"IDT": 1, "MOD": 2, "EQV": 3, "unknown": 4, "NEQ": 5}
_WHENS = " ".join(f"WHEN '{degree}' THEN {rank}" for degree, rank in _RANKS.items())
_RANK = f"CASE coalesce(a.degree, 'unknown') {_WHENS} END"


# Counts.

# SQL for the families that are counted, as JSON.
_FAMILIES = ":families"
_ALL = "all"  # of any family, or of none


class AdoptionScope(NamedTuple):
    """The standards that are counted: those in force on `day`, of `families` (empty: of all)."""

    plan: int
    day: date
    families: Sequence[str | None]


def by_sector(connection: sqlite3.Connection, scope: AdoptionScope) -> Query:
    """Return the counts for each of the plan's sectors, and for the records of none of them."""
    return Query(
        connection=connection,
        expressions={
            "sector": "p.sector",
            "name": plans.name_expression("c"),
            **_COUNTS,
            "denominator_of": _FAMILIES,
        },
        columns=ADOPTION_COLUMNS["sector"],
        tables=plans.SECTORS_AND_REST,
        parameters=_scope_parameters(scope),
        order="p.position",
        common={
            "n": _sum_by("sector", plans.own_sector("sector"), _count_by(scope, "l.sector")),
        },
    )


def by_year(connection: sqlite3.Connection, scope: AdoptionScope) -> Query:
    """Return the counts for each year of publication (else of effect, else of the number), the
    newest first."""
    # A standard without any of these days counts as published since it is known.
    year = "CASE WHEN l.counted_from IS NOT NULL THEN CAST(substr(l.public, 1, 4) AS INTEGER) END"
    return Query(
        connection=connection,
        expressions={"year": "n.year", **_COUNTS, "denominator_of": _FAMILIES},
        columns=ADOPTION_COLUMNS["year"],
        tables="n",
        parameters=_scope_parameters(scope),
        order="n.year IS NULL, n.year DESC",
        common={"n": _sum_by("year", "year", _count_by(scope, year))},
    )


def by_degree(connection: sqlite3.Connection, scope: AdoptionScope) -> Query:
    """Return, for each degree, the number of standards in force that adopt with this degree and no
    closer one, and their share of all in force."""
    of_degree = "coalesce((SELECT sum(n.n) FROM n WHERE n.best = d.column2), 0)"
    in_force = f"(SELECT count(*) FROM life l WHERE {_in_scope(scope)})"
    adopting = f"""
        SELECT e.best, e.abroad, count(*) AS n
        FROM ({_CLOSEST}) e
        CROSS JOIN life l ON l.standard = e.standard
        WHERE {_in_scope(scope)}
        GROUP BY e.best, e.abroad
    """
    return Query(
        connection=connection,
        expressions={
            "degree": "d.column1",
            "standards": of_degree,
            "share": f"round(100.0 * {of_degree} / nullif({in_force}, 0), 1)",
            "foreign": "coalesce((SELECT sum(n.n) FROM n WHERE n.abroad = d.column2), 0)",
            "denominator": in_force,
            "denominator_of": _FAMILIES,
        },
        columns=ADOPTION_COLUMNS["degree"],
        tables=f"(VALUES {', '.join(map(repr, _RANKS.items()))}) d",
        parameters=_scope_parameters(scope),
        order="d.column2",
        common={"n": adopting},
    )


# SQL of _COUNT_COLUMNS, over the common table n of `_sum_by`.
_COUNTS = {
    **{name: f"coalesce(n.{name}, 0)" for name in ("in_force", "idt", "mod", "eqv", "unknown")},
    "adopted": "coalesce(n.adopted, 0)",
    "rate": "round(100.0 * n.adopted / n.in_force, 1)",
    "neq": "coalesce(n.neq, 0)",
    "foreign": "coalesce(n.abroad, 0)",
    "denominator": "coalesce(n.in_force, 0)",
}
# What is counted of the standards `e` of _CLOSEST; `abroad`: those that adopt a foreign standard.
_COUNTED = {
    **{degree.lower(): f"sum(e.best IS {rank})" for degree, rank in _RANKS.items()},
    "adopted": "sum(coalesce(e.best < 5, 0))",
    "abroad": "sum(coalesce(e.abroad < 5, 0))",
}
# A SELECT of the standards that adopt anything: the rank of the closest degree, `best` to an
# international standard and `abroad` to a foreign one.
_CLOSEST = f"""
    SELECT a.standard,
    min(CASE WHEN NOT {sql_rules.IS_FOREIGN} THEN {_RANK} END) AS best,
    min(CASE WHEN {sql_rules.IS_FOREIGN} THEN {_RANK} END) AS abroad
    FROM adopts a
    GROUP BY a.standard"""


def _count_by(scope: AdoptionScope, expression: str) -> str:
    """Return a SELECT of the counts for each value of an expression over `l`, in two rows: all
    standards in force, and those that adopt anything."""
    counts = ", ".join(f"{count} AS {name}" for name, count in _COUNTED.items())
    nothing = ", ".join(f"0 AS {name}" for name in _COUNTED)
    return f"""
        SELECT {expression} AS x, count(*) AS in_force, {nothing}
        FROM life l
        WHERE {_in_scope(scope)}
        GROUP BY 1
        UNION ALL
        SELECT {expression}, 0, {counts}
        FROM ({_CLOSEST}) e
        CROSS JOIN life l ON l.standard = e.standard
        WHERE {_in_scope(scope)}
        GROUP BY 1
    """


def _sum_by(name: str, expression: str, counts: str) -> str:
    """Return a SELECT of the sums of `_count_by` for each value of an expression over its first
    column, here called `name`."""
    sums = ", ".join(f"sum({column}) AS {column}" for column in ("in_force", *_COUNTED))
    renamed = f"SELECT x AS {name}, * FROM ({counts})"
    return f"SELECT {expression} AS {name}, {sums} FROM ({renamed}) GROUP BY 1"


def _in_scope(scope: AdoptionScope) -> str:
    """Return a condition on `l`: the standard is counted. _scope_parameters has the values."""
    conditions = ["NOT l.amendment", sql_rules.is_in_force_from_index("l")]
    if scope.families:
        conditions.append(f"coalesce({any_of('l.family', 'family', scope.families, {})}, 0)")
    return " AND ".join(conditions)


def _scope_parameters(scope: AdoptionScope) -> dict[str, object]:
    parameters: dict[str, object] = {
        **sql_rules.day_parameters(scope.day),
        "plan": scope.plan,
        # Codes have nothing that JSON escapes, and its module is slow to import.
        "families": '["' + '","'.join(filter(None, scope.families or [_ALL])) + '"]',
    }
    any_of("l.family", "family", scope.families, parameters)
    return parameters


# Stale adoptions.

_LONGEST_CHAIN = 50
_BATCH = 5000


class StaleEdition(NamedTuple):
    """What became of an adopted edition.

    `state` is withdrawn or replaced, `newer` the record that replaces it. `since` is the day the
    edition ended if its own record has one, else the day a later edition began.
    """

    state: str
    newer: str | None
    newer_title: str | None
    since: str | None


class _EditionRecord(NamedTuple):
    """The record of an edition, with its days and whether it is in force on the day."""

    key: str
    title: str | None
    year: int
    start: str | None
    end: str | None
    in_force: bool


def stale_adoptions(connection: sqlite3.Connection, day: date, sectors: Values = ()) -> Query:
    """Return the stale adoptions of the standards in force on the day."""
    # The editions of one standard sort together. Few are looked up at once, to save memory.
    references = connection.execute(
        "SELECT DISTINCT reference FROM adopts WHERE degree IS NOT 'NEQ' ORDER BY reference"
    )
    stale: dict[str, StaleEdition] = {}
    while batch := references.fetchmany(_BATCH):
        stale |= stale_editions(connection, day, [reference for (reference,) in batch])
    parameters: dict[str, object] = {
        **sql_rules.day_parameters(day),
        "stale": _as_json([[reference, *state] for reference, state in stale.items()]),
    }
    where = [sql_rules.is_in_force("l"), "a.degree IS NOT 'NEQ'"]
    if sectors:
        where.append(in_sector(sectors, parameters))
    names = ("reference", *StaleEdition._fields)
    cells = (f"json_extract(value, '$[{index}]') AS {name}" for index, name in enumerate(names))
    return Query(
        connection=connection,
        expressions={
            "number": "coalesce(s.number, s.key)",
            "title": "s.title",
            "sector": "s.sector",
            "adopted": "a.reference",
            "degree": "a.degree",
            **{name: f"t.{name}" for name in StaleEdition._fields},
        },
        columns=STALE_COLUMNS,
        tables="""t
            CROSS JOIN adopts a ON a.reference = t.reference
            JOIN standard s ON s.id = a.standard
            JOIN life l ON l.standard = s.id""",
        where=where,
        parameters=parameters,
        order="s.sort_key, s.key, a.position, a.reference",
        sort_by={"number": "s.sort_key"},
        common={"t": f"SELECT {', '.join(cells)} FROM json_each(:stale)"},
    )


def stale_adoptions_of(
    connection: sqlite3.Connection, standard_id: int, day: date
) -> list[dict[str, object]]:
    """Return the stale adoptions of one record, for `standards show`."""
    references = connection.execute(
        """
        SELECT reference
        FROM adopts
        WHERE standard = ? AND degree IS NOT 'NEQ'
        ORDER BY position, reference
        """,
        (standard_id,),
    )
    adopted = [reference for (reference,) in references]
    stale = stale_editions(connection, day, adopted) if adopted else {}
    return [{"adopted": reference, **state._asdict()} for reference, state in stale.items()]


def stale_editions(
    connection: sqlite3.Connection, day: date, references: Iterable[str]
) -> dict[str, StaleEdition]:
    """Return those of the references (`ISO 9001:2008`) that name a stale edition on the day."""
    # Imported here, because it compiles regular expressions and most records adopt nothing.
    from stdplan.domain.adoption import edition

    adopted = {text: parsed for text in references if (parsed := edition(text))}
    records_by_base = _edition_records(connection, day, adopted.values())
    by_key = {record.key: record for records in records_by_base.values() for record in records}
    ended = [parsed.key for parsed in adopted.values() if _has_ended(by_key.get(parsed.key), day)]
    successors = _successors(connection, day, ended)
    stale = {}
    for text, parsed in adopted.items():
        records = records_by_base.get(parsed.base, ())
        state = _stale_state(
            by_key.get(parsed.key),
            [record for record in records if record.year > parsed.year],
            successors.get(parsed.key),
            day,
        )
        if state is not None:
            stale[text] = state
    return stale


def _as_json(values: Sequence[object]) -> str:
    """Return values as JSON, for json_each."""
    from json import dumps  # slow to import, and most records adopt nothing

    return dumps(values)


def _stale_state(
    own: _EditionRecord | None,
    later: Sequence[_EditionRecord],
    successor: _EditionRecord | None,
    day: date,
) -> StaleEdition | None:
    """Return the state of an edition, from its own record, those of later editions, and the one at
    the end of the chain; None if it is not stale."""
    begun = [record for record in later if record.start and record.start <= str(day)]
    newest = max(
        (record for record in begun if record.in_force), key=_edition_order, default=successor
    )
    if own is not None and _has_ended(own, day):
        since = own.end
    elif begun:
        since = min(record.start for record in begun if record.start)
    else:
        return None
    if newest is None:
        return StaleEdition("withdrawn", None, None, since)
    return StaleEdition("replaced", newest.key, newest.title, since)


def _edition_order(record: _EditionRecord) -> tuple[int, int]:
    """Return a sort key: the year; within a year a plain text comes after a consolidated one."""
    return record.year, -len(record.key)


def _has_ended(record: _EditionRecord | None, day: date) -> bool:
    return record is not None and record.end is not None and record.end <= str(day)


def _edition_records(
    connection: sqlite3.Connection, day: date, editions: Iterable[Edition]
) -> Mapping[str, list[_EditionRecord]]:
    """Return the records of all editions of these standards, by base, without amendments."""
    from stdplan.domain.adoption import edition

    first_keys = {parsed.base: parsed.first for parsed in editions}
    # The editions of a standard sort together, after the beginning of their keys: the index of
    # sort_key finds them.
    rows = connection.execute(
        f"""
        SELECT s.key, s.title, l.counted_from, nullif(l.ends, {sql_rules.NEVER}),
        {sql_rules.is_in_force("l")}
        FROM json_each(:firsts) b
        CROSS JOIN standard s
        CROSS JOIN life l ON l.standard = s.id
        WHERE s.sort_key >= b.value AND s.sort_key < b.value || char(1114111)
        AND s.amends IS NULL
        AND {sql_rules.is_known("l")}
        AND {sql_rules.is_public("l")}
        """,
        {**sql_rules.day_parameters(day), "firsts": _as_json(sorted(set(first_keys.values())))},
    )
    records: defaultdict[str, list[_EditionRecord]] = defaultdict(list)
    for key, title, start, end, in_force in rows:
        parsed = edition(key)
        if parsed is not None and parsed.base in first_keys:
            records[parsed.base].append(
                _EditionRecord(key, title, parsed.year, start, end, bool(in_force))
            )
    return records


def _successors(
    connection: sqlite3.Connection, day: date, keys: Sequence[str]
) -> dict[str, _EditionRecord]:
    """Return, for each key, the last record in the chain of full replacements that is in force.

    Impossible links are no part of it."""
    rows = connection.execute(
        f"""
        WITH RECURSIVE chain(seed, key, steps) AS (
            SELECT value, value, 0 FROM json_each(:keys)
            UNION SELECT c.seed, r.successor, c.steps + 1
            FROM chain c
            JOIN replaces r ON r.target = c.key
            LEFT JOIN standard n ON n.key = r.successor
            LEFT JOIN standard o ON o.key = r.target
            WHERE r.partial = 0 AND c.steps < {_LONGEST_CHAIN}
            AND {link_rules.counts("r", "n", "o")}
        )
        SELECT c.seed, s.key, s.title, l.counted_from
        FROM chain c
        JOIN standard s ON s.key = c.key
        JOIN life l ON l.standard = s.id
        WHERE c.steps > 0 AND {sql_rules.is_in_force("l")}
        ORDER BY c.steps, s.sort_key DESC
        """,
        {**sql_rules.day_parameters(day), "keys": _as_json(keys)},
    )
    return {
        seed: _EditionRecord(key, title, 0, start, None, True) for seed, key, title, start in rows
    }
