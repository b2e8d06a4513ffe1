"""The one line at the head of a digest: how many of what."""

from collections.abc import Iterator, Sequence
from datetime import date

from stdplan.catalogue.queries.digest import Part
from stdplan.i18n import t


def summary(past: Sequence[Part], ahead: Sequence[Part], limit: date) -> str:
    """How much happened, and how much is due up to the last of the days ahead."""
    told = t(", ").join(_counts(past)) or t("Nothing happened")
    due = t(", ").join(_counts(ahead))
    if not due:
        return t("{happened}.", happened=told)
    return t("{happened}. Up to {day}: {due}.", happened=told, day=limit, due=due)


def _counts(parts: Sequence[Part]) -> Iterator[str]:
    """A phrase for each part that has anything."""
    count = {part.name: len(part.rows) for part in parts}
    one = {name for name, rows in count.items() if rows == 1}
    for phrase, name in (
        ("{count} standard published" if "published" in one else "{count} standards published",
         "published"),
        ("{count} taking effect", "effective"),
        ("{count} withdrawn", "withdrawn"),
        ("{count} moved to another stage", "staged"),
        ("{count} terminated", "terminated"),
        ("{count} reviewed", "reviewed"),
        ("{count} activity held" if "activities_held" in one else "{count} activities held",
         "activities_held"),
        ("{count} activity closed" if "activities_closed" in one else "{count} activities closed",
         "activities_closed"),
        ("{count} project due" if "projects_due" in one else "{count} projects due",
         "projects_due"),
        ("{count} activity due" if "activities_due" in one else "{count} activities due",
         "activities_due"),
        ("{count} expiring", "expiring"),
        ("{count} review due" if "reviews_due" in one else "{count} reviews due", "reviews_due"),
    ):  # fmt: skip
        if count.get(name):
            yield t(phrase, count=count[name])
