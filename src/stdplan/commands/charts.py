"""The charts of reports: which figures of an answer are drawn, and how.

Rule: a chart has the figures of the answer; what is derived from them (a sum, a share) is computed
here from the same rows. The rows are asked for only if a format draws.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from stdplan.i18n import t
from stdplan.light import TYPE_CHECKING
from stdplan.table import Cell, Chart, Column, Computed, Drawing, Records, Row, Source

if TYPE_CHECKING:
    from stdplan.catalogue.queries.digest import DigestPart


def integers(*names: str) -> tuple[Column, ...]:
    """Return columns of whole numbers."""
    return tuple(Column(name, "integer") for name in names)


def progress_charts(forecast: Callable[[], Source], part: str = "") -> tuple[Chart, ...]:
    """Return the chart of each indicator with a target against the straight line to it, in percent
    of the target. `forecast` returns the progress report with the line."""

    def compute() -> list[Row]:
        rows = forecast().fetch(["name", "target", "percent", "line"])
        return [
            (name, percent, _percent_of(line, target))
            for name, target, percent, line in rows
            if target and percent is not None
        ]

    columns = (
        Column("name"),
        Column("percent", "percent", heading=t("percent of the target")),
        Column("line", "percent", heading=t("straight line to the target")),
    )
    title = t("Progress against the straight line to the target")
    return (Chart(title, Computed(columns, compute), "name", columns[1:], "bars", part),)


def progress_marks(forecast: Callable[[], Source]) -> tuple[Drawing, ...]:
    """Return the marks of the straight line in the bars of the progress report."""

    def compute() -> list[Row]:
        rows = forecast().fetch(["indicator", "target", "line"])
        return [(code, _percent_of(line, target)) for code, target, line in rows if target]

    source = Computed((Column("indicator", "key"), Column("line", "percent")), compute)
    return (Drawing("marks", t("straight line to the target"), source, "indicator", "line"),)


def month_charts(months: Records) -> tuple[Chart, ...]:
    """Return a chart of the months of each indicator with a straight line: the total so far, and
    the line. `months` is the progress report by month."""
    names = ["indicator", "name", "month", "total", "line"]
    columns = (
        Column("month", "date"),
        Column("total", "decimal"),
        Column("line", "decimal", heading=t("straight line to the target")),
    )
    rows_of: dict[Cell, list[Row]] = {}
    titles: dict[Cell, str] = {}
    for indicator, name, *cells in months.fetch(names):
        if cells[2] is not None:
            rows_of.setdefault(indicator, []).append(cells)
            titles[indicator] = t("{indicator} by month", indicator=name)
    return tuple(
        Chart(titles[key], Records(columns, rows), "month", columns[1:], "lines")
        for key, rows in rows_of.items()
    )


def _percent_of(part: Cell, whole: Cell) -> Cell:
    if not isinstance(part, int | float) or not isinstance(whole, int | float):
        return None
    return round(100 * part / whole, 1)


def _less(whole: Cell, part: Cell) -> Cell:
    if not isinstance(whole, int | float):
        return None
    return whole - part if isinstance(part, int | float) else whole


def coverage_charts(rows: Source) -> tuple[Chart, ...]:
    """Return the chart of the focus areas of each sector: those with a standard or a project, and
    those with none. `rows` is the coverage report."""

    def compute() -> list[Row]:
        counts: dict[Cell, list[int]] = {}
        for sector, none in rows.fetch(["sector", "none"]):
            counts.setdefault(sector, [0, 0])[1 if none else 0] += 1
        return [(sector, *count) for sector, count in counts.items()]

    columns = (
        Column("sector", "key"),
        Column("covered", "integer", heading=t("with a standard or project")),
        Column("empty", "integer", heading=t("with neither")),
    )
    title = t("Focus areas with and without a standard or project")
    return (Chart(title, Computed(columns, compute), "sector", columns[1:], "stacked"),)


# What an area has that is not empty.
_COVERED_BY = ("projects", "upcoming", "in_force")


def coverage_map(rows: Source) -> tuple[Drawing, ...]:
    """Return the map of the focus areas by sector, each with its standards and projects. `rows` is
    the coverage report."""

    def compute() -> list[Row]:
        found = rows.fetch(["sector", *_COVERED_BY])
        return [(sector, sum(map(_number, counts))) for sector, *counts in found]

    source = Computed((Column("sector", "key"), Column("standards", "integer")), compute)
    title = t("Standards and projects in the focus areas of each sector, in the order of the plan")
    return (Drawing("heat", title, source, "sector", "standards"),)


def _number(cell: Cell) -> int:
    return cell if isinstance(cell, int) else 0


def stage_charts(stages: Source, part: str = "") -> tuple[Chart, ...]:
    """Return the chart of the projects in each stage, within the usual time and over it. `stages`
    is the report of stages."""

    def compute() -> list[Row]:
        rows = stages.fetch(["name", "in_stage", "over_limit"])
        return [(name, _less(in_stage, over), over) for name, in_stage, over in rows]

    columns = (
        Column("name"),
        Column("within", "integer", heading=t("within the usual time")),
        Column("over", "integer", heading=t("over the usual time")),
    )
    title = t("Projects in each stage")
    return (Chart(title, Computed(columns, compute), "name", columns[1:], "stacked", part),)


# The stages of projects under way, and what comes of them.
_PIPELINE = (*(f"stage_{code}" for code in ("10", "20", "30", "40", "50")), "upcoming")


def pipeline_charts(sectors: Source, part: str = "") -> tuple[Chart, ...]:
    """Return the chart of the projects of each sector by stage. `sectors` is the report of
    sectors."""
    title = t("Projects of each sector by stage")
    source = _filled(sectors, "name", _PIPELINE)
    return (Chart(title, source, "name", integers(*_PIPELINE), "stacked", part),)


_AGES = ("age_0_5", "age_5_10", "age_10_up", "no_age")


def _age_names() -> tuple[str, ...]:
    """Return the names of _AGES."""
    return (t("under 5 years"), t("5 to under 10 years"), t("10 years or more"), t("age unknown"))


def age_charts(reviews: Source, labels: str | None, part: str = "") -> tuple[Chart, ...]:
    """Return the chart of the ages of the standards in force. `reviews` is the report of reviews;
    `labels` is its column with the names of the rows, None if it is one row for all."""
    title = t("Ages of the standards in force")
    ages = _age_names()
    if labels is None:

        def compute() -> list[Row]:
            return [
                (name, count)
                for row in reviews.fetch(_AGES)
                for name, count in zip(ages, row, strict=True)
            ]

        source = Computed((Column("age"), *integers("in_force")), compute)
        return (Chart(title, source, "age", source.columns[1:], "columns", part),)
    series = tuple(
        Column(key, "integer", heading=name) for key, name in zip(_AGES, ages, strict=True)
    )
    return (Chart(title, _filled(reviews, labels, _AGES), labels, series, "stacked", part),)


def age_histogram(reviews: Source) -> tuple[Drawing, ...]:
    """Return the histogram of the ages of all standards in force. `reviews` is the report of
    reviews."""
    title, ages = t("Ages of the standards in force"), _age_names()

    def compute() -> list[Row]:
        rows = [list(map(_number, row)) for row in reviews.fetch(_AGES)]
        sums = [sum(counts) for counts in zip(*rows, strict=True)]
        return list(zip(ages, sums, strict=False))

    source = Computed((Column("age"), *integers("in_force")), compute)
    return (Drawing("histogram", title, source, "age", "in_force"),)


def _filled(source: Source, labels: str, figures: Sequence[str]) -> Computed:
    """Return the rows of a source in which one of the figures is not 0."""

    def compute() -> list[Row]:
        return [row for row in source.fetch([labels, *figures]) if any(row[1:])]

    return Computed((Column(labels), *integers(*figures)), compute)


_STATUSES = ("planned", "upcoming", "in_force", "withdrawn")


def count_charts(counts: Source, labels: str) -> tuple[Chart, ...]:
    """Return the chart of records by status. `counts` has a row for each value of `labels`."""
    title = t("Standards and projects by status")
    source = _filled(counts, labels, _STATUSES)
    return (Chart(title, source, labels, integers(*_STATUSES), "stacked"),)


def calendar_charts(months: Source) -> tuple[Chart, ...]:
    """Return the chart of the reviews that fall due in each month. `months` has a row for each."""
    title = t("Reviews that fall due, by month")
    return (Chart(title, months, "month", integers("due"), "columns"),)


def calendar_months(months: Source, first: str, last: str) -> tuple[Drawing, ...]:
    """Return the calendar of the months from one day to another, with the reviews that fall due in
    each. `months` has a row for each month with some."""

    def compute() -> list[Row]:
        due = {str(month): count for month, count in months.fetch(["month", "due"])}
        years = sorted({month[:4] for month in due})
        every = (f"{year}-{number:02d}" for year in years for number in range(1, 13))
        return [(month, due.get(month, 0)) for month in every if first[:7] <= month <= last[:7]]

    source = Computed((Column("month", "key"), *integers("due")), compute)
    return (Drawing("months", t("Reviews that fall due, by month"), source, "month", "due"),)


def year_charts(account: Source, day: str, before: str, part: str = "") -> tuple[Chart, ...]:
    """Return the chart of the figures of a year up to a day, next to those of the year before."""
    series = (
        Column("actual", "decimal", heading=t("up to {day}", day=day)),
        Column("before", "decimal", heading=t("up to {day}", day=before)),
    )
    return (Chart(t("The year and the year before"), account, "name", series, "bars", part),)


def digest_charts(parts: Iterable[DigestPart]) -> tuple[Chart, ...]:
    """Return the charts of the parts of a digest: the standards published in each sector, and how
    far the indicators have come that changed."""
    sources = {
        part.name: Records(tuple(Column(key) for key in part.keys), part.rows) for part in parts
    }
    by_sector, progress = sources["by_sector"], sources.get("progress")
    title = t("Standards published, by sector")
    charts = [Chart(title, by_sector, "name", integers("standards"), "bars", "by_sector")]
    if progress is not None:
        title = t("Percent of the target reached")
        reached = [row for row in progress.fetch(["name", "percent"]) if row[1] is not None]
        columns = (Column("name"), Column("percent", "percent"))
        charts.append(
            Chart(title, Records(columns, reached), "name", columns[1:], "bars", "progress")
        )
    return tuple(charts)
