"""Numbers, dates and replacements of invented standards.

Rule: every number is unique. Seven in ten are industry standards, two national ones, the others
local, association or enterprise standards; two in a hundred are amendments. One in eight ends
before 2026, and a later row replaces it; as many rows replace numbers that are not in the list.
"""

import random
from collections import Counter
from datetime import date, timedelta
from typing import NamedTuple

import oddities
from vocabulary import AREAS, ASSOCIATIONS, ENTERPRISES, INDUSTRIES

_FIRST, _DAYS = date(1986, 1, 1), 40 * 365
_LAST_ENDING = date(2010, 1, 1)  # so that every successor is published before 2026
# How many standards wait for a successor: at most (limits memory), and at least (keeps some rows
# between a standard and its successor).
_MOST, _LEAST = 1000, 30


class Edition(NamedTuple):
    """One numbered standard of the list; `ends` is the day its successor takes effect."""

    number: str
    published: date
    ends: date | None
    replaces: tuple[str, ...]


class _Ending(NamedTuple):
    """A standard that waits for its successor, which is published on `successor`."""

    head: str
    serial: str
    number: str
    successor: date


class Editions:
    """Generates editions, one per call of `next()`."""

    def __init__(self, pick: random.Random) -> None:
        self._pick = pick
        self._serials: Counter[str] = Counter()
        self._ending: list[_Ending] = []
        # The previous edition, if an amendment can still follow it. Each is amended once at most.
        self._amendable: tuple[str, int] | None = None

    def next(self) -> Edition:
        chance = self._pick.random()
        if chance < 0.02 and self._amendable:
            return self._amendment(*self._amendable)
        if chance < 0.145 and len(self._ending) > _LEAST:
            return self._successor()
        return self._new()

    def _amendment(self, number: str, year: int) -> Edition:
        self._amendable = None
        published = date(year, 1, 1) + timedelta(days=self._pick.randint(400, 1500))
        return Edition(f"{number}/XG1-{published.year}", published, None, ())

    def _successor(self) -> Edition:
        old = self._ending.pop(self._pick.randrange(len(self._ending)))
        return self._edition(old.head, old.serial, old.successor, (old.number,))

    def _new(self) -> Edition:
        pick = self._pick
        head = self._head()
        letters = head.removesuffix("/T")
        self._serials[letters] += 1
        part = f".{pick.randint(1, 12)}" if pick.random() < 0.3 else ""
        serial = f"{self._serials[letters]:04}{part}"
        published = _FIRST + timedelta(days=pick.randrange(_DAYS))
        replaces: tuple[str, ...] = ()
        if pick.random() < 0.15:
            year = published.year - pick.randint(5, 15)
            others = (0, 10001, 20002) if pick.random() < 0.2 else (0,)
            # A separate block of numbers, which no row of the list has.
            numbers = [f"{head} {900000 + self._serials[letters] + other}" for other in others]
            replaces = tuple(f"{number}{part}-{year}" for number in numbers)
        return self._edition(head, serial, published, replaces)

    def _head(self) -> str:
        pick = self._pick
        chance = pick.random()
        if chance < 0.92:
            letters = "GB" if chance < 0.2 else pick.choice(INDUSTRIES)
            return letters if pick.random() < 0.15 else f"{letters}/T"
        if chance < 0.95:
            return f"{pick.choice(AREAS)}/T"
        if chance < 0.98:
            return f"T/{pick.choice(ASSOCIATIONS)}"
        return f"Q/{pick.choice(ENTERPRISES)}"

    def _edition(
        self, head: str, serial: str, published: date, replaces: tuple[str, ...]
    ) -> Edition:
        pick = self._pick
        number = oddities.number(pick, head, serial, published.year)
        if head[1] != "/":
            self._amendable = (f"{head} {serial}-{published.year}", published.year)
        ends = None
        if published < _LAST_ENDING and pick.random() < 0.25 and len(self._ending) < _MOST:
            successor = published + timedelta(days=pick.randint(5 * 366, 15 * 365))
            ends = successor + timedelta(days=180)
            self._ending.append(_Ending(head, serial, number, successor))
        return Edition(number, published, ends, replaces)
