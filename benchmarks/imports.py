"""Measure imports: into a new catalogue, again without changes, with bad rows; and the peers.

Rule: every first import goes into a freshly created database. The peers store cells as text and
check only that numbers are unique. Ratios are of elapsed time, because an import of stdplan uses
several processors.
"""

import shutil
import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path

import peers
from figures import Comparison, Curve, Section, by_size
from lab import Lab
from measure import Cost
from vocabulary import HEADER

# Above this, sqlite-utils takes minutes.
_MOST_OF_SQLITE_UTILS = 100_000
_FAULTS_OF = 100_000
_UNDO_OF = 100_000
# Above this, an import is run once.
_MOST_REPEATED = 100_000
_PLAIN, _UTILS = "`sqlite3 .import`", "`sqlite-utils insert`"
_OURS = "`standards import`"
# The table of sqlite3. The goal of the import was set with these four indexes.
_TABLE = f"""
    CREATE TABLE list ({" TEXT, ".join(HEADER)} TEXT);
    CREATE UNIQUE INDEX list_key ON list (标准编号);
    CREATE INDEX list_number ON list (标准编号);
    CREATE INDEX list_department ON list (主管部门);
    CREATE INDEX list_title ON list (标准名称);
"""


def sections(lab: Lab) -> list[Section]:
    """Return the costs at each size, with ratios and slopes."""
    plain, utils = _plain(lab), _utils(lab)
    first, again = {}, {}
    for size in lab.sizes:
        first[size], again[size] = _twice(lab, size)
    undone = {size: _undo(lab, size) for size in _up_to(lab, _UNDO_OF)}
    faulty = {size: _faulty(lab, size) for size in _up_to(lab, _FAULTS_OF)[-1:]}
    comparisons = (
        Comparison(_OURS, first, _PLAIN, plain, "≤ 2.1, slope ≤ 1.05"),
        Comparison(_OURS, first, _UTILS, utils),
        Comparison("the same list again", again, _OURS, first, "≤ 1"),
        Comparison("`undo` of the import", undone, _OURS, first, "≤ 1"),
        Comparison("`--skip-bad`, 1 % bad rows", faulty, _OURS, first),
        Comparison(_PLAIN, plain),
        Comparison(f"{_UTILS} `--csv --pk`", utils),
    )
    return [by_size("Import", comparisons, lab.sizes, lambda cost: cost.elapsed)]


def _up_to(lab: Lab, most: int) -> Sequence[int]:
    return [size for size in lab.sizes if size <= most]


def _plain(lab: Lab) -> Curve:
    def command(program: str, table: Path, file: Path) -> tuple[str, ...]:
        return (program, str(table), ".mode csv", f'.import --skip 1 "{file}" list')

    return _peer(lab, "sqlite3", lab.sizes, command, _empty_table)


def _utils(lab: Lab) -> Curve:
    def command(program: str, table: Path, file: Path) -> tuple[str, ...]:
        return (program, "insert", str(table), "list", str(file), "--csv", "--pk", "标准编号")

    return _peer(lab, "sqlite-utils", _up_to(lab, _MOST_OF_SQLITE_UTILS), command, _remove)


def _peer(
    lab: Lab,
    name: str,
    sizes: Sequence[int],
    command: Callable[[str, Path, Path], tuple[str, ...]],
    before: Callable[[Path], None],
) -> Curve:
    program, table = peers.find(name), lab.folder / "imported.db"
    if not program:
        return {}
    return {
        size: lab.cost(
            f"import of {size:,} by {name}",
            command(program, table, lab.list_file(size)),
            before=lambda: before(table),
            repeat=_repeat(size),
        )
        for size in sizes
    }


def _twice(lab: Lab, size: int) -> tuple[Cost | None, Cost | None]:
    catalogue = lab.folder / f"catalogue_{size}.db"
    command = peers.stdplan(catalogue, "standards", "import", str(lab.list_file(size)))
    repeat = _repeat(size)
    first = lab.cost(f"import of {size:,}", command, lambda: lab.renew(catalogue), repeat)
    return first, lab.cost(f"re-import of {size:,}", command, repeat=repeat)


def _undo(lab: Lab, size: int) -> Cost | None:
    imported, copy = lab.folder / f"catalogue_{size}.db", lab.folder / "undone.db"
    return lab.cost(
        f"undo of an import of {size:,}",
        peers.stdplan(copy, "undo"),
        before=lambda: shutil.copy(imported, copy),
        repeat=_repeat(size),
    )


def _repeat(size: int) -> int:
    """Return how often to run an import; 0 is as often as anything else."""
    return 0 if size <= _MOST_REPEATED else 1


def _faulty(lab: Lab, size: int) -> Cost | None:
    catalogue, rejects = lab.folder / "faulty.db", lab.folder / "rejects.csv"
    file = lab.list_file(size, faults=size // 100)
    command = peers.stdplan(catalogue, "standards", "import", str(file), "--skip-bad", str(rejects))

    def before() -> None:
        lab.renew(catalogue)
        _remove(rejects)

    return lab.cost(f"import of {size:,} with faults", command, before=before)


def _empty_table(path: Path) -> None:
    _remove(path)
    with sqlite3.connect(path) as connection:
        connection.executescript(_TABLE)
    connection.close()


def _remove(path: Path) -> None:
    path.unlink(missing_ok=True)
