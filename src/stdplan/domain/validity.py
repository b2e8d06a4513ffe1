"""Whether a standard is still valid on a day: the decision, from the days and links of records.

    judge(known, "GB/T 191-2000", "2026-11-22").code    # replaced

Rules (docs/validity.md explains them with examples):
* A record that has ended is `replaced` if a published standard replaces it wholly, or a later
  edition of its number is published; else it is `withdrawn`. An amendment follows what it amends.
* A record in force is `partly-replaced` from the first day of a standard that replaces it in part.
* `newer` is what to use instead: along the chain, the nearest edition or successor in force on the
  day, else the next one that takes effect, else a successor that the catalogue does not have.
* Nothing after the day is seen, but days that were announced by then: starts of published
  standards, the ends that these cause, and stated ends.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from stdplan.domain.dates import pad
from stdplan.light import NamedTuple

# The end of a record that has none, and the first day of a record without any day.
NEVER = "9999-12-31"
ALWAYS = "0000-01-01"
_LONGEST_CHAIN = 50


class KnownRecord(NamedTuple):
    """A record of the catalogue with its days; those from `known` to `terminated` are ISO days.

    `began`: the start as it is recorded, perhaps only a year. `suspended`: on the day asked about.
    """

    id: int
    key: str
    title: str | None
    title_en: str | None
    base: str | None
    year: int | None
    edition: str | None
    is_draft: bool
    amends: str | None
    known: str
    public: str
    starts: str
    ends: str
    ends_basis: str | None
    terminated: str | None
    began: str | None
    suspended: bool
    source: str | None

    def is_in_force(self, day: str) -> bool:
        """Return whether the standard is in force on a day."""
        return self.starts <= day < self.ends

    def is_open_project(self, day: str) -> bool:
        """Return whether the record is a project on a day, neither published nor ended."""
        ended = self.terminated is not None and self.terminated <= day
        return self.known <= day < min(self.public, self.ends) and not ended

    def order(self) -> tuple[int, str, str]:
        """Return the key by which editions of one number sort, the newest last."""
        return self.year or 0, self.edition or "", self.key


class KnownStandards(NamedTuple):
    """Records by key, and what follows them.

    `replaced_by`: the keys of successors, each with whether it replaces only in part.
    `later_editions`: the keys of later editions of the same number.
    """

    records: Mapping[str, KnownRecord]
    replaced_by: Mapping[str, Sequence[tuple[str, bool]]]
    later_editions: Mapping[str, Sequence[str]]


class Validity(NamedTuple):
    """What a record is on a day.

    `since`: the first day of that. `change`: the next day on which it changes. `newer`: what to use
    instead; `others`: what replaces it, too. `ended_successor`: a successor that has ended itself,
    without another one.
    """

    code: str
    since: str | None = None
    change: str | None = None
    ends_basis: str | None = None
    newer: str | None = None
    others: tuple[str, ...] = ()
    ended_successor: str | None = None


def judge(known: KnownStandards, key: str, day: str) -> Validity:
    """Return what the record with a key is on a day (ISO)."""
    record = known.records[key]
    if record.ends > day:
        if record.terminated is not None and record.terminated <= day < record.public:
            return Validity("terminated", record.terminated)
        if record.public > day:
            return Validity("planned", _known_day(record.known))
    later = _followers(known, record, day)
    substitute = _substitute(later, day)
    if record.ends <= day:
        replaced = bool(later) or record.ends_basis in ("successor", "edition")
        ended = later[0].key if later and substitute.newer is None else None
        validity = Validity("replaced" if replaced else "withdrawn", record.ends)
        return validity._replace(
            ends_basis=record.ends_basis, ended_successor=ended, **substitute._asdict()
        )
    changes = []
    ends_basis = None
    if record.ends < NEVER and _is_announced(record, later):
        changes.append(record.ends)
        ends_basis = record.ends_basis
    if record.starts > day:
        change = min([*changes, record.starts])
        since = None if record.public == record.starts else record.public
        return Validity("upcoming", since, change, ends_basis, *substitute)
    code, since = "in-force", _start(record)
    parts = list(_parts(known, record, day))
    begun = [part for part in parts if part.record is None or part.record.starts <= day]
    changes += [part.record.starts for part in parts if part.record and part.record.starts > day]
    if begun:
        code = "partly-replaced"
        starts = [part.record.starts for part in begun if part.record]
        since = max(record.starts, min(starts)) if starts else None
        substitute = _substitute_of_parts(known, begun, day)
    elif substitute.newer is None and parts:
        substitute = _substitute(parts, day)
    return Validity(code, since, min(changes, default=None), ends_basis, *substitute)


def choose_edition(records: Iterable[KnownRecord], day: str) -> KnownRecord | None:
    """Return the edition that a reference without a year means on a day: the newest in force, else
    the newest that is published, else a project; None if none is known."""
    known = [record for record in records if record.known <= day]
    for editions in (
        [record for record in known if record.is_in_force(day)],
        [record for record in known if record.public <= day],
        known,
    ):
        if editions:
            return max(editions, key=KnownRecord.order)
    return None


def newer_edition(
    records: Iterable[KnownRecord], year: int, edition: str | None, day: str
) -> KnownRecord | None:
    """Return what to use instead of an edition that the catalogue does not have: the newest later
    one in force, else the next one that takes effect; None if all are older."""
    later = [
        record
        for record in records
        if record.public <= day < record.ends
        and not record.amends
        and (record.year or 0, record.edition or "") > (year, edition or "")
    ]
    in_force = [record for record in later if record.starts <= day]
    if in_force:
        return max(in_force, key=KnownRecord.order)
    return min(later, key=lambda record: (record.starts, record.order()), default=None)


def projects_of(known: KnownStandards, record: KnownRecord, day: str) -> list[str]:
    """Return the keys of the projects under way that are to replace a record."""
    named = (known.records.get(key) for key, _ in known.replaced_by.get(record.key, ()))
    return [project.key for project in named if project and project.is_open_project(day)]


# The chain of what follows a record.


class _Follower(NamedTuple):
    """A published standard that follows another one; `record`: None if the catalogue has none.

    `step`: how far along the chain it is. `is_edition`: it is a later edition of the number.
    """

    step: int
    is_edition: bool
    key: str
    record: KnownRecord | None


class _Substitute(NamedTuple):
    newer: str | None = None
    others: tuple[str, ...] = ()


def _followers(known: KnownStandards, record: KnownRecord, day: str) -> list[_Follower]:
    """Return all that follows a record wholly, published up to a day, the nearest first.

    An amendment does not follow itself, also if a list says that it replaces what it amends.
    """
    found = list(_chain(known, record.key, day))
    if not found and record.amends is not None and record.amends in known.records:
        found = list(_chain(known, record.amends, day, without=record.key))
    return found


def _chain(known: KnownStandards, key: str, day: str, without: str = "") -> Iterator[_Follower]:
    frontier, seen = [key], {key, without}
    for step in range(1, _LONGEST_CHAIN + 1):
        following = []
        for name in frontier:
            links = known.replaced_by.get(name, ())
            names = [(successor, False) for successor, in_part in links if not in_part]
            names += [(edition, True) for edition in known.later_editions.get(name, ())]
            for successor, is_edition in names:
                record = known.records.get(successor)
                if successor in seen or (record is not None and record.public > day):
                    continue
                seen.add(successor)
                following.append(successor)
                yield _Follower(step, is_edition, successor, record)
        frontier = following


def _parts(known: KnownStandards, record: KnownRecord, day: str) -> Iterator[_Follower]:
    """Yield the published standards that replace a record in part."""
    for key, in_part in known.replaced_by.get(record.key, ()):
        part = known.records.get(key)
        if in_part and (part is None or (part.public <= day and not part.amends)):
            yield _Follower(1, False, key, part)


def _substitute(followers: Sequence[_Follower], day: str) -> _Substitute:
    """Return what to use instead, and what else the nearest step has."""
    in_force = [f for f in followers if f.record and f.record.is_in_force(day)]
    if in_force:
        in_force.sort(key=lambda f: (f.step, not f.is_edition, _reversed_order(f)))
        first = in_force[0]
        others = (f for f in in_force[1:] if f.step == first.step and not f.is_edition)
        return _Substitute(first.key, tuple(f.key for f in others))
    coming = [f for f in followers if f.record and day < f.record.starts < f.record.ends]
    if coming:
        first = min(coming, key=lambda f: (f.record.starts if f.record else "", f.step, f.key))
        return _Substitute(first.key)
    return _Substitute(next((f.key for f in followers if f.record is None), None))


def _reversed_order(follower: _Follower) -> tuple[int, int, str]:
    record = follower.record
    letter = ord(record.edition[-1]) if record and record.edition else 0
    return -(record.year or 0) if record else 0, -letter, follower.key


def _substitute_of_parts(
    known: KnownStandards, begun: Sequence[_Follower], day: str
) -> _Substitute:
    """Return what replaces a record in part: itself if it is in force, else what follows it."""
    substitute = _substitute(begun, day)
    if substitute.newer is None or substitute.newer not in known.records:
        for part in begun:
            if (
                part.record
                and (later := _substitute(_followers(known, part.record, day), day)).newer
            ):
                return later
    return substitute


def _is_announced(record: KnownRecord, later: Sequence[_Follower]) -> bool:
    """Return whether the end of a record, which is ahead, is known on the day: it is stated, or it
    follows from a standard that is published by then."""
    if record.ends_basis in ("withdrawn", "stated"):
        return True
    return any(follower.record and follower.record.starts <= record.ends for follower in later)


def _start(record: KnownRecord) -> str | None:
    """Return the day since which a record is in force, as exactly as it is recorded."""
    if record.began and pad(record.began) == record.starts:
        return record.began
    return _known_day(record.starts)


def _known_day(day: str) -> str | None:
    return None if day == ALWAYS else day
