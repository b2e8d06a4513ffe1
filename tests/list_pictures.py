"""Draw the pictures of docs/lists.md: two lists of the readers' tests, as their programs show them.

LibreOffice prints the announcement; the sheet is drawn here, because a printed sheet has no letters
and numbers of cells. Both need a font with Chinese characters. Draw them again if
`announcement_docx` or `plan_xlsx` in list_builders.py change.

    python tests/list_pictures.py docs/pictures
"""

import subprocess
import sys
import tempfile
from itertools import accumulate
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
import pypdfium2
from PIL import Image, ImageChops, ImageDraw, ImageFont

from list_builders import announcement_docx, plan_xlsx

LARGEST = 150_000  # bytes
_SCALE = 1.6  # pixels a point
_MARGIN = 12  # pixels
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
# What a reader does not need, but LibreOffice does.
_PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels"'
    ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override'
    ' PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument'
    '.wordprocessingml.document.main+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1"'
    f' Type="{_RELATION}" Target="word/document.xml"/></Relationships>',
}
_SIDES = "".join(
    f'<w:{side} w:val="single" w:sz="4"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
_WIDTHS = {5: (700, 1800, 3400, 1800, 1500), 6: (700, 1600, 2400, 1500, 1500, 1500)}


def announcement() -> Image.Image:
    """Return the announcement as LibreOffice prints it, without the margins of the page."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "announcement.docx"
        announcement_docx(path)
        with ZipFile(path) as archive:
            xml = archive.read("word/document.xml").decode()
        xml = xml.replace("<w:rPr></w:rPr>", '<w:rPr><w:sz w:val="20"/></w:rPr>')
        first, *tables = xml.split("<w:tbl>")
        for widths, table in zip((_WIDTHS[5], _WIDTHS[6]), tables, strict=True):
            columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
            first += (
                f'<w:tbl><w:tblPr><w:tblLayout w:type="fixed"/><w:tblBorders>{_SIDES}'
                f"</w:tblBorders></w:tblPr><w:tblGrid>{columns}</w:tblGrid>{table}"
            )
        with ZipFile(path, "w", ZIP_DEFLATED) as archive:
            for name, content in (*_PARTS.items(), ("word/document.xml", first)):
                archive.writestr(name, content)
        command = ["soffice", "--headless", "--convert-to", "pdf", "--outdir", folder, path]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        with pypdfium2.PdfDocument(path.with_suffix(".pdf")) as document:
            page = document[0].render(scale=_SCALE).to_pil().convert("L")
    white = Image.new("L", page.size, 255)
    left, top, right, bottom = ImageChops.difference(page, white).getbbox()
    return page.crop((left - _MARGIN, top - _MARGIN, right + _MARGIN, bottom + _MARGIN))


_COLUMNS = (44, 130, 160, 130, 130, 100, 130, 60)  # pixels
_MARKS = 34  # pixels: of the column with the numbers of the rows
_ROW = 26
_GREY = 225


def plan() -> Image.Image:
    """Return the first sheet of the plan as a program shows it: hidden rows are missing."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "plan.xlsx"
        plan_xlsx(path)
        sheet = openpyxl.load_workbook(path)["计划"]
    rows = [row for row in range(1, sheet.max_row + 1) if not sheet.row_dimensions[row].hidden]
    lefts = list(accumulate((_MARKS, *_COLUMNS), initial=0))
    tops = {row: _ROW * index for index, row in enumerate(rows, 1)}
    end = _ROW * (len(rows) + 1)
    image = Image.new("L", (lefts[-1] + 1, end + 1), 255)
    draw = ImageDraw.Draw(image)
    font = ImageFont.truetype(_chinese_font(), 14)

    def box(left: int, top: int, right: int, bottom: int, text: str, fill: int = 255) -> None:
        draw.rectangle((left, top, right, bottom), fill=fill, outline=160)
        draw.text(((left + right) / 2, (top + bottom) / 2), text, 0, font, anchor="mm")

    for index, letter in enumerate(" ABCDEFGH"):
        box(lefts[index], 0, lefts[index + 1], _ROW, letter.strip(), _GREY)
    for row in rows:
        box(0, tops[row], _MARKS, tops[row] + _ROW, str(row), _GREY)
        cells = [sheet.cell(row, column) for column in range(1, 9)]
        texts = ["" if cell.coordinate in sheet.merged_cells else _shown(cell) for cell in cells]
        wide = len(texts[0]) > 10  # it shows in the empty cells next to it
        for column, text in enumerate(texts[:1] if wide else texts, 1):
            right = lefts[-1] if wide else lefts[column + 1]
            box(lefts[column], tops[row], right, tops[row] + _ROW, text)
    for merged in sheet.merged_cells.ranges:
        inside = [tops[row] for row in rows if merged.min_row <= row <= merged.max_row]
        text = _shown(sheet.cell(merged.min_row, merged.min_col))
        box(lefts[merged.min_col], inside[0], lefts[merged.max_col + 1], inside[-1] + _ROW, text)
    return image


def _shown(cell: openpyxl.cell.Cell) -> str:
    """Return what a program shows in a cell."""
    if cell.value is None:
        return ""
    if cell.value == "=COUNTA(B5:B7)":
        return "3"
    if cell.number_format == "0000":
        return f"{cell.value:04}"
    return f"{cell.value:%Y-%m-%d}" if cell.is_date else str(cell.value)


def _chinese_font() -> str:
    """Return the path of a font with Chinese characters."""
    command = ["fc-list", "--format=%{file}\n", ":lang=zh"]
    listed = subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout
    return min(listed.splitlines())


def main() -> int:
    """Draw both pictures into a folder."""
    [folder] = map(Path, sys.argv[1:])
    for picture in (announcement, plan):
        path = folder / f"{picture.__name__}.png"
        picture().quantize(16).save(path, optimize=True)
        if path.stat().st_size > LARGEST:
            sys.stderr.write(f"{path}: larger than {LARGEST} bytes\n")
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
