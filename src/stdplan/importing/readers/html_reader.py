"""The reader of web pages: the tables, as a browser shows them.

Rules:
* End tags may be missing: a cell ends where the next one begins. What belongs to a table within a
  cell never ends the cell.
* What is not shown is not read: scripts, comments, templates, hidden elements. Rows that are hidden
  but have the number of a standard are records, as in workbooks.
* A row with as many fields to fill in as texts, and without the number of a standard, is part of a
  form.

The parser of the standard library reads any page as a stream, without a tree: nothing but the
tables is kept.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser

from stdplan.domain.numbers import parse, plan_number
from stdplan.errors import BadData
from stdplan.i18n import t
from stdplan.importing.readers import tabular
from stdplan.importing.readers.document_grids import document_grids
from stdplan.importing.readers.document_tables import Cell, Document
from stdplan.importing.readers.grids import Grid
from stdplan.importing.readers.page_styles import HidingStyles
from stdplan.importing.readers.page_text import page_encoding, pages_in
from stdplan.importing.readers.rows import ReadOptions
from stdplan.importing.readers.text_files import LONGEST_LINE, ListFile

MOST_ATTRIBUTES = 10_000
_CHUNK = 1 << 18  # characters
_WIDEST = 1_000  # columns of a cell; browsers read more as this many
_LONGEST = 65_534  # rows of a cell, likewise
_BLANKS = re.compile("[ \t\r\n\f]+")
_SOFT_HYPHEN = "\xad"  # shows where a word may be divided

# What is below a list of several pages: 首页 上一页 1 2 3 下一页 共35条.
_PAGER = re.compile(
    r"(?:[0-9\s|/,，…．.<>«»‹›:：\[\]-]|[首末尾上下前后][一1]?页|第|页|共|条|记录|跳转|转到|跳到|每|显示|当前"
    r"|确定|GO|Go|Page|First|Last|Prev(?:ious)?|Next|of|to)+"
)
_FIGURES = re.compile(r"[0-9\s/,.:-]+")
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_PARAGRAPHS = _HEADINGS | frozenset(
    (
        *("p", "div", "li", "ol", "ul", "dl", "dt", "dd", "pre", "hr", "br", "center", "form"),
        *("address", "article", "aside", "blockquote", "details", "fieldset", "figcaption"),
        *("figure", "footer", "header", "legend", "main", "nav", "section", "summary", "body"),
    )
)
_CELLS = frozenset(("td", "th"))
_GROUPS = frozenset(("thead", "tbody", "tfoot"))
_VOID = frozenset(
    (
        *("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param"),
        *("source", "track", "wbr"),
    )
)
# Elements whose text is not shown, or not part of what a cell says: until their own end tag.
_OPAQUE = frozenset(
    ("script", "style", "title", "textarea", "template", "noscript", "iframe", "xmp", "noframes",
     "noembed")
)  # fmt: skip
# The same, but a page may forget the end tag.
_UNREAD = frozenset(("select", "button", "datalist", "svg", "canvas", "del", "rt", "rp"))
_ENDED_BY_THEIR_LIKE = frozenset(("p", "li", "dt", "dd", "option", "rt", "rp"))
_ENDED_BY_PARENT = {"rt": "ruby", "rp": "ruby"}
_FIELDS_TO_FILL_IN = frozenset(("", "text", "search", "date", "number", "radio"))
Attributes = dict[str, str]


def find_page_tables(file: ListFile, options: ReadOptions) -> list[Grid]:
    """Return the tables of a web page; those that only place other things on it are left out.

    Raise BadData if it has no table, or ends within something that does not show.
    """
    document = Document(file.name)
    for part in pages_in(file):
        text = part.text(options.encoding or page_encoding(part))
        page = _Page(file.name, document)
        for chunk in text.chunks(_CHUNK):
            if "\0" in chunk:
                raise BadData(
                    t("{file}: there is a NUL character: the file is not text", file=file.name)
                )
            page.feed(chunk)
            if len(page.rawdata) > LONGEST_LINE:
                raise page.unfinished()
        page.finish()
    return list(_numbered(document_grids(file, document, options)))


def _numbered(grids: Sequence[Grid]) -> Iterator[Grid]:
    """Yield the tables that may be lists, numbered; all of them if there is none.

    A table of a single row or column, without the number of a standard, is a menu or a frame.
    """
    lines = [[cells for _, cells in grid.lines() if not tabular.is_blank(cells)] for grid in grids]
    pairs = list(zip(grids, lines, strict=True))
    kept = [(grid, rows) for grid, rows in pairs if _may_be_list(rows)]
    for number, (grid, rows) in enumerate(kept or pairs, 1):
        yield grid._replace(
            place=t("[table {number}]", number=number),
            may_continue=grid.may_continue and _has_number(rows),
        )


def _may_be_list(rows: list[list[str]]) -> bool:
    is_table = len(rows) > 1 and any(sum(map(bool, cells)) > 1 for cells in rows)
    return is_table or _has_number(rows)


def _has_number(rows: list[list[str]]) -> bool:
    return any(parse(cell) for cells in rows[: tabular.HEADER_LINES] for cell in cells)


@dataclass(slots=True)
class _OpenTable:
    """What is known of an open table besides its cells.

    `column`: where the next cell begins. `spans`: the cells of rows above that go on, by column:
    for how many rows, and over how many columns. `began`: those that begin in this row.
    `is_hidden`: the group of rows, the row, and the cell. `outer`: the state of the text around
    the table.
    """

    outer: "_OpenText"
    column: int = 0
    spans: dict[int, tuple[int, int]] = field(default_factory=dict)
    began: dict[int, tuple[int, int]] = field(default_factory=dict)
    in_row: bool = False
    has_cells: bool = False  # of its own, in the current row
    in_cell: bool = False
    in_caption: bool = False
    hidden_group: bool = False
    hidden_row: bool = False
    hidden_cell: bool = False
    fields: int = 0  # to fill in, in the current row
    links: int = 0  # in the current row


@dataclass(slots=True)
class _OpenText:
    """The text that is being read: of the body, or of a cell.

    `unread`: the element that is not shown, and how many of its name are open; `lists`: the next
    number of each open list, None if it has no numbers.
    """

    unread: str = ""
    depth: int = 0
    lists: list[int | None] = field(default_factory=list)
    label: str = ""
    preserved: int = 0  # <pre>, where line ends count
    raised: int = 0  # <sup>
    is_empty: bool = True  # of the paragraph
    ends_with_blank: bool = True
    heading: bool = False


class _Page(HTMLParser):
    """Passes the elements of a page on to the tables of a document."""

    def __init__(self, name: str, document: Document) -> None:
        super().__init__(convert_charrefs=True)
        self._name = name
        self._document = document
        self._tables: list[_OpenTable] = []
        self._text = _OpenText()
        self._styles = HidingStyles()

    def finish(self) -> None:
        """End the page; raise BadData if it ends where nothing is shown."""
        if self.rawdata.startswith("<") and len(self.rawdata) > 1:
            raise self.unfinished()
        self.close()
        if self._text.unread in _OPAQUE:
            sentence = "{file}: the page ends within <{name}>: it is damaged"
            raise BadData(t(sentence, file=self._name, name=self._text.unread))
        while self._tables:
            self._end_table()
        self._end_paragraph()

    def unfinished(self) -> BadData:
        """Return the error for what does not end, as a comment or a tag."""
        sentence = "{file}:{line}: something begins here that does not end: the page is damaged"
        return BadData(t(sentence, file=self._name, line=self.getpos()[0]))

    def parse_starttag(self, i: int) -> int:
        """Parse a tag; raise BadData if it has more attributes than fit into memory."""
        end = self.rawdata.find(">", i)
        end = len(self.rawdata) if end < 0 else end
        if end - i > MOST_ATTRIBUTES:
            tag = self.rawdata[i:end]
            parts = tag.split()
            blanks = len(tag) - sum(map(len, parts))
            if max(len(parts), blanks // 10, tag.count("//")) > MOST_ATTRIBUTES:
                sentence = "{file}:{line}: a tag with over {count} attributes; this is no list"
                line = self.getpos()[0]
                raise BadData(t(sentence, file=self._name, line=line, count=MOST_ATTRIBUTES))
        return super().parse_starttag(i)

    def parse_marked_section(self, i: int, report: bool = True) -> int:
        """Return where `<![if …]>` ends: it is a comment, whatever is in it."""
        return self.rawdata.find(">", i + 3) + 1 or -1

    # --- Tags ---

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin and end an element, as in XML; browsers would not end it."""
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.handle_endtag(tag)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin an element."""
        text = self._text
        if text.unread in _OPAQUE:
            text.depth += tag == text.unread
            return
        attributes = {name: value or "" for name, value in reversed(attrs)}
        if self._styles.hide(tag, attributes):
            attributes["hidden"] = ""
        if tag == "table" or (self._tables and tag in ("tr", "td", "th", "caption", *_GROUPS)):
            self._start_part(tag, attributes)
        elif text.unread:
            if tag == text.unread and tag in _ENDED_BY_THEIR_LIKE:
                text.unread = ""
                self.handle_starttag(tag, attrs)
            else:
                text.depth += tag == text.unread
        elif tag in _OPAQUE or tag in _UNREAD or (tag not in _VOID and _is_hidden(attributes)):
            text.unread, text.depth = tag, 1
            self._note_field(tag in ("select", "textarea"))
        else:
            self._start_text(tag, attributes)

    def handle_endtag(self, tag: str) -> None:
        """End an element."""
        text = self._text
        if text.unread in _OPAQUE and tag != text.unread:
            return
        if tag == "table":
            if self._tables:
                self._end_table()
        elif self._tables and tag in ("tr", "td", "th", "caption", *_GROUPS):
            self._end_part(tag)
        elif text.unread:
            text.depth -= tag == text.unread
            if text.depth <= 0 or tag == _ENDED_BY_PARENT.get(text.unread):
                text.unread = ""
        elif tag in _PARAGRAPHS:
            self._end_paragraph(is_item=tag in ("li", "ol", "ul"))
            if tag in ("ol", "ul") and text.lists:
                text.lists.pop()
            elif tag == "pre":
                text.preserved = max(text.preserved - 1, 0)
        elif tag == "sup":
            text.raised = max(text.raised - 1, 0)

    def _start_text(self, tag: str, attributes: Attributes) -> None:
        text = self._text
        if tag in _PARAGRAPHS:
            self._end_paragraph(is_item=tag == "li")
            text.heading = tag in _HEADINGS
            if tag == "pre":
                text.preserved += 1
            elif tag in ("ol", "ul"):
                start = _number(attributes.get("start", ""), 1)
                text.lists.append(start if tag == "ol" else None)
            elif tag == "li" and text.lists and (count := text.lists[-1]) is not None:
                count = _number(attributes.get("value", ""), count)
                text.label, text.lists[-1] = f"{count}.", count + 1
        elif tag == "sup":
            text.raised += 1
        elif tag == "a" and self._tables:
            self._tables[-1].links += 1
        elif tag == "input":
            self._note_field(attributes.get("type", "").lower() in _FIELDS_TO_FILL_IN)

    # --- Text ---

    def handle_data(self, data: str) -> None:
        """Add characters."""
        text = self._text
        if text.unread == "style":
            self._styles.add(data)
        if text.unread or (self._tables and self._tables[-1].hidden_cell):
            return
        if text.preserved:
            for index, line in enumerate(data.replace("\r\n", "\n").split("\n")):
                if index:
                    self._end_paragraph()
                self._add(line)
        else:
            self._add(_BLANKS.sub(" ", data))

    def _add(self, words: str) -> None:
        text = self._text
        words = words.replace("\xa0", " ").replace(_SOFT_HYPHEN, "")
        if text.ends_with_blank:
            words = words.lstrip(" ")
        if words:
            text.ends_with_blank = words.endswith(" ")
            text.is_empty = False
            self._document.add(words, bool(text.raised))

    def _end_paragraph(self, is_item: bool = False) -> None:
        """End the paragraph, if it has text or is an item of a list whose number is all of it."""
        text = self._text
        in_cell = bool(self._tables) and self._tables[-1].in_cell
        if not text.is_empty or (is_item and text.label and in_cell):
            self._document.end_paragraph(text.label if in_cell else "", text.heading)
            text.label = ""
        text.is_empty = text.ends_with_blank = True

    # --- Tables ---

    def _start_part(self, tag: str, attributes: Attributes) -> None:
        """Begin a table or a part of one."""
        if tag == "table":
            if self._tables and not self._tables[-1].in_cell:
                self._end_table()  # its end tag is missing
            self._end_paragraph()
            hidden = bool(self._text.unread) or _is_hidden(attributes)
            self._document.start_table(hidden)
            self._tables.append(_OpenTable(self._text))
            self._text = _OpenText()
            return
        table = self._tables[-1]
        self._end_caption()
        if tag == "caption":
            table.in_caption = True
            self._document.start_caption()
        elif tag in _CELLS:
            self._end_cell()
            if not table.in_row:
                self._start_row({})
            self._start_cell(attributes)
        else:
            self._end_row()
            if tag == "tr":
                self._start_row(attributes)
            else:
                table.spans.clear()
                table.hidden_group = _is_hidden(attributes)

    def _end_part(self, tag: str) -> None:
        self._end_caption()
        if tag in _CELLS:
            self._end_cell()
        elif tag != "caption":
            self._end_row()
            if tag in _GROUPS:
                self._tables[-1].spans.clear()
                self._tables[-1].hidden_group = False

    def _start_row(self, attributes: Attributes) -> None:
        table = self._tables[-1]
        table.in_row, table.column = True, 0
        table.has_cells, table.fields, table.links = False, 0, 0
        table.hidden_row = table.hidden_group or _is_hidden(attributes)
        self._document.start_row()

    def _start_cell(self, attributes: Attributes) -> None:
        table = self._tables[-1]
        self._text = _OpenText()
        table.in_cell, table.hidden_cell = True, _is_hidden(attributes)
        if not table.hidden_cell:
            self._add_spans(table)
        self._document.start_cell()
        if table.hidden_cell:
            return
        table.has_cells = True
        columns = max(1, min(_number(attributes.get("colspan", ""), 1), _WIDEST))
        rows = min(_number(attributes.get("rowspan", ""), 1), _LONGEST) or _LONGEST
        self._document.columns = columns
        if rows > 1:
            table.began[table.column] = rows, columns
        table.column += columns

    def _add_spans(self, table: _OpenTable, to_end: bool = False) -> None:
        """Add the cells of rows above that go on here."""
        while (span := table.spans.get(table.column)) is not None:
            self._document.add_cells(_continued(span[1]))
            table.column += span[1]
        if to_end and (later := [column for column in table.spans if column > table.column]):
            self._document.add_cells(Cell("", min(later) - table.column))
            table.column = min(later)
            self._add_spans(table, to_end)

    def _end_cell(self) -> None:
        table = self._tables[-1]
        if not table.in_cell:
            return
        self._end_paragraph(is_item=True)
        if table.hidden_cell:
            self._document.drop_cell()
        else:
            self._document.end_cell()
        table.in_cell = table.hidden_cell = False
        self._text = _OpenText()

    def _end_row(self) -> None:
        table = self._tables[-1]
        self._end_cell()
        if not table.in_row:
            return
        if table.has_cells:
            self._add_spans(table, to_end=True)
        table.spans = {
            column: (rows - 1, columns)
            for column, (rows, columns) in (*table.spans.items(), *table.began.items())
            if rows > 1
        }
        table.began = {}
        table.in_row = False
        deleted = not table.has_cells  # a row without cells does not show
        texts = [text for text in self._document.row_texts() if text]
        is_form = 0 < table.fields >= len(texts)
        if _is_pager(texts, table.links):
            deleted = True
        elif (table.hidden_row or is_form) and not any(
            parse(text) or plan_number(text) for text in texts
        ):
            deleted = deleted or table.hidden_row
            self._document.clear_row()
        self._document.end_row(deleted, hidden=table.hidden_row)

    def _end_caption(self) -> None:
        table = self._tables[-1]
        if table.in_caption:
            table.in_caption = False
            self._end_paragraph()
            self._document.end_caption()
            self._text = _OpenText()

    def _end_table(self) -> None:
        self._end_caption()
        self._end_row()
        self._end_paragraph()
        self._document.end_table()
        self._text = self._tables.pop().outer

    def _note_field(self, to_fill_in: bool) -> None:
        if to_fill_in and self._tables:
            self._tables[-1].fields += 1


def _is_pager(texts: list[str], links: int) -> bool:
    """Return whether a row only leads to other pages of a list; one of figures only has links."""
    if not texts or not all(map(_PAGER.fullmatch, texts)):
        return False
    return links > 0 or not all(map(_FIGURES.fullmatch, texts))


@cache
def _continued(columns: int) -> Cell:
    """Return a cell that is merged with the one above."""
    return Cell("", columns, continues=True)


def _is_hidden(attributes: Attributes) -> bool:
    return "hidden" in attributes


def _number(text: str, otherwise: int) -> int:
    """Return the number that an attribute begins with, as browsers read it."""
    match = re.match(r"\s*\+?([0-9]{1,6})", text)
    return int(match[1]) if match else otherwise
