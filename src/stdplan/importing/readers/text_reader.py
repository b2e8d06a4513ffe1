"""The reader of plain lists, one standard a line: `1. GB/T 1.1-2009 《…》 代替 GB/T 1.1-2000`.

Rule: text_entries.py says which standards a line names. Headings and section lines are sections. A
line without a number is prose and counted; one that cannot be read is a row with a fault. A text
may also name each of its values (pair_lists.py).
"""

import re
from collections.abc import Iterator
from itertools import islice

from stdplan.errors import BadData, NoList
from stdplan.i18n import t
from stdplan.importing.readers.pair_lists import looks_like_pairs, read_pairs
from stdplan.importing.readers.rows import ReadOptions, SourceRow
from stdplan.importing.readers.text_entries import (
    header_of,
    line_fault,
    parse_entries,
    parse_entry,
    plain_text,
    starts_like_number,
)
from stdplan.importing.readers.text_files import ListFile
from stdplan.importing.sections import Sections, section_level

_LONGEST_LINE = 1_000_000  # characters
_FIRST_LINES = 200  # by which a list of names and values is known
_HEADING_LEVEL = 1  # a heading with # is at the level of `一、`
# Cells of a table rather than a plain list: a number, then a delimiter.
_CELLS = re.compile(r"[^,;\t《]*[0-9][,;\t](?=[^ 《])")
_DELIMITERS = re.compile("[,;|]")


def read_text(file: ListFile, options: ReadOptions) -> Iterator[SourceRow]:
    """Yield the header row (see header_of), then a row for each standard of a plain list.

    A line that cannot be read is a row with a fault. Raise NoList, at the end, if no line begins
    with a number.

        >>> from io import BytesIO
        >>> file = ListFile("a", "a", BytesIO("1. JB/T 1-2011 《车床》 2011-05-18发布".encode()))
        >>> header, row = read_text(file, ReadOptions())
        >>> dict(zip(header.cells, row.cells, strict=True))["published"]
        '2011-05-18'
    """
    lines = file.text(options.encoding).lines()
    if looks_like_pairs(list(islice(lines, _FIRST_LINES))):
        yield from read_pairs(file, options)
        return
    texts = (plain_text(text) for _, text in _lines(file, options))
    header = header_of(entry for text in texts for entry in parse_entries(text))
    yield SourceRow(1, header, len(header))
    has_rows = False
    for row in _rows(file, options, header):
        has_rows = True
        yield row
    if not has_rows:
        raise NoList(t("{file}: no line begins with the number of a standard", file=file.name))


def _lines(file: ListFile, options: ReadOptions) -> Iterator[tuple[int, str]]:
    """Yield the lines with their numbers; raise BadData if one is longer than _LONGEST_LINE."""
    for line, text in enumerate(file.text(options.encoding).lines(), 1):
        if len(text) > _LONGEST_LINE:
            sentence = "{file}:{line}: the line is longer than {size} bytes; this is no list"
            raise BadData(t(sentence, file=file.name, line=line, size=_LONGEST_LINE))
        yield line, text


def _rows(file: ListFile, options: ReadOptions, header: list[str]) -> Iterator[SourceRow]:
    sections, section = Sections(), ""
    for line, raw_text in _lines(file, options):
        text = plain_text(*file.skipped.visible([raw_text]))
        if not text:
            continue
        entries = parse_entries(text)
        heading = "" if entries else text.lstrip("#").strip()
        depth = section_level(heading)
        if heading and (depth is not None or heading != text):
            file.skipped.add("section", heading)
            section = sections.enter(heading, _HEADING_LEVEL if depth is None else depth)
        elif fault := line_fault(text, entries):
            yield SourceRow(line, [text], 0, fault, section=section)
        elif entries:
            for entry in entries:
                cells = [entry.get(name, "") for name in header]
                yield SourceRow(line, cells, len(cells), section=section)
        else:
            file.skipped.add("prose", text)


def looks_like_list(lines: list[str]) -> bool:
    """Return whether lines begin with a number and are no table cells: most of those that are no
    headings, or some between prose."""
    if looks_like_pairs(lines):
        return True
    texts = [text for line in lines if (text := plain_text(line))]
    texts = [text for text in texts if not text.startswith("#") and section_level(text) is None]
    entries = [text for text in texts if parse_entry(text) or starts_like_number(text)]
    plain = sum(not _CELLS.match(text) for text in entries)
    if 2 * plain > len(texts):
        return True
    cells = sum("\t" in text or len(_DELIMITERS.findall(text)) > 1 for text in texts)
    return plain > 0 and 2 * cells < len(texts) and 2 * plain > len(entries)
