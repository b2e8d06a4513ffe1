"""Kinds of activities given with arguments and options, to their codes."""

from collections.abc import Sequence

from stdplan.domain.activities import Kinds
from stdplan.domain.text import visible
from stdplan.errors import UsageProblem
from stdplan.i18n import t


def one_kind(kinds: Kinds, text: str, option: str, year: int | None = None) -> str:
    """The code of a kind given by code or name, of the plan of `year` before others; UsageProblem
    names those of the plan asked for."""
    kind = kinds.find(text, year)
    if kind is None:
        raise UsageProblem(
            t(
                '{option}: "{value}" is no kind of activity; there are {codes}',
                option=option,
                value=visible(text),
                codes=kinds.codes() or t("none"),
            )
        )
    return kind.code


def several_kinds(kinds: Kinds, texts: Sequence[str] | None) -> tuple[str, ...]:
    """The codes of kinds that --kind names; it may be repeated, or hold several with commas."""
    parts = [part.strip() for text in texts or () for part in text.split(",")]
    return tuple(one_kind(kinds, part, "--kind") for part in parts)
