"""Files with one record each, in a folder or an archive: together they are one list.

Rule: one file is one row. A file that cannot be read is a row with a fault, and the others are
still read, in the order of their names. Relaton files are found by their identifiers, other YAML
and JSON files by a key that names a standard, Markdown pages by their front matter. A single record
among lists is a list of its own.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import NamedTuple

from stdplan.domain.text import escape_unprintable
from stdplan.errors import StdplanError
from stdplan.importing.header_names import fold
from stdplan.importing.layouts import known_headers
from stdplan.importing.readers.objects import ObjectRecord, object_rows
from stdplan.importing.readers.rows import Form, ListSource, ReadOptions, Skipped, SourceRow
from stdplan.importing.readers.text_files import ListFile

YAML_ENDINGS = (".yaml", ".yml", ".yaml.gz", ".yml.gz")
_JSON = (".json", ".json.gz")
_PAGES = (".md", ".markdown")
_SAMPLE = 1 << 14  # characters
_RELATON = re.compile("^(?:docid|docidentifier):", re.MULTILINE)
_YAML_LIST = re.compile(r"(?:#.*\n|---\s*\n|\s*\n)*- ")
_YAML_KEY = re.compile(r"^[\"']?([^\s#\"':\[{-][^:\"'\n]*)[\"']?:(?=\s|$)", re.MULTILINE)
_JSON_KEY = re.compile(
    r"\s*[{,]\s*\"([^\"\\]*)\"\s*:\s*(?:\"(?:[^\"\\]|\\.)*\"|[-+.\w]+)(?=\s*[,}])"
)
_POSITION = re.compile(r":(?:([0-9]+):)?(?:[0-9]+:)? *")  # `:line:column:` in a message


class Member(NamedTuple):
    """A file in a folder or an archive: its path there, its name in messages, and its opener."""

    path: str
    name: str
    open: Callable[[], AbstractContextManager[ListFile]]


class RecordFiles(NamedTuple):
    """The files that are records of one list, and their form."""

    members: Sequence[Member]
    form: Form


def find_records(members: Sequence[Member], options: ReadOptions) -> RecordFiles:
    """Return the members that have one record each.

    All YAML files are records of Relaton if one of them is, but for lists such as an index.
    """
    if options.form not in (None, "relaton"):
        return RecordFiles((), "yaml")
    yaml = [member for member in members if member.path.lower().endswith(YAML_ENDINGS)]
    if options.form == "relaton" or any(_RELATON.search(_sample(member)) for member in yaml):
        found = [member for member in yaml if not _YAML_LIST.match(_sample(member))]
        if options.form is None or found:
            return RecordFiles(found, "relaton")
    naming = known_headers().naming | set(map(fold, options.mapped_headers))
    found = [member for member in yaml if naming & _yaml_keys(_sample(member))]
    found += [member for member in members if _is_page(member)]
    if len(found) > 1:
        return RecordFiles(found, "yaml")
    json = [member for member in members if member.path.lower().endswith(_JSON)]
    found = [member for member in json if naming & _json_keys(_sample(member))]
    return RecordFiles(found if len(found) > 1 else (), "json")


def _sample(member: Member) -> str:
    """Return the beginning of a file as text, "" if it is not UTF-8."""
    try:
        with member.open() as file:
            file.binary.seek(0)
            return file.binary.read(_SAMPLE).decode("utf-8-sig", "ignore")
    except StdplanError:
        return ""


def _is_page(member: Member) -> bool:
    """Return whether a file is a Markdown page whose front matter is a record."""
    if not member.path.lower().endswith(_PAGES):
        return False
    from stdplan.importing.readers.yaml_reader import is_page_of_standard

    return is_page_of_standard(member.path, _sample(member))


def _yaml_keys(sample: str) -> set[str]:
    """Return the folded keys of the mapping that begins here, none for anything else."""
    return {fold(match[1]) for match in _YAML_KEY.finditer(sample)}


def _json_keys(sample: str) -> set[str]:
    """Return the folded keys of the object that begins here, up to its first nested value.

    There are none for a list, for one object a line, and for ISO Open Data.
    """
    from stdplan.importing.readers.iso_reader import starts_with_iso_record
    from stdplan.importing.readers.json_reader import detect_json_form

    if detect_json_form(sample, ".json") != "json" or starts_with_iso_record(sample):
        return set()
    keys, position = set(), 0
    while match := _JSON_KEY.match(sample, position):
        keys.add(fold(match[1]))
        position = match.end()
    return keys


def record_list(name: str, records: RecordFiles, options: ReadOptions) -> ListSource:
    """Return the list of the records; `name` is that of their folder."""
    skipped = Skipped()
    counting = iter([skipped])  # a second reading must not be counted again

    def rows() -> Iterator[SourceRow]:
        found = (
            record for member in records.members for record in _records_of(member, records, options)
        )
        return object_rows(found, next(counting, Skipped()))

    return ListSource(name, records.form, rows, skipped)


def _records_of(
    member: Member, records: RecordFiles, options: ReadOptions
) -> Iterator[ObjectRecord]:
    """Yield the record of a member, or one with a fault."""
    sheet = f"/{escape_unprintable(member.path)}"
    lines: list[str] = []
    try:
        with member.open() as file:
            if records.form == "relaton":
                from stdplan.importing.readers.relaton_reader import read_record

                lines = list(file.text("utf-8-sig").lines())
                yield ObjectRecord(1, read_record("".join(lines), file.name), None, sheet)
            else:
                for record in list(_read(file, records.form, options)):
                    yield record._replace(sheet=sheet)
    except StdplanError as error:
        yield _faulty_record(str(error), member.name, lines, sheet)


def _read(file: ListFile, form: Form, options: ReadOptions) -> Iterator[ObjectRecord]:
    """Return the records of a YAML or JSON file."""
    if form == "yaml":
        from stdplan.importing.readers import yaml_reader

        return yaml_reader.read_records(file, options)
    from stdplan.importing.readers import json_reader

    return json_reader.read_records(file, options._replace(form="json"))


def _faulty_record(message: str, name: str, lines: list[str], sheet: str) -> ObjectRecord:
    """Return a record with a fault, and the line of the fault as its text.

    The message begins with the file's name and perhaps a line; the row has both already, so they
    are removed.
    """
    line = 1
    if message.startswith(name) and (position := _POSITION.match(message, len(name))):
        line, message = int(position[1] or 1), message[position.end() :]
    return ObjectRecord(line, "".join(lines[line - 1 : line]).strip(), message, sheet)
