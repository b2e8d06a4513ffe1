"""The reader of old Word documents (doc, also as rich text): LibreOffice converts them to docx.

Rule: LibreOffice runs with a profile of its own in a temporary folder, so that it neither finds a
running one nor changes the settings of the user. It gets a limited time, and whatever it started
ends with it. Where it is not installed, the message says how to save the document as docx.
"""

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, cast

from stdplan.errors import BadData
from stdplan.i18n import t
from stdplan.importing.readers.compound_files import compound_kind, starts_as_rich_text
from stdplan.importing.readers.docx_reader import find_word_tables
from stdplan.importing.readers.grids import Grid
from stdplan.importing.readers.rows import ReadOptions
from stdplan.importing.readers.text_files import ListFile, temporary_folder_errors
from stdplan.platforms import end_group
from stdplan.unfinished import unfinished_path

LONGEST_CONVERSION = 180  # seconds
# Where LibreOffice is installed on systems that do not put it on the PATH.
_PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.exe",
    "/opt/libreoffice/program/soffice",
)


def find_doc_tables(file: ListFile, options: ReadOptions) -> list[Grid]:
    """Return the tables of an old Word document.

    Raise BadData if it is none, or if LibreOffice is not installed or cannot convert it.
    """
    if not starts_as_rich_text(file.binary) and compound_kind(file.binary) != "word":
        raise BadData(t("{file}: this is not an old Word document (doc)", file=file.name))
    program = _program()
    if program is None:
        raise BadData(
            t(
                "{file}: this is an old Word document (doc): install LibreOffice, which reads it,"
                " or save it as docx in Word",
                file=file.name,
            )
        )
    with _temporary_folder() as folder:
        source = folder / "list.doc"
        with temporary_folder_errors(), source.open("wb") as copy:
            file.binary.seek(0)
            shutil.copyfileobj(file.binary, copy)
        _convert(program, source)
        try:
            converted = source.with_suffix(".docx").open("rb")
        except OSError:
            sentence = "{file}: LibreOffice cannot read this document: save it as docx in Word"
            raise BadData(t(sentence, file=file.name)) from None
        with converted:
            # All of it is read now: the folder is removed before the rows are.
            return find_word_tables(
                ListFile(file.path, file.name, cast(BinaryIO, converted), file.skipped), options
            )


@contextmanager
def _temporary_folder() -> Iterator[Path]:
    """Yield a new folder; remove it at the end, or in a later run after a kill."""
    folder = Path(unfinished_path(tempfile.gettempdir()))
    with temporary_folder_errors():
        folder.mkdir(0o700)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _program() -> str | None:
    """Return the path of LibreOffice, None if it is not installed."""
    names = ("soffice", "libreoffice", *_PLACES)
    return next((found for name in names if (found := shutil.which(name))), None)


def _convert(program: str, source: Path) -> None:
    """Have LibreOffice write the docx file next to the document; without one it has failed."""
    profile = source.with_name("profile").as_uri()
    command = [
        *(program, "--headless", "--norestore", "--nologo", f"-env:UserInstallation={profile}"),
        *("--convert-to", "docx:MS Word 2007 XML", "--outdir", str(source.parent), str(source)),
    ]
    nowhere = subprocess.DEVNULL
    with (
        suppress(OSError),
        subprocess.Popen(
            command, stdin=nowhere, stdout=nowhere, stderr=nowhere, start_new_session=True
        ) as process,
    ):
        try:
            process.wait(LONGEST_CONVERSION)
        except subprocess.TimeoutExpired:
            pass
        finally:
            _end_group(process)


def _end_group(process: "subprocess.Popen[bytes]") -> None:
    """End a process and all that it started."""
    if not end_group(process.pid):
        process.kill()
