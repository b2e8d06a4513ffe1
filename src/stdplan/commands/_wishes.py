"""The options of import as wishes of how to read a list."""

import sqlite3
from collections.abc import Mapping

from stdplan.commands import _choices
from stdplan.errors import UsageProblem
from stdplan.i18n import t


def given(
    connection: sqlite3.Connection,
    set_: list[str] | None,
    sector: str | None,
    focus: list[str] | None,
) -> Mapping[str, str]:
    """What --set, --sector and --focus say of all rows, by field, as codes where there are any."""
    said = pairs(set_, "--set")
    for name, own in (("sector", sector), ("focus", focus)):
        if own and name in said:
            raise UsageProblem(
                t("--{name} and --set {name} contradict each other: give one", name=name)
            )
    if sector is not None:
        said["sector"] = _choices.sector(connection, sector)
    elif "sector" in said:
        said["sector"] = _choices.sector(connection, said["sector"], "--set sector")
    if focus or "focus" in said:
        areas = focus or said["focus"].split(";")
        said["focus"] = "; ".join(_choices.focus_areas(connection, areas))
    if "driver" in said:
        codes = _choices.drivers(connection, said["driver"].split(";"), "--set driver")
        said["driver"] = "; ".join(codes)
    return said


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
