"""Write the example pages and pictures of the docs, from the shipped lists.

    python tests/example_pages.py          writes docs/pages/*.html and docs/pictures/*.svg

tests/test_example_pages.py compares them. A picture is a chart of a page with the style of the page
in it, so that it can be shown alone.
"""

import re
import sqlite3
import tempfile
from pathlib import Path
from xml.sax.saxutils import escape

from helpers import AMOUNTS, EXAMPLES, FILED, REVIEWED, WITHDRAWN, run_app
from stdplan.output.page_style import COLOURS, PAGE_STYLE

DOCS = Path(__file__).parents[1] / "docs"
LISTS = (FILED, WITHDRAWN, EXAMPLES / "plan_2011.csv", EXAMPLES / "approved_2011.csv")
# The catalogue: the shipped lists, and the figures of a press report on the year.
ENTERED: tuple[tuple[str, ...], ...] = (
    ("init",),
    ("standards", "import", *map(str, LISTS)),
    ("review", "import", str(REVIEWED), "--on", "2011-12-15"),
    ("progress", "import", str(AMOUNTS)),
    ("progress", "record", "3", "2853", "--on", "2011-12-31"),
    ("progress", "record", "3", "2275", "--indicator", "3.published", "--on", "2011-12-31"),
)
# Each page, the language and the command.
PAGES = {
    "progress.html": ("en", "report progress --year 2011"),
    "review.html": ("en", "report review --year 2011"),
    "progress-zh.html": ("zh", "report progress --year 2011"),
    "review-zh.html": ("zh", "report review --year 2011"),
}
_ENTERED_AT = "2012-01-04T12:00:00Z"


def example_files(folder: Path) -> dict[str, str]:
    """Return the text of each file by its path in docs/; `folder` is for the catalogue."""
    db = folder / "examples.db"
    for words in ENTERED:
        answer = run_app("--db", str(db), *words)
        assert answer.code == 0, answer.err
    with sqlite3.connect(db) as connection:
        # A page says when the catalogue was last changed.
        connection.execute("UPDATE operation SET at = ?", (_ENTERED_AT,))
    files = {}
    for name, (language, words) in PAGES.items():
        page = run_app("--db", str(db), "--lang", language, *words.split(), "-f", "html").out
        files[f"pages/{name}"] = page
        files[f"pictures/{name.replace('.html', '.svg')}"] = picture(page)
    return files


def picture(page: str) -> str:
    """Return the chart of a page as a file of its own."""
    found = re.search(r"<svg .*?</svg>", page, re.S)
    assert found
    colours = [
        "".join(f"--{name}:{values[when]};" for name, values in COLOURS.items()) for when in (0, 1)
    ]
    rules = [
        f"svg{{{colours[0]}background:var(--paper);font-family:sans-serif}}",
        f"@media (prefers-color-scheme:dark){{svg{{{colours[1]}}}}}",
        *re.findall(r"^svg .*$", PAGE_STYLE, re.M),
    ]
    style = escape("\n".join(rules))
    head, end, rest = found.group().partition(">")
    return f"{head}{end}<style>\n{style}\n</style>{rest}\n"


def main() -> None:
    """Write the files."""
    with tempfile.TemporaryDirectory() as folder:
        for name, text in example_files(Path(folder)).items():
            path = DOCS / name
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
            print(path)  # noqa: T201


if __name__ == "__main__":
    main()
