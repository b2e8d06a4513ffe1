"""The tables that catalogue/life.py computes, and the triggers that say which records changed.

Rule: nothing is entered here. The tables follow from the others and can be computed again at any
time (`stdplan db rebuild`). Days are ISO text in full. An open end is the day NEVER, a record
without any day exists since ALWAYS (sql_rules.py), so that questions compare days only.

The triggers run for every program that writes into the file. New records need none: their row ids
are greater than all those of table life. There are no foreign keys, because checking them would
cost an import more time than computing the days.

No `from __future__ import annotations` here: SQLModel reads the annotations at run time.
"""

from sqlalchemy import DDL, Index, event, text
from sqlalchemy.dialects.sqlite import dialect
from sqlalchemy.schema import CreateIndex, CreateTable
from sqlmodel import Field

from stdplan.catalogue.edition_rules import amended_numbers
from stdplan.catalogue.model_base import Model
from stdplan.catalogue.sql_rules import NEVER


class Life(Model, table=True):
    """The days of a record: `known` since, published (`public`), in force from `starts` up to, but
    not including, `ends`.

    `ends_basis`: withdrawn, stated, successor, edition or inferred; NULL without an end.
    `counted_from`: the start, from which the age counts before the first review; NULL if unknown.
    `until`: the end or, if earlier, the day from which table age_period has the age. `terminated`:
    the day a project ended without a standard. `committee`: a number for its text (text_number).
    The other columns are those of table standard.
    """

    __table_args__ = (
        # What is due, the oldest first.
        Index(
            "life_due",
            "family",
            "counted_from",
            "public",
            "until",
            sqlite_where=text("amendment = 0"),
        ),
        # Counts by sector, and by committee. The day comes early, because columns with few values
        # make the building of the index slower.
        Index(
            "life_sector",
            "sector",
            "committee",
            "public",
            "family",
            "amendment",
            "ends",
            "until",
            "counted_from",
            "known",
        ),
        # What is published within some days, and what is not yet known.
        Index("life_public", "public", "known"),
        # What ended within some days.
        Index("life_ends", "ends", sqlite_where=text(f"ends < {NEVER}")),
        Index("life_terminated", "terminated", sqlite_where=text("terminated IS NOT NULL")),
    )
    standard: int = Field(primary_key=True)
    sector: str | None
    committee: int | None
    family: str | None
    amendment: bool
    known: str
    public: str
    starts: str
    ends: str
    ends_basis: str | None
    until: str
    counted_from: str | None
    terminated: str | None


class AgePeriod(Model, table=True):
    """The age of a standard from one review to the next, or to its end.

    From `since` up to, but not including, `until`, the age counts from `counted_from`; NULL if
    unknown. `reset` is the later one of that day and the last review that postpones the next one.
    Family and amendment are those of table life.
    """

    __tablename__ = "age_period"
    __table_args__ = (
        Index(
            "age_period_due",
            "family",
            "counted_from",
            "since",
            "until",
            "reset",
            sqlite_where=text("amendment = 0"),
        ),
    )
    standard: int = Field(primary_key=True)
    since: str = Field(primary_key=True)
    family: str | None
    amendment: bool
    until: str
    counted_from: str | None
    reset: str | None


class LifePending(Model, table=True):
    """A record that changed since its days were computed; empty after each of our operations."""

    __tablename__ = "life_pending"
    standard: int = Field(primary_key=True)


class LifeRules(Model, table=True):
    """The version of the rules (life.py) by which the tables were computed; one row."""

    __tablename__ = "life_rules"
    version: int = Field(primary_key=True)


# The columns of table standard from which the days of records follow.
_COLUMNS = (
    "key, number, number_year, edition, base, family, sector, committee, amends, published,"
    " effective, withdrawn, withdrawn_inferred, withdrawn_by_hand, terminated, draft_stage"
)


def _mark(select: str) -> str:
    """Return the statement of a trigger that marks the records of a SELECT of row ids (`id`)."""
    # Not INSERT OR IGNORE: in a trigger, the conflict clause of the statement that fired it counts.
    return (
        f"INSERT INTO life_pending (standard) SELECT DISTINCT id FROM ({select})"
        " WHERE id NOT IN (SELECT standard FROM life_pending);"
    )


# A new record is found by its row id. One inserted under an old id is not.
_IS_NO_NEW_ID = "WHEN new.{column} <= (SELECT max(standard) FROM life)"
_OLD_TARGET = _mark("SELECT id FROM standard WHERE key = old.target")
_NEW_TARGET = _mark("SELECT id FROM standard WHERE key = new.target")
# The other editions and the amendments of a record, and what it replaces, before the change.
_OLD_RELATIVES = _mark(
    "SELECT id FROM standard WHERE base = old.base"
    " UNION SELECT id FROM standard WHERE amends = old.key"
    f" UNION SELECT id FROM standard WHERE amends IN {amended_numbers('old.number')}"
    " UNION SELECT t.id FROM replaces r JOIN standard t ON t.key = r.target"
    " WHERE r.successor = old.key"
)
_OF_RECORD = ("life", "age_period", "life_pending")
_CONDITIONS_AND_STATEMENTS = {
    ("standard", "INSERT"): (_IS_NO_NEW_ID.format(column="id"), _mark("SELECT new.id AS id")),
    ("standard", f"UPDATE OF {_COLUMNS}"): ("", _mark("SELECT old.id AS id") + _OLD_RELATIVES),
    ("standard", "DELETE"): (
        "",
        _OLD_RELATIVES
        + "".join(f" DELETE FROM {table} WHERE standard = old.id;" for table in _OF_RECORD),
    ),
    ("replaces", "INSERT"): ("", _NEW_TARGET),
    ("replaces", "UPDATE"): ("", _OLD_TARGET + _NEW_TARGET),
    ("replaces", "DELETE"): ("", _OLD_TARGET),
    **{
        (table, change): (condition, " ".join(map(_mark, rows)))
        for table in ("stage_change", "review")
        for change, condition, rows in (
            ("INSERT", _IS_NO_NEW_ID.format(column="standard"), ("SELECT new.standard AS id",)),
            ("UPDATE", "", ("SELECT old.standard AS id", "SELECT new.standard AS id")),
            ("DELETE", "", ("SELECT old.standard AS id",)),
        )
    },
}
_TRIGGERS = {
    f"life_{table}_{change.split()[0].lower()}": (
        f"AFTER {change} ON {table} {condition} BEGIN {statements} END"
    )
    for (table, change), (condition, statements) in _CONDITIONS_AND_STATEMENTS.items()
}
_TABLES = ("life", "age_period", "life_pending", "life_rules")


def create_statements() -> list[str]:
    """Return the statements that create the tables of this file with their indexes and triggers,
    in place of those of an older program."""
    statements = [f"DROP TRIGGER IF EXISTS {name}" for name in _TRIGGERS]
    for name in _TABLES:
        table = Model.metadata.tables[name]
        statements.append(f"DROP TABLE IF EXISTS {name}")
        statements.append(str(CreateTable(table).compile(dialect=dialect())))
        statements += [
            str(CreateIndex(index).compile(dialect=dialect())) for index in table.indexes
        ]
    return statements + [f"CREATE TRIGGER {name} {body}" for name, body in _TRIGGERS.items()]


for _name, _body in _TRIGGERS.items():
    event.listen(
        Model.metadata,
        "after_create",
        DDL(f"CREATE TRIGGER {_name} {_body}"),  # type: ignore[no-untyped-call]
    )
