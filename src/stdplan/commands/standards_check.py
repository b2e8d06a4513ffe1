"""`stdplan standards check`: whether the standards of a list are still valid.

Rule: nothing is written to the catalogue. A list of any length is one question.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from stdplan.catalogue.queries.validity import Asked, NumberAnswer, answer_all
from stdplan.commands.context import Context, open_query
from stdplan.commands.day_arguments import from_day
from stdplan.commands.framework import table_command
from stdplan.commands.import_options import LIST_OPTIONS, ListOptions
from stdplan.commands.options import AS_OF, YEAR
from stdplan.commands.parameters import argument, option
from stdplan.domain.text import ExactNumber
from stdplan.errors import UsageProblem
from stdplan.i18n import t, tn
from stdplan.importing.checked_lists import (
    CheckedList,
    CheckedRow,
    NumberInCell,
    read_checked_list,
)
from stdplan.importing.header_names import header_of_unnamed
from stdplan.importing.readers.detect import open_lists
from stdplan.output.cell_text import to_number
from stdplan.table import Cell, Column, Kind, Records, Table

# The answer for each number of a list.
CHECKED = (
    Column("line", "integer", context="of a list"),
    Column("text"),
    Column("number", "key", context="of a validity"),
    Column("validity", "key"),
    Column("since", "date", context="of a validity"),
    Column("ends_basis", "key", label="ends_basis"),
    Column("title", context="of a validity"),
    Column("title_differs", "flag"),
    Column("newer", "key", context="of a validity"),
    Column("newer_title", context="of a validity"),
    Column("newer_effective", "date"),
    Column("days", "integer", context="of a validity"),
    Column("amendments", "list"),
    Column("revision", "list"),
    Column("stale", "list", context="of a validity"),
    Column("source", context="of a validity"),
    Column("source_date", "date"),
    Column("message", context="of a validity"),
)
_ROW = Column("row", "object", context="of a list")
_FILE = Column("file")  # before the columns of several lists
_BRIEF = ("line", "text", "validity", "since", "newer", "newer_effective", "message")
# A check stores nothing, so it takes no values for empty cells.
_READING = tuple(each for each in LIST_OPTIONS if each.name not in ("set_", "save_map"))
_ISO_DAY = 10


class _Checked(NamedTuple):
    """A number of a row, and what the catalogue says about it."""

    checked: CheckedList
    row: CheckedRow
    written: NumberInCell
    answer: NumberAnswer


@table_command(
    argument(
        "files", many=True, metavar="LIST...", help="Files or folders with lists, or - for stdin."
    ),
    *_READING,
    option(
        "--within",
        type=int,
        quantity="days",
        least=0,
        most=99999,
        metavar="DAYS",
        help="Only rows that change, or changed, within so many days of the day.",
    ),
    option("--since", metavar="DAY", help="Only rows that changed on this day or later."),
    AS_OF,
    YEAR,
)
def check_lists(
    ctx: Context,
    files: list[str],
    *,
    encoding: str | None,
    map_: list[str] | None,
    map_file: str | None,
    from_: str | None,
    sheet: str | None,
    table: int | None,
    visible_only: bool,
    within: int | None,
    since: str | None,
    as_of: str | None,
    year: int | None,
) -> Table:
    """Say for each row of a list whether its standard is still valid, and what replaces it.

    \b
    stdplan standards check products.xlsx -o checked.xlsx
    stdplan standards check list.csv --within 90 --exit-code
    cut -f1 numbers.txt | stdplan standards check -

    A list is whatever import reads, with any columns, which come along. Two rows with one number
    stay two rows. With --exit-code the exit code is 1 if a row is not in force. The catalogue stays
    as it is.
    """
    if [*files, map_file].count("-") > 1:
        raise UsageProblem(t("- (stdin) can be read only once"))
    first = None if since is None else from_day(since, "--since")
    query = open_query(ctx, as_of, year)
    reading = ListOptions(
        encoding=encoding,
        map_=map_,
        map_file=map_file,
        from_=from_,
        sheet=sheet,
        table=table,
        visible_only=visible_only,
    ).load()
    lists = _read(files, reading)
    connection = query.catalogue.connection
    rows = _answered(lists, answer_all(connection, list(_asked(lists)), query.day))
    total = len(rows)
    rows, inferred = _changed(rows, query.day, within, first)
    notes = [note for checked in lists for note in checked.notes]
    if inferred:
        notes.append(
            tn(
                "{count} row is left out, because the day of its end is only inferred",
                "{count} rows are left out, because the day of their end is only inferred",
                inferred,
            )
        )
    columns = (*CHECKED, _ROW)
    several = len(lists) > 1
    ours = [_cells(each, query.day) for each in rows]
    own_rows = [_own_row(each, several) for each in rows]
    return Table(
        columns,
        Records(columns, [[*cells, row] for cells, row in zip(ours, own_rows, strict=True)]),
        notes=tuple(notes),
        empty=t("no row changed") if total else t("the list has no rows"),
        brief=_BRIEF,
        sheet=_sheet(lists, rows, ours, several),
        findings=sum(each.answer.validity != "in-force" for each in rows),
    )


def _read(files: Sequence[str], reading: ListOptions) -> list[CheckedList]:
    """Return the lists of all files."""
    options = reading.import_options({})
    lists = []
    for path in files:
        with open_lists(path, options.read_options) as sources:
            for source in sources:
                checked = read_checked_list(source, options)
                if source.skipped.counts:
                    from stdplan.commands.import_notes import skipped_lines

                    checked.notes += skipped_lines(checked.name, source.skipped)
                lists.append(checked)
    return lists


def _asked(lists: Sequence[CheckedList]) -> Iterator[Asked]:
    for checked in lists:
        for row in checked.rows:
            for written in row.numbers:
                title = written.title or row.title
                yield Asked(written.text, written.number, written.plan_number, title)


def _answered(lists: Sequence[CheckedList], answers: Sequence[NumberAnswer]) -> list[_Checked]:
    """Return the rows with their answers; two numbers of one standard in a cell are one row."""
    rows: list[_Checked] = []
    following = iter(answers)
    for checked in lists:
        for row in checked.rows:
            seen: dict[int, int] = {}
            for written in row.numbers:
                answer = next(following)
                if row.fault:
                    message = t("; ").join(filter(None, (answer.message, row.fault)))
                    answer = answer._replace(message=message)
                place = seen.get(answer.record) if answer.record is not None else None
                if place is not None:
                    first = rows[place].written
                    both = first._replace(text=f"{first.text}; {written.text}")
                    rows[place] = rows[place]._replace(written=both)
                    continue
                if answer.record is not None:
                    seen[answer.record] = len(rows)
                rows.append(_Checked(checked, row, written, answer))
    return rows


def _changed(
    rows: Sequence[_Checked], day: date, within: int | None, since: str | None
) -> tuple[list[_Checked], int]:
    """Return the rows that changed as --within and --since say, and how many more did whose day is
    only inferred."""
    if within is None and since is None:
        return list(rows), 0
    changed = [
        each
        for each in rows
        if (within is None or each.answer.changed_within(day, within))
        and (since is None or each.answer.changed_since(since))
    ]
    news = [each for each in changed if each.answer.is_news()]
    return news, len(changed) - len(news)


def _cells(each: _Checked, day: date) -> list[Cell]:
    answer = each.answer
    return [
        each.row.line,
        each.written.text,
        answer.number,
        answer.validity,
        answer.since,
        answer.ends_basis,
        answer.title,
        answer.title_differs,
        answer.newer,
        answer.newer_title,
        answer.newer_effective,
        answer.days(day),
        list(answer.amendments),
        list(answer.revision),
        list(answer.stale),
        answer.source,
        answer.source_date,
        answer.message or None,
    ]


# The list's own columns.


def _own_row(each: _Checked, several: bool) -> dict[str, str]:
    """Return the row of a list as an object; a header that comes again is `备注#2`."""
    row: dict[str, str] = {_FILE.name: each.checked.name} if several else {}
    for place, (header, cell) in enumerate(
        zip(each.checked.header, each.row.cells, strict=True), 1
    ):
        name = key = header or header_of_unnamed(place)
        count = 1
        while key in row:
            count += 1
            key = f"{name}#{count}"
        row[key] = cell
    return row


def _sheet(
    lists: Sequence[CheckedList], rows: Sequence[_Checked], ours: list[list[Cell]], several: bool
) -> Table:
    """Return the rows with the columns of their lists first, as they are, and ours behind them."""
    places = _places(lists)
    width = len(places) + several
    own_cells = [[""] * width for _ in rows]
    for cells, each in zip(own_cells, rows, strict=True):
        if several:
            cells[0] = each.checked.name
        for key, cell in zip(_keys(each.checked), each.row.cells, strict=True):
            cells[places[key] + several] = cell
    kinds = _kinds(lists, own_cells, width)[several:]
    headings = [header for header, _ in places]
    own = [
        Column(f"own {place}", kind, heading=heading)
        for place, (heading, kind) in enumerate(zip(headings, kinds, strict=True))
    ]
    if several:
        own.insert(0, _FILE)
    columns = (*own, *CHECKED)
    rows_of_all = [[*cells, *others] for cells, others in zip(own_cells, ours, strict=True)]
    # The list itself has the line and the text.
    brief = (*(column.name for column in own), *_BRIEF[2:])
    return Table(columns, Records(columns, rows_of_all), brief=brief)


def _keys(checked: CheckedList) -> list[tuple[str, int]]:
    """Return what identifies each column among those of several lists: its header, and how many
    columns before it have the same one."""
    seen: dict[str, int] = {}
    keys = []
    for header in checked.header:
        keys.append((header, seen.get(header, 0)))
        seen[header] = seen.get(header, 0) + 1
    return keys


def _places(lists: Sequence[CheckedList]) -> dict[tuple[str, int], int]:
    """Return the columns of all lists, each with its place."""
    keys = dict.fromkeys(key for checked in lists for key in _keys(checked))
    return {key: place for place, key in enumerate(keys)}


def _kinds(
    lists: Sequence[CheckedList], own_cells: Sequence[Sequence[str]], width: int
) -> list[Kind]:
    """Return the kinds of the list's columns: in a workbook, dates are dates again and numbers
    numbers; a text has texts only."""
    kinds: list[Kind] = ["text"] * width
    if not all(checked.from_workbook for checked in lists):
        return kinds
    for place in range(width):
        filled = [cells[place] for cells in own_cells if cells[place]]
        if filled and all(map(_is_day, filled)):
            kinds[place] = "date"
        elif filled and all(map(_is_plain_number, filled)):
            kinds[place] = "decimal"
    return kinds


def _is_day(text: str) -> bool:
    return len(text) == _ISO_DAY and text[4] == text[7] == "-"


def _is_plain_number(text: str) -> bool:
    """Return whether a number is shown as a spreadsheet shows it: 1.10 and 007 are texts."""
    number = to_number(text)
    return isinstance(number, ExactNumber) and not ("." in text and text.endswith("0"))
