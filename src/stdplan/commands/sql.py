"""`stdplan sql`: read-only SQL over the documented views."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from stdplan.catalogue.user_query import UserQuery
from stdplan.catalogue.views import LISTED_COLUMNS, list_columns
from stdplan.commands.context import Context, open_query
from stdplan.commands.framework import table_command
from stdplan.commands.options import AS_OF, PLAN_YEAR, YEAR
from stdplan.commands.parameters import argument, flag, option
from stdplan.errors import BadData, InputOutput, UsageProblem
from stdplan.i18n import t
from stdplan.light import lazy_pattern
from stdplan.reasons import system_reason
from stdplan.table import Table

# `name=text`, `name:=number`
_PARAMETER = lazy_pattern(r"(?s):?([^\W\d]\w*)(:?=)(.*)")
_NUMBER = lazy_pattern(r"[+-]?([0-9]+|([0-9]+\.[0-9]*|\.[0-9]+|[0-9]+(?=[eE]))([eE][+-]?[0-9]+)?)")
_LARGEST_QUERY = 1_000_000  # bytes; SQLite takes no longer one
_LONGEST_NUMBER = 400  # characters


@table_command(
    argument("query", required=False, metavar="QUERY|-", help="One SELECT, or - for stdin."),
    AS_OF,
    YEAR,
    PLAN_YEAR,
    option(
        "--param",
        many=True,
        metavar="NAME=VALUE",
        help="The value of :NAME in the query, a text; NAME:=VALUE is a number. Repeatable.",
    ),
    flag("--views", help="List the views and their columns instead."),
)
def noun(
    ctx: Context,
    query: str | None,
    as_of: str | None,
    year: int | None,
    plan: int | None,
    param: list[str] | None,
    views: bool,
) -> Table:
    """Ask the catalogue in SQL: SELECT over documented views, which nothing can change.

    The views show the catalogue on the as-of day; :day is that day. `--views` lists them.

    \b
    stdplan sql "select sector, count(*) from standards group by sector"
    stdplan sql "select key, age from standards where age >= :years" --param years:=10
    stdplan sql - --as-of 2011-12-31 -f csv < question.sql
    """
    if (query is None) != views:
        raise UsageProblem(t("give either QUERY or --views"))
    if views and param:
        raise UsageProblem(t("--param is for a QUERY, not for --views"))
    values = _values(param or ())
    scope = open_query(ctx, as_of, year, plan)
    if query is None:
        listed = list_columns(scope.catalogue.connection, scope.day, scope.plan)
        return Table(LISTED_COLUMNS, listed)
    if query == "-":
        query = _from_stdin()
    answer = UserQuery(scope.catalogue, query, scope.day, scope.plan, values)
    return Table(answer.columns, answer, chosen=True)


def _values(words: Sequence[str]) -> dict[str, object]:
    """Return the values of :parameters by name.

    Raise UsageProblem for a word without a name, for a second value of one name, and for a number
    that SQLite cannot hold.
    """
    values: dict[str, object] = {}
    for word in words:
        found = _PARAMETER.fullmatch(word)
        if found is None:
            raise UsageProblem(t('--param: "{text}" is not NAME=VALUE', text=word))
        name, sign, text = found.groups()
        if name in values:
            raise UsageProblem(t("--param: :{name} has two values", name=name))
        values[name] = text if sign == "=" else _number(text)
    return values


def _number(text: str) -> int | float:
    # NaN would be NULL in SQLite.
    found = _NUMBER.fullmatch(text.strip(" "))
    if found is None or len(text) > _LONGEST_NUMBER:
        raise UsageProblem(t('--param: "{text}" is not a number', text=text))
    number = float(text) if found[2] else int(text)
    if abs(number) == float("inf") or (not found[2] and not -(2**63) <= number < 2**63):
        raise UsageProblem(t('--param: "{text}" is too large a number', text=text))
    return number


def _from_stdin() -> str:
    """Return the query on stdin, in UTF-8, UTF-16 with its mark, or GB18030.

    Raise BadData if it is too long or no text, InputOutput if it cannot be read.
    """
    if sys.stdin is None:
        raise InputOutput(t("standard input is closed"))
    try:
        content = sys.stdin.buffer.read(_LARGEST_QUERY + 1)
    except OSError as error:
        raise InputOutput(f"{t('standard input')}: {system_reason(error)}") from error
    if len(content) > _LARGEST_QUERY:
        raise BadData(
            t("standard input: over {size} bytes: too long for a query", size=_LARGEST_QUERY)
        )
    is_wide = content[:2] in (b"\xff\xfe", b"\xfe\xff")
    for encoding in ("utf-16",) if is_wide else ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise BadData(t("standard input: is not the text of a query"))
