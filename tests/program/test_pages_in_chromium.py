"""Pages in a browser: axe finds no fault in them, by day and by night, and nothing runs.

The test needs Chromium, and axe.min.js of npm's axe-core in the file that STDPLAN_AXE names.
"""

import os
import shutil
from pathlib import Path

import pytest

from helpers import Run
from page_helpers import axe_faults
from stdplan.web.style import STYLE
from web_helpers import pages_of

AXE = os.environ.get("STDPLAN_AXE", "")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("chromium") is None, reason="Chromium is not installed"),
    pytest.mark.skipif(not Path(AXE).is_file(), reason="STDPLAN_AXE names no axe.min.js"),
]
PAGES = (
    "report progress --as-of 2011-06-30",
    "report review --year 2011",
    "standards show JB/T_7547-1994",
    "standards list --limit 20",
)
ADDRESSES = (
    "/",
    "/catalogue/standards?status=in-force",
    "/standard?number=JB/T+7547-1994",
    "/ask/coverage",
    "/ask/valid",
)


@pytest.mark.parametrize("night", [False, True], ids=["day", "night"])
@pytest.mark.parametrize("words", PAGES)
def test_axe_finds_no_fault(run_loaded: Run, tmp_path: Path, words: str, night: bool) -> None:
    text = run_loaded(*[word.replace("_", " ") for word in words.split()], "-f", "html").out
    assert axe_faults(text, Path(AXE), tmp_path, night) == []


@pytest.mark.parametrize("night", [False, True], ids=["day", "night"])
@pytest.mark.parametrize("address", ADDRESSES)
def test_axe_finds_no_fault_in_the_pages_of_browse(
    loaded: Path, tmp_path: Path, address: str, night: bool
) -> None:
    with pages_of(loaded, "zh") as pages:
        text = pages.ask(address).text
    link = '<link rel="stylesheet" href="/style.css">'
    assert link in text
    text = text.replace(link, f"<style>{STYLE}</style>")
    assert axe_faults(text, Path(AXE), tmp_path, night) == []
