"""Prepare the lists, the catalogues and what the peers read, each of them once.

Rule: everything is in one folder, which is removed at the end. Preparation is not measured.
"""

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path

import generate
import peers
from measure import Cost, Failed, cost


class Lab:
    """The files and settings of one run of the benchmarks."""

    def __init__(self, folder: Path, sizes: Sequence[int], repeat: int) -> None:
        self.folder, self.sizes, self.repeat = folder, sizes, repeat
        # Keep the peers away from the user's own files.
        own = {name: str(folder / "own") for name in ("XDG_CACHE_HOME", "XDG_CONFIG_HOME")}
        self._environment = {**peers.ENVIRONMENT, **own}
        self.faults: list[str] = []  # one sentence for each failed measurement

    def cost(
        self,
        what: str,
        command: Sequence[str],
        before: Callable[[], object] = lambda: None,
        repeat: int = 0,
    ) -> Cost | None:
        """Return the cost of a command; if it fails, return None and add a sentence to `faults`."""
        print(f"  {what}", file=sys.stderr)
        try:
            return cost(command, repeat or self.repeat, before, self._environment)
        except Failed as fault:
            self.faults.append(f"{what}: {fault}")
            return None

    @cached_property
    def seeded(self) -> Path:
        """A catalogue with the plan and nothing else."""
        path = self.folder / "seeded.db"
        self._do(peers.stdplan(path, "init"))
        return path

    def list_file(self, size: int, faults: int = 0) -> Path:
        """Return the path of a list with `size` rows."""
        path = self.folder / f"list_{size}_{faults}.csv"
        if not path.exists():
            generate.write(size, path, faults)
        return path

    def catalogue(self, size: int) -> Path:
        """Return the path of a catalogue into which the list was imported."""
        path = self.folder / f"catalogue_{size}.db"
        if not path.exists():
            self.renew(path)
            self._do(peers.stdplan(path, "standards", "import", str(self.list_file(size))))
        return path

    def renew(self, path: Path) -> None:
        """Replace the file by a copy of the seeded catalogue."""
        shutil.copyfile(self.seeded, path)

    def answer(self, size: int, name: str, sql: str) -> Path:
        """Return the path of a database with the rows that a statement finds in a catalogue."""
        path = self.folder / f"{name}_{size}.db"
        if not path.exists():
            with sqlite3.connect(path) as connection:
                connection.execute("ATTACH ? AS catalogue", (str(self.catalogue(size)),))
                connection.execute(f"CREATE TABLE {name} AS {sql}")
            connection.close()
        return path

    def _do(self, command: Sequence[str]) -> None:
        subprocess.run(
            command, env={**os.environ, **self._environment}, capture_output=True, check=True
        )
