"""Conversions of standards: from GB to GB/T and the like, by hand and by lists.

Rules (domain/conversions.py has those of the numbers):
* The record stays, with its age, reviews, stages and links, and gets the new number. Everything
  that names it by the old one follows (other_numbers.py). The old number is stored with the day
  from which the new one counts, and with the nature until then.
* If the catalogue has a record with the new number already, both are one standard: they are
  joined. The record of the old number stays. It takes what only the other one has, and where values
  differ, those of the new number. Days and reviews that contradict each other are refused.
* A withdrawal on the day of the conversion is that of the old number, not of the standard. So is
  one without a day.
* The same conversion again changes nothing; another day corrects the stored one.
"""

import json
import sqlite3
from collections.abc import Iterator
from typing import NamedTuple

from stdplan.catalogue import other_numbers
from stdplan.catalogue.review_projects import sync_review_projects
from stdplan.catalogue.standard_writer import StandardWriter, standard_columns, to_column
from stdplan.catalogue.transaction import Transaction
from stdplan.domain import conversions
from stdplan.domain.day_order import is_before
from stdplan.domain.fields import FIELDS
from stdplan.domain.numbers import Number, parse
from stdplan.domain.standard_record import (
    ImpossibleConversion,
    RepeatedStandard,
    StandardRecord,
    number_columns,
)
from stdplan.domain.text import escape_unprintable
from stdplan.errors import UsageProblem
from stdplan.i18n import t

_Row = dict[str, object]


class Converted(NamedTuple):
    """The result of a conversion: the row id of the standard, its old number, whether anything
    changed, and whether it was joined with a record of the new number."""

    id: int
    old: str
    changed: bool
    joined: bool = False


def convert(
    transaction: Transaction, standard_id: int, named: str, new: Number, day: str
) -> Converted:
    """Convert a standard (row id), found by the number `named`, to a new number on a day (ISO).

    Raise UsageProblem if the numbers or the days do not allow it.

        convert(transaction, 1, "GB 9-2007", parse("GB/T 9-2007"), "2017-03-23")
    """
    converted = _convert(transaction.connection, standard_id, named, new, day)
    if converted.changed:
        sync_review_projects(transaction)
        transaction.count("changed")
    return converted


def _convert(
    connection: sqlite3.Connection, standard_id: int, named: str, new: Number, day: str
) -> Converted:
    row = standard_columns(connection, standard_id)
    if row["number"] is None:
        sentence = "{key} is a project and has no number to convert"
        raise UsageProblem(t(sentence, key=escape_unprintable(str(row["key"]))))
    old = str(row["key"])
    if old == new.canonical:
        return Converted(standard_id, named, _correct_day(connection, standard_id, named, day))
    parsed = parse(old)
    if parsed is None:
        raise UsageProblem(
            t('"{number}" is not a recognized number', number=escape_unprintable(old))
        )
    if why := conversions.problem(parsed, new) or _reversed(connection, row, new.canonical):
        raise UsageProblem(why)
    twin = _row_of(connection, new.canonical)
    if why := _problem(connection, row, twin, day):
        raise UsageProblem(why)
    values = _joined_values(row, twin, day) if twin else _without_withdrawal(row, day)
    if twin:
        _move_rows(connection, int(str(twin["id"])), standard_id)
    _update(connection, standard_id, values)
    number = number_columns(new.canonical, new)
    del number["family"]  # a list may have given it
    StandardWriter(connection).save(StandardRecord(new.canonical, number), standard_id)
    connection.execute("DELETE FROM replaces WHERE successor = target AND target = ?", (new[0],))
    other_numbers.move_names(connection, old, new.canonical)
    other_numbers.keep(connection, standard_id, old, day, parsed.nature, kind="converted")
    return Converted(standard_id, old, True, twin is not None)


def _row_of(connection: sqlite3.Connection, key: str) -> _Row | None:
    found = connection.execute("SELECT id FROM standard WHERE key = ?", (key,)).fetchone()
    return standard_columns(connection, found[0]) if found else None


def _correct_day(connection: sqlite3.Connection, standard_id: int, named: str, day: str) -> bool:
    """Set the day of a conversion that is stored; return whether it was another one."""
    updated = connection.execute(
        "UPDATE other_number SET until = :day WHERE standard = :id AND kind = 'converted'"
        " AND until IS NOT :day AND (number = :old OR 1 = (SELECT count(*) FROM other_number o"
        " WHERE o.standard = :id AND o.kind = 'converted'))",
        {"day": day, "id": standard_id, "old": named},
    )
    return updated.rowcount > 0


# What contradicts a conversion.


def _problem(connection: sqlite3.Connection, row: _Row, twin: _Row | None, day: str) -> str | None:
    """Return why a standard cannot be converted on a day, or joined with the record of its new
    number (`twin`); None if it can."""
    names = {"key": escape_unprintable(str(row["key"])), "day": day}
    published, withdrawn = row["published"], _stated_end(row)
    if published and is_before(day, str(published)):
        sentence = "{key} cannot be converted on {day}, before its publication on {published}"
        return t(sentence, published=published, **names)
    if withdrawn and is_before(str(withdrawn), day):
        sentence = "{key} cannot be converted on {day}, because it was withdrawn on {withdrawn}"
        return t(sentence, withdrawn=withdrawn, **names)
    return _contradiction(connection, row, twin, day) if twin else None


def _reversed(connection: sqlite3.Connection, row: _Row, new: str) -> str | None:
    """Return why a standard cannot get a number again that it had before a conversion."""
    earlier = connection.execute(
        "SELECT until FROM other_number WHERE standard = ? AND number = ? AND kind = 'converted'",
        (row["id"], new),
    ).fetchone()
    if earlier is None:
        return None
    sentence = (
        "{old} was {new} until {day} and is not converted back: if the conversion was a mistake,"
        ' use `standards edit {old} --number "{new}"`'
    )
    names = {"old": escape_unprintable(str(row["key"])), "new": escape_unprintable(new)}
    return t(sentence, day=earlier[0], **names)


_DAYS = ("published", "effective", "withdrawn")


def _contradiction(connection: sqlite3.Connection, row: _Row, twin: _Row, day: str) -> str | None:
    """Return why two records cannot be one standard."""
    names = {
        "old": escape_unprintable(str(row["key"])),
        "new": escape_unprintable(str(twin["key"])),
    }
    for field in _DAYS:
        old, new = _own_day(row, field, day), _own_day(twin, field, day)
        if old and new and (is_before(old, new) or is_before(new, old)):
            sentence = (
                "{old} and {new} cannot be joined: {field} is {one} in the first and {other} in the"
                " second; correct one with `standards edit NUMBER --{field} DATE`"
            )
            return t(sentence, field=field, one=old, other=new, **names)
    reviewed = connection.execute(
        """
        SELECT v.date
        FROM review v
        JOIN review w ON w.date = v.date AND w.step = v.step
        WHERE v.standard = ? AND w.standard = ?
        AND (v.outcome, v."into", v.ends) IS NOT (w.outcome, w."into", w.ends)
        """,
        (row["id"], twin["id"]),
    ).fetchone()
    if reviewed:
        sentence = (
            "{old} and {new} cannot be joined: their reviews of {date} contradict each other;"
            " correct one with `review edit ID`"
        )
        return t(sentence, date=reviewed[0], **names)
    return None


def _stated_end(row: _Row) -> object:
    return None if row["withdrawn_inferred"] else row["withdrawn"]


def _own_day(row: _Row, field: str, day: str) -> str | None:
    """Return a day of a record; None for a withdrawal that is the conversion, or inferred."""
    value = _stated_end(row) if field == "withdrawn" else row[field]
    return None if value is None or (field == "withdrawn" and value == day) else str(value)


# Two records become one.

_OWN_FIELDS = [
    field.name
    for field in FIELDS
    if field.home == "column"
    and field.name not in ("key", "number", "family", "nature", "source", "withdrawn")
]
_NO_END: _Row = {"withdrawn": None, "withdrawn_inferred": False, "withdrawn_by_hand": False}
# A stage below 60 is reached once. Rows that the standard has already stay with the other record
# and are removed with it.
_MOVES = (
    "UPDATE OR IGNORE standard_focus SET standard = :to WHERE standard = :from",
    "UPDATE OR IGNORE adopts SET standard = :to WHERE standard = :from",
    "UPDATE stage_change SET standard = :to WHERE standard = :from AND NOT EXISTS"
    " (SELECT 1 FROM stage_change c WHERE c.standard = :to AND c.stage = stage_change.stage"
    " AND (c.stage < '60' OR c.date = stage_change.date))",
    "UPDATE review SET standard = :to WHERE standard = :from AND NOT EXISTS (SELECT 1"
    " FROM review v WHERE v.standard = :to AND v.date = review.date AND v.step = review.step)",
    "UPDATE review SET project = :to WHERE project = :from",
    "UPDATE OR IGNORE other_number SET standard = :to WHERE standard = :from",
    "UPDATE OR IGNORE suspension SET standard = :to WHERE standard = :from",
    "UPDATE OR IGNORE extension SET standard = :to WHERE standard = :from",
    "UPDATE OR IGNORE campaign_member SET standard = :to WHERE standard = :from",
    "DELETE FROM standard WHERE id = :from",
)


def _move_rows(connection: sqlite3.Connection, source: int, target: int) -> None:
    """Move the rows of one record to another one, and remove the record. Links name it by its
    number, which the other record gets."""
    for sql in _MOVES:
        connection.execute(sql, {"from": source, "to": target})


def _without_withdrawal(row: _Row, day: str) -> _Row:
    """Return the values of a standard that change with its conversion.

    A list that calls the old number withdrawn without a day does not mean the standard.
    """
    return dict(_NO_END) if _stated_end(row) in (None, day) else {}


def _joined_values(row: _Row, twin: _Row, day: str) -> _Row:
    """Return the values of a standard after it took those of the record of its new number."""
    values = {name: twin[name] for name in _OWN_FIELDS if twin[name] is not None}
    for name in ("published", "effective"):  # the more exact day
        days = [str(each[name]) for each in (row, twin) if each[name] is not None]
        values |= {name: max(days, key=len)} if days else {}
    notes = [str(each["note"]) for each in (row, twin) if each["note"]]
    if notes:
        values["note"] = "; ".join(dict.fromkeys("; ".join(notes).split("; ")))
    extras = [json.loads(str(each["extra"])) for each in (row, twin) if each["extra"]]
    if extras:
        values["extra"] = to_column(
            {name: text for extra in extras for name, text in extra.items()}
        )
    if row["partial_revision"] and twin["partial_revision"]:
        years = (int(str(each["partial_revision"])) for each in (row, twin))
        values["partial_revision"] = max(years)
    return values | _joined_end(row, twin, day)


def _joined_end(row: _Row, twin: _Row, day: str) -> _Row:
    """Return the columns of the end: a stated day first, then an inferred one."""
    ends = [each for each in (row, twin) if each["withdrawn"] and _stated_end(each) != day]
    ends = [each for each in ends if each is twin or not each["withdrawn_inferred"]]
    if not ends:
        return dict(_NO_END)
    best = min(ends, key=lambda each: (each["withdrawn_inferred"], not each["withdrawn_by_hand"]))
    return {name: best[name] for name in _NO_END}


def _update(connection: sqlite3.Connection, standard_id: int, values: _Row) -> None:
    if values:
        assignments = ", ".join(f"{name} = ?" for name in values)
        sql = f"UPDATE standard SET {assignments} WHERE id = ?"
        connection.execute(sql, (*values.values(), standard_id))


# Lists. Table staged_conversion has the old number and the day of a row, and whether the list gives
# that day (`dated`); the row itself has the new number.


_STAGED = """
    SELECT c.n, c.number, g.key, c.until, c.dated
    FROM staged_conversion c
    JOIN staged g ON g.n = c.n
    WHERE c.n > :first
    ORDER BY c.n
"""


def impossible_conversions(
    connection: sqlite3.Connection, first: int
) -> Iterator[ImpossibleConversion]:
    """Yield the staged rows that follow row `first` whose conversion is not possible."""
    seen: dict[str, str] = {}
    for n, old, new, day, _ in connection.execute(_STAGED, {"first": first}).fetchall():
        if seen.setdefault(old, new) != new:
            sentence = "{old} is converted to {new} in another row"
            yield ImpossibleConversion(n - first, new, t(sentence, old=old, new=seen[old]))
            continue
        present = other_numbers.current_number(connection, old)
        row = _row_of(connection, old)
        if row is None and present not in (old, new):
            yield ImpossibleConversion(
                n - first, new, t("{key} is now {new}", key=old, new=present)
            )
        elif row is not None and (
            why := _reversed(connection, row, new)
            or _problem(connection, row, _row_of(connection, new), day)
        ):
            yield ImpossibleConversion(n - first, new, why)


def repeated_standards(connection: sqlite3.Connection, first: int) -> Iterator[RepeatedStandard]:
    """Yield the staged rows that follow row `first` about a standard by its old number, which
    another of these rows converts."""
    rows = connection.execute(
        """
        SELECT g.n, g.key, w.key, w.part, w.line
        FROM staged_conversion c
        JOIN staged w ON w.n = c.n
        CROSS JOIN staged g ON g.key = c.number
        WHERE c.n > :first AND g.n > :first
        """,
        {"first": first},
    )
    for n, key, number, part, line in rows.fetchall():
        yield RepeatedStandard(n - first, key, number, part or "", line)


def convert_staged(
    connection: sqlite3.Connection, rows: dict[str, int]
) -> dict[int, tuple[str, str]]:
    """Convert the standards that the staged rows first < n <= last name by their old numbers.

    Return the old and the new number of each converted one, by row id. Call this before the rows
    are stored: they belong to the converted standards.
    """
    converted: dict[int, tuple[str, str]] = {}
    for n, old, new, day, dated in connection.execute(_STAGED, rows).fetchall():
        number, row = parse(new), _row_of(connection, old)
        if n > rows["last"] or number is None:
            continue
        if row is not None:
            done = _convert(connection, int(str(row["id"])), old, number, day)
            converted[done.id] = (old, new)
        elif dated and (known := _row_of(connection, new)):
            standard_id = int(str(known["id"]))
            if _correct_day(connection, standard_id, old, day):
                converted[standard_id] = (old, new)
    return converted


def keep_staged(connection: sqlite3.Connection, rows: dict[str, int]) -> dict[int, tuple[str, str]]:
    """Store the old numbers that the staged rows give for standards that the catalogue did not have
    under them; return the old and the new number by row id. Call this after the rows were stored.
    """
    kept: dict[int, tuple[str, str]] = {}
    for n, old, new, day, _ in connection.execute(_STAGED, rows).fetchall():
        number, row = parse(old), _row_of(connection, new)
        if n > rows["last"] or row is None or number is None:
            continue
        known = "SELECT 1 FROM other_number WHERE standard = ? AND number = ?"
        if connection.execute(known, (row["id"], old)).fetchone() is None:
            standard_id = int(str(row["id"]))
            other_numbers.keep(connection, standard_id, old, day, number.nature, kind="converted")
            kept[standard_id] = (old, new)
    return kept
