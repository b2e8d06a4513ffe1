"""`stdplan standards similar`: titles like a proposed one, before a project is approved."""

import sys
from sqlite3 import Connection
from typing import Annotated

import typer

from stdplan.catalogue.queries import similar, standards
from stdplan.catalogue.queries.standards import Filters
from stdplan.catalogue.title_index import Index, Looked
from stdplan.commands import _choices
from stdplan.commands._build import Reading
from stdplan.commands._context import ask, say, why_empty
from stdplan.commands._options import AsOf, Sectors, Year
from stdplan.domain.codes import FAMILIES, STATUSES
from stdplan.domain.ngrams import grams
from stdplan.domain.numbers import parse
from stdplan.domain.text import visible
from stdplan.errors import Missing, UsageProblem
from stdplan.i18n import t
from stdplan.output.progress_bar import shown
from stdplan.table import Table

# No title is longer.
_LONGEST = 1000
# So many titles take longer than a moment.
_MANY = 5_000


def find_similar(
    ctx: typer.Context,
    text: Annotated[
        list[str],
        typer.Argument(
            metavar="TEXT...",
            help="A proposed title, or the number of a record whose title is meant.",
            show_default=False,
        ),
    ],
    min_score: Annotated[
        int, typer.Option(min=0, max=100, help="Only titles of at least this score.")
    ] = 0,
    anew: Annotated[
        bool, typer.Option("--anew", help="Make the index of titles anew before.")
    ] = False,
    sector: Sectors = None,
    status: Annotated[
        list[str] | None,
        typer.Option(
            "--status",
            metavar="S",
            help="planned, upcoming, in-force, withdrawn, terminated.",
        ),
    ] = None,
    family: Annotated[
        list[str] | None,
        typer.Option("--family", metavar="F", help="industry, national, local …"),
    ] = None,
    as_of: AsOf = None,
    year: Year = None,
) -> Table:
    """Titles like a proposed one, in all sectors, the most like it first; 10 without --limit.

    \b
    stdplan standards similar 无级变速摆线针轮减速机
    stdplan standards similar JB/T 7254-1994
    stdplan standards similar 数控车床 --status planned --min-score 60 --exit-code

    The score goes from 0 (nothing in common) to 100 (the same words). At 60 and above look whether
    it is the same subject: with --exit-code that is exit code 1.
    """
    asked = ask(ctx, as_of, year)
    connection = asked.catalogue.connection
    filters = Filters(
        sector=_choices.sectors(connection, sector),
        status=_choices.codes(STATUSES, status, "--status"),
        family=_choices.codes(FAMILIES, family, "--family"),
    )
    proposal = _proposal(connection, " ".join(text), asked.day.year)
    with shown(sys.stderr) as bar:

        def beginning(count: int) -> Looked:
            if count > _MANY:
                say(t("looking through {count} titles", count=f"{count:,}"))
            bar.list(t("titles"))
            bar.expected(count)
            return bar.rows

        index = Index(connection, beginning, anew)
    source = similar.Similar(connection, index, proposal, asked.day, filters, min_score)
    empty = why_empty(asked, t("no title like this"))
    return Table(similar.COLUMNS, source, empty=empty)


def _proposal(connection: Connection, text: str, year: int) -> similar.Proposal:
    """The title to compare: the text, or that of the record whose number it is."""
    if len(text) > _LONGEST or not grams(text):
        raise UsageProblem(
            t("TEXT: give a title with letters or digits, at most {most} letters", most=_LONGEST)
        )
    try:
        found = standards.find(connection, text, year)
    except Missing:
        if parse(text):
            raise
        return similar.Proposal(text)
    title = similar.title_of(connection, found.id)
    if not grams(title):
        raise UsageProblem(t("{key} has no title", key=visible(found.key)))
    if found.newest:
        say(t("without its year: taken as {key}, the newest edition", key=found.key))
    say(t("titles like that of {key}: {title}", key=found.key, title=title))
    return similar.Proposal(title, found.id)


command = Reading(find_similar)
