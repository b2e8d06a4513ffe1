"""The commands of Typer, made from functions, and what all reading commands share.

A reading command is a function that returns a Table; `TableCommand` adds the output options to its
options and writes the table. A `CommandGroup` is a noun with its verbs.

Rule: Typer reads the signature of a command when it is built, which costs start-up time. So a group
builds only the command that is called, and help is translated only when it is shown.
"""

import sys
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from inspect import Parameter, cleandoc, getdoc, signature
from pathlib import Path
from typing import Annotated, Any, Literal, TextIO

import typer
from typer._click.core import Command
from typer.core import TyperCommand, TyperGroup

from stdplan.errors import FINDINGS, UsageProblem
from stdplan.i18n import language, t, translate_help
from stdplan.output.formats import CHOICES
from stdplan.output.writer import OutputOptions, emit, parse_output_options, say_written, select
from stdplan.table import Column, Records, Table

Function = Callable[..., Any]
# A verb is a function, or the "module:name" of one in stdplan.commands, imported when it is called.
Verbs = Mapping[str, Function | str]

_CONTEXT_SETTINGS = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


def parameter(name: str, annotation: Any, default: Any = Parameter.empty) -> Parameter:
    """Return a parameter for the signature of a command."""
    return Parameter(name, Parameter.KEYWORD_ONLY, default=default, annotation=annotation)


OUTPUT_PARAMETERS = (
    parameter(
        "format_",
        Annotated[
            str,
            typer.Option(
                "--format",
                "-f",
                metavar="|".join(CHOICES),
                help="The output format; auto is a table on a terminal, TSV in a pipe.",
            ),
        ],
        "auto",
    ),
    parameter(
        "output",
        Annotated[
            str | None,
            typer.Option(
                "--output",
                "-o",
                metavar="FILE",
                help="Write to this file, in the format of its extension, once complete.",
            ),
        ],
        None,
    ),
    parameter(
        "json_", Annotated[bool, typer.Option("--json", help="Same as --format json.")], False
    ),
    parameter(
        "fields",
        Annotated[
            str | None, typer.Option(metavar="A,B", help="Only these fields, in this order.")
        ],
        None,
    ),
    parameter(
        "sort",
        Annotated[
            list[str] | None,
            typer.Option(metavar="FIELD[:desc]", help="Sort by a field; repeat for a second one."),
        ],
        None,
    ),
    parameter(
        "limit",
        Annotated[int | None, typer.Option(min=0, help="Show at most this many rows.")],
        None,
    ),
    parameter(
        "no_header",
        Annotated[bool, typer.Option("--no-header", help="Omit the header line.")],
        False,
    ),
    parameter(
        "exit_code",
        Annotated[
            bool, typer.Option("--exit-code", help="Exit with code 1 if the list is not empty.")
        ],
        False,
    ),
    parameter(
        "safe_csv",
        Annotated[
            bool,
            typer.Option(
                "--safe-csv",
                help="In csv and tsv, escape cells that a spreadsheet would run as formulas.",
            ),
        ],
        False,
    ),
    parameter(
        "bom",
        Annotated[
            bool,
            typer.Option(
                "--bom",
                help="In csv and tsv, add the byte order mark by which Excel recognizes UTF-8.",
            ),
        ],
        False,
    ),
    parameter(
        "labels",
        Annotated[
            Literal["zh", "en"] | None,
            typer.Option(help="Use readable headers instead of keys; import recognizes them."),
        ],
        None,
    ),
)


class TableCommand:
    """A reading command: `answer` returns a Table, and the output options say how it is written.

    `finding`: the rows are findings. Without rows, nothing is written, not even a header; with
    rows, the exit code is 1. `columns`: the columns of an answer that writes to the catalogue
    first; wrong output options are then refused before anything is written.

        def list_sectors(ctx: typer.Context) -> Table: ...
        verbs = {"list": TableCommand(list_sectors)}
    """

    def __init__(
        self,
        answer: Callable[..., Table],
        finding: bool = False,
        columns: tuple[Column, ...] = (),
    ) -> None:
        self.__doc__ = answer.__doc__
        self._answer = answer
        self._finding = finding
        self._columns = columns

    def __call__(self, **values: Any) -> None:
        """Write the answer for the values of all options; raise typer.Exit for a code above 0."""
        options = parse_output_options(
            **{item.name: values.pop(item.name) for item in OUTPUT_PARAMETERS}
        )
        terminal = options.output is None and sys.stdout.isatty()
        if self._columns:
            select(Table(self._columns, Records(self._columns, ())), options, terminal)
        if options.output is None:
            written, code = self._write(values, options, sys.stdout, terminal)
        else:
            written, code = self._write_file(values, options, options.output)
        if code:
            raise typer.Exit(code)
        if (options.exit_code or self._finding) and written:
            raise typer.Exit(FINDINGS)

    def _write(
        self, values: dict[str, Any], options: OutputOptions, out: TextIO, terminal: bool
    ) -> tuple[int, int]:
        """Return the number of rows written, and the exit code of the table."""
        table = self._answer(**values)
        if self._finding and options.format == "auto" and table.is_empty():
            return 0, table.code
        return emit(table, options, out, terminal), table.code

    def _write_file(
        self, values: dict[str, Any], options: OutputOptions, path: str
    ) -> tuple[int, int]:
        """Open the file before the answer, so that a file that cannot be written costs nothing."""
        from stdplan.output.atomic_file import open_atomic

        _refuse_catalogue(path, values["ctx"])
        _refuse_other_files(path, values.get("files"), values.get("skip_bad"))
        with open_atomic(path) as out:
            written, code = self._write(values, options, out, False)
        say_written(path, written, sys.stderr)
        return written, code

    def with_output_options(self) -> Function:
        """Return a function that does the same, with the output options in its signature."""

        def run(**values: Any) -> None:
            self(**values)

        own = signature(self._answer, eval_str=True).parameters.values()
        both = [item.replace(kind=Parameter.KEYWORD_ONLY) for item in (*own, *OUTPUT_PARAMETERS)]
        set_signature(run, both)
        return run


def _refuse_catalogue(output: str, ctx: typer.Context) -> None:
    """Raise UsageProblem if the file of --output is the catalogue."""
    from stdplan.commands.context import default_path, settings

    if is_same_file(output, settings(ctx).db or default_path()):
        raise UsageProblem(t("--output: {path} is the catalogue itself", path=output))


def _refuse_other_files(output: str, lists: Sequence[str] | None, rejects: str | None) -> None:
    """Raise UsageProblem if the file of --output is a list that is read, or that of --skip-bad."""
    if any(name != "-" and is_same_file(output, name) for name in lists or ()):
        raise UsageProblem(t("--output: {path} is the list itself", path=output))
    if rejects is not None and (
        is_same_file(output, rejects) or Path(output).resolve() == Path(rejects).resolve()
    ):
        raise UsageProblem(t("--output and --skip-bad are the same file, {path}", path=output))


def is_same_file(path: str | Path, other: str | Path) -> bool:
    """Return whether two paths lead to the same existing file."""
    try:
        return Path(path).samefile(other)
    except OSError:
        return False


def set_signature(function: Function, parameters: list[Parameter]) -> None:
    """Give a function of keyword arguments the signature that Typer reads its options from."""
    function.__signature__ = signature(function).replace(parameters=parameters)  # type: ignore[attr-defined]
    function.__annotations__ = {item.name: item.annotation for item in parameters}


class TranslatedHelp(Command):
    """A command whose help is translated when it is shown: as a page, in a list, on TAB."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the page of --help."""
        translate_command(self)
        super().format_help(ctx, formatter)

    def get_short_help_str(self, limit: int = 45) -> str:
        """Return the line for the list of commands."""
        translate_command(self)
        return super().get_short_help_str(limit)

    def shell_complete(self, ctx: Any, incomplete: str) -> Any:
        """Return the completions with their help."""
        translate_command(self)
        return super().shell_complete(ctx, incomplete)


def translate_command(command: Command) -> None:
    """Translate the help of a command and of its parameters into the language of this run."""
    if command.help:
        command.help = cleandoc(translate_help(command.help))
    for option in command.params:
        option.help = _parameter_help(option)  # type: ignore[attr-defined]


def _parameter_help(option: Any) -> str | None:
    """Return the help of a parameter: its own, else the labels and codes of the field it names."""
    if option.help:
        return translate_help(option.help)
    # Imported here: only `add` and `edit` have options without a help of their own.
    from stdplan.domain.fields import BY_NAME

    field = BY_NAME.get(option.name)
    if field is None:
        return None
    label = field.zh if language() == "zh" else f"{field.zh}: {field.en}"
    codes = t(": ") + ", ".join(field.words) if field.words else ""
    return label + codes + (t("; repeatable.") if field.kind == "list" else t("."))


class SingleCommand(TranslatedHelp, TyperCommand):
    """The command of one function."""


def build_command(name: str, function: Function) -> Any:
    """Return the command of a function: its docstring is the help, its parameters the options."""
    app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
    help_text = getdoc(function)
    if isinstance(function, TableCommand):
        function = function.with_output_options()
    register = app.command(
        name, cls=SingleCommand, help=help_text, context_settings=_CONTEXT_SETTINGS
    )
    register(function)
    return typer.main.get_command(app)


class CommandGroup(TranslatedHelp, TyperGroup):
    """A noun with its verbs. `bare` is the verb that is run if only the noun is typed.

    Verbs that write are named as "module:function", so that reading does not import them.

        CommandGroup("db", "The catalogue file.", {"info": TableCommand(db_info)}, bare="info")
    """

    def __init__(self, name: str, help: str, verbs: Verbs, bare: str | None = None) -> None:
        super().__init__(
            name=name,
            help=help,
            rich_markup_mode=None,
            context_settings=_CONTEXT_SETTINGS,
            no_args_is_help=bare is None,
        )
        self._verbs = verbs
        self._bare = bare

    def list_commands(self, ctx: Any) -> list[str]:
        """Return the verbs, in the order in which help shows them."""
        return list(self._verbs)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Return the command of a verb, built at the first call; None if there is no such verb."""
        if cmd_name in self._verbs and cmd_name not in self.commands:
            self.commands[cmd_name] = build_command(cmd_name, self.verb(cmd_name))
        return self.commands.get(cmd_name)

    def verb(self, name: str) -> Function:
        """Return the function of a verb; import it if it is in another module."""
        verb = self._verbs[name]
        if isinstance(verb, str):
            module, _, function = verb.partition(":")
            imported: Function = getattr(import_module(f"stdplan.commands.{module}"), function)
            return imported
        return verb

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Parse the words after the noun; without a verb, the bare one is meant."""
        if self._bare and (not args or (args[0][0:1] == "-" and args[0] not in ("-h", "--help"))):
            args = [self._bare, *args]
        return list(super().parse_args(ctx, args))
