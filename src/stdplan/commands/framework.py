"""How commands are made: each from one function, and only the one that is called.

Rule: building a command costs start-up time (Typer reads its signature), so a noun builds a command
when it is asked for by name. Help texts are translated here, in one place.

The options that every reading command has: format, file, columns, order, header, exit code.
"""

import sys
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from inspect import Parameter, getdoc, signature
from pathlib import Path
from typing import Annotated, Any, Literal, TextIO

import typer
from typer.core import TyperGroup

from stdplan.errors import FINDINGS, UsageProblem
from stdplan.i18n import language, t, translate_help
from stdplan.output.formats import CHOICES, by_ending
from stdplan.output.writer import Options, check, emit, say_written
from stdplan.table import Column, Records, Sort, Table


def _option(name: str, annotation: Any, default: object) -> Parameter:
    return Parameter(name, Parameter.KEYWORD_ONLY, default=default, annotation=annotation)


OUTPUT_PARAMETERS = (
    _option(
        "format_",
        Annotated[
            str,
            typer.Option(
                "--format",
                "-f",
                metavar="|".join(CHOICES),
                help="Else a table on a terminal, TSV in a pipe.",
            ),
        ],
        "auto",
    ),
    _option(
        "output",
        Annotated[
            str | None,
            typer.Option(
                "--output",
                "-o",
                metavar="FILE",
                help="Write this file, in the format of its ending, once all of it is there.",
            ),
        ],
        None,
    ),
    _option("json_", Annotated[bool, typer.Option("--json", help="Same as --format json.")], False),
    _option(
        "fields",
        Annotated[
            str | None, typer.Option(metavar="A,B", help="Only these fields, in this order.")
        ],
        None,
    ),
    _option(
        "sort",
        Annotated[
            list[str] | None,
            typer.Option(
                metavar="FIELD[:desc]", help=("Sort by a field; repeat for a second one.")
            ),
        ],
        None,
    ),
    _option(
        "limit", Annotated[int | None, typer.Option(min=0, help="At most so many rows.")], None
    ),
    _option(
        "no_header",
        Annotated[bool, typer.Option("--no-header", help="No header line.")],
        False,
    ),
    _option(
        "exit_code",
        Annotated[bool, typer.Option("--exit-code", help="Exit with 1 if the list is not empty.")],
        False,
    ),
    _option(
        "safe_csv",
        Annotated[
            bool,
            typer.Option(
                "--safe-csv",
                help="In csv and tsv, guard cells that a spreadsheet would run as formulas.",
            ),
        ],
        False,
    ),
    _option(
        "bom",
        Annotated[
            bool, typer.Option("--bom", help="In csv and tsv, the mark by which Excel knows UTF-8.")
        ],
        False,
    ),
    _option(
        "labels",
        Annotated[
            Literal["zh", "en"] | None,
            typer.Option(help="Headers that people read instead of keys; import knows them."),
        ],
        None,
    ),
)

# Two names of stdout: where that is a file, it goes on, and is not replaced.
_STDOUT = ("-", "/dev/stdout")


def output_options(given: dict[str, Any]) -> Options:
    """Take the common options out of what a command was given."""
    json, form = given.pop("json_"), given.pop("format_")
    if json and form not in ("auto", "json"):
        raise UsageProblem(t("--json and --format {form} contradict each other", form=form))
    fields, limit, output = given.pop("fields"), given.pop("limit"), given.pop("output")
    form = "json" if json else form
    if output in _STDOUT:
        output = None
    if output is not None and form == "auto":
        form = by_ending(output)
    return Options(
        format=form,
        fields=() if fields is None else _names(fields),
        sort=tuple(_sort(text) for many in given.pop("sort") or () for text in many.split(",")),
        limit=None if limit is None else min(limit, sys.maxsize),  # as large as SQLite takes
        header=not given.pop("no_header"),
        exit_code=given.pop("exit_code"),
        safe_csv=given.pop("safe_csv"),
        bom=given.pop("bom"),
        labels=given.pop("labels"),
        output=output,
    )


def spare_catalogue(output: str, ctx: typer.Context) -> None:
    """Refuse to write the file of --output over the catalogue."""
    from stdplan.commands.context import default_path, settings

    if same_file(output, settings(ctx).db or default_path()):
        raise UsageProblem(t("--output: {path} is the catalogue itself", path=output))


def spare_others(output: str, lists: Sequence[str] | None, rejects: str | None) -> None:
    """Refuse to write the file of --output over a list that is read, or that of --skip-bad."""
    if any(name != "-" and same_file(output, name) for name in lists or ()):
        raise UsageProblem(t("--output: {path} is the list itself", path=output))
    if rejects is not None and (
        same_file(output, rejects) or Path(output).resolve() == Path(rejects).resolve()
    ):
        raise UsageProblem(t("--output and --skip-bad both name {path}", path=output))


def same_file(one: str | Path, other: str | Path) -> bool:
    """Whether two names lead to one file that is there."""
    try:
        return Path(one).samefile(other)
    except OSError:
        return False


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(","))


def _sort(text: str) -> Sort:
    name, _, direction = text.strip().partition(":")
    if direction not in ("", "asc", "desc"):
        raise UsageProblem(
            t('--sort: "{text}" is neither FIELD nor FIELD:desc nor FIELD:asc', text=text)
        )
    return Sort(name, direction == "desc")


Function = Callable[..., Any]
# A verb is a function, or `module:name` of one in stdplan.commands, imported when asked for.
Verbs = Mapping[str, Function | str]
_PLAIN: dict[str, Any] = {
    "add_completion": False,
    "rich_markup_mode": None,
    "pretty_exceptions_enable": False,
}


def build(name: str, function: Function) -> Any:
    """The command for a function: its docstring is the help, its parameters the options."""
    app = typer.Typer(**_PLAIN)
    help_text = translate_help(getdoc(function) or "")
    if isinstance(function, TableCommand):
        function = function.with_output_options()
    app.command(name, help=help_text, context_settings=_HELP)(function)
    command = typer.main.get_command(app)
    for parameter in command.params:
        parameter.help = _help(parameter)  # type: ignore[attr-defined]
    return command


def _help(parameter: Any) -> str | None:
    """The help of a parameter: its own, else what the field of its name is called and may be."""
    if parameter.help:
        return translate_help(parameter.help)
    # Here, because only `add` and `edit` leave it to the fields.
    from stdplan.domain.fields import BY_NAME

    field = BY_NAME.get(parameter.name)
    if field is None:
        return None
    label = field.zh if language() == "zh" else f"{field.zh}: {field.en}"
    codes = t(": ") + ", ".join(field.words) if field.words else ""
    return label + codes + (t("; repeatable.") if field.kind == "list" else t("."))


_HELP = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


class TableCommand:
    """A reading command: `answer` gives a Table, the common options shape its output.

    `finding`: its rows are findings: without any it says nothing, not even a header, and with
    some the exit code is 1. `columns`: of an answer that comes after something was written, so
    that wrong options are refused before.
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

    def __call__(self, **given: Any) -> None:
        """Answer, write, and tell by the exit code."""
        options = output_options(given)
        terminal = options.output is None and sys.stdout.isatty()
        if self._columns:
            check(Table(self._columns, Records(self._columns, ())), options, terminal)
        if options.output is None:
            written, code = self._write(given, options, sys.stdout, terminal)
        else:
            written, code = self._write_file(given, options, options.output)
        if code:
            raise typer.Exit(code)
        if (options.exit_code or self._finding) and written:
            raise typer.Exit(FINDINGS)

    def _write(
        self, given: dict[str, Any], options: Options, out: TextIO, terminal: bool
    ) -> tuple[int, int]:
        """The rows written, and the exit code that the answer asks for."""
        table = self._answer(**given)
        if self._finding and options.format == "auto" and table.is_empty():
            return 0, table.code
        return emit(table, options, out, terminal), table.code

    def _write_file(self, given: dict[str, Any], options: Options, path: str) -> tuple[int, int]:
        """Open the file first: what is not to be had, is said before anything is done."""
        from stdplan.output.atomic_file import destination

        spare_catalogue(path, given["ctx"])
        spare_others(path, given.get("files"), given.get("skip_bad"))
        with destination(path) as out:
            written, code = self._write(given, options, out, False)
        say_written(path, written, sys.stderr)
        return written, code

    def with_output_options(self) -> Function:
        """The same as a function whose signature has the common options too."""

        def run(**given: Any) -> None:
            self(**given)

        own = signature(self._answer, eval_str=True).parameters.values()
        both = [item.replace(kind=Parameter.KEYWORD_ONLY) for item in (*own, *OUTPUT_PARAMETERS)]
        with_signature(run, both)
        return run


def with_signature(function: Function, parameters: list[Parameter]) -> None:
    """Let Typer see these parameters instead of the function's own `**given`."""
    function.__signature__ = signature(function).replace(parameters=parameters)  # type: ignore[attr-defined]
    function.__annotations__ = {item.name: item.annotation for item in parameters}


class CommandGroup(TyperGroup):
    """A noun with its verbs; `bare` is the verb of the noun alone (its list).

    Verbs that only write stand in modules of their own, so that reading does not pay for them.
    """

    def __init__(self, name: str, help: str, verbs: Verbs, bare: str | None = None) -> None:
        super().__init__(
            name=name,
            help=translate_help(help),
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
            self.commands[cmd_name] = build(cmd_name, self.verb(cmd_name))
        return self.commands.get(cmd_name)

    def verb(self, name: str) -> Function:
        """The function of a verb, imported now."""
        verb = self._verbs[name]
        if isinstance(verb, str):
            module, _, function = verb.partition(":")
            imported: Function = getattr(import_module(f"stdplan.commands.{module}"), function)
            return imported
        return verb

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """A bare noun, or one with options only, is its list."""
        if self._bare and (not args or (args[0][0:1] == "-" and args[0] not in ("-h", "--help"))):
            args = [self._bare, *args]
        return list(super().parse_args(ctx, args))
