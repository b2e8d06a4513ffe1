"""`stdplan browse` as a process: it says where it is, a browser shows it, and Ctrl-C ends it."""

import json
import re
import shutil
import signal
import sqlite3
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

import pytest
from PIL import Image

from helpers import program, start
from page_helpers import chromium, read_page
from stdplan.output.page_style import COLOURS

pytestmark = pytest.mark.slow


@contextmanager
def browsing(
    db: Path, *words: str, lang: str = "en"
) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Start the pages of a catalogue on a free port; yield the process and the address."""
    process = start("--lang", lang, "--db", str(db), "browse", "--port", "0", "--no-open", *words)
    # Without this, a process that says nothing would be waited for until the test times out.
    end = threading.Timer(60, process.kill)
    end.start()
    try:
        assert process.stderr is not None
        line = process.stderr.readline()
        found = re.search(r"http://127\.0\.0\.1:\d+/", line)
        assert found, line + process.stderr.read()
        yield process, found[0]
    finally:
        end.cancel()
        if process.poll() is None:
            process.kill()
        process.communicate()


@pytest.fixture
def db(loaded: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(loaded, tmp_path / "plan.db"))


def test_it_answers_until_ctrl_c(db: Path) -> None:
    with browsing(db, "--as-of", "2011-12-31") as (process, address):
        with urlopen(address) as page:
            assert "2011-12-31" in page.read().decode()
        with urlopen(f"{address}ask/due.json?years=10") as answer:
            rows = json.load(answer)
        due = program("--db", str(db), "review", "due", "--years", "10", "--year", "2011", "--json")
        assert rows == json.loads(due.stdout)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=30)
        assert (process.returncode, err) == (0, "stdplan: the pages are closed\n")


def test_a_port_in_use_is_named(db: Path) -> None:
    with browsing(db) as (_, address):
        port = address.rstrip("/").rpartition(":")[2]
        second = program("--db", str(db), "browse", "--port", port, "--no-open")
    assert second.returncode == 75
    sentence = f"--port: {port} is in use; give another one, or 0 for a free one"
    assert second.stderr == f"stdplan: error: {sentence}\n"


def test_other_programs_may_write_meanwhile(db: Path) -> None:
    with browsing(db, "--as-of", "2011-12-31") as (_, address):
        urlopen(address).close()
        added = program("--db", str(db), "standards", "add", "JB/T 9-2001", "--published", "2001")
        assert added.returncode == 0, added.stderr
        with urlopen(f"{address}standard?number=JB/T+9-2001") as page:
            assert page.status == 200


def test_wrong_options_are_refused(db: Path) -> None:
    both = program("--db", str(db), "browse", "--open", "--no-open")
    assert (both.returncode, both.stderr) == (
        2,
        "stdplan: error: give either --open or --no-open\n",
    )
    assert program("--db", str(db), "browse", "--port", "70000").returncode == 2
    assert program("--db", str(db.parent / "none.db"), "browse", "--port", "0").returncode == 66


@pytest.mark.skipif(shutil.which("chromium") is None, reason="Chromium is not installed")
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_browser_shows_charts_and_runs_nothing(db: Path, tmp_path: Path, lang: str) -> None:
    with sqlite3.connect(db) as connection:
        hostile = "<script>document.title='run'</script>"
        connection.create_function("instr", -1, lambda *_: 0)
        changed = connection.execute(
            "UPDATE standard SET note = ? WHERE number = 'JB/T 7547-1994'", (hostile,)
        )
        assert changed.rowcount == 1
    connection.close()
    with browsing(db, "--as-of", "2011-12-31", lang=lang) as (_, address):
        picture = tmp_path / "home.png"
        view = ("--window-size=1200,2600", "--hide-scrollbars", f"--screenshot={picture}")
        chromium(*view, "--blink-settings=preferredColorScheme=1", address, folder=tmp_path)
        shown = chromium("--dump-dom", f"{address}standard?number=jbt7547", folder=tmp_path)
    # The bars of the first chart: so many points have the first colour.
    red, green, blue = bytes.fromhex(COLOURS["c0"][0][1:])
    with Image.open(picture) as image:
        colours = image.convert("RGB").getcolors(1 << 24) or []
    assert {colour: count for count, colour in colours}.get((red, green, blue), 0) > 5000
    page = read_page(shown)
    assert not page.all("script")
    assert hostile in page.text
    assert page.one("title").text.startswith("JB/T 7547-1994")
