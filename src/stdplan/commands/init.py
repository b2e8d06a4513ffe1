"""`stdplan init`: a new catalogue, or a plan updated from its YAML files."""

from os import PathLike
from pathlib import Path

from stdplan.catalogue import database
from stdplan.commands.console import say
from stdplan.commands.context import (
    Context,
    command_line,
    create_catalogue,
    default_path,
    make_folder,
)
from stdplan.commands.framework import command
from stdplan.commands.parameters import option
from stdplan.errors import UsageProblem
from stdplan.i18n import t


@command(
    option(
        "--sectors", type=PathLike, metavar="FILE", help="Sectors of a plan of your own (YAML)."
    ),
    option(
        "--tasks", type=PathLike, metavar="FILE", help="Tasks and indicators of that plan (YAML)."
    ),
)
def init(ctx: Context, sectors: Path | None, tasks: Path | None) -> None:
    """Create the catalogue, or update its plan from the seed data.

    Sectors, focus areas, tasks and indicators are added and updated by their codes. This can be
    repeated, and never changes what was recorded. --sectors and --tasks add a plan of your own to
    those in the catalogue.
    """
    # Imported here: SQLModel is slow to import, and only commands that write need it.
    from stdplan.catalogue.seed import apply_seeds
    from stdplan.importing.plan_files import built_in_plan, read_plan

    if (sectors is None) != (tasks is None):
        raise UsageProblem(t("--sectors and --tasks must be used together: a plan needs both"))
    seeds = read_plan(sectors, tasks) if sectors and tasks else built_in_plan()
    path = Path(ctx.db or default_path())
    if ctx.db is None:
        make_folder(path.parent)
    if create_catalogue(path, seeds):
        return
    with database.open_catalogue(path, say).operation(command_line()) as transaction:
        apply_seeds(transaction, seeds)
    say(
        t(
            "plan of {year} in {path}: {added} added, {changed} changed",
            year=seeds.year,
            path=path,
            added=transaction.counts["added"],
            changed=transaction.counts["changed"],
        )
    )


noun = init
