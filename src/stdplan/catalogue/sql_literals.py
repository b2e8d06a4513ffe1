"""Values as literals in SQL, for views: SQLite allows no parameters in them.

Rule: a literal is made only here, and only of texts, numbers and None.
"""

from __future__ import annotations

from collections.abc import Mapping

from stdplan.light import lazy_pattern

# A text in quotes, or a parameter.
_QUOTED_OR_PARAMETER = lazy_pattern(r"'[^']*'|\"[^\"]*\"|:([a-z_][a-z_0-9]*)")


def literal(value: object) -> str:
    """Return a value as SQL.

    >>> literal("it's"), literal(None), literal(3)
    ("'it''s'", 'NULL', '3')
    """
    if value is None:
        return "NULL"
    if isinstance(value, int | float):
        return repr(int(value) if isinstance(value, bool) else value)
    return "'" + str(value).replace("'", "''") + "'"


def with_literals(sql: str, parameters: Mapping[str, object]) -> str:
    """Return a statement with literals in place of its parameters.

    >>> with_literals("SELECT :day || ':day'", {"day": "2011-06-30"})
    "SELECT '2011-06-30' || ':day'"
    """
    return _QUOTED_OR_PARAMETER.sub(
        lambda found: literal(parameters[found[1]]) if found[1] else found[0], sql
    )
