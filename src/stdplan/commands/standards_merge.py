"""`stdplan standards merge`: projects that are one and the same become one record."""

from stdplan.catalogue.project_merging import merge_project
from stdplan.commands.console import say
from stdplan.commands.context import Context, writing
from stdplan.commands.day_arguments import event_day_with_notice
from stdplan.commands.framework import writing_command
from stdplan.commands.options import NUMBERS, ON
from stdplan.commands.parameters import option
from stdplan.commands.record_arguments import find_record, find_records
from stdplan.domain.text import escape_unprintable
from stdplan.i18n import t


@writing_command(
    NUMBERS,
    option("--into", required=True, metavar="NUMBER", help="The record that remains."),
    ON,
)
def merge(ctx: Context, numbers: list[str], into: str, on: str | None) -> None:
    """Merge projects with another record, if they are the same project.

    \b
    stdplan standards merge 2011-0155T-JB --into 2011-0101T-JB

    The record that remains keeps its values and takes what it lacks: values, stages, links and
    reviews. The plan numbers of the merged projects still find it, also in lists.
    """
    day = event_day_with_notice(on)
    with writing(ctx) as (_, transaction):
        remaining = find_record(transaction.connection, [into])
        projects = find_records(transaction.connection, numbers)
        for project in projects:
            merge_project(transaction, project.id, remaining.id, day)
    for project in projects:
        names = {"key": project.key, "into": remaining.key}
        shown = {name: escape_unprintable(key) for name, key in names.items()}
        say(t("{key} is now part of {into}", **shown))
