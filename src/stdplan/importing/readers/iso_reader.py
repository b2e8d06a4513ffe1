"""The reader of ISO Open Data: the metadata of ISO's deliverables, one JSON object a line.

Rule: all columns stay as they are, except that the ids of replaced and replacing deliverables
become their references, which are known once the whole list is read. An id that is not in the list
stays an id, in a column that goes to `extra`.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from stdplan.importing.readers.json_reader import (
    JsonError,
    decode_value,
    detect_json_form,
    read_records,
)
from stdplan.importing.readers.objects import ObjectRecord, object_rows
from stdplan.importing.readers.rows import ReadOptions, SourceRow
from stdplan.importing.readers.text_files import ListFile

_LINKS = ("replaces", "replacedBy")
# The column of the stage as people write it (90.92); layouts.yaml has its name. ISO's integer
# `currentStage` keeps its own column.
STAGE_COLUMN = "harmonized stage"


def starts_with_iso_record(sample: str) -> bool:
    """Return whether the first object of a text is a deliverable of ISO Open Data."""
    try:
        record, _ = decode_value(sample, sample.index("{"))
    except (JsonError, ValueError):
        return False
    return isinstance(record, dict) and {"reference", "deliverableType"} <= set(record)


def read_iso(file: ListFile, options: ReadOptions) -> Iterator[SourceRow]:
    """Yield the header row (the keys of all records), then the rows of a file.

    The file is read twice: first for the references of all ids. Raise BadData if it is no JSON.

        >>> from io import BytesIO
        >>> record = b'{"reference": "ISO 1:2022", "currentStage": 6060}'
        >>> [row.cells for row in read_iso(ListFile("a", "a", BytesIO(record)), ReadOptions())]
        [['reference', 'currentStage', 'harmonized stage'], ['ISO 1:2022', '6060', '60.60']]
    """
    form = detect_json_form(file.text(options.encoding).sample(), file.path.lower()) or "json"
    options = options._replace(form=form)
    references: dict[str, str] = {}
    for record in read_records(file, options):
        value = record.value
        if isinstance(value, dict) and value.get("id") and isinstance(value.get("reference"), str):
            deliverable_id, reference = str(value["id"]), value["reference"]
            # An id with two references identifies neither.
            is_unique = references.get(deliverable_id, reference) == reference
            references[deliverable_id] = reference if is_unique else ""
    records = (_with_references(record, references) for record in read_records(file, options))
    return object_rows(records, file.skipped)


def _with_references(record: ObjectRecord, references: Mapping[str, str]) -> ObjectRecord:
    """Return the record with references for ids, titles in columns, and the stage."""
    if not isinstance(record.value, dict):
        return record
    columns: dict[str, Any] = {}
    for name, value in record.value.items():
        if name == "title" and isinstance(value, dict):
            columns |= _titles(value)
        elif name in _LINKS and isinstance(value, list):
            linked = [(item, references.get(str(item), "")) for item in value]
            columns[name] = [reference for _, reference in linked if reference]
            if unknown_ids := [item for item, reference in linked if not reference]:
                columns[f"{name} (id)"] = unknown_ids
        else:
            columns[name] = value
    if stage := _stage(columns.get("currentStage")):
        columns[STAGE_COLUMN] = stage
    return record._replace(value=columns)


def _titles(titles: Mapping[str, Any]) -> dict[str, Any]:
    """Return the columns of the titles, by language.

    `title` is the English title, else the first one; titles in other languages keep their columns.
    """
    main = titles.get("en") or next((title for title in titles.values() if title), None)
    others = {f"title.{language}": title for language, title in titles.items() if language != "en"}
    return {"title": main, "title_en": titles.get("en"), **others}


def _stage(code: object) -> str | None:
    """Return the stage of ISO's integer: 9092 → '90.92', 20 → '00.20'; None if it is no stage."""
    digits = str(code or "").zfill(4)
    return f"{digits[:2]}.{digits[2:]}" if len(digits) == 4 and digits.isdigit() and code else None
