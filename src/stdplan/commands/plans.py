"""`stdplan plans`: the plans of the catalogue."""

from stdplan.catalogue.queries import stored_plan
from stdplan.commands.context import Context, open_chosen_catalogue
from stdplan.commands.framework import CommandGroup, table_command
from stdplan.i18n import t
from stdplan.table import Table


@table_command()
def list_plans(ctx: Context) -> Table:
    """List the plans with their sizes, their review rule and the months of a project."""
    return Table(
        stored_plan.PLAN_COLUMNS,
        stored_plan.list_plans(open_chosen_catalogue(ctx).connection),
        brief=(
            *("year", "title", "sectors", "focus_areas", "tasks", "indicators"),
            *("review_years", "review_families", "review_cutoff", "project_months"),
        ),
        empty=t("the catalogue has no plan: create it with `stdplan init`"),
    )


noun = CommandGroup(
    "List plans; make the next one, change it, write it to files.",
    {
        "list": list_plans,
        "new": "plans_edit:new",
        "target": "plans_edit:target",
        "edit": "plans_edit:edit",
        "export": "plans_edit:export",
    },
    bare="list",
)
