"""json and jsonl to rows of cells; see objects.py for the cells.

Rule: of jsonl a broken line is a fault of its own, and the rest goes on; broken JSON stops the
reading. Rows of json are named by their place in the list (the whole may be one line), those of
jsonl by their line.
"""

from collections.abc import Iterator

from stdplan.domain.text import visible
from stdplan.exchange.readers.decode import ListFile
from stdplan.exchange.readers.json_text import PIECE, Broken, Window, decode
from stdplan.exchange.readers.objects import Found, rows
from stdplan.exchange.readers.rows import RawRow, Wanted
from stdplan.i18n import t

# Where the answers of platforms have their rows, alone or within each other: `data.rows`.
HOLDERS = frozenset(("rows", "records", "data", "list", "items", "result", "results"))
_DEEP = 4
_LIST = object()  # a list begins here


def read(file: ListFile, wanted: Wanted) -> Iterator[RawRow]:
    """The rows of a file, its keys as the header first."""
    return rows(records(file, wanted))


def records(file: ListFile, wanted: Wanted) -> Iterator[Found]:
    """The records of a file, always from the first; BadData where it is no JSON.

    Lines of objects, where the form says so or where the file is not told to be json and begins
    with one; else a list, or an answer that holds lists.
    """
    return _of_lines(file, wanted) if wanted.form == "jsonl" else _of_one(file, wanted)


def _of_lines(file: ListFile, wanted: Wanted) -> Iterator[Found]:
    for line, text in enumerate(file.text(wanted.encoding).lines(), 1):
        if not (text := text.strip(" \t\r\n")):
            continue
        try:
            value, end = decode(text)
            if end < len(text):
                raise Broken(t("this is no JSON: {reason}", reason="Extra data"), end)
            yield Found(line, value)
        except Broken as broken:
            place = t("column {column}: {problem}", column=broken.position + 1, problem=broken)
            yield Found(line, text, place)


def _of_one(file: ListFile, wanted: Wanted) -> Iterator[Found]:
    text = file.text(wanted.encoding)
    window = Window(text.name, text.pieces(PIECE))
    alone = window.peek() != "["
    count = 0
    for value in _values(window, _DEEP):
        if value is _LIST:
            alone = False
        else:
            count += 1
            yield Found(count, value)
    window.end()
    if alone:  # an object that holds no rows is a record itself
        yield Found(1, Window(text.name, text.pieces(PIECE)).value())


def _values(window: Window, deep: int) -> Iterator[object]:
    """The items of the list that begins here, or of those that an object holds as its rows."""
    opening = window.peek()
    if opening == "[":
        yield _LIST
        window.take("[")
        ending = window.take("]") if window.peek() == "]" else ""
        while ending != "]":
            yield window.value()
            ending = window.take(",]")
    elif opening == "{" and deep:
        window.take("{")
        ending = window.take("}") if window.peek() == "}" else ""
        keys: set[str] = set()
        while ending != "}":
            key = _key(window)
            if key in keys:
                raise window.fault(t('the key "{key}" stands twice', key=visible(key)))
            keys.add(key)
            window.take(":")
            if key in HOLDERS:
                yield from _values(window, deep - 1)
            else:
                window.value()
            ending = window.take(",}")
    else:
        window.value()


def _key(window: Window) -> str:
    if window.peek() != '"':
        window.take('"')
    return str(window.value())
