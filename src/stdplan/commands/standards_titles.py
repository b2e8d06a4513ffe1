"""`stdplan standards similar` and `classify`: compare and search the titles of standards.

`similar` lists titles like a proposed one, before a project is approved. `classify` proposes focus
areas for records without one, from the words of their titles.
"""

from datetime import date
from sqlite3 import Connection

from stdplan.catalogue import search_index
from stdplan.catalogue.queries import similar
from stdplan.catalogue.queries.classify import FOCUS_PROPOSAL_COLUMNS, FocusProposals
from stdplan.catalogue.queries.find_standard import find_standard
from stdplan.catalogue.queries.standard_filters import StandardFilters
from stdplan.catalogue.title_index import TitleSearch
from stdplan.commands.console import reading_titles, say
from stdplan.commands.context import Context, QueryContext, command_line, open_query, why_empty
from stdplan.commands.filters import codes, sectors
from stdplan.commands.framework import table_command
from stdplan.commands.options import AS_OF, FAMILIES_LISTED, PLAN_YEAR, SECTORS, STATUS, YEAR
from stdplan.commands.parameters import argument, filters, flag, option
from stdplan.commands.record_arguments import edition_used
from stdplan.domain.codes import FAMILIES, STATUSES
from stdplan.domain.filters import Wanted
from stdplan.domain.ngrams import grams
from stdplan.domain.numbers import parse
from stdplan.domain.text import escape_unprintable
from stdplan.errors import Missing, UsageProblem
from stdplan.i18n import t
from stdplan.table import Records, Table

# Letters; no title is longer.
_LONGEST = 1000


@table_command(
    argument(
        "text",
        many=True,
        metavar="TEXT...",
        help="A proposed title, or a number, to compare the title of that record.",
    ),
    option(
        "--min-score",
        type=int,
        default=0,
        least=0,
        most=100,
        help="Only titles with at least this score.",
    ),
    flag("--anew", name="rebuild_index", help="Rebuild the index of titles first."),
    *filters(SECTORS, STATUS, FAMILIES_LISTED, without=False),
    AS_OF,
    YEAR,
)
def find_similar(
    ctx: Context,
    text: list[str],
    min_score: int,
    rebuild_index: bool,
    sector: Wanted,
    status: Wanted,
    family: Wanted,
    as_of: str | None,
    year: int | None,
) -> Table:
    """List titles similar to a proposed one, in all sectors.

    \b
    stdplan standards similar 无级变速摆线针轮减速机
    stdplan standards similar JB/T 7254-1994
    stdplan standards similar 数控车床 --status planned --min-score 60 --exit-code

    The most similar come first; without --limit it lists 10. The score goes from 0 (nothing in
    common) to 100 (the same words). At 60 and above, check whether it is the same subject: with
    --exit-code that is exit code 1.
    """
    query = open_query(ctx, as_of, year)
    connection = query.catalogue.connection
    chosen = StandardFilters(
        sector=sectors(connection, sector),
        status=codes(STATUSES, status, "--status"),
        family=codes(FAMILIES, family, "--family"),
    )
    proposal = _proposal(connection, " ".join(text), query.day)
    with reading_titles(lambda count: t("comparing {count} titles", count=count)) as on_start:
        if rebuild_index:
            search_index.rebuild(connection)
        index = TitleSearch(connection, on_start, rebuild_index)
    source = similar.SimilarTitles(connection, index, proposal, query.day, chosen, min_score)
    empty = why_empty(query, t("no title is similar"))
    return Table(similar.SIMILAR_COLUMNS, source, empty=empty)


def _proposal(connection: Connection, text: str, day: date) -> similar.ProposedTitle:
    """Return the title to compare: the text, or the title of the record whose number it is."""
    if len(text) > _LONGEST or not grams(text):
        raise UsageProblem(
            t("TEXT: give a title with letters or digits, at most {most} characters", most=_LONGEST)
        )
    try:
        record = find_standard(connection, text, day)
    except Missing:
        if parse(text):  # a number that is not in the catalogue
            raise
        return similar.ProposedTitle(text)
    title = similar.title_of(connection, record.id)
    if not grams(title):
        raise UsageProblem(t("{key} has no title", key=escape_unprintable(record.key)))
    if record.undated:
        say(edition_used(record))
    say(t("titles similar to that of {key}: {title}", key=record.key, title=title))
    return similar.ProposedTitle(title, record.id)


_BRIEF = ("number", "title", "focus", "keyword")


@table_command(
    *filters(SECTORS),
    flag("--apply", help="Store the proposed focus areas in the records."),
    AS_OF,
    YEAR,
    PLAN_YEAR,
    columns=FOCUS_PROPOSAL_COLUMNS,
)
def classify(
    ctx: Context,
    sector: Wanted,
    apply: bool,
    as_of: str | None,
    year: int | None,
    plan: int | None,
) -> Table:
    """Propose focus areas for records without one.

    \b
    stdplan standards classify --sector machinery -o proposals.xlsx
    stdplan standards classify --apply

    Areas are found by their names and keywords in the titles. Only areas of the plan are proposed:
    those of the record's own sector, and cross-cutting ones. Withdrawn standards and terminated
    projects are skipped. If a record has no sector, its title must contain the name of an area, or
    two of its keywords.
    """
    query = open_query(ctx, as_of, year, plan)
    connection = query.catalogue.connection
    proposals = FocusProposals(connection, query.plan.year, query.day, sectors(connection, sector))
    empty = why_empty(query, t("no title suggests a focus area"))
    if apply:
        return Table(FOCUS_PROPOSAL_COLUMNS, _apply(query, proposals), empty=empty, brief=_BRIEF)
    return Table(FOCUS_PROPOSAL_COLUMNS, proposals, empty=empty, brief=_BRIEF)


def _apply(query: QueryContext, proposals: FocusProposals) -> Records:
    """Write all proposals, also those that are not going to be shown, and return them as rows."""
    # Imported here: only --apply writes.
    from stdplan.catalogue.standard_editing import add_focus_areas

    with query.catalogue.operation(command_line()) as transaction:
        rows = list(proposals.rows())
        records = add_focus_areas(transaction, [(str(row[0]), str(row[3])) for row in rows])
    sentence = "focus areas stored: {areas}; records changed: {records}"
    say(t(sentence, areas=len(rows), records=records))
    if records > 1:
        say(t("`stdplan undo` takes this back"))
    return Records(FOCUS_PROPOSAL_COLUMNS, rows)
