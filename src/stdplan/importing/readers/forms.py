"""The forms of list files, each with its reader: one entry for each form.

Rule: whatever must know all forms looks here. `--from` offers them in this order, detect.py finds
the form of a file by `signatures`, `pattern` and `endings` and imports its reader, a folder refuses
a damaged file if its name should be that of a list. CONTRIBUTING.md, "A new form of list", adds
one step by step.
"""

from typing import NamedTuple

from stdplan.importing.readers.rows import Form


class ListReader(NamedTuple):
    """How files of one form are found and read.

    `module` in this folder has the function `function(file, options)`. It yields rows, the header
    first; if `has_tables`, it returns the tables of the file as grids, and grids.py chooses those
    that are lists. `one_row_a_line`: the lines of the file say how many rows to expect.
    `knows_columns`: the reader knows what its columns mean, so their cells decide nothing.

    `endings`: how the names of such files end. `signatures`: their first bytes, at most 8, which no
    other form has. `pattern`: what only such a text has in its first million characters.
    `ending_decides`: a text without any of the patterns has this form by its name. A form that
    takes more than that to be detected has code in detect.py.
    """

    module: str
    function: str
    has_tables: bool = False
    one_row_a_line: bool = False
    knows_columns: bool = False
    endings: tuple[str, ...] = ()
    signatures: tuple[bytes, ...] = ()
    pattern: str = ""
    ending_decides: bool = False


# Workbooks older than compound files (Excel 5 and before), as some programs still write them.
_OLD_WORKBOOKS = tuple(map(bytes.fromhex, ("09081000", "09080800", "09040600", "09020600")))
_RELATON = r"(?m)^(?:docid|docidentifier):"
# `- number: …`, perhaps below `rows:`; comments and `---` may come before.
_YAML = (
    r"\A(?:(?:#.*|---[ \t]*|[ \t]*)\r?\n)*"
    r"(?:(?:rows|records|data|list|items):[ \t]*\r?\n[ \t]*)?"
    r"- [\"']?[^\W\d][\w.]*[\"']?:(?:[ \t]|\r?\n)"
)

READERS: dict[Form, ListReader] = {
    "csv": ListReader("csv_reader", "read_delimited", one_row_a_line=True, endings=(".csv",)),
    "tsv": ListReader("csv_reader", "read_delimited", one_row_a_line=True, endings=(".tsv",)),
    "semicolon": ListReader("csv_reader", "read_delimited", one_row_a_line=True),
    "xlsx": ListReader("xlsx_reader", "find_sheets", has_tables=True, endings=(".xlsx", ".xlsm")),
    "xls": ListReader(
        "xls_reader",
        "find_old_sheets",
        has_tables=True,
        endings=(".xls", ".et"),
        signatures=_OLD_WORKBOOKS,
    ),
    "ods": ListReader("ods_reader", "find_open_sheets", has_tables=True, endings=(".ods",)),
    "docx": ListReader("docx_reader", "find_word_tables", has_tables=True, endings=(".docx",)),
    "odt": ListReader("odt_reader", "find_text_tables", has_tables=True, endings=(".odt",)),
    "doc": ListReader(
        "doc_reader", "find_doc_tables", has_tables=True, endings=(".doc", ".wps", ".rtf")
    ),
    "pdf": ListReader(
        "pdf_reader",
        "find_pdf_tables",
        has_tables=True,
        endings=(".pdf",),
        signatures=(b"%PDF-",),
    ),
    "html": ListReader(
        "html_reader", "find_page_tables", has_tables=True, endings=(".html", ".htm")
    ),
    "markdown": ListReader(
        "markdown_reader", "find_markdown_tables", has_tables=True, endings=(".md",)
    ),
    "text": ListReader("text_reader", "read_text", endings=(".txt",)),
    "json": ListReader("json_reader", "read_json", endings=(".json",)),
    "jsonl": ListReader(
        "json_reader", "read_json", one_row_a_line=True, endings=(".jsonl", ".ndjson")
    ),
    "yaml": ListReader(
        "yaml_reader",
        "read_yaml",
        endings=(".yaml", ".yml"),
        pattern=_YAML,
        ending_decides=True,
    ),
    "relaton": ListReader("relaton_reader", "read_relaton", knows_columns=True, pattern=_RELATON),
    "iso": ListReader("iso_reader", "read_iso", one_row_a_line=True, knows_columns=True),
}
