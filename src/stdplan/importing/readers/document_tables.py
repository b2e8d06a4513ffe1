"""The tables of a document of a word processor, as its reader finds them one after the other.

Rule: a list in a document is read as it is seen. A merged cell counts for each of its rows. A table
within a cell of a list is part of the text of that cell; any other table around tables only places
them on the page, and its own text is prose. The paragraphs directly above a table are its title.

A reader calls the methods of `Document` in the order of the file. Memory is bounded: text is kept
for cells only, and tables that no list can have are refused. document_grids.py makes grids of the
tables.
"""

from dataclasses import dataclass, field
from typing import NamedTuple

from stdplan.domain.numbers import parse
from stdplan.errors import BadData
from stdplan.i18n import t
from stdplan.light import lazy_pattern

LAST_ROW = 1_048_576
LAST_COLUMN = 1_000
MOST_CELLS = 2_000_000
MOST_TABLES = 10_000
DEEPEST = 20  # tables within tables
LONGEST_CELL = 1_000_000  # characters
MOST_PARAGRAPHS = 20_000  # of prose that are kept; announcements have a few
_LONGEST_PARAGRAPH = 1_000
# What a split table has between its parts: 续表, （续上表）, "Table 1 (continued)".
_CONTINUED = lazy_pattern(r"[（(]?\s*(?:续|接)\s*(?:上)?\s*表?.{0,8}[)）]?|.{0,20}\(continued\)")
# A mark that refers to a remark below the table: 1), a, *, [2], 注1.
_MARK = lazy_pattern(
    r"\s*(?:注?[0-9]{1,2}|[a-z]|[*†‡]{1,3}|[①-⑳])?\s*[)）\]］]?\s*|[\[［][0-9]+[\]］]"
)


class Cell(NamedTuple):
    """A cell: its text, and how many columns of the grid it spans.

    `continues`: it is merged with the cell above, and has no text of its own.
    """

    text: str
    columns: int = 1
    continues: bool = False


@dataclass(slots=True)
class DocumentTable:
    """A table: the paragraphs above it, its rows, and the tables within its cells.

    `follows`: it follows another table with no other text in between. `inner`: tables by the index
    of their row and cell. `hidden_rows`: the indexes of rows that are not shown.
    """

    title: str
    follows: bool
    rows: list[list[Cell]] = field(default_factory=list)
    inner: list[tuple[int, int, "DocumentTable"]] = field(default_factory=list)
    hidden: bool = False
    hidden_rows: set[int] = field(default_factory=set)
    width: int = 0  # cells of its longest row


@dataclass(slots=True)
class _Content:
    """The text of a cell, a text box or the body: finished paragraphs and the current one."""

    paragraphs: list[str] = field(default_factory=list)
    current: list[str] = field(default_factory=list)
    boxes: list[str] = field(default_factory=list)
    length: int = 0


class Document:
    """The tables of a document and the paragraphs outside of them, while it is read.

    `columns` and `continues` are those of the current cell; its reader sets them.
    """

    def __init__(self, name: str) -> None:
        self.tables: list[DocumentTable] = []
        self.prose: list[str] = []
        self.columns, self.continues = 1, False
        self._name = name
        self._count = 0  # of tables
        self._open: list[DocumentTable] = []
        self._rows: list[list[Cell]] = []  # the current row of each open table
        self._cells: list[tuple[int, bool]] = []  # `columns` and `continues` of outer cells
        self._texts = [_Content()]
        self._above: list[str] = []  # paragraphs since the last table began or ended
        self._heading = ""  # the last heading since then
        self._after_table = False

    # --- Tables ---

    def start_table(self, hidden: bool = False) -> None:
        """Begin a table, perhaps within a cell."""
        if len(self._open) == DEEPEST:
            raise BadData(
                t("{file}: over {count} tables within each other", file=self._name, count=DEEPEST)
            )
        self._count += 1
        if self._count > MOST_TABLES:
            sentence = "{file}: over {count} tables; this is no list"
            raise BadData(t(sentence, file=self._name, count=MOST_TABLES))
        follows = self._after_table and all(map(_CONTINUED.fullmatch, self._above))
        title = self._heading or " ".join(self._above[-2:])
        table = DocumentTable(title, follows, hidden=hidden)
        if self._open:
            outer = self._open[-1]
            table.hidden = hidden or outer.hidden
            outer.inner.append((len(outer.rows), len(self._rows[-1]), table))
            self._cells.append((self.columns, self.continues))
        else:
            self.tables.append(table)
        self._open.append(table)
        self._rows.append([])
        self._above, self._heading, self._after_table = [], "", self._after_table and follows

    def end_table(self) -> None:
        """End the current table."""
        self._open.pop()
        self._rows.pop()
        if self._cells:
            self.columns, self.continues = self._cells.pop()
        self._above, self._heading, self._after_table = [], "", True

    def start_row(self) -> None:
        """Begin a row of the current table."""
        self._rows[-1] = []

    def row_texts(self) -> list[str]:
        """Return the texts of the cells of the current row."""
        return [cell.text for cell in self._rows[-1]]

    def clear_row(self) -> None:
        """Remove the texts of the current row; the tables in it remain."""
        self._rows[-1] = [cell._replace(text="") for cell in self._rows[-1]]

    def end_row(self, deleted: bool = False, repeated: int = 1, hidden: bool = False) -> None:
        """End a row, which may stand for several equal ones; leave it out if it was deleted."""
        table, row = self._open[-1], self._rows[-1]
        if deleted:
            table.inner = [place for place in table.inner if place[0] != len(table.rows)]
            return
        if repeated > 1 and not any(cell.text for cell in row):
            repeated = 1
        if len(table.rows) + repeated > LAST_ROW:
            raise BadData(
                t("{file}: a table cannot have this many rows: {count}", file=self._name,
                  count=len(table.rows) + repeated)
            )  # fmt: skip
        table.width = max(table.width, len(row))
        if table.width * (len(table.rows) + repeated) > MOST_CELLS:
            sentence = "{file}: a table with over {count} cells; this is no list"
            raise BadData(t(sentence, file=self._name, count=MOST_CELLS))
        if hidden:
            table.hidden_rows.update(range(len(table.rows), len(table.rows) + repeated))
        table.rows += [row] * repeated

    def start_cell(self) -> None:
        """Begin a cell of the current row."""
        self.columns, self.continues = 1, False
        self._texts.append(_Content())

    def end_cell(self, repeated: int = 1) -> None:
        """End a cell, which may stand for several equal ones."""
        self.end_paragraph()
        text = self._texts.pop()
        content = "\n".join(text.paragraphs) or "\n".join(text.boxes)
        self.add_cells(Cell("" if self.continues else content, self.columns, self.continues),
                       repeated)  # fmt: skip

    def drop_cell(self) -> None:
        """End a cell that was deleted, with the tables within it."""
        self._texts.pop()
        table, row = self._open[-1], self._rows[-1]
        table.inner = [each for each in table.inner if each[:2] != (len(table.rows), len(row))]

    def join_cell(self) -> None:
        """End a cell that is merged with the one before it, and has no text of its own."""
        self.drop_cell()
        if row := self._rows[-1]:
            row[-1] = row[-1]._replace(columns=row[-1].columns + 1)
        else:
            self.add_cells(Cell(""))

    def add_cells(self, cell: Cell, repeated: int = 1) -> None:
        """Add equal cells to the current row."""
        row = self._rows[-1]
        if max(cell.columns, 0) > LAST_COLUMN or len(row) + repeated > LAST_COLUMN:
            raise BadData(
                t("{file}: a table cannot have this many columns: {count}", file=self._name,
                  count=max(cell.columns, len(row) + repeated))
            )  # fmt: skip
        row += [cell] * repeated

    # --- Text ---

    def add(self, text: str, raised: bool = False) -> None:
        """Add text to the current paragraph.

        `raised`: it is superscript. Raised behind the number of a standard, it is the mark of a
        remark, and no part of the number.
        """
        current = self._texts[-1]
        if raised and _MARK.fullmatch(text) and parse("".join(current.current).strip()):
            return
        current.current.append(text)
        current.length += len(text)
        if current.length > LONGEST_CELL:
            sentence = "{file}: a text of over {count} characters; this is no list"
            raise BadData(t(sentence, file=self._name, count=LONGEST_CELL))

    def end_paragraph(self, number: str = "", heading: bool = False) -> None:
        """End a paragraph; the next text begins another one.

        `heading`: it is the title of the next table. `number`: what the program counts in front of
        it. It counts as text where it is the only text, or heads a section line. In front of a
        standard's number it would hide that.
        """
        text = self._texts[-1]
        paragraph = "".join(text.current).strip()
        if number and (not paragraph or self.columns > 1):
            paragraph = number + paragraph
        text.current = []
        if len(self._texts) == 1:  # the body
            text.length = 0
        elif paragraph:
            text.paragraphs.append(paragraph)
        if not paragraph:
            return
        paragraph = paragraph[:_LONGEST_PARAGRAPH]
        if heading:
            self._heading = paragraph
        self._above = [*self._above[-2:], paragraph]
        if not self._open and len(self.prose) < MOST_PARAGRAPHS:
            self.prose.append(paragraph)

    def start_box(self) -> None:
        """Begin a text box; its text is that of its cell only if the cell has no other."""
        self._texts.append(_Content())

    def end_box(self) -> None:
        """End a text box."""
        self.end_paragraph()
        box = self._texts.pop()
        self._texts[-1].boxes += box.paragraphs if len(self._texts) > 1 else []

    def start_caption(self) -> None:
        """Begin the caption of the current table."""
        self._texts.append(_Content())

    def end_caption(self) -> None:
        """End the caption of the current table: it is the title."""
        self.end_paragraph()
        caption = " ".join(self._texts.pop().paragraphs)
        self._open[-1].title = caption or self._open[-1].title
