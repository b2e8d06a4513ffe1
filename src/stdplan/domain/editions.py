"""Editions of one standard, told by their numbers.

Rule: an edition is what stands before any amendment. `IEC 60601-1:2005+A2:2020` and
`IEC 60601-1:2005/AMD1:2012` are of the edition of 2005; the consolidated text of an edition is no
newer one. A reference without a year names no edition.
"""

import re
from typing import NamedTuple

from stdplan.domain.number import parse


class Edition(NamedTuple):
    """An edition: the `key` of its record, its `year`, and the standard whose edition it is: `base`
    (prefix, number and part). Keys of all editions of it sort behind `first`."""

    key: str
    base: str
    year: int
    first: str


# As IEC calls the texts in which an edition is sold again.
_VERSION = re.compile(r" (?:CSV|RLV|SER|EXV|CMV|PRV)$")


def edition(reference: str) -> Edition | None:
    """'ISO 9001-2008' → that of 2008; None for an undated reference, and for what is no number."""
    number = parse(reference)
    while number is not None and number.amends:
        number = parse(number.amends)
    if number is None:
        return None
    own = _VERSION.sub("", number.canonical.partition("+")[0])
    if own != number.canonical:
        number = parse(own)
    if number is None or number.year is None:
        return None
    # The prefix and the first number, as natural() writes it.
    first = number.sort_key[: len(number.prefix) + 10]
    return Edition(number.canonical, number.base, number.year, first)
