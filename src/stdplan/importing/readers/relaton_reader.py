"""The reader of Relaton YAML: a file with one record. record_files.py reads folders of them.

What has a field in the catalogue gets that field's column. Everything else keeps its own name,
nested names joined by dots, and goes to `extra`. A relation is a link only if its type says that
one standard replaces the other: `updates` occurs in both directions in real data.

Relaton has two generations: the older has docid, docstatus and date values, the newer has
docidentifier, status and `at`. A list of one item may be written without its dash.
"""

import re
from collections.abc import Iterator

from stdplan.errors import BadData
from stdplan.i18n import t
from stdplan.importing import strict_yaml
from stdplan.importing.header_names import fold
from stdplan.importing.layouts import standard_layout
from stdplan.importing.readers.iso_reader import STAGE_COLUMN
from stdplan.importing.readers.objects import ObjectRecord, object_rows
from stdplan.importing.readers.rows import ReadOptions, SourceRow
from stdplan.importing.readers.text_files import ListFile
from stdplan.importing.yaml_nodes import Items, Mapping, Node, Text


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
    records = iter([ObjectRecord(1, read_record(text, file.name))])
    return object_rows(records, file.skipped)


def read_record(text: str, name: str) -> dict[str, object]:
    """Return the columns of the record in a text; `name` is the name of its file in messages.

    Raise BadData if it is not strict YAML, or has no docid.
    """
    return _checked_columns(strict_yaml.load_text(text, name), name)


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
_ENGLISH = frozenset(("en", "eng"))
_TITLE_PARTS = ("title-intro", "title-main", "title-part")
_LANGUAGE = re.compile(r" ?\([EFR]\)$")
# EASC says of a document in force that it replaced another.
_STAGES = {"replaces": "60.60"}
# The stages of W3C, by their names and by the letters in its identifiers: W3C WD-xml-19961114.
_W3C_STAGES = {
    word: code
    for code, words in {
        "20.20": "working draft|wd|fpwd|lcwd|draft note|dnote|draft registry|editor's draft|ed",
        "40.20": "candidate recommendation|candidate recommendation draft|cr|crd"
        "|candidate recommendation snapshot|crs|candidate registry",
        "50.20": "proposed recommendation|pr|proposed edited recommendation|per",
        "60.60": "recommendation|rec|note|group note|statement|stmt|registry|ry",
        "20.98": "discontinued draft",
        "95.99": "superseded recommendation|spsd|obsolete recommendation|obsl|retired"
        "|rescinded recommendation|rscnd",
    }.items()
    for word in words.split("|")
}
_W3C_NUMBER = re.compile(r"W3C ([A-Z]+)-")
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
    if str(columns["number"]).startswith("W3C "):
        _add_w3c_stage(columns)
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
    number = _LANGUAGE.sub("", _text(primary)).strip()
    # Some records have nothing but the name of the body.
    columns["number"] = "" if number == _child_text(primary, "type") else number
    for docid in docids:
        if docid is not primary:
            _append(columns, f"docid.{_child_text(docid, 'type') or 'other'}", _text(docid))


def _add_titles(columns: Columns, titles: list[Node]) -> None:
    """Add the main title, in English if there is one; the others by type and language.

    Titles without text do not count. If a record has only the parts of its main title, they are
    joined by ` - `.
    """
    titles = [title for title in titles if _text(title).strip()]
    main_titles = [[title] for title in titles if _child_text(title, "type") in ("main", "")]
    main_titles = main_titles or _title_parts(titles) or [[title] for title in titles]
    english = [parts for parts in main_titles if _ENGLISH & set(_languages(parts[0]))]
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

    `issued` is the publication if there is no `published`. The last confirmation counts; one that
    is before the publication is that of an earlier edition.
    """
    types = [_child_text(date, "type") for date in dates]
    for date, kind in zip(dates, types, strict=True):
        is_publication = kind == "issued" and "published" not in types
        field = _DATES.get("published" if is_publication else kind)
        if field and field not in columns:
            columns[field] = _day(date)
        elif kind != "confirmed":
            _append(columns, f"date.{kind}", _day(date) or date)
    confirmed = sorted(
        (date for date, kind in zip(dates, types, strict=True) if kind == "confirmed"), key=_day
    )
    if confirmed and (day := _day(confirmed[-1])):
        published = str(columns.get("published", ""))
        if day >= published[: len(day)]:
            columns["confirmed"] = day
            confirmed.pop()
    for date in confirmed:
        _append(columns, "date.confirmed", _day(date) or date)


def _day(date: Node) -> str:
    """Return the day of a date; a period is the day on which it begins."""
    return _text(date) or _child_text(date, "from")


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
    stage = ".".join(code for code in codes if code)
    return _STAGES.get(stage.casefold(), stage)


def _add_w3c_stage(columns: Columns) -> None:
    """Replace the stage of a document of W3C by its code, and drop the publication of a draft."""
    word = str(columns[STAGE_COLUMN]).casefold()
    letters = _W3C_NUMBER.match(str(columns["number"]))
    code = _W3C_STAGES.get(word or (letters[1].casefold() if letters else ""))
    if code:
        columns[STAGE_COLUMN] = code
        if code < "60" and (published := columns.pop("published", "")):
            _append(columns, "date.published", published)


def _committees(record: Mapping, ext: Mapping) -> Iterator[str]:
    """Yield the names of the committees, of both generations of Relaton."""
    for name in _committee_names(record, ext):
        yield from filter(None, map(str.strip, name.splitlines()))


def _committee_names(record: Mapping, ext: Mapping) -> Iterator[str]:
    group = _first_of(ext, "editorialgroup") or record.get("editorialgroup")
    if isinstance(group, Items):
        yield from (_child_text(each, "name") for each in group)
    elif isinstance(group, Mapping):
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
