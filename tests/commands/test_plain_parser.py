"""The plain parser parses what it takes as Typer does, and leaves all else to Typer."""

import re
import shlex
from itertools import chain
from pathlib import Path
from random import Random

import pytest

from helpers import READINGS
from parsers import parse_by_both, parse_by_typer
from stdplan.commands.framework import NOUNS, CommandGroup, find_noun
from stdplan.commands.parameters import Parameter
from stdplan.commands.plain_parser import parse_command_line

ROOT = Path(__file__).parents[2]


def test_a_command_line_is_parsed() -> None:
    line = parse_command_line(["--lang", "zh", "review", "due", "--year", "2011", "-fjson"])
    assert line is not None
    assert line.lang == "zh"
    assert line.values["year"] == 2011
    assert line.values["format_"] == "json"
    assert line.values["sector"] is None


@pytest.mark.parametrize(
    "words",
    [
        "",
        "--help",
        "sectors --help",
        "nope",
        "sectors nope",
        "sectors -- list",
        "report",
        "--lang xx sectors",
        "--d sectors",
        "-- sectors",
        "sectors list --nope",
        "sectors list --form json",  # no abbreviations
        "sectors list --limit",
        "sectors list --limit x",
        "sectors list --limit -1",
        "sectors list --limit 1_0",
        "sectors list --limit ٢",
        "sectors list --limit 12345678901234567890",
        "sectors list --labels ZH",
        "sectors list --json=1",
        "sectors list --fields --json",
        "sectors list extra",
        "sectors show",
        "standards list -1",
        "review due --years 100",
        "review due --years 5年",
        "review record JB/T 1-2011",  # without --outcome
        "init --sectors plan.yaml --tasks tasks.yaml",
    ],
)
def test_these_are_left_to_typer(words: str) -> None:
    assert parse_command_line(words.split()) is None


def typed_lines() -> list[list[str]]:
    """Return the words of the command lines in the docs, in the help and in READINGS."""
    pages = [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("src/**/commands/*.py")]
    text = "\n".join(page.read_text("utf-8") for page in pages).replace("\\\n", "")
    found = re.findall(r"(?:^ *(?:\$ )?|`)stdplan ([^`\n]+)", text, re.M)
    typed = [re.split("   |[|<>&;#]", line)[0] for line in found]
    whole = [line for line in typed if not re.search("""['"…]""", line)]
    return [shlex.split(line) for line in sorted({*whole, *READINGS.values()})]


def test_the_command_lines_of_the_docs_are_parsed_as_by_typer() -> None:
    lines = typed_lines()
    assert len(lines) > 150
    left = [words for words in lines if parse_by_both(words) is None]
    runs = [" ".join(words) for words in left if not isinstance(parse_by_typer(words), str)]
    # These take a Path, which Typer checks.
    assert [
        line
        for line in runs
        if not re.search("init --sectors|plans export|db (backup|restore)", line)
    ] == []


# Generated command lines.

COMMANDS = [
    ([name, verb], noun.command(verb))
    for name in NOUNS
    if isinstance(noun := find_noun(name), CommandGroup)
    for verb in noun.verbs
]
GLOBAL = (
    *([], [], [], [], ["--db", "x.db"], ["--db="], ["--lang", "zh"], ["--lang=en", "--debug"]),
    *(["--lang", "fr"], ["--version"], ["-x"], ["--"], ["--debug=1"], ["--db", "--lang"]),
)
USUAL = ("machinery", "机床", "a b", "JB/T 7547-1994", "2011-05-18", "zh", "sector", "json")
NUMBERS = ("0", "3", "2011", "007", "99")
ODD = (
    *("", "-", "--", "-f", "-x", "--nope", "-1", "-fjson", "-f=json", "-hf", "--help", "=", "-o-"),
    *("99999999999999999999", "+1", "1_0", "٢", " 2", "2.0", "\ud800", "\x1b", "-机床", "机床=1"),
)


def spelled(random: Random, parameter: Parameter) -> list[str]:
    """Return an option in one of its spellings: `--year 2011`, `--year=2011`, `-fjson`, `--yea`."""
    flag = random.choice([*parameter.flags * 9, parameter.flags[0][:-1]])
    if parameter.type is bool:
        return [flag] if random.random() < 0.9 else [f"{flag}=1"]
    usual = parameter.choices or (NUMBERS if parameter.type is int else USUAL)
    value = random.choice(usual if random.random() < 0.8 else (*USUAL, *NUMBERS, *ODD))
    forms = [[flag, value]] * 12 + [[f"{flag}={value}"]] * 5 + [[flag + value], [flag]]
    return random.choice(forms)


def command_line(random: Random) -> list[str]:
    """Return the words of a command line, from plain to very odd."""
    names, command = random.choice(COMMANDS)
    words = [*random.choice(GLOBAL), *(names if random.random() < 0.9 else names[:1])]
    options = [parameter for parameter in command.parameters if parameter.flags]
    count = random.randrange(4) if options else 0
    arguments = [parameter for parameter in command.parameters if not parameter.flags]
    pieces = [spelled(random, option) for option in random.choices(options, k=count)]
    pieces += [[random.choice(NUMBERS if each.type is int else USUAL)] for each in arguments]
    if random.random() < 0.2:
        pieces.append([random.choice((*USUAL, *NUMBERS, *ODD))])
    random.shuffle(pieces)
    return [*words, *chain(*pieces)]


@pytest.mark.parametrize("seed", range(4))
def test_any_command_line_is_parsed_as_by_typer(seed: int) -> None:
    random = Random(seed)
    lines = [command_line(random) for _ in range(2500)]
    plain = [words for words in lines if parse_by_both(words)]
    assert len(plain) > 800


@pytest.mark.parametrize(
    "words",
    [
        ["sectors"],
        ["standards", "add"],
        ["standards", "show", "--", "-1", "--year"],
        ["standards", "list", "--search=-x", "--search", "甲"],
        ["standards", "list", "--target-year", "2011", "--target-year=2012"],
        ["review", "due", "--years", "5", "--years", "6", "--sector="],
        ["activities", "add", "training", "培训", "--on", "2011", "--date", "2012"],
        ["--lang", "zh", "--db=x.db", "--debug", "db", "info", "-fjson", "-f", "csv"],
    ],
    ids=" ".join,
)
def test_these_are_parsed_as_by_typer(words: list[str]) -> None:
    assert parse_by_both(words) is not None
