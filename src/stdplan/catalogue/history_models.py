"""The tables of the history: what each writing command did, so that it can be shown and undone.

Rules:
* Each writing command has one entry in table operation.
* A row that the command added is known by its id alone. The ids of a table only grow, so the rows
  that a command added are a range of ids (rows_added), however many they are. Rows that come back
  under their old id, when a removal is undone, have an entry of their own in row_change.
* A row that the command changed or removed has its earlier values in row_change.
* recording.py writes these tables, undo.py reads them. Nothing refers to their rows.
* No `from __future__ import annotations` here: SQLModel reads the annotations at run time.
"""

from sqlalchemy import JSON, Column, Index
from sqlmodel import Field

from stdplan.catalogue.model_base import ROW_IDS_ONCE, Model, code_check, row_id
from stdplan.catalogue.recording import RECORDINGS


class Operation(Model, table=True):
    """A writing command: when it ran (UTC), its command line, and its counts (JSON).

    `recording`: whether the history has what it changed; NULL if it ran before there was a history.
    `undoes`: the operation that it takes back.
    """

    __table_args__ = (code_check("recording", RECORDINGS), ROW_IDS_ONCE)
    id: int | None = row_id()
    at: str
    command: str
    counts: dict[str, int] = Field(sa_column=Column(JSON, nullable=False))
    recording: str | None = None
    undoes: int | None = None


class RowChange(Model, table=True):
    """What an operation did with a row that existed before, or with an old row id.

    With a `column_name`: the value of this column was `before` and became `after`. Without: the row
    was removed, and `before` is a JSON object of its values but NULL; or, if `before` is NULL, a
    row was added again under its old id. Values are stored as text, also numbers; the column that
    they return to makes numbers of them. The order of the ids is the order of the changes.
    """

    __tablename__ = "row_change"
    __table_args__ = (Index("row_change_operation", "operation"), ROW_IDS_ONCE)
    id: int | None = row_id()
    operation: int
    table_name: str
    row: int
    column_name: str | None = None
    before: str | None = None
    after: str | None = None


class RowsAdded(Model, table=True):
    """The rows that an operation added to a table: those that exist with ids `first` to `last`."""

    __tablename__ = "rows_added"
    __table_args__ = (Index("rows_added_operation", "operation"), ROW_IDS_ONCE)
    id: int | None = row_id()
    operation: int
    table_name: str
    first: int
    last: int
