"""The options that all commands have that import lists, defined once.

They are not in options.py, because the formats are named by the readers, and commands that only
read the catalogue do not load those.
"""

import sqlite3
from collections.abc import Callable, Mapping
from functools import wraps
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from stdplan.catalogue.queries.code_names import codes_by_name
from stdplan.commands import code_arguments
from stdplan.commands.context import Context
from stdplan.commands.framework import TableCommand
from stdplan.commands.parameters import Parameter, argument, flag, option
from stdplan.domain.text import clean_code, escape_unprintable
from stdplan.errors import UsageProblem
from stdplan.i18n import t
from stdplan.importing.import_options import ImportOptions
from stdplan.importing.map_files import MapFile, load_map_file
from stdplan.importing.readers.detect import FORMS
from stdplan.importing.readers.rows import Form, ReadOptions
from stdplan.table import Column, Table

if TYPE_CHECKING:
    # Not at run time: a check of a list makes no records of its rows.
    from stdplan.importing.duplicates import Duplicates
    from stdplan.importing.standard_rows import KnownCodes

FILES = argument(
    "files", many=True, metavar="FILE...", help="Files or folders with lists, or - for stdin."
)
# The fields of ListOptions.
LIST_OPTIONS = (
    option(
        "--encoding",
        metavar="NAME",
        help="The encoding (default: detected from the content): utf-8, gb18030, big5, shift_jis …",
    ),
    option(
        "--map",
        name="map_",
        many=True,
        metavar="HEADER=FIELD",
        help="Assign a column to a field; HEADER= ignores it; repeatable.",
    ),
    option(
        "--set",
        name="set_",
        many=True,
        metavar="FIELD=VALUE",
        help="A value for rows without one; repeatable.",
    ),
    option(
        "--map-file",
        metavar="FILE",
        help="Read the fields of the columns, and values as by --set, from a file of --save-map.",
    ),
    option(
        "--save-map",
        metavar="FILE",
        help="Write to this new file which field each column has, for --map-file.",
    ),
    option(
        "--from",
        name="from_",
        choices=FORMS,
        help="The format (default: detected from the content).",
    ),
    option(
        "--sheet",
        metavar="NAME",
        help="The sheet of a workbook, by name or number (default: all visible ones with a list).",
    ),
    option(
        "--table",
        type=int,
        metavar="N",
        help="The table of a file with several, by its number from 1 (default: all lists).",
    ),
    flag("--visible-only", help="Leave out the hidden and filtered rows of workbooks."),
)
# The fields of FaultOptions.
FAULT_OPTIONS = (
    option(
        "--skip-bad",
        metavar="REJECTS",
        help="Import the good rows; write the others, with the reasons, to this csv.",
    ),
    flag("--dry-run", help="Check everything and report what would change, but change nothing."),
)


class ListOptions(NamedTuple):
    """How the lists of an import are read; `map_file` is loaded by load()."""

    encoding: str | None = None
    map_: list[str] | None = None
    set_: list[str] | None = None
    map_file: str | MapFile | None = None
    save_map: str | None = None
    from_: Form | None = None
    sheet: str | None = None
    table: int | None = None
    visible_only: bool = False

    @property
    def loaded(self) -> MapFile | None:
        """Return the file of --map-file, None without that option."""
        return self.map_file if isinstance(self.map_file, MapFile) else None

    def load(self) -> "ListOptions":
        """Return the options with the file of --map-file loaded; they take precedence over it."""
        if not isinstance(self.map_file, str):
            return self
        loaded = load_map_file(self.map_file, FORMS)
        own = parse_pairs(self.set_, "--set")
        loaded.places = {
            str(name): f"{loaded.where(name)}: {escape_unprintable(name)}"
            for name in loaded.defaults
            if name not in own
        }
        table = loaded.options.get("table")
        return self._replace(
            encoding=self.encoding or loaded.options.get("encoding"),
            from_=self.from_ or cast("Form | None", loaded.options.get("from")),
            sheet=self.sheet or loaded.options.get("sheet"),
            table=self.table or (int(table) if table else None),
            map_file=loaded,
        )

    def defaults(self) -> dict[str, str]:
        """Return the values of --set by field, as typed, and those of the file of --map-file."""
        values = self.loaded.defaults if self.loaded else {}
        return {
            **{str(name): str(text) for name, text in values.items()},
            **parse_pairs(self.set_, "--set"),
        }

    def place(self, name: str) -> str:
        """Return how messages name the place of a value: `--set sector`, `map.yaml:7: sector`."""
        return self.loaded.places.get(name, f"--set {name}") if self.loaded else f"--set {name}"

    def refuse_twice(self, name: str) -> None:
        """Raise UsageProblem if --set gives a field that has an option of its own, too."""
        if name in parse_pairs(self.set_, "--set"):
            raise UsageProblem(t("--{name} and --set {name} cannot be used together", name=name))
        if self.loaded:  # the option takes precedence
            self.loaded.places.pop(name, None)

    def defaults_with_codes(self, connection: sqlite3.Connection) -> dict[str, str]:
        """Return the values of --set by field; a sector as its code."""
        defaults = self.defaults()
        if "sector" in defaults:
            defaults["sector"] = code_arguments.sector(
                connection, defaults["sector"], self.place("sector")
            )
        return defaults

    def import_options(
        self, defaults: Mapping[str, str], duplicates: "Duplicates" = "error"
    ) -> ImportOptions:
        """Return the options for the readers; `defaults` are values by field for empty cells."""
        pairs = parse_pairs(self.map_, "--map")
        mapping = {header: clean_code(field) for header, field in pairs.items()}
        headers = (*mapping, *(self.loaded.read_headers() if self.loaded else ()))
        read_options = ReadOptions(
            self.encoding, self.from_, self.sheet, self.table, headers, self.visible_only
        )
        return ImportOptions(read_options, mapping, defaults, duplicates, self.loaded)


class FaultOptions(NamedTuple):
    """What becomes of rows with faults, and whether anything is changed."""

    skip_bad: str | None = None
    dry_run: bool = False


def import_command(
    *parameters: Parameter, columns: tuple[Column, ...]
) -> Callable[[Callable[..., Table]], TableCommand]:
    """Make a command that imports lists of a function.

    It gets the values of LIST_OPTIONS and FAULT_OPTIONS as `reading` and `faults`. The command
    raises UsageProblem if two of the files are stdin.

    @import_command(FILES, *LIST_OPTIONS, *FAULT_OPTIONS, columns=RESULT_COLUMNS)
    def import_amounts(
        ctx: Context, files: list[str], *, reading: ListOptions, faults: FaultOptions
    ) -> Table:
    """

    def build(function: Callable[..., Table]) -> TableCommand:
        @wraps(function)
        def run(ctx: Context, files: list[str], **values: Any) -> Table:
            if [*files, values["map_file"]].count("-") > 1:
                raise UsageProblem(t("- (stdin) can be read only once"))
            reading = ListOptions(*(values.pop(name) for name in ListOptions._fields)).load()
            faults = FaultOptions(*(values.pop(name) for name in FaultOptions._fields))
            return function(ctx, files, reading=reading, faults=faults, **values)

        return TableCommand(run, parameters, columns=columns)

    return build


def parse_pairs(texts: list[str] | None, option: str) -> dict[str, str]:
    """Return the values of an option NAME=VALUE by name, each name once."""
    pairs: dict[str, str] = {}
    for text in texts or ():
        name, equals, value = text.partition("=")
        name = clean_code(name)
        if not equals or not name:
            raise UsageProblem(
                t('{option}: "{text}" is not of the form NAME=VALUE', option=option, text=text)
            )
        if name in pairs:
            raise UsageProblem(t("{option}: {name} is given twice", option=option, name=name))
        pairs[name] = value.strip()
    return pairs


def known_codes(connection: sqlite3.Connection) -> "KnownCodes":
    """Return the codes of sectors, focus areas and drivers, by code and by name."""
    from stdplan.importing.standard_rows import KnownCodes

    return KnownCodes(
        sectors=codes_by_name(connection, "sector"),
        focus=codes_by_name(connection, "focus_area"),
        drivers=codes_by_name(connection, "driver"),
    )
