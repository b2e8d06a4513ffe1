"""Measure imports: into a new catalogue, again without changes, with bad rows; and the peers.

Rule: every first import goes into a freshly created database. The peers store cells as text and
check only that numbers are unique.
"""

from pathlib import Path

import peers
from figures import Section, megabytes, ratio, seconds, slopes
from lab import Lab
from measure import Cost

# Above this, sqlite-utils takes minutes.
_MOST_OF_SQLITE_UTILS = 100_000
_FAULTS_OF = 100_000
_PLAIN, _UTILS = "`sqlite3 .import`", "`sqlite-utils insert --csv --pk`"
_OURS, _AGAIN = "`standards import`", "the same list again"
_FAULTY = "`--skip-bad`, 1 % bad rows"
_COLUMNS = (
    "",
    "records",
    "s",
    "× `.import`",
    "× `sqlite-utils`",
    "× `standards import`",
    "peak MB",
)


def sections(lab: Lab, start: Cost | None) -> list[Section]:
    """Return the costs at each size and the slopes; `start`: the cost of a command without data."""
    with_faults = max((size for size in lab.sizes if size <= _FAULTS_OF), default=0)
    curves: dict[str, dict[int, Cost | None]] = {}
    rows = []
    for size in lab.sizes:
        costs = _peers(lab, size) | _ours(lab, size)
        if size == with_faults:
            costs[_FAULTY] = _faulty(lab, size)
        units = [costs.get(name) for name in (_PLAIN, _UTILS, _OURS)]
        for name, cost in costs.items():
            curves.setdefault(name, {})[size] = cost
            ratios = [ratio(cost, unit) for unit in units]
            rows.append((name, f"{size:,}", seconds(cost), *ratios, megabytes(cost)))
    own = {name: curves[name] for name in (_OURS, _AGAIN)}
    sqlite3 = {_OURS: curves.get(_PLAIN, {})}
    return [
        Section("Import", _COLUMNS, rows),
        slopes("Import: growth with the number of records", own, sqlite3, start),
    ]


def _peers(lab: Lab, size: int) -> dict[str, Cost | None]:
    costs: dict[str, Cost | None] = {}
    file, table = str(lab.list_file(size)), lab.folder / "imported.db"
    if program := peers.find("sqlite3"):
        command: tuple[str, ...] = (".mode csv", f'.import --skip 1 "{file}" list')
        costs[_PLAIN] = lab.cost(
            f".import of {size:,}",
            (program, str(table), *command),
            before=lambda: lab.empty_table(table),
        )
    if size <= _MOST_OF_SQLITE_UTILS and (program := peers.find("sqlite-utils")):
        command = ("insert", str(table), "list", file, "--csv", "--pk", "标准编号")
        costs[_UTILS] = lab.cost(
            f"sqlite-utils insert of {size:,}", (program, *command), before=lambda: _remove(table)
        )
    return costs


def _ours(lab: Lab, size: int) -> dict[str, Cost | None]:
    catalogue = lab.folder / f"catalogue_{size}.db"
    command = peers.stdplan(catalogue, "standards", "import", str(lab.list_file(size)))
    first = lab.cost(f"import of {size:,}", command, before=lambda: lab.renew(catalogue))
    return {_OURS: first, _AGAIN: lab.cost(f"re-import of {size:,}", command)}


def _faulty(lab: Lab, size: int) -> Cost | None:
    catalogue, rejects = lab.folder / "faulty.db", lab.folder / "rejects.csv"
    file = lab.list_file(size, faults=size // 100)
    command = peers.stdplan(catalogue, "standards", "import", str(file), "--skip-bad", str(rejects))

    def before() -> None:
        lab.renew(catalogue)
        _remove(rejects)

    return lab.cost(f"import of {size:,} with faults", command, before=before)


def _remove(path: Path) -> None:
    path.unlink(missing_ok=True)
