"""Options whose values are texts: notes and titles to store, texts to search for.

Rule: a text that cannot be stored or found is refused, with the name of its option.
"""

from __future__ import annotations

from collections.abc import Sequence

from stdplan.domain.text import escape_unprintable, fold_title, refuse_control
from stdplan.errors import UsageProblem
from stdplan.i18n import t

# Letters of a text to search for; no title is longer.
_LONGEST = 1000


def option_text(text: str, option: str) -> str:
    """Return the text of an option; raise UsageProblem if it is empty or has control characters."""
    from stdplan.domain import validators

    try:
        return validators.text(text)
    except ValueError as problem:
        raise wrong_value(option, text, problem) from None


def search_texts(values: Sequence[str] | None, option: str) -> tuple[str, ...]:
    """Return the texts to search for.

    Raise UsageProblem for a text without letters and digits, with control characters, or of more
    than _LONGEST letters.
    """
    for value in values or ():
        value.encode()  # error_boundary.py reports bytes that are not UTF-8
        if letter := refuse_control(value):
            problem = t("contains the character {letter}, which is not allowed", letter=letter)
            raise wrong_value(option, value, problem)
    if any(not fold_title(value) or len(value) > _LONGEST for value in values or ()):
        raise UsageProblem(
            t(
                "{option}: give a text with letters or digits, at most {most} characters",
                option=option,
                most=_LONGEST,
            )
        )
    return tuple(values or ())


def wrong_value(option: str, text: str, problem: ValueError | str) -> UsageProblem:
    """Return the error for a value of an option, with what is wrong with it."""
    sentence = '{column}: "{value}" {problem}'
    return UsageProblem(t(sentence, column=option, value=escape_unprintable(text), problem=problem))
