"""Which standards a question about reviews and adoption is asked of: families, and an age."""

from typing import Annotated

import typer

from stdplan.commands import _choices
from stdplan.domain.codes import FAMILIES
from stdplan.errors import UsageProblem
from stdplan.i18n import t

_ALL = "all"
Families = Annotated[
    list[str] | None,
    typer.Option(
        "--family", metavar="FAMILY|all", help="Else the plan's families; repeat for several."
    ),
]
Years = Annotated[
    int | None, typer.Option(min=1, max=99, help="The age that is due (else the plan's).")
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
