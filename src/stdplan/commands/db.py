"""`stdplan db`: the catalogue as a file: where it is, whether it is damaged, and a copy of it."""

from pathlib import Path
from typing import Annotated

import typer

from stdplan.catalogue.queries import check
from stdplan.commands.console import say
from stdplan.commands.context import open_chosen_catalogue, writing
from stdplan.commands.framework import CommandGroup, TableCommand, Verbs
from stdplan.i18n import t, tn
from stdplan.table import Records, Table


def db_info(ctx: typer.Context) -> Table:
    """Show where the catalogue is, its versions, and the number of records of each kind."""
    catalogue = open_chosen_catalogue(ctx)
    return Table(
        check.INFO_COLUMNS, check.catalogue_info(catalogue.connection, catalogue.path), single=True
    )


def db_check(ctx: typer.Context) -> Table:
    """Check the catalogue for damage.

    Prints nothing and exits with code 0 if all is well; otherwise lists the problems and exits with
    code 1.
    """
    catalogue = open_chosen_catalogue(ctx)
    findings = check.findings(catalogue.connection)
    return Table(
        check.FINDING_COLUMNS,
        Records(check.FINDING_COLUMNS, findings),
        empty=t("all is well"),
    )


_FILE = typer.Argument(metavar="FILE", help="The new file; it must not exist.")


def db_backup(ctx: typer.Context, file: Annotated[Path, _FILE]) -> None:
    """Write a checked copy of the catalogue to a new file, also while others write.

    \b
    stdplan db backup monday.db
    """
    from stdplan.catalogue.backup import back_up

    catalogue = open_chosen_catalogue(ctx)
    back_up(catalogue.connection, catalogue.path, file)
    say(t("{file}: a copy of {path}", file=file, path=catalogue.path))


def db_rebuild(ctx: typer.Context) -> None:
    """Compute the days of all records again, from which status and age follow.

    This is needed only if `db check` says so; a newer stdplan does it by itself.
    """
    from stdplan.catalogue import life

    with writing(ctx) as (_, transaction):
        records = life.rebuild(transaction.connection)
        transaction.count("rebuilt", max(records, 1))
    say(tn("computed the days of {count} record", "computed the days of {count} records", records))


def command_group() -> CommandGroup:
    """Return the noun with its verbs."""
    verbs: Verbs = {
        "info": TableCommand(db_info),
        "check": TableCommand(db_check, finding=True),
        "backup": db_backup,
        "rebuild": db_rebuild,
    }
    return CommandGroup("db", "Show, check and back up the catalogue file.", verbs)
