"""Write small PDF files in tests: tables with rules, as programs print them."""

import zlib
from collections.abc import Sequence
from typing import NamedTuple

WIDTH, HEIGHT = 595, 842
_SIZE = 5  # of the letters; each is as wide as it is high
_LINE = 7


class Box(NamedTuple):
    """A cell: its text with its line breaks, and how many rows and columns it spans."""

    text: str
    rows: int = 1
    columns: int = 1


Table = Sequence[Sequence[Box | str | None]]


def table_drawing(table: Table, widths: Sequence[int], top: int = 780, sides: bool = True) -> str:
    """Return the drawing of a table whose upper border is at `top`.

    None is a place that a merged cell covers. `sides`: the table has its outer borders.
    """
    lefts = [40 + sum(widths[:index]) for index in range(len(widths) + 1)]
    heights = [
        _LINE * max((_as_box(cell).text.count("\n") + 2 for cell in row if cell), default=2)
        for row in table
    ]
    tops = [top - sum(heights[:index]) for index in range(len(heights) + 1)]
    drawing = ["0.5 w"]
    for number, row in enumerate(table):
        for column, cell in enumerate(row):
            if cell is None:
                continue
            box = _as_box(cell)
            left, right = lefts[column], lefts[column + box.columns]
            upper, lower = tops[number], tops[number + box.rows]
            drawing += [_line(left, upper, right, upper), _line(left, lower, right, lower)]
            if sides or left > lefts[0]:
                drawing.append(_line(left, upper, left, lower))
            if sides or right < lefts[-1]:
                drawing.append(_line(right, upper, right, lower))
            for index, text in enumerate(box.text.split("\n")):
                drawing.append(text_drawing(text, left + 2, upper - _LINE * (index + 1)))
    return "\n".join(drawing)


def text_drawing(text: str, left: int, base: int) -> str:
    """Return the drawing of a text."""
    code = text.encode("utf-16-be").hex()
    return f"BT /F1 {_SIZE} Tf {left} {base} Td <{code}> Tj ET" if text else ""


def _as_box(cell: Box | str) -> Box:
    return Box(cell) if isinstance(cell, str) else cell


def _line(x0: int, y0: int, x1: int, y1: int) -> str:
    return f"{x0} {y0} m {x1} {y1} l S"


IMAGE = "q 500 0 0 700 40 40 cm /Im1 Do Q"  # the drawing of a page that was scanned


def pdf_file(
    pages: Sequence[str | bytes],
    rotated: bool = False,
    more: Sequence[bytes] = (),
    filters: str = "/FlateDecode",
    trailer: str = "",
) -> bytes:
    """Return a PDF file with these drawings as its pages.

    `more`: further objects, from number 10 on, which drawings can use as /X10, /X11 … Bytes are a
    drawing that is packed already, by `filters`. `trailer` adds to the trailer of the file.
    """
    objects: dict[int, bytes] = {
        1: b"<</Type/Catalog/Pages 2 0 R>>",
        3: b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H"
        b"/DescendantFonts[4 0 R]>>",
        4: b"<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/DW 1000"
        b"/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>/FontDescriptor 5 0 R>>",
        5: b"<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/Ascent 880/Descent -120"
        b"/FontBBox[0 -120 1000 880]/ItalicAngle 0/StemV 80/CapHeight 880>>",
        6: _stream(b"\0\0\0", b"/Type/XObject/Subtype/Image/Width 1/Height 1/BitsPerComponent 8"
                   b"/ColorSpace/DeviceRGB"),
    }  # fmt: skip
    for number, content in enumerate(more, 10):
        objects[number] = content
    used = "".join(f"/X{number} {number} 0 R" for number in range(10, 10 + len(more)))
    first = 10 + len(more)
    kids = []
    for index, drawing in enumerate(pages):
        page, content_number = first + 2 * index, first + 2 * index + 1
        kids.append(f"{page} 0 R")
        turned = "/Rotate 90" if rotated else ""
        objects[page] = (
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {WIDTH} {HEIGHT}]{turned}"
            f"/Resources<</Font<</F1 3 0 R>>/XObject<</Im1 6 0 R{used}>>>>"
            f"/Contents {content_number} 0 R>>"
        ).encode()
        packed = drawing if isinstance(drawing, bytes) else zlib.compress(drawing.encode())
        objects[content_number] = _stream(packed, f"/Filter{filters}".encode())
    objects[2] = f"<</Type/Pages/Kids[{' '.join(kids)}]/Count {len(kids)}>>".encode()
    return assembled(objects, trailer)


def form(drawing: str) -> bytes:
    """Return a form: a drawing that others can use."""
    used = " ".join(f"/X{number} {number} 0 R" for number in range(10, 40))
    attributes = f"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<<{used}>>>>"
    return _stream(drawing.encode(), attributes.encode())


def _stream(content: bytes, attributes: bytes) -> bytes:
    length = str(len(content)).encode()
    return b"<<" + attributes + b"/Length " + length + b">>stream\n" + content + b"\nendstream"


def assembled(objects: dict[int, bytes], trailer: str) -> bytes:
    out, places = bytearray(b"%PDF-1.4\n"), {}
    for number, content in objects.items():
        places[number] = len(out)
        out += f"{number} 0 obj\n".encode() + content + b"\nendobj\n"
    start = len(out)
    size = max(objects) + 1
    out += f"xref\n0 {size}\n".encode()
    for number in range(size):
        state = "00000 n" if number in places else "65535 f"
        out += f"{places.get(number, 0):010} {state} \n".encode()
    out += f"trailer\n<</Size {size}/Root 1 0 R{trailer}>>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(out)
