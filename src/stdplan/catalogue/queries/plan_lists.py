"""What a plan names: its sectors, focus areas and tasks."""

import sqlite3
from datetime import date

from stdplan import errors
from stdplan.catalogue.queries import plans, timeline
from stdplan.catalogue.queries.select import Select, any_of
from stdplan.i18n import t
from stdplan.table import Column

SECTOR_COLUMNS = (
    Column("code", "key"), Column("name"), Column("name_zh"), Column("name_en"),
    Column("kind", "key"), Column("prefixes", "list"), Column("focus_areas", "integer"),
    Column("standards", "integer"),
)  # fmt: skip
FOCUS_COLUMNS = (
    Column("code", "key"), Column("sector", "key"), Column("name"), Column("name_zh"),
    Column("name_en"), Column("phrase"), Column("subject", "key"), Column("priority", "flag"),
    Column("standards", "integer"), Column("projects", "integer"),
)  # fmt: skip
TASK_COLUMNS = (
    Column("number", "integer"), Column("theme"), Column("title"), Column("title_zh"),
    Column("title_en"), Column("indicators", "integer"),
)  # fmt: skip


def sectors(connection: sqlite3.Connection, plan: int, day: date) -> Select:
    """The plan's sectors; `standards` counts what `standards list --sector` lists on the day."""
    # A record counts once in each sector it is in. Those that have it as their own are counted in
    # the index, and the few that are not there yet taken off; then come those that are in it
    # through focus areas alone.
    counted = (
        "(SELECT sector, sum(n) AS n FROM ("
        "SELECT sector, count(*) AS n FROM standard GROUP BY sector"
        f" UNION ALL {timeline.not_there('s.sector, -1')}"
        " UNION ALL SELECT a.sector, count(DISTINCT s.id) FROM standard_focus f"
        " JOIN focus_area a ON a.code = f.focus JOIN standard s ON s.id = f.standard"
        f" WHERE s.sector IS NOT a.sector AND {timeline.there('s')} GROUP BY a.sector"
        ") GROUP BY sector)"
    )
    expressions = {
        "code": "c.code",
        "name": plans.named("c"),
        "name_zh": "c.name_zh",
        "name_en": "c.name_en",
        "kind": "c.kind",
        "prefixes": "c.prefixes",
        "focus_areas": "(SELECT count(*) FROM plan_focus pf JOIN focus_area a ON a.code = pf.focus"
        " WHERE pf.plan = p.plan AND a.sector = c.code)",
        "standards": "coalesce(counted.n, 0)",
    }
    return Select(
        connection,
        expressions,
        SECTOR_COLUMNS,
        f"plan_sector p JOIN sector c ON c.code = p.sector LEFT JOIN {counted} counted"
        " ON counted.sector = c.code",
        ("p.plan = :plan",),
        {**timeline.parameters(day), "plan": plan},
        "p.position",
    )


def focus_areas(
    connection: sqlite3.Connection,
    plan: int,
    day: date,
    sectors: tuple[str, ...] = (),
    priority: bool = False,
    codes: tuple[str, ...] = (),
) -> Select:
    """The plan's focus areas; `projects` counts records in the making, `standards` all others."""
    parameters: dict[str, object] = {**timeline.parameters(day), "plan": plan}
    members = (
        "(SELECT count(*) FROM standard_focus f JOIN standard s ON s.id = f.standard"
        f" WHERE f.focus = a.code AND {timeline.there('s')} AND {timeline.status('s')}"
    )
    expressions = {
        "code": "a.code",
        "sector": "a.sector",
        "name": plans.named("a"),
        "name_zh": "a.name_zh",
        "name_en": "a.name_en",
        "phrase": "a.phrase",
        "subject": "a.subject",
        "priority": "p.priority",
        "standards": f"{members} NOT IN ('planned', 'terminated'))",
        "projects": f"{members} = 'planned')",
    }
    where = ["p.plan = :plan"]
    if sectors:
        where.append(any_of("a.sector", "sector", sectors, parameters))
    if codes:
        where.append(any_of("a.code", "code", codes, parameters))
    if priority:
        where.append("p.priority = 1")
    return Select(
        connection,
        expressions,
        FOCUS_COLUMNS,
        "plan_focus p JOIN focus_area a ON a.code = p.focus",
        tuple(where),
        parameters,
        "p.position",
    )


def tasks(connection: sqlite3.Connection, plan: int) -> Select:
    """The plan's tasks; `theme` is the title of the part it stands in."""
    expressions = {
        "number": "k.number",
        "theme": plans.named("h", "title"),
        "title": plans.named("k", "title"),
        "title_zh": "k.title_zh",
        "title_en": "k.title_en",
        "indicators": "(SELECT count(*) FROM indicator i"
        " WHERE i.plan = k.plan AND i.task = k.number)",
    }
    return Select(
        connection,
        expressions,
        TASK_COLUMNS,
        "task k JOIN theme h ON h.plan = k.plan AND h.number = k.theme",
        ("k.plan = :plan",),
        {"plan": plan},
        "k.number",
    )


def check_task(connection: sqlite3.Connection, plan: int, number: int) -> None:
    """Raise Missing, naming the tasks there are, where the plan has no task of that number."""
    numbers = [row[0] for row in tasks(connection, plan).fetch(["number"])]
    if number not in numbers:
        known = ", ".join(map(str, numbers)) or t("none")
        sentence = "the plan of {year} has no task {number} (there are: {known})"
        raise errors.Missing(t(sentence, year=plan, number=number, known=known))
