"""Limits for PDF files: how much a file may unpack to, and how much may be on its pages.

Rule: a small file must not fill the memory or keep the program busy for hours. pdfminer unpacks a
stream as a whole, and a form may draw other forms many times. So its parts that do both are
replaced by bounded ones while a file is read; what goes beyond a limit is refused.
"""

import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from stdplan.errors import BadData
from stdplan.i18n import t

LAST_PAGE = 2_000
LARGEST_STREAM = 64_000_000  # bytes
LARGEST = 256_000_000  # bytes of all streams
LONGEST_DRAWING = 16_000_000  # bytes of all pages and forms, each as often as it is drawn
LONGEST_LZW = 50_000  # bytes before they are unpacked, to a thousand times as many
LARGEST_ASCII85 = 5_000_000  # bytes; Python's decoder needs much memory for each
_LONGEST_CHAIN = 100  # references that lead to each other
CHARACTERS = 50_000  # of one page
MOST_CHARACTERS = 1_500_000  # of all pages
LINES = 40_000  # of one page: parts of paths, and pictures


class Budget:
    """What a file has used up of its limits."""

    def __init__(self, name: str) -> None:
        """`name` is the file's name in messages."""
        self._name = name
        self._unpacked = self._drawn = self._characters = 0

    def unpack(self, data: bytes) -> bytes:
        """Return unpacked data; raise BadData if it is damaged, as pdfminer would leave it out."""
        largest = min(LARGEST_STREAM, LARGEST - self._unpacked) + 1
        stream = zlib.decompressobj()
        try:
            unpacked = stream.decompress(data, largest)
        except zlib.error:  # perhaps only the checksum is wrong
            stream = zlib.decompressobj(-zlib.MAX_WBITS)
            try:
                unpacked = stream.decompress(data[2:], largest)
            except zlib.error:
                raise self.damaged() from None
        if len(unpacked) == largest:
            raise self.too_large()
        if not stream.eof:
            raise self.damaged()
        self.count_unpacked(len(unpacked))
        return unpacked

    def count_unpacked(self, size: int) -> None:
        """Add to the bytes that were unpacked."""
        self._unpacked += size
        if self._unpacked > LARGEST:
            raise self.too_large()

    def count_drawn(self, size: int) -> None:
        """Add to the bytes of what is drawn."""
        self._drawn += size
        if self._drawn > LONGEST_DRAWING:
            raise self.too_large(LONGEST_DRAWING)

    def count_shown(self, page: int, count: int) -> None:
        """Add a character of a page, which has so many now."""
        self._characters += 1
        if count > CHARACTERS:
            raise self.crowded(page)
        if self._characters > MOST_CHARACTERS:
            sentence = "{file}: has over {count} characters, too many for a list"
            raise BadData(t(sentence, file=self._name, count=MOST_CHARACTERS))

    def too_large(self, size: int = LARGEST_STREAM) -> BadData:
        """Return the error for a file that unpacks to too much."""
        sentence = "{file}: unpacks to over {size} bytes, too many for a list"
        return BadData(t(sentence, file=self._name, size=size))

    def crowded(self, page: int) -> BadData:
        """Return the error for a page with too much on it."""
        sentence = "{file}: page {number} has too much on it for a list"
        return BadData(t(sentence, file=self._name, number=page))

    def damaged(self, reason: str = "FlateDecode") -> BadData:
        """Return the error for a file with a part that cannot be unpacked or found."""
        sentence = "{file}: the PDF file is damaged ({reason}): get it again"
        return BadData(t(sentence, file=self._name, reason=reason))


class _BoundedZlib:
    """Stands in for the module zlib in pdfminer."""

    error = zlib.error

    def __init__(self, budget: Budget) -> None:
        self.decompress = budget.unpack


@contextmanager
def bounded(budget: Budget) -> Iterator[None]:
    """Have pdfminer unpack and draw within the budget of a file."""
    import pdfplumber.page
    from pdfminer import pdftypes

    replaced = [
        (pdftypes, "zlib", _BoundedZlib(budget)),
        *((pdftypes, name, decode) for name, decode in _decoders(budget).items()),
        (pdftypes.PDFObjRef, "resolve", _resolver(budget)),
        (pdfplumber.page, "PDFPageInterpreter", _interpreter(budget)),
        (pdfplumber.page, "PDFPageAggregatorWithMarkedContent", _device(budget)),
    ]
    originals = [getattr(module, name) for module, name, _ in replaced]
    try:
        for module, name, value in replaced:
            setattr(module, name, value)
        yield
    finally:
        for (module, name, _), original in zip(replaced, originals, strict=True):
            setattr(module, name, original)


def _decoders(budget: Budget) -> dict[str, Callable[[bytes], bytes]]:
    """Return the functions that unpack streams, by the names that pdfminer has for them."""
    from pdfminer.ascii85 import ascii85decode
    from pdfminer.lzw import lzwdecode
    from pdfminer.runlength import rldecode

    def unpack_lzw(data: bytes) -> bytes:
        if len(data) > LONGEST_LZW:
            raise budget.too_large()
        unpacked = lzwdecode(data)
        budget.count_unpacked(len(unpacked))
        return unpacked

    def unpack_runs(data: bytes) -> bytes:
        if len(data) * 64 > LARGEST:  # two bytes may stand for 128
            raise budget.too_large()
        unpacked = rldecode(data)
        budget.count_unpacked(len(unpacked))
        return unpacked

    def unpack_ascii85(data: bytes) -> bytes:
        if len(data) + 4 * data.count(b"z") > LARGEST_ASCII85 // 4 * 5:  # z is five characters
            raise budget.too_large(LARGEST_ASCII85)
        unpacked = ascii85decode(data)
        budget.count_unpacked(len(unpacked))
        return unpacked

    return {"lzwdecode": unpack_lzw, "rldecode": unpack_runs, "ascii85decode": unpack_ascii85}


def _resolver(budget: Budget) -> Callable[..., Any]:
    """Return the method that finds the object of a reference."""
    from pdfminer.pdftypes import PDFObjRef

    find_object = PDFObjRef.resolve

    def resolve(reference: Any, default: object = None) -> Any:
        """Return an object; raise BadData if references only lead to each other."""
        for _ in range(_LONGEST_CHAIN):
            found = find_object(reference, default)
            if not isinstance(found, PDFObjRef):
                return found
            reference = found
        raise budget.damaged("references")

    return resolve


def _interpreter(budget: Budget) -> type[Any]:
    """Return the class that draws pages and forms."""
    from pdfminer.pdfinterp import PDFPageInterpreter
    from pdfminer.pdftypes import stream_value

    class Interpreter(PDFPageInterpreter):
        def execute(self, streams: Sequence[object]) -> None:
            for each in streams:
                stream: Any = stream_value(each)
                budget.count_drawn(len(stream.get_data()) + 1000)
            super().execute(streams)

    return Interpreter


def _device(budget: Budget) -> type[Any]:
    """Return the class that collects what is drawn on a page."""
    from pdfplumber.page import PDFPageAggregatorWithMarkedContent

    class Device(PDFPageAggregatorWithMarkedContent):
        characters = lines = 0

        def render_char(self, *args: Any, **more: Any) -> float:
            self.characters += 1
            budget.count_shown(self.pageno, self.characters)
            return super().render_char(*args, **more)

        def paint_path(self, *args: Any, **more: Any) -> None:
            self.count(len(args[-1]))
            super().paint_path(*args, **more)

        def render_image(self, *args: Any, **more: Any) -> None:
            self.count(1)
            super().render_image(*args, **more)

        def count(self, lines: int) -> None:
            self.lines += lines
            if self.lines > LINES:
                raise budget.crowded(self.pageno)

    return Device
