"""What reports count of records: those due for review, those published in the plan's year.

Rule: due is what `review due` lists on that day, by the plan's years and families.
"""

from datetime import date

from stdplan.catalogue.queries import timeline
from stdplan.catalogue.queries.plans import PlanRules
from stdplan.catalogue.queries.select import any_of
from stdplan.domain.dates import cutoff


def is_due(plan: PlanRules, day: date, into: dict[str, object]) -> str:
    """Whether record `s`, which is in force, is due; what the expression needs goes `into`."""
    into["cutoff"] = cutoff(day, plan.review_years).isoformat()
    families = "1"
    if plan.review_families:
        families = any_of("s.family", "reviewed_family", plan.review_families, into)
    return (
        f"(s.amends IS NULL AND coalesce({families}, 0)"
        f" AND coalesce({timeline.counted_from('s')} <= :cutoff, 0)"
        f" AND NOT {timeline.reviewed_since_cutoff('s')})"
    )


def in_plan_year(plan: PlanRules, day: date, into: dict[str, object]) -> str:
    """Whether record `s` was published in the plan's year, up to the day."""
    into["first"] = f"{plan.year}-01-01"
    into["last"] = min(day, date(plan.year, 12, 31)).isoformat()
    return f"coalesce({timeline.pad('s.published')} BETWEEN :first AND :last, 0)"
