"""Labels of columns and cells as a person reads them, in the language of the run.

Rule: labels are translated, values are not, so that a value can be typed back as a filter.
"""

from stdplan.domain.fields import BY_NAME
from stdplan.domain.text import escape_unprintable
from stdplan.i18n import in_context, in_language, language, t
from stdplan.output.cell_text import plain_text
from stdplan.table import Column

_BAR = 10


def column_label(column: Column, standards: bool, code: str | None = None) -> str:
    """Return the label of a column, in the language `code` ("zh" or "en"), else that of the run.

    `standards`: the records are standards, so the labels of their fields apply.
    """
    code = code or language()
    field = BY_NAME.get(column.name) if standards else None
    name = column.name.replace("_", " ")
    text = in_context(code, name, column.context)
    if text is None and field is not None and field.kind == column.kind:
        text = field.zh if code == "zh" else field.en
    text = text or in_language(code, name)
    return escape_unprintable(text[:1].upper() + text[1:])


def display_text(cell: object, column: Column, bar: str) -> str:
    """Return a cell as a person reads it, with all that a terminal would obey escaped.

    `bar`: the two characters for the full and the empty part of a bar, which a percentage gets;
    empty for no bars.
    """
    if isinstance(cell, bool):
        return t("yes") if cell else t("no")
    if column.kind == "percent" and isinstance(cell, int | float):
        return _percent(cell, bar)
    return escape_unprintable(plain_text(cell))


def _percent(value: float, bar: str) -> str:
    number = f"{value:.1f} %"
    if not bar:
        return number
    full = min(_BAR, max(0, int(value * _BAR / 100)))
    return bar[0] * full + bar[1] * (_BAR - full) + f" {number:>7}"
