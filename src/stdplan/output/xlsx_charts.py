"""The sheet of charts of a workbook: the figures of each chart, and the chart next to them."""

from collections.abc import Callable
from itertools import zip_longest
from math import ceil
from typing import Any

from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from stdplan.i18n import t
from stdplan.output.chart_figures import Figure, Figures
from stdplan.output.charts_office import chart_cells, office_chart

# The height of a row, in centimetres.
_HIGH = 0.53
# Widths in letters: of the column of names, and of the narrowest column of figures.
_NAMES, _FIGURES = 30, 14


def add_charts(book: Any, charts: list[Figures], set_up: Callable[[Any], None]) -> None:
    """Add a sheet with all charts, one below the other, to a workbook that is being written.

    `set_up`: sets how the sheet is printed.
    """
    sheet = book.create_sheet(t("Charts"))
    set_up(sheet)
    across = max(len(figures.series) for figures in charts)
    sheet.column_dimensions["A"].width = _NAMES
    labels = [[label for label, _ in figures.series] for figures in charts]
    for index, texts in enumerate(zip_longest(*labels, fillvalue=""), 2):
        width = max(_FIGURES, *(len(text.encode("gb18030")) + 2 for text in texts))
        sheet.column_dimensions[get_column_letter(index)].width = width
    column = get_column_letter(across + 3)
    row = 1
    for figures in charts:
        chart = office_chart(figures, sheet.title, row + 1)
        lines: list[list[str | Figure]] = [[figures.title], *chart_cells(figures)]
        space = max(len(lines), ceil(chart.height / _HIGH)) + 2
        lines += [[]] * (space - len(lines))
        for index, line in enumerate(lines):
            sheet.append([_cell(sheet, value, bold=index < 2) for value in line])
        sheet.add_chart(chart, f"{column}{row}")
        row += space


def _cell(sheet: Any, value: Any, bold: bool) -> Any:
    cell = WriteOnlyCell(sheet, value)
    if isinstance(value, str):
        cell.data_type = "s"  # a text that begins with `=` is no formula
    if bold:
        cell.font = Font(name="Calibri", size=11, bold=True)
    return cell
