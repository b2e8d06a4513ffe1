"""The notes of an import on stderr: what a person may have to look at in each list.

Each note names the first few records it is about.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from stdplan.catalogue.bulk_load import LoadResult
from stdplan.catalogue.staged_checks import EndedByEdition, ImpossibleLinks
from stdplan.domain.codes import OUTCOMES, label
from stdplan.domain.text import escape_unprintable
from stdplan.i18n import t, tn
from stdplan.importing.headers import fold, outcome_headers
from stdplan.importing.list_summary import ListSummary
from stdplan.importing.readers.rows import Skipped

if TYPE_CHECKING:
    # Not at run time: an import of standards does not load the readers of other lists.
    from stdplan.importing.activities import Activities
    from stdplan.importing.adjustments import AdjustmentList
    from stdplan.importing.amounts import Amounts
    from stdplan.importing.reviews import ReviewList

_NAMED = 5  # names in a note
_OF_FILES = ("passed over", "no list")  # notes that name files with their whole path
_LONGEST = 40  # characters of a text in a note


def of_standards(summary: ListSummary, outcome: LoadResult, day: date) -> Iterator[str]:
    """Yield the notes on a list of standards; `day` is the day of the import."""
    file = summary.file + summary.part
    yield from skipped_lines(file, summary.skipped)
    if summary.proposed:
        sentence = "{file}: to store what the text around the list says, add {options}"
        yield t(sentence, file=file, options=" ".join(summary.proposed))
    if summary.sectorless:
        names = _first([_short(text) for text in summary.sectorless])
        sentence = "{file}: section lines without a known sector: {names}"
        yield t(sentence, file=file, names=names)
    if summary.nameless.count:
        yield from _nameless(file, summary)
    if summary.unknown:
        columns = ", ".join(summary.unknown)
        yield t("{file}: columns stored in extra: {names}", file=file, names=columns)
    if summary.unknown and not outcome_headers().isdisjoint(map(fold, summary.unknown)):
        sentence = "{file}: to import review outcomes, use `stdplan review import`"
        yield t(sentence, file=file)
    if summary.merged:
        singular = "{file}: {count} row was merged with an earlier row for the same standard"
        plural = "{file}: {count} rows were merged with an earlier row for the same standard"
        yield tn(singular, plural, summary.merged, file=file)
    if summary.overruled:
        singular = (
            "{file}: {count} row contradicts another row for the same standard; one of them"
            " was used"
        )
        plural = (
            "{file}: {count} rows contradict another row for the same standard; one of them"
            " was used"
        )
        yield tn(singular, plural, summary.overruled, file=file)
    if summary.half_withdrawn:
        singular = (
            "{file}: {count} row has a withdrawal that another row for the same standard"
            " does not have"
        )
        plural = (
            "{file}: {count} rows have a withdrawal that another row for the same standard"
            " does not have"
        )
        yield tn(singular, plural, summary.half_withdrawn, file=file)
    for singular, plural, counted in (
        (
            "{file}: {count} number not recognized, stored as written: {names}",
            "{file}: {count} numbers not recognized, stored as written: {names}",
            summary.kept,
        ),
        (
            "{file}: {count} withdrawn standard without a date; if the catalogue has none either,"
            " {day} is used until the date of a successor is known: {names}",
            "{file}: {count} withdrawn standards without a date; if the catalogue has none either,"
            " {day} is used until the date of a successor is known: {names}",
            summary.inferred,
        ),
        (
            "{file}: {count} status contradicts the dates; the dates are used: {names}",
            "{file}: {count} statuses contradict the dates; the dates are used: {names}",
            summary.against_dates,
        ),
        (
            "{file}: {count} status comes without a date; the year of the number is used: {names}",
            "{file}: {count} statuses come without a date; the year of the number is used: {names}",
            summary.without_dates,
        ),
        (
            "{file}: {count} cell of replaced standards has text without a number: {names}",
            "{file}: {count} cells of replaced standards have text without a number: {names}",
            summary.words,
        ),
        (
            "{file}: {count} request changes nothing: {names}",
            "{file}: {count} requests change nothing: {names}",
            summary.requests,
        ),
        (
            "{file}: {count} cell has text that does not fit its field, stored in extra: {names}",
            "{file}: {count} cells have text that does not fit their field, stored in extra:"
            " {names}",
            summary.strange,
        ),
        (
            "{file}: {count} conversion takes its day from the publication, effect or withdrawal in"
            " the list: {names}",
            "{file}: {count} conversions take their day from the publication, effect or withdrawal"
            " in the list: {names}",
            summary.converted_by_other_days,
        ),
        (
            "{file}: {count} conversion comes without a day; if the catalogue has none either,"
            " {day} is used: {names}",
            "{file}: {count} conversions come without a day; if the catalogue has none either,"
            " {day} is used: {names}",
            summary.converted_on_import,
        ),
    ):
        if counted.count:
            names = _first(counted.names, counted.count)
            yield tn(singular, plural, counted.count, file=file, names=names, day=day)
    if summary.undated.count:
        singular = "{file}: {count} date is in words, stored in the note: {names}"
        plural = "{file}: {count} dates are in words, stored in the note: {names}"
        names = _first([_short(text) for text in summary.undated.names], summary.undated.count)
        yield tn(singular, plural, summary.undated.count, file=file, names=names)
    if outcome.no_projects:
        singular = (
            "{file}: {count} suspension or extension left out, because the record is no project on"
            " that day: {names}"
        )
        plural = (
            "{file}: {count} suspensions or extensions left out, because the records are no"
            " projects on that day: {names}"
        )
        names = _first(list(map(escape_unprintable, outcome.no_projects)), len(outcome.no_projects))
        yield tn(singular, plural, len(outcome.no_projects), file=file, names=names)
    if outcome.doubtful:
        pairs = [f"{project} / {number}" for project, number in outcome.doubtful]
        singular = (
            "{file}: {count} standard may be the result of a project with the same title: {names}"
        )
        plural = (
            "{file}: {count} standards may be the result of a project with the same title: {names}"
        )
        yield tn(singular, plural, len(pairs), file=file, names=_first(pairs, len(pairs)))
    if outcome.renamed:
        pairs = [f"{old} → {new}" for old, new in outcome.renamed]
        singular = "{file}: {count} row names a standard by its former number: {names}"
        plural = "{file}: {count} rows name standards by their former numbers: {names}"
        yield tn(singular, plural, len(pairs), file=file, names=_first(pairs, len(pairs)))
    if outcome.kept_ends:
        kept = [f"{key} {ends}" for key, ends in outcome.kept_ends]
        singular = "{file}: {count} day of withdrawal entered by hand stays: {names}"
        plural = "{file}: {count} days of withdrawal entered by hand stay: {names}"
        yield tn(singular, plural, len(kept), file=file, names=_first(kept, len(kept)))
    if outcome.other_outcomes:
        kept = [
            f"{key} {review_day} {label(OUTCOMES, code)}"
            for key, review_day, code in outcome.other_outcomes
        ]
        singular = (
            "{file}: {count} confirmation not recorded, because another outcome is stored for that"
            " day: {names}"
        )
        plural = (
            "{file}: {count} confirmations not recorded, because another outcome is stored for that"
            " day: {names}"
        )
        yield tn(singular, plural, len(kept), file=file, names=_first(kept, len(kept)))


def of_impossible_links(
    summary: ListSummary, impossible: Mapping[str, ImpossibleLinks]
) -> Iterator[str]:
    """Yield the notes on links of a list of standards that have no effect, by the reason."""
    file = summary.file + summary.part
    for singular, plural, problem in (
        (
            "{file}: {count} standard replaces itself, which has no effect: {names}",
            "{file}: {count} standards replace themselves, which has no effect: {names}",
            "itself",
        ),
        (
            "{file}: {count} successor is older than what it replaces, which has no effect"
            " (successor / replaced): {names}",
            "{file}: {count} successors are older than what they replace, which has no effect"
            " (successor / replaced): {names}",
            "older",
        ),
        (
            "{file}: {count} link has no effect, because the records replace each other and neither"
            " is later (successor / replaced): {names}",
            "{file}: {count} links have no effect, because the records replace each other and"
            " neither is later (successor / replaced): {names}",
            "circle",
        ),
    ):
        if links := impossible.get(problem):
            pairs = [" / ".join(dict.fromkeys(pair)) for pair in links.first]
            names = _first(list(map(escape_unprintable, pairs)), links.number)
            yield tn(singular, plural, links.number, file=file, names=names)


def of_ended_editions(summary: ListSummary, ended: Sequence[EndedByEdition]) -> Iterator[str]:
    """Yield the note on standards that a list calls in force, but whose next edition ended them."""
    if ended:
        names = [f"{key} ({ends}, {edition})" for key, ends, edition in ended]
        singular = (
            "{file}: {count} standard is in force in the list, but its next edition ended it"
            " (correct the end with `standards edit NUMBER --ends DATE`): {names}"
        )
        plural = (
            "{file}: {count} standards are in force in the list, but their next editions ended them"
            " (correct an end with `standards edit NUMBER --ends DATE`): {names}"
        )
        file = summary.file + summary.part
        yield tn(singular, plural, len(ended), file=file, names=_first(names, len(ended)))


def _nameless(file: str, summary: ListSummary) -> Iterator[str]:
    """Yield the notes on rows without a number, and on the column that seems to have them."""
    nameless = summary.nameless
    names = _first([_short(title) for title in nameless.names], nameless.count)
    singular = "{file}: {count} row has no number, only a title: {names}"
    plural = "{file}: {count} rows have no number, only a title: {names}"
    yield tn(singular, plural, nameless.count, file=file, names=names)
    for header, count in summary.numbers.most_common(1):
        if count * 2 > summary.rows:
            sentence = '{file}: the column "{header}" has numbers: use --map "{header}=number"'
            yield t(sentence, file=file, header=header)


def of_results(results: "ReviewList") -> Iterator[str]:
    """Yield the notes on a list of review results."""
    summary = results.summary
    file = summary.file + summary.part
    yield from skipped_lines(file, summary.skipped)
    if summary.unknown:
        sentence = "{file}: columns stored in the notes of the reviews: {names}"
        yield t(sentence, file=file, names=", ".join(summary.unknown))
    if results.proposals:
        sentence = (
            '{file}: recorded as proposals, because the outcomes are in the column "{header}"; if'
            ' they are decisions, use --map "{header}=outcome"'
        )
        yield t(sentence, file=file, header=results.proposals)
    for singular, plural, counted in (
        (
            "{file}: {count} row has no answer, and nothing was recorded for it: {names}",
            "{file}: {count} rows have no answer, and nothing was recorded for them: {names}",
            results.review_reader.unanswered,
        ),
        (
            "{file}: {count} number has no year; using the newest edition: {names}",
            "{file}: {count} numbers have no year; using the newest edition: {names}",
            results.undated,
        ),
        (
            "{file}: {count} row names a standard by its former number: {names}",
            "{file}: {count} rows name standards by their former numbers: {names}",
            results.renamed,
        ),
        (
            "{file}: {count} revision project keeps its earlier target date: {names}",
            "{file}: {count} revision projects keep their earlier target date: {names}",
            results.other_targets,
        ),
        (
            "{file}: {count} revision names a project that is not under way in the catalogue; its"
            " plan number is in the note: {names}",
            "{file}: {count} revisions name a project that is not under way in the catalogue; its"
            " plan number is in the note: {names}",
            results.unknown_projects,
        ),
        (
            "{file}: {count} revision has another project than the named one, because that began"
            " first: {names}",
            "{file}: {count} revisions have another project than the named one, because that began"
            " first: {names}",
            results.other_projects,
        ),
        (
            "{file}: {count} revision is under way in several projects; the one that began first"
            " is used: {names}",
            "{file}: {count} revisions are under way in several projects; the one that began first"
            " is used: {names}",
            results.several_projects,
        ),
        (
            "{file}: {count} revision is under way, but the catalogue has no project; one was"
            " opened: {names}",
            "{file}: {count} revisions are under way, but the catalogue has no project; one was"
            " opened for each: {names}",
            results.no_project,
        ),
        (
            "{file}: {count} review recorded before was changed: {names}",
            "{file}: {count} reviews recorded before were changed: {names}",
            results.changed_reviews,
        ),
        (
            "{file}: {count} review is of a standard that its next edition had ended: {names}",
            "{file}: {count} reviews are of standards that their next editions had ended: {names}",
            results.ended,
        ),
    ):
        if counted.count:
            names = _first(counted.names, counted.count)
            yield tn(singular, plural, counted.count, file=file, names=names)


def of_adjustments(adjusted: "AdjustmentList") -> Iterator[str]:
    """Yield the notes on a list of adjustments of projects."""
    summary = adjusted.summary
    file = summary.file + summary.part
    yield from skipped_lines(file, summary.skipped)
    if summary.unknown:
        sentence = "{file}: columns stored with the reasons: {names}"
        yield t(sentence, file=file, names=", ".join(summary.unknown))
    for singular, plural, counted in (
        (
            "{file}: {count} request changes nothing: {names}",
            "{file}: {count} requests change nothing: {names}",
            summary.requests,
        ),
        (
            "{file}: {count} project has another title in the catalogue: {names}",
            "{file}: {count} projects have another title in the catalogue: {names}",
            adjusted.other_titles,
        ),
        (
            "{file}: {count} project has another target date in the catalogue: {names}",
            "{file}: {count} projects have another target date in the catalogue: {names}",
            adjusted.other_targets,
        ),
        (
            "{file}: {count} project was renamed: {names}",
            "{file}: {count} projects were renamed: {names}",
            adjusted.renamed,
        ),
    ):
        if counted.count:
            names = _first(list(map(escape_unprintable, counted.names)), counted.count)
            yield tn(singular, plural, counted.count, file=file, names=names)


def of_amounts(amounts: "Amounts") -> Iterator[str]:
    """Yield the notes on a list of amounts."""
    summary = amounts.summary
    file = summary.file + summary.part
    yield from skipped_lines(file, summary.skipped)
    if summary.unknown:
        sentence = "{file}: columns stored in the notes of the amounts: {names}"
        yield t(sentence, file=file, names=", ".join(summary.unknown))


def of_activities(activities: "Activities") -> Iterator[str]:
    """Yield the notes on a list of activities."""
    summary = activities.summary
    file = summary.file + summary.part
    yield from skipped_lines(file, summary.skipped)
    if summary.unknown:
        sentence = "{file}: columns stored in the notes of the activities: {names}"
        yield t(sentence, file=file, names=", ".join(summary.unknown))
    if activities.joined:
        singular = "{file}: {count} row was merged with an earlier row for the same activity"
        plural = "{file}: {count} rows were merged with an earlier row for the same activity"
        yield tn(singular, plural, activities.joined, file=file)
    for singular, plural, counted in (
        (
            "{file}: {count} number not recognized, stored as written: {names}",
            "{file}: {count} numbers not recognized, stored as written: {names}",
            activities.activity_reader.unparsed,
        ),
        (
            "{file}: {count} cell has text that does not fit its field, stored in the note:"
            " {names}",
            "{file}: {count} cells have text that does not fit their field, stored in the note:"
            " {names}",
            activities.activity_reader.strange,
        ),
        (
            "{file}: {count} activity has no date, and no indicator counts it: {names}",
            "{file}: {count} activities have no date, and no indicator counts them: {names}",
            activities.activity_reader.undated,
        ),
    ):
        if counted.count:
            names = _first(counted.names, counted.count)
            yield tn(singular, plural, counted.count, file=file, names=names)


def skipped_lines(file: str, skipped: Skipped) -> Iterator[str]:
    """Yield the notes on lines of a list that are no rows; messages call the list `file`."""
    for singular, plural, kind in (
        (
            "{file}: {count} line above the header skipped: {names}",
            "{file}: {count} lines above the header skipped: {names}",
            "title",
        ),
        (
            "{file}: {count} repeated header skipped: {names}",
            "{file}: {count} repeated headers skipped: {names}",
            "header",
        ),
        (
            "{file}: {count} section line between the rows: {names}",
            "{file}: {count} section lines between the rows: {names}",
            "section",
        ),
        (
            "{file}: {count} remark skipped: {names}",
            "{file}: {count} remarks skipped: {names}",
            "remark",
        ),
        (
            "{file}: {count} line without a number skipped: {names}",
            "{file}: {count} lines without a number skipped: {names}",
            "prose",
        ),
        (
            "{file}: {count} table without a known header was not read: {names}",
            "{file}: {count} tables without a known header were not read: {names}",
            "table",
        ),
        (
            "{file}: {count} page is a picture without text and was not read: {names}",
            "{file}: {count} pages are pictures without text and were not read: {names}",
            "picture",
        ),
        (
            "{file}: {count} row at the top of a page has an empty cell that may be merged with one"
            " on the page before: {names}",
            "{file}: {count} rows at the top of a page have empty cells that may be merged with"
            " those on the page before: {names}",
            "page end",
        ),
        (
            "{file}: the list was found under {names}",
            "{file}: the list was found under {names}",
            "found",
        ),
        (
            "{count} hidden file or lock file was passed over: {names}",
            "{count} hidden files or lock files were passed over: {names}",
            "passed over",
        ),
        (
            "{count} file is no list and was not read: {names}",
            "{count} files are no lists and were not read: {names}",
            "no list",
        ),
        (
            "{file}: {count} hidden sheet was not read (choose it with --sheet): {names}",
            "{file}: {count} hidden sheets were not read (choose one with --sheet): {names}",
            "hidden",
        ),
        (
            "{file}: {count} hidden row read (--visible-only leaves it out): {names}",
            "{file}: {count} hidden rows read (--visible-only leaves them out): {names}",
            "hidden row",
        ),
        (
            "{file}: {count} hidden row left out: {names}",
            "{file}: {count} hidden rows left out: {names}",
            "left out",
        ),
        (
            "{file}: {count} hidden table was not read (choose it with --table): {names}",
            "{file}: {count} hidden tables were not read (choose one with --table): {names}",
            "hidden table",
        ),
        (
            "{file}: {count} more list begins at a byte order mark: {names}",
            "{file}: {count} more lists begin at byte order marks: {names}",
            "list",
        ),
        (
            "{file}: invisible characters removed from {count} cell: {names}",
            "{file}: invisible characters removed from {count} cells: {names}",
            "invisible",
        ),
    ):
        if count := skipped.counts[kind]:
            texts = skipped.examples[kind]
            shown = map(escape_unprintable if kind in _OF_FILES else _short, texts)
            names = _first(list(shown), count)
            yield tn(singular, plural, count, file=file, names=names)


def _short(text: str) -> str:
    """Return a text in quotes, safe to print, and cut to _LONGEST characters."""
    safe = escape_unprintable(text)
    return f'"{safe}"' if len(safe) <= _LONGEST else f'"{safe[:_LONGEST]}…"'


def _first(names: Sequence[str], count: int = 0) -> str:
    """Return the first few names; `count`: how many there are, if `names` does not have all."""
    more = max(count, len(names)) - _NAMED
    return ", ".join(names[:_NAMED]) + (t(" and {count} more", count=more) if more > 0 else "")
