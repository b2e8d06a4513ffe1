"""Arguments and options of the commands that read lists, so that each has one name and help text.

Apart from options.py: the forms of files are named by the readers, which questions do without.

The options of import as wishes of how to read a list.

What the catalogue knows, for reading lists and records by hand. Writing commands only: the
reading of lists imports YAML, which questions do without.
"""

import sqlite3
from collections.abc import Mapping
from typing import Annotated, Literal

import typer

from stdplan.catalogue.queries.plans import codes_by_name
from stdplan.commands import arguments
from stdplan.errors import UsageProblem
from stdplan.i18n import t
from stdplan.importing.duplicates import Duplicates
from stdplan.importing.import_options import ImportOptions
from stdplan.importing.readers.detect import FORMS
from stdplan.importing.readers.rows import Form, ReadOptions
from stdplan.importing.standard_rows import KnownCodes

Files = Annotated[
    list[str],
    typer.Argument(metavar="FILE...", help="Lists, or - for stdin.", show_default=False),
]
Encoding = Annotated[
    str | None,
    typer.Option(metavar="NAME", help="Else found by content: utf-8, gb18030, utf-16."),
]
Map = Annotated[
    list[str] | None,
    typer.Option(
        "--map",
        metavar="HEADER=FIELD",
        help="What a column means; HEADER= leaves it aside; repeatable.",
    ),
]
Set = Annotated[
    list[str] | None,
    typer.Option(
        "--set", metavar="FIELD=VALUE", help="A value for rows that give none; repeatable."
    ),
]
From = Annotated[
    Literal[FORMS] | None,  # type: ignore[valid-type]
    typer.Option("--from", help="The format, else by content."),
]
Sheet = Annotated[
    str | None,
    typer.Option(
        metavar="NAME", help="The sheet of a workbook, by name or number; else the first list."
    ),
]
SkipBad = Annotated[
    str | None,
    typer.Option(
        "--skip-bad",
        metavar="REJECTS",
        help="Take in the good rows; write the others, with the reasons, to this csv.",
    ),
]
DryRun = Annotated[
    bool, typer.Option("--dry-run", help="Check everything and say what would change.")
]


def stdin_once(files: list[str]) -> None:
    """UsageProblem where two of the lists are stdin."""
    if files.count("-") > 1:
        raise UsageProblem(t("- (stdin) can be read only once"))


def wishes(
    map_: list[str] | None,
    given: Mapping[str, str],
    encoding: str | None,
    from_: Form | None,
    sheet: str | None,
    duplicates: Duplicates = "error",
) -> ImportOptions:
    """The options of a command as wishes; `given`: what --set and its like say, by field."""
    mapping = pairs(map_, "--map")
    return ImportOptions(
        ReadOptions(encoding, from_, sheet, tuple(mapping)), mapping, given, duplicates
    )


def given(connection: sqlite3.Connection, set_: list[str] | None) -> dict[str, str]:
    """What --set says of all rows, by field; a sector as its code."""
    said = pairs(set_, "--set")
    if "sector" in said:
        said["sector"] = arguments.sector(connection, said["sector"], "--set sector")
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
        said["sector"] = arguments.sector(connection, sector)
    if focus or "focus" in said:
        areas = focus or said["focus"].split(";")
        said["focus"] = "; ".join(arguments.focus_areas(connection, areas))
    if "driver" in said:
        codes = arguments.drivers(connection, said["driver"].split(";"), "--set driver")
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


def known(connection: sqlite3.Connection) -> KnownCodes:
    """Codes of sectors, focus areas and drivers, by code and by name."""
    return KnownCodes(
        sectors=codes_by_name(connection, "sector"),
        focus=codes_by_name(connection, "focus_area"),
        drivers=codes_by_name(connection, "driver"),
    )
