"""The reader of Word documents (docx, docm, dotx): the tables of the body.

Rules:
* A document is read as it is printed with all changes accepted: inserted text counts, deleted text,
  rows and cells do not, and neither do hidden text, placeholders of empty controls, marks of
  footnotes, comments, headers and footers.
* Numbers that Word counts by itself (numbering.py, word_numbering.py) stand before the text of
  their paragraph.

python-docx reads no tracked rows, no controls around rows and no text boxes, and needs the whole
document in memory. So this reader takes the XML itself, as a stream.
"""

from dataclasses import dataclass
from posixpath import normpath
from zipfile import ZipFile

from stdplan.errors import NoList
from stdplan.i18n import t
from stdplan.importing.readers.document_grids import document_grids
from stdplan.importing.readers.document_tables import LONGEST_CELL, Cell, Document
from stdplan.importing.readers.grids import Grid
from stdplan.importing.readers.numbering import Numbering
from stdplan.importing.readers.rows import ReadOptions
from stdplan.importing.readers.text_files import ListFile
from stdplan.importing.readers.word_numbering import read_numbering
from stdplan.importing.readers.zip_parts import open_archive, parse_part

_RELATION = "http://schemas.openxmlformats.org/package/2006/relationships Relationship"
# Word writes the first namespace, or the second one in its strict form.
_WORD = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main ",
    "http://purl.oclc.org/ooxml/wordprocessingml/main ",
)
_MATH = (
    "http://schemas.openxmlformats.org/officeDocument/2006/math ",
    "http://purl.oclc.org/ooxml/officeDocument/math ",
)
_ALTERNATIVE = "http://schemas.openxmlformats.org/markup-compatibility/2006 "
_PARTS = ("tbl", "tr", "tc", "p", "r", "t", "sdt", "txbxContent", "pPr", "trPr")
_TEXTS = {"br": "\n", "cr": "\n", "tab": " ", "noBreakHyphen": "-"}
_PROPERTIES = frozenset(
    (
        *("gridSpan", "vMerge", "hMerge", "gridBefore", "gridAfter", "cellDel", "numId", "ilvl"),
        *("vanish", "vertAlign", "sym", "footnoteReference", "endnoteReference", "showingPlcHdr"),
    )
)
# Elements that are left out with all that is in them.
_LEFT_OUT = (
    *("del", "moveFrom", "rt", "delText", "instrText", "sectPr", "tblGrid"),
    *("pPrChange", "rPrChange", "trPrChange", "tcPrChange", "tblPrChange", "tblPrExChange"),
    *("sectPrChange", "numberingChange"),
)
_KNOWN = (*_PARTS, *_TEXTS, *_PROPERTIES, *_LEFT_OUT)
_NAMES = {space + name: name for space in _WORD for name in _KNOWN}
_NAMES |= {space + name: name for space in _MATH for name in ("r", "t")}
_NAMES[_ALTERNATIVE + "Fallback"] = "Fallback"  # the same again, for old programs
_SKIPPED = frozenset((*_LEFT_OUT, "Fallback"))
_OFF = ("0", "false", "off", "none")
# Signs in fonts without letters: answers to a review are ticked with them.
_SIGNS = {
    "wingdings": {0xFC: "✓", 0xFE: "☑", 0xFD: "☒", 0xFB: "✗", 0xA8: "□", 0x6F: "□"},
    "wingdings 2": {0x50: "✓", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0x4F: "✗", 0xA3: "□"},
    "symbol": {0xD6: "√", 0x2D: "-", 0xB4: "×", 0xB0: "°", 0xB1: "±", 0x6D: "μ"},
}


def find_word_tables(file: ListFile, options: ReadOptions) -> list[Grid]:
    """Return the tables of a Word document.

    Raise BadData if it is damaged, NoList if it has no table.
    """
    document = Document(file.name)
    with open_archive(file, "docx") as archive:
        part = _main_part(file, archive)
        numbering = read_numbering(file, archive, part)
        parse_part(file, archive, part, _WordBody(document, numbering))
    return document_grids(file, document, options)


class _Relations:
    """Finds the main part of a document."""

    def __init__(self) -> None:
        self.main: str | None = None

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Note the target of the relation to the main part."""
        if name == _RELATION and attributes.get("Type", "").endswith("/officeDocument"):
            self.main = self.main or normpath(attributes.get("Target", "")).lstrip("/")

    def end(self, name: str) -> None:
        """Ignore the end of an element."""

    def text(self, text: str) -> None:
        """Ignore the text of an element."""


def _main_part(file: ListFile, archive: ZipFile) -> str:
    names = archive.namelist()
    relations = _Relations()
    if "_rels/.rels" in names:
        parse_part(file, archive, "_rels/.rels", relations)
    part = relations.main or "word/document.xml"
    if part not in names:
        raise NoList(t("{file}: the docx file has no text", file=file.name))
    return part


@dataclass(slots=True)
class _Run:
    """The text of a run, and how it is shown."""

    text: str = ""
    hidden: bool = False
    raised: bool = False


@dataclass(slots=True)
class _WordRow:
    """What the properties of a row say: it was deleted, or has columns without cells at its end."""

    deleted: bool = False
    columns_after: int = 0


@dataclass(slots=True)
class _CellEnd:
    """What becomes of a cell at its end: it was deleted, or is merged with the one before it."""

    deleted: bool = False
    merged: bool = False


class _WordBody:
    """Passes the elements of the body of a document on to its tables."""

    def __init__(self, document: Document, numbering: Numbering) -> None:
        self._document, self._numbering = document, numbering
        self._skipped = 0  # depth within an element that is left out
        self._rows: list[_WordRow] = []  # the open rows, the innermost last
        self._cells: list[_CellEnd] = []
        self._runs: list[_Run] = []  # the current run is the last; the others have text boxes
        self._placeholders: list[bool] = []  # of the controls around the text
        self._numbers = [("", 0)]  # number and level of the paragraph, and of those around boxes
        self._in_text = self._in_paragraph_properties = self._in_row_properties = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Begin an element."""
        local = _NAMES.get(name)
        if self._skipped:
            self._skipped += 1
        elif local == "del" and self._in_row_properties:
            self._rows[-1].deleted = True
            self._skipped = 1
        elif local in _SKIPPED:
            self._skipped = 1
        elif local in _TEXTS:
            if not self._in_paragraph_properties:  # there it is a tab stop
                self._add(_TEXTS[local])
        elif local in _PROPERTIES:
            values = {key.partition(" ")[2]: text for key, text in attributes.items()}
            self._note_property(local, values)
        elif local is not None:
            self._begin(local)

    def end(self, name: str) -> None:
        """End an element."""
        if self._skipped:
            self._skipped -= 1
        elif (local := _NAMES.get(name)) is not None:
            self._finish(local)

    def text(self, text: str) -> None:
        """Add characters."""
        if self._in_text and not self._skipped:
            self._add(text)

    def _begin(self, local: str) -> None:
        match local:
            case "t":
                self._in_text = True
            case "r":
                self._runs.append(_Run())
            case "p":
                self._numbers.append(("", 0))
            case "pPr":
                self._in_paragraph_properties = True
            case "tc":
                self._cells.append(_CellEnd())
                self._document.start_cell()
            case "trPr":
                self._in_row_properties = True
            case "tr":
                self._rows.append(_WordRow())
                self._document.start_row()
            case "tbl":
                self._document.start_table()
            case "txbxContent":
                self._document.start_box()
            case "sdt":
                self._placeholders.append(False)

    def _finish(self, local: str) -> None:
        match local:
            case "t":
                self._in_text = False
            case "r":
                run = self._runs.pop()
                if not run.hidden and run.text:
                    self._document.add(run.text, run.raised)
            case "p":
                self._document.end_paragraph(self._numbering.next_label(*self._numbers.pop()))
            case "pPr":
                self._in_paragraph_properties = False
            case "tc":
                cell = self._cells.pop()
                if cell.deleted:
                    self._document.drop_cell()
                elif cell.merged:
                    self._document.join_cell()
                else:
                    self._document.end_cell()
            case "trPr":
                self._in_row_properties = False
            case "tr":
                row = self._rows.pop()
                if row.columns_after:
                    self._document.add_cells(Cell("", row.columns_after))
                self._document.end_row(row.deleted)
            case "tbl":
                self._document.end_table()
            case "txbxContent":
                self._document.end_box()
            case "sdt":
                self._placeholders.pop()

    def _note_property(self, local: str, values: dict[str, str]) -> None:
        """Note what an element says about the run, paragraph, cell, row or control around it."""
        value = values.get("val", "")
        match local:
            case "sym" if self._runs:
                self._runs[-1].text += _sign(values.get("font", ""), values.get("char", ""))
            case "vanish" if self._runs and not self._in_paragraph_properties:
                self._runs[-1].hidden = value not in _OFF
            case "vertAlign" if self._runs and not self._in_paragraph_properties:
                self._runs[-1].raised = value == "superscript"
            case "footnoteReference" | "endnoteReference" if self._runs:
                # The mark is counted by Word, or else is the text of this run.
                self._runs[-1].hidden = values.get("customMarkFollows", "0") not in _OFF
            case "numId":
                self._numbers[-1] = value, self._numbers[-1][1]
            case "ilvl":
                self._numbers[-1] = self._numbers[-1][0], _count(value, 0)
            case "gridSpan":
                self._document.columns = _count(value)
            case "vMerge":
                self._document.continues = value != "restart"
            case "hMerge" if self._cells:
                self._cells[-1].merged = value != "restart"
            case "cellDel" if self._cells:
                self._cells[-1].deleted = True
            case "gridBefore" if self._rows:
                self._document.add_cells(Cell("", _count(value)))
            case "gridAfter" if self._rows:
                self._rows[-1].columns_after = _count(value)
            case "showingPlcHdr" if self._placeholders:
                self._placeholders[-1] = value not in _OFF

    def _add(self, text: str) -> None:
        if any(self._placeholders):
            return
        if not self._runs:
            self._document.add(text)
            return
        run = self._runs[-1]
        run.text += text
        if len(run.text) > LONGEST_CELL:
            self._document.add(run.text)  # refuses it


def _count(value: str, least: int = 1) -> int:
    """Return a number, but not below the least; what is no number is the least."""
    is_number = value.isascii() and value.isdecimal() and len(value) < 9
    return max(int(value), least) if is_number else least


def _sign(font: str, code: str) -> str:
    """Return the character of a sign in a font without letters."""
    try:
        number = int(code, 16)
    except ValueError:
        return ""
    signs = _SIGNS.get(font.lower(), {})
    # Word adds F000 to the codes of such fonts.
    return signs.get(number & 0xFF) or (chr(number) if 0x20 <= number < 0xD800 else "�")
