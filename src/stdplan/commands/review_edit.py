"""`stdplan review edit, remove`: correct recorded reviews, and take them back.

Reviews are named by the ids that `review list` shows. Options are parsed as those of `review
record`, together with the values that the review keeps.

Rule: all reviews that are named are changed, or none. What follows from them is then as if they had
been recorded right, or never; messages say what else changed.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from stdplan.commands.console import say
from stdplan.commands.context import Context, writing
from stdplan.commands.day_arguments import event_day_with_notice, option_date
from stdplan.commands.framework import writing_command
from stdplan.commands.options import NOTE
from stdplan.commands.parameters import argument, option
from stdplan.commands.record_arguments import find_records, ids
from stdplan.commands.review_arguments import (
    ANNOUNCEMENT,
    INTO,
    INTO_FAMILY,
    INTO_NATURE,
    OUTCOME_HELP,
    given_texts,
    refuse_without_target,
    result_of,
)
from stdplan.domain.codes import OF_OUTCOME, OUTCOMES, describe, label
from stdplan.domain.text import escape_unprintable
from stdplan.errors import Missing, UsageProblem
from stdplan.i18n import t, tn
from stdplan.importing.reviews import read_review_options
from stdplan.light import TYPE_CHECKING

if TYPE_CHECKING:
    from stdplan.catalogue.reviews import ReviewResult, StoredReview
    from stdplan.catalogue.transaction import Transaction

REVIEW_IDS = argument(
    "review_ids",
    many=True,
    metavar="ID...",
    help="The ids, as `review list` shows them, or - for stdin.",
)
# The fields that --clear may empty, by the name of their option.
CLEARABLE = {
    "ends": "ends",
    "into": "into",
    "target": "target_date",
    "note": "note",
    "announcement": "document",
    "into-family": "into_family",
    "into-nature": "into_nature",
}
_SHOWN = 20  # consequences and reviews that a person is shown


@writing_command(
    REVIEW_IDS,
    option("--on", metavar="DATE", help="The day of the review."),
    option("--outcome", metavar="OUTCOME", help=OUTCOME_HELP),
    ANNOUNCEMENT,
    option("--ends", metavar="DATE", help="For withdraw: the first day out of force."),
    INTO,
    INTO_FAMILY,
    INTO_NATURE,
    option("--target", metavar="DATE", help="For revise: when the revision is to be finished."),
    NOTE,
    option(
        "--clear",
        many=True,
        metavar="FIELD",
        help=f"Clear a field: {', '.join(CLEARABLE)}; repeatable.",
    ),
)
def edit(
    ctx: Context,
    review_ids: list[str],
    on: str | None,
    outcome: str | None,
    announcement: str | None,
    ends: str | None,
    into: str | None,
    into_family: str | None,
    into_nature: str | None,
    target: str | None,
    note: str | None,
    clear: list[str] | None,
) -> None:
    """Correct recorded reviews, with all that follows from them.

    \b
    stdplan review edit 7 --outcome withdraw --ends 2012-01-01
    stdplan review edit 7 --on 2011-06-16 --clear note

    Values that are not given stay unchanged, and so does the step; another outcome drops the fields
    that only the old one has. The age, the day of withdrawal and the revision project are then as
    if the review had been recorded so.
    """
    texts = given_texts(
        outcome=outcome,
        ends=ends,
        into=into,
        into_family=into_family,
        into_nature=into_nature,
        target_date=target,
        document=announcement,
        note=note,
    )
    if "plan_number" in texts:
        problem = t("names a project; give it with `review record --project`")
        values = {"value": escape_unprintable(outcome or ""), "problem": problem}
        raise UsageProblem(t('{column}: "{value}" {problem}', column="--outcome", **values))
    cleared = _fields_to_clear(clear or (), texts)
    if not texts and not cleared and on is None:
        raise UsageProblem(t("nothing to change: give a field, or --clear FIELD"))
    day = None if on is None else event_day_with_notice(on)
    with writing(ctx) as (_, transaction):
        from stdplan.catalogue import reviews

        stored = _find_reviews(transaction, review_ids)
        results = [_corrected(review.result, day, texts, cleared) for review in stored]
        changes = [
            reviews.edit(transaction, review, result)
            for review, result in zip(stored, results, strict=True)
        ]
    _say_consequences([sentence for change in changes for sentence in change.consequences])
    if stored:
        changed = sum(not change.nothing for change in changes)
        say(t("changed {count} of {all}", count=changed, all=len(stored)))


@writing_command(
    REVIEW_IDS,
    option("--on", metavar="DATE", help="ID is the number of a standard: its review of this day."),
)
def remove(ctx: Context, review_ids: list[str], on: str | None) -> None:
    """Remove recorded reviews, with all that follows only from them.

    \b
    stdplan review remove 7 8
    stdplan review remove "JB/T 7547-1994" --on 2011-06-16
    stdplan review list --outcome merge --fields id | stdplan review remove -

    The age, the day of withdrawal and the counts are then as if the review had never been recorded.
    A revision project that only this review opened is removed, unless something else was entered
    for it.
    """
    with writing(ctx) as (_, transaction):
        from stdplan.catalogue import reviews

        if on is None:
            stored = _find_reviews(transaction, review_ids)
        else:
            stored = _find_reviews_of_day(transaction, review_ids, option_date(on, "--on"))
        changes = [reviews.remove(transaction, review) for review in stored]
    _say_consequences([sentence for change in changes for sentence in change.consequences])
    if stored:
        names = ", ".join(
            f"{review.key} {review.result.date} {label(OUTCOMES, review.result.outcome)}"
            for review in stored[:_SHOWN]
        )
        if len(stored) > _SHOWN:
            names += t(" and {count} more", count=len(stored) - _SHOWN)
        singular = "removed {count} review: {names}"
        plural = "removed {count} reviews: {names}"
        say(tn(singular, plural, len(stored), names=names))


def _find_reviews(transaction: Transaction, words: Sequence[str]) -> list[StoredReview]:
    """Return the reviews of the ids; raise Missing for an unknown one."""
    from stdplan.catalogue.reviews import find_review

    found = []
    for review_id in ids(words, "review list"):
        review = find_review(transaction.connection, review_id)
        if review is None:
            raise Missing(
                t(
                    "there is no review {id}; list reviews with `stdplan review list`",
                    id=review_id,
                )
            )
        found.append(review)
    return found


def _find_reviews_of_day(
    transaction: Transaction, words: Sequence[str], day: str
) -> list[StoredReview]:
    """Return the reviews of standards on a day; raise Missing or UsageProblem if one has none or
    several."""
    from stdplan.catalogue.reviews import find_reviews_of_day

    found = []
    for standard in find_records(transaction.connection, words):
        reviews = find_reviews_of_day(transaction.connection, standard.id, day)
        if not reviews:
            sentence = "{key} has no review on {day}; list reviews with `stdplan review list`"
            raise Missing(t(sentence, key=standard.key, day=day))
        if len(reviews) > 1:
            ids = ", ".join(str(review.id) for review in reviews)
            sentence = "{key} has several reviews on {day}; give one of the ids {ids}"
            raise UsageProblem(t(sentence, key=standard.key, day=day, ids=ids))
        found += reviews
    return found


def _fields_to_clear(names: Sequence[str], texts: Mapping[str, str]) -> set[str]:
    """Return the fields that --clear names; raise UsageProblem for an unknown or a given one."""
    for name in names:
        if name not in CLEARABLE:
            known = ", ".join(CLEARABLE)
            sentence = '--clear: there is no field "{name}" to clear; use one of {names}'
            raise UsageProblem(t(sentence, name=name, names=known))
        if CLEARABLE[name] in texts:
            raise UsageProblem(
                t("--clear {name} cannot be used together with a value for {name}", name=name)
            )
    return {CLEARABLE[name] for name in names}


def _corrected(
    old: ReviewResult, day: str | None, texts: Mapping[str, str], cleared: Collection[str]
) -> ReviewResult:
    """Return the result of a review with the values of options; raise UsageProblem if they do not
    fit its outcome."""
    outcome = texts.get("outcome", old.outcome)
    target = texts.get("target_date")
    if target is not None and outcome not in OF_OUTCOME["target_date"]:
        # In a list it would become a note.
        own = {code: OUTCOMES[code] for code in OF_OUTCOME["target_date"]}
        problem = t("can be given only with {outcome}", outcome=describe(own))
        raise UsageProblem(
            t('{column}: "{value}" {problem}', column="--target", value=target, problem=problem)
        )
    kept = {name: getattr(old, name) for name in ("into", "ends", "into_family", "into_nature")}
    kept |= {"target_date": old.target, "document": old.document}
    values = {"outcome": outcome}
    for name, value in kept.items():
        fits = outcome in OF_OUTCOME.get(name, [outcome])
        if value is not None and name not in cleared and fits:
            values[name] = value
    if outcome != old.outcome:
        values.pop("into", None)  # what it merges with is not what it is converted into
    values |= texts
    refuse_without_target(values)
    row = read_review_options(values, day or old.date)
    # The words of a stored note are not read again.
    note = row.note if "note" in texts or "note" in cleared else old.note
    return replace(result_of(row), note=note, step=old.step)


def _say_consequences(sentences: Sequence[str]) -> None:
    for sentence in sentences[:_SHOWN]:
        say(sentence)
    if len(sentences) > _SHOWN:
        count = len(sentences) - _SHOWN
        say(tn("{count} more consequence", "{count} more consequences", count))
