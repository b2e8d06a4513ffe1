"""Write the dictionary of docs/views.md, all that follows its introduction, from the views.

python tests/view_page.py            writes it
python tests/view_page.py --check    exits with 1 if it is out of date
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

PAGE = Path(__file__).parents[1] / "docs" / "views.md"
_NESTED = ("list", "object", "records")


def refreshed_views(text: str) -> str:
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
        lines = [f"## {view}\n", f"{en[0].upper()}{en[1:]}.\n", f"{zh}。\n"]
        lines.append("| column | type | meaning | 含义 |\n|---|---|---|---|")
        for column in columns:
            of_column = column_words(view, column.name)
            kind = "JSON" if column.kind in _NESTED else sql_type(column.kind)
            lines.append(f"| `{column.name}` | {kind} | {of_column[1]} | {of_column[0]} |")
        parts.append("\n".join(lines) + "\n")
    return "\n".join(parts)


def main() -> int:
    """Write or check the page, and return the exit code."""
    text = PAGE.read_text("utf-8")
    now = refreshed_views(text)
    if text == now:
        return 0
    check = "--check" in sys.argv
    if not check:
        PAGE.write_text(now, encoding="utf-8")
    sys.stderr.write(f"{PAGE.name}: {'is out of date' if check else 'updated'}\n")
    return int(check)


if __name__ == "__main__":
    sys.exit(main())
