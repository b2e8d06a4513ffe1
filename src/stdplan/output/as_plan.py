"""The writer of a plan: the texts of its two files, sectors.yaml and tasks.yaml.

Rule: `importing/plan_files.py` reads the same plan from them, and the same plan is always written
as the same bytes. Other YAML readers read the same texts, too. Chinese is not escaped; what a
terminal would obey or hide is.
"""

import re
from collections.abc import Mapping
from typing import Any

import yaml

from stdplan.domain.plan_definition import SeedArea, Seeds, SeedSector
from stdplan.domain.text import ExactNumber
from stdplan.output.as_yaml import escape_lines, represent_number

# The first words of each file, by which the program knows what it wrote.
WRITTEN = "# Written by `stdplan plans export"
_HEAD = """\
{written} {year}`: the plan of {year}, its {contents}.
# Change it as you like; this command reads it back:
#     stdplan init --sectors sectors.yaml --tasks tasks.yaml
{keys}
"""
_SECTORS_KEYS = """\
# prefixes: of the standard numbers that belong to the sector
# keywords: words by which a title belongs to the area"""
_TASKS_KEYS = """\
# main: the indicator that `stdplan progress record TASK AMOUNT` means
# target: a number, a measure, or nothing"""
# What PyYAML leaves without quotes, and another reader may take for a number, a date or a truth
# value: 1e5, 0o17, 12-31, y, n.
_AMBIGUOUS = re.compile(r"[-+.]?[0-9][-0-9_.,:xXoOeE+ ]*|[yYnN~]")
_PLAIN_NUMBER = re.compile(r"[1-9][0-9]*|(0|[1-9][0-9]*)\.[0-9]+")
_TEXT = "tag:yaml.org,2002:str"
_TITLES = ("title_zh", "title_en")
# A long text is never folded: a value is on one line.
_WIDTH = 2**31 - 1


class _OneLineList(list[Any]):
    """A list that is written on one line."""


class _OneLineMapping(dict[str, Any]):
    """A mapping that is written on one line."""


# Not the C dumper: its versions indent lists and fold texts in other ways.
class _PlanDumper(yaml.SafeDumper):
    """A dumper that quotes by the rule above, and indents the items of lists."""

    def ignore_aliases(self, data: Any) -> bool:
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)


def _text(dumper: Any, text: str) -> Any:
    style = None
    if not text.isprintable():
        style = '"'  # only this style has escapes, which `_dumped` may write
    elif _AMBIGUOUS.fullmatch(text):
        style = "'"
    return dumper.represent_scalar(_TEXT, text, style=style)


_PlanDumper.add_representer(str, _text)
_PlanDumper.add_representer(ExactNumber, represent_number)
_PlanDumper.add_representer(
    _OneLineList,
    lambda dumper, items: dumper.represent_sequence(
        "tag:yaml.org,2002:seq", items, flow_style=True
    ),
)
_PlanDumper.add_representer(
    _OneLineMapping,
    lambda dumper, items: dumper.represent_mapping("tag:yaml.org,2002:map", items, flow_style=True),
)


def write_sectors(plan: Seeds) -> str:
    """Return the text of sectors.yaml."""
    document = {"plan": plan.year, "sectors": [_sector(sector) for sector in plan.sectors]}
    return _head(plan, "sectors and areas (行业与重点领域)", _SECTORS_KEYS) + _dumped(document)


def write_tasks(plan: Seeds) -> str:
    """Return the text of tasks.yaml."""
    rows = plan.tasks
    names, units = ("name_zh", "name_en"), ("unit_zh", "unit_en")
    themes = [_OneLineMapping(_picked(row, "number", *_TITLES)) for row in rows.themes]
    tasks = []
    for row in rows.tasks:
        number = row["number"]
        indicators = [item for item in rows.indicators if item["task"] == number]
        task: dict[str, Any] = {
            **_picked(row, "number", "theme", *_TITLES, "summary_zh", "summary_en"),
            "main": next((item["code"] for item in indicators if item["main"]), None),
            "indicators": [_indicator(item) for item in indicators],
        }
        if drivers := [item for item in rows.drivers if item["task"] == number]:
            task["drivers"] = [_picked(item, "code", *names) for item in drivers]
        if kinds := [item for item in rows.kinds if item["task"] == number]:
            task["activity_kinds"] = [_picked(item, "code", *names, *units) for item in kinds]
        tasks.append(task)
    document = {"plan": _plan(rows.plan), "themes": themes, "tasks": tasks}
    return _head(plan, "tasks and indicators (任务与指标)", _TASKS_KEYS) + _dumped(document)


def _head(plan: Seeds, contents: str, keys: str) -> str:
    return _HEAD.format(written=WRITTEN, year=plan.year, contents=contents, keys=keys)


def _sector(sector: SeedSector) -> dict[str, Any]:
    return {
        "code": sector.code,
        "kind": sector.kind,
        "name_zh": sector.name_zh,
        "name_en": sector.name_en,
        "prefixes": _OneLineList(sector.prefixes),
        "focus_areas": [_area(area) for area in sector.areas],
    }


def _area(area: SeedArea) -> dict[str, Any]:
    record = {
        "code": area.code.removeprefix(f"{area.sector}/"),
        "name_zh": area.name_zh,
        "name_en": area.name_en,
        "phrase": area.phrase,
        "subject": area.subject,
        "priority": area.priority or None,
        "keywords": _OneLineList(area.keywords),
        "note": area.note,
    }
    return {name: value for name, value in record.items() if value is not None}


def _plan(plan: Mapping[str, Any]) -> dict[str, Any]:
    months = plan["project_months"]
    if plan["nature_months"]:
        months = _OneLineMapping({"default": months, **plan["nature_months"]})
    return {
        **_picked(plan, "year", *_TITLES, "issuer_zh", "issuer_en"),
        "review": _OneLineMapping(
            years=plan["review_years"],
            families=_OneLineList(plan["review_families"]),
            cutoff=plan["review_cutoff"],
        ),
        "project_months": months,
    }


def _indicator(row: Mapping[str, Any]) -> dict[str, Any]:
    names = ("code", "name_zh", "name_en", "unit_zh", "unit_en", "measure")
    target = row["target"]
    if target is None:
        return _picked(row, *names)
    if _PLAIN_NUMBER.fullmatch(target):
        target = ExactNumber(target)
    return {**_picked(row, *names), "target": target}


def _picked(row: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {name: row[name] for name in names}


def _dumped(document: object) -> str:
    text = yaml.dump(
        document, Dumper=_PlanDumper, allow_unicode=True, sort_keys=False, width=_WIDTH
    )
    return escape_lines(text)
