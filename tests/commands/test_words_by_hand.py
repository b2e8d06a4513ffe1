"""What is typed by hand is read as the cells of lists are."""

import pytest

from helpers import MACHINE, PROJECT, Run

RECORD = ("review", "record", *MACHINE.split(), "--on", "2011-06-30", "--dry-run", "--outcome")


@pytest.mark.parametrize(
    ("words", "stored"),
    [
        ("继续", "confirm"),
        ("√继续有效", "confirm"),
        ("confirmed", "confirm"),
        ("still valid", "confirm"),
        ("建议废止", "withdraw"),
        ("拟废止。", "withdraw"),
        ("to be withdrawn", "withdraw"),
        ("自2012年1月1日起废止", "withdraw ends=2012-01-01"),
        ("拟修订", "revise"),
        ("to be revised", "revise"),
        ("局部修订", "amend"),
        ("整合到GB/T 1-2020", "merge into=GB/T 1-2020"),
        ("转化为团体标准", "convert into_family=association"),
        ("转为推荐性国家标准", "convert into_family=national into_nature=recommended"),
    ],
)
def test_an_outcome_in_the_words_of_an_answer(two_records: Run, words: str, stored: str) -> None:
    answer = two_records(*RECORD, words)
    assert answer.code == 0, answer.err
    [review] = [row for row in answer.rows if row[1] == "review"]
    assert review[3] == f"2011-06-30 {stored}"


def test_edit_reads_the_same_words(two_records: Run) -> None:
    two_records(*RECORD[:-2], "--outcome", "继续")
    assert two_records("review", "edit", "1", "--outcome", "转化为团体标准").code == 0
    row = two_records("review", "list", "--fields", "outcome,into_family").rows[1]
    assert row == ["convert", "association"]


@pytest.mark.parametrize(
    "words", ["不建议废止", "待定", "修改", "to be confirmed", "2", "修订/废止"]
)
def test_an_unclear_outcome_is_refused(two_records: Run, words: str) -> None:
    answer = two_records(*RECORD, words)
    assert answer.code == 2
    assert f'--outcome: "{words}" is not valid; use one of confirm (继续有效)' in answer.err


@pytest.mark.parametrize(
    ("words", "option", "value", "shown"),
    [
        ("转化为团体标准", "--into-family", "国标", "national standard"),
        ("整合到GB/T 1-2020", "--into", "GB/T 2-2020", "GB/T 2-2020"),
        ("自2012年1月1日起废止", "--ends", "2013", "2013"),
    ],
)
def test_words_and_options_that_contradict_each_other(
    two_records: Run, words: str, option: str, value: str, shown: str
) -> None:
    answer = two_records(*RECORD, words, option, value)
    assert answer.code == 2
    assert answer.err == f'stdplan: error: {option}: "{shown}" contradicts "{words}"\n'


def test_words_that_name_the_project_of_the_revision(two_records: Run) -> None:
    words = f"正在修订，计划号{PROJECT}"
    rows = two_records(*RECORD, words).rows
    assert [PROJECT, "replaces", "", MACHINE] in rows
    rows = two_records(*RECORD, words, "--proposed").rows
    assert rows[1][3] == f"2011-06-30 revise note=计划号: {PROJECT} step=proposed"
    answer = two_records(*RECORD, words, "--project", "2011-0999T-JB")
    assert (answer.code, "contradicts" in answer.err) == (2, True)


@pytest.mark.parametrize(
    ("words", "stage"),
    [
        ("征求意见稿", "30"),
        ("已完成征求意见", "30"),
        ("WD", "20"),
        ("正在起草", "20"),
        ("送审稿已报", "40"),
        ("报批", "50"),
        ("30 征求意见", "30"),
    ],
)
def test_a_stage_in_the_words_of_a_list(two_records: Run, words: str, stage: str) -> None:
    answer = two_records("standards", "stage", PROJECT, words, "--on", "2011-06-30", "--dry-run")
    assert answer.rows[1:] == [[PROJECT, "stage", "", f"{stage} 2011-06-30"]], answer.err
    words_of_add = ("add", "2011-0999T-JB", "--stage", words, "--on", "2011-06-30")
    assert two_records("standards", *words_of_add).code == 0
    assert two_records("standards", "list", "--stage", words, "--fields", "stage").rows[1] == [
        stage
    ]


@pytest.mark.parametrize("words", ["审查未通过", "2011年5月报批", "申请延期，征求意见", "公示"])
def test_an_unclear_stage_is_refused(two_records: Run, words: str) -> None:
    answer = two_records("standards", "stage", PROJECT, words)
    assert answer.code == 2
    assert f'"{words}" is not valid; use one of 00 (预阶段)' in answer.err


@pytest.mark.parametrize(
    ("option", "words", "stored"),
    [
        ("family", "国标", "national"),
        ("nature", "强制性标准", "mandatory"),
        ("work", "新制定", "new"),
        ("sector", "电子", "electronics"),
        ("adopts", "ISO 1:2002 等同", "ISO 1:2002 IDT"),
        ("adopts", "修改采用ISO 1:2002", "ISO 1:2002 MOD"),
        ("innovation", "专利", "patent"),
    ],
)
def test_a_field_in_words(two_records: Run, option: str, words: str, stored: str) -> None:
    edit = ("standards", "edit", *MACHINE.split(), "--dry-run", f"--{option}", words)
    assert two_records(*edit).rows[1][3] == stored


@pytest.mark.parametrize("words", ["等同", "等同采用", "idt", "identical", "≡"])
def test_a_degree_in_words(two_records: Run, words: str) -> None:
    two_records("standards", "edit", *MACHINE.split(), "--adopts", "ISO 1:2002 IDT")
    two_records("standards", "edit", PROJECT, "--adopts", "ISO 2:2002 MOD")
    found = two_records("standards", "list", "--adoption", words, "--fields", "key")
    assert found.rows[1:] == [[MACHINE]], found.err


@pytest.mark.parametrize("words", ["培训", "标准化培训", "training", "Standardization training"])
def test_a_kind_of_activity_in_words(two_records: Run, words: str) -> None:
    assert two_records("activities", "add", words, "甲").code == 0
    assert two_records("activities", "list", "--fields", "kind").rows[1] == ["training"]


def test_a_kind_that_could_be_several_is_refused(two_records: Run) -> None:
    answer = two_records("--lang", "zh", "activities", "add", "训", "甲")
    assert answer.code == 2
    assert "技术标准体系框架、标准预先研究、" in answer.err


@pytest.mark.parametrize("indicator", ["3.published", "发布的标准", "Standards published"])
def test_an_indicator_by_its_name(two_records: Run, indicator: str) -> None:
    words = ("progress", "record", "3", "１,200", "--on", "2011-06-30", "--indicator", indicator)
    answer = two_records(*words)
    assert answer.code == 0, answer.err
    row = two_records("progress", "list", "--fields", "indicator,amount").rows[1]
    assert row == ["3.published", "1200"]
