"""Lists as people send them, and what their import must give: the truth files of the readers.

Rule: `tests/importing/readers/lists/NAME.truth.csv` has the records of the list NAME, a row a
record, in the fields of its first row, and `NAME.stderr.txt` what the import says on stderr. NAME
is a file in the same folder, or list_builders.py builds it. Text is kept there in UTF-8;
`ENCODINGS` has the lists that are sent in another encoding.

    python tests/list_truths.py NAME    shows what an import of NAME gives now
    python tests/list_truths.py --messages    writes the stderr files again; read the diff
"""

import argparse
import csv
import io
import sys
import tempfile
from contextlib import chdir
from pathlib import Path
from unittest.mock import patch

from helpers import EXAMPLES, Answer, run_app
from list_builders import BUILDERS

LISTS = Path(__file__).parent / "importing" / "readers" / "lists"
TRUTH, MESSAGES = ".truth.csv", ".stderr.txt"
NAMES = sorted(path.name.removesuffix(TRUTH) for path in LISTS.glob(f"*{TRUTH}"))
# How lists of text are sent; those not named here in UTF-8.
ENCODINGS = {"plan.csv": "gb18030", "filed.tsv": "utf-16", "filed.html": "gb18030"}
Records = list[dict[str, str]]


def truth(name: str) -> Records:
    """Return the records that a list has."""
    return _records((LISTS / f"{name}{TRUTH}").read_text("utf-8"))


def _records(text: str) -> Records:
    """Return the rows of a csv, in the order of their first cells; line breaks count as blanks."""
    rows = csv.DictReader(io.StringIO(text))
    records = [{field: " ".join(cell.split()) for field, cell in row.items()} for row in rows]
    return sorted(records, key=lambda record: list(record.values()))


def messages(name: str) -> str:
    """Return what the import of a list says on stderr."""
    return (LISTS / f"{name}{MESSAGES}").read_text("utf-8")


def write_list(name: str, folder: Path) -> None:
    """Write a list to a folder as it is sent."""
    if build := BUILDERS.get(name):
        build(folder / name)
    else:
        text = (LISTS / name).read_text("utf-8")
        (folder / name).write_bytes(text.encode(ENCODINGS.get(name, "utf-8")))


def import_list(name: str, catalogue: Path, folder: Path) -> tuple[Answer, Records]:
    """Import a list into a catalogue; return the answer, and the fields of its records that the
    truth has.

    A list of reviews is imported after the standards that it is about.
    """
    write_list(name, folder)
    program = ("--db", str(catalogue))
    listing = ("standards", "list", "--as-of", "2026-12-31")
    with chdir(folder):
        if name.startswith("reviews"):
            listed = EXAMPLES / "withdrawn_2026_07.tsv"
            run_app(*program, "standards", "import", str(listed), "--map", "废止日期=")
            answer = run_app(*program, "review", "import", name, "--on", "2026-06-30")
            listing = ("review", "list")
        else:
            answer = run_app(*program, "standards", "import", name)
    fields = (LISTS / f"{name}{TRUTH}").read_text("utf-8").partition("\n")[0]
    listed = run_app(*program, *listing, "-f", "csv", "--fields", fields).out
    return answer, _records(listed)


def main() -> int:
    """Show what lists give, or write their messages again."""
    parser = argparse.ArgumentParser(description="Import the lists of the readers' tests.")
    parser.add_argument("--messages", action="store_true", help="write the stderr files again")
    parser.add_argument("names", nargs="*", help="the lists (default: all)")
    options = parser.parse_args()
    settings = {"STDPLAN_TODAY": "2026-11-22", "STDPLAN_LANG": "en"}
    for name in options.names or NAMES:
        with tempfile.TemporaryDirectory() as made, patch.dict("os.environ", settings):
            catalogue = Path(made) / "plan.db"
            run_app("--db", str(catalogue), "init")
            folder = Path(made) / "lists"
            folder.mkdir()
            answer, records = import_list(name, catalogue, folder)
        if options.messages:
            (LISTS / f"{name}{MESSAGES}").write_text(answer.err, "utf-8")
            continue
        sys.stdout.write(f"== {name}: exit code {answer.code}\n{answer.out}")
        if records:
            writer = csv.DictWriter(sys.stdout, list(records[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(records)
        sys.stdout.write(answer.err)
    return 0


if __name__ == "__main__":
    sys.exit(main())
