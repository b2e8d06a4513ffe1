"""What a person should know of an imported list beside the counts.

Each note names the first few records it is about, so that they can be looked at.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from stdplan.catalogue.bulk_load import Outcome
from stdplan.domain.text import visible
from stdplan.i18n import t
from stdplan.importing.activities import Activities
from stdplan.importing.amounts import Amounts
from stdplan.importing.headers import fold
from stdplan.importing.list_summary import Reading
from stdplan.importing.readers.rows import Skipped
from stdplan.importing.reviews import Results, means_outcome

_NAMED = 5
_LONGEST = 40  # characters of a line that is shown


def of_standards(reading: Reading, outcome: Outcome, day: date) -> Iterator[str]:
    """Notes on one list, imported on `day`."""
    file = reading.file + reading.part
    yield from skipped(file, reading.skipped)
    if reading.sectorless:
        names = _first([_short(text) for text in reading.sectorless])
        sentence = "{file}: section lines that name no sector: {names}"
        yield t(sentence, file=file, names=names)
    if reading.nameless.count:
        yield from _nameless(file, reading)
    if reading.unknown:
        columns = ", ".join(reading.unknown)
        yield t("{file}: columns kept in extra: {names}", file=file, names=columns)
    if any(means_outcome(fold(header)) for header in reading.unknown):
        sentence = "{file}: results of reviews are taken in by `stdplan review import`"
        yield t(sentence, file=file)
    if reading.merged:
        sentence = "{file}: {count} rows were joined with an earlier row of the same standard"
        yield t(sentence, file=file, count=reading.merged)
    if reading.overruled:
        sentence = "{file}: {count} rows contradict another row of their standard; one of them won"
        yield t(sentence, file=file, count=reading.overruled)
    if reading.half_withdrawn:
        sentence = (
            "{file}: {count} rows tell a withdrawal that another row of their standard does not"
        )
        yield t(sentence, file=file, count=reading.half_withdrawn)
    for sentence, tally in (
        ("{file}: {count} numbers kept as they stand: {names}", reading.kept),
        (
            "{file}: {count} withdrawn without a day; where the catalogue has none, taken as {day}"
            " until a successor tells: {names}",
            reading.inferred,
        ),
        (
            "{file}: {count} status words disagree with their dates; the dates win: {names}",
            reading.against_dates,
        ),
        (
            "{file}: {count} status words have no date to rest on; the year in the number tells:"
            " {names}",
            reading.without_dates,
        ),
        (
            "{file}: {count} cells of replaced standards hold words without a number: {names}",
            reading.words,
        ),
        (
            "{file}: {count} cells hold words that no field knows, kept in extra: {names}",
            reading.strange,
        ),
    ):
        if tally.count:
            names = _first(tally.names, tally.count)
            yield t(sentence, file=file, count=tally.count, names=names, day=day)
    if reading.undated.count:
        sentence = "{file}: {count} dates are words, kept in the note: {names}"
        names = _first([_short(text) for text in reading.undated.names], reading.undated.count)
        yield t(sentence, file=file, count=reading.undated.count, names=names)
    if outcome.doubtful:
        pairs = [f"{project} / {number}" for project, number in outcome.doubtful]
        sentence = "{file}: {count} standards may come of a project of their title: {names}"
        yield t(sentence, file=file, count=len(pairs), names=_first(pairs, len(pairs)))


def _nameless(file: str, reading: Reading) -> Iterator[str]:
    """Rows that only their title names, and the column that their numbers may stand in."""
    found = reading.nameless
    names = _first([_short(title) for title in found.names], found.count)
    sentence = "{file}: {count} rows have no number, only a title: {names}"
    yield t(sentence, file=file, count=found.count, names=names)
    for header, count in reading.numbers.most_common(1):
        if count * 2 > reading.rows:
            sentence = '{file}: numbers stand in the column "{header}": --map "{header}=number"'
            yield t(sentence, file=file, header=header)


def of_results(results: Results) -> Iterator[str]:
    """Notes on a list of review results."""
    reading = results.reading
    file = reading.file + reading.part
    yield from skipped(file, reading.skipped)
    if reading.unknown:
        sentence = "{file}: columns kept in the notes of the reviews: {names}"
        yield t(sentence, file=file, names=", ".join(reading.unknown))
    for sentence, tally in (
        (
            "{file}: {count} numbers without their year, taken as the newest edition: {names}",
            results.undated,
        ),
        ("{file}: {count} revision projects keep another target date: {names}", results.aimed),
    ):
        if tally.count:
            names = _first(tally.names, tally.count)
            yield t(sentence, file=file, count=tally.count, names=names)


def of_amounts(amounts: Amounts) -> Iterator[str]:
    """Notes on a list of amounts."""
    reading = amounts.reading
    file = reading.file + reading.part
    yield from skipped(file, reading.skipped)
    if reading.unknown:
        sentence = "{file}: columns kept in the notes of the amounts: {names}"
        yield t(sentence, file=file, names=", ".join(reading.unknown))


def of_activities(found: Activities) -> Iterator[str]:
    """Notes on a list of activities."""
    reading = found.reading
    file = reading.file + reading.part
    yield from skipped(file, reading.skipped)
    if reading.unknown:
        sentence = "{file}: columns kept in the notes of the activities: {names}"
        yield t(sentence, file=file, names=", ".join(reading.unknown))
    if found.joined:
        sentence = "{file}: {count} rows were joined with an earlier row of the same activity"
        yield t(sentence, file=file, count=found.joined)
    for sentence, tally in (
        ("{file}: {count} numbers kept as they stand: {names}", found.rows_of.unread),
        (
            "{file}: {count} cells hold words that no field knows, kept in the note: {names}",
            found.rows_of.strange,
        ),
        (
            "{file}: {count} activities have no day, and count nowhere: {names}",
            found.rows_of.undated,
        ),
    ):
        if tally.count:
            names = _first(tally.names, tally.count)
            yield t(sentence, file=file, count=tally.count, names=names)


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


def _first(names: Sequence[str], count: int = 0) -> str:
    """The first few of the names; `count`: how many there are, where not all are at hand."""
    more = max(count, len(names)) - _NAMED
    return ", ".join(names[:_NAMED]) + (t(" and {count} more", count=more) if more > 0 else "")
