"""Measure stdplan and its peers in one run and print the ratios as Markdown.

    python benchmarks/run.py --sizes 1000,10000
    python benchmarks/run.py --write

--write also puts the figures into README.md next to this file. stderr shows what is being measured.
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

PARTS = {"start": startup.sections, "import": imports.sections, "queries": questions.sections}


def number(text: str) -> int:
    """Parse a number of 1 or more; like the next two, raise an error that argparse reports."""
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
    parser = argparse.ArgumentParser(description="Measure stdplan against its peers, in one run.")
    parser.add_argument("--sizes", type=sizes, default=[10_000, 100_000, 1_000_000], metavar="N,N")
    parser.add_argument("--only", type=parts, default=list(PARTS), metavar="start,import,queries")
    parser.add_argument("--repeat", type=number, default=3, metavar="N", help="median of N runs")
    parser.add_argument("--write", action="store_true", help="put the figures into README.md")
    return parser.parse_args()


def main() -> int:
    """Return the exit code: 1 if something could not be measured, else 0."""
    options = _arguments()
    missing = peers.missing()
    for sentence in missing:
        print(sentence, file=sys.stderr)
    with tempfile.TemporaryDirectory(prefix="stdplan-benchmarks-") as folder:
        lab = Lab(Path(folder), options.sizes, options.repeat)
        sections = [section for part in options.only for section in PARTS[part](lab)]
    figures = readme.figures(options, sections, missing, lab.faults)
    print(figures)
    if options.write:
        readme.write(figures)
    return 1 if lab.faults else 0


if __name__ == "__main__":
    sys.exit(main())
