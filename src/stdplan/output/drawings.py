"""Drawings of a terminal: figures as lines of characters below a table.

Rule: a drawing says by signs what it says by colours, so that it can be read without them. Where
the terminal cannot show blocks, it has ASCII characters.
"""

from collections.abc import Iterator, Mapping, Sequence

from rich.cells import cell_len
from rich.text import Text

from stdplan.domain.text import escape_unprintable
from stdplan.i18n import t
from stdplan.output.cell_text import plain_text
from stdplan.output.formats import Style
from stdplan.output.labels import MarkedPercent
from stdplan.table import Cell, Column, Drawing, Row

_GAP = 2
_LONGEST_BAR = 50
_LEAST_BAR = 4
# The signs for nothing, and for the shades from few to many, with their styles.
_SHADES = {True: "·░▒▓█", False: ".-+*#"}
_STYLES = ("red", "", "cyan", "green", "bold green")


def mark_percents(
    marks: Drawing, columns: Sequence[Column], rows: Iterator[Row]
) -> Iterator[list[Cell]]:
    """Return rows without their last cell, which says what row of `marks` is about them: the
    percentages get these marks."""
    places = [index for index, column in enumerate(columns) if column.name == "percent"]
    by_row = {str(label): mark for label, mark in marks.source.fetch([marks.labels, marks.figure])}
    for *cells, label in rows:
        mark = by_row.get(str(label))
        for index in places:
            cell = cells[index]
            if isinstance(cell, int | float) and isinstance(mark, int | float):
                cells[index] = MarkedPercent(cell, mark)
        yield cells


def draw(drawing: Drawing, style: Style, width: int, bar: str) -> list[Text]:
    """Return the lines of a drawing, none if it has no figure other than 0.

    `bar`: the characters of bars; see labels.display_text.
    """
    rows = list(drawing.source.fetch([drawing.labels, drawing.figure]))
    figures = [cell if isinstance(cell, int | float) else 0 for _, cell in rows]
    if not any(figures):
        return []
    if drawing.form == "marks":
        return _legend_of_marks(drawing, figures, width, bar[2])
    column = Column(drawing.labels)
    if style.names is not None:
        rows = list(style.names.rows([column], [[label] for label, _ in rows]))
    labels = [escape_unprintable(plain_text(row[0])) or "—" for row in rows]
    title = Text(escape_unprintable(drawing.title), style="bold", overflow="fold")
    if drawing.form == "histogram":
        return [title, *_histogram(labels, figures, width, bar[0])]
    shades = _Shades([int(figure) for figure in figures], bar[0] == "█")
    if drawing.form == "heat":
        lines = _heat_lines(labels, shades, width)
    else:
        lines = _month_lines(labels, shades, width)
    return [title, *lines, shades.legend()]


def _legend_of_marks(
    drawing: Drawing, figures: Sequence[float], width: int, sign: str
) -> list[Text]:
    """Return what the mark in bars means; the line is nearly always the same for all of them."""
    values = sorted({f"{figure:.0f} %" for figure in figures if figure})  # amounts are rounded
    text = f"{sign} {drawing.title}"
    if len(values) == 1:
        text += f": {values[0]}"
    return [Text(text, overflow="fold")]


def _histogram(
    labels: Sequence[str], figures: Sequence[float], width: int, full: str
) -> list[Text]:
    """Return a bar for each label, with its figure and its share."""
    total, most = sum(figures), max(figures)
    shares = [f"{100 * figure / total:.1f} %" for figure in figures]
    left = max(map(cell_len, labels))
    numbers = max(len(f"{figure:,}") for figure in figures)
    percents = max(map(len, shares))
    room = width - left - numbers - percents - 3 * _GAP
    longest = min(_LONGEST_BAR, room) if room >= _LEAST_BAR else 0
    lines = []
    for label, figure, share in zip(labels, figures, shares, strict=True):
        # What there is can be seen, however little it is.
        length = max(1, round(longest * figure / most)) if figure and longest else 0
        line = Text(_padded(label, left) + " " * _GAP, overflow="fold")
        line.append(full * length, "cyan")
        line.append(" " * (longest - length + (_GAP if longest else 0)))
        line.append(f"{figure:>{numbers},}  {share:>{percents}}")
        lines.append(line)
    return lines


class _Shades:
    """The shades of some counts: a sign for each, from few to many. Each shade has about a quarter
    of the counts, so that one large count does not make all others alike."""

    def __init__(self, counts: Sequence[int], blocks: bool) -> None:
        self.counts = counts
        self._signs = _SHADES[blocks]
        some = sorted(count for count in counts if count)
        least = {some[len(some) * quarter // 4] for quarter in (1, 2, 3)}
        # The least count of each shade.
        self._limits = sorted({1, *least})

    def shade(self, count: int) -> int:
        """Return the number of the shade of a count, 0 for nothing."""
        return sum(count >= limit for limit in self._limits)

    def cell(self, index: int, width: int) -> Text:
        """Return the sign of a count and the count, in so many characters and one more."""
        count = self.counts[index]
        shade = self.shade(count)
        text = f"{self._signs[shade]}{count or '':>{width}}"
        return Text(text, style=_STYLES[shade])

    def legend(self) -> Text:
        """Return what the signs mean."""
        line = Text(overflow="fold")
        line.append(f"{self._signs[0]} 0", _STYLES[0])
        ends = [limit - 1 for limit in self._limits[1:]]
        for shade, (first, last) in enumerate(
            zip(self._limits, [*ends, None], strict=True), start=1
        ):
            if last is None:
                named = t("{count} or more", count=first)
            else:
                named = str(first) if first == last else f"{first}–{last}"
            line.append("   ")
            line.append(f"{self._signs[shade]} {named}", _STYLES[shade])
        return line


def _heat_lines(labels: Sequence[str], shades: _Shades, width: int) -> list[Text]:
    """Return a line for each label with the shades of its rows, folded between cells."""
    rows_of: dict[str, list[int]] = {}
    for index, label in enumerate(labels):
        rows_of.setdefault(label, []).append(index)
    left = min(max(map(cell_len, rows_of)), max(8, width // 3))
    digits = len(str(max(shades.counts)))
    per_line = max(1, (width - left - _GAP) // (digits + 3))
    lines = []
    for label, indexes in rows_of.items():
        for start in range(0, len(indexes), per_line):
            line = Text(_padded(label if start == 0 else "", left), no_wrap=True)
            for index in indexes[start : start + per_line]:
                line.append(" " * _GAP)
                line.append_text(shades.cell(index, digits))
            lines.append(line)
    return lines


def _month_lines(labels: Sequence[str], shades: _Shades, width: int) -> list[Text]:
    """Return a line for each year with the shades of its months; two or more lines if the terminal
    is narrow."""
    index_of: Mapping[str, int] = {label: index for index, label in enumerate(labels)}
    years = sorted({label[:4] for label in labels})
    digits = max(3, len(str(max(shades.counts))))
    per_line = next((n for n in (12, 6, 4, 3, 2) if 4 + n * (digits + 2) <= width), 1)
    lines = []
    names = _month_names()
    for start in range(0, 12, per_line):
        months = range(start, start + per_line)
        heads = (" " + _padded(names[month], digits + 1, right=True) for month in months)
        lines.append(Text("    " + "".join(heads), style="bold", no_wrap=True))
        for year in years:
            line = Text(year, no_wrap=True)
            for month in months:
                index = index_of.get(f"{year}-{month + 1:02d}")
                line.append(" ")
                if index is None:
                    line.append(" " * (digits + 1))
                else:
                    line.append_text(shades.cell(index, digits))
            lines.append(line)
    return lines


def _month_names() -> list[str]:
    return [
        *(t("Jan"), t("Feb"), t("Mar"), t("Apr"), t("May"), t("Jun")),
        *(t("Jul"), t("Aug"), t("Sep"), t("Oct"), t("Nov"), t("Dec")),
    ]


def _padded(text: str, width: int, right: bool = False) -> str:
    """Return a text of this width in terminal cells, cut with a sign if it is longer."""
    from stdplan.output.as_preview import cut

    kept = cut(text, width, cell_len)
    space = " " * (width - cell_len(kept))
    return space + kept if right else kept + space
