"""`stdplan review form`: the forms in which committees answer, a workbook for each.

Rule: a form has the members of the year's campaign that have no review in the year yet, neither
proposed nor decided, and are in force. So the command also writes what to remind a committee of.
"""

from __future__ import annotations

from stdplan.catalogue.queries import campaign as members
from stdplan.commands.console import say
from stdplan.commands.context import Context, QueryContext, open_query, why_empty
from stdplan.commands.filters import families, sectors, texts
from stdplan.commands.framework import command
from stdplan.commands.options import (
    AS_OF,
    COMMITTEES,
    DEPARTMENTS,
    FAMILY,
    PLAN_YEAR,
    SECTORS,
    YEAR,
    YEARS,
)
from stdplan.commands.parameters import filters, flag, option, unit_option
from stdplan.domain.filters import Wanted
from stdplan.errors import UsageProblem
from stdplan.i18n import language, t, tn
from stdplan.light import TYPE_CHECKING

if TYPE_CHECKING:
    from stdplan.output.review_form import Form
    from stdplan.table import Row

_PER = ("committee", "department", "sector")
# The columns of the standards; that of the unit which answers is in the title.
_COLUMNS = ("number", "title", "sector", "committee", "age", "due")


@command(
    unit_option("--per", *_PER, default="committee", help="Whose standards share a workbook."),
    option(
        "--output",
        "-o",
        required=True,
        metavar="DIR",
        help="The folder for the workbooks; it is created if need be.",
    ),
    flag("--force", help="Replace workbooks that exist already."),
    flag("--without-project", help="Only members without a project of revision under way."),
    *filters(SECTORS, FAMILY, COMMITTEES, DEPARTMENTS, without=False),
    YEARS,
    option("--labels", choices=("zh", "en"), help="The language (default: that of the run)."),
    AS_OF,
    YEAR,
    PLAN_YEAR,
)
def form(
    ctx: Context,
    per: str,
    output: str,
    force: bool,
    without_project: bool,
    sector: Wanted,
    family: Wanted,
    committee: Wanted,
    department: Wanted,
    years: int | None,
    labels: str | None,
    as_of: str | None,
    year: int | None,
    plan: int | None,
) -> None:
    """Write a workbook for each committee, with the standards that it has to review.

    \b
    stdplan review form --year 2011 -o forms
    stdplan review form --per department --committee 机床 --as-of 2011-06-30 -o reminders

    The standards are those of `review campaign` that are in force on the day, without a review in
    the year, proposed or decided.
    Columns for the outcome, the reason, the target date and the merger are empty. What comes back
    goes into `review import`, which takes it as proposals.
    """
    query = open_query(ctx._replace(opened=[]), as_of, year, plan)
    connection = query.catalogue.connection
    rule = query.plan.campaign(query.day.year)._replace(
        years=query.plan.review_years if years is None else years,
        families=families(family, query.plan.review_families),
        added_families=families(family, ()),
    )
    chosen = members.MemberFilters(
        sectors(connection, sector),
        texts(committee, "--committee"),
        False if without_project else None,
        texts(department, "--department"),
        unanswered=True,
        ended=False,
    )
    if not output:
        raise UsageProblem(t('"{file}" is not the name of a file', file=output))
    source = members.list_members(connection, rule, query.day, chosen)
    rows = list(source.fetch([per, *_COLUMNS]))
    ended = members.find_members(connection, rule, query.day, chosen._replace(ended=True))
    if ended:
        say(
            tn(
                "{count} standard of the campaign has ended by {day} and is left out",
                "{count} standards of the campaign have ended by {day} and are left out",
                len(ended),
                day=query.day,
            )
        )
    if not rows:
        what = t("no standard of the campaign of {year} is unanswered", year=query.day.year)
        say(why_empty(query, what))
        return
    _write(query, output, force, _forms(query, per, rows, labels or language()))


def _forms(query: QueryContext, per: str, rows: list[Row], code: str) -> list[tuple[str, Form]]:
    """Return the name of each unit, and its form, by name; the standards without a unit last."""
    from stdplan.catalogue.queries.code_names import CatalogueNames
    from stdplan.catalogue.queries.units import by_unit
    from stdplan.domain import review_forms
    from stdplan.output.labels import column_label
    from stdplan.output.names import Names
    from stdplan.output.review_form import Form

    names = Names(CatalogueNames(query.catalogue.connection), code, exact=True)
    known = {column.name: column for column in members.CAMPAIGN_COLUMNS}
    columns = [known[name] for name in (per, *_COLUMNS)]
    shown = [index for index, column in enumerate(columns) if index and column.name != per]
    forms = []
    for unit, own in by_unit(list(names.rows(columns, rows))):
        name = unit or review_forms.word(review_forms.WITHOUT[per], code)
        label = f"{column_label(columns[0], True, code)}{'：' if code == 'zh' else ': '}{name}"
        own_rows = [[row[index] for index in shown] for row in own]
        own_columns = [columns[index] for index in shown]
        title = label if unit else name
        own_form = Form(query.day.year, title, own_columns, own_rows, columns[0], code)
        forms.append((name, own_form))
    return forms


def _write(query: QueryContext, folder: str, force: bool, forms: list[tuple[str, Form]]) -> None:
    """Write the forms into a folder, and say how many standards each of them has."""
    from pathlib import Path

    from stdplan.output.file_set import file_names, write_together
    from stdplan.output.review_form import form_bytes

    files = file_names((name for name, _ in forms), ".xlsx")
    write_together(
        folder,
        {file: form_bytes(form) for file, (_, form) in zip(files, forms, strict=True)},
        force,
    )
    for file, (_, form) in zip(files, forms, strict=True):
        count = len(form.rows)
        path = Path(folder, file)
        say(tn("{path}: {count} standard", "{path}: {count} standards", count, path=path))
    total = sum(len(form.rows) for _, form in forms)
    say(
        tn(
            "{path}: {count} form; standards of the campaign of {year}: {standards}",
            "{path}: {count} forms; standards of the campaign of {year}: {standards}",
            len(forms),
            standards=total,
            year=query.day.year,
            path=folder,
        )
    )
