"""The reader of OpenDocument texts (odt, ott): the tables of the body.

Rules: those of Word documents (docx_reader.py). Deleted text is stored apart from the body, and
inserted text in its place. A cell that is covered by another has no text: a merged cell above it
counts for its row.
"""

import re
from typing import NamedTuple

from stdplan.importing.readers.document_grids import document_grids
from stdplan.importing.readers.document_tables import LAST_COLUMN, LAST_ROW, Cell, Document
from stdplan.importing.readers.grids import Grid
from stdplan.importing.readers.numbering import Level, Numbering
from stdplan.importing.readers.rows import ReadOptions
from stdplan.importing.readers.text_files import ListFile
from stdplan.importing.readers.zip_parts import open_archive, parse_part

_SPACE = "urn:oasis:names:tc:opendocument:xmlns:"
_SHORT = {
    f"{_SPACE}{space}:1.0 {name}": f"{space}:{name}"
    for space, names in {
        "table": "table table-row table-cell covered-table-cell",
        "text": "p h span s tab line-break note ruby-text tracked-changes number placeholder list"
        " list-item list-style list-level-style-number",
        "drawing": "text-box",
        "office": "annotation annotation-end body forms",
        "style": "style text-properties",
        "svg-compatible": "title desc",
    }.items()
    for name in names.split()
}
# Elements that are left out with all that is in them: notes, comments, deleted text, spoken text.
_SKIPPED = frozenset(
    (
        *("text:note", "text:ruby-text", "text:tracked-changes", "text:number"),
        *("text:placeholder", "office:annotation", "office:forms", "svg-compatible:title"),
        "svg-compatible:desc",
    )
)
_TEXTS = {"text:tab": " ", "text:line-break": "\n"}
# The forms of numbers by their names in OpenDocument; those of numbering.py are Word's.
_NUMBER_FORMS = {
    "a": "lowerLetter",
    "A": "upperLetter",
    "i": "lowerRoman",
    "I": "upperRoman",
    "一, 二, 三, ...": "chineseCounting",
    "①, ②, ③, ...": "decimalEnclosedCircle",
}
_WHITE_SPACE = re.compile("[ \t\r\n]+")


def find_text_tables(file: ListFile, options: ReadOptions) -> list[Grid]:
    """Return the tables of an OpenDocument text.

    Raise BadData if it is damaged or has no table.
    """
    document, numbering = Document(file.name), Numbering()
    with open_archive(file, "odt") as archive:
        if "styles.xml" in archive.namelist():
            parse_part(file, archive, "styles.xml", _ListStyles(numbering))
        parse_part(file, archive, "content.xml", _TextBody(document, numbering))
    return document_grids(file, document, options)


class _ListStyles:
    """Collects the definitions of lists."""

    def __init__(self, numbering: Numbering) -> None:
        self._numbering, self._style = numbering, ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Begin an element."""
        short = _SHORT.get(name, "")
        values = {key.rpartition(" ")[2]: text for key, text in attributes.items()}
        if short == "text:list-style":
            self._style = values.get("name", "")
            self._numbering.definitions[self._style] = self._style
        elif short == "text:list-level-style-number" and (form := values.get("num-format")):
            level = _count(values, "level")
            text = f"{values.get('num-prefix', '')}%{level}{values.get('num-suffix', '')}"
            self._numbering.levels[self._style, level - 1] = Level(
                _NUMBER_FORMS.get(form, "decimal"), text[:100], _count(values, "start-value")
            )

    def end(self, name: str) -> None:
        """Ignore the end of an element."""

    def text(self, text: str) -> None:
        """Ignore the text of an element."""


class _Covering(NamedTuple):
    """A cell that covers cells of the rows below it: its columns, and how many rows are left."""

    columns: int
    rows: int


class _TextRow:
    """A row of a table, and what covers cells in it and in the rows below."""

    def __init__(self, covering: dict[int, _Covering], repeated: int) -> None:
        self.covering, self.repeated = covering, repeated
        self.column = 0  # the next one
        self.covered_until = 0  # by a cell of the same row
        self.begun: dict[int, _Covering] = {}


class _TextBody:
    """Passes the elements of the body of a document on to its tables."""

    def __init__(self, document: Document, numbering: Numbering) -> None:
        self._document, self._numbering = document, numbering
        self._list_styles = _ListStyles(numbering)
        self._lists: list[str] = []  # the styles of the open lists, the innermost last
        self._begins_item = False
        self._skipped = 0  # depth within an element that is left out
        self._in_body = False
        self._paragraphs = 0  # open ones: a text box in one has others
        self._styles: dict[str, tuple[bool, bool]] = {}  # hidden, raised
        self._style = ""
        self._spans: list[tuple[bool, bool]] = [(False, False)]
        self._tables: list[dict[int, _Covering]] = []
        self._rows: list[_TextRow] = []
        self._cells: list[tuple[int, int, int]] = []  # columns, rows, repeated

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Begin an element."""
        short = _SHORT.get(name)
        if self._skipped:
            self._skipped += 1
        elif short is None:
            return
        elif short in _SKIPPED:
            self._skipped = 1
        elif short in _TEXTS:
            self._add(_TEXTS[short])
        else:
            self._list_styles.start(name, attributes)
            self._begin(short, {key.rpartition(" ")[2]: attributes[key] for key in attributes})

    def end(self, name: str) -> None:
        """End an element."""
        if self._skipped:
            self._skipped -= 1
        elif (short := _SHORT.get(name)) is not None:
            self._finish(short)

    def text(self, text: str) -> None:
        """Add characters; white space in the XML is a single blank."""
        if self._paragraphs and not self._skipped:
            self._add(_WHITE_SPACE.sub(" ", text))

    def _begin(self, short: str, values: dict[str, str]) -> None:
        match short:
            case "office:body":
                self._in_body = True
            case "style:style":
                self._style = values.get("name", "")
            case "style:text-properties" if not self._in_body:
                hidden = values.get("display") == "none"
                raised = values.get("text-position", "").startswith("super")
                self._styles[self._style] = hidden, raised
            case "text:p" | "text:h":
                self._paragraphs += 1
            case "text:span":
                hidden, raised = self._styles.get(values.get("style-name", ""), (False, False))
                outer_hidden, outer_raised = self._spans[-1]
                self._spans.append((hidden or outer_hidden, raised or outer_raised))
            case "text:list":
                outer = self._lists[-1] if self._lists else ""
                style = values.get("style-name", outer)
                goes_on = "continue-list" in values or values.get("continue-numbering") == "true"
                if not self._lists and not goes_on:
                    self._numbering.restart(style)
                self._lists.append(style)
            case "text:list-item":
                self._begins_item = True
            case "text:s":
                self._add(" " * min(_count(values, "c"), 100))
            case "drawing:text-box":
                self._document.start_box()
            case "table:table":
                self._document.start_table()
                self._tables.append({})
            case "table:table-row":
                self._document.start_row()
                repeated = _count(values, "number-rows-repeated")
                self._rows.append(_TextRow(self._tables[-1], repeated))
            case "table:table-cell":
                columns = _count(values, "number-columns-spanned")
                rows = _count(values, "number-rows-spanned")
                self._cells.append((columns, rows, _count(values, "number-columns-repeated")))
                self._document.start_cell()
                self._document.columns = columns
            case "table:covered-table-cell":
                self._cells.append((0, 0, _count(values, "number-columns-repeated")))
                self._document.start_cell()

    def _finish(self, short: str) -> None:
        match short:
            case "text:p" | "text:h":
                self._paragraphs -= 1
                self._document.end_paragraph(self._label())
            case "text:list":
                self._lists.pop()
            case "text:span":
                self._spans.pop()
            case "drawing:text-box":
                self._document.end_box()
            case "table:table":
                self._tables.pop()
                self._document.end_table()
            case "table:table-row":
                self._end_row()
            case "table:table-cell":
                self._end_cell()
            case "table:covered-table-cell":
                self._end_covered_cell()

    def _label(self) -> str:
        """Return the number of a paragraph, "" if it has none."""
        if not self._lists or not self._begins_item:
            return ""
        self._begins_item = False
        return self._numbering.next_label(self._lists[-1], len(self._lists) - 1)

    def _add(self, text: str) -> None:
        hidden, raised = self._spans[-1]
        if self._paragraphs and not hidden:
            self._document.add(text, raised)

    def _end_cell(self) -> None:
        columns, rows, repeated = self._cells.pop()
        row = self._rows[-1]
        self._document.end_cell(repeated)
        if rows > 1:
            row.begun[row.column] = _Covering(columns, rows - 1)
        row.covered_until = row.column + columns
        row.column += repeated

    def _end_covered_cell(self) -> None:
        """End cells that are covered by one of the same row, or by one of a row above."""
        _, _, repeated = self._cells.pop()
        self._document.drop_cell()
        row = self._rows[-1]
        for column in range(row.column, row.column + min(repeated, LAST_COLUMN)):
            if column < row.covered_until:
                continue
            covering = row.covering.get(column, _Covering(1, 0))
            self._document.add_cells(Cell("", covering.columns, continues=covering.rows > 0))
            row.covered_until = column + covering.columns
        row.column += min(repeated, LAST_COLUMN)

    def _end_row(self) -> None:
        row = self._rows.pop()
        self._document.end_row(repeated=row.repeated)
        left = {
            column: covering._replace(rows=covering.rows - row.repeated)
            for column, covering in row.covering.items()
            if covering.rows > row.repeated
        }
        row.covering.clear()
        row.covering.update(left | row.begun)


def _count(values: dict[str, str], name: str) -> int:
    """Return a number of columns or rows, at least 1; what is no number is 1."""
    text = values.get(name, "1")
    if not text.isascii() or not text.isdecimal():
        return 1
    return max(min(int(text[:9]), LAST_ROW + 1), 1)
