"""`stdplan db`: the catalogue as a file: where it is, and whether it is damaged."""

import typer

from stdplan.catalogue.queries import check
from stdplan.commands.context import open_chosen_catalogue
from stdplan.commands.framework import CommandGroup, TableCommand
from stdplan.i18n import t
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


def command_group() -> CommandGroup:
    """Return the noun with its verbs."""
    verbs = {"info": TableCommand(db_info), "check": TableCommand(db_check, finding=True)}
    return CommandGroup("db", "Show and check the catalogue file.", verbs)
