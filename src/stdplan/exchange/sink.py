"""Where the records of a list go: what the importer asks of the catalogue, without knowing it."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Protocol

from stdplan.domain.standard_record import Placed, Rows


class Taker(Protocol):
    """What takes records."""

    def rows(self, rows: Rows) -> None:
        """Take many records."""

    def take(self, placed: Sequence[Placed]) -> None:
        """Take some records, one by one made."""


class Aside(Taker, Protocol):
    """Where another process puts records; `used`: the columns that they give."""

    used: set[str]

    def open(self) -> None:
        """Begin, in that process."""

    def close(self) -> None:
        """End, in that process."""

    def forget(self) -> None:
        """Leave no trace of it behind; who holds on to it can still read it."""


class Sink(Taker, Protocol):
    """Where the records of a list go; the catalogue's stage is one."""

    def aside(self) -> Any:
        """A place for another process (Aside); None: there is none."""

    def gather(self, asides: Sequence[Any], runs: Iterable[tuple[int, int, int]]) -> None:
        """Fetch what lies aside, in runs: whose it is, the first place, and how many places."""

    def ended(self, place: int) -> None:
        """The list has had so many rows."""

    def same(self) -> Iterator[list[Placed]]:
        """The records taken that have one key, each group in the order of the list."""

    def replace(self, old: Iterable[Placed], new: Iterable[Placed]) -> None:
        """Put `new` in the place of `old` ones."""
