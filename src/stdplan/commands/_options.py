"""Options that several commands share, so that each has one name and one help text."""

from typing import Annotated

import typer

AsOf = Annotated[
    str | None, typer.Option("--as-of", metavar="DAY", help="The day asked about (else today).")
]
Year = Annotated[
    int | None,
    typer.Option("--year", help="Short for --as-of YEAR-12-31 and, if there is one, its plan."),
]
PlanYear = Annotated[
    int | None, typer.Option("--plan", metavar="YEAR", help="Which plan (else the newest).")
]
Sectors = Annotated[
    list[str] | None,
    typer.Option("--sector", metavar="CODE", help="Only this sector; repeat for several."),
]
On = Annotated[
    str | None, typer.Option("--on", metavar="DATE", help="When it happened (else today).")
]
Note = Annotated[str | None, typer.Option("--note", metavar="TEXT", help="A note to keep with it.")]
Numbers = Annotated[
    list[str],
    typer.Argument(
        metavar="NUMBER...",
        help="Numbers in any written form (unquoted: two words may be one number), or - for stdin.",
        show_default=False,
    ),
]
