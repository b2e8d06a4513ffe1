"""catalogue/bulk_load.py: loading a list at once gives the same rows as saving its records one by
one."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from record_helpers import everything, load, numbered
from stdplan.catalogue import database, life, project_matching, review_projects
from stdplan.catalogue.bulk_load import LoadResult
from stdplan.catalogue.queries import check
from stdplan.catalogue.sql_functions import add_functions
from stdplan.catalogue.standard_writer import StandardWriter
from stdplan.catalogue.transaction import Transaction
from stdplan.domain.standard_record import StandardRecord

# Few values of each kind, so that the records of the lists match each other.
NUMBERS = ("JB/T 1-1994", "JB/T 1-2012", "JB 2-2000", "GB/T 3-2013", "ISO 4:1990", "企标 甲")
PLANS = ("2011-0001T-JB", "2011-0002T-JB", "20230390-T-339")
TITLES = ("风扇", "风 扇", "泵（甲）", "泵(甲)", "……")
DAYS = ("1994", "2000-05", "2012-05-24", "2013-01-01", "2014-07-01")
# Application numbers, one of them also in the column of numbers; a project opened by a review.
OTHERS = ("JBCPZT0392-2021", "BT-17", "rev:JB/T 1-1994")

day, text = st.sampled_from(DAYS), st.sampled_from(("甲", "乙"))
VALUES = st.fixed_dictionaries(
    {},
    optional={
        "plan_number": st.sampled_from(PLANS),
        "title": st.sampled_from(TITLES),
        "published": day,
        "effective": day,
        "target_date": day,
        "terminated": day,
        "withdrawn": day,
        "withdrawn_inferred": st.booleans(),
        "sector": st.sampled_from(("machinery", "telecom")),
        "family": st.sampled_from(("industry", "national")),
        "nature": st.sampled_from(("mandatory", "recommended")),
        "committee": text,
        "note": st.sampled_from(("甲", "乙", "甲; 乙")),
        "drafters": st.lists(text, unique=True, max_size=2),
        "extra": st.dictionaries(text, text, max_size=2),
        "source": text,
    },
)
LINKS = st.lists(
    st.tuples(st.sampled_from(NUMBERS), st.booleans()),
    unique_by=lambda link: link[0],
    max_size=2,
)
ADOPTS = st.lists(
    st.tuples(
        st.sampled_from(("ISO 4:1990", "IEC 5:2001")),
        st.sampled_from((None, "IDT", "MOD")),
        st.sampled_from((None, "参照采用")),
    ),
    unique_by=lambda link: link[0],
    max_size=2,
)
FOCUS = st.lists(
    st.sampled_from(("machinery/basic-components", "telecom/internet-of-things")),
    unique=True,
    max_size=2,
)
STAGES = st.lists(
    st.tuples(st.sampled_from(("10", "40")), day), unique_by=lambda change: change[0], max_size=2
)
REVIEWS = st.lists(st.tuples(day, st.sampled_from(("confirm", "revise"))), unique=True, max_size=2)


@st.composite
def record(draw: st.DrawFn) -> StandardRecord:
    """Draw the values of a row: of a standard, or of a project."""
    standard_record = StandardRecord("", draw(VALUES))
    if "withdrawn" not in standard_record.values:
        standard_record.values.pop("withdrawn_inferred", None)
    name = draw(st.sampled_from((*NUMBERS, *PLANS, *OTHERS, OTHERS[0])))
    if name in NUMBERS or (name == OTHERS[0] and draw(st.booleans())):
        values, standard_record = standard_record.values, numbered(name)
        standard_record.values |= values
    else:
        standard_record.key = name  # a plan number is the key if there is one
        standard_record.values.pop("plan_number", None)
        if name in PLANS:
            standard_record.values["plan_number"] = name
    standard_record.replaces = [link for link in draw(LINKS) if link[0] != standard_record.key]
    standard_record.replaced_by = [link for link in draw(LINKS) if link[0] != standard_record.key]
    standard_record.adopts, standard_record.focus = draw(ADOPTS), draw(FOCUS)
    standard_record.stages, standard_record.reviews = draw(STAGES), draw(REVIEWS)
    return standard_record


# Standards first: a load saves them before projects anyway, and if a project and a standard
# of one list give the same link, which of them counts as "changed" depends on their order.
LISTS = st.lists(
    st.lists(record(), unique_by=lambda item: item.key, max_size=4).map(
        lambda records: sorted(records, key=lambda item: "number" not in item.values)
    ),
    max_size=3,
)


def reviewed_placeholder() -> list[StandardRecord]:
    """Return a standard and the project of a review that it replaces, which was itself reviewed."""
    standard, placeholder = numbered("JB/T 1-2012"), StandardRecord("rev:JB/T 1-1994", {})
    standard.replaces = placeholder.replaces = [("JB/T 1-1994", False)]
    placeholder.reviews = [("1994", "revise")]
    return [standard, placeholder]


@cache
def filled_with(seeded: Path, count: int) -> bytes:
    """Return a catalogue with this number of standards, as bytes."""
    connection = sqlite3.connect(":memory:", isolation_level=None, factory=database.Connection)
    add_functions(connection)
    connection.deserialize(seeded.read_bytes())
    load(Transaction(connection), [numbered(f"QB/T {n}-2000") for n in range(count)])
    return connection.serialize()


@contextmanager
def catalogue(seeded: Path, filled: int) -> Iterator[Transaction]:
    """Open a catalogue in memory with some standards, and begin an operation."""
    connection = sqlite3.connect(":memory:", isolation_level=None, factory=database.Connection)
    add_functions(connection)
    connection.deserialize(filled_with(seeded, filled))
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("BEGIN")
    yield Transaction(connection)
    connection.close()


def one_by_one(work: Transaction, records: list[StandardRecord]) -> LoadResult:
    """Do the same as `load`, with the writer alone."""
    writer, added, changed = StandardWriter(work.connection), set(), set()
    for item in records:
        saved = writer.save(item)
        if saved.added:
            added.add(saved.id)
        elif saved.changes and saved.id not in added:
            changed.add(saved.id)
    joined_by_reviews = review_projects.sync_review_projects(work)
    joined = project_matching.match_projects(work.connection, added | changed)
    joined_by_reviews += review_projects.sync_review_projects(work)
    changed_count = len(changed)
    new = len(added)
    for project, standard, pair_changed in (*joined_by_reviews, *joined.pairs):
        if {project, standard} & added:
            new -= 1
            changed_count += pair_changed or project not in added or standard in added
    return LoadResult(new, changed_count, len(records) - new - changed_count, joined.doubtful)


def unambiguous(records: list[StandardRecord]) -> list[StandardRecord]:
    """Return only records that an import recognizes again: each standard has its own plan number,
    and no project was opened by a review, because it loses its name once it is a standard."""
    plans = dict(zip(NUMBERS[:3], PLANS, strict=True))
    for item in records:
        if "number" in item.values and item.values.pop("plan_number", None) and item.key in plans:
            item.values["plan_number"] = plans[item.key]
    return [item for item in records if not item.key.startswith("rev:")]


def schema(connection: sqlite3.Connection) -> set[tuple[str, ...]]:
    """Return the names of all tables and indexes."""
    return set(connection.execute("SELECT type, name, sql FROM main.sqlite_schema"))


# With 20 standards in the catalogue no index is rebuilt, with none all are.
@pytest.mark.slow
@pytest.mark.parametrize("filled", [0, 20])
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(lists=LISTS)
@example(lists=[reviewed_placeholder()])
def test_loading_at_once_and_one_by_one_give_the_same(
    seeded: Path, filled: int, lists: list[list[StandardRecord]]
) -> None:
    with catalogue(seeded, filled) as work, catalogue(seeded, filled) as other:
        fresh = schema(work.connection)
        for records in lists:
            outcome, expected = load(work, records), one_by_one(other, records)
            assert everything(work.connection) == everything(other.connection)
            assert outcome[:3] == expected[:3]
            assert sorted(outcome.doubtful) == sorted(expected.doubtful)
            assert schema(work.connection) == fresh
        life.refresh(work.connection)
        # Random records have any days and links: all checks but those of days in day_checks.py.
        random = check.NAMES[check.NAMES.index("titles") + 1 :]
        assert check.findings(work.connection, skip=random) == []


@pytest.mark.slow
@pytest.mark.parametrize("filled", [0, 20])
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(lists=LISTS)
def test_loading_a_list_again_changes_nothing(
    seeded: Path, filled: int, lists: list[list[StandardRecord]]
) -> None:
    with catalogue(seeded, filled) as work:
        for records in map(unambiguous, lists):
            load(work, records)
            before = everything(work.connection)
            again = load(work, records)
            assert everything(work.connection) == before
            assert again[:3] == (0, 0, len(records))
