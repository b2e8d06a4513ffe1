"""Which families of standards a question is about: the plan's, unless others are asked for."""

from typing import Annotated

import typer

from stdplan.commands import _choices
from stdplan.domain.words import FAMILIES
from stdplan.errors import UsageProblem
from stdplan.i18n import t

_ALL = "all"
Families = Annotated[
    list[str] | None,
    typer.Option(
        "--family", metavar="FAMILY|all", help="Else the plan's families; repeat for several."
    ),
]


def families(given: list[str] | None, of_plan: tuple[str, ...]) -> tuple[str, ...]:
    """Codes of families; none of them means all."""
    if not given:
        return of_plan
    if _ALL in given:
        return ()
    try:
        return _choices.codes(FAMILIES, given, "--family")
    except UsageProblem as problem:
        raise UsageProblem(f"{problem}{t(', ')}{_ALL}") from None
