"""The only writer of standards: it inserts and updates them, by hand and in a bulk load.

Rules:
* A record sets the fields that it has and leaves all others alone. Links are added, never removed
  (only `standards edit` replaces them). The same record twice changes nothing.
* A record belongs to the row with its key; else, by the plan number, to the project that it comes
  from or the standard that it became. Parts that share a plan number are distinguished by their
  titles.
* Some stored values are better than those of a record and stay (`keep_better_values`): a day of
  withdrawal that was entered by hand, the year of a later partial revision.
"""

import json
import sqlite3
from dataclasses import dataclass, field, replace

from stdplan.catalogue.listed_publications import apply_words
from stdplan.domain.numbers.model import natural_key
from stdplan.domain.standard_record import DERIVED, StandardRecord, project_columns
from stdplan.domain.text import fold_title

# The position of a link that only the other record states: after those that the record has itself.
LAST_POSITION = 9999
Change = tuple[str, object, object]  # field, old value, new value


def keep_better_values(
    row: dict[str, object], values: dict[str, object], by_hand: bool = False
) -> None:
    """Remove from `values` those that must not replace values of `row`; merge notes and extras.

    `by_hand`: a person entered the values.
    """
    end_stays = row.get("withdrawn_by_hand") and not by_hand
    if (values.get("withdrawn_inferred") and row["withdrawn"] is not None) or end_stays:
        # An inferred day never replaces another day, not even an earlier inferred one. No list
        # changes a day that was entered by hand.
        for name in ("withdrawn", "withdrawn_inferred"):
            values.pop(name, None)
    if not by_hand and values.get("partial_revision") is not None:
        years = (int(str(each.get("partial_revision") or 0)) for each in (row, values))
        values["partial_revision"] = max(years)
    if row.get("source"):
        # The source is where a record was first met.
        values.pop("source", None)
    if "number" in values and row["number"] in (None, values["number"]):
        # Another list may have supplied what does not follow from the number.
        if values.get("nature", "") is None:
            del values["nature"]
        if values.get("family") == "other" and row["family"]:
            del values["family"]
    if row.get("note") and "note" in values:
        parts = [*str(row["note"]).split("; "), *str(values["note"]).split("; ")]
        values["note"] = "; ".join(dict.fromkeys(parts))
    if row.get("extra") and "extra" in values:
        merged = {**json.loads(str(row["extra"])), **json.loads(str(values["extra"]))}
        values["extra"] = to_column(merged)


def standard_columns(connection: sqlite3.Connection, row_id: int) -> dict[str, object]:
    """Return all columns of a standard by name."""
    cursor = connection.execute("SELECT * FROM standard WHERE id = ?", (row_id,))
    return dict(zip([column[0] for column in cursor.description], cursor.fetchone(), strict=True))


def move_links(connection: sqlite3.Connection, old: str, new: str) -> int:
    """Move the links from and to the key `old` to the key `new`; return how many moved.

    A link that the record of the new key states itself stays unchanged.
    """
    names = {"old": old, "new": new}
    moved = sum(connection.execute(sql, names).rowcount for sql in _MOVE_LINKS)
    connection.execute("DELETE FROM replaces WHERE :old IN (successor, target)", names)
    return moved


_UNLESS_STATED = (
    " ON CONFLICT DO UPDATE SET partial = excluded.partial, position = excluded.position"
    f" WHERE position = {LAST_POSITION} AND excluded.position < {LAST_POSITION}"
)
_MOVE_LINKS = (
    "INSERT INTO replaces (successor, target, partial, position)"
    f" SELECT :new, target, partial, position FROM replaces WHERE successor = :old{_UNLESS_STATED}",
    "INSERT INTO replaces (successor, target, partial, position)"
    f" SELECT successor, :new, partial, position FROM replaces WHERE target = :old{_UNLESS_STATED}",
)


def missing_values(row: dict[str, object], values: dict[str, object]) -> dict[str, object]:
    """Return those of `values` that the stored row lacks, with its notes and extras merged in."""
    new = {name: value for name, value in values.items() if row[name] is None or name == "note"}
    if "withdrawn" in new:
        new["withdrawn_inferred"] = values.get("withdrawn_inferred", False)
    if row["extra"] and isinstance(extra := values.get("extra"), dict):
        new["extra"] = {**extra, **json.loads(str(row["extra"]))}
    return new


def to_column(value: object) -> object:
    """Return a value as its column stores it: lists and dicts as JSON, empty ones as NULL."""
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False) if value else None
    return value


# A plan number has at most so many parts. A list with one plan number in all its rows would else
# compare each row with each other one.
_MOST_PARTS = 100
# The links that a standard has itself; those that only the other record states are less reliable.
_OWN_LINKS = (
    f"SELECT target FROM replaces WHERE successor = :key AND position < {LAST_POSITION}"
    " UNION SELECT successor FROM replaces WHERE target = :key"
)
_ADOPTED = "SELECT reference FROM adopts WHERE standard = :id"


def find_row(
    connection: sqlite3.Connection, record: StandardRecord
) -> tuple[int, StandardRecord] | None:
    """Return the row id that a record belongs to, and what to write there; None for a new one."""
    same_key = connection.execute("SELECT id FROM standard WHERE key = ?", (record.key,)).fetchone()
    if same_key is not None:
        return int(same_key[0]), record
    plan = record.values.get("plan_number")
    if not plan:
        return None
    # A record with a number can only belong to a project without one.
    unnumbered = " AND number IS NULL" if record.values.get("number") else ""
    rows = connection.execute(
        f"SELECT * FROM standard WHERE plan_number = ?{unnumbered} ORDER BY id LIMIT {_MOST_PARTS}",
        (plan,),
    )
    names = [column[0] for column in rows.description]
    row = _choose_row([dict(zip(names, values, strict=True)) for values in rows], record)
    if row is None:
        return None
    standard_id = int(str(row["id"]))
    if record.values.get("number"):
        return standard_id, record
    if row["number"] is None:
        return standard_id, replace(record, key=str(row["key"]))
    return standard_id, _fill_published(connection, row, record)


def _choose_row(rows: list[dict[str, object]], record: StandardRecord) -> dict[str, object] | None:
    """Return the row with the title of the record, else the only row with its plan number.

    A title may change until publication, so the only row counts unless the number is shared.
    """
    title = fold_title(str(record.values.get("title") or ""))
    same = [row for row in rows if title and fold_title(str(row["title"] or "")) == title]
    shared = record.key not in (record.values.get("plan_number"), record.values.get("number"))
    only = rows if len(rows) == 1 and not shared else []
    return next(iter(same or only), None)


def _fill_published(
    connection: sqlite3.Connection, row: dict[str, object], record: StandardRecord
) -> StandardRecord:
    """Return the part of a project's record that its published standard (`row`) lacks."""
    linked = {link for (link,) in connection.execute(_OWN_LINKS, row)}
    adopted = {link for (link,) in connection.execute(_ADOPTED, row)}
    days = (row[name] or record.values.get(name) for name in ("published", "effective"))
    published = str(next(filter(None, days), row["number_year"] or ""))
    return replace(
        record,
        key=str(row["key"]),
        values=missing_values(row, record.values),
        replaces=[link for link in record.replaces if link[0] not in linked],
        replaced_by=[link for link in record.replaced_by if link[0] not in linked],
        adopts=[link for link in record.adopts if link[0] not in adopted],
        # The day of a stage may be the day of import, long after the publication.
        stages=[change for change in record.stages if change[1][: len(published)] <= published],
    )


# Columns of the old number that a new number empties if it does not determine them.
_RESET_BY_NUMBER = ("nature", *DERIVED)


@dataclass(frozen=True, slots=True)
class SaveResult:
    """The row id of a saved record, whether the row is new, and what changed in it."""

    id: int
    added: bool
    changes: tuple[Change, ...] = field(default=())


def sector_of_prefix(connection: sqlite3.Connection) -> dict[str, str]:
    """Return the sector of each prefix of numbers, and fill a temporary table of this name with it.

    If plans give a prefix to different sectors, the newest plan counts.
    """
    sectors = {
        prefix: code
        for code, prefixes in connection.execute(
            "SELECT code, prefixes FROM sector c LEFT JOIN plan_sector p ON p.sector = c.code"
            " GROUP BY code ORDER BY max(p.plan), code"
        )
        for prefix in json.loads(prefixes)
    }
    connection.execute("DROP TABLE IF EXISTS temp.sector_of_prefix")
    connection.execute("CREATE TEMP TABLE sector_of_prefix (prefix PRIMARY KEY, code)")
    connection.executemany("INSERT INTO sector_of_prefix VALUES (?, ?)", sectors.items())
    return sectors


class StandardWriter:
    """Save records within one operation.

    Example::

        with catalogue.operation("standards add") as transaction:
            StandardWriter(transaction.connection).save(record)
            transaction.count("added")
    """

    def __init__(self, connection: sqlite3.Connection, by_hand: bool = False) -> None:
        """`by_hand`: a person changes records; their values replace any others."""
        self.connection, self._by_hand = connection, by_hand
        self._sector_of_prefix = sector_of_prefix(connection)

    def save(self, record: StandardRecord, standard_id: int | None = None) -> SaveResult:
        """Insert a record, or update the row that it belongs to, or the row `standard_id`."""
        row_id = standard_id
        if row_id is None and (match := find_row(self.connection, record)):
            row_id, record = match
        values = {
            name: stored
            for name, value in record.values.items()
            if (stored := to_column(value)) is not None or name in _RESET_BY_NUMBER
        }
        if "withdrawn" in values:
            values.setdefault("withdrawn_inferred", False)
        if row_id is None:
            defaults = {} if values.get("number") else project_columns(record)
            saved_id, changes = self._insert(record.key, {**defaults, **values}), []
        else:
            saved_id, changes = row_id, self._update(row_id, {"key": record.key, **values})
            if standard_id is None and any(name == "number" for name, _, _ in changes):
                self._end_project(row_id)
        changes += self._link(saved_id, record)
        word = "in-force" if record.in_force else "upcoming"
        if apply_words(self.connection, saved_id, record) and not changes:
            changes.append(("status", None, word))
        return SaveResult(saved_id, row_id is None, tuple(changes))

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

    def _update(self, standard_id: int, values: dict[str, object]) -> list[Change]:
        names = list(dict.fromkeys((*values, "number", "sector", "sort_key", "withdrawn_by_hand")))
        columns = self.connection.execute(
            f"SELECT {', '.join(names)} FROM standard WHERE id = ?", (standard_id,)
        ).fetchone()
        row = dict(zip(names, columns, strict=True))
        if values["key"] != row["key"]:
            values.setdefault("sort_key", natural_key(str(values["key"])))
        if row["number"] is None and row["sector"] is None and values.get("prefix"):
            # As for a new record: the first number determines the sector.
            values.setdefault("sector", self._sector_of_prefix.get(str(values["prefix"])))
        keep_better_values(row, values, self._by_hand)
        if values.get("target_date", row.get("target_date")) != row.get("target_date"):
            self._keep_extended_target(standard_id, values)
        changes = [(name, row[name], value) for name, value in values.items() if value != row[name]]
        if changes:
            assignments = ", ".join(f"{name} = ?" for name, _, _ in changes)
            if any(name == "withdrawn" for name, _, _ in changes):
                assignments += ", withdrawn_by_hand = 0"
            self.connection.execute(
                f"UPDATE standard SET {assignments} WHERE id = ?",
                (*(new for _, _, new in changes), standard_id),
            )
        for name, old, new in changes:
            if name == "key":
                move_links(self.connection, str(old), str(new))
        return changes

    def _keep_extended_target(self, standard_id: int, values: dict[str, object]) -> None:
        """Remove a target date to which the project was extended: the first one stays stored."""
        row = self.connection.execute(
            "SELECT 1 FROM extension WHERE standard = ? AND target = ?",
            (standard_id, values["target_date"]),
        ).fetchone()
        if row is not None:
            del values["target_date"]

    def _end_project(self, standard_id: int) -> None:
        """Delete the stages of a published project that are dated after its publication.

        Their day may be the day of an import, long after the publication.
        """
        self.connection.execute(
            "DELETE FROM stage_change WHERE standard = :id AND stage < '60' AND EXISTS (SELECT 1"
            " FROM (SELECT coalesce(published, effective) AS day FROM standard WHERE id = :id)"
            # A date known to the month or year may be any of its days.
            " WHERE substr(date, 1, length(day)) > day)",
            {"id": standard_id},
        )

    def _link(self, standard_id: int, record: StandardRecord) -> list[Change]:
        """Insert the links and events of a record; return those that are new."""
        rows: list[tuple[str, str, str, tuple[object, ...]]] = []
        for position, (target, partial) in enumerate(record.replaces):
            rows.append(("replaces", target, _REPLACES, (record.key, target, partial, position)))
        for successor, partial in record.replaced_by:
            link = (successor, record.key, partial, LAST_POSITION)
            rows.append(("replaced_by", successor, _REPLACES, link))
        for position, (reference, degree, word) in enumerate(record.adopts):
            adoption = (standard_id, reference, degree, word, position)
            rows.append(("adopts", reference, _ADOPTS, adoption))
        rows += [("focus", code, _FOCUS, (standard_id, code)) for code in record.focus]
        for stage, day in record.stages:
            rows.append(("stage", stage, _STAGE, (standard_id, stage, day) * 2))
        for day, outcome in record.reviews:
            values = (standard_id, day, outcome, standard_id, day)
            rows.append(("confirmed", day, _REVIEW, values))
        for number in record.also:
            rows.append(("number", number, _SECOND, (standard_id, number, standard_id, number)))
        return [
            (name, None, new)
            for name, new, sql, values in rows
            if self.connection.execute(sql, values).rowcount
        ]


# What a repeated link adds to the stored one. If the two records contradict each other, the
# successor decides whether it replaces the other in part.
REPLACES_AGAIN = (
    " ON CONFLICT DO UPDATE SET partial = excluded.partial,"
    " position = min(position, excluded.position)"
    f" WHERE (excluded.position < {LAST_POSITION} OR position = {LAST_POSITION})"
    " AND (partial <> excluded.partial OR position > excluded.position)"
)
ADOPTS_AGAIN = (
    " ON CONFLICT DO UPDATE SET degree = coalesce(excluded.degree, degree),"
    " word = coalesce(excluded.word, word)"
    " WHERE coalesce(excluded.degree, degree) IS NOT degree"
    " OR coalesce(excluded.word, word) IS NOT word"
)
_REPLACES = (
    "INSERT INTO replaces (successor, target, partial, position) VALUES (?, ?, ?, ?)"
    + REPLACES_AGAIN
)
_ADOPTS = (
    "INSERT INTO adopts (standard, reference, degree, word, position) VALUES (?, ?, ?, ?, ?)"
    + ADOPTS_AGAIN
)
_FOCUS = "INSERT INTO standard_focus (standard, focus) VALUES (?, ?) ON CONFLICT DO NOTHING"
# Another number of the standard, which is not its own.
_SECOND = (
    "INSERT OR IGNORE INTO other_number (standard, number, kind) SELECT ?, ?, 'second'"
    " WHERE NOT EXISTS (SELECT 1 FROM standard WHERE id = ? AND number = ?)"
)
# A stage is reached once; a list that repeats it on a later day adds nothing. An earlier day of a
# list is preferred to that of a review.
_STAGE = (
    "INSERT INTO stage_change (standard, stage, date) SELECT ?, ?, ? WHERE NOT EXISTS"
    " (SELECT 1 FROM stage_change WHERE standard = ? AND stage = ?"
    " AND (review IS NULL OR date <= ?))"
)
# A standard has one decided review a day. A list that only says that it was confirmed changes no
# other outcome.
_REVIEW = (
    "INSERT INTO review (standard, date, outcome) SELECT ?, ?, ? WHERE NOT EXISTS"
    " (SELECT 1 FROM review WHERE standard = ? AND date = ? AND step = 'decided')"
)
