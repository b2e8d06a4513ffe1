"""Every option that takes a code takes its names in both languages, in any width and case.

The tests walk the parameters of all commands, and the columns of all answers.
"""

import csv
import io

import pytest

from helpers import ACTIVITIES, FILED, READINGS, Run
from stdplan.commands.framework import (
    NOUNS,
    Command,
    CommandGroup,
    TableCommand,
    find_noun,
)
from stdplan.commands.options import UNITS
from stdplan.commands.parameters import Parameter

# A code, and other ways to write it.
NAMED = {
    "sector": ("machinery", "机械", "Machinery", "ｍａｃｈｉｎｅｒｙ", "MACHINERY"),
    "focus": ("telecom/ipv6", "IPv6", "ＩＰｖ６", "ＴＥＬＥＣＯＭ/ＩＰｖ６"),
    "family": ("industry", "行业标准", "行标", "Industry Standard", "ｉｎｄｕｓｔｒｙ"),
    "nature": ("recommended", "推荐性", "推荐", "推荐性标准", "ＲＥＣＯＭＭＥＮＤＥＤ"),
    "work": ("revise", "修订", "Revision", "ｒｅｖｉｓｅ"),
    "status": ("in-force", "现行", "In force", "ＩＮ－ＦＯＲＣＥ", "有效"),
    "stage": ("50", "批准", "报批", "approval", "５０"),
    "adoption": ("IDT", "等同", "identical", "ｉｄｔ"),
    "driver": ("quality-brands", "质量品牌"),
    "innovation": ("patent", "专利", "Patent", "ｐａｔｅｎｔ"),
    "outcome": ("confirm", "继续有效", "Confirm", "ｃｏｎｆｉｒｍ"),
    "kind": ("training", "标准化培训", "培训", "Standardization training", "ＴＲＡＩＮＩＮＧ"),
    "indicator": ("3.published", "３.published"),
}
# Filters whose values are texts, numbers or words of one's own.
NOT_CODES = {
    *("committee", "department", "prefix", "ics", "ccs", "announcement", "drafting_org", "search"),
    *("target_year", "task", "standard", "organisation", "person", "region", "country", "state"),
}
OF_UNITS = {
    "sector": ("行业", "行业领域", "Sector", "ＳＥＣＴＯＲ"),
    "committee": ("归口单位", "委员会", "Committee"),
    "department": ("主管部门", "部门"),
    "driver": ("重点工作",),
    "degree": ("采标程度", "Degree"),
    "family": ("标准级别", "Family"),
    "nature": ("性质", "NATURE"),
    "work": ("制修订", "Work"),
    "month": ("月份",),
    "year": ("年份",),
    "all": ("全部", "ALL"),
}


def commands() -> dict[str, Command]:
    """Return the commands of all nouns by their words."""
    return {
        f"{name} {verb}": noun.command(verb)
        for name in NOUNS
        if isinstance(noun := find_noun(name), CommandGroup)
        for verb in noun.verbs
    }


COMMANDS = commands()
READING = {words: each for words, each in COMMANDS.items() if isinstance(each, TableCommand)}


FILTERS = {
    words: [
        item.name.removeprefix("not_")
        for item in command.parameters
        if item.name.startswith("not_")
    ]
    for words, command in READING.items()
}


def words_of(command: str) -> list[str]:
    """Return the example of a command."""
    return READINGS[command].format(list=FILED, activities=ACTIVITIES).split()


def test_each_filter_is_tried() -> None:
    names = {name for names in FILTERS.values() for name in names}
    assert names == NAMED.keys() | NOT_CODES


@pytest.mark.slow
@pytest.mark.parametrize("command", [words for words, names in FILTERS.items() if names])
def test_each_filter_takes_names(run_loaded: Run, command: str) -> None:
    for name in FILTERS[command]:
        code, *others = NAMED.get(name, ("",))
        for option in (f"--{name}", f"--not-{name}"):
            answers = {
                text: run_loaded(*words_of(command), option, text)
                for text in (code, *others)
                if text
            }
            for text, answer in answers.items():
                assert answer == answers[code], (option, text)
                assert answer.code == 0, (option, text, answer.err)


def test_commas_of_any_kind_separate_values(run_loaded: Run) -> None:
    def listed(*words: str) -> str:
        return run_loaded("standards", "list", "--fields", "key", *words).out

    two = listed("--status", "in-force", "--status", "withdrawn")
    for text in ("现行,废止", "现行，废止", "现行、 废止", "in-force， withdrawn"):
        assert listed("--status", text) == two
    both = listed("--prefix", "JB", "--prefix", "QB")
    assert listed("--prefix", "JB，ＱＢ") == both


def test_a_name_with_a_comma_is_one_value(run_loaded: Run) -> None:
    name = "Corrosion-resistant, high-deformability line pipe steel"
    answer = run_loaded("standards", "list", "--focus", name)
    assert answer.code == 0


UNIT_OPTIONS = [
    (words, item)
    for words, command in COMMANDS.items()
    for item in command.parameters
    if item.units
]


def test_each_unit_is_tried() -> None:
    assert OF_UNITS.keys() == UNITS.keys()
    assert {unit for _, item in UNIT_OPTIONS for unit in item.units} == UNITS.keys()
    assert not [
        item
        for command in COMMANDS.values()
        for item in command.parameters
        if item.name in ("by", "per") and not item.units
    ]


@pytest.mark.slow
@pytest.mark.parametrize(("command", "item"), UNIT_OPTIONS, ids=lambda case: str(case)[:20])
def test_units_are_chosen_by_name(
    run_loaded: Run, tmp_path_factory: pytest.TempPathFactory, command: str, item: Parameter
) -> None:
    for unit in item.units:
        answers = []
        for text in (unit, *OF_UNITS[unit]):
            if command == "review form":
                folder = tmp_path_factory.mktemp("forms")
                words = ["review", "form", "--year", "2026", "-o", str(folder)]
                assert run_loaded(*words, item.flags[0], text).code == 0
                answers.append(sorted(path.name for path in folder.iterdir()))
            else:
                answers.append(run_loaded(*words_of(command), item.flags[0], text))
                assert answers[-1].code == 0
        assert all(answer == answers[0] for answer in answers)


def test_an_unknown_unit_is_refused(run_loaded: Run) -> None:
    answer = run_loaded("review", "due", "--by", "月份")
    assert answer.code == 2
    assert answer.err == (
        'stdplan: error: --by: "月份" is not valid; use one of sector (行业), committee (归口单位),'
        " department (主管部门)\n"
    )


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_fields_and_sort_take_the_labels_of_all_columns(run_loaded: Run, lang: str) -> None:
    for command in READING:
        # No rows; the columns of a list; lists that are read, and shown as all others.
        if command in ("db check", "standards check") or "import" in command:
            continue
        words = words_of(command)
        head = run_loaded(*words, "-f", "csv", "--labels", lang)
        labels = list(dict.fromkeys(next(csv.reader(io.StringIO(head.out)))))
        comma = "，" if lang == "zh" else ","
        chosen = run_loaded(*words, "-f", "csv", "--labels", lang, "--fields", comma.join(labels))
        assert next(csv.reader(io.StringIO(chosen.out)), None) == labels, (command, chosen.err)
        keys = run_loaded(*words, "--fields", comma.join(labels)).rows[0]
        # Objects have no order.
        pairs = [
            pair for pair in zip(keys, labels, strict=True) if pair[0] not in ("extra", "counts")
        ]
        by_key = run_loaded(*words, "--sort", ",".join(f"{key}:desc" for key, _ in pairs))
        by_label = run_loaded(*words, "--sort", comma.join(f"{label}：降序" for _, label in pairs))
        assert (by_key.code, by_label.out) == (0, by_key.out), (command, by_label.err)
