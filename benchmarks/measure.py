"""Measure what a process costs: CPU time, elapsed time and peak memory.

Rule: each figure is the median of several runs of the whole process, including start-up, with its
output discarded. CPU time is that of the process and of its own processes, in user and in system
mode. This needs os.wait4, which Windows does not have.
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
    """CPU seconds, elapsed seconds, and peak memory in megabytes."""

    cpu: float
    elapsed: float
    megabytes: float


class Failed(Exception):
    """A command ended with an exit code other than 0."""


def cost(
    command: Sequence[str],
    repeat: int,
    before: Callable[[], object] = lambda: None,
    environment: Mapping[str, str] | None = None,
) -> Cost:
    """Return the medians of `repeat` runs; `before` runs before each and is not measured.

    Raise Failed if a run fails.
    """
    runs = []
    for _ in range(repeat):
        before()
        runs.append(_run(command, environment))
    return Cost(*map(median, zip(*runs, strict=True)))


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
        elapsed = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            errors.seek(0)
            last = errors.read().decode(errors="replace").strip().splitlines()[-1:]
            raise Failed(f"{' '.join(command)}: exit code {process.returncode} {''.join(last)}")
    return Cost(usage.ru_utime + usage.ru_stime, elapsed, usage.ru_maxrss * _UNIT / 1e6)
