"""Refuse impossible days and links that are entered by hand.

Rule: domain/day_order.py says what is impossible. A command that would cause it is refused, with
the command that corrects the other side. What a list or an older program has stored already stays,
and does not stand in the way of other changes. stages.py has the order of stages.
"""

import sqlite3
from collections.abc import Collection
from typing import NamedTuple

from stdplan.catalogue import link_rules, sql_rules
from stdplan.domain.codes import STAGES, label
from stdplan.domain.day_order import Dated, LinkProblem, days_before_publication, is_before
from stdplan.domain.stages import PUBLISHED
from stdplan.domain.text import escape_unprintable
from stdplan.errors import UsageProblem
from stdplan.i18n import t


def refuse_impossible_days(
    connection: sqlite3.Connection, standard_id: int, fields: Collection[str]
) -> None:
    """Raise UsageProblem if the day in one of the `fields`, which was just set, contradicts the
    day of publication, of effect or of a review."""
    key, published, effective, reviewed = connection.execute(
        f"""
        SELECT key, published, effective,
        (
            SELECT v.date
            FROM review v
            WHERE v.standard = s.id AND {sql_rules.is_before("v.date", "s.published")}
            ORDER BY v.date
            LIMIT 1
        )
        FROM standard s
        WHERE id = ?
        """,
        (standard_id,),
    ).fetchone()
    days = {"published": published, "effective": effective, "confirmed": reviewed}
    wrong = days_before_publication(days)
    details = {
        "key": escape_unprintable(key),
        "stage": f"{PUBLISHED} {label(STAGES, PUBLISHED)}",
        "published": published,
        "effective": effective,
        "reviewed": reviewed,
    }
    if "effective" in wrong and "effective" in fields:
        sentence = (
            "{key}: it cannot take effect on {effective}, before {stage} on {published}; correct"
            " the latter with `standards edit {key} --published DATE`"
        )
        raise UsageProblem(t(sentence, **details))
    if "effective" in wrong and "published" in fields:
        sentence = (
            "{key}: {stage} on {published} cannot be after the day of effect, {effective}; correct"
            " the latter with `standards edit {key} --effective DATE`"
        )
        raise UsageProblem(t(sentence, **details))
    if "confirmed" in wrong and "published" in fields:
        sentence = "{key}: {stage} on {published} cannot be after the review of {reviewed}"
        raise UsageProblem(t(sentence, **details))


class ImpossibleLink(NamedTuple):
    """An impossible link: the keys of its records, their days, and why."""

    successor: str
    target: str
    new: Dated
    old: Dated
    problem: LinkProblem


def impossible_links(connection: sqlite3.Connection, key: str) -> list[ImpossibleLink]:
    """Return the impossible links from and to the record with this key."""
    days = ", ".join(f"{alias}.{name}" for alias in ("new", "old") for name in Dated._fields)
    links = """(
        SELECT successor, target FROM replaces WHERE successor = :key
        UNION SELECT successor, target FROM replaces WHERE target = :key
    )"""
    rows = connection.execute(
        f"{link_rules.select_impossible(days, links)} ORDER BY r.successor, r.target", {"key": key}
    )
    return [
        ImpossibleLink(successor, target, Dated(*days[:3]), Dated(*days[3:]), problem)
        for successor, target, problem, *days in rows
    ]


def refuse_impossible_links(
    connection: sqlite3.Connection, key: str, before: Collection[ImpossibleLink], old_key: str
) -> None:
    """Raise UsageProblem if a link from or to a record is impossible, unless it was in `before`.

    `old_key`: the key of the record before the change.
    """

    def now(name: str) -> str:
        return key if name == old_key else name

    known = {(now(link.successor), now(link.target)) for link in before}
    for link in impossible_links(connection, key):
        if (link.successor, link.target) not in known:
            raise UsageProblem(_why(link))


def _why(link: ImpossibleLink) -> str:
    names = {
        "successor": escape_unprintable(link.successor),
        "target": escape_unprintable(link.target),
    }
    if link.problem == "itself":
        return t("{successor} cannot replace itself", **names)
    if link.problem == "circle":
        sentence = (
            "{successor} cannot replace {target}, because {target} replaces {successor}, directly"
            " or through others, and neither is later than the other; remove one link with"
            " `standards edit NUMBER --clear replaces`"
        )
        return t(sentence, **names)
    day, other = _days(link.new, link.old)
    sentence = (
        "{successor} ({day}) is older than {target} ({other}) and cannot replace it; correct a day,"
        " or remove the link with `standards edit {successor} --clear replaces`"
    )
    return t(sentence, day=day, other=other, **names)


def _days(new: Dated, old: Dated) -> tuple[str, str]:
    """Return the days that show which of two standards is older."""
    day, other = (str(each.published or each.effective or each.number_year) for each in (new, old))
    if is_before(day, other):
        return day, other
    return str(new.effective), str(old.effective)
