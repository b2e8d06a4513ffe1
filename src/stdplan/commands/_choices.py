"""Values given with options, checked against what there is; the message names what would do."""

import sqlite3
from collections.abc import Iterable, Sequence

from stdplan.catalogue.queries.plans import code_names as codes_of
from stdplan.catalogue.queries.plans import indicators as indicators_of
from stdplan.domain.codes import Words, choices, choose
from stdplan.domain.text import visible
from stdplan.errors import Missing, UsageProblem
from stdplan.i18n import t

_NAMED_IN_FULL = 30


def codes(words: Words, values: Sequence[str] | None, option: str) -> tuple[str, ...]:
    """Codes of a closed list for values of an option; Chinese words do as well."""
    made = []
    for value in _split(values):
        code = choose(words, value)
        if code is None:
            raise UsageProblem(
                t(
                    '{option}: "{value}" is none of {choices}',
                    option=option,
                    value=visible(value),
                    choices=choices(words),
                )
            )
        made.append(code)
    return tuple(made)


def code(words: Words, value: str, option: str) -> str:
    """The code for one value; several with commas between are one too many."""
    return _single(codes(words, [value], option), value, option)


def sectors(
    connection: sqlite3.Connection, values: Sequence[str] | None, option: str = "--sector"
) -> tuple[str, ...]:
    """Codes of sectors, given by code or name."""
    return _known(codes_of(connection, "sector"), values, option, t("sector"))


def sector(connection: sqlite3.Connection, value: str, option: str = "--sector") -> str:
    """The code of one sector, given by code or name."""
    return _single(sectors(connection, [value], option), value, option)


def focus_areas(
    connection: sqlite3.Connection, values: Sequence[str] | None, option: str = "--focus"
) -> tuple[str, ...]:
    """Codes of focus areas, given by code; by name where only one has it."""
    return _known(codes_of(connection, "focus_area"), values, option, t("focus area"))


def focus_area(connection: sqlite3.Connection, value: str, option: str = "--focus") -> str:
    """The code of one focus area."""
    return _single(focus_areas(connection, [value], option), value, option)


def drivers(
    connection: sqlite3.Connection, values: Sequence[str] | None, option: str = "--driver"
) -> tuple[str, ...]:
    """Codes of drivers, given by code or name."""
    return _known(codes_of(connection, "driver"), values, option, t("driver"))


def indicators(
    connection: sqlite3.Connection, plan: int, values: Sequence[str] | None
) -> tuple[str, ...]:
    """Codes of a plan's indicators, given by code or name."""
    return _known(indicators_of(connection, plan), values, "--indicator", t("indicator"))


def _known(
    rows: Sequence[tuple[str, str, str]], values: Sequence[str] | None, option: str, what: str
) -> tuple[str, ...]:
    # What `show CODE` names is a record; what an option names is a choice.
    fault = Missing if option == "CODE" else UsageProblem
    made = []
    for value in _split(values):
        exact = [row[0] for row in rows if row[0] == value]
        named = exact or [row[0] for row in rows if value in row or value.lower() == row[2].lower()]
        if len(named) != 1:
            known = named or [row[0] for row in rows]
            raise fault(
                t(
                    '{option}: no {what} "{value}"; there are {known}',
                    option=option,
                    what=what,
                    value=visible(value),
                    known=_some(value, known),
                )
                if not named
                else t(
                    '{option}: "{value}" names several: {known}',
                    option=option,
                    value=visible(value),
                    known=_some(value, known),
                )
            )
        made.append(named[0])
    return tuple(made)


def _some(value: str, known: Sequence[str]) -> str:
    """All that is known, or the nearest of very many."""
    if len(known) <= _NAMED_IN_FULL:
        return ", ".join(known)
    from difflib import get_close_matches

    near = get_close_matches(value, known, n=8, cutoff=0.4) or list(known[:8])
    return ", ".join(near) + t(" … ({count} in all)", count=len(known))


def _split(values: Sequence[str] | None) -> Iterable[str]:
    """An option may be repeated, or hold several values with commas between.

    An empty one is a value that is not known, not a filter that lets everything pass.
    """
    for text in values or ():
        yield from [part.strip() for part in text.split(",") if part.strip()] or [""]


def _single(found: tuple[str, ...], value: str, option: str) -> str:
    if len(found) > 1:
        raise UsageProblem(t('{option}: give one, not "{value}"', option=option, value=value))
    return found[0]
