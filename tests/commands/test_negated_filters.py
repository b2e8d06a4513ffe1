"""`standards list --not-FILTER` leaves out what a filter finds, `--without` finds empty fields."""

import pytest

from helpers import Run


def keys(run: Run, *words: str) -> set[str]:
    """Return the keys of the listed records."""
    return {row[0] for row in run("standards", "list", "--fields", "key", *words).rows[1:]}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("sector", "机械,rare-earth"),
        ("family", "national"),
        ("nature", "强制性"),
        ("work", "revise"),
        ("status", "withdrawn"),
        ("stage", "10,95"),
        ("adoption", "IDT"),
        ("driver", "质量品牌"),
        ("innovation", "patent"),
        ("committee", "示例"),
        ("department", "工业和信息化部"),
        ("prefix", "JB,ＹＢ"),
    ],
)
def test_a_filter_and_its_negation_are_all(run_loaded: Run, name: str, value: str) -> None:
    found, others = (keys(run_loaded, f"--{mark}{name}", value) for mark in ("", "not-"))
    assert not found & others
    assert found | others == keys(run_loaded)


def test_filters_and_negations_combine(run_loaded: Run) -> None:
    found = keys(run_loaded, "--prefix", "JB", "--not-status", "withdrawn")
    assert found == keys(run_loaded, "--prefix", "jb") - keys(run_loaded, "--status", "withdrawn")


@pytest.mark.parametrize("field", ["committee", "replaces", "extra", "归口单位", "withdrawn"])
def test_without_finds_empty_fields(run_loaded: Run, field: str) -> None:
    [_, *rows] = run_loaded("standards", "list", "--fields", f"key,{field}").rows
    assert keys(run_loaded, "--without", field) == {row[0] for row in rows if not row[1]}


def test_an_unknown_field_is_refused(run_loaded: Run) -> None:
    answer = run_loaded("standards", "list", "--without", "colour")
    assert answer.code == 2
    assert answer.err.startswith('stdplan: error: --without: there is no field "colour" here; use')
