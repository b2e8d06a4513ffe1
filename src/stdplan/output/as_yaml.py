"""YAML: a list of records, written one at a time.

Rule: a text reads back as that text by any YAML reader, old or new: what one of them might take for
a number, a date or a truth value is quoted, and what a terminal would obey is escaped.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any, TextIO

import yaml

from stdplan.domain.text import ExactNumber, escape_unprintable
from stdplan.output.cell_text import converted, number
from stdplan.output.formats import Style
from stdplan.table import Column, Row

# The C dumper is several times as fast, and in every wheel of PyYAML.
_Base: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
# PyYAML quotes what YAML 1.1 takes for something else; these are what 1.2 and others do: 1e5, 0o17,
# y and n.
_DOUBTFUL = re.compile(r"[-+.]?[0-9]|[yYnN~]$")
_SURROGATE = re.compile("[\ud800-\udfff]")
# Never fold a long title: one value, one line.
_WIDTH = 2**31 - 1


class _Dumper(_Base):  # type: ignore[misc]
    """Quotes by our rule, and writes a list that occurs twice twice, not as an alias."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _text(dumper: Any, text: str) -> Any:
    # YAML cannot hold a lone surrogate at all: it is written so that one sees it.
    text = _SURROGATE.sub(lambda found: escape_unprintable(found.group()), text)
    style = None
    if not text.isprintable():
        # The only style with escapes, so that `_guarded` may write some.
        style = '"'
    elif _DOUBTFUL.match(text):
        style = "'"
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


def _number(dumper: Any, text: ExactNumber) -> Any:
    kind = "float" if "." in text else "int"
    return dumper.represent_scalar(f"tag:yaml.org,2002:{kind}", str(text))


_Dumper.add_representer(str, _text)
_Dumper.add_representer(ExactNumber, _number)


def write_yaml(columns: Sequence[Column], rows: Iterator[Row], out: TextIO, style: Style) -> int:
    """Write the rows as a YAML list; return how many."""
    names = [column.name for column in columns]
    count = 0
    rows = converted(columns, rows, {"decimal": number, "percent": number})
    for row in rows:
        count += 1
        record = dict(zip(names, row, strict=True))
        text = yaml.dump(
            [record], Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=_WIDTH
        )
        out.write(_guarded(text))
    if not count:
        out.write("[]\n")
    return count


def _guarded(text: str) -> str:
    """Bidi and the like, which allow_unicode lets pass, as `\\u202e`: all stand in quotes."""
    return "\n".join(map(escape_unprintable, text.split("\n")))
