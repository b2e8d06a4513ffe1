"""Days and texts as people give them with options: read, or refused by the option's name."""

from datetime import date

from stdplan.domain.dates import first_day, read_date, today
from stdplan.errors import UsageProblem
from stdplan.i18n import t


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
    from stdplan.domain.text import visible

    sentence = '{column}: "{value}" {problem}'
    return UsageProblem(t(sentence, column=option, value=visible(text), problem=problem))
