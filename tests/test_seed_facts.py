"""The seed files agree with the plan's document: its annex word by word, its thirteen tasks.

Scalars are read as text, as the program reads them.
"""

import re
from collections import Counter
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[1]
COUNTS = {
    "petrochemicals": 16,
    "steel": 15,
    "nonferrous": 8,
    "building-materials": 16,
    "rare-earth": 5,
    "gold": 4,
    "machinery": 6,
    "automotive": 7,
    "aviation": 7,
    "shipbuilding": 7,
    "light-industry": 22,
    "textiles": 6,
    "nuclear": 4,
    "civil-ordnance": 3,
    "electronics": 27,
    "telecom": 13,
    "construction": 7,
    "work-safety": 21,
    "energy-saving": 22,
}
AREA_SECTORS = ["construction", "work-safety", "energy-saving"]
PRIORITY = {
    "automotive/energy-saving-new-energy-vehicles",
    "electronics/convergence-av-terminals",
    "electronics/internet-of-things",
    "electronics/semiconductor-lighting",
    "telecom/internet-of-things",
    "telecom/network-convergence",
}
SUBJECTS = {
    "cyanide-management": {"gold/氰化物管理", "work-safety/氰化物安全管理"},
    "network-convergence": {"telecom/三网融合", "electronics/面向三网融合的视听终端"},
    "power-batteries": {
        "electronics/动力电池",
        "light-industry/电动自行车等产品用锂离子电池（组）",
    },
    "automotive-electronics": {"automotive/汽车电子", "electronics/汽车电子"},
    "internet-of-things": {"electronics/物联网", "telecom/物联网"},
    "cloud-computing": {"electronics/云计算", "telecom/云计算"},
}
THEME_OF_TASK = {1: [1, 2, 3, 4, 5], 2: [6, 7], 3: [8, 9], 4: [10], 5: [11, 12, 13]}
MEASURES = {
    "published",
    "projects",
    "submitted",
    "priority-projects",
    "covered",
    "innovation",
    "innovation:patent",
    "innovation:research-project",
    "adopted",
    "adoption-rate",
    "campaign",
    "reviewed",
    "reviewed:revise",
    "reviewed:withdraw",
    "recorded",
}
# Of activities of the task's own kinds.
OF_KINDS = {"activity", "closed", "quantity", "organisations", "regions"}
# The activities that the document names for each task.
KINDS = {
    "1": "framework pre-research comprehensive-pilot",
    "2": "research-link patent-disclosure joint-drafting",
    "3": "",
    "4": "benchmarking",
    "5": "review-meeting",
    "6": "proposal promotion-abroad",
    "7": "notification regional-tracking exporter-advice",
    "8": "conformity-filing guidance product-survey",
    "9": "publicity application-project feedback",
    "10": "consultation regional-pilot committee-supervision guidance-document",
    "11": "study",
    "12": "training drafter-certificate engineer-grading funding",
    "13": "coordination-case bulletin workflow-change system-rollout",
}
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
CONNECTING = re.compile(r"[、，；;。及与和]|等(?=[。；;]|$)")


class TextLoader(yaml.BaseLoader):
    """Load every scalar as text; raise an error for a repeated key, an anchor or an alias."""

    def compose_node(self, parent, index):
        event = self.peek_event()
        assert getattr(event, "anchor", None) is None, f"anchor or alias: {event.start_mark}"
        return super().compose_node(parent, index)

    def construct_mapping(self, node, deep=False):
        keys = [key.value for key, _ in node.value]
        assert len(keys) == len(set(keys)), f"key twice: {node.start_mark}"
        return super().construct_mapping(node, deep)


def load(name):
    return yaml.load((ROOT / "data" / name).read_text("utf-8"), TextLoader)


SECTORS = load("sectors.yaml")["sectors"]
TASKS = load("tasks.yaml")["tasks"]
PLAN = load("tasks.yaml")["plan"]
THEMES = load("tasks.yaml")["themes"]
AREAS = [(sector["code"], area) for sector in SECTORS for area in sector["focus_areas"]]
ANNEX = (ROOT / "tests/fixtures/annex_2011.txt").read_text("utf-8").splitlines()
LINES = dict(zip(COUNTS, ANNEX, strict=True))

each_sector = pytest.mark.parametrize("sector", SECTORS, ids=lambda sector: sector["code"])


def unique(values):
    return [value for value, times in Counter(values).items() if times > 1] == []


def left_over(line, phrases):
    """Return the text between the phrases, which must follow one another in the line."""
    gaps, position = [], 0
    for phrase in phrases:
        start = line.index(phrase, position)
        gaps.append(line[position:start])
        position = start + len(phrase)
    return [*gaps, line[position:]]


def test_nineteen_sectors_in_the_order_of_the_annex():
    assert [sector["code"] for sector in SECTORS] == list(COUNTS)
    assert Counter(sector["kind"] for sector in SECTORS) == {"industry": 16, "area": 3}
    assert [s["code"] for s in SECTORS if s["kind"] == "area"] == AREA_SECTORS
    for sector in SECTORS:
        head = LINES[sector["code"]].split("：")[0]
        assert head in (sector["name_zh"], sector["name_zh"] + "行业")


def test_216_focus_areas():
    assert {sector["code"]: len(sector["focus_areas"]) for sector in SECTORS} == COUNTS
    assert sum(COUNTS.values()) == len(AREAS) == 216


@each_sector
def test_phrases_are_the_annex_line_word_by_word(sector):
    line = LINES[sector["code"]].split("：", 1)[1]
    phrases = list(dict.fromkeys(area["phrase"] for area in sector["focus_areas"]))
    assert all(phrases)
    gaps = left_over(line, phrases)
    assert [gap for gap in gaps if CONNECTING.sub("", gap)] == []
    assert sum(map(len, phrases)) + sum(map(len, gaps)) == len(line)


@each_sector
def test_a_phrase_that_lists_several_things_has_an_area_for_each(sector):
    by_phrase = {}
    for area in sector["focus_areas"]:
        by_phrase.setdefault(area["phrase"], []).append(area["name_zh"])
    for phrase, names in by_phrase.items():
        assert len(names) > phrase.count("、"), phrase
        things = re.split("[、及和与]", phrase)
        for thing in things if len(things) > 1 else []:
            assert any(set(thing[:2]) <= set(name) for name in names), (phrase, thing)
        if len(names) == 1:
            assert names == [phrase.replace("的安全", "安全")]


@pytest.mark.parametrize("lost", ["氰化物管理", "黄金采矿、选矿和尾矿"])
def test_a_phrase_left_out_would_be_noticed(lost):
    gold = next(sector for sector in SECTORS if sector["code"] == "gold")
    line = LINES["gold"].split("：", 1)[1]
    kept = dict.fromkeys(a["phrase"] for a in gold["focus_areas"] if a["phrase"] != lost)
    assert [CONNECTING.sub("", gap) for gap in left_over(line, kept)] != ["", ""]


def test_slugs_are_well_formed_and_unique():
    kinds = [kind["code"] for task in TASKS for kind in task["activity_kinds"]]
    drivers = [driver["code"] for task in TASKS for driver in task.get("drivers", [])]
    assert unique(kinds) and unique(drivers)
    for sector in SECTORS:
        assert unique(area["code"] for area in sector["focus_areas"])
    codes = [area["code"] for _, area in AREAS]
    subjects = [area["subject"] for _, area in AREAS if "subject" in area]
    for slug in [*COUNTS, *codes, *subjects, *kinds, *drivers]:
        assert SLUG.fullmatch(slug), slug


@each_sector
def test_names_in_both_languages_unique_in_the_sector(sector):
    areas = sector["focus_areas"]
    for thing in [sector, *areas]:
        assert re.search(r"[\u4e00-\u9fff]|^[A-Za-z0-9-]+$", thing["name_zh"]), thing
        assert re.search(r"[A-Za-z]", thing["name_en"]), thing
        assert not re.search(r"[\u4e00-\u9fff]", thing["name_en"]), thing
    assert unique(area["name_zh"] for area in areas)
    assert unique(area["name_en"].lower() for area in areas)


@each_sector
def test_keywords_are_a_few_specific_words(sector):
    for area in sector["focus_areas"]:
        assert 2 <= len(area["keywords"]) <= 8 and unique(area["keywords"]), area["code"]
        assert not set(area["keywords"]) & {"材料", "设备", "产品", "技术", "标准", "工艺"}
        assert all(len(word) > 1 for word in area["keywords"])


def test_priority_sectors_are_those_of_part_one():
    marked = {f"{code}/{area['code']}" for code, area in AREAS if "priority" in area}
    assert marked == PRIORITY
    assert {area["priority"] for _, area in AREAS if "priority" in area} == {"true"}


def test_subjects_listed_under_several_sectors():
    subjects = {}
    for code, area in AREAS:
        if "subject" in area:
            subjects.setdefault(area["subject"], set()).add(f"{code}/{area['name_zh']}")
    assert subjects == SUBJECTS


def test_the_usual_spelling_is_among_the_keywords():
    keywords = {area["name_zh"]: area["keywords"] for _, area in AREAS}
    assert "磁致伸缩" in keywords["磁制伸缩材料"]
    assert "储氢" in keywords["贮氢合金材料"]
    assert "活性炭" in keywords["活性碳"]


def test_the_plan():
    assert PLAN["year"] == load("sectors.yaml")["plan"] == "2011"
    assert PLAN["review"] == {"years": "5", "families": ["industry"], "cutoff": "12-31"}
    assert PLAN["project_months"] == {"default": "18", "recommended": "18", "mandatory": "24"}


def test_thirteen_tasks_in_five_themes():
    assert [theme["number"] for theme in THEMES] == ["1", "2", "3", "4", "5"]
    assert [task["number"] for task in TASKS] == [str(number) for number in range(1, 14)]
    for theme, numbers in THEME_OF_TASK.items():
        assert [int(t["number"]) for t in TASKS if t["theme"] == str(theme)] == numbers
    for task in [*THEMES, *TASKS]:
        assert task["title_zh"] and task["title_en"]
    assert all(task["summary_zh"] and task["summary_en"] for task in TASKS)


def test_targets():
    indicators = {i["code"]: i for task in TASKS for i in task["indicators"]}
    targets = {code: i["target"] for code, i in indicators.items() if "target" in i}
    assert targets == {"3.projects": "3000", "3.published": "3000", "5.reviewed": "campaign"}
    assert indicators["3.projects"]["measure"] == "projects"
    assert indicators["3.published"]["measure"] == "published"
    assert [task["main"] for task in TASKS if task["number"] == "3"] == ["3.projects"]
    assert indicators["5.reviewed"]["measure"] == "reviewed"


@pytest.mark.parametrize("task", TASKS, ids=lambda task: task["number"])
def test_indicators_and_activity_kinds(task):
    codes = [indicator["code"] for indicator in task["indicators"]]
    kinds = {kind["code"] for kind in task["activity_kinds"]}
    assert task["main"] in codes and unique(codes)
    for indicator in task["indicators"]:
        number, word = indicator["code"].split(".")
        assert number == task["number"] and SLUG.fullmatch(word)
        measure, _, kind = indicator["measure"].partition(":")
        if measure in OF_KINDS:
            assert kind.partition(":")[0] in kinds
        else:
            assert indicator["measure"] in MEASURES
    named = [*task["indicators"], *task["activity_kinds"]]
    assert all(
        thing[f"{key}_{lang}"]
        for thing in named
        for key in ("name", "unit")
        for lang in ("zh", "en")
    )
    for things in (task["indicators"], task["activity_kinds"]):
        assert unique(thing["name_zh"] for thing in things)
        assert unique(thing["name_en"] for thing in things)


def test_activities_other_than_standards():
    named = {t["number"]: " ".join(k["code"] for k in t["activity_kinds"]) for t in TASKS}
    assert named == KINDS


def test_quantities_are_counted_in_the_unit_of_their_indicator():
    units = {kind["code"]: kind for task in TASKS for kind in task["activity_kinds"]}
    summed = [i for t in TASKS for i in t["indicators"] if i["measure"].startswith("quantity:")]
    assert len(summed) == 4
    for indicator in summed:
        kind = units[indicator["measure"].partition(":")[2]]
        assert indicator["unit_zh"] == kind["unit_zh"]


def test_drivers_are_the_key_work_of_task_three():
    assert [task["number"] for task in TASKS if "drivers" in task] == ["3"]
    names = [driver["name_zh"] for driver in TASKS[2]["drivers"]]
    assert "、".join(names) == (
        "技术改造、自主创新、节能减排、淘汰落后、质量品牌、两化深度融合、培育发展战略性新兴产业"
    )
    assert all(driver["name_en"] for driver in TASKS[2]["drivers"])
