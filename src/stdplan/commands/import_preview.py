"""The preview of --dry-run at a terminal: how each list was understood, before what would change.

Rule: a person sees at a glance whether the list was understood. So every column has a line, with
its first cells as they are written and as they are read.
"""

import sys
from collections.abc import Iterator, Mapping, Sequence

from stdplan.commands.import_notes import skipped_lines
from stdplan.domain.fields import BY_NAME
from stdplan.i18n import language, t, tn
from stdplan.importing.cell_values import is_text
from stdplan.importing.list_summary import ListSummary
from stdplan.importing.map_files import EXTRA
from stdplan.importing.readers.rows import TablePlace
from stdplan.importing.understood import Example, Understood, UnderstoodColumn

_LISTS = 5  # that are shown
_EMPTY = 3  # columns without text that have a line of their own


def show(summaries: Sequence[ListSummary], values: Mapping[str, str]) -> set[str]:
    """Show on stderr how the lists were understood; return the notes that this includes.

    `values` are those of --set and the like.
    """
    from stdplan.output.as_preview import PreviewBlock, PreviewColumn, write_previews

    blocks: list[PreviewBlock] = []
    shown: set[str] = set()
    for summary in summaries[:_LISTS]:
        if summary.understood:
            columns = summary.understood.columns
            empty = [column.header for column in columns if not column.cells]
            hidden = len(empty) > _EMPTY
            lines = [
                PreviewColumn(
                    column.header,
                    _target(column),
                    tuple(map(_example, column.examples())) or (t("(empty)"),),
                    read=bool(column.field),
                    whole=column.column is not None and not is_text(column.column.field),
                )
                for column in columns
                if column.cells or not hidden
            ]
            file = summary.file + summary.part
            facts = [*_facts(summary, summary.understood, values)]
            notes = [*skipped_lines(file, summary.skipped)]
            skipped = [(t("Empty"), t(", ").join(empty))] if hidden else []
            skipped += [(t("Skipped"), _without_file(note, file)) for note in notes]
            blocks.append(PreviewBlock(file, facts, lines, skipped))
            shown.update(notes)
    more = len(summaries) - _LISTS
    last = tn("… and {count} more list", "… and {count} more lists", more) if more > 0 else ""
    write_previews(blocks, last, sys.stderr)
    return shown


def _without_file(note: str, file: str) -> str:
    return note.removeprefix(file).lstrip(":： ") if note.startswith(file) else note


def _facts(
    summary: ListSummary, understood: Understood, values: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    """Yield labels and texts."""
    form: str = understood.form
    if understood.encoding:
        form = t("{form}, encoding {encoding}", form=form, encoding=understood.encoding.upper())
    yield t("Form"), form
    place = understood.place
    if place:
        yield t("Sheet") if place.is_sheet else t("Table"), _place(place)
    if understood.line:
        line = understood.line
        yield t("Header"), t("row {line}", line=line) if place else t("line {line}", line=line)
    rows = tn("{count} row", "{count} rows", summary.rows)
    if summary.rejected:
        rows += t(", {count} with errors", count=summary.rejected)
    yield t("Rows"), rows
    if values:
        yield t("Set"), ", ".join(f"{field}={value}" for field, value in values.items())


def _place(place: TablePlace) -> str:
    numbers = t(", ").join(map(str, place.numbers))
    if place.total > 1:
        numbers = t("{numbers} of {count}", numbers=numbers, count=place.total)
    if not place.names:
        return numbers
    return t("{numbers}: {name}", numbers=numbers, name=place.names[0])


def _target(column: UnderstoodColumn) -> str:
    """Return what a column feeds: the field by the name that --map takes, and in Chinese its
    label."""
    if not column.field:
        return t("(not read: computed)") if column.computed else t("(not read)")
    mapped = column.column
    words = [column.field]
    if language() == "zh":
        words.append(mapped.field.zh if mapped else BY_NAME[EXTRA].zh)
    if mapped and mapped.partly:
        words.append(t("(in part)"))
    if mapped and mapped.by_cells:
        words.append(t("(by its cells)"))
    if column.is_new:
        words.append(t("(new)"))
    return "→ " + " ".join(words)


def _example(example: Example) -> str:
    if example.fault:
        return t("{text} → error", text=example.written)
    return f"{example.written} → {example.read}" if example.read else example.written
