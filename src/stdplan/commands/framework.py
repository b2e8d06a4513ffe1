"""Commands and groups of them, and what all reading commands share.

A reading command is a function that returns a Table: `table_command` adds the output options and
writes the table. Other commands are made by `command`. A `CommandGroup` is a noun with its verbs.

Rule: this is data and plain functions, so that a command starts at once. What needs Typer (help,
completion, errors in the arguments) is in typer_program.py.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import partial
from importlib import import_module

from stdplan import __version__, config
from stdplan.commands.console import say
from stdplan.commands.context import Context, DryRunEnds, Effect, default_path
from stdplan.commands.parameters import WITHOUT, Parameter, flag, join_filters, option
from stdplan.domain.text import clean
from stdplan.errors import FINDINGS, UsageProblem
from stdplan.i18n import t
from stdplan.light import TYPE_CHECKING
from stdplan.output.formats import CHOICES, FORMATS, Heading
from stdplan.output.selection import OutputOptions, parse_output_options, select
from stdplan.output.writer import emit, say_written
from stdplan.table import Column, Records, Table

if TYPE_CHECKING:
    from typing import Any, TextIO

OUTPUT_OPTIONS = (
    option(
        "--format",
        "-f",
        name="format_",
        default="auto",
        metavar="|".join(CHOICES),
        help="The output format; auto is a table on a terminal, TSV in a pipe.",
    ),
    option(
        "--output",
        "-o",
        metavar="FILE",
        help="Write to this file, in the format of its extension, once complete.",
    ),
    flag("--json", name="json_", help="Same as --format json."),
    option("--fields", metavar="A,B", help="Only these fields, in this order."),
    option(
        "--sort",
        many=True,
        metavar="FIELD[:desc]",
        help="Sort by a field; repeat for a second one.",
    ),
    option("--limit", type=int, least=0, help="Show at most this many rows."),
    flag("--no-header", help="Omit the header line."),
    flag("--exit-code", help="Exit with code 1 if the list is not empty."),
    flag(
        "--safe-csv",
        help="In csv and tsv, escape cells that a spreadsheet would run as formulas.",
    ),
    flag(
        "--bom",
        help="In csv and tsv, add the byte order mark by which Excel recognizes UTF-8.",
    ),
    option(
        "--labels",
        choices=("zh", "en"),
        help="Use readable headers instead of keys; import recognizes them.",
    ),
    flag("--no-pager", help="Do not show long output in a pager."),
)

DRY_RUN = flag("--dry-run", help="Show what would change, and change nothing.")
_DRY_RUN_OPTIONS = tuple(item for item in OUTPUT_OPTIONS if item.name in ("format_", "json_"))


class Command:
    """A command: its function, and its arguments and options in the order in which help has them.

    The function takes the Context, and the value of each parameter by its name. Its docstring is
    the help.
    """

    def __init__(self, function: Callable[..., Any], parameters: Sequence[Parameter]) -> None:
        self.function = function
        self.parameters = tuple(parameters)
        self.__doc__ = function.__doc__

    def run(self, ctx: Context, values: dict[str, Any]) -> int:
        """Run the function on the values of all parameters; return the exit code."""
        self.function(ctx, **join_filters(self.parameters, _cleaned(self.parameters, values)))
        return 0


class TableCommand(Command):
    """A reading command: the function returns a Table, and the output options say how to write it.

    `finding`: the rows are findings. Without rows, nothing is written, not even a header.
    `columns`: the columns of an answer that writes to the catalogue first; wrong output options are
    then refused before anything is written.
    """

    def __init__(
        self,
        function: Callable[..., Table],
        parameters: Sequence[Parameter],
        finding: bool = False,
        columns: tuple[Column, ...] = (),
    ) -> None:
        super().__init__(function, (*parameters, *OUTPUT_OPTIONS))
        self._finding = finding
        self._columns = columns

    def run(self, ctx: Context, values: dict[str, Any]) -> int:
        """Write the answer for the values of all parameters; return the exit code."""
        ctx = ctx._replace(opened=[], asked=[])
        values = join_filters(self.parameters, _cleaned(self.parameters, values))
        options = parse_output_options(
            **{item.name: values.pop(item.name) for item in OUTPUT_OPTIONS}
        )
        terminal = options.output is None and sys.stdout.isatty()
        if terminal:
            options = _with_pager(options, ctx)
        form = FORMATS.get(options.format_name(terminal))
        if options.labels is None and form is not None and form.header:
            options = options._replace(labels=config.labels().value)
        if self._columns:
            select(Table(self._columns, Records(self._columns, ())), options, terminal)
        if options.output is None:
            return self._write(ctx, values, options, sys.stdout, terminal)[1]
        return self._write_file(ctx, values, options, options.output)

    def _write(
        self,
        ctx: Context,
        values: dict[str, Any],
        options: OutputOptions,
        out: TextIO,
        terminal: bool,
    ) -> tuple[int, int]:
        """Return the number of rows written, and the exit code."""
        table = self._table(ctx, values)
        if self._finding and options.format == "auto" and table.is_empty():
            return 0, table.code
        heading = partial(_heading, self.function, ctx)
        written = emit(table, options, out, terminal, names=ctx.names(), heading=heading)
        found = options.exit_code and written and table.finds()
        return written, table.code or (FINDINGS if found else 0)

    def answer(self, ctx: Context, values: dict[str, Any]) -> Table:
        """Return the answer for the values of all parameters, whatever the output options are."""
        values = join_filters(self.parameters, _cleaned(self.parameters, values))
        for item in OUTPUT_OPTIONS:
            values.pop(item.name)
        return self._table(ctx, values)

    def _table(self, ctx: Context, values: dict[str, Any]) -> Table:
        empty_fields = values.pop(WITHOUT.name, None)
        table: Table = self.function(ctx, **values)
        if not empty_fields:
            return table
        from stdplan.commands.filters import only_without

        return only_without(table, empty_fields)

    def _write_file(
        self, ctx: Context, values: dict[str, Any], options: OutputOptions, path: str
    ) -> int:
        """Open the file before the answer, so that a file that cannot be written costs nothing."""
        from stdplan.output.atomic_file import open_atomic

        catalogue = ctx.db or default_path()
        if is_same_file(path, catalogue):
            raise UsageProblem(t("--output: {path} is the catalogue itself", path=path))
        refuse_journal(path, catalogue)
        others = {name: values.get(name) for name in _FILE_PARAMETERS}
        _refuse_other_files(path, values.get("files"), others)
        with open_atomic(path) as out:
            written, code = self._write(ctx, values, options, out, False)
        say_written(path, written, sys.stderr)
        return code


class WritingCommand(Command):
    """A command that changes records: with --dry-run it shows what it would change.

    The rows are those of `history show`: key, field, old and new value.
    """

    def __init__(self, function: Callable[..., None], parameters: Sequence[Parameter]) -> None:
        super().__init__(function, (*parameters, DRY_RUN, *_DRY_RUN_OPTIONS))

    def run(self, ctx: Context, values: dict[str, Any]) -> int:
        """Run the function on the values of all parameters; return the exit code."""
        dry_run = values.pop(DRY_RUN.name)
        output = {item.name: item.default for item in OUTPUT_OPTIONS}
        output |= {item.name: values.pop(item.name) for item in _DRY_RUN_OPTIONS}
        options = _with_pager(parse_output_options(**output), ctx)
        if not dry_run and options.format != "auto":
            raise UsageProblem(t("--format and --json can be used only with --dry-run"))
        effect = Effect(dry_run)
        ctx = ctx._replace(effect=effect, opened=[])
        with suppress(DryRunEnds):
            super().run(ctx, values)
        if dry_run:
            from stdplan.catalogue.queries.history import CHANGE_COLUMNS

            table = Table(CHANGE_COLUMNS, Records(CHANGE_COLUMNS, effect.rows))
            heading = partial(_heading, self.function, ctx)
            emit(table, options, sys.stdout, sys.stdout.isatty(), None, ctx.names(), heading)
            say(t("--dry-run: nothing was changed"))
        elif effect.changed > 1:
            say(t("`stdplan undo` takes this back"))
        return 0


def _with_pager(options: OutputOptions, ctx: Context) -> OutputOptions:
    """Return the options with the command of the pager, unless --no-pager is among them."""
    if options.pager is not None:
        return options
    return options._replace(pager=config.pager(None if ctx.pager else "").value)


def _heading(function: Callable[..., Any], ctx: Context) -> Heading:
    """Return the heading of the answer of a command."""
    from stdplan.commands.headings import heading_of

    module = function.__module__.rpartition(".")[2]
    return heading_of(f"{module}.{function.__name__}", ctx)


# Options whose values name something outside of the program, as it is spelled there.
_AS_TYPED = frozenset(("output", "skip_bad", "sheet", "encoding"))


def _cleaned(parameters: Sequence[Parameter], values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values with the texts of options cleaned, by the rule of domain/text.py.

    Arguments are cleaned where they are used: some are names of files, and older catalogues have
    keys with invisible characters.
    """
    cleaned = dict(values)
    for parameter in parameters:
        name, flags, type_, *_ = parameter
        if flags and type_ is str and name not in _AS_TYPED and (value := cleaned.get(name)):
            several = isinstance(value, list)
            texts = value if several else [value]
            texts = [text if text.isprintable() else clean(text) for text in texts]
            cleaned[name] = texts if several else texts[0]
            if parameter.units and several:
                cleaned[name] = _units_named(parameter, texts)
            elif parameter.units and texts[0] not in parameter.units:
                cleaned[name] = _only_unit_named(parameter, texts[0])
    return cleaned


def _only_unit_named(parameter: Parameter, text: str) -> str:
    """Return the unit of a `unit_option` that a text names."""
    # Imported here: most command lines have the codes.
    from stdplan.commands.code_arguments import code
    from stdplan.commands.options import UNITS

    return code({unit: UNITS[unit] for unit in parameter.units}, text, parameter.flags[0])


def _units_named(parameter: Parameter, texts: Sequence[str]) -> list[str]:
    """Return the units of a `unit_option` that may be repeated, each once."""
    from stdplan.commands.code_arguments import codes
    from stdplan.commands.options import UNITS

    words = {unit: UNITS[unit] for unit in parameter.units}
    return list(dict.fromkeys(codes(words, texts, parameter.flags[0])))


def command(*parameters: Parameter) -> Callable[[Callable[..., None]], Command]:
    """Make a command of a function.

    @command(NUMBERS)
    def remove(ctx: Context, numbers: list[str]) -> None:
    """
    return lambda function: Command(function, parameters)


def writing_command(*parameters: Parameter) -> Callable[[Callable[..., None]], Command]:
    """Make a command that changes records of a function; see WritingCommand.

    @writing_command(NUMBERS)
    def remove(ctx: Context, numbers: list[str]) -> None:
    """
    return lambda function: WritingCommand(function, parameters)


def table_command(
    *parameters: Parameter, finding: bool = False, columns: tuple[Column, ...] = ()
) -> Callable[[Callable[..., Table]], TableCommand]:
    """Make a reading command of a function; see TableCommand.

    @table_command(AS_OF, YEAR)
    def list_sectors(ctx: Context, as_of: str | None, year: int | None) -> Table:
    """
    return lambda function: TableCommand(function, parameters, finding, columns)


def show_version(ctx: Context) -> None:
    """Print the versions of the program, of SQLite and of Python."""
    from sqlite3 import sqlite_version

    python = ".".join(map(str, sys.version_info[:3]))
    sys.stdout.write(f"stdplan {__version__} (SQLite {sqlite_version}, Python {python})\n")


SHOW_VERSION = Command(show_version, ())


# Options that may name a file; `numbers` is an argument of other commands, with several values.
_FILE_PARAMETERS = ("skip_bad", "save_map", "map_file", "numbers")


def _refuse_other_files(
    output: str, lists: Sequence[str] | None, others: Mapping[str, object]
) -> None:
    """Raise UsageProblem if the file of --output is a list that is read, or that of one of the
    `others`: options by parameter name."""
    if is_list(output, lists or ()):
        raise UsageProblem(t("--output: {path} is the list itself", path=output))
    for name, path in others.items():
        if isinstance(path, str) and (
            is_same_file(output, path) or os.path.realpath(output) == os.path.realpath(path)
        ):
            option = f"--{name.replace('_', '-')}"
            sentence = "--output and {option} are the same file, {path}"
            raise UsageProblem(t(sentence, option=option, path=output))


def is_list(path: str, lists: Sequence[str]) -> bool:
    """Return whether a file that exists is one of the lists, or in a folder that is one."""
    for name in lists:
        if name != "-" and is_same_file(path, name):
            return True
        if os.path.isdir(name) and os.path.exists(path):
            folder = os.path.join(os.path.realpath(name), "")
            if os.path.realpath(path).startswith(folder):
                return True
    return False


def refuse_journal(path: str, catalogue: str | os.PathLike[str]) -> None:
    """Raise UsageProblem if SQLite would take a file of this name for the journal of the
    catalogue, and remove it."""
    from stdplan.catalogue.backup import companion_names

    folder, name = os.path.split(os.path.realpath(catalogue))
    if os.path.realpath(path) in [os.path.join(folder, other) for other in companion_names(name)]:
        sentence = "{path}: SQLite uses this name for the journal of the catalogue"
        raise UsageProblem(t(sentence, path=path))


def is_same_file(path: str | os.PathLike[str], other: str | os.PathLike[str]) -> bool:
    """Return whether two paths lead to the same existing file."""
    try:
        return os.path.samefile(path, other)
    except OSError:
        return False


# Modules of stdplan.commands; each has its CommandGroup, or one Command, as `noun`.
NOUNS = (
    *("init", "plans", "sectors", "focus", "tasks", "standards", "review", "progress"),
    *("activities", "adoption", "committees", "report", "sql", "history", "undo", "db"),
    *("run", "config", "browse"),
)


def find_noun(name: str) -> CommandGroup | Command:
    """Return a noun of NOUNS; its module is imported now."""
    noun: CommandGroup | Command = import_module(f"stdplan.commands.{name}").noun
    return noun


class CommandGroup:
    """A noun with its verbs, and the line about it in the help.

    A verb is a command, or the "module:name" of one in stdplan.commands, which is imported when it
    is called: verbs that write are, so that reading does not import them. `bare` is the verb that
    is run if only the noun is typed.

        noun = CommandGroup("The catalogue file.", {"info": db_info}, bare="info")
    """

    def __init__(
        self, help: str, verbs: Mapping[str, Command | str], bare: str | None = None
    ) -> None:
        self.help = help
        self.verbs = verbs
        self.bare = bare

    def command(self, verb: str) -> Command:
        """Return the command of a verb; import it if it is in another module."""
        found = self.verbs[verb]
        if isinstance(found, str):
            module, _, name = found.partition(":")
            imported: Command = getattr(import_module(f"stdplan.commands.{module}"), name)
            return imported
        return found

    def with_verb(self, words: list[str]) -> list[str]:
        """Return the words after the noun with the bare verb before them if they have no verb."""
        begins = words[0] if words else "-"
        if self.bare and begins[:1] == "-" and begins not in ("-h", "--help"):
            return [self.bare, *words]
        return words
