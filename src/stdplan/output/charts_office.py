"""Charts of Word and of spreadsheets, which these programs draw themselves.

So they need no picture and no font, can be edited, and are sharp on paper. openpyxl makes their
XML. Rule: a chart has its figures in it, so that it is drawn before anybody opens its cells; and
the cells are there, with the same figures.
"""

from collections.abc import Sequence
from typing import Any

from openpyxl.chart import BarChart, LineChart
from openpyxl.chart.data_source import (
    AxDataSource,
    NumData,
    NumDataSource,
    NumRef,
    NumVal,
    StrData,
    StrRef,
    StrVal,
)
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.layout import Layout
from openpyxl.chart.series import Series, SeriesLabel
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.text import CharacterProperties, ParagraphProperties
from openpyxl.utils import get_column_letter, quote_sheetname

from stdplan.output.chart_figures import Figure, Figures
from stdplan.output.page_style import COLOURS

# In centimetres: the width of a page of A4 between its margins, the height of an upright chart, and
# that of the longest chart on a page.
WIDTH, _HEIGHT, _HIGHEST = 17.0, 9.0, 23.0
# In centimetres: the height of a bar, between groups of bars, and of all that is not the plot.
_BAR, _GROUP, _REST = 0.42, 0.25, 3.4
_TITLE_SIZE = 1200  # in hundredths of a point
# Up to so many bars, each has its figure at its end.
_LABELLED = 60
# The space between groups of bars, in percent of a bar.
_GAP = 60


def office_chart(figures: Figures, sheet: str, row: int = 1) -> Any:
    """Return a chart for the cells that `chart_cells` returns, in a sheet from a row on."""
    chart: Any = LineChart() if figures.form == "lines" else _bar_chart(figures)
    chart.title = figures.title  # without one, programs show the name of the only series
    chart.title.overlay = False
    letters = CharacterProperties(sz=_TITLE_SIZE, b=True)
    for paragraph in chart.title.tx.rich.p:
        paragraph.pPr = ParagraphProperties(defRPr=letters)
        for run in paragraph.r:
            run.rPr = letters
    chart.legend.position = "b"
    if len(figures.series) < 2:
        chart.legend = None
    chart.width, chart.height = WIDTH, _height(figures)
    chart.layout, chart.roundedCorners = Layout(), False
    for axis in (chart.x_axis, chart.y_axis):
        axis.delete = False  # None would hide it in newer programs
        axis.majorTickMark = "none"
    chart.y_axis.majorGridlines.spPr = GraphicalProperties(ln=_line("D5DAE0", 9525))
    chart.y_axis.number_format = '0"%"' if figures.percent else "General"
    chart.y_axis.scaling.min = 0
    if figures.percent and figures.most() <= 100:
        chart.y_axis.scaling.max = 100
    place = quote_sheetname(sheet)
    first, last = row + 1, row + len(figures.names)
    names = StrRef(f"{place}!$A${first}:$A${last}", _texts(figures.names))
    for index, (label, cells) in enumerate(figures.series):
        letter = get_column_letter(index + 2)
        series = Series(
            idx=index,
            order=index,
            tx=SeriesLabel(StrRef(f"{place}!${letter}${row}", _texts([label]))),
            cat=AxDataSource(strRef=names),
            val=NumDataSource(
                NumRef(f"{place}!${letter}${first}:${letter}${last}", _numbers(cells))
            ),
        )
        _paint(series, index, figures)
        chart.series.append(series)
    return chart


def chart_cells(figures: Figures) -> list[list[str | Figure]]:
    """Return the rows of cells of a chart: the names of the series, then a row for each group."""
    groups = zip(*(cells for _, cells in figures.series), strict=True)
    rows: list[list[str | Figure]] = [["", *(label for label, _ in figures.series)]]
    rows += [[name, *group] for name, group in zip(figures.names, groups, strict=True)]
    return rows


def _bar_chart(figures: Figures) -> BarChart:
    chart = BarChart()
    chart.type = "col" if figures.form == "columns" else "bar"
    chart.gapWidth = _GAP
    if figures.form == "stacked":
        chart.grouping, chart.overlap = "stacked", 100
    if chart.type == "bar":
        # The first group is at the top, the axis of figures at the bottom.
        chart.x_axis.scaling.orientation = "maxMin"
        chart.y_axis.crosses = "max"
    return chart


def _height(figures: Figures) -> float:
    """Return the height of a chart in centimetres; it fits a page."""
    if figures.is_upright:
        return _HEIGHT
    return min(_HIGHEST, _REST + len(figures.names) * (figures.bars * _BAR + _GROUP))


def _paint(series: Series, index: int, figures: Figures) -> None:
    """Give a series its colour, and figures at the ends of its bars."""
    colour = COLOURS[f"c{index % 6}"][0].removeprefix("#").upper()
    if figures.form == "lines":
        series.spPr = GraphicalProperties(ln=_line(colour, 28575, dash=index > 0))
        series.smooth = False
        return
    series.spPr = GraphicalProperties(solidFill=colour)
    series.invertIfNegative = False
    if figures.form != "stacked" and len(figures.names) * len(figures.series) <= _LABELLED:
        series.dLbls = DataLabelList(
            numFmt='0.#"%"' if figures.percent else "General",
            dLblPos="outEnd",
            showVal=True,
            showSerName=False,
            showCatName=False,
            showLegendKey=False,
            showPercent=False,
            showBubbleSize=False,
        )


def _line(colour: str, width: int, dash: bool = False) -> LineProperties:
    line = LineProperties(solidFill=colour, w=width)
    if dash:
        line.prstDash = "dash"
    return line


def _texts(texts: Sequence[str]) -> StrData:
    return StrData(len(texts), [StrVal(index, text) for index, text in enumerate(texts)])


def _numbers(cells: Sequence[Figure]) -> NumData:
    values = [
        NumVal(index, None, str(cell)) for index, cell in enumerate(cells) if cell is not None
    ]
    return NumData("General", len(cells), values)
