"""The review campaign of a year: which standards it has to review. One rule for all figures of it.

Rule: standards of the families in force in the year whose age reaches the limit by the plan's
cutoff day, the year's own reviews left aside; no amendments. Done are those reviewed in the year.
"""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from stdplan.catalogue.queries import ages, timeline
from stdplan.catalogue.queries.select import any_of
from stdplan.domain.dates import cutoff


class Campaign(NamedTuple):
    """A year's campaign: standards of `families` (none: all) that are `years` old by its `last`
    day."""

    last: date
    years: int
    families: Sequence[str]


def member(s: str, rule: Campaign, into: dict[str, object]) -> str:
    """Whether a standard belongs to the campaign, as far as :day knows, with the parameters bound
    in `into`."""
    into["opens"] = f"{rule.last.year}-01-01"
    into["closes"] = rule.last.isoformat()
    into["old_enough"] = cutoff(rule.last, rule.years).isoformat()
    # Reviews held in the year do not change what its campaign has to review.
    into["eve"] = f"{rule.last.year - 1}-12-31"
    return (
        f"{of_families(s, rule.families, into)} AND {s}.amends IS NULL"
        f" AND coalesce({timeline.public(s)} <= :closes, {s}.number IS NOT NULL)"
        f" AND coalesce({timeline.end(s)} > :opens, 1)"
        f" AND {ages.counted_from(s, 'min(:eve, :day)')} <= :old_enough"
        f" AND {timeline.there(s)}"
    )


def of_families(s: str, families: Sequence[str], into: dict[str, object]) -> str:
    """Whether a record is of one of the families; of any, where none is named."""
    return any_of(f"{s}.family", "family", families, into) if families else "1"


def reviews(first: str, last: str) -> str:
    """The reviews `v` held within two days, as `FROM … WHERE …`."""
    return f"FROM review v WHERE {timeline.pad('v.date')} BETWEEN {first} AND {last}"
