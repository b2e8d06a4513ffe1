"""Which row of the catalogue a record is.

Rule: the one with its key; else, by the plan number, the project it comes from or the standard that
it became. Parts that share a plan number are told
apart by their titles.
"""

import sqlite3
from dataclasses import replace

from stdplan.catalogue.merging import LAST, gaps
from stdplan.domain.standard_record import Record
from stdplan.domain.text import fold_title

# No plan number stands for more parts; a list that has one number for all its rows is no reason to
# compare each with each.
_MOST_PARTS = 100
# What a standard is linked to; links that only the other side has told, know no better.
_TOLD = (
    f"SELECT target FROM replaces WHERE successor = :key AND position < {LAST}"
    " UNION SELECT successor FROM replaces WHERE target = :key"
)
_ADOPTED = "SELECT reference FROM adopts WHERE standard = :id"


def find(connection: sqlite3.Connection, record: Record) -> tuple[int, Record] | None:
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


def _choose(rows: list[dict[str, object]], record: Record) -> dict[str, object] | None:
    """Of the rows with its plan number the one with its title; else the only one, if there is no
    doubt: a title may change until publication."""
    title = fold_title(str(record.values.get("title") or ""))
    same = [row for row in rows if title and fold_title(str(row["title"] or "")) == title]
    shared = record.key not in (record.values.get("plan_number"), record.values.get("number"))
    only = rows if len(rows) == 1 and not shared else []
    return next(iter(same or only), None)


def _late(connection: sqlite3.Connection, held: dict[str, object], record: Record) -> Record:
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
