"""Titles matched with focus areas, by the names and keywords of the areas.

Rule: when in doubt, no match. A word in Latin letters must be a whole word (LTE does not match in
FILTER). If one word contains another, the longer one counts. A word before 用 or 机械 (饮料机械) is
only what something is for, and does not match. A keyword that two areas of one sector share does
not decide between them, and a single keyword is not enough for a record without a sector.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator

from stdplan.domain.ngrams import comparable
from stdplan.light import NamedTuple

_FOR = ("用", "机械")
_SHORTEST = 2


class Area(NamedTuple):
    """A focus area: its code, its sector, its names and its keywords."""

    code: str
    sector: str
    name_zh: str
    name_en: str
    keywords: tuple[str, ...]


class ProposedArea(NamedTuple):
    """A focus area that matches a title: its code, the word found, and why it matches.

    `why`: `name` (the name of the area), `keyword` (one keyword) or `keywords` (several).
    """

    code: str
    word: str
    why: str


class Keywords:
    """The words of all areas, indexed to be found in many titles."""

    def __init__(self, areas: Iterable[Area]) -> None:
        self._areas: dict[str, list[tuple[Area, str]]] = {}
        shared: Counter[tuple[str, str]] = Counter()
        for area in areas:
            for word in dict.fromkeys((area.name_zh, area.name_en, *area.keywords)):
                form = comparable(word)
                if len(form) >= _SHORTEST:
                    self._areas.setdefault(form, []).append((area, word))
                    shared[area.sector, form] += 1
        self._shared = {key for key, count in shared.items() if count > 1}
        # By their first two letters, the longest first: few positions of a title begin a word.
        lengths: dict[str, set[int]] = {}
        for form in self._areas:
            lengths.setdefault(form[:2], set()).add(len(form))
        self._lengths = {begin: sorted(several)[::-1] for begin, several in lengths.items()}

    def match(self, title: str, sectors: Collection[str] | None) -> list[ProposedArea]:
        """Return the areas that match a title, of these sectors only.

        With `sectors` None all areas count, but not on one keyword alone.
        """
        text = comparable(title)
        spans: dict[str, list[tuple[int, int]]] = {}
        found: dict[Area, dict[str, str]] = {}
        for start, end in sorted(self._spans(text), key=lambda span: span[0] - span[1]):
            form = text[start:end]
            for area, word in self._areas[form]:
                if sectors is not None and area.sector not in sectors:
                    continue
                longer = spans.setdefault(area.sector, [])
                if any(a < end and start < b and (a, b) != (start, end) for a, b in longer):
                    continue
                longer.append((start, end))
                found.setdefault(area, {})[form] = word
        proposed = [self._decide(area, words) for area, words in found.items()]
        return [area for area in proposed if area and (sectors or area.why != "keyword")]

    def _spans(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield start and end of all words in a text, also of words within words."""
        for start in range(len(text) - 1):
            for length in self._lengths.get(text[start : start + 2], ()):
                end = start + length
                if text[start:end] in self._areas and _is_whole_word(text, start, end):
                    yield start, end

    def _decide(self, area: Area, words: dict[str, str]) -> ProposedArea | None:
        own = [word for form, word in words.items() if (area.sector, form) not in self._shared]
        if not own:
            return None
        if area.name_zh in own or area.name_en in own:
            name = area.name_zh if area.name_zh in own else area.name_en
            return ProposedArea(area.code, name, "name")
        return ProposedArea(area.code, own[0], "keyword" if len(words) == 1 else "keywords")


def _is_whole_word(text: str, start: int, end: int) -> bool:
    """Return whether a word is not part of a longer one, and not the purpose of something."""
    before, after = text[start - 1 : start], text[end : end + 1]
    if text.startswith(_FOR, end):
        return False
    return not (_latin(before) and _latin(text[start])) and not (
        _latin(after) and _latin(text[end - 1])
    )


def _latin(letter: str) -> bool:
    return letter.isascii() and letter.isalnum()
