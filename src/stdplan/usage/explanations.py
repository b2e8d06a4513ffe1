"""The lines about commands and options, in the language of this run, for help and completion."""

from __future__ import annotations

from inspect import cleandoc

from stdplan.commands.parameters import Parameter
from stdplan.domain.fields import BY_NAME
from stdplan.i18n import language, t, translate_help


def help_text(help: str) -> str:
    """Return the docstring of a command, translated."""
    return cleandoc(translate_help(cleandoc(help)))


def first_line(help: str) -> str:
    """Return the first paragraph of a docstring, translated, as one line."""
    return " ".join(help_text(help).split("\n\n")[0].split())


def option_help(parameter: Parameter) -> str:
    """Return the help of a parameter: its own, else the labels and codes of the field it names."""
    if parameter.help:
        return translate_help(parameter.help)
    field = BY_NAME.get(parameter.name)
    if field is None:
        return ""
    label = field.zh if language() == "zh" else f"{field.zh}: {field.en}"
    words = [zh if language() == "zh" else code for code, (zh, _) in (field.words or {}).items()]
    codes = t(": ") + t(", ").join(words) if words else ""
    return label + codes + (t("; repeatable.") if field.kind == "list" else t("."))
