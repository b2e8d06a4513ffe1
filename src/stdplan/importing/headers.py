"""Headers of a list to the fields they mean; the knowledge itself is data, in layouts.yaml.

Rule: every column is accounted for. It feeds one field, is kept in `extra` under its header as
written, or is one of those that say nothing; two columns for one value are an error, not a guess.

layouts.yaml read once: which header means which field, and which word which code.

Rule: the data is checked as strictly as a user's file. A field nobody knows, or a header that means
two fields, is an error with its line.

What is wrong with the header of a list, in the words of somebody who looks at it.
"""

import unicodedata
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from stdplan.domain.fields import BY_NAME, FIELDS, PROJECT_MONTHS, Field
from stdplan.domain.text import clean, escape_unprintable
from stdplan.errors import BadData, UsageProblem
from stdplan.i18n import t
from stdplan.importing import strict_yaml
from stdplan.importing.strict_yaml import Items, Node, Text

FILE = Path(__file__).with_name("layouts.yaml")
# A row names its standard, or what else it is about, in one of these.
NAMING = ("number", "plan_number", "key", "title")

OUTCOME_LABEL = "复审结论"


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
def outcome_headers() -> frozenset[str]:
    """Return the folded headers of a column of review outcomes.

    A list of standards may have such a column; the readers of lists of reviews are not loaded for
    that.
    """
    headers = _part(_part(_part(_data(), "lists"), "reviews"), "headers")
    return frozenset(map(fold, ("outcome", OUTCOME_LABEL, *_texts(headers["outcome"]))))


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


def not_there(mapping: Mapping[str, str], names: list[str]) -> list[str]:
    """Columns that --map names and the list has not."""
    seen = set(map(fold, names))
    return [
        t('--map "{header}": there is no such column', header=escape_unprintable(header))
        for header in mapping
        if fold(header) not in seen
    ]


def twice(names: list[str], known: Layout) -> Iterator[str]:
    """Headers that stand twice."""
    first: dict[str, int] = {}
    for place, header in enumerate(names, 1):
        name = fold(header)
        if name and first.setdefault(name, place) != place and name not in known.ignored:
            yield t(
                'the header "{header}" stands twice, in columns {first} and {second}',
                header=header,
                first=first[name],
                second=place,
            )


def contested(values: list[tuple[str, str]]) -> Iterator[str]:
    """Columns (header, field) of one single value."""
    first: dict[str, str] = {}
    for header, name in values:
        other = first.setdefault(name, header)
        if fold(other) != fold(header):
            yield t(
                '"{other}" and "{header}" both mean {field}: '
                'keep one apart with --map "{header}=extra"',
                other=other,
                header=header,
                field=name,
            )


def nameless(names: list[str]) -> str:
    """A list none of whose columns names a standard."""
    seen = t(", ").join(f'"{name}"' for name in names if name)
    return t(
        "no column with a number, plan number or title (headers seen: {seen}); "
        "say which it is with --map HEADER=number",
        seen=seen,
    )


_COMMON = ("status", "stage")
# Only our own lists have this column, by its name or with --labels.
_OUR_KEY = frozenset((BY_NAME["key"].name, BY_NAME["key"].zh))


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """One column that feeds a field, and how its cells differ from the field's usual ones."""

    place: int
    header: str
    field: Field
    partly: bool = False  # what it names is replaced in part
    epoch: bool = False  # its long numbers are moments in milliseconds
    otherwise: str = ""  # the field to which words that are none of `field` belong
    strict: bool = True  # a word that is none of the field's is a fault, else kept in extra
    given: bool = False  # said of the whole list, with --set


@dataclass(frozen=True, slots=True)
class HeaderMapping:
    """What becomes of each column; `unknown` (place and header) is kept in `extra`."""

    feeds: tuple[ColumnMapping, ...]
    unknown: tuple[tuple[int, str], ...]


def headers(
    cells: list[str],
    mapping: Mapping[str, str] | None = None,
    where: str = "",
    layout: Layout | None = None,
    mixed: bool = False,
    naming: Collection[str] = NAMING,
) -> HeaderMapping:
    """What becomes of each column of a list; `where` (`list.csv:1`) begins the faults.

    `mapping` is the user's word: header to a field, to `extra`, or to nothing (left aside).
    `mixed`: the columns are those of several lists, of which each row fills its own.
    `naming`: fields of which one at least has a column.
    """
    known = layout or standards()
    # Spreadsheets break long headers within a cell: the break is no part of the name.
    names = [escape_unprintable(clean(cell).replace("\n", "")) for cell in cells]
    said = _said(mapping or {}, known)
    own = not _OUR_KEY.isdisjoint(map(fold, names))
    faults = [*not_there(mapping or {}, names), *twice(names, known)]
    feeds, unknown = [], []
    for place, header in enumerate(names):
        name = fold(header)
        field = _field(name, said, known)
        if not name:
            unknown.append((place, unnamed(place + 1)))
        elif said.get(name) == "" or (name in known.ignored and name not in said):
            continue
        elif field is None:
            unknown.append((place, header))
        else:
            feeds.append(_feed(place, header, field, known, own))
    if mixed:  # which of two columns gives way, each row tells (row.py): better known ones go first
        feeds.sort(key=lambda feed: fold(feed.header) in known.yields)
    for feed in [] if mixed else reversed(feeds[:]):
        if _gives_way(feed, feeds, said, known):
            feeds.remove(feed)
            unknown.append((feed.place, feed.header))
    feeds = feeds if own else _told_by_stage(feeds, said)
    values = [(feed.header, feed.field.name) for feed in feeds if not adds_up(feed.field)]
    faults += [] if mixed else contested(values)
    if naming and not any(feed.field.name in naming for feed in feeds):
        faults.append(nameless(names))
    if faults:
        prefix = f"{where}: " if where else ""
        lines = tuple(prefix + fault for fault in faults)
        raise BadData(t("the header cannot be read"), lines) if faults[1:] else BadData(lines[0])
    return HeaderMapping(tuple(feeds), tuple(sorted(unknown)))


def unnamed(place: int) -> str:
    """What a column without a header is called, the first of a list being 1."""
    return f"column {place}"


def _said(mapping: Mapping[str, str], known: Layout) -> dict[str, str]:
    fields = dict.fromkeys(field.name for field in known.fields.values())
    for header, name in mapping.items():
        if name and name not in fields and name != "extra":
            raise UsageProblem(
                t(
                    '--map "{header}={field}": there is no field "{field}" (choose from {fields})',
                    header=escape_unprintable(header),
                    field=escape_unprintable(name),
                    fields=t(", ").join(fields),
                )
            )
    said: dict[str, str] = {}
    for header, name in mapping.items():
        if fold(header) in said:
            raise UsageProblem(
                t('--map: "{header}" is given twice', header=escape_unprintable(header))
            )
        said[fold(header)] = name
    return said


def _field(name: str, said: Mapping[str, str], known: Layout) -> Field | None:
    own = known.fields.get(name)
    if name not in said:
        return own
    if said[name] == "extra":  # keep it as it is; only our own column `extra` is read as one
        return own if own and own.name == "extra" else None
    return next((field for field in known.fields.values() if field.name == said[name]), None)


def _feed(place: int, header: str, field: Field, known: Layout, own: bool) -> ColumnMapping:
    name = fold(header)
    otherwise = known.otherwise.get(name, "") if known.fields.get(name) is field else ""
    # Who writes our field names knows our codes; other lists have words of their own. Many call a
    # column status or stage: they are ours beside our key.
    labels = (field.name, field.zh, field.en) if own else (field.name,)
    strict = name in map(fold, labels) and (own or name not in _COMMON)
    return ColumnMapping(
        place, header, field, name in known.partly, name in known.epoch, otherwise, strict
    )


def _gives_way(
    feed: ColumnMapping, feeds: list[ColumnMapping], said: Mapping[str, str], known: Layout
) -> bool:
    """Whether a column the user named, or a better known one, feeds the same single value."""
    name = fold(feed.header)
    others = [other for other in feeds if other.field is feed.field and other is not feed]
    if not others or name in said or adds_up(feed.field):
        return False
    return name in known.yields or any(fold(other.header) in said for other in others)


def adds_up(field: Field) -> bool:
    """Whether several columns may give values of a field side by side."""
    return field.kind == "list" or field.name == "note"


def _told_by_stage(feeds: list[ColumnMapping], said: Mapping[str, str]) -> list[ColumnMapping]:
    """A stage without a status beside it tells both: 95.99 is withdrawn."""
    if any(feed.field.name == "status" for feed in feeds):
        return feeds
    status = BY_NAME["status"]
    return [
        replace(feed, field=status)
        if feed.field.name == "stage" and fold(feed.header) not in said
        else feed
        for feed in feeds
    ]
