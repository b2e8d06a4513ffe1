"""The reader of YAML lists of mappings, alone or under a key; objects.py makes the rows. The front
matter of a Markdown page is a record, too, if it has the number of a standard.

Rule: as strict as importing/strict_yaml.py, and for files of any size: only one record is in
memory at a time, and its nesting is bounded. Rows are numbered by their line.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

import yaml

from stdplan.errors import NoList
from stdplan.i18n import t
from stdplan.importing import strict_yaml
from stdplan.importing.readers.list_search import (
    Item,
    has_known_key,
    has_number,
    is_number,
    items_at,
    items_of,
    list_paths,
    needs_search,
    nested_items,
    readable_records,
)
from stdplan.importing.readers.objects import LIST_KEYS, ObjectRecord, object_rows
from stdplan.importing.readers.rows import ReadOptions, SourceRow
from stdplan.importing.readers.text_files import ListFile, TextFile
from stdplan.importing.yaml_nodes import Mapping, Node

_FIRST_VALUES = 50  # by which a list is known
_PAGES = (".md", ".markdown")
_FRONT_MATTER = re.compile(r"\s{0,100}---[ \t]*\r?\n(?:.*\n)*?---[ \t]*(?:\r?\n|$)")
_TOP_VALUE = re.compile(r"^[\w.-][^:\n]{0,60}:[ \t]+[\"']?([^\n\"']{1,60}?)[\"']?[ \t]*\r?$", re.M)


def is_page_of_standard(name: str, sample: str) -> bool:
    """Return whether a Markdown page begins with front matter that has the number of a standard."""
    if not name.lower().endswith(_PAGES) or not (matter := _FRONT_MATTER.match(sample)):
        return False
    return any(is_number(value) for value in _TOP_VALUE.findall(matter[0]))


def read_yaml(file: ListFile, options: ReadOptions) -> Iterator[SourceRow]:
    """Yield the header row (the keys of all records), then the rows of a file.

    Raise BadData if the file is empty or is not strict YAML.

        >>> from io import BytesIO
        >>> file = ListFile("a.yaml", "a.yaml", BytesIO(b"- number: JB/T 1-2011\\n"))
        >>> [row.cells for row in read_yaml(file, ReadOptions())]
        [['number'], ['JB/T 1-2011']]
    """
    return object_rows(read_records(file, options), file.skipped)


def read_records(file: ListFile, options: ReadOptions) -> Iterator[ObjectRecord]:
    """Yield the records of a file; raise BadData if it is empty or is not strict YAML."""
    text = file.text(options.encoding)
    text.refuse_long_line()
    if file.path.lower().endswith(_PAGES) and (matter := _FRONT_MATTER.match(text.sample())):
        events = strict_yaml.read_events(matter[0].rstrip().removesuffix("---"))
        yield from (record for record, _ in _values_of(events, text.name))
        return
    first = islice(_values(text), _FIRST_VALUES)
    # A document with a title may be a record, or have a list.
    values = [
        record.value for record, is_document in first if not is_document or has_number(record.value)
    ]
    paths = list_paths(_searched_items(text)) if needs_search(values) else []
    if paths and paths != [""]:
        for path in paths:
            file.skipped.add("found", path or "[]")
        items = items_at(_searched_items(text, entries_at=paths), paths)
        yield from readable_records(ObjectRecord(item.line, item.value) for item in items)
    else:
        yield from readable_records(record for record, _ in _values(text))


def _searched_items(text: TextFile, entries_at: Sequence[str] = ()) -> Iterator[Item]:
    """Yield what could be a record in each of the values of a file."""
    for record, is_document in _values(text):
        value = record.value
        has_title = is_document and has_known_key(value)
        if is_document and not has_number(value):
            items = items_of(value, entries_at=entries_at)
            # The texts of a record are what it refers to.
            yield from (item for item in items if not (has_title and isinstance(item.value, str)))
        else:
            yield from nested_items(Item("", value, record.line))


def _values(text: TextFile) -> Iterator[tuple[ObjectRecord, bool]]:
    """Yield the records of all documents, and whether each is a document itself."""
    return _values_of(strict_yaml.read_events(_Stream(text)), text.name)


def _values_of(events: Iterator[Any], name: str) -> Iterator[tuple[ObjectRecord, bool]]:
    with strict_yaml.parser_errors(name):
        is_empty = True
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                is_empty = False
                yield from _records_of_node(next(events), events, name)
        if is_empty:
            raise NoList(t("{file}: the file is empty", file=name))


def _records_of_node(
    event: Any, events: Iterator[Any], name: str
) -> Iterator[tuple[ObjectRecord, bool]]:
    """Yield the items of a list, or of the lists under the LIST_KEYS of a mapping, else the node.

    `event` is the first event of the node, `name` the file's name in messages.
    """
    has_anchor_or_tag = getattr(event, "anchor", None) or getattr(event, "tag", None)
    if isinstance(event, yaml.SequenceStartEvent) and not has_anchor_or_tag:
        while not isinstance(event := next(events), yaml.SequenceEndEvent):
            yield _record(strict_yaml.load_node(event, events, name)), False
    elif isinstance(event, yaml.MappingStartEvent) and not has_anchor_or_tag:
        yield from _records_of_mapping(event, events, name)
    else:
        yield _record(strict_yaml.load_node(event, events, name)), False


def _records_of_mapping(
    event: Any, events: Iterator[Any], name: str
) -> Iterator[tuple[ObjectRecord, bool]]:
    mapping = Mapping(event.start_mark.line + 1)
    is_single_record = True
    while not isinstance(event := next(events), yaml.MappingEndEvent):
        key = strict_yaml.load_key(event, events, name, mapping)
        event = next(events)
        if key in LIST_KEYS and not isinstance(event, yaml.ScalarEvent | yaml.AliasEvent):
            is_single_record = False
            mapping[key] = key  # so that the same key again is refused
            yield from _records_of_node(event, events, name)
        else:
            mapping[key] = strict_yaml.load_node(event, events, name)
    if is_single_record:
        yield _record(mapping), True


def _record(node: Node) -> ObjectRecord:
    return ObjectRecord(node.line, node)


class _Stream:
    """The text of a file with the `read` method that the YAML parser calls."""

    def __init__(self, text: TextFile) -> None:
        self._text = text
        self._chunks: Iterator[str] | None = None

    def read(self, length: int) -> str:
        """Return the next chunk of the text, "" at its end."""
        if self._chunks is None:
            self._chunks = self._text.chunks(length)
        return next(self._chunks, "").replace("\ufeff", "")  # files may be put together
