"""The values of the cells of one row of a list, before they become a record.

Rule: nothing in a row is lost. A cell becomes a value, words in the note, an entry of `extra` under
its header, or a fault that rejects the row.
"""

from dataclasses import dataclass, field

from stdplan.domain.text import clean, escape_unprintable, refuse_control
from stdplan.i18n import t
from stdplan.importing.cell_values import CellError, CellValue
from stdplan.importing.headers import ColumnMapping, takes_several_columns

# Words in a column of dates that are as precise as such a cell can be: effective together with
# another standard, effective on publication, not known yet. They are not worth a warning.
_NO_DAY = ("同步实施", "同时实施", "发布之日", "公布之日", "另行通知", "另行公布", "待定")


@dataclass(slots=True)
class RowValues:
    """The values of the cells of one row, before they are put together.

    `values`: column and value by field; several columns may feed one field. `also`: values of
    fields that the cell of another field gives. `notes`: words for the note. `extra`: cells
    without a field, by header. `strange`: cells that are no value of their field. `undated`:
    words in cells of dates. `headers`: those of cells that give `also`, by field.
    """

    values: dict[str, list[tuple[ColumnMapping, CellValue]]] = field(default_factory=dict)
    also: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    extra: dict[str, str] = field(default_factory=dict)
    strange: list[str] = field(default_factory=list)
    undated: list[str] = field(default_factory=list)
    faults: list[CellError] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)

    def add(self, column: ColumnMapping, value: CellValue) -> None:
        """Add the value of a cell of a known column."""
        if value.fault:
            self.faults.append(value.fault)
        if value.note:
            self.notes.append(value.note)
            words = value.note.removeprefix(f"{column.header}: ")
            if not any(word in words for word in _NO_DAY):
                self.undated.append(words)
        for name, text in value.also:
            if name == "extra":
                self.keep_strange(column.header, text)
            else:
                self.also[name] = text
                self.headers.setdefault(column.field.name, column.header)
        if value.value is None:
            return
        if column.field.name in self.values and not takes_several_columns(column.field):
            self.extra[column.header] = str(value.value)
        else:
            self.values.setdefault(column.field.name, []).append((column, value))

    def keep_strange(self, header: str, text: str) -> None:
        """Keep a cell of a known column that is no value of its field."""
        self.extra[header] = text
        self.strange.append(f'{header} "{text}"')

    def kept_headers(self) -> list[str]:
        """Return the headers of unknown columns that are kept, without those of strange cells."""
        return [
            header
            for header, text in self.extra.items()
            if f'{header} "{text}"' not in self.strange
        ]

    def keep(self, header: str, cell: str) -> None:
        """Keep the cell of an unknown column, or refuse a control character in it."""
        text = clean(cell)
        if bad := refuse_control(text):
            self.refuse(
                header, text, t("contains the character {letter}, which is not allowed", letter=bad)
            )
        elif text:
            self.extra[header] = text

    def refuse(self, header: str, text: str, problem: str) -> None:
        """Add a fault to the row."""
        self.faults.append(CellError(header, escape_unprintable(text), problem))

    def is_free(self, name: str) -> bool:
        """Return whether no column gives the field; values for the whole list do not count."""
        return name not in self.values or self.values[name][0][0].from_option

    def text(self, name: str) -> str | None:
        """Return the value in the first column of a field as text, None without a value."""
        values = self.values.get(name)
        return None if values is None else str(values[0][1].value)
