"""importing/plan_files.py: the two files of a plan are read strictly; each fault has its file and
line."""

import doctest
from pathlib import Path

import pytest

from stdplan.domain.plan_definition import Seeds
from stdplan.errors import BadData, Missing
from stdplan.importing import plan_files
from stdplan.importing.plan_files import built_in_plan, read_plan

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
    """Return the plan that the two files define."""
    (folder / "sectors.yaml").write_text(sectors, encoding="utf-8")
    (folder / "tasks.yaml").write_text(tasks, encoding="utf-8")
    return read_plan(folder / "sectors.yaml", folder / "tasks.yaml")


def faults(folder: Path, sectors: str = SECTORS, tasks: str = TASKS) -> list[str]:
    """Return all faults of the two files, without the folder."""
    with pytest.raises(BadData) as raised:
        plan(folder, sectors, tasks)
    messages = raised.value.faults or (str(raised.value),)
    return [fault.removeprefix(f"{folder}/") for fault in messages]


def changed(text: str, old: str, new: str) -> str:
    """Return the text with the first `old` replaced."""
    assert old in text
    return text.replace(old, new, 1)


def test_invisible_characters_are_removed(tmp_path: Path) -> None:
    sectors = changed(SECTORS, "code: machinery", r'code: "\u200ema\u200bchi\u200dnery"')
    sectors = changed(sectors, "name_zh: 机械", "na\ufeffme_zh: \u202a机\u200b械\u200f")
    assert plan(tmp_path, sectors) == plan(tmp_path)


def test_scalars_are_texts(tmp_path: Path) -> None:
    seeds = plan(tmp_path)
    [sector] = seeds.sectors
    assert sector.prefixes == ["JB", "NO"]
    assert sector.areas[0].keywords == ["机器人", "NO"]
    assert sector.areas[0].code == "machinery/robots"
    assert sector.areas[0].priority is True
    assert seeds.tasks.indicators[0]["target"] == "0010"
    assert seeds.tasks.kinds[0]["code"] == "no"
    assert seeds.tasks.plan["review_cutoff"] == "12-31"


def test_a_plan_becomes_the_rows_of_its_tables(tmp_path: Path) -> None:
    drivers = "    drivers:\n      - {code: no, name_zh: 产业, name_en: Industry}\n"
    tasks = plan(tmp_path, tasks=TASKS + drivers).tasks
    assert tasks.plan == {
        "year": 2012,
        "title_zh": "计划",
        "title_en": "Plan",
        "issuer_zh": "部",
        "issuer_en": "Ministry",
        "review_years": 5,
        "review_families": ["industry"],
        "review_cutoff": "12-31",
        "project_months": 18,
        "nature_months": None,
    }
    assert tasks.themes == [{"plan": 2012, "number": 1, "title_zh": "制定", "title_en": "Making"}]
    titles = {"title_zh": "标准", "title_en": "Standards"}
    summaries = {"summary_zh": "制定", "summary_en": "Make"}
    assert tasks.tasks == [{"plan": 2012, "number": 1, "theme": 1, **titles, **summaries}]
    first = {"plan": 2012, "task": 1, "position": 0}
    assert tasks.indicators == [
        {
            **first,
            "code": "1.published",
            "name_zh": "标准",
            "name_en": "Standards",
            "unit_zh": "项",
            "unit_en": "items",
            "measure": "published",
            "target": "0010",
            "main": True,
        }
    ]
    assert tasks.drivers == [{**first, "code": "no", "name_zh": "产业", "name_en": "Industry"}]
    units = {"unit_zh": "次", "unit_en": "times"}
    names = {"name_zh": "会", "name_en": "Meeting"}
    assert tasks.kinds == [{**first, "code": "no", **names, **units}]


def test_optional_keys(tmp_path: Path) -> None:
    sectors = changed(SECTORS, "        priority: true\n", "")
    tasks = changed(TASKS, "        target: 0010\n", "")
    seeds = plan(tmp_path, sectors, tasks[: tasks.index("    activity_kinds")])
    [area] = seeds.sectors[0].areas
    assert (area.subject, area.priority, area.note) == (None, False, None)
    assert seeds.tasks.indicators[0]["target"] is None
    assert seeds.tasks.drivers == seeds.tasks.kinds == []


@pytest.mark.parametrize(
    ("written", "months", "by_nature"),
    [
        ("12", 12, None),
        ("{default: 12}", 12, None),
        ("{default: 18, mandatory: 24}", 18, {"mandatory": 24}),
        (
            "{guidance: 12, default: 18, mandatory: 24, recommended: 20}",
            18,
            {"mandatory": 24, "recommended": 20, "guidance": 12},
        ),
    ],
)
def test_the_months_of_a_project(
    tmp_path: Path, written: str, months: int, by_nature: dict[str, int] | None
) -> None:
    row = plan(tmp_path, tasks=changed(TASKS, "months: 18", f"months: {written}")).tasks.plan
    assert (row["project_months"], row["nature_months"]) == (months, by_nature)


def test_the_shipped_plan() -> None:
    seeds = built_in_plan()
    assert (seeds.year, len(seeds.sectors), len(seeds.tasks.tasks)) == (2011, 19, 13)


def test_the_example_plan(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(Path(__file__).parents[2])
    result = doctest.testmod(plan_files)
    assert (result.attempted, result.failed) == (2, 0)


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(Missing, match="no such file"):
        read_plan(tmp_path / "sectors.yaml", tmp_path / "tasks.yaml")


MACHINERY = SECTORS[SECTORS.index("  - code: mach") :]
ROBOTS = SECTORS[SECTORS.index("      - code: robots") :]


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        (SECTORS, "- x", "1: must be a mapping with plan, sectors"),
        ("plan: 2012", "plan: 2013", "1: the plan is of 2013 here, but of 2012 in tasks.yaml"),
        ("plan: 2012", "plan: twelve", '1: plan: "twelve" is not a whole number from 1 to 2999'),
        ("plan: 2012", "plan: ２０１２", '1: plan: "２０１２" is not a whole number'),
        ("plan: 2012\n", "", '1: the key "plan" is missing'),
        (MACHINERY, "", "2: sectors: must be a list"),
        (
            "\n  - code: machinery",
            "\n  - JB\n  - code: machinery",
            "3: must be a mapping with co",
        ),
        ("    kind: industry\n", "", '3: the key "kind" is missing'),
        ("    kind", "    sort: x\n    kind", '4: unknown key "sort"'),
        ("    kind", "    \u200ekind", r'4: unknown key "\u200ekind"'),
        ("name_zh: 机械", "name_zh: 机械\n    name_zh: 机", '6: the key "name_zh" appears twice'),
        ("code: machinery", "code: Machinery", '3: code: "Machinery" is not a valid code'),
        ("code: machinery", "code: a--b", '3: code: "a--b" is not a valid code'),
        ("kind: industry", "kind: trade", '4: kind: "trade" is neither industry nor area'),
        ("name_en: Machinery", "name_en:", "6: name_en: must be a text"),
        ("name_en: Machinery", "name_en: [x]", "6: name_en: must be a text"),
        (
            "name_en: Machinery",
            r'name_en: "a\x1b"',
            r"6: name_en: contains the character \x1b, which is not allowed",
        ),
        ('[JB, "NO"]', "JB", "7: prefixes: must be a list"),
        ('[JB, "NO"]', "[jb]", '7: prefix: "jb" is not a valid prefix'),
        ('[JB, "NO"]', "[[JB]]", "7: prefix: must be a text"),
        ('[JB, "NO"]', "[JB, JB]", '7: prefix: "JB" appears twice'),
        (ROBOTS, "", "8: focus_areas: must be a list"),
        (
            ROBOTS,
            "      - robots",
            "9: must be a mapping with code, name_zh, name_en, phrase, keywo",
        ),
        (
            "code: robots",
            "code: machinery/robots",
            '9: code: "machinery/robots" is not a valid code',
        ),
        ("phrase: 工业机器人", "phrase: &a 工业机器人", "12: anchors and aliases"),
        ("phrase: 工业机器人", "phrase: ' '", "12: phrase: must be a text"),
        ("[机器人, NO]", "机器人", "13: keywords: must be a list"),
        ("[机器人, NO]", "[机器人, '']", "13: keywords: must be a text"),
        ("[机器人, NO]", "[机器人, 机器人]", '13: keywords: "机器人" appears twice'),
        ("priority: true", "priority: yes", '14: priority: "yes" is neither true nor false'),
        ("priority: true", "priority:", "14: priority: must be a text"),
        ("priority: true", "subject: A", '14: subject: "A" is not a valid subject'),
        ("priority: true", "note: {}", "14: note: must be a text"),
        (ROBOTS, ROBOTS * 2, '15: code: "machinery/robots" appears twice'),
        (
            MACHINERY,
            MACHINERY + MACHINERY.replace('JB, "NO"', ""),
            '15: code: "machinery" appears tw',
        ),
        (
            MACHINERY,
            MACHINERY + MACHINERY.replace("machinery", "x").replace("NO", "Y"),
            '19: prefix: "JB" appears',
        ),
    ],
)
def test_a_fault_in_the_sectors(tmp_path: Path, old: str, new: str, fault: str) -> None:
    [messages] = faults(tmp_path, sectors=changed(SECTORS, old, new))
    assert messages.startswith(f"sectors.yaml:{fault}")


INDICATOR = TASKS[TASKS.index("      - code: 1.") : TASKS.index("    activity_kinds")]
TASK = TASKS[TASKS.index("  - number") :]
KIND = TASKS[TASKS.index("      - {code:") :]
DRIVERS = "    drivers:\n      - {code: it, name_zh: 产业, name_en: Industry}\n"
SECOND = TASK.replace("1", "2").replace("theme: 2", "theme: 1").replace('"no"', "two")


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        (TASKS, "x", "1: must be a mapping with plan, themes, tasks"),
        ("themes:\n", "years: 1\nthemes:\n", '9: unknown key "years"'),
        ("year: 2012", "year: 12", '2: year: "12" is not a whole number from 1900 to 2999'),
        ("  project_months: 18\n", "", '2: the key "project_months" is missing'),
        ("title_en: Plan", "title_en: ", "4: title_en: must be a text"),
        (
            "{years: 5, families: [industry], cutoff: 12-31}",
            "5",
            "7: must be a mapping with years",
        ),
        ("years: 5", "years: 0", '7: years: "0" is not a whole number from 1 to 99'),
        ("years: 5", "years: 100", '7: years: "100" is not a whole number from 1 to 99'),
        ("[industry]", "industry", "7: families: must be a list"),
        ("[industry]", "[industry, industry]", '7: families: "industry" appears twice'),
        ("[industry]", "[trade]", '7: families: there is no family "trade"'),
        ("cutoff: 12-31", "cutoff: end", '7: cutoff: "end" is not a valid cutoff'),
        ("cutoff: 12-31", "cutoff: 13-31", '7: cutoff: "13-31" is not a day of 2012'),
        ("cutoff: 12-31", "cutoff: 02-30", '7: cutoff: "02-30" is not a day of 2012'),
        (
            "months: 18",
            "months: 1.5",
            '8: project_months: "1.5" is not a whole number from 1 to 2999',
        ),
        ("months: 18", "months: 3000", '8: project_months: "3000" is not a whole number'),
        (
            "months: 18",
            "months: {mandatory: 24}",
            '8: the key "default" is missing',
        ),
        (
            "months: 18",
            "months: {default: 18, mandatory: two}",
            '8: mandatory: "two" is not a whole number from 1 to 2999',
        ),
        (
            "months: 18",
            "months: {default: 18, compulsory: 24}",
            '8: unknown key "compulsory"',
        ),
        ("months: 18", "months: 00018", '8: project_months: "00018" is not a whole number'),
        ("  - {number: 1, ", "  - {", '10: the key "number" is missing'),
        ("{number: 1, ", "{number: -1, ", '10: number: "-1" is not a whole number from 1 to 2999'),
        (
            "tasks:\n",
            "  - {number: 1, title_zh: 又, title_en: X}\ntasks:\n",
            '11: number: "theme 1" appears',
        ),
        ("tasks:\n", "tasks:\n  - x\n", "12: must be a mapping with number"),
        ("  - number: 1", "  - number: one", '12: number: "one" is not a whole number'),
        ("theme: 1", "theme: 2", "13: theme: there is no theme 2"),
        ("main: 1.published", "main: 1.x", '18: main: the task has no indicator "1.x"'),
        (
            INDICATOR,
            "      - x\n",
            "20: must be a mapping with code, name_zh, name_en, unit_zh, unit_en",
        ),
        ("code: 1.published", "code: published", '20: code: "published" is not a valid code'),
        (
            "measure: published",
            "measure: made",
            '25: measure: "made" is not valid; use one of published',
        ),
        ("measure: published", "measure: reviewed:x", '25: measure: "reviewed:x": there is no "x"'),
        ("measure: published", "measure: activity:x", '25: measure: "activity:x": there is no "x"'),
        (
            "measure: published",
            "measure: activity",
            '25: measure: "activity" is not valid; use one of',
        ),
        ("target: 0010", "target: many", '26: target: "many" is not a number'),
        ("target: 0010", "target: 0", '26: target: "0" is not a number'),
        ("target: 0010", "target: nan", '26: target: "nan" is not a number'),
        ("target: 0010", "target:", "26: target: must be a text"),
        ("        target", "        goal", '26: unknown key "goal"'),
        (INDICATOR, INDICATOR * 2, '27: code: "1.published" appears twice'),
        (KIND, "", "27: activity_kinds: must be a list"),
        (KIND, KIND * 2, '29: code: "activity_kinds no" appears twice'),
        (", unit_zh: 次", "", '28: the key "unit_zh" is missing'),
        (KIND, KIND + "    drivers: it\n", "29: drivers: must be a list"),
        (KIND, KIND + DRIVERS.replace("it,", "IT,"), '30: code: "IT" is not a valid code'),
        (TASK, TASK + DRIVERS + SECOND + DRIVERS, '49: code: "drivers it" appears twice'),
        (TASK, TASK + SECOND.replace("two", "no"), '45: code: "activity_kinds no" appears twice'),
        (
            TASK,
            TASK + SECOND.replace("number: 2", "number: 1"),
            '29: number: "task 1" appears twice',
        ),
    ],
)
def test_a_fault_in_the_tasks(tmp_path: Path, old: str, new: str, fault: str) -> None:
    [messages] = faults(tmp_path, tasks=changed(TASKS, old, new))
    assert messages.startswith(f"tasks.yaml:{fault}")


def test_unusual_but_valid_values(tmp_path: Path) -> None:
    """White space around, leading zeros, one code for two kinds of objects, a later task's kind."""
    twin = MACHINERY.replace("machinery", "textiles").replace('[JB, "NO"]', "[]")
    sectors = changed(SECTORS, "kind: industry", "kind: ' area '") + twin
    tasks = changed(TASKS, "12-31", "02-29") + DRIVERS.replace("it,", "no,") + SECOND
    tasks = changed(changed(tasks, "months: 18", "months: 0018"), ": published", ": closed:two")
    seeds = plan(tmp_path, sectors, tasks)
    assert [sector.kind for sector in seeds.sectors] == ["area", "industry"]
    codes = [area.code for sector in seeds.sectors for area in sector.areas]
    assert codes == ["machinery/robots", "textiles/robots"]
    assert seeds.tasks.plan["project_months"] == 18
    assert [task["number"] for task in seeds.tasks.tasks] == [1, 2]
    assert [row["measure"] for row in seeds.tasks.indicators] == ["closed:two", "published"]


def test_all_faults_of_both_files(tmp_path: Path) -> None:
    sectors = SECTORS.replace("kind: industry", "kind: trade").replace("NO]", "机器人]")
    tasks = TASKS.replace("years: 5", "years: five").replace("        unit_zh: 项\n", "")
    tasks = tasks.replace("target: 0010", "target: many")
    assert faults(tmp_path, sectors, tasks) == [
        'sectors.yaml:4: kind: "trade" is neither industry nor area',
        'sectors.yaml:13: keywords: "机器人" appears twice',
        'tasks.yaml:7: years: "five" is not a whole number from 1 to 99',
        'tasks.yaml:20: the key "unit_zh" is missing',
        'tasks.yaml:25: target: "many" is not a number above zero',
    ]


def test_all_references_to_missing_codes(tmp_path: Path) -> None:
    sectors = SECTORS.replace("2012", "2013")
    tasks = TASKS.replace("theme: 1", "theme: 3").replace("main: 1.published", "main: 1.x")
    tasks = tasks.replace("12-31", "02-30").replace("measure: published", "measure: closed:x")
    assert faults(tmp_path, sectors, tasks) == [
        "sectors.yaml:1: the plan is of 2013 here, but of 2012 in tasks.yaml",
        'tasks.yaml:7: cutoff: "02-30" is not a day of 2012',
        "tasks.yaml:13: theme: there is no theme 3",
        'tasks.yaml:18: main: the task has no indicator "1.x"',
        'tasks.yaml:25: measure: "closed:x": there is no "x"',
    ]


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("year: 2012", "year: x", '2: year: "x" is not a whole number from 1900 to 2999'),
        ("{number: 1", "{number: x", '10: number: "x" is not a whole number from 1 to 2999'),
        ("{number: 1", "{numbers: 1", '10: unknown key "numbers"'),
        (
            TASKS[TASKS.index("  - {number") : TASKS.index("tasks:")],
            "",
            "9: themes: must be a list",
        ),
        ("code: 1.published", "code: x", '20: code: "x" is not a valid code'),
        ("- code: 1.published", "- codes: 1.published", '20: unknown key "codes"'),
        ('code: "no"', "code: NO", '28: code: "NO" is not a valid code'),
        (KIND, "", "27: activity_kinds: must be a list"),
    ],
)
def test_one_fault_is_reported_once(tmp_path: Path, old: str, new: str, fault: str) -> None:
    """The references that it breaks are not reported."""
    tasks = TASKS.replace("measure: published", "measure: quantity:no")
    assert faults(tmp_path, tasks=changed(tasks, old, new)) == [f"tasks.yaml:{fault}"]
