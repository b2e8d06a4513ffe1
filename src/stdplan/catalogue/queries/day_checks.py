"""Checks of the days and links of a catalogue: what no command accepts any more.

Older programs accepted it, other programs may have written it, and lists may still contain
impossible links. The rules are those of domain/day_order.py. The stored days of records (table
life) find the few records that have to be read.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from stdplan.catalogue import link_rules
from stdplan.catalogue.sql_rules import NEVER, first_day, is_before
from stdplan.i18n import t

Finding = tuple[str | None, str]
OLDER, ITSELF, CIRCLE = "older-successor", "replaces-itself", "replaces-each-other"
TWO_RECORDS = "two-records-by-conversion"


def withdrawn_before_published(connection: sqlite3.Connection) -> Iterator[Finding]:
    """Yield the standards that were withdrawn before they were published."""
    narrowed = "l.ends < l.public AND s.withdrawn_inferred = 0"
    for key, day, published in _before_published(connection, "withdrawn", narrowed):
        sentence = "withdrawn on {day}, before it was published on {published}"
        yield key, t(sentence, day=day, published=published)


def effective_before_published(connection: sqlite3.Connection) -> Iterator[Finding]:
    """Yield the standards that take effect before they are published."""
    narrowed = "l.counted_from < l.public"
    for key, day, published in _before_published(connection, "effective", narrowed):
        sentence = "takes effect on {day}, before it was published on {published}"
        yield key, t(sentence, day=day, published=published)


def _before_published(
    connection: sqlite3.Connection, column: str, narrowed: str
) -> Iterator[tuple[str, str, str]]:
    """Yield the standards whose day in a column is before their publication: key and both days.

    `narrowed`: a condition on `life l` and `standard s` that few records meet.
    """
    yield from connection.execute(
        f"""
        SELECT s.key, s.{column}, s.published
        FROM life l
        CROSS JOIN standard s ON s.id = l.standard
        WHERE {narrowed} AND {is_before(f"s.{column}", "s.published")}
        """
    )


def reviewed_before_published(connection: sqlite3.Connection) -> Iterator[Finding]:
    """Yield the standards that were reviewed before they were published."""
    for key, date, published in connection.execute(
        f"""
        SELECT s.key, v.date, s.published
        FROM review v
        JOIN standard s ON s.id = v.standard
        WHERE {is_before("v.date", "s.published")}
        """
    ):
        sentence = "reviewed on {day}, before it was published on {published}"
        yield key, t(sentence, day=date, published=published)


# The fields in which two reviews may contradict each other.
_OF_REVIEW = ("outcome", "into", "ends", "target", "document", "into_family", "into_nature")


def contradicting_reviews(connection: sqlite3.Connection) -> Iterator[Finding]:
    """Yield the standards with two reviews of one day and step that contradict each other."""
    differences = (f'v."{name}" <> w."{name}"' for name in _OF_REVIEW)
    for key, date, first, first_id, second, second_id in connection.execute(
        f"""
        SELECT s.key, v.date, v.outcome, v.id, w.outcome, w.id
        FROM review v
        JOIN review w
        ON w.standard = v.standard AND w.date = v.date AND w.step = v.step AND w.id > v.id
        JOIN standard s ON s.id = v.standard
        WHERE {" OR ".join(differences)}
        ORDER BY v.id, w.id
        """
    ):
        sentence = (
            "two reviews of {day} contradict each other: {first}, {second}; correct them with"
            " `review edit` or `review remove`"
        )
        names = (f"{first} (id {first_id})", f"{second} (id {second_id})")
        yield key, t(sentence, day=date, first=names[0], second=names[1])


def stage_after_end(connection: sqlite3.Connection) -> Iterator[Finding]:
    """Yield the records that reached a stage after they were withdrawn or terminated."""
    for key, stage, date, end in connection.execute(
        f"""
        SELECT key, stage, date, ended
        FROM (
            SELECT s.key, c.stage, c.date,
            CASE
                WHEN s.number IS NULL THEN s.terminated
                WHEN s.withdrawn_inferred = 0 THEN s.withdrawn
            END AS ended
            FROM stage_change c
            JOIN standard s ON s.id = c.standard
        )
        WHERE {is_before("ended", "date")}
        """
    ):
        sentence = "stage {stage} on {day} is after its end on {end}"
        yield key, t(sentence, stage=stage, day=date, end=end)


def suspension_order(connection: sqlite3.Connection) -> Iterator[Finding]:
    """Yield the projects whose suspension ends before it begins, or overlaps with the next one."""
    since, until = first_day("u.since"), first_day("u.until")
    for key, day, end, following in connection.execute(
        f"""
        SELECT s.key, u.since, u.until, (
            SELECT min(w.since)
            FROM suspension w
            WHERE w.standard = u.standard AND w.id <> u.id AND {first_day("w.since")} >= {since}
            AND coalesce({first_day("w.since")} < {until}, 1)
        ) AS following
        FROM suspension u
        JOIN standard s ON s.id = u.standard
        WHERE {until} <= {since} OR following IS NOT NULL
        ORDER BY u.id
        """
    ):
        if following is not None:
            sentence = "suspended on {day}, although it is suspended from {other} on, too"
            yield key, t(sentence, day=day, other=following)
        else:
            yield key, t("suspended on {day} and resumed on {end}", day=day, end=end)


def suspended_without_project(connection: sqlite3.Connection) -> Iterator[Finding]:
    """Yield the records that were suspended or extended when they were no projects any more."""
    ended = f"""min(
        l.public, l.ends, coalesce(l.terminated, {NEVER})
    )"""
    for key, day, end in connection.execute(
        f"""
        SELECT s.key, e.day, {ended}
        FROM (
            SELECT standard, since AS day FROM suspension
            UNION ALL SELECT standard, date FROM extension
        ) e
        JOIN standard s ON s.id = e.standard
        JOIN life l ON l.standard = e.standard
        WHERE {first_day("e.day")} >= {ended}
        ORDER BY s.id, e.day
        """
    ):
        sentence = "suspended or extended on {day}, when it was no project any more (since {end})"
        yield key, t(sentence, day=day, end=end)


def impossible_links(connection: sqlite3.Connection) -> Iterator[tuple[str, str | None, str]]:
    """Yield the links that have no effect: OLDER, ITSELF or CIRCLE, the successor, a message."""
    for successor, target, problem in connection.execute(link_rules.select_impossible()):
        if problem == "itself":
            yield ITSELF, successor, t("replaces itself, which has no effect")
        elif problem == "older":
            sentence = "is older than {target} and cannot replace it; the link has no effect"
            yield OLDER, successor, t(sentence, target=target)
        else:
            sentence = (
                "replaces {target}, which replaces it, directly or through others, and neither is"
                " later; the link has no effect"
            )
            yield CIRCLE, successor, t(sentence, target=target)


def two_records_by_conversion(connection: sqlite3.Connection) -> Iterator[Finding]:
    """Yield the standards with two records in the catalogue: GB 9-2007 and GB/T 9-2007."""
    for old, new in connection.execute(
        """
        SELECT s.key, n.key
        FROM standard s
        JOIN standard n ON n.key = s.prefix || '/T' || substr(s.key, length(s.prefix) + 1)
        WHERE substr(s.key, length(s.prefix) + 1, 1) = ' ' AND s.number_year IS NOT NULL
        AND n.base = s.base AND n.number_year = s.number_year AND n.edition IS s.edition
        AND n.nature IS NOT s.nature
        ORDER BY s.sort_key
        """
    ):
        sentence = (
            "{new} is in the catalogue, too: if the number was converted, join the records with"
            ' `standards convert {old} --number "{new}" --on DATE`'
        )
        yield old, t(sentence, old=old, new=new)
