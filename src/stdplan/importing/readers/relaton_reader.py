"""The reader of Relaton YAML: a file with one record, or a folder of such files.

Rule: one file is one row. In a folder, a file that cannot be read is a row with a fault, and
the others are still read, in the order of their names.

What has a field in the catalogue gets that field's column. Everything else keeps its own name,
nested names joined by dots, and goes to `extra`. A relation is a link only if its type says that
one standard replaces the other: `updates` occurs in both directions in real data.

Relaton has two generations: the older has docid, docstatus and date values, the newer has
docidentifier, status and `at`. A list of one item may be written without its dash.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from stdplan.domain.text import escape_unprintable
from stdplan.errors import BadData, StdplanError
from stdplan.i18n import t
from stdplan.importing import strict_yaml
from stdplan.importing.headers import fold, standard_layout
from stdplan.importing.readers.iso_reader import STAGE_COLUMN
from stdplan.importing.readers.objects import ObjectRecord, object_rows
from stdplan.importing.readers.rows import ReadOptions, Skipped, SourceRow
from stdplan.importing.readers.text_files import (
    ListFile,
    decompressed,
    display_name,
    open_file,
    read_error,
)
from stdplan.importing.yaml_nodes import Items, Mapping, Node, Text

_ENDINGS = (".yaml", ".yml", ".yaml.gz", ".yml.gz")
_POSITION = re.compile(r":(?:([0-9]+):)?(?:[0-9]+:)? *")  # `:line:column:` in a message


def read_relaton(file: ListFile, options: ReadOptions) -> Iterator[SourceRow]:
    """Yield the header row and the one row of a file.

    Raise BadData if the file is not strict YAML, or its record has no docid.

        >>> from io import BytesIO
        >>> record = b"docid:\\n  id: ISO 1:2022\\ntitle:\\n  content: Gauges\\n  language: en\\n"
        >>> header, row = read_relaton(ListFile("a", "a", BytesIO(record)), ReadOptions())
        >>> dict(zip(header.cells, row.cells, strict=True))["number"]
        'ISO 1:2022'
    """
    text = "".join(file.text(options.encoding).lines())
    record = strict_yaml.load_text(text, file.name)
    records = iter([ObjectRecord(1, _checked_columns(record, file.name))])
    return object_rows(records, file.skipped)


def read_folder(path: str, skipped: Skipped) -> Iterator[SourceRow]:
    """Yield the header row, then a row for each .yaml and .yml file in a folder and below it.

    Characters that mean nothing are removed, and counted in `skipped`.

    The files may be compressed with gzip. `SourceRow.sheet` is the file's path in the folder, with
    a slash before it. Raise BadData if there are no such files.
    """
    folder = Path(path)
    try:
        files = sorted(file for file in folder.rglob("*") if file.name.endswith(_ENDINGS))
    except OSError as error:
        raise read_error(error, path) from None
    if not files:
        raise BadData(t("{file}: the folder has no YAML files", file=display_name(path)))
    records = (
        _record_of_file(file, f"/{escape_unprintable(file.relative_to(folder).as_posix())}")
        for file in files
    )
    return object_rows(records, skipped)


def _record_of_file(path: Path, sheet: str) -> ObjectRecord:
    lines: list[str] = []
    try:
        with open_file(str(path)) as original, decompressed(original) as file:
            if file.binary.seek(0, 2) > strict_yaml.LARGEST:
                raise BadData(
                    t(
                        "{file}: the file is larger than {bytes} bytes",
                        file=file.name,
                        bytes=strict_yaml.LARGEST,
                    )
                )
            lines = list(file.text("utf-8-sig").lines())
        record = strict_yaml.load_text("".join(lines), file.name)
        return ObjectRecord(1, _checked_columns(record, file.name), None, sheet)
    except StdplanError as error:
        return _faulty_record(str(error), display_name(str(path)), lines, sheet)


def _faulty_record(message: str, name: str, lines: list[str], sheet: str) -> ObjectRecord:
    """Return a record with a fault, and the line of the fault as its text.

    The message begins with the file's name and perhaps a line; the row has both already, so they
    are removed.
    """
    line = 1
    if message.startswith(name) and (position := _POSITION.match(message, len(name))):
        line, message = int(position[1] or 1), message[position.end() :]
    return ObjectRecord(line, "".join(lines[line - 1 : line]).strip(), message, sheet)


def _checked_columns(record: Node, name: str) -> dict[str, object]:
    if not isinstance(record, Mapping) or not any(key in record for key in _DOCIDS):
        raise BadData(t("{file}: this is not a Relaton record: it has no docid", file=name))
    return record_columns(record)


# --- One record ---

_DOCIDS = ("docid", "docidentifier")
_CONTENT = ("content", "id", "value", "at", "on", "name")  # keys under which a node has its text
_DATES = {"published": "published", "implemented": "effective", "obsoleted": "withdrawn"}
_LINKS = {
    **dict.fromkeys(("obsoletes", "supersedes", "replaces"), "replaces"),
    **dict.fromkeys(("obsoletedBy", "supersededBy", "replacedBy"), "replaced_by"),
    "adoptedFrom": "adopts",
}
_TITLE_PARTS = ("title-intro", "title-main", "title-part")
_LANGUAGE = re.compile(r" ?\([EFR]\)$")
Columns = dict[str, object]


def record_columns(record: Mapping) -> Columns:
    """Return the columns of a record: the catalogue's fields first, then everything else."""
    rest = dict(record)
    columns: Columns = {}
    docids = [item for name in _DOCIDS for item in _items(rest.pop(name, None))]
    _add_number(columns, docids or [Text("", 1)])
    _add_titles(columns, _items(rest.pop("title", None)))
    _add_dates(columns, _items(rest.pop("date", None)))
    _add_relations(columns, _items(rest.pop("relation", None)))
    columns[STAGE_COLUMN] = _stage(_first_of(record, "docstatus", "status"))
    ext = record.get("ext")
    ext_mapping = ext if isinstance(ext, Mapping) else Mapping(0)
    ics = _first_of(ext_mapping, "ics") or record.get("ics")
    columns["ics"] = [_child_text(item, "code") for item in _items(ics)]
    columns["committee"] = list(dict.fromkeys(_committees(record, ext_mapping)))
    for name, node in rest.items():
        # `source` and some others have another meaning in the catalogue.
        columns[f"relaton.{name}" if fold(name) in standard_layout().fields else name] = node
    return columns


def _add_number(columns: Columns, docids: list[Node]) -> None:
    """Add the primary identifier as the number, the others by type (`docid.URN`)."""
    primary = next(
        (docid for docid in docids if _child_text(docid, "primary") == "true"), docids[0]
    )
    columns["number"] = _LANGUAGE.sub("", _text(primary))
    for docid in docids:
        if docid is not primary:
            _append(columns, f"docid.{_child_text(docid, 'type') or 'other'}", _text(docid))


def _add_titles(columns: Columns, titles: list[Node]) -> None:
    """Add the main title, in English if there is one; the others by type and language.

    If a record has only the parts of its main title, they are joined by ` - `.
    """
    main_titles = [[title] for title in titles if _child_text(title, "type") in ("main", "")]
    main_titles = main_titles or _title_parts(titles) or [[title] for title in titles]
    english = [parts for parts in main_titles if "en" in _languages(parts[0])]
    chosen = next(iter(english or main_titles), [])
    columns["title"] = " - ".join(map(_text, chosen))
    columns["title_en"] = columns["title"] if english else ""
    for title in titles:
        if not any(title is part for part in chosen):
            kind = _child_text(title, "type") or "other"
            _append(columns, ".".join(("title", kind, *_languages(title))), _text(title))


def _title_parts(titles: list[Node]) -> list[list[Node]]:
    """Return the parts of the title in each language, in the order of ISO's titles."""
    by_language: dict[tuple[str, ...], list[Node]] = {}
    for kind in _TITLE_PARTS:
        for title in titles:
            if _child_text(title, "type") == kind and _text(title):
                by_language.setdefault(tuple(_languages(title)), []).append(title)
    return list(by_language.values())


def _languages(title: Node | None) -> list[str]:
    languages = title.get("language") if isinstance(title, Mapping) else None
    return [_text(language) for language in _items(languages)]


def _add_dates(columns: Columns, dates: list[Node]) -> None:
    """Add the dates that have a field, the others by type (`date.created`).

    `issued` is the publication if there is no `published`.
    """
    types = [_child_text(date, "type") for date in dates]
    for date, kind in zip(dates, types, strict=True):
        is_publication = kind == "issued" and "published" not in types
        field = _DATES.get("published" if is_publication else kind)
        if field and field not in columns:
            columns[field] = _text(date)
        else:
            _append(columns, f"date.{kind}", _text(date) or date)


def _add_relations(columns: Columns, relations: list[Node]) -> None:
    """Add replacements and adoptions of whole documents as links, other relations by type."""
    for relation in relations:
        kind = _child_text(relation, "type") or "other"
        other = relation.get("bibitem") if isinstance(relation, Mapping) else None
        docids = (
            _items(_first_of(other, *_DOCIDS, "formattedref")) if isinstance(other, Mapping) else []
        )
        in_part = isinstance(relation, Mapping) and "locality" in relation
        if kind in _LINKS and docids and not in_part:
            _append(columns, _LINKS[kind], _LANGUAGE.sub("", _text(docids[0])))
        else:
            _append(columns, f"relation.{kind}", relation)


def _stage(status: Node | None) -> str:
    """Return the stage as '60.60', or as the issuer's own word."""
    if not isinstance(status, Mapping):
        return _text(status)
    codes = (_text(status.get(name)) for name in ("stage", "substage"))
    return ".".join(code for code in codes if code)


def _committees(record: Mapping, ext: Mapping) -> Iterator[str]:
    """Yield the names of the committees, of both generations of Relaton."""
    group = _first_of(ext, "editorialgroup") or record.get("editorialgroup")
    if isinstance(group, Mapping):
        subcommittees = [
            _committee_name(subcommittee, "SC")
            for subcommittee in _items(group.get("subcommittee"))
        ]
        for committee in _items(group.get("technical_committee")):
            name = _committee_name(committee, "TC")
            # An identifier often includes its subcommittee: ISO/TC 176/SC 2.
            yield "/".join((name, *subcommittees)) if "/SC" not in name else name
    for contributor in _items(record.get("contributor")):
        if isinstance(contributor, Mapping) and _is_committee(contributor):
            organization = contributor.get("organization")
            if isinstance(organization, Mapping):
                for subdivision in _items(organization.get("subdivision")):
                    yield _child_text(subdivision, "identifier") or _text(subdivision)


def _committee_name(committee: Node, kind: str) -> str:
    """Return the identifier 'ISO/TC 67', or 'TC 67' if it has only a number, or its name."""
    number = _child_text(committee, "number")
    identifier = _child_text(committee, "identifier")
    return identifier or (f"{kind} {number}" if number else _text(committee))


def _is_committee(contributor: Mapping) -> bool:
    roles = [role for role in _items(contributor.get("role")) if isinstance(role, Mapping)]
    words = [_text(word) for role in roles for word in _items(role.get("description"))]
    return "committee" in words


# --- Nodes of the YAML tree ---


def _items(node: Node | None) -> list[Node]:
    """Return the items of a list; a node that is no list is a list of one."""
    return list(node) if isinstance(node, Items) else [] if node is None else [node]


def _first_of(node: Mapping, *names: str) -> Node | None:
    """Return the value of the first of the keys that the mapping has."""
    return next((node[name] for name in names if name in node), None)


def _text(node: Node | None) -> str:
    """Return the text of a node.

    For a list it is the text of the first item, for a mapping the text under a key of _CONTENT.
    """
    if isinstance(node, Items):
        node = node[0] if node else None
    if isinstance(node, Mapping):
        return _text(_first_of(node, *_CONTENT))
    return "" if node is None else str(node)


def _child_text(node: Node, name: str) -> str:
    """Return the text under a key of a mapping, "" if it has none."""
    return _text(node.get(name)) if isinstance(node, Mapping) else ""


def _append(columns: Columns, name: str, value: object) -> None:
    """Append a value to a list column; do nothing if the column has a single value."""
    values = columns.setdefault(name, [])
    if isinstance(values, list):
        values.append(value)
