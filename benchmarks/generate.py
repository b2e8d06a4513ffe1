"""A list of n made-up but realistic standards, the same for the same n, faults and seed.

    python benchmarks/generate.py 100000 list.csv
    python benchmarks/generate.py 100000 faulty.csv --faults 1000

Rule: most cells are plain, as in real lists; oddities.py writes the others.
"""

import argparse
import csv
import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import oddities
from editions import Edition, Editions
from vocabulary import (
    ADJECTIVES,
    ADOPTED,
    DEPARTMENTS,
    EFFECTIVE_WORDS,
    HEADER,
    IN_FORCE,
    KINDS,
    THINGS,
    WITHDRAWN,
)

SEED = 2011
TODAY = date(2026, 1, 1)  # the day on which the list's words of status are true
_FAULTY_DAYS = ("2011-02-30", "20111301", "2011-13-01")


def rows(count: int, faults: int = 0, seed: int = SEED) -> Iterator[list[str]]:
    """The rows below the header, one after the other; `faults` of them, evenly spread, with a day
    of publication that no calendar has."""
    pick = random.Random(seed)
    editions = Editions(pick)
    every = count // faults if faults else count + 1
    for place in range(1, count + 1):
        row = _row(pick, editions.next())
        if place % every == 0:
            row[HEADER.index("发布日期")] = _FAULTY_DAYS[place % len(_FAULTY_DAYS)]
        yield row


def write(count: int, path: Path, faults: int = 0) -> None:
    """The list as csv, UTF-8."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(HEADER)
        writer.writerows(rows(count, faults))


def _row(pick: random.Random, edition: Edition) -> list[str]:
    """The cells of one standard, in the order of the header."""
    published = edition.published
    effective = published + timedelta(days=pick.choice((90, 180, 365)))
    ended = edition.ends is not None and edition.ends <= TODAY
    plain = f"{pick.choice(ADJECTIVES)}{pick.choice(THINGS)} {pick.choice(KINDS)}"
    return [
        edition.number,
        oddities.title(pick, plain),
        _status(pick, effective, ended),
        oddities.day(pick, published) if pick.random() < 0.99 else "",
        _effective(pick, effective),
        # A list dates half of its ends; the word alone has to tell the others.
        oddities.day(pick, edition.ends) if edition.ends and ended and pick.random() < 0.5 else "",
        oddities.replaced(pick, edition.replaces),
        _adopted(pick, published.year),
        pick.choice(DEPARTMENTS),
        f"全国{pick.choice(THINGS)}标准化技术委员会",
        f"{pick.randint(1, 97):02}.{pick.randint(20, 99):03}",
        f"{pick.choice('ABCDEFGHJKLM')}{pick.randint(10, 99)}",
    ]


def _status(pick: random.Random, effective: date, ended: bool) -> str:
    if ended:
        return pick.choice(WITHDRAWN)
    return "即将实施" if effective > TODAY else pick.choice(IN_FORCE)


def _effective(pick: random.Random, day: date) -> str:
    """A day; nothing or words in four of a hundred."""
    chance = pick.random()
    if chance < 0.02:
        return ""
    return pick.choice(EFFECTIVE_WORDS) if chance < 0.04 else oddities.day(pick, day)


def _adopted(pick: random.Random, year: int) -> str:
    """One in eight adopts an international standard."""
    if pick.random() >= 0.125:
        return ""
    part = f"-{pick.randint(1, 20)}" if pick.random() < 0.4 else ""
    reference = f"{pick.choice(ADOPTED)} {pick.randint(1, 30000)}{part}:{year - pick.randint(1, 6)}"
    return oddities.adopted(pick, reference)


def _main() -> None:
    words = argparse.ArgumentParser(description="Write a list of made-up standards as csv.")
    words.add_argument("count", type=int)
    words.add_argument("file", type=Path)
    words.add_argument("--faults", type=int, default=0, help="rows with a day that is none")
    given = words.parse_args()
    write(given.count, given.file, given.faults)


if __name__ == "__main__":
    _main()
