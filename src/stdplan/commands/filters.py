"""The values of filters as codes and texts, and the rows of a table in which fields are empty.

Rule: each function converts the values of a filter and those of its negation alike.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from stdplan.catalogue.queries.query import Query, is_empty
from stdplan.commands import code_arguments
from stdplan.commands.parameters import WITHOUT
from stdplan.commands.text_arguments import search_texts
from stdplan.domain.codes import FAMILIES, Words
from stdplan.domain.filters import Wanted
from stdplan.domain.text import split_commas
from stdplan.errors import UsageProblem
from stdplan.i18n import t
from stdplan.light import TYPE_CHECKING, NamedTuple
from stdplan.output.selection import field_keys
from stdplan.table import Row, Sort, Source, Table

if TYPE_CHECKING:
    import sqlite3

_ALL_FAMILIES = "all"

# Values of filters.


def sectors(connection: sqlite3.Connection, given: Wanted) -> Wanted:
    """Return the codes of the sectors that `--sector` and `--not-sector` name."""
    return given.converted(partial(code_arguments.sectors, connection), "--sector")


def codes(words: Words, given: Wanted, option: str) -> Wanted:
    """Return the codes of a closed list for values that are codes, names or words of lists."""
    return given.converted(
        lambda values, option: code_arguments.codes(words, values, option), option
    )


def texts(given: Wanted, option: str) -> Wanted:
    """Return the texts to search for."""
    return given.converted(search_texts, option)


def tasks(connection: sqlite3.Connection, plan: int, given: Wanted) -> Wanted:
    """Return the numbers of tasks; raise Missing for one that the plan does not have."""
    if given:
        from stdplan.catalogue.queries.plan_contents import check_task

        for number in (*given.values, *given.excluded):
            check_task(connection, plan, number)
    return given


def indicators(connection: sqlite3.Connection, plan: int, given: Wanted) -> Wanted:
    """Return the codes of the indicators of a plan."""
    return given.converted(partial(code_arguments.indicators, connection, plan), "--indicator")


def families(given: Wanted, of_plan: tuple[str, ...]) -> tuple[str | None, ...]:
    """Return the codes of families; without values those of the plan, empty for all.

    `--not-family` alone means all others. None stands for the records without a family.
    """
    if not given:
        return of_plan
    listed = Wanted(
        families_or_all(given.values, "--family"),
        code_arguments.codes(FAMILIES, given.excluded, "--not-family"),
    )
    chosen = listed.among((*FAMILIES, None))
    if not chosen:
        raise UsageProblem(t("--family and --not-family leave no family"))
    return chosen if listed else ()


def families_or_all(values: Sequence[str], option: str) -> tuple[str, ...]:
    """Return the codes of families; empty if one of the values is `all`."""
    if _ALL_FAMILIES in values:
        return ()
    try:
        return code_arguments.codes(FAMILIES, values, option)
    except UsageProblem as problem:
        raise UsageProblem(f"{problem}{t(', ')}{_ALL_FAMILIES}") from None


# Empty fields.


def only_without(table: Table, names: Sequence[str]) -> Table:
    """Return a table with only those of its rows in which all fields of `--without` are empty.

    `names`: keys or labels of fields, also several with commas between. Raise UsageProblem for a
    field that the table does not have.
    """
    parts = [part.strip() for text in names for part in split_commas(text)]
    fields = field_keys(table, parts, WITHOUT.flags[0])
    if isinstance(table.source, Query):
        empty = (is_empty(table.source.expressions[name]) for name in fields)
        return table._replace(source=table.source.narrowed(*empty), events=None, charts=())
    return table._replace(source=_EmptyIn(table.source, tuple(fields)), events=None, charts=())


class _EmptyIn(NamedTuple):
    """A source of those rows of another one in which some fields are empty."""

    source: Source
    fields: tuple[str, ...]

    def fetch(
        self, names: Sequence[str], sort: Sequence[Sort] = (), limit: int | None = None
    ) -> Iterator[Row]:
        """Yield rows; see Source."""
        rows = self.source.fetch([*names, *self.fields], sort)
        left = limit
        for row in rows:
            if left == 0:
                return
            if all(cell in (None, "", [], {}) for cell in row[len(names) :]):
                left = None if left is None else left - 1
                yield tuple(row[: len(names)])
