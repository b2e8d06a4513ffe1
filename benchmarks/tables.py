"""The table of the peers: the list's columns as text, with as many indexes as stdplan has.

Rule: each index of stdplan's table `standard` is read from a catalogue and gets a counterpart here,
unique if it is unique, on the columns of the list that are most similar to its own. An index that
has no entries for this list, such as that of plan numbers, has none here either. stdplan's tables
of links and their indexes have no counterpart: the peers do not parse links.
"""

import sqlite3
from pathlib import Path

from vocabulary import HEADER

# Columns that stdplan derives from a row, and the most similar columns of a list.
_LIKE = {
    "key": "标准编号",
    "number": "标准编号",
    "base": "标准编号",
    "sort_key": "标准编号",
    "amends": "标准编号",
    "prefix": "主管部门",
    "sector": "主管部门",
    "published": "发布日期",
    "effective": "实施日期",
}
_ELSE = "标准名称"


def schema(catalogue: Path) -> list[str]:
    """Return the statements that create the table and its indexes."""
    columns = ", ".join(f'"{name}" TEXT' for name in HEADER)
    statements = [f"CREATE TABLE list ({columns})"]
    connection = sqlite3.connect(catalogue)
    indexes = connection.execute(
        'SELECT name, "unique", partial FROM pragma_index_list(?) ORDER BY name', ("standard",)
    ).fetchall()
    for position, (name, unique, partial) in enumerate(indexes):
        own = connection.execute("SELECT name FROM pragma_index_info(?)", (name,)).fetchall()
        names = dict.fromkeys(_LIKE.get(column, _ELSE) for (column,) in own)
        over = ", ".join(f'"{column}"' for column in names)
        kind = "UNIQUE INDEX" if unique else "INDEX"
        # No cell of a table imported from csv is NULL.
        where = f' WHERE "{_ELSE}" IS NULL' if partial else ""
        statements.append(f"CREATE {kind} list_{position} ON list ({over}){where}")
    connection.close()
    return statements
