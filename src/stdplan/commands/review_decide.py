"""`stdplan review decide`: turn what committees proposed into decisions.

Rules:
* For each standard that is named, the last proposal up to the day that has no decision on its day
  or later. All of them are decided, or none.
* A decision has the outcome of its proposal and all that belongs to it; another outcome is recorded
  with `review record`.
* A proposed revision may have the number of a plan in its note, as lists give it. If that project
  is under way, the decision joins it.
"""

from __future__ import annotations

from datetime import date

from stdplan.commands.console import say
from stdplan.commands.context import Context, writing
from stdplan.commands.day_arguments import event_day_with_notice
from stdplan.commands.framework import writing_command
from stdplan.commands.options import NUMBERS
from stdplan.commands.parameters import option
from stdplan.commands.record_arguments import find_records
from stdplan.commands.review_arguments import ANNOUNCEMENT
from stdplan.commands.text_arguments import option_text
from stdplan.domain.codes import OUTCOMES, label
from stdplan.domain.dates import last_day
from stdplan.domain.text import escape_unprintable
from stdplan.errors import BadData, Missing
from stdplan.i18n import t, tn
from stdplan.light import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3

    from stdplan.catalogue.reviews import StoredReview

_NAMED = 20  # standards in a message


@writing_command(
    NUMBERS,
    ANNOUNCEMENT,
    option("--on", metavar="DATE", help="The day of the decision (default: today)."),
)
def decide(ctx: Context, numbers: list[str], announcement: str | None, on: str | None) -> None:
    """Turn the proposals for standards into decisions: all of them, or none.

    \b
    stdplan review decide JB/T 7547-1994 --announcement 2011年第43号 --on 2011-12-15
    stdplan review list --proposed --open --fields number | stdplan review decide -

    Each decision has the outcome of the last proposal that is still open, with its consequences.
    """
    day = event_day_with_notice(on)
    document = None
    if announcement is not None:
        document = option_text(announcement, "--announcement")
    with writing(ctx) as (catalogue, transaction):
        from stdplan.catalogue import reviews

        standards = find_records(catalogue.connection, numbers, date.fromisoformat(last_day(day)))
        proposals = [
            (standard.key, reviews.find_open_proposal(catalogue.connection, standard.id, day))
            for standard in standards
        ]
        if missing := [key for key, proposal in proposals if proposal is None]:
            raise Missing(_without_proposal(missing, day))
        decided = [proposal for _, proposal in proposals if proposal is not None]
        for proposal in decided:
            project = _find_named_project(catalogue.connection, proposal)
            reviews.decide(transaction, proposal, day, document, project)
    for outcome in OUTCOMES:
        if count := sum(proposal.result.outcome == outcome for proposal in decided):
            singular = "decided on {day}: {outcome} for {count} standard"
            plural = "decided on {day}: {outcome} for {count} standards"
            say(tn(singular, plural, count, day=day, outcome=label(OUTCOMES, outcome)))


def _find_named_project(connection: sqlite3.Connection, proposal: StoredReview) -> int | None:
    """Return the row id of the project under way whose plan number is in the note of a proposed
    revision (计划号: 2011-0123T-JB), None if there is none."""
    from stdplan.catalogue.queries.find_standard import find_standard
    from stdplan.catalogue.review_projects import is_under_way
    from stdplan.domain.numbers import plan_number

    texts = [part.rpartition(": ") for part in (proposal.result.note or "").split("; ")]
    numbers = {number for header, _, text in texts if header and (number := plan_number(text))}
    if len(numbers) != 1:
        return None
    try:
        project = find_standard(connection, numbers.pop()).id
    except (Missing, BadData):
        return None
    return project if is_under_way(connection, project) else None


def _without_proposal(keys: list[str], day: str) -> str:
    names = ", ".join(map(escape_unprintable, keys[:_NAMED]))
    if len(keys) > _NAMED:
        names += t(" and {count} more", count=len(keys) - _NAMED)
    singular = (
        "{count} standard has no open proposal on {day}: {names}; list them with"
        " `stdplan review list --proposed --open`"
    )
    plural = (
        "{count} standards have no open proposal on {day}: {names}; list them with"
        " `stdplan review list --proposed --open`"
    )
    return tn(singular, plural, len(keys), day=day, names=names)
