"""How to read a list, as the options of import say it, and what --set says of all its rows."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from stdplan.domain.fields import BY_NAME, PROJECT_MONTHS, Field
from stdplan.domain.text import escape_unprintable
from stdplan.errors import UsageProblem
from stdplan.i18n import t
from stdplan.importing.cell_values import read_value
from stdplan.importing.duplicates import Duplicates
from stdplan.importing.headers import ColumnMapping
from stdplan.importing.readers.rows import ReadOptions

_SETTABLE = {name: own for name, own in BY_NAME.items() if own.by_hand or name == "source"}
_SETTABLE[PROJECT_MONTHS.name] = PROJECT_MONTHS


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """How to read a list: the options of import."""

    wanted: ReadOptions = field(default_factory=ReadOptions)
    mapping: Mapping[str, str] = field(default_factory=dict)
    given: Mapping[str, str] = field(default_factory=dict)
    duplicates: Duplicates = "error"


def checked_given(
    given: Mapping[str, str], fields: Mapping[str, Field] = _SETTABLE
) -> dict[str, tuple[ColumnMapping, str]]:
    """What --set gives, as columns; UsageProblem for a field there is not, or a wrong value."""
    made = {}
    for name, text in given.items():
        if name not in fields:
            raise UsageProblem(
                t(
                    '--set: there is no field "{name}"; there are {names}',
                    name=escape_unprintable(name),
                    names=", ".join(fields),
                )
            )
        feed = ColumnMapping(0, f"--set {name}", fields[name], given=True)
        value = read_value(feed.field, text, feed.header)
        if value.fault:
            raise UsageProblem(str(value.fault))
        if value.note:
            raise UsageProblem(
                t('--set {name}: "{text}" is no date', name=name, text=escape_unprintable(text))
            )
        made[name] = (feed, text)
    return made
