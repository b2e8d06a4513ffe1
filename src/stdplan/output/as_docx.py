"""The writer of documents for Word and WPS.

A document has a title, the day and the plan, charts, and tables whose header is repeated on every
page; no row is broken. Rule: the same answer is the same bytes. Data is text, whatever it looks
like: no field, link or control character comes from it.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from io import BytesIO
from typing import Any, BinaryIO

import docx
from docx.enum.section import WD_ORIENT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt

from stdplan.i18n import t
from stdplan.output.chart_figures import charts_to_draw
from stdplan.output.documents import (
    PORTRAIT_COLUMNS,
    RIGHT,
    WHOLE,
    display,
    document_language,
    filled_columns,
    is_filled,
    is_wide,
    label_of,
    record_lines,
    title_of_records,
)
from stdplan.output.formats import Style
from stdplan.output.labels import nested_table
from stdplan.output.stable_zip import STABLE_TIME, copy_stable
from stdplan.table import Cell, Column, Row

_SHORT, _LONG, _MARGIN = Mm(210), Mm(297), Mm(20)
# Fonts that every Word and WPS has, for Latin and for Chinese letters.
_BODY, _HEADS = ("Calibri", "宋体"), ("Calibri", "黑体")
_THEMES = ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme")
_SIZES = {"Normal": 10.5, "Title": 18, "Heading 1": 14, "Heading 2": 12, "Subtitle": 10.5}
_LONGEST = 255  # of a property
_INK = "1C2126"
_HEAD = "EEF1F4"
_RULE = "B8C0C8"
# Twentieths of a point: a Latin letter (a Chinese one is two wide), and the margins of a cell.
_LETTER, _PADDING = 132, 260
# The rows that decide on the widths of columns; in letters, the longest text that counts, the
# longest one that is not folded, the least for a text, and the longest word that is not broken.
_MEASURED, _WIDEST, _UNFOLDED, _NARROWEST, _LONGEST_WORD = 200, 60, 16, 6, 24
_WORD = re.compile("[!-~]+")


def write_docx(columns: Sequence[Column], rows: Iterator[Row], out: BinaryIO, style: Style) -> int:
    """Write the rows as a document with a table, or records with theirs; return their number."""
    if style.page or style.single:
        records = list(rows)
        title = title_of_records(columns, records, style)
        document = _WordDocument(style, title, is_wide(columns, records))
        document.add_charts()
        for row in records:
            document.add_record(columns, row, len(records) > 1)
        count = len(records)
    else:
        document = _WordDocument(style, style.heading.title, len(columns) > PORTRAIT_COLUMNS)
        document.add_charts()
        count = document.add_table(columns, rows)
    if not count:
        document.add_text(t("nothing found"))
    document.save(out)
    return count


class _WordDocument:
    """A document that grows from its beginning to its end."""

    def __init__(self, style: Style, title: str, wide: bool) -> None:
        self._style = style
        self._charts = 0
        self._document: Any = docx.Document()
        self._set_up_styles()
        self._set_up_page(wide)
        properties = self._document.core_properties
        properties.title = display(title, Column("title"))[:_LONGEST]
        properties.author, properties.comments = "stdplan", ""
        properties.language = document_language(style)
        properties.created = properties.modified = STABLE_TIME
        self.add_text(title, "Title")
        if style.heading.details:
            self.add_text(" · ".join(style.heading.details), "Subtitle")

    def _set_up_styles(self) -> None:
        """Give the styles fonts that also have Chinese letters, and the language."""
        for name, size in _SIZES.items():
            style = self._document.styles[name]
            latin, chinese = _BODY if name in ("Normal", "Subtitle") else _HEADS
            style.font.name, style.font.size = latin, Pt(size)
            style.font.italic = False
            style.font.color.rgb = docx.shared.RGBColor.from_string(_INK)
            fonts = style.element.rPr.rFonts
            fonts.set(qn("w:eastAsia"), chinese)
            for theme in _THEMES:
                fonts.attrib.pop(qn(f"w:{theme}"), None)
            for spacing in style.element.rPr.findall(qn("w:spacing")):
                style.element.rPr.remove(spacing)
        normal = self._document.styles["Normal"]
        normal.paragraph_format.space_after = Pt(4)
        title = self._document.styles["Title"].element.pPr
        for border in title.findall(qn("w:pBdr")):
            title.remove(border)
        for language in self._document.styles.element.iter(qn("w:lang")):
            # That of Latin letters: with zh-CN, a number is broken at the end of a line.
            language.set(qn("w:val"), "en-US")
            language.set(qn("w:eastAsia"), "zh-CN")

    def _set_up_page(self, wide: bool) -> None:
        """Set the paper, its margins, and the number of the page at its foot."""
        section = self._document.sections[0]
        section.page_width, section.page_height = (_LONG, _SHORT) if wide else (_SHORT, _LONG)
        section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
        self._width = Mm((297 if wide else 210) - 40).twips
        section.left_margin = section.right_margin = _MARGIN
        section.top_margin = section.bottom_margin = _MARGIN
        number = (
            f'<w:p {nsdecls("w")}><w:pPr><w:jc w:val="right"/></w:pPr>'
            '<w:fldSimple w:instr="PAGE"><w:r><w:t>1</w:t></w:r></w:fldSimple>'
            "<w:r><w:t> / </w:t></w:r>"
            '<w:fldSimple w:instr="NUMPAGES"><w:r><w:t>1</w:t></w:r></w:fldSimple></w:p>'
        )
        foot = section.footer._element
        for paragraph in foot.findall(qn("w:p")):
            foot.remove(paragraph)
        foot.append(parse_xml(number))

    def add_text(self, text: str, style: str = "Normal") -> None:
        """Add a paragraph, or a heading by the name of its style."""
        text = display(text, Column("title"))
        self._append(f"<w:p {nsdecls('w')}>{_style(self._document, style)}{_run(text)}</w:p>")

    def add_record(self, columns: Sequence[Column], row: Row, several: bool) -> None:
        """Add the fields of a record and a table for each of its lists."""
        filled = [pair for pair in zip(columns, row, strict=True) if is_filled(pair[1])]
        fields = [(column, cell) for column, cell in filled if column.kind != "records"]
        if several:
            self.add_text(display(fields[0][1], fields[0][0]), "Heading 1")
        if self._style.page:
            for column, cell in fields[1:]:
                self.add_text(display(cell, column))
        else:
            self._add_fields(fields)
        for column, cell in filled:
            if column.kind == "records":
                title = label_of(column, self._style)
                self.add_text(title, "Heading 2" if several else "Heading 1")
                self.add_charts(column.name)
                self.add_table(*filled_columns(*nested_table(cell, column)))

    def _add_fields(self, fields: Sequence[tuple[Column, Cell]]) -> None:
        """Add the fields of a record, a line each."""
        rows = [(label_of(column, self._style), display(cell, column)) for column, cell in fields]
        self._append_table((Column("field", "key"), Column("value")), (), rows)

    def add_table(self, columns: Sequence[Column], rows: Iterable[Row]) -> int:
        """Add a table with a header on every page; return the number of rows."""
        heads = [display(label_of(column, self._style), Column("title")) for column in columns]
        shown = [
            [_shown(cell, column) for cell, column in zip(row, columns, strict=True)]
            for row in rows
        ]
        self._append_table(columns, heads if self._style.header else (), shown)
        return len(shown)

    def _append_table(
        self, columns: Sequence[Column], heads: Sequence[str], rows: Sequence[Sequence[str]]
    ) -> None:
        if not (heads or rows):
            return
        widths = column_widths(columns, rows, self._width, heads)
        right = ['<w:jc w:val="right"/>' if column.kind in RIGHT else "" for column in columns]
        lines = [_line(heads, widths, right, is_head=True)] if heads else []
        lines += [_line(row, widths, right) for row in rows]
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        rules = "".join(
            f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="{_RULE}"/>'
            for side in ("top", "bottom", "insideH")
        )
        self._append(
            f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
            f'<w:tblBorders>{rules}</w:tblBorders><w:tblLayout w:type="fixed"/>'
            '<w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0"'
            ' w:lastColumn="0" w:noHBand="1" w:noVBand="1"/></w:tblPr>'
            f"<w:tblGrid>{grid}</w:tblGrid>{''.join(lines)}</w:tbl>"
        )
        # Word joins two tables that follow each other.
        narrow = '<w:spacing w:before="0" w:after="0" w:line="120" w:lineRule="exact"/>'
        self._append(f"<w:p {nsdecls('w')}><w:pPr>{narrow}</w:pPr></w:p>")

    def add_charts(self, part: str = "") -> None:
        """Add the charts of the answer, or of a part of its page."""
        charts = charts_to_draw(self._style, part)
        if charts:
            # Imported here: few answers have charts.
            from stdplan.output.docx_charts import chart_paragraph

            for figures in charts:
                self._charts += 1
                self._append(chart_paragraph(self._document.part, figures, self._charts))

    def _append(self, xml: str) -> None:
        """Add an element at the end, before the properties of the section."""
        self._document.element.body.sectPr.addprevious(parse_xml(xml))

    def save(self, out: BinaryIO) -> None:
        """Write the document."""
        written = BytesIO()
        self._document.save(written)
        copy_stable(written, out)


def _style(document: Any, name: str) -> str:
    if name == "Normal":
        return ""
    return f'<w:pPr><w:pStyle w:val="{document.styles[name].style_id}"/></w:pPr>'


def _run(text: str, bold: bool = False) -> str:
    kind = "<w:rPr><w:b/></w:rPr>" if bold else ""
    return f'<w:r>{kind}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def _line(
    texts: Sequence[str], widths: Sequence[int], right: Sequence[str], is_head: bool = False
) -> str:
    """Return a row of a table; `right` has the alignment of each cell."""
    kind = "<w:tblHeader/>" if is_head else ""
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{_HEAD}"/>' if is_head else ""
    cells = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{shade}</w:tcPr>'
        f'<w:p><w:pPr><w:spacing w:before="20" w:after="20"/>{side}</w:pPr>'
        f"{_run(text, is_head)}</w:p></w:tc>"
        for text, width, side in zip(texts, widths, right, strict=True)
    )
    return f"<w:tr><w:trPr><w:cantSplit/>{kind}</w:trPr>{cells}</w:tr>"


def column_widths(
    columns: Sequence[Column],
    rows: Sequence[Sequence[str]],
    space: int,
    heads: Sequence[str] = (),
) -> list[int]:
    """Return the widths of the columns of a table, in twentieths of a point; the first rows decide.

    Without room for all, numbers, dates and codes get what they need, a text gets room for its
    longest word and a header for half of it, and the rest is shared by what is still missing.
    """
    wanted, least = [], []
    for index, column in enumerate(columns):
        texts = [row[index] for row in rows[:_MEASURED]]
        head = heads[index] if heads else ""
        longest = min(max(map(_letters, texts), default=0), _WIDEST)
        needed = longest
        if column.kind not in RIGHT | WHOLE:
            word = max(map(_longest_word, texts), default=0)
            needed = min(longest, max(_NARROWEST, word))
        half_of_head = max((_letters(head) + 1) // 2, _longest_word(head))
        wanted.append(max(longest, _letters(head)) * _LETTER + _PADDING)
        least.append(max(needed, half_of_head) * _LETTER + _PADDING)
    if sum(wanted) <= space:
        folding = [
            index
            for index, column in enumerate(columns)
            if column.kind not in RIGHT | WHOLE and wanted[index] > _UNFOLDED * _LETTER + _PADDING
        ]
        more = (space - sum(wanted)) // len(folding or wanted)
        for index in folding or range(len(wanted)):
            wanted[index] += more
        return wanted
    if sum(least) > space:  # only then, numbers are broken, too
        return [width * space // sum(least) for width in least]
    rest, missing = space - sum(least), sum(wanted) - sum(least)
    return [
        enough + (most - enough) * rest // missing
        for enough, most in zip(least, wanted, strict=True)
    ]


def _letters(text: str) -> int:
    """Return the width of a text in Latin letters; a Chinese one is two wide."""
    return len(text.encode("gb18030", "replace"))


def _longest_word(text: str) -> int:
    """Return the length of the longest word of Latin letters, digits and signs of a text."""
    return min(max(map(len, _WORD.findall(text)), default=0), _LONGEST_WORD)


def _shown(cell: Cell, column: Column) -> str:
    """Return a cell as a person reads it; records have a stroke between them."""
    if column.kind != "records":
        return display(cell, column)
    return " | ".join(record_lines(cell, column))
