"""Lists of review results (复审结论, 复审意见), and the options of `review record` as a list of one
row.

Headers are data: layouts.yaml, `reviews`. Labels are those of `review list`, so that its output can
be imported again. review_rows.py reads the rows.

Rule: where the header of the outcomes does not say who decides (复审结论), the title of the list or
the name of its sheet may: 复审意见汇总表 has proposals. A title that says both changes nothing.

Rule: nothing in a list is lost. Titles and 归口单位 are ignored, because the catalogue has them;
columns without a field go to the note. Whether the catalogue has the standard, and whether the
review is possible, is checked later (commands/review_import.py); such rows are refused through
ImportedList.refuse().
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

from stdplan.domain.codes import FAMILIES, NATURES, OUTCOMES, STEPS
from stdplan.domain.fields import Field
from stdplan.domain.numbers import parse
from stdplan.domain.review_forms import (
    MARK,
    SHEET,
    is_form_title,
    is_of_decisions,
    steps_of_title,
)
from stdplan.errors import UsageProblem
from stdplan.i18n import t
from stdplan.importing.headers import HeaderMapping
from stdplan.importing.import_options import ImportOptions
from stdplan.importing.layouts import NAMING, OUTCOME_LABEL, Layout, load_layout
from stdplan.importing.list_import import ImportedList, ListSpec, OpenList, read_header
from stdplan.importing.list_summary import CountedNames, ImportCallbacks
from stdplan.importing.option_rows import options_as_row
from stdplan.importing.readers.rows import ListSource, SourceRow
from stdplan.importing.review_headers import Legend, with_answers
from stdplan.importing.review_rows import ANSWERS, DATES, ReviewReader, ReviewRow

FIELDS: tuple[Field, ...] = (
    Field("number", "key", "column", "编号", "number"),
    Field("title", "text", "column", "标准名称", "title"),
    Field("date", "date", "event", "日期", "date"),
    Field("outcome", "key", "event", OUTCOME_LABEL, "outcome", OUTCOMES),
    Field("into", "key", "event", "并入", "into"),
    Field("ends", "date", "event", "废止日期", "ends", former=("失效日期", "失效日")),
    Field("target_date", "date", "column", "完成年限", "target date"),
    Field("note", "text", "event", "备注", "note"),
    Field("step", "key", "event", "复审步骤", "step", STEPS),
    Field("document", "text", "event", "文号", "document"),
    Field("into_family", "key", "event", "转化后级别", "into family", FAMILIES),
    Field("into_nature", "key", "event", "转化后性质", "into nature", NATURES),
    # What only lists of others have.
    Field("proposed", "key", "event", "归口单位复审意见", "proposed outcome", OUTCOMES),
    Field("proposed_date", "date", "event", "意见日期", "date of proposal"),
    Field("decided_date", "date", "event", "结论日期", "date of decision"),
    Field("direction", "text", "event", "转化方向", "conversion"),
    Field("plan_number", "text", "event", "修订计划号", "plan number"),
    # The mark of our own forms.
    Field("form", "text", "event", *MARK),
)
BY_NAME = {field.name: field for field in FIELDS}
# The fields that --set may give for all rows; --on gives the date.
SETTABLE = {
    name: field
    for name, field in BY_NAME.items()
    if name not in ("number", "title", "form", *DATES)
}


@cache
def review_layout() -> Layout:
    """Return the layout of lists of review results."""
    return load_layout("reviews", FIELDS)


@dataclass(slots=True)
class ReviewList(ImportedList[tuple[ReviewRow, ...]]):
    """One list of review results.

    `review_reader`: its reader, with the rows that have no answer. `proposals`: the header of the
    only outcomes of the list, if it says that they are proposals. `proposing_title`: the title that
    says so. `open_title`: one that speaks of proposals and of decisions, of a list of decisions.
    `undeclared`: the header of its outcomes, if nothing says that they are decisions.
    `has_proposals`: whether all outcomes are proposals. `undated`: keys of standards that
    were found by a number without its year. `renamed`: former numbers and the keys of the standards
    that had them. `other_targets`: standards whose revision keeps another target date.
    `changed_reviews`: standards with a stored review that the list contradicts, and its day.
    `unknown_projects`: standards whose revision names a project that is not under way in the
    catalogue.
    `other_projects`: standards whose revision has another project than the named one, because that
    began first. `several_projects`, `no_project`: standards whose revision is under way, although
    the catalogue has several projects, or none. `ended`: standards that their next editions had
    ended.
    """

    review_reader: ReviewReader = field(kw_only=True)
    proposals: str = ""
    proposing_title: str = ""
    open_title: str = ""
    undeclared: str = ""
    has_proposals: bool = False
    undated: CountedNames = field(default_factory=CountedNames)
    renamed: CountedNames = field(default_factory=CountedNames)
    other_targets: CountedNames = field(default_factory=CountedNames)
    changed_reviews: CountedNames = field(default_factory=CountedNames)
    ended: CountedNames = field(default_factory=CountedNames)
    unknown_projects: CountedNames = field(default_factory=CountedNames)
    other_projects: CountedNames = field(default_factory=CountedNames)
    several_projects: CountedNames = field(default_factory=CountedNames)
    no_project: CountedNames = field(default_factory=CountedNames)


def read_reviews(
    source: ListSource,
    options: ImportOptions,
    on: str | None,
    callbacks: ImportCallbacks,
    proposed: bool = False,
) -> ReviewList:
    """Return all rows of a list; `on` is the ISO day of rows without one. If `proposed`, or if the
    list is a form of ours, or its title says so, its outcomes are proposals.

    Raise what list_import.read_header() raises, and UsageProblem if a row has no day at all,
    or if it is open what is proposed.
    """
    layout = review_layout()
    spec = ListSpec(
        layout,
        SETTABLE,
        _missing,
        NAMING,
        by_cells=True,
        complete=lambda mapping, evidence, chosen: with_answers(
            mapping, layout, evidence, chosen, proposed
        ),
    )
    opened = read_header(source, options, spec, callbacks)
    headers = {column.field.name: column.header for column in opened.mapping.columns}
    answers = [name for name in ANSWERS if name in headers]
    if proposed and answers[1:]:
        decisions, proposals = (headers[name] for name in ANSWERS)
        sentence = (
            "--proposed: the list has proposals ({proposals}) and decisions ({decisions});"
            ' ignore a column with --map "HEADER="'
        )
        raise UsageProblem(t(sentence, proposals=proposals, decisions=decisions))
    if answers == ["proposed"] and "outcome" in opened.defaults:
        sentence = (
            "--set outcome: the list has proposals ({header}); fill the gaps with --set"
            " proposed=…, or ignore the column with --map"
        )
        raise UsageProblem(t(sentence, header=headers["proposed"]))
    is_form = _is_form(opened, source)
    proposed = proposed or (is_form and not answers[1:])
    titles = _Titles()
    has_step = "step" in headers or "step" in opened.defaults
    if answers == ["outcome"] and not (proposed or is_form or has_step):
        titles = _read_titles(opened, source, headers.get("outcome", ""))
    proposed = proposed or bool(titles.proposing)
    skipped = opened.summary.skipped
    rows = list(opened.rows)  # a legend may follow them
    reader = ReviewReader(
        opened.mapping,
        opened.defaults,
        on,
        proposed,
        remark=lambda text: skipped.add("remark", text),
        legend=Legend(_explaining(opened, rows)),
    )
    results = ReviewList(opened.summary, opened.header, reader, review_reader=reader)
    if answers == ["proposed"] and not proposed:
        results.proposals = headers["proposed"]
    results.proposing_title, results.open_title, results.undeclared = titles
    results.has_proposals = proposed or answers == ["proposed"]
    results.add_rows(iter(rows), reader.result)
    return results


def _explaining(opened: OpenList, rows: Sequence[SourceRow]) -> Iterator[str]:
    """Yield the texts of a list that may have a legend: its headers, titles and lines without a
    number."""
    yield from opened.header
    for texts in opened.summary.skipped.examples.values():
        yield from texts
    place = next(c.index for c in opened.mapping.columns if c.field.name == "number")
    for row in rows:
        if parse(row.cells[place] if place < len(row.cells) else "") is None:
            yield " ".join(filter(None, row.cells))


class _Titles(NamedTuple):
    """What the titles of a list say about its outcomes; see ReviewList."""

    proposing: str = ""
    open: str = ""
    undeclared: str = ""


def _read_titles(opened: OpenList, source: ListSource, header: str) -> _Titles:
    """Return what the lines above a list, and the name of its sheet, say about its outcomes."""
    if is_of_decisions(header):
        return _Titles()
    names = source.place.names if source.place else ()
    steps: dict[str, str] = {}  # the first title that names each step
    for title in (*opened.summary.skipped.examples.get("title", []), *names):
        for step in steps_of_title(title):
            steps.setdefault(step, title)
    if len(steps) == len(STEPS):
        return _Titles(open=steps["proposed"])
    if "proposed" in steps:
        return _Titles(proposing=steps["proposed"])
    return _Titles() if steps else _Titles(undeclared=header)


def _is_form(opened: OpenList, source: ListSource) -> bool:
    """Return whether a list is a form that `review form` wrote: it has one of the marks. Its title
    is none of the lines that were skipped."""
    skipped = opened.summary.skipped
    titles = skipped.examples.get("title", [])
    own = list(filter(is_form_title, titles))
    for title in own:
        titles.remove(title)
        skipped.counts["title"] -= 1
    marked = any(column.field.name == "form" for column in opened.mapping.columns)
    # The name of a sheet, or what is above a table of a document.
    names = source.place.names if source.place else ()
    return marked or bool(own) or any(name in SHEET or is_form_title(name) for name in names)


def read_review_options(texts: Mapping[str, str], on: str) -> ReviewRow:
    """Return the review that the options of a command describe; `texts` are by field name.

    `on` is the ISO day of the review. The outcome must be a code; the number of the result is
    empty. Raise UsageProblem that names the wrong option.

    read_review_options({"outcome": "withdraw", "ends": "2012-01-01"}, "2011-06-30")
    """
    given = {name: [text] for name, text in texts.items()}
    # The note of a proposal has the number of a plan after its header, as in a list.
    options = {"target_date": "--target", "document": "--announcement", "plan_number": "计划号"}
    columns, cells = options_as_row(given, BY_NAME, options)
    result = ReviewReader(HeaderMapping(tuple(columns), ()), {}, on, required=()).result(cells)
    if isinstance(result, list):
        raise UsageProblem("; ".join(map(str, result)))
    return result[0]


def _missing(present: Collection[str], seen: str) -> str | None:
    """Return the fault of a list without numbers or outcomes, None for any other list."""
    if "number" not in present:
        return t(
            "there is no column with a number (headers: {seen}); choose it with --map"
            " HEADER=number",
            seen=seen,
        )
    if not any(name in present for name in ANSWERS):
        return t(
            "there is no column with the outcome of a review (headers: {seen}); choose it with"
            " --map HEADER=outcome, or give one for all rows with --set outcome=confirm"
            " (`standards import` imports lists of standards)",
            seen=seen,
        )
    return None
