"""The writer of a review form: a workbook that is printed, or filled in and sent back.

The sheet has a title, a header that is repeated on each page, a row for each standard, and empty
columns for the answers. Rule: the same standards give the same bytes. The words, and how import
recognizes a form, are in domain/review_forms.py.
"""

from collections.abc import Sequence
from datetime import date
from io import BytesIO
from typing import Any, NamedTuple

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from stdplan.domain import review_forms
from stdplan.domain.codes import OUTCOMES
from stdplan.domain.review_forms import word
from stdplan.errors import CannotCreate
from stdplan.i18n import t
from stdplan.output.as_xlsx import LONGEST, TooLong, sheet_value
from stdplan.output.cell_text import plain_text
from stdplan.output.labels import column_label
from stdplan.output.stable_zip import save_workbook
from stdplan.table import Cell, Column, Row

# Widths in letters: of the position, of the columns by key, and of any other column.
_POSITION_WIDTH, _USUAL_WIDTH = 5, 12
_WIDTHS = {"number": 20, "title": 34, "sector": 11, "committee": 22, "age": 6, "due": 12}
_ANSWERS = (
    (review_forms.OUTCOME, 12, review_forms.OUTCOME_HELP),
    (review_forms.REASON, 26, None),
    (review_forms.TARGET, 11, review_forms.TARGET_HELP),
    (review_forms.INTO, 20, review_forms.INTO_HELP),
)
_HEAD = 2  # the row of the header
_A4 = 9
_LINE = Side("thin")
_BORDER = Border(_LINE, _LINE, _LINE, _LINE)


class Form(NamedTuple):
    """What is in a form: the year of the campaign, the `unit` that is to answer (a label and a
    name, or only a name), the columns of the standards, and their rows. `per`: the column of the
    unit. `code`: its language."""

    year: int
    unit: str
    columns: Sequence[Column]
    rows: Sequence[Row]
    per: Column
    code: str


def form_bytes(form: Form) -> bytes:
    """Return the workbook of a form. Raise CannotCreate for a text that is too long for a cell."""
    book = Workbook()
    sheet: Any = book.active
    sheet.title = word(review_forms.SHEET, form.code)
    heads = [
        word(review_forms.POSITION, form.code),
        *(column_label(column, True, form.code) for column in form.columns),
        *(word(answer, form.code) for answer, _, _ in _ANSWERS),
    ]
    title = word(review_forms.TITLE, form.code).format(year=form.year)
    title = f"{title}　{form.unit}"
    _write_title(sheet, _value(title, form.per, form.rows[0]), len(heads))
    _write_header(sheet, [*heads, word(review_forms.MARK, form.code)])
    for position, row in enumerate(form.rows, 1):
        _write_row(sheet, form, position, row, len(heads))
    _add_choices(sheet, form, len(heads) - len(_ANSWERS))
    _set_up_pages(sheet, form, len(heads))
    out = BytesIO()
    save_workbook(book, out)
    return out.getvalue()


def _value(cell: Cell, column: Column, row: Row) -> object:
    """Return the value of a cell; raise CannotCreate if it is too long, with what can be done."""
    try:
        return sheet_value(cell, column)
    except TooLong:
        raise CannotCreate(
            t(
                "{record}: {column}: an xlsx cell can have at most {most} characters; shorten it"
                " with `stdplan standards edit {record} --{column} TEXT`",
                record=plain_text(row[0]),
                column=column.name,
                most=LONGEST,
            )
        ) from None


def _write_title(sheet: Any, title: object, width: int) -> None:
    sheet.append([title])
    # Centred without a merged cell, which would be in the way of sorting and filtering.
    for index in range(1, width + 1):
        sheet.cell(1, index).alignment = Alignment("centerContinuous", "center")
    sheet.cell(1, 1).font = Font(bold=True, size=14)
    sheet.row_dimensions[1].height = 30


def _write_header(sheet: Any, heads: Sequence[str]) -> None:
    sheet.append(list(heads))
    for cell in sheet[_HEAD]:
        cell.font = Font(bold=True)
        cell.alignment = Alignment("center", "center", wrap_text=True)
        cell.border = _BORDER


def _write_row(sheet: Any, form: Form, position: int, row: Row, width: int) -> None:
    line = _HEAD + position
    cells = [_value(cell, column, row) for cell, column in zip(row, form.columns, strict=True)]
    for index, value in enumerate([position, *cells], 1):
        cell = sheet.cell(line, index)
        cell.value = value
        if isinstance(value, str):
            cell.data_type = "s"  # a text that begins with `=` is no formula
        if isinstance(value, date):
            cell.number_format = "yyyy-mm-dd"
    for index in range(1, width + 1):
        centred = index == 1 or not isinstance(sheet.cell(line, index).value, str)
        across = "center" if centred and index <= len(cells) + 1 else "left"
        sheet.cell(line, index).alignment = Alignment(across, "center", wrap_text=True)
        sheet.cell(line, index).border = _BORDER
    sheet.cell(line, width + 1).value = form.year


def _add_choices(sheet: Any, form: Form, before: int) -> None:
    """Add the list of the outcomes, and help for the other answers, to the cells of the answers,
    which come after so many columns."""
    last = _HEAD + len(form.rows)
    for index, (answer, _, help_) in enumerate(_ANSWERS, before + 1):
        if help_ is None:
            continue
        letter = get_column_letter(index)
        validation = DataValidation(allow_blank=True)
        if answer == review_forms.OUTCOME:
            outcomes = ",".join(word(outcome, form.code) for outcome in OUTCOMES.values())
            # A warning: import understands many more words than these.
            validation = DataValidation(
                "list", f'"{outcomes}"', allow_blank=True, errorStyle="warning"
            )
        validation.promptTitle = word(answer, form.code)
        validation.prompt = word(help_, form.code)
        validation.showInputMessage = validation.showErrorMessage = True
        validation.add(f"{letter}{_HEAD + 1}:{letter}{last}")
        sheet.add_data_validation(validation)


def _set_up_pages(sheet: Any, form: Form, width: int) -> None:
    widths = [
        _POSITION_WIDTH,
        *(_WIDTHS.get(column.name, _USUAL_WIDTH) for column in form.columns),
        *(width for _, width, _ in _ANSWERS),
    ]
    for index, letters in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(index)].width = letters
    mark = get_column_letter(width + 1)
    sheet.column_dimensions[mark].hidden = True
    last = f"{get_column_letter(width)}{_HEAD + len(form.rows)}"
    sheet.freeze_panes = f"C{_HEAD + 1}"
    sheet.auto_filter.ref = f"A{_HEAD}:{mark}{_HEAD + len(form.rows)}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = _A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_options.horizontalCentered = True
    sheet.print_title_rows = f"1:{_HEAD}"
    sheet.print_area = f"A1:{last}"
    sheet.oddFooter.center.text = word(review_forms.PAGES, form.code)
