"""Where the records of a list go: what the importer asks of the catalogue, without knowing it."""

from collections.abc import Iterable, Iterator
from typing import Protocol

from stdplan.domain.record import Placed, Rows


class Sink(Protocol):
    """Where the records of a list go; the catalogue's stage is one."""

    def rows(self, rows: Rows) -> None:
        """Take many records."""

    def record(self, placed: Placed) -> None:
        """Take one record."""

    def ended(self, place: int) -> None:
        """The list has had so many rows."""

    def same(self) -> Iterator[list[Placed]]:
        """The records taken that have one key, each group in the order of the list."""

    def replace(self, old: Iterable[Placed], new: Iterable[Placed]) -> None:
        """Put `new` in the place of `old` ones."""
