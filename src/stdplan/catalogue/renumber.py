"""Parse the numbers of an older catalogue again, after the rules of numbers changed.

Rule: what follows from a number is computed again; what was entered stays. A family changes
only if it is the one that the number had by the older rules. A number that is written in another
way now is renamed, with everything that names it, unless another record has that number.
"""

import sqlite3

from stdplan.catalogue.other_numbers import move_names
from stdplan.catalogue.standard_writer import move_links
from stdplan.domain.numbers import Number, parse
from stdplan.domain.standard_record import DERIVED, number_columns

# Numbers that version 6 of the file parses in another way: those of bodies outside China, drafts,
# the codes that became families or series of their own, letters of editions, partial revisions.
_CONCERNED = """
    SELECT id, key, number, family, note
    FROM standard
    WHERE number IS NOT NULL AND (
        family IN ('other', 'international')
        OR prefix IN ('GJB', 'TSG', 'JJF', 'JJG', 'GSB', 'HB', 'CB', 'JB', 'QJ', 'SJ', 'WJ', 'EJ')
        OR prefix LIKE 'JJ_(%'
        OR number LIKE '%X'
        OR note LIKE '%版%' OR note LIKE '%局部修订%'
    )
"""
_OWN_FAMILIES = ("military", "regulation", "metrology", "sample")


def renumber(connection: sqlite3.Connection) -> None:
    """Compute again what follows from the numbers of the records that other rules concern."""
    for row_id, key, text, family, note in connection.execute(_CONCERNED).fetchall():
        number = parse(text)
        if number is None or key != text:
            continue
        new = number.canonical
        taken = "SELECT 1 FROM standard WHERE key = ?"
        if new != text and connection.execute(taken, (new,)).fetchone():
            continue  # `db check` shows it
        values = number_columns(new, parse(new))
        changed = {name: values[name] for name in DERIVED}
        if new != text:
            changed |= {"key": new, "number": new}
        if _follows(family, number, renamed=new != text):
            changed["family"] = number.family
            changed["nature"] = number.nature
        changed |= _partial_revision(new, note)
        assignments = ", ".join(f"{name} = ?" for name in changed)
        connection.execute(
            f"UPDATE standard SET {assignments} WHERE id = ?", (*changed.values(), row_id)
        )
        if new != text:
            move_links(connection, text, new)
            move_names(connection, text, new)
        if number.confirmed and number.year and new != text:
            _confirm(connection, row_id, number.year, number.confirmed)


def _follows(family: str | None, number: Number, renamed: bool) -> bool:
    """Return whether a stored family is the one that the number had by the older rules."""
    if number.prefix.endswith(")"):  # JJG(交通), JJF(浙): metrology of a ministry or a province
        return family in ("industry", "local")
    if number.family in _OWN_FAMILIES:
        return family == "national"
    return renamed and family == "other" and number.family != "other"


def _confirm(connection: sqlite3.Connection, row_id: int, year: int, confirmed: int) -> None:
    """Store the review that was part of a number. ASTM E8-16(2021) is ASTM E8-16 now, and a
    publication in 2021 was that of the review."""
    (published,) = connection.execute(
        "SELECT published FROM standard WHERE id = ?", (row_id,)
    ).fetchone()
    day = str(confirmed)
    if year < confirmed and (published or "").startswith(day):
        connection.execute("UPDATE standard SET published = NULL WHERE id = ?", (row_id,))
        day = published
    connection.execute(
        "INSERT INTO review (standard, date, outcome, step) SELECT :id, :day, 'confirm', 'decided'"
        " WHERE NOT EXISTS (SELECT 1 FROM review WHERE standard = :id AND date = :day)",
        {"id": row_id, "day": day},
    )


def _partial_revision(number: str, note: str | None) -> dict[str, object]:
    """Return the year of a partial revision that the note has, and the note without it."""
    words = note.split("; ") if note else []
    for word in words:
        parsed = parse(f"{number}({word})")
        if parsed and parsed.partial_revision:
            rest = "; ".join(other for other in words if other != word)
            return {"partial_revision": parsed.partial_revision, "note": rest or None}
    return {}
