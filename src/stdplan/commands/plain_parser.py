"""The plain parser: it parses a usual command line at once, and leaves all others to Typer.

Rule: it takes a command line only if it is certain of every word, and then gives the values that
Typer would give; a test compares the two. All that needs an answer of Typer is not plain: help,
completion, an unknown word or option, a missing value, a value of another type, a value that looks
like an option.
"""

from __future__ import annotations

from collections.abc import Sequence

from stdplan.commands.context import GLOBAL_OPTIONS, Context
from stdplan.commands.framework import NOUNS, SHOW_VERSION, Command, CommandGroup, find_noun
from stdplan.commands.parameters import Parameter
from stdplan.i18n import LANGUAGES
from stdplan.light import TYPE_CHECKING, NamedTuple
from stdplan.platforms import is_windows

if TYPE_CHECKING:
    from typing import Any

# On Windows, Typer replaces words with these letters: names of files, variables.
_EXPANDED_ON_WINDOWS = frozenset("*?[~$%")
_LONGEST_NUMBER = 18  # digits


class CommandLine(NamedTuple):
    """A parsed command line: what to run, and on which values.

    `lang`: the value of --lang. `values`: the value of each parameter of the command.
    """

    lang: str | None
    ctx: Context
    command: Command
    values: dict[str, Any]


class _NotPlain(Exception):
    """The command line is for Typer."""


def parse_command_line(words: Sequence[str]) -> CommandLine | None:
    """Return the command of a command line and its values; None if the line is not plain.

    parse_command_line(["sectors", "--year", "2011"]).values["year"]  # 2011
    """
    if is_windows() and any(_EXPANDED_ON_WINDOWS.intersection(word) for word in words):
        return None
    try:
        return _parse(words)
    except _NotPlain:
        return None


def _parse(words: Sequence[str]) -> CommandLine:
    given, rest = _split(GLOBAL_OPTIONS, words, before_arguments=True)
    values = _values(GLOBAL_OPTIONS, given, ())
    lang, ctx = values["lang"], Context.of(values)
    if lang not in (None, *LANGUAGES):
        raise _NotPlain
    if values["version"]:
        return CommandLine(lang, ctx, SHOW_VERSION, {})
    if not rest or rest[0] not in NOUNS:
        raise _NotPlain
    noun, rest = find_noun(rest[0]), rest[1:]
    if isinstance(noun, CommandGroup):
        verb, *rest = noun.with_verb(rest) or [""]
        if verb not in noun.verbs:
            raise _NotPlain
        noun = noun.command(verb)
    given, rest = _split(noun.parameters, rest)
    return CommandLine(lang, ctx, noun, _values(noun.parameters, given, rest))


def _split(
    parameters: Sequence[Parameter], words: Sequence[str], before_arguments: bool = False
) -> tuple[dict[str, list[Any]], list[str]]:
    """Return the values of each option that is given, by its name, and the other words.

    `before_arguments`: options end at the first other word.
    """
    by_flag = {flag: parameter for parameter in parameters for flag in parameter.flags}
    given: dict[str, list[Any]] = {}
    rest: list[str] = []
    left = iter(words)
    for word in left:
        if word == "--" and not before_arguments:
            return given, [*rest, *left]
        if word == "-" or not word.startswith("-"):
            rest.append(word)
            if before_arguments:
                return given, [*rest, *left]
            continue
        if word.startswith("--"):
            flag, equals, value = word.partition("=")
        else:  # -f json, -fjson
            flag, equals, value = word[:2], word[2:], word[2:]
        parameter = by_flag.get(flag)
        if parameter is None or (parameter.type is bool and equals):
            raise _NotPlain
        if parameter.type is bool:
            given[parameter.name] = [True]
        else:
            text = value if equals else next(left, "--")
            if not equals and text.startswith("-") and text != "-":
                raise _NotPlain  # no value, or one that looks like an option
            given.setdefault(parameter.name, []).append(_converted(parameter, text))
    return given, rest


def _converted(parameter: Parameter, text: str) -> str | int:
    """Return the value of a parameter for its text."""
    if parameter.choices and text not in parameter.choices:
        raise _NotPlain
    if parameter.type is str:
        return text
    digits = parameter.type is int and text.isascii() and text.isdecimal()
    if not digits or len(text) > _LONGEST_NUMBER:
        raise _NotPlain
    number = int(text)
    if number < (parameter.least or 0) or number > (parameter.most or number):
        raise _NotPlain
    return number


def _values(
    parameters: Sequence[Parameter], given: dict[str, list[Any]], rest: Sequence[str]
) -> dict[str, Any]:
    """Return the value of each parameter: `given` has those of options, `rest` of arguments."""
    arguments = [parameter for parameter in parameters if not parameter.flags]
    if len(arguments) == 1 and arguments[0].many:
        given[arguments[0].name] = [_converted(arguments[0], word) for word in rest]
    elif len(arguments) >= len(rest):
        for parameter, word in zip(arguments, rest, strict=False):
            given[parameter.name] = [_converted(parameter, word)]
    else:
        raise _NotPlain
    values = {}
    for parameter in parameters:
        texts = given.get(parameter.name)
        if parameter.required and not texts:
            raise _NotPlain
        value = parameter.default if not texts else texts if parameter.many else texts[-1]
        values[parameter.name] = value
    return values
