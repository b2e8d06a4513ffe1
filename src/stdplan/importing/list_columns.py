"""Columns of lists that say something about other fields of their row (LIST_FIELDS): how it
replaces others (代替类型), which number a converted standard had (原标准编号). And the day of the
review that is part of a number (E8-16(2021)).
"""

from typing import Literal, NamedTuple

from stdplan.domain import conversions
from stdplan.domain.numbers import parse
from stdplan.domain.standard_record import StandardRecord
from stdplan.i18n import t


def apply_replacement_kind(record: StandardRecord, kind: str) -> bool:
    """Let the word in a column of its own decide whether the links of a row are partial: `whole` or
    `part`. Return False if the row has no links.

    A cell that says itself that a standard is replaced in part keeps its meaning.
    """
    for links in (record.replaces, record.replaced_by):
        links[:] = [(number, partial or kind == "part") for number, partial in links]
    return bool(record.replaces or record.replaced_by)


def date_confirmation(record: StandardRecord) -> None:
    """Let the days in the year of the review that is part of a number be days of that review:
    ASTM E8-16(2021), published in May 2021, is ASTM E8-16, which was confirmed in May 2021.

    Call this before other reviews are added.
    """
    values, year = record.values, record.values.get("number_year")
    if not record.reviews or not isinstance(year, int):
        return
    confirmed, outcome = record.reviews[0]
    if int(confirmed) <= year:
        return
    for name in ("effective", "published"):
        if str(values.get(name, "")).startswith(confirmed):
            record.reviews[0] = (str(values.pop(name)), outcome)


# Where the day of a conversion comes from: a column for it, a column of other days, the import.
ConversionDay = Literal["stated", "other", "import"]


class Conversion(NamedTuple):
    """What a row says about a conversion: where its day comes from, None without a conversion; and
    a fault as field, text and problem.

    `announcement`: that of the conversion, which is not the standard's own.
    """

    day: ConversionDay | None = None
    announcement: str = ""
    fault: tuple[str, str, str] | None = None


def apply_conversion(
    record: StandardRecord, old_text: str, new_text: str, stated: str | None, day: str
) -> Conversion:
    """Add the number before a conversion to the record of the number after it.

    `stated`: the day in a column of its own. `day`: the ISO day of the import.
    """
    old, new = parse(old_text), parse(new_text)
    for name, text, number in (("old_number", old_text, old), ("number", new_text, new)):
        if number is None:
            return Conversion(fault=(name, text, t("is not a recognized number")))
    if old is None or new is None or old.canonical == new.canonical:
        return Conversion()
    if problem := conversions.problem(old, new):
        return Conversion(fault=("number", new_text, problem))
    values = record.values
    other, fields = conversions.day_of_row(
        new.year, values.get("published"), values.get("effective")
    )
    if not stated and not other and "withdrawn" in values:
        other, fields = str(values["withdrawn"]), ("withdrawn",)
    elif values.get("withdrawn") == (stated or other or day):
        fields += ("withdrawn",)
    for name in fields:  # they are no days of the standard itself
        del values[name]
    record.converted.append((old.canonical, stated or other or day, bool(stated or other)))
    announcement = str(values.pop("announcement", ""))
    return Conversion("stated" if stated else "other" if other else "import", announcement)
