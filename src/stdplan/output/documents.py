"""What all documents (pages, Word) share: titles, labels, and which cells they show."""

from collections.abc import Iterator, Sequence

from stdplan.i18n import language, t
from stdplan.output.formats import Style
from stdplan.output.labels import column_label, display_text, nested_table
from stdplan.table import NUMBER_KINDS, Cell, Column, Row

# The kinds of columns that are aligned on the right, and those that are never broken into lines.
RIGHT = NUMBER_KINDS
WHOLE = frozenset(("key", "date"))
# A table with more columns is printed in landscape.
PORTRAIT_COLUMNS = 8
_LANGUAGES = {"zh": "zh-CN", "en": "en"}


def document_language(style: Style) -> str:
    """Return the language tag of a document: zh-CN."""
    return language_tag(style.labels or language())


def language_tag(code: str) -> str:
    """Return the tag by which browsers and Word know a language of ours."""
    return _LANGUAGES.get(code, "en")


def cell_class(column: Column) -> str:
    """Return the class of the cells of a column in a page: "n" on the right, "k" in one line, or
    ""; see page_style.py."""
    if column.kind in RIGHT:
        return "n"
    return "k" if column.kind in WHOLE else ""


def is_wide(columns: Sequence[Column], rows: Sequence[Row]) -> bool:
    """Return whether records have a list that is printed in landscape."""
    return any(
        len(filled_columns(*nested_table(cell, column))[0]) > PORTRAIT_COLUMNS
        for row in rows
        for column, cell in zip(columns, row, strict=True)
        if column.kind == "records"
    )


def title_of_records(columns: Sequence[Column], rows: Sequence[Row], style: Style) -> str:
    """Return the title of a document with records: the first text of a page, else the heading with
    the name of the one record."""
    if len(rows) != 1:
        return style.heading.title
    name = display(rows[0][0], columns[0])
    if style.page:
        return name
    return t("{what}: {name}", what=style.heading.title, name=name)


def filled_columns(
    columns: Sequence[Column], rows: Sequence[Row]
) -> tuple[list[Column], list[Row]]:
    """Return the columns that are not empty in all rows, and the rows without the others.

    The first column stays: it says what the figures of a row are about.
    """
    kept = [
        index
        for index in range(len(columns))
        if index == 0 or any(is_filled(row[index]) for row in rows)
    ]
    return [columns[index] for index in kept], [[row[index] for index in kept] for row in rows]


def is_filled(cell: Cell) -> bool:
    """Return whether a cell has a value."""
    return cell is not None and cell not in ("", [], {})


def label_of(column: Column, style: Style) -> str:
    """Return the header of a column."""
    if column.heading is not None:
        return column.heading
    return column_label(column, style.standards, style.labels)


def display(cell: Cell, column: Column) -> str:
    """Return a cell as a person reads it, with all that is invisible escaped."""
    return display_text(cell, column, "")


def record_lines(cell: Cell, column: Column) -> Iterator[str]:
    """Yield a line for each record of a cell of records."""
    columns, rows = filled_columns(*nested_table(cell, column))
    return ("; ".join(map(display, row, columns)) for row in rows)
