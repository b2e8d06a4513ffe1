"""Section lines in a list, `一、化工行业（共12项）`, and the sectors that they name.

Rule: a section line is a single text that is numbered like a heading, or that is the name of a
sector and nothing else. A line of a lower level, （一）, belongs to the one above it.
"""

import re
from collections.abc import Mapping

from stdplan.importing.header_names import fold
from stdplan.importing.layouts import section_sectors

_HAN = "[一二三四五六七八九十百]{1,4}"
# The numbering of headings, from the highest level down.
_LEVELS = (
    re.compile(f"第(?:{_HAN}|[0-9]{{1,2}})(?:部分|篇|章|类|批)[ \u3000:：、.．]*"),
    re.compile(f"{_HAN}[、.．\u3000 ][ \u3000]*"),
    re.compile(f"[（(]{_HAN}[）)][ \u3000、.．]*"),
)
_UNNUMBERED = 1
_COUNT = re.compile(r"[（(]?[共计 ]*[0-9]+ ?[项个条][^（(]{0,4}[）)]?$")
_LONGEST = 200  # characters of a line that names a sector
_WORDS = re.compile("(?:行业|领域|类|标准|项目|部分)$")
_WITHIN = " / "


def section_level(text: str) -> int | None:
    """Return the level of a section line, 0 for the highest; None for any other text."""
    for depth, numbered in enumerate(_LEVELS):
        if numbered.match(text):
            return depth
    return _UNNUMBERED if _sector(text, {}) else None


class Sections:
    """The section lines above the current row of a list."""

    def __init__(self) -> None:
        self._open: list[tuple[int, str]] = []

    def enter(self, text: str, depth: int) -> str:
        """Enter a section and return its path: `一、化工行业 / （一）强制性标准`."""
        self._open = [*(line for line in self._open if line[0] < depth), (depth, text)]
        return _WITHIN.join(text for _, text in self._open)


class Sectors:
    """The sectors that section lines name: `codes` by section line, None for those without one.

    `sectors`: codes by code and by name.
    """

    def __init__(self, sectors: Mapping[str, str]) -> None:
        self._sectors = sectors
        self.codes: dict[str, str | None] = {}

    def sector_of(self, section: str) -> str | None:
        """Return the code of the sector that a section names, else None."""
        if section not in self.codes:
            self.codes[section] = sector_of_section(section, self._sectors)
        return self.codes[section]


def sector_of_section(section: str, sectors: Mapping[str, str]) -> str | None:
    """Return the code of the sector that a section names, else None; the last line decides."""
    for line in reversed(section.split(_WITHIN)):
        if code := sector_of_line(line, sectors):
            return code
    return None


def sector_of_cell(cell: str, sectors: Mapping[str, str]) -> str | None:
    """Return the code of the sector that a cell contains as code or name, else None."""
    return sectors.get(cell) or sector_of_line(cell, sectors)


def sector_of_line(text: str, sectors: Mapping[str, str]) -> str | None:
    """Return the code of the sector that one line or cell names (`机械行业`), else None."""
    code = _sector(text, sectors)
    return code if code in sectors else None


def _sector(line: str, sectors: Mapping[str, str]) -> str | None:
    if len(line) > _LONGEST:  # _COUNT takes the square of the length
        return None
    name = line.strip()
    for numbered in _LEVELS:
        name = numbered.sub("", name, count=1) if numbered.match(name) else name
    name = _COUNT.sub("", name).strip(" \u3000:：")
    while name:
        if code := sectors.get(name) or section_sectors().get(fold(name)):
            return code
        shorter = _WORDS.sub("", name)
        if shorter == name:
            return None
        name = shorter
    return None
