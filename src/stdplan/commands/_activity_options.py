"""The fields of an activity as arguments and options, one for each."""

from inspect import Parameter
from typing import Annotated, Any

import typer

from stdplan.domain import activities

_HELP = {
    "kind": "Its kind, by code or name.",
    "title": "What it is called.",
    "date": "When it happened; `add`: else today, but not with --due or --closed alone.",
    "due": "The day it is to be done by.",
    "closed": "The day it was done with.",
    "state": "A word of your own; the plan's indicators count some.",
    "expires": "The last day a certificate or the like is valid.",
    "sector": "The sector it belongs to.",
    "standard": "The standard or project it is about, in the catalogue or not.",
    "organisation": "Whose it is, or who takes part.",
    "person": "Who it is about, or who answers for it.",
    "product": "The product it is about.",
    "region": "The province or other region.",
    "country": "The country or body abroad.",
    "quantity": "How much, in the unit of its kind: a decimal above zero.",
    "reference": "Its number with whoever gave it one; tells it in lists.",
    "note": "A note to keep with it.",
}


def parameter(name: str, annotation: Any, default: Any = Parameter.empty) -> Parameter:
    """A parameter as Typer reads it."""
    return Parameter(name, Parameter.KEYWORD_ONLY, default=default, annotation=annotation)


def _option(name: str, kind: str, *more: str) -> Parameter:
    metavar = "DATE" if kind == "date" else "TEXT"
    option = typer.Option(f"--{name}", *more, metavar=metavar, help=_HELP[name])
    return parameter(name, Annotated[str | None, option], None)


def argument(name: str) -> Parameter:
    """A field as an argument."""
    argument = typer.Argument(metavar=name.upper(), help=_HELP[name], show_default=False)
    return parameter(name, Annotated[str, argument])


CTX = parameter("ctx", typer.Context)
OPTIONS = {field.name: _option(field.name, field.kind) for field in activities.FIELDS}
# When an activity is recorded, its date is the only day there is.
DATE_ON = _option("date", "date", "--on")
_ON = typer.Option(metavar="DATE", help="The day it reached the state (else `closed`, else today).")
STATE_ON = parameter("on", Annotated[str | None, _ON], None)
_EMPTY = typer.Option(metavar="FIELD", help="Empty this field; repeatable.")
CLEAR = parameter("clear", Annotated[list[str] | None, _EMPTY], None)
