"""The index of titles: derived from table standard, made anew whenever it is worth it.

What was changed in the table since the index was made is noted by triggers, which cost nothing
while rows are added: those have higher ids than the index has seen.
"""

from sqlalchemy import DDL, event
from sqlmodel import Field

from stdplan.catalogue.models.common import Model


class TitleIndex(Model, table=True):
    """The index as a whole, one row: the last id it has seen, how many records have a title, and
    the number of pieces of each record's titles, a byte an id."""

    __tablename__ = "title_index"
    last: int = Field(primary_key=True)
    records: int
    sizes: bytes


class TitleGram(Model, table=True):
    """A piece of titles (domain/ngrams.py) and the records that have it: ids of four bytes each."""

    __tablename__ = "title_gram"
    gram: str = Field(primary_key=True)
    ids: bytes


class TitleChanged(Model, table=True):
    """A record that the index has seen and that was changed or removed since: what it has of it."""

    __tablename__ = "title_changed"
    standard: int = Field(primary_key=True)
    titles: str


# Rows are added by lists in masses: that trigger only compares the new id, which undoing a removal
# brings back.
_NOTES = {
    "INSERT": ("new", "''"),
    "UPDATE OF title, title_en": (
        "old",
        "coalesce(old.title, '') || char(10) || coalesce(old.title_en, '')",
    ),
    "DELETE": ("old", "coalesce(old.title, '') || char(10) || coalesce(old.title_en, '')"),
}
for _what, (_row, _titles) in _NOTES.items():
    _name = f"title_{_what.split()[0].lower()}"
    event.listen(
        Model.metadata,
        "after_create",
        DDL(  # type: ignore[no-untyped-call]
            f"CREATE TRIGGER {_name} AFTER {_what} ON standard"
            f" WHEN {_row}.id <= (SELECT last FROM title_index)"
            f" BEGIN INSERT OR IGNORE INTO title_changed (standard, titles)"
            f" VALUES ({_row}.id, {_titles}); END"
        ),
    )
