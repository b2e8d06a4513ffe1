"""The known headers and words of lists: what layouts.yaml says.

    load_layout("reviews", FIELDS).fields[fold("复审结论")]    # the field `outcome`

layouts.yaml is checked as strictly as a user's file: an unknown field, or a header with two
meanings, is an error with its line. It is read from its compiled form, if that is up to date.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

from stdplan.domain.fields import FIELDS, LIST_FIELDS, Field
from stdplan.errors import BadData
from stdplan.i18n import t
from stdplan.importing import yaml_nodes
from stdplan.importing.header_names import fold
from stdplan.importing.yaml_nodes import Items, Node, Text

FILE = Path(__file__).with_name("layouts.yaml")
# Fields by which a row identifies its standard, or whatever it is about.
NAMING = ("number", "plan_number", "key", "title")

OUTCOME_LABEL = "复审结论"


@dataclass(frozen=True, slots=True)
class Layout:
    """The meaning of the headers of one kind of list, by folded header; see layouts.yaml.

    `ignored`: columns without information. `partly`: columns of standards that are replaced in
    part. `of_projects`: columns of standards that a project is to replace. `epoch`: columns of
    dates in milliseconds since 1970. `yields`: columns that are not used if the list has another
    column of the same field. `otherwise`: the field for words that are no value of the column's
    own field. `next_to_stages`: columns that have the day of the stage in the column before them.
    `first_editions`: columns that count where a better known one is empty. `kept`: known columns
    without a field.
    """

    fields: Mapping[str, Field]
    ignored: frozenset[str]
    partly: frozenset[str]
    of_projects: frozenset[str]
    epoch: frozenset[str]
    yields: frozenset[str]
    otherwise: Mapping[str, str]
    next_to_stages: frozenset[str] = frozenset()
    first_editions: frozenset[str] = frozenset()
    kept: frozenset[str] = frozenset()


@cache
def standard_layout() -> Layout:
    """Return the layout of lists of standards."""
    own = (field for field in FIELDS if field.home != "computed")
    return load_layout("standards", (*own, *LIST_FIELDS))


def load_layout(kind: str, fields: tuple[Field, ...]) -> Layout:
    """Return the layout of one kind of list, whose columns feed `fields`."""
    section = _section(_section(_data(), "lists"), kind)
    return Layout(
        _headers(_section(section, "headers"), fields),
        _folded(section, "ignored"),
        _folded(section, "partly"),
        _folded(section, "of_projects"),
        _folded(section, "epoch"),
        _folded(section, "yields"),
        {fold(header): str(name) for header, name in _section(section, "otherwise").items()},
        _folded(section, "next_to_stages"),
        _folded(section, "first_editions"),
        _folded(section, "kept"),
    )


class KnownHeaders(NamedTuple):
    """The folded headers of all kinds of lists: those of NAMING fields, and all."""

    naming: frozenset[str]
    all: frozenset[str]


@cache
def known_headers() -> KnownHeaders:
    """Return the headers that find the header row of a list of any kind."""
    own = standard_layout()
    naming = {header for header, field in own.fields.items() if field.name in NAMING}
    known = {*own.fields}
    lists = _section(_data(), "lists")
    for kind in lists:
        section = _section(lists, kind)
        known |= _folded(section, "ignored") | _folded(section, "kept")
        for name, node in _section(section, "headers").items():
            headers = {fold(name), *map(fold, _texts(node))}
            known |= headers
            naming |= headers if name in NAMING else set()
    return KnownHeaders(frozenset(naming), frozenset(known))


@cache
def outcome_headers() -> frozenset[str]:
    """Return the folded headers of columns of review outcomes, proposed or decided.

    A list of standards may have such a column, too. This function finds it without loading the
    readers of lists of reviews.
    """
    headers = _section(_section(_section(_data(), "lists"), "reviews"), "headers")
    outcomes = (*_texts(headers["outcome"]), *_texts(headers["proposed"]))
    return frozenset(map(fold, ("outcome", OUTCOME_LABEL, *outcomes)))


@cache
def section_sectors() -> Mapping[str, str]:
    """Return sector codes by the folded words for them in section lines."""
    codes = _section(_data(), "sections")
    return {fold(word): str(code) for code in codes for word in _texts(codes[code])}


@cache
def value_words(field: str) -> Mapping[str, str]:
    """Return codes by folded word for the cells of a field, in addition to domain/codes.py."""
    values = _section(_data(), "values")
    sections = (_section(values, field), _section(values, f"{field}_of_others"))
    pairs = ((word, code) for codes in sections for code in codes for word in _texts(codes[code]))
    return {fold(word): str(code) for word, code in pairs}


@cache
def stage_words() -> Mapping[str, str]:
    """Return stages by the folded words for them in columns of statuses."""
    stages = _section(_data(), "stages")
    return {fold(word): str(stage) for stage in stages for word in _texts(stages[stage])}


def words_of(*path: str) -> list[str]:
    """Return the words at a path in layouts.yaml: words_of("answers", "unanswered")."""
    section = _data()
    for name in path[:-1]:
        section = _section(section, name)
    node = section.get(path[-1])
    return [] if node is None else list(_texts(node))


@cache
def second_row_headers(kind: str) -> frozenset[str]:
    """Return the folded headers of second rows that have the number, or the name, of a title
    (`kind`: number, name)."""
    return _folded(_section(_data(), "second_rows"), kind)


@cache
def _data() -> yaml_nodes.Mapping:
    node = yaml_nodes.load_compiled(FILE)
    if node is None:
        from stdplan.importing import strict_yaml  # imports the parser

        node = strict_yaml.load_file(str(FILE))
    return _mapping(node)


def _headers(section: yaml_nodes.Mapping, fields: tuple[Field, ...]) -> dict[str, Field]:
    by_name = {field.name: field for field in fields}
    known = {fold(header): field for field in fields for header in field.headers}
    for name, node in section.items():
        if name not in by_name:
            raise _fault(node, t('there is no field "{name}"', name=name))
        for header in _texts(node):
            if known.setdefault(fold(header), by_name[name]) is not by_name[name]:
                raise _fault(header, t('"{header}" is listed for two fields', header=header))
    return known


def _section(section: yaml_nodes.Mapping, name: str) -> yaml_nodes.Mapping:
    node = section.get(name)
    return yaml_nodes.Mapping(section.line) if node is None else _mapping(node)


def _folded(section: yaml_nodes.Mapping, name: str) -> frozenset[str]:
    node = section.get(name)
    return frozenset() if node is None else frozenset(map(fold, _texts(node)))


def _mapping(node: Node) -> yaml_nodes.Mapping:
    if not isinstance(node, yaml_nodes.Mapping):
        raise _fault(node, t("a mapping is expected here"))
    return node


def _texts(node: Node) -> list[Text]:
    texts = [item for item in node if isinstance(item, Text)] if isinstance(node, Items) else []
    if not isinstance(node, Items) or len(texts) < len(node):
        raise _fault(node, t("a list of texts is expected here"))
    return texts


def _fault(node: Node, problem: str) -> BadData:
    return BadData(f"{FILE.name}:{node.line}: {problem}")
