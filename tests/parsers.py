"""Parse a command line by both parsers, the plain one and Typer, and compare what they give."""

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from functools import cache
from typing import Any
from unittest.mock import patch

from stdplan import typer_program
from stdplan.commands.context import Context
from stdplan.commands.framework import Command, TableCommand, WritingCommand
from stdplan.commands.plain_parser import CommandLine, parse_command_line
from stdplan.i18n import language, use_language

# Typer takes ten times longer to build a command than to parse a command line.
_ROOT = typer_program.build_root()
_build_command = cache(typer_program.build_command)


def parse_by_typer(words: Sequence[str]) -> CommandLine | str:
    """Return what Typer parses; the text that it writes if it runs no command."""
    parsed: list[CommandLine] = []

    def record(command: Command, ctx: Context, values: dict[str, Any]) -> int:
        parsed.append(CommandLine(language(), ctx, command, dict(values)))
        return 0

    written = io.StringIO()
    with (
        patch.object(Command, "run", record),
        patch.object(TableCommand, "run", record),
        patch.object(WritingCommand, "run", record),
        patch.object(typer_program, "build_command", _build_command),
        redirect_stdout(written),
        redirect_stderr(written),
        _language_restored(),
    ):
        try:
            _ROOT(args=list(words), prog_name="stdplan")
        except SystemExit as exit_:
            if exit_.code:
                return written.getvalue() or f"exit code {exit_.code}"
    return parsed[0] if parsed else written.getvalue()


@contextmanager
def _language_restored() -> Iterator[None]:
    before = language()
    try:
        yield
    finally:
        use_language(before)


def parse_by_both(words: Sequence[str]) -> CommandLine | None:
    """Return what the plain parser parses; raise AssertionError if Typer parses something else."""
    line = parse_command_line(words)
    if line is not None:
        with _language_restored():
            use_language(line.lang)
            expected = line._replace(lang=language())
        typers = parse_by_typer(words)
        assert typers == expected, f"{words}: plain {line}, Typer {typers}"
        assert _types(typers.values) == _types(line.values), words
    return line


def _types(values: dict[str, Any]) -> dict[str, Any]:
    return {
        name: [type(each) for each in value] if isinstance(value, list) else type(value)
        for name, value in values.items()
    }
