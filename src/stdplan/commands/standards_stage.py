"""`stdplan standards stage`: a project moves along, a standard into review or out of force."""

from typing import Annotated

import typer

from stdplan.catalogue import standard_editing
from stdplan.commands import _choices, _numbers
from stdplan.commands._context import change, say
from stdplan.commands._days import told_day
from stdplan.commands._given import any_date, event_day, some_text
from stdplan.commands._options import On
from stdplan.domain.codes import STAGES, word
from stdplan.domain.numbers import parse
from stdplan.domain.stages import ENDED, PUBLISHED
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
    remove: Annotated[
        bool,
        typer.Option("--remove", help="Take out a stage that was entered by mistake."),
    ] = False,
) -> None:
    """Move a project along, or a standard into review (90) or out of force (95).

    \b
    stdplan standards stage 2011-0123T-JB 40 --on 2011-09-01
    stdplan standards stage 2011-0123T-JB 60 --number "JB/T 99999-2011" --on 2011-12-01
    stdplan standards stage 2011-0123T-JB 95 --on 2012-05-18    ends it without a standard

    Stages may be entered in any order; their days go with the stages. A second day of a stage below
    60 corrects the first.
    """
    if len(words) < 2:
        raise UsageProblem(t("give a number and a stage: NUMBER CODE"))
    code = _choices.code(STAGES, words[-1], "CODE")
    if number is not None and code != "60":
        raise UsageProblem(t("--number goes with stage 60 (publication) only"))
    if number is not None:
        number = some_text(number, "--number")
    if remove:
        _take_out(ctx, words[:-1], code, on)
        return
    # Publication and withdrawal are announced ahead; the others have been reached.
    day = event_day(on) if code in (PUBLISHED, ENDED) else told_day(on)
    with change(ctx) as (catalogue, work):
        one = _numbers.found_one(catalogue.connection, words[:-1])
        moved = standard_editing.move(work, one.id, code, day, number)
        changed = work.changed
    if number is not None and parse(number) is None:
        say(t('"{number}" cannot be read as a number and is kept as it stands', number=moved.key))
    said = {"key": moved.key, "code": code, "stage": word(STAGES, code), "day": day}
    if not changed:
        say(t("{key}: nothing to change", key=moved.key))
    elif moved.terminated:
        say(t("{key}: ended without a standard on {day}", key=moved.key, day=day))
    elif moved.corrected:
        said["before"] = moved.corrected
        say(t("{key}: {code} {stage} on {day} (before: {before})", **said))
    else:
        say(t("{key}: {code} {stage} on {day}", **said))
    if moved.unsaid:
        names = t(", ").join(f"{code} {word(STAGES, code)}" for code in moved.unsaid)
        say(t("{key}: no day is known of {stages}", key=moved.key, stages=names))


def _take_out(ctx: typer.Context, words: list[str], code: str, on: str | None) -> None:
    """Remove a stage; 60 and 95 are fields, and emptied as such."""
    if code in (PUBLISHED, ENDED):
        name = "published" if code == PUBLISHED else "withdrawn"
        raise UsageProblem(
            t("{code} is a field: `standards edit --clear {name}` empties it", code=code, name=name)
        )
    day = None if on is None else any_date(on, "--on")
    with change(ctx) as (catalogue, work):
        one = _numbers.found_one(catalogue.connection, words)
        found = standard_editing.unreach(work, one.id, code, day)
    stage = f"{code} {word(STAGES, code)}"
    say(
        t("{key}: took out {stage}", key=one.key, stage=stage)
        if found
        else t("{key}: nothing to change", key=one.key)
    )
