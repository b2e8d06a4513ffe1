"""A file of activities, read and checked as far as the file itself tells, and lists held together.

Rule: an activity stands once. Rows that say the same, or fill each other's gaps, are one; a row
that contradicts an earlier one is at fault and names it.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from stdplan.domain import activities as activity
from stdplan.domain.text import visible
from stdplan.exchange.activity_fields import SETTABLE, activities
from stdplan.exchange.activity_rows import ActivityRows, Known, Values
from stdplan.exchange.kept_list import Expected, KeptList, ListKind, opened
from stdplan.exchange.wishes import Wishes
from stdplan.i18n import t


@dataclass(slots=True)
class Activities(KeptList[Values]):
    """One list of activities. `undated`, `unread`: see ActivityRows; `joined`: rows that say more
    of an activity that an earlier one tells."""

    rows_of: ActivityRows = field(kw_only=True)
    joined: int = 0


def read_activities(path: str, wishes: Wishes, known: Known, expected: Expected) -> Activities:
    """All rows of the list at `path`; raises what `kept_list.opened` does."""
    with opened(path, wishes, ListKind(activities(), SETTABLE, _missing), expected) as one:
        columns = ActivityRows(one.plan, one.given, known)
        found = Activities(one.reading, one.header, columns, rows_of=columns)
        found.take(one.rows, columns.values)
    return found


def join(lists: Sequence[Activities]) -> None:
    """Make one activity of the rows that tell one; refuse those that contradict an earlier one."""
    # By identity: what was said of each field, by which row of which list.
    told: dict[tuple[str | None, ...], dict[str, tuple[Activities, int]]] = {}
    first: dict[tuple[str | None, ...], Values] = {}
    for one in lists:
        for place, values in list(one.good.items()):
            identity = activity.identity(values)
            by = told.setdefault(identity, {})
            if identity not in first:
                first[identity] = values
            elif not _contradicts(one, place, values, first[identity], by):
                first[identity].update(values)
                del one.good[place]
                one.joined += 1
            else:
                continue
            by |= {name: (one, place) for name in values if name not in by}


def _contradicts(
    one: Activities, place: int, values: Values, said: Values, by: dict[str, tuple[Activities, int]]
) -> bool:
    """Refuse a row that says another thing than the rows before it of the same activity."""
    name = next((name for name in values if said.get(name, values[name]) != values[name]), None)
    if name is None:
        return False
    other, its_place = by[name]
    problem = t(
        'contradicts {where} on the same activity, which says "{other}"',
        where=other.where(its_place),
        other=visible(said[name]),
    )
    one.refuse(place, name, problem)
    return True


def _missing(told: Collection[str], seen: str) -> str | None:
    """A list of activities says what they are called, and of which kind."""
    if "title" not in told:
        return t(
            "no column with a title (headers seen: {seen}); say which it is with "
            "--map HEADER=title, or --set title=TEXT for all rows",
            seen=seen,
        )
    if "kind" not in told:
        return t(
            "no column with the kind of an activity (headers seen: {seen}); say which it is with "
            "--map HEADER=kind, or --kind for all rows (`stdplan activities kinds` lists them)",
            seen=seen,
        )
    return None
