"""Editing of single standards: add, change and remove them, and move them from stage to stage.

Values arrive validated by the cell readers (importing/standard_rows.py). This file checks what
depends on the catalogue, and raises before anything is written:

* A key belongs to one record.
* An edit replaces the note and the links of a standard; an import adds to them.
* The stages 60 and 95 are the columns `published` and `withdrawn` (of a project: `terminated`); all
  other stages are rows of table stage_change. A stage below 60 is reached once, so a second day
  corrects the first one. Stage 90 can be reached many times.
* The days of the stages follow the order of domain/stages.py. The message for a day out of order
  names both stages, both days, and the command that corrects the other day. An import only
  names such a project: it takes the days of a list unchanged.
"""

from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from stdplan.catalogue import other_numbers
from stdplan.catalogue.hand_checks import (
    impossible_links,
    refuse_impossible_days,
    refuse_impossible_links,
)
from stdplan.catalogue.review_projects import sync_review_projects
from stdplan.catalogue.standard_writer import StandardWriter
from stdplan.catalogue.transaction import Transaction
from stdplan.domain import stages
from stdplan.domain.codes import STAGES, label
from stdplan.domain.dates import today
from stdplan.domain.numbers import plan_number
from stdplan.domain.stages import ENDED, PUBLISHED, UNDER_REVIEW, StageDay
from stdplan.domain.standard_record import StandardRecord, set_number
from stdplan.domain.text import escape_unprintable
from stdplan.errors import CannotCreate, UsageProblem
from stdplan.i18n import t

# Fields with rows in tables of their own, and the statement that deletes these rows.
_DELETE_LINKS = {
    "focus": "DELETE FROM standard_focus WHERE standard = :id",
    "adopts": "DELETE FROM adopts WHERE standard = :id",
    "replaces": "DELETE FROM replaces WHERE successor = :key",
}
# Everything stored of a record, to find out whether it changed.
_SNAPSHOT = (
    "SELECT * FROM standard WHERE id = :id",
    "SELECT focus FROM standard_focus WHERE standard = :id ORDER BY 1",
    "SELECT reference, degree, word FROM adopts WHERE standard = :id ORDER BY 1",
    "SELECT target, partial FROM replaces WHERE successor = :key ORDER BY 1",
)
# The date fields that are the day of a stage.
_STAGE_OF_FIELD = {"published": PUBLISHED, "withdrawn": ENDED, "terminated": ENDED}
_END = "iif(number IS NULL, terminated, withdrawn)"
_STAGE_DAYS = (
    # Stage 00 is left out if only a review supplied its date.
    "SELECT stage, date FROM stage_change WHERE standard = :id AND review IS NULL"
    # The day of a list, which stands for an unknown day of publication, is not compared.
    f" AND stage <> '{PUBLISHED}'"
    f" UNION ALL SELECT '{PUBLISHED}', published FROM standard"
    " WHERE id = :id AND published IS NOT NULL"
    f" UNION ALL SELECT '{ENDED}', {_END} FROM standard WHERE id = :id AND {_END} IS NOT NULL"
    # If the day of withdrawal is unknown, it is the day of the import, which is not compared.
    " AND (number IS NULL OR NOT withdrawn_inferred)"
)


# Add, change, remove.


def add(transaction: Transaction, record: StandardRecord) -> None:
    """Add a standard; raise CannotCreate if its key is taken.

    >>> from stdplan.domain.standard_record import StandardRecord
    >>> record = StandardRecord("JB/T 1-2011", {"number": "JB/T 1-2011", "title": "试验机"})
    >>> with open_catalogue(path).operation("add") as transaction:  # doctest: +SKIP
    ...     add(transaction, record)
    """
    _refuse_taken_key(transaction, record.key)
    other_numbers.resolve_links(transaction.connection, record)
    impossible = impossible_links(transaction.connection, record.key)
    saved = StandardWriter(transaction.connection).save(record)
    _mark_withdrawn_by_hand(transaction, saved.id, record.values)
    _check_days_of(transaction, saved.id, record.values)
    refuse_impossible_links(transaction.connection, record.key, impossible, record.key)
    sync_review_projects(transaction)
    transaction.count("added")


def edit(
    transaction: Transaction,
    standard_id: int,
    record: StandardRecord,
    fields: Collection[str],
    cleared: Iterable[str],
) -> bool:
    """Set the `fields` of a standard to the values of `record`, empty those `cleared`.

    Return whether anything changed. Raise CannotCreate if the new key is taken, UsageProblem if the
    new day of a stage contradicts another one.
    """
    key, number = transaction.connection.execute(
        "SELECT key, number FROM standard WHERE id = ?", (standard_id,)
    ).fetchone()
    before = _snapshot(transaction, standard_id, key)
    impossible = impossible_links(transaction.connection, key)
    for name in [*(name for name in fields if name in _DELETE_LINKS), *cleared]:
        _clear(transaction, standard_id, key, name)
    if "note" in fields:  # else the writer would append the new note to the old one
        _clear(transaction, standard_id, key, "note")
    if record.key != key:
        _refuse_taken_key(transaction, record.key, standard_id)
    other_numbers.resolve_links(transaction.connection, record)
    StandardWriter(transaction.connection, by_hand=True).save(record, standard_id)
    _follow_key(transaction, standard_id, key, record.key)
    if number is not None and record.key != key:
        other_numbers.keep(transaction.connection, standard_id, number, str(today()))
    _mark_withdrawn_by_hand(transaction, standard_id, fields)
    _check_days_of(transaction, standard_id, fields)
    refuse_impossible_links(transaction.connection, record.key, impossible, key)
    sync_review_projects(transaction)
    changed = _snapshot(transaction, standard_id, record.key) != before
    transaction.count("changed", int(changed))
    return changed


def remove(transaction: Transaction, standard_id: int, key: str) -> None:
    """Remove a standard with its stages, its reviews, and the links that it has itself.

    Raise UsageProblem for a project that only a review opened: it would be opened again.
    """
    sql = "SELECT min(date), id FROM review WHERE project = ?"
    day, review = transaction.connection.execute(sql, (standard_id,)).fetchone()
    if day is not None and key.startswith("rev:"):
        sentence = (
            "{key} was opened by the review of {day}: end it with `standards stage {key} 95`, or"
            " remove the review with `review remove {id}`"
        )
        raise UsageProblem(t(sentence, key=escape_unprintable(key), day=day, id=review))
    for sql in _DELETE_LINKS.values():
        transaction.connection.execute(sql, {"id": standard_id, "key": key})
    transaction.connection.execute("DELETE FROM standard WHERE id = ?", (standard_id,))
    sync_review_projects(transaction)
    transaction.count("removed")


def add_focus_areas(transaction: Transaction, pairs: Sequence[tuple[str, str]]) -> int:
    """Add focus areas, given as pairs (key of a standard, code of a focus area).

    Return the number of standards that gained at least one.
    """
    changed = set()
    for key, focus in pairs:
        added = transaction.connection.execute(
            "INSERT OR IGNORE INTO standard_focus (standard, focus)"
            " SELECT id, ? FROM standard WHERE key = ?",
            (focus, key),
        )
        if added.rowcount:
            changed.add(key)
    transaction.count("changed", len(changed))
    return len(changed)


def refuse_plan_number(text: str) -> None:
    """Raise UsageProblem if the text is the number of a project, not of a standard."""
    if plan_number(text):
        raise UsageProblem(
            t(
                '"{number}" is a plan number, not the number of a standard',
                number=escape_unprintable(text),
            )
        )


def refuse_projects(transaction: Transaction, ids: Sequence[int]) -> None:
    """Raise UsageProblem if one of the records (row ids) is a project, which ends at stage 95."""
    for standard_id in ids:
        key, number = transaction.connection.execute(
            "SELECT key, number FROM standard WHERE id = ?", (standard_id,)
        ).fetchone()
        if number is None:
            sentence = "{key} is a project: end it with `standards stage {key} 95 --on DATE`"
            raise UsageProblem(t(sentence, key=escape_unprintable(key)))


def _refuse_taken_key(transaction: Transaction, key: str, standard_id: int | None = None) -> None:
    """Raise CannotCreate if a record other than `standard_id` has the key."""
    sql = "SELECT id FROM standard WHERE key = ?"
    row = transaction.connection.execute(sql, (key,)).fetchone()
    if row is not None and row[0] != standard_id:
        raise CannotCreate(t('"{key}" is already in the catalogue', key=escape_unprintable(key)))


def _follow_key(transaction: Transaction, standard_id: int, old: str, new: str) -> None:
    """After a record got another key, let all that names it follow."""
    sql = "SELECT plan_number FROM standard WHERE id = ?"
    (plan,) = transaction.connection.execute(sql, (standard_id,)).fetchone()
    # A project that was published is still found by its plan number.
    if old not in (new, plan):
        other_numbers.move_names(transaction.connection, old, new)


def _clear(transaction: Transaction, standard_id: int, key: str, field: str) -> None:
    sql = _DELETE_LINKS.get(field, f"UPDATE standard SET {field} = NULL WHERE id = :id")
    transaction.connection.execute(sql, {"id": standard_id, "key": key})
    if field == "withdrawn":
        transaction.connection.execute(
            "UPDATE standard SET withdrawn_inferred = 0, withdrawn_by_hand = 0 WHERE id = ?",
            (standard_id,),
        )


def _mark_withdrawn_by_hand(
    transaction: Transaction, standard_id: int, fields: Collection[str]
) -> None:
    """Note that a day of withdrawal was entered by hand, if it is one of the fields."""
    if "withdrawn" in fields:
        transaction.connection.execute(
            "UPDATE standard SET withdrawn_by_hand = withdrawn IS NOT NULL WHERE id = ?",
            (standard_id,),
        )


def _snapshot(transaction: Transaction, standard_id: int, key: str) -> list[object]:
    names = {"id": standard_id, "key": key}
    return [row for sql in _SNAPSHOT for row in transaction.connection.execute(sql, names)]


# Stages.


class StageMove(NamedTuple):
    """The result of `move`.

    `key`: the key of the record after the move. `corrected`: the day that the move replaced.
    `missing`: the lower stages without a day. `terminated`: the project ended without a standard.
    """

    key: str
    corrected: str | None = None
    missing: tuple[str, ...] = ()
    terminated: bool = False


def move(
    transaction: Transaction, standard_id: int, stage: str, day: str, number: str | None
) -> StageMove:
    """Record that a standard or project reached a stage on a day (ISO date, month or year).

    Stage 60 gives a project its `number`. Raise UsageProblem if the day contradicts another stage;
    the message names both stages and the command that corrects the other one.
    """
    key, has_number, published = transaction.connection.execute(
        "SELECT key, number IS NOT NULL, published FROM standard WHERE id = ?", (standard_id,)
    ).fetchone()
    if stage == PUBLISHED:
        _check_publication(key, has_number, published, day, number)
    _check_order(transaction, standard_id, StageDay(stage, day))
    if stage not in (PUBLISHED, ENDED):
        corrected = _write_stage(transaction, standard_id, stage, day)
        sync_review_projects(transaction)
        return StageMove(key, corrected, _missing_stages(transaction, standard_id, stage))
    record = StandardRecord(key, {})
    if stage == PUBLISHED:
        record.values["published"] = day
        if number is not None:
            refuse_plan_number(number)
            set_number(record, number)
            _refuse_taken_key(transaction, record.key, standard_id)
    elif has_number:
        record.values |= {"withdrawn": day, "withdrawn_inferred": False}
    else:
        record.values["terminated"] = day
    before = _snapshot(transaction, standard_id, key)
    impossible = impossible_links(transaction.connection, key)
    StandardWriter(transaction.connection, by_hand=True).save(record, standard_id)
    _follow_key(transaction, standard_id, key, record.key)
    _mark_withdrawn_by_hand(transaction, standard_id, record.values)
    refuse_impossible_days(transaction.connection, standard_id, record.values)
    refuse_impossible_links(transaction.connection, record.key, impossible, key)
    sync_review_projects(transaction)
    changed = _snapshot(transaction, standard_id, record.key) != before
    transaction.count("changed", int(changed))
    # Only a standard that was a project in this catalogue can lack stages.
    was_project = stage == PUBLISHED and len(_stage_days(transaction, standard_id)) > 1
    missing = _missing_stages(transaction, standard_id, stage) if was_project else ()
    return StageMove(record.key, None, missing, "terminated" in record.values)


def remove_stage(transaction: Transaction, standard_id: int, stage: str, day: str | None) -> int:
    """Remove a stage from a record, on `day` only if it is given; return how many rows went."""
    removed = transaction.connection.execute(
        "DELETE FROM stage_change WHERE standard = ? AND stage = ? AND coalesce(date = ?, 1)",
        (standard_id, stage, day),
    ).rowcount
    sync_review_projects(transaction)
    transaction.count("removed", removed)
    return removed


def _stage_days(transaction: Transaction, standard_id: int) -> list[StageDay]:
    """Return the stages of a record with their days, 60 and 95 included."""
    rows = transaction.connection.execute(_STAGE_DAYS, {"id": standard_id})
    return [StageDay(*row) for row in rows]


def _check_days_of(transaction: Transaction, standard_id: int, fields: Collection[str]) -> None:
    """Raise UsageProblem if the day in one of the `fields` contradicts another day."""
    refuse_impossible_days(transaction.connection, standard_id, fields)
    edited = {_STAGE_OF_FIELD.get(name) for name in fields}
    for stage_day in _stage_days(transaction, standard_id):
        if stage_day.stage in edited:
            _check_order(transaction, standard_id, stage_day)


def _check_order(transaction: Transaction, standard_id: int, new: StageDay) -> None:
    """Raise UsageProblem if `new` contradicts another stage of the record."""
    other = stages.conflict(new, _stage_days(transaction, standard_id))
    if other is None:
        return
    key, end = transaction.connection.execute(
        "SELECT key, iif(number IS NULL, 'terminated', 'withdrawn') FROM standard WHERE id = ?",
        (standard_id,),
    ).fetchone()
    field = {PUBLISHED: "published", ENDED: end}.get(other.stage)
    command = (
        f"standards edit {key} --{field}" if field else f"standards stage {key} {other.stage} --on"
    )
    sentence = (
        "{key}: {new} on {day} cannot be before {old} on {other}; correct the latter with"
        " `{mended} DATE`"
    )
    if other.stage > new.stage:
        sentence = (
            "{key}: {new} on {day} cannot be after {old} on {other}; correct the latter"
            " with `{mended} DATE`"
        )
    raise UsageProblem(
        t(
            sentence,
            key=escape_unprintable(key),
            new=_code_and_label(new.stage),
            day=new.day,
            old=_code_and_label(other.stage),
            other=other.day,
            mended=escape_unprintable(command),
        )
    )


def _code_and_label(stage: str) -> str:
    return f"{stage} {label(STAGES, stage)}"


def _check_publication(
    key: str, has_number: bool, published: str | None, day: str, number: str | None
) -> None:
    """Raise UsageProblem if a record with these values cannot be published so."""
    if published is not None and published != day:
        raise UsageProblem(
            t(
                "{key} was published on {day}: correct the day with `standards edit --published`",
                key=escape_unprintable(key),
                day=published,
            )
        )
    if number is not None and has_number:
        raise UsageProblem(
            t(
                "{key} already has a number: correct it with `standards edit --number`",
                key=escape_unprintable(key),
            )
        )
    if number is None and not has_number:
        raise UsageProblem(
            t("{key} has no number yet: give it with --number", key=escape_unprintable(key))
        )


def _write_stage(transaction: Transaction, standard_id: int, stage: str, day: str) -> str | None:
    """Write the day of a stage; return the day that it replaced, if any."""
    rows = transaction.connection.execute(
        "SELECT date FROM stage_change WHERE standard = ? AND stage = ? ORDER BY date DESC",
        (standard_id, stage),
    ).fetchall()
    days = [date for (date,) in rows]
    if day in days:
        return None
    if stage != UNDER_REVIEW:
        transaction.connection.execute(
            "DELETE FROM stage_change WHERE standard = ? AND stage = ?", (standard_id, stage)
        )
    transaction.connection.execute(
        "INSERT INTO stage_change (standard, stage, date) VALUES (?, ?, ?)",
        (standard_id, stage, day),
    )
    transaction.count("staged")
    return days[0] if days and stage != UNDER_REVIEW else None


def _missing_stages(transaction: Transaction, standard_id: int, stage: str) -> tuple[str, ...]:
    """Return the stages below `stage` that a project may not skip and that have no day."""
    if stage > PUBLISHED:
        return ()
    adopts, revises = transaction.connection.execute(
        "SELECT EXISTS (SELECT 1 FROM adopts a WHERE a.standard = s.id AND a.degree IS NOT 'NEQ'),"
        " coalesce(s.work = 'revise', 0) FROM standard s WHERE s.id = ?",
        (standard_id,),
    ).fetchone()
    known = {stage_day.stage for stage_day in _stage_days(transaction, standard_id)}
    return tuple(stages.missing_stages(stage, known, bool(adopts), bool(revises)))
