"""domain/plan_definition.py: the title of a plan for another year."""

import pytest

from stdplan.domain.plan_definition import has_day, with_year


@pytest.mark.parametrize(
    ("title", "other"),
    [
        ("工信部2026年标准化重点工作", "工信部2027年标准化重点工作"),
        ("Plan for 2026", "Plan for 2027"),
        ("某省二〇二六年计划", "某省二〇二七年计划"),
        ("某省二○二六年计划", "某省二○二七年计划"),
        ("某省２０２６年计划", "某省２０２７年计划"),
        ("〔2026〕12026号", "〔2027〕12026号"),
        ("某市标准化工作计划", "某市标准化工作计划"),
    ],
)
def test_a_title_gets_another_year(title: str, other: str) -> None:
    assert with_year(title, 2026, 2027) == other


def test_days_of_a_year() -> None:
    assert has_day(2028, "02-29")
    assert not has_day(2027, "02-29")
    assert not has_day(2027, "")
