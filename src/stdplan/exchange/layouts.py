"""Headers of a list to the fields they mean; the knowledge itself is data, in layouts.yaml.

Rule: every column is accounted for. It feeds one field, is kept in `extra` under its header as
written, or is one of those that say nothing; two columns for one value are an error, not a guess.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from stdplan.domain.cells import clean, visible
from stdplan.domain.fields import Field
from stdplan.errors import BadData, UsageProblem
from stdplan.exchange.layout_data import NAMING, Layout, fold, standards
from stdplan.i18n import t


@dataclass(frozen=True, slots=True)
class Feed:
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
class HeaderPlan:
    """What becomes of each column; `unknown` (place and header) is kept in `extra`."""

    feeds: tuple[Feed, ...]
    unknown: tuple[tuple[int, str], ...]


def headers(
    cells: list[str],
    mapping: Mapping[str, str] | None = None,
    where: str = "",
    layout: Layout | None = None,
) -> HeaderPlan:
    """What becomes of each column of a list; `where` (`list.csv:1`) begins the faults.

    `mapping` is the user's word: header to a field, to `extra`, or to nothing (left aside).
    """
    known = layout or standards()
    # Spreadsheets break long headers within a cell: the break is no part of the name.
    names = [visible(clean(cell).replace("\n", "")) for cell in cells]
    said = _said(mapping or {}, known)
    faults = [*_not_there(said, mapping or {}, names), *_twice(names, known)]
    feeds, unknown = [], []
    for place, header in enumerate(names):
        name = fold(header)
        field = _field(name, said, known)
        if not name:
            unknown.append((place, f"column {place + 1}"))
        elif said.get(name) == "" or (name in known.ignored and name not in said):
            continue
        elif field is None:
            unknown.append((place, header))
        else:
            feeds.append(_feed(place, header, field, known))
    for feed in [feed for feed in feeds if _gives_way(feed, feeds, said, known)]:
        feeds.remove(feed)
        unknown.append((feed.place, feed.header))
    faults += _contested(feeds)
    if not any(feed.field.name in NAMING for feed in feeds):
        faults.append(_nameless(names))
    if faults:
        prefix = f"{where}: " if where else ""
        lines = tuple(prefix + fault for fault in faults)
        raise BadData(t("the header cannot be read"), lines) if faults[1:] else BadData(lines[0])
    return HeaderPlan(tuple(feeds), tuple(sorted(unknown)))


def _said(mapping: Mapping[str, str], known: Layout) -> dict[str, str]:
    fields = dict.fromkeys(field.name for field in known.fields.values())
    for header, name in mapping.items():
        if name and name not in fields and name != "extra":
            raise UsageProblem(
                t(
                    '--map "{header}={field}": there is no field "{field}" (choose from {fields})',
                    header=visible(header),
                    field=visible(name),
                    fields=t(", ").join(fields),
                )
            )
    said: dict[str, str] = {}
    for header, name in mapping.items():
        if fold(header) in said:
            raise UsageProblem(t('--map: "{header}" is given twice', header=visible(header)))
        said[fold(header)] = name
    return said


def _field(name: str, said: Mapping[str, str], known: Layout) -> Field | None:
    own = known.fields.get(name)
    if name not in said:
        return own
    if said[name] == "extra":  # keep it as it is; only our own column `extra` is read as one
        return own if own and own.name == "extra" else None
    return next((field for field in known.fields.values() if field.name == said[name]), None)


def _feed(place: int, header: str, field: Field, known: Layout) -> Feed:
    name = fold(header)
    otherwise = known.otherwise.get(name, "") if known.fields.get(name) is field else ""
    # Who writes our field names knows our codes; other lists have words of their own.
    strict = name == field.name
    return Feed(place, header, field, name in known.partly, name in known.epoch, otherwise, strict)


def _gives_way(feed: Feed, feeds: list[Feed], said: Mapping[str, str], known: Layout) -> bool:
    """Whether a column the user named, or a better known one, feeds the same single value."""
    name = fold(feed.header)
    others = [other for other in feeds if other.field is feed.field and other is not feed]
    if not others or name in said or _adds_up(feed.field):
        return False
    return name in known.yields or any(fold(other.header) in said for other in others)


def _adds_up(field: Field) -> bool:
    return field.kind == "list" or field.name == "note"


def _not_there(said: Mapping[str, str], mapping: Mapping[str, str], names: list[str]) -> list[str]:
    seen = set(map(fold, names))
    return [
        t('--map "{header}": there is no such column', header=visible(header))
        for header in mapping
        if fold(header) not in seen
    ]


def _twice(names: list[str], known: Layout) -> Iterator[str]:
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


def _contested(feeds: list[Feed]) -> Iterator[str]:
    first: dict[str, str] = {}
    for feed in feeds:
        name, header = feed.field.name, feed.header
        other = first.setdefault(name, header)
        if fold(other) != fold(header) and not _adds_up(feed.field):
            yield t(
                '"{other}" and "{header}" both mean {field}: '
                'keep one apart with --map "{header}=extra"',
                other=other,
                header=header,
                field=name,
            )


def _nameless(names: list[str]) -> str:
    seen = t(", ").join(f'"{name}"' for name in names if name)
    return t(
        "no column with a number, plan number or title (headers seen: {seen}); "
        "say which it is with --map HEADER=number",
        seen=seen,
    )
