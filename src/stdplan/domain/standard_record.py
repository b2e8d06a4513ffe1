"""A standard on its way into the catalogue: what a list or a hand says of it, checked."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from stdplan.domain.numbers import Number, parse, plan_number
from stdplan.domain.numbers.model import natural_key

# The columns that a number tells of its standard, in the order of `Number`. Lists and hands may say
# the first three in their own words; the others are derived for speed, nothing else tells them.
OF_NUMBER = (
    *("number", "family", "nature"),
    *("prefix", "number_year", "base", "sort_key", "amends"),
)
DERIVED = OF_NUMBER[3:]

Replaced = tuple[str, bool]  # a number, and whether it is replaced in part only
Adopted = tuple[str, str | None, str | None]  # reference, degree, the list's own word


@dataclass(slots=True)
class StandardRecord:
    """What is to be known of one standard: columns by name, and what it is linked to.

    `values` holds checked values only (domain/validators.py). `stages` are (stage, date), `reviews`
    (date, outcome).
    """

    key: str
    values: dict[str, object]
    focus: list[str] = field(default_factory=list)
    replaces: list[Replaced] = field(default_factory=list)
    replaced_by: list[Replaced] = field(default_factory=list)
    adopts: list[Adopted] = field(default_factory=list)
    stages: list[tuple[str, str]] = field(default_factory=list)
    reviews: list[tuple[str, str]] = field(default_factory=list)


class NumberedRecord(NamedTuple):
    """A record of a list: its place there (the first row is 1), its line, and the sheet or the file
    within a folder where the list has several."""

    place: int
    line: int
    part: str
    record: StandardRecord


class RecordBatch(NamedTuple):
    """Many records of a list at once, without an object for each.

    `rows`: tuples of the place and the `columns` (line, part, key, those of standard), checked,
    lists as JSON.
    `replaces`: (place, number, in part, position); `adopts`: (place, reference, degree, word,
    position).
    """

    columns: tuple[str, ...]
    rows: Iterable[tuple[object, ...]]
    replaces: list[tuple[int, str, bool, int]]
    adopts: list[tuple[int, str, str | None, str | None, int]]


def number_columns(text: str, number: Number | None) -> dict[str, object]:
    """The columns OF_NUMBER as a number tells them.

    A text that is no number is kept as it stands, with the family `other`.
    """
    unread = (text, "other", None, None, None, text, natural_key(text), None)
    told = unread if number is None else number[: len(OF_NUMBER)]
    return dict(zip(OF_NUMBER, told, strict=True))


def take_number(record: StandardRecord, text: str, read: Number | None = None) -> None:
    """Give the record its number, and what else stands in the number's cell; `read`: what parse
    made of it already."""
    number = read or parse(text)
    record.values |= number_columns(" ".join(text.split()), number)
    record.key = str(record.values["number"])
    if number is None:
        return
    record.replaces += [(replaced, False) for replaced in number.replaces]
    record.adopts += [(reference, degree, None) for reference, degree in number.adopts]
    if number.confirmed:
        record.reviews.append((str(number.confirmed), "confirm"))
    if number.note:
        record.values["note"] = number.note


# No project takes longer from its beginning to the year in which it is to be finished.
_LONGEST_PROJECT = 4
_PLANNED = re.compile("((?:19|20)[0-9]{2})(?:-|[0-9]{4}-)|.*-((?:19|20)[0-9]{2})")


def planned_year(number: str, target: str | None) -> int | None:
    """The year before which nothing can have come of a project: of its plan or application number
    (`2011-0123T-JB`, `20230390-T-339`, `JBCPZT0392-2021`), else by its target date."""
    if found := _PLANNED.match(number):
        return int(found[1] or found[2])
    return int(target[:4]) - _LONGEST_PROJECT if target else None


def project_columns(record: StandardRecord) -> dict[str, object]:
    """What a new project's plan number tells, else the standard it is to replace: family, prefix.

    `2011-0123T-JB` is the ministry's for an industry standard, `20230390-T-339` a national one.
    """
    plan = str(record.values.get("plan_number") or "")
    if plan[4:5] == "-" and plan[-3:-2] == "-":
        return {"family": "industry", "prefix": plan[-2:]}
    if plan_number(plan):
        return {"family": "national"}
    replaced = next((number for name, _ in record.replaces if (number := parse(name))), None)
    return {"family": replaced.family, "prefix": replaced.prefix} if replaced else {}
