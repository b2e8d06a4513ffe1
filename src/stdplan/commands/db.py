"""`stdplan db`: the catalogue as a file: where it is, whether it is damaged, and its backups."""

from __future__ import annotations

from os import PathLike

from stdplan.catalogue.queries import check
from stdplan.catalogue.recording import UPKEEP
from stdplan.commands.console import say
from stdplan.commands.context import (
    Context,
    default_path,
    make_folder,
    open_chosen_catalogue,
    writing,
)
from stdplan.commands.framework import CommandGroup, command, table_command
from stdplan.commands.parameters import argument, flag
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


@command(
    argument("file", type=PathLike, metavar="FILE", help="The file to write."),
    flag("--force", help="Replace the file if it exists."),
)
def db_backup(ctx: Context, file: Path, force: bool) -> None:
    """Write a checked copy of the catalogue to a file, also while others write.

    \b
    stdplan db backup monday.db
    """
    from stdplan.catalogue.backup import back_up

    if not file.name:
        raise UsageProblem(t('"{file}" is not the name of a file', file=file))
    catalogue = open_chosen_catalogue(ctx)
    back_up(catalogue.connection, catalogue.path, file, replace=force)
    say(t("{file}: a copy of {path}", file=file, path=catalogue.path))


@command(argument("file", type=PathLike, metavar="FILE", help="A file that db backup wrote."))
def db_restore(ctx: Context, file: Path) -> None:
    """Replace the catalogue by a backup, and keep the old one next to it.

    The backup is checked first. The catalogue may be damaged or missing.

    \b
    stdplan db restore monday.db
    """
    from pathlib import Path

    from stdplan.catalogue.restore import restore

    path = Path(ctx.db or default_path())
    if ctx.db is None:
        make_folder(path.parent)
    kept = restore(file, path)
    if kept is None:
        say(t("{path}: restored from {file}", path=path, file=file))
    else:
        sentence = "{path}: restored from {file}; the old catalogue is kept as {kept}"
        say(t(sentence, path=path, file=file, kept=kept.name))


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
    "Show, check, back up and restore the catalogue file.",
    {
        "info": db_info,
        "check": db_check,
        "backup": db_backup,
        "restore": db_restore,
        "rebuild": db_rebuild,
    },
)
