"""The options that every reading command has: format, file, columns, order, header, exit code."""

import sys
from collections.abc import Sequence
from inspect import Parameter
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from stdplan.errors import UsageProblem
from stdplan.i18n import t
from stdplan.output.formats import CHOICES, by_ending
from stdplan.output.writer import Options
from stdplan.table import Sort


def _option(name: str, annotation: Any, default: object) -> Parameter:
    return Parameter(name, Parameter.KEYWORD_ONLY, default=default, annotation=annotation)


OUTPUT_PARAMETERS = (
    _option(
        "format_",
        Annotated[
            str,
            typer.Option(
                "--format",
                "-f",
                metavar="|".join(CHOICES),
                help="Else a table on a terminal, TSV in a pipe.",
            ),
        ],
        "auto",
    ),
    _option(
        "output",
        Annotated[
            str | None,
            typer.Option(
                "--output",
                "-o",
                metavar="FILE",
                help="Write this file, in the format of its ending, once all of it is there.",
            ),
        ],
        None,
    ),
    _option("json_", Annotated[bool, typer.Option("--json", help="Same as --format json.")], False),
    _option(
        "fields",
        Annotated[
            str | None, typer.Option(metavar="A,B", help="Only these fields, in this order.")
        ],
        None,
    ),
    _option(
        "sort",
        Annotated[
            list[str] | None,
            typer.Option(
                metavar="FIELD[:desc]", help=("Sort by a field; repeat for a second one.")
            ),
        ],
        None,
    ),
    _option(
        "limit", Annotated[int | None, typer.Option(min=0, help="At most so many rows.")], None
    ),
    _option(
        "no_header",
        Annotated[bool, typer.Option("--no-header", help="No header line.")],
        False,
    ),
    _option(
        "exit_code",
        Annotated[bool, typer.Option("--exit-code", help="Exit with 1 if the list is not empty.")],
        False,
    ),
    _option(
        "safe_csv",
        Annotated[
            bool,
            typer.Option(
                "--safe-csv",
                help="In csv and tsv, guard cells that a spreadsheet would run as formulas.",
            ),
        ],
        False,
    ),
    _option(
        "bom",
        Annotated[
            bool, typer.Option("--bom", help="In csv and tsv, the mark by which Excel knows UTF-8.")
        ],
        False,
    ),
    _option(
        "labels",
        Annotated[
            Literal["zh", "en"] | None,
            typer.Option(help="Headers that people read instead of keys; import knows them."),
        ],
        None,
    ),
)

# Two names of stdout: where that is a file, it goes on, and is not replaced.
_STDOUT = ("-", "/dev/stdout")


def output_options(given: dict[str, Any]) -> Options:
    """Take the common options out of what a command was given."""
    json, form = given.pop("json_"), given.pop("format_")
    if json and form not in ("auto", "json"):
        raise UsageProblem(t("--json and --format {form} contradict each other", form=form))
    fields, limit, output = given.pop("fields"), given.pop("limit"), given.pop("output")
    form = "json" if json else form
    if output in _STDOUT:
        output = None
    if output is not None and form == "auto":
        form = by_ending(output)
    return Options(
        format=form,
        fields=() if fields is None else _names(fields),
        sort=tuple(_sort(text) for many in given.pop("sort") or () for text in many.split(",")),
        limit=None if limit is None else min(limit, sys.maxsize),  # as large as SQLite takes
        header=not given.pop("no_header"),
        exit_code=given.pop("exit_code"),
        safe_csv=given.pop("safe_csv"),
        bom=given.pop("bom"),
        labels=given.pop("labels"),
        output=output,
    )


def spare_catalogue(output: str, ctx: typer.Context) -> None:
    """Refuse to write the file of --output over the catalogue."""
    from stdplan.commands._context import default_path, settings

    if same_file(output, settings(ctx).db or default_path()):
        raise UsageProblem(t("--output: {path} is the catalogue itself", path=output))


def spare_others(output: str, lists: Sequence[str] | None, rejects: str | None) -> None:
    """Refuse to write the file of --output over a list that is read, or that of --skip-bad."""
    if any(name != "-" and same_file(output, name) for name in lists or ()):
        raise UsageProblem(t("--output: {path} is the list itself", path=output))
    if rejects is not None and (
        same_file(output, rejects) or Path(output).resolve() == Path(rejects).resolve()
    ):
        raise UsageProblem(t("--output and --skip-bad both name {path}", path=output))


def same_file(one: str | Path, other: str | Path) -> bool:
    """Whether two names lead to one file that is there."""
    try:
        return Path(one).samefile(other)
    except OSError:
        return False


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(","))


def _sort(text: str) -> Sort:
    name, _, direction = text.strip().partition(":")
    if direction not in ("", "asc", "desc"):
        raise UsageProblem(
            t('--sort: "{text}" is neither FIELD nor FIELD:desc nor FIELD:asc', text=text)
        )
    return Sort(name, direction == "desc")
