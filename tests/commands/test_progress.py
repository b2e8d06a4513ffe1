"""`stdplan progress`: amounts recorded by hand, as exact decimals within the plan's year."""

import json

import pytest

from helpers import Run

ON = ("--on", "2011-06-30")


def test_the_main_indicator_by_default(run: Run) -> None:
    answer = run("progress", "record", "3", "120", *ON, "--sector", "机械", "--note", "上半年")
    assert answer.err == "stdplan: recorded 120 for 3.projects on 2011-06-30 (id 1)\n"
    assert run("progress", "list").rows == [
        ["id", "task", "indicator", "date", "amount", "sector", "note"],
        ["1", "3", "3.projects", "2011-06-30", "120", "machinery", "上半年"],
    ]


def test_another_indicator_by_its_code(run: Run) -> None:
    for code in ("3.published", "published"):
        assert run("progress", "record", "3", "1", *ON, "--indicator", code).code == 0
    assert {row[2] for row in run("progress", "list", "--no-header").rows} == {"3.published"}


def test_amounts_add_up_exactly(run: Run) -> None:
    for amount in ("0.1", "0.2", "1e2"):
        assert run("progress", "record", "3", amount, *ON).code == 0
    report = json.loads(run("report", "progress", "--json").out)
    [projects] = [row for row in report if row["indicator"] == "3.projects"]
    assert projects["recorded"] == 100.3
    amounts = json.loads(run("progress", "list", "--json").out)
    assert [row["amount"] for row in amounts] == [0.1, 0.2, 100]


@pytest.mark.parametrize(("written", "amount"), [("1,200", 1200), ("１２０", 120)])
def test_an_amount_is_read_as_lists_have_it(run: Run, written: str, amount: int) -> None:
    assert run("progress", "record", "3", written, *ON).code == 0
    csv = f'任务,指标,日期,数量\n3,,2011-07-30,"{written}"\n'
    assert run("progress", "import", "-", stdin=csv).code == 0
    rows = run("progress", "list", "--fields", "amount", "--no-header").rows
    assert rows == [[str(amount)], [str(amount)]]


@pytest.mark.parametrize(
    "amount", ["nan", "inf", "-inf", "1e400", "0", "0.0", "-1", "1_0", "1,5", "eins", "1e-400"]
)
def test_an_amount_is_a_finite_decimal_above_zero(run: Run, amount: str) -> None:
    answer = run("progress", "record", "3", *ON, "--", amount)
    assert answer.code == 2
    assert f'AMOUNT: "{amount}" is not a number above zero' in answer.err
    assert len(run("progress", "list").rows) == 1


def test_an_empty_amount_is_refused(run: Run) -> None:
    for amount in ("", " ", "-", "无"):
        answer = run("progress", "record", "3", *ON, "--", amount)
        assert (answer.code, f'AMOUNT: "{amount}" counts as empty' in answer.err) == (2, True)


def test_a_negative_amount_is_explained(run: Run) -> None:
    answer = run("progress", "record", "3", "-1", *ON)
    assert answer.code == 2
    assert "-1" in answer.err


def test_a_day_of_a_year_without_a_plan_names_the_command_that_makes_one(run: Run) -> None:
    make = "has no plan of {0}; make one with `stdplan plans new {0} --from 2011`, or give another"
    today = run("progress", "record", "3", "120")
    assert today.code == 2
    assert make.format(2026) in today.err
    given = run("progress", "record", "3", "1", "--on", "2012-01-01")
    assert make.format(2012) in given.err
    assert run("plans", "new", "2012", "--from", "2011").code == 0
    assert run("progress", "record", "3", "1", "--on", "2012-01-01").code == 0


def test_a_day_outside_the_plans_year_names_the_option(run: Run) -> None:
    today = run("progress", "record", "3", "120", "--plan", "2011")
    assert today.code == 2
    assert "not in the plan's year 2011: give the day with --on" in today.err
    given = run("progress", "record", "3", "1", "--on", "2012-01-01", "--plan", "2011")
    assert '--on: "2012-01-01" is not in the plan' in given.err


def test_edit_changes_the_given_fields_only(run: Run) -> None:
    run("progress", "record", "3", "120", *ON, "--note", "估计")
    assert run("progress", "edit", "1", "--amount", "121.50", "--sector", "steel").code == 0
    [row] = run("progress", "list", "--no-header").rows
    assert row == ["1", "3", "3.projects", "2011-06-30", "121.50", "steel", "估计"]


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        ("edit 1", 2, "nothing to change"),
        ("edit 1 --amount 0", 2, "is not a number above zero"),
        ("edit 1 --on 2010-12-31", 2, '--on: "2010-12-31" is not in the plan\'s year 2011'),
        ("edit 1 --sector=", 2, '--sector: there is no sector ""'),
        (
            "edit 2 --amount 1",
            66,
            "there is no amount 2; list amounts with `stdplan progress list`",
        ),
        ("edit 1 --on soon", 2, '--on: "soon" is not a date'),
        ("edit 1 --note -", 2, '--note: "-" counts as empty; give a value'),
        ("remove 2", 66, "there is no amount 2"),
        ("remove 99999999999999999999", 2, "too large"),
        ("record 14 1 --on 2011", 66, "has no task 14; its tasks: 1, 2, 3,"),
        (
            "record 3 1 --on 2011 --indicator x",
            2,
            '--indicator: "x" is not valid; use one of 3.projects, 3.published, 3.submitted',
        ),
        ("record 3 1 --on 2011 --plan 1999", 66, "no plan of 1999"),
        ("record 3 1 --on 2011-02-30", 2, '--on: "2011-02-30"'),
    ],
)
def test_invalid_values_are_refused(run: Run, words: str, code: int, message: str) -> None:
    run("progress", "record", "3", "120", *ON)
    answer = run("progress", *words.split(" "))
    assert answer.code == code
    assert message in answer.err
    assert [row[4] for row in run("progress", "list", "--no-header").rows] == ["120"]


def test_the_id_of_a_removed_amount_is_not_used_again(run: Run) -> None:
    run("progress", "record", "3", "120", *ON)
    assert run("progress", "remove", "1").err == "stdplan: removed 1\n"
    assert "(id 2)" in run("progress", "record", "3", "120", *ON).err


def test_up_to_a_day_and_of_a_task(run: Run) -> None:
    run("progress", "record", "3", "1", "--on", "2011-03")
    run("progress", "record", "5", "2", *ON)
    assert [r[0] for r in run("progress", "list", "--task", "5", "--no-header").rows] == ["2"]
    early = run("progress", "list", "--as-of", "2011-05-18", "--no-header")
    assert [row[0] for row in early.rows] == ["1"]
