"""The options that all commands have that import lists, defined once.

They are not in options.py, because the formats are named by the readers, and commands that only
read the catalogue do not load those.
"""

import sqlite3
from collections.abc import Callable, Mapping
from functools import wraps
from inspect import Parameter, signature
from typing import Annotated, Any, Literal, NamedTuple

import typer

from stdplan.catalogue.queries.plans import codes_by_name
from stdplan.commands import arguments
from stdplan.commands.framework import set_signature
from stdplan.errors import UsageProblem
from stdplan.i18n import t
from stdplan.importing.duplicates import Duplicates
from stdplan.importing.import_options import ImportOptions
from stdplan.importing.readers.detect import FORMS
from stdplan.importing.readers.rows import ReadOptions
from stdplan.importing.standard_rows import KnownCodes
from stdplan.table import Table

Files = Annotated[
    list[str],
    typer.Argument(metavar="FILE...", help="Files with lists, or - for stdin.", show_default=False),
]


class ListOptions(NamedTuple):
    """How the lists of an import are read."""

    encoding: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="The encoding (default: detected from the content): utf-8, gb18030, utf-16.",
        ),
    ] = None
    map_: Annotated[
        list[str] | None,
        typer.Option(
            "--map",
            metavar="HEADER=FIELD",
            help="Assign a column to a field; HEADER= ignores it; repeatable.",
        ),
    ] = None
    set_: Annotated[
        list[str] | None,
        typer.Option(
            "--set", metavar="FIELD=VALUE", help="A value for rows without one; repeatable."
        ),
    ] = None
    from_: Annotated[
        Literal[FORMS] | None,  # type: ignore[valid-type]
        typer.Option("--from", help="The format (default: detected from the content)."),
    ] = None
    sheet: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="The sheet of a workbook, by name or number (default: the first list).",
        ),
    ] = None

    def defaults(self) -> dict[str, str]:
        """Return the values of --set by field, as typed."""
        return parse_pairs(self.set_, "--set")

    def defaults_with_codes(self, connection: sqlite3.Connection) -> dict[str, str]:
        """Return the values of --set by field; a sector as its code."""
        defaults = self.defaults()
        if "sector" in defaults:
            defaults["sector"] = arguments.sector(connection, defaults["sector"], "--set sector")
        return defaults

    def import_options(
        self, defaults: Mapping[str, str], duplicates: Duplicates = "error"
    ) -> ImportOptions:
        """Return the options for the readers; `defaults` are values by field for empty cells."""
        mapping = parse_pairs(self.map_, "--map")
        read_options = ReadOptions(self.encoding, self.from_, self.sheet, tuple(mapping))
        return ImportOptions(read_options, mapping, defaults, duplicates)


class FaultOptions(NamedTuple):
    """What becomes of rows with faults, and whether anything is changed."""

    skip_bad: Annotated[
        str | None,
        typer.Option(
            "--skip-bad",
            metavar="REJECTS",
            help="Import the good rows; write the others, with the reasons, to this csv.",
        ),
    ] = None
    dry_run: Annotated[
        bool,
        typer.Option(
            "--dry-run", help="Check everything and report what would change, but change nothing."
        ),
    ] = False


def with_list_options(function: Callable[..., Table]) -> Callable[..., Table]:
    """Give a command the list options, in place of its parameters ListOptions and FaultOptions.

    @with_list_options
    def import_lists(ctx, files: Files, *, reading: ListOptions, faults: FaultOptions) -> Table:

    Raise UsageProblem if two of the files are stdin.
    """
    own = signature(function).parameters
    groups = {
        name: parameter.annotation
        for name, parameter in own.items()
        if parameter.annotation in (ListOptions, FaultOptions)
    }

    @wraps(function)
    def command(files: list[str], **values: Any) -> Table:
        if files.count("-") > 1:
            raise UsageProblem(t("- (stdin) can be read only once"))
        for name, group in groups.items():
            values[name] = group(*(values.pop(option) for option in group._fields))
        return function(files=files, **values)

    parameters: list[Parameter] = []
    for name, parameter in own.items():
        options = signature(groups[name]).parameters.values() if name in groups else (parameter,)
        parameters += [option.replace(kind=Parameter.KEYWORD_ONLY) for option in options]
    set_signature(command, parameters)
    return command


def refuse_twice(defaults: Mapping[str, str], name: str) -> None:
    """Raise UsageProblem if --set gives a field that has an option of its own, too."""
    if name in defaults:
        raise UsageProblem(t("--{name} and --set {name} cannot be used together", name=name))


def parse_pairs(texts: list[str] | None, option: str) -> dict[str, str]:
    """Return the values of an option NAME=VALUE by name, each name once."""
    pairs: dict[str, str] = {}
    for text in texts or ():
        name, equals, value = text.partition("=")
        if not equals or not name.strip():
            raise UsageProblem(
                t('{option}: "{text}" is not of the form NAME=VALUE', option=option, text=text)
            )
        if name.strip() in pairs:
            raise UsageProblem(
                t("{option}: {name} is given twice", option=option, name=name.strip())
            )
        pairs[name.strip()] = value.strip()
    return pairs


def known_codes(connection: sqlite3.Connection) -> KnownCodes:
    """Return the codes of sectors, focus areas and drivers, by code and by name."""
    return KnownCodes(
        sectors=codes_by_name(connection, "sector"),
        focus=codes_by_name(connection, "focus_area"),
        drivers=codes_by_name(connection, "driver"),
    )
