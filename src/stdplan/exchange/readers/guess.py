"""Which form a text has: a table and by what its cells are parted, or a plain list.

Rule: the first lines tell. A header that is known decides; where there is none, a table's rule,
then the name of the file; where that says nothing, what most lines are.
"""

import csv
from itertools import islice, pairwise

from stdplan.errors import BadData
from stdplan.exchange.readers import tabular
from stdplan.exchange.readers.decode import ListFile
from stdplan.exchange.readers.delimited import DELIMITERS
from stdplan.exchange.readers.markdown import is_table
from stdplan.exchange.readers.rows import Form, Wanted
from stdplan.exchange.readers.text import is_list
from stdplan.i18n import t

_LINES = 200
_CHARACTERS = 200_000
_PAGES = ("<html", "<!doctype html", "<table", "<head", "<meta")


def text_form(file: ListFile, wanted: Wanted) -> Form:
    """The form of a text file, by its first lines."""
    lines = _first_lines(file, wanted)
    header = next((line for line in lines if line.strip()), "")
    if header.lstrip().lower().startswith(_PAGES):
        raise BadData(
            t(
                "{file}: a web page (often named xls): open it in a spreadsheet "
                "and save it as xlsx or csv",
                file=file.name,
            )
        )
    by_name = _by_name(file.path.lower(), header)
    found = {form: width for form in DELIMITERS if form and (width := _width(lines, form, wanted))}
    widest = max(found.values(), default=0)
    if widest > 1:
        best = [form for form, width in found.items() if width == widest]
        return by_name if by_name in best else best[0]
    if any(is_table(*pair) for pair in pairwise(lines)):
        return "markdown"
    if by_name:
        return by_name
    if not found and is_list(lines[: tabular.SEARCHED]):
        return "text"
    return "tsv" if header.count("\t") > header.count(",") else "csv"


def _by_name(name: str, header: str) -> Form | None:
    """What the name says, where the first line bears it out."""
    if name.endswith(".csv") and "," in header:
        return "csv"
    return "tsv" if name.endswith(".tsv") and "\t" in header else None


def _width(lines: list[str], form: Form, wanted: Wanted) -> int:
    """How many cells the known header has, read in this form; 0: none is known."""
    try:
        cells = list(csv.reader(lines, delimiter=DELIMITERS[form]))
    except csv.Error:
        return 0
    grid = [(line, row) for line, row in enumerate(cells) if any(row)][: tabular.SEARCHED]
    place = tabular.find_header(grid, wanted)
    return 0 if place is None else len(grid[place][1])


def _first_lines(file: ListFile, wanted: Wanted) -> list[str]:
    lines, left = [], _CHARACTERS
    for line in islice(file.text(wanted.encoding).lines(), _LINES):
        lines.append(line)
        left -= len(line)
        if left < 0:
            break
    return lines
