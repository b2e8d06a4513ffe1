"""A standard on its way into the catalogue, as the import and the editing commands pass it on.

Rule: a record contains checked values only (importing/cell_values.py, domain/validators.py), so
that the writers store them without further checks.
"""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from operator import attrgetter
from typing import NamedTuple

from stdplan.domain.numbers import Number, parse, plan_number
from stdplan.domain.numbers.model import natural_key
from stdplan.domain.text import fold_title

# Columns derived from the number for speed; nothing else may set them.
DERIVED = ("prefix", "number_year", "base", "sort_key", "amends", "edition", "draft_stage")
# A function that returns the values of these columns for a `Number` in its canonical form, in this
# order.
derived_values = attrgetter(
    "prefix", "year", "base", "sort_key", "amends", "edition", "draft_stage"
)
# All columns that a number determines, in the order of `Number`. A list or a person may also give
# the family and the nature.
NUMBER_COLUMNS = ("number", "family", "nature", *DERIVED)

Replaced = tuple[str, bool]  # number, whether only a part of it is replaced
Adopted = tuple[str, str | None, str | None]  # reference, degree, the list's own word


class ProjectEvent(NamedTuple):
    """What a list says of the clock of a project: that it was `suspended` or `extended`, on a day;
    for an extension its target date and the reason. `header`, `text`: the cell that says so."""

    event: str
    day: str
    target: str | None
    reason: str | None
    header: str
    text: str


@dataclass(slots=True)
class StandardRecord:
    """One standard or project: its columns by name, its links, and its dated events.

    `also` are its other numbers. `stages` are pairs (stage, date), `reviews` pairs (date, outcome),
    `events` are those of a project; dates are ISO text, known to the day, month or year.
    `converted` has the number before a conversion, the day of the present one, and whether the list
    gives that day. `in_force`: the day of a list that has the word 现行. `upcoming`: the day of a
    list that has the word 即将实施 and no day of effect.
    """

    key: str
    values: dict[str, object]
    focus: list[str] = field(default_factory=list)
    replaces: list[Replaced] = field(default_factory=list)
    replaced_by: list[Replaced] = field(default_factory=list)
    adopts: list[Adopted] = field(default_factory=list)
    also: list[str] = field(default_factory=list)
    stages: list[tuple[str, str]] = field(default_factory=list)
    reviews: list[tuple[str, str]] = field(default_factory=list)
    converted: list[tuple[str, str, bool]] = field(default_factory=list)
    in_force: str | None = None
    upcoming: str | None = None
    events: list[ProjectEvent] = field(default_factory=list)


class NumberedRecord(NamedTuple):
    """A record of a list and its position there.

    `position` counts the rows of the list from 1; `line` is the line of the file; `part` names the
    sheet, or the file of a folder, if the list has several.
    """

    position: int
    line: int
    part: str
    record: StandardRecord


class RepeatedStandard(NamedTuple):
    """A row of a list that names a standard by a former number, although another row of the list is
    about that standard, too.

    `position`, `key`: those of the row. `number`: the present number. `part`, `line`: the place of
    the other row.
    """

    position: int
    key: str
    number: str
    part: str
    line: int


class ImpossibleConversion(NamedTuple):
    """A row of a list whose conversion contradicts the catalogue: its position, key, and why."""

    position: int
    key: str
    problem: str


class ImpossibleEvent(NamedTuple):
    """An event of a project that is impossible: the position and the key of its row, its cell (a
    header, or the name of a field), and why."""

    position: int
    key: str
    header: str
    text: str
    problem: str


class RecordBatch(NamedTuple):
    """Many records of a list as tuples, without an object for each.

    `rows`: the position in the list, then the values of `columns` (line, part, key and columns of
    table standard), checked, with lists as JSON. `replaces`: (position in the list, number, in part
    only, position of the link). `adopts`: (position in the list, reference, degree, word, position
    of the link).
    """

    columns: tuple[str, ...]
    rows: Iterable[tuple[object, ...]]
    replaces: list[tuple[int, str, bool, int]]
    adopts: list[tuple[int, str, str | None, str | None, int]]


TITLE_KEY = "title:"  # the beginning of keys that are hashes


def title_key(source: str, title: str, committee: str | None) -> str:
    """Return the key of a record that has only a title: a hash of the name of its list, the title
    and the committee."""
    parts = (source, fold_title(title), committee or "")
    return TITLE_KEY + hashlib.sha256("|".join(parts).encode()).hexdigest()[:12]


def number_columns(text: str, number: Number | None) -> dict[str, object]:
    """Return the columns NUMBER_COLUMNS for a parsed number.

    If the number is None, `text` is kept unchanged as the number, with the family `other`.
    """
    if number is None:
        other = {"number": text, "family": "other", "base": text, "sort_key": natural_key(text)}
        return {**dict.fromkeys(NUMBER_COLUMNS), **other}
    return {
        "number": number.canonical,
        "family": number.family,
        "nature": number.nature,
        "prefix": number.prefix,
        "number_year": number.year,
        "base": number.base,
        "sort_key": number.sort_key,
        "amends": number.amends,
        "edition": number.edition,
        "draft_stage": canonical_draft_stage(number),
    }


def canonical_draft_stage(number: Number) -> str | None:
    """Return the stage of a draft that shows in the canonical number ('ISO/DIS 1', 'GB/T 1-202X').

    A word around the number (报批稿) is not part of it: the next list may have another word.
    """
    if number.draft_stage is None:
        return None
    canonical = parse(number.canonical)
    return canonical.draft_stage if canonical else None


def set_number(record: StandardRecord, text: str, parsed: Number | None = None) -> str | None:
    """Set the number of a record, and everything else that the cell of a number contains.

    `parsed`: the result of `parse(text)`, if the caller has it already. Return the stage that a
    word around the number states (报批稿), None without such a word.
    """
    number = parsed or parse(text)
    record.values |= number_columns(" ".join(text.split()), number)
    record.key = str(record.values["number"])
    if number is None:
        return None
    record.replaces += [(replaced, False) for replaced in number.replaces]
    record.adopts += [(reference, degree, None) for reference, degree in number.adopts]
    if number.confirmed:
        record.reviews.append((str(number.confirmed), "confirm"))
    if number.note:
        record.values["note"] = number.note
    if number.partial_revision:
        record.values["partial_revision"] = number.partial_revision
    record.also += number.also
    own_stage = record.values["draft_stage"]
    return None if number.draft_stage == own_stage else number.draft_stage


# Years from the beginning of a project to its target year, at most.
_LONGEST_PROJECT = 4
_PLANNED = re.compile("((?:19|20)[0-9]{2})(?:-|[0-9]{4}-)|.*-((?:19|20)[0-9]{2})")


def planned_year(number: str, target: str | None) -> int | None:
    """Return the year in which a project was planned; it has no result before that year.

    The year comes from its plan or application number (`2011-0123T-JB`, `20230390-T-339`,
    `JBCPZT0392-2021`), else from its target date (ISO). None if neither has a year.
    """
    if match := _PLANNED.match(number):
        return int(match[1] or match[2])
    return int(target[:4]) - _LONGEST_PROJECT if target else None


def project_columns(record: StandardRecord) -> dict[str, object]:
    """Return the family and prefix of a new project.

    They come from the plan number (`2011-0123T-JB`: an industry standard of the ministry's plan,
    `20230390-T-339`: a national standard), else from the standard that the project replaces.
    """
    plan = str(record.values.get("plan_number") or "")
    if plan[4:5] == "-" and plan[-3:-2] == "-":
        return {"family": "industry", "prefix": plan[-2:]}
    if plan_number(plan):
        return {"family": "national"}
    replaced = next((number for name, _ in record.replaces if (number := parse(name))), None)
    return {"family": replaced.family, "prefix": replaced.prefix} if replaced else {}
