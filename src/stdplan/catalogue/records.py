"""Writing standards: the one place that inserts and updates them, for a hand and for a bulk load.

Rule: what a record gives changes its fields, what it leaves out erases nothing; links are added,
never taken away (only `standards edit` sets them anew). The same record twice changes nothing.
"""

import json
import sqlite3
from dataclasses import dataclass, field

from stdplan.domain.number_record import natural
from stdplan.domain.record import Record

Change = tuple[str, object, object]  # field, old, new


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of a record: its row and what changed; `added` where it is new."""

    id: int
    added: bool
    changes: tuple[Change, ...] = field(default=())


class Writer:
    """Saves records within one operation; knows the sectors' prefixes."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self._sector_of_prefix = {
            prefix: code
            for code, prefixes in connection.execute("SELECT code, prefixes FROM sector")
            for prefix in json.loads(prefixes)
        }

    def save(self, record: Record, identity: int | None = None) -> Saved:
        """Add the record or change the one with its key; with `identity`, change that row."""
        values = {name: _stored(value) for name, value in record.values.items()}
        found = self._find(record) if identity is None else identity
        if found is None:
            row, changes = self._insert(record.key, values), []
        else:
            row, changes = found, self._update(found, {"key": record.key, **values})
        changes += self._link(row, record)
        return Saved(row, found is None, tuple(changes))

    def _find(self, record: Record) -> int | None:
        """The row with this key; else the project of this plan number that has no number yet."""
        sql = "SELECT id FROM standard WHERE key = ?"
        row = self.connection.execute(sql, (record.key,)).fetchone()
        if row is None and record.values.get("number") and record.values.get("plan_number"):
            rows = self.connection.execute(
                "SELECT id FROM standard WHERE plan_number = ? AND number IS NULL",
                (record.values["plan_number"],),
            ).fetchall()
            row = rows[0] if len(rows) == 1 else None
        return row and int(row[0])

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
        olds = self.connection.execute(
            f"SELECT {', '.join(values)} FROM standard WHERE id = ?",
            (identity,),
        ).fetchone()
        held = dict(zip(values, olds, strict=True))
        _yield_to_known(held, values)
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
            if name == "key":  # a project that got its number: what it replaces goes along
                self.connection.execute(
                    "UPDATE OR REPLACE replaces SET successor = ? WHERE successor = ?", (new, old)
                )
        return changes

    def _link(self, identity: int, record: Record) -> list[Change]:
        rows: list[tuple[str, str, str, tuple[object, ...]]] = []
        for place, (target, partial) in enumerate(record.replaces):
            rows.append(("replaces", target, _REPLACES, (record.key, target, partial, place)))
        for place, (successor, partial) in enumerate(record.replaced_by):
            rows.append(
                ("replaced_by", successor, _REPLACES, (successor, record.key, partial, place))
            )
        for place, (reference, degree, word) in enumerate(record.adopts):
            rows.append(("adopts", reference, _ADOPTS, (identity, reference, degree, word, place)))
        rows += [("focus", code, _FOCUS, (identity, code)) for code in record.focus]
        rows += [("stage", stage, _STAGE, (identity, stage, day)) for stage, day in record.stages]
        rows += [
            ("confirmed", day, _REVIEW, (identity, day, outcome)) for day, outcome in record.reviews
        ]
        return [
            (name, None, new)
            for name, new, sql, values in rows
            if self.connection.execute(sql, values).rowcount
        ]


_REPLACES = (
    "INSERT INTO replaces (successor, target, partial, position) VALUES (?, ?, ?, ?)"
    " ON CONFLICT DO UPDATE SET partial = excluded.partial WHERE partial <> excluded.partial"
)
_ADOPTS = (
    "INSERT INTO adopts (standard, reference, degree, word, position) VALUES (?, ?, ?, ?, ?)"
    " ON CONFLICT DO UPDATE SET degree = coalesce(excluded.degree, degree),"
    " word = coalesce(excluded.word, word)"
    " WHERE coalesce(excluded.degree, degree) IS NOT degree"
    " OR coalesce(excluded.word, word) IS NOT word"
)
_FOCUS = "INSERT INTO standard_focus (standard, focus) VALUES (?, ?) ON CONFLICT DO NOTHING"
# A stage is reached once; a list that says so again on a later day says nothing new.
_STAGE = (
    "INSERT INTO stage_change (standard, stage, date) SELECT ?1, ?2, ?3 WHERE NOT EXISTS"
    " (SELECT 1 FROM stage_change WHERE standard = ?1 AND stage = ?2)"
)
_REVIEW = (
    "INSERT INTO review (standard, date, outcome) SELECT ?1, ?2, ?3 WHERE NOT EXISTS"
    " (SELECT 1 FROM review WHERE standard = ?1 AND date = ?2 AND outcome = ?3)"
)


def _yield_to_known(held: dict[str, object], values: dict[str, object]) -> None:
    """Take out of `values` what must not overwrite what is known better."""
    if values.get("withdrawn_inferred") and held["withdrawn"] is not None:
        # A stand-in day never replaces a day, not even an earlier stand-in.
        del values["withdrawn"], values["withdrawn_inferred"]
    if held.get("source"):
        # Where a record was first met.
        values.pop("source", None)
    if held.get("note") and "note" in values:
        old, new = str(held["note"]), str(values["note"])
        values["note"] = old if new in old else f"{old}; {new}"
    if held.get("extra") and "extra" in values:
        merged = {**json.loads(str(held["extra"])), **json.loads(str(values["extra"]))}
        values["extra"] = _stored(merged)


def _stored(value: object) -> object:
    """A value as its column holds it: several values as JSON, none as NULL."""
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False) if value else None
    return value
