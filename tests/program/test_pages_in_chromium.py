"""Pages in a browser: axe finds no fault in them, by day and by night, and nothing runs.

The test needs Chromium, and axe.min.js of npm's axe-core in the file that STDPLAN_AXE names.
"""

import json
import os
import shutil
from pathlib import Path

import pytest

from helpers import Run
from page_helpers import chromium, read_page

AXE = os.environ.get("STDPLAN_AXE", "")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("chromium") is None, reason="Chromium is not installed"),
    pytest.mark.skipif(not Path(AXE).is_file(), reason="STDPLAN_AXE names no axe.min.js"),
]
ASK = """<script>
axe.run().then(found => {
  document.body.innerHTML = '';
  const faults = found.violations.map(fault => [fault.id, fault.nodes.map(node => node.html)]);
  document.body.textContent = JSON.stringify(faults);
});
</script>"""
PAGES = (
    "report progress --as-of 2011-06-30",
    "report review --year 2011",
    "standards show JB/T_7547-1994",
    "standards list --limit 20",
)


@pytest.mark.parametrize("night", [False, True], ids=["day", "night"])
@pytest.mark.parametrize("words", PAGES)
def test_axe_finds_no_fault(run_loaded: Run, tmp_path: Path, words: str, night: bool) -> None:
    text = run_loaded(*[word.replace("_", " ") for word in words.split()], "-f", "html").out
    script = f"<script>{Path(AXE).read_text('utf-8')}</script>{ASK}"
    page = tmp_path / "page.html"
    page.write_text(text.replace("</body>", f"{script}</body>"), encoding="utf-8")
    scheme = "--blink-settings=preferredColorScheme=" + ("0" if night else "1")
    options = ("--virtual-time-budget=20000", "--dump-dom", scheme)
    answer = chromium(*options, page.as_uri(), folder=tmp_path)
    body = answer[answer.index("<body") : answer.index("</body>") + len("</body>")]
    assert json.loads(read_page(body).text) == []
