"""`stdplan report summary`: the account that an office gives at the half or the end of a year.

It is put together from the reports on progress, sectors, stages, reviews and the year. The answer
has two forms: a row for each figure, and a page with a list for each part.
"""

from __future__ import annotations

from stdplan.catalogue.queries import (
    plans,
    progress,
    review_report,
    sector_reports,
    stage_reports,
    year_report,
)
from stdplan.catalogue.queries.query import single_record
from stdplan.commands import charts
from stdplan.commands.context import Context, QueryContext, note_other_plan, open_query
from stdplan.commands.framework import table_command
from stdplan.commands.options import AS_OF, PLAN_YEAR, YEAR
from stdplan.commands.parameters import option
from stdplan.commands.text_arguments import option_text
from stdplan.domain.dates import add_years
from stdplan.i18n import t
from stdplan.light import NamedTuple
from stdplan.table import Cell, Chart, Column, Records, Row, Source, Table

_COLUMNS = (
    Column("part", "key"),
    Column("item", "key"),
    Column("name"),
    Column("figure", "key"),
    Column("value", "decimal"),
)
# What keys mean in a part, where they have several meanings.
_CONTEXTS = {"account": "of the year before", "reviews": "of reviews"}
_STAGES = tuple(f"stage_{code}" for code in ("10", "20", "30", "40", "50"))


class _SummaryPart(NamedTuple):
    """A part of the summary: the rows of a report, the column with their keys, and the figures that
    are shown. Rows without any figure other than 0 are left out unless it is shown `whole`."""

    name: str
    report: Records
    item: str
    figures: tuple[str, ...]
    whole: bool = False

    def rows(self) -> list[Row]:
        """Return the key, the name and the figures of each row."""
        rows = self.report.fetch([self.item, "name", *self.figures])
        return [row for row in rows if self.whole or any(row[2:])]


def _read(source: Source, columns: tuple[Column, ...]) -> Records:
    """Return the rows of a report in memory: the parts and the charts need them."""
    return Records(columns, list(source.fetch([column.name for column in columns])))


def _parts(query: QueryContext) -> list[_SummaryPart]:
    connection, plan, day = query.catalogue.connection, query.plan, query.day
    account = year_report.year_account(connection, plan, day)
    line = progress.progress_report(connection, plan, day, forecast=True)
    pipeline = sector_reports.pipeline_by_sector(connection, plan.year, day)
    stages = stage_reports.time_by_stage(connection, day, ())
    reviews = review_report.review_report(connection, plan.year, plan.campaign(day.year), day)
    return [
        _SummaryPart(
            "account",
            account,
            "measure",
            ("actual", "before", "change", "target", "percent"),
            whole=True,
        ),
        _SummaryPart(
            "progress", line, "indicator", ("target", "actual", "percent", "line", "forecast")
        ),
        _SummaryPart(
            "pipeline",
            _read(pipeline, pipeline.columns),
            "sector",
            (*_STAGES, "in_force", "records"),
        ),
        _SummaryPart(
            "stages",
            _read(stages, stages.columns),
            "stage",
            ("in_stage", "over_limit", "longest_days", "median_days"),
        ),
        _SummaryPart(
            "reviews",
            _read(reviews, reviews.columns),
            "sector",
            ("campaign", "done", "rate", "backlog", "in_force", "mean_age"),
        ),
    ]


def _charts(query: QueryContext, parts: list[_SummaryPart]) -> tuple[Chart, ...]:
    """Return the charts of the parts: the year and the year before, the straight line, the
    pipeline, the stages and the ages."""
    reports = {part.name: part.report for part in parts}
    before = str(add_years(query.day, -1))
    return (
        *charts.year_charts(reports["account"], str(query.day), before, "account"),
        *charts.progress_charts(lambda: reports["progress"], "progress"),
        *charts.pipeline_charts(reports["pipeline"], "pipeline"),
        *charts.stage_charts(reports["stages"], "stages"),
        *charts.age_charts(reports["reviews"], "name", "reviews"),
    )


def _sentence(targets: Source) -> str:
    """Return how far each indicator with a target has come."""
    rows = targets.fetch(["name", "actual", "target", "percent", "line"])
    phrases = []
    for name, actual, target, percent, line in rows:
        if percent is None:
            continue
        values = {"name": name, "actual": actual, "target": target, "percent": percent}
        if line is None:
            phrases.append(t("{name}: {actual} of {target} ({percent} %)", **values))
        else:
            sentence = "{name}: {actual} of {target} ({percent} %), straight line {line}"
            phrases.append(t(sentence, **values, line=line))
    return t("; ").join(phrases)


@table_command(
    option("--title", metavar="TEXT", help="The heading (default: the plan's title)."),
    AS_OF,
    YEAR,
    PLAN_YEAR,
)
def report_summary(
    ctx: Context, title: str | None, as_of: str | None, year: int | None, plan: int | None
) -> Table:
    """Write the account of the year so far: the half-year or the annual report.

    \b
    stdplan report summary --as-of 2011-06-30 -o half-year.docx
    stdplan report summary --year 2011 -f html > annual.html
    stdplan report summary --as-of 2011-06-30 --title "Half-year report"

    Its parts are the year against the year before, progress against the straight line, projects by
    sector, the time in each stage, and reviews; documents have a chart for each. In table,
    markdown, html, docx, json and yaml it is one record with a list for each part; other formats
    have a row per figure.
    """
    query = open_query(ctx, as_of, year, plan)
    parts = _parts(query)
    if title is None:
        title = plans.plan_title(query.catalogue.connection, query.plan.year)
    else:
        title = option_text(title, "--title")
    since, until = f"{query.day.year}-01-01", str(query.day)
    columns = [Column("title"), Column("summary"), Column("plan", "integer")]
    columns += [Column("since", "date"), Column("until", "date")]
    heading = t("{plan}: {since} to {until}", plan=title, since=since, until=until)
    cells: list[Cell] = [heading, _sentence(parts[1].report), query.plan.year, since, until]
    flat: list[Row] = []
    for part in parts:
        keys = [part.item, "name", *part.figures]
        rows = part.rows()
        columns.append(Column(part.name, "records", context=_CONTEXTS.get(part.name, "")))
        cells.append([dict(zip(keys, row, strict=True)) for row in rows])
        flat += [
            (part.name, *row[:2], figure, value)
            for row in rows
            for figure, value in zip(part.figures, row[2:], strict=True)
            if value is not None
        ]
    page = single_record(tuple(columns), cells)
    brief = ("title", "summary", *(part.name for part in parts))
    return Table(
        _COLUMNS,
        Records(_COLUMNS, flat),
        notes=note_other_plan(query),
        page=page._replace(brief=brief, charts=_charts(query, parts)),
        figures=("value",),
    )
