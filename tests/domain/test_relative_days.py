"""Days and periods that are named from today."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stdplan.domain.relative_days import parse_relative

TODAY = date(2011, 5, 18)  # a Wednesday


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("today", "2011-05-18", "2011-05-18"),
        ("今天", "2011-05-18", "2011-05-18"),
        ("Yesterday", "2011-05-17", "2011-05-17"),
        ("7d", "2011-05-11", "2011-05-11"),
        ("７d", "2011-05-11", "2011-05-11"),
        ("2w", "2011-05-04", "2011-05-04"),
        ("3m", "2011-02-18", "2011-02-18"),
        ("1y", "2010-05-18", "2010-05-18"),
        ("+3m", "2011-08-18", "2011-08-18"),
        ("7天前", "2011-05-11", "2011-05-11"),
        ("3个月", "2011-02-18", "2011-02-18"),
        ("3个月后", "2011-08-18", "2011-08-18"),
        ("11年", "2000-05-18", "2000-05-18"),
        ("this-week", "2011-05-16", "2011-05-22"),
        ("last-week", "2011-05-09", "2011-05-15"),
        ("上周", "2011-05-09", "2011-05-15"),
        ("this-month", "2011-05-01", "2011-05-31"),
        ("last-month", "2011-04-01", "2011-04-30"),
        ("上月", "2011-04-01", "2011-04-30"),
        ("上个月", "2011-04-01", "2011-04-30"),
        ("next-month", "2011-06-01", "2011-06-30"),
        ("this-quarter", "2011-04-01", "2011-06-30"),
        ("上季度", "2011-01-01", "2011-03-31"),
        ("last-year", "2010-01-01", "2010-12-31"),
        ("去年", "2010-01-01", "2010-12-31"),
        ("q3", "2011-07-01", "2011-09-30"),
        ("Q4", "2011-10-01", "2011-12-31"),
        ("一季度", "2011-01-01", "2011-03-31"),
        ("第二季度", "2011-04-01", "2011-06-30"),
        ("上半年", "2011-01-01", "2011-06-30"),
        ("下半年", "2011-07-01", "2011-12-31"),
        ("last-friday", "2011-05-13", "2011-05-13"),
        ("last-wednesday", "2011-05-11", "2011-05-11"),
        ("last-Tuesday", "2011-05-17", "2011-05-17"),
        ("next-friday", "2011-05-20", "2011-05-20"),
        ("next-wednesday", "2011-05-25", "2011-05-25"),
        ("this-sunday", "2011-05-22", "2011-05-22"),
        ("上周五", "2011-05-13", "2011-05-13"),
        ("上周二", "2011-05-10", "2011-05-10"),
        ("周一", "2011-05-16", "2011-05-16"),
        ("本周日", "2011-05-22", "2011-05-22"),
        ("星期天", "2011-05-22", "2011-05-22"),
        ("上个星期三", "2011-05-11", "2011-05-11"),
        ("下周三", "2011-05-25", "2011-05-25"),
    ],
)
def test_a_period_has_a_first_and_a_last_day(text: str, first: str, last: str) -> None:
    assert [*map(str, parse_relative(text, TODAY) or ())] == [first, last]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "7",
        "d",
        "last",
        "last-day",
        "2011-05",
        "上",
        "7 days",
        "-7d",
        "q5",
        "周",
        "friday",
        "个周一",
        "2024年",
        "１９９９年",
    ],
)
def test_other_texts_are_no_relative_days(text: str) -> None:
    assert parse_relative(text, TODAY) is None


def test_a_short_month_has_its_last_day() -> None:
    assert parse_relative("1m", date(2012, 3, 31)) == (date(2012, 2, 29),) * 2
    assert parse_relative("1y", date(2012, 2, 29)) == (date(2011, 2, 28),) * 2
    assert parse_relative("1m", date(2011, 12, 30)) == (date(2011, 11, 30),) * 2


@given(
    st.dates(date(1900, 1, 1), date(2900, 1, 1)),
    st.sampled_from(["week", "month", "quarter", "year"]),
)
def test_periods_follow_each_other(day: date, unit: str) -> None:
    periods = [parse_relative(f"{which}-{unit}", day) for which in ("last", "this", "next")]
    (_, end), (first, last), (start, _) = [period or (day, day) for period in periods]
    assert first <= day <= last
    assert end + timedelta(days=1) == first
    assert last + timedelta(days=1) == start
