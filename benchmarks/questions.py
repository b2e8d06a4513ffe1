"""Measure questions to a catalogue of each size; peers answer the nearest one from their table.

Rule: the nearest question is what one would ask of the list itself. It knows no sectors, successors
or reviews, and no dates except those written like 2011-05-18. Its answer is therefore a different
one and takes less work.
"""

import peers
from figures import NOTHING, Section, megabytes, ratio, seconds, slopes
from generate import TODAY
from lab import Lab
from measure import Cost

_FIVE_YEARS_AGO = TODAY.replace(year=TODAY.year - 5).isoformat()
_IN_FORCE = "状态 IN ('现行', '有效', '现行有效')"
_DUE = f"{_IN_FORCE} AND 实施日期 <= '{_FIVE_YEARS_AGO}'"
# The command, and the SQL of the peers; "" if they have no such question.
_QUESTIONS = {
    "sectors list": "",
    "review due --family all --limit 100": (
        f"SELECT * FROM list WHERE {_DUE} ORDER BY 实施日期 LIMIT 100"
    ),
    "review due --by sector": f"SELECT 主管部门, count(*) FROM list WHERE {_DUE} GROUP BY 1",
    "standards list --sector machinery --status in-force --limit 100": (
        f"SELECT * FROM list WHERE 标准编号 LIKE 'JB%' AND {_IN_FORCE} ORDER BY 标准编号 LIMIT 100"
    ),
    "standards list --search 液压": "SELECT * FROM list WHERE 标准名称 LIKE '%液压%'",
    "standards similar 精密液压泵技术条件": "",
    "standards list -f csv": "SELECT * FROM list",
    "report sectors": "SELECT 主管部门, 状态, count(*) FROM list GROUP BY 1, 2",
    "report progress": "",
}
# Its first run builds an index, once per catalogue; that run has its own row.
_MAKES_AN_INDEX = "standards similar 精密液压泵技术条件"
_MAKING = "first `standards similar`: builds the index of titles"
_COLUMNS = (
    "",
    "records",
    "s",
    "× start-up",
    "× `sqlite3`",
    "× `sqlite-utils query`",
    "peak MB",
)


def sections(lab: Lab, start: Cost | None) -> list[Section]:
    """Return the costs at each size and the slopes; `start`: the cost of a command without data."""
    own: dict[str, dict[int, Cost | None]] = {}
    sqlite3: dict[str, dict[int, Cost | None]] = {}
    rows = []
    for question, sql in _QUESTIONS.items():
        for size in lab.sizes:
            what = f"{question}, of {size:,}"
            command = peers.stdplan(lab.catalogue(size), *question.split())
            if question == _MAKES_AN_INDEX:
                first = lab.cost(f"the first {what}", command, repeat=1)
                cells = (seconds(first), ratio(first, start), NOTHING, NOTHING, megabytes(first))
                rows.append((_MAKING, f"{size:,}", *cells))
            cost = lab.cost(what, command)
            plain, utils = _peers(lab, what, size, sql)
            ratios = (ratio(cost, start), ratio(cost, plain), ratio(cost, utils))
            own.setdefault(f"`{question}`", {})[size] = cost
            sqlite3.setdefault(f"`{question}`", {})[size] = plain
            rows.append((f"`{question}`", f"{size:,}", seconds(cost), *ratios, megabytes(cost)))
    return [
        Section("Questions", _COLUMNS, rows),
        slopes("Questions: growth with the number of records", own, sqlite3, start),
    ]


def _peers(lab: Lab, what: str, size: int, sql: str) -> tuple[Cost | None, Cost | None]:
    """Return the costs of sqlite3 and sqlite-utils, both with csv output."""
    costs: list[Cost | None] = []
    for name, words in (("sqlite3", ("-csv",)), ("sqlite-utils", ("query", "--csv"))):
        program = peers.find(name)
        if not program or not sql:
            costs.append(None)
            continue
        table = str(lab.table(size))
        costs.append(lab.cost(f"{name}: {what}", (program, *words, table, sql)))
    return costs[0], costs[1]
