"""Focus areas of a plan that records without one of it may belong to, by the words of their titles.

Rule: only the plan's areas, and of those only the ones of the record's own sector and of the
cross-cutting ones; what has ended by the day is left alone. One pass over the titles.
"""

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import islice
from typing import NamedTuple

from stdplan.catalogue.queries import plans
from stdplan.catalogue.queries.standards import StandardFilters, list_standards
from stdplan.domain.codes import STATUSES
from stdplan.domain.focus_keywords import Area, Keywords
from stdplan.table import Column, Records, Row, Sort

FOCUS_PROPOSAL_COLUMNS = (
    Column("number", "key"), Column("title"), Column("sector", "key"), Column("focus", "key"),
    Column("name"), Column("keyword"), Column("why", "key"),
)  # fmt: skip
_NAMES = tuple(column.name for column in FOCUS_PROPOSAL_COLUMNS)
_ASKED = ("key", "title", "title_en", "sector")
_ENDED = ("withdrawn", "terminated")


class FocusProposals(NamedTuple):
    """What the titles tell, as a Source; `sectors` narrows it to records of these."""

    connection: sqlite3.Connection
    plan: int
    day: date
    sectors: Sequence[str] = ()

    def fetch(
        self, names: Sequence[str], sort: Sequence[Sort] = (), limit: int | None = None
    ) -> Iterator[Row]:
        """See Source."""
        rows = self.rows()
        if sort:
            return Records(FOCUS_PROPOSAL_COLUMNS, list(rows)).fetch(names, sort, limit)
        places = [_NAMES.index(name) for name in names]
        return islice((tuple(row[place] for place in places) for row in rows), limit)

    def rows(self) -> Iterator[Row]:
        """A row for each record and area."""
        names, words = _areas(self.connection, self.plan)
        within = _sectors(self.connection, self.plan)
        open_ones = tuple(status for status in STATUSES if status not in _ENDED)
        filters = StandardFilters(status=open_ones, sector=self.sectors)
        source = list_standards(self.connection, self.day, filters, 0)
        unplaced = (
            "NOT EXISTS (SELECT 1 FROM standard_focus f JOIN plan_focus p ON p.focus = f.focus"
            f" WHERE f.standard = s.id AND p.plan = {int(self.plan)})"
        )
        for key, title, title_en, sector in source._replace(where=(unplaced, *source.where)).fetch(
            _ASKED
        ):
            # A bar between them: no word goes on from the one title into the other.
            both = " | ".join(str(text) for text in (title, title_en) if text)
            for told in words.told(both, within.get(str(sector))):
                found = (told.code, names[told.code], told.word, told.why)
                yield key, title or title_en, sector, *found


def _areas(connection: sqlite3.Connection, plan: int) -> tuple[Mapping[str, str], Keywords]:
    """The names of the plan's areas, in the language of this run, and the words of all."""
    rows = connection.execute(
        f"SELECT a.code, {plans.name_expression('a')}, a.sector, a.name_zh, a.name_en, a.keywords"
        " FROM plan_focus p JOIN focus_area a ON a.code = p.focus WHERE p.plan = ?"
        " ORDER BY p.position",
        (plan,),
    ).fetchall()
    areas = (
        Area(code, sector, zh, en, tuple(json.loads(words)))
        for code, _, sector, zh, en, words in rows
    )
    return {row[0]: row[1] for row in rows}, Keywords(areas)


def _sectors(connection: sqlite3.Connection, plan: int) -> Mapping[str, frozenset[str]]:
    """For each of the plan's sectors those whose areas its records may belong to."""
    rows = connection.execute(
        "SELECT c.code, c.kind FROM plan_sector p JOIN sector c ON c.code = p.sector"
        " WHERE p.plan = ?",
        (plan,),
    ).fetchall()
    crossing = [code for code, kind in rows if kind == "area"]
    return {code: frozenset((code, *crossing)) for code, _ in rows}
