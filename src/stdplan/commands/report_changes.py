"""`stdplan report changes`: what was learned within some days, by the day of entry."""

from __future__ import annotations

from stdplan.catalogue.queries import entered_changes
from stdplan.catalogue.queries.record_filters import RecordFilters
from stdplan.commands.context import Context, open_chosen_catalogue
from stdplan.commands.day_arguments import from_day, to_day
from stdplan.commands.filters import sectors, texts
from stdplan.commands.framework import table_command
from stdplan.commands.listed_numbers import find_listed
from stdplan.commands.options import COMMITTEES, DEPARTMENTS, SECTORS
from stdplan.commands.parameters import argument, filters, option
from stdplan.domain.filters import Wanted
from stdplan.errors import UsageProblem
from stdplan.i18n import t, tn
from stdplan.table import Table

_BRIEF = ("key", "title", "field", "old", "new", "when")


@table_command(
    argument(
        "numbers",
        required=False,
        many=True,
        metavar="NUMBER...",
        help="Only these numbers, or - for stdin.",
    ),
    option("--entered-since", required=True, metavar="DATE", help="Entered from this day on."),
    option("--entered-until", metavar="DATE", help="Entered up to this day."),
    *filters(SECTORS, COMMITTEES, DEPARTMENTS),
)
def report_changes(
    ctx: Context,
    numbers: list[str] | None,
    entered_since: str,
    entered_until: str | None,
    sector: Wanted,
    committee: Wanted,
    department: Wanted,
) -> Table:
    """List what was learned since a day, by the day of entry.

    \b
    stdplan report changes --entered-since 7d
    stdplan report changes --entered-since 2011-06 --entered-until 2011-06 --sector machinery
    cut -f1 our-standards.tsv | stdplan report changes --entered-since last-month -

    It compares the catalogue before and after these days: new and removed records, and values that
    differ. What came back or was undone is no change.
    """
    since = from_day(entered_since, "--entered-since")
    until = None if entered_until is None else to_day(entered_until, "--entered-until")
    if until is not None and since > until:
        raise UsageProblem(t("--entered-since: {since} is after {until}", since=since, until=until))
    connection = open_chosen_catalogue(ctx).connection
    chosen = RecordFilters(
        sectors(connection, sector),
        texts(committee, "--committee"),
        texts(department, "--department"),
        find_listed(connection, numbers) if numbers else None,
    )
    changes = entered_changes.entered_changes(connection, since, until, chosen)
    notes = []
    if changes.inferred:
        notes.append(
            tn(
                "{count} day of withdrawal is only inferred and is left out",
                "{count} days of withdrawal are only inferred and are left out",
                changes.inferred,
            )
        )
    if changes.not_recorded:
        notes.append(
            tn(
                "the history does not have what {count} operation of these days changed",
                "the history does not have what {count} operations of these days changed",
                changes.not_recorded,
            )
        )
    return Table(
        entered_changes.ENTERED_COLUMNS,
        changes.query,
        notes=tuple(notes),
        empty=(
            t("nothing was learned since {since}", since=since)
            if until is None
            else t("nothing was learned from {since} to {until}", since=since, until=until)
        ),
        brief=_BRIEF,
    )
