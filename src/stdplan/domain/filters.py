"""The values of a filter: what `--sector` finds and what `--not-sector` leaves out.

Rule: a record is found if one of several values finds it. A record with a value that is left out is
never found, whatever else finds it; a record without any value is not left out.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from stdplan.light import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from typing import Any


class Wanted(NamedTuple):
    """The values of a filter: one of `values` is needed if there are any, none of `excluded` may
    be there. It is true if it has any value."""

    values: Sequence[Any] = ()
    excluded: Sequence[Any] = ()

    def __bool__(self) -> bool:
        return bool(self.values or self.excluded)

    def converted(
        self, convert: Callable[[Sequence[Any], str], Sequence[Any]], option: str
    ) -> Wanted:
        """Return the filter with its values converted; `option`: the one with `values`.

        `convert` gets values, and their option for messages.

            Wanted(["机械"]).converted(partial(sectors, connection), "--sector")
        """
        return Wanted(
            tuple(convert(self.values, option)), tuple(convert(self.excluded, negated(option)))
        )

    def condition(self, condition: Callable[[Sequence[Any], str], str]) -> str:
        """Return the filter as SQL for 1 or 0.

        `condition` gets values and how the names of their parameters begin, and returns SQL for 1
        if one of the values is there.
        """
        found = [condition(self.values, "")] if self.values else []
        if self.excluded:
            found.append(f"(({condition(self.excluded, 'not_')}) IS NOT TRUE)")
        return f"({' AND '.join(found) or '1'})"

    def among(self, known: Sequence[Any]) -> tuple[Any, ...]:
        """Return the values of a closed list that pass the filter."""
        return tuple(
            value
            for value in known
            if value not in self.excluded and (not self.values or value in self.values)
        )


NO_FILTER = Wanted()


def negated(option: str) -> str:
    """Return the option that leaves out what an option finds: `--not-sector` for `--sector`."""
    return f"--not-{option.removeprefix('--')}"
