"""Relaton YAML to rows of cells: a file with one record, or a folder of such files.

Rule: one file is one row. In a folder a file that cannot be read is a fault of its own, and the
others go on, in the order of their names. What a record says is in relaton_reader.py.

A Relaton record, of the older or the newer generation, to columns.

Rule: what has a field here gets its column; all else keeps its own name, nested names with dots,
and goes to `extra`. A relation is a link only where its type says that one replaces the other:
`updates` stands in both directions in real data.

The older has docid, docstatus and date values, the newer docidentifier, status and `at`; a list of
one may stand without its dash.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from stdplan.domain.text import escape_unprintable
from stdplan.errors import BadData, StdplanError
from stdplan.i18n import t
from stdplan.importing import strict_yaml
from stdplan.importing.headers import fold, standards
from stdplan.importing.readers.iso_reader import STAGE
from stdplan.importing.readers.objects import ObjectRecord, rows
from stdplan.importing.readers.rows import ReadOptions, SourceRow
from stdplan.importing.readers.text_files import ListFile, file_name, open_file, problem, unpacked
from stdplan.importing.strict_yaml import Items, Mapping, Node, Text

DOCIDS = ("docid", "docidentifier")
_CONTENT = ("content", "id", "value", "at", "on", "name")
_DATES = {"published": "published", "implemented": "effective", "obsoleted": "withdrawn"}
_LINKS = {
    **dict.fromkeys(("obsoletes", "supersedes", "replaces"), "replaces"),
    **dict.fromkeys(("obsoletedBy", "supersededBy", "replacedBy"), "replaced_by"),
    "adoptedFrom": "adopts",
}
_TITLE_PARTS = ("title-intro", "title-main", "title-part")
_LANGUAGE = re.compile(r" ?\([EFR]\)$")


def columns(record: Mapping) -> dict[str, object]:
    """The columns of a record: our fields first, then all that has none."""
    rest = dict(record)
    made: dict[str, object] = {}
    docids = [item for name in DOCIDS for item in _items(rest.pop(name, None))]
    _add_number(made, docids or [Text("", 1)])
    _add_titles(made, _items(rest.pop("title", None)))
    _add_dates(made, _items(rest.pop("date", None)))
    _add_relations(made, _items(rest.pop("relation", None)))
    made[STAGE] = _stage(_first(record, "docstatus", "status"))
    ext = record.get("ext")
    inner = ext if isinstance(ext, Mapping) else Mapping(0)
    made["ics"] = [
        _part(item, "code") for item in _items(_first(inner, "ics") or record.get("ics"))
    ]
    made["committee"] = list(dict.fromkeys(_committees(record, inner)))
    for name, node in rest.items():
        # `source` and the like mean something else here.
        made[f"relaton.{name}" if fold(name) in standards().fields else name] = node
    return made


def _add_number(made: dict[str, object], docids: list[Node]) -> None:
    primary = next((one for one in docids if _part(one, "primary") == "true"), docids[0])
    made["number"] = _LANGUAGE.sub("", _text(primary))
    for docid in docids:
        if docid is not primary:
            _append(made, f"docid.{_part(docid, 'type') or 'other'}", _text(docid))


def _add_titles(made: dict[str, object], titles: list[Node]) -> None:
    """The main title, or the one that its parts make, in English if there is one; the others by
    kind and language."""
    mains = [[title] for title in titles if _part(title, "type") in ("main", "")]
    mains = mains or _composed(titles) or [[title] for title in titles]
    english = [parts for parts in mains if "en" in _languages(parts[0])]
    chosen = next(iter(english or mains), [])
    made["title"] = " - ".join(map(_text, chosen))
    made["title_en"] = made["title"] if english else ""
    for title in titles:
        if not any(title is part for part in chosen):
            kind = _part(title, "type") or "other"
            _append(made, ".".join(("title", kind, *_languages(title))), _text(title))


def _composed(titles: list[Node]) -> list[list[Node]]:
    """The parts of a title, of each language in the order of ISO's main titles."""
    parts: dict[tuple[str, ...], list[Node]] = {}
    for kind in _TITLE_PARTS:
        for title in titles:
            if _part(title, "type") == kind and _text(title):
                parts.setdefault(tuple(_languages(title)), []).append(title)
    return list(parts.values())


def _languages(title: Node | None) -> list[str]:
    found = title.get("language") if isinstance(title, Mapping) else None
    return [_text(one) for one in _items(found)]


def _add_dates(made: dict[str, object], dates: list[Node]) -> None:
    types = [_part(date, "type") for date in dates]
    for date, kind in zip(dates, types, strict=True):
        kind_or_issued = "published" if kind == "issued" and "published" not in types else kind
        field = _DATES.get(kind_or_issued)
        if field and field not in made:
            made[field] = _text(date)
        else:
            _append(made, f"date.{kind}", _text(date) or date)


def _add_relations(made: dict[str, object], relations: list[Node]) -> None:
    for relation in relations:
        kind = _part(relation, "type") or "other"
        other = relation.get("bibitem") if isinstance(relation, Mapping) else None
        docids = (
            _items(_first(other, *DOCIDS, "formattedref")) if isinstance(other, Mapping) else []
        )
        in_part = isinstance(relation, Mapping) and "locality" in relation
        if kind in _LINKS and docids and not in_part:
            _append(made, _LINKS[kind], _LANGUAGE.sub("", _text(docids[0])))
        else:
            _append(made, f"relation.{kind}", relation)


def _stage(status: Node | None) -> str:
    """'60.60', or the issuer's own word."""
    if not isinstance(status, Mapping):
        return _text(status)
    parts = (_text(status.get(name)) for name in ("stage", "substage"))
    return ".".join(part for part in parts if part)


def _committees(record: Mapping, ext: Mapping) -> Iterator[str]:
    group = _first(ext, "editorialgroup") or record.get("editorialgroup")
    if isinstance(group, Mapping):
        below = [_group(one, "SC") for one in _items(group.get("subcommittee"))]
        for committee in _items(group.get("technical_committee")):
            name = _group(committee, "TC")
            # An identifier often names its subcommittee already: ISO/TC 176/SC 2.
            yield "/".join((name, *below)) if "/SC" not in name else name
    for contributor in _items(record.get("contributor")):
        if isinstance(contributor, Mapping) and _is_committee(contributor):
            organization = contributor.get("organization")
            if isinstance(organization, Mapping):
                for part in _items(organization.get("subdivision")):
                    yield _part(part, "identifier") or _text(part)


def _group(node: Node, kind: str) -> str:
    """'ISO/TC 67', or 'TC 67' by its number alone, or its name."""
    number = _part(node, "number")
    return _part(node, "identifier") or (f"{kind} {number}" if number else _text(node))


def _is_committee(contributor: Mapping) -> bool:
    roles = [role for role in _items(contributor.get("role")) if isinstance(role, Mapping)]
    words = [_text(word) for role in roles for word in _items(role.get("description"))]
    return "committee" in words


def _items(node: Node | None) -> list[Node]:
    return list(node) if isinstance(node, Items) else [] if node is None else [node]


def _first(node: Mapping, *names: str) -> Node | None:
    return next((node[name] for name in names if name in node), None)


def _text(node: Node | None) -> str:
    """What a node says in words: itself, or what stands under its usual names."""
    if isinstance(node, Items):
        node = node[0] if node else None
    if isinstance(node, Mapping):
        return _text(_first(node, *_CONTENT))
    return "" if node is None else str(node)


def _part(node: Node, name: str) -> str:
    return _text(node.get(name)) if isinstance(node, Mapping) else ""


def _append(made: dict[str, object], name: str, value: object) -> None:
    held = made.setdefault(name, [])
    if isinstance(held, list):
        held.append(value)


_ENDINGS = (".yaml", ".yml", ".yaml.gz", ".yml.gz")
_PLACE = re.compile(r":(?:([0-9]+):)?(?:[0-9]+:)? *")


def read_relaton(file: ListFile, wanted: ReadOptions) -> Iterator[SourceRow]:
    """The one record of a file as a row, its header first."""
    text = "".join(file.text(wanted.encoding).lines())
    record = strict_yaml.parse(text, file.name)
    return rows(iter([ObjectRecord(1, _columns(record, file.name))]))


def read_folder(path: str) -> Iterator[SourceRow]:
    """The records of all .yaml and .yml files in a folder and below it, be they packed with gzip;
    `part` names the file."""
    folder = Path(path)
    try:
        files = sorted(file for file in folder.rglob("*") if file.name.endswith(_ENDINGS))
    except OSError as error:
        raise problem(error, path) from None
    if not files:
        raise BadData(t("{file}: a folder without YAML files", file=file_name(path)))
    return rows(
        _found(file, f"/{escape_unprintable(file.relative_to(folder).as_posix())}")
        for file in files
    )


def _found(path: Path, part: str) -> ObjectRecord:
    lines: list[str] = []
    try:
        with open_file(str(path)) as given, unpacked(given) as file:
            if file.binary.seek(0, 2) > strict_yaml.LARGEST:
                raise BadData(
                    t(
                        "{file}: is larger than {bytes} bytes",
                        file=file.name,
                        bytes=strict_yaml.LARGEST,
                    )
                )
            lines = list(file.text("utf-8-sig").lines())
        return ObjectRecord(
            1, _columns(strict_yaml.parse("".join(lines), file.name), file.name), None, part
        )
    except StdplanError as error:
        return _faulty(str(error), file_name(str(path)), lines, part)


def _faulty(told: str, name: str, lines: list[str], part: str) -> ObjectRecord:
    """The fault of a file, which its row names already: the line that it is in, and the problem."""
    line = 1
    if told.startswith(name) and (place := _PLACE.match(told, len(name))):
        line, told = int(place[1] or 1), told[place.end() :]
    return ObjectRecord(line, "".join(lines[line - 1 : line]).strip(), told, part)


def _columns(record: Node, name: str) -> dict[str, object]:
    if not isinstance(record, Mapping) or not any(key in record for key in DOCIDS):
        raise BadData(t("{file}: no Relaton record, it has no docid", file=name))
    return columns(record)
