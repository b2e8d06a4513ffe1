"""What a command stands on: the catalogue, the day asked about, the plan."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import typer

from stdplan.catalogue import database
from stdplan.catalogue.queries import plans
from stdplan.commands.arguments import query_day
from stdplan.commands.console import say
from stdplan.i18n import t

if TYPE_CHECKING:
    from stdplan.catalogue.database import Transaction


class Settings(NamedTuple):
    """The global options: `db` is the path somebody named, None for the default catalogue."""

    db: Path | None


class QueryContext(NamedTuple):
    """An open catalogue, the day asked about and the plan."""

    catalogue: database.Catalogue
    day: date
    plan: plans.PlanRules


def settings(ctx: typer.Context) -> Settings:
    """The global options of this run."""
    found = ctx.find_object(Settings)
    assert found is not None, "the root command sets them"
    return found


def default_path() -> Path:
    """The default catalogue, in the user's data folder."""
    from platformdirs import user_data_path

    return user_data_path("stdplan", appauthor=False) / "catalogue.db"


def command_line() -> str:
    """The command as typed, for the entry of the operation; bytes that are no text are shown."""
    from shlex import join

    typed = join(["stdplan", *sys.argv[1:]])
    return typed.encode("utf-8", "backslashreplace").decode("utf-8")


def open_catalogue(ctx: typer.Context) -> database.Catalogue:
    """The catalogue that was named, else the default one, made and seeded at first use."""
    named = settings(ctx).db
    if named is not None:
        return database.open_catalogue(named)
    path = default_path()
    if not path.exists():
        _first_use(path)
    return database.open_catalogue(path)


def make_folder(folder: Path) -> None:
    """The folder of the default catalogue; CannotCreate where it cannot be made."""
    from stdplan.errors import CannotCreate

    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        raise CannotCreate(
            t("{path}: cannot be created ({why})", path=folder, why=fault.strerror)
        ) from fault


def _first_use(path: Path) -> None:
    from stdplan.catalogue.seed import apply_seeds
    from stdplan.errors import CannotCreate
    from stdplan.importing.plan_files import built_in_plan

    make_folder(path.parent)
    seeds = built_in_plan()
    try:
        database.create(path, lambda work: apply_seeds(work, seeds), command_line())
    except CannotCreate:
        if not path.exists():
            raise
        return  # another process made it at the same moment
    say(t("made a catalogue with the plan of {year}: {path}", year=seeds.year, path=path))


def open_query(
    ctx: typer.Context, as_of: str | None = None, year: int | None = None, plan: int | None = None
) -> QueryContext:
    """Open the catalogue for a question about a day (today without one) and a plan (the newest)."""
    day = query_day(as_of, year)
    catalogue = open_catalogue(ctx)
    if plan is None and year is not None and plans.has_plan(catalogue.connection, year):
        plan = year
    return QueryContext(catalogue, day, plans.choose(catalogue.connection, plan))


def note_other_plan(asked: QueryContext) -> tuple[str, ...]:
    """What is to be said where a plan of another year than the day's answers."""
    if asked.day.year == asked.plan.year:
        return ()
    return (t("these are the figures of the plan of {year}", year=asked.plan.year),)


def why_empty(asked: QueryContext, what: str) -> str:
    """Why a list of standards is empty and what to do next: load a list, or ask for less."""
    if plans.holds_standards(asked.catalogue.connection):
        return t("{what}; other filters or another --as-of may find something", what=what)
    return t(
        "{what}; the catalogue is empty: `stdplan standards import FILE` takes in a list", what=what
    )


@contextmanager
def writing(ctx: typer.Context) -> "Iterator[tuple[database.Catalogue, Transaction]]":
    """Open the catalogue and write: one operation, with this command line for its entry."""
    catalogue = open_catalogue(ctx)
    with catalogue.operation(command_line()) as work:
        yield catalogue, work


def path_of_catalogue(db: str | None) -> Path | None:
    """The path of --db, else of STDPLAN_DB; None where neither is given."""
    text = db if db is not None else os.environ.get("STDPLAN_DB") or None
    return None if text is None else Path(text)
