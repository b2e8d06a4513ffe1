"""Writing standards: the one place that inserts and updates them, for a hand and for a bulk load.

Rule: what a record gives changes its fields, what it leaves out erases nothing; links are added,
never taken away (only `standards edit` sets them anew). The same record twice changes nothing.
"""

import json
import sqlite3
from dataclasses import dataclass, field

from stdplan.catalogue import matching
from stdplan.catalogue.merging import LAST, move_links, stored, yield_to_known
from stdplan.domain.numbers.model import natural
from stdplan.domain.standard_record import DERIVED, Record, project_columns

Change = tuple[str, object, object]  # field, old, new
# Where a new number tells nothing of these, what the old one told is gone.
_TOLD_ANEW = ("nature", *DERIVED)


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of a record: its row and what changed; `added` where it is new."""

    id: int
    added: bool
    changes: tuple[Change, ...] = field(default=())


def sector_of_prefix(connection: sqlite3.Connection) -> dict[str, str]:
    """The sector that a number's letters tell; also as a temporary table of this name.

    Where plans give the same letters to different sectors, the newest one's tells.
    """
    told = {
        prefix: code
        for code, prefixes in connection.execute(
            "SELECT code, prefixes FROM sector c LEFT JOIN plan_sector p ON p.sector = c.code"
            " GROUP BY code ORDER BY max(p.plan), code"
        )
        for prefix in json.loads(prefixes)
    }
    connection.execute("DROP TABLE IF EXISTS temp.sector_of_prefix")
    connection.execute("CREATE TEMP TABLE sector_of_prefix (prefix PRIMARY KEY, code)")
    connection.executemany("INSERT INTO sector_of_prefix VALUES (?, ?)", told.items())
    return told


class Writer:
    """Saves records within one operation; knows the sectors' prefixes."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self._sector_of_prefix = sector_of_prefix(connection)

    def save(self, record: Record, identity: int | None = None) -> Saved:
        """Add the record or change the one that it is; with `identity`, change that row."""
        found = identity
        if found is None and (match := matching.find(self.connection, record)):
            found, record = match
        values = {
            name: held
            for name, value in record.values.items()
            if (held := stored(value)) is not None or name in _TOLD_ANEW
        }
        if "withdrawn" in values:
            values.setdefault("withdrawn_inferred", False)
        if found is None:
            told = {} if values.get("number") else project_columns(record)
            row, changes = self._insert(record.key, {**told, **values}), []
        else:
            row, changes = found, self._update(found, {"key": record.key, **values})
            if identity is None and any(name == "number" for name, _, _ in changes):
                self._end_project(found)
        changes += self._link(row, record)
        return Saved(row, found is None, tuple(changes))

    def _insert(self, key: str, values: dict[str, object]) -> int:
        row = {
            "key": key,
            "sector": self._sector_of_prefix.get(str(values.get("prefix"))),
            "sort_key": natural(key),
            "withdrawn_inferred": False,
            **values,
        }
        cursor = self.connection.execute(
            f"INSERT INTO standard ({', '.join(row)}) VALUES ({', '.join('?' * len(row))})",
            tuple(row.values()),
        )
        return int(cursor.lastrowid or 0)

    def _update(self, identity: int, values: dict[str, object]) -> list[Change]:
        names = list(dict.fromkeys((*values, "number", "sector", "sort_key")))
        olds = self.connection.execute(
            f"SELECT {', '.join(names)} FROM standard WHERE id = ?",
            (identity,),
        ).fetchone()
        held = dict(zip(names, olds, strict=True))
        if values["key"] != held["key"]:
            values.setdefault("sort_key", natural(str(values["key"])))
        if held["number"] is None and held["sector"] is None and values.get("prefix"):
            # A number that was not known before tells its sector, as it does of a new record.
            values.setdefault("sector", self._sector_of_prefix.get(str(values["prefix"])))
        yield_to_known(held, values)
        changes = [
            (name, held[name], value) for name, value in values.items() if value != held[name]
        ]
        if changes:
            assignments = ", ".join(f"{name} = ?" for name, _, _ in changes)
            self.connection.execute(
                f"UPDATE standard SET {assignments} WHERE id = ?",
                (*(new for _, _, new in changes), identity),
            )
        for name, old, new in changes:
            if name == "key":  # what points to it, and from it, goes along
                move_links(self.connection, str(old), str(new))
        return changes

    def _end_project(self, identity: int) -> None:
        """A list tells that a project was published: its stages after that day are none. The day of
        a stage may be the day of import, long after the publication (as in matching.py)."""
        self.connection.execute(
            "DELETE FROM stage_change WHERE standard = :id AND stage < '60' AND EXISTS (SELECT 1"
            " FROM (SELECT coalesce(published, effective) AS day FROM standard WHERE id = :id)"
            # A day known to the month or year may be any of its days.
            " WHERE substr(date, 1, length(day)) > day)",
            {"id": identity},
        )

    def _link(self, identity: int, record: Record) -> list[Change]:
        rows: list[tuple[str, str, str, tuple[object, ...]]] = []
        for place, (target, partial) in enumerate(record.replaces):
            rows.append(("replaces", target, _REPLACES, (record.key, target, partial, place)))
        for successor, partial in record.replaced_by:
            rows.append(
                ("replaced_by", successor, _REPLACES, (successor, record.key, partial, LAST))
            )
        for place, (reference, degree, word) in enumerate(record.adopts):
            rows.append(("adopts", reference, _ADOPTS, (identity, reference, degree, word, place)))
        rows += [("focus", code, _FOCUS, (identity, code)) for code in record.focus]
        for stage, day in record.stages:
            rows.append(("stage", stage, _STAGE, (identity, stage, day) * 2))
        for day, outcome in record.reviews:
            rows.append(("confirmed", day, _REVIEW, (identity, day, outcome) * 2))
        return [
            (name, None, new)
            for name, new, sql, values in rows
            if self.connection.execute(sql, values).rowcount
        ]


# What a link that is told again adds to the one that is there. Whether it is in part, the successor
# knows best: where both sides tell and contradict each other, its word stands.
MEETS_REPLACES = (
    " ON CONFLICT DO UPDATE SET partial = excluded.partial,"
    " position = min(position, excluded.position)"
    f" WHERE (excluded.position < {LAST} OR position = {LAST})"
    " AND (partial <> excluded.partial OR position > excluded.position)"
)
MEETS_ADOPTS = (
    " ON CONFLICT DO UPDATE SET degree = coalesce(excluded.degree, degree),"
    " word = coalesce(excluded.word, word)"
    " WHERE coalesce(excluded.degree, degree) IS NOT degree"
    " OR coalesce(excluded.word, word) IS NOT word"
)
_REPLACES = (
    "INSERT INTO replaces (successor, target, partial, position) VALUES (?, ?, ?, ?)"
    + MEETS_REPLACES
)
_ADOPTS = (
    "INSERT INTO adopts (standard, reference, degree, word, position) VALUES (?, ?, ?, ?, ?)"
    + MEETS_ADOPTS
)
_FOCUS = "INSERT INTO standard_focus (standard, focus) VALUES (?, ?) ON CONFLICT DO NOTHING"
# A stage is reached once; a list that says so again on a later day says nothing new. What it says
# goes before what a review told.
_STAGE = (
    "INSERT INTO stage_change (standard, stage, date) SELECT ?, ?, ? WHERE NOT EXISTS"
    " (SELECT 1 FROM stage_change WHERE standard = ? AND stage = ?"
    " AND (review IS NULL OR date = ?))"
)
_REVIEW = (
    "INSERT INTO review (standard, date, outcome) SELECT ?, ?, ? WHERE NOT EXISTS"
    " (SELECT 1 FROM review WHERE standard = ? AND date = ? AND outcome = ?)"
)
