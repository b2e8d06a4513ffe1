"""A list file of any form to its rows: which form it is, and who reads it.

Rule: content tells, `--from` overrides. A new form is a module with `read(file, wanted)` and a line
in `_READERS`; it is imported only when such a file is read.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path

from stdplan.exchange.readers.decode import ListFile, file_name, open_file
from stdplan.exchange.readers.object_forms import object_form
from stdplan.exchange.readers.rows import Form, RawRow, Source, Wanted

Read = Callable[[ListFile, Wanted], Iterator[RawRow]]
_READERS: dict[Form, str] = {
    "csv": "delimited",
    "tsv": "delimited",
    "semicolon": "delimited",
    "json": "json_rows",
    "jsonl": "json_rows",
    "yaml": "yaml_rows",
    "relaton": "relaton",
    "iso": "iso_open_data",
}


@contextmanager
def open_list(path: str, wanted: Wanted) -> Iterator[Source]:
    """The list at `path` (`-` for stdin, or a folder of Relaton files), open while the block runs.

    Raises Missing, NoPermission, BadData (of the file as a whole), UsageProblem (wrong options).
    """
    if path != "-" and wanted.form in (None, "relaton") and Path(path).is_dir():
        from stdplan.exchange.readers.relaton import read_folder

        yield Source(file_name(path), "relaton", read_folder(path))
        return
    with open_file(path) as file:
        form = wanted.form or find_form(file, wanted)
        wanted = wanted._replace(form=form)
        read: Read = import_module(f"stdplan.exchange.readers.{_READERS[form]}").read
        yield Source(file.name, form, read(file, wanted))


def find_form(file: ListFile, wanted: Wanted) -> Form:
    """What the file holds, by its content; of delimited text by its name where the header bears
    it out."""
    if form := object_form(file, wanted):
        return form
    header = next((line for line in file.text(wanted.encoding).lines() if line.strip()), "")
    name = file.path.lower()
    if (name.endswith(".csv") and "," in header) or (name.endswith(".tsv") and "\t" in header):
        return "csv" if name.endswith(".csv") else "tsv"
    return "tsv" if header.count("\t") > header.count(",") else "csv"
