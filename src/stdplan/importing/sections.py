"""Section lines of a list, `一、化工行业（共12项）`, and the sectors they name.

Rule: a section line is one text by itself that is numbered as headings are, or names a sector and
nothing else. A line of a lower level, （一）, stands within the one above it.
"""

import re
from collections.abc import Mapping

from stdplan.importing.headers import fold, sections

_HAN = "[一二三四五六七八九十百]{1,4}"
# How headings are numbered, from the highest level down.
_LEVELS = (
    re.compile(f"第(?:{_HAN}|[0-9]{{1,2}})(?:部分|篇|章|类|批)[ \u3000:：、.．]*"),
    re.compile(f"{_HAN}[、.．\u3000 ][ \u3000]*"),
    re.compile(f"[（(]{_HAN}[）)][ \u3000、.．]*"),
)
_UNNUMBERED = 1
_COUNT = re.compile(r"[（(]?[共计 ]*[0-9]+ ?[项个条][^（(]{0,4}[）)]?$")
_WORDS = re.compile("(?:行业|领域|类|标准|项目|部分)$")
_WITHIN = " / "


def level(text: str) -> int | None:
    """How deep a section line stands, 0 the highest; None for a text that is none."""
    for depth, numbered in enumerate(_LEVELS):
        if numbered.match(text):
            return depth
    return _UNNUMBERED if _sector(text, {}) else None


class Sections:
    """The section lines that the reading of a list stands under."""

    def __init__(self) -> None:
        self._open: list[tuple[int, str]] = []

    def enter(self, text: str, depth: int) -> str:
        """Go under a line: it and what it stands within, `一、化工行业 / （一）强制性标准`."""
        self._open = [*(one for one in self._open if one[0] < depth), (depth, text)]
        return _WITHIN.join(text for _, text in self._open)


class Sectors:
    """The sectors that sections name; `met` keeps them by section, None where it names none.

    `sectors`: code by code and name, as the catalogue has them.
    """

    def __init__(self, sectors: Mapping[str, str]) -> None:
        self._sectors = sectors
        self.met: dict[str, str | None] = {}

    def of(self, section: str) -> str | None:
        """The code of the sector that a section names."""
        if section not in self.met:
            self.met[section] = sector_of(section, self._sectors)
        return self.met[section]


def sector_of(section: str, sectors: Mapping[str, str]) -> str | None:
    """The code of the sector that a section names, the nearest line first; None for none."""
    for line in reversed(section.split(_WITHIN)):
        if code := sector_named(line, sectors):
            return code
    return None


def sector_in(cell: str, sectors: Mapping[str, str]) -> str | None:
    """The code of the sector that a cell gives by its code or name, or names; None for none."""
    return sectors.get(cell) or sector_named(cell, sectors)


def sector_named(text: str, sectors: Mapping[str, str]) -> str | None:
    """The code of the sector that one line or cell names, `机械行业`; None for none."""
    code = _sector(text, sectors)
    return code if code in sectors else None


def _sector(line: str, sectors: Mapping[str, str]) -> str | None:
    name = line.strip()
    for numbered in _LEVELS:
        name = numbered.sub("", name, count=1) if numbered.match(name) else name
    name = _COUNT.sub("", name).strip(" \u3000:：")
    while name:
        if code := sectors.get(name) or sections().get(fold(name)):
            return code
        shorter = _WORDS.sub("", name)
        if shorter == name:
            return None
        name = shorter
    return None
