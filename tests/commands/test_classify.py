"""`standards classify`: focus areas from the words of titles."""

import json

import pytest

from helpers import CAN_BE_UNDONE, Run


@pytest.fixture
def titled(run: Run) -> Run:
    """Run the program on records whose title gives a focus area, and on others."""
    for number, title, *more in (
        ("JB/T 1-2011", "滚动轴承 公差"),
        ("JB/T 2-2011", "滚动轴承", "--focus", "machinery/basic-components"),
        ("JB/T 3-2001", "工业机器人", "--withdrawn", "2010-01-01"),
        ("JB/T 4-2011", "轮胎翻新 机床"),
        ("GB/T 5-2011", "滚动轴承 术语"),
        ("QB/T 6-2011", "铸造 工业机器人"),
    ):
        assert run("standards", "add", number, "--title", title, *more).code == 0
    return run


def test_the_focus_areas_that_are_proposed(titled: Run) -> None:
    rows = json.loads(titled("standards", "classify", "--json").out)
    assert [(row["number"], row["focus"], row["keyword"], row["why"]) for row in rows] == [
        ("JB/T 1-2011", "machinery/basic-components", "滚动轴承", "keyword"),
        ("JB/T 4-2011", "energy-saving/waste-tyre-utilization", "轮胎翻新", "keyword"),
        ("JB/T 4-2011", "machinery/basic-manufacturing-equipment", "机床", "keyword"),
    ]
    assert rows[0]["name"] == "Basic components and parts"


def test_on_a_day_and_in_a_sector(titled: Run) -> None:
    then = titled("standards", "classify", "--as-of", "2009-01-01", "--no-header").rows
    assert [row[0] for row in then] == ["JB/T 3-2001"]
    assert titled("standards", "classify", "--sector", "steel", "--no-header").rows == []
    assert len(titled("standards", "classify", "--limit", "2", "--no-header").rows) == 2
    last = titled("standards", "classify", "--sort", "number:desc", "--limit", "1").rows[1]
    assert last[0] == "JB/T 4-2011"


def test_apply_writes_every_proposal(titled: Run) -> None:
    answer = titled("standards", "classify", "--apply", "--limit", "1", "--no-header")
    assert answer.err == f"stdplan: focus areas stored: 3; records changed: 2\n{CAN_BE_UNDONE}"
    assert len(answer.rows) == 1
    info = json.loads(titled("db", "info", "--json").out)[0]
    one = titled("standards", "list", "--focus", "machinery/basic-components", "--no-header").rows
    assert [row[0] for row in one] == ["JB/T 1-2011", "JB/T 2-2011"]
    again = titled("standards", "classify", "--apply", "--no-header")
    assert (again.out, again.err) == ("", "stdplan: focus areas stored: 0; records changed: 0\n")
    assert json.loads(titled("db", "info", "--json").out)[0] == info
    assert titled("db", "check").code == 0


def test_the_shipped_bulletins(run_loaded: Run) -> None:
    rows = json.loads(run_loaded("standards", "classify", "--year", "2011", "--json").out)
    proposed = {row["title"]: row["focus"] for row in rows}
    assert proposed["摩托车减震弹簧 技术条件"] == "machinery/basic-components"
    assert proposed["工矿内燃机车"] == "machinery/rail-transit-equipment"
    assert "电火花成形机床用自动灭火器 技术条件" not in proposed
