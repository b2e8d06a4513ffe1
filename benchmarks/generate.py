"""Generate a list of n realistic standards; the same n, faults and seed give the same list.

    python benchmarks/generate.py 100000 list.csv
    python benchmarks/generate.py 100000 faulty.csv --faults 1000

Rule: most cells are plain, as in real lists; oddities.py writes the unusual ones.
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
TODAY = date(2026, 1, 1)  # the status words of the list are true on this day
_FAULTY_DAYS = ("2011-02-30", "20111301", "2011-13-01")


def rows(count: int, faults: int = 0, seed: int = SEED) -> Iterator[list[str]]:
    """Yield the rows below the header.

    `faults` of them, evenly distributed, have an impossible publication date.
    """
    pick = random.Random(seed)
    editions = Editions(pick)
    every = count // faults if faults else count + 1
    for position in range(1, count + 1):
        row = _row(pick, editions.next())
        if position % every == 0:
            row[HEADER.index("发布日期")] = _FAULTY_DAYS[position % len(_FAULTY_DAYS)]
        yield row


def write(count: int, path: Path, faults: int = 0) -> None:
    """Write the list as csv in UTF-8."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(HEADER)
        writer.writerows(rows(count, faults))


def _row(pick: random.Random, edition: Edition) -> list[str]:
    """Return the cells of one standard, in the order of the header."""
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
        # Half of the ends have a date; the others are known from the status word only.
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
    """Return a date; in four of a hundred cases nothing or words."""
    chance = pick.random()
    if chance < 0.02:
        return ""
    return pick.choice(EFFECTIVE_WORDS) if chance < 0.04 else oddities.day(pick, day)


def _adopted(pick: random.Random, year: int) -> str:
    """Return the adoption cell; one standard in eight adopts an international standard."""
    if pick.random() >= 0.125:
        return ""
    part = f"-{pick.randint(1, 20)}" if pick.random() < 0.4 else ""
    reference = f"{pick.choice(ADOPTED)} {pick.randint(1, 30000)}{part}:{year - pick.randint(1, 6)}"
    return oddities.adopted(pick, reference)


def _main() -> None:
    parser = argparse.ArgumentParser(description="Write a list of invented standards as csv.")
    parser.add_argument("count", type=int)
    parser.add_argument("file", type=Path)
    parser.add_argument("--faults", type=int, default=0, help="rows with an impossible date")
    options = parser.parse_args()
    write(options.count, options.file, options.faults)


if __name__ == "__main__":
    _main()
