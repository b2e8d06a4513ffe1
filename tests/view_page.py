"""Write the dictionaries of docs/views.md and docs/zh/views.md, all that follows their
introductions, from the views.

The English page has the meanings in both languages, the Chinese one in Chinese.

python tests/view_page.py            writes them
python tests/view_page.py --check    exits with 1 if one is out of date
"""

import sqlite3
import sys
import tempfile
from datetime import date
from pathlib import Path

from helpers import run_app
from stdplan.catalogue.sql_functions import add_functions
from stdplan.catalogue.views import sql_type, view_columns
from stdplan.domain.view_words import VIEWS, column_words

DOCS = Path(__file__).parents[1] / "docs"
PAGES = {"en": DOCS / "views.md", "zh": DOCS / "zh" / "views.md"}
_NESTED = ("list", "object", "records")


def refreshed_views(text: str, language: str) -> str:
    """Return the page with the present views; a heading begins the first one."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "plan.db"
        run_app("--db", str(path), "init")
        connection = sqlite3.connect(path)
        add_functions(connection)
        views = view_columns(connection, date(2011, 12, 31))
        connection.close()
    parts = [text.partition("\n## ")[0]]
    for view, columns in views.items():
        zh, en = VIEWS[view]
        lines = [f"## {view}\n"]
        if language == "en":
            lines += [f"{en[0].upper()}{en[1:]}.\n", f"{zh}。\n"]
            lines.append("| column | type | meaning | 含义 |\n|---|---|---|---|")
        else:
            lines += [f"{zh}。\n", "| 列 | 类型 | 含义 |\n|---|---|---|"]
        for column in columns:
            of_column = column_words(view, column.name)
            kind = "JSON" if column.kind in _NESTED else sql_type(column.kind)
            meanings = of_column[::-1] if language == "en" else of_column[:1]
            lines.append(f"| `{column.name}` | {kind} | {' | '.join(meanings)} |")
        parts.append("\n".join(lines) + "\n")
    return "\n".join(parts)


def main() -> int:
    """Write or check the pages, and return the exit code."""
    check = "--check" in sys.argv
    stale = 0
    for language, page in PAGES.items():
        text = page.read_text("utf-8")
        now = refreshed_views(text, language)
        if text == now:
            continue
        stale = 1
        if not check:
            page.write_text(now, encoding="utf-8")
        sys.stderr.write(f"{page}: {'is out of date' if check else 'updated'}\n")
    return stale if check else 0


if __name__ == "__main__":
    sys.exit(main())
