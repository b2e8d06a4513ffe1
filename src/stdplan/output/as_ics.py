"""The writer of iCalendar (RFC 5545): each row is an event of one day.

The columns are uid, summary, category, start and stamp; start and stamp are ISO dates. Rule: the
same rows give the same bytes at any time, so the identity of an event comes from its `uid`, and its
time stamp from the day asked about.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import BinaryIO

from icalendar import Calendar, Event

from stdplan.domain.text import escape_unprintable
from stdplan.output.formats import Style
from stdplan.table import Column, Row

_END = b"END:VCALENDAR"


def write_ics(columns: Sequence[Column], rows: Iterator[Row], out: BinaryIO, style: Style) -> int:
    """Write the rows as all-day events; return their number."""
    calendar = Calendar()
    calendar.add("prodid", "-//stdplan//stdplan//EN")
    calendar.add("version", "2.0")
    head, end, rest = calendar.to_ical().partition(_END)
    out.write(head)
    names = [column.name for column in columns]
    count = 0
    for row in rows:
        count += 1
        out.write(_event({name: str(cell or "") for name, cell in zip(names, row, strict=True)}))
    out.write(end + rest)
    return count


def _event(cells: dict[str, str]) -> bytes:
    """Return the event for the cells of a row, by the names of their columns."""
    event = Event()
    # Letters and digits only: no program that reads the file changes such a name.
    event.add("uid", f"{sha256(cells['uid'].encode()).hexdigest()[:24]}@stdplan")
    day = date.fromisoformat(cells["stamp"])
    event.add("dtstamp", datetime(day.year, day.month, day.day, tzinfo=UTC))
    event.add("dtstart", date.fromisoformat(cells["start"]))
    event.add("summary", escape_unprintable(cells["summary"]))
    if cells["category"]:
        event.add("categories", [cells["category"]])
    event.add("transp", "TRANSPARENT")
    return bytes(event.to_ical())
