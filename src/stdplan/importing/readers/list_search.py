"""The search for the list in a document of JSON or YAML that has it in an unusual place.

Rule: the list is the one whose objects name standards: by a number in one of their values, or else
by a known key. It may be

* at the top, under a key, or one level further down: `groups[].items`. What a group says about all
  of its items stays with them, as `groups.category`;
* an object with a record under each key, `standards{}`: a key that is a number is the record's
  number;
* several lists next to each other under different keys, `mandatory` and `recommended`: each record
  says in `under` where it was;
* a list of texts, each with a number, if there are no objects with numbers.

An object that names a standard itself is a record, whatever lists it has.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice
from typing import NamedTuple

from stdplan.domain.numbers import parse
from stdplan.domain.text import ExactNumber
from stdplan.importing.header_names import fold, has_other_standards
from stdplan.importing.layouts import known_headers, standard_layout
from stdplan.importing.readers.objects import ObjectRecord

SEARCHED_LEVELS = 3  # how deep a list is searched for under any key
_IDENTIFIERS = ("number", "plan_number", "key")
_LONGEST_NUMBER = 60  # characters
_LONGEST_TEXT = 1000
_ENOUGH = 50  # objects that are looked at before a list is taken for one of standards
_UNDER = "under"


class Item(NamedTuple):
    """An object of a list, and where the list is: `standards`, `groups[].items`, `` at the top."""

    path: str
    value: object
    line: int = 0


# --- What names a standard ---


def is_number(text: str) -> bool:
    """Return whether a text is the number of a standard, and nothing else."""
    return len(text) <= _LONGEST_NUMBER and parse(text) is not None


def has_number(value: object) -> bool:
    """Return whether an object has the number of a standard, or another key of a record."""
    return isinstance(value, Mapping) and bool(_number_keys(value))


def _number_keys(value: Mapping[str, object]) -> set[str]:
    """Return the keys of the texts that are numbers, or of those that identify a record."""
    return {key for key, text in _texts(value).items() if is_number(text) or _identifies(key)}


def _texts(value: Mapping[str, object]) -> dict[str, str]:
    return {key: text for key, text in value.items() if isinstance(text, str) and text}


def _identifies(key: str) -> bool:
    field = standard_layout().fields.get(fold(key))
    return field is not None and field.name in _IDENTIFIERS


def has_known_key(value: object) -> bool:
    """Return whether an object has a key that names what a row is about."""
    return isinstance(value, Mapping) and bool(known_headers().naming & set(map(fold, value)))


def _entries(value: object) -> list[dict[str, str]]:
    """Return the standards that a text names, [] for any other value."""
    if not isinstance(value, str) or isinstance(value, ExactNumber) or len(value) > _LONGEST_TEXT:
        return []
    from stdplan.importing.readers.text_entries import certain_entries

    return certain_entries(value)


def readable_records(records: Iterator[ObjectRecord]) -> Iterator[ObjectRecord]:
    """Yield the records of a list, as objects if it is one of rows or of texts.

    The first row is the header: `["标准号", "标准名称"]`. A text may name several standards. One
    that is not certain is yielded as it is.
    """
    first = next(records, None)
    if first is None:
        return
    if header := _header_of(first.value):
        for record in records:
            value = record.value
            if isinstance(value, list) and len(value) == len(header):
                record = record._replace(value=dict(zip(header, value, strict=True)))
            yield record
    elif isinstance(first.value, str):
        for record in chain([first], records):
            entries = _entries(record.value)
            yield from (record._replace(value=entry) for entry in entries)
            if not entries:
                yield record
    else:
        for record in chain([first], records):
            yield record._replace(value=unwrapped(record.value))


def unwrapped(value: object) -> object:
    """Return the members of the one object within an object that has a number, next to the others.

    >>> unwrapped({"standard": {"number": "GB 1-2020"}, "files": []})
    {'number': 'GB 1-2020', 'files': []}
    """
    if not isinstance(value, Mapping) or not any(
        isinstance(member, Mapping) for member in value.values()
    ):
        return value
    if has_known_key(_texts(value)) or has_number(value):
        return value
    named = [key for key, member in value.items() if has_number(member)]
    if len(named) != 1 or (
        fold(named[0]) in standard_layout().fields and not _identifies(named[0])
    ):
        return value
    inner = value[named[0]]
    if not isinstance(inner, Mapping) or inner.keys() & value.keys() - {named[0]}:
        return value
    members: dict[str, object] = {}
    for key, member in value.items():
        members |= inner if key == named[0] else {key: member}
    return members


def _header_of(value: object) -> list[str]:
    """Return the names of a row that is a known header, [] for any other value."""
    if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
        return []
    is_known = known_headers().naming & set(map(fold, value)) and len(set(value)) == len(value)
    return value if is_known else []


# --- Where the list is ---


def needs_search(values: Sequence[object]) -> bool:
    """Return whether the list is elsewhere than in these values, the first of a document.

    Groups of standards may have titles, too.
    """
    if any(map(has_number, values)):
        return False
    nested = (item for value in values for item in islice(nested_items(Item("", value)), 1, None))
    return not any(map(has_known_key, values)) or any(has_number(item.value) for item in nested)


def list_paths(items: Iterable[Item]) -> list[str]:
    """Return where the list is: one path, or those of lists next to each other; [] if no object
    names a standard."""
    numbers, known, texts = Counter[str](), Counter[str](), Counter[str]()
    keys: dict[str, set[str]] = {}  # those with numbers, by path
    for path, value, _ in items:
        number_keys = keys.setdefault(path, set())
        if numbers[path] < _ENOUGH and isinstance(value, Mapping):
            found = _number_keys(value)
            number_keys |= found
            numbers[path] += bool(found)
            known[path] += has_known_key(value)
        elif texts[path] < _ENOUGH:
            texts[path] += bool(_entries(value))
    best = max(keys, key=lambda path: (numbers[path], known[path], texts[path]), default="")
    if not numbers[best] + known[best] + texts[best]:
        return []
    is_alike = {
        path: bool(keys[path] & keys[best]) if numbers[best] else bool(texts[path]) for path in keys
    }
    return [path for path in keys if path == best or (is_alike[path] and _is_next_to(path, best))]


def _is_next_to(path: str, best: str) -> bool:
    """Return whether two paths differ in one key only, and are of the same kind.

    A list under a key such as `replaces` belongs to a record.
    """
    names, best_names = path.split("."), best.split(".")
    different = [
        name for name, best_name in zip(names, best_names, strict=False) if name != best_name
    ]
    return (
        len(names) == len(best_names)
        and len(different) == 1
        and path.endswith("{}") == best.endswith("{}")
        and fold(different[0]) not in standard_layout().fields
    )


def items_at(items: Iterable[Item], paths: Sequence[str]) -> Iterator[Item]:
    """Yield the items at the paths; if there are several, with the path in a column `under`."""
    for item in items:
        if item.path in paths:
            value = item.value
            if len(paths) > 1 and isinstance(value, Mapping) and _UNDER not in value:
                item = item._replace(value={**value, _UNDER: item.path})
            yield item


# --- The objects of a document ---


def nested_items(item: Item) -> Iterator[Item]:
    """Yield an item of a list, and the objects of the lists within it.

    >>> item = Item("groups", {"category": "safety", "items": [{"number": "GB 1-2020"}]})
    >>> list(nested_items(item))[1]
    Item(path='groups[].items', value={'groups.category': 'safety', 'number': 'GB 1-2020'}, line=0)
    """
    yield item
    if not isinstance(item.value, Mapping):
        return
    # The name of a group is no title of its items.
    naming = known_headers().naming
    shared = {
        f"{item.path or 'group'}.{key}" if item.path or fold(key) in naming else key: value
        for key, value in item.value.items()
        if isinstance(value, str) and value
    }
    for key, value in item.value.items():
        if isinstance(value, list):
            for each in value:
                if isinstance(each, Mapping):
                    yield Item(f"{item.path}[].{key}", {**shared, **each}, _line(each))
                elif isinstance(each, str):
                    yield Item(f"{item.path}[].{key}", each, _line(each))


def items_of(
    value: object,
    path: str = "",
    levels_left: int = SEARCHED_LEVELS,
    entries_at: Sequence[str] = (),
) -> Iterator[Item]:
    """Yield the objects of all lists in a document that is in memory, and the records under the
    keys of an object.

    >>> list(items_of({"standards": {"GB 1-2020": {"title": "Gauges"}}}))
    [Item(path='standards{}', value={'number': 'GB 1-2020', 'title': 'Gauges'}, line=0)]
    """
    if isinstance(value, list):
        for each in value:
            yield from nested_items(Item(path, each, _line(each)))
    elif isinstance(value, Mapping) and levels_left:
        for key, each in value.items():
            is_chosen = entries_path(path) in entries_at and has_known_key(each)
            if is_chosen or is_entry(key, each):
                yield entry_item(path, key, each)
            else:
                where = f"{path}.{key}" if path else key
                yield from items_of(each, where, levels_left - 1, entries_at)


def entries_path(path: str) -> str:
    """Return the path of the records under the keys of the object at `path`."""
    return f"{path}{{}}"


def is_entry(key: str, value: object) -> bool:
    """Return whether a value is a record under its key, or the title of the number at the key."""
    if isinstance(value, Mapping):
        return has_number(value) or is_number(key)
    return isinstance(value, str) and is_number(key)


def entry_item(path: str, key: str, value: object) -> Item:
    """Return the record that is under a key of the object at `path`."""
    if not isinstance(value, Mapping):
        record: dict[str, object] = {"number": key, "title": value}
    else:
        record = dict(value)
        own = unwrapped(value)
        if key not in value.values() and isinstance(own, Mapping):
            # The record has a number of its own, or the key is only a name for it.
            is_its_number = is_number(key) and not _has_own_number(own)
            record = {"number" if is_its_number else _UNDER: key, **own}
    return Item(entries_path(path), record, _line(value))


def _has_own_number(value: Mapping[str, object]) -> bool:
    """Return whether a record has a number that is not that of another standard."""
    return any(not has_other_standards(key) for key in _number_keys(value))


def _line(value: object) -> int:
    """Return the line of a node of YAML, 0 for any other value."""
    return getattr(value, "line", 0)
