"""The end of a standard, and what it follows from (docs/time.md)."""

import json

import pytest

from helpers import ListOf, Run

HEADER = "标准编号,标准名称,发布日期,实施日期,废止日期,代替标准,标准状态"
NEWER = "GB/T 1-2010,新,2010-05-01,2010-12-01,,,"
END = (None, None)


def end_of(run: Run, number: str) -> tuple[str | None, str | None]:
    """Return the end of a standard, and what it follows from."""
    [record] = json.loads(run("standards", "show", number, "--json").out)
    return record["ends"], record["ends_basis"]


@pytest.mark.parametrize(
    ("number", "rows", "end"),
    [
        ("GB 1-2000", ["GB 1-2000,旧,2000-01-01,,,,", NEWER], ("2010-12-01", "edition")),
        # The same family only, and no other part of the number.
        ("JB/T 1-2000", ["JB/T 1-2000,旧,2000-01-01,,,,", NEWER], END),
        ("GB/T 1.1-2000", ["GB/T 1.1-2000,旧,2000-01-01,,,,", NEWER], END),
        # What a list states comes first.
        (
            "GB 1-2000",
            ["GB 1-2000,旧,2000-01-01,,2015-01-01,,", NEWER],
            ("2015-01-01", "withdrawn"),
        ),
        (
            "GB 1-2000",
            ["GB 1-2000,旧,2000-01-01,,,,", NEWER, "GB 2-2005,他,2005-01-01,,,GB 1-2000,"],
            ("2005-01-01", "successor"),
        ),
        # A partial replacement leaves the older one in force, until the edition after that.
        (
            "GB 1-2000",
            [
                "GB 1-2000,旧,2000-01-01,,,,",
                "GB/T 1-2010,新,2010-05-01,2010-12-01,,部分代替 GB 1-2000,",
            ],
            END,
        ),
        (
            "GB 1-2000",
            [
                "GB 1-2000,旧,2000-01-01,,,,",
                "GB/T 1-2010,新,2010-05-01,2010-12-01,,部分代替 GB 1-2000,",
                "GB/T 1-2020,更新,2020-01-01,2020-07-01,,,",
            ],
            ("2020-07-01", "edition"),
        ),
        # Without a day of effect, the end is inferred; it replaces the day of an import.
        (
            "GB 1-2000",
            ["GB 1-2000,旧,2000-01-01,,,,废止", "GB/T 1-2010,新,2010-05-01,,,,"],
            ("2010-05-01", "inferred"),
        ),
        ("GB 1-2000", ["GB 1-2000,旧,2000-01-01,,,,废止"], ("2026-11-22", "inferred")),
        # Amendments end with what they amend, and end nothing.
        (
            "GB 1-2000/XG1-2005",
            ["GB 1-2000,旧,2000-01-01,,,,", "GB 1-2000/XG1-2005,改,2005-01-01,,,,", NEWER],
            ("2010-12-01", "edition"),
        ),
        (
            "GB 1-2000",
            ["GB 1-2000,旧,2000-01-01,,,,", "GB 1-2000/XG1-2005,改,2005-01-01,,,,"],
            END,
        ),
        # Consolidated texts, EN standards and their adoptions.
        (
            "IEC 1:2001",
            ["IEC 1:2001,旧,2001-01-01,,,,", "IEC 1:2001+AMD1:2013 CSV,合,2013-01-01,,,,"],
            END,
        ),
        (
            "IEC 1:2001",
            ["IEC 1:2001,旧,2001-01-01,,,,", "IEC 1:2015,新,2015-01-01,2015-02-01,,,"],
            ("2015-02-01", "edition"),
        ),
        # Other versions of the text of an edition.
        (
            "IEC 1:2020",
            ["IEC 1:2020,新,2020-09-23,,,,", "IEC 1:2020 RLV,红,2020-09-24,,,,"],
            END,
        ),
        # An edition that never takes effect.
        (
            "JB/T 4-2010",
            ["JB/T 4-2010,旧,2010-01-01,,,,", "JB/T 4-2015,新,2015-01-01,2016-01-01,2015-10-01,,"],
            END,
        ),
        (
            "UNE-EN-ISO 1:2008",
            ["UNE-EN-ISO 1:2008,旧,2008-01-01,,,,", "UNE-EN-ISO 1:2015,新,2015-01-01,,,,"],
            END,
        ),
        ("EN 1:2001", ["EN 1:2001,旧,2001-01-01,,,,", "EN 1:2015,新,2015-01-01,,,,"], END),
        (
            "DIN EN ISO 1:2001",
            ["DIN EN ISO 1:2001,旧,2001-01-01,,,,", "DIN EN ISO 1:2015,新,2015-01-01,,,,"],
            END,
        ),
    ],
)
def test_the_end_and_its_basis(
    run: Run, a_list: ListOf, number: str, rows: list[str], end: tuple[str | None, str | None]
) -> None:
    assert run("standards", "import", a_list(HEADER, *rows)).code == 0
    assert end_of(run, number) == end
    # The same rows in the opposite order, one list each.
    for row in reversed(rows):
        assert run("standards", "import", a_list(HEADER, row)).code == 0
    assert end_of(run, number) == end
    assert run("db", "check").code == 0


def test_an_edition_counts_once_it_is_published(run: Run) -> None:
    run("standards", "add", "JB/T 1-2000", "--published", "2000-01-01")
    run("standards", "add", "JB/T 1-2026")
    run("standards", "stage", "JB/T 1-2026", "40", "--on", "2026-05-01")
    assert end_of(run, "JB/T 1-2000") == END
    run("standards", "edit", "JB/T 1-2026", "--published", "2026-06", "--effective", "2026-12-01")
    assert end_of(run, "JB/T 1-2000") == ("2026-12-01", "edition")
    run("standards", "remove", "JB/T 1-2026")
    assert end_of(run, "JB/T 1-2000") == END


def test_a_day_entered_by_hand(run: Run, a_list: ListOf) -> None:
    run("standards", "add", "JB/T 1-2000", "--published", "2000-01-01")
    run("standards", "add", "JB/T 1-2010", "--published", "2010-01-01")
    run("standards", "edit", "JB/T 1-2000", "--withdrawn", "2030-01-01")
    assert end_of(run, "JB/T 1-2000") == ("2030-01-01", "stated")
    run("standards", "import", a_list("标准编号,废止日期", "JB/T 1-2000,2029-01-01"))
    assert end_of(run, "JB/T 1-2000") == ("2029-01-01", "withdrawn")
    run("standards", "edit", "JB/T 1-2000", "--clear", "withdrawn")
    assert end_of(run, "JB/T 1-2000") == ("2010-01-01", "inferred")


def test_import_skips_the_end(run: Run, a_list: ListOf) -> None:
    columns = "number,title,ends,ends_basis"
    assert (
        run("standards", "import", a_list(columns, "JB/T 1-2000,车床,2001-01-01,edition")).code == 0
    )
    assert end_of(run, "JB/T 1-2000") == END
    [record] = json.loads(run("standards", "show", "JB/T 1-2000", "--json").out)
    assert record["extra"] == {}


def test_a_day_that_a_review_gives(run: Run) -> None:
    run("standards", "add", "JB/T 1-2000", "--published", "2000-01-01", "--withdrawn", "2014-01-01")
    words = ("--outcome", "withdraw", "--on", "2010-01-01", "--ends", "2015-01-01")
    assert run("review", "record", "JB/T 1-2000", *words).code == 0
    assert end_of(run, "JB/T 1-2000") == ("2015-01-01", "withdrawn")
