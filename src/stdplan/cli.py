"""The start of the program: `main` runs the command line of the process and ends it.

Rule: commands start fast. Nothing here imports Typer, SQLModel, Rich or YAML before it is needed
(tests look at sys.modules).
"""

import os
import sys
from collections.abc import Sequence
from typing import NoReturn

from stdplan import errors, streams
from stdplan.commands.console import complain
from stdplan.i18n import t, use_language


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


def run(words: Sequence[str] | None) -> int:
    """Run a command line, None for that of the process, and return its exit code."""
    from stdplan.typer_program import run_typer

    return run_typer(words)


def _run() -> int:
    """Run the command of sys.argv and return its exit code."""
    if sys.stdout is None:  # `>&-`
        complain(f"stdout: {t('is closed')}")
        return errors.IO
    try:
        return run(None)
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
