"""ISO Open Data (deliverables metadata, one object a line) to rows of cells.

Rule: all columns stay as they are, but for what only the whole list can tell: ids of replaced and
replacing deliverables become their references. An id that the list does not hold stays an id, in a
column that goes to `extra`.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from stdplan.importing.readers.json_reader import json_form, records
from stdplan.importing.readers.objects import ObjectRecord, rows
from stdplan.importing.readers.rows import ReadOptions, SourceRow
from stdplan.importing.readers.text_files import ListFile

_LINKS = ("replaces", "replacedBy")
# The stage as people write it (90.92), in a column that layouts.yaml knows; `currentStage`, the
# integer, is kept beside it.
STAGE = "harmonized stage"


def read_iso(file: ListFile, wanted: ReadOptions) -> Iterator[SourceRow]:
    """The rows of a file, its keys as the header first."""
    wanted = wanted._replace(form=json_form(file, wanted))
    references: dict[str, str] = {}
    for found in records(file, wanted):
        value = found.value
        if isinstance(value, dict) and value.get("id") and isinstance(value.get("reference"), str):
            identity, reference = str(value["id"]), value["reference"]
            # An id given twice names nothing for sure.
            references[identity] = (
                reference if references.get(identity, reference) == reference else ""
            )
    return rows(_standard(found, references) for found in records(file, wanted))


def _standard(found: ObjectRecord, references: Mapping[str, str]) -> ObjectRecord:
    if not isinstance(found.value, dict):
        return found
    made: dict[str, Any] = {}
    for name, value in found.value.items():
        if name == "title" and isinstance(value, dict):
            made |= _titles(value)
        elif name in _LINKS and isinstance(value, list):
            known = [references.get(str(one), "") for one in value]
            made[name] = [reference for reference in known if reference]
            if lost := [one for one, reference in zip(value, known, strict=True) if not reference]:
                made[f"{name} (id)"] = lost
        else:
            made[name] = value
    if stage := _stage(made.get("currentStage")):
        made[STAGE] = stage
    return found._replace(value=made)


def _titles(titles: Mapping[str, Any]) -> dict[str, Any]:
    """The English title, else the first there is; those in other languages keep their columns."""
    main = titles.get("en") or next((title for title in titles.values() if title), None)
    others = {f"title.{language}": title for language, title in titles.items() if language != "en"}
    return {"title": main, "title_en": titles.get("en"), **others}


def _stage(code: object) -> str | None:
    """9092 → '90.92', 20 → '00.20'."""
    digits = str(code or "").zfill(4)
    return f"{digits[:2]}.{digits[2:]}" if len(digits) == 4 and digits.isdigit() and code else None
