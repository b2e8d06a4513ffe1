"""The file of --save-map: which field each column of the lists has, for next month's list.

Rule: the file has no day and no time, so the same import writes the same bytes. An existing file
may have been edited by hand, and is never replaced.
"""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TextIO

from stdplan.errors import CannotCreate, UsageProblem
from stdplan.i18n import t
from stdplan.importing.header_names import fold
from stdplan.importing.import_options import ImportOptions
from stdplan.importing.list_summary import ListSummary
from stdplan.importing.map_files import COLUMNS, OPTIONS, SET
from stdplan.importing.understood import UnderstoodColumn
from stdplan.output.atomic_file import open_atomic


@contextmanager
def open_map(path: str | None, rejects: str | None) -> Iterator[TextIO | None]:
    """Open the file of --save-map; yield None if there is none to write.

    `rejects`: the value of --skip-bad. Raise CannotCreate if the file exists or cannot be written.
    """
    if path is None:
        yield None
        return
    if path == "-":
        raise UsageProblem(t("--save-map: give a file name; stdout is used for the counts"))
    if rejects is not None and os.path.realpath(path) == os.path.realpath(rejects):
        raise UsageProblem(t("--save-map and --skip-bad are the same file, {path}", path=path))
    if os.path.lexists(path):
        raise CannotCreate(t("{path}: already exists", path=path))
    with open_atomic(path) as out:
        yield out


def write_map(out: TextIO, summaries: Sequence[ListSummary], options: ImportOptions) -> None:
    """Write what the columns of the lists feed, and the options that the next import needs.

    Raise UsageProblem if lists read a column of the same name in different ways.
    """
    from stdplan.output.as_yaml import yaml_line  # an import without this file needs no YAML

    files = dict.fromkeys(summary.file for summary in summaries)
    for sentence in (
        t("Made by --save-map from {files}; read it with --map-file.", files=t(", ").join(files)),
        t("extra: the column is stored as it is. Nothing: the column is not read."),
    ):
        out.write(f"# {sentence}\n")
    out.write(f"{COLUMNS}:\n")
    for header, field in _columns(summaries).items():
        out.write("  " + yaml_line(header, field))
    if options.defaults:
        out.write(f"{SET}:\n")
        for field, value in options.defaults.items():
            out.write("  " + yaml_line(field, value))
    read = options.read_options
    given = dict(zip(OPTIONS, (read.form, read.encoding, read.sheet, read.table), strict=True))
    for key, option in given.items():
        if option is not None:
            out.write(yaml_line(key, str(option)))
    out.flush()


def _columns(summaries: Sequence[ListSummary]) -> Mapping[str, str]:
    """Return the field of each column of all lists, by header."""
    fields: dict[str, str] = {}
    first: dict[str, tuple[ListSummary, UnderstoodColumn]] = {}
    for summary in summaries:
        for column in summary.understood.columns if summary.understood else ():
            first_list, first_column = first.setdefault(fold(column.header), (summary, column))
            if first_column.field != column.field:
                raise UsageProblem(
                    t(
                        '--save-map: the column "{header}" is {field} in {file}, but {other} in'
                        " {other_file}: choose one list (--sheet, --table)",
                        header=column.header,
                        field=first_column.field or t("not read"),
                        file=first_list.file + first_list.part,
                        other=column.field or t("not read"),
                        other_file=summary.file + summary.part,
                    )
                )
            fields[first_column.header] = column.field
    return fields
