"""`stdplan review record`: record the outcome of a review, for one or many standards.

Rule: the review is recorded for all standards that are named, or for none.
"""

from typing import Annotated

import typer

from stdplan.commands import arguments
from stdplan.commands.arguments import event_day_with_notice, option_date, option_text
from stdplan.commands.console import say
from stdplan.commands.context import writing
from stdplan.commands.options import Note, Numbers, On
from stdplan.domain.codes import OUTCOMES, label
from stdplan.errors import UsageProblem
from stdplan.i18n import t, tn
from stdplan.importing.reviews import canonical_number


def record(
    ctx: typer.Context,
    numbers: Numbers,
    outcome: Annotated[
        str,
        typer.Option(
            metavar="OUTCOME",
            show_default=False,
            help="confirm 继续有效, revise 修订, merge 整合 or withdraw 废止.",
        ),
    ],
    on: On = None,
    ends: Annotated[
        str | None,
        typer.Option(metavar="DATE", help="withdraw: out of force from this day (else proposed)."),
    ] = None,
    into: Annotated[
        str | None, typer.Option(metavar="NUMBER", help="merge: the standard it goes into.")
    ] = None,
    note: Note = None,
) -> None:
    """Record a review of one or more standards: all of them, or none.

    \b
    stdplan review record JB/T 7547-1994 --outcome confirm --on 2011-06-30
    stdplan review record - --outcome 废止 --ends 2012-01-01 < numbers.txt

    confirm restarts the age; revise opens a revision project and keeps the standard in force;
    merge names the standard it goes into; withdraw ends it on --ends.
    """
    code = arguments.code(OUTCOMES, outcome, "--outcome")
    if ends is not None and code != "withdraw":
        raise UsageProblem(t("--ends goes with --outcome withdraw only"))
    if (into is None) == (code == "merge"):
        raise UsageProblem(t("--into goes with --outcome merge, and merge needs it"))
    from stdplan.catalogue import reviews

    result = reviews.ReviewResult(
        code,
        event_day_with_notice(on),
        None if ends is None else option_date(ends, "--ends"),
        None if into is None else canonical_number(option_text(into, "--into")),
        None if note is None else option_text(note, "--note"),
    )
    if result.ends and result.ends < result.date:
        raise UsageProblem(
            t("--ends {ends} is before the review on {day}", ends=result.ends, day=result.date)
        )
    with writing(ctx) as (catalogue, transaction):
        standards = arguments.find_records(catalogue.connection, numbers)
        recorded = [
            standard
            for standard in standards
            if not reviews.record(transaction, standard.id, result).nothing
        ]
    if recorded:
        say(
            tn(
                "recorded on {day}: {outcome} for {count} standard",
                "recorded on {day}: {outcome} for {count} standards",
                len(recorded),
                day=result.date,
                outcome=label(OUTCOMES, code),
            )
        )
    if len(recorded) < len(standards):
        say(
            tn(
                "{count} was recorded already",
                "{count} were recorded already",
                len(standards) - len(recorded),
            )
        )
