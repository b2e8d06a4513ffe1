"""The notes of an import on stderr: what a person may have to look at in each list.

Each note names the first few records it is about. The notes on lists of standards are in
standards_notes.py.
"""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from stdplan.domain.text import escape_unprintable, shown
from stdplan.i18n import t, tn
from stdplan.importing.list_summary import CountedNames, ListSummary
from stdplan.importing.readers.rows import Skipped

if TYPE_CHECKING:
    # Not at run time: an import of standards does not load the readers of other lists.
    from stdplan.importing.activities import Activities
    from stdplan.importing.adjustments import AdjustmentList
    from stdplan.importing.amounts import Amounts
    from stdplan.importing.reviews import ReviewList

_NAMED, _COLUMNS = 5, 20  # names in a note
_OF_FILES = ("passed over", "no list")  # notes that name files with their whole path
_LONGEST = 40  # characters of a text in a note


def of_results(results: "ReviewList", mixed: bool) -> Iterator[str]:
    """Yield the notes on a list of review results; `mixed`: other lists of the command have
    proposals."""
    summary = results.summary
    file = summary.file + summary.part
    yield from skipped_lines(file, summary.skipped)
    for note in summary.column_notes:
        yield f"{file}: {note}"
    if summary.unknown:
        sentence = "{file}: columns stored in the notes of the reviews: {names}"
        yield t(sentence, file=file, names=column_names(summary.unknown))
    yield from _of_steps(file, results, mixed)
    yield from _of_reviews(file, results)


def _of_steps(file: str, results: "ReviewList", mixed: bool) -> Iterator[str]:
    """Yield the notes on why a list has proposals, or decisions."""
    if results.proposals:
        sentence = (
            '{file}: recorded as proposals, because the outcomes are in the column "{header}"; if'
            ' they are decisions, use --map "{header}=outcome"'
        )
        yield t(sentence, file=file, header=results.proposals)
    if results.proposing_title:
        sentence = (
            '{file}: recorded as proposals, because of the title "{title}"; if they are decisions,'
            " use --set step=decided"
        )
        yield t(sentence, file=file, title=shown(results.proposing_title, _LONGEST))
    if results.open_title:
        sentence = (
            '{file}: recorded as decisions, although the title "{title}" speaks of proposals, too;'
            " --proposed makes proposals"
        )
        yield t(sentence, file=file, title=shown(results.open_title, _LONGEST))
    if results.undeclared and mixed:
        sentence = (
            '{file}: recorded as decisions, because the outcomes are in the column "{header}" and'
            " no title says otherwise; --proposed makes proposals"
        )
        yield t(sentence, file=file, header=results.undeclared)


def _of_reviews(file: str, results: "ReviewList") -> Iterator[str]:
    """Yield the notes on answers that were not recorded, and on what was recorded otherwise than
    the list says."""
    for singular, plural, counted in (
        (
            "{file}: {count} row has no answer, and nothing was recorded for it: {names}",
            "{file}: {count} rows have no answer, and nothing was recorded for them: {names}",
            results.review_reader.unanswered,
        ),
        (
            "{file}: {count} proposal means no outcome for certain, and nothing was recorded for"
            " it; ask the committee: {names}",
            "{file}: {count} proposals mean no outcome for certain, and nothing was recorded for"
            " them; ask the committee: {names}",
            results.review_reader.unclear,
        ),
        (
            "{file}: {count} number has no year; using the edition in force, else the newest:"
            " {names}",
            "{file}: {count} numbers have no year; using the edition in force, else the newest:"
            " {names}",
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
            names = names_of(counted)
            yield tn(singular, plural, counted.count, file=file, names=names)


def of_new_columns(summary: ListSummary) -> Iterator[str]:
    """Yield the note on columns that the file of --map-file does not have."""
    columns = summary.understood.columns if summary.understood else ()
    new = [f'"{each.header}" → {each.field or t("not read")}' for each in columns if each.is_new]
    if new:
        yield tn(
            "{file}: {count} column is not in the file of --map-file: {names}",
            "{file}: {count} columns are not in the file of --map-file: {names}",
            len(new),
            file=summary.file + summary.part,
            names=first_names(new),
        )


def of_adjustments(adjusted: "AdjustmentList") -> Iterator[str]:
    """Yield the notes on a list of adjustments of projects."""
    summary = adjusted.summary
    file = summary.file + summary.part
    yield from skipped_lines(file, summary.skipped)
    if summary.unknown:
        sentence = "{file}: columns stored with the reasons: {names}"
        yield t(sentence, file=file, names=column_names(summary.unknown))
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
            names = names_of(counted)
            yield tn(singular, plural, counted.count, file=file, names=names)


def of_amounts(amounts: "Amounts") -> Iterator[str]:
    """Yield the notes on a list of amounts."""
    summary = amounts.summary
    file = summary.file + summary.part
    yield from skipped_lines(file, summary.skipped)
    if summary.unknown:
        sentence = "{file}: columns stored in the notes of the amounts: {names}"
        yield t(sentence, file=file, names=column_names(summary.unknown))


def of_activities(activities: "Activities") -> Iterator[str]:
    """Yield the notes on a list of activities."""
    summary = activities.summary
    file = summary.file + summary.part
    yield from skipped_lines(file, summary.skipped)
    if summary.unknown:
        sentence = "{file}: columns stored in the notes of the activities: {names}"
        yield t(sentence, file=file, names=column_names(summary.unknown))
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
            names = names_of(counted)
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
            "{file}: {count} line outside of the tables begins with a number and was not read"
            " (--from text reads it): {names}",
            "{file}: {count} lines outside of the tables begin with a number and were not read"
            " (--from text reads them): {names}",
            "numbered line",
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
            shown = map(escape_unprintable if kind in _OF_FILES else shown_text, texts)
            names = first_names(list(shown), count)
            yield tn(singular, plural, count, file=file, names=names)


def names_of(counted: CountedNames) -> str:
    """Return the first few names of what was counted, safe to print."""
    return first_names(list(map(shown, counted.names)), counted.count, counted.most)


def column_names(names: Sequence[str]) -> str:
    """Return the names of columns: the first ones of a list that has very many."""
    return first_names(list(map(shown, names)), most=_COLUMNS)


def shown_text(text: str) -> str:
    """Return a text in quotes, safe to print, and cut to _LONGEST characters."""
    return f'"{shown(text, _LONGEST)}"'


def first_names(names: Sequence[str], count: int = 0, most: int = _NAMED) -> str:
    """Return the first names, at most `most`; `count`: how many there are, if `names` does not have
    all."""
    more = max(count, len(names)) - most
    return ", ".join(names[:most]) + (t(" and {count} more", count=more) if more > 0 else "")
