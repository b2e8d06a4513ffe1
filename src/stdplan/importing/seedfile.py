"""The seeds: sectors.yaml and tasks.yaml read strictly into domain/seeds.py.

Rule: nothing is guessed. A key that is missing, unknown or there twice, a number that is none, a
code that stands twice: each is an error with file and line.
"""

import re
from importlib.resources import as_file, files
from pathlib import Path

from stdplan.domain.seeds import SeedArea, Seeds, SeedSector
from stdplan.errors import Missing
from stdplan.i18n import t
from stdplan.importing.seednodes import NAMES, SLUG, File
from stdplan.importing.seedtasks import read_tasks
from stdplan.importing.strict_yaml import Node

_PREFIX = re.compile(r"[A-Z][A-Z0-9/]*")


def built_in() -> Seeds:
    """The plan that comes with stdplan: in an installed package beside the code, in a checkout
    beside src/."""
    shipped = files("stdplan") / "data"
    if shipped.is_dir():
        with as_file(shipped) as folder:
            return read(folder / "sectors.yaml", folder / "tasks.yaml")
    folder = Path(__file__).parents[3] / "data"
    if not folder.is_dir():
        raise Missing(t("the seeds of stdplan are not installed (no folder data)"))
    return read(folder / "sectors.yaml", folder / "tasks.yaml")


def read(sectors: Path, tasks: Path) -> Seeds:
    """A plan from its two files, which name the same year. Raises BadData or Missing."""
    sector_file, task_file = File(sectors), File(tasks)
    top = sector_file.mapping(sector_file.root, ("plan", "sectors"))
    year = sector_file.whole(top["plan"], "plan")
    task_rows = read_tasks(task_file)
    if task_rows.plan["year"] != year:
        raise sector_file.fault(
            top["plan"],
            t(
                "plan {year}, but {other} has {found}",
                year=year,
                other=tasks.name,
                found=task_rows.plan["year"],
            ),
        )
    codes: set[str] = set()
    prefixes: set[str] = set()
    rows = [
        _sector(sector_file, node, codes, prefixes)
        for node in sector_file.items(top["sectors"], "sectors")
    ]
    return Seeds(year, rows, task_rows)


def _sector(file: File, node: Node, codes: set[str], prefixes: set[str]) -> SeedSector:
    row = file.mapping(node, ("code", "kind", *NAMES, "prefixes", "focus_areas"))
    code = file.once(row["code"], file.form(row["code"], "code", SLUG), codes, "code")
    codes.add(code)
    kind = file.text(row["kind"], "kind")
    if kind not in ("industry", "area"):
        raise file.fault(row["kind"], t('kind: "{value}" is neither industry nor area', value=kind))
    own = []
    for item in file.items(row["prefixes"], "prefixes"):
        own.append(file.once(item, file.form(item, "prefix", _PREFIX), prefixes, "prefix"))
        prefixes.add(own[-1])
    names = [file.text(row[name], name) for name in NAMES]
    areas = [
        _area(file, area, code, codes) for area in file.items(row["focus_areas"], "focus_areas")
    ]
    return SeedSector(code, kind, names[0], names[1], own, areas)


def _area(file: File, node: Node, sector: str, codes: set[str]) -> SeedArea:
    optional = ("subject", "priority", "note")
    row = file.mapping(node, ("code", *NAMES, "phrase", "keywords"), optional)
    code = f"{sector}/{file.form(row['code'], 'code', SLUG)}"
    codes.add(file.once(row["code"], code, codes, "code"))
    return SeedArea(
        code=code,
        sector=sector,
        name_zh=file.text(row["name_zh"], "name_zh"),
        name_en=file.text(row["name_en"], "name_en"),
        phrase=file.text(row["phrase"], "phrase"),
        subject=file.form(row["subject"], "subject", SLUG) if "subject" in row else None,
        priority="priority" in row and file.flag(row["priority"], "priority"),
        keywords=file.texts(row["keywords"], "keywords"),
        note=file.text(row["note"], "note") if "note" in row else None,
    )
