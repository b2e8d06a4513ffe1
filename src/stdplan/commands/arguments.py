"""Values of arguments and options, checked and turned into codes, dates and records.

`option` is always the name that messages use: `--sector`, or `CODE` for an argument.

Rule: a value that does not fit is refused, with the name of its option and the values that do fit.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from datetime import date

from stdplan.catalogue.queries.code_names import code_names, indicator_names, names_of_kind
from stdplan.commands.console import say
from stdplan.domain.answer_words import WORDS_OF_KEY
from stdplan.domain.codes import Words, describe, parse_code
from stdplan.domain.dates import (
    FIRST_YEAR,
    LAST_YEAR,
    first_day,
    last_day,
    pad,
    parse_date,
    today,
)
from stdplan.domain.text import (
    clean_code,
    escape_unprintable,
    fold_title,
    refuse_control,
    split_commas,
)
from stdplan.errors import Missing, UsageProblem
from stdplan.i18n import LANGUAGES, in_language, language, t
from stdplan.light import TYPE_CHECKING

if TYPE_CHECKING:
    from stdplan.catalogue.queries.find_standard import NumberMatch

# Up to this many known values are listed in a message; of more, only the nearest.
_NAMED_IN_FULL = 30
# Letters of a text to search for; no title is longer.
_LONGEST = 1000

# Codes.


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
    from stdplan.commands.value_words import in_words

    return in_words(option)


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
    from difflib import get_close_matches

    near = get_close_matches(value, known, n=8, cutoff=0.4) or list(known[:8])
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


# Dates and texts.


def query_day(as_of: str | None, year: int | None = None) -> date:
    """Return the day of --as-of, else the last day of --year, else today."""
    if as_of is not None and year is not None:
        raise UsageProblem(t("--as-of and --year cannot be used together"))
    if year is not None:
        if not 1900 <= year <= 2999:
            raise UsageProblem(t("--year: {year} is not a year from 1900 to 2999", year=year))
        return date(year, 12, 31)
    return today() if as_of is None else date.fromisoformat(_asked_day(as_of, "--as-of"))


def _asked_day(text: str, option: str) -> str:
    """Return the day of an option that reads as ISO text; of a relative period, the last day."""
    relative = _relative(text, option)
    return relative[1] if relative else full_day(text, option).isoformat()


def from_day(text: str, option: str) -> str:
    """Return the first day of what an option that reads names as ISO text: 2011-05-01 for
    `2011-05`, and yesterday for `1d` (domain/relative_days.py)."""
    relative = _relative(text, option)
    return relative[0] if relative else pad(option_date(text, option))


def to_day(text: str, option: str) -> str:
    """Return the last day of what an option that reads names as ISO text: 2011-05-31 for
    `2011-05`."""
    relative = _relative(text, option)
    return relative[1] if relative else last_day(option_date(text, option))


def _relative(text: str, option: str) -> tuple[str, str] | None:
    """Return the first and the last day of a relative day or period, None for a date."""
    if text[:1].isdecimal() and text[-1:].isdecimal():
        return None
    from stdplan.domain.relative_days import parse_relative

    try:
        period = parse_relative(text, today())
    except OverflowError:
        problem = t("is not a day from {first} to {last}", first=FIRST_YEAR, last=LAST_YEAR)
        raise _wrong_value(option, text, problem) from None
    if period is None:
        return None
    first, last = period
    if not FIRST_YEAR <= first.year <= last.year <= LAST_YEAR:
        problem = t("is not a day from {first} to {last}", first=FIRST_YEAR, last=LAST_YEAR)
        raise _wrong_value(option, text, problem)
    return first.isoformat(), last.isoformat()


def full_day(text: str, option: str) -> date:
    """Return the day of an option; raise UsageProblem for a year or a month alone."""
    iso = option_date(text, option)
    if len(iso) < 10:
        raise UsageProblem(
            t(
                '{option}: "{text}" is not a full date: write {iso}-… in full',
                option=option,
                text=text,
                iso=iso,
            )
        )
    return first_day(iso)


def option_date(text: str, option: str) -> str:
    """Return the date of an option as ISO text: a day, a month (2011-05) or a year (2011)."""
    try:
        return parse_date(text)
    except ValueError as problem:
        raise _wrong_value(option, text, problem) from None


def option_text(text: str, option: str) -> str:
    """Return the text of an option; raise UsageProblem if it is empty or has control characters."""
    from stdplan.domain import validators

    try:
        return validators.text(text)
    except ValueError as problem:
        raise _wrong_value(option, text, problem) from None


def search_texts(values: Sequence[str] | None, option: str) -> tuple[str, ...]:
    """Return the texts to search for.

    Raise UsageProblem for a text without letters and digits, with control characters, or of more
    than _LONGEST letters.
    """
    for value in values or ():
        value.encode()  # error_boundary.py reports bytes that are not UTF-8
        if letter := refuse_control(value):
            problem = t("contains the character {letter}, which is not allowed", letter=letter)
            raise _wrong_value(option, value, problem)
    if any(not fold_title(value) or len(value) > _LONGEST for value in values or ()):
        raise UsageProblem(
            t(
                "{option}: give a text with letters or digits, at most {most} characters",
                option=option,
                most=_LONGEST,
            )
        )
    return tuple(values or ())


def _wrong_value(option: str, text: str, problem: ValueError | str) -> UsageProblem:
    sentence = '{column}: "{value}" {problem}'
    return UsageProblem(t(sentence, column=option, value=escape_unprintable(text), problem=problem))


def event_day(on: str | None) -> str:
    """Return the date of --on as ISO text (day, month or year), today without one."""
    return str(today()) if on is None else option_date(on, "--on")


def event_day_with_notice(on: str | None) -> str:
    """Return the date of --on as `event_day` does; say so if it lies ahead."""
    day = event_day(on)
    _notice_if_ahead(day)
    return day


def full_event_day_with_notice(on: str | None) -> date:
    """Return the day of --on, today without one; say so if it lies ahead.

    Raise UsageProblem for a year or a month alone.
    """
    day = today() if on is None else full_day(on, "--on")
    _notice_if_ahead(day.isoformat())
    return day


def _notice_if_ahead(day: str) -> None:
    if pad(day) > today().isoformat():
        say(
            t(
                "{day} is in the future (today is {today}); it counts from that day on",
                day=day,
                today=today(),
            )
        )


# Numbers of standards.


def find_records(
    connection: sqlite3.Connection, words: Sequence[str], day: date | None = None
) -> list[NumberMatch]:
    """Return the records that the words of NUMBER... name, each once.

    `day`: for numbers without their year, see find_standard.py. `-` alone reads numbers from
    stdin: one a line, in the first tab-separated cell; a header is skipped.
    """
    # Imported here: most commands take no numbers.
    from stdplan.catalogue.queries.find_standard import find_standard, find_standards

    if "-" in words and len(words) > 1:
        raise UsageProblem(t("- (numbers from stdin) cannot be combined with other numbers"))
    if list(words) == ["-"]:
        records = [find_standard(connection, text, day) for text in numbers_from_stdin()]
        if not records:
            say(t("no numbers on stdin: nothing to do"))
    else:
        records = find_standards(connection, words, day)
    for record in records:
        if record.undated:
            say(edition_used(record))
        if record.former:
            say(t("{key} is now {new}", key=record.former, new=record.key))
    return list({record.id: record for record in records}.values())


def find_record(
    connection: sqlite3.Connection, words: Sequence[str], day: date | None = None
) -> NumberMatch:
    """Return the one record that the words name; raise UsageProblem for none or several."""
    records = find_records(connection, words, day)
    if len(records) != 1:
        names = ", ".join(record.key for record in records) or t("none")
        raise UsageProblem(t("give one number; these were given: {names}", names=names))
    return records[0]


def edition_used(record: NumberMatch) -> str:
    """Return a note on the edition that a number without its year means."""
    if record.in_force:
        return t("the number has no year; using the edition in force, {key}", key=record.key)
    return t("the number has no year; using the newest edition, {key}", key=record.key)


def numbers_from_stdin() -> list[str]:
    """Return the numbers on stdin: one a line, in the first tab-separated cell, without headers."""
    from stdplan.importing.header_names import fold
    from stdplan.importing.layouts import standard_layout

    headers = standard_layout().fields
    return _first_cells_from_stdin(lambda cell: fold(cell) in headers)


_LARGEST_STDIN = 50_000_000  # bytes; numbers and ids are in memory at once


def _first_cells_from_stdin(is_header: Callable[[str], bool]) -> list[str]:
    """Return the first tab-separated cell of each line of stdin, but no empty cells or headers."""
    # Imported here: only a pipe needs it.
    from stdplan.importing.readers.text_files import open_text

    with open_text("-", largest=_LARGEST_STDIN) as file:
        lines = [line.split("\t")[0].strip() for line in file.lines()]
    # A byte order mark begins a file; several may be put together.
    begins = [not index or line.startswith("\ufeff") for index, line in enumerate(lines)]
    cells = [clean_code(line).strip('"') for line in lines]
    return [
        cell
        for begin, cell in zip(begins, cells, strict=True)
        if cell and not (begin and is_header(cell))
    ]


# Ids of rows.


def ids(words: Sequence[str], listed_by: str) -> list[int]:
    """Return the ids that the words of ID... name, each once; `-` alone reads them from stdin.

    `listed_by`: the command that lists them, for messages.
    """
    if "-" in words and len(words) > 1:
        raise UsageProblem(t("- (ids from stdin) cannot be combined with other ids"))
    if list(words) == ["-"]:
        headers = {in_language(code, "id") for code in LANGUAGES}
        words = _first_cells_from_stdin(lambda cell: cell.casefold() in headers)
        if not words:
            say(t("no ids on stdin: nothing to do"))
    for word in words:
        # At most the digits of the greatest row id of SQLite.
        if not (word.isascii() and word.isdecimal() and len(word) <= 18):
            raise UsageProblem(
                t(
                    'ID: "{text}" is not an id; `stdplan {command}` shows them',
                    text=escape_unprintable(word),
                    command=listed_by,
                )
            )
    return list(dict.fromkeys(map(int, words)))
