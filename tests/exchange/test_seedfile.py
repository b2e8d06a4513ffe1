"""importing/seedfile.py: the seeds read strictly; each fault with file and line."""

from pathlib import Path

import pytest

from stdplan.domain.seeds import Seeds
from stdplan.errors import BadData, Missing
from stdplan.importing.seedfile import built_in, read

SECTORS = """\
plan: 2012
sectors:
  - code: machinery
    kind: industry
    name_zh: 机械
    name_en: Machinery
    prefixes: [JB, "NO"]
    focus_areas:
      - code: robots
        name_zh: 机器人
        name_en: Robots
        phrase: 工业机器人
        keywords: [机器人, NO]
        priority: true
"""
TASKS = """\
plan:
  year: 2012
  title_zh: 计划
  title_en: Plan
  issuer_zh: 部
  issuer_en: Ministry
  review: {years: 5, families: [industry], cutoff: 12-31}
  project_months: 18
themes:
  - {number: 1, title_zh: 制定, title_en: Making}
tasks:
  - number: 1
    theme: 1
    title_zh: 标准
    title_en: Standards
    summary_zh: 制定
    summary_en: Make
    main: 1.published
    indicators:
      - code: 1.published
        name_zh: 标准
        name_en: Standards
        unit_zh: 项
        unit_en: items
        measure: published
        target: 0010
    activity_kinds:
      - {code: "no", name_zh: 会, name_en: Meeting, unit_zh: 次, unit_en: times}
"""


def plan(folder: Path, sectors: str = SECTORS, tasks: str = TASKS) -> Seeds:
    """The plan that the two files tell."""
    (folder / "sectors.yaml").write_text(sectors, encoding="utf-8")
    (folder / "tasks.yaml").write_text(tasks, encoding="utf-8")
    return read(folder / "sectors.yaml", folder / "tasks.yaml")


def test_texts_stay_texts(tmp_path: Path) -> None:
    seeds = plan(tmp_path)
    [sector] = seeds.sectors
    assert sector.prefixes == ["JB", "NO"]
    assert sector.areas[0].keywords == ["机器人", "NO"]
    assert sector.areas[0].code == "machinery/robots"
    assert sector.areas[0].priority is True
    assert seeds.tasks.indicators[0]["target"] == "0010"
    assert seeds.tasks.kinds[0]["code"] == "no"
    assert seeds.tasks.plan["review_cutoff"] == "12-31"


def test_the_plan_that_comes_with_it() -> None:
    seeds = built_in()
    assert (seeds.year, len(seeds.sectors), len(seeds.tasks.tasks)) == (2011, 19, 13)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(Missing, match="no such file"):
        read(tmp_path / "sectors.yaml", tmp_path / "tasks.yaml")


MACHINERY = SECTORS[SECTORS.index("  - code: mach") :]
ROBOTS = SECTORS[SECTORS.index("      - code: robots") :]


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("plan: 2012", "plan: 2013", "1: plan 2013, but tasks.yaml has 2012"),
        ("plan: 2012", "plan: twelve", '1: plan: "twelve" is not a whole number'),
        ("plan: 2012\n", "", '1: the key "plan" is missing'),
        ("    kind: industry\n", "", '3: the key "kind" is missing'),
        ("kind: industry", "kind: trade", '4: kind: "trade" is neither industry nor area'),
        ("name_en: Machinery", "name_en:", "6: name_en: should be a text"),
        ("name_zh: 机械", "name_zh: 机械\n    name_zh: 机", '6: the key "name_zh" stands twice'),
        ("    kind", "    sort: x\n    kind", '4: unknown key "sort"'),
        ("code: machinery", "code: Machinery", '3: code: "Machinery" is no code'),
        ('[JB, "NO"]', "JB", "7: prefixes: should be a list"),
        ('[JB, "NO"]', "[jb]", '7: prefix: "jb" is no prefix'),
        ('[JB, "NO"]', "[JB, JB]", '7: prefix: "JB" stands twice'),
        ("[机器人, NO]", "[机器人, 机器人]", '13: keywords: "机器人" stands twice'),
        ("priority: true", "priority: yes", '14: priority: "yes" is neither true nor false'),
        ("phrase: 工业机器人", "phrase: &a 工业机器人", "12: anchors and aliases"),
        (MACHINERY, MACHINERY * 2, '15: code: "machinery" stands twice'),
        (ROBOTS, ROBOTS * 2, '15: code: "machinery/robots" stands twice'),
    ],
)
def test_a_fault_in_the_sectors(tmp_path: Path, old: str, new: str, fault: str) -> None:
    assert old in SECTORS
    with pytest.raises(BadData) as raised:
        plan(tmp_path, sectors=SECTORS.replace(old, new))
    assert str(raised.value).startswith(f"{tmp_path / 'sectors.yaml'}:{fault}")


INDICATOR = TASKS[TASKS.index("      - code: 1.") : TASKS.index("    activity_kinds")]


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("year: 2012", "year: 12", '2: year: "12" is not a whole number'),
        ("[industry]", "[trade]", '7: families: unknown "trade"'),
        ("cutoff: 12-31", "cutoff: 13-31", '7: cutoff: "13-31" is no day of 2012'),
        ("cutoff: 12-31", "cutoff: 02-30", '7: cutoff: "02-30" is no day of 2012'),
        ("cutoff: 12-31", "cutoff: end", '7: cutoff: "end" is no cutoff'),
        ("years: 5", "years: 0", '7: years: "0" is not a whole number'),
        ("  project_months: 18\n", "", '2: the key "project_months" is missing'),
        ("theme: 1", "theme: 2", "13: theme: there is no theme 2"),
        ("main: 1.published", "main: 1.x", '18: main: the task has no indicator "1.x"'),
        ("code: 1.published", "code: published", '20: code: "published" is no code'),
        ("measure: published", "measure: made", '25: measure: "made" is none of published'),
        ("measure: published", "measure: reviewed:x", '25: measure: "reviewed:x": there is no "x"'),
        ("measure: published", "measure: activity:x", '25: measure: "activity:x": there is no "x"'),
        ("measure: published", "measure: activity", '25: measure: "activity" is none of'),
        ("target: 0010", "target: many", '26: target: "many" is not a number'),
        ("target: 0010", "target: 0", '26: target: "0" is not a number'),
        ("target: 0010", "target: nan", '26: target: "nan" is not a number'),
        (INDICATOR, INDICATOR * 2, '27: code: "1.published" stands twice'),
        ("        target", "        goal", '26: unknown key "goal"'),
        ("tasks:\n", "tasks:\n  - x\n", "12: should be a mapping with number"),
    ],
)
def test_a_fault_in_the_tasks(tmp_path: Path, old: str, new: str, fault: str) -> None:
    assert old in TASKS
    with pytest.raises(BadData) as raised:
        plan(tmp_path, tasks=TASKS.replace(old, new))
    assert str(raised.value).startswith(f"{tmp_path / 'tasks.yaml'}:{fault}")
