"""A list file of any form to its rows: which form it is, and who reads it.

Rule: content tells, `--from` overrides. A new form is a module with `read(file, wanted)` and a line
in `_READERS`; it is imported only when such a file is read.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module

from stdplan.errors import BadData, UsageProblem
from stdplan.exchange.readers.decode import ListFile, open_file
from stdplan.exchange.readers.packed import unpacked
from stdplan.exchange.readers.rows import Form, RawRow, Source, Wanted
from stdplan.i18n import t

Read = Callable[[ListFile, Wanted], Iterator[RawRow]]
_READERS: dict[Form, str] = {
    "csv": "delimited",
    "tsv": "delimited",
    "semicolon": "delimited",
    "xlsx": "excel",
    "markdown": "markdown",
    "text": "text",
}
FORMS = tuple(_READERS)

_ZIP = b"PK\x03\x04"
# Old Excel workbooks, and new ones with a password, are compound files.
_COMPOUND = bytes.fromhex("D0CF11E0A1B11AE1")
_PDF = b"%PDF-"


@contextmanager
def open_list(path: str, wanted: Wanted) -> Iterator[Source]:
    """The list at `path` (`-` for stdin), open while the block runs; also one packed with gzip.

    Raises Missing, NoPermission, BadData (of the file as a whole), UsageProblem (wrong options).
    """
    with open_file(path) as given, unpacked(given) as file:
        form = wanted.form or find_form(file, wanted)
        if wanted.sheet is not None and form != "xlsx":
            raise UsageProblem(t("--sheet: {file} is no workbook", file=file.name))
        wanted = wanted._replace(form=form)
        read: Read = import_module(f"stdplan.exchange.readers.{_READERS[form]}").read
        yield Source(file.name, form, read(file, wanted), file.skipped)


def find_form(file: ListFile, wanted: Wanted) -> Form:
    """What the file holds, by its content: its first bytes, and of text its first lines."""
    file.binary.seek(0)
    begin = file.binary.read(len(_COMPOUND))
    if begin.startswith(_ZIP):
        return "xlsx"
    if begin == _COMPOUND:
        raise BadData(
            t(
                "{file}: an old workbook (xls, et), or one with a password: "
                "save it as xlsx or csv, without a password",
                file=file.name,
            )
        )
    if begin.startswith(_PDF):
        raise BadData(t("{file}: a PDF holds no list that can be read", file=file.name))
    # Text that begins as JSON or YAML does is told here, before it is taken for a table.
    from stdplan.exchange.readers.guess import text_form

    return text_form(file, wanted)
