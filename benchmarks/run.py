"""Measures stdplan and its peers in one run and prints the ratios as Markdown.

    python benchmarks/run.py --sizes 1000,10000
    python benchmarks/run.py --write

With --write the figures also go into README.md beside this file. What is measured, is told on
stderr.
"""

import argparse
import sys
import tempfile
from pathlib import Path

import imports
import peers
import questions
import readme
import startup
from lab import Lab

PARTS = {"import": imports.sections, "start": startup.sections, "queries": questions.sections}


def number(text: str) -> int:
    """Raises what argparse tells, as do the next two."""
    if int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text}: not 1 or more")
    return int(text)


def sizes(text: str) -> list[int]:
    return sorted(set(map(number, text.split(","))))


def parts(text: str) -> list[str]:
    wanted = text.split(",")
    if unknown := set(wanted) - set(PARTS):
        raise argparse.ArgumentTypeError(f"{', '.join(unknown)}: not one of {', '.join(PARTS)}")
    return wanted


def _arguments() -> argparse.Namespace:
    words = argparse.ArgumentParser(description="Measure stdplan against its peers, in one run.")
    words.add_argument("--sizes", type=sizes, default=[10_000, 100_000, 1_000_000], metavar="N,N")
    words.add_argument("--only", type=parts, default=list(PARTS), metavar="import,start,queries")
    words.add_argument("--repeat", type=number, default=3, metavar="N", help="the median of N runs")
    words.add_argument("--write", action="store_true", help="the figures into README.md")
    return words.parse_args()


def main() -> int:
    """0; 1 where something could not be measured."""
    given = _arguments()
    missing = peers.missing()
    for sentence in missing:
        print(sentence, file=sys.stderr)
    with tempfile.TemporaryDirectory(prefix="stdplan-benchmarks-") as folder:
        lab = Lab(Path(folder), given.sizes, given.repeat)
        start = startup.start(lab)
        sections = [section for part in given.only for section in PARTS[part](lab, start)]
    figures = readme.figures(given, sections, missing, lab.faults)
    print(figures)
    if given.write:
        readme.write(figures)
    return 1 if lab.faults else 0


if __name__ == "__main__":
    sys.exit(main())
