"""domain/numbers/: rules for every number in any notation."""

import re

from hypothesis import given
from hypothesis import strategies as st

from stdplan.domain.adoption import parse_adoption
from stdplan.domain.numbers import parse, parse_list, parse_plain, parse_replacements
from stdplan.domain.numbers.lists import split_replacements
from stdplan.domain.numbers.model import Number
from stdplan.domain.numbers.parser import parse_number
from stdplan.domain.numbers.prefixes import INDUSTRY_IN_USE

YEARS = st.integers(1950, 2030).map(str)
PARTS = st.lists(st.integers(1, 999).map(str), max_size=2).map(
    lambda p: "".join("." + x for x in p)
)
SERIALS = st.one_of(st.integers(1, 99999).map(str), st.integers(1, 99).map("{:04d}".format))
RECOMMENDED = st.sampled_from(sorted(INDUSTRY_IN_USE | {"GB", "GBZ", "GJB"})).map("{}/T".format)
MANDATORY = st.sampled_from(sorted(INDUSTRY_IN_USE - {"DB"} | {"GB", "JJF", "JGJ", "GBJ"}))
LOCAL = st.sampled_from(["DB11/T", "DB3411/T", "DB330783/T", "DB35"])
ASSOCIATION = st.sampled_from(["T/CAS", "T/CECS", "T/GZAEPI"])
HEADS = st.one_of(RECOMMENDED, MANDATORY, LOCAL, ASSOCIATION)
CHINESE = st.builds("{} {}{}-{}".format, HEADS, SERIALS, PARTS, YEARS)
ISO_PARTS = st.lists(st.integers(1, 999).map(str), max_size=2).map(
    lambda p: "".join("-" + x for x in p)
)
BODIES = st.sampled_from(["ISO", "IEC", "ISO/IEC", "CISPR", "ISO/TS", "IEC TS", "ISO/IEC TR"])
INTERNATIONAL = st.builds("{} {}{}:{}".format, BODIES, SERIALS, ISO_PARTS, YEARS)

DASHES = st.sampled_from([*"-—–－‐−─", "--", "——", " - ", " —"])
WIDE = str.maketrans(
    {chr(c): chr(c + 0xFEE0) for c in range(0x21, 0x7F)} | {" ": "\u3000"},
)


@st.composite
def written(draw: st.DrawFn) -> tuple[str, str]:
    """Draw a canonical form and one of the ways in which lists write it."""
    canonical = draw(CHINESE)
    head, number, year = re.fullmatch(r"(\S+) (.+)-(\d+)", canonical).groups()  # type: ignore[union-attr]
    # A local number without nature needs its space: 'DB351234-2020' is ambiguous.
    blank = " " if head == "DB35" else draw(st.sampled_from([" ", "", "\u3000", "\xa0", "  "]))
    slash = draw(st.sampled_from(["/", "", " ", " / ", "／", "\\"])) if "/T" in head else "/"
    head = head.replace("/", slash)
    if draw(st.booleans()):
        number = number.replace(".", draw(st.sampled_from([". ", " .", "．"])))
    text = f"{head}{blank}{number}{draw(DASHES)}{year}"
    for change in draw(st.lists(st.sampled_from([str.lower, lambda t: t.translate(WIDE)]))):
        text = change(text)
    return canonical, draw(st.sampled_from(["{}", " {}\n", "\ufeff{}", "《{}》"])).format(text)


@given(st.one_of(CHINESE, INTERNATIONAL))
def test_a_canonical_form_is_parsed_as_itself(text: str) -> None:
    number = parse(text)
    assert number is not None
    assert number.canonical == text


@given(CHINESE)
def test_the_fast_way_and_the_full_way_agree(text: str) -> None:
    assert parse(text) == parse_number(text)


@given(written())
def test_every_variant_gives_the_same_number(forms: tuple[str, str]) -> None:
    canonical, variant = forms
    assert parse(variant) == parse(canonical)


@given(CHINESE, st.sampled_from(["一", " 一 ", ":", "：", " "]))
def test_the_year_may_follow_other_signs(canonical: str, sign: str) -> None:
    body, _, year = canonical.rpartition("-")
    assert parse(f"{body}{sign}{year}") == parse(canonical)


@given(INTERNATIONAL, st.sampled_from(["-", "—", "：", " ", ": "]), st.booleans())
def test_international_variants(canonical: str, sign: str, joined: bool) -> None:
    variant = canonical.replace(":", sign)
    if joined:
        variant = re.sub(r" (?=\d)", "", variant, count=1)
    assert parse(variant) == parse(canonical)


# Parts of valid and invalid numbers.
VOCABULARY = """GB /T GBZ ISO IEC ITU-T G.711 DB35 T/CAS Q/CSG 第1号修改单 XG1 代替 部分 被 ( )
（ ） 《 》
- — / . : , 、 ; 2020 92 1.1 idt IDT CSV Amd +AMD1 /Cor JJG 交通 ~ 一 GSB CECS ZB 无 \ud800 ² ٣
202X ×××× XX （拟） 征求意见稿 DIS CDV FDAM EXV-CMV ASTM D638-14 a (2021) prEN E DIN GJB 9001C JB/Z
2018年版 LS/T 1301-2022 GC/T 1801-2022 －－－－ :2015-11 WK IEEE P802 JIS"""
WORDS = st.sampled_from([*VOCABULARY.split(), " ", "\n", "\x00"])


@given(st.one_of(st.text(), st.lists(WORDS, max_size=9).map("".join)))
def test_any_text_is_parsed_without_an_error(text: str) -> None:
    number = parse(text)
    if number is not None:
        again = parse(number.canonical)
        assert again is not None
        assert again.canonical == number.canonical
        assert again.base == number.base
        assert again.sort_key == number.sort_key
        assert again.edition == number.edition
        assert again.amends == number.amends
        assert again.family == number.family
    parse_list(text)
    parse_replacements(text)
    parse_adoption(text)


@given(st.lists(st.text(alphabet="第号部令建住ABC 37", min_size=1, max_size=6), max_size=4))
def test_a_list_of_numbers_is_parsed_without_loss(parts: list[str]) -> None:
    cell = "、".join(parts)
    parsed = "".join("".join(parse_list(cell)).split())
    assert set("".join(parts).replace(" ", "")) == set(parsed)


@given(st.integers(1, 10**6), st.integers(1, 10**6), st.integers(1, 10**12), st.integers(1, 10**12))
def test_parts_sort_as_integers(a: int, b: int, part_a: int, part_b: int) -> None:
    first, second = parse(f"GB/T {a}.{part_a}-2020"), parse(f"GB/T {b}.{part_b}-2020")
    assert first is not None
    assert second is not None
    assert (first.sort_key < second.sort_key) == ((a, part_a) < (b, part_b))


LETTERS = st.sampled_from(
    ["GB/T", "GB", "JB/T", "HG", "QB", "GBn", "JJG", "T/CAS", "T/ZZB", "Q/SY", "Q/GDW", "DB35",
     "DB3411/T", "CB*", "NB/SH/T", "GBZ", "DB", "GSB", "XX/T", "JTG"]
)  # fmt: skip


@given(
    LETTERS,
    st.from_regex(r"[0-9]{1,6}(\.[0-9]{1,3})?", fullmatch=True),
    st.sampled_from(["-", "—"]),
    st.from_regex(r"(19|20)[0-9]{2}|[0-9]{2}", fullmatch=True),
)
def test_the_fast_way_gives_the_same_as_the_full_one(
    letters: str, digits: str, dash: str, year: str
) -> None:
    text = f"{letters} {digits}{dash}{year}"
    plain = parse_plain(text)
    assert plain is None or Number(*plain) == parse_number(text)


@given(
    st.lists(
        st.sampled_from(["GB/T 1-2011", "JB 5.2—92", "Q/SY 7-2001", "HG 2-123-78", "X", "12"]),
        min_size=1,
        max_size=4,
    ),
    st.sampled_from([",", "，", "、", "; ", ";"]),
)
def test_a_list_of_plain_numbers_is_parsed_like_any_other(numbers: list[str], between: str) -> None:
    cell = between.join(numbers)
    assert parse_replacements(cell) == split_replacements(cell, parse_number)
