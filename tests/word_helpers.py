"""Small Word documents for tests, of the XML of their parts."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

NAMESPACES = " ".join(
    f'xmlns:{prefix}="{uri}"'
    for prefix, uri in {
        "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    }.items()
)
START, CONTINUED = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"


def document(body: str, start: str = "", **parts: str) -> bytes:
    """Return a Word document with this XML in its body; `parts` are other parts in word/."""
    binary = BytesIO()
    with ZipFile(binary, "w", ZIP_DEFLATED) as archive:
        xml = f"{start}<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>"
        archive.writestr("word/document.xml", xml)
        for name, text in parts.items():
            archive.writestr(f"word/{name}.xml", f"<w:{name} {NAMESPACES}>{text}</w:{name}>")
    return binary.getvalue()


def r(text: str, properties: str = "") -> str:
    """Return a run."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def p(*runs: str, properties: str = "") -> str:
    """Return a paragraph of runs; a text without markup is one run."""
    content = "".join(run if "<" in run else r(run) for run in runs)
    return f"<w:p><w:pPr>{properties}</w:pPr>{content}</w:p>"


def tc(content: str = "", properties: str = "") -> str:
    """Return a cell."""
    content = content if content.startswith("<w:p") or "<w:tbl>" in content else p(content)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content}</w:tc>"


def tr(*cells: str, properties: str = "") -> str:
    """Return a row; a cell without markup is text."""
    content = "".join(cell if cell.startswith("<w:") else tc(cell) for cell in cells)
    return f"<w:tr><w:trPr>{properties}</w:trPr>{content}</w:tr>"


def tbl(*rows: str) -> str:
    """Return a table."""
    return f"<w:tbl>{''.join(rows)}</w:tbl>"


def span(columns: int) -> str:
    return f'<w:gridSpan w:val="{columns}"/>'
