"""The status of a standard on a day; pure.

Rule: an answer for a day never depends on what happened after it. sql_rules.py of the catalogue
states the same rule in SQL, for all records at once; tests compare the two.

Source: 行业标准管理办法. A standard takes effect on a day of its own, on or after its publication.
"""

from collections.abc import Iterable

from stdplan.domain.dates import pad
from stdplan.domain.stages import PUBLISHED

# The day that stands for an unknown one in the future: no later day can be stored.
UNKNOWN_DAY = "2999-12-31"


def status(
    day: str,
    *,
    published: str | None,
    effective: str | None,
    withdrawn: str | None,
    terminated: str | None = None,
    number_year: int | None = None,
    has_number: bool = True,
    highest_stage: str | None = None,
    is_draft: bool = False,
    edition: str | None = None,
    suspended: Iterable[tuple[str, str | None]] = (),
    listed: str | None = None,
    awaits_effect: bool = False,
) -> str:
    """Return planned, suspended, upcoming, in-force, withdrawn or terminated, the status on `day`.

    All days are ISO text; all but `day` may be known to the month or year only, and then count from
    their first day. `withdrawn`: the day of withdrawal, or the first day of the standard that
    replaces this one. `terminated`: the day on which a project ended without a standard.
    `highest_stage`: the highest stage recorded, but for publication (60); None if there is none.
    `is_draft`: the number is that of a draft (ISO/DIS 1, GB/T 1-202X), which is not published,
    whatever its days.
    `suspended`: the days from which, and up to but not including which, a project was suspended;
    None for no end. `listed`: the day of a list that calls the record published, which stands for
    an unknown day of publication. `awaits_effect`: a list calls it upcoming, and its day of effect
    is unknown; it is upcoming until that day is known.

    A standard without other days is public and in force from 1 January of the year of its number,
    or from the first day of the month that the number has (`edition`). A number alone does not make
    a project public whose stages have not reached publication.

    >>> status("2011-05-18", published="2011-04", effective="2011-10-01", withdrawn=None)
    'upcoming'
    """
    if is_draft:
        published = effective = number_year = listed = None
        has_number = False
    # As text, `2011-05` comes before all days of May 2011.
    if withdrawn is not None and withdrawn <= day:
        return "withdrawn"
    year = str(number_year) if number_year else None
    if year and edition and edition.isdigit():
        year = f"{year}-{edition}"
    is_project = highest_stage is not None and highest_stage < PUBLISHED
    early = listed if listed and effective and listed < effective else None
    public = published or early or effective or (None if is_project else year) or listed
    if public > day if public else is_project or not has_number:
        if terminated is not None and terminated <= day:
            return "terminated"
        # In full, because `2011-05` comes before 1 May 2011, but not as the day of an end.
        is_suspended = any(
            since <= day and (until is None or pad(until) > day) for since, until in suspended
        )
        return "suspended" if is_suspended else "planned"
    start = effective or (UNKNOWN_DAY if awaits_effect else None) or published or year
    return "upcoming" if start and start > day else "in-force"
