"""The day of withdrawal that reviews set, and what takes its place when they no longer do.

Rules:
* The last decided review that names a day of withdrawal sets it. The order is that of the days of
  the reviews, so the order of entry does not matter.
* A day that a list or a person entered since then stays.
* If no review names a day any more, the day that the reviews replaced comes back. The history has
  it (recording.py); without a history of that time there is none.
"""

import sqlite3
import sys
from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

from stdplan.catalogue import sql_rules


class ReviewEnd(NamedTuple):
    """A review (row id) that names a day of withdrawal."""

    review: int
    day: str


class Withdrawal(NamedTuple):
    """The result of `move`: the days before and after, or the day that stays."""

    moved: tuple[str | None, str | None] | None = None
    stays: str | None = None


class _State(NamedTuple):
    """The columns of a standard about its withdrawal."""

    withdrawn: str | None
    withdrawn_inferred: int
    withdrawn_by_hand: int


_NONE = _State(None, 0, 0)
_NEVER = sys.maxsize  # after all operations


def review_ends(connection: sqlite3.Connection, standard: int) -> list[ReviewEnd]:
    """Return the decided reviews of a standard that name a day of withdrawal, the last one last."""
    rows = connection.execute(
        "SELECT id, ends FROM review"
        " WHERE standard = ? AND outcome = 'withdraw' AND ends IS NOT NULL"
        f" AND {sql_rules.is_decided('review')} ORDER BY {sql_rules.first_day('date')}, date, id",
        (standard,),
    )
    return [ReviewEnd(*row) for row in rows]


def move(
    connection: sqlite3.Connection,
    standard: int,
    before: Sequence[ReviewEnd],
    entered: bool = False,
) -> Withdrawal:
    """Set the day of withdrawal of a standard to the one that its last review names now.

    `before`: as `review_ends` returned before the change. A day that a list or a person entered
    stays, unless `entered`: a new review names a day now.
    """
    after = review_ends(connection, standard)
    new = after[-1].day if after else None
    if new == (before[-1].day if before else None):
        return Withdrawal()
    old = _State(
        *connection.execute(
            "SELECT withdrawn, withdrawn_inferred, withdrawn_by_hand FROM standard WHERE id = ?",
            (standard,),
        ).fetchone()
    )
    if new == old.withdrawn and not old.withdrawn_inferred:
        return Withdrawal()
    of_a_review = old in {_State(end.day, 0, 0) for end in before}
    replaceable = old == _NONE or of_a_review or (new is not None and (entered or not before))
    state = _State(new, 0, 0)
    if replaceable and new is None:
        state = _replaced_by_reviews(connection, standard, before, old)
    if state == old or not replaceable:
        return Withdrawal(stays=old.withdrawn)
    connection.execute(
        "UPDATE standard SET withdrawn = ?, withdrawn_inferred = ?, withdrawn_by_hand = ?"
        " WHERE id = ?",
        (*state, standard),
    )
    return Withdrawal(moved=(old.withdrawn, state.withdrawn))


def _replaced_by_reviews(
    connection: sqlite3.Connection, standard: int, ends: Sequence[ReviewEnd], state: _State
) -> _State:
    """Return the state that reviews replaced, from the history; `state` is the present one."""
    _index_changes(connection)
    first_named = _first_named(connection, standard, ends)
    changes = connection.execute(
        "SELECT operation, column_name, before FROM withdrawal_change"
        " WHERE table_name = 'standard' AND row = ? ORDER BY id DESC",
        (standard,),
    )
    for operation, columns in groupby(changes.fetchall(), key=lambda change: change[0]):
        if not _is_of_review(state) or operation < first_named.get(str(state.withdrawn), _NEVER):
            return state  # a list or a person entered it
        # Of several changes of a column, the first one has the value before the operation.
        earlier = {name: before for _, name, before in columns}
        state = _State(
            earlier.get("withdrawn", state.withdrawn),
            int(earlier.get("withdrawn_inferred", state.withdrawn_inferred)),
            int(earlier.get("withdrawn_by_hand", state.withdrawn_by_hand)),
        )
    if _is_of_review(state) and first_named.get(str(state.withdrawn), _NEVER) == 0:
        return _NONE  # what the review replaced was not recorded
    return state


def _is_of_review(state: _State) -> bool:
    """Return whether a review may have set this state: a day that is neither inferred nor entered
    by hand."""
    return state == _State(state.withdrawn, 0, 0) != _NONE


def _first_named(
    connection: sqlite3.Connection, standard: int, ends: Sequence[ReviewEnd]
) -> dict[str, int]:
    """Return each day that a review of the standard has ever named as its withdrawal, with the
    first operation that named it; 0 if the history does not have that operation."""
    named: dict[int, str | None] = {end.review: end.day for end in ends}
    first: dict[str, int] = {}

    def add(day: str | None, operation: int) -> None:
        if day is not None:
            first[day] = min(operation, first.get(day, _NEVER))

    # From the newest change to the oldest, so that `named` has what each review named first.
    changes = connection.execute(_CHANGES_OF_REVIEWS, {"standard": standard})
    for operation, review, before, after in changes.fetchall():
        add(after, operation)
        named[review] = before
    for review, day in named.items():
        added = connection.execute(
            "SELECT operation FROM rows_added"
            " WHERE table_name = 'review' AND ? BETWEEN first AND last",
            (review,),
        ).fetchone()
        add(day, added[0] if added else 0)
    return first


# The changes of the day that decided reviews of a standard named; a removed review named one until
# then.
_CHANGES_OF_REVIEWS = """
    SELECT operation, row, before, after
    FROM withdrawal_change
    WHERE table_name = 'review' AND row IN (
        SELECT id FROM review WHERE standard = :standard AND step = 'decided'
        UNION SELECT row FROM withdrawal_change WHERE of_standard = :standard
    )
    ORDER BY id DESC
"""


def _index_changes(connection: sqlite3.Connection) -> None:
    """Copy the recorded changes of days of withdrawal into a temporary table with indexes.

    The history itself has no index by row, and a command may remove many reviews.
    """
    connection.execute(
        "CREATE TEMP TABLE IF NOT EXISTS withdrawal_change (id INTEGER PRIMARY KEY, operation,"
        " table_name, row, column_name, before, after, of_standard)"
    )
    for column in ("row", "of_standard"):
        connection.execute(
            f"CREATE INDEX IF NOT EXISTS temp.withdrawal_{column} ON withdrawal_change ({column})"
        )
    connection.execute(
        """
        INSERT INTO withdrawal_change
        SELECT id, operation, table_name, row, column_name,
        iif(column_name IS NULL, json_extract(before, '$.ends'), before), after,
        CASE
            WHEN column_name IS NULL
            AND coalesce(json_extract(before, '$.step'), 'decided') = 'decided'
            THEN json_extract(before, '$.standard')
        END
        FROM row_change
        WHERE id > (SELECT coalesce(max(id), 0) FROM withdrawal_change)
        AND (
            (
                table_name = 'standard'
                AND column_name IN ('withdrawn', 'withdrawn_inferred', 'withdrawn_by_hand')
            )
            OR (
                table_name = 'review'
                AND (column_name = 'ends' OR (column_name IS NULL AND before IS NOT NULL))
            )
        )
        """
    )
