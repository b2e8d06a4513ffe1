"""The project that belongs to a review with the outcome revise; pure.

Rule: of the projects that replace the standard wholly and had not ended by the day of the review,
the one that began first. If there is none, the review opens a project of its own (`rev:NUMBER`), a
placeholder that the first project with a name replaces. All days are full ISO days (`dates.pad`),
so that they can be compared as text.
"""

from collections.abc import Iterable
from typing import NamedTuple

from stdplan.domain.answer_words import REVISION_OF

NEVER = "9999"  # after all days
_NAME_WORDS = [words.replace("{number}", "") for words in REVISION_OF]


class Project(NamedTuple):
    """A project that is to replace a standard, or the standard that it became.

    `first_known`: the first day known of it; `opened`: the day of the review that opened it;
    `ended`: the day on which it was terminated without a standard. All are full ISO days, NEVER if
    there is none. `own`: it was opened by a review and has no plan number or title of its own yet.
    """

    id: int
    key: str
    first_known: str = NEVER
    opened: str = NEVER
    ended: str = NEVER
    own: bool = False

    @property
    def is_open(self) -> bool:
        """Whether the project is under way or became a standard."""
        return self.ended == NEVER

    @property
    def is_placeholder(self) -> bool:
        """Whether it is to be replaced by a named project."""
        return self.own and self.is_open

    @property
    def begun(self) -> str:
        """The first day of the project.

        NEVER for a project that a review opened and that has no other day, so that any other
        project comes first.
        """
        if self.own and not (self.is_open and self.first_known == NEVER):
            return min(self.first_known, self.opened)
        return self.first_known


def own_key(number: str, count: int = 1) -> str:
    """Return the key of a review's own project: `rev:NUMBER`, of the second one `rev:NUMBER:2`."""
    return f"rev:{number}" if count == 1 else f"rev:{number}:{count}"


def own_keys_in(text: str) -> str:
    """Return a cell with the keys of reviews' own projects in place of the names that tables show.

    >>> own_keys_in("JB/T 1-2011（修订项目）; JB/T 2-2011"), own_keys_in("revision of JB/T 1-2011")
    ('rev:JB/T 1-2011; JB/T 2-2011', 'rev:JB/T 1-2011')
    """
    if not any(words in text for words in _NAME_WORDS):
        return text
    parts = []
    for part in text.split("; "):
        for before, _, after in (words.partition("{number}") for words in REVISION_OF):
            if part.startswith(before) and part.endswith(after):
                part = own_key(part.removeprefix(before).removesuffix(after))
        parts.append(part)
    return "; ".join(parts)


def is_own(key: str, number: str) -> bool:
    """Return whether a key is that of a project that a review of this standard opened."""
    return key == own_key(number) or key.startswith(f"{own_key(number)}:")


def earliest(projects: Iterable[Project]) -> Project | None:
    """Return the project that began first, with the lowest key if several began on one day."""
    return min(projects, key=lambda project: (project.begun, project.key), default=None)


def opened_by(day: str, projects: Iterable[Project]) -> Project | None:
    """Return the project that belongs to a review on `day`, None if the review opens its own."""
    return earliest(project for project in projects if project.ended > day)


def replacing_placeholders(projects: Iterable[Project]) -> Project | None:
    """Return the open project with a name that replaces the placeholders, if there is one."""
    return earliest(project for project in projects if project.is_open and not project.own)
