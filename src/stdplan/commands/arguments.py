"""Values given with options, checked against what there is; the message names what would do.

Days and texts as people give them with options: read, or refused by the option's name.

Days of what has happened, as people give them: one that lies ahead is taken, and said so.

Numbers on a command line or from a pipe, to records of the catalogue.
"""

import sqlite3
from collections.abc import Iterable, Sequence
from datetime import date

from stdplan.catalogue.queries.plans import code_names as codes_of
from stdplan.catalogue.queries.plans import indicators as indicators_of
from stdplan.catalogue.queries.standards import NumberMatch, find, find_words
from stdplan.commands.console import say
from stdplan.domain.codes import Words, describe, parse_code
from stdplan.domain.dates import first_day, pad, read_date, today
from stdplan.domain.text import escape_unprintable
from stdplan.errors import Missing, UsageProblem
from stdplan.i18n import t

_NAMED_IN_FULL = 30


def codes(words: Words, values: Sequence[str] | None, option: str) -> tuple[str, ...]:
    """Codes of a closed list for values of an option; Chinese words do as well."""
    made = []
    for value in _split(values):
        code = parse_code(words, value)
        if code is None:
            raise UsageProblem(
                t(
                    '{option}: "{value}" is none of {choices}',
                    option=option,
                    value=escape_unprintable(value),
                    choices=describe(words),
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
                    value=escape_unprintable(value),
                    known=_some(value, known),
                )
                if not named
                else t(
                    '{option}: "{value}" names several: {known}',
                    option=option,
                    value=escape_unprintable(value),
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


def chosen_day(as_of: str | None, year: int | None = None) -> date:
    """The day of --as-of, else the last one of --year, else today."""
    if as_of is not None and year is not None:
        raise UsageProblem(t("--as-of and --year: give one of them"))
    if year is not None:
        if not 1900 <= year <= 2999:
            raise UsageProblem(t("--year: {year} is no year from 1900 to 2999", year=year))
        return date(year, 12, 31)
    return today() if as_of is None else whole_day(as_of, "--as-of")


def whole_day(text: str, option: str) -> date:
    """A day given with an option; a year or month alone is no day."""
    iso = any_date(text, option)
    if len(iso) < 10:
        raise UsageProblem(
            t(
                '{option}: "{text}" is no day: write {iso}-… in full',
                option=option,
                text=text,
                iso=iso,
            )
        )
    return first_day(iso)


def event_day(on: str | None) -> str:
    """The date of --on, else today, as ISO text."""
    return str(today()) if on is None else any_date(on, "--on")


def any_date(text: str, option: str) -> str:
    """A date given with an option, known to the day, month or year, as ISO text."""
    try:
        return read_date(text)
    except ValueError as fault:
        raise _wrong(option, text, fault) from None


def some_text(text: str, option: str) -> str:
    """Text given with an option: not empty, and nothing in it that a terminal would obey."""
    from stdplan.domain import validators

    try:
        return validators.text(text)
    except ValueError as fault:
        raise _wrong(option, text, fault) from None


def _wrong(option: str, text: str, problem: ValueError) -> UsageProblem:
    from stdplan.domain.text import escape_unprintable

    sentence = '{column}: "{value}" {problem}'
    return UsageProblem(t(sentence, column=option, value=escape_unprintable(text), problem=problem))


def told_day(on: str | None) -> str:
    """The date of --on, else today, as ISO text."""
    day = event_day(on)
    _say_if_ahead(day)
    return day


def told_whole_day(on: str | None) -> date:
    """The day of --on, else today; UsageProblem for one that is no full day."""
    day = today() if on is None else whole_day(on, "--on")
    _say_if_ahead(day.isoformat())
    return day


def _say_if_ahead(day: str) -> None:
    if pad(day) > today().isoformat():
        say(
            t("{day} lies ahead (today is {today}); it counts from then on", day=day, today=today())
        )


def found(
    connection: sqlite3.Connection, words: Sequence[str], year: int = 9999
) -> list[NumberMatch]:
    """The records that the words name, each once; `-` reads numbers from stdin.

    A number without its year is the newest edition up to `year`.

    From stdin: one a line, the first tab-separated cell, a header skipped.
    """
    if "-" in words and len(words) > 1:
        raise UsageProblem(t("- (numbers from stdin) stands alone"))
    if list(words) == ["-"]:
        records = [find(connection, text, year) for text in _from_stdin()]
        if not records:
            say(t("no numbers on stdin: nothing to do"))
    else:
        records = find_words(connection, words, year)
    for record in records:
        if record.newest:
            say(t("without its year: taken as {key}, the newest edition", key=record.key))
    return list({record.id: record for record in records}.values())


def found_one(
    connection: sqlite3.Connection, words: Sequence[str], year: int = 9999
) -> NumberMatch:
    """The one record that the words name."""
    records = found(connection, words, year)
    if len(records) != 1:
        names = ", ".join(record.key for record in records) or t("none")
        raise UsageProblem(t("one number at a time, not {names}", names=names))
    return records[0]


def _from_stdin() -> list[str]:
    # Here, because only a pipe needs them.
    from stdplan.importing.headers import fold, standards
    from stdplan.importing.readers.text_files import open_text

    with open_text("-") as file:
        cells = [line.split("\t")[0].strip().strip('"') for line in file.lines()]
    if cells and fold(cells[0]) in standards().fields:
        cells = cells[1:]
    return [cell for cell in cells if cell]
