"""The filters of `standards list`, as SQL over a record `s` with its days `l`.

Rule: several values of one filter are joined by OR, several filters by AND.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence

from stdplan.catalogue import project_rules, sql_rules
from stdplan.catalogue.queries.query import Values, any_of, contains_any, either, in_sector
from stdplan.light import NamedTuple

# A search finds few records if it finds less than one of so many.
_FEW = 100


class StandardFilters(NamedTuple):
    """The filters of `standards list`; several values of one filter mean or.

    The names without a rule in `conditions` are those of columns; `_from` and `_to` are ISO days.
    `found`: what search_index.py found, a byte for each row id, 1 for the records to list;
    `left_out`: the same of the records not to list.
    """

    sector: Values = ()
    focus: Values = ()
    family: Values = ()
    nature: Values = ()
    work: Values = ()
    status: Values = ()
    stage: Values = ()
    adoption: Values = ()
    driver: Values = ()
    innovation: Values = ()
    committee: Values = ()
    department: Values = ()
    prefix: Values = ()
    ics: Values = ()
    ccs: Values = ()
    announcement: Values = ()
    drafting_org: Values = ()
    target_year: Values = ()
    published_from: str | None = None
    published_to: str | None = None
    effective_from: str | None = None
    effective_to: str | None = None
    withdrawn_from: str | None = None
    withdrawn_to: str | None = None
    ends_from: str | None = None
    ends_to: str | None = None
    overdue: bool = False
    found: bytearray | None = None
    left_out: bytearray | None = None


def conditions(
    filters: StandardFilters, parameters: dict[str, object], expressions: Mapping[str, str]
) -> list[str]:
    """Return a condition for each filter that has values, but for `overdue`, `found` and
    `left_out`; `expressions` are those of `field_expressions`."""
    rules: dict[str, Callable[[Values], str]] = {
        "sector": lambda values: in_sector(values, parameters),
        "focus": lambda values: _has_any(
            "standard_focus k", "k.focus", "focus", values, parameters
        ),
        "adoption": lambda values: _has_any(
            "adopts k", "coalesce(k.degree, 'unknown')", "adoption", values, parameters
        ),
        "drafting_org": lambda values: _names_organisation(values, parameters),
    }
    for name in ("driver", "innovation"):
        rules[name] = functools.partial(_json_has, f"s.{name}", name, parameters)
    for name in ("committee", "department", "announcement"):
        rules[name] = functools.partial(_contains, f"s.{name}", name, parameters)
    for name in ("ics", "ccs"):
        rules[name] = functools.partial(_begins, f"s.{name}", name, parameters)
    for name, expression in (
        ("nature", expressions["nature"]),
        ("status", sql_rules.status("l")),
        ("stage", sql_rules.stage("l")),
        ("target_year", f"substr({project_rules.target_date('s')}, 1, 4)"),
    ):
        rules[name] = functools.partial(_is_any, expression, name, parameters)
    conditions = []
    for name, values in filters._asdict().items():
        if not values or isinstance(values, bool | bytearray):
            continue
        if name in rules:
            conditions.append(rules[name](values))
        elif isinstance(values, str):
            field, side = name.rsplit("_", 1)
            parameters[name] = values
            day = sql_rules.first_day(f"({expressions[field]})")
            conditions.append(f"{day} {'>=' if side == 'from' else '<='} :{name}")
        else:
            conditions.append(any_of(f"s.{name}", name, values, parameters))
    return conditions


def is_found(found: bytearray, name: str, parameters: dict[str, object]) -> str:
    """Return SQL for 1 if the byte of record `s` in `found` is 1; `name`: that of the parameter."""
    if found.count(1) * _FEW > len(found):
        parameters[name] = found
        return f"(substr(:{name}, s.id + 1, 1) = x'01')"
    # SQLite reads the records that the list names, and sorts them. For many that takes longer than
    # to read all records in the order of an index.
    ids = []
    record_id = found.find(1)
    while record_id >= 0:
        ids.append(record_id)
        record_id = found.find(1, record_id + 1)
    parameters[name] = f"[{','.join(map(str, ids))}]"
    return f"s.id IN (SELECT value FROM json_each(:{name}))"


def _is_any(expression: str, name: str, parameters: dict[str, object], values: Values) -> str:
    return any_of(expression, name, values, parameters)


def _contains(column: str, name: str, parameters: dict[str, object], values: Values) -> str:
    return contains_any(column, name, values, parameters)


def _has_any(
    table: str, expression: str, name: str, values: Values, parameters: dict[str, object]
) -> str:
    """Return SQL for 1 if record `s` has a row `k` in a table whose expression is one of the
    values."""
    return either(
        values,
        lambda some, mark: (
            f"EXISTS (SELECT 1 FROM {table} WHERE k.standard = s.id AND "
            f"{any_of(expression, f'{mark}{name}', some, parameters)})"
        ),
    )


def _json_has(column: str, name: str, parameters: dict[str, object], values: Values) -> str:
    """Return SQL for 1 if the JSON array in a column has one of the values."""
    return either(
        values,
        lambda some, mark: (
            f"EXISTS (SELECT 1 FROM json_each({column}) j WHERE "
            f"{any_of('j.value', f'{mark}{name}', some, parameters)})"
        ),
    )


def _names_organisation(values: Values, parameters: dict[str, object]) -> str:
    """Return SQL for 1 if the name of a drafting organisation of `s` contains one of the texts."""
    return either(
        values,
        lambda some, mark: (
            "EXISTS (SELECT 1 FROM json_each(s.drafting_orgs) j WHERE "
            f"{contains_any('j.value', f'{mark}drafting_org', some, parameters)})"
        ),
    )


def _begins(column: str, name: str, parameters: dict[str, object], values: Values) -> str:
    """Return SQL for 1 if a class of ICS or CCS in a column begins with one of the texts."""

    def begins(some: Sequence[str], mark: str) -> str:
        found = []
        for index, text in enumerate(some):
            parameter = f"{mark}{name}{index}"
            parameters[parameter] = f";{text}"
            found.append(f"instr(classes({column}), :{parameter}) > 0")
        return f"({' OR '.join(found)})"

    return either(values, begins)
