"""Headers of a list to the fields they mean; the knowledge itself is data, in layouts.yaml.

Rule: every column is accounted for. It feeds one field, is kept in `extra` under its header as
written, or is one of those that say nothing; two columns for one value are an error, not a guess.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from stdplan.domain.fields import BY_NAME, Field
from stdplan.domain.text import clean, visible
from stdplan.errors import BadData, UsageProblem
from stdplan.exchange.layout_data import NAMING, Layout, fold, standards
from stdplan.exchange.layout_faults import contested, nameless, not_there, twice
from stdplan.i18n import t

_COMMON = ("status", "stage")
# Only our own lists have this column, by its name or with --labels.
_OUR_KEY = frozenset((BY_NAME["key"].name, BY_NAME["key"].zh))


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
    mixed: bool = False,
    naming: Collection[str] = NAMING,
) -> HeaderPlan:
    """What becomes of each column of a list; `where` (`list.csv:1`) begins the faults.

    `mapping` is the user's word: header to a field, to `extra`, or to nothing (left aside).
    `mixed`: the columns are those of several lists, of which each row fills its own.
    `naming`: fields of which one at least has a column.
    """
    known = layout or standards()
    # Spreadsheets break long headers within a cell: the break is no part of the name.
    names = [visible(clean(cell).replace("\n", "")) for cell in cells]
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
    return HeaderPlan(tuple(feeds), tuple(sorted(unknown)))


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


def _feed(place: int, header: str, field: Field, known: Layout, own: bool) -> Feed:
    name = fold(header)
    otherwise = known.otherwise.get(name, "") if known.fields.get(name) is field else ""
    # Who writes our field names knows our codes; other lists have words of their own. Many call a
    # column status or stage: they are ours beside our key.
    labels = (field.name, field.zh, field.en) if own else (field.name,)
    strict = name in map(fold, labels) and (own or name not in _COMMON)
    return Feed(place, header, field, name in known.partly, name in known.epoch, otherwise, strict)


def _gives_way(feed: Feed, feeds: list[Feed], said: Mapping[str, str], known: Layout) -> bool:
    """Whether a column the user named, or a better known one, feeds the same single value."""
    name = fold(feed.header)
    others = [other for other in feeds if other.field is feed.field and other is not feed]
    if not others or name in said or adds_up(feed.field):
        return False
    return name in known.yields or any(fold(other.header) in said for other in others)


def adds_up(field: Field) -> bool:
    """Whether several columns may give values of a field side by side."""
    return field.kind == "list" or field.name == "note"


def _told_by_stage(feeds: list[Feed], said: Mapping[str, str]) -> list[Feed]:
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
