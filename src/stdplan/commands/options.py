"""Options that several commands share, so that each has one name and one help text."""

from stdplan.commands.parameters import argument, option, unit_option
from stdplan.domain.codes import Words

AS_OF = option(
    "--as-of", metavar="DAY", help="Show the state on this day, the as-of day (default: today)."
)
YEAR = option(
    "--year",
    type=int,
    quantity="year",
    help="Short for --as-of YEAR-12-31, with the plan of that year if there is one.",
)
PLAN_YEAR = option(
    "--plan",
    type=int,
    quantity="year",
    metavar="YEAR",
    help="The plan (default: that of the day's year, else the last one before it).",
)
SECTORS = option("--sector", many=True, metavar="CODE", help="Only this sector; repeatable.")
TASKS = option("--task", type=int, many=True, metavar="NUMBER", help="Only this task; repeatable.")
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

STATUS = option(
    "--status",
    many=True,
    metavar="S",
    help="planned, upcoming, in-force, withdrawn, terminated, suspended.",
)
FAMILIES_LISTED = option("--family", many=True, metavar="F", help="industry, national, local …")
FAMILY = option(
    "--family",
    many=True,
    metavar="FAMILY|all",
    help="The families to include (default: the plan's); repeatable.",
)
YEARS = option(
    "--years",
    type=int,
    quantity="years",
    least=1,
    most=99,
    help="The age at which a review is due (default: the plan's).",
)
BY_UNIT = unit_option(
    "--by",
    *("sector", "committee", "department"),
    help="Show counts by sector, committee or department instead of a list.",
)

# What --by and --per choose, with their names; FORMER_WORDS of domain/codes.py has more.
UNITS: Words = {
    "sector": ("行业", "sector"),
    "committee": ("归口单位", "committee"),
    "department": ("主管部门", "department"),
    "driver": ("重点工作", "driver"),
    "degree": ("采标程度", "degree"),
    "family": ("标准级别", "family"),
    "nature": ("性质", "nature"),
    "work": ("制修订", "work"),
    "month": ("月份", "month"),
    "year": ("年份", "year"),
    "all": ("全部", "all"),
}
