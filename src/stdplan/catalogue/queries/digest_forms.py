"""A digest in its two forms: one list of records with the same keys, or one record with lists.

Rule: what a list says in the first form by `part`, the second says by the list's name.
"""

from collections.abc import Iterable, Sequence

from stdplan.catalogue.queries.digest_parts import Part
from stdplan.catalogue.queries.nested import single
from stdplan.table import Cell, Column, Records, Row, Table

FLAT_COLUMNS = (
    Column("part", "key"), Column("date", "date"), Column("number", "key"), Column("title"),
    Column("sector", "key"), Column("department"), Column("what"), Column("amount", "decimal"),
    Column("before", "decimal"),
)  # fmt: skip
# The keys of a part that fill a column of another name.
_FILLS = {
    "title": ("title", "name"),
    "amount": ("quantity", "actual", "standards"),
}
_WHAT = {
    "withdrawn": "replaced_by",
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
# What a person looks at; scripts get all keys.
_STANDARD = ("date", "number", "title")
_SHOWN = {
    "published": (*_STANDARD, "sector"),
    "effective": (*_STANDARD, "sector"),
    "withdrawn": (*_STANDARD, "replaced_by"),
    "staged": (*_STANDARD, "from_stage", "stage"),
    "terminated": (*_STANDARD, "from_stage"),
    "reviewed": (*_STANDARD, "outcome", "into"),
    "activities_held": ("date", "kind", "title", "organisation", "quantity"),
    "activities_closed": ("date", "kind", "title", "state"),
    "progress": ("indicator", "name", "target", "before", "actual", "change"),
    "projects_due": (*_STANDARD, "stage"),
    "activities_due": ("date", "kind", "title", "organisation"),
    "expiring": ("date", "kind", "title", "person"),
    "reviews_due": (*_STANDARD, "sector"),
}


def flat(parts: Iterable[Part]) -> Records:
    """All records of all parts, in their order, with the same keys."""
    rows: list[Row] = []
    for part in parts:
        places = [_place(part, column.name) for column in FLAT_COLUMNS[1:]]
        rows += (
            [part.name, *(None if place is None else row[place] for place in places)]
            for row in part.rows
        )
    return Records(FLAT_COLUMNS, rows)


def _place(part: Part, name: str) -> int | None:
    """Where a part's rows have what a column of the flat form takes."""
    keys = (_WHAT.get(part.name),) if name == "what" else _FILLS.get(name, (name,))
    return next((part.keys.index(key) for key in keys if key in part.keys), None)


def page(head: Sequence[tuple[Column, Cell]], parts: Sequence[Part]) -> Table:
    """One record: what is said of the whole, then each part as a list under its name."""
    columns = [column for column, _ in head]
    cells = [cell for _, cell in head]
    for part in parts:
        columns.append(Column(part.name, "records", _SHOWN.get(part.name, ())))
        cells.append([dict(zip(part.keys, row, strict=True)) for row in part.rows])
    return single(tuple(columns), cells)
