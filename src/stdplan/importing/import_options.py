"""The options of an import, and the values that --set gives for all rows of a list."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

from stdplan.domain.fields import BY_NAME, Field
from stdplan.domain.text import escape_unprintable
from stdplan.errors import BadData, StdplanError, UsageProblem
from stdplan.i18n import t
from stdplan.importing.headers import ColumnMapping, HeaderMapping
from stdplan.importing.layouts import Layout
from stdplan.importing.map_files import MapFile, MapHeader
from stdplan.importing.readers.rows import ReadOptions

if TYPE_CHECKING:
    from stdplan.importing.duplicates import Duplicates

_SETTABLE = {name: own for name, own in BY_NAME.items() if own.by_hand or name == "source"}


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """The options of an import.

    `mapping`: --map, header to field name. `defaults`: --set and the like, text by field name for
    rows whose cell is empty. `duplicates`: which of contradicting rows of one standard wins.
    `map_file`: that of --map-file; `defaults` has its values.
    """

    read_options: ReadOptions = field(default_factory=ReadOptions)
    mapping: Mapping[str, str] = field(default_factory=dict)
    defaults: Mapping[str, str] = field(default_factory=dict)
    duplicates: "Duplicates" = "error"
    map_file: MapFile | None = None

    def fields_in(self, cells: list[str]) -> Mapping[str, str]:
        """Return the columns of a list to which --map and the file of --map-file give a field."""
        given = self.map_file.fields_in(cells) if self.map_file else {}
        return {**given, **self.mapping}

    def map_columns(self, cells: list[str], layout: Layout, map_: MapHeader) -> HeaderMapping:
        """Return what the columns of a list feed by --map, the file of --map-file, and `map_`."""
        if self.map_file is None:
            return map_(self.mapping)
        return self.map_file.map(cells, self.mapping, layout, map_)

    def parse_defaults(
        self, fields: Mapping[str, Field] = _SETTABLE
    ) -> dict[str, tuple[ColumnMapping, str]]:
        """Return what parse_defaults() returns for these options."""
        return parse_defaults(self.defaults, fields, self.map_file.places if self.map_file else {})


def parse_defaults(
    defaults: Mapping[str, str],
    fields: Mapping[str, Field] = _SETTABLE,
    places: Mapping[str, str] = MappingProxyType({}),
) -> dict[str, tuple[ColumnMapping, str]]:
    """Return the values of --set by field, each with a column that represents the option.

    `places`: where the values of a file are. Raise UsageProblem for a field that is not in
    `fields`, or a wrong value; BadData if a file gives it.
    """
    columns = {}
    for name, text in defaults.items():
        option = places.get(name, f"--set {name}")
        error: type[StdplanError] = BadData if name in places else UsageProblem
        if name not in fields:
            raise error(
                t(
                    '{option}: there is no field "{name}"; use one of {names}',
                    option=places.get(name, "--set"),
                    name=escape_unprintable(name),
                    names=", ".join(fields),
                )
            )
        column = ColumnMapping(0, option, fields[name], from_option=True, dates_only=True)
        from stdplan.importing.cell_values import cell_reader  # a check of a list needs none

        value = cell_reader(column)(text)
        if value.fault:
            raise error(str(value.fault))
        columns[name] = (column, text)
    return columns
