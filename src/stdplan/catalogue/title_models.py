"""The tables of the two indexes of titles, and the triggers that note what changed since.

Rules:
* Both indexes are derived from table standard and built by the first question that needs them
  (title_index.py, search_index.py). They can be deleted at any time.
* The triggers note which indexed records changed or were removed since. New records have greater
  ids than those indexed and cost nothing. An id that was indexed comes back when a removal is
  undone.
* No `from __future__ import annotations` here: SQLModel reads the annotations at run time.
"""

from sqlalchemy import DDL, event
from sqlmodel import Field

from stdplan.catalogue.model_base import Model


class TitleIndex(Model, table=True):
    """The title index, one row.

    `last`: the greatest id indexed. `records`: how many records have a title. `sizes`: the number
    of pieces of each record's titles, one byte for each id.
    """

    __tablename__ = "title_index"
    last: int = Field(primary_key=True)
    records: int
    sizes: bytes


class TitleGram(Model, table=True):
    """A piece of titles (domain/ngrams.py) and the ids of its records, four bytes each."""

    __tablename__ = "title_gram"
    gram: str = Field(primary_key=True)
    ids: bytes


class TitleChanged(Model, table=True):
    """A record that was changed or removed after it was indexed, with its indexed titles."""

    __tablename__ = "title_changed"
    standard: int = Field(primary_key=True)
    titles: str


class SearchIndex(Model, table=True):
    """The search index, one row. `last`: the greatest id indexed."""

    __tablename__ = "search_index"
    last: int = Field(primary_key=True)


class SearchText(Model, table=True):
    """The folded texts of a block of records, a line each (search_index.py).

    `ascii`: whether these are the parts of texts in ASCII, or the texts that have other letters.
    """

    __tablename__ = "search_text"
    ascii: bool = Field(primary_key=True)
    block: int = Field(primary_key=True)
    texts: bytes


class SearchChanged(Model, table=True):
    """A record that was changed or removed after it was indexed for searching."""

    __tablename__ = "search_changed"
    standard: int = Field(primary_key=True)


_OLD_TITLES = "coalesce(old.title, '') || char(10) || coalesce(old.title_en, '')"
# The index, what changes, the row that has the id, the columns and values to note. Lists insert
# many rows, so the triggers on INSERT only compare the new id.
_TRIGGERS = (
    ("title", "INSERT", "new", "standard, titles", "new.id, ''"),
    ("title", "UPDATE OF title, title_en", "old", "standard, titles", f"old.id, {_OLD_TITLES}"),
    ("title", "DELETE", "old", "standard, titles", f"old.id, {_OLD_TITLES}"),
    ("search", "INSERT", "new", "standard", "new.id"),
    ("search", "UPDATE OF title, title_en, key, plan_number", "old", "standard", "old.id"),
    ("search", "DELETE", "old", "standard", "old.id"),
)
for _index, _event, _row, _columns, _values in _TRIGGERS:
    event.listen(
        Model.metadata,
        "after_create",
        DDL(  # type: ignore[no-untyped-call]
            f"CREATE TRIGGER {_index}_{_event.split()[0].lower()} AFTER {_event} ON standard"
            f" WHEN {_row}.id <= (SELECT last FROM {_index}_index)"
            f" BEGIN INSERT OR IGNORE INTO {_index}_changed ({_columns}) VALUES ({_values}); END"
        ),
    )
