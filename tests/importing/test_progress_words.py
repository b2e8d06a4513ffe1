"""importing/progress_words.py: what the progress of a project means, and that none is misread."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stdplan.domain.codes import STAGES
from stdplan.domain.stages import MAKING
from stdplan.importing.layouts import words_of
from stdplan.importing.progress_words import EVENTS, ProjectProgress, read_stage

FIXTURES = Path(__file__).parents[1] / "fixtures"
# A text, and what it says: a stage, an event, their day, and the day of an extension.
with (FIXTURES / "progress_words.tsv").open(encoding="utf-8", newline="") as lines:
    TABLE = {
        row["text"]: ProjectProgress(
            *(row[name] or None for name in ("stage", "event", "day", "target"))
        )
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
    }
UNCLEAR = ProjectProgress()


def test_the_progress_of_projects() -> None:
    assert {text: read_stage(text) for text in TABLE} == TABLE
    assert len(TABLE) > 350


@pytest.mark.parametrize("stage", [*MAKING, "60"])
def test_each_word_of_a_stage_is_read_as_it_is_listed(stage: str) -> None:
    events = {word for name in EVENTS for word in words_of("progress", name)}
    words = [stage, *STAGES[stage], *words_of("stages", stage)]
    read = {word: read_stage(word.replace("…", "工信")).stage for word in words}
    assert {word: found for word, found in read.items() if found != stage} == dict.fromkeys(
        set(words) & events
    )


@pytest.mark.parametrize("event", EVENTS)
def test_each_word_of_an_event_is_read_as_it_is_listed(event: str) -> None:
    words = [word.replace("…", "2026年12月") for word in words_of("progress", event)]
    assert {word for word in words if read_stage(word)[:2] != (None, event)} == set()


@pytest.mark.parametrize("name", ["vague", "unclear", "later"])
def test_words_that_name_no_stage_are_unclear(name: str) -> None:
    assert {word for word in words_of("progress", name) if not read_stage(word).is_unclear} == set()


CERTAIN = [(text, progress) for text, progress in TABLE.items() if not progress.is_unclear]
WORDS = [
    (word, stage)
    for stage in MAKING
    for word in words_of("stages", stage)
    if "…" not in word and not word.isascii() and read_stage(word).stage
]


@given(
    st.sampled_from(WORDS),
    st.lists(
        st.sampled_from(["目前", "项目", "处于", "已", "正在", " ", "进展情况："]), max_size=3
    ),
    st.sampled_from(
        ["", "阶段", "（2025年6月）", "（附件1）", "，按计划进行", "，预计年底完成", "。"]
    ),
)
def test_what_says_nothing_never_changes_a_stage(
    word: tuple[str, str], before: list[str], after: str
) -> None:
    text, stage = word
    assert read_stage("".join(before) + text + after).stage in (stage, None)
    assert read_stage("目前" + text + after).stage == stage


@given(st.sampled_from(CERTAIN))
def test_width_and_blanks_never_change_a_reading(row: tuple[str, ProjectProgress]) -> None:
    text, progress = row
    wide = "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)
    spaced = "\u3000".join(text) if not any(c.isascii() for c in text) else text
    assert [read_stage(text) for text in (wide, spaced)] == [progress, progress]


@given(
    st.sampled_from(WORDS),
    st.sampled_from(
        ["不", "未", "尚未", "没有", "暂不", "无法", "不再", "非", "是否", "拟不", "并未"]
    ),
)
def test_a_negated_word_never_means_its_stage(word: tuple[str, str], negation: str) -> None:
    text, stage = word
    listed = words_of("stages", "10")  # 未启动
    assert read_stage(negation + text).stage != stage or negation + text in listed


@given(st.sampled_from(CERTAIN), st.sampled_from(CERTAIN), st.sampled_from("，；。"))
def test_two_clauses_give_the_higher_stage_or_are_unclear(
    one: tuple[str, ProjectProgress], other: tuple[str, ProjectProgress], between: str
) -> None:
    stage, event, *_ = read_stage(one[0] + between + other[0])
    stages = [stage for _, (stage, *_) in (one, other) if stage]
    assert stage in (None, max(stages, default=None))
    assert event in (None, one[1].event, other[1].event)


@given(
    st.text(
        alphabet="已完成正在未不征求意见稿送审报批待申请终止延期至并，。（）2025年6月", max_size=30
    )
)
def test_any_text_is_read(text: str) -> None:
    stage, event, *_ = read_stage(text)
    assert stage is None or stage in STAGES
    assert event is None or event in EVENTS
