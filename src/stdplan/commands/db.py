"""`stdplan db`: the catalogue as a file: where it is, whether it is damaged, and a copy of it."""

from __future__ import annotations

from os import PathLike

from stdplan.catalogue.queries import check
from stdplan.catalogue.recording import UPKEEP
from stdplan.commands.console import say
from stdplan.commands.context import Context, open_chosen_catalogue, writing
from stdplan.commands.framework import CommandGroup, command, table_command
from stdplan.commands.parameters import argument
from stdplan.errors import UsageProblem
from stdplan.i18n import t, tn
from stdplan.light import TYPE_CHECKING
from stdplan.table import Records, Table

if TYPE_CHECKING:
    from pathlib import Path


@table_command()
def db_info(ctx: Context) -> Table:
    """Show where the catalogue is, its versions, and the number of records of each kind."""
    catalogue = open_chosen_catalogue(ctx)
    return Table(
        check.INFO_COLUMNS, check.catalogue_info(catalogue.connection, catalogue.path), single=True
    )


@table_command(finding=True)
def db_check(ctx: Context) -> Table:
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


@command(argument("file", type=PathLike, metavar="FILE", help="The new file; it must not exist."))
def db_backup(ctx: Context, file: Path) -> None:
    """Write a checked copy of the catalogue to a new file, also while others write.

    \b
    stdplan db backup monday.db
    """
    from stdplan.catalogue.backup import back_up

    if not file.name:
        raise UsageProblem(t('"{file}" is not the name of a file', file=file))
    catalogue = open_chosen_catalogue(ctx)
    back_up(catalogue.connection, catalogue.path, file)
    say(t("{file}: a copy of {path}", file=file, path=catalogue.path))


@command()
def db_rebuild(ctx: Context) -> None:
    """Compute again what is derived from the records.

    These are the days from which status and age follow, and the indexes of titles. It is needed
    only if `db check` says so; a newer stdplan does it by itself.
    """
    from stdplan.catalogue import life, search_index, title_index

    with writing(ctx) as (_, transaction):
        transaction.recorded = UPKEEP
        # The next question that needs an index of titles builds it.
        for index in (title_index, search_index):
            index.clear(transaction.connection)
        records = life.create(transaction.connection)
        transaction.count("rebuilt", max(records, 1))
    say(tn("computed the days of {count} record", "computed the days of {count} records", records))


noun = CommandGroup(
    "Show, check and back up the catalogue file.",
    {"info": db_info, "check": db_check, "backup": db_backup, "rebuild": db_rebuild},
)
