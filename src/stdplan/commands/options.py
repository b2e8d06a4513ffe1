"""Options that several commands share, so that each has one name and one help text."""

from typing import Annotated

import typer

from stdplan.commands import arguments
from stdplan.domain.codes import FAMILIES
from stdplan.errors import UsageProblem
from stdplan.i18n import t

AsOf = Annotated[
    str | None,
    typer.Option(
        "--as-of", metavar="DAY", help="Show the state on this day, the as-of day (default: today)."
    ),
]
Year = Annotated[
    int | None,
    typer.Option(
        "--year", help="Short for --as-of YEAR-12-31, with the plan of that year if there is one."
    ),
]
PlanYear = Annotated[
    int | None, typer.Option("--plan", metavar="YEAR", help="The plan (default: the newest).")
]
Sectors = Annotated[
    list[str] | None,
    typer.Option("--sector", metavar="CODE", help="Only this sector; repeatable."),
]
On = Annotated[
    str | None, typer.Option("--on", metavar="DATE", help="When it happened (default: today).")
]
Note = Annotated[str | None, typer.Option("--note", metavar="TEXT", help="A note.")]
Numbers = Annotated[
    list[str],
    typer.Argument(
        metavar="NUMBER...",
        help="Numbers in any form (no quotes needed for spaces), or - for stdin.",
        show_default=False,
    ),
]

Families = Annotated[
    list[str] | None,
    typer.Option(
        "--family",
        metavar="FAMILY|all",
        help="The families to include (default: the plan's); repeatable.",
    ),
]
Years = Annotated[
    int | None,
    typer.Option(min=1, max=99, help="The age at which a review is due (default: the plan's)."),
]


_ALL = "all"


def families(values: list[str] | None, of_plan: tuple[str, ...]) -> tuple[str, ...]:
    """Return the codes of families for the values of --family, without any those of the plan.

    An empty result means all families.
    """
    if not values:
        return of_plan
    if _ALL in values:
        return ()
    try:
        return arguments.codes(FAMILIES, values, "--family")
    except UsageProblem as problem:
        raise UsageProblem(f"{problem}{t(', ')}{_ALL}") from None
