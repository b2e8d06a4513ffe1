"""What the status words of lists say of publication and effect, where no date does.

A list calls a record 现行 or 即将实施, and neither the list nor the catalogue has its dates. Then
stage 60 of the record has the day of the list, which stands for the unknown day of publication:
table stage_change has no stage 60 otherwise, because known days are columns of Standard. A stage 60
on UNKNOWN_DAY says that the day of effect is unknown, and still to come.

Rules:
* These days are inferred. Indicators and digests do not count them, and no age starts on them.
* The first list counts: a list that says the same on another day changes nothing.
* A known day takes the place of the inferred one. 现行 ends the wait for the effect.
* A draft is not published, whatever a list calls it.
"""

import sqlite3

from stdplan.domain.stages import PUBLISHED
from stdplan.domain.standard_record import StandardRecord
from stdplan.domain.status import UNKNOWN_DAY

# Rows of lists whose words may change the record with their key: upcoming ones that do not wait for
# their effect yet, and ones in force that wait, or that are projects.
CLAIMING_ROWS = f"""
    SELECT s.n
    FROM staged s
    JOIN known k USING (n)
    JOIN standard t USING (id)
    WHERE (
        s.upcoming IS NOT NULL AND t.effective IS NULL AND NOT EXISTS (
            SELECT 1 FROM stage_change c WHERE c.standard = t.id AND c.date = '{UNKNOWN_DAY}'
        )
    )
    OR (
        s.in_force IS NOT NULL AND t.effective IS NULL
        AND (t.number IS NULL OR t.id IN (SELECT c.standard FROM stage_change c))
    )
    OR (t.published IS NULL AND t.effective > coalesce(s.in_force, s.upcoming))
"""


def apply_words(connection: sqlite3.Connection, standard: int, record: StandardRecord) -> bool:
    """Store what the status word of a saved record says; return whether it changed anything."""
    published, effective, number, draft_stage, in_the_making = connection.execute(
        """
        SELECT published, effective, number, draft_stage, (
            SELECT max(c.stage) < '60'
            FROM stage_change c
            WHERE c.standard = standard.id AND c.stage <> '60'
        )
        FROM standard
        WHERE id = ?
        """,
        (standard,),
    ).fetchone()
    rows = connection.execute(
        "SELECT date FROM stage_change WHERE standard = ? AND stage = ?", (standard, PUBLISHED)
    )
    stored = {date for (date,) in rows}
    listed = record.in_force or record.upcoming
    days, awaits_effect = stored - {UNKNOWN_DAY}, UNKNOWN_DAY in stored
    if listed and draft_stage is None:
        # The year of a number is a day of publication, too.
        if not days and (number is None or in_the_making or effective):
            days = {listed}
        awaits_effect = record.upcoming is not None
    if published:
        days = set()
    elif effective:
        days = {day for day in days if day < effective}
    wanted = days | ({UNKNOWN_DAY} if awaits_effect and not effective else set())
    for date in stored - wanted:
        connection.execute(
            "DELETE FROM stage_change WHERE standard = ? AND stage = ? AND date = ?",
            (standard, PUBLISHED, date),
        )
    for date in sorted(wanted - stored):
        connection.execute(
            "INSERT INTO stage_change (standard, stage, date) VALUES (?, ?, ?)",
            (standard, PUBLISHED, date),
        )
    return wanted != stored
