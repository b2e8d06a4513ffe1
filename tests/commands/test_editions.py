"""The end of a standard, and what it follows from (docs/time.md)."""

import json

import pytest

from helpers import ListOf, Run

HEADER = "标准编号,标准名称,发布日期,实施日期,废止日期,代替标准,标准状态,代替类型"
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
        *(
            (
                f"{body}-1:2001",
                [f"{body}-1:2001,旧,2001-01-01,,,,", f"{body}-1:2015,新,2015-01-01,2015-02-01,,,"],
                end,
            )
            for body, end in (
                ("BS EN ISO 9", END),
                ("NF EN 9", END),
                ("SS-EN 9", END),
                ("DIN EN IEC 9", END),
                ("HD 9", END),
                ("BS HD 9", END),
                ("DIN CEN/TS 9", END),
                ("PD CLC/TR 9", END),
                ("ENV 9", END),
                ("DIN 9", ("2015-02-01", "edition")),
                ("BS 9", ("2015-02-01", "edition")),
            )
        ),
        # An EN standard has a date of withdrawal.
        (
            "DIN EN 1:2001",
            ["DIN EN 1:2001,旧,2001-01-01,,2017-01-01,,", "DIN EN 1:2015,新,2015-01-01,,,,"],
            ("2017-01-01", "withdrawn"),
        ),
        # The kind of replacement is a column of its own.
        (
            "GB 1-2000",
            [
                "GB 1-2000,旧,2000-01-01,,,,",
                "GB/T 1-2010,新,2010-05-01,2010-12-01,,GB 1-2000,,部分代替",
            ],
            END,
        ),
        (
            "GB 1-2000",
            [
                "GB 1-2000,旧,2000-01-01,,,,",
                "GB/T 2-2010,新,2010-05-01,2010-12-01,,GB 1-2000,,部分代替",
                "GB/T 3-2015,余,2015-05-01,2015-12-01,,GB 1-2000,,部分代完",
            ],
            ("2015-12-01", "successor"),
        ),
        # An edition without a day does not begin before those of its year that have one.
        *(
            (
                number,
                [
                    "ASTM E84-22,t,2022-01-01,,,,",
                    "ASTM E84-23,t,2023-01-15,,,,",
                    "ASTM E84-23a,t,2023-06-01,,,,",
                    "ASTM E84-23b,t,,,,,",
                ],
                (day, "inferred"),
            )
            for number, day in (("ASTM E84-22", "2023-01-15"), ("ASTM E84-23", "2023-06-01"))
        ),
        # The word may be in the cell of the number.
        *(
            (
                "GB 1-2000",
                [
                    "GB 1-2000,旧,2000-01-01,,,,",
                    "GB/T 2-2010,新,2010-05-01,2010-12-01,,部分代替GB 1-2000,,",
                    f"GB/T 3-2015,余,2015-05-01,2015-12-01,,{cell},,",
                ],
                ("2015-12-01", "successor"),
            )
            for cell in ("部分代完GB 1-2000", "代完 GB 1-2000", "GB 1-2000（部分代完）")
        ),
        (
            "GB 1-2000",
            ["GB 1-2000,旧,2000-01-01,,,,", "GB/T 2-2010,新,2010-05-01,,,GB 1-2000,,全部代替"],
            ("2010-05-01", "successor"),
        ),
        # Two numbers of one year are one standard, before and after a conversion.
        (
            "GB 1-2000",
            ["GB 1-2000,旧,2000-01-01,,,,", "GB/T 1-2000,旧,2000-01-01,2017-03-23,,,"],
            END,
        ),
        # Both start on one day: the later year ends the other one.
        (
            "GB/T 1-2009",
            ["GB/T 1-2009,旧,2009-12-01,2010-12-01,,,", NEWER],
            ("2010-12-01", "inferred"),
        ),
        # The later edition has no day, and its year is over before the older one takes effect.
        (
            "GB/T 1-2010",
            [NEWER, "GB/T 1-2011,新,,,,,", "GB/T 1-2009,旧,,,,,"],
            ("2011-01-01", "inferred"),
        ),
        (
            "GB/T 1-2010",
            ["GB/T 1-2010,新,2010-05-01,2012-01-01,,,", "GB/T 1-2011,新,,,,,"],
            ("2012-01-01", "inferred"),
        ),
        # Editions by letter, by a year of two digits and by month.
        (
            "GJB 9001B-2009",
            [
                "GJB 9001B-2009,旧,2009-12-01,2010-04-01,,,",
                "GJB/Z 9001-2012,他,2012-01-01,2012-07-01,,,",
                "GJB 9001C-2017,新,2017-05-18,2017-07-01,,,",
            ],
            ("2017-07-01", "edition"),
        ),
        (
            "ASTM D638-14",
            ["ASTM D638-14,旧,2014-12-15,,,,", "ASTM D638-22,新,2022-07-01,,,,"],
            ("2022-07-01", "inferred"),
        ),
        (
            "ASTM E84-23",
            ["ASTM E84-23,旧,,,,,", "ASTM E84-23a,新,,,,,"],
            ("2023-01-01", "inferred"),
        ),
        ("ASTM E84-23a", ["ASTM E84-23,旧,2023-06-01,,,,", "ASTM E84-23a,新,,,,,"], END),
        (
            "ASTM E84-23",
            ["ASTM E84-23,旧,2023-06-01,,,,", "ASTM E84-23a,新,,2023-08-01,,,"],
            ("2023-08-01", "edition"),
        ),
        (
            "ITU-T G.984.3 (04/2011)",
            ["ITU-T G.984.3 (04/2011),旧,,,,,", "ITU-T G.984.3 (09/2011),新,,,,,"],
            ("2011-09-01", "inferred"),
        ),
        # An amendment that names what it amends by another nature.
        (
            "GB 1-2000/XG1-2005",
            ["GB/T 1-2000,旧,2000-01-01,,,,", "GB 1-2000/XG1-2005,改,2005-01-01,,,,", NEWER],
            ("2010-12-01", "edition"),
        ),
        (
            "GB/T 1-2000/XG1-2005",
            ["GB 1-2000,旧,2000-01-01,,,,", "GB/T 1-2000/XG1-2005,改,2005-01-01,,,,", NEWER],
            ("2010-12-01", "edition"),
        ),
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


@pytest.mark.parametrize("word", ["--ends", "--withdrawn"])
def test_a_day_entered_by_hand(run: Run, a_list: ListOf, word: str) -> None:
    run("standards", "add", "JB/T 1-2000", "--published", "2000-01-01")
    run("standards", "add", "JB/T 1-2010", "--published", "2010-01-01")
    run("standards", "edit", "JB/T 1-2000", word, "2030-01-01", "--note", "过渡期")
    assert end_of(run, "JB/T 1-2000") == ("2030-01-01", "stated")
    # No list changes it.
    listed = a_list("标准编号,废止日期", "JB/T 1-2000,2029-01-01")
    run("standards", "import", listed)
    answer = run("standards", "import", listed)
    assert answer.rows[1][1:] == [*"10010"]
    assert "1 day of withdrawal entered by hand stays: JB/T 1-2000 2030-01-01" in answer.err
    assert end_of(run, "JB/T 1-2000") == ("2030-01-01", "stated")
    run("standards", "edit", "JB/T 1-2000", word, "2009-01-01")
    assert end_of(run, "JB/T 1-2000") == ("2009-01-01", "stated")
    # The rule applies again.
    run("standards", "edit", "JB/T 1-2000", "--clear", word.removeprefix("--"))
    assert end_of(run, "JB/T 1-2000") == ("2010-01-01", "inferred")
    run("standards", "import", listed)
    assert end_of(run, "JB/T 1-2000") == ("2029-01-01", "withdrawn")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--ends", "2030-01-01", "--withdrawn", "2031-01-01"), "are the same day"),
        (("--ends", "2030-13-01"), '--ends: "2030-13-01"'),
        (("--ends", "1999-12-31"), "cannot be before 60 publication on 2000-01-01"),
        (("--ends", "2030-01-01", "--clear", "ends"), "--clear"),
    ],
)
def test_wrong_ends_are_refused(run: Run, words: tuple[str, ...], message: str) -> None:
    run("standards", "add", "JB/T 1-2000", "--published", "2000-01-01")
    run("standards", "add", "2011-0123T-JB", "--title", "项目")
    project = run("standards", "edit", "2011-0123T-JB", "--ends", "2030-01-01")
    assert "is a project: end it with `standards stage 2011-0123T-JB 95" in project.err
    answer = run("standards", "edit", "JB/T 1-2000", *words)
    assert (answer.code, message in answer.err) == (2, True), answer.err
    assert end_of(run, "JB/T 1-2000") == END


def test_a_list_calls_an_older_edition_in_force(run: Run, a_list: ListOf) -> None:
    rows = ("GB 1-2000,旧,2000-01-01,,,,现行", "GB 2-2000,他,2000-01-01,,,,现行", NEWER)
    answer = run("standards", "import", a_list(HEADER, *rows))
    note = "1 standard is in force in the list, but its next edition ended it"
    assert note in answer.err
    assert answer.err.endswith("GB 1-2000 (2010-12-01, GB/T 1-2010)\n")
    run("standards", "edit", "GB 1-2000", "--ends", "2030-01-01")
    assert note not in run("standards", "import", a_list(HEADER, *rows)).err


def test_a_review_of_an_older_edition(run: Run, a_list: ListOf) -> None:
    run("standards", "import", a_list(HEADER, "GB 1-2000,旧,2000-01-01,,,,", NEWER))
    confirm = ("review", "record", "GB 1-2000", "--outcome", "confirm", "--on")
    ended = "GB 1-2000 ended on 2010-12-01, because of its next edition GB/T 1-2010"
    assert ended not in run(*confirm, "2010-11-30").err
    assert ended in run(*confirm, "2011-06-01").err
    answer = run(
        "review", "import", a_list("标准编号,复审结论", "GB 1-2000,继续有效"), "--on", "2016"
    )
    assert "1 review is of a standard that its next edition had ended: GB 1-2000" in answer.err


def test_the_digest_names_the_next_edition(run: Run, a_list: ListOf) -> None:
    run("standards", "import", a_list(HEADER, "GB 1-2000,旧,2000-01-01,,,,", NEWER))
    digest = ("report", "digest", "--since", "2010-12-01", "--until", "2010-12-31", "--json")
    [record] = json.loads(run(*digest).out)
    [ended] = record["withdrawn"]
    assert (ended["number"], ended["replaced_by"]) == ("GB 1-2000", ["GB/T 1-2010"])


@pytest.mark.parametrize("first", [2018, 2010])
def test_the_year_of_a_partial_revision(run: Run, a_list: ListOf, first: int) -> None:
    """A later one raises it, an earlier one does not lower it; by hand, it is what is entered."""
    for year in (first, 2028 - first, 2018):
        run("standards", "import", a_list("标准编号,局部修订年份", f"GB 50016-2014,{year}"))
    rows = ("GB 50016-2014（2010年版）,建筑防火", "GB 50016-2014（2014年版）,建筑防火")
    assert run("standards", "import", a_list("标准编号,标准名称", *rows)).code == 0
    run("standards", "import", a_list("标准编号,标准名称", "GB 50016-2014,建筑防火"))

    def year_of() -> object:
        [record] = json.loads(run("standards", "show", "GB 50016-2014", "--json").out)
        return record["partial_revision"]

    assert year_of() == 2018
    listed = run("standards", "list", "--format", "csv").out
    assert run("standards", "import", a_list(*listed.splitlines())).rows[1][1:] == [*"10010"]
    run("standards", "edit", "GB 50016-2014", "--partial-revision", "2015")
    assert year_of() == 2015


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
