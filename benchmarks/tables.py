"""The table that the peers get: the list's columns as text, and as many indexes as stdplan keeps.

Rule: each index of stdplan's table `standard` is read from a catalogue and has one here, unique
where that is, over the columns of the list that are most like its own. An index that holds no entry
of this list, as that of plan numbers, holds none here either. stdplan's tables of links, and their
indexes, have no counterpart: the peers do not read links.
"""

import sqlite3
from pathlib import Path

from vocabulary import HEADER

# What stdplan derives from a row, and where a list has about the same.
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
    """The statements that make the table and its indexes."""
    columns = ", ".join(f'"{name}" TEXT' for name in HEADER)
    made = [f"CREATE TABLE list ({columns})"]
    connection = sqlite3.connect(catalogue)
    found = connection.execute(
        'SELECT name, "unique", partial FROM pragma_index_list(?) ORDER BY name', ("standard",)
    ).fetchall()
    for place, (name, unique, partial) in enumerate(found):
        own = connection.execute("SELECT name FROM pragma_index_info(?)", (name,)).fetchall()
        names = dict.fromkeys(_LIKE.get(column, _ELSE) for (column,) in own)
        over = ", ".join(f'"{column}"' for column in names)
        kind = "UNIQUE INDEX" if unique else "INDEX"
        # No cell is NULL in a table that comes from csv.
        where = f' WHERE "{_ELSE}" IS NULL' if partial else ""
        made.append(f"CREATE {kind} list_{place} ON list ({over}){where}")
    connection.close()
    return made
