"""The options of an import, and the values that --set gives for all rows of a list."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from stdplan.domain.fields import BY_NAME, Field
from stdplan.domain.text import escape_unprintable
from stdplan.errors import UsageProblem
from stdplan.i18n import t
from stdplan.importing.cell_values import cell_reader
from stdplan.importing.duplicates import Duplicates
from stdplan.importing.headers import ColumnMapping
from stdplan.importing.readers.rows import ReadOptions

_SETTABLE = {name: own for name, own in BY_NAME.items() if own.by_hand or name == "source"}


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """The options of an import.

    `mapping`: --map, header to field name. `defaults`: --set and the like, text by field name for
    rows whose cell is empty. `duplicates`: which of contradicting rows of one standard wins.
    """

    read_options: ReadOptions = field(default_factory=ReadOptions)
    mapping: Mapping[str, str] = field(default_factory=dict)
    defaults: Mapping[str, str] = field(default_factory=dict)
    duplicates: Duplicates = "error"


def parse_defaults(
    defaults: Mapping[str, str], fields: Mapping[str, Field] = _SETTABLE
) -> dict[str, tuple[ColumnMapping, str]]:
    """Return the values of --set by field, each with a column that represents the option.

    Raise UsageProblem for a field that is not in `fields`, or a wrong value.
    """
    columns = {}
    for name, text in defaults.items():
        if name not in fields:
            raise UsageProblem(
                t(
                    '--set: there is no field "{name}"; use one of {names}',
                    name=escape_unprintable(name),
                    names=", ".join(fields),
                )
            )
        column = ColumnMapping(0, f"--set {name}", fields[name], from_option=True, dates_only=True)
        value = cell_reader(column)(text)
        if value.fault:
            raise UsageProblem(str(value.fault))
        columns[name] = (column, text)
    return columns
