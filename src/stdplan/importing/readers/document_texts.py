"""Lists in the paragraphs of a document: one standard a line, as in plain text (text_reader.py).

Rule: they are read only where no table of the document is a list, and only lines that begin with a
number count. A sentence that begins with one, `GB/T 1-2020规定了车床的精度。`, is prose.
"""

from collections.abc import Sequence

from stdplan.domain.text import clean
from stdplan.errors import BadData
from stdplan.i18n import t
from stdplan.importing.readers.document_tables import MOST_PARAGRAPHS
from stdplan.importing.readers.grids import Grid
from stdplan.importing.readers.tabular import GridLine
from stdplan.importing.readers.text_entries import header_of, line_fault, parse_entries
from stdplan.importing.readers.text_files import ListFile
from stdplan.importing.readers.text_reader import looks_like_list
from stdplan.importing.sections import section_level


def text_grid(file: ListFile, paragraphs: Sequence[str]) -> Grid | None:
    """Return the list in the paragraphs of a document as a table, None if there is none.

    Paragraphs without a standard are counted as skipped. Raise BadData if some paragraphs are
    missing because the document has too many.
    """
    texts = [text for each in paragraphs for line in each.split("\n") if (text := clean(line))]
    if not looks_like_list([text for text in texts if not _is_sentence(text)]):
        return None
    if len(paragraphs) >= MOST_PARAGRAPHS:
        sentence = "{file}: over {count} paragraphs; save the list as text (txt)"
        raise BadData(t(sentence, file=file.name, count=MOST_PARAGRAPHS))
    entries = [[] if _is_sentence(text) else parse_entries(text) for text in texts]
    header = header_of(entry for each in entries for entry in each)
    lines: list[GridLine] = [(0, header)]
    faults: dict[int, str] = {}
    for number, (text, found) in enumerate(zip(texts, entries, strict=True), 1):
        fault = None if _is_sentence(text) else line_fault(text, found)
        if fault:
            faults[number] = fault
        if fault or (not found and section_level(text) is not None):
            lines.append((number, [text]))
        elif not found:
            file.skipped.add("prose", text)
        lines += [
            (number, [entry.get(name, "") for name in header]) for entry in found if not fault
        ]
    return Grid("", t("[text]"), lines.__iter__, faults)


def _is_sentence(text: str) -> bool:
    return text.endswith(("。", "；", ";", ".")) and "《" not in text and len(text) > 1
