"""ARCHITECTURE.md is true: imports point downwards only, and the folders that it names exist."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "stdplan"
# A folder may import from itself and from folders with a lower number.
LEVELS = {
    "errors": 0,
    "streams": 0,
    "i18n": -1,
    "config": 2,
    "light": -2,
    "platforms": -3,
    "reasons": 0,
    "table": 0,
    "unfinished": 0,
    "interrupts": 0,
    "long_work": 1,
    "domain": 1,
    "catalogue": 2,
    "importing": 2,
    "output": 2,
    "web": 3,
    "commands": 4,
    "error_boundary": 5,
    "usage": 5,
    "completion": 6,
    "typer_program": 7,
    "cli": 8,
    "__main__": 9,
}
MODULES = sorted(path for path in SOURCE.rglob("*.py") if path != SOURCE / "__init__.py")


def folders_imported(path: Path) -> Iterator[str]:
    """Return the folders of stdplan that a module imports from, also within functions."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        if isinstance(node, ast.ImportFrom) and node.module == "stdplan":
            names = [f"stdplan.{alias.name}" for alias in node.names]
        for name in names:
            if name.startswith("stdplan."):
                yield name.split(".")[1]


def test_imports_point_downwards() -> None:
    wrong = []
    for path in MODULES:
        name = path.relative_to(SOURCE)
        folder = name.parts[0].removesuffix(".py")
        for imported in sorted(set(folders_imported(path))):
            # Others are names of the package itself, such as __version__.
            if imported in LEVELS and imported != folder and LEVELS[imported] >= LEVELS[folder]:
                wrong.append(f"{name} imports {imported}")
    assert not wrong, "\n".join(wrong)


def test_only_the_terminal_modules_import_rich() -> None:
    knowing = [path.name for path in MODULES if "from rich" in path.read_text("utf-8")]
    assert knowing == [
        *("as_preview.py", "as_table.py", "consoles.py", "drawings.py", "progress_bar.py")
    ]


def test_no_module_reaches_the_network_and_few_leave_python() -> None:
    reaching = re.compile(
        r"^\s*(?:import|from) (?:socket|ssl|http|urllib|ftplib|smtplib|xmlrpc|asyncio"
        r"|subprocess|pickle|ctypes)\b|\bos\.(?:system|popen)\b|(?<![.\w])(?:eval|exec)\(",
        re.M,
    )
    found = [path.name for path in MODULES if reaching.search(path.read_text("utf-8"))]
    # LibreOffice; the pager of the user; the display language of Windows; the server of `browse`,
    # on this machine only, and the addresses of its pages.
    assert found == [
        *("doc_reader.py", "pager.py", "platforms.py"),
        *("addresses.py", "pages.py", "server.py", "template_functions.py"),
    ]


def test_one_module_asks_which_system_this_is() -> None:
    asking = re.compile(
        r"\bsys\.platform\b|\bos\.name\b|\bplatform\.system\b|hasattr\((?:os|signal|_signal), |"
        r"\bos\.(?:fork|kill|killpg|chown|uname|get(?:e?[ug]id|pgid)|sched_\w+|mkfifo|umask)\(|"
        r"\b(?:import|from) (?:fcntl|pwd|grp|resource|termios|tty|msvcrt|winreg|_?winapi)\b"
    )
    found = [path.name for path in MODULES if asking.search(path.read_text("utf-8"))]
    assert found == ["platforms.py"]


def test_commands_contain_no_sql() -> None:
    for path in (SOURCE / "commands").glob("*.py"):
        words = re.findall(r'"(?:SELECT|INSERT|UPDATE|DELETE)\b', path.read_text("utf-8"))
        assert not words, path.name


FOLDERS = "domain|catalogue|importing|output|web|commands|tests"


def test_the_paths_that_the_page_names_exist() -> None:
    page = (ROOT / "ARCHITECTURE.md").read_text("utf-8")
    named = set(re.findall(rf"`((?:{FOLDERS})/[\w/.]+)`", page))
    assert len(named) > 10
    for name in named:
        path = ROOT / name if name.startswith("tests/") else SOURCE / name
        assert path.exists(), name


def test_each_module_that_the_page_names_exists() -> None:
    page = (ROOT / "ARCHITECTURE.md").read_text("utf-8")
    named = {name.rpartition("/")[2] for name in re.findall(r"`([\w/]+\.py)`", page)}
    files = {path.name for path in ROOT.rglob("*.py")}
    assert named - files == set()


def test_the_names_that_the_page_looks_for_in_a_module_are_there() -> None:
    page = (ROOT / "ARCHITECTURE.md").read_text("utf-8")
    named = re.findall(r"`(\w+)`(?:(?:,| and) `(\w+)`)? (?:in|of) `([\w/]+\.py)`", page)
    assert len(named) > 60
    texts = {path: path.read_text("utf-8") for path in (*MODULES, *ROOT.glob("tests/**/*.py"))}
    missing = [
        f"{name} in {module}"
        for *names, module in named
        for name in filter(None, names)
        if not any(
            path.as_posix().endswith(f"/{module}") and re.search(rf"\b{name}\b", text)
            for path, text in texts.items()
        )
    ]
    assert not missing


def test_imports_form_no_circle() -> None:
    modules = {
        path: ".".join(path.relative_to(SOURCE.parent).with_suffix("").parts) for path in MODULES
    }
    names = {name.removesuffix(".__init__"): path for path, name in modules.items()}
    left = {
        name: {other for other in modules_imported(path) if other in names and other != name}
        for name, path in names.items()
    }
    while free := {name for name, imports in left.items() if not imports & left.keys()}:
        left = {name: imports for name, imports in left.items() if name not in free}
    assert left == {}, "these import each other, or a module that does"


def modules_imported(path: Path) -> Iterator[str]:
    """Yield the modules that a module imports, also within functions and for types only."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            inside = [f"{node.module}.{alias.name}" for alias in node.names]
            # `from package import module` imports the module, `from module import name` the former.
            yield from inside
            if not all(
                SOURCE.parent.joinpath(*name.split(".")).with_suffix(".py").exists()
                for name in inside
            ):
                yield str(node.module)
