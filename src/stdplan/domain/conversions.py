"""Conversions: a standard gets another nature, and so another number (GB 9-2007 to GB/T 9-2007).

Rule: the number has the same base and year before and after. It is one standard, and no new
edition: its age, reviews and links stay. Another year is a new edition, which replaces the old one.
"""

from stdplan.domain.numbers import Number
from stdplan.domain.text import escape_unprintable
from stdplan.i18n import t


def problem(old: Number, new: Number) -> str | None:
    """Return why a standard cannot be converted from one number to another, with the command to use
    instead; None if it can.

    >>> from stdplan.domain.numbers import parse
    >>> problem(parse("GB 9-2007"), parse("GB/T 9-2007"))
    """
    names = {
        "old": escape_unprintable(old.canonical),
        "new": escape_unprintable(new.canonical),
    }
    if old.base != new.base:
        sentence = (
            "{new} is another number than {old}: if {old} was a mistake, use `standards edit {old}"
            ' --number "{new}"`; add a new standard with `standards add {new} --replaces "{old}"`'
        )
        return t(sentence, **names)
    if old.year != new.year:
        sentence = (
            "{new} is another edition than {old}: add it with `standards add {new} --replaces"
            ' "{old}"`; if {old} was a mistake, use `standards edit {old} --number "{new}"`'
        )
        return t(sentence, **names)
    if old.nature == new.nature:
        sentence = (
            "{new} has the same nature as {old}: if {old} was a mistake, use `standards edit {old}"
            ' --number "{new}"`'
        )
        return t(sentence, **names)
    return None


# From the year of a number to the day on which its edition takes effect, at most.
_YEARS_TO_EFFECT = 1


def day_of_row(
    year: int | None, published: object, effective: object
) -> tuple[str | None, tuple[str, ...]]:
    """Return the day of a conversion that a row gives as the publication or the day of effect, and
    the fields that are no days of the standard itself; None and no fields if they are its own.

    A standard is published in the year of its number. So a later publication is that of the
    announcement, and a day of effect without an own publication that is much later is the
    announcement's, too.

    >>> day_of_row(2000, "2017-03-23", None), day_of_row(2000, "2000-05-18", "2003-01-01")
    (('2017-03-23', ('published',)), (None, ()))
    """
    if year is None:
        return None, ()
    if published is not None:
        if int(str(published)[:4]) <= year:
            return None, ()
        fields = ("published", "effective") if effective else ("published",)
        return str(effective or published), fields
    if effective is not None and int(str(effective)[:4]) > year + _YEARS_TO_EFFECT:
        return str(effective), ("effective",)
    return None, ()
