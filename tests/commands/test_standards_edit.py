"""`stdplan standards add, edit, remove`: by hand, one transaction each."""

import pytest

from helpers import CAN_BE_UNDONE, MACHINE, PROJECT, Run, shown
from stdplan.domain.codes import describe
from stdplan.domain.fields import BY_HAND

EMPTY = dict.fromkeys(("", " ", "\u3000", "\ufeff", "-", "无"), "counts as empty")
CONTROL = {
    f"甲{letter}乙": f"contains the character {visible}"
    for letter, visible in {
        "\x00": "\\x00",
        "\x1b": "\\x1b",
        "\x7f": "\\x7f",
        "\x9b": "\\x9b",
        "\udcff": "\\udcff",
    }.items()
}
CODED = dict.fromkeys(("", "甲\x00乙", "甲�乙", "别的"), "; use one of ")
NO_DATES = {
    "与GB 1同步实施": "is not a date",
    "nan": "is not a date",
    "2011-02-29": "is not a day in the calendar",
    "2011-13": "is not a month",
    "1011": "is not a date (the year must lie between 1900 and 2999)",
    "3011": "is not a date (the year must lie between 1900 and 2999)",
    "20110532": "is not a day in the calendar",
}


@pytest.fixture
def run(two_records: Run) -> Run:
    """Run the program on a catalogue with one standard and one project."""
    return two_records


def test_add_uses_the_parts_of_the_number(run: Run) -> None:
    record = shown(run, MACHINE)
    assert (record["family"], record["nature"]) == ("industry", "recommended")
    assert (record["sector"], record["published"]) == ("machinery", "2011")


def test_add_has_an_option_for_each_field(run: Run) -> None:
    answer = run(
        *("standards", "add", "XB/T 1-2011", "--title-en", "Magnets", "--nature", "指导"),
        *("--replaces", "XB/T 1-2001", "--replaces", "部分代替 XB/T 2-2001", "--drafters", "张三"),
        *("--adopts", "ISO 1:1996 IDT", "--focus", "rare-earth/permanent-magnets"),
    )
    assert answer.err == "stdplan: added XB/T 1-2011\n"
    record = shown(run, "XB/T 1-2011")
    assert record["nature"] == "guidance"
    assert record["replaces"] == ["XB/T 1-2001", "部分代替 XB/T 2-2001"]
    assert record["adopts"] == ["ISO 1:1996,IDT"]
    assert record["focus"] == ["rare-earth/permanent-magnets"]
    assert record["source"] is None


def test_an_existing_record_is_not_added_again(run: Run) -> None:
    answer = run("standards", "add", "jbt 99999-2011", "--title", "另一个")
    assert answer.code == 73
    assert f'"{MACHINE}" is already in the catalogue' in answer.err
    assert shown(run, MACHINE)["title"] == "试验机"


def test_a_text_that_is_not_a_number_is_stored_and_reported(run: Run) -> None:
    answer = run("standards", "add", "住建部令第", "37", "号")
    assert answer.code == 0
    assert '"住建部令第 37 号" is not a recognized number and is stored as written' in answer.err


def test_edit_changes_the_given_fields_only(run: Run) -> None:
    assert run("standards", "edit", MACHINE, "--effective", "2012-01-01").code == 0
    record = shown(run, MACHINE)
    assert (record["effective"], record["published"]) == ("2012-01-01", "2011")
    assert record["title"] == "试验机"


def test_edit_replaces_lists(run: Run) -> None:
    run("standards", "edit", MACHINE, "--replaces", "JB/T 1-2001")
    run("standards", "edit", MACHINE, "--replaces", "JB/T 2-2001")
    assert shown(run, MACHINE)["replaces"] == ["JB/T 2-2001"]


def test_edit_can_change_the_number(run: Run) -> None:
    assert run("standards", "edit", MACHINE, "--number", "JB 99999-2012").code == 0
    record = shown(run, "JB 99999-2012")
    assert (record["title"], record["nature"]) == ("试验机", "mandatory")
    assert "JB/T 99999-2011 is now JB 99999-2012" in run("standards", "show", MACHINE).err


def test_clear_empties_a_field(run: Run) -> None:
    assert run("standards", "edit", MACHINE, "--clear", "published", "--title", "新").code == 0
    record = shown(run, MACHINE)
    assert (record["published"], record["title"]) == (None, "新")


@pytest.mark.parametrize("field", ["number", "key", "extra", "nope"])
def test_clear_lists_the_existing_fields(run: Run, field: str) -> None:
    answer = run("standards", "edit", MACHINE, "--clear", field)
    assert answer.code == 2
    assert "title, title_en, sector" in answer.err


def test_the_same_edit_again_changes_nothing(run: Run) -> None:
    assert "changed 0 of 1" in run("standards", "edit", MACHINE, "--title", "试验机").err


def test_remove_deletes_stages_and_links(run: Run) -> None:
    answer = run("standards", "remove", PROJECT, MACHINE)
    assert answer.err == f"stdplan: removed {PROJECT}, {MACHINE}\n{CAN_BE_UNDONE}"
    assert len(run("standards", "list").rows) == 1
    assert run("db", "check").code == 0


@pytest.mark.parametrize("verb", [["edit", "--title", "新"], ["remove"]])
def test_a_wrong_argument_changes_nothing(run: Run, verb: list[str]) -> None:
    before = run("standards", "list", "-f", "csv").out
    answer = run("standards", verb[0], MACHINE, "JB/T 1-1999", *verb[1:])
    assert answer.code == 66
    assert 'no standard "JB/T 1-1999"' in answer.err
    assert run("standards", "list", "-f", "csv").out == before


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ("--published 2011-02-30", '--published: "2011-02-30" is not a day in the calendar'),
        ("--target-date soon", '--target-date: "soon" is not a date'),
        ("--nature x", '--nature: "x" is not valid; use one of mandatory (强制性)'),
        ("--sector x", '--sector: there is no sector "x"; use one of petrochemicals'),
        ("--sector steel,gold", '--sector: give one value, not "steel,gold"'),
        ("--title=", '--title: "" counts as empty'),
        ("--number JB/T1-2011,JB/T2-2011", "--number"),
    ],
)
def test_a_wrong_value_is_reported_with_its_option(run: Run, options: str, message: str) -> None:
    answer = run("standards", "edit", MACHINE, *options.split(" "))
    assert answer.code == 2
    assert message in answer.err


def test_an_option_that_repeats_keeps_every_value(run: Run) -> None:
    lists = {
        "--focus": ("machinery/rail-transit-equipment", "telecom/ipv6"),
        "--driver": ("quality-brands", "phasing-out"),
        "--innovation": ("patent", "research-project"),
        "--drafting-orgs": ("甲院", "乙厂"),
        "--drafters": ("张三", "李四"),
    }
    words = [word for name, values in lists.items() for value in values for word in (name, value)]
    assert run("standards", "add", "JB/T 9-2011", *words).code == 0
    record = shown(run, "JB/T 9-2011")
    for name, values in lists.items():
        assert record[name.strip("-").replace("-", "_")] == list(values)


def test_links_follow_a_corrected_number(run: Run) -> None:
    run("standards", "add", "JB/T 1-2001")
    run("standards", "add", "JB/T 1-2009", "--replaces", "JB/T 1-2001")
    assert run("standards", "edit", "JB/T 1-2001", "--number", "JB/T 1.1-2001").code == 0
    corrected = shown(run, "JB/T 1.1-2001")
    assert (corrected["status"], corrected["replaced_by"]) == ("withdrawn", ["JB/T 1-2009"])


@pytest.mark.parametrize(
    "words",
    ["edit JB/T 1-2001 --number 2011-0999T-JB", "stage 2011-0123T-JB 60 --number 2011-0999T-JB",
     "stage JB/T 1-2001 60 --number JB/T\u30002-2001", "add"],
)  # fmt: skip
def test_a_text_that_is_not_a_number_of_a_standard_is_refused(run: Run, words: str) -> None:
    run("standards", "add", "JB/T 1-2001")
    run("standards", "add", "2011-0123T-JB")
    before = run("standards", "list", "--json").out
    assert run("standards", *words.split(" ")).code == 2
    assert run("standards", "list", "--json").out == before


def test_replacements_do_not_determine_the_kind_of_a_standard(run: Run) -> None:
    before = shown(run, MACHINE)
    assert run("standards", "edit", MACHINE, "--replaces", "GB/T 1-2000").code == 0
    assert run("standards", "edit", MACHINE, "--plan-number", "2011-0555T-YB").code == 0
    after = shown(run, MACHINE)
    for name in ("family", "nature", "sector"):
        assert after[name] == before[name]
    assert run("standards", "list", "--prefix", "JB", "--fields", "key", "--no-header").out
    assert run("db", "check").code == 0


@pytest.mark.slow
def test_edit_refuses_invalid_values(run: Run) -> None:
    """Every check of a field reports the field's option, and changes nothing."""
    for field in BY_HAND:
        option = f"--{field.name.replace('_', '-')}"
        wrong = dict(CODED if field.name in ("sector", "focus", "driver") else EMPTY | CONTROL)
        if field.kind == "date":
            wrong |= NO_DATES
        elif field.words:
            wrong["别的"] = f'"别的" is not valid; use one of {describe(field.words)}'
        for value, problem in wrong.items():
            answer = run("standards", "edit", MACHINE, option, value)
            assert answer.code == 2, (option, value)
            assert problem in answer.err, (option, value)
            assert f"error: {option}: " in answer.err, (option, value)
    assert run("db", "check").code == 0
    assert shown(run, MACHINE)["title"] == "试验机"


def test_stage_refuses_invalid_values(run: Run) -> None:
    for value, problem in (CONTROL | {"": "is empty"}).items():
        problem = problem.replace("contains the character", "control character")
        answer = run("standards", "stage", PROJECT, "60", "--number", value)
        assert (answer.code, problem in answer.err) == (2, True), value
    for value, problem in NO_DATES.items():
        for code in ("20", "60", "90", "95"):
            answer = run("standards", "stage", PROJECT, code, "--on", value)
            assert (answer.code, f'--on: "{value}" {problem}' in answer.err) == (2, True), value
    answer = run("standards", "stage", PROJECT, "25")
    assert (answer.code, '"25" is not valid; use one of 00 (' in answer.err) == (2, True)


def test_fields_accept_long_texts_and_large_numbers(run: Run) -> None:
    for value in ("长" * 100_000, "9223372036854775808", "9" * 5000, "1e400", "nan"):
        assert run("standards", "edit", MACHINE, "--title", value).code == 0
        assert shown(run, MACHINE)["title"] == value


def test_a_field_that_does_not_exist_is_refused(run: Run) -> None:
    assert "No such option: --colour" in run("standards", "edit", MACHINE, "--colour", "red").err
