"""The loader of strict YAML: texts, lists and mappings that know their line numbers.

    load_file("sectors.yaml")    # a Text, Items or Mapping

Rule: a scalar is its text, never a number, date or boolean (`NO`, `0123` and `18306.10` stay as
they are). Everything that YAML would accept or expand silently is an error with its line: repeated
keys, anchors, aliases, merge keys, tags, keys that are not scalars, several documents.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import yaml

from stdplan.domain.text import refuse_control, shown, without_meaningless
from stdplan.errors import BadData
from stdplan.i18n import t
from stdplan.importing.readers.damage import yaml_reason
from stdplan.importing.readers.text_files import display_name, open_binary
from stdplan.importing.yaml_nodes import Items, Mapping, Node, Text

LARGEST = 5_000_000
DEEPEST = 50
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def load_file(path: str, largest: int = LARGEST) -> Node:
    """Return the one document of a file (`-` for stdin).

    Raise BadData if it is not UTF-8, larger than `largest` bytes, or breaks the rule above.
    """
    with open_binary(path, largest) as binary:
        content = binary.read(largest + 1)
    if len(content) > largest:
        raise BadData(
            t(
                "{file}: the file is larger than {bytes} bytes",
                file=display_name(path),
                bytes=largest,
            )
        )
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise _fault(display_name(path), line, t("this is not UTF-8 text")) from None
    return load_text(without_meaningless(text), display_name(path))


def load_text(text: str, name: str) -> Node:
    """Return the one document of a text; messages call it `name`."""
    if refuse_control(text):
        for line, words in enumerate(text.split("\n"), 1):
            if letter := refuse_control(words):
                raise _fault(name, line, t("the character {letter} is not allowed", letter=letter))
    with parser_errors(name):
        return _document(yaml.parse(text, Loader=_Loader), name)


def read_events(stream: Any) -> Iterator[Any]:
    """Yield the events of PyYAML for a stream of text, without loading all of it."""
    events: Iterator[Any] = yaml.parse(stream, Loader=_Loader)
    return events


@contextmanager
def parser_errors(name: str) -> Iterator[None]:
    """Raise errors of the parser as BadData with file and line."""
    try:
        yield
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        reason = yaml_reason(error.problem or "", error.context or "")
        raise _fault(name, mark.line + 1 if mark else 1, reason) from None
    except yaml.YAMLError as error:
        raise _fault(name, 1, yaml_reason(getattr(error, "reason", str(error)))) from None


def _document(events: Iterator[Any], name: str) -> Node:
    document: Node | None = None
    for event in events:
        if isinstance(event, yaml.DocumentStartEvent):
            if document is not None:
                raise _fault(
                    name, _line(event), t("there is a second document; a file must have only one")
                )
            document = load_node(next(events), events, name)
    if document is None:
        raise BadData(t("{file}: the file is empty", file=name))
    return document


def load_node(event: Any, events: Iterator[Any], name: str, depth: int = DEEPEST) -> Node:
    """Return the node that starts with `event`, which was the last one taken from `events`."""
    line = _line(event)
    if isinstance(event, yaml.AliasEvent) or event.anchor is not None:
        raise _fault(
            name, line, t("anchors and aliases (& and *) are not supported: write the value out")
        )
    if event.tag is not None:
        raise _fault(name, line, t("the tag {tag} is not supported", tag=shown(event.tag)))
    if isinstance(event, yaml.ScalarEvent):
        return Text(event.value, line)
    if not depth:
        raise _fault(name, line, t("lists and mappings are nested too deeply"))
    if isinstance(event, yaml.SequenceStartEvent):
        items = Items(line)
        while not isinstance(event := next(events), yaml.SequenceEndEvent):
            items.append(load_node(event, events, name, depth - 1))
        return items
    mapping = Mapping(line)
    while not isinstance(event := next(events), yaml.MappingEndEvent):
        text = load_key(event, events, name, mapping)
        mapping[text] = load_node(next(events), events, name, depth - 1)
    return mapping


def load_key(event: Any, events: Iterator[Any], name: str, mapping: Mapping) -> Text:
    """Return the key that starts with `event`: a single text that `mapping` does not have yet."""
    nested = isinstance(event, yaml.SequenceStartEvent | yaml.MappingStartEvent)
    text = None if nested else load_node(event, events, name)
    if not isinstance(text, Text) or text == "<<":
        raise _fault(name, _line(event), t("a key must be a single text, and not <<"))
    if text in mapping:
        raise _fault(name, text.line, t('the key "{key}" appears twice', key=shown(text)))
    return text


def _line(event: Any) -> int:
    line: int = event.start_mark.line
    return line + 1


def _fault(name: str, line: int, problem: str) -> BadData:
    return BadData(t("{file}:{line}: {problem}", file=name, line=line, problem=problem))
