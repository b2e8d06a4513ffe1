"""How commands are made: each from one function, and only the one that is called.

Rule: building a command costs start-up time (Typer reads its signature), so a noun builds a command
when it is asked for by name. Help texts are translated here, in one place.
"""

import sys
from collections.abc import Callable, Mapping
from inspect import Parameter, getdoc, signature
from typing import Any

import typer
from typer.core import TyperGroup

from stdplan.commands._output import OUTPUT_PARAMETERS, output_options
from stdplan.domain.table import Table
from stdplan.i18n import t
from stdplan.output.emit import emit

Function = Callable[..., Any]
_PLAIN: dict[str, Any] = {
    "add_completion": False,
    "rich_markup_mode": None,
    "pretty_exceptions_enable": False,
}


def build(name: str, function: Function) -> Any:
    """The command for a function: its docstring is the help, its parameters the options."""
    app = typer.Typer(**_PLAIN)
    app.command(name, help=t(getdoc(function) or ""), context_settings=_HELP)(function)
    command = typer.main.get_command(app)
    for parameter in command.params:
        text = getattr(parameter, "help", None)
        if text:
            parameter.help = t(text)  # type: ignore[attr-defined]
    return command


_HELP = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


def reading(function: Callable[..., Table], finding: bool = False) -> Function:
    """A reading command: the function answers with a Table, the common options shape its output.

    `finding`: its rows are findings: without any it says nothing, not even a header, and with
    some the exit code is 1.
    """

    def run(**given: Any) -> None:
        options = output_options(given)
        table = function(**given)
        if finding and table.is_empty() and options.format == "auto":
            return
        written = emit(table, options, sys.stdout, sys.stdout.isatty())
        if (options.exit_code or finding) and written:
            raise typer.Exit(1)

    own = signature(function, eval_str=True).parameters.values()
    parameters = [item.replace(kind=Parameter.KEYWORD_ONLY) for item in (*own, *OUTPUT_PARAMETERS)]
    with_signature(run, parameters)
    run.__doc__ = function.__doc__
    run.__name__ = function.__name__
    return run


def with_signature(function: Function, parameters: list[Parameter]) -> None:
    """Let Typer see these parameters instead of the function's own `**given`."""
    function.__signature__ = signature(function).replace(parameters=parameters)  # type: ignore[attr-defined]
    function.__annotations__ = {item.name: item.annotation for item in parameters}


class Noun(TyperGroup):
    """A noun with its verbs; `bare` is the verb of the noun alone (its list)."""

    def __init__(
        self, name: str, help: str, verbs: Mapping[str, Function], bare: str | None = None
    ) -> None:
        super().__init__(
            name=name,
            help=t(help),
            rich_markup_mode=None,
            context_settings=_HELP,
            no_args_is_help=bare is None,
        )
        self._verbs = verbs
        self._bare = bare

    def list_commands(self, ctx: Any) -> list[str]:
        """The verbs, in their order."""
        return list(self._verbs)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command of a verb, built now."""
        if cmd_name in self._verbs and cmd_name not in self.commands:
            self.commands[cmd_name] = build(cmd_name, self._verbs[cmd_name])
        return self.commands.get(cmd_name)

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """A bare noun, or one with options only, is its list."""
        if self._bare and (not args or (args[0][0:1] == "-" and args[0] not in ("-h", "--help"))):
            args = [self._bare, *args]
        return list(super().parse_args(ctx, args))
