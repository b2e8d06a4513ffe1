"""The options of import as wishes of how to read a list."""

import sqlite3
from collections.abc import Mapping

from stdplan.commands import _choices
from stdplan.errors import UsageProblem
from stdplan.i18n import t
from stdplan.importing.duplicates import Duplicates
from stdplan.importing.import_options import Wishes
from stdplan.importing.readers.rows import Form, Wanted


def wishes(
    map_: list[str] | None,
    given: Mapping[str, str],
    encoding: str | None,
    from_: Form | None,
    sheet: str | None,
    duplicates: Duplicates = "error",
) -> Wishes:
    """The options of a command as wishes; `given`: what --set and its like say, by field."""
    mapping = pairs(map_, "--map")
    return Wishes(Wanted(encoding, from_, sheet, tuple(mapping)), mapping, given, duplicates)


def given(connection: sqlite3.Connection, set_: list[str] | None) -> dict[str, str]:
    """What --set says of all rows, by field; a sector as its code."""
    said = pairs(set_, "--set")
    if "sector" in said:
        said["sector"] = _choices.sector(connection, said["sector"], "--set sector")
    return said


def given_standards(
    connection: sqlite3.Connection,
    set_: list[str] | None,
    sector: str | None,
    focus: list[str] | None,
) -> dict[str, str]:
    """What --set, --sector and --focus say of all rows, by field, as codes where there are any."""
    said = given(connection, set_)
    for name, own in (("sector", sector), ("focus", focus)):
        if own:
            said_once(said, name)
    if sector is not None:
        said["sector"] = _choices.sector(connection, sector)
    if focus or "focus" in said:
        areas = focus or said["focus"].split(";")
        said["focus"] = "; ".join(_choices.focus_areas(connection, areas))
    if "driver" in said:
        codes = _choices.drivers(connection, said["driver"].split(";"), "--set driver")
        said["driver"] = "; ".join(codes)
    return said


def said_once(said: Mapping[str, str], name: str) -> None:
    """UsageProblem where --set says what an option of its own says as well."""
    if name in said:
        raise UsageProblem(
            t("--{name} and --set {name} contradict each other: give one", name=name)
        )


def pairs(texts: list[str] | None, option: str) -> dict[str, str]:
    """NAME=VALUE, each name once."""
    found: dict[str, str] = {}
    for text in texts or ():
        name, equals, value = text.partition("=")
        if not equals or not name.strip():
            raise UsageProblem(
                t('{option}: "{text}" is not of the form NAME=VALUE', option=option, text=text)
            )
        if name.strip() in found:
            raise UsageProblem(
                t("{option}: {name} is given twice", option=option, name=name.strip())
            )
        found[name.strip()] = value.strip()
    return found
