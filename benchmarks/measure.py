"""Measure what a process costs: elapsed seconds and peak memory.

Rule: each figure is the median of several runs of the whole process, including start-up, with its
output discarded. This needs os.wait4, which Windows does not have.
"""

import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from statistics import median
from typing import NamedTuple

_UNIT = 1 if sys.platform == "darwin" else 1024  # of ru_maxrss, in bytes


class Cost(NamedTuple):
    """Elapsed seconds and peak memory in megabytes."""

    seconds: float
    megabytes: float


class Failed(Exception):
    """A command ended with an exit code other than 0."""


def cost(
    command: Sequence[str],
    repeat: int,
    before: Callable[[], object] = lambda: None,
    environment: Mapping[str, str] | None = None,
) -> Cost:
    """Return the median of `repeat` runs; `before` runs before each and is not measured.

    Raise Failed if a run fails.
    """
    runs = []
    for _ in range(repeat):
        before()
        runs.append(_run(command, environment))
    return Cost(median(run.seconds for run in runs), median(run.megabytes for run in runs))


def least_megabytes() -> float:
    """Return the lowest peak that can be measured: a process starts with the memory of this one."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _UNIT / 1e6


def _run(command: Sequence[str], environment: Mapping[str, str] | None) -> Cost:
    with tempfile.TemporaryFile() as errors:
        start = time.perf_counter()
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=errors,
            env={**os.environ, **(environment or {})},
        )
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            errors.seek(0)
            last = errors.read().decode(errors="replace").strip().splitlines()[-1:]
            raise Failed(f"{' '.join(command)}: exit code {process.returncode} {''.join(last)}")
    return Cost(seconds, usage.ru_maxrss * _UNIT / 1e6)
