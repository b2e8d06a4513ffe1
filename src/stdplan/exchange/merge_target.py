"""The standard that another one is merged into (整合), as a cell or words of a note name it."""

import re

from stdplan.domain.numbers import parse
from stdplan.exchange.readers.entry import read_entry

# 整合到 JB/T 1-2011 · 并入《车床》（JB/T 1-2011） · 与 JB/T 1-2011 整合
_INTO = re.compile(r"(?:整合|合并|并|纳|归)(?:修订)?(?:到|至|入|进|为)(?P<names>[^。；;]+)")
_WITH = re.compile(r"[与和同](?P<names>[^。；;]+?)(?:进行|一并)?(?:整合|合并)")
_BETWEEN = re.compile(r"[、，,和与及]")


def canonical(text: str) -> str:
    """A number in its one written form; what is none as it stands, single-spaced."""
    read = parse(text)
    return read.canonical if read else " ".join(text.split())


def named_in(words: str) -> str | None:
    """The one number that the words say a standard is merged into; None for none, or several."""
    for pattern in (_INTO, _WITH):
        for found in pattern.finditer(words):
            entries = map(read_entry, _BETWEEN.split(found["names"]))
            numbers = [canonical(entry["number"]) for entry in entries if entry]
            if numbers:
                return numbers[0] if len(numbers) == 1 else None
    return None
