"""The example pages and pictures of the docs are what the program writes."""

from pathlib import Path
from xml.etree import ElementTree

import pytest

from example_pages import DOCS, example_files
from page_helpers import read_page

pytestmark = pytest.mark.slow


def test_pages_and_pictures_are_up_to_date(tmp_path: Path) -> None:
    files = example_files(tmp_path)
    for name, text in files.items():
        assert (DOCS / name).read_text("utf-8") == text, f"python tests/example_pages.py ({name})"
        if name.endswith(".svg"):
            assert ElementTree.fromstring(text).tag == "{http://www.w3.org/2000/svg}svg"
        else:
            assert read_page(text).one("svg").one("desc").text
    readmes = {
        "-zh": (DOCS.parent / "README.zh-CN.md").read_text("utf-8"),
        "": (DOCS.parent / "README.md").read_text("utf-8"),
    }
    for name in files:
        assert f"docs/{name}" in readmes["-zh" if "-zh." in name else ""], name
