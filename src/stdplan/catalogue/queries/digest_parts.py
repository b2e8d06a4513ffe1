"""What a digest is made of: its days, and parts that are records of one kind each."""

from datetime import date, timedelta
from typing import NamedTuple

from stdplan.catalogue.queries.select import Select
from stdplan.table import Column, Row

# What is told of every standard.
STANDARD = ("date", "number", "title", "sector", "department")


class Time(NamedTuple):
    """From one day to another, both among them, and how many days ahead of the last one."""

    since: date
    until: date
    ahead: int

    @property
    def limit(self) -> date:
        """The last of the days ahead."""
        return self.until + timedelta(self.ahead)


class Part(NamedTuple):
    """Records of one kind, under a name; each row has a cell for each of the keys."""

    name: str
    keys: tuple[str, ...]
    rows: list[Row]


def also(source: Select, more: dict[str, str], lists: tuple[str, ...] = ()) -> Select:
    """A question that can be asked for more expressions; `lists` are those of several values."""
    columns = (Column(name, "list" if name in lists else "text") for name in more)
    return source._replace(
        expressions={**source.expressions, **more}, columns=(*source.columns, *columns)
    )
