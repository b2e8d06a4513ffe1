"""The context of a command: the global options, and the catalogue that they name.

The catalogue is opened for a question about a day and a plan, or to write.

Rule: a command that writes is one operation, with the command line as its entry in the catalogue.
The default catalogue is created at first use; a catalogue that --db names must exist.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date

from stdplan import config
from stdplan.catalogue import database
from stdplan.catalogue.queries import plans
from stdplan.catalogue.queries.code_names import CatalogueNames
from stdplan.commands.console import say, use_titles
from stdplan.commands.day_arguments import query_day
from stdplan.commands.parameters import flag, option
from stdplan.i18n import LANGUAGES, t
from stdplan.light import TYPE_CHECKING, NamedTuple
from stdplan.platforms import data_folder
from stdplan.reasons import system_reason

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any, Self

    from stdplan.catalogue.transaction import Transaction
    from stdplan.domain.plan_definition import Seeds
    from stdplan.table import Row


LANG = option(
    "--lang",
    metavar="|".join(LANGUAGES),
    help="The language (default: STDPLAN_LANG, or the locale).",
)
VERSION = flag("--version", help="Show the version.")
# The options before the noun.
GLOBAL_OPTIONS = (
    option(
        "--db",
        metavar="PATH",
        help="The catalogue (default: STDPLAN_DB, or the default catalogue).",
    ),
    LANG,
    flag("--debug", help="Show where an error occurred, for a bug report."),
    flag("--no-pager", help="Do not show long output in a pager."),
    VERSION,
)


def language_on_line(words: Sequence[str]) -> str | None:
    """Return the language that --lang names anywhere among the words; None without one.

    An error may come before the words are parsed.
    """
    found = None
    for word, following in zip(words, (*words[1:], ""), strict=False):
        if word == "--":
            break
        name, equals, value = word.partition("=")
        value = value if equals else following
        if name == "--lang" and value in LANGUAGES:
            found = value
    return found


class Context(NamedTuple):
    """The global options of this run, as every command gets them.

    `db`: the path that --db, STDPLAN_DB or the settings name, None for the default. `debug`: errors
    are raised, for a traceback. `effect`: of a writing command. `opened`: the catalogues that the
    command opened. `asked`: the questions that it asked. `given`: the names of the options that
    were typed. `pager`: long output goes to the pager on a terminal. `read_only`: an existing
    catalogue is opened as it is, and cannot be written.
    """

    db: str | None
    debug: bool = False
    effect: Effect | None = None
    opened: list[database.Catalogue] | None = None
    asked: list[QueryContext] | None = None
    given: frozenset[str] = frozenset()
    pager: bool = True
    read_only: bool = False

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> Self:
        """Return the context for the values of the global options."""
        path = config.catalogue(values["db"]).value
        path = os.curdir if path == "" else path
        given = frozenset(name for name in ("db", "lang") if values.get(name) is not None)
        return cls(path, values["debug"], given=given, pager=not values["no_pager"])

    def names(self) -> CatalogueNames | None:
        """Return the names that the opened catalogue knows, None without one."""
        return CatalogueNames(self.opened[-1].connection) if self.opened else None


# Counts of what follows from a change.
_CONSEQUENCES = ("projects opened", "withdrawn")


class Effect:
    """The effect of a writing command.

    `dry_run`: its operation is rolled back. `rows`: what it would change, as rows of
    CHANGE_COLUMNS. `changed`: how many records it changed.
    """

    def __init__(self, dry_run: bool) -> None:
        self.dry_run = dry_run
        self.rows: list[Row] = []
        self.changed = 0


class DryRunEnds(Exception):
    """The end of a command with --dry-run: its operation is rolled back."""


class QueryContext(NamedTuple):
    """What a question is about: an open catalogue, a day and a plan."""

    catalogue: database.Catalogue
    day: date
    plan: plans.PlanRules


def default_path() -> str:
    """Return the path of the default catalogue, in the user's data folder."""
    return os.path.join(data_folder("stdplan"), "catalogue.db")


def command_line() -> str:
    """Return the command as typed, for the entry of the operation; bytes that are no UTF-8 are
    escaped."""
    from shlex import join

    typed = join(["stdplan", *sys.argv[1:]])
    return typed.encode("utf-8", "backslashreplace").decode("utf-8")


def open_chosen_catalogue(ctx: Context) -> database.Catalogue:
    """Open the named catalogue, else the default one, which is created at first use.

    Raise Missing if a named catalogue does not exist.
    """
    path = ctx.db
    if path is None:
        path = default_path()
        if not os.path.exists(path):
            _first_use(path)
    if ctx.read_only:
        catalogue = database.Catalogue(path, database.open_reader(path))
    else:
        catalogue = database.open_catalogue(path, say)
    use_titles(CatalogueNames(catalogue.connection))
    if ctx.opened is not None:
        ctx.opened.append(catalogue)
    return catalogue


def make_folder(folder: Path) -> None:
    """Create the folder of the default catalogue; raise CannotCreate if that fails."""
    from stdplan.errors import CannotCreate

    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CannotCreate(
            t("{path}: cannot be created ({why})", path=folder, why=system_reason(error))
        ) from error


def _first_use(name: str) -> None:
    """Create the default catalogue with the built-in plan, and say so."""
    from pathlib import Path

    from stdplan.importing.plan_files import built_in_plan

    path = Path(name)
    make_folder(path.parent)
    create_catalogue(path, built_in_plan())


def create_catalogue(path: Path, seeds: Seeds) -> bool:
    """Create a catalogue with a plan, and say so; return False if the file exists.

    Another process may create it at the same moment.
    """
    # Imported here: SQLModel is slow to import, and only commands that write need it.
    from stdplan.catalogue.seed import apply_seeds
    from stdplan.errors import CannotCreate

    if path.exists():
        return False
    try:
        database.create(path, lambda transaction: apply_seeds(transaction, seeds), command_line())
    except CannotCreate:
        if not path.exists():
            raise
        return False
    say(t("created a catalogue with the plan of {year}: {path}", year=seeds.year, path=path))
    return True


def open_query(
    ctx: Context, as_of: str | None = None, year: int | None = None, plan: int | None = None
) -> QueryContext:
    """Open the catalogue for a question about a day (else today) and a plan.

    `as_of`: the value of --as-of. `year`: short for 31 December of that year. `plan`: the year of a
    plan; by default that of the day's year, else the last one before it, else the first one. So a
    plan that is made for next year changes no answer about this year.

        query = open_query(ctx, year=2011)
        query.day, query.plan.year  # 2011-12-31, 2011
    """
    day = query_day(as_of, year)
    catalogue = open_chosen_catalogue(ctx)
    rules = plans.choose_plan(catalogue.connection, plan, day.year)
    query = QueryContext(catalogue, day, rules)
    if ctx.asked is not None:
        ctx.asked.append(query)
    return query


def note_other_plan(query: QueryContext) -> tuple[str, ...]:
    """Return a note if the plan is of another year than the day, else nothing."""
    if query.day.year == query.plan.year:
        return ()
    return (t("these are the figures of the plan of {year}", year=query.plan.year),)


def how_to_make_plan(year: int, source: int) -> str:
    """Return the sentence with the command that makes a plan of a year from another plan."""
    sentence = (
        "the catalogue has no plan of {year}; make one with"
        " `stdplan plans new {year} --from {source}`"
    )
    return t(sentence, year=year, source=source)


def why_empty(query: QueryContext, what: str, option: str = "--as-of") -> str:
    """Return why a list of standards is empty and what to do next. `what`: the first half of
    the sentence. `option`: the one of this command that has the day."""
    if plans.has_standards(query.catalogue.connection):
        return t("{what}; try other filters or another {option}", what=what, option=option)
    return t(
        "{what}; the catalogue is empty: import a list with `stdplan standards import FILE`",
        what=what,
    )


@contextmanager
def writing(
    ctx: Context, undoing: bool = False
) -> Iterator[tuple[database.Catalogue, Transaction]]:
    """Open the catalogue for one operation, which is committed when the block ends without an
    error.

    `undoing`: it takes back another operation. With --dry-run the operation is rolled back; raise
    DryRunEnds, so that the command does not report what did not happen.
    """
    catalogue = open_chosen_catalogue(ctx)
    with catalogue.operation(command_line(), undoing) as transaction:
        yield catalogue, transaction
        if ctx.effect is not None and ctx.effect.dry_run:
            from stdplan.catalogue.queries.history import Changes

            operation = transaction.rehearse()
            ctx.effect.rows = list(Changes(catalogue.connection, operation).rows())
            raise DryRunEnds
    if ctx.effect is not None and not undoing:
        ctx.effect.changed = sum(
            count for name, count in transaction.counts.items() if name not in _CONSEQUENCES
        )
