"""`stdplan config`: which settings hold, and where each comes from."""

from __future__ import annotations

import sys
from shlex import join

from stdplan import config
from stdplan.commands.console import say
from stdplan.commands.context import Context, default_path
from stdplan.commands.framework import CommandGroup, command, table_command
from stdplan.commands.run import no_settings
from stdplan.i18n import language, language_source
from stdplan.table import Column, Records, Row, Table

CONFIG_COLUMNS = (
    Column("setting", "key"), Column("value", context="of a setting"), Column("from", "key"),
    Column("place"),
)  # fmt: skip


@table_command()
def show(ctx: Context) -> Table:
    """Show which settings hold, and where each comes from: option, environment, file or default.

    An option wins over the environment, and that over the file (`stdplan config path`).
    """
    source, place = language_source()
    if "lang" in ctx.given:
        source, place = "option", None
    elif source == "file":
        place = config.file_place("language")
    catalogue = config.catalogue(ctx.db if "db" in ctx.given else None)
    rows: list[Row] = [
        ("language", language(), source, place),
        ("catalogue", catalogue.value or default_path(), *catalogue[1:]),
        ("labels", *config.labels()),
        ("pager", *config.pager(None if ctx.pager else "")),
    ]
    rows += [
        (f"questions.{name}", join(words), "file", config.file_place(f"questions.{name}"))
        for name, words in config.settings().questions.items()
    ]
    return Table(CONFIG_COLUMNS, Records(CONFIG_COLUMNS, rows))


@command()
def path(ctx: Context) -> None:
    """Print the path of the file of settings, whether or not it exists."""
    path = config.config_path()
    sys.stdout.write(f"{path}\n")
    if not path:
        say(no_settings())


noun = CommandGroup(
    "Show which settings hold, and where they come from.",
    {"show": show, "path": path},
    bare="show",
)
