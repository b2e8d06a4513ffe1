"""Arguments and options whose values are codes or names: of closed lists, sectors, indicators.

`option` is always the name that messages use: `--sector`, or `CODE` for an argument.

Rule: a value that does not fit is refused, with the name of its option and the values that do fit.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence

from stdplan.catalogue.queries.code_names import code_names, indicator_names, names_of_kind
from stdplan.domain.answer_words import WORDS_OF_KEY
from stdplan.domain.codes import Words, describe, parse_code
from stdplan.domain.text import clean_code, escape_unprintable, split_commas
from stdplan.errors import Missing, UsageProblem
from stdplan.i18n import language, t

# Up to _NAMED_IN_FULL known values are listed in a message; of more, the _NAMED nearest.
_NAMED_IN_FULL, _NAMED = 30, 8


def codes(words: Words, values: Sequence[str] | None, option: str) -> tuple[str, ...]:
    """Return the codes of a closed list for values that are codes or their labels.

    codes(STATUSES, ["in-force,废止"], "--status")  # ("in-force", "withdrawn")
    """
    result = []
    rows = [(code, *names) for code, names in words.items()]
    for value in _split_values(values, rows):
        code = _code_named(words, value)
        if code is None:
            raise not_valid(option, value, words)
        result.append(code)
    return tuple(result)


def _code_named(words: Words, value: str) -> str | None:
    """Return the code of a closed list that a value names; None if it names none, or several."""
    if code := parse_code(words, value) or _code_in_lists(words, value):
        return code
    alike = _codes_alike([(code, *names) for code, names in words.items()], value)
    return alike[0] if len(alike) == 1 else None


def shown_option(option: str) -> str:
    """Return what a message calls an option: its name, or the word of help for an argument."""
    from stdplan.commands.metavars import translated_metavar

    return translated_metavar(option)


def not_valid(option: str, value: str, words: Words) -> UsageProblem:
    """Return the error for a value of an option that means no code of a closed list for certain."""
    return UsageProblem(
        t(
            '{option}: "{value}" is not valid; use one of {choices}',
            option=shown_option(option),
            value=escape_unprintable(value),
            choices=describe(words),
        )
        + _suggestion(value, [(code, *names) for code, names in words.items()])
    )


def _code_in_lists(words: Words, value: str) -> str | None:
    """Return the code that lists mean by words (作废, 报批, 等同采用), None for other words."""
    from stdplan.importing.header_names import fold
    from stdplan.importing.layouts import stage_words, value_words

    key = next((key for key, closed in WORDS_OF_KEY.items() if closed == (words,)), "")
    found = value_words(key).get(fold(value)) or stage_words().get(fold(value))
    if found is None and key == "stage":
        from stdplan.importing.progress_words import ProjectProgress, read_stage

        progress = read_stage(value)
        if progress == ProjectProgress(progress.stage):  # no day, and no other event
            found = progress.stage
    if found is None and "IDT" in words:
        from stdplan.domain.adoption import parse_degree

        found = parse_degree(value)
    return found if found in words else None


def code(words: Words, value: str, option: str) -> str:
    """Return the code for one value, which may be a phrase with commas (已送审，待审查); raise
    UsageProblem for an unknown one, and for several with commas between."""
    if found := _code_named(words, clean_code(value)):
        return found
    if all(_code_named(words, clean_code(part)) for part in split_commas(value)):
        return _only_one(codes(words, [value], option), value, option)
    raise not_valid(option, value, words)


def sectors(
    connection: sqlite3.Connection, values: Sequence[str] | None, option: str = "--sector"
) -> tuple[str, ...]:
    """Return the codes of sectors that values name by code or name; () without values."""
    if not values:
        return ()
    return _match_all(code_names(connection, "sector"), values, option, t("sector"))


def sector(connection: sqlite3.Connection, value: str, option: str = "--sector") -> str:
    """Return the code of the one sector that a value names by code or name."""
    return _only_one(sectors(connection, [value], option), value, option)


def focus_areas(
    connection: sqlite3.Connection, values: Sequence[str] | None, option: str = "--focus"
) -> tuple[str, ...]:
    """Return the codes of focus areas that values name by code, or by a name that only one has."""
    if not values:
        return ()
    rows = [*code_names(connection, "focus_area"), *names_of_kind(connection, "focus")]
    return _match_all(rows, values, option, t("focus area"))


def focus_area(connection: sqlite3.Connection, value: str, option: str = "--focus") -> str:
    """Return the code of the one focus area that a value names."""
    return _only_one(focus_areas(connection, [value], option), value, option)


def drivers(
    connection: sqlite3.Connection, values: Sequence[str] | None, option: str = "--driver"
) -> tuple[str, ...]:
    """Return the codes of drivers that values name by code or name; () without values."""
    if not values:
        return ()
    return _match_all(code_names(connection, "driver"), values, option, t("driver"))


def indicators(
    connection: sqlite3.Connection,
    plan: int,
    values: Sequence[str] | None,
    option: str = "--indicator",
) -> tuple[str, ...]:
    """Return the codes of indicators of the plan of a year, named by code or name."""
    if not values:
        return ()
    return _match_all(indicator_names(connection, plan), values, option, t("indicator"))


def indicator(connection: sqlite3.Connection, plan: int, value: str, option: str) -> str:
    """Return the code of the one indicator of the plan that a value names by code or name."""
    return _only_one(indicators(connection, plan, [value], option), value, option)


def names(known: Words, values: Sequence[str] | None, option: str, what: str) -> tuple[str, ...]:
    """Return the codes of `known` that values name by code or name; () without values.

    names(CHECKS, ["file,推算日期"], "--skip", t("check"))  # ("file", "life")
    """
    rows = [(code, *words) for code, words in known.items()]
    return _match_all(rows, values or (), option, what)


def _match_all(
    rows: Sequence[tuple[str, str, str]], values: Sequence[str], option: str, what: str
) -> tuple[str, ...]:
    """Return the codes that values name. `rows`: code, Chinese name and English name of each; a
    code with other names has another row.

    Raise Missing for the argument CODE, since it names a record; UsageProblem for an option.
    """
    error = Missing if option == "CODE" else UsageProblem
    result = []
    codes = list(dict.fromkeys(row[0] for row in rows))
    # A later row has the name that no other code has.
    names = {row[0]: row[1 if language() == "zh" else 2] for row in rows}
    for value in _split_values(values, rows):
        named = (row[0] for row in rows if value in row or value.lower() == row[2].lower())
        matches = [value] if value in codes else list(dict.fromkeys(named))
        matches = matches or _codes_alike(rows, value)
        if not matches:
            raise error(
                t(
                    '{option}: there is no {what} "{value}"; use one of {known}',
                    option=shown_option(option),
                    what=what,
                    value=escape_unprintable(value),
                    known=_nearest(value, list(names.values()) if language() == "zh" else codes),
                )
                + _suggestion(value, rows)
            )
        if len(matches) > 1:
            raise error(
                t(
                    '{option}: "{value}" matches several: {known}',
                    option=shown_option(option),
                    value=escape_unprintable(value),
                    known=_nearest(value, [names[code] for code in matches]),
                )
            )
        result.append(matches[0])
    return tuple(result)


def _suggestion(value: str, rows: Sequence[tuple[str, str, str]]) -> str:
    """Return the end of a message that suggests what is most like a value; often nothing.

    `rows`: codes with their names. In Chinese, names are suggested.
    """
    from stdplan.domain.nearest import did_you_mean, nearest_codes

    shown: dict[str, str] = {}
    for code, zh, _ in rows:
        shown.setdefault(code, zh if language() == "zh" else code)
    return did_you_mean(nearest_codes(value, {name: shown[row[0]] for row in rows for name in row}))


def _nearest(value: str, known: Sequence[str]) -> str:
    """Return all known values joined by commas; of very many, those most like the value."""
    if len(known) <= _NAMED_IN_FULL:
        return t(", ").join(known)
    from stdplan.domain.nearest import nearest

    near = nearest(value, known, _NAMED, likeness=0.4) or known[:_NAMED]
    return t(", ").join(near) + t(" … ({count} in all)", count=len(known))


def _split_values(
    values: Sequence[str] | None, rows: Sequence[tuple[str, ...]] = ()
) -> Iterator[str]:
    """Yield the values of an option, which may be repeated or be several joined by commas.

    `rows`: a code and its names in each; a name may have a comma. An empty value is yielded too: it
    is not known, and must not become a filter that fits all.
    """
    for text in values or ():
        if "," in text and any(
            clean_code(text).lower() == name.lower() for row in rows for name in row
        ):
            yield clean_code(text)
        else:
            yield from list(filter(None, map(clean_code, split_commas(text)))) or [""]


def _codes_alike(rows: Sequence[tuple[str, ...]], value: str) -> list[str]:
    """Return the codes that a value names but for width, case, white space and punctuation.

    `rows`: a code and its names in each.
    """
    # Imported here: most values are written as the codes or names are.
    from stdplan.domain.search import folded

    wanted = folded(value)
    return list(dict.fromkeys(row[0] for row in rows if wanted and wanted in map(folded, row)))


def _only_one(codes: tuple[str, ...], value: str, option: str) -> str:
    if len(codes) > 1:
        raise UsageProblem(t('{option}: give one value, not "{value}"', option=option, value=value))
    return codes[0]
