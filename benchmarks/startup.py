"""Measure the shortest commands of stdplan and of its peers, each with little data.

Rule: the unit is a Python that does nothing. Each command lists nineteen items: sectors, rows,
tasks, documents. task is not a Python program.
"""

import sqlite3
from collections.abc import Callable

import peers
from figures import Section, megabytes, ratio, seconds
from lab import Lab
from measure import Cost

# These are so short that they need more runs.
_TIMES = 5
_MANY = 19
_COLUMNS = ("", "s", "× `python -c pass`", "peak MB")
Command = tuple[str, ...]


def start(lab: Lab) -> Cost | None:
    """Return the cost of a stdplan command that reads almost nothing."""
    command = peers.stdplan(lab.seeded, "sectors", "list")
    return lab.cost("start-up", command, repeat=_TIMES * lab.repeat)


def sections(lab: Lab, own: Cost | None) -> list[Section]:
    """Return the costs; `own` is that of stdplan."""
    repeat = _TIMES * lab.repeat
    nothing = lab.cost("python -c pass", (peers.PYTHON, "-c", "pass"), repeat=repeat)
    costs = {"`python -c pass`": nothing, "`stdplan sectors list`": own}
    for name, (title, command) in _PEERS.items():
        if program := peers.find(name):
            costs[title] = lab.cost(title, command(lab, program), repeat=repeat)
    rows = [
        (name, seconds(cost), ratio(cost, nothing), megabytes(cost)) for name, cost in costs.items()
    ]
    return [Section("Start-up", _COLUMNS, rows)]


def _sqlite_utils(lab: Lab, program: str) -> Command:
    path = lab.folder / "small.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE sector (code TEXT PRIMARY KEY, name TEXT)")
        rows = ((f"code-{index}", f"name {index}") for index in range(_MANY))
        connection.executemany("INSERT INTO sector VALUES (?, ?)", rows)
    connection.close()
    return (program, "rows", str(path), "sector")


def _task(lab: Lab, program: str) -> Command:
    folder = lab.folder / "task"
    folder.mkdir()
    tasks = [
        f'[description:"task {index}" entry:"1300000000" status:"pending"'
        f' uuid:"00000000-0000-4000-8000-{index:012}"]\n'
        for index in range(_MANY)
    ]
    (folder / "pending.data").write_text("".join(tasks), encoding="utf-8")
    # Without an rc file, task asks whether it may create one.
    (folder / "rc").touch()
    return (program, f"rc:{folder / 'rc'}", f"rc.data.location={folder}", "rc.gc=off", "list")


def _papis(lab: Lab, program: str) -> Command:
    folder = lab.folder / "papis"
    for index in range(_MANY):
        document = folder / f"document-{index}"
        document.mkdir(parents=True)
        text = f"title: document {index}\nauthor: nobody\npapis_id: {index:032x}\n"
        (document / "info.yaml").write_text(text, encoding="utf-8")
    return (program, "--lib", str(folder), "list", "--all")


_PEERS: dict[str, tuple[str, Callable[[Lab, str], Command]]] = {
    "sqlite-utils": ("`sqlite-utils rows`", _sqlite_utils),
    "task": ("`task list` (Taskwarrior)", _task),
    "papis": ("`papis list --all`", _papis),
}
