"""catalogue/review_projects.py: reviews, projects and their standards give the same answers in any
order of entry."""

from collections.abc import Callable, Iterator, Sequence
from itertools import permutations
from pathlib import Path

import pytest

from record_helpers import catalogue, everything, load, numbered, select
from stdplan.catalogue import life, reviews, standard_editing
from stdplan.catalogue.queries import check
from stdplan.catalogue.reviews import ReviewResult
from stdplan.catalogue.transaction import Transaction
from stdplan.domain.standard_record import StandardRecord

OLD, EARLY, LATE = "JB/T 4000-1998", "2008-0001T-JB", "2011-0777T-JB"
Event = Callable[[Transaction], object]


def row(work: Transaction, key: str) -> int:
    id_row = work.connection.execute("SELECT id FROM standard WHERE key = ?", (key,)).fetchone()
    return int(id_row[0])


def replacing(plan: str, day: str) -> StandardRecord:
    """Return a project that is to replace the old standard, begun (stage 10) on a day."""
    values: dict[str, object] = {"plan_number": plan, "title": plan}
    return StandardRecord(plan, values, replaces=[(OLD, False)], stages=[("10", day)])


def listed(record: StandardRecord) -> Event:
    """Return an event: the record is imported from a list."""
    return lambda work: load(work, [record])


def added(record: StandardRecord) -> Event:
    """Return an event: the record is added by hand."""
    return lambda work: standard_editing.add(work, record)


def revise(day: str, target: str | None = None) -> Event:
    result = ReviewResult("revise", day, target=target)
    return lambda work: reviews.record(work, row(work, OLD), result)


def move(key: str, stage: str, day: str, number: str | None = None) -> Event:
    return lambda work: standard_editing.move(work, row(work, key), stage, day, number)


def begun(listed_or_added: Callable[[StandardRecord], Event]) -> tuple[Event, Event]:
    return (
        listed_or_added(replacing(EARLY, "2008-06-01")),
        listed_or_added(replacing(LATE, "2011-03-01")),
    )


old_listed = listed(numbered(OLD, title="母", published="1998-01-01", effective="1998-07-01"))
old_added = added(numbered(OLD, title="母", published="1998-01-01", effective="1998-07-01"))
review_08, review_11 = revise("2008-02-29", target="2010"), revise("2011-02-01", target="2013")
early_added, late_added = begun(added)
early_listed, late_listed = begun(listed)
early_ends = move(EARLY, "95", "2010-05-20")
late_done = move(LATE, "60", "2013-02-28", "JB/T 4000-2013")

# Each event, and those that must precede it: only an existing record can be moved or reviewed.
Life = Sequence[tuple[Event, tuple[Event, ...]]]
BY_HAND: Life = (
    (old_added, ()),
    (review_08, (old_added,)),
    (review_11, (old_added,)),
    (early_added, ()),
    (early_ends, (early_added,)),
    (late_added, ()),
)
MIXED: Life = (
    (old_listed, ()),
    (review_08, (old_listed,)),
    (early_listed, ()),
    (early_ends, (early_listed,)),
    (late_listed, ()),
    (late_done, (late_listed,)),
)


def orders(life: Life) -> Iterator[list[Event]]:
    """Yield all orders in which the events can be entered."""
    for order in permutations(life):
        events = [event for event, _ in order]
        if all(
            before in events[:place] for place, (_, needs) in enumerate(order) for before in needs
        ):
            yield events


@pytest.mark.slow
@pytest.mark.parametrize("life", [BY_HAND, MIXED], ids=["by hand", "lists and by hand"])
def test_all_orders_give_the_same(seeded: Path, life: Life) -> None:
    seen = set()
    for events in orders(life):
        with catalogue(seeded) as work:
            for event in events:
                event(work)
            seen.add(repr(everything(work.connection)))
    assert len(seen) == 1


TIES = (
    "SELECT v.date, p.key, p.target_date, c.date FROM review v JOIN standard p ON p.id = v.project"
    " JOIN stage_change c ON c.standard = p.id AND c.stage = '00' ORDER BY v.date"
)


def test_a_review_is_tied_to_the_project_that_it_opened(seeded: Path) -> None:
    """It gives the project its day and target date, and takes them back."""
    own = f"rev:{OLD}"
    with catalogue(seeded) as work:

        def ties(*events: Event) -> list[tuple[object, ...]]:
            for event in events:
                event(work)
            return work.connection.execute(TIES).fetchall()

        assert ties(old_added, review_08) == [("2008-02-29", own, "2010", "2008-02-29")]
        assert ties(late_added) == [("2008-02-29", LATE, "2010", "2008-02-29")]
        early = ("2008-02-29", EARLY, "2010", "2008-02-29")
        assert ties(early_added, early_ends) == [early]
        assert ties(review_11) == [early, ("2011-02-01", LATE, "2013", "2011-02-01")]
        assert select(work, "key", "s.number IS NULL") == [(EARLY,), (LATE,)]
        removed = ties(lambda work: standard_editing.remove(work, row(work, LATE), LATE))
        assert removed == [early, ("2011-02-01", own, "2013", "2011-02-01")]
        life.refresh(work.connection)
        assert check.findings(work.connection) == []


def test_values_given_for_a_reviews_own_project_are_preserved(seeded: Path) -> None:
    own = f"rev:{OLD}"
    with catalogue(seeded) as work:
        for event in (old_added, review_08, move(own, "20", "2009-05"), late_added):
            event(work)
        stages = "SELECT stage, c.date FROM stage_change c JOIN standard s ON s.id = c.standard"
        query = f"{stages} WHERE key = ? ORDER BY 1"
        assert work.connection.execute(query, (LATE,)).fetchall() == [
            ("00", "2008-02-29"), ("10", "2011-03-01"), ("20", "2009-05"),
        ]  # fmt: skip
        assert select(work, "key", "s.number IS NULL") == [(LATE,)]


def test_a_recorded_stage_overrides_the_day_of_a_review(seeded: Path) -> None:
    later = move(LATE, "00", "2010-07")
    life: Life = (
        (old_added, ()), (review_08, (old_added,)), (late_added, ()), (later, (late_added,)),
    )  # fmt: skip
    for events in orders(life):
        with catalogue(seeded) as work:
            for event in events:
                event(work)
            assert [day for *_, day in work.connection.execute(TIES)] == ["2010-07"]
