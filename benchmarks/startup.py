"""How long the shortest commands take, of stdplan and of its peers, each with a little data.

Rule: the unit is a Python that does nothing. Nineteen of something are listed: sectors, rows,
tasks, documents. task is no Python program.
"""

import sqlite3
from collections.abc import Callable

import peers
from figures import Section, megabytes, ratio, seconds
from lab import Lab
from measure import Cost

# These take so little that they have to be measured more often.
_TIMES = 5
_MANY = 19
_COLUMNS = ("", "s", "× `python -c pass`", "peak MB")
Command = tuple[str, ...]


def start(lab: Lab) -> Cost | None:
    """What a command of stdplan costs that has next to nothing to read."""
    command = peers.stdplan(lab.seeded, "sectors", "list")
    return lab.cost("start-up", command, repeat=_TIMES * lab.repeat)


def sections(lab: Lab, own: Cost | None) -> list[Section]:
    """The costs; `own` is that of stdplan."""
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
        rows = ((f"code-{place}", f"name {place}") for place in range(_MANY))
        connection.executemany("INSERT INTO sector VALUES (?, ?)", rows)
    connection.close()
    return (program, "rows", str(path), "sector")


def _task(lab: Lab, program: str) -> Command:
    folder = lab.folder / "task"
    folder.mkdir()
    tasks = [
        f'[description:"task {place}" entry:"1300000000" status:"pending"'
        f' uuid:"00000000-0000-4000-8000-{place:012}"]\n'
        for place in range(_MANY)
    ]
    (folder / "pending.data").write_text("".join(tasks), encoding="utf-8")
    # An empty rc file: else task asks whether it may write one.
    (folder / "rc").touch()
    return (program, f"rc:{folder / 'rc'}", f"rc.data.location={folder}", "rc.gc=off", "list")


def _papis(lab: Lab, program: str) -> Command:
    folder = lab.folder / "papis"
    for place in range(_MANY):
        document = folder / f"document-{place}"
        document.mkdir(parents=True)
        text = f"title: document {place}\nauthor: nobody\npapis_id: {place:032x}\n"
        (document / "info.yaml").write_text(text, encoding="utf-8")
    return (program, "--lib", str(folder), "list", "--all")


_PEERS: dict[str, tuple[str, Callable[[Lab, str], Command]]] = {
    "sqlite-utils": ("`sqlite-utils rows`", _sqlite_utils),
    "task": ("`task list` (Taskwarrior)", _task),
    "papis": ("`papis list --all`", _papis),
}
