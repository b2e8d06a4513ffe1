"""The notes of an import on lists of standards: what the rows say, and what became of them."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from stdplan.catalogue.bulk_load import LoadResult
from stdplan.catalogue.staged_checks import EndedByEdition, ImpossibleLinks
from stdplan.commands.import_notes import (
    column_names,
    first_names,
    names_of,
    shown_text,
    skipped_lines,
)
from stdplan.domain.codes import OUTCOMES, label
from stdplan.domain.text import escape_unprintable
from stdplan.i18n import t, tn
from stdplan.importing.header_names import fold
from stdplan.importing.layouts import outcome_headers
from stdplan.importing.list_summary import ListSummary


def of_standards(summary: ListSummary, outcome: LoadResult, day: date) -> Iterator[str]:
    """Yield the notes on a list of standards; `day` is the day of the import."""
    file = summary.file + summary.part
    yield from skipped_lines(file, summary.skipped)
    for note in summary.column_notes:
        yield f"{file}: {note}"
    if summary.proposed:
        sentence = "{file}: to store what the text around the list says, add {options}"
        yield t(sentence, file=file, options=" ".join(summary.proposed))
    if summary.sectorless:
        names = first_names([shown_text(text) for text in summary.sectorless])
        sentence = "{file}: section lines without a known sector: {names}"
        yield t(sentence, file=file, names=names)
    if summary.nameless.count:
        yield from _nameless(file, summary)
    if summary.unknown:
        columns = column_names(summary.unknown)
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
    yield from _of_named_rows(file, summary, day)
    yield from _of_outcome(file, outcome)


def _of_named_rows(file: str, summary: ListSummary, day: date) -> Iterator[str]:
    """Yield the notes that name some of the rows which they count."""
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
            "{file}: {count} draft is published by its status or dates in the list: {names}",
            "{file}: {count} drafts are published by their status or dates in the list: {names}",
            summary.drafts,
        ),
        (
            "{file}: {count} standard in force has no number and no date; if the catalogue has none"
            " either, {day} stands for its publication: {names}",
            "{file}: {count} standards in force have no number and no date; if the catalogue has"
            " none either, {day} stands for their publication: {names}",
            summary.listed,
        ),
        (
            "{file}: {count} standard is upcoming, and its day of effect is unknown: {names}",
            "{file}: {count} standards are upcoming, and their days of effect are unknown: {names}",
            summary.awaiting,
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
            "{file}: {count} project has days of stages that are not in order, stored as written"
            " (correct one with `standards stage NUMBER CODE --on DATE`): {names}",
            "{file}: {count} projects have days of stages that are not in order, stored as written"
            " (correct one with `standards stage NUMBER CODE --on DATE`): {names}",
            summary.out_of_order,
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
            names = names_of(counted)
            yield tn(singular, plural, counted.count, file=file, names=names, day=day)
    if summary.unpublished.count and "published=" not in "".join(summary.proposed):
        singular = (
            "{file}: {count} standard takes effect after {day} and has no day of publication; if"
            " the catalogue has none either, it is not published until then (add --set"
            " published=DAY): {names}"
        )
        plural = (
            "{file}: {count} standards take effect after {day} and have no day of publication; if"
            " the catalogue has none either, they are not published until then (add --set"
            " published=DAY): {names}"
        )
        names = names_of(summary.unpublished)
        yield tn(singular, plural, summary.unpublished.count, file=file, names=names, day=day)
    if summary.inferred_targets.count:
        singular = "{file}: {count} target date without a year takes that of its plan: {names}"
        plural = "{file}: {count} target dates without a year take that of their plan: {names}"
        names = first_names(summary.inferred_targets.names, summary.inferred_targets.count)
        yield tn(singular, plural, summary.inferred_targets.count, file=file, names=names)
    if summary.natures.count:
        singular = "{file}: {count} number says another nature than the list, which counts: {names}"
        plural = "{file}: {count} numbers say another nature than the list, which counts: {names}"
        names = first_names(summary.natures.names, summary.natures.count)
        yield tn(singular, plural, summary.natures.count, file=file, names=names)
    if summary.undated.count:
        singular = "{file}: {count} date is in words, stored in the note: {names}"
        plural = "{file}: {count} dates are in words, stored in the note: {names}"
        names = first_names(
            [shown_text(text) for text in summary.undated.names], summary.undated.count
        )
        yield tn(singular, plural, summary.undated.count, file=file, names=names)


def _of_outcome(file: str, outcome: LoadResult) -> Iterator[str]:
    """Yield the notes on what became of the rows in the catalogue."""
    if outcome.no_projects:
        singular = (
            "{file}: {count} suspension or extension left out, because the record is no project on"
            " that day: {names}"
        )
        plural = (
            "{file}: {count} suspensions or extensions left out, because the records are no"
            " projects on that day: {names}"
        )
        names = first_names(
            list(map(escape_unprintable, outcome.no_projects)), len(outcome.no_projects)
        )
        yield tn(singular, plural, len(outcome.no_projects), file=file, names=names)
    yield from _of_projects(file, outcome)
    if outcome.doubtful:
        pairs = [f"{project} / {number}" for project, number in outcome.doubtful]
        singular = (
            "{file}: {count} standard may be the result of a project with the same title: {names}"
        )
        plural = (
            "{file}: {count} standards may be the result of a project with the same title: {names}"
        )
        yield tn(singular, plural, len(pairs), file=file, names=first_names(pairs, len(pairs)))
    if outcome.renamed:
        pairs = [f"{old} → {new}" for old, new in outcome.renamed]
        singular = "{file}: {count} row names a standard by its former number: {names}"
        plural = "{file}: {count} rows name standards by their former numbers: {names}"
        yield tn(singular, plural, len(pairs), file=file, names=first_names(pairs, len(pairs)))
    if outcome.kept_ends:
        kept = [f"{key} {ends}" for key, ends in outcome.kept_ends]
        singular = "{file}: {count} day of withdrawal entered by hand stays: {names}"
        plural = "{file}: {count} days of withdrawal entered by hand stay: {names}"
        yield tn(singular, plural, len(kept), file=file, names=first_names(kept, len(kept)))
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
        yield tn(singular, plural, len(kept), file=file, names=first_names(kept, len(kept)))


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
            names = first_names(list(map(escape_unprintable, pairs)), links.number)
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
        yield tn(singular, plural, len(ended), file=file, names=first_names(names, len(ended)))


def _of_projects(file: str, outcome: LoadResult) -> Iterator[str]:
    """Yield the notes on rows that name a project by its title, and on its approval."""
    projects = list(map(escape_unprintable, outcome.by_title.projects))
    if projects:
        singular = "{file}: {count} row belongs to the project with its title: {names}"
        plural = "{file}: {count} rows belong to the projects with their titles: {names}"
        names = first_names(projects, len(projects))
        yield tn(singular, plural, len(projects), file=file, names=names)
    if doubtful := outcome.by_title.doubtful:
        titles = [f"{shown_text(title)} / {', '.join(keys)}" for title, keys in doubtful]
        singular = (
            "{file}: {count} row may be about a project with the same title, and is stored as a"
            " record of its own; give its plan number: {names}"
        )
        plural = (
            "{file}: {count} rows may be about projects with the same titles, and are stored as"
            " records of their own; give their plan numbers: {names}"
        )
        yield tn(singular, plural, len(titles), file=file, names=first_names(titles, len(titles)))
    if late := outcome.late_approvals:
        keys = [f"{escape_unprintable(key)} ({approved}, {day})" for key, approved, day in late]
        singular = (
            "{file}: {count} project stays in stage 10, because its day is later than that of the"
            " stage in the list (correct it with `standards stage NUMBER 10 --on DAY`): {names}"
        )
        plural = (
            "{file}: {count} projects stay in stage 10, because its day is later than those of the"
            " stages in the list (correct it with `standards stage NUMBER… 10 --on DAY`): {names}"
        )
        yield tn(singular, plural, len(keys), file=file, names=first_names(keys, len(keys)))


def _nameless(file: str, summary: ListSummary) -> Iterator[str]:
    """Yield the note on rows without a number."""
    nameless = summary.nameless
    names = first_names([shown_text(title) for title in nameless.names], nameless.count)
    singular = "{file}: {count} row has no number, only a title: {names}"
    plural = "{file}: {count} rows have no number, only a title: {names}"
    yield tn(singular, plural, nameless.count, file=file, names=names)
