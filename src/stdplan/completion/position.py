"""Where on a command line the cursor is: which word is to be completed.

Rule: a line that is wrong before the cursor is read as far as it makes sense, as a person types it.
"""

from __future__ import annotations

from collections.abc import Sequence

from stdplan.commands.context import GLOBAL_OPTIONS
from stdplan.commands.framework import NOUNS, Command, CommandGroup, find_noun
from stdplan.commands.parameters import Parameter, option
from stdplan.light import NamedTuple

SHELLS = ("bash", "zsh", "fish", "powershell", "pwsh")
# Options of the program that act at once, and whose value can be left out.
COMPLETION_OPTIONS = (
    option(
        "--install-completion",
        metavar="[SHELL]",
        complete=SHELLS,
        help="Install completion for a shell.",
    ),
    option(
        "--show-completion",
        metavar="[SHELL]",
        complete=SHELLS,
        help="Print the completion script of a shell.",
    ),
)
ROOT_OPTIONS = (*GLOBAL_OPTIONS, *COMPLETION_OPTIONS)


class Position(NamedTuple):
    """What is to be completed.

    `incomplete`: the word before the cursor. `noun` and `verb`: as they are typed, or as a bare
    noun means. `group`: the verbs that may follow, None after the verb. `parameters`: the options
    and arguments that may follow. `parameter`: the one whose value the word is. `before`: the
    beginning of the word that is not part of the value (`--sector=`). `given`: values by name.
    `earlier`: the values before this one of the same argument. `options_end`: `--` came before, so
    no option may follow.
    """

    incomplete: str
    noun: str = ""
    verb: str = ""
    group: CommandGroup | None = None
    parameters: tuple[Parameter, ...] = ROOT_OPTIONS
    parameter: Parameter | None = None
    before: str = ""
    given: dict[str, list[str]] = {}  # noqa: RUF012
    earlier: tuple[str, ...] = ()
    options_end: bool = False

    @property
    def command(self) -> str:
        """The command as it is called: `standards list`."""
        return f"{self.noun} {self.verb}".strip()

    def last(self, name: str) -> str | None:
        """Return the value of an option that was given, the last one of several; else None."""
        values = self.given.get(name)
        return values[-1] if values else None


def find_position(words: Sequence[str], incomplete: str) -> Position:
    """Return the position after some words, which follow the name of the program."""
    given: dict[str, list[str]] = {}
    rest, pending, _ = _read(ROOT_OPTIONS, words, given, stop=True)
    start = Position(incomplete, given=given)
    if pending is not None:
        return start._replace(parameter=pending)
    if not rest:
        return _at_word(start, (), False)
    noun = rest.pop(0)
    if noun not in NOUNS:
        return start._replace(noun=noun, parameters=())
    found = find_noun(noun)
    verb = ""
    if isinstance(found, CommandGroup):
        bare = found.bare
        if not rest:
            position = start._replace(noun=noun, group=found, parameters=())
            if bare and incomplete[:1] == "-":
                options = found.command(bare).parameters
                position = position._replace(verb=bare, parameters=options)
            return _at_word(position, (), False)
        verb = rest.pop(0) if rest[0][:1] != "-" else bare or ""
        if verb not in found.verbs:
            return start._replace(noun=noun, verb=verb, parameters=())
        found = found.command(verb)
    assert isinstance(found, Command)
    position = start._replace(noun=noun, verb=verb, parameters=found.parameters)
    values, pending, ended = _read(found.parameters, rest, given)
    if pending is not None:
        return position._replace(parameter=pending)
    return _at_word(position, values, ended)


def _at_word(position: Position, values: Sequence[str], ended: bool) -> Position:
    """Return the position at an option, at `--option=value`, or at an argument after `values`."""
    word = position.incomplete
    position = position._replace(options_end=ended)
    if word[:1] == "-" and not ended:
        by_flag = _by_flag(position.parameters)
        flag, equals, value = word.partition("=")
        if not word.startswith("--") and len(word) > 2:
            flag, equals, value = word[:2], word[2:], word[2:]
        parameter = by_flag.get(flag)
        if equals and parameter is not None and parameter.type is not bool:
            before = word[: len(word) - len(value)]
            return position._replace(incomplete=value, before=before, parameter=parameter)
        return position
    arguments = [each for each in position.parameters if not each.flags]
    for index, argument in enumerate(arguments):
        if argument.many:
            return position._replace(parameter=argument, earlier=tuple(values[index:]))
        if index == len(values):
            return position._replace(parameter=argument)
    return position


def _by_flag(parameters: Sequence[Parameter]) -> dict[str, Parameter]:
    return {flag: parameter for parameter in parameters for flag in parameter.flags}


def _read(
    parameters: Sequence[Parameter],
    words: Sequence[str],
    given: dict[str, list[str]],
    stop: bool = False,
) -> tuple[list[str], Parameter | None, bool]:
    """Read words: add the values of options to `given`, and return the other words, the option
    whose value follows, and whether `--` ended the options.

    `stop`: options end at the first other word.
    """
    by_flag = _by_flag(parameters)
    rest: list[str] = []
    left = list(words)
    while left:
        word = left.pop(0)
        if word == "--" and not stop:
            return [*rest, *left], None, True
        if word == "-" or not word.startswith("-"):
            rest.append(word)
            if stop:
                return [*rest, *left], None, False
            continue
        flag, equals, value = word.partition("=")
        if not word.startswith("--"):
            flag, equals, value = word[:2], word[2:], word[2:]
        parameter = by_flag.get(flag)
        if parameter is None:
            continue
        if parameter.type is bool:
            given[parameter.name] = ["yes"]
        elif equals:
            given.setdefault(parameter.name, []).append(value)
        elif not left:
            return rest, parameter, False
        else:
            given.setdefault(parameter.name, []).append(left.pop(0))
    return rest, None, False
