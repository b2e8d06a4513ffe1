"""What a person should know of an imported list beside the counts.

Each note names the first few records it is about, so that they can be looked at.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from stdplan.domain import age
from stdplan.domain.cells import visible
from stdplan.domain.dates import first_day
from stdplan.domain.record import Record
from stdplan.exchange.drafts import Draft
from stdplan.exchange.readers.rows import Skipped
from stdplan.exchange.reading import Reading
from stdplan.i18n import t

_NAMED = 5
_LONGEST = 40  # characters of a line that is shown


def sentences(reading: Reading, day: date) -> Iterator[str]:
    """Notes on one list, imported on `day`."""
    drafts = list(reading.drafts.values())
    yield from skipped(reading.file + reading.part, reading.skipped)
    if reading.sectorless:
        names = _first([_short(text) for text in reading.sectorless])
        sentence = "{file}: section lines that name no sector: {names}"
        yield t(sentence, file=reading.file + reading.part, names=names)
    if reading.unknown:
        columns = ", ".join(reading.unknown)
        yield t("{file}: columns kept in extra: {names}", file=reading.file, names=columns)
    if reading.merged:
        sentence = "{file}: {count} rows were joined with an earlier row of the same standard"
        yield t(sentence, file=reading.file, count=reading.merged)
    if reading.overruled:
        sentence = "{file}: {count} rows contradict another row of their standard; one of them won"
        yield t(sentence, file=reading.file, count=reading.overruled)
    inferred = [draft for draft in drafts if draft.record.values.get("withdrawn_inferred")]
    strange = [
        draft for draft in drafts if draft.status and _status(draft.record, day) != draft.status
    ]
    words = [f'{draft.record.key} "{word}"' for draft in drafts for word in draft.words]
    unknown = [f"{draft.record.key} {word}" for draft in drafts for word in draft.strange]
    for sentence, found in (
        ("{file}: {count} numbers kept as they stand: {names}", reading.kept),
        (
            "{file}: {count} withdrawn without a day, taken as {day} until a successor tells:"
            " {names}",
            _keys(inferred),
        ),
        (
            "{file}: {count} status words disagree with their dates; the dates win: {names}",
            _keys([draft for draft in strange if _dated(draft)]),
        ),
        (
            "{file}: {count} status words have no date to rest on; the year in the number tells:"
            " {names}",
            _keys([draft for draft in strange if not _dated(draft)]),
        ),
        (
            "{file}: {count} cells of replaced standards hold words without a number: {names}",
            words,
        ),
        ("{file}: {count} cells hold words that no field knows, kept in extra: {names}", unknown),
    ):
        if found:
            names = _first(found)
            yield t(sentence, file=reading.file, count=len(found), names=names, day=day)


def skipped(file: str, found: Skipped) -> Iterator[str]:
    """What stands in a list and is no row of it; `file` is what messages call it."""
    for sentence, what in (
        ("{file}: {count} title lines above the header skipped: {names}", "title"),
        ("{file}: {count} repeated headers skipped: {names}", "header"),
        ("{file}: {count} section lines between the rows: {names}", "section"),
        ("{file}: {count} remarks skipped: {names}", "remark"),
        ("{file}: {count} lines without a number skipped: {names}", "prose"),
        ("{file}: {count} tables with other headers not read: {names}", "table"),
        ("{file}: {count} more sheets hold a list (--sheet chooses): {names}", "sheet"),
    ):
        if count := found.counts[what]:
            names = _first([_short(text) for text in found.first[what]], count)
            yield t(sentence, file=file, count=count, names=names)


def _short(text: str) -> str:
    shown = visible(text)
    return f'"{shown}"' if len(shown) <= _LONGEST else f'"{shown[:_LONGEST]}…"'


def _keys(drafts: Sequence[Draft]) -> list[str]:
    return [draft.record.key for draft in drafts]


def _dated(draft: Draft) -> bool:
    return any(draft.record.values.get(name) for name in ("published", "effective", "withdrawn"))


def _first(names: Sequence[str], count: int = 0) -> str:
    """The first few of the names; `count`: how many there are, where not all are at hand."""
    more = max(count, len(names)) - _NAMED
    return ", ".join(names[:_NAMED]) + (t(" and {count} more", count=more) if more > 0 else "")


def _status(record: Record, day: date) -> str:
    """The status that the record's own dates tell; links take force only in the catalogue."""

    def of(name: str) -> date | None:
        text = record.values.get(name)
        return first_day(str(text)) if text else None

    year = record.values.get("number_year")
    life = age.Life(
        number_year=year if isinstance(year, int) else None,
        has_number=record.values.get("number") is not None,
        published=of("published"),
        effective=of("effective"),
        withdrawn=of("withdrawn"),
        terminated=of("terminated"),
        stages=tuple((first_day(on), code) for code, on in record.stages),
    )
    return age.status(life, day)
