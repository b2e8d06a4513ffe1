"""The options of a command as a list of one row, with the same rules as a list.

record_from_options({"number": ["JB/T 1-2011"], "title": ["车床"]}, codes, "2011-06-30")
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from stdplan.domain.dates import is_counted
from stdplan.domain.fields import BY_NAME, Field
from stdplan.domain.text import clean, escape_unprintable, is_empty
from stdplan.errors import UsageProblem
from stdplan.i18n import t
from stdplan.importing.headers import ColumnMapping, HeaderMapping
from stdplan.importing.standard_rows import KnownCodes, ParsedRow, RowParser


def options_as_row(
    texts: Mapping[str, Sequence[str]],
    fields: Mapping[str, Field],
    options: Mapping[str, str] = MappingProxyType({}),
) -> tuple[list[ColumnMapping], list[str]]:
    """Return the options of a command as the columns and cells of a list of one row.

    `texts` are the values of each option by field name. `options` are the names of those options
    and arguments that are not called like their field, for messages. Raise UsageProblem for an
    empty value.
    """
    columns: list[ColumnMapping] = []
    cells: list[str] = []
    for name, values in texts.items():
        option = options.get(name) or f"--{name.replace('_', '-')}"
        for text in values:
            if is_empty(clean(text)):
                # In a list this is a gap; here it is a mistake, since options set or clear a value.
                problem = t(
                    '{option}: "{text}" counts as empty; give a value',
                    option=option,
                    text=escape_unprintable(text),
                )
                raise UsageProblem(problem)
            if fields[name].kind == "date" and is_counted(text):
                sentence = '{column}: "{value}" {problem}'
                problem = t("is not a date (write 2011-05-18, 2011-05 or 2011)")
                raise UsageProblem(t(sentence, column=option, value=text, problem=problem))
            columns.append(ColumnMapping(len(cells), option, fields[name], dates_only=True))
            cells.append(text)
    return columns, cells


def record_from_options(
    texts: Mapping[str, Sequence[str]],
    known: KnownCodes,
    day: str,
    key: str = "",
    options: Mapping[str, str] = MappingProxyType({}),
) -> ParsedRow:
    """Return the record that the options of a command describe; `texts` are by field name.

    `key`: the key of an existing record that is to be changed. `day`: the ISO day of stages.
    `options`: as for options_as_row(). Raise UsageProblem that names the wrong option.
    """
    columns, cells = options_as_row(texts, BY_NAME, options)
    if key and "number" not in texts:
        columns.append(ColumnMapping(len(cells), "NUMBER", BY_NAME["key"]))
        cells.append(key)
    parsed = RowParser(HeaderMapping(tuple(columns), ()), known, {}, "", day).parse(cells)
    if not isinstance(parsed, ParsedRow):
        raise UsageProblem("; ".join(map(str, parsed)))
    parsed.record.values.pop("source", None)
    if key and "number" not in texts:
        # The record is only changed: its key and its stages stay.
        parsed.record.key = key
        parsed.record.stages = []
    return parsed
