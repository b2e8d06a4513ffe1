"""`stdplan browse`: the catalogue as web pages on this machine.

Rule: the pages ask the same commands as a terminal, on a catalogue that is opened read-only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, redirect_stderr
from datetime import date
from io import StringIO
from threading import Lock

from stdplan.commands.console import say
from stdplan.commands.context import Context, open_query
from stdplan.commands.day_arguments import query_day
from stdplan.commands.framework import TableCommand, command
from stdplan.commands.options import AS_OF
from stdplan.commands.parameters import flag, option
from stdplan.errors import Missing, UsageProblem
from stdplan.i18n import t
from stdplan.interrupts import Interrupted, exit_code
from stdplan.light import TYPE_CHECKING

if TYPE_CHECKING:
    from stdplan.web.answers import TableAnswer

_CTRL_C = 130


@command(
    option(
        "--port",
        type=int,
        least=0,
        most=65535,
        default=8001,
        help="The port on this machine; 0 takes a free one.",
    ),
    flag("--open", name="open_", help="Open the pages in a browser (default: on a desktop)."),
    flag("--no-open", help="Open no browser."),
    AS_OF,
)
def noun(ctx: Context, port: int, open_: bool, no_open: bool, as_of: str | None) -> None:
    """Show the catalogue as web pages on this machine, read-only, until Ctrl-C.

    \b
    stdplan browse
    stdplan --lang zh browse --port 0 --as-of 2011-12-31

    The pages have charts, lists to narrow down, questions such as what is due, and SQL. They need
    Datasette: pip install 'stdplan[web]'. They write nothing, and no other machine reaches them.
    """
    if open_ and no_open:
        raise UsageProblem(t("give either --open or --no-open"))
    day = query_day(as_of, None)
    try:
        import datasette  # noqa: F401
        import uvicorn  # noqa: F401
    except ModuleNotFoundError:
        sentence = "browse: the pages need Datasette: pip install 'stdplan[web]'"
        raise Missing(t(sentence)) from None
    path = _prepare(ctx)
    from stdplan.web.server import serve

    try:
        serve(path, answering(path, day), day, port, _opens(open_, no_open), say)
    except Interrupted:
        if exit_code() != _CTRL_C:
            raise
    say(t("the pages are closed"))


def _prepare(ctx: Context) -> str:
    """Open the catalogue once as every command does, so that it is created or migrated, and bring
    the index of titles up to date; return its path."""
    from stdplan.catalogue.search_index import find_records
    from stdplan.commands.console import reading_titles

    query = open_query(ctx)
    with reading_titles(lambda count: t("reading {count} titles", count=count)) as on_start:
        find_records(query.catalogue.connection, [], on_start)
    query.catalogue.connection.close()
    return str(query.catalogue.path)


def _opens(open_: bool, no_open: bool) -> bool:
    """Return whether to open a browser: by default at a terminal on a desktop."""
    import sys

    from stdplan.platforms import is_desktop

    if open_ or no_open:
        return open_
    return is_desktop() and sys.stderr.isatty()


def answering(
    path: str, day: date
) -> Callable[[Sequence[str]], AbstractContextManager[TableAnswer]]:
    """Return the function that answers the command lines of the pages, one at a time, as of a
    day."""
    one_at_a_time = Lock()

    @contextmanager
    def ask(words: Sequence[str]) -> Iterator[TableAnswer]:
        from stdplan.commands.plain_parser import parse_command_line
        from stdplan.web.answers import TableAnswer

        # Options come before `--`, which begins the arguments.
        line = parse_command_line([*words[:2], f"--as-of={day}", *words[2:]])
        if line is None or not isinstance(line.command, TableCommand):
            raise UsageProblem(t("a value does not fit its field"))
        ctx = Context(path, opened=[], asked=[], read_only=True)
        stderr = StringIO()
        # What a command writes to stderr belongs on the page.
        with one_at_a_time, redirect_stderr(stderr):
            try:
                table = line.command.answer(ctx, line.values)
                yield TableAnswer(table, ctx.names(), stderr)
            finally:
                for catalogue in ctx.opened or ():
                    catalogue.connection.close()

    return ask
