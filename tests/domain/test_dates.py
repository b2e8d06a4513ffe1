"""domain/dates.py: every form of dates in lists, and texts that are refused or kept as words."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stdplan.domain.dates import (
    BadDate,
    NotADate,
    add_years,
    first_day,
    from_epoch,
    pad,
    parse_date,
    today,
)
from stdplan.domain.written_days import UncertainDay, day_order, in_order
from stdplan.errors import UsageProblem


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2011-05-18", "2011-05-18"),
        ("2011/5/18", "2011-05-18"),
        ("2011.5.18", "2011-05-18"),
        ("2011年5月18日", "2011-05-18"),
        ("2011 年 5 月 18 日", "2011-05-18"),
        ("2011年5月18", "2011-05-18"),
        ("20110518", "2011-05-18"),
        ("２０１１－０５－１８", "2011-05-18"),
        ("2011—05—18", "2011-05-18"),
        ("2011 - 5 - 18", "2011-05-18"),
        ("2011-05-18 00:00:00", "2011-05-18"),
        ("2011-05-18T00:00:00", "2011-05-18"),
        ("2011/5/18 0:00", "2011-05-18"),
        ("2011-05-17T16:00:00.000Z", "2011-05-18"),
        ("2011-05-18T00:00:00+08:00", "2011-05-18"),
        ("2011年5月", "2011-05"),
        ("2011-5", "2011-05"),
        ("2011.05", "2011-05"),
        ("201105", "2011-05"),
        ("2011年", "2011"),
        ("2011 ", "2011"),
        ("2012-02-29", "2012-02-29"),
        # Day numbers of spreadsheets.
        ("40681", "2011-05-18"),
        ("40681.75", "2011-05-18"),
        ("18264", "1950-01-01"),
        ("73050", "2099-12-31"),
        # Milliseconds since 1970.
        ("1305648000000", "2011-05-18"),
        ("946656000000", "2000-01-01"),
        # Of other countries.
        ("01.05.2001", "2001-05-01"),
        ("1.5.2001", "2001-05-01"),
        ("01.05.2001 г.", "2001-05-01"),
        ("01.05.2001 00:00:00", "2001-05-01"),
        ("05.2001", "2001-05"),
        ("25/01/2001", "2001-01-25"),
        ("01/25/2001", "2001-01-25"),
        ("05-05-2001", "2001-05-05"),
        ("1 May 2001", "2001-05-01"),
        ("1st of May 2001", "2001-05-01"),
        ("May 1, 2001", "2001-05-01"),
        ("01-MAY-2001", "2001-05-01"),
        ("2001-May-01", "2001-05-01"),
        ("May 2001", "2001-05"),
        ("Sept. 2001", "2001-09"),
        ("1. Mai 2001", "2001-05-01"),
        ("1er août 2001", "2001-08-01"),
        ("1 мая 2001 г.", "2001-05-01"),
        ("平成13年5月1日", "2001-05-01"),
        ("平成元年1月8日", "1989-01-08"),
        ("令和 5 年 4 月", "2023-04"),
        ("H13.5.1", "2001-05-01"),
        ("昭和50年", "1975"),
        ("2001년 5월 1일", "2001-05-01"),
        ("2001. 5. 1.", "2001-05-01"),
        ("民國110年5月1日", "2021-05-01"),
        ("中華民國 99 年 5 月", "2010-05"),
    ],
)
def test_forms_of_dates(written: str, read: str) -> None:
    assert parse_date(written) == read


@pytest.mark.parametrize(
    "written",
    [
        "2011-02-30",
        "2011-02-29",
        "2011-13",
        "2011年13月",
        "2011-00",
        "2011-05-00",
        "20110230",
        "1899-12-31",
        "3000-01-01",
        "0000-00-00",
        "11-05-18",
        "2011-05/18",
        "2011-5-",
        "18263",
        "73051",
        "40681.5.1",
        "201105180000",
        "99999999999999",
        "201",
        "2011 05 18",
        "2011年18日",
        "-2011",
        "2011-05-18 25:00:00",
        "2011 10:00",
        # The day or the month first?
        "05/01/2001",
        "5-1-2001",
        "31.02.2001",
        "01.13.2001",
        "32/01/2001",
        "1.5.01",
        # Which century, or which count of years?
        "110/05/01",
        "99/05/01",
        "平成40年5月1日",
        "令和0年5月1日",
        "30 February 2001",
    ],
)
def test_digits_that_are_not_a_date_are_refused(written: str) -> None:
    with pytest.raises(BadDate):
        parse_date(written)


@pytest.mark.parametrize(
    "written",
    [
        "与GB9706.1-2020同步实施",
        "2011-05-18 起",
        "2011-W20-3",
        "+2011",
        "",
        "-",
        "٢٠١١",
        "Version 2001",
        "Maybe 2001",
        "Amd 2001",
        "1 Ma 2001",
    ],
)
def test_words_are_not_a_date(written: str) -> None:
    with pytest.raises(NotADate):
        parse_date(written)


def test_years_of_three_digits_count_from_1912_where_the_list_does() -> None:
    read = {text: parse_date(text, republic=True) for text in ("110/05/01", "110年5月", "100.1.1")}
    assert list(read.values()) == ["2021-05-01", "2021-05", "2011-01-01"]
    with pytest.raises(BadDate):
        parse_date("99/05/01", republic=True)


@given(st.text() | st.text(alphabet="0123456789-/.:年月日TZ+ \n０MHay平成元年", max_size=25))
def test_any_text_is_a_date_or_raises_one_of_two_errors(text: str) -> None:
    try:
        read = parse_date(text)
    except (BadDate, NotADate):
        return
    assert parse_date(read) == read
    assert first_day(read).isoformat() == pad(read)


@given(
    st.dates(date(1900, 1, 1), date(2999, 12, 31)),
    st.sampled_from(
        [
            "{0:04}-{1:02}-{2:02}",
            "{0}/{1}/{2}",
            "{0}.{1}.{2}",
            "{0}年{1}月{2}日",
            "{2}.{1}.{0}",
            "{0}년 {1}월 {2}일",
        ]
    ),
    st.sampled_from(["", " ", " 00:00:00", "T00:00:00"]),
)
def test_every_day_is_read_back(day: date, form: str, tail: str) -> None:
    assert parse_date(form.format(day.year, day.month, day.day) + tail) == day.isoformat()
    assert parse_date(day.strftime("%Y%m%d")) == day.isoformat()


@pytest.mark.parametrize(
    ("milliseconds", "day"),
    [
        (1305648000000, "2011-05-18"),
        (0, "1970-01-01"),
        (-28800000, "1970-01-01"),
        # Midnight of 1 June 1988 in China, an hour earlier because of its summer time.
        (581094000000, "1988-06-01"),
    ],
)
def test_milliseconds_are_days_in_china(milliseconds: int, day: str) -> None:
    assert from_epoch(milliseconds) == day


@pytest.mark.parametrize("milliseconds", [10**17, 10**400, -(10**15)])
def test_milliseconds_outside_the_valid_years_are_refused(milliseconds: int) -> None:
    with pytest.raises(BadDate):
        from_epoch(milliseconds)


@pytest.mark.parametrize(
    ("text", "full"),
    [("1987", "1987-01-01"), ("1987-05", "1987-05-01"), ("1987-05-18", "1987-05-18")],
)
def test_a_date_counts_from_its_first_day(text: str, full: str) -> None:
    assert pad(text) == full
    assert first_day(text).isoformat() == full


@pytest.mark.parametrize(
    ("day", "years", "later"),
    [
        (date(2011, 5, 18), 5, date(2016, 5, 18)),
        (date(2008, 2, 29), 5, date(2013, 2, 28)),
        (date(2008, 2, 29), 4, date(2012, 2, 29)),
        (date(2008, 2, 29), -1, date(2007, 2, 28)),
        (date(2008, 2, 29), 10**9, date.max),
        (date(2008, 2, 29), -(10**9), date.min),
    ],
)
def test_add_years(day: date, years: int, later: date) -> None:
    assert add_years(day, years) == later


def test_today_can_be_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STDPLAN_TODAY", "2011-12-31")
    assert today() == date(2011, 12, 31)
    monkeypatch.delenv("STDPLAN_TODAY")
    assert today() == date.today()


@pytest.mark.parametrize("named", ["tomorrow", "2011", "2011-02-30"])
def test_a_set_today_must_be_a_day(monkeypatch: pytest.MonkeyPatch, named: str) -> None:
    monkeypatch.setenv("STDPLAN_TODAY", named)
    with pytest.raises(UsageProblem, match="STDPLAN_TODAY"):
        today()


@pytest.mark.parametrize(
    ("texts", "order"),
    [
        (["08/04/2011", "15/01/2016"], "day"),
        (["8/4/2011", "1/15/2016"], "month"),
        (["08-04-2011", "15-01-2016"], "day"),
        (["08/04/2011", "12/11/2019"], ""),
        (["15/01/2016", "01/15/2016"], ""),
        (["15.01.2016", "2016-01-15", "某日"], ""),
    ],
)
def test_the_order_of_day_and_month_in_a_list(texts: list[str], order: str) -> None:
    assert day_order(texts) == order


def test_a_day_in_the_order_of_its_list() -> None:
    assert in_order("08/04/2011", "day") == "2011-04-08"
    assert in_order("08/04/2011", "month") == "2011-08-04"
    assert in_order("2011年4月", "day") == "2011年4月"
    with pytest.raises(UncertainDay, match="in another order than other days"):
        in_order("04/15/2011", "day")
