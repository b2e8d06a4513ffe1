"""What of a record gives way to what the catalogue knows already."""

import json
import sqlite3

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
