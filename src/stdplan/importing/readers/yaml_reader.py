"""YAML to rows of cells: a list of mappings, alone or under a key; see objects.py for the cells.

Rule: strict as importing/strict_yaml.py is, and of any size: one record is held at a time, and its
nesting is bounded. Rows are named by their line.
"""

from collections.abc import Iterator
from typing import Any

import yaml

from stdplan.errors import BadData
from stdplan.i18n import t
from stdplan.importing import strict_yaml
from stdplan.importing.readers.json_reader import HOLDERS
from stdplan.importing.readers.objects import ObjectRecord, rows
from stdplan.importing.readers.rows import ReadOptions, SourceRow
from stdplan.importing.readers.text_files import ListFile, TextFile


def read_yaml(file: ListFile, wanted: ReadOptions) -> Iterator[SourceRow]:
    """The rows of a file, its keys as the header first."""
    return rows(_records(file.text(wanted.encoding)))


def _records(text: TextFile) -> Iterator[ObjectRecord]:
    with strict_yaml.faults(text.name):
        events = strict_yaml.read_events(_Stream(text))
        empty = True
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                empty = False
                yield from _of_node(next(events), events, text.name)
        if empty:
            raise BadData(t("{file}: holds nothing", file=text.name))


def _of_node(event: Any, events: Iterator[Any], name: str) -> Iterator[ObjectRecord]:
    """The items of a list, or of the lists that a mapping holds as its rows; else the mapping."""
    marked = getattr(event, "anchor", None) or getattr(event, "tag", None)
    if isinstance(event, yaml.SequenceStartEvent) and not marked:
        while not isinstance(event := next(events), yaml.SequenceEndEvent):
            yield _found(strict_yaml.node(event, events, name))
    elif isinstance(event, yaml.MappingStartEvent) and not marked:
        yield from _of_mapping(event, events, name)
    else:
        yield _found(strict_yaml.node(event, events, name))


def _of_mapping(event: Any, events: Iterator[Any], name: str) -> Iterator[ObjectRecord]:
    record = strict_yaml.Mapping(event.start_mark.line + 1)
    alone = True
    while not isinstance(event := next(events), yaml.MappingEndEvent):
        key = strict_yaml.key(event, events, name, record)
        event = next(events)
        if key in HOLDERS and not isinstance(event, yaml.ScalarEvent | yaml.AliasEvent):
            alone = False
            record[key] = key
            yield from _of_node(event, events, name)
        else:
            record[key] = strict_yaml.node(event, events, name)
    if alone:
        yield _found(record)


def _found(node: strict_yaml.Node) -> ObjectRecord:
    return ObjectRecord(node.line, node)


class _Stream:
    """The text as the parser asks for it."""

    def __init__(self, text: TextFile) -> None:
        self._text = text
        self._pieces: Iterator[str] | None = None

    def read(self, length: int) -> str:
        """The next piece; '' at the end."""
        if self._pieces is None:
            self._pieces = self._text.pieces(length)
        return next(self._pieces, "")
