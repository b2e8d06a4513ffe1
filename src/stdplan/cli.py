"""The program: the root command, its global options, `main`, and what an error becomes.

Rule: reading commands start fast. Nothing here imports a noun, SQLModel, Rich or YAML before it is
needed (tests look at sys.modules).

Rule: every error of a command becomes one message on stderr and an exit code (errors.py). A
traceback is only shown with --debug.
"""

import os
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer
from typer._click.exceptions import BadOptionUsage, NoSuchOption, UsageError
from typer.core import TyperGroup

from stdplan import errors, streams
from stdplan.commands.console import complain
from stdplan.i18n import LANGUAGES, t, tn, use_language

# Modules of stdplan.commands. Each is a noun, with `command_group()`, or one command, `command`.
COMMANDS = (
    *("init", "sectors", "focus", "tasks", "standards", "review", "progress", "activities"),
    *("adoption", "committees", "report", "db"),
)
_FAULTS_SHOWN = 20


class Root(TyperGroup):
    """The root command: it imports a noun when it is called, and turns errors into exit codes."""

    def list_commands(self, ctx: Any) -> list[str]:
        """Return all nouns, in the order in which help shows them."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Return the command of a noun, imported now; None if there is no such noun."""
        if cmd_name not in COMMANDS:
            return None
        # Here and not in the callback: the help of nouns is shown without a call of the callback.
        use_language(ctx.params.get("lang"))
        module = import_module(f"stdplan.commands.{cmd_name}")
        if hasattr(module, "command_group"):
            return module.command_group()
        from stdplan.commands.framework import build_command

        return build_command(cmd_name, module.command)

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the page of --help, in the language of this run."""
        from stdplan.commands.framework import translate_command

        use_language(ctx.params.get("lang"))
        translate_command(self)
        super().format_help(ctx, formatter)

    def invoke(self, ctx: Any) -> Any:
        """Run the command within the error boundary."""
        with boundary(ctx):
            return super().invoke(ctx)


@contextmanager
def boundary(ctx: Any) -> Iterator[None]:
    """End the command with a message and an exit code if an error leaves the block.

    Errors of Typer about arguments go on to Typer, which shows them; two of them with a hint.
    """
    try:
        yield
    except errors.StdplanError as error:
        _fail(error, ctx)
    except sqlite3.Error as error:
        from stdplan.catalogue.database import error_of_driver

        _fail(error_of_driver(error, _catalogue_name(ctx)), ctx)
    except UnicodeDecodeError as error:
        _fail(_damaged(error, ctx), ctx)
    except UnicodeEncodeError as error:  # an argument, on its way to the catalogue
        problem = t('"{text}" is not UTF-8 text', text=error.object[error.start : error.end])
        _fail(errors.UsageProblem(problem), ctx)
    except OverflowError:
        _fail(errors.UsageProblem(t("the number is too large to store")), ctx)
    except BrokenPipeError:  # where there is no SIGPIPE; main() ends quietly
        raise
    except PermissionError as error:
        _fail(errors.NoPermission(f"{error.filename}: {error.strerror}"), ctx)
    except OSError as error:
        _fail(errors.InputOutput(f"{error.filename or 'stdout'}: {error.strerror}"), ctx)
    except (MemoryError, RecursionError) as error:
        _fail(errors.InputOutput(t("out of memory ({why})", why=type(error).__name__)), ctx)
    except UsageError as error:
        error.message += _hint(error)
        raise
    except ValueError as error:
        from json import JSONDecodeError

        if isinstance(error, JSONDecodeError):  # a cell of the catalogue with several values
            _fail(_damaged(error, ctx), ctx)
        raise


def _hint(error: UsageError) -> str:
    """Return what to add to the message of an error in the arguments; usually nothing."""
    if isinstance(error, NoSuchOption | BadOptionUsage):
        if error.option_name[1:2].isdigit():  # `-1` is taken for an option
            return t("; put a value that begins with - after --")
    # Typer has no class for an extra argument. It is the only error of this plain class that a
    # command raises; a group also raises it, for a verb that does not exist.
    elif type(error) is UsageError and not isinstance(error.cmd, TyperGroup):
        return t("; here a number that contains a space needs quotes")
    return ""


def _catalogue_name(ctx: Any) -> str:
    """Return how messages name the catalogue of this run."""
    from stdplan.commands.context import settings

    return str(settings(ctx).db or t("the default catalogue"))


def _damaged(error: Exception, ctx: Any) -> errors.StdplanError:
    from stdplan.catalogue.database import damaged_error

    return damaged_error(_catalogue_name(ctx), str(error))


def _fail(error: errors.StdplanError, ctx: Any) -> NoReturn:
    """Write the message of an error to stderr and leave with its exit code.

    The first faults of BadData come before the message, and how many more there are.
    """
    if ctx.params.get("debug"):
        raise error
    from stdplan.domain.text import escape_unprintable

    faults = getattr(error, "faults", ())
    lines = [*faults[:_FAULTS_SHOWN]]
    more = len(faults[_FAULTS_SHOWN:]) + getattr(error, "more", 0)
    if more:
        lines.append(tn("{count} more error like these", "{count} more errors like these", more))
    for line in [*lines, str(error)]:
        complain(escape_unprintable(line))
    raise typer.Exit(error.exit_code)


app = typer.Typer(
    cls=Root,
    name="stdplan",
    add_completion=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


def _show_version(wanted: bool) -> None:
    if wanted:
        from stdplan import __version__

        typer.echo(f"stdplan {__version__}")
        raise typer.Exit()


def _check_language(value: str | None) -> str | None:
    if value is not None and value not in LANGUAGES:
        names = ", ".join(LANGUAGES)
        raise typer.BadParameter(
            t('"{text}" is not valid; use one of {names}', text=value, names=names)
        )
    return value


@app.callback()
def root(
    ctx: typer.Context,
    db: Annotated[
        str | None,
        typer.Option(
            metavar="PATH", help="The catalogue (default: STDPLAN_DB, or the default catalogue)."
        ),
    ] = None,
    lang: Annotated[
        str | None,
        typer.Option(
            metavar="|".join(LANGUAGES),
            help="The language (default: STDPLAN_LANG, or the locale).",
            callback=_check_language,
            is_eager=True,  # before --help, which is written in it
        ),
    ] = None,
    debug: Annotated[
        bool, typer.Option("--debug", help="Show where an error occurred, for a bug report.")
    ] = False,
    version: Annotated[
        bool,
        typer.Option("--version", help="Show the version.", is_eager=True, callback=_show_version),
    ] = False,
) -> None:
    """Manage a standardization plan: sectors, standards, reviews due, progress.

    \b
    stdplan standards import bulletin.tsv      import a list as published
    stdplan review due --year 2011             what was due for review, oldest first
    stdplan report progress                    every indicator against its target
    """
    from stdplan.commands.context import Settings

    path = os.environ.get("STDPLAN_DB") or None if db is None else db
    ctx.obj = Settings(None if path is None else Path(path))


def main() -> NoReturn:
    """Run the program as a process, and exit with its code; 74 if output was lost."""
    streams.prepare()
    use_language(None)
    code = _run()
    problem = streams.flush()
    if problem is not None:
        # Output is lost: say so, whatever the command thought of it.
        complain(f"stdout: {problem}")
        code = errors.IO
    # Not sys.exit: it would flush stdout once more and complain once more.
    os._exit(code)


def _run() -> int:
    """Run the command of sys.argv and return its exit code."""
    if sys.stdout is None:  # `>&-`
        complain(f"stdout: {t('is closed')}")
        return errors.IO
    try:
        app(prog_name="stdplan")
    except SystemExit as exit_:
        return exit_.code if isinstance(exit_.code, int) else (0 if exit_.code is None else 1)
    except KeyboardInterrupt:
        return 130
    except OSError as error:  # the help could not be written
        complain(f"stdout: {error.strerror}")
        return errors.IO
    except Exception as bug:
        if "--debug" in sys.argv:
            import traceback

            traceback.print_exc()
            return getattr(bug, "exit_code", errors.BUG)
        kind = type(bug).__name__
        sentence = t("a bug in stdplan ({kind}: {why}); --debug shows where", kind=kind, why=bug)
        complain(sentence)
        return errors.BUG
    return 0
