"""Charts in documents: parts that Word and WPS draw, with a workbook of their cells.

python-docx has no charts, but opens the package: a chart is a part with the XML that openpyxl
makes, and a second part with the workbook that opens if the chart is edited.
"""

from html import escape
from io import BytesIO
from typing import Any
from xml.etree.ElementTree import Element, tostring

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml.ns import nsdecls
from openpyxl import Workbook

from stdplan.output.chart_figures import Figures
from stdplan.output.charts_office import chart_cells, office_chart
from stdplan.output.stable_zip import save_workbook

_SHEET = "Sheet1"
_CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_REFERENCE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
# English Metric Units in a centimetre.
_CENTIMETRE = 360_000
# The longest description that Word takes.
_LONGEST = 2000


def chart_paragraph(document: Any, figures: Figures, number: int) -> str:
    """Return the XML of a paragraph with a chart, whose parts are added to the package of a
    document part. `number`: that of the chart in the document."""
    chart = office_chart(figures, _SHEET)
    package = document.package
    book = Part(
        PackURI(f"/word/embeddings/chart{number}.xlsx"),
        CONTENT_TYPE.SML_SHEET,
        _workbook(figures),
        package,
    )
    part = Part(PackURI(f"/word/charts/chart{number}.xml"), CONTENT_TYPE.DML_CHART, b"", package)
    tree: Any = chart._write()
    data = Element(f"{{{_CHART}}}externalData")
    data.set(f"{{{_REFERENCE}}}id", part.relate_to(book, RELATIONSHIP_TYPE.PACKAGE))
    tree.append(data)
    part._blob = tostring(tree, encoding="utf-8", xml_declaration=True)
    place = document.relate_to(part, RELATIONSHIP_TYPE.CHART)
    wide, high = (int(size * _CENTIMETRE) for size in (chart.width, chart.height))
    title, text = escape(figures.title), escape(figures.describe()[:_LONGEST])
    return (
        f"<w:p {nsdecls('w')}><w:pPr><w:keepNext/></w:pPr><w:r><w:drawing>"
        f'<wp:inline {nsdecls("wp", "a", "r")} distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{wide}" cy="{high}"/>'
        f'<wp:docPr id="{number}" name="chart {number}" descr="{text}" title="{title}"/>'
        f'<wp:cNvGraphicFramePr/><a:graphic><a:graphicData uri="{_CHART}">'
        f'<c:chart xmlns:c="{_CHART}" r:id="{place}"/>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
    )


def _workbook(figures: Figures) -> bytes:
    """Return the workbook with the cells of a chart."""
    book = Workbook()
    sheet: Any = book.active
    sheet.title = _SHEET
    for row in chart_cells(figures):
        sheet.append(row)
    for cells in sheet.iter_rows():
        for cell in cells:
            if isinstance(cell.value, str):
                cell.data_type = "s"  # a text that begins with `=` is no formula
    out = BytesIO()
    save_workbook(book, out)
    return out.getvalue()
