"""Which project the review of a standard opened, or found: pure.

Rule: of the projects that replace the standard wholly, and had not ended by the day of the review,
the one that began first; where there is none, a project of the review's own (`rev:NUMBER`), which
gives way to the first with a name. Days are told in full (`dates.pad`), so that they compare.
"""

from collections.abc import Iterable
from typing import NamedTuple

NEVER = "9999"  # behind all days


class Project(NamedTuple):
    """A record that is to replace a standard, or did: its row, key and days.

    `told`: the first day that is known of it; `opened`: the day of the review that it stands for;
    `ended`: the day it was terminated without a standard. NEVER where there is none.
    `own`: whether a review made it and nobody has named it.
    """

    id: int
    key: str
    told: str = NEVER
    opened: str = NEVER
    ended: str = NEVER
    own: bool = False

    @property
    def open(self) -> bool:
        """Whether it goes on, or came to be a standard."""
        return self.ended == NEVER

    @property
    def spare(self) -> bool:
        """Whether it only holds the place of a project with a name."""
        return self.own and self.open

    @property
    def begun(self) -> str:
        """Its first day. A review's own project has one once something is told of it: until then
        any other goes before it."""
        if self.own and not (self.open and self.told == NEVER):
            return min(self.told, self.opened)
        return self.told


def own_key(number: str, place: int = 1) -> str:
    """The key of a review's own project; `rev:NUMBER:2` after the first one fell through."""
    return f"rev:{number}" if place == 1 else f"rev:{number}:{place}"


def is_own(key: str, number: str) -> bool:
    """Whether the key is that of such a project, for a review of this standard."""
    return key == own_key(number) or key.startswith(f"{own_key(number)}:")


def first(projects: Iterable[Project]) -> Project | None:
    """The one that began first; of several the first key tells."""
    return min(projects, key=lambda one: (one.begun, one.key), default=None)


def opened_by(day: str, projects: Iterable[Project]) -> Project | None:
    """The project that a review on `day` opened, or found."""
    return first(one for one in projects if one.ended > day)


def taker(projects: Iterable[Project]) -> Project | None:
    """The project with a name that takes over what holds its place."""
    return first(one for one in projects if one.open and not one.own)
