"""`stdplan standards add, edit, remove`: standards by hand, one option for each field."""

import sqlite3
from collections.abc import Callable, Sequence
from inspect import Parameter
from typing import Annotated, Any

import typer

from stdplan.catalogue import standard_editing
from stdplan.catalogue.database import Work
from stdplan.commands import _choices, _numbers
from stdplan.commands._build import with_signature
from stdplan.commands._context import change, say
from stdplan.commands._days import told_day
from stdplan.commands._given import event_day
from stdplan.commands._known import known
from stdplan.commands._options import Numbers, On
from stdplan.domain.codes import STAGES
from stdplan.domain.fields import BY_HAND, BY_NAME, Field
from stdplan.errors import UsageProblem
from stdplan.i18n import t
from stdplan.importing.standard_rows import Draft, draft


def _one_sector(
    connection: sqlite3.Connection, given: Sequence[str], option: str
) -> tuple[str, ...]:
    return (_choices.sector(connection, given[0], option),)


_CODED: dict[str, Callable[[sqlite3.Connection, Sequence[str], str], tuple[str, ...]]] = {
    "sector": _one_sector,
    "focus": _choices.focus_areas,
    "driver": _choices.drivers,
}


def _option(field: Field) -> Parameter:
    # Its help is made of the field's labels, where help is translated.
    option = typer.Option(
        f"--{field.name.replace('_', '-')}", metavar="DATE" if field.kind == "date" else "TEXT"
    )
    many = Annotated[list[str] | None, option]
    kind = many if field.kind == "list" else Annotated[str | None, option]
    return Parameter(field.name, Parameter.KEYWORD_ONLY, default=None, annotation=kind)


_FIELDS = [_option(field) for field in BY_HAND]
_CTX = Parameter("ctx", Parameter.KEYWORD_ONLY, annotation=typer.Context)


def _parameter(name: str, annotation: Any, default: Any = Parameter.empty) -> Parameter:
    return Parameter(name, Parameter.KEYWORD_ONLY, default=default, annotation=annotation)


def add(
    ctx: typer.Context, words: list[str] | None, stage: str | None, on: str | None, **fields: Any
) -> None:
    """Add a standard by its number, or a project by its plan number.

    \b
    stdplan standards add JB/T 99999-2011 --title 试验机 --published 2011-05-18
    stdplan standards add 2011-0123T-JB --title 试验机 --work revise --replaces "JB/T 99999-2005"
    """
    texts = _given(fields)
    if not words and not texts:
        raise UsageProblem(t("what is to be added? Give a number, a plan number or --title"))
    if words:
        if "number" in texts:
            raise UsageProblem(t("give the number once: as NUMBER or with --number"))
        texts["number"] = [" ".join(words)]
    with change(ctx) as (_, work):
        made = _draft(work, texts, on)
        if stage is not None:
            made.record.stages = [(_choices.code(STAGES, stage, "--stage"), told_day(on))]
        standard_editing.add(work, made.record)
        key = made.record.key
    if made.kept_number:
        say(t('"{number}" cannot be read as a number and is kept as it stands', number=key))
    say(t("added {key}", key=key))


with_signature(
    add,
    [
        _CTX,
        _parameter(
            "words",
            Annotated[
                list[str] | None,
                typer.Argument(metavar="[NUMBER]", help="Number or plan number; words are joined."),
            ],
            None,
        ),
        _parameter(
            "stage",
            Annotated[
                str | None,
                typer.Option(metavar="CODE", help="A project's stage (else 10, proposal)."),
            ],
            None,
        ),
        _parameter("on", On, None),
        *_FIELDS,
    ],
)


def edit(ctx: typer.Context, numbers: list[str], clear: list[str] | None, **fields: Any) -> None:
    """Change fields of standards: what is given is set anew, what is not given stays.

    \b
    stdplan standards edit JB/T 7547-1994 --effective 1995-10-01 --clear note
    """
    texts = _given(fields)
    cleared = [name.replace("-", "_") for name in clear or ()]
    for name in cleared:
        if name not in BY_NAME or BY_NAME[name] not in BY_HAND or name == "number":
            names = ", ".join(field.name for field in BY_HAND if field.name != "number")
            raise UsageProblem(
                t(
                    '--clear: there is no field "{name}" to clear; there are {names}',
                    name=name,
                    names=names,
                )
            )
        if name in texts:
            raise UsageProblem(t("--clear {name} and a value for it contradict", name=name))
    for number in texts.get("number", ()):
        standard_editing.refuse_plan_number(number)
    if not texts and not cleared:
        raise UsageProblem(t("nothing to change: give a field, or --clear FIELD"))
    with change(ctx) as (catalogue, work):
        found = _numbers.found(catalogue.connection, numbers)
        if len(found) > 1 and "number" in texts:
            raise UsageProblem(t("--number can be given to one standard only"))
        # For each record anew: a draft is filled in while it is saved.
        changed = [
            one
            for one in found
            if standard_editing.edit(
                work, one.id, _draft(work, texts, None, one.key).record, texts, cleared
            )
        ]
    say(t("changed {count} of {all}", count=len(changed), all=len(found)))


with_signature(
    edit,
    [
        _CTX,
        _parameter("numbers", Numbers),
        _parameter(
            "clear",
            Annotated[
                list[str] | None,
                typer.Option(metavar="FIELD", help="Empty this field; repeatable."),
            ],
            None,
        ),
        *_FIELDS,
    ],
)


def remove(ctx: typer.Context, numbers: Numbers) -> None:
    """Remove standards with their stages, reviews and links: all of them, or none."""
    with change(ctx) as (catalogue, work):
        found = _numbers.found(catalogue.connection, numbers)
        for one in found:
            standard_editing.remove(work, one.id, one.key)
    say(t("removed {names}", names=", ".join(one.key for one in found)))


def _given(fields: dict[str, Any]) -> dict[str, list[str]]:
    """The fields that were given, each as a list of texts."""
    return {
        name: given if isinstance(given, list) else [given]
        for name, given in fields.items()
        if given is not None and given != []
    }


def _draft(work: Work, texts: dict[str, list[str]], on: str | None, key: str = "") -> Draft:
    connection = work.connection
    texts = {
        name: list(_CODED[name](connection, given, f"--{name}")) if name in _CODED else given
        for name, given in texts.items()
    }
    return draft(texts, known(connection), event_day(on), key)
