"""The two forms of a digest: one list of records with the same columns, where `part` names their
kind, and one record with a list for each part.

Rule: the list is for scripts and has all parts in their order; the page is for people and shows the
keys that they need.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from stdplan.catalogue.queries.digest import DigestPart
from stdplan.catalogue.queries.query import single_record
from stdplan.table import Cell, Column, Records, Row, Table

DIGEST_COLUMNS = (
    Column("part", "key"), Column("date", "date"), Column("number", "key"), Column("title"),
    Column("sector", "key"), Column("department"), Column("what"), Column("amount", "decimal"),
    Column("before", "decimal"),
)  # fmt: skip
# The key of each part that fills the column `what`.
_WHAT_KEYS = {
    "withdrawn": "replaced_by",
    "ends_ahead": "replaced_by",
    "staged": "stage",
    "terminated": "from_stage",
    "reviewed": "outcome",
    "activities_held": "kind",
    "activities_closed": "kind",
    "projects_due": "stage",
    "activities_due": "kind",
    "expiring": "kind",
    "progress": "indicator",
}
# Keys that fill a column of another name.
_KEYS_OF_COLUMN = {"title": ("title", "name"), "amount": ("quantity", "actual", "standards")}
# The keys that a page shows; scripts get all keys.
_SHOWN_OF_STANDARD = ("date", "number", "title")
_SHOWN_KEYS = {
    "published": (*_SHOWN_OF_STANDARD, "sector"),
    "effective": (*_SHOWN_OF_STANDARD, "sector"),
    "withdrawn": (*_SHOWN_OF_STANDARD, "replaced_by"),
    "effective_ahead": (*_SHOWN_OF_STANDARD, "sector"),
    "ends_ahead": (*_SHOWN_OF_STANDARD, "replaced_by"),
    "staged": (*_SHOWN_OF_STANDARD, "from_stage", "stage"),
    "terminated": (*_SHOWN_OF_STANDARD, "from_stage"),
    "reviewed": (*_SHOWN_OF_STANDARD, "outcome", "into"),
    "activities_held": ("date", "kind", "title", "organisation", "quantity"),
    "activities_closed": ("date", "kind", "title", "state"),
    "progress": ("indicator", "name", "target", "before", "actual", "change"),
    "projects_due": (*_SHOWN_OF_STANDARD, "stage"),
    "activities_due": ("date", "kind", "title", "organisation"),
    "expiring": ("date", "kind", "title", "person"),
    "reviews_due": (*_SHOWN_OF_STANDARD, "sector"),
}


def flat_records(parts: Iterable[DigestPart]) -> Records:
    """Return all records of all parts, in their order, as rows of DIGEST_COLUMNS."""
    rows: list[Row] = []
    for part in parts:
        indexes = [_column_index(part, column.name) for column in DIGEST_COLUMNS[1:]]
        rows += (
            [part.name, *(None if index is None else row[index] for index in indexes)]
            for row in part.rows
        )
    return Records(DIGEST_COLUMNS, rows)


def _column_index(part: DigestPart, column: str) -> int | None:
    """Return the index in a part's rows of the cell for a column; None if it has none."""
    keys: tuple[str | None, ...] = _KEYS_OF_COLUMN.get(column, (column,))
    if column == "what":
        keys = (_WHAT_KEYS.get(part.name),)
    return next((part.keys.index(key) for key in keys if key in part.keys), None)


def digest_page(head: Sequence[tuple[Column, Cell]], parts: Sequence[DigestPart]) -> Table:
    """Return one record: the columns and cells of `head`, then each part as a list under its
    name."""
    columns = [column for column, _ in head]
    cells = [cell for _, cell in head]
    for part in parts:
        columns.append(Column(part.name, "records", _SHOWN_KEYS.get(part.name, ())))
        cells.append([dict(zip(part.keys, row, strict=True)) for row in part.rows])
    return single_record(tuple(columns), cells)
