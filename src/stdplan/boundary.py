"""The one error boundary: what goes wrong becomes one message and an exit code.

Rule: no traceback reaches a user, unless --debug asks for it. Nothing is imported for it before it
is needed.
"""

import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NoReturn

import typer

from stdplan import errors
from stdplan.i18n import t

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
    from stdplan.commands._context import settings

    return str(settings(ctx).db or t("the default catalogue"))


def _damaged(fault: Exception, ctx: Any) -> errors.StdplanError:
    from stdplan.catalogue.database import damaged

    return damaged(_catalogue(ctx), str(fault))


def _fail(fault: errors.StdplanError, ctx: Any) -> NoReturn:
    if ctx.params.get("debug"):
        raise fault
    from stdplan.domain.text import visible

    faults = getattr(fault, "faults", ())
    lines = [*faults[:_FAULTS_SHOWN]]
    more = len(faults[_FAULTS_SHOWN:]) + getattr(fault, "more", 0)
    if more:
        lines.append(t("{count} more faults like these", count=more))
    for line in [*lines, str(fault)]:
        complain(visible(line))
    raise typer.Exit(fault.exit_code)


def complain(sentence: str) -> None:
    """Say what is wrong."""
    sys.stderr.write(f"stdplan: {t('error')}: {sentence}\n")
