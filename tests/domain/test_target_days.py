"""domain/target_days.py: words of time as target dates, in tests/fixtures/target_words.tsv."""

import csv
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stdplan.domain.target_days import Target, read_target

FIXTURE = Path(__file__).parents[1] / "fixtures" / "target_words.tsv"
WORDS = [
    (row["text"], row["day"], row["months"], row["inferred"])
    for row in csv.DictReader(FIXTURE.open(encoding="utf-8"), delimiter="\t")
]


@pytest.mark.parametrize(("text", "day", "months", "inferred"), WORDS)
def test_words_of_time(text: str, day: str, months: str, inferred: str) -> None:
    expected = Target(day, int(months or 0), bool(inferred)) if day or months else None
    assert read_target(text, 2025) == expected


def test_without_the_year_of_the_plan_words_have_no_day() -> None:
    assert read_target("年底") == Target(inferred=True)
    assert read_target("2026年底") == Target("2026-12-31")


@given(
    st.text()
    | st.lists(
        st.sampled_from([*"年月日底末内前上下半季度第一四Q-至完成", "2026", "2027", "12", "1"]),
        max_size=8,
    ).map("".join)
)
def test_any_text_is_a_day_a_number_of_months_or_nothing(text: str) -> None:
    target = read_target(text, 2025)
    if target is not None:
        assert bool(target.day) != bool(target.months)
        assert not target.day or date.fromisoformat(target.day).year >= 1900
