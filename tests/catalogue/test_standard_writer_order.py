"""catalogue/standard_writer.py: lists in any order give the same rows."""

from collections.abc import Iterator
from itertools import permutations
from pathlib import Path

import pytest

from record_helpers import PLAN, everything, load, numbered, project, select, shown
from stdplan.catalogue import database
from stdplan.catalogue.transaction import Transaction
from stdplan.domain.standard_record import StandardRecord


@pytest.fixture
def work(db: Path) -> Iterator[Transaction]:
    """Begin an operation."""
    with database.open_catalogue(db).operation("test") as work:
        yield work


def four() -> list[StandardRecord]:
    """Return a standard, its project, and the standards that it replaces wholly and in part."""
    new = numbered("JB/T 3-2012", plan_number=PLAN, published="2012-05-24", title="风扇")
    new.replaces = [("JB/T 2-2000", True), ("JB/T 1-2000", False)]
    old = numbered("JB/T 1-2000", withdrawn="2026-07-01", withdrawn_inferred=True)
    old.replaced_by = [("JB/T 3-2012", False)]
    return [new, old, numbered("JB/T 2-2000"), project(title="家用风扇", work="revise")]


SHOWN = [
    ("JB/T 1-2000", None, "machinery", "withdrawn", [], ["JB/T 3-2012"]),
    ("JB/T 2-2000", None, "machinery", "in-force", [], ["部分代替 JB/T 3-2012"]),
    ("JB/T 3-2012", "风扇", "machinery", "in-force", ["部分代替 JB/T 2-2000", "JB/T 1-2000"], []),
]


@pytest.mark.parametrize(
    "order", list(permutations(range(4))), ids=lambda order: "".join(map(str, order))
)
def test_any_order_gives_the_same(work: Transaction, order: tuple[int, ...]) -> None:
    load(work, four())
    expected = everything(work.connection)
    for table in ("replaces", "standard"):
        work.connection.execute(f"DELETE FROM {table}")
    for place in order:
        load(work, [four()[place]])
    assert everything(work.connection) == expected
    names = ("key", "title", "sector", "status", "replaces", "replaced_by")
    assert shown(work, *names, day="2012-05-24") == SHOWN


def test_a_standard_joins_its_project_in_the_same_row(work: Transaction) -> None:
    load(work, [project(title="风扇")])
    before = select(work, "id, key")
    load(work, [numbered("JB/T 3-2012", plan_number=PLAN)])
    assert select(work, "id, key") == [(before[0][0], "JB/T 3-2012")]
    assert shown(work, "stage", day="2011-12-31") == [("10",)]


def test_several_parts_of_one_plan_number_are_several_rows(work: Transaction) -> None:
    parts = [numbered(f"JB/T 3.{part}-2012", plan_number=PLAN) for part in (1, 2)]
    load(work, [project(), *parts])
    assert select(work, "number") == [("JB/T 3.1-2012",), ("JB/T 3.2-2012",)]


def test_the_replacements_of_a_project_are_preserved_with_its_number(work: Transaction) -> None:
    revision = project()
    revision.replaces = [("JB/T 1-2000", False)]
    load(work, [revision, numbered("JB/T 1-2000")])
    load(work, [numbered("JB/T 3-2012", plan_number=PLAN)])
    ended = shown(work, "key", "status", "replaced_by", day="2012-01-01")[0]
    assert ended == ("JB/T 1-2000", "withdrawn", ["JB/T 3-2012"])


def test_a_list_of_projects_after_publication_only_fills_gaps(work: Transaction) -> None:
    load(work, [project(title="家用风扇")])
    load(work, [numbered("JB/T 3-2012", plan_number=PLAN, title="风扇", note="甲")])
    late = project(title="家用风扇", committee="TC 1", note="乙")
    late.replaces = [("JB/T 1-2000", False)]
    load(work, [late])
    load(work, [late])
    columns = ("key", "title", "committee", "note", "replaces")
    assert shown(work, *columns) == [("JB/T 3-2012", "风扇", "TC 1", "甲; 乙", ["JB/T 1-2000"])]


def test_a_project_first_seen_after_publication_has_no_approval_stage(work: Transaction) -> None:
    load(work, [numbered("JB/T 3-2010", plan_number=PLAN, published="2010-02-11"), project()])
    assert work.connection.execute("SELECT count(*) FROM stage_change").fetchone() == (0,)


def test_parts_with_one_plan_number_are_distinguished_by_title(work: Transaction) -> None:
    plan = "2011-0123T-JB"
    parts = [
        StandardRecord(f"{plan}: 车床 第{n}部分", {"plan_number": plan, "title": f"车床 第{n}部分"})
        for n in (1, 2)
    ]
    load(work, parts)
    second = numbered("JB/T 5.2-2011", plan_number=plan, title="车床  第2部分")
    assert load(work, [second]).changed == 1
    assert load(work, parts).added == 0
    assert select(work, "key") == [("2011-0123T-JB: 车床 第1部分",), ("JB/T 5.2-2011",)]


def test_the_successor_joins_the_revision_opened_by_a_review(work: Transaction) -> None:
    load(work, [numbered("JB/T 7-1994")])
    begun = StandardRecord("rev:JB/T 7-1994", {"work": "revise"}, replaces=[("JB/T 7-1994", False)])
    load(work, [begun])
    planned = StandardRecord("2011-0123T-JB", {"plan_number": "2011-0123T-JB"})
    planned.replaces = [("JB/T 7-1994", False)]
    assert load(work, [planned]).changed == 1
    assert select(work, "key") == [("2011-0123T-JB",), ("JB/T 7-1994",)]


@pytest.mark.parametrize("plan_number", [PLAN, None], ids=["by plan number", "by title"])
@pytest.mark.parametrize("first", ["project", "standard"])
def test_the_day_of_import_after_publication_is_no_stage(
    work: Transaction, first: str, plan_number: str | None
) -> None:
    met = project(title="风扇")  # on 1 February 2011
    plan = {"plan_number": plan_number} if plan_number else {}
    published = numbered("JB/T 3-2011", published="2011-01-05", title="风扇", **plan)
    for record in (met, published) if first == "project" else (published, met):
        load(work, [record])
    assert select(work, "key") == [("JB/T 3-2011",)]
    assert work.connection.execute("SELECT * FROM stage_change").fetchall() == []


def test_a_publication_known_to_the_month_keeps_stages_of_that_month(work: Transaction) -> None:
    load(work, [project(title="风扇")])
    work.connection.execute("UPDATE stage_change SET date = '2012-05-10'")
    load(work, [numbered("JB/T 3-2012", published="2012-05", plan_number=PLAN)])
    assert work.connection.execute("SELECT date FROM stage_change").fetchall() == [("2012-05-10",)]
