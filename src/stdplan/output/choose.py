"""Which columns go out, and by which they may be sorted.

Rule: a name that is not there is refused with the names that are; nothing asked for by name is
left out in silence.
"""

from collections.abc import Sequence

from stdplan.domain.text import visible
from stdplan.errors import UsageProblem
from stdplan.i18n import t
from stdplan.output.formats import FORMATS
from stdplan.table import Column, Sort, Table

_UNSORTABLE = frozenset(("records", "object"))


def page_for(table: Table, name: str) -> Table | None:
    """The answer as one record with lists in it, if it has that form and the format takes it."""
    return table.page if FORMATS[name].page else None


def columns_for(table: Table, fields: Sequence[str], name: str) -> list[Column]:
    """The columns asked for, in that order, each once; else all that the format can show, or where
    a person reads it the table's brief ones."""
    page = page_for(table, name)
    nests = FORMATS[name].nests or page is not None
    read = name == "table" or (page is not None and name == "markdown")
    table = page or table
    if not fields and read and table.brief:
        fields = table.brief
    if not fields:
        return [column for column in table.columns if nests or column.kind != "records"]
    by_name = {column.name: column for column in table.columns}
    chosen = [_named(by_name, field, "--fields") for field in dict.fromkeys(fields)]
    for column in chosen:
        if column.kind == "records" and not nests:
            sentence = t(
                '--fields: "{name}" holds records, which {format} cannot show; {nesting} can',
                name=column.name,
                format=name,
                nesting=", ".join(key for key, form in FORMATS.items() if form.nests),
            )
            raise UsageProblem(sentence)
    return chosen


def check_sort(table: Table, sort: Sequence[Sort]) -> None:
    """Refuse to sort by a column that is not there or has no order."""
    by_name = {column.name: column for column in table.columns if column.kind not in _UNSORTABLE}
    for order in sort:
        _named(by_name, order.column, "--sort")


def _named(by_name: dict[str, Column], name: str, option: str) -> Column:
    if name in by_name:
        return by_name[name]
    sentence = t(
        '{option}: there is no field "{name}" to choose here; there are {names}',
        option=option,
        name=visible(name),
        names=", ".join(by_name),
    )
    raise UsageProblem(sentence)
