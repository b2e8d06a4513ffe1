"""Relaton YAML to rows of cells: a file with one record, or a folder of such files.

Rule: one file is one row. In a folder a file that cannot be read is a fault of its own, and the
others go on, in the order of their names. What a record says is in relaton_record.py.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from stdplan.domain.text import visible
from stdplan.errors import BadData, StdplanError
from stdplan.exchange import strict_yaml
from stdplan.exchange.readers.decode import ListFile, file_name, open_file, problem
from stdplan.exchange.readers.objects import Found, rows
from stdplan.exchange.readers.packed import unpacked
from stdplan.exchange.readers.relaton_record import DOCIDS, columns
from stdplan.exchange.readers.rows import RawRow, Wanted
from stdplan.exchange.strict_yaml import Mapping, Node
from stdplan.i18n import t

_ENDINGS = (".yaml", ".yml", ".yaml.gz", ".yml.gz")
_PLACE = re.compile(r":(?:([0-9]+):)?(?:[0-9]+:)? *")


def read(file: ListFile, wanted: Wanted) -> Iterator[RawRow]:
    """The one record of a file as a row, its header first."""
    text = "".join(file.text(wanted.encoding).lines())
    record = strict_yaml.parse(text, file.name)
    return rows(iter([Found(1, _columns(record, file.name))]))


def read_folder(path: str) -> Iterator[RawRow]:
    """The records of all .yaml and .yml files in a folder and below it, be they packed with gzip;
    `part` names the file."""
    folder = Path(path)
    try:
        files = sorted(file for file in folder.rglob("*") if file.name.endswith(_ENDINGS))
    except OSError as error:
        raise problem(error, path) from None
    if not files:
        raise BadData(t("{file}: a folder without YAML files", file=file_name(path)))
    return rows(_found(file, f"/{visible(file.relative_to(folder).as_posix())}") for file in files)


def _found(path: Path, part: str) -> Found:
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
        return Found(
            1, _columns(strict_yaml.parse("".join(lines), file.name), file.name), None, part
        )
    except StdplanError as error:
        return _faulty(str(error), file_name(str(path)), lines, part)


def _faulty(told: str, name: str, lines: list[str], part: str) -> Found:
    """The fault of a file, which its row names already: the line that it is in, and the problem."""
    line = 1
    if told.startswith(name) and (place := _PLACE.match(told, len(name))):
        line, told = int(place[1] or 1), told[place.end() :]
    return Found(line, "".join(lines[line - 1 : line]).strip(), told, part)


def _columns(record: Node, name: str) -> dict[str, object]:
    if not isinstance(record, Mapping) or not any(key in record for key in DOCIDS):
        raise BadData(t("{file}: no Relaton record, it has no docid", file=name))
    return columns(record)
