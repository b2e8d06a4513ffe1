"""Usage in the language of the run: pages of help, and errors in the arguments."""

import re
import shlex
from collections.abc import Iterator
from inspect import cleandoc
from pathlib import Path

import pytest

from helpers import Run, run_app
from parsers import parse_by_typer
from stdplan.commands.examples import EXAMPLES
from stdplan.commands.framework import NOUNS, Command, CommandGroup, find_noun
from stdplan.commands.metavars import metavar_words
from stdplan.commands.plain_parser import CommandLine, parse_command_line
from stdplan.i18n import translate_help, use_language
from stdplan.usage import pages
from stdplan.usage.wrapping import fold_examples, width_of, wrap

THREE_WORDS = re.compile(r"\b[A-Za-z]{2,} [a-z]{2,} [a-z]{2,}\b")


def usages() -> Iterator[pages.Usage]:
    """Yield what each page of help is about, but for that of the program itself."""
    for name in NOUNS:
        noun = find_noun(name)
        if isinstance(noun, CommandGroup):
            yield pages.usage_of_group(f"stdplan {name}", noun)
            for verb in noun.verbs:
                yield pages.usage_of_command(f"stdplan {name} {verb}", noun.command(verb))
        else:
            assert isinstance(noun, Command)
            yield pages.usage_of_command(f"stdplan {name}", noun)


USAGES = {usage.words: usage for usage in usages()}


@pytest.fixture(params=["en", "zh"])
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    use_language(request.param)
    yield request.param
    use_language(None)


@pytest.mark.parametrize("width", [60, 80, 100])
def test_a_page_fits_the_terminal(language: str, width: int) -> None:
    wide = [
        f"{words}: {line}"
        for words, usage in USAGES.items()
        for line in pages.help_page(usage, width).splitlines()
        if width_of(line) > width and not line.lstrip().startswith('"')  # cannot be broken
    ]
    assert not wide, "\n".join(wide)


def test_a_page_is_as_wide_as_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    widest = {}
    for columns in ("60", "80", "100", "300"):
        monkeypatch.setenv("COLUMNS", columns)
        widest[columns] = max(map(len, run_app("standards", "list", "-h").out.splitlines()))
    assert 50 < widest["60"] <= 60 < widest["80"] <= 80 < widest["100"] <= 100
    assert widest["300"] <= 100


def explanations(page: str) -> str:
    """Return a page without its examples and without the columns of names."""
    lines = [line for line in page.splitlines() if "stdplan " not in line and "\\" not in line]
    return "\n".join(lines)


@pytest.mark.parametrize("words", USAGES)
def test_a_chinese_page_has_no_english_sentence(words: str) -> None:
    use_language("zh")
    try:
        page = pages.help_page(USAGES[words], 200)
    finally:
        use_language(None)
    assert page.startswith(f"用法：{words} [选项]")
    assert "\n选项：\n" in page
    assert not THREE_WORDS.findall(explanations(page))
    for english in ("Usage", "Options", "Arguments", "Commands", "required", "default", "Show"):
        assert english not in explanations(page)


def test_each_word_for_a_value_is_translated() -> None:
    known = metavar_words()
    # Words that are the same in all languages.
    same = {"N", "A", "B", "F", "S", "W", "TSV", "MM", "DD"}
    used = set()
    for usage in USAGES.values():
        for parameter in usage.parameters:
            if not parameter.choices:
                name = parameter.metavar or ("" if parameter.flags else parameter.name.upper())
                used |= set(re.findall(r"[A-Z]+(?:_[A-Z]+)*", name))
    assert used - set(known) - same == set()
    assert set(known) - used - {"COMMAND", "PATH", "SHELL", "TEXT"} == set()


def test_wide_letters_wrap_by_their_width() -> None:
    assert wrap("一项标准既计入自身，也计入。", 10) == ["一项标准既", "计入自身，", "也计入。"]
    assert wrap("a word (复审意见) of 两 kinds", 12) == ["a word (复审", "意见) of 两", "kinds"]
    assert wrap("", 10) == [""]


def test_long_examples_go_on_after_a_backslash() -> None:
    line = 'stdplan standards stage 2011-0123T-JB 60 --number "JB/T 9-2011" --on 2011-12-01'
    folded = fold_examples([line], 60)
    assert max(map(len, folded)) <= 60
    assert shlex.split("\n".join(folded).replace("\\\n", "")) == shlex.split(line)


def test_remarks_are_in_a_column_or_below() -> None:
    lines = ["stdplan a    first", "stdplan bcd  second"]
    assert fold_examples(lines, 40) == ["stdplan a    first", "stdplan bcd  second"]
    assert fold_examples(lines, 15) == ["stdplan a", "    first", "stdplan bcd", "    second"]


def test_a_long_pipe_goes_on_after_a_backslash() -> None:
    line = "cut -f1 our-standards.tsv | stdplan standards show -"
    assert fold_examples([line], 40) == [
        "cut -f1 our-standards.tsv | stdplan \\", "    standards show -"
    ]  # fmt: skip


# Examples.


def examples(words: str) -> list[str]:
    """Return the command lines on the page of a command."""
    help = cleandoc(translate_help(cleandoc(USAGES[words].help)))
    lines = [line.strip() for line in help.splitlines() if line.strip().startswith("stdplan ")]
    own = [re.split(r" {2,}", line)[0] for line in lines]
    return [*own, *EXAMPLES.get(words.removeprefix("stdplan "), ())]


@pytest.mark.parametrize("words", USAGES)
def test_every_page_has_examples_that_can_be_typed(words: str) -> None:
    found = examples(words)
    assert len(found) >= 2, "two or three examples"
    page = pages.help_page(USAGES[words], 500)
    for line in found:
        assert line in page
        for part in line.split(" | "):
            command = shlex.split(re.split(" [<>] ", part)[0])
            if command[0] == "stdplan":
                parsed = parse_command_line(command[1:]) or parse_by_typer(command[1:])
                assert isinstance(parsed, CommandLine), f"{part}: {parsed}"


def test_no_example_is_left_of_a_command_that_is_gone() -> None:
    assert {f"stdplan {words}" for words in EXAMPLES} <= set(USAGES)


# Errors in the arguments.

ERRORS = {
    "standards lst": (
        "No such command 'lst'. Did you mean 'list'?",
        "没有命令“lst”。是否想用“list”？",
    ),
    "reviw due": (
        "No such command 'reviw'. Did you mean 'review'?",
        "没有命令“reviw”。是否想用“review”？",
    ),
    "due": (
        "No such command 'due'. Did you mean 'review due' or 'activities due'?",
        "没有命令“due”。是否想用“review due”或“activities due”？",
    ),
    "standards campaign": (
        "No such command 'campaign'. Did you mean 'review campaign'?",
        "没有命令“campaign”。是否想用“review campaign”？",
    ),
    "help": (
        "No such command 'help'. Did you mean '--help'?",
        "没有命令“help”。是否想用“--help”？",
    ),
    "xyzzy": ("No such command 'xyzzy'.", "没有命令“xyzzy”。"),
    "--debug": ("Missing command.", "缺少命令。"),
    "review record": ("Missing argument 'NUMBER...'.", "缺少参数“编号...”。"),
    "sectors show": ("Missing argument 'CODE'.", "缺少参数“代码”。"),
    "plans target 3.published": ("Missing argument 'TARGET'.", "缺少参数“目标”。"),
    "review record JB/T 1-2011": ("Missing option '--outcome'.", "缺少选项“--outcome”。"),
    "standards list --limit x": (
        "Invalid value for '--limit': \"x\" is not a whole number",
        "“--limit”的值无效：“x”不是整数",
    ),
    "standards list --limit=-3": (
        "Invalid value for '--limit': -3 is less than 0",
        "“--limit”的值无效：-3 小于 0",
    ),
    "review due --years 200": (
        "Invalid value for '--years': 200 is more than 99",
        "“--years”的值无效：200 大于 99",
    ),
    "review due --years 5天": (
        "Invalid value for '--years': \"5天\" is not a whole number of years",
        "“--years”的值无效：“5天”不是整年数",
    ),
    "standards check x.csv --within 3个月": (
        "Invalid value for '--within': \"3个月\" is not a whole number of days",
        "“--within”的值无效：“3个月”不是整天数",
    ),
    "plans edit 2011 --project-months 2年": (
        "Invalid value for '--project-months': \"2年\" is not a whole number of months",
        "“--project-months”的值无效：“2年”不是整月数",
    ),
    "plans new 2027天": (
        "Invalid value for 'YEAR': \"2027天\" is not a year",
        "“年份”的值无效：“2027天”不是年份",
    ),
    "review due --years 100年": (
        "Invalid value for '--years': 100 is more than 99",
        "“--years”的值无效：100 大于 99",
    ),
    "tasks show x": (
        "Invalid value for 'NUMBER': \"x\" is not a whole number",
        "“编号”的值无效：“x”不是整数",
    ),
    "standards list --labels fr": (
        "Invalid value for '--labels': \"fr\" is not valid; use one of zh, en",
        "“--labels”的值无效：“fr”不在可选值之列：zh, en",
    ),
    "standards import x.csv --duplicates firts": (
        "Invalid value for '--duplicates': \"firts\" is not valid; use one of error, first, last."
        " Did you mean 'first'?",
        "“--duplicates”的值无效：“firts”不在可选值之列：error, first, last。是否想用“first”？",
    ),
    "standards list --limit": ("Option '--limit' requires a value.", "选项“--limit”需要一个值。"),
    "review due --by": (
        "Option '--by' requires a value. Use one of sector, committee, department.",
        "选项“--by”需要一个值。可用：sector, committee, department。",
    ),
    "standards list -f": ("Option '-f' requires a value.", "选项“-f”需要一个值。"),
    "standards list --json=3": (
        "Option '--json' does not take a value.",
        "选项“--json”不带值。",
    ),
    "standards list --help=3": (
        "Option '--help' does not take a value.",
        "选项“--help”不带值。",
    ),
    "standards list --sectr x": (
        "No such option: --sectr. Did you mean '--sector', '--not-sector' or '--search'?",
        "没有选项 --sectr。是否想用“--sector”、“--not-sector”或“--search”？",
    ),
    "standards list -x": ("No such option: -x", "没有选项 -x"),
    "standards list -1": (
        "No such option: -1; put a value that begins with - after --",
        "没有选项 -1；以 - 开头的值应写在 -- 之后",
    ),
    "standards list --db x.db": (
        "No such option: --db; --db goes before the command: stdplan --db …",
        "没有选项 --db；--db 应写在命令之前：stdplan --db …",
    ),
    "undo 3 4": (
        "Unexpected extra argument: 4; here a number that contains a space needs quotes",
        "多余的参数：4；此处含空格的编号须加引号",
    ),
}


@pytest.mark.parametrize(("line", "sentences"), ERRORS.items(), ids=ERRORS)
def test_an_error_in_the_arguments(line: str, sentences: tuple[str, str]) -> None:
    english, chinese = sentences
    answer = run_app(*line.split())
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.endswith(f"\nError: {english}\n")
    assert answer.err.startswith("Usage: stdplan ")
    assert "\nTry 'stdplan " in answer.err

    answer = run_app("--lang", "zh", *line.split())
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.endswith(f"\n错误：{chinese}\n")
    assert answer.err.startswith("用法：stdplan ")
    assert not re.search(r"[A-Za-z]{2,} [A-Za-z]{2,} [a-z]", answer.err.split("错误：")[1])


@pytest.mark.parametrize(
    "words",
    [
        "--lang zh --bogus",
        "--bogus --lang zh",
        "--lang=zh --bogus",
        "standards lst --lang zh",
        "standards list --lang=zh",
        "--lang zh --lang",
    ],
)
def test_the_language_is_known_before_the_error(words: str) -> None:
    answer = run_app(*words.split())
    assert answer.code == 2
    assert answer.err.startswith("用法：stdplan ")
    assert "\n错误：" in answer.err


@pytest.mark.parametrize("name", ["STDPLAN_LANG", "LC_ALL", "LANG"])
def test_the_language_comes_from_the_environment(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for other in ("STDPLAN_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(other, raising=False)
    monkeypatch.setenv(name, "zh_CN.UTF-8")
    assert run_app("--bogus").err.startswith("用法：stdplan [选项] 命令 [参数]...\n")
    assert run_app("-h").out.startswith("用法：stdplan [选项] 命令 [参数]...\n")
    assert run_app().err == run_app("-h").out
    assert run_app("db").err == run_app("db", "-h").out


def test_an_unknown_language_is_named() -> None:
    answer = run_app("--lang", "zn", "sectors")
    assert answer.code == 2
    assert '"zn" is not valid; use one of zh, en' in answer.err


def test_control_characters_in_a_wrong_word_are_escaped() -> None:
    assert "'\\x1b[31m'" in run_app("\x1b[31m").err


# The nearest values: they are shown, never used.

NEAREST = {
    "standards list --sector machinry": '"machinery"',
    "standards list --sector 机器": '"machinery"',
    "standards list --focus telecom/ipv7": '"telecom/ipv6" or "telecom/td-lte"',
    "standards list --focus telecom": '"telecom/ipv6" or "telecom/td-lte"',
    "standards list --status infroce": '"in-force"',
    "review due --by secto": '"sector"',
    "standards list --status 现形": '"in-force"',
    "standards list --family nation": '"national"',
    "standards list --fields numbr": '"number" or "plan_number"',
    "standards list --fields plan-numbr": '"plan_number" or "filing_number"',
    "standards list --fields 标准名": '"title"',
    "standards list --sort publised": '"published"',
    "standards list -f jsn": '"json" or "jsonl"',
    "review list --outcome confrm": '"confirm" or "convert"',
    "activities list --kind trainig": '"training"',
    "report progress --indicator 3.publish": '"3.published"',
    "sectors show machinary": '"machinery"',
    "focus show telecom/internet-of-thing": '"telecom/internet-of-things"',
    "db check --skip lif": '"life"',
}


@pytest.mark.parametrize(("line", "names"), NEAREST.items(), ids=NEAREST)
def test_the_nearest_values_are_suggested(run: Run, line: str, names: str) -> None:
    answer = run(*line.split())
    assert answer.code in (2, 66)
    assert answer.out == ""
    assert f"; did you mean {names}?" in answer.err


NUMBERS = {
    "JB 7547-1994": "JB/T 7547-1994",
    "JB/T 7547-1995": "JB/T 7547-1994",
    "jbt7547-2004": "JB/T 7547-1994",
    "7547": "JB/T 7547-1994",
    "7547-1994": "JB/T 7547-1994",
    "JB/T 7457": "JB/T 7547-1994",
    "JB/T 7557-1994": "JB/T 7547-1994",
    "JB/T 75470-1994": "JB/T 7547-1994",
    "JB/T 754": "JB/T 7547-1994",
    "GB/T 19001.2-2016": None,
    "20230390-T-338": "20230390-T-339",
    "99999": None,
    "试验机": None,
}


@pytest.fixture
def three_numbers(run: Run, tmp_path: Path) -> Run:
    path = tmp_path / "list.csv"
    path.write_text(
        "标准编号,计划号,标准名称\nJB/T 7547-1994,,甲\n,20230390-T-339,乙\nQ/CSG 216004-2019,,丙\n",
        encoding="utf-8",
    )
    assert run("standards", "import", str(path)).code == 0
    return run


@pytest.mark.parametrize(("text", "near"), NUMBERS.items(), ids=NUMBERS)
def test_the_nearest_number_is_suggested(three_numbers: Run, text: str, near: str | None) -> None:
    answer = three_numbers("standards", "show", text)
    assert (answer.code, answer.out) == (66, "")
    if near is None:
        assert "did you mean" not in answer.err
    else:
        assert f'; did you mean "{near}"?' in answer.err


def test_a_suggestion_is_never_used(three_numbers: Run) -> None:
    answer = three_numbers("standards", "remove", "JB 7547-1994")
    assert answer.code == 66
    assert three_numbers("standards", "show", "JB/T 7547-1994").code == 0
