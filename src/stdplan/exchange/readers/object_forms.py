"""Which form of objects a text holds: json, jsonl, yaml, Relaton, ISO Open Data; or none.

Rule: content tells; a name tells only between forms that the content leaves open.
"""

import re

from stdplan.exchange.readers.decode import ListFile
from stdplan.exchange.readers.json_text import Broken, decode
from stdplan.exchange.readers.rows import Form, Wanted

_SAMPLE = 1 << 20
_LIST_OF_OBJECTS = re.compile(r"\[\s*[\[{\]]")
_OBJECT = re.compile(r'\{\s*["}]')
_RELATON = re.compile("^(?:docid|docidentifier):", re.MULTILINE)
# `- number: …`, or `rows:` above it; comments and the mark of a document may stand before.
_YAML = re.compile(
    r"(?:(?:#.*|---[ \t]*|[ \t]*)\r?\n)*"
    r"(?:(?:rows|records|data|list|items):[ \t]*\r?\n[ \t]*)?"
    r"- [\"']?[^\W\d][\w.]*[\"']?:(?:[ \t]|\r?\n)"
)


def object_form(file: ListFile, wanted: Wanted) -> Form | None:
    """The form of a text that holds objects, None where it holds something else.

    Raises BadData where the file is no text; the encoding is `wanted.encoding` or found.
    """
    name = file.path.lower()
    sample = next(file.text(wanted.encoding).pieces(_SAMPLE), "")
    if form := _json(sample.lstrip(), name):
        return "iso" if _is_iso(sample) else form
    if _RELATON.search(sample):
        return "relaton"
    return "yaml" if name.endswith((".yaml", ".yml")) or _YAML.match(sample) else None


def json_form(file: ListFile, wanted: Wanted) -> Form:
    """Whether JSON is a list (or one object) or lines of objects."""
    sample = next(file.text(wanted.encoding).pieces(_SAMPLE), "")
    return _json(sample.lstrip(), file.path.lower()) or "json"


def _json(sample: str, name: str) -> Form | None:
    if sample.startswith("["):
        return "json" if name.endswith(".json") or _LIST_OF_OBJECTS.match(sample) else None
    if not sample.startswith("{") or not (name.endswith(".json") or _OBJECT.match(sample)):
        return None
    if name.endswith((".jsonl", ".ndjson")):
        return "jsonl"
    # `{…}` and again `{` below it; a single line is read as json, which comes to the same.
    first, *more = [line for line in sample.splitlines() if line.strip()][:2]
    many = bool(more) and first.rstrip().endswith("}") and more[0].lstrip().startswith("{")
    return "jsonl" if many else "json"


def _is_iso(sample: str) -> bool:
    try:
        record, _ = decode(sample, sample.index("{"))
    except (Broken, ValueError):
        return False
    return isinstance(record, dict) and {"reference", "deliverableType"} <= set(record)
