"""Pages of help and lines of usage, in the language of this run and as wide as the terminal.

Rule: a page is made from the parameters of a command, its docstring and examples.py. All of it is
translated, and so are the words that stand for a value: NUMBER is 标准号.
"""

import re
import shutil
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from stdplan.commands.examples import EXAMPLES
from stdplan.commands.framework import Command, CommandGroup
from stdplan.commands.metavars import translated_metavar
from stdplan.commands.parameters import Parameter
from stdplan.domain.text import width_of
from stdplan.i18n import t
from stdplan.usage.explanations import first_line, help_text, option_help
from stdplan.usage.wrapping import fold_examples, wrap

_NARROWEST, _WIDEST = 50, 100
# The widest column of options; longer ones have a line of their own.
_WIDEST_OPTION = 30
_GAP = 2


class Usage(NamedTuple):
    """What a page is about.

    `words`: the command as it is typed. `help`: its docstring. `verbs`: each with its docstring.
    """

    words: str
    help: str
    parameters: Sequence[Parameter] = ()
    verbs: Sequence[tuple[str, str]] | None = None


def usage_of_command(words: str, command: Command) -> Usage:
    """Return what the page of a command is about. `words`: the command as it is typed."""
    return Usage(words, command.__doc__ or "", command.parameters)


def usage_of_group(words: str, group: CommandGroup) -> Usage:
    """Return what the page of a noun is about; its verbs are imported."""
    verbs = [(verb, group.command(verb).__doc__ or "") for verb in group.verbs]
    return Usage(words, group.help, verbs=verbs)


def page_width() -> int:
    """Return how wide a page of help may be."""
    return max(min(shutil.get_terminal_size().columns, _WIDEST), _NARROWEST)


def help_page(usage: Usage, width: int | None = None) -> str:
    """Return the page of --help."""
    width = width or page_width()
    lines = [*_usage_lines(usage, width), ""]
    lines += _description(usage, width)
    if rows := described_arguments(usage):
        lines += ["", t("Arguments:"), *_definitions(rows, width)]
    lines += ["", t("Options:"), *_definitions(described_options(usage), width)]
    if usage.verbs is not None:
        rows = [(verb, first_line(help)) for verb, help in usage.verbs]
        lines += ["", t("Commands:"), *_definitions(rows, width)]
    return "\n".join(lines) + "\n"


def described_arguments(usage: Usage) -> list[tuple[str, str]]:
    """Return the arguments as they are typed, each with its help."""
    arguments = (parameter for parameter in usage.parameters if not parameter.flags)
    return [(shown_argument(each), _explained(each)) for each in arguments]


def described_options(usage: Usage) -> list[tuple[str, str]]:
    """Return the options as they are typed, each with its help; --help is the last."""
    options = (parameter for parameter in usage.parameters if parameter.flags)
    described = [(_option_as_typed(option), _explained(option)) for option in options]
    return [*described, ("-h, --help", t("Show this page."))]


def usage_text(usage: Usage) -> str:
    """Return the lines of usage, which begin errors in the arguments, too."""
    return "\n".join(_usage_lines(usage, page_width())) + "\n"


def _usage_lines(usage: Usage, width: int) -> list[str]:
    beginning = f"{t('Usage: ')}{usage.words} "
    return _hanging(beginning, wrap(words_after(usage), width - width_of(beginning)))


def words_after(usage: Usage) -> str:
    """Return what is typed after a command: [OPTIONS] NUMBER..."""
    words = [t("[OPTIONS]")]
    if usage.verbs is not None:
        words += [t("COMMAND"), t("[ARGS]...")]
    words += [
        shown_argument(parameter) if parameter.required else f"[{shown_argument(parameter)}]"
        for parameter in usage.parameters
        if not parameter.flags
    ]
    return " ".join(words)


def _hanging(beginning: str, lines: Sequence[str]) -> list[str]:
    """Return lines with a beginning before the first one, and spaces before the others."""
    indent = " " * width_of(beginning)
    return [(indent if index else beginning) + line for index, line in enumerate(lines)]


def described(usage: Usage) -> list[str]:
    """Return the paragraphs of the help text: the first one, the examples, then the others. The
    lines of a paragraph that begins with \\b keep their ends."""
    text = help_text(usage.help)
    paragraphs = [part for part in text.split("\n\n") if part.strip()]
    more = EXAMPLES.get(usage.words.removeprefix("stdplan").strip(), ())
    if more:
        own = paragraphs.pop(1) if paragraphs[1:] and _has_examples(paragraphs[1]) else "\b"
        own = own if own.startswith("\b") else f"\b\n{own}"
        paragraphs.insert(1, "\n".join((own, *more)))
    return paragraphs


def _description(usage: Usage, width: int) -> list[str]:
    lines: list[str] = []
    for paragraph in described(usage):
        if lines:
            lines.append("")
        if paragraph.startswith("\b"):
            typed = [line for line in paragraph.splitlines() if line != "\b"]
            folded = fold_examples(typed, width - _GAP)
        else:
            folded = wrap(" ".join(paragraph.splitlines()), width - _GAP)
        lines += [f"{' ' * _GAP}{line}".rstrip() for line in folded]
    return lines


def _has_examples(paragraph: str) -> bool:
    return paragraph.startswith(("\b", "stdplan "))


def _definitions(rows: Sequence[tuple[str, str]], width: int) -> Iterator[str]:
    """Yield rows of a name and its text: the texts in a column, after the names."""
    widest = min(_WIDEST_OPTION, width * 2 // 5)
    column = min(max(width_of(name) for name, _ in rows), widest)
    left = _GAP + column + _GAP
    for name, text in rows:
        texts = wrap(text, width - left)
        names = _fold_name(name, width - _GAP)
        if width_of(names[-1]) <= column:
            pad = " " * (column - width_of(names[-1]) + _GAP)
            names[-1] += pad + texts.pop(0)
        yield from (f"{' ' * _GAP}{each}".rstrip() for each in names)
        yield from (" " * left + each for each in texts if each)


def _fold_name(name: str, width: int) -> list[str]:
    """Return the name of an option in lines; a long list of values goes on in the next one."""
    lines = [""]
    for part in re.split(r"(?<=\|)", name):
        if lines[-1] and width_of(lines[-1] + part) > width:
            lines.append("      ")
        lines[-1] += part
    return lines


# Arguments and options.


def shown_argument(parameter: Parameter) -> str:
    """Return an argument as usage shows it: NUMBER..."""
    name = (parameter.metavar or parameter.name.upper()).strip("[]")
    if parameter.many and "..." not in name:
        name += "..."
    return translated_metavar(name)


def _option_as_typed(option: Parameter) -> str:
    flags = ", ".join(sorted(option.flags, key=len))
    return flags if option.type is bool else f"{flags} {shown_value(option)}"


def shown_value(option: Parameter) -> str:
    """Return what stands for the value of an option: CODE, zh|en."""
    if option.choices:
        return "|".join(option.choices)
    return translated_metavar(option.metavar or ("N" if option.type is int else "TEXT"))


def _explained(parameter: Parameter) -> str:
    """Return the help of a parameter, with its limits, its default, and whether it is required."""
    remarks = []
    if parameter.default not in (None, False) and not parameter.required:
        remarks.append(t("default: {value}", value=parameter.default))
    if parameter.least is not None or parameter.most is not None:
        remarks.append(_limits(parameter))
    if parameter.required:
        remarks.append(t("required"))
    text = option_help(parameter)
    return f"{text}  [{'; '.join(remarks)}]".strip() if remarks else text


def _limits(parameter: Parameter) -> str:
    if parameter.most is None:
        return t("{least} or more", least=parameter.least)
    return t("{least} to {most}", least=parameter.least or 0, most=parameter.most)
