"""`stdplan sectors`, `focus` and `tasks`: the contents of the plan."""

import json

import pytest

from helpers import Run


def test_the_plan_has_nineteen_sectors(run: Run) -> None:
    answer = run("sectors", "list", "--fields", "code,name_zh,prefixes")
    assert answer.rows[0] == ["code", "name_zh", "prefixes"]
    assert answer.rows[1] == ["petrochemicals", "石化化工", "HG; SH"]
    assert len(answer.rows) == 1 + 19


def test_a_bare_noun_is_its_list(run: Run) -> None:
    assert run("sectors").out == run("sectors", "list").out
    assert run("sectors", "--json").out == run("sectors", "list", "--json").out


def test_one_sector_with_its_areas_and_standards(run_loaded: Run) -> None:
    [machinery] = json.loads(run_loaded("sectors", "show", "machinery", "--json").out)
    assert machinery["name_zh"] == "机械"
    assert machinery["standards"] == 215
    assert len(machinery["areas"]) == machinery["focus_areas"] == 6
    assert sum(row["standards"] for row in machinery["by_status"]) == 215


@pytest.mark.parametrize("day", ["2011-06-30", "2011-01-31"])
def test_standards_are_counted_as_they_are_listed(run: Run, day: str) -> None:
    areas = ("--focus", "telecom/ipv6", "--focus", "machinery/basic-components")
    run("standards", "add", "JB/T 1-2011", "--published", "2011-01-05", *areas)
    run("standards", "add", "JB/T 2-2011", "--published", "2011-05-05", *areas)
    run("standards", "add", "QC/T 1-2011", "--published", "2011-05-05")
    answer = run("sectors", "list", "--as-of", day, "--fields", "code,standards", "--no-header")
    for sector, count in answer.rows:
        listed = run("standards", "list", "--sector", sector, "--as-of", day, "--no-header")
        assert len(listed.rows) == int(count), sector
