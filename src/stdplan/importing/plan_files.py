"""The two YAML files of a plan, sectors.yaml and tasks.yaml, parsed into a plan definition.

Rule: nothing is guessed. A missing or unknown key, a value of the wrong form, a code that occurs
twice, a reference to a code that does not exist: each is a fault with file and line.

All faults of both files are reported at once, except those that another fault may have caused: a
key is missing where there is an unknown one, or a value refers to one that could not be read.

There are no pydantic models here. They do not know lines, so every message would have to be
replaced; models of these files were longer and took four times as long to import.
"""

import re
from collections.abc import Iterable, Iterator
from importlib.resources import as_file, files
from pathlib import Path
from typing import TypeVar

from stdplan.domain.codes import FAMILIES, NATURES
from stdplan.domain.measures import check_measure, check_target
from stdplan.domain.plan_definition import (
    SeedArea,
    Seeds,
    SeedSector,
    SeedTasks,
    has_day,
)
from stdplan.domain.text import clean, clean_code, escape_unprintable, refuse_control
from stdplan.errors import BadData, Missing
from stdplan.i18n import t
from stdplan.importing import strict_yaml
from stdplan.importing.yaml_nodes import Items, Mapping, Node, Text

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_PREFIX = re.compile(r"[A-Z][A-Z0-9/]*")
_INDICATOR = re.compile(r"[0-9]+\.[a-z0-9]+(-[a-z0-9]+)*")
_CUTOFF = re.compile("[0-9]{2}-[0-9]{2}")

_NAMES = ("name_zh", "name_en")
_UNITS = ("unit_zh", "unit_en")
_TITLES = ("title_zh", "title_en")
_ISSUER = ("issuer_zh", "issuer_en")
_SUMMARIES = ("summary_zh", "summary_en")

_Row = dict[str, object]
_Key = TypeVar("_Key", str, int)


def built_in_plan() -> Seeds:
    """Return the plan that comes with stdplan.

    Its files are in the installed package, or at the top of a checkout. Raise Missing if they are
    in neither.
    """
    shipped = files("stdplan") / "data"
    if shipped.is_dir():
        with as_file(shipped) as folder:
            return read_plan(folder / "sectors.yaml", folder / "tasks.yaml")
    folder = Path(__file__).parents[3] / "data"
    if not folder.is_dir():
        raise Missing(t("the seed data of stdplan is not installed (there is no folder data)"))
    return read_plan(folder / "sectors.yaml", folder / "tasks.yaml")


def read_plan(sectors: Path, tasks: Path) -> Seeds:
    """Return the plan that two files define. They must name the same year.

    >>> plan = read_plan(Path("data/sectors.yaml"), Path("data/tasks.yaml"))
    >>> plan.year, plan.sectors[0].code, plan.tasks.themes[0]["title_en"]
    (2011, 'petrochemicals', 'Speed up the making of technical standards')

    Raise BadData if a file is not valid, with its faults as lines `file:line: key: problem`;
    Missing, NoPermission or InputOutput if it cannot be read.
    """
    sector_file, task_file = _File(sectors), _File(tasks)
    top = sector_file.root.mapping(("plan", "sectors"))
    year = top["plan"].whole()
    codes: set[str] = set()
    prefixes: set[str] = set()
    sector_rows = [_sector(item, codes, prefixes) for item in top["sectors"].items()]
    task_rows = _plan_and_tasks(task_file.root)
    if year != (other := task_rows.plan["year"]):
        problem = t(
            "the plan is of {year} here, but of {found} in {other}",
            year=year,
            other=tasks.name,
            found=other,
        )
        top["plan"].fault(problem, caused=True)
    faults = (*sector_file.faults(), *task_file.faults())
    faults = faults or (*sector_file.faults(caused=True), *task_file.faults(caused=True))
    if faults:
        raise BadData(t("the plan has errors"), faults) if faults[1:] else BadData(faults[0])
    return Seeds(year, sector_rows, task_rows)


class _File:
    """One of the two files, and the faults found in it."""

    def __init__(self, path: Path) -> None:
        self._name = str(path)
        self._faults: list[tuple[int, str, bool]] = []
        self.root = _Value(self, "", strict_yaml.load_file(self._name))

    def add(self, line: int, problem: str, caused: bool = False) -> None:
        """Add a fault; `caused`: it may only follow from another."""
        self._faults.append((line, problem, caused))

    def faults(self, caused: bool = False) -> Iterator[str]:
        """Yield the faults, or with `caused` those that another one may have caused, by line."""
        for line, problem, is_caused in sorted(self._faults, key=lambda fault: fault[0]):
            if is_caused == caused:
                yield f"{self._name}:{line}: {problem}"


class _Value:
    """The value of a key, or an item of its list; `node` is None if the key is missing.

    Each method returns the value as one type. If the value is not of that type, the method adds a
    fault to the file and returns "", 0, False or no items instead, so that the rest of the file is
    checked too. A missing key gives the same without a fault: `mapping` has reported it if it is
    required.
    """

    def __init__(self, file: _File, key: str, node: Node | None) -> None:
        self.key = key
        self._file = file
        self._node = node

    def fault(self, problem: str, caused: bool = False) -> None:
        """Add a fault at the line of this value; `caused`: it may only follow from another."""
        if self._node is not None:
            self._file.add(self._node.line, problem, caused)

    def is_given(self) -> bool:
        """Return whether the key is in the file."""
        return self._node is not None

    def is_mapping(self) -> bool:
        """Return whether the value is a mapping."""
        return isinstance(self._node, Mapping)

    def mapping(
        self, required: tuple[str, ...], optional: tuple[str, ...] = ()
    ) -> dict[str, "_Value"]:
        """Return the values of a mapping that has these keys and no others."""
        keys = (*required, *optional)
        node = self._node
        if not isinstance(node, Mapping):
            self.fault(t("must be a mapping with {keys}", keys=", ".join(required)))
            return {key: _Value(self._file, key, None) for key in keys}
        unknown = [key for key in node if key not in keys]
        for key in unknown:
            self._file.add(key.line, t('unknown key "{key}"', key=escape_unprintable(key)))
        for name in required:
            if name not in node and not unknown:
                self.fault(t('the key "{key}" is missing', key=name))
        return {key: _Value(self._file, key, node.get(key)) for key in keys}

    def items(self, key: str | None = None) -> list["_Value"]:
        """Return the items of a list; `key` is what messages call an item."""
        if not isinstance(self._node, Items):
            self.fault(t("{key}: must be a list", key=self.key))
            return []
        return [_Value(self._file, key or self.key, item) for item in self._node]

    def text(self) -> str:
        """Return a text that is not empty, without the white space around it."""
        node, key = self._node, self.key
        if not isinstance(node, Text) or not clean(node):
            self.fault(t("{key}: must be a text", key=key))
            return ""
        if letter := refuse_control(node):
            self.fault(
                t(
                    "{key}: contains the character {letter}, which is not allowed",
                    key=key,
                    letter=letter,
                )
            )
            return ""
        return clean(node)

    def texts(self) -> list[str]:
        """Return a list of texts, each of them once."""
        seen: set[str] = set()
        texts = [item.unique(item.text(), seen) for item in self.items()]
        return [text for text in texts if text]

    def whole(self, lowest: int = 1, highest: int = 2999) -> int:
        """Return a whole number within limits."""
        text = clean_code(self.text())
        if not text:
            return 0
        if not re.fullmatch("[0-9]{1,4}", text) or not lowest <= int(text) <= highest:
            sentence = '{key}: "{value}" is not a whole number from {lowest} to {highest}'
            limits = {"lowest": lowest, "highest": highest}
            self.fault(t(sentence, key=self.key, value=escape_unprintable(text), **limits))
            return 0
        return int(text)

    def form(self, pattern: re.Pattern[str]) -> str:
        """Return a text of a given form (a code, a prefix)."""
        text = clean_code(self.text())
        if text and not pattern.fullmatch(text):
            self.fault(
                t(
                    '{key}: "{value}" is not a valid {key}',
                    key=self.key,
                    value=escape_unprintable(text),
                )
            )
        return text

    def flag(self) -> bool:
        """Return true or false."""
        text = clean_code(self.text())
        if text and text not in ("true", "false"):
            sentence = '{key}: "{value}" is neither true nor false'
            self.fault(t(sentence, key=self.key, value=escape_unprintable(text)))
        return text == "true"

    def unique(self, value: _Key, seen: set[_Key], of: str = "") -> _Key:
        """Return `value` and add it to `seen`; if it is there already, add a fault to the file.

        `of`: what the value is a number or name of, for the message.
        """
        if value in seen:
            shown = f"{of} {value}" if of else value
            self.fault(t('{key}: "{value}" appears twice', key=self.key, value=shown))
        elif value:
            seen.add(value)
        return value


def _sector(item: _Value, codes: set[str], prefixes: set[str]) -> SeedSector:
    sector = item.mapping(("code", "kind", *_NAMES, "prefixes", "focus_areas"))
    code = sector["code"].unique(sector["code"].form(_SLUG), codes)
    kind = sector["kind"].text()
    if kind and kind not in ("industry", "area"):
        sector["kind"].fault(t('kind: "{value}" is neither industry nor area', value=kind))
    area_codes: set[str] = set()
    return SeedSector(
        code=code,
        kind=kind,
        name_zh=sector["name_zh"].text(),
        name_en=sector["name_en"].text(),
        prefixes=[
            prefix.unique(prefix.form(_PREFIX), prefixes)
            for prefix in sector["prefixes"].items("prefix")
        ],
        areas=[_area(area, code, area_codes) for area in sector["focus_areas"].items()],
    )


def _area(item: _Value, sector: str, codes: set[str]) -> SeedArea:
    area = item.mapping(
        ("code", *_NAMES, "phrase", "keywords"), optional=("subject", "priority", "note")
    )
    slug = area["code"].form(_SLUG)
    return SeedArea(
        code=area["code"].unique(slug and f"{sector}/{slug}", codes),
        sector=sector,
        name_zh=area["name_zh"].text(),
        name_en=area["name_en"].text(),
        phrase=area["phrase"].text(),
        subject=area["subject"].form(_SLUG) or None,
        priority=area["priority"].flag(),
        keywords=area["keywords"].texts(),
        note=area["note"].text() or None,
    )


def _plan_and_tasks(root: _Value) -> SeedTasks:
    top = root.mapping(("plan", "themes", "tasks"))
    plan = _plan(top["plan"])
    rows = SeedTasks(plan, [], [], [], [], [])
    themes: set[int] = set()
    for item in top["themes"].items():
        theme = item.mapping(("number", *_TITLES))
        number = theme["number"].unique(theme["number"].whole(), themes, of="theme")
        rows.themes.append({"plan": plan["year"], "number": number, **_texts(theme, _TITLES)})
    numbers: set[int] = set()
    drivers: set[str] = set()
    kinds: set[str] = set()
    tasks = []
    for item in top["tasks"].items():
        task = item.mapping(
            ("number", "theme", *_TITLES, *_SUMMARIES, "main", "indicators"),
            optional=("activity_kinds", "drivers"),
        )
        number = task["number"].unique(task["number"].whole(), numbers, of="task")
        rows.tasks.append(
            {
                "plan": plan["year"],
                "number": number,
                "theme": _theme(task["theme"], themes),
                **_texts(task, (*_TITLES, *_SUMMARIES)),
            }
        )
        of_task: _Row = {"plan": plan["year"], "task": number}
        rows.drivers.extend(_coded(task["drivers"], _NAMES, drivers, of_task))
        rows.kinds.extend(_coded(task["activity_kinds"], (*_NAMES, *_UNITS), kinds, of_task))
        tasks.append((task, of_task))
    indicators: set[str] = set()
    for task, of_task in tasks:  # once all kinds are known: a measure may name that of a later task
        rows.indicators.extend(_indicators(task, kinds, indicators, of_task))
    return rows


def _plan(item: _Value) -> _Row:
    plan = item.mapping(("year", *_TITLES, *_ISSUER, "review", "project_months"))
    review = plan["review"].mapping(("years", "families", "cutoff"))
    year = plan["year"].whole(lowest=1900)
    families = review["families"].texts()
    for family in families:
        if family not in FAMILIES:
            review["families"].fault(t('families: there is no family "{family}"', family=family))
    cutoff = review["cutoff"].form(_CUTOFF)
    if not has_day(year, cutoff):
        problem = t('cutoff: "{day}" is not a day of {year}', day=cutoff, year=year)
        review["cutoff"].fault(problem, caused=True)
    return {
        "year": year,
        **_texts(plan, (*_TITLES, *_ISSUER)),
        "review_years": review["years"].whole(highest=99),
        "review_families": families,
        "review_cutoff": cutoff,
        **_months(plan["project_months"]),
    }


def _months(value: _Value) -> _Row:
    """Return the months of a project: one number, or `default` and numbers by nature."""
    if not value.is_mapping():
        return {"project_months": value.whole(), "nature_months": None}
    months = value.mapping(("default",), optional=tuple(NATURES))
    by_nature = {nature: months[nature].whole() for nature in NATURES if months[nature].is_given()}
    return {
        "project_months": months["default"].whole(),
        "nature_months": by_nature or None,
    }


def _theme(value: _Value, themes: set[int]) -> int:
    number = value.whole()
    if number not in themes:
        value.fault(t("theme: there is no theme {number}", number=number), caused=True)
    return number


def _coded(rows: _Value, names: tuple[str, ...], codes: set[str], of_task: _Row) -> Iterator[_Row]:
    """Yield the drivers or the kinds of activities of a task."""
    for position, item in enumerate(rows.items()):
        row = item.mapping(("code", *names))
        code = row["code"].unique(row["code"].form(_SLUG), codes, of=rows.key)
        yield {**of_task, "position": position, "code": code, **_texts(row, names)}


def _indicators(
    task: dict[str, _Value], kinds: set[str], codes: set[str], of_task: _Row
) -> Iterator[_Row]:
    main = task["main"].text()
    found = False
    for position, item in enumerate(task["indicators"].items()):
        row = item.mapping(("code", *_NAMES, *_UNITS, "measure"), optional=("target",))
        code = row["code"].unique(row["code"].form(_INDICATOR), codes)
        found = found or code == main
        measure = row["measure"].text()
        if problem := check_measure(measure, kinds):
            row["measure"].fault(f"measure: {problem}", caused=True)
        target = row["target"].text()
        if target and (problem := check_target(target)):
            row["target"].fault(f"target: {problem}")
        yield {
            **of_task,
            "position": position,
            "code": code,
            "main": code == main,
            **_texts(row, (*_NAMES, *_UNITS)),
            "measure": measure,
            "target": target or None,
        }
    if not found:
        task["main"].fault(t('main: the task has no indicator "{code}"', code=main), caused=True)


def _texts(values: dict[str, _Value], keys: Iterable[str]) -> _Row:
    return {key: values[key].text() for key in keys}
