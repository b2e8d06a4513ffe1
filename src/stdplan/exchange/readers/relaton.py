"""Relaton YAML to rows of cells: a file with one record, or a folder of such files.

Rule: one file is one row. In a folder a file that cannot be read is a fault of its own, and the
others go on, in the order of their names. What a record says is in relaton_record.py.
"""

from collections.abc import Iterator
from pathlib import Path

from stdplan.domain.cells import visible
from stdplan.errors import BadData, StdplanError
from stdplan.exchange import strict_yaml
from stdplan.exchange.readers.decode import ListFile, file_name, problem
from stdplan.exchange.readers.objects import Found, rows
from stdplan.exchange.readers.relaton_record import DOCIDS, columns
from stdplan.exchange.readers.rows import RawRow, Wanted
from stdplan.exchange.strict_yaml import Mapping, Node
from stdplan.i18n import t


def read(file: ListFile, wanted: Wanted) -> Iterator[RawRow]:
    """The one record of a file as a row, its header first."""
    text = "".join(file.text(wanted.encoding).lines())
    record = strict_yaml.parse(text, file.name)
    return rows(iter([Found(1, _columns(record, file.name))]))


def read_folder(path: str) -> Iterator[RawRow]:
    """The records of all .yaml and .yml files in a folder and below it; `part` names the file."""
    folder = Path(path)
    try:
        files = sorted(file for file in folder.rglob("*") if file.suffix in (".yaml", ".yml"))
    except OSError as error:
        raise problem(error, path) from None
    if not files:
        raise BadData(t("{file}: a folder without YAML files", file=file_name(path)))
    return rows(_found(file, f"/{visible(file.relative_to(folder).as_posix())}") for file in files)


def _found(path: Path, part: str) -> Found:
    try:
        return Found(1, _columns(strict_yaml.load(str(path)), file_name(str(path))), part=part)
    except StdplanError as error:
        return Found(1, part, str(error), part)


def _columns(record: Node, name: str) -> dict[str, object]:
    if not isinstance(record, Mapping) or not any(key in record for key in DOCIDS):
        raise BadData(t("{file}: no Relaton record, it has no docid", file=name))
    return columns(record)
