"""The columns of a list that is no list of standards: what a row of it says, field by field.

Rule: nothing of a row is lost. A cell that is no value of a field goes to the note, behind its
header.
"""

from collections.abc import Iterable, Mapping

from stdplan.domain.text import clean
from stdplan.exchange.layouts import Feed
from stdplan.exchange.reading import Tally
from stdplan.exchange.row import Row
from stdplan.exchange.values import Reader, Value, read_value, reader
from stdplan.i18n import t

Given = Mapping[str, tuple[Feed, str]]


class ListColumns:
    """Reads the rows of one list."""

    def __init__(
        self, feeds: Iterable[Feed], unknown: Iterable[tuple[int, str]], given: Given
    ) -> None:
        """`unknown`: place and header of columns that nobody knows; `given`: what --set says, for
        cells that are empty."""
        self._columns: list[tuple[Feed, Reader]] = [(feed, reader(feed)) for feed in feeds]
        self._feeds = {feed.field.name: feed for feed, _ in reversed(self._columns)}
        self._unknown = tuple(unknown)
        self._given = given
        # Headers of columns that nobody knows and that hold something.
        self.kept: dict[str, None] = {}
        # Words of known columns that their fields do not know.
        self.strange = Tally()

    def header(self, name: str) -> str:
        """What the list, or else an option, calls a field."""
        if name in self._feeds:
            return self._feeds[name].header
        return self._given[name][0].header if name in self._given else name

    def cell(self, name: str, cells: list[str]) -> str:
        """What a row has in the column of a field, as written, or what an option says instead."""
        if name in self._feeds and (text := clean(cells[self._feeds[name].place])):
            return text
        return self._given[name][1] if name in self._given else ""

    def read(self, cells: list[str]) -> Row:
        """What the cells of a row say, and the faults of each by itself."""
        row = Row()
        for feed, read in self._columns:
            self.take(row, feed, read(cells[feed.place]), cells)
        for place, header in self._unknown:
            row.keep(header, cells[place])
        return row

    def take(self, row: Row, feed: Feed, value: Value, cells: list[str]) -> None:
        """Take what one cell gives."""
        row.take(feed, value)

    def fill(self, row: Row, name: str) -> None:
        """Take what --set says of a field, where the row gives nothing."""
        if name in self._given and name not in row.said:
            feed, text = self._given[name]
            row.take(feed, read_value(feed.field, text, feed.header))

    def need(self, row: Row, name: str) -> None:
        """A row without the field is at fault, unless its cell is so already."""
        if name not in row.said and not any(f.column == self.header(name) for f in row.faults):
            row.refuse(self.header(name), "", t("is empty"))

    def refuse(self, row: Row, name: str, cells: list[str], problem: str) -> None:
        """The cell of a field is at fault."""
        row.refuse(self.header(name), self.cell(name, cells), problem)

    def note(self, row: Row) -> str | None:
        """The row's note: what its columns of notes say, words in the place of dates, and cells
        that have no field, with their headers."""
        self.kept |= dict.fromkeys(row.columns_kept())
        for words in row.strange:
            self.strange.add(words)
        said = [str(value.value) for _, value in row.said.get("note", [])]
        notes = [*said, *row.notes, *(f"{header}: {text}" for header, text in row.extra.items())]
        return "; ".join(dict.fromkeys(notes)) or None
