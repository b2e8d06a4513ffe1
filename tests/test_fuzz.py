"""A few odd inputs of every kind; `python tests/fuzz.py --inputs 1000000` tries many."""

from pathlib import Path

import pytest

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
