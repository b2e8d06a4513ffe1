"""Measure the shortest commands of stdplan and of its peers, each with little data.

Rule: the unit is a Python that does nothing. stdplan answers from a catalogue of a hundred records.
Each command of a peer lists nineteen items: rows, tasks, documents. task is not a Python program.
"""

import sqlite3
from collections.abc import Callable

import peers
from figures import Section, costs, ratio
from lab import Lab

# These are so short that they need more runs.
TIMES = 5
_RECORDS = 100
_FIRST_NUMBER = "JB/T 0001.1-2015"
_OURS = (("sectors", "list"), ("review", "due"), ("standards", "show", _FIRST_NUMBER))
_GOAL = "≤ 3"
_MANY = 19
_COLUMNS = ("", "× `python -c pass`", "goal", "CPU s", "s", "peak MB")
Command = tuple[str, ...]


def sections(lab: Lab) -> list[Section]:
    """Return the costs of each command."""
    catalogue = lab.catalogue(_RECORDS)
    commands: dict[str, tuple[str, Command]] = {
        "`python -c pass`": ("", (peers.PYTHON, "-c", "pass"))
    }
    for words in _OURS:
        title = f"`stdplan {' '.join(words[:2])}`"
        commands[title] = (_GOAL, peers.stdplan(catalogue, *words))
    for name, (title, command) in _PEERS.items():
        if program := peers.find(name):
            commands[title] = ("", command(lab, program))
    found = {
        title: lab.cost(title, command, repeat=TIMES * lab.repeat)
        for title, (_, command) in commands.items()
    }
    nothing = found["`python -c pass`"]
    ratios = {title: ratio(cost, nothing, lambda cost: cost.cpu) for title, cost in found.items()}
    rows = [
        (title, ratios[title], goal, *costs(found[title])) for title, (goal, _) in commands.items()
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
