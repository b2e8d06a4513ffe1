"""Write the figures into README.md: machine, versions, missing peers, tables."""

import argparse
import os
import platform
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import peers
import startup
from figures import Section

_README = Path(__file__).with_name("README.md")
_BEGIN, _END = "<!-- figures -->", "<!-- end of figures -->"


def figures(
    options: argparse.Namespace,
    sections: Sequence[Section],
    missing: Sequence[str],
    faults: Sequence[str],
) -> str:
    """Return the whole run as Markdown."""
    sizes = "; ".join(f"{size:,}" for size in options.sizes)
    notes = [
        f"Measured on {date.today().isoformat()}. Records: {sizes}."
        f" Runs per figure: {options.repeat} (start-up: {startup.TIMES * options.repeat};"
        " imports of more than 100,000: 1).",
        f"Machine: {_machine()}.",
        f"Versions: {', '.join(peers.versions())}.",
        *(f"Not measured: {fault}." for fault in (*missing, *faults)),
    ]
    lines = "\n".join(f"* {line}" for line in notes)
    return "\n\n".join((lines, *(section.markdown() for section in sections)))


def write(text: str) -> None:
    """Replace the figures between the markers in README.md."""
    whole = _README.read_text(encoding="utf-8")
    before, _, rest = whole.partition(_BEGIN)
    _, _, after = rest.partition(_END)
    _README.write_text(f"{before}{_BEGIN}\n\n{text}\n\n{_END}{after}", encoding="utf-8")


def _machine() -> str:
    model = _line_of("/proc/cpuinfo", "model name") or platform.processor() or platform.machine()
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    return f"{os.cpu_count()} cores, {model}, {memory:.0f} GB, {platform.system()}"


def _line_of(path: str, name: str) -> str:
    """Return the value after this name in a Linux file; "" on other systems."""
    try:
        lines = Path(path).read_text(encoding="utf-8").splitlines()
    except OSError:
        return ""
    return next((line.partition(":")[2].strip() for line in lines if line.startswith(name)), "")
