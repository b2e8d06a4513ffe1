"""`stdplan review record`: record the outcome of a review, for one or many standards.

Rule: the review is recorded for all standards that are named, or for none. Options are parsed like
one row of a list (importing/reviews.py), but the words of a note do not say what a standard is
merged into.
"""

from datetime import date

from stdplan.commands.console import say
from stdplan.commands.context import Context, writing
from stdplan.commands.day_arguments import event_day_with_notice
from stdplan.commands.framework import writing_command
from stdplan.commands.options import NOTE, NUMBERS, ON
from stdplan.commands.parameters import flag, option
from stdplan.commands.record_arguments import find_records
from stdplan.commands.review_arguments import (
    ANNOUNCEMENT,
    INTO,
    INTO_FAMILY,
    INTO_NATURE,
    OUTCOME_HELP,
    find_open_project,
    given_texts,
    refuse_without_target,
    result_of,
)
from stdplan.domain.codes import OUTCOMES, label
from stdplan.domain.dates import last_day
from stdplan.domain.numbers import plan_number
from stdplan.domain.text import escape_unprintable
from stdplan.errors import UsageProblem
from stdplan.i18n import t, tn
from stdplan.importing.reviews import read_review_options


@writing_command(
    NUMBERS,
    option("--outcome", required=True, metavar="OUTCOME", help=OUTCOME_HELP),
    ON,
    flag("--proposed", help="A committee proposes it; nothing follows until it is decided."),
    ANNOUNCEMENT,
    option(
        "--ends",
        metavar="DATE",
        help="For withdraw: the first day out of force (without it, the day is still open).",
    ),
    INTO,
    INTO_FAMILY,
    INTO_NATURE,
    option(
        "--project",
        metavar="PLAN_NUMBER",
        help="For revise: the project under way that revises it.",
    ),
    NOTE,
)
def record(
    ctx: Context,
    numbers: list[str],
    outcome: str,
    on: str | None,
    proposed: bool,
    announcement: str | None,
    ends: str | None,
    into: str | None,
    into_family: str | None,
    into_nature: str | None,
    project: str | None,
    note: str | None,
) -> None:
    """Record a review of one or more standards: all of them, or none.

    \b
    stdplan review record JB/T 7547-1994 --outcome confirm --on 2011-06-30
    stdplan review record JB/T 7547-1994 --outcome revise --proposed
    stdplan review record - --outcome 废止 --ends 2012-01-01 < numbers.txt

    confirm restarts the age; revise opens a revision project and keeps the standard in force; merge
    needs --into, the standard that absorbs it; withdraw ends it on the day of --ends; amend and
    convert keep it in force. With --proposed, none of this happens: `review decide` turns proposals
    into decisions.
    """
    texts = given_texts(
        outcome=outcome,
        ends=ends,
        into=into,
        into_family=into_family,
        into_nature=into_nature,
        document=announcement,
        note=note,
    )
    refuse_without_target(texts)
    if project is not None and (proposed or texts["outcome"] != "revise"):
        raise UsageProblem(t("--project can be given only with a decided revision (修订)"))
    day = event_day_with_notice(on)
    step = "proposed" if proposed else "decided"
    row = read_review_options({**texts, "step": step}, day)
    project = _only_project(project, row.project)
    from stdplan.catalogue import reviews
    from stdplan.catalogue.edition_rules import ended_by_edition

    result = result_of(row)
    with writing(ctx) as (catalogue, transaction):
        joined = None if project is None else find_open_project(transaction, project)
        standards = find_records(catalogue.connection, numbers, date.fromisoformat(last_day(day)))
        changes = [
            (standard.key, reviews.record(transaction, standard.id, result, project=joined))
            for standard in standards
        ]
        ended = [
            (standard.key, *end)
            for standard, (_, change) in zip(standards, changes, strict=True)
            if not change.nothing
            and result.outcome != "withdraw"
            and (end := ended_by_edition(transaction.connection, standard.id, result.date))
        ]
    for key, day, edition in ended:
        sentence = "{key} ended on {end}, because of its next edition {new}"
        say(t(sentence, key=key, end=day, new=edition))
    for key, change in changes:
        if change.other_project:
            sentence = "{key}: the project of its revision is {project}, which began first"
            names = {"key": key, "project": change.other_project}
            say(t(sentence, **{name: escape_unprintable(text) for name, text in names.items()}))
    recorded = sum(not change.nothing for _, change in changes)
    if recorded:
        singular = "recorded on {day}: {outcome} for {count} standard"
        plural = "recorded on {day}: {outcome} for {count} standards"
        if proposed:
            singular = "recorded on {day} as a proposal: {outcome} for {count} standard"
            plural = "recorded on {day} as proposals: {outcome} for {count} standards"
        name = label(OUTCOMES, result.outcome)
        say(tn(singular, plural, recorded, day=result.date, outcome=name))
    if recorded < len(changes):
        say(
            tn(
                "{count} was already recorded",
                "{count} were already recorded",
                len(changes) - recorded,
            )
        )


def _only_project(given: str | None, stated: str | None) -> str | None:
    """Return the plan number of --project, else the one that the words of --outcome state."""
    if None not in (given, stated) and plan_number(given or "") != stated:
        problem = t('contradicts "{words}"', words=stated)
        values = {"value": escape_unprintable(given or ""), "problem": problem}
        raise UsageProblem(t('{column}: "{value}" {problem}', column="--project", **values))
    return given or stated
