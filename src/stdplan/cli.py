"""The program: root command, global options, the one error boundary, `main`.

Rule: nothing here imports a noun, SQLModel, Rich or YAML before it is needed; a reading command
must start faster than the tools people would otherwise reach for (tests look at sys.modules).
"""

import os
import signal
import sqlite3
import sys
from contextlib import suppress
from importlib import import_module
from typing import Annotated, Any, NoReturn

import typer
from typer.core import TyperGroup

from stdplan import errors
from stdplan.i18n import LANGUAGES, t, use_language

# Modules of stdplan.commands: each holds a noun, as `noun()` (a group) or `command` (a function).
COMMANDS = ("init", "sectors", "focus", "tasks", "standards", "review", "progress", "report", "db")
_FAULTS_SHOWN = 20


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
        from stdplan.commands._build import build

        return build(cmd_name, module.command)

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """The help, in the language of this run."""
        use_language(ctx.params.get("lang"))
        self.help = t(self.help or "")
        for option in self.params:
            option.help = t(getattr(option, "help", None) or "")  # type: ignore[attr-defined]
        super().format_help(ctx, formatter)

    def invoke(self, ctx: Any) -> Any:
        """Run, and turn what goes wrong into one message and an exit code."""
        try:
            return super().invoke(ctx)
        except errors.StdplanError as fault:
            _fail(fault, ctx)
        except sqlite3.Error as fault:
            from stdplan.catalogue.faults import explain

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
            raise


def _catalogue(ctx: Any) -> str:
    """What messages call the catalogue of this run."""
    from stdplan.commands._context import settings

    return str(settings(ctx).db or t("the default catalogue"))


def _damaged(fault: Exception, ctx: Any) -> errors.StdplanError:
    from stdplan.catalogue.faults import damaged

    return damaged(_catalogue(ctx), str(fault))


def _fail(fault: errors.StdplanError, ctx: Any) -> NoReturn:
    if ctx.params.get("debug"):
        raise fault
    from stdplan.domain.cells import visible

    faults = getattr(fault, "faults", ())
    lines = [*faults[:_FAULTS_SHOWN]]
    if len(faults) > _FAULTS_SHOWN:
        lines.append(t("{count} more faults like these", count=len(faults) - _FAULTS_SHOWN))
    for line in [*lines, str(fault)]:
        sys.stderr.write(f"stdplan: {t('error')}: {visible(line)}\n")
    raise typer.Exit(fault.exit_code)


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
            metavar="zh|en",
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
    from stdplan.commands._context import Settings, named_path

    ctx.obj = Settings(named_path(db))


class Unfailing:
    """stderr that cannot fail a command: where nobody can be told, the exit code still tells."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        """Write if that is possible."""
        with suppress(OSError):
            self._stream.write(text)
        return len(text)

    def flush(self) -> None:
        """Flush if that is possible."""
        with suppress(OSError):
            self._stream.flush()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


def main() -> NoReturn:
    """Run the program: streams in UTF-8, quiet at a closed pipe, output checked at the end."""
    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # `| head` ends us quietly, with 141
    _use_utf8()
    if sys.stderr is None:  # `2>&-`: there is nobody to tell, which is no reason to fail
        sys.stderr = open(os.devnull, "w")  # noqa: SIM115, PTH123
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if stream is not None:
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    sys.stderr = Unfailing(sys.stderr)
    use_language(None)
    code = _run()
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except OSError as fault:
        # What we said is lost: say so, whatever the command thought of it.
        sys.stderr.write(f"stdplan: {t('error')}: stdout: {fault.strerror}\n")
        code = errors.IO
    # Not sys.exit: it would flush stdout once more and complain once more.
    sys.stderr.flush()
    os._exit(code)


def _use_utf8() -> None:
    """Begin again in UTF-8 where Python was told ASCII (LC_ALL=POSIX with PYTHONUTF8=0): the
    arguments and the names of files would be unreadable."""
    if sys.getfilesystemencoding() == "ascii" and sys.executable and hasattr(os, "execve"):
        again = [sys.executable, *sys.orig_argv[1:]]
        os.execve(sys.executable, again, {**os.environ, "PYTHONUTF8": "1"})


def _run() -> int:
    if sys.stdout is None:  # `>&-`
        sys.stderr.write(f"stdplan: {t('error')}: stdout: {t('is closed')}\n")
        return errors.IO
    try:
        app(prog_name="stdplan")
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else (0 if end.code is None else 1)
    except KeyboardInterrupt:
        return 130
    except OSError as fault:  # the help itself could not be written
        sys.stderr.write(f"stdplan: {t('error')}: stdout: {fault.strerror}\n")
        return errors.IO
    except Exception as bug:
        if "--debug" in sys.argv:
            import traceback

            traceback.print_exc()
            return getattr(bug, "exit_code", errors.BUG)
        kind = type(bug).__name__
        sentence = t("a bug in stdplan ({kind}: {why}); --debug shows where", kind=kind, why=bug)
        sys.stderr.write(f"stdplan: {t('error')}: {sentence}\n")
        return errors.BUG
    return 0
