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
