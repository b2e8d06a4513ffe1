"""Examples of commands whose docstrings have fewer than two, for their pages of help.

Rule: every page has two or three command lines that work as they are written; a test parses all of
them. An example of a new command stands in its docstring.
"""

EXAMPLES: dict[str, tuple[str, ...]] = {
    "init": (
        "stdplan init",
        "stdplan --db plan.db init",
        "stdplan --db plan.db init --sectors sectors.yaml --tasks tasks.yaml",
    ),
    "plans": (
        "stdplan plans",
        "stdplan plans new 2012 --from 2011",
        "stdplan plans export 2011 -o plan-2011",
    ),
    "plans list": ("stdplan plans list", "stdplan plans list -f json"),
    "sectors": ("stdplan sectors", "stdplan sectors show machinery --year 2011"),
    "sectors list": ("stdplan sectors list --year 2011", "stdplan sectors list -o sectors.xlsx"),
    "sectors show": ("stdplan sectors show machinery", "stdplan sectors show 机械 --year 2011"),
    "focus": ("stdplan focus --sector telecom", "stdplan focus overlaps"),
    "focus list": (
        "stdplan focus list --sector telecom",
        "stdplan focus list --year 2011 -f csv",
    ),
    "focus show": (
        "stdplan focus show telecom/internet-of-things",
        "stdplan focus show telecom/internet-of-things --year 2011",
    ),
    "focus overlaps": ("stdplan focus overlaps", "stdplan focus overlaps -f json"),
    "tasks": ("stdplan tasks", "stdplan tasks show 3"),
    "tasks list": ("stdplan tasks list", "stdplan tasks list --plan 2011 -f markdown"),
    "tasks show": ("stdplan tasks show 3", "stdplan tasks show 3 --year 2011 --json"),
    "standards": (
        "stdplan standards import bulletin.tsv",
        "stdplan standards list --sector machinery --status in-force",
        "stdplan standards show GB/T 19001",
    ),
    "standards resume": ("stdplan standards resume - --on 2012-09-01 --dry-run",),
    "standards merge": ("stdplan standards merge 2011-0155T-JB --into 2011-0101T-JB --dry-run",),
    "standards remove": (
        'stdplan standards remove "JB/T 99999-2011"',
        'stdplan standards remove "JB/T 99999-2011" --dry-run',
    ),
    "review": (
        "stdplan review due --sector machinery",
        'stdplan review record "JB/T 7547-1994" --outcome confirm',
        "stdplan review campaign --year 2011",
    ),
    "review list": (
        "stdplan review list",
        "stdplan review list --outcome withdraw -f csv",
        "stdplan review list --proposed --open --committee 机床",
    ),
    "progress": ("stdplan progress record 3 120 --on 2011-06-30", "stdplan progress list"),
    "progress record": ("stdplan progress record 3 45 --indicator 3.published --dry-run",),
    "progress list": ("stdplan progress list", "stdplan progress list -f csv"),
    "progress edit": (
        "stdplan progress edit 1 --amount 130",
        "stdplan progress edit 1 --on 2011-07-31 --dry-run",
    ),
    "progress remove": ("stdplan progress remove 1", "stdplan progress remove 1 --dry-run"),
    "activities": (
        "stdplan activities add training 标准编写 --on 2011-05-18",
        "stdplan activities list --kind training",
        "stdplan activities due --within 30",
    ),
    "activities kinds": ("stdplan activities kinds", "stdplan activities kinds --json"),
    "activities show": ("stdplan activities show 1", "stdplan activities show 1 --json"),
    "activities due": (
        "stdplan activities due --within 30",
        "stdplan activities due --within 30 --exit-code",
    ),
    "activities close": (
        "stdplan activities close 1 --on 2011-12-01",
        "stdplan activities close 1 2 --dry-run",
    ),
    "activities remove": (
        "stdplan activities remove 1",
        "stdplan activities remove 1 2 --dry-run",
    ),
    "adoption": ("stdplan adoption report --by degree", "stdplan adoption stale"),
    "adoption stale": (
        "stdplan adoption stale --sector machinery",
        "stdplan adoption stale --exit-code",
    ),
    "committees": ("stdplan committees", "stdplan committees list -o committees.xlsx"),
    "report": (
        "stdplan report progress --year 2011",
        "stdplan report review --by committee",
        "stdplan report digest --since 2011-05-01 -f markdown",
    ),
    "report sectors": (
        "stdplan report sectors --year 2011",
        "stdplan report sectors -o sectors.xlsx",
    ),
    "report levels": ("stdplan report levels --year 2011", "stdplan report levels -f markdown"),
    "report stages": ("stdplan report stages --year 2011 -f csv",),
    "report moves": ("stdplan report moves --since 2011 -f csv",),
    "history": ("stdplan history --since 7d", "stdplan history show 2", "stdplan undo 2"),
    "history show": ("stdplan history show 2", "stdplan history show 2 --json"),
    "history prune": ("stdplan history prune --before 1y",),
    "config": ("stdplan config", "stdplan config path"),
    "config show": ("stdplan config show", "stdplan config show --json"),
    "config path": ("stdplan config path", "stdplan --lang zh config path"),
    "db": ("stdplan db info", "stdplan db check", "stdplan db backup monday.db"),
    "db info": ("stdplan db info", "stdplan --db plan.db db info --json"),
    "db backup": ("stdplan --db plan.db db backup monday.db",),
    "db restore": ("stdplan --db plan.db db restore monday.db",),
    "db rebuild": ("stdplan db rebuild", "stdplan --db plan.db db rebuild"),
}
