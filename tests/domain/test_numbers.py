"""domain/numbers/: numbers as lists write them, and how each is parsed."""

import csv
from pathlib import Path

import pytest

from stdplan.domain.numbers import (
    Number,
    Replacements,
    filing_number,
    parse,
    parse_list,
    parse_replacements,
    plan_number,
)

FIXTURES = Path(__file__).parents[1] / "fixtures"


def rows(name: str) -> list[dict[str, str]]:
    with (FIXTURES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


FORMS = rows("number_forms.csv")
MORE = rows("number_forms_more.csv")


def read(text: str) -> Number:
    number = parse(text)
    assert number is not None, text
    return number


def parts_of(number: Number) -> dict[str, str]:
    return {
        "canonical": number.canonical,
        "family": number.family,
        "nature": number.nature or "",
        "year": str(number.year or ""),
    }


EDITION = ("base", "edition", "draft_stage", "partial_revision", "also")


def edition_of(number: Number) -> dict[str, str]:
    """Return what tells the editions of a standard apart."""
    also = "; ".join(number.also)
    return {name: str(getattr(number, name) or "") for name in EDITION} | {"also": also}


@pytest.mark.parametrize(
    "row",
    [row for row in FORMS if row["reading"] in ("number", "amendment", "range")],
    ids=lambda row: row["raw"],
)
def test_forms_of_real_lists_are_parsed(row: dict[str, str]) -> None:
    number = read(row["raw"])
    assert parts_of(number) == {key: row[key] for key in ("canonical", "family", "nature", "year")}
    also = row["also"]
    if also.startswith("amends "):
        assert number.amends == also.removeprefix("amends ")
    elif also.startswith("replaces "):
        assert number.replaces == (also.removeprefix("replaces "),)
    elif also.startswith("adopts "):
        reference, _, degree = also.removeprefix("adopts ").rpartition(" ")
        assert number.adopts == ((reference, degree),)
    elif "note" in also:
        assert number.note


def test_more_forms_are_parsed() -> None:
    wrong = []
    for row in MORE:
        number = parse(row["raw"])
        parsed = number and parts_of(number) | edition_of(number)
        expected = {name: row[name] for name in row if name not in ("raw", "kind")}
        if parsed != expected:
            wrong.append(f"{row['raw']} is read as {parsed}, not as {expected}")
    assert not wrong, "\n".join(wrong)


def test_a_canonical_form_is_parsed_as_itself() -> None:
    wrong = []
    for row in MORE + [row for row in FORMS if row["reading"] == "number"]:
        expected = row["canonical"]
        again, first = parse(expected), parse(row["raw"])
        if again is None or first is None or again.canonical != expected:
            wrong.append(f"{row['raw']} is read as {first}, {expected} as {again}")
        elif (again.base, again.sort_key) != (first.base, first.sort_key):
            wrong.append(f"{row['raw']} and {expected} do not sort alike: {first}, {again}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(
    "text",
    [row["raw"] for row in FORMS if row["reading"] in ("list", "empty", "kept")]
    + ["", " ", "—", "GB/T", "国家标准", "住建部令第 37 号", "20230390-T-339", "106383-2026"]
    + ["GB/T 1-2008、GB/T 2-2008", "GB/T XXXX-2020", "GB/T 1.1-20", "GB 1234-5678"]
    + ["GB 4943-1-2022", "GB/T 1.1-05", "DB351234-2020", "XX 1234-2026", "2011-0123T-JB"]
    + ["ITU-T G.711 Pulse code modulation", "ITU-R P.[3/BL/1] Attenuation"]
    + ["ГОСТ", "ГОСТ 1234-2010 Хлеб", "ГОСТ 1-67, ГОСТ 2-70", "Станки 12345-67"],
)
def test_ambiguous_text_is_not_a_number(text: str) -> None:
    assert parse(text) is None


def test_a_confirming_review_may_follow_the_year() -> None:
    number = read("YB/T 036-1992（2005）")
    assert (number.canonical, number.confirmed, number.note) == ("YB/T 036-1992", 2005, None)


def test_words_in_brackets_become_the_note() -> None:
    assert read("GB 18306—2015（含2026年第1号修改单）").note == "含2026年第1号修改单"


@pytest.mark.parametrize(
    ("text", "adopts"),
    [
        ("GB/T19001-2008 idt ISO9001:2008", (("ISO 9001:2008", "IDT"),)),
        ("GB/T 24001-2004 eqv ISO14001-1996", (("ISO 14001:1996", "EQV"),)),
        ("GB/T 19001—2016/ISO 9001：2015", (("ISO 9001:2015", "IDT"),)),
        ("GB 4943.1-2011 (IEC 60950-1:2005, MOD)", (("IEC 60950-1:2005", "MOD"),)),
    ],
)
def test_an_adopted_standard_within_the_number(
    text: str, adopts: tuple[tuple[str, str], ...]
) -> None:
    assert read(text).adopts == adopts


def test_a_replacement_within_the_number() -> None:
    assert read("GBZ2.2-2007代替GBZ2-2002").replaces == ("GBZ 2-2002",)
    in_part = read("GB 1-2008部分代替GB 3-1990")
    assert (in_part.replaces, in_part.note) == ((), "部分代替GB 3-1990")


def test_national_standards_keep_their_number_if_their_nature_changes() -> None:
    assert read("GB 9706.1-2007").base == read("GB/T 9706.1-2020").base == "GB 9706.1"


def test_numbers_sort_as_people_expect() -> None:
    expected = """GB 1-1980
GB/T 1.1
GB/T 1.1-2009
GB/T 1.1-2020
GB/T 1.1-2020/XG1-2022
GB/T 1.9-2009
GB/T 1.10-2009
GB/T 1.10A-2009
GB/T 2-1990
GB/T 10-1990
GBZ 2-2002
ISO 9001:2015
ISO 9001:2015/Amd 1:2024
ISO 9001-2:1993
ISO 10012:2003""".splitlines()
    backwards = expected[::-1]
    assert sorted(backwards, key=lambda text: read(text).sort_key) == expected


@pytest.mark.parametrize(
    ("cell", "numbers"),
    [
        ("SY/T 6858.2-2012,SY/T 6858.1-2012", ["SY/T 6858.2-2012", "SY/T 6858.1-2012"]),
        ("GB 1-1990；GB 2-1990、GB1-1990", ["GB 1-1990", "GB 2-1990"]),
        ("GB 1-1990 GB 2-1990", ["GB 1-1990", "GB 2-1990"]),
        ("GB 1-1990/GB 2-1990", ["GB 1-1990", "GB 2-1990"]),
        ("JB/T 1-1990\nJB/T 2-1990", ["JB/T 1-1990", "JB/T 2-1990"]),
        ("GB/T 2423.1-2008、2423.2-2008", ["GB/T 2423.1-2008", "GB/T 2423.2-2008"]),
        ("Q/CSG 2 16 004-2019，Q/CSG 1 1-2018", ["Q/CSG 2 16 004-2019", "Q/CSG 1 1-2018"]),
        ("GB 1-1990,住建部令第 37 号", ["GB 1-1990", "住建部令第 37 号"]),
        ("GB 1-1990（含1号、2号修改单）、GB 2-1990", ["GB 1-1990", "GB 2-1990"]),
        ("SJ/T 11458—2013", ["SJ/T 11458-2013"]),
    ]
    + [(empty, []) for empty in ("", "无", "—", "——", "－", "-", "/", " ")],
)
def test_a_cell_with_several_numbers(cell: str, numbers: list[str]) -> None:
    assert parse_list(cell) == numbers


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("无", Replacements()),
        ("GB 1-1990", Replacements((("GB 1-1990", False),))),
        ("代替GB 1-1990,GB 2-1990", Replacements((("GB 1-1990", False), ("GB 2-1990", False)))),
        ("部分代替 GB 3-1990", Replacements((("GB 3-1990", True),))),
        (
            "代替GB1-1990，部分代替GB2-1990",
            Replacements((("GB 1-1990", False), ("GB 2-1990", True))),
        ),
        ("GB 1-1990（部分）、GB 2-1990", Replacements((("GB 1-1990", True), ("GB 2-1990", False)))),
        ("GB 1-1990 部分代替", Replacements((("GB 1-1990", True),))),
        ("被 GB 1-2000 代替", Replacements((), (("GB 1-2000", False),))),
        ("已被GB/T 1.1—2020替代", Replacements((), (("GB/T 1.1-2020", False),))),
        ("被GB/T 1.1-2020部分代替", Replacements((), (("GB/T 1.1-2020", True),))),
        ("由GB/T 1-2000代替", Replacements((), (("GB/T 1-2000", False),))),
        ("被代替：GB 1-2000", Replacements((), (("GB 1-2000", False),))),
        (
            "代替 GB 1-1990，被 GB 1-2020 代替",
            Replacements((("GB 1-1990", False),), (("GB 1-2020", False),)),
        ),
        ("被代替", Replacements(words=("被代替",))),
        ("代替旧标准", Replacements((("旧标准", False),))),
    ],
)
def test_direction_and_extent_of_a_replacement(cell: str, expected: Replacements) -> None:
    assert parse_replacements(cell) == expected


WHOLE, PARTLY = ("JB/T 6-1999", False), ("JB/T 6-1999", True)
SEVEN, SEVEN_PARTLY = ("JB/T 7-1999", False), ("JB/T 7-1999", True)


@pytest.mark.parametrize(
    ("cell", "replaced"),
    [
        ("部分代替 JB/T 6-1999; JB/T 7-1999", (PARTLY, SEVEN)),
        ("部分代替JB/T 6-1999；JB/T 7-1999", (PARTLY, SEVEN)),
        ("部分代替 JB/T 6-1999\nJB/T 7-1999", (PARTLY, SEVEN)),
        ("部分代替：\nJB/T 6-1999\nJB/T 7-1999", (PARTLY, SEVEN)),
        ("JB/T 6-1999; 部分代替 JB/T 7-1999", (WHOLE, SEVEN_PARTLY)),
        ("部分代替 JB/T 6-1999; 部分代替 JB/T 7-1999", (PARTLY, SEVEN_PARTLY)),
        ("部分代替 JB/T 6-1999、JB/T 7-1999", (PARTLY, SEVEN_PARTLY)),
        ("部分代替 JB/T 6-1999,7-1999", (PARTLY, SEVEN_PARTLY)),
        ("部分代替 JB/T 6-1999（第1章；第2章），JB/T 7-1999", (PARTLY, SEVEN_PARTLY)),
    ],
)
def test_in_part_applies_up_to_a_semicolon_or_line_end(
    cell: str, replaced: tuple[tuple[str, bool], ...]
) -> None:
    assert parse_replacements(cell) == Replacements(replaced)


@pytest.mark.parametrize(
    ("cell", "successors"),
    [
        ("部分被JB/T 6-1999代替", (PARTLY,)),
        ("已部分被 JB/T 6-1999 代替", (PARTLY,)),
        ("部分内容已被JB/T 6-1999替代", (PARTLY,)),
        ("部分被代替：JB/T 6-1999", (PARTLY,)),
        ("被部分代替：JB/T 6-1999；JB/T 7-1999", (PARTLY, SEVEN)),
        ("被代替：JB/T 6-1999；JB/T 7-1999", (WHOLE, SEVEN)),
        ("被JB/T 6-1999部分代替，被JB/T 7-1999代替", (PARTLY, SEVEN)),
    ],
)
def test_a_successor_in_part(cell: str, successors: tuple[tuple[str, bool], ...]) -> None:
    assert parse_replacements(cell) == Replacements(replaced_by=successors)


@pytest.mark.parametrize(
    "words", ["首次制定", "新制定", "首次发布", "无代替", "制定", "无被代替标准"]
)
def test_words_without_a_digit_are_not_a_number(words: str) -> None:
    assert parse_replacements(words) == Replacements(words=(words,))
    replacements = parse_replacements(f"JB/T 6-1999；{words}")
    assert replacements == Replacements((WHOLE,), words=(words,))


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("修订JB/T 6-1999", Replacements((WHOLE,))),
        ("整合修订 JB/T 6-1999、JB/T 7-1999", Replacements((WHOLE, SEVEN))),
        ("替换JB/T 6-1999", Replacements((WHOLE,))),
        ("JB/T 6-1999全部", Replacements((WHOLE,))),
        ("代替JB/T 6-1999的全部内容", Replacements((WHOLE,))),
        ("JB/T 6-1999的部分内容", Replacements((PARTLY,))),
        ("JB/T 6-1999中的部分内容；JB/T 7-1999", Replacements((PARTLY, SEVEN))),
        (
            "JB/T 6-1999中的第3章",
            Replacements((PARTLY,), words=("JB/T 6-1999中的第3章",)),
        ),
        (
            "代替JB/T 6-1999第2部分内容",
            Replacements((PARTLY,), words=("JB/T 6-1999第2部分内容",)),
        ),
        (
            "代替 JB/T 6-1999 idt ISO 29:1990",
            Replacements((WHOLE,), words=("JB/T 6-1999 IDT ISO 29:1990",)),
        ),
        # Ambiguous text is not changed.
        ("GB/T 20—1998/19—1998", Replacements((("GB/T 20—1998/19—1998", False),))),
        ("修订第37号令", Replacements((("修订第37号令", False),))),
    ],
)
def test_words_around_a_number(cell: str, expected: Replacements) -> None:
    assert parse_replacements(cell) == expected


def test_plan_and_filing_numbers_are_distinguished() -> None:
    assert plan_number("20230390－t－339") == "20230390-T-339"
    assert plan_number("2011-0123T-JB") == "2011-0123T-JB"
    assert plan_number("GB/T 1.1-2020") is None
    assert filing_number("106383—2026") == "106383-2026"
    assert filing_number("0008-1994") == "0008-1994"
    assert filing_number("20230390-T-339") is None
