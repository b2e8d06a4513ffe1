"""`standards check`: the validity of each record of random catalogues, recomputed by oracle.py from
the drawn facts, on any day."""

import sqlite3
from dataclasses import replace
from datetime import date
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

import oracle
from oracle import CATALOGUES, Drawn, Life, counting_links, days, insert, key, lives, undated
from stdplan.catalogue.queries.validity import Asked, NumberAnswer, answer_all
from stdplan.domain.dates import pad

FAR = date(9999, 12, 31)


class Record(NamedTuple):
    """One record on a day: what the rules of time say, and the places of what follows it."""

    status: str
    there: bool
    public: date
    starts: date
    ends: date
    basis: str | None
    wholly: set[int]
    in_part: set[int]
    amends: int | None


def read(catalogue: list[Drawn], day: date) -> list[Record]:
    """Return all records of a catalogue on a day."""
    lived, links = lives(catalogue), counting_links(catalogue)
    records = []
    for place, (drawn, life) in enumerate(zip(catalogue, lived, strict=True)):
        followers = {new for (new, old), partial in links.items() if old == place and not partial}
        followers |= {
            other
            for other in range(len(catalogue))
            if is_next(catalogue, lived, other, place, links)
        }
        public = public_day(life)
        ended = oracle.end_and_basis(life)
        records.append(
            Record(
                oracle.status(life, day),
                oracle.is_there(life, day),
                public,
                max(oracle.start(life) or public, public),
                ended[0] if ended else FAR,
                ended[1] if ended else None,
                followers,
                {  # an amendment replaces nothing in part
                    new
                    for (new, old), partial in links.items()
                    if old == place and partial and catalogue[new].amends is None
                },
                drawn.amends
                if drawn.amends is not None and drawn.amends < len(catalogue)
                else None,
            )
        )
    return records


def public_day(life: Life) -> date:
    """Return the day from which a record is published; FAR if it never is."""
    published = oracle.published_by(life)
    if published is None and life.has_number and not oracle.in_the_making(life):
        return oracle.first_known(life)
    return published or FAR


def is_next(
    catalogue: list[Drawn],
    lived: list[Life],
    new: int,
    old: int,
    links: dict[tuple[int, int], bool],
) -> bool:
    """Return whether one record is a later edition of the other's number; European documents have
    later editions, too."""
    drawn, other = catalogue[old], catalogue[new]
    theirs = lived[new]
    withdrawn_first = (
        theirs.withdrawn is not None
        and not theirs.withdrawn_inferred
        and theirs.withdrawn <= (oracle.start(theirs) or date.min)
    )
    return (
        all(map(has_editions, (drawn, other)))
        and (drawn.base, drawn.family) == (other.base, other.family)
        and oracle._is_later(theirs, lived[old])
        and oracle.published_by(theirs) is not None
        and theirs.terminated is None
        and not withdrawn_first
        and links.get((new, old)) is not True
    )


def has_editions(drawn: Drawn) -> bool:
    return oracle._is_edition(replace(drawn, base="GB 1"))


def followers(records: list[Record], place: int, day: date) -> set[int]:
    """Return the places of all that follows a record wholly and is published; of an amendment
    without followers, what else follows what it amends."""
    found, amended = chain(records, place, day), records[place].amends
    return found or (set() if amended is None else chain(records, amended, day) - {place})


def chain(records: list[Record], place: int, day: date) -> set[int]:
    """Return the places of the published successors and later editions, and of theirs."""
    found: set[int] = set()
    rest = [place]
    while rest:
        new = {n for n in records[rest.pop()].wholly if records[n].public <= day and n != place}
        rest += new - found
        found |= new
    return found


def expected(records: list[Record], place: int, day: date) -> str:
    """Return the validity of a record."""
    record = records[place]
    if not record.there:
        return "not-found"
    if record.status == "withdrawn":
        replaced = followers(records, place, day) or record.basis in ("successor", "edition")
        return "replaced" if replaced else "withdrawn"
    if record.status == "in-force" and any(
        records[new].public <= day and records[new].starts <= day for new in record.in_part
    ):
        return "partly-replaced"
    return {"suspended": "planned"}.get(record.status, record.status)


def check(catalogue: list[Drawn], place: int, day: date, answer: NumberAnswer) -> None:
    """Compare an answer with the rules."""
    records = read(catalogue, day)
    record = records[place]
    assert answer.validity == expected(records, place, day), (place, day)
    if answer.validity in ("withdrawn", "replaced"):
        assert (answer.since, answer.ends_basis) == (str(record.ends), record.basis)
    elif answer.validity == "in-force" and record.starts > date.min:
        assert pad(answer.since or "") == str(record.starts)
    elif answer.validity == "upcoming":
        assert answer.change == str(min(record.starts, announced(records, place, day)))
    if answer.validity in ("in-force", "upcoming"):
        assert answer.change is None or answer.change > str(day)
    if answer.validity in ("withdrawn", "replaced", "in-force", "upcoming"):
        after = followers(records, place, day)
        if not after and answer.validity == "in-force":
            after = {n for n in record.in_part if records[n].public <= day}
        in_force = {key(n, catalogue[n]) for n in after if is_in_force(records[n], day)}
        coming = {n: records[n].starts for n in after if day < records[n].starts < records[n].ends}
        if in_force:
            assert answer.newer in in_force
        elif coming:
            first = {key(n, catalogue[n]) for n in coming if coming[n] == min(coming.values())}
            assert answer.newer in first
        else:
            assert answer.newer is None


def announced(records: list[Record], place: int, day: date) -> date:
    """Return the end of a record if it is known on a day, else FAR."""
    record = records[place]
    if record.basis in ("withdrawn", "stated"):
        return record.ends
    if any(records[n].starts <= record.ends for n in followers(records, place, day)):
        return record.ends
    return FAR


def is_in_force(record: Record, day: date) -> bool:
    return record.starts <= day < record.ends and record.public <= day


@pytest.mark.slow
@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow])
@given(catalogue=CATALOGUES, offset=st.integers(-1, 1))
# Records that amend each other, and amendments that replace what they amend.
@example(catalogue=[undated(amends=1, stages=[("2001", "60")]), undated(amends=0)], offset=0)
@example(
    catalogue=[
        undated(amends=2, replaces=[(2, False)], dates={"effective": "2001"}),
        undated(amends=2, replaces=[(2, False)], dates={"effective": "2001", "withdrawn": "2004"}),
        undated(dates={"effective": "2000"}),
    ],
    offset=0,
)
def test_the_validity_follows_from_the_facts(
    connection: sqlite3.Connection, catalogue: list[Drawn], offset: int
) -> None:
    keys = [key(place, drawn) for place, drawn in enumerate(catalogue)]
    connection.execute("BEGIN")
    try:
        insert(connection, catalogue)
        for day in days(catalogue, 1, offset):
            answers = answer_all(connection, [Asked(name, None, name) for name in keys], day)
            for place, answer in enumerate(answers):
                check(catalogue, place, day, answer)
    finally:
        connection.execute("ROLLBACK")
