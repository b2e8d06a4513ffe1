"""Members of review campaigns that are added or left out by hand, each on a day, for a reason.

Rule: of the entries of a standard for the campaign of a year, the last one up to the day asked
about counts. So the opposite entry takes one back, from its own day on; on the same day it replaces
it. queries/plans.py has the whole rule of the campaign.
"""

import sqlite3
from datetime import date

from stdplan.catalogue import sql_rules
from stdplan.catalogue.models import CampaignMember
from stdplan.catalogue.transaction import Transaction
from stdplan.domain.text import escape_unprintable
from stdplan.i18n import t


def enter(
    transaction: Transaction, year: int, day: date, standard: int, member: bool, note: str | None
) -> bool:
    """Store the decision of a day about a standard (row id): it is a member of the campaign of the
    year, or it is left out, for the reason `note`. Return whether the decision is new.

    It is not if the standard has the same one on that day, with the same reason or `note` None. The
    same decision of a later day is new, because one of a day between them may be entered later. It
    keeps the reason if `note` is None.
    """
    on = day.isoformat()
    last = transaction.connection.execute(
        """
        SELECT id, date, member, note
        FROM campaign_member
        WHERE year = ? AND standard = ? AND date <= ?
        ORDER BY date DESC
        LIMIT 1
        """,
        (year, standard, on),
    ).fetchone()
    if last is not None:
        entry, last_day, last_member, last_note = last
        same = bool(last_member) == member
        if same and note is None:
            note = last_note
        if last_day == on:
            if same and note == last_note:
                return False
            transaction.connection.execute(
                "UPDATE campaign_member SET member = ?, note = ? WHERE id = ?",
                (member, note, entry),
            )
            transaction.count("changed")
            return True
    row = {"year": year, "standard": standard, "member": member, "date": on, "note": note}
    transaction.session.add(CampaignMember.checked(row))
    transaction.session.flush()
    transaction.count("added")
    return True


def why_refused(
    connection: sqlite3.Connection, standard: int, year: int, day: date, member: bool
) -> str | None:
    """Return why a record cannot be added to the campaign of a year (`member`), or left out of it,
    as known on the day.

    None if it can: it must be a standard that is published, and to be added also one that is in
    force on a day of the year and has not ended yet.
    """
    key, number, status, starts, ends = connection.execute(
        f"""
        SELECT s.key, s.number, {sql_rules.status("l")}, l.starts, l.ends
        FROM standard s
        JOIN life l ON l.standard = s.id
        WHERE s.id = :standard
        """,
        {**sql_rules.day_parameters(day), "standard": standard},
    ).fetchone()
    key = escape_unprintable(key)
    if number is None:
        return t("{key} is a project; only standards can be reviewed", key=key)
    if status not in ("in-force", "upcoming", "withdrawn"):
        return t("{key} is not published on {day}", key=key, day=day)
    if not member:
        return None
    if status == "withdrawn" or ends <= f"{year}-01-01":
        sentence = "{key} ended on {ends}: the campaign of {year} cannot review it"
        return t(sentence, key=key, ends=ends, year=year)
    if starts > f"{year}-12-31":
        sentence = "{key} begins on {starts}: the campaign of {year} cannot review it"
        return t(sentence, key=key, starts=starts, year=year)
    return None
