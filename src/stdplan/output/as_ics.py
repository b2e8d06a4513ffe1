"""iCalendar (RFC 5545): each row a day in a calendar.

Rule: the same rows give the same bytes, whenever they are written: an event's identity comes from
its `uid`, its stamp from the day asked about. Columns are uid, summary, category, start, stamp.
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
    """Write the rows as all-day events, one after another; return how many."""
    calendar = Calendar()
    calendar.add("prodid", "-//stdplan//stdplan//EN")
    calendar.add("version", "2.0")
    begin, end, rest = calendar.to_ical().partition(_END)
    out.write(begin)
    names = [column.name for column in columns]
    count = 0
    for row in rows:
        count += 1
        out.write(_event({name: str(cell or "") for name, cell in zip(names, row, strict=True)}))
    out.write(end + rest)
    return count


def _event(cells: dict[str, str]) -> bytes:
    event = Event()
    # A name of letters and digits alone, which no program that reads it changes.
    event.add("uid", f"{sha256(cells['uid'].encode()).hexdigest()[:24]}@stdplan")
    day = date.fromisoformat(cells["stamp"])
    event.add("dtstamp", datetime(day.year, day.month, day.day, tzinfo=UTC))
    event.add("dtstart", date.fromisoformat(cells["start"]))
    event.add("summary", escape_unprintable(cells["summary"]))
    if cells["category"]:
        event.add("categories", [cells["category"]])
    event.add("transp", "TRANSPARENT")
    return bytes(event.to_ical())
