"""The parts of documents that are zip archives: which form an archive is, and its XML, bounded.

Rule: an archive that unpacks to more bytes than a list can have is refused before a part is read.
Archives within each other, and parts that share their bytes, count as often as they are unpacked.
XML is parsed as a stream, so memory does not grow with it. A document type, which could declare
entities, is refused.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO, Protocol
from xml.parsers import expat
from zipfile import ZipFile

from stdplan.errors import BadData, StdplanError
from stdplan.i18n import t
from stdplan.importing.readers.damage import file_reason
from stdplan.importing.readers.rows import Form
from stdplan.importing.readers.text_files import ListFile

# A document unpacks to some ten times its size, lists to a hundred times, a malicious file to a
# thousand times. The ratio is checked only above SMALL bytes.
LARGEST, HIGHEST_RATIO, SMALL = 2_000_000_000, 250, 20_000_000
LONGEST_TAG = 1 << 20  # bytes, also of a comment
DEEPEST = 1_000  # elements within each other
_CHUNK = 1 << 16  # bytes
_MIME = "application/vnd.oasis.opendocument."
_OPEN_DOCUMENTS: dict[str, Form] = {
    "text": "odt",
    "text-template": "odt",
    "spreadsheet": "ods",
    "spreadsheet-template": "ods",
}


class XmlHandler(Protocol):
    """What is called for the parts of an XML text; names are `namespace local`."""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Begin an element."""

    def end(self, name: str) -> None:
        """End an element."""

    def text(self, text: str) -> None:
        """Add characters."""


def zip_form(binary: BinaryIO) -> Form | None:
    """Return the form of a zip archive that is a document, None for any other."""
    kind = open_document_kind(binary)
    if kind is not None:
        return _OPEN_DOCUMENTS.get(kind)
    return "docx" if any(name.startswith("word/") for name in _members(binary)) else None


def open_document_kind(binary: BinaryIO) -> str | None:
    """Return what an OpenDocument file is: text, spreadsheet …; None for any other archive."""
    mime = _members(binary).get("mimetype", "")
    return mime.removeprefix(_MIME) if mime.startswith(_MIME) else None


def _members(binary: BinaryIO) -> dict[str, str]:
    """Return the names of the members of an archive, with the text of `mimetype`."""
    try:
        with ZipFile(binary) as archive:
            members = dict.fromkeys(archive.namelist(), "")
            if "mimetype" in members:
                with archive.open("mimetype") as member:
                    members["mimetype"] = member.read(100).decode("ascii", "replace").strip()
            return members
    # A damaged archive makes zipfile and zlib raise errors without a common base class.
    except Exception:
        return {}


@contextmanager
def open_archive(file: ListFile, form: str) -> Iterator[ZipFile]:
    """Open a document; turn the errors of a damaged one into BadData.

    `form` is what people call it: `docx`. Raise BadData if it unpacks to too many bytes.
    """
    try:
        with ZipFile(file.binary) as archive:
            refuse_large(file, archive)
            yield archive
    except StdplanError:
        raise
    # zipfile, zlib and expat raise errors without a common base class.
    except Exception as error:
        reason = file_reason(error)
        sentence = "{file}: the {form} file is damaged ({reason}): save it again"
        raise BadData(t(sentence, file=file.name, form=form, reason=reason)) from None


def refuse_large(file: ListFile, archive: ZipFile) -> None:
    """Raise BadData if an archive, with those around it, unpacks to more than a list can have.

    The sizes in an archive can be relied on: zipfile reads no more of a member than its stated
    size. The compressed sizes cannot: members may share their bytes.
    """
    length = file.binary.seek(0, 2)
    members = archive.infolist()
    compressed_size = min(sum(member.compress_size for member in members), length)
    size = sum(member.file_size for member in members)
    file.unpacked.setdefault("", length)
    file.unpacked[f"{file.path}/"] = size
    together = sum(file.unpacked.values()) - file.unpacked[""]
    for unpacked, packed in ((size, compressed_size), (together, file.unpacked[""])):
        if unpacked > LARGEST or (unpacked > SMALL and unpacked // (packed or 1) > HIGHEST_RATIO):
            sentence = "{file}: unpacks to {size} bytes, too many for a list"
            raise BadData(t(sentence, file=file.name, size=unpacked))


def parse_part(file: ListFile, archive: ZipFile, part: str, handler: XmlHandler) -> None:
    """Call the handler for the XML of one part; raise BadData if it has a document type."""
    for _ in feed_part(file, archive, part, handler):
        pass


def feed_part(file: ListFile, archive: ZipFile, part: str, handler: XmlHandler) -> Iterator[None]:
    """Call the handler for the XML of one part as `parse_part` does; yield after each chunk."""

    def refuse_doctype(*_: Any) -> None:
        sentence = "{file}: {part} declares a document type, which is refused"
        raise BadData(t(sentence, file=file.name, part=part))

    depth = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > DEEPEST:
            raise ValueError(t("elements are nested too deep"))
        handler.start(name, attributes)

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        handler.end(name)

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = handler.text
    parser.StartDoctypeDeclHandler = refuse_doctype
    with archive.open(part) as member:
        read = 0
        while chunk := member.read(_CHUNK):
            parser.Parse(chunk, False)
            read += len(chunk)
            # The parser waits for the end of a tag, and keeps all of it in memory.
            if read - parser.CurrentByteIndex > LONGEST_TAG:
                raise ValueError(t("a tag is longer than {size} bytes", size=LONGEST_TAG))
            yield
        parser.Parse(b"", True)
        yield
