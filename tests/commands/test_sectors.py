"""`stdplan sectors`, `focus` and `tasks`: what the plan holds."""

import json

from kit import Run


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
