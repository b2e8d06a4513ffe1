"""What is due for review: one rule for every list and count of it; see domain.age.is_due.

Rule: a standard in force, no amendment, of the families asked about, whose age has reached the
years, and that no review since then stands in the way of.
"""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from stdplan.catalogue.queries import ages, plans, timeline
from stdplan.catalogue.queries.select import any_of, in_sector, once
from stdplan.domain.dates import cutoff


class DueRule(NamedTuple):
    """Who is asked about: on `day`, with `years`, of `families` (none: all), of `sectors`.

    `others`: of all families but these.
    """

    day: date
    years: int
    families: Sequence[str] = ()
    sectors: Sequence[str] = ()
    others: bool = False


def of_plan(plan: plans.PlanRules, day: date) -> DueRule:
    """The rule of a plan on a day: what `review due` lists without options."""
    return DueRule(day, plan.review_years, plan.review_families)


def is_due(rule: DueRule, into: dict[str, object]) -> str:
    """Whether record `s`, which is in force, is due; what the expression needs goes `into`."""
    into |= _parameters(rule)
    return (
        f"coalesce({' AND '.join(_asked_about(rule, into))}"
        f" AND {ages.counted_from('s')} <= :cutoff"
        f" AND NOT {ages.reviewed_since_cutoff('s')}, 0)"
    )


# Of the rows of `in_force`.
IS_DUE = "since <= :cutoff AND NOT reviewed"


def in_force(rule: DueRule, into: dict[str, object]) -> str:
    """A table of what may be due by the rule: sector (of the plan :plan), since (the day its age
    counts from), reviewed (whether a review stands in the way of the next)."""
    into |= _parameters(rule)
    return once(
        f"SELECT {plans.OWN_SECTOR} AS sector, {ages.counted_from('s')} AS since,"
        f" {ages.reviewed_since_cutoff('s')} AS reviewed"
        f" FROM standard s WHERE {candidates(rule, into, timeline.in_force('s'))}"
    )


def candidates(rule: DueRule, into: dict[str, object], state: str) -> str:
    """No amendment, of the rule's families and sectors, and in a state (an expression over s)."""
    into |= _parameters(rule)
    return " AND ".join([state, *_asked_about(rule, into)])


def _parameters(rule: DueRule) -> dict[str, object]:
    return {
        **timeline.parameters(rule.day),
        "years": rule.years,
        "cutoff": cutoff(rule.day, rule.years).isoformat(),
    }


def _asked_about(rule: DueRule, into: dict[str, object]) -> list[str]:
    """No amendment, of the rule's families and sectors."""
    where = ["s.amends IS NULL"]
    if rule.families:
        of_families = any_of("s.family", "family", rule.families, into)
        where.append(f"NOT coalesce({of_families}, 0)" if rule.others else of_families)
    if rule.sectors:
        where.append(in_sector(rule.sectors, into))
    return where
