"""Options by which lists of activities are narrowed, and what they come to."""

from collections.abc import Sequence
from typing import Annotated

import typer

from stdplan.catalogue.queries import activities
from stdplan.catalogue.queries import activities as queries
from stdplan.commands import _choices
from stdplan.commands._activity_kinds import several_kinds
from stdplan.commands._context import Asked
from stdplan.errors import UsageProblem
from stdplan.i18n import t

Texts = list[str] | None
Kind = Annotated[
    Texts, typer.Option("--kind", metavar="KIND", help="Only this kind; repeat for several.")
]
Task = Annotated[
    list[int] | None,
    typer.Option("--task", metavar="NUMBER", help="Only this task; repeat for several."),
]
Organisation = Annotated[
    Texts, typer.Option("--organisation", metavar="TEXT", help="Part of the organisation's name.")
]
Person = Annotated[
    Texts, typer.Option("--person", metavar="TEXT", help="Part of the person's name.")
]
Region = Annotated[
    Texts, typer.Option("--region", metavar="TEXT", help="Part of the region's name.")
]
Country = Annotated[
    Texts, typer.Option("--country", metavar="TEXT", help="Part of the country's name.")
]


def common_filters(
    asked: Asked,
    kind: Texts,
    task: list[int] | None,
    sector: Texts,
    organisation: Texts,
    plan: int | None,
) -> queries.Filters:
    """The filters that every list of activities has; UsageProblem names the option at fault.

    `plan`: what --plan says, None where it was not given.
    """
    connection = asked.catalogue.connection
    return queries.Filters(
        kind=several_kinds(activities.kinds(connection, asked.plan.year), kind),
        task=tuple(task or ()),
        sector=_choices.sectors(connection, sector),
        organisation=texts(organisation, "--organisation"),
        plan=plan,
    )


def texts(values: Sequence[str] | None, option: str) -> tuple[str, ...]:
    """The texts of an option; an empty one fits everything, and so is a mistake."""
    if any(not value.strip() for value in values or ()):
        raise UsageProblem(t('{option}: "{text}" says nothing', option=option, text=""))
    return tuple(values or ())
