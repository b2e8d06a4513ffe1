"""domain/ngrams.py: titles as pairs of Chinese characters and words of other scripts, independent
of their layout."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stdplan.domain.ngrams import grams


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("阀门", {"阀门"}),
        ("数控车床", {"数控", "控车", "车床"}),
        ("数控 车床", {"数控", "控车", "车床"}),
        ("数控\n　车床", {"数控", "控车", "车床"}),
        ("CXJ系列", {"cxj", "系列"}),
        ("ＣＸＪ系列", {"cxj", "系列"}),
        ("第2部分：精度", {"第", "2", "部分", "精度"}),
        ("（阀门）", {"阀门"}),
        ("㎡", {"m2"}),
        ("Acoustics — Noise", {"acoustics", "noise"}),
        ("阀", {"阀"}),
        ("", set()),
        (" —（）…", set()),
    ],
)
def test_ngrams_of_titles(text: str, pieces: set[str]) -> None:
    assert grams(text) == pieces


@given(st.text(alphabet="阀门车床数控AB12 　（）：", max_size=40))
def test_a_text_of_letters_has_ngrams_of_its_letters_only(text: str) -> None:
    pieces = grams(text)
    assert bool(pieces) == any(letter.isalnum() for letter in text)
    assert {letter for piece in pieces for letter in piece} <= set(text.casefold())
