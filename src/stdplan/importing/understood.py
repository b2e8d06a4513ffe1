"""How a list was understood: what a person is shown to see at a glance whether it is right.

Rule: cells of the first rows are shown as they are written, and as they are read where that
differs. It is the same reading as that of the import.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple

from stdplan.domain.adoption import parse_adoption
from stdplan.domain.codes import label
from stdplan.domain.fields import BY_NAME
from stdplan.domain.numbers import filing_number, parse, parse_replacements, plan_number
from stdplan.domain.text import clean, is_empty
from stdplan.importing.cell_values import cell_reader
from stdplan.importing.header_names import fold
from stdplan.importing.headers import ColumnMapping, HeaderMapping
from stdplan.importing.import_options import ImportOptions
from stdplan.importing.map_files import EXTRA, column_names, fields_of
from stdplan.importing.readers.rows import (
    Block,
    Form,
    ListSource,
    SourceRow,
    TablePlace,
    iter_rows,
)
from stdplan.importing.rejects import OriginalList

_EXAMPLES = 3
_ROWS = 200  # in which examples are looked for
# Forms whose lists have no header of their own.
_HEADLESS = frozenset(("text", "json", "jsonl", "yaml", "relaton", "iso"))
_COMPUTED = {
    fold(header)
    for own in BY_NAME.values()
    if own.home == "computed"
    for header in (own.name, *own.headers)
}
# What separates the items of a cell.
_SEPARATORS = str.maketrans("", "", "、；;，, \n")


class Example(NamedTuple):
    """A cell as written, and as read if that differs: a value, or the field that gets the cell.

    `fault`: the cell cannot be read.
    """

    written: str
    read: str = ""
    fault: bool = False


class UnderstoodColumn(NamedTuple):
    """A column of a list: the name by which --map can name it, and what it feeds.

    `field`: the name of a field, EXTRA, or "" for a column that is not read. `computed`: it is not
    read because the program computes it. `column`: None for columns that feed no field. `cells`:
    the first different ones. `is_new`: the file of --map-file does not have it.
    """

    header: str
    field: str
    computed: bool
    column: ColumnMapping | None
    cells: tuple[str, ...]
    is_new: bool

    def examples(self) -> Iterator[Example]:
        """Yield the cells, as written and as read."""
        for text in self.cells:
            yield _read(self.column, text) if self.column else Example(text)


@dataclass(frozen=True, slots=True)
class Understood:
    """How one list was understood.

    `line`: that of the header; 0 if a list of this form has none. `looked_at`: the number of rows
    in which examples were looked for.
    """

    form: Form
    encoding: str | None
    place: TablePlace | None
    line: int
    columns: tuple[UnderstoodColumn, ...]
    looked_at: int


def understand(
    source: ListSource, original: OriginalList, mapping: HeaderMapping, options: ImportOptions
) -> tuple[Understood, OriginalList]:
    """Return how a list was understood, and the list, whose first rows this reads."""
    first: list[SourceRow | Block] = []
    length = 0
    for piece in original.pieces:
        first.append(piece)
        length += len(piece) if isinstance(piece, Block) else 1
        if length >= _ROWS:
            break
    cells = original.head.cells
    names, fields = column_names(cells), fields_of(mapping, len(cells))
    by_index = {column.index: column for column in mapping.columns}
    new = options.map_file.new_columns(cells, options.mapping) if options.map_file else ()
    columns = []
    examples = _examples(first, len(cells))
    for index, (name, fed) in enumerate(zip(names, fields, strict=True)):
        if cells[index].strip() or examples[index]:
            computed = not fed and fold(name) in _COMPUTED
            columns.append(
                UnderstoodColumn(
                    name, fed, computed, by_index.get(index), examples[index], index in new
                )
            )
    understood = Understood(
        source.form,
        source.encoding(),
        source.place,
        0 if source.form in _HEADLESS else original.head.line,
        tuple(columns),
        min(length, _ROWS),
    )
    return understood, original._replace(pieces=chain(first, original.pieces))


def _examples(pieces: list[SourceRow | Block], width: int) -> list[tuple[str, ...]]:
    """Return the first different texts of each column, without empty ones."""
    found: list[dict[str, None]] = [{} for _ in range(width)]
    for row, _ in zip(iter_rows(pieces), range(_ROWS), strict=False):
        if row.fault:
            continue
        for texts, cell in zip(found, row.cells, strict=False):
            if len(texts) < _EXAMPLES and not is_empty(clean(cell)):
                texts[" ".join(cell.split())] = None
    return [tuple(texts) for texts in found]


def _read(column: ColumnMapping, text: str) -> Example:
    """Return a cell as written and as read."""
    value = cell_reader(column)(text)
    if value.fault:
        return Example(text, fault=True)
    if value.value is None:
        kept = EXTRA if value.also else "note" if value.note else ""
        return Example(text, value.also[0][0] if value.also else kept)
    name, words = column.field.name, column.field.words or {}
    items = value.value if isinstance(value.value, list) else [value.value]
    if words and [text] == items:  # one of our own codes
        return Example(text)
    shown = "; ".join(label(words, str(item)) for item in items)
    if name == "number" and (number := parse(str(value.value))):
        shown = number.canonical
    elif name in ("plan_number", "filing_number"):
        shown = (plan_number if name == "plan_number" else filing_number)(text) or shown
    elif name in ("replaces", "replaced_by"):
        links = parse_replacements(str(value.value))
        shown = "; ".join(number for number, _ in (*links.replaces, *links.replaced_by)) or shown
    elif name == "adopts":
        parts = (f"{each.reference} {each.degree or ''}".strip() for each in parse_adoption(text))
        shown = "; ".join(filter(None, parts)) or shown
    return Example(text) if _is_same(text, shown) else Example(text, shown)


def _is_same(written: str, read: str) -> bool:
    return clean(written).translate(_SEPARATORS) == read.translate(_SEPARATORS)
