"""A few odd inputs of every kind; `python tests/fuzz.py --inputs 1000000` tries many."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import fuzz

# A few seconds for all.
COUNTS = {
    "numbers": 200,
    "dates": 200,
    "cells": 200,
    "files": 120,
    "tables": 80,
    "plans": 30,
    "maps": 30,
    "commands": 60,
    "imports": 40,
    "catalogues": 20,
}


@pytest.mark.parametrize("kind", fuzz.KINDS)
def test_odd_input_gets_an_answer_or_an_error(kind: str, loaded: Path) -> None:
    with fuzz.own_folder(loaded):
        fuzz.try_inputs(kind, COUNTS[kind])


def test_random_examples_do_not_depend_on_the_modules_that_are_loaded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    """CI must find the same in each run: conftest.py takes care of it."""
    if request.config.getoption("--hypothesis-profile"):
        pytest.skip("not the profile of CI")
    drawn: list[list[str]] = []

    @given(st.lists(st.text(), max_size=9))
    def draw(texts: list[str]) -> None:
        drawn[-1].extend(texts)

    drawn.append([])
    draw()
    words = ", ".join(f"'word{number}'" for number in range(1000))
    (tmp_path / "words_of_a_module.py").write_text(f"WORDS = ({words})\n", encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    pytest.importorskip("words_of_a_module")
    drawn.append([])
    draw()
    first, second = drawn
    assert first == second
