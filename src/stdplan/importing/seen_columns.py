"""The columns of a list before and after their cells are looked at."""

from dataclasses import dataclass, field
from typing import NamedTuple

IGNORED = "ignored"
# The least share of cells that fit, of a column whose header says what it has, and of any other.
FITS, SURE = 0.5, 0.8


class SeenColumn(NamedTuple):
    """A column by its header alone: its place (from 0), its header, and what the header means.

    `field`: the name of the field, "" for an unknown header, IGNORED for one that says nothing
    about the standard. `chosen`: --map names the column. `known`: the field that the header alone
    means, whatever --map says.
    """

    place: int
    header: str
    field: str
    chosen: bool
    known: str = ""


@dataclass(slots=True)
class Choice:
    """What the cells change.

    `fields`: the field of a column by its place, "" for a column that loses its field.
    `with_titles`: the places of columns that have numbers and titles in one cell. `notes`: what a
    person should know. `faults`: why the list cannot be read.
    """

    fields: dict[int, str] = field(default_factory=dict)
    with_titles: set[int] = field(default_factory=set)
    notes: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
