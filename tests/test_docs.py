"""The pages of docs/ are up to date: their console examples print what the pages show."""

from pathlib import Path

import pytest

from docs_examples import BEGIN, refreshed

DOCS = Path(__file__).parents[1] / "docs"


@pytest.mark.slow
@pytest.mark.parametrize("page", BEGIN)
def test_examples_print_what_the_page_shows(page: str, tmp_path: Path) -> None:
    text = (DOCS / page).read_text("utf-8")
    assert refreshed(text, tmp_path, BEGIN[page]) == text


def test_every_page_with_examples_is_checked() -> None:
    pages = {page.name for page in DOCS.glob("*.md") if "```console" in page.read_text("utf-8")}
    assert pages == set(BEGIN)
