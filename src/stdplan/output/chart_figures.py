"""The figures of a chart: what every drawing of it shows, whatever the format.

Rule: a chart shows the figures of its source and nothing else; an empty cell is a gap, not 0. If
there are too many bars to be read, it shows the longest ones, and its title says so. The names of
bars are those that a person reads, in one language.
"""

from typing import NamedTuple

from stdplan.domain.text import escape_unprintable
from stdplan.i18n import language, t
from stdplan.output.cell_text import plain_text
from stdplan.output.formats import Style
from stdplan.output.labels import column_label
from stdplan.output.names import Names
from stdplan.table import Cell, Chart, ChartForm, Column

Figure = int | float | None

# A page has room for so many groups of bars.
_MOST = 40


class Figures(NamedTuple):
    """A chart that can be drawn.

    `names`: those of the groups of bars, or of the points of a line. `series`: the names of the
    series with a figure for each group. `percent`: the figures are shares.
    """

    title: str
    form: ChartForm
    names: list[str]
    series: list[tuple[str, list[Figure]]]
    percent: bool

    @property
    def is_upright(self) -> bool:
        """Whether the figures are heights and not lengths."""
        return self.form in ("columns", "lines")

    @property
    def bars(self) -> int:
        """The number of bars, one below the other, in a group."""
        return 1 if self.form == "stacked" else len(self.series)

    def most(self) -> int | float:
        """Return the length of the longest bar."""
        groups = zip(*(cells for _, cells in self.series), strict=True)
        whole = sum if self.form == "stacked" else max
        return max((whole(cell or 0 for cell in group) for group in groups), default=0)

    def describe(self) -> str:
        """Return the figures as a text, for those who do not see the chart."""
        return "; ".join(
            f"{name}: "
            + ", ".join(
                f"{label} {self.show(figures[index])}"
                for label, figures in self.series
                if figures[index] is not None
            )
            for index, name in enumerate(self.names)
        )

    def show(self, figure: Figure) -> str:
        """Return a figure as a text."""
        if figure is None:
            return ""
        text = f"{figure:.1f}".removesuffix(".0") if isinstance(figure, float) else str(figure)
        return f"{text} %" if self.percent else text


def charts_to_draw(style: Style, part: str | None = "") -> list[Figures]:
    """Return the charts of an answer, or of a part of its page, or all of them (None); charts
    without a figure other than 0 are left out."""
    figures = [_figures(chart, style) for chart in style.charts if part in (None, chart.part)]
    return [drawn for drawn in figures if any(any(cells) for _, cells in drawn.series)]


def _figures(chart: Chart, style: Style) -> Figures:
    code = style.labels or language()
    names = style.names or Names(None, code)
    label = Column(chart.labels)
    keys = [chart.labels, *(column.name for column in chart.series)]
    rows = list(names.rows([label, *chart.series], chart.source.fetch(keys)))
    drawn = Figures(
        escape_unprintable(chart.title),
        chart.form,
        [escape_unprintable(plain_text(row[0])) or "—" for row in rows],
        [
            (
                column.heading or column_label(column, False, code),
                [_number(row[index]) for row in rows],
            )
            for index, column in enumerate(chart.series, 1)
        ],
        all(column.kind == "percent" for column in chart.series),
    )
    return _longest(drawn) if chart.form in ("bars", "stacked") else drawn


def _longest(figures: Figures) -> Figures:
    """Return a chart with its longest bars only, in their order, if it has too many."""
    if len(figures.names) <= _MOST:
        return figures
    groups = list(zip(*(cells for _, cells in figures.series), strict=True))
    by_length = sorted(range(len(groups)), key=lambda index: -sum(map(_length, groups[index])))
    kept = sorted(by_length[:_MOST])
    return figures._replace(
        title=t("{title} (the {count} largest)", title=figures.title, count=_MOST),
        names=[figures.names[index] for index in kept],
        series=[(label, [cells[index] for index in kept]) for label, cells in figures.series],
    )


def _length(figure: Figure) -> float:
    return figure or 0


def _number(cell: Cell) -> Figure:
    return cell if isinstance(cell, int | float) else None
