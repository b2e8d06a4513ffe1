"""domain/adoption.py: the adoption column of lists in all spellings, and the edition that a
reference names."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stdplan.domain import adoption
from stdplan.domain.adoption import (
    Adoption,
    Mismatch,
    combine_adoptions,
    edition,
    is_foreign,
    parse_adoption,
)

DEGREES = ("IDT", "MOD", "EQV", "NEQ")


@pytest.mark.parametrize(
    ("cell", "reference", "degree"),
    [
        ("ISO 9001:2008,IDT", "ISO 9001:2008", "IDT"),
        ("ISO/IEC 8802.11:1999,MOD", "ISO/IEC 8802-11:1999", "MOD"),
        ("IDT ISO 9001:2008", "ISO 9001:2008", "IDT"),
        ("idt ISO9001-2008", "ISO 9001:2008", "IDT"),
        ("（ISO 1234:2000，MOD）", "ISO 1234:2000", "MOD"),
        ("ISO 9001:2008（IDT）", "ISO 9001:2008", "IDT"),
        ("非等效\xa0\xa0ISO 8068:2006", "ISO 8068:2006", "NEQ"),
        ("等同采用ISO 1234:2000", "ISO 1234:2000", "IDT"),
        ("等同采用国际标准ISO 1234:2000", "ISO 1234:2000", "IDT"),
        ("修改采用 ISO 1234:2000", "ISO 1234:2000", "MOD"),
        ("等效采用ISO 1234:1990", "ISO 1234:1990", "EQV"),
        ("ISO 9001:2008 等同", "ISO 9001:2008", "IDT"),
        ("≡ ISO 9001:1994", "ISO 9001:1994", "IDT"),
        ("≡ISO 1:1990", "ISO 1:1990", "IDT"),
        ("＝IEC 60", "IEC 60", "EQV"),
        ("= ISO 1:1990", "ISO 1:1990", "EQV"),
        ("ISO 1:1990 ＝", "ISO 1:1990", "EQV"),
        ("≠ISO 1:1990", "ISO 1:1990", "NEQ"),
        ("eqv IEC 335-1:1991", "IEC 335-1:1991", "EQV"),
        ("neq ISO 1:1990", "ISO 1:1990", "NEQ"),
        # Next to a degree, = only separates.
        ("IDT=ISO 1:1990", "ISO 1:1990", "IDT"),
        ("GB/T 1-1990 ≡ ISO 1:1985", "ISO 1:1985", "IDT"),
        ("GB/T 1-1990＝ISO 1:1985", "ISO 1:1985", "EQV"),
        ("等同采用ISO 1:2000（IDT）", "ISO 1:2000", "IDT"),
        ("采用ISO 1:2000（MOD）", "ISO 1:2000", "MOD"),
        ("=", "", "EQV"),
        ("MOD，ISO 9001:2008", "ISO 9001:2008", "MOD"),
        ("IEC 60079-25-2020", "IEC 60079-25:2020", None),
        ("IEC 60601-1:2005+A2:2020", "IEC 60601-1:2005+A2:2020", None),
        ("ITU-T G.711 (11/1988), IDT", "ITU-T G.711 (11/1988)", "IDT"),
        ("ISO 1234:2000/Amd 1:2005,IDT", "ISO 1234:2000/Amd 1:2005", "IDT"),
        ("ASTM  D638-14, NEQ", "ASTM D638-14", "NEQ"),
        ("IDT", "", "IDT"),
        ("国际先进", "国际先进", None),
    ],
)
def test_one_adoption(cell: str, reference: str, degree: str | None) -> None:
    assert parse_adoption(cell) == (Adoption(reference, degree),)


@pytest.mark.parametrize("cell", ["", "无", "—", "/", "否", "未采标"])
def test_no_adoption(cell: str) -> None:
    assert parse_adoption(cell) == ()


@pytest.mark.parametrize("word", ["参照采用", "参照", "部分采用", "部分等同采用", "部分采标"])
def test_what_is_no_adoption_is_stored_with_its_word(word: str) -> None:
    assert parse_adoption(f"{word}ISO 1234:1990") == (Adoption("ISO 1234:1990", "NEQ", word),)
    assert parse_adoption(word) == (Adoption("", "NEQ", word),)


def test_the_part_of_a_standard_is_adopted_as_a_whole() -> None:
    [adopted] = parse_adoption("等同采用ISO 105第1部分")
    assert adopted.degree == "IDT"


A, B = ("ISO 1:2000", "IEC 2:2001")
COMBINED: list[tuple[list[str], tuple[tuple[str, str | None], ...]]] = [
    ([A, "IDT"], ((A, "IDT"),)),
    (["等同采用", A], ((A, "IDT"),)),
    ([f"{A};{B}", "修改采用（MOD）"], ((A, "MOD"), (B, "MOD"))),
    ([f"{A}、{B}", "等同；修改"], ((A, "IDT"), (B, "MOD"))),
    ([f"{A}\n{B}", "IDT/NEQ"], ((A, "IDT"), (B, "NEQ"))),
    ([f"{A};{B}", "≡、="], ((A, "IDT"), (B, "EQV"))),
    # Some have their degree already.
    ([f"{A},IDT;{B}", "IDT"], ((A, "IDT"), (B, "IDT"))),
    ([f"{A},IDT", A], ((A, "IDT"),)),
    ([A, "是"], ((A, None),)),
    ([A, "是", "MOD"], ((A, "MOD"),)),
    ([A, ""], ((A, None),)),
    # A degree without a number is kept.
    (["无", "IDT"], (("", "IDT"),)),
    (["采", "修改采用"], (("", "MOD"),)),
    (["采", "√"], (("", None),)),
    (["否", ""], ()),
    # NEQ is no adoption.
    (["否", A, "NEQ"], ((A, "NEQ"),)),
    ([f"采用{A}", "IDT"], ((A, "IDT"),)),
]


@pytest.mark.parametrize(("cells", "adoptions"), COMBINED)
def test_numbers_and_degrees_in_columns_of_their_own(
    cells: list[str], adoptions: tuple[tuple[str, str | None], ...]
) -> None:
    combined = combine_adoptions(cells)
    assert tuple((item.reference, item.degree) for item in combined) == adoptions
    # A word would hide the degree where both are written.
    assert not any(item.word for item in combined if item.degree)


@pytest.mark.parametrize(
    ("cells", "wrong", "problem"),
    [
        ([f"{A};{B}", "IDT;MOD;NEQ"], 1, "gives 3 degrees for 2 adopted standards"),
        (["IDT;MOD", A], 0, "gives 2 degrees for 1 adopted standard"),
        ([f"{A},MOD", "IDT"], 1, f"contradicts the degree MOD of {A} in the same row"),
        ([f"{A},MOD", f"{A},IDT"], 1, f"contradicts the degree MOD of {A} in the same row"),
        ([A, "否"], 1, "contradicts the other columns about adoption"),
        (["是", "否"], 1, "contradicts the other columns about adoption"),
        (["IDT", "MOD"], 1, "contradicts the other columns about adoption"),
    ],
)
def test_columns_that_do_not_fit_together(cells: list[str], wrong: int, problem: str) -> None:
    with pytest.raises(Mismatch) as caught:
        combine_adoptions(cells)
    assert (caught.value.cell, str(caught.value)) == (wrong, problem)


@given(st.lists(st.tuples(st.sampled_from([*range(1, 60)]), st.sampled_from(DEGREES)), min_size=1))
def test_columns_give_the_same_as_one_cell(pairs: list[tuple[int, str]]) -> None:
    """Numbers and degrees joined in the same order are the adoptions of one cell with both."""
    unique = dict(pairs)
    numbers = ";".join(f"ISO {number}:2000" for number in unique)
    together = ";".join(f"ISO {number}:2000,{degree}" for number, degree in unique.items())
    assert combine_adoptions([numbers, ";".join(unique.values())]) == parse_adoption(together)


def test_a_bare_mark_gives_neither_reference_nor_degree() -> None:
    assert parse_adoption("采") == (Adoption("", None, "采"),)


@pytest.mark.parametrize(
    "cell",
    [
        "ISO 1:2000,IDT; IEC 2:2001,MOD",
        "ISO 1:2000 IDT，IEC 2:2001 MOD",
        "idt ISO 1:2000,mod IEC 2:2001",
        "ISO 1:2000（IDT）、IEC 2:2001（MOD）",
        "ISO 1:2000,IDT,IEC 2:2001,MOD",
        "等同采用ISO 1:2000；修改采用IEC 2:2001",
    ],
)
def test_several_adoptions(cell: str) -> None:
    assert parse_adoption(cell) == (
        Adoption("ISO 1:2000", "IDT"),
        Adoption("IEC 2:2001", "MOD"),
    )


@pytest.mark.parametrize(
    "cell",
    ["ISO 1:2000、ISO 2:2000,MOD", "MOD ISO 1:2000、ISO 2:2000", "ISO 1:2000;ISO 2:2000;MOD"],
)
def test_one_degree_for_several(cell: str) -> None:
    assert parse_adoption(cell) == (Adoption("ISO 1:2000", "MOD"), Adoption("ISO 2:2000", "MOD"))


@pytest.mark.parametrize(
    "reference",
    ["ASTM D638-14", "EN 10204:2004", "DIN EN ISO 9001", "JIS B 0205", "BS 1", "ANSI/ASME B16.5"],
)
def test_foreign_advanced_standards_are_recognized(reference: str) -> None:
    assert is_foreign(reference)


@pytest.mark.parametrize("reference", ["ISO 9001:2015", "IEC 60034", "ITU-T G.711", "GB/T 1.1", ""])
def test_international_and_chinese_standards_are_not_foreign(reference: str) -> None:
    assert not is_foreign(reference)


BEFORE = [
    "",
    "IDT",
    "MOD ",
    "NEQ  ",
    "idt ",
    "等同采用",
    "等同采用 ",
    "非等效  ",
    "≡",
    "=",
    "＝ ",
    "≠",
    "参照",
]
REFERENCES = [
    *("ISO 1234:2005", "ISO 1234-2:1987", "ISO 1:2000", "ISO/TS 25001:2001", "ISO TS 25001:2001"),
    *("IEC 60034-1:2010", "IEC TS 60034:1996", "IEC/TS 60034:1996", "ISO/IEC 27001:2013"),
    *("ISO/IEC TS 17021:2010", "ISO/IEC/TS 17021:2010", "ISO/IEC Guide 98:2008", "ISO 12:1949"),
]
BEHIND = ["", ",IDT", "，MOD", ", NEQ", " IDT", ",等同", "，非等效采用", ",参照"]


@pytest.mark.parametrize("reference", REFERENCES)
def test_the_fast_way_gives_the_same_as_the_full_one(
    reference: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    cells = [before + reference + behind for before in BEFORE for behind in BEHIND]
    quickly = [parse_adoption(cell) for cell in cells]
    monkeypatch.setattr(adoption, "_PLAIN", re.compile("(?!)"))
    assert quickly == [parse_adoption(cell) for cell in cells]


@pytest.mark.parametrize(
    ("text", "key", "base", "year"),
    [
        ("ISO 9001-2008", "ISO 9001:2008", "ISO 9001", 2008),
        ("ISO 9001:2008/Amd 1:2012", "ISO 9001:2008", "ISO 9001", 2008),
        ("IEC 60601-1:2005+A2:2020", "IEC 60601-1:2005", "IEC 60601-1", 2005),
        ("IEC 60601-1:2005/AMD1:2012", "IEC 60601-1:2005", "IEC 60601-1", 2005),
        ("IEC 60034-12:1980+AMD1:1992 CSV", "IEC 60034-12:1980", "IEC 60034-12", 1980),
        ("ISO/IEC 8802.11:1999", "ISO/IEC 8802-11:1999", "ISO/IEC 8802-11", 1999),
        ("GB/T 19001-2008", "GB/T 19001-2008", "GB 19001", 2008),
    ],
)
def test_the_edition_before_any_amendment(text: str, key: str, base: str, year: int) -> None:
    parsed = edition(text)
    assert parsed is not None
    assert (parsed.key, parsed.base, parsed.year) == (key, base, year)


@pytest.mark.parametrize("text", ["ISO 9001", "ASTM D638", "采", "", "产品说明书"])
def test_no_edition(text: str) -> None:
    assert edition(text) is None
