"""A list file of any form to its rows: which form it is, and who reads it.

Rule: content tells, `--from` overrides. A new form is a module with `read(file, wanted)`, which
yields rows (or blocks of them, where it has many at once), and a line in `_READERS`; it is imported
only when such a file is read.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from importlib import import_module
from pathlib import Path

from stdplan.errors import BadData, UsageProblem
from stdplan.exchange.readers.decode import ListFile, file_name, open_file
from stdplan.exchange.readers.object_forms import object_form
from stdplan.exchange.readers.packed import unpacked
from stdplan.exchange.readers.rows import Block, Form, RawRow, Skipped, Source, Wanted
from stdplan.exchange.readers.sniff import line_count
from stdplan.i18n import t

Read = Callable[[ListFile, Wanted], Iterator[RawRow | Block]]
_READERS: dict[Form, str] = {
    "csv": "delimited",
    "tsv": "delimited",
    "semicolon": "delimited",
    "xlsx": "excel",
    "markdown": "markdown",
    "text": "text",
    "json": "json_rows",
    "jsonl": "json_rows",
    "yaml": "yaml_rows",
    "relaton": "relaton",
    "iso": "iso_open_data",
}
FORMS = tuple(_READERS)
_A_ROW_A_LINE = frozenset(("csv", "tsv", "semicolon", "jsonl", "iso"))

_ZIP = b"PK\x03\x04"
# Old Excel workbooks, and new ones with a password, are compound files.
_COMPOUND = bytes.fromhex("D0CF11E0A1B11AE1")
_PDF = b"%PDF-"
# The first member of an OpenDocument file, not packed, says so.
_OPEN_DOCUMENT = b"mimetypeapplication/vnd.oasis.opendocument"


@contextmanager
def open_list(path: str, wanted: Wanted) -> Iterator[Source]:
    """The list at `path` (`-` for stdin, or a folder of Relaton files), open while the block runs;
    also one packed with gzip.

    Raises Missing, NoPermission, BadData (of the file as a whole), UsageProblem (wrong options).
    """
    if path != "-" and wanted.form in (None, "relaton") and Path(path).is_dir():
        from stdplan.exchange.readers.relaton import read_folder

        yield Source(file_name(path), "relaton", partial(read_folder, path), Skipped())
        return
    with open_file(path) as given, unpacked(given) as file:
        form = wanted.form or find_form(file, wanted)
        if wanted.sheet is not None and form != "xlsx":
            raise UsageProblem(t("--sheet: {file} is no workbook", file=file.name))
        wanted = wanted._replace(form=form)
        read: Read = import_module(f"stdplan.exchange.readers.{_READERS[form]}").read
        skipped = file.skipped

        def pieces() -> Iterator[RawRow | Block]:
            yield from read(file, wanted)
            file.skipped = Skipped()  # what is read again, is not told again

        expected = line_count(file.binary) if form in _A_ROW_A_LINE else None
        yield Source(file.name, form, pieces, skipped, expected)


def find_form(file: ListFile, wanted: Wanted) -> Form:
    """What the file holds, by its content: its first bytes, and of text its first lines."""
    file.binary.seek(0)
    begin = file.binary.read(128)
    if begin.startswith(_ZIP) and _OPEN_DOCUMENT in begin:
        raise BadData(t("{file}: OpenDocument: save it as xlsx or csv", file=file.name))
    if begin.startswith(_ZIP):
        return "xlsx"
    if begin.startswith(_COMPOUND):
        raise BadData(
            t(
                "{file}: an old workbook (xls, et), or one with a password: "
                "save it as xlsx or csv, without a password",
                file=file.name,
            )
        )
    if begin.startswith(_PDF):
        raise BadData(t("{file}: a PDF holds no list that can be read", file=file.name))
    if form := object_form(file, wanted):
        return form
    from stdplan.exchange.readers.guess import text_form

    return text_form(file, wanted)
