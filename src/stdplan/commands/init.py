"""`stdplan init`: a new catalogue, or a plan updated from its YAML files."""

from pathlib import Path
from typing import Annotated

import typer

from stdplan.catalogue import database
from stdplan.commands.console import say
from stdplan.commands.context import command_line, default_path, make_folder, settings
from stdplan.errors import UsageProblem
from stdplan.i18n import t


def command(
    ctx: typer.Context,
    sectors: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Sectors of a plan of your own (YAML).")
    ] = None,
    tasks: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Its tasks and indicators (YAML).")
    ] = None,
) -> None:
    """Create the catalogue, or refresh its plan from the seeds.

    Adds and updates sectors, focus areas, tasks and indicators by their codes, again and again
    without harm, and never touches what was recorded. With --sectors and --tasks a plan of your
    own comes beside the others.
    """
    # Imported here: SQLModel is slow to import, and only commands that write need it.
    from stdplan.catalogue.seed import apply_seeds
    from stdplan.importing.plan_files import built_in_plan, read_plan

    if (sectors is None) != (tasks is None):
        raise UsageProblem(t("--sectors and --tasks belong together: a plan needs both"))
    seeds = read_plan(sectors, tasks) if sectors and tasks else built_in_plan()
    path = settings(ctx).db or default_path()
    if not path.exists():
        if settings(ctx).db is None:
            make_folder(path.parent)
        database.create(path, lambda transaction: apply_seeds(transaction, seeds), command_line())
        say(t("made a catalogue with the plan of {year}: {path}", year=seeds.year, path=path))
        return
    with database.open_catalogue(path).operation(command_line()) as transaction:
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
