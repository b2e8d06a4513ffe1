"""The guard against formulas: on, and off again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stdplan.domain.text import guarded, unguarded, unmistakable

texts = st.text() | st.text("'=+-@\t\r1", max_size=5)


@pytest.mark.parametrize(
    ("text", "safe", "exact"),
    [
        ("=1+1", "'=1+1", "=1+1"),
        ("+1", "'+1", "+1"),
        ("-1", "'-1", "-1"),
        ("@SUM(A1)", "'@SUM(A1)", "@SUM(A1)"),
        ("\tx", "'\tx", "\tx"),
        ("\rx", "'\rx", "\rx"),
        ("'=1", "''=1", "''=1"),
        ("''=1", "'''=1", "'''=1"),
        ("'引号'标准", "'引号'标准", "'引号'标准"),
        ("'", "'", "'"),
        ("1=1", "1=1", "1=1"),
        ("", "", ""),
    ],
)
def test_what_is_written(text: str, safe: str, exact: str) -> None:
    assert (guarded(text), unmistakable(text)) == (safe, exact)


@given(texts)
def test_off_again_it_is_what_it_was(text: str) -> None:
    assert unguarded(guarded(text)) == text
    assert unguarded(unmistakable(text)) == text


@given(texts)
def test_no_guarded_text_is_a_formula(text: str) -> None:
    assert not guarded(text).startswith(("=", "+", "-", "@", "\t", "\r"))
