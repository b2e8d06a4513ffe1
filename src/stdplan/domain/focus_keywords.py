"""Focus areas that a title tells, by their names and keywords.

Rule: rather none than a wrong one. A word in letters has to stand by itself (LTE is not in FILTER),
of words that lie within each other the longest counts, and a word before 用 or 机械 (饮料机械) only
tells what something is for. A keyword that two areas of one sector share does not tell which is
meant, and one keyword alone tells nothing of a record without a sector to go by.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from stdplan.domain.ngrams import folded, joined

_FOR = ("用", "机械")
_SHORTEST = 2


class Area(NamedTuple):
    """A focus area: its code, its sector, and by what a title tells it."""

    code: str
    sector: str
    name_zh: str
    name_en: str
    keywords: tuple[str, ...]


class Proposed(NamedTuple):
    """An area that a title tells: by which word, and whether by its `name`, one `keyword` or
    several `keywords`."""

    code: str
    word: str
    why: str


class Keywords:
    """The words of all areas, ready to be looked for in many titles."""

    def __init__(self, areas: Iterable[Area]) -> None:
        self._areas: dict[str, list[tuple[Area, str]]] = {}
        shared: Counter[tuple[str, str]] = Counter()
        for area in areas:
            for word in dict.fromkeys((area.name_zh, area.name_en, *area.keywords)):
                form = _form(word)
                if len(form) >= _SHORTEST:
                    self._areas.setdefault(form, []).append((area, word))
                    shared[area.sector, form] += 1
        self._shared = {place for place, count in shared.items() if count > 1}
        # By their first two letters, the longest first: most places of a title begin no word.
        lengths: dict[str, set[int]] = {}
        for form in self._areas:
            lengths.setdefault(form[:2], set()).add(len(form))
        self._lengths = {begin: sorted(found)[::-1] for begin, found in lengths.items()}

    def told(self, title: str, sectors: Collection[str] | None) -> list[Proposed]:
        """The areas that a title tells, of these sectors only; None: of all, if it is sure."""
        text = _form(title)
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
        decided = (self._decide(area, words) for area, words in found.items())
        return [told for told in decided if told and (sectors or told.why != "keyword")]

    def _spans(self, text: str) -> Iterator[tuple[int, int]]:
        """Where the words stand in a text, also within each other."""
        for start in range(len(text) - 1):
            for length in self._lengths.get(text[start : start + 2], ()):
                end = start + length
                if text[start:end] in self._areas and _alone(text, start, end):
                    yield start, end

    def _decide(self, area: Area, words: dict[str, str]) -> Proposed | None:
        own = [word for form, word in words.items() if (area.sector, form) not in self._shared]
        if not own:
            return None
        if area.name_zh in own or area.name_en in own:
            name = area.name_zh if area.name_zh in own else area.name_en
            return Proposed(area.code, name, "name")
        return Proposed(area.code, own[0], "keyword" if len(words) == 1 else "keywords")


def _form(text: str) -> str:
    return joined(folded(text))


def _alone(text: str, start: int, end: int) -> bool:
    """Whether the word does not go on in letters, and does not only tell what something is for."""
    before, after = text[start - 1 : start], text[end : end + 1]
    if text.startswith(_FOR, end):
        return False
    return not (_latin(before) and _latin(text[start])) and not (
        _latin(after) and _latin(text[end - 1])
    )


def _latin(letter: str) -> bool:
    return letter.isascii() and letter.isalnum()
