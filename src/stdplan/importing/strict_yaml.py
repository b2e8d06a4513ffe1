"""YAML as plain data of texts, lists and mappings that know their lines.

Rule: a scalar is its text, never a number, date or truth value (`NO`, `0123` and `18306.10` stay);
what YAML would let pass or expand in silence is an error with its line: the same key twice,
anchors, aliases, merge keys, tags, keys that are no scalars, several documents.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import yaml

from stdplan.domain.text import escape_unprintable, refuse_control
from stdplan.errors import BadData
from stdplan.i18n import t
from stdplan.importing.readers.text_files import display_name, open_binary

LARGEST = 5_000_000
DEEPEST = 50
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Text(str):
    """A scalar and the line it stands on."""

    __slots__ = ("line",)
    line: int

    def __new__(cls, text: str, line: int) -> "Text":
        made = super().__new__(cls, text)
        made.line = line
        return made


class Items(list["Node"]):
    """A list and the line it begins on."""

    __slots__ = ("line",)

    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line


class Mapping(dict[str, "Node"]):
    """A mapping, its keys (each a Text) in the order of the file, and the line it begins on."""

    __slots__ = ("line",)

    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line

    if TYPE_CHECKING:

        def __iter__(self) -> Iterator[Text]: ...


Node = Text | Items | Mapping


def load(path: str, largest: int = LARGEST) -> Node:
    """The one document of a file (`-` for stdin), which is UTF-8 and at most `largest` bytes."""
    with open_binary(path) as binary:
        content = binary.read(largest + 1)
    if len(content) > largest:
        raise BadData(
            t("{file}: is larger than {bytes} bytes", file=display_name(path), bytes=largest)
        )
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise _fault(display_name(path), line, t("this is not UTF-8 text")) from None
    return parse(text, display_name(path))


def parse(text: str, name: str) -> Node:
    """The one document of a text; `name` is what messages call it."""
    if refuse_control(text):
        for line, words in enumerate(text.split("\n"), 1):
            if letter := refuse_control(words):
                raise _fault(name, line, t("the character {letter} may not enter", letter=letter))
    with faults(name):
        return _document(yaml.parse(text, Loader=_Loader), name)


def read_events(stream: Any) -> Iterator[Any]:
    """What stands in a stream of text, piece by piece, for whoever cannot hold the whole."""
    events: Iterator[Any] = yaml.parse(stream, Loader=_Loader)
    return events


@contextmanager
def faults(name: str) -> Iterator[None]:
    """Says what the parser found wrong as BadData, with file and line."""
    try:
        yield
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        reason = ": ".join(part for part in (error.context, error.problem) if part)
        raise _fault(name, mark.line + 1 if mark else 1, escape_unprintable(reason)) from None
    except yaml.YAMLError as error:
        raise _fault(name, 1, escape_unprintable(str(error))) from None


def _document(events: Iterator[Any], name: str) -> Node:
    found: Node | None = None
    for event in events:
        if isinstance(event, yaml.DocumentStartEvent):
            if found is not None:
                raise _fault(name, _line(event), t("a second document; only one is read"))
            found = node(next(events), events, name)
    if found is None:
        raise BadData(t("{file}: holds nothing", file=name))
    return found


def node(event: Any, events: Iterator[Any], name: str, depth: int = DEEPEST) -> Node:
    """The node that begins with `event`, the last one taken of `events`."""
    line = _line(event)
    if isinstance(event, yaml.AliasEvent) or event.anchor is not None:
        raise _fault(name, line, t("anchors and aliases (& and *) are not read: write it out"))
    if event.tag is not None:
        raise _fault(name, line, t("the tag {tag} is not read", tag=escape_unprintable(event.tag)))
    if isinstance(event, yaml.ScalarEvent):
        return Text(event.value, line)
    if not depth:
        raise _fault(name, line, t("lists and mappings are nested too deeply"))
    if isinstance(event, yaml.SequenceStartEvent):
        items = Items(line)
        while not isinstance(event := next(events), yaml.SequenceEndEvent):
            items.append(node(event, events, name, depth - 1))
        return items
    mapping = Mapping(line)
    while not isinstance(event := next(events), yaml.MappingEndEvent):
        found = key(event, events, name, mapping)
        mapping[found] = node(next(events), events, name, depth - 1)
    return mapping


def key(event: Any, events: Iterator[Any], name: str, mapping: Mapping) -> Text:
    """The key that begins with `event`: a single text that `mapping` does not have yet."""
    nested = isinstance(event, yaml.SequenceStartEvent | yaml.MappingStartEvent)
    found = None if nested else node(event, events, name)
    if not isinstance(found, Text) or found == "<<":
        raise _fault(name, _line(event), t("a key is a single text, and not <<"))
    if found in mapping:
        raise _fault(
            name, found.line, t('the key "{key}" stands twice', key=escape_unprintable(found))
        )
    return found


def _line(event: Any) -> int:
    line: int = event.start_mark.line
    return line + 1


def _fault(name: str, line: int, problem: str) -> BadData:
    return BadData(t("{file}:{line}: {problem}", file=name, line=line, problem=problem))
