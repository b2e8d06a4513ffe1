"""Drawings of charts as SVG, to stand in a page.

pygal draws them: it is pure Python of 1.3 MB, has releases every few months, and needs neither a
browser nor a font. Rule: the same figures give the same text. So what pygal adds for a page with
its script (the script, its configuration, the date) is removed; the style of the page has the
colours.
Each drawing is an image with a name and a description for those who do not see it.
"""

from math import ceil
from typing import Any

import pygal
from pygal.etree import etree
from pygal.style import Style

from stdplan.domain.text import width_of
from stdplan.output.chart_figures import Figures

_WIDTH = 860
# Pixels of a bar, between groups of bars, and of all that is not the plot.
_BAR, _GAP, _REST = 18, 10, 110
_HEIGHT = 360
_LETTER = 13
_FULL = 100  # percent
# Up to so many bars, each has its figure at its end. Up to this count, the axis has every number.
_LABELLED, _COUNTED = 60, 6
# The width of a name in letters, and how many points of an upright chart have one.
_NAME, _POINTS = 36, 13
# The width of a letter for pygal, as a share of the height of the font.
_NARROW = 0.6
# The names of series in a row of the legend, its height, and the margin below the legend.
_NAMES, _ROW, _MARGIN = 4, 20, 20

# Without lxml, which writes differently and need not be there.
etree.to_etree()
_STYLE = Style(
    background="transparent",
    plot_background="transparent",
    font_family="inherit",
    label_font_size=_LETTER,
    major_label_font_size=_LETTER,
    legend_font_size=_LETTER,
    value_font_size=12,
    opacity="1",
)
# Parts that only the script of pygal uses.
_OF_SCRIPT = frozenset(("script", "style", "title", "desc"))
# What is shorter cannot be seen, in pixels.
_DOT = 0.01


def draw(figures: Figures, name: str) -> str:
    """Return a chart as an element `svg`; `name` is its id in the page."""
    chart = _chart(figures)
    # In horizontal charts pygal begins at the bottom.
    order = slice(None) if figures.is_upright else slice(None, None, -1)
    chart.x_labels = [_short(name) for name in figures.names[order]]
    most = figures.most()
    if most <= _COUNTED and isinstance(most, int) and not figures.percent:
        chart.y_labels = list(range(most + 1))
    for label, cells in figures.series:
        chart.add(label, cells[order], formatter=figures.show)
    return _clean(chart.render_tree(), figures, name)


def _chart(figures: Figures) -> Any:
    """Return an empty chart of pygal."""
    kind = {
        "bars": pygal.HorizontalBar,
        "stacked": pygal.HorizontalStackedBar,
        "columns": pygal.Bar,
        "lines": pygal.Line,
    }[figures.form]
    groups, bars, upright = len(figures.names), figures.bars, figures.is_upright
    longest = max((_missing_width(_short(name)) for name in figures.names), default=0)
    in_row = min(_NAMES, len(figures.series))
    # pygal leaves room only for the rows of the legend that are full.
    missing = _ROW if len(figures.series) % in_row else 0
    return kind(
        style=_STYLE,
        js=[],
        no_prefix=True,
        width=_WIDTH,
        height=(_HEIGHT if upright else _REST + groups * (bars * _BAR + _GAP)) + missing,
        margin_bottom=_MARGIN + missing,
        margin_left=20 if upright else 20 + longest,
        show_legend=len(figures.series) > 1,
        legend_at_bottom=True,
        legend_at_bottom_columns=in_row,
        truncate_label=-1,
        truncate_legend=-1,
        x_labels_major_every=ceil(groups / _POINTS),
        show_minor_x_labels=not upright or groups <= _POINTS,
        print_values=figures.form in ("bars", "columns") and groups * bars <= _LABELLED,
        print_values_position="top",
        min_scale=2,
        max_scale=8,
        include_x_axis=True,
        range=(0, max(_FULL, figures.most())) if figures.percent else None,
        formatter=figures.show,
        value_formatter=figures.show,
        disable_xml_declaration=True,
        dots_size=3,
    )


def _short(text: str) -> str:
    """Return a name that leaves room for its bar; the description has all of it."""
    width = 0
    for index, letter in enumerate(text):
        width += width_of(letter)
        if width > _NAME:
            return f"{text[:index]}…"
    return text


def _missing_width(text: str) -> float:
    """Return how much wider a text is than pygal assumes. A Chinese character is as wide as it is
    high."""
    wide = width_of(text) - len(text)
    return wide * (1 - _NARROW) * _LETTER


def _clean(root: Any, figures: Figures, name: str) -> str:
    """Return the text of a drawing with what a page needs."""
    for parent in list(root.iter()):
        for child in list(parent):
            if not isinstance(child.tag, str) or _is_unseen(child):
                parent.remove(child)
    for key in list(root.attrib):
        if key not in ("viewBox", "xmlns"):
            del root.attrib[key]
    root.set("role", "img")
    root.set("aria-labelledby", f"{name}-title {name}-desc")
    for index, (tag, text) in enumerate((("title", figures.title), ("desc", figures.describe()))):
        element = etree.Element(tag)
        element.set("id", f"{name}-{tag}")
        element.text = text
        root.insert(index, element)
    return str(etree.tostring(root, encoding="unicode"))


def _is_unseen(element: Any) -> bool:
    """Return whether a page without the script of pygal does not show an element."""
    if element.tag in _OF_SCRIPT:
        return True
    # In a stack, an empty figure is a bar without a length.
    return element.tag == "rect" and any(
        abs(float(element.get(side, 0))) < _DOT for side in ("width", "height")
    )
