"""What an import would do, for --dry-run: new records, changes of fields, rejected rows."""

from collections.abc import Iterator
from typing import NamedTuple

from stdplan.catalogue.standard_writer import Change
from stdplan.i18n import t
from stdplan.importing.cell_values import Fault
from stdplan.table import Cell, Column

# Nested in json, jsonl and yaml only.
COLUMNS = (Column("new", "records"), Column("changes", "records"), Column("rejects", "records"))
_SHOWN = 20


class Rehearsal(NamedTuple):
    """What would become of one list."""

    new: list[dict[str, object]]
    changes: list[dict[str, object]]
    rejects: list[dict[str, object]]

    def told(self, key: str, changes: tuple[Change, ...]) -> None:
        """A record is new (without changes) or changes."""
        if not changes:
            self.new.append({"key": key})
        for field, old, new in changes:
            self.changes.append({"key": key, "field": field, "old": old, "new": new})

    def rejected(self, line: int, faults: list[Fault]) -> None:
        """A row has faults."""
        for column, value, message in faults:
            told = {"line": line, "column": column, "value": value, "message": message}
            self.rejects.append(told)

    def cells(self) -> list[Cell]:
        """The lists, as cells of the result."""
        return [self.new, self.changes, self.rejects]

    def sentences(self, file: str) -> Iterator[str]:
        """The first of what is new and what changes, as lines for a person."""
        if self.new:
            names = ", ".join(str(record["key"]) for record in self.new[:_SHOWN])
            yield t("{file}: new: {names}", file=file, names=names) + _more(len(self.new))
        for change in self.changes[:_SHOWN]:
            yield t(
                "{file}: {key}: {field}: {old} becomes {new}",
                file=file,
                key=change["key"],
                field=change["field"],
                old=_shown(change["old"]),
                new=_shown(change["new"]),
            )
        if len(self.changes) > _SHOWN:
            count = len(self.changes) - _SHOWN
            yield t("{file}: {count} more changes (-f json has all)", file=file, count=count)


def _more(count: int) -> str:
    return t(" and {count} more", count=count - _SHOWN) if count > _SHOWN else ""


def _shown(value: object) -> str:
    return t("nothing") if value is None else f'"{value}"'
