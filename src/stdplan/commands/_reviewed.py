"""Which standards questions about reviews are asked of: families as people give them."""

from collections.abc import Sequence
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
        "--family",
        metavar="FAMILY|all",
        help="Else the plan's families; repeat for several.",
    ),
]
Years = Annotated[
    int | None, typer.Option(min=1, max=99, help="The age that is due (else the plan's).")
]


def families(given: Sequence[str] | None, of_plan: tuple[str, ...]) -> tuple[str, ...]:
    """The families asked about, the plan's where none are given; nothing for all."""
    if not given:
        return of_plan
    if _ALL in given:
        return ()
    try:
        return _choices.codes(FAMILIES, given, "--family")
    except UsageProblem as problem:
        raise UsageProblem(f"{problem}{t(', ')}{_ALL}") from None
