"""Plain lists, one standard a line, to rows under our own field names; entries.py reads a line.

Rule: headings and section lines are sections; a line without a number is prose and counted; one
that begins as a number does and cannot be read is a fault, and so is a second number in doubt.
"""

import re
from collections.abc import Iterator

from stdplan.domain.text import visible
from stdplan.errors import BadData
from stdplan.exchange.readers.decode import ListFile
from stdplan.exchange.readers.entries import read_entries, second_number
from stdplan.exchange.readers.entry import FIELDS, looks_numbered, read_entry
from stdplan.exchange.readers.rows import RawRow, Wanted
from stdplan.exchange.sections import Sections, level
from stdplan.i18n import t

_HEADING = 1  # as deep as `一、`
_CELLS = re.compile(r"[^,;\t《]*[0-9][,;\t](?=[^ 《])")


def read(file: ListFile, wanted: Wanted) -> Iterator[RawRow]:
    """The entries of a list as rows, a header of our field names first.

    BadData, at the end, where no line begins as an entry does.
    """
    # A column that says nothing is left out: --set means other rows where a list tells a status.
    lines = file.text(wanted.encoding).lines()
    told = any("status" in entry for line in lines for entry in read_entries(line.strip()))
    names = [*FIELDS, "status"] if told else list(FIELDS)
    yield RawRow(1, names, len(names))
    found = False
    for row in _rows(file, wanted, names):
        found = True
        yield row
    if not found:
        raise BadData(t("{file}: no line begins with the number of a standard", file=file.name))


def _rows(file: ListFile, wanted: Wanted, names: list[str]) -> Iterator[RawRow]:
    sections, section = Sections(), ""
    for line, raw in enumerate(file.text(wanted.encoding).lines(), 1):
        text = raw.strip()
        if not text:
            continue
        if entries := read_entries(text):
            others = (second_number(entry, text) for entry in entries)
            if other := next(filter(None, others), None):
                yield RawRow(line, [text], 0, _doubt(other), section=section)
                continue
            for entry in entries:
                cells = [entry.get(name, "") for name in names]
                yield RawRow(line, cells, len(cells), section=section)
            continue
        heading = text.lstrip("#").strip()
        depth = level(heading)
        if heading and (depth is not None or heading != text):
            file.skipped.add("section", heading)
            section = sections.enter(heading, _HEADING if depth is None else depth)
        elif looks_numbered(text):
            fault = t("begins like a number that cannot be read")
            yield RawRow(line, [text], 0, fault, section=section)
        else:
            file.skipped.add("prose", text)


def _doubt(number: str) -> str:
    return t(
        "names a second number, {number}: give each standard its own line, or its title in 《》",
        number=visible(number),
    )


def is_list(lines: list[str]) -> bool:
    """Whether most of the lines that are no headings begin as entries, and are not cells."""
    texts = [text for line in lines if (text := line.strip())]
    texts = [text for text in texts if not text.startswith("#") and level(text) is None]
    entries = [text for text in texts if read_entry(text) or looks_numbered(text)]
    return 2 * sum(not _CELLS.match(text) for text in entries) > len(texts)
