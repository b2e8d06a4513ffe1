"""Every figure of the reports is recomputed in Python from the output of `standards list -f
json`."""

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from oracle import Drawn, days, key
from report_helpers import AREAS, DRIVERS, WORLDS, YEAR, fill, of_2004, plan, records, table
from stdplan.catalogue.queries import (
    adoption,
    committees,
    progress,
    reviews,
    sector_reports,
)
from stdplan.catalogue.queries.progress import ALL_INDICATORS
from stdplan.catalogue.queries.reviews import DueRule
from stdplan.catalogue.queries.standard_filters import StandardFilters
from stdplan.domain.dates import first_day, pad

RECORDS = list[dict[str, Any]]


@pytest.fixture(scope="module")
def connection(seeded: Path) -> Iterator[sqlite3.Connection]:
    memory = of_2004(seeded)
    yield memory
    memory.close()


# The statuses of projects that have not ended.
OPEN = ("planned", "suspended")


class World:
    """A random catalogue on a day: the listed records, and which of them are amendments or due."""

    def __init__(
        self, connection: sqlite3.Connection, catalogue: list[Drawn], amounts: list[Any], day: date
    ) -> None:
        self.connection, self.day, self.plan = connection, day, plan(connection)
        self.amounts = amounts
        self.records = records(connection, day)
        amended = {
            key(place, drawn) for place, drawn in enumerate(catalogue) if drawn.amends is not None
        }
        self.number_years = {
            key(place, drawn): drawn.year if drawn.numbered else None
            for place, drawn in enumerate(catalogue)
        }
        # A draft is never published, whatever its days.
        self.drafts = {
            key(place, drawn) for place, drawn in enumerate(catalogue) if drawn.draft_stage
        }
        self.whole = [record for record in self.records if record["key"] not in amended]
        self.in_force = [record for record in self.whole if record["status"] == "in-force"]
        self.last = str(max(date(YEAR - 1, 12, 31), min(day, date(YEAR, 12, 31))))
        rule = DueRule(day, self.plan.review_years, self.plan.review_families)
        self.due = {
            row[0] for row in reviews.list_due_standards(connection, rule).fetch(["number"])
        }
        late = records(connection, day, StandardFilters(overdue=True))
        self.overdue = {record["key"] for record in late}

    def is_new(self, record: dict[str, Any]) -> bool:
        """Return whether a record was published in the plan's year, up to the day."""
        text = record["published"]
        is_draft = record["number"] and record["key"] in self.drafts
        return bool(text and not is_draft and f"{YEAR}-01-01" <= pad(text) <= self.last)

    def year(self, record: dict[str, Any]) -> int | None:
        """Return the year of publication, else of effect, else of the number."""
        day = record["published"] or record["effective"]
        return int(day[:4]) if day else self.number_years[record["key"]]

    def published(self) -> RECORDS:
        """Return the records that `3.published` counts."""
        return [
            record
            for record in self.whole
            if record["number"] and self.is_new(record) and in_plan(record)
        ]


def in_plan(record: dict[str, Any]) -> bool:
    return record["sector"] is not None or bool(record["focus"])


def adopts(record: dict[str, Any], foreign: bool) -> list[str]:
    """Return the degrees to which a record adopts foreign standards, or others."""
    matching = []
    for text in record["adopts"]:
        if text in DEGREES:  # without a number
            reference, degree = "", text
        else:
            reference, _, degree = text.rpartition(",") if "," in text else (text, "", "unknown")
        if reference.startswith("ASTM") == foreign:
            matching.append(degree)
    return matching


DEGREES = ["IDT", "MOD", "EQV", "unknown", "NEQ"]


def closest(record: dict[str, Any], foreign: bool = False) -> str | None:
    return min(adopts(record, foreign), key=DEGREES.index, default=None)


def rate(records: RECORDS) -> float | None:
    adopted = sum(closest(record) not in (None, "NEQ") for record in records)
    return round(100 * adopted / len(records), 1) if records else None


@pytest.mark.slow
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(WORLDS)
def test_figures(connection: sqlite3.Connection, world: tuple[Any, Any, Any]) -> None:
    catalogue, served, amounts = world
    connection.execute("BEGIN")
    try:
        fill(connection, catalogue, served, amounts)
        # Days of events, and days of the plan's year.
        some = {
            *days(catalogue, 5, 0)[::3],
            date(2003, 12, 31),
            date(2004, 2, 29),
            date(2004, 6, 1),
        }
        for day in sorted(some):
            now = World(connection, catalogue, amounts, day)
            for compare in (
                _published,
                _parts_and_whole,
                _rates,
                _covered,
                _adopted,
                _load,
                _levels,
            ):
                compare(now)
    finally:
        connection.execute("ROLLBACK")


def _rows(now: World, by: str, code: str) -> RECORDS:
    which = progress.IndicatorFilter(codes=[code])
    parts = {
        "sector": progress.progress_by_sector,
        "driver": progress.progress_by_driver,
        "month": progress.progress_by_month,
    }
    return table(parts[by](now.connection, now.plan, now.day, which))


def _published(now: World) -> None:
    published = now.published()
    by_hand = [row for row in now.amounts if row[0] == "3.published" and row[1] <= now.last]
    total = len(published) + sum(Decimal(row[2]) for row in by_hand)
    [whole] = table(
        progress.progress_report(
            now.connection, now.plan, now.day, progress.IndicatorFilter(codes=["3.published"]), True
        )
    )
    elapsed = max(0, (first_day(now.last) - date(2003, 12, 31)).days)
    assert (whole["counted"], whole["actual"]) == (len(published), float(total))
    assert whole["line"] == round(3000 * elapsed / 366, 1)
    forecast = float(round(total * 366 / elapsed, 1)) if elapsed else None
    assert whole["forecast"] == forecast

    sectors = {row["sector"]: row["counted"] for row in _rows(now, "sector", "3.published")}
    own = Counter(record["sector"] for record in published)
    assert {sector: count for sector, count in sectors.items() if count} == dict(own)

    drivers = {row["driver"]: row["counted"] for row in _rows(now, "driver", "3.published")}
    served: Counter[str | None] = Counter()
    for record in published:
        served.update([code for code in record["driver"] if code in DRIVERS[:2]] or [None])
    assert {driver: count for driver, count in drivers.items() if count} == dict(served)

    months = _rows(now, "month", "3.published")
    assert len(months) == (int(now.last[5:7]) if elapsed else 0)
    out = Counter(pad(record["published"])[:7] for record in published)
    assert {row["month"]: row["counted"] for row in months if row["counted"]} == dict(out)
    if months:
        assert (months[-1]["total"], months[-1]["line"]) == (float(total), whole["line"])
        assert months[-1]["forecast"] == whole["forecast"]


def _parts_and_whole(now: World) -> None:
    """The sectors, and the months of events, add up to the whole of every indicator except
    rates."""
    arguments = (now.connection, now.plan, now.day, ALL_INDICATORS)
    sums: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for name, part in (("s", progress.progress_by_sector), ("m", progress.progress_by_month)):
        for row in table(part(*arguments)):
            sums[row["indicator"]][name] += Decimal(str(row["actual"] or 0))
            sums[row["indicator"]][f"{name} by hand"] += Decimal(str(row["recorded"]))
    for row in table(progress.progress_report(*arguments)):
        code, actual = row["indicator"], Decimal(str(row["actual"]))
        assert sums[code]["s by hand"] == sums[code]["m by hand"] == Decimal(str(row["recorded"]))
        if code != "4.rate":
            assert sums[code]["s"] == actual, code
        if code not in ("4.rate", "1.covered"):
            assert sums[code]["m"] == actual, code


def _rates(now: World) -> None:
    if now.day.year != YEAR:
        return  # the rate is that of the last day within the year
    counted = [record for record in now.in_force if in_plan(record)]
    parts: defaultdict[str | None, RECORDS] = defaultdict(list)
    for record in counted:
        parts[record["sector"]].append(record)
    which = progress.IndicatorFilter(codes=["4.rate"])
    [whole] = table(progress.progress_report(now.connection, now.plan, now.day, which))
    assert (whole["counted"], whole["denominator"]) == (rate(counted), len(counted))
    rows = _rows(now, "sector", "4.rate")
    assert {row["sector"]: row["counted"] for row in rows if row["counted"] is not None} == {
        sector: rate(matching) for sector, matching in parts.items()
    }
    assert _rows(now, "month", "4.rate")[-1]["counted"] == rate(counted)


def _covered(now: World) -> None:
    rows = {row[0]: row for row in sector_reports.focus_coverage(now.connection, now.plan, now.day)}
    for area in AREAS:
        matching = [record for record in now.records if area in record["focus"]]
        status = Counter(record["status"] for record in matching)
        projects = sum(status[code] for code in OPEN)
        counts = [projects, status["upcoming"], status["in-force"]]
        due = sum(record["key"] in now.due for record in matching)
        published = sum(now.is_new(record) for record in matching)
        assert rows[area][5:] == [*counts, due, published, not any(counts)], area
    [covered] = table(
        progress.progress_report(
            now.connection, now.plan, now.day, progress.IndicatorFilter(codes=["1.covered"])
        )
    )
    if now.last == str(now.day):
        assert covered["counted"] == len(rows) - len(
            sector_reports.areas_without_records(list(rows.values())).rows
        )


def _adopted(now: World) -> None:
    for families in (("industry",), ("industry", "national"), ()):
        arguments = adoption.AdoptionScope(YEAR, now.day, families)
        matching = [r for r in now.in_force if not families or r["family"] in families]
        by_sector = {
            row["sector"]: row for row in table(adoption.by_sector(now.connection, arguments))
        }
        for sector, row in by_sector.items():
            ours = [record for record in matching if record["sector"] == sector]
            degrees = Counter(map(closest, ours))
            abroad = sum(closest(record, True) not in (None, "NEQ") for record in ours)
            shown = [row[name.lower()] for name in DEGREES]
            assert shown == [degrees[name] for name in DEGREES]
            assert (row["in_force"], row["rate"], row["foreign"]) == (
                *(len(ours), rate(ours)),
                abroad,
            )
            assert row["adopted"] == sum(shown[:4])
        assert sum(row["in_force"] for row in by_sector.values()) == len(matching)
        by_degree = table(adoption.by_degree(now.connection, arguments))
        degrees, abroad_degrees = (
            Counter(map(closest, matching)),
            Counter(closest(r, True) for r in matching),
        )
        assert [(row["degree"], row["standards"], row["foreign"]) for row in by_degree] == [
            (degree, degrees[degree], abroad_degrees[degree]) for degree in DEGREES
        ]
        by_year = table(adoption.by_year(now.connection, arguments))
        assert {row["year"]: row["in_force"] for row in by_year} == Counter(map(now.year, matching))


def _load(now: World) -> None:
    rows, nameless = committees.committee_load(now.connection, now.plan, now.day)
    groups: defaultdict[str, RECORDS] = defaultdict(list)
    for record in now.records:
        if record["committee"]:
            groups[record["committee"].replace("ＳＡＣ／ＴＣ　1", "SAC/TC 1")].append(record)
    assert nameless == sum(record["committee"] is None for record in now.records)
    assert [row[2:] for row in rows] == [
        [
            len(matching),
            sum(record["status"] == "in-force" for record in matching),
            sum(record["status"] in OPEN for record in matching),
            sum(record["key"] in now.overdue for record in matching),
            sum(record["key"] in now.due for record in matching),
            sum(now.is_new(record) for record in matching),
        ]
        for _, matching in sorted(groups.items())
    ]
    for row, (_, matching) in zip(rows, sorted(groups.items()), strict=True):
        assert row[0] in {record["committee"] for record in matching}
        assert set(row[1]) == {record["sector"] for record in matching if record["sector"]}


def _levels(now: World) -> None:
    rows = table(sector_reports.levels_by_sector(now.connection, YEAR, now.day, ("industry",)))
    matching: defaultdict[tuple[str | None, str | None], RECORDS] = defaultdict(list)
    sectors: Counter[str | None] = Counter()
    for record in now.in_force:
        if record["family"] == "industry":
            matching[record["sector"], record["level"]].append(record)
            sectors[record["sector"]] += 1
    assert {(row["sector"], row["level"]): row["in_force"] for row in rows} == {
        key: len(ours) for key, ours in matching.items()
    }
    for row in rows:
        ours = matching[row["sector"], row["level"]]
        assert row["benchmarked"] == sum(record["benchmark"] is not None for record in ours)
        assert row["share"] == round(100 * len(ours) / sectors[row["sector"]], 1)
