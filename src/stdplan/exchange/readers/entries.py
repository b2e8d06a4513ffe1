"""A line of a plain list that may name several standards to their entries; entry.py reads each.

Rule: behind ； ; or 、 a number with its own title in 《》 begins a new standard, unless 代替,
IDT and the like name it. Any other second number that stands as if it began one is in doubt, and a
fault: no standard is lost to a title or a note.
"""

import re

from stdplan.domain.numbers import parse
from stdplan.exchange.readers.entry import LIKE, read_entry, starts_titled
from stdplan.exchange.readers.entry_words import NAMING

_BETWEEN = re.compile(r"[；;、]\s*")
_OPEN, _CLOSE = frozenset("《（("), frozenset("》）)")
# Where a number would begin another standard: in words that are a title, behind a blank too.
_IN_TITLE = re.compile(r"(?:^|[；;、，,\s])\s*(?=[A-Z])")
_IN_NOTE = re.compile(r"(?:^|[；;、])\s*(?=[A-Z])")
_ABROAD = frozenset(("international", "other"))


def read_entries(line: str) -> list[dict[str, str]]:
    """The standards that a line names, each by field; [] where it names none."""
    entries = [read_entry(part) for part in _parts(line)]
    found = [entry for entry in entries if entry]
    if len(found) == len(entries):
        return found
    whole = read_entry(line)
    return [whole] if whole else []


def second_number(entry: dict[str, str], line: str) -> str | None:
    """A number that stands in the title or note of an entry as if it began another standard."""
    title = entry.get("title", "")
    places = [(entry.get("note", ""), _IN_NOTE)]
    if not re.search(f'[《“"]{re.escape(title)}[》”"]', line):
        places.append((title, _IN_TITLE))
    for text, begins in places:
        for found in begins.finditer(text):
            if number := _number(text[found.end() :]):
                return number
    return None


def _number(text: str) -> str | None:
    match = LIKE.match(text)
    if not match:
        return None
    number = re.match(r"[^\s，,；;、。（）()《》\u3400-\u9fff]*", text[match.end() :])
    words = text[: match.end() + (number.end() if number else 0)]
    read = parse(words)
    return words if read and read.family not in _ABROAD else None


def _parts(line: str) -> list[str]:
    """The line, cut where a new standard begins."""
    parts, begin = [], 0
    for found in _BETWEEN.finditer(line):
        before = line[begin : found.start()]
        if _is_closed(before) and starts_titled(line[found.end() :]) and not _named(before, found):
            parts.append(before)
            begin = found.end()
    return [*parts, line[begin:]]


def _is_closed(text: str) -> bool:
    return sum(letter in _OPEN for letter in text) <= sum(letter in _CLOSE for letter in text)


def _named(before: str, between: re.Match[str]) -> bool:
    """Whether words before a number name it: by 、 they go on, by ； only to another title."""
    naming = [found.end() for found in NAMING.finditer(re.sub("《[^》]*》", _blank, before))]
    return bool(naming) and ("、" in between[0] or "《" in before[naming[0] :])


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])
