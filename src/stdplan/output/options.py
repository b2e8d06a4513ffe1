"""What the common options of the reading commands say, and whether they go together.

Rule: wrong options are refused before anything is done; a refusal names what would be right.
"""

from typing import NamedTuple

from stdplan.errors import UsageProblem
from stdplan.i18n import t
from stdplan.output.choose import check_sort, columns_for, page_for
from stdplan.output.formats import CHOICES, FORMATS
from stdplan.table import Sort, Table


class Options(NamedTuple):
    """The common options. `output`: the file to write, None for stdout; `format` is then what its
    ending says, unless another was asked for. `labels`: the language of the header, None for keys.
    """

    format: str = "auto"
    fields: tuple[str, ...] = ()
    sort: tuple[Sort, ...] = ()
    limit: int | None = None
    header: bool = True
    exit_code: bool = False
    safe_csv: bool = False
    bom: bool = False
    labels: str | None = None
    output: str | None = None

    def form(self, terminal: bool) -> str:
        """The name of the format; `auto` is a table on a terminal, else TSV."""
        if self.format == "auto":
            return "table" if terminal else "tsv"
        return self.format


def check(table: Table, options: Options, terminal: bool = False) -> None:
    """Refuse wrong options: UsageProblem names the valid ones."""
    name = options.form(terminal)
    known = tuple(FORMATS) if table.events else CHOICES
    if name not in known:
        names = ", ".join(dict.fromkeys((*CHOICES, *known)))
        raise UsageProblem(t('--format: "{name}" is none of {names}', name=name, names=names))
    form = FORMATS[name]
    if form.events and options.fields:
        _refuse("--fields", name, [key for key, other in FORMATS.items() if not other.events])
    if options.bom and not form.bom:
        _refuse("--bom", name, [key for key, other in FORMATS.items() if other.bom])
    if options.labels and not form.header:
        _refuse("--labels", name, [key for key, other in FORMATS.items() if other.header])
    if form.binary and terminal:
        raise UsageProblem(
            t("{format} is nothing for a terminal: name a file with --output", format=name)
        )
    columns_for(table, options.fields, name)
    check_sort(page_for(table, name) or table, options.sort)


def _refuse(option: str, form: str, others: list[str]) -> None:
    raise UsageProblem(
        t(
            "{option} goes with {names}, not with {format}",
            option=option,
            names=", ".join(others),
            format=form,
        )
    )
