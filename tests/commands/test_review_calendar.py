"""`stdplan review calendar`: the reviews that fall due, as a table and as an iCalendar file."""

from pathlib import Path

import pytest
from icalendar import Calendar

from helpers import Run

TITLE = "车床, 铣床; 精度\\检验 第1部分：数控卧式车床和车削中心的几何精度、工作精度与噪声限值"
LIST = f"""\
标准编号,标准名称,实施日期,发布日期
JB/T 1-2021,甲,2021-12-01,
JB/T 2-2021,"{TITLE}",2021-12-31,
YB/T 3-2022,丙,2022-01-01,
QX/T 4-2022,丁,2022-06-30,
JB/T 5-2015,戊,2015-06-30,
GB/T 6-2021,己,2021-12-01,
JB/T 7-2026,庚,2027-01-01,2026-06-01
"""


@pytest.fixture
def run(run: Run) -> Run:
    """Run the program on a catalogue with standards that fall due within a year, and others."""
    assert run("standards", "import", "-", stdin=LIST).code == 0
    return run


def months(run: Run, *options: str) -> list[str]:
    answer = run("review", "calendar", "--no-header", *options)
    assert answer.code == 0, answer.err
    return answer.out.splitlines()


def test_by_month_and_sector(run: Run) -> None:
    answer = run("review", "calendar")
    assert answer.rows == [
        ["month", "sector", "name", "due"],
        ["2026-12", "machinery", "Machinery", "2"],
        ["2027-01", "steel", "Iron and steel", "1"],
        ["2027-06", "", "", "1"],
    ]
    assert answer.err == "stdplan: 1 review was already due before 2026-11-22\n"


def test_the_total_of_each_month(run: Run) -> None:
    assert months(run, "--by", "month") == ["2026-12\t2", "2027-01\t1", "2027-06\t1"]


def test_within_days_both_included(run: Run) -> None:
    within = ("--by", "month", "--from", "2026-12-01", "--to")
    assert months(run, *within, "2026-12-30") == ["2026-12\t1"]
    assert months(run, *within, "2026-12") == ["2026-12\t2"]
    assert months(run, "--by", "month", "--from", "2020", "--to", "2020") == ["2020-06\t1"]
    assert run("review", "calendar", "--from", "2027", "--to", "2026").code == 2


def test_of_sectors_families_and_ages(run: Run) -> None:
    assert months(run, "--sector", "steel", "--by", "month") == ["2027-01\t1"]
    assert months(run, "--family", "national", "--by", "month") == ["2026-12\t1"]
    # Also a standard that takes effect later: JB/T 7-2026.
    assert months(run, "--years", "6", "--to", "2033", "--by", "month")[-1] == "2033-01\t1"


def test_a_review_postpones_the_next_one(run: Run) -> None:
    for outcome, numbers in {"confirm": "1-2021", "revise": "2-2021"}.items():
        run("review", "record", "JB/T", numbers, "--outcome", outcome, "--on", "2026-10-01")
    assert months(run, "--by", "month") == ["2027-01\t1", "2027-06\t1"]
    assert months(run, "--by", "month", "--as-of", "2026-09-30")[0] == "2026-12\t2"
    # Both are due after five years; the one with a failed revision is due earlier.
    assert months(run, "--by", "month", "--from", "2031", "--to", "2031") == ["2031-10\t2"]
    run("standards", "stage", "rev:JB/T 2-2021", "95", "--on", "2026-11-01")
    assert months(run, "--by", "month")[0] == "2026-12\t1"


def ics(run: Run, path: Path, *options: str) -> Calendar:
    answer = run("review", "calendar", "-o", str(path), *options)
    assert answer.code == 0, answer.err
    return Calendar.from_ical(path.read_bytes())


def test_as_an_icalendar(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "due.ics"
    first, second, third, _ = ics(run, path).walk("VEVENT")
    assert str(second["SUMMARY"]) == f"Review due JB/T 2-2021 {TITLE}"
    assert str(second.decoded("DTSTART")) == "2026-12-31"
    assert second["DTSTART"].params["VALUE"] == "DATE"
    assert str(second.decoded("DTSTAMP")) == "2026-11-22 00:00:00+00:00"
    assert third["CATEGORIES"].to_ical().decode() == "Iron and steel"
    assert len({str(event["UID"]) for event in (first, second, third)}) == 3
    raw = path.read_bytes()
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))
    assert b"\\, " in raw
    assert b"\\; " in raw


def test_the_same_command_gives_the_same_file(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ics(run, tmp_path / "one.ics", "--as-of", "2026-11-01")
    monkeypatch.setenv("STDPLAN_TODAY", "2027-05-01")
    ics(run, tmp_path / "other.ics", "--as-of", "2026-11-01")
    assert (tmp_path / "one.ics").read_bytes() == (tmp_path / "other.ics").read_bytes()


def test_an_event_moves_with_its_review(run: Run, tmp_path: Path) -> None:
    before = ics(run, tmp_path / "due.ics").walk("VEVENT")[0]
    run("review", "record", "JB/T", "1-2021", "--outcome", "confirm", "--on", "2026-10-01")
    days = ("--from", "2031", "--to", "2031")
    after = ics(run, tmp_path / "later.ics", *days).walk("VEVENT")[0]
    assert before["UID"] == after["UID"]
    assert str(after.decoded("DTSTART")) == "2031-10-01"


def test_a_period_without_reviews_is_an_empty_calendar(run: Run, tmp_path: Path) -> None:
    assert ics(run, tmp_path / "none.ics", "--to", "2026-11-23").walk("VEVENT") == []


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("standards", "list", "-f", "ics"), '"ics" is not valid; use one of auto, table, tsv'),
        (("review", "due", "-o", "due.ics"), '"ics" is not valid; use one of auto, table, tsv'),
        (("review", "calendar", "-f", "ical"), "markdown, xlsx, html, docx, ics"),
        (
            ("review", "calendar", "-f", "ics", "--fields", "due"),
            "--fields can be used only with table",
        ),
        (
            ("review", "calendar", "-f", "ics", "--labels", "zh"),
            "--labels can be used only with table",
        ),
    ],
)
def test_other_commands_do_not_write_icalendar(
    run: Run, words: tuple[str, ...], message: str
) -> None:
    answer = run(*words)
    assert (answer.code, message in answer.err) == (2, True), answer.err
