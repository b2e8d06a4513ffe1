"""Arguments and options of the commands that read lists, so that each has one name and help text.

Apart from _options.py: the forms of files are named by the readers, which questions do without.
"""

from typing import Annotated, Literal

import typer

from stdplan.errors import UsageProblem
from stdplan.i18n import t
from stdplan.importing.readers.detect import FORMS

Files = Annotated[
    list[str],
    typer.Argument(metavar="FILE...", help="Lists, or - for stdin.", show_default=False),
]
Encoding = Annotated[
    str | None,
    typer.Option(metavar="NAME", help="Else found by content: utf-8, gb18030, utf-16."),
]
Map = Annotated[
    list[str] | None,
    typer.Option(
        "--map",
        metavar="HEADER=FIELD",
        help="What a column means; HEADER= leaves it aside; repeatable.",
    ),
]
Set = Annotated[
    list[str] | None,
    typer.Option(
        "--set", metavar="FIELD=VALUE", help="A value for rows that give none; repeatable."
    ),
]
From = Annotated[
    Literal[FORMS] | None,  # type: ignore[valid-type]
    typer.Option("--from", help="The format, else by content."),
]
Sheet = Annotated[
    str | None,
    typer.Option(
        metavar="NAME", help="The sheet of a workbook, by name or number; else the first list."
    ),
]
SkipBad = Annotated[
    str | None,
    typer.Option(
        "--skip-bad",
        metavar="REJECTS",
        help="Take in the good rows; write the others, with the reasons, to this csv.",
    ),
]
DryRun = Annotated[
    bool, typer.Option("--dry-run", help="Check everything and say what would change.")
]


def stdin_once(files: list[str]) -> None:
    """UsageProblem where two of the lists are stdin."""
    if files.count("-") > 1:
        raise UsageProblem(t("- (stdin) can be read only once"))
