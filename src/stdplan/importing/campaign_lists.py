"""Lists of standards that are added to a review campaign, or left out of it: numbers and reasons.

Headers are data: layouts.yaml, `campaign`. The catalogue has all else about the standards, so other
columns are not read; their headers are in the summary.
"""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache, partial
from typing import NamedTuple

from stdplan.domain.fields import Field
from stdplan.errors import BadData
from stdplan.i18n import t
from stdplan.importing.cell_values import CellError
from stdplan.importing.import_options import ImportOptions
from stdplan.importing.layouts import Layout, load_layout
from stdplan.importing.list_import import ImportedList, ListSpec, RowReader, read_header
from stdplan.importing.list_summary import ImportCallbacks
from stdplan.importing.readers.detect import open_lists

_FIELDS: tuple[Field, ...] = (
    Field("number", "key", "column", "标准编号", "number"),
    Field("note", "text", "column", "备注", "note"),
)


@cache
def campaign_layout() -> Layout:
    """Return the layout of lists of members of a campaign."""
    return load_layout("campaign", _FIELDS)


class NamedMember(NamedTuple):
    """The number of a standard as written, and the reason for the decision about it."""

    number: str
    note: str | None


@dataclass(slots=True)
class MemberList(ImportedList[NamedMember]):
    """One list of members."""

    def raise_faults(self) -> None:
        """Raise BadData if rows have faults, with each of them."""
        self.report_faults(ImportCallbacks())
        if self.summary.rejected:
            more = self.summary.fault_count - len(self.summary.faults)
            sentence = t(
                "nothing was changed; rows with errors: {rows}", rows=self.summary.rejected
            )
            raise BadData(sentence, tuple(self.summary.faults), more)


def read_members(path: str) -> MemberList:
    """Return all rows of the list at `path`.

    Raise what readers.detect.open_lists() and list_import.read_header() raise, and BadData if the
    file has several lists.
    """
    options = ImportOptions()
    spec = ListSpec(campaign_layout(), {}, _missing, by_cells=True)
    with open_lists(path, options.read_options) as lists:
        source = next(lists)
        opened = read_header(source, options, spec, ImportCallbacks())
        reader = RowReader(opened.mapping.columns, (), opened.defaults)
        members = MemberList(opened.summary, opened.header, reader)
        members.add_rows(opened.rows, partial(_parse, reader))
        members.summary.unknown = tuple(header for _, header in opened.mapping.unknown)
        if next(lists, None):
            raise BadData(t("{file}: the file has several lists; give one", file=source.name))
    return members


def _parse(reader: RowReader, cells: list[str]) -> NamedMember | list[CellError]:
    row = reader.read_cells(cells)
    reader.require(row, "number")
    return row.faults or NamedMember(row.text("number") or "", reader.note(row))


def _missing(present: Collection[str], seen: str) -> str | None:
    if "number" in present:
        return None
    return t("there is no column with a number (headers: {seen})", seen=seen)
