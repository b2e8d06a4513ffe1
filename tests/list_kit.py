"""Reads a list file as the readers give it: its header, and what they say of each row."""

from pathlib import Path
from typing import Any

from stdplan.exchange.readers.rows import RawRow, Wanted
from stdplan.exchange.readers.source import open_list


def read(path: Path | str, **wanted: Any) -> tuple[str, list[RawRow]]:
    """The form found, and all rows of a file, its header first."""
    with open_list(str(path), Wanted(**wanted)) as source:
        return source.form, list(source.rows)


def records(path: Path | str, **wanted: Any) -> list[dict[str, str]]:
    """The rows as columns and cells, empty cells and faulty rows left out."""
    header, *rows = read(path, **wanted)[1]
    return [
        {name: cell for name, cell in zip(header.cells, row.cells, strict=True) if cell}
        for row in rows
        if not row.fault
    ]


def faults(path: Path | str, **wanted: Any) -> list[tuple[int, str, str]]:
    """The faulty rows: line, part and what is wrong."""
    return [(row.line, row.part, row.fault) for row in read(path, **wanted)[1] if row.fault]
