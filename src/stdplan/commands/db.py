"""`stdplan db`: the catalogue as a file: where it is, whether it is damaged, and its backups."""

from __future__ import annotations

from os import PathLike

from stdplan.catalogue.queries import check, info
from stdplan.catalogue.recording import UPKEEP
from stdplan.commands import code_arguments
from stdplan.commands.console import say
from stdplan.commands.context import (
    Context,
    default_path,
    make_folder,
    open_chosen_catalogue,
    writing,
)
from stdplan.commands.framework import CommandGroup, command, table_command
from stdplan.commands.parameters import argument, flag, option
from stdplan.domain.answer_words import CHECKS
from stdplan.errors import FINDINGS, UsageProblem
from stdplan.i18n import t, tn
from stdplan.light import TYPE_CHECKING
from stdplan.long_work import long_work
from stdplan.table import Records, Table

if TYPE_CHECKING:
    from pathlib import Path


@table_command()
def db_info(ctx: Context) -> Table:
    """Show where the catalogue is, its versions, and the number of records of each kind."""
    catalogue = open_chosen_catalogue(ctx)
    return Table(
        info.INFO_COLUMNS, info.catalogue_info(catalogue.connection, catalogue.path), single=True
    )


@table_command(
    option(
        "--skip",
        many=True,
        metavar="CHECK",
        complete=check.NAMES,
        help="Leave out this check; repeatable, or several with commas.",
    ),
    flag("--list", name="list_", help="List the checks, and what each of them means."),
    finding=True,
)
def db_check(ctx: Context, skip: list[str] | None, list_: bool) -> Table:
    """Check the catalogue for damage and contradictions.

    \b
    stdplan db check
    stdplan db check --skip older-successor,replaces-itself
    stdplan db check --list

    Prints nothing and exits with code 0 if all is well; otherwise lists the problems. The exit code
    is 1 if one of them is an error. A warning is what a list may bring, such as a link that has no
    effect.
    """
    checks = {name: CHECKS[name] for name in check.NAMES}
    skipped = code_arguments.names(checks, skip, "--skip", t("check"))
    if list_:
        return Table(check.CHECK_COLUMNS, Records(check.CHECK_COLUMNS, check.list_checks()))
    catalogue = open_chosen_catalogue(ctx)
    findings = check.findings(catalogue.connection, skipped)
    errors = any(finding[-1] == check.ERROR for finding in findings)
    return Table(
        check.FINDING_COLUMNS,
        Records(check.FINDING_COLUMNS, findings),
        empty=t("all is well"),
        code=FINDINGS if errors else 0,
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

    These are the days from which status and age follow, and the indexes of titles; indexes and
    triggers of the file that are missing are created again. It is needed only if `db check` says
    so; a newer stdplan does it by itself.
    """
    from stdplan.catalogue import life, search_index, title_index
    from stdplan.catalogue.indexes import create_missing

    with writing(ctx) as (_, transaction):
        transaction.recorded = UPKEEP
        # The next question that needs an index of titles builds it.
        for index in (title_index, search_index):
            index.clear(transaction.connection)
        with long_work(transaction.connection, t("computing the days of the records")):
            records = life.create(transaction.connection)
        create_missing(transaction.connection)
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
