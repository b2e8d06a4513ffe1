"""What a column is called and a cell looks like to a person, in their language.

Rule: a label may be translated, a value never is: what is shown can be typed back as a filter.
"""

from stdplan.domain.fields import BY_NAME
from stdplan.domain.text import escape_unprintable
from stdplan.i18n import in_language, language, t
from stdplan.output.cell_text import plain
from stdplan.table import Column

_BAR = 10


def label(column: Column, standards: bool, spoken: str | None = None) -> str:
    """The friendly name of a column, in the language of this run unless another is `spoken`.

    `standards`: it is a field of a standard where it says so.
    """
    spoken = spoken or language()
    field = BY_NAME.get(column.name) if standards else None
    if field is not None and field.kind == column.kind:
        text = field.zh if spoken == "zh" else field.en
    else:
        text = in_language(spoken, column.name.replace("_", " "))
    return escape_unprintable(text[:1].upper() + text[1:])


def shown(cell: object, column: Column, bar: str) -> str:
    """A cell as a person reads it, with nothing in it that a terminal would obey.

    `bar`: the two characters that percents are drawn with, none for no bars.
    """
    if isinstance(cell, bool):
        return t("yes") if cell else t("no")
    if column.kind == "percent" and isinstance(cell, int | float):
        return _percent(cell, bar)
    return escape_unprintable(plain(cell))


def _percent(value: float, bar: str) -> str:
    number = f"{value:.1f} %"
    if not bar:
        return number
    full = min(_BAR, max(0, int(value * _BAR / 100)))
    return bar[0] * full + bar[1] * (_BAR - full) + f" {number:>7}"
