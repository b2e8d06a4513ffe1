"""Web pages: whether a file is one, the pages in a web archive, and the encoding of a page.

Rule: a byte order mark decides, then the bytes: what decodes as UTF-8 and has enough characters of
several bytes is UTF-8, because programs save pages again and leave the old name of the encoding in
them. Otherwise the name in the page counts if all bytes decode by it, and GB2312 and GBK mean
GB18030. A page that says nothing usable is detected as any other text.
"""

import codecs
import re
from collections.abc import Iterator
from io import BytesIO

from stdplan.errors import BadData
from stdplan.i18n import t
from stdplan.importing.readers.encodings import file_chunks, find_decode_failure, is_surely_utf8
from stdplan.importing.readers.text_files import ListFile

_SAMPLE = 1 << 16  # bytes
_STARTS = (
    *("<html", "<!doctype html", "<head", "<meta", "<title", "<style", "<body", "<table"),
    *("<link", "<base", "<script"),
)
_NAMES = (".html", ".htm", ".xhtml", ".shtml", ".xls", ".et", ".asp", ".aspx", ".jsp", ".php")
# What may come before the first element: a declaration of XML, comments.
_BEFORE = re.compile(r"(?:\s+|<\?xml[^>]*>|<!--.*?-->)*", re.DOTALL)
# A page with its pictures in one file (mht), as mail has them.
_ARCHIVE = re.compile(r"\A(?:[a-z-]+:.{0,999}\r?\n(?:[ \t].{0,999}\r?\n)*)*?mime-version:")
_LARGEST_ARCHIVE = 100_000_000  # bytes
_PAGE_PARTS = ("<table", "<html", "<tr")
_CHARSET = re.compile(
    rb"""<(?:meta|\?xml)[^>]{0,300}?(?:charset|encoding)\s*=\s*["']?\s*([\w:-]+)""", re.IGNORECASE
)
# Names of encodings that mean a larger one, as browsers read them.
_LARGER = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "big5": "cp950",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
}
_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def is_page(file: ListFile) -> bool:
    """Return whether a file is a web page; many that are named xls are one."""
    file.binary.seek(0)
    start = file.binary.read(_SAMPLE)
    for mark in _MARKS:
        start = start.removeprefix(mark)
    text = start.replace(b"\0", b"").decode("latin-1").lower()
    if _ARCHIVE.search(text):
        return True
    before = _BEFORE.match(text)
    if text.startswith(_STARTS, before.end() if before else 0):
        return True
    named = file.path.lower().endswith(_NAMES)
    return named and text.lstrip().startswith("<") and any(part in text for part in _PAGE_PARTS)


def pages_in(file: ListFile) -> Iterator[ListFile]:
    """Yield the pages of a web archive, as files; any other file is the only page.

    Raise BadData if the archive is too large, or has no page.
    """
    file.binary.seek(0)
    if not _ARCHIVE.search(file.binary.read(_SAMPLE).decode("latin-1").lower()):
        yield file
        return
    from email import message_from_binary_file  # few pages are archives

    if file.binary.seek(0, 2) > _LARGEST_ARCHIVE:
        sentence = "{file}: a web archive of over {size} bytes: save the page as html"
        raise BadData(t(sentence, file=file.name, size=_LARGEST_ARCHIVE))
    file.binary.seek(0)
    found = False
    try:
        for part in message_from_binary_file(file.binary).walk():
            if part.get_content_type() in ("text/html", "application/xhtml+xml"):
                content = part.get_payload(decode=True)
                charset = part.get_content_charset()
                if isinstance(content, bytes):
                    if charset and not _CHARSET.search(content[:_SAMPLE]):
                        content = b'<meta charset="%s">' % charset.encode() + content
                    found = True
                    yield ListFile(file.path, file.name, BytesIO(content))
    except (RecursionError, ValueError, LookupError):
        found = False
    if not found:
        raise BadData(t("{file}: there is no page in this web archive", file=file.name))


def page_encoding(file: ListFile) -> str | None:
    """Return the encoding of a page by what it says about itself, None to detect it."""
    file.binary.seek(0)
    start = file.binary.read(_SAMPLE)
    found = _CHARSET.search(start)
    if start.startswith(_MARKS) or not found or is_surely_utf8(file.binary):
        return None
    try:
        name = codecs.lookup(found[1].decode("ascii")).name
    except LookupError:
        return None
    name = _LARGER.get(name, name)
    if not name.startswith(("gb", "cp", "big5", "euc", "iso", "shift", "koi8", "hz", "johab")):
        return None  # UTF-16, but the name is readable: a mistake; or no encoding of pages
    if name.startswith(("cp125", "iso8859")) and _has_pairs_only(file):
        return None  # the usual wrong name of a Chinese page
    return name if find_decode_failure(file.binary, name) is None else None


def _has_pairs_only(file: ListFile) -> bool:
    """Return whether upper bytes stand in pairs only, as in GB2312; letters with accents do not."""
    pairs = 0
    for chunk in file_chunks(file.binary, _SAMPLE):
        for run in re.findall(rb"[\x80-\xff]+", chunk):
            if len(run) % 2:
                return False
            pairs += len(run) // 2
    return pairs > 0
