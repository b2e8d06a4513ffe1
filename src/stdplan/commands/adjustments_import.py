"""Lists of adjustments of projects, a part of `stdplan standards import`: checked and recorded.

Rule: a row that names no known project, or adjusts one in an impossible way, is refused with its
cell. So all rows are tried first, in the order of the lists, and what they did is taken back. Rows
for projects of another list of the same command are tried when they are recorded.
"""

import sqlite3
from collections.abc import Sequence
from typing import NamedTuple

from stdplan.catalogue import project_adjustments
from stdplan.catalogue.bulk_load import OnChange
from stdplan.catalogue.project_changes import RefusedChange
from stdplan.catalogue.queries.find_standard import find_standard
from stdplan.catalogue.staging import Staging
from stdplan.catalogue.transaction import Transaction
from stdplan.domain.adjustments import RENAME, AdjustedProject
from stdplan.domain.text import fold_title
from stdplan.errors import BadData, Missing
from stdplan.i18n import t
from stdplan.importing.adjustments import AdjustmentList, AdjustmentRow
from stdplan.importing.cell_values import CellError

# The columns that may have the value of a fault, by the field of RefusedChange.
_COLUMNS = {"target_date": ("target", "kind"), "date": ("date", "kind")}


class _Found(NamedTuple):
    """The project of a row: row id and key."""

    id: int
    key: str


def check_adjustments(
    connection: sqlite3.Connection, lists: Sequence[AdjustmentList | None], staging: Staging
) -> None:
    """Refuse the rows that name no project, or whose adjustment is impossible."""
    with project_adjustments.trial(connection):
        for adjusted in lists:
            for index, row in list(adjusted.good.items()) if adjusted else ():
                assert adjusted is not None
                found = _find(connection, row)
                if isinstance(found, _Found):
                    _try(connection, adjusted, index, row, found)
                elif not (_is_staged(staging, row) and found.missing):
                    adjusted.refuse(index, found.field, found.sentence)


def record_adjustments(
    transaction: Transaction, adjusted: AdjustmentList, on_change: OnChange | None
) -> int:
    """Record the rows of a list; return how many of them changed something."""
    changed = 0
    for index, row in adjusted.good.items():
        if not row.project.adjustments:
            continue
        found = _find(transaction.connection, row)
        if not isinstance(found, _Found):
            raise _refused(adjusted, index, found.field, found.sentence)
        _compare(transaction.connection, adjusted, row, found)
        try:
            # The record counts as changed, not each of its adjustments.
            work = Transaction(transaction.connection)
            changes = project_adjustments.apply(work, found.id, _dated(adjusted, row))
        except RefusedChange as error:
            name = _column(adjusted, error)
            raise _refused(adjusted, index, name, error.problem) from None
        changed += bool(changes)
        transaction.count("changed", int(bool(changes)))
        for name, old, new in changes:
            if name == "title":
                adjusted.renamed.add(f"{found.key}: {old} → {new}")
        if on_change and changes:
            on_change(found.key, tuple(changes))
    return changed


def _refused(adjusted: AdjustmentList, index: int, name: str, problem: str) -> BadData:
    fault = CellError(adjusted.reader.header(name), adjusted.cell(index, name), problem)
    return BadData(f"{adjusted.where(index)}: {fault}")


class _NotFound(NamedTuple):
    """Why a row has no project: the field of its cell, a sentence, and whether it is missing."""

    field: str
    sentence: str
    missing: bool = False


def _find(connection: sqlite3.Connection, row: AdjustmentRow) -> _Found | _NotFound:
    """Return the project that a row names by its number, else by its title."""
    if row.number is None:
        found = project_adjustments.find_project_by_title(connection, row.title or "")
        if len(found) == 1:
            return _Found(*found[0])
        if found:
            return _NotFound("title", t("matches several records"))
        return _NotFound("title", t("is not in the catalogue"), missing=True)
    try:
        match = find_standard(connection, row.number)
    except Missing:
        return _NotFound("number", t("is not in the catalogue"), missing=True)
    except BadData:
        return _NotFound("number", t("matches several records"))
    return _Found(match.id, match.key)


def _is_staged(staging: Staging, row: AdjustmentRow) -> bool:
    """Return whether another list of the import has the project of a row."""
    return row.number is not None and staging.has(row.number)


def _try(
    connection: sqlite3.Connection,
    adjusted: AdjustmentList,
    index: int,
    row: AdjustmentRow,
    found: _Found,
) -> None:
    """Apply a row within the trial; refuse it if that is impossible."""
    try:
        project_adjustments.apply(Transaction(connection), found.id, _dated(adjusted, row))
    except RefusedChange as error:
        adjusted.refuse(index, _column(adjusted, error), error.problem)


def _column(adjusted: AdjustmentList, error: RefusedChange) -> str:
    """Return the field of the column that a fault is about, by default that of the number."""
    names = (*_COLUMNS.get(error.field, ()), "number", "title")
    return str(next(name for name in names if adjusted.reader.has(name) or name == "title"))


def _dated(adjusted: AdjustmentList, row: AdjustmentRow) -> AdjustedProject:
    return row.project._replace(day=row.day or adjusted.day)


def _compare(
    connection: sqlite3.Connection, adjusted: AdjustmentList, row: AdjustmentRow, found: _Found
) -> None:
    """Note where the catalogue has another title or first target than the list."""
    title, target = project_adjustments.title_and_target(connection, found.id)
    new = {str(one.value) for one in row.project.adjustments if one.kind == RENAME}
    known = {fold_title(text) for text in (row.title, *new) if text}
    if title and row.title and fold_title(title) not in known:
        adjusted.other_titles.add(f"{found.key}: {title}")
    first = row.project.first_target
    if first and target and not target.startswith(first) and not first.startswith(target):
        adjusted.other_targets.add(f"{found.key}: {target}")
