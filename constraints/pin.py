"""Write lowest.txt and highest.txt: all packages that stdplan needs, at the ends of their ranges.

    python constraints/pin.py

installs this checkout twice, into new environments: with the lower bounds of pyproject.toml, and
with the newest versions that its ranges allow. In each it runs the main job of the README, and then
writes what is installed. Packages that pyproject.toml does not name are the newest that fit. CI
installs the wheel and the sdist with both files (`.ci/versions`).
"""

import re
import subprocess
import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parents[1]
HERE = ROOT / "constraints"
# What users of the program do not install.
_TOOLS = ("lint", "dev", "site", "bench")
_RANGE = re.compile(r"([\w.-]+)(?:\[[\w,]+\])?>=([\d.]+),<([\d.]+)")
# Commands of README's main job, which use every part of an installation but the optional ones.
_JOB = ROOT / "examples" / "tour.sh"


def ranges(project: Mapping[str, object] | None = None) -> dict[str, tuple[str, str]]:
    """Return the lowest version of each package that pyproject.toml names, and the first one that
    it excludes; raise ValueError for a package without both."""
    if project is None:
        project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    wanted: list[str] = list(project["dependencies"])  # type: ignore[call-overload]
    for extra in extras(project):
        wanted += project["optional-dependencies"][extra]  # type: ignore[index]
    found = {}
    for requirement in wanted:
        match = _RANGE.fullmatch(requirement.replace(" ", ""))
        if match is None:
            raise ValueError(f"{requirement}: no range like >=1.2,<2")
        found[canonical(match[1])] = match[2], match[3]
    return found


def extras(project: Mapping[str, object]) -> list[str]:
    """Return the extras for users."""
    names: Mapping[str, object] = project.get("optional-dependencies", {})  # type: ignore[assignment]
    return [name for name in names if name not in _TOOLS]


def canonical(name: str) -> str:
    """Return the name of a package in the one form that compares equal."""
    return re.sub(r"[-_.]+", "-", name).lower()


def pinned(file: Path) -> dict[str, str]:
    """Return the versions in a file of constraints, by package."""
    lines = (line for line in file.read_text("utf-8").splitlines() if not line.startswith("#"))
    pins = (line.split("==") for line in lines if line)
    return {canonical(name): version for name, version in pins}


def pin(name: str, constraints: Mapping[str, str]) -> None:
    """Install stdplan with constraints, run the main job, and write what is installed."""
    with TemporaryDirectory() as folder:
        wanted = Path(folder, "wanted.txt")
        wanted.write_text("".join(f"{package}=={low}\n" for package, low in constraints.items()))
        environment = Path(folder, "venv")
        subprocess.run([sys.executable, "-m", "venv", environment], check=True)
        pip = [environment / "bin" / "pip", "--disable-pip-version-check"]
        project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
        target = f"{ROOT}[{','.join(extras(project))}]"
        subprocess.run([*pip, "install", "-q", "-c", wanted, target], check=True)
        tour = f'PATH="{environment}/bin:$PATH" sh {_JOB} >/dev/null'
        subprocess.run(["sh", "-ec", tour], check=True, cwd=ROOT)
        frozen = [*pip, "freeze", "--exclude", "stdplan"]
        listed = subprocess.run(frozen, check=True, capture_output=True, text=True).stdout
    (HERE / f"{name}.txt").write_text(f"# Made by constraints/pin.py; see there.\n{listed}")
    print(f"constraints/{name}.txt: {listed.count(chr(10))} packages")


if __name__ == "__main__":
    pin("lowest", {package: low for package, (low, _) in ranges().items()})
    pin("highest", {})
