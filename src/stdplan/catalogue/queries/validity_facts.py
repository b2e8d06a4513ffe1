"""What the catalogue knows about many numbers at once, for `standards check`.

Rule: a list of any length is a few statements, not one for each row. Values come in as JSON.
"""

from __future__ import annotations

import sqlite3
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from json import dumps

from stdplan.catalogue import edition_rules, link_rules, project_rules, sql_rules
from stdplan.domain.validity import KnownRecord, KnownStandards
from stdplan.light import NamedTuple

# Successors of successors; chains are short.
_MOST_ROUNDS = 50


class Match(NamedTuple):
    """A record that has a name: its row id and how it has the name (`key`, `plan`, `base`, or a
    kind of other number with the day until which it had that)."""

    how: str
    name: str
    id: int
    until: str | None = None


def find_matches(
    connection: sqlite3.Connection, names: Collection[str], bases: Collection[str]
) -> list[Match]:
    """Return the records that have one of these names, or are editions of one of these bases."""
    rows = connection.execute(
        """
        SELECT 'key', n.value, s.id, NULL
        FROM json_each(:names) n
        CROSS JOIN standard s ON s.key = n.value
        UNION ALL
        SELECT 'plan', n.value, s.id, NULL
        FROM json_each(:names) n
        CROSS JOIN standard s ON s.plan_number = n.value
        UNION ALL
        SELECT o.kind, n.value, o.standard, o.until
        FROM json_each(:names) n
        CROSS JOIN other_number o ON o.number = n.value
        UNION ALL
        SELECT 'base', b.value, s.id, NULL
        FROM json_each(:bases) b
        CROSS JOIN standard s ON s.base = b.value
        """,
        {"names": _json(names), "bases": _json(bases)},
    )
    return [Match(*row) for row in rows]


def find_parts(
    connection: sqlite3.Connection, stems: Mapping[str, str], day: str
) -> dict[str, list[str]]:
    """Return the numbers of the published parts of each number without a part. `stems`: its sort
    key up to the number, by base."""
    rows = connection.execute(
        """
        SELECT b.key, s.key
        FROM json_each(:stems) b
        CROSS JOIN standard s
        CROSS JOIN life l ON l.standard = s.id
        WHERE s.sort_key >= b.value || '-' AND s.sort_key < b.value || '/'
        AND s.amends IS NULL AND l.public <= :day AND :day < l.ends
        AND s.number_year IS NOT NULL
        ORDER BY s.sort_key
        """,
        {"stems": dumps(dict(stems), ensure_ascii=False), "day": day},
    )
    parts: defaultdict[str, list[str]] = defaultdict(list)
    for base, key in rows:
        parts[base].append(key)
    return parts


def known_prefixes(connection: sqlite3.Connection, prefixes: Collection[str]) -> set[str]:
    """Return the prefixes that a standard of the catalogue has."""
    # Numbers sort by their prefix first, so an index finds the first one of each.
    rows = connection.execute(
        """
        SELECT p.value
        FROM json_each(:prefixes) p
        WHERE EXISTS (
            SELECT 1
            FROM standard s
            WHERE s.sort_key >= p.value || ' ' AND s.sort_key < p.value || '!'
            AND s.prefix = p.value AND s.number IS NOT NULL
        )
        """,
        {"prefixes": _json(prefixes)},
    )
    return {prefix for (prefix,) in rows}


def load_standards(
    connection: sqlite3.Connection, ids: Collection[int], day: str
) -> KnownStandards:
    """Return the records with these row ids and all that may follow them."""
    records: dict[str, KnownRecord] = {}
    links: defaultdict[str, list[tuple[str, bool]]] = defaultdict(list)
    wanted = set(ids)
    for _ in range(_MOST_ROUNDS):
        loaded = {record.id for record in records.values()}
        if not wanted - loaded:
            break
        added = list(_records(connection, wanted - loaded, day))
        records |= {record.key: record for record in added}
        wanted = set()
        for target, successor, in_part, row_id in _links(connection, [r.key for r in added]):
            links[target].append((successor, bool(in_part)))
            wanted |= {row_id} if row_id is not None else set()
        wanted |= _related(connection, added)
    return KnownStandards(records, links, _later_editions(connection, records.values()))


def _records(
    connection: sqlite3.Connection, ids: Collection[int], day: str
) -> Iterator[KnownRecord]:
    rows = connection.execute(
        f"""
        SELECT s.id, s.key, s.title, s.title_en, s.base, s.number_year, s.edition,
        s.draft_stage IS NOT NULL, s.amends, l.known, l.public, l.starts, l.ends, l.ends_basis,
        l.terminated, coalesce(s.effective, s.published, {sql_rules.number_date("s")}),
        {sql_rules.is_suspended("s.id")}, s.source
        FROM json_each(:ids) i
        CROSS JOIN standard s ON s.id = i.value
        CROSS JOIN life l ON l.standard = s.id
        """,
        {"ids": _json(ids), "day": day},
    )
    for row in rows:
        record = KnownRecord(*row)
        began = None if record.began is None else str(record.began)
        yield record._replace(
            is_draft=bool(record.is_draft), suspended=bool(record.suspended), began=began
        )


def _links(
    connection: sqlite3.Connection, keys: Sequence[str]
) -> Iterator[tuple[str, str, int, int | None]]:
    """Return the links of what replaces the records with these keys, but no impossible ones."""
    return connection.execute(
        f"""
        SELECT r.target, r.successor, r.partial, new.id
        FROM json_each(:keys) k
        CROSS JOIN replaces r ON r.target = k.value
        LEFT JOIN standard new ON new.key = r.successor
        LEFT JOIN standard old ON old.key = r.target
        WHERE {link_rules.counts("r", "new", "old")}
        ORDER BY r.target, r.position, r.successor
        """,
        {"keys": _json(keys)},
    )


def _related(connection: sqlite3.Connection, records: Sequence[KnownRecord]) -> set[int]:
    """Return the row ids of the other editions of records, and of what amendments amend."""
    bases = {record.base for record in records if record.base and not record.amends}
    amended = {record.amends for record in records if record.amends}
    rows = connection.execute(
        """
        SELECT s.id
        FROM json_each(:bases) b
        CROSS JOIN standard s ON s.base = b.value
        UNION
        SELECT s.id
        FROM json_each(:amended) a
        CROSS JOIN standard s ON s.key = a.value
        """,
        {"bases": _json(bases), "amended": _json(amended)},
    )
    return {row_id for (row_id,) in rows}


def _later_editions(
    connection: sqlite3.Connection, records: Iterable[KnownRecord]
) -> dict[str, list[str]]:
    """Return the keys of the later editions of each record, but of those that replace it in part.

    European documents have later editions, too, although these do not end them.
    """
    count: defaultdict[str, int] = defaultdict(int)
    for record in records:
        if record.base and not record.amends:
            count[record.base] += 1
    start = sql_rules.start_day("s")
    rows = connection.execute(
        f"""
        WITH candidate AS MATERIALIZED (
            SELECT s.key, s.base, s.family, s.number_year, s.edition, s.published, s.effective,
            {start} AS start, coalesce(s.effective, s.published) IS NOT NULL AS dated,
            {edition_rules.takes_effect("s")} AS takes_effect
            FROM json_each(:bases) b
            CROSS JOIN standard s ON s.base = b.value
            WHERE {edition_rules.has_editions("s")}
        )
        SELECT old.key, new.key
        FROM candidate old
        JOIN candidate new ON new.base = old.base
        WHERE new.family IS old.family AND new.takes_effect
        AND {edition_rules.is_later("new", "old")}
        AND NOT EXISTS (
            SELECT 1
            FROM replaces r
            WHERE r.successor = new.key AND r.target = old.key AND r.partial = 1
            AND {link_rules.counts("r", "new", "old")}
        )
        ORDER BY old.key, new.start, new.key
        """,
        {"bases": _json([base for base, several in count.items() if several > 1])},
    )
    later: defaultdict[str, list[str]] = defaultdict(list)
    for old, new in rows:
        later[old].append(new)
    return later


# The facts about the records that were found.


def amendments(
    connection: sqlite3.Connection, ids: Collection[int], day: str
) -> dict[int, list[str]]:
    """Return the amendments (修改单) of records, published and not ended, by row id."""
    rows = connection.execute(
        f"""
        SELECT s.id, a.key
        FROM json_each(:ids) i
        CROSS JOIN standard s ON s.id = i.value
        CROSS JOIN standard a ON a.amends IN {edition_rules.amended_numbers("s.number")}
        CROSS JOIN life l ON l.standard = a.id
        WHERE l.public <= :day AND :day < l.ends
        ORDER BY s.id, a.sort_key
        """,
        {"ids": _json(ids), "day": day},
    )
    return _grouped(rows)


def adopted_editions(connection: sqlite3.Connection, ids: Collection[int]) -> dict[int, list[str]]:
    """Return the references that records adopt, by row id."""
    rows = connection.execute(
        """
        SELECT a.standard, a.reference
        FROM json_each(:ids) i
        CROSS JOIN adopts a ON a.standard = i.value
        WHERE a.degree IS NOT 'NEQ'
        ORDER BY a.standard, a.position, a.reference
        """,
        {"ids": _json(ids)},
    )
    return _grouped(rows)


def stages_and_targets(
    connection: sqlite3.Connection, keys: Collection[str], day: str
) -> dict[str, tuple[str | None, str | None]]:
    """Return the stage and the target date of projects on a day, by key."""
    rows = connection.execute(
        f"""
        SELECT s.key, {sql_rules.stage("l")}, {project_rules.target_date("s")}
        FROM json_each(:keys) k
        CROSS JOIN standard s ON s.key = k.value
        CROSS JOIN life l ON l.standard = s.id
        """,
        {"keys": _json(keys), "day": day},
    )
    return {key: (stage, target) for key, stage, target in rows}


def entry_days(connection: sqlite3.Connection, ids: Collection[int]) -> dict[int, str]:
    """Return the local days on which records were entered, by row id, where the history has it."""
    rows = connection.execute(
        """
        SELECT a.first, a.last, date(o.at, 'localtime')
        FROM rows_added a
        JOIN operation o ON o.id = a.operation
        WHERE a.table_name = 'standard'
        ORDER BY a.first
        """
    ).fetchall()
    firsts = [first for first, _, _ in rows]
    days = {}
    for row_id in ids:
        place = bisect_right(firsts, row_id) - 1
        if place >= 0 and row_id <= rows[place][1]:
            days[row_id] = rows[place][2]
    return days


def _grouped(rows: Iterable[tuple[int, str]]) -> dict[int, list[str]]:
    groups: defaultdict[int, list[str]] = defaultdict(list)
    for row_id, value in rows:
        groups[row_id].append(value)
    return groups


def _json(values: Collection[str | int]) -> str:
    # The same order in each run, so that each run gives the same answer.
    return dumps(sorted(values), ensure_ascii=False)
