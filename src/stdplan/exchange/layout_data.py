"""layouts.yaml read once: which header means which field, and which word which code.

Rule: the data is checked as strictly as a user's file. A field nobody knows, or a header that means
two fields, is an error with its line.
"""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from stdplan.domain.fields import FIELDS, PROJECT_MONTHS, Field
from stdplan.errors import BadData
from stdplan.exchange import strict_yaml
from stdplan.exchange.strict_yaml import Items, Node, Text
from stdplan.i18n import t

FILE = Path(__file__).with_name("layouts.yaml")
# A row names its standard, or what else it is about, in one of these.
NAMING = ("number", "plan_number", "key", "title")


@dataclass(frozen=True, slots=True)
class Layout:
    """What the headers of one kind of list mean, by their folded form; see layouts.yaml."""

    fields: Mapping[str, Field]
    ignored: frozenset[str]
    partly: frozenset[str]
    epoch: frozenset[str]
    yields: frozenset[str]
    otherwise: Mapping[str, str]


def fold(text: str) -> str:
    """A header or a word for comparing: no blanks or underscores, one case, one width."""
    folded = unicodedata.normalize("NFKC", text.strip("\ufeff\u200b")).casefold()
    return "".join(folded.replace("_", " ").split())


@cache
def standards() -> Layout:
    """The layout of lists of standards."""
    return layout("standards", (*FIELDS, PROJECT_MONTHS))


def layout(kind: str, fields: tuple[Field, ...]) -> Layout:
    """The layout of one kind of list, whose columns feed `fields`."""
    section = _part(_part(_data(), "lists"), kind)
    return Layout(
        _headers(_part(section, "headers"), fields),
        _folded(section, "ignored"),
        _folded(section, "partly"),
        _folded(section, "epoch"),
        _folded(section, "yields"),
        {fold(header): str(name) for header, name in _part(section, "otherwise").items()},
    )


@cache
def known_headers() -> tuple[frozenset[str], frozenset[str]]:
    """Folded headers of lists of all kinds: those that name what a row is about, and all."""
    own = standards()
    naming = {header for header, field in own.fields.items() if field.name in NAMING}
    known = {*own.fields}
    lists = _part(_data(), "lists")
    for kind in lists:
        section = _part(lists, kind)
        known |= _folded(section, "ignored")
        for name, node in _part(section, "headers").items():
            found = {fold(name), *map(fold, _texts(node))}
            known |= found
            naming |= found if name in NAMING else set()
    return frozenset(naming), frozenset(known)


@cache
def sections() -> Mapping[str, str]:
    """Folded word of a section line to the code of the sector it names."""
    codes = _part(_data(), "sections")
    return {fold(word): str(code) for code in codes for word in _texts(codes[code])}


@cache
def words(field: str) -> Mapping[str, str]:
    """Folded word to code for the cells of a field, beside those of domain/codes.py."""
    codes = _part(_part(_data(), "values"), field)
    return {fold(word): str(code) for code in codes for word in _texts(codes[code])}


@cache
def stage_words() -> Mapping[str, str]:
    """Folded word of a status column to the stage it tells."""
    stages = _part(_data(), "stages")
    return {fold(word): str(stage) for stage in stages for word in _texts(stages[stage])}


@cache
def _data() -> strict_yaml.Mapping:
    return _mapping(strict_yaml.load(str(FILE)))


def _headers(section: strict_yaml.Mapping, fields: tuple[Field, ...]) -> dict[str, Field]:
    by_name = {field.name: field for field in fields}
    known = {fold(label): field for field in fields for label in (field.name, field.zh, field.en)}
    for name, node in section.items():
        if name not in by_name:
            raise _fault(node, t('there is no field "{name}"', name=name))
        for header in _texts(node):
            if known.setdefault(fold(header), by_name[name]) is not by_name[name]:
                raise _fault(header, t('"{header}" means two fields', header=header))
    return known


def _part(section: strict_yaml.Mapping, name: str) -> strict_yaml.Mapping:
    node = section.get(name)
    return strict_yaml.Mapping(section.line) if node is None else _mapping(node)


def _folded(section: strict_yaml.Mapping, name: str) -> frozenset[str]:
    node = section.get(name)
    return frozenset() if node is None else frozenset(map(fold, _texts(node)))


def _mapping(node: Node) -> strict_yaml.Mapping:
    if not isinstance(node, strict_yaml.Mapping):
        raise _fault(node, t("a mapping is expected here"))
    return node


def _texts(node: Node) -> list[Text]:
    texts = [item for item in node if isinstance(item, Text)] if isinstance(node, Items) else []
    if not isinstance(node, Items) or len(texts) < len(node):
        raise _fault(node, t("a list of texts is expected here"))
    return texts


def _fault(node: Node, problem: str) -> BadData:
    return BadData(f"{FILE.name}:{node.line}: {problem}")
