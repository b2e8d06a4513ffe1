"""catalogue/reviews.py: after corrections and removals, everything is as if the reviews had been
recorded right in the first place."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from record_helpers import catalogue, everything, load, numbered
from stdplan.catalogue import reviews
from stdplan.catalogue.life import (
    LIFE_COLUMNS,
    PERIOD_COLUMNS,
    differing_records,
    refresh,
)
from stdplan.catalogue.recording import Recording
from stdplan.catalogue.reviews import ReviewResult, StoredReview, find_review
from stdplan.catalogue.transaction import Transaction
from stdplan.domain.standard_record import StandardRecord
from stdplan.errors import CannotCreate, UsageProblem

A, B = "JB/T 4000-1998", "JB/T 4001-1998"
STANDARDS = [
    numbered(A, title="母", effective="1998-07-01"),
    # A list says that it is withdrawn, on this day or on an unknown one.
    numbered(B, title="公", effective="1998-07-01", withdrawn="2012-07"),
]
BOTH = StandardRecord(
    "2009-0001T-JB",
    {"plan_number": "2009-0001T-JB", "title": "合并修订"},
    replaces=[(A, False), (B, False)],
    stages=[("10", "2009-05-01")],
)
ENDED = StandardRecord(
    "2007-0001T-JB",
    {"plan_number": "2007-0001T-JB", "title": "终止", "terminated": "2010-03-01"},
    replaces=[(A, False)],
)
DAYS = ("2008-02-29", "2009", "2011-02", "2011-02-01", "2011-06-16")


def result_on(day: str) -> st.SearchStrategy[ReviewResult]:
    """Return reviews on a day, of each outcome with its fields."""
    ends = st.sampled_from([None, "2012-01-01", "2012-07"])
    targets = st.sampled_from([None, "2010", "2013"])
    notes = st.sampled_from([None, "x"])
    steps = st.sampled_from(["decided", "decided", "proposed"])
    documents = st.sampled_from([None, "43号"])

    def of(
        outcome: str, **values: st.SearchStrategy[str | None]
    ) -> st.SearchStrategy[ReviewResult]:
        return st.builds(ReviewResult, st.just(outcome), st.just(day), step=steps, **values)

    return st.one_of(
        of("confirm", note=notes),
        of("merge", into=st.sampled_from(["C", "D"])),
        of("withdraw", ends=ends, note=notes, document=documents),
        of("revise", target=targets),
        of("amend", document=documents),
        of("convert", into_nature=st.sampled_from([None, "recommended"])),
    )


results = st.sampled_from(DAYS).flatmap(result_on)
Step = tuple[str, str | int | None, ReviewResult | None]
numbers = st.sampled_from([A, B])
# Number or position of a review, and its new result: record by hand, import, decide, edit, remove.
steps = st.lists(
    st.one_of(
        st.tuples(st.just("record"), numbers, results),
        st.tuples(st.just("import"), numbers, results),
        st.tuples(st.just("decide"), numbers, results),
        st.tuples(st.just("edit"), st.integers(0, 5), results),
        st.tuples(st.just("remove"), st.integers(0, 5), st.none()),
        st.tuples(st.just("project"), st.none(), st.none()),
    ),
    max_size=12,
)


@contextmanager
def operation(work: Transaction) -> Iterator[None]:
    """Record the body as an operation of its own, from which a day of withdrawal comes back."""
    recording = Recording(work.connection)
    try:
        yield
    finally:
        recording.end()
    work.connection.execute("INSERT INTO operation (at, command, counts) VALUES ('', '', '{}')")


def row(work: Transaction, key: str) -> int:
    found = work.connection.execute("SELECT id FROM standard WHERE key = ?", (key,)).fetchone()
    return int(found[0])


def stored(work: Transaction) -> list[StoredReview]:
    ids = work.connection.execute("SELECT id FROM review ORDER BY id").fetchall()
    return [review for (row_id,) in ids if (review := find_review(work.connection, row_id))]


def take(work: Transaction, step: Step) -> None:
    kind, which, result = step
    if kind == "project":
        load(work, [BOTH])
    elif kind == "decide" and isinstance(which, str) and result:
        if proposal := reviews.find_open_proposal(work.connection, row(work, which), result.date):
            reviews.decide(work, proposal, result.date, result.document)
    elif isinstance(which, str) and result:
        reviews.record(work, row(work, which), result, replaces=kind == "import")
    elif isinstance(which, int) and which < len(stored(work)):
        review = stored(work)[which]
        if result is None:
            reviews.remove(work, review)
        else:
            reviews.edit(work, review, replace(result, step=review.result.step))


def answers(work: Transaction) -> list[list[tuple[object, ...]]]:
    """Return all rows that questions read, without row ids."""
    refresh(work.connection)
    assert list(differing_records(work.connection)) == []
    tables = everything(work.connection)
    for table, columns in (("life", LIFE_COLUMNS), ("age_period", PERIOD_COLUMNS)):
        names = ", ".join(f"t.{name}" for name in columns[1:])
        sql = f"SELECT s.key, {names} FROM {table} t JOIN standard s ON s.id = t.standard"
        tables.append(sorted(work.connection.execute(sql).fetchall(), key=repr))
    return tables


@pytest.mark.slow
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(steps, st.booleans(), st.booleans(), st.randoms(use_true_random=False))
def test_corrected_reviews_are_as_if_recorded_right(
    seeded: Path, done: Sequence[Step], ended: bool, inferred: bool, random: Random
) -> None:
    """Also in any order of entry, and with projects of other origin."""
    with catalogue(seeded) as work, catalogue(seeded) as other:
        for each in (work, other):
            with operation(each):
                load(each, [*STANDARDS, *([ENDED] if ended else [])])
            each.connection.execute(
                "UPDATE standard SET withdrawn_inferred = ? WHERE key = ?", (inferred, B)
            )
        for step in done:
            with suppress(CannotCreate, UsageProblem), operation(work):
                take(work, step)
        final = stored(work)
        random.shuffle(final)
        if any(kind == "project" for kind, *_ in done):
            load(other, [BOTH])
        for review in final:
            reviews.record(other, row(other, review.key), review.result)
        assert answers(work) == answers(other)
