"""The error boundary: every error of a command becomes one message on stderr and an exit code.

The codes are in errors.py. With --debug the error itself goes on, for a traceback.
"""

import sqlite3
from collections.abc import Callable

from stdplan import errors
from stdplan.commands.console import complain
from stdplan.commands.context import Context
from stdplan.i18n import t, tn
from stdplan.interrupts import exit_code, interrupted_message, with_stored
from stdplan.platforms import is_closed_pipe
from stdplan.reasons import system_reason

_FAULTS_SHOWN = 20


def run_guarded(action: Callable[[], int], ctx: Context) -> int:
    """Run an action and return its exit code; report an error of it and return that error's code.

    Other exceptions are bugs, or for Typer, and leave this function.
    """
    try:
        return action()
    except errors.StdplanError as error:
        return _report(error, ctx)
    except sqlite3.Error as error:
        from stdplan.catalogue.driver_errors import error_of_driver

        return _report(error_of_driver(error, _catalogue_name(ctx)), ctx)
    except UnicodeDecodeError as error:
        return _report(_damaged(error, ctx), ctx)
    except UnicodeEncodeError as error:  # an argument, on its way to the catalogue
        problem = t('"{text}" is not UTF-8 text', text=error.object[error.start : error.end])
        return _report(errors.UsageProblem(problem), ctx)
    except OverflowError:
        return _report(errors.UsageProblem(t("the number is too large to store")), ctx)
    except BrokenPipeError:  # where there is no SIGPIPE; the program ends quietly
        raise
    except PermissionError as error:
        return _report(errors.NoPermission(f"{error.filename}: {system_reason(error)}"), ctx)
    except OSError as error:
        if is_closed_pipe(error):
            raise BrokenPipeError from error
        problem = f"{error.filename or 'stdout'}: {system_reason(error)}"
        return _report(errors.InputOutput(problem), ctx)
    except (MemoryError, RecursionError) as error:
        problem = t("out of memory ({why})", why=type(error).__name__)
        return _report(errors.InputOutput(problem), ctx)
    except ValueError as error:
        from json import JSONDecodeError

        if isinstance(error, JSONDecodeError):  # a cell of the catalogue with several values
            return _report(_damaged(error, ctx), ctx)
        raise


def _catalogue_name(ctx: Context) -> str:
    """Return how messages name the catalogue of this run."""
    return str(ctx.db or t("the default catalogue"))


def _damaged(error: Exception, ctx: Context) -> errors.StdplanError:
    from stdplan.catalogue.driver_errors import damaged_error

    return damaged_error(_catalogue_name(ctx), str(error))


def _report(error: errors.StdplanError, ctx: Context) -> int:
    """Write the message of an error to stderr and return its exit code.

    The first faults of BadData come before the message, and how many more there are.
    """
    code = exit_code()
    if code is not None:  # SQLite and others turn the exception of a signal into an error of theirs
        complain(interrupted_message())
        return code
    if ctx.debug:
        raise error
    from stdplan.domain.text import escape_unprintable

    faults = getattr(error, "faults", ())
    lines = [*faults[:_FAULTS_SHOWN]]
    more = len(faults[_FAULTS_SHOWN:]) + getattr(error, "more", 0)
    if more:
        lines.append(tn("{count} more error like these", "{count} more errors like these", more))
    for line in [*lines, with_stored(str(error))]:
        complain(escape_unprintable(line))
    return error.exit_code
