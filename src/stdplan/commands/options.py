"""Options that several commands share, so that each has one name and one help text."""

from stdplan.commands import arguments
from stdplan.commands.parameters import argument, option
from stdplan.domain.codes import FAMILIES
from stdplan.errors import UsageProblem
from stdplan.i18n import t

AS_OF = option(
    "--as-of", metavar="DAY", help="Show the state on this day, the as-of day (default: today)."
)
YEAR = option(
    "--year",
    type=int,
    help="Short for --as-of YEAR-12-31, with the plan of that year if there is one.",
)
PLAN_YEAR = option(
    "--plan",
    type=int,
    metavar="YEAR",
    help="The plan (default: that of the day's year, else the last one before it).",
)
SECTORS = option("--sector", many=True, metavar="CODE", help="Only this sector; repeatable.")
COMMITTEES = option("--committee", many=True, metavar="TEXT", help="Part of the committee's name.")
DEPARTMENTS = option(
    "--department", many=True, metavar="TEXT", help="Part of the department's name."
)
ON = option("--on", metavar="DATE", help="When it happened (default: today).")
NOTE = option("--note", metavar="TEXT", help="A note.")
NUMBERS = argument(
    "numbers",
    many=True,
    metavar="NUMBER...",
    help="Numbers in any form (no quotes needed for spaces), or - for stdin.",
)

FAMILY = option(
    "--family",
    many=True,
    metavar="FAMILY|all",
    help="The families to include (default: the plan's); repeatable.",
)
YEARS = option(
    "--years",
    type=int,
    least=1,
    most=99,
    help="The age at which a review is due (default: the plan's).",
)
BY_UNIT = option(
    "--by",
    choices=("sector", "committee", "department"),
    help="Show counts by sector, committee or department instead of a list.",
)


_ALL = "all"


def families(
    values: list[str] | None, of_plan: tuple[str, ...], option: str = "--family"
) -> tuple[str, ...]:
    """Return the codes of families for the values of --family, without any those of the plan.

    An empty result means all families.
    """
    if not values:
        return of_plan
    if _ALL in values:
        return ()
    try:
        return arguments.codes(FAMILIES, values, option)
    except UsageProblem as problem:
        raise UsageProblem(f"{problem}{t(', ')}{_ALL}") from None
