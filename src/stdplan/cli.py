"""The one error boundary: what goes wrong becomes one message and an exit code.

Rule: no traceback reaches a user, unless --debug asks for it. Nothing is imported for it before it
is needed.

The program: root command, global options, `main`.

Rule: nothing here imports a noun, SQLModel, Rich or YAML before it is needed; a reading command
must start faster than the tools people would otherwise reach for (tests look at sys.modules).
"""

import os
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Annotated, Any, NoReturn

import typer
from typer.core import TyperGroup

from stdplan import errors, streams
from stdplan.commands.console import complain
from stdplan.i18n import LANGUAGES, t, tn, translate_help, use_language

_FAULTS_SHOWN = 20


@contextmanager
def boundary(ctx: Any) -> Iterator[None]:
    """Within the block every error ends the command, with its message and exit code."""
    try:
        yield
    except errors.StdplanError as fault:
        _fail(fault, ctx)
    except sqlite3.Error as fault:
        from stdplan.catalogue.database import explain

        _fail(explain(fault, _catalogue(ctx)), ctx)
    except UnicodeDecodeError as fault:
        _fail(_damaged(fault, ctx), ctx)
    except UnicodeEncodeError as fault:  # an argument, on its way to the catalogue
        wrong = t('"{text}" is not UTF-8 text', text=fault.object[fault.start : fault.end])
        _fail(errors.UsageProblem(wrong), ctx)
    except OverflowError:
        _fail(errors.UsageProblem(t("a number is larger than any that is kept")), ctx)
    except BrokenPipeError:  # where there is no SIGPIPE; main() ends quietly
        raise
    except PermissionError as fault:
        _fail(errors.NoPermission(f"{fault.filename}: {fault.strerror}"), ctx)
    except OSError as fault:
        _fail(errors.InputOutput(f"{fault.filename or 'stdout'}: {fault.strerror}"), ctx)
    except (MemoryError, RecursionError) as fault:
        _fail(errors.InputOutput(t("out of memory ({why})", why=type(fault).__name__)), ctx)
    except Exception as fault:
        if type(fault).__name__ == "JSONDecodeError":  # a cell of several values
            _fail(_damaged(fault, ctx), ctx)
        if getattr(fault, "option_name", "")[1:2].isdigit():  # `-1` is taken for an option
            fault.message += t(": a value that begins with - goes behind --")  # type: ignore[attr-defined]
        if getattr(fault, "message", "").startswith("Got unexpected extra argument"):
            fault.message += t(": here a number of two words stands in quotes")  # type: ignore[attr-defined]
        raise


def _catalogue(ctx: Any) -> str:
    """What messages call the catalogue of this run."""
    from stdplan.commands.context import settings

    return str(settings(ctx).db or t("the default catalogue"))


def _damaged(fault: Exception, ctx: Any) -> errors.StdplanError:
    from stdplan.catalogue.database import damaged

    return damaged(_catalogue(ctx), str(fault))


def _fail(fault: errors.StdplanError, ctx: Any) -> NoReturn:
    if ctx.params.get("debug"):
        raise fault
    from stdplan.domain.text import escape_unprintable

    faults = getattr(fault, "faults", ())
    lines = [*faults[:_FAULTS_SHOWN]]
    more = len(faults[_FAULTS_SHOWN:]) + getattr(fault, "more", 0)
    if more:
        lines.append(tn("{count} more fault like these", "{count} more faults like these", more))
    for line in [*lines, str(fault)]:
        complain(escape_unprintable(line))
    raise typer.Exit(fault.exit_code)


# Modules of stdplan.commands: each holds a noun, as `noun()` (a group) or `command` (a function).
COMMANDS = (
    *("init", "sectors", "focus", "tasks", "standards", "review", "progress", "activities"),
    *("adoption", "committees", "report", "db"),
)


class Root(TyperGroup):
    """The root: nouns are imported when they are called for, errors become exit codes."""

    def list_commands(self, ctx: Any) -> list[str]:
        """All nouns, in their order."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The noun, imported now."""
        if cmd_name not in COMMANDS:
            return None
        # Here, not in the callback: the help of nouns is made in the language of this run.
        use_language(ctx.params.get("lang"))
        module = import_module(f"stdplan.commands.{cmd_name}")
        if hasattr(module, "noun"):
            return module.noun()
        from stdplan.commands.framework import build

        return build(cmd_name, module.command)

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """The help, in the language of this run."""
        use_language(ctx.params.get("lang"))
        self.help = translate_help(self.help or "")
        for option in self.params:
            text = getattr(option, "help", None) or ""
            option.help = translate_help(text)  # type: ignore[attr-defined]
        super().format_help(ctx, formatter)

    def invoke(self, ctx: Any) -> Any:
        """Run, and turn what goes wrong into one message and an exit code."""
        with boundary(ctx):
            return super().invoke(ctx)


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


def _known_language(value: str | None) -> str | None:
    if value is not None and value not in LANGUAGES:
        names = ", ".join(LANGUAGES)
        raise typer.BadParameter(t('"{text}" is none of {names}', text=value, names=names))
    return value


@app.callback()
def root(
    ctx: typer.Context,
    db: Annotated[
        str | None,
        typer.Option(metavar="PATH", help="The catalogue (else STDPLAN_DB, else the default one)."),
    ] = None,
    lang: Annotated[
        str | None,
        typer.Option(
            metavar="|".join(LANGUAGES),
            help="Language (else STDPLAN_LANG, else the locale).",
            callback=_known_language,
            is_eager=True,  # before --help, which is written in it
        ),
    ] = None,
    debug: Annotated[
        bool, typer.Option("--debug", help="Show where an error arose, for a bug report.")
    ] = False,
    version: Annotated[
        bool,
        typer.Option("--version", help="Show the version.", is_eager=True, callback=_show_version),
    ] = False,
) -> None:
    """Run a standardization plan: sectors, standards, reviews due, progress.

    \b
    stdplan standards import bulletin.tsv      take in a list as it is
    stdplan review due --year 2011             what was due for review, oldest first
    stdplan report progress                    every indicator against its target
    """
    from stdplan.commands.context import Settings, named_path

    ctx.obj = Settings(named_path(db))


def main() -> NoReturn:
    """Run the program as a process, and leave it with what its output came to."""
    streams.prepare()
    use_language(None)
    code = _run()
    why = streams.lost()
    if why is not None:
        # What we said is lost: say so, whatever the command thought of it.
        complain(f"stdout: {why}")
        code = errors.IO
    # Not sys.exit: it would flush stdout once more and complain once more.
    os._exit(code)


def _run() -> int:
    if sys.stdout is None:  # `>&-`
        complain(f"stdout: {t('is closed')}")
        return errors.IO
    try:
        app(prog_name="stdplan")
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else (0 if end.code is None else 1)
    except KeyboardInterrupt:
        return 130
    except OSError as fault:  # the help itself could not be written
        complain(f"stdout: {fault.strerror}")
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
