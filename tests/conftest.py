"""Fixtures: a plain environment, and catalogues to run the program on."""

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from helpers import ACTIVITIES, FILED, WITHDRAWN, Run, run_app
from messages import compile_changed
from stdplan.i18n import configure_language, use_language
from stdplan.importing.layouts import FILE as LAYOUTS
from stdplan.importing.strict_yaml import load_file
from stdplan.importing.yaml_nodes import compile_document, load_compiled

# No test may fail because the machine is busy.
_calm = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
# A test of random examples has the same ones in each run: what CI finds does not depend on luck.
settings.register_profile("tests", _calm, derandomize=True, database=None)
# The search for what other examples find: `pytest --hypothesis-profile random`.
settings.register_profile("random", _calm, derandomize=False)
settings.load_profile("tests")


def pytest_configure() -> None:
    """Compile what changed, and keep temporary files in memory if there is room.

    Every change of a catalogue waits for the disk. PYTEST_DEBUG_TEMPROOT names another folder.
    """
    compile_changed()
    if load_compiled(LAYOUTS) is None:
        compile_document(LAYOUTS, load_file(str(LAYOUTS)))
    memory = Path("/dev/shm")
    if os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > 1 << 30:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(memory))


@pytest.fixture(scope="session", autouse=True)
def plain_environment() -> Iterator[None]:
    """Run all tests in English and on 22 November 2026, whatever the tester's environment."""
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith("STDPLAN_")]:
            patch.delenv(name)
        # Tests start the program often: compile it once. Its output has a buffer, as for users.
        for name in ("PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED"):
            patch.delenv(name, raising=False)
        patch.setenv("STDPLAN_TODAY", "2026-11-22")
        patch.setenv("STDPLAN_LANG", "en")
        for name in ("NO_COLOR", "FORCE_COLOR", "LC_ALL", "PYTHONIOENCODING"):
            patch.delenv(name, raising=False)
        yield


@pytest.fixture(scope="session", autouse=True)
def same_examples() -> Iterator[None]:
    """Let a test of random examples have the same ones whichever tests ran before it.

    Hypothesis also draws constants of the modules that are loaded by then. It has no setting for
    this, and its older versions do not do so.
    """
    with pytest.MonkeyPatch.context() as patch:
        providers = sys.modules.get("hypothesis.internal.conjecture.providers")
        if settings.default.derandomize and hasattr(providers, "_get_local_constants"):
            none = providers.Constants()
            patch.setattr(providers, "_get_local_constants", lambda: none)
        yield


@pytest.fixture(autouse=True)
def own_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Give each test its own default catalogue, and settings of its own."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "home"))


@pytest.fixture(autouse=True)
def own_language() -> None:
    """Begin each test in English: a run in this process leaves its language behind."""
    configure_language(None)
    use_language(None)


@pytest.fixture(scope="session")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Create a catalogue with the plan of 2011 and nothing else, once; each test gets a copy."""
    path = tmp_path_factory.mktemp("seeded") / "plan.db"
    assert run_app("--db", str(path), "init").code == 0
    return path


@pytest.fixture(scope="session")
def loaded(seeded: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Create a catalogue with the plan, the two shipped bulletins and the example's activities."""
    path = tmp_path_factory.mktemp("loaded") / "plan.db"
    shutil.copy(seeded, path)
    result = run_app("--db", str(path), "standards", "import", str(FILED), str(WITHDRAWN))
    assert result.code == 0, result.err
    assert run_app("--db", str(path), "activities", "import", str(ACTIVITIES)).code == 0
    return path


@pytest.fixture(scope="module")
def origin(seeded: Path) -> Path:
    """Return the catalogue of which each test gets a copy, as `db`.

    A module whose tests all need the same records overrides this fixture and enters them once, in
    `blank`.
    """
    return seeded


@pytest.fixture(scope="module")
def blank(seeded: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a seeded catalogue that a module may fill."""
    return Path(shutil.copy(seeded, tmp_path_factory.mktemp("blank") / "plan.db"))


@pytest.fixture(scope="module")
def run_blank(blank: Path) -> Run:
    """Return a function that runs the program on `blank`."""
    return lambda *words, stdin=None: run_app("--db", str(blank), *words, stdin=stdin)


@pytest.fixture
def db(origin: Path, tmp_path: Path) -> Path:
    """Return the path of this test's own catalogue."""
    return Path(shutil.copy(origin, tmp_path / "plan.db"))


@pytest.fixture
def run(db: Path) -> Iterator[Run]:
    """Run the program on this test's own catalogue: `run("sectors", "list")`."""
    yield lambda *words, stdin=None: run_app("--db", str(db), *words, stdin=stdin)


@pytest.fixture
def run_loaded(loaded: Path, tmp_path: Path) -> Iterator[Run]:
    """Run the program on this test's own catalogue with the shipped bulletins."""
    path = Path(shutil.copy(loaded, tmp_path / "loaded.db"))
    yield lambda *words, stdin=None: run_app("--db", str(path), *words, stdin=stdin)
