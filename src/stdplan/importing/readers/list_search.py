"""The search for the list in a JSON document that has it under an unusual key.

Rule: the list is the one whose objects name standards: by a number in one of their values, or else
by a known key. It may be at the top, under a key, or one level further down: `groups[].items`. What
a group says about all of its items stays with them, as `groups.category`. An object that names a
standard itself is a record, whatever lists it has.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from stdplan.domain.numbers import parse
from stdplan.importing.header_names import fold
from stdplan.importing.layouts import known_headers, standard_layout

_IDENTIFIERS = ("number", "plan_number", "key")
_LONGEST_NUMBER = 60  # characters
_ENOUGH = 50  # objects that are looked at before a list is taken for one of standards


class Item(NamedTuple):
    """An object of a list, and where the list is: `standards`, `groups[].items`, `` at the top."""

    path: str
    value: object


def has_number(value: object) -> bool:
    """Return whether an object has the number of a standard, or another key of a record."""
    if not isinstance(value, Mapping):
        return False
    texts = {key: text for key, text in value.items() if isinstance(text, str) and text}
    if any(len(text) <= _LONGEST_NUMBER and parse(text) is not None for text in texts.values()):
        return True
    fields = (standard_layout().fields.get(fold(key)) for key in texts)
    return any(field is not None and field.name in _IDENTIFIERS for field in fields)


def has_known_key(value: object) -> bool:
    """Return whether an object has a key that names what a row is about."""
    return isinstance(value, Mapping) and bool(known_headers()[0] & set(map(fold, value)))


def needs_search(values: Sequence[object]) -> bool:
    """Return whether the list is elsewhere than in these values, the first of a document.

    Groups of standards may have titles, too.
    """
    if any(map(has_number, values)):
        return False
    nested = (item for value in values for item in islice(nested_items(Item("", value)), 1, None))
    return not any(map(has_known_key, values)) or any(has_number(item.value) for item in nested)


def best_path(items: Iterator[Item]) -> str | None:
    """Return where the list is, None if no object names a standard."""
    numbers, known = Counter[str](), Counter[str]()
    paths: dict[str, None] = {}
    for path, value in items:
        paths[path] = None
        if numbers[path] < _ENOUGH:
            numbers[path] += has_number(value)
            known[path] += has_known_key(value)
    best = max(paths, key=lambda path: (numbers[path], known[path]), default=None)
    return best if best is not None and numbers[best] + known[best] else None


def nested_items(item: Item) -> Iterator[Item]:
    """Yield an item of a list, and the objects of the lists within it.

    >>> item = Item("groups", {"category": "safety", "items": [{"number": "GB 1-2020"}]})
    >>> list(nested_items(item))[1]
    Item(path='groups[].items', value={'groups.category': 'safety', 'number': 'GB 1-2020'})
    """
    yield item
    if not isinstance(item.value, Mapping):
        return
    shared = {
        f"{item.path}.{key}" if item.path else key: value
        for key, value in item.value.items()
        if isinstance(value, str) and value
    }
    for key, value in item.value.items():
        if isinstance(value, list):
            for each in value:
                if isinstance(each, Mapping):
                    yield Item(f"{item.path}[].{key}", {**shared, **each})
