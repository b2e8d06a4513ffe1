"""Results of reviews held against the catalogue, before any of them is recorded.

Rule: a standard has one result on one day. Rows that say the same, or fill each other's gaps, are
one review; of rows that contradict each other each is at fault, whichever list it stands in.
"""

import sqlite3
from collections.abc import Sequence
from typing import NamedTuple

from stdplan.catalogue import reviews as reviewing
from stdplan.catalogue.queries.standards import Found, find
from stdplan.errors import BadData, Missing
from stdplan.i18n import t
from stdplan.importing.reviews import Results, ReviewRow

_SAID = ("outcome", "into", "ends", "target_date")


class Claim(NamedTuple):
    """A row whose standard was found: its list (the first is 0), its place there, its result."""

    list: int
    place: int
    result: ReviewRow


class Review(NamedTuple):
    """A review to be recorded."""

    standard: Found
    result: reviewing.Result


def check(connection: sqlite3.Connection, lists: Sequence[Results]) -> list[list[Review]]:
    """The reviews of each list, in its order; rows that cannot be are refused.

    What several lists tell is a review of the first of them.
    """
    groups: dict[tuple[int, str], list[Claim]] = {}
    standards: dict[int, Found] = {}
    for number, one in enumerate(lists):
        for place, result in list(one.good.items()):
            standard = _standard(connection, one, place, result)
            if standard is not None:
                standards[standard.id] = standard
                group = groups.setdefault((standard.id, result.date), [])
                group.append(Claim(number, place, result))
    reviews: list[list[Review]] = [[] for _ in lists]
    for (standard_id, _), rows in groups.items():
        good = rows if len(rows) == 1 else _without_contradictions(lists, rows)
        if good:
            joined = _joined([row.result for row in good])
            reviews[good[0].list].append(Review(standards[standard_id], joined))
    return reviews


def _standard(
    connection: sqlite3.Connection, one: Results, place: int, result: ReviewRow
) -> Found | None:
    """The standard of a row; None where the row is refused."""
    try:
        # What is reviewed in a year is no edition of a later one.
        found = find(connection, result.number, int(result.date[:4]))
    except Missing:
        one.refuse(place, "number", t("is not in the catalogue"))
        return None
    except BadData:
        one.refuse(place, "number", t("names several records"))
        return None
    if problem := reviewing.impossible(connection, found.id, _joined([result])):
        one.refuse(place, problem.field, problem.sentence)
        return None
    if found.newest:
        one.undated.add(found.key)
    return found


def _without_contradictions(lists: Sequence[Results], rows: list[Claim]) -> list[Claim]:
    """The rows that do not contradict another one; the others are refused."""
    good = []
    for row in rows:
        pairs = ((other, name) for other in rows for name in _SAID if _differ(row, other, name))
        other, name = next(pairs, (row, ""))
        if other is row:
            good.append(row)
            continue
        held = lists[other.list]
        problem = t(
            'contradicts {where} on the same standard, which says "{other}"',
            where=held.where(other.place),
            other=held.cell(other.place, name),
        )
        lists[row.list].refuse(row.place, name, problem)
    return good


def _differ(row: Claim, other: Claim, name: str) -> bool:
    ours, theirs = getattr(row.result, name), getattr(other.result, name)
    return None not in (ours, theirs) and ours != theirs


def _joined(results: Sequence[ReviewRow]) -> reviewing.Result:
    """What rows of one review say together."""

    def said(name: str) -> str | None:
        return next((value for one in results if (value := getattr(one, name))), None)

    first = results[0]
    notes = dict.fromkeys(one.note for one in results if one.note)
    note = "; ".join(notes) or None
    return reviewing.Result(
        first.outcome, first.date, said("ends"), said("into"), note, said("target_date")
    )
