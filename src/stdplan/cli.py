"""The start of the program: `main` runs the command line of the process and ends it.

Rule: commands start fast. Nothing here imports Typer, SQLModel, Rich or YAML before it is needed
(tests look at sys.modules).
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from stdplan import config, errors, interrupts, long_work, streams, unfinished
from stdplan.commands.console import complain, say, show_work
from stdplan.commands.context import Context, language_on_line
from stdplan.i18n import configure_language, t, use_language
from stdplan.light import TYPE_CHECKING
from stdplan.reasons import system_reason

if TYPE_CHECKING:
    from typing import NoReturn


def main() -> NoReturn:
    """Run the program as a process, and exit with its code; 74 if output was lost."""
    streams.prepare()
    interrupts.prepare()
    use_language(None)
    if sys.stderr.isatty():
        long_work.show_by(show_work)
    code = _run()
    unfinished.remove_own()
    problem = streams.flush()
    if problem is not None:
        # Output is lost. The command may have reported this, when its buffer was full.
        if code != errors.IO:
            complain(interrupts.with_stored(f"stdout: {system_reason(problem)}"))
        code = errors.IO
    # Not sys.exit: it would flush stdout once more and complain once more.
    os._exit(code)


def run(words: Sequence[str] | None) -> int:
    """Run a command line, None for that of the process, and return its exit code."""
    from stdplan.commands.plain_parser import parse_command_line
    from stdplan.error_boundary import run_guarded

    interrupts.note_stored(None)
    if words is None and "_STDPLAN_COMPLETE" in os.environ:
        from stdplan.completion.shells import respond

        try:
            respond(os.environ["_STDPLAN_COMPLETE"])
        except SystemExit as exit_:
            return 1 if exit_.code else 0
        return 0
    typed = list(sys.argv[1:] if words is None else words)
    meant: list[str] = []
    try:
        if code := run_guarded(lambda: _read_settings(typed, meant), _early_context(typed)):
            return code
        if words is None:
            sys.argv[1:] = meant  # the history has what was run
        line = parse_command_line(meant)
        if line is None:
            from stdplan.typer_program import run_typer

            run_typer(None if words is None else meant)
        use_language(line.lang)
        code = run_guarded(lambda: line.command.run(line.ctx, line.values), line.ctx)
    except SystemExit as exit_:
        code = exit_.code if isinstance(exit_.code, int) else (0 if exit_.code is None else 1)
    if errors.USAGE <= code <= errors.TOO_NEW and meant != typed:
        from stdplan.commands.run import what_was_run

        say(what_was_run(typed))
    return code


def _read_settings(typed: Sequence[str], meant: list[str]) -> int:
    """Read the user's settings, and put the command line that is meant into `meant`: a saved
    question has one of its own."""
    language = language_on_line(typed)
    configure_language(None)
    use_language(language)
    configure_language(config.load().language)
    use_language(language)
    if "run" in typed:
        from stdplan.commands.run import with_saved_question

        typed = with_saved_question(typed)
    meant.extend(typed)
    return 0


def _early_context(typed: Sequence[str]) -> Context:
    """Return the context of errors before the command line is parsed."""
    return Context(None, "--debug" in typed)


def _run() -> int:
    """Run the command of sys.argv and return its exit code."""
    if sys.stdout is None:  # `>&-`
        complain(f"stdout: {t('is closed')}")
        return errors.IO
    try:
        return run(None)
    except interrupts.Interrupted:
        complain(interrupts.interrupted_message())
        return interrupts.exit_code() or 0
    except BrokenPipeError:  # where there is no SIGPIPE
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115, PTH123
        return 1
    except OSError as error:  # the help could not be written
        complain(interrupts.with_stored(f"stdout: {system_reason(error)}"))
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
