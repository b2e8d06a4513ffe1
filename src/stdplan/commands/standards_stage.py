"""`stdplan standards stage`: a project moves along, a standard into review or out of force."""

from typing import Annotated

import typer

from stdplan.catalogue import editing
from stdplan.commands import _choices, _numbers
from stdplan.commands._context import change, event_day, say, some_text
from stdplan.commands._options import On
from stdplan.domain.number import parse
from stdplan.domain.words import STAGES, word
from stdplan.errors import UsageProblem
from stdplan.i18n import t


def stage(
    ctx: typer.Context,
    words: Annotated[
        list[str],
        typer.Argument(
            metavar="NUMBER CODE",
            show_default=False,
            help="What it is called, then the stage it has reached: 00 10 20 30 40 50 60 90 95.",
        ),
    ],
    on: On = None,
    number: Annotated[
        str | None,
        typer.Option(metavar="NUMBER", help="With 60: the number it is published under."),
    ] = None,
) -> None:
    """Move a project along, or a standard into review (90) or out of force (95).

    \b
    stdplan standards stage 2011-0123T-JB 40 --on 2011-09-01
    stdplan standards stage 2011-0123T-JB 60 --number "JB/T 99999-2011" --on 2011-12-01
    """
    if len(words) < 2:
        raise UsageProblem(t("give a number and a stage: NUMBER CODE"))
    code = _choices.code(STAGES, words[-1], "CODE")
    if number is not None and code != "60":
        raise UsageProblem(t("--number goes with stage 60 (publication) only"))
    if number is not None:
        number = some_text(number, "--number")
    day = event_day(on)
    with change(ctx) as (catalogue, work):
        one = _numbers.found_one(catalogue.connection, words[:-1])
        key = editing.move(work, one.id, code, day, number)
        moved = work.changed
    if number is not None and parse(number) is None:
        say(t('"{number}" cannot be read as a number and is kept as it stands', number=key))
    if moved:
        say(
            t(
                "{key}: {code} {stage} on {day}",
                key=key,
                code=code,
                stage=word(STAGES, code),
                day=day,
            )
        )
    else:
        say(t("{key}: nothing to change", key=key))
