"""Focus areas to which records without one may belong, proposed by the words of their titles.

Rule: an area is proposed for a record only if the plan has the area, and the area belongs to the
record's own sector or is cross-cutting. Records that are withdrawn or terminated on the day are
left out. All titles are read once.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import islice

from stdplan.catalogue.queries import plans
from stdplan.catalogue.queries.query import Values
from stdplan.catalogue.queries.standard_filters import StandardFilters
from stdplan.catalogue.queries.standards import list_standards
from stdplan.domain.codes import STATUSES
from stdplan.domain.focus_keywords import Area, Keywords
from stdplan.light import NamedTuple
from stdplan.table import Column, Records, Row, Sort

FOCUS_PROPOSAL_COLUMNS = (
    Column("number", "key"), Column("title"), Column("sector", "key"), Column("focus", "key"),
    Column("name"), Column("keyword"), Column("why", "key"),
)  # fmt: skip
_NAMES = tuple(column.name for column in FOCUS_PROPOSAL_COLUMNS)
_OPEN_STATUSES = tuple(status for status in STATUSES if status not in ("withdrawn", "terminated"))


class FocusProposals(NamedTuple):
    """The focus areas proposed for records without one, as a Source; of all records, or of those in
    `sectors`.

        proposals = FocusProposals(connection, 2011, date(2011, 6, 30), ["machinery"])
        for number, focus, keyword in proposals.fetch(["number", "focus", "keyword"], limit=10):
            print(number, focus, keyword)
    """

    connection: sqlite3.Connection
    plan: int
    day: date
    sectors: Values = ()

    def fetch(
        self, names: Sequence[str], sort: Sequence[Sort] = (), limit: int | None = None
    ) -> Iterator[Row]:
        """Yield the named columns of the rows; see Source."""
        rows = self.rows()
        if sort:
            return Records(FOCUS_PROPOSAL_COLUMNS, list(rows)).fetch(names, sort, limit)
        indexes = [_NAMES.index(name) for name in names]
        return islice((tuple(row[index] for index in indexes) for row in rows), limit)

    def rows(self) -> Iterator[Row]:
        """Yield a row for each record and each area proposed for it."""
        names, keywords = _areas(self.connection, self.plan)
        allowed_sectors = _allowed_sectors(self.connection, self.plan)
        filters = StandardFilters(status=_OPEN_STATUSES, sector=self.sectors)
        standards = list_standards(self.connection, self.day, filters)
        without_area = f"""NOT EXISTS (
            SELECT 1
            FROM standard_focus f
            JOIN plan_focus p ON p.focus = f.focus
            WHERE f.standard = s.id AND p.plan = {int(self.plan)}
        )"""
        records = standards.replaced(where=(without_area, *standards.where)).fetch(
            ("key", "title", "title_en", "sector")
        )
        for key, title, title_en, sector in records:
            # A bar between the titles, so that no word goes on from one into the other.
            titles = " | ".join(str(text) for text in (title, title_en) if text)
            for proposed in keywords.match(titles, allowed_sectors.get(str(sector))):
                name = names[proposed.code]
                proposal = (proposed.code, name, proposed.word, proposed.why)
                yield key, title or title_en, sector, *proposal


def _areas(connection: sqlite3.Connection, plan: int) -> tuple[Mapping[str, str], Keywords]:
    """Return the names of the plan's areas by code, in the language of this run, and the words of
    all areas."""
    rows = connection.execute(
        f"""
        SELECT a.code, {plans.name_expression("a")}, a.sector, a.name_zh, a.name_en, a.keywords
        FROM plan_focus p
        JOIN focus_area a ON a.code = p.focus
        WHERE p.plan = ?
        ORDER BY p.position
        """,
        (plan,),
    ).fetchall()
    areas = (
        Area(code, sector, name_zh, name_en, tuple(json.loads(keywords)))
        for code, _, sector, name_zh, name_en, keywords in rows
    )
    return {code: name for code, name, *_ in rows}, Keywords(areas)


def _allowed_sectors(connection: sqlite3.Connection, plan: int) -> Mapping[str, frozenset[str]]:
    """Return, for each of the plan's sectors, the sectors whose areas its records may belong to:
    itself and those that are cross-cutting areas."""
    rows = connection.execute(
        """
        SELECT c.code, c.kind
        FROM plan_sector p
        JOIN sector c ON c.code = p.sector
        WHERE p.plan = ?
        """,
        (plan,),
    ).fetchall()
    cross_cutting = [code for code, kind in rows if kind == "area"]
    return {code: frozenset((code, *cross_cutting)) for code, _ in rows}
