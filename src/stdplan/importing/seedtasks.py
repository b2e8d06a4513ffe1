"""tasks.yaml: the plan itself, its themes, tasks, indicators, drivers and kinds of activities.

Codes of indicators, drivers and kinds are unique in the plan; every reference (a task's theme, its
main indicator, a measure's kind of activity) is to something that the file has.
"""

import re
from collections.abc import Iterable
from datetime import date

from stdplan.domain.codes import FAMILIES
from stdplan.domain.measures import check_measure, check_target
from stdplan.domain.seeds import SeedTasks
from stdplan.i18n import t
from stdplan.importing.seednodes import NAMES, SLUG, TITLES, UNITS, File
from stdplan.importing.strict_yaml import Mapping, Node

_INDICATOR = re.compile(r"[0-9]+\.[a-z0-9]+(-[a-z0-9]+)*")
_CUTOFF = re.compile("[0-9]{2}-[0-9]{2}")
_TASK_KEYS = ("number", "theme", *TITLES, "summary_zh", "summary_en", "main", "indicators")
Row = dict[str, object]


def read_tasks(file: File) -> SeedTasks:
    """All rows of the file, in its order."""
    top = file.mapping(file.root, ("plan", "themes", "tasks"))
    plan = _plan(file, top["plan"])
    year = plan["year"]
    seen: set[str] = set()
    themes = []
    for node in file.items(top["themes"], "themes"):
        row = file.mapping(node, ("number", *TITLES))
        number = file.whole(row["number"], "number")
        seen.add(file.once(row["number"], f"theme {number}", seen, "number"))
        themes.append({"plan": year, "number": number, **_texts(file, row, TITLES)})
    nodes = file.items(top["tasks"], "tasks")
    known_kinds = set(_kind_codes(nodes))
    made = SeedTasks(plan, themes, [], [], [], [])
    for node in nodes:
        _task(file, node, made, seen, known_kinds)
    return made


def _plan(file: File, node: Node) -> Row:
    issuer = ("issuer_zh", "issuer_en")
    row = file.mapping(node, ("year", *TITLES, *issuer, "review", "project_months"))
    review = file.mapping(row["review"], ("years", "families", "cutoff"))
    families = file.texts(review["families"], "families")
    for family in families:
        if family not in FAMILIES:
            raise file.fault(review["families"], t('families: unknown "{family}"', family=family))
    year = file.whole(row["year"], "year", lowest=1900)
    return {
        "year": year,
        **_texts(file, row, (*TITLES, *issuer)),
        "review_years": file.whole(review["years"], "years", highest=99),
        "review_families": families,
        "review_cutoff": _cutoff(file, review["cutoff"], year),
        "project_months": file.whole(row["project_months"], "project_months"),
    }


def _cutoff(file: File, node: Node, year: int) -> str:
    """A month and day that the plan's year has, such as 12-31."""
    text = file.form(node, "cutoff", _CUTOFF)
    try:
        date.fromisoformat(f"{year}-{text}")
    except ValueError:
        raise file.fault(
            node, t('cutoff: "{day}" is no day of {year}', day=text, year=year)
        ) from None
    return text


def _task(file: File, node: Node, made: SeedTasks, seen: set[str], kinds: set[str]) -> None:
    row = file.mapping(node, _TASK_KEYS, ("activity_kinds", "drivers"))
    number, theme = file.whole(row["number"], "number"), file.whole(row["theme"], "theme")
    seen.add(file.once(row["number"], f"task {number}", seen, "number"))
    if theme not in [known["number"] for known in made.themes]:
        raise file.fault(row["theme"], t("theme: there is no theme {number}", number=theme))
    year = made.plan["year"]
    texts = (*TITLES, "summary_zh", "summary_en")
    made.tasks.append({"plan": year, "number": number, "theme": theme, **_texts(file, row, texts)})
    main = file.text(row["main"], "main")
    common = {"plan": year, "task": number}
    codes = []
    for position, item in enumerate(file.items(row["indicators"], "indicators")):
        one = file.mapping(item, ("code", *NAMES, *UNITS, "measure"), ("target",))
        code = file.form(one["code"], "code", _INDICATOR)
        seen.add(file.once(one["code"], code, seen, "code"))
        codes.append(code)
        made.indicators.append(
            {
                **common,
                "position": position,
                "code": code,
                "main": code == main,
                **_texts(file, one, (*NAMES, *UNITS)),
                "measure": _measure(file, one["measure"], kinds),
                "target": _target(file, one["target"]) if "target" in one else None,
            }
        )
    if main not in codes:
        raise file.fault(row["main"], t('main: the task has no indicator "{code}"', code=main))
    for key, keys, rows in (
        ("drivers", NAMES, made.drivers),
        ("activity_kinds", (*NAMES, *UNITS), made.kinds),
    ):
        for position, item in enumerate(file.items(row[key], key) if key in row else ()):
            one = file.mapping(item, ("code", *keys))
            code = file.form(one["code"], "code", SLUG)
            file.once(one["code"], f"{key} {code}", seen, "code")
            seen.add(f"{key} {code}")
            rows.append({**common, "position": position, "code": code, **_texts(file, one, keys)})


def _texts(file: File, row: dict[str, Node], names: Iterable[str]) -> Row:
    return {name: file.text(row[name], name) for name in names}


def _measure(file: File, node: Node, kinds: set[str]) -> str:
    text = file.text(node, "measure")
    if problem := check_measure(text, kinds):
        raise file.fault(node, f"measure: {problem}")
    return text


def _target(file: File, node: Node) -> str:
    text = file.text(node, "target")
    if problem := check_target(text):
        raise file.fault(node, f"target: {problem}")
    return text


def _kind_codes(nodes: Iterable[Node]) -> Iterable[str]:
    """The codes of all kinds, before they are read: a measure may stand before its kind."""
    for node in nodes:
        kinds = node.get("activity_kinds") if isinstance(node, Mapping) else None
        for kind in kinds if isinstance(kinds, list) else ():
            if isinstance(kind, Mapping):
                yield str(kind.get("code"))
