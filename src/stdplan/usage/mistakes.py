"""Errors in the arguments as sentences, in the language of this run, with the nearest name.

Typer raises them. Rule: an error is recognized by its class and its attributes, never by the words
of its message, which are English and differ between versions. Errors for which Typer has no class
have one here.
"""

from collections.abc import Callable, Sequence
from typing import Any

import typer
from typer._click.exceptions import (
    BadOptionUsage,
    BadParameter,
    MissingParameter,
    NoSuchOption,
    UsageError,
)

from stdplan.commands.context import GLOBAL_OPTIONS
from stdplan.commands.framework import NOUNS, CommandGroup, find_noun
from stdplan.commands.parameters import Parameter, without_unit
from stdplan.domain.nearest import as_choice, nearest
from stdplan.domain.text import escape_unprintable
from stdplan.i18n import t
from stdplan.usage.pages import Usage, shown_argument, usage_text

# A message names at most so many commands of other nouns, and values of an option.
_MOST, _MOST_VALUES = 5, 10


class NoSuchCommand(UsageError):
    """There is no command of this name; `known` has the names that there are."""

    def __init__(self, name: str, known: Sequence[str], ctx: Any) -> None:
        super().__init__(name, ctx)
        self.name = name
        self.known = known


class MissingCommand(UsageError):
    """The command line ends before the command."""


class ExtraArguments(UsageError):
    """There are more arguments than the command takes."""

    def __init__(self, words: Sequence[str], ctx: Any) -> None:
        super().__init__(" ".join(words), ctx)
        self.words = words


def message(error: UsageError, usage: Usage | None) -> str:
    """Return what is written to stderr for an error in the arguments."""
    lines = []
    if usage is not None:
        lines = [usage_text(usage) + t("Try '{command} -h' for help.", command=usage.words), ""]
    sentence = escape_unprintable(explained(error, usage.parameters if usage else ()))
    return "\n".join([*lines, t("Error: {sentence}", sentence=sentence)]) + "\n"


def explained(error: UsageError, parameters: Sequence[Parameter]) -> str:
    """Return the sentence for an error. `parameters`: those of the command."""
    if isinstance(error, NoSuchCommand):
        near = nearest(error.name, error.known) or _elsewhere(error.name)
        return t("No such command '{name}'.", name=error.name) + _suggested(near)
    if isinstance(error, MissingCommand):
        return t("Missing command.")
    if isinstance(error, ExtraArguments):
        return t(
            "Unexpected extra argument: {words}; here a number that contains a space needs quotes",
            words=" ".join(error.words),
        )
    if isinstance(error, NoSuchOption):
        return _no_such_option(error.option_name, parameters)
    if isinstance(error, BadOptionUsage):
        return _wrong_use(error.option_name, parameters)
    if isinstance(error, MissingParameter) and error.param is not None:
        return _missing(_parameter(error.param.name, parameters), str(error.param.name))
    if isinstance(error, BadParameter):
        name = _shown(error.param, parameters)
        if name:
            return t("Invalid value for {name}: {problem}", name=name, problem=error.message)
    return str(error.message)


def _elsewhere(name: str) -> list[str]:
    """Return the commands with this verb, or the option that other programs have as a command."""
    if name in ("help", "version"):
        return [f"--{name}"]
    found = []
    for noun in NOUNS:
        group = find_noun(noun)
        if isinstance(group, CommandGroup) and name in group.verbs:
            found.append(f"{noun} {name}")
    return found[:_MOST]


def _shown(param: Any, parameters: Sequence[Parameter]) -> str:
    """Return how a parameter of Typer is typed, in quotes; nothing for None."""
    if param is None:
        return ""
    parameter = _parameter(param.name, parameters)
    if parameter is not None and not parameter.flags:
        return t("'{name}'", name=shown_argument(parameter))
    return " / ".join(
        t("'{name}'", name=name) for name in sorted(param.opts, key=len, reverse=True)
    )


def _no_such_option(name: str, parameters: Sequence[Parameter]) -> str:
    sentence = t("No such option: {name}", name=name)
    if name[1:2].isdigit():  # `-1` is taken for an option
        return sentence + t("; put a value that begins with - after --")
    if name in _flags_of(GLOBAL_OPTIONS):
        return sentence + t("; {name} goes before the command: stdplan {name} …", name=name)
    near = nearest(name, ["--help", *_flags_of(parameters)])
    return sentence + (t(".") + _suggested(near) if near else "")


def _wrong_use(name: str, parameters: Sequence[Parameter]) -> str:
    """Return the sentence for an option without its value, or for a flag with a value."""
    parameter = next((each for each in parameters if name in each.flags), None)
    if name == "--help" or (parameter is not None and parameter.type is bool):
        return t("Option '{name}' does not take a value.", name=name)
    sentence = t("Option '{name}' requires a value.", name=name)
    return sentence + _values(parameter)


def _missing(parameter: Parameter | None, name: str) -> str:
    if parameter is not None and parameter.flags:
        return t("Missing option '{name}'.", name=parameter.flags[0]) + _values(parameter)
    name = shown_argument(parameter) if parameter is not None else name
    return t("Missing argument '{name}'.", name=name)


def _values(parameter: Parameter | None) -> str:
    names = () if parameter is None else parameter.choices or parameter.complete
    if not 0 < len(names) <= _MOST_VALUES:
        return ""
    return t(" Use one of {names}.", names=", ".join(names))


def _parameter(name: str | None, parameters: Sequence[Parameter]) -> Parameter | None:
    return next((each for each in parameters if each.name == name), None)


def _flags_of(parameters: Sequence[Parameter]) -> list[str]:
    return [flag for parameter in parameters for flag in parameter.flags]


def _suggested(names: Sequence[str]) -> str:
    if not names:
        return ""
    return t(
        " Did you mean {names}?", names=as_choice([t("'{name}'", name=name) for name in names])
    )


# Values.


def value_parser(parameter: Parameter) -> Callable[[str], Any] | None:
    """Return the function that Typer parses a value with, None for a text.

    It raises an error with a message of ours.
    """
    if parameter.choices:
        return lambda text: _choice(parameter, text)
    if parameter.type is int:
        return lambda text: _integer(parameter, text)
    return None


def _choice(parameter: Parameter, text: str) -> str:
    if text not in parameter.choices:
        raise wrong_choice(text, parameter.choices)
    return text


def wrong_choice(text: str, choices: Sequence[str]) -> typer.BadParameter:
    """Return the error for a value that is not one of the choices."""
    names = ", ".join(choices)
    sentence = t('"{text}" is not valid; use one of {names}', text=text, names=names)
    near = nearest(text, choices)
    return typer.BadParameter(sentence + (t(".") + _suggested(near) if near else ""))


def _not_whole(text: str, quantity: str) -> str:
    """Return what is wrong with a text that is not the number of a quantity."""
    if quantity == "year":
        return t('"{text}" is not a year', text=text)
    if quantity == "years":
        return t('"{text}" is not a whole number of years', text=text)
    if quantity == "months":
        return t('"{text}" is not a whole number of months', text=text)
    if quantity == "days":
        return t('"{text}" is not a whole number of days', text=text)
    return t('"{text}" is not a whole number', text=text)


def _integer(parameter: Parameter, text: str | int) -> int:
    quantity = parameter.quantity
    try:
        number = int(without_unit(text, quantity) if quantity and isinstance(text, str) else text)
    except ValueError:
        raise typer.BadParameter(_not_whole(str(text), quantity)) from None
    least, most = parameter.least, parameter.most
    if least is not None and number < least:
        raise typer.BadParameter(t("{number} is less than {least}", number=number, least=least))
    if most is not None and number > most:
        raise typer.BadParameter(t("{number} is more than {most}", number=number, most=most))
    return number
