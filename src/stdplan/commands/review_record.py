"""`stdplan review record`: record the outcome of a review, for one or many standards.

Rule: the review is recorded for all standards that are named, or for none. Options are parsed like
one row of a list (importing/reviews.py), but the words of a note do not say what a standard is
merged into.
"""

from stdplan.commands import arguments
from stdplan.commands.arguments import event_day_with_notice
from stdplan.commands.console import say
from stdplan.commands.context import Context, writing
from stdplan.commands.framework import writing_command
from stdplan.commands.options import NOTE, NUMBERS, ON
from stdplan.commands.parameters import option
from stdplan.domain.codes import OUTCOMES, label
from stdplan.errors import UsageProblem
from stdplan.i18n import t, tn
from stdplan.importing.reviews import read_review_options


@writing_command(
    NUMBERS,
    option(
        "--outcome",
        required=True,
        metavar="OUTCOME",
        help="confirm 继续有效, revise 修订, merge 整合 or withdraw 废止.",
    ),
    ON,
    option(
        "--ends",
        metavar="DATE",
        help="For withdraw: the first day out of force (without it, only proposed).",
    ),
    option("--into", metavar="NUMBER", help="For merge: the standard that absorbs it."),
    NOTE,
)
def record(
    ctx: Context,
    numbers: list[str],
    outcome: str,
    on: str | None,
    ends: str | None,
    into: str | None,
    note: str | None,
) -> None:
    """Record a review of one or more standards: all of them, or none.

    \b
    stdplan review record JB/T 7547-1994 --outcome confirm --on 2011-06-30
    stdplan review record - --outcome 废止 --ends 2012-01-01 < numbers.txt

    confirm restarts the age; revise opens a revision project and keeps the standard in force; merge
    needs --into, the standard that absorbs it; withdraw ends it on the day of --ends.
    """
    code = arguments.code(OUTCOMES, outcome, "--outcome")
    if code == "merge" and into is None:
        raise UsageProblem(t("--outcome merge needs --into NUMBER"))
    texts = {"outcome": code, "ends": ends, "into": into, "note": note}
    row = read_review_options(
        {name: text for name, text in texts.items() if text is not None},
        event_day_with_notice(on),
    )
    from stdplan.catalogue import reviews
    from stdplan.catalogue.edition_rules import ended_by_edition

    result = reviews.ReviewResult(row.outcome, row.date, row.ends, row.into, row.note)
    with writing(ctx) as (catalogue, transaction):
        standards = arguments.find_records(catalogue.connection, numbers)
        recorded = [
            standard
            for standard in standards
            if not reviews.record(transaction, standard.id, result).nothing
        ]
        ended = [
            (standard.key, *end)
            for standard in recorded
            if code != "withdraw"
            and (end := ended_by_edition(transaction.connection, standard.id, result.date))
        ]
    for key, day, edition in ended:
        sentence = "{key} ended on {end}, because of its next edition {new}"
        say(t(sentence, key=key, end=day, new=edition))
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
                "{count} was already recorded",
                "{count} were already recorded",
                len(standards) - len(recorded),
            )
        )
