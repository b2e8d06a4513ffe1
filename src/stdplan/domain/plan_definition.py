"""The contents of the two files of a plan: its sectors with their focus areas, and its tasks.

Plain dataclasses, so that importing them costs nothing; `importing/plan_files.py` validates.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SeedArea:
    """A focus area; `code` is `sector/slug`."""

    code: str
    sector: str
    name_zh: str
    name_en: str
    phrase: str
    subject: str | None
    priority: bool
    keywords: list[str]
    note: str | None


@dataclass(frozen=True, slots=True)
class SeedSector:
    """A sector: an industry, or an area that cuts across industries."""

    code: str
    kind: str
    name_zh: str
    name_en: str
    prefixes: list[str]
    areas: list[SeedArea]


@dataclass(frozen=True, slots=True)
class SeedTasks:
    """The content of tasks.yaml, as rows of the tables of the plan (column: value)."""

    plan: dict[str, object]
    themes: list[dict[str, object]]
    tasks: list[dict[str, object]]
    indicators: list[dict[str, object]]
    drivers: list[dict[str, object]]
    kinds: list[dict[str, object]]


@dataclass(frozen=True, slots=True)
class Seeds:
    """A whole plan: what both files define."""

    year: int
    sectors: list[SeedSector]
    tasks: SeedTasks


_CHINESE_DIGITS = ("〇一二三四五六七八九", "○一二三四五六七八九", "零一二三四五六七八九")
_FULL_WIDTH = "０１２３４５６７８９"


def with_year(title: str, old: int, new: int) -> str:
    """Return the title of a plan with another year in the place of its own, as it is written there.

    >>> with_year("某省二〇二六年标准化工作计划", 2026, 2027)
    '某省二〇二七年标准化工作计划'
    """
    import re

    for digits in ("0123456789", _FULL_WIDTH, *_CHINESE_DIGITS):
        before, after = ("".join(digits[int(digit)] for digit in str(year)) for year in (old, new))
        alone = f"(?<![{digits}]){before}(?![{digits}])"
        title = re.sub(alone, after, title)
    return title


def has_day(year: int, cutoff: str) -> bool:
    """Return whether a year has the day `MM-DD` of its review rule."""
    from datetime import date

    try:
        date.fromisoformat(f"{year}-{cutoff}")
    except ValueError:
        return False
    return True
