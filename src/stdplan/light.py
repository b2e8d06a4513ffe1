"""Stand-ins for `typing` and `re`, which take as long to import as a short command runs.

    from stdplan.light import TYPE_CHECKING, NamedTuple

Rule: a module that a plain reading command imports takes these from here, has `from __future__
import annotations`, and imports names for annotations only under `if TYPE_CHECKING`.
tests/program/test_start_up.py finds a module that does not.
"""

from __future__ import annotations

from collections import namedtuple

TYPE_CHECKING = False  # type checkers take it for true

if TYPE_CHECKING:
    from re import Pattern
    from typing import Any
    from typing import NamedTuple as NamedTuple
    from typing import Protocol as Protocol

    def lazy_pattern(pattern: str) -> Pattern[str]: ...

else:
    Protocol = object

    class _MakeNamedTuple(type):
        """Makes a named tuple of a class whose annotations are its fields."""

        def __new__(mcs, name: str, bases: tuple[type, ...], namespace: dict[str, Any]) -> type:
            fields = namespace["__annotations__"]
            defaults = [namespace.pop(field) for field in fields if field in namespace]
            made = namedtuple(name, fields, defaults=defaults)
            for key, value in namespace.items():
                setattr(made, key, value)
            return made

    # Without the metaclass's __new__: it has no fields.
    NamedTuple = type.__new__(_MakeNamedTuple, "NamedTuple", (), {})

    class lazy_pattern:
        """A regular expression that is compiled when it is first used."""

        def __init__(self, pattern: str) -> None:
            self._source = pattern

        def __getattr__(self, name: str) -> Any:
            import re

            method = getattr(re.compile(self._source), name)
            setattr(self, name, method)  # the next call finds it at once
            return method
