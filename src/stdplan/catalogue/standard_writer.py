"""Writing standards: the one place that inserts and updates them, for a hand and for a bulk load.

Rule: what a record gives changes its fields, what it leaves out erases nothing; links are added,
never taken away (only `standards edit` sets them anew). The same record twice changes nothing.

Which row of the catalogue a record is.

Rule: the one with its key; else, by the plan number, the project it comes from or the standard that
it became. Parts that share a plan number are told
apart by their titles.

What of a record gives way to what the catalogue knows already.
"""

import json
import sqlite3
from dataclasses import dataclass, field, replace

from stdplan.domain.numbers.model import natural_key
from stdplan.domain.standard_record import DERIVED, StandardRecord, project_columns
from stdplan.domain.text import fold_title

# The place of a link that only the other side has told: behind those the record itself lists.
LAST = 9999


def yield_to_known(held: dict[str, object], values: dict[str, object]) -> None:
    """Take out of `values` what must not overwrite what is known better."""
    if values.get("withdrawn_inferred") and held["withdrawn"] is not None:
        # A stand-in day never replaces a day, not even an earlier stand-in.
        del values["withdrawn"], values["withdrawn_inferred"]
    if held.get("source"):
        # Where a record was first met.
        values.pop("source", None)
    if "number" in values and held["number"] in (None, values["number"]):
        # What the number does not tell, another list may have told.
        if values.get("nature", "") is None:
            del values["nature"]
        if values.get("family") == "other" and held["family"]:
            del values["family"]
    if held.get("note") and "note" in values:
        parts = [*str(held["note"]).split("; "), *str(values["note"]).split("; ")]
        values["note"] = "; ".join(dict.fromkeys(parts))
    if held.get("extra") and "extra" in values:
        merged = {**json.loads(str(held["extra"])), **json.loads(str(values["extra"]))}
        values["extra"] = stored(merged)


def move_links(connection: sqlite3.Connection, old: str, new: str) -> int:
    """What pointed to and from `old` goes along with its new key; how many links did.

    A link that the record of the new key has told itself, stands.
    """
    names = {"old": old, "new": new}
    moved = sum(connection.execute(sql, names).rowcount for sql in _MOVES)
    connection.execute("DELETE FROM replaces WHERE :old IN (successor, target)", names)
    return moved


_STANDS = (
    " ON CONFLICT DO UPDATE SET partial = excluded.partial, position = excluded.position"
    f" WHERE position = {LAST} AND excluded.position < {LAST}"
)
_MOVES = (
    "INSERT INTO replaces (successor, target, partial, position)"
    f" SELECT :new, target, partial, position FROM replaces WHERE successor = :old{_STANDS}",
    "INSERT INTO replaces (successor, target, partial, position)"
    f" SELECT successor, :new, partial, position FROM replaces WHERE target = :old{_STANDS}",
)


def gaps(held: dict[str, object], values: dict[str, object]) -> dict[str, object]:
    """Of `values`, what the row does not hold yet; notes and other columns side by side."""
    new = {name: value for name, value in values.items() if held[name] is None or name == "note"}
    if "withdrawn" in new:
        new["withdrawn_inferred"] = values.get("withdrawn_inferred", False)
    if held["extra"] and isinstance(extra := values.get("extra"), dict):
        new["extra"] = {**extra, **json.loads(str(held["extra"]))}
    return new


def stored(value: object) -> object:
    """A value as its column holds it: several values as JSON, none as NULL."""
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False) if value else None
    return value


# No plan number stands for more parts; a list that has one number for all its rows is no reason to
# compare each with each.
_MOST_PARTS = 100
# What a standard is linked to; links that only the other side has told, know no better.
_TOLD = (
    f"SELECT target FROM replaces WHERE successor = :key AND position < {LAST}"
    " UNION SELECT successor FROM replaces WHERE target = :key"
)
_ADOPTED = "SELECT reference FROM adopts WHERE standard = :id"


def find(
    connection: sqlite3.Connection, record: StandardRecord
) -> tuple[int, StandardRecord] | None:
    """The row of the record, and what of the record is to be written there; None for a new one."""
    row = connection.execute("SELECT id FROM standard WHERE key = ?", (record.key,)).fetchone()
    if row is not None:
        return int(row[0]), record
    plan = record.values.get("plan_number")
    if not plan:
        return None
    # A record with a number can only be a project that has none yet.
    unnumbered = " AND number IS NULL" if record.values.get("number") else ""
    rows = connection.execute(
        f"SELECT * FROM standard WHERE plan_number = ?{unnumbered} ORDER BY id LIMIT {_MOST_PARTS}",
        (plan,),
    )
    names = [column[0] for column in rows.description]
    held = _choose([dict(zip(names, row, strict=True)) for row in rows], record)
    if held is None:
        return None
    identity = int(str(held["id"]))
    if record.values.get("number"):
        return identity, record
    if held["number"] is None:
        return identity, replace(record, key=str(held["key"]))
    return identity, _late(connection, held, record)


def _choose(rows: list[dict[str, object]], record: StandardRecord) -> dict[str, object] | None:
    """Of the rows with its plan number the one with its title; else the only one, if there is no
    doubt: a title may change until publication."""
    title = fold_title(str(record.values.get("title") or ""))
    same = [row for row in rows if title and fold_title(str(row["title"] or "")) == title]
    shared = record.key not in (record.values.get("plan_number"), record.values.get("number"))
    only = rows if len(rows) == 1 and not shared else []
    return next(iter(same or only), None)


def _late(
    connection: sqlite3.Connection, held: dict[str, object], record: StandardRecord
) -> StandardRecord:
    """A project whose standard is published already: it tells nothing newer, it fills gaps."""
    told = {link for (link,) in connection.execute(_TOLD, held)}
    adopted = {link for (link,) in connection.execute(_ADOPTED, held)}
    days = (held[name] or record.values.get(name) for name in ("published", "effective"))
    published = str(next(filter(None, days), held["number_year"] or ""))
    return replace(
        record,
        key=str(held["key"]),
        values=gaps(held, record.values),
        replaces=[link for link in record.replaces if link[0] not in told],
        replaced_by=[link for link in record.replaced_by if link[0] not in told],
        adopts=[link for link in record.adopts if link[0] not in adopted],
        # The day of a stage may be the day of import, long after the publication.
        stages=[change for change in record.stages if change[1][: len(published)] <= published],
    )


Change = tuple[str, object, object]  # field, old, new
# Where a new number tells nothing of these, what the old one told is gone.
_TOLD_ANEW = ("nature", *DERIVED)


@dataclass(frozen=True, slots=True)
class SaveResult:
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


class StandardWriter:
    """Saves records within one operation; knows the sectors' prefixes."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self._sector_of_prefix = sector_of_prefix(connection)

    def save(self, record: StandardRecord, identity: int | None = None) -> SaveResult:
        """Add the record or change the one that it is; with `identity`, change that row."""
        found = identity
        if found is None and (match := find(self.connection, record)):
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
        return SaveResult(row, found is None, tuple(changes))

    def _insert(self, key: str, values: dict[str, object]) -> int:
        row = {
            "key": key,
            "sector": self._sector_of_prefix.get(str(values.get("prefix"))),
            "sort_key": natural_key(key),
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
            values.setdefault("sort_key", natural_key(str(values["key"])))
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
        a stage may be the day of import, long after the publication (as in standard_writer.py)."""
        self.connection.execute(
            "DELETE FROM stage_change WHERE standard = :id AND stage < '60' AND EXISTS (SELECT 1"
            " FROM (SELECT coalesce(published, effective) AS day FROM standard WHERE id = :id)"
            # A day known to the month or year may be any of its days.
            " WHERE substr(date, 1, length(day)) > day)",
            {"id": identity},
        )

    def _link(self, identity: int, record: StandardRecord) -> list[Change]:
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
