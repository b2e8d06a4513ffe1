"""The writer of YAML: a list of records, one at a time.

Rule: every YAML reader, old or new, reads a text back as the same text. What one of them might take
for a number, a date or a truth value is quoted, and what a terminal would obey is escaped.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any, TextIO

import yaml

from stdplan.domain.text import ExactNumber, escape_unprintable
from stdplan.output.cell_text import convert_kinds, to_number
from stdplan.output.formats import Style
from stdplan.table import Column, Row

# The C dumper is several times as fast, and in every wheel of PyYAML.
_Base: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
# PyYAML quotes what is no text in YAML 1.1. These are no text in 1.2 or elsewhere: 1e5, 0o17, y, n.
_AMBIGUOUS = re.compile(r"[-+.]?[0-9]|[yYnN~]$")
_SURROGATE = re.compile("[\ud800-\udfff]")
# A long title is never folded: a value is on one line.
_WIDTH = 2**31 - 1


class _Dumper(_Base):  # type: ignore[misc]
    """A dumper that quotes by the rule above, and repeats a list instead of writing an alias."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _text(dumper: Any, text: str) -> Any:
    # YAML cannot hold a lone surrogate, so it is written as its escape.
    text = _SURROGATE.sub(lambda match: escape_unprintable(match.group()), text)
    style = None
    if not text.isprintable():
        # Only this style has escapes, which `escape_lines` may write.
        style = '"'
    elif _AMBIGUOUS.match(text):
        style = "'"
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


def represent_number(dumper: Any, text: ExactNumber) -> Any:
    """Return the node of a number with exactly these digits: a representer of PyYAML."""
    kind = "float" if "." in text else "int"
    return dumper.represent_scalar(f"tag:yaml.org,2002:{kind}", str(text))


_Dumper.add_representer(str, _text)
_Dumper.add_representer(ExactNumber, represent_number)


def write_yaml(columns: Sequence[Column], rows: Iterator[Row], out: TextIO, style: Style) -> int:
    """Write the rows as a YAML list; return their number."""
    names = [column.name for column in columns]
    count = 0
    rows = convert_kinds(columns, rows, {"decimal": to_number, "percent": to_number})
    for row in rows:
        count += 1
        record = dict(zip(names, row, strict=True))
        text = yaml.dump(
            [record], Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=_WIDTH
        )
        out.write(escape_lines(text))
    if not count:
        out.write("[]\n")
    return count


def yaml_line(key: str, value: str) -> str:
    """Return a line of a mapping of texts; an empty value is left out, and reads as an empty
    text."""
    text = yaml.dump({key: value}, Dumper=_Dumper, allow_unicode=True, width=_WIDTH)
    return escape_lines(text if value else text.removesuffix(" ''\n") + "\n")


def escape_lines(text: str) -> str:
    """Return a document with escapes for what allow_unicode lets pass, such as `\\u202e`; such
    texts are all in double quotes."""
    return "\n".join(map(escape_unprintable, text.split("\n")))
