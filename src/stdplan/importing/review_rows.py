"""The rows of lists of review results: each is a proposal, a decision, both, or no answer.

Rules:
* `proposed` is the field of what a committee proposes, `outcome` that of what was decided, unless
  the row has a step. A field that fits both reviews of a row belongs to both, but a day of
  withdrawal and a document belong to the decision.
* An answer that is empty or puts the review off (暂缓) is counted, and nothing is recorded. So is
  an unclear proposal: the committee has to be asked. An unclear decision is a fault, and so is a
  value that fits no outcome of the row.
* A line with neither a number nor an answer is no row (（盖章）); it is counted as a remark.
* A decided merger names the standard that it goes into; a proposal may leave it open.
* Nothing in a row is lost: a target date or plan number that fits no outcome goes to the note, and
  so does all else that fits no proposal. An answer that says more than its outcome is noted whole.
"""

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from stdplan.domain.codes import OF_OUTCOME, OUTCOMES, describe
from stdplan.domain.dates import pad, parse_date
from stdplan.domain.day_order import is_before
from stdplan.domain.fields import Field
from stdplan.domain.numbers import parse, plan_number
from stdplan.domain.text import clean
from stdplan.errors import UsageProblem
from stdplan.i18n import t
from stdplan.importing.cell_values import CellError, CellReader, CellValue, cell_reader
from stdplan.importing.headers import HeaderMapping
from stdplan.importing.list_import import Defaults, RowReader
from stdplan.importing.list_summary import CountedNames
from stdplan.importing.readers.text_entries import parse_entry
from stdplan.importing.review_answers import OUTCOME, UNCLEAR, Answer, agrees, read_outcome
from stdplan.importing.review_headers import Legend
from stdplan.importing.row_values import RowValues

# The fields with an outcome, the decided one first, and those with a day of the review.
ANSWERS = {"outcome": "decided", "proposed": "proposed"}
DATES = ("date", "proposed_date", "decided_date")
_TEXT = Field("answer", "key", "event", "", "")

# 整合到 JB/T 1-2011 · 并入《车床》（JB/T 1-2011） · 与 JB/T 1-2011 整合
_INTO = re.compile(r"(?:整合|合并|并|纳|归)(?:修订)?(?:到|至|入|进|为)(?P<names>[^。；;]+)")
_WITH = re.compile(r"[与和同](?P<names>[^。；;]+?)(?:进行|一并)?(?:整合|合并)")
# 与 GB/T 1-2020 内容重复，并入
_LIKE = re.compile(
    r"[与和同](?P<names>[^。；;，,]+?)(?:的?技术)?(?:内容)?(?:基本|大部分|部分|高度)?(?:重复|交叉|重叠|类似|相近|相同)"
    r"[^。；;]*?(?:整合|合并|并入|纳入)"
)
_MOST_UNCLEAR = 20  # answers that are named
_BETWEEN = re.compile(r"[、，,和与及]")
_TITLE = re.compile("《([^《》]+)》")


def canonical_number(text: str) -> str:
    """Return the canonical form of a number, any other text with single spaces and without 《》.

    >>> canonical_number("jbt1-2011"), canonical_number("《车床  参数》")
    ('JB/T 1-2011', '车床 参数')
    """
    number = parse(text)
    if number:
        return number.canonical
    words = " ".join(text.split())
    title = _TITLE.fullmatch(words)
    return title[1].strip() if title else words


def merge_target(words: str) -> str | None:
    """Return the number of the standard that the words say another one is merged into.

    None if they name no standard, or several.
    """
    for pattern in (_INTO, _WITH, _LIKE):
        for match in pattern.finditer(words):
            entries = map(parse_entry, _BETWEEN.split(match["names"]))
            numbers = [canonical_number(entry["number"]) for entry in entries if entry]
            if numbers:
                return numbers[0] if len(numbers) == 1 else None
    return None


# 拟于2027年6月底前完成, 2027年上半年, 2027年内, 2027年6月30日前; not 2027年前, which is open.
_DEADLINE = re.compile(
    r"(?:拟|计划|预计|争取|力争)?[于在]?(?P<year>[0-9]{4})年?度?"
    r"(?:(?P<half>[上下])半年|第?(?P<quarter>[一二三四1-4])季度"
    r"|(?P<month>[0-9]{1,2})月(?:份|(?P<day>[0-9]{1,2})[日号])?)?"
    r"(?:年?[底末内])?(?:(?<=[底末日号])(?:之?前|以前))?(?:完成|报批|上报|发布)?"
)
_WHEN = (
    "20[0-9]{2}年?度?(?:[上下]半年|第?[一二三四1-4]季度|[-.][0-9]{1,2}|[0-9]{1,2}月份?(?:[0-9]{1,2}[日号])?)?"
    "(?:年?[底末内])?(?:之?前|以前)?"
)
# 2027年底前完成修订, 完成年限：2028年, 2027年6月报批; not 2027年立项, which is the beginning.
_STATED = re.compile(
    f"完成(?:年限|时间|期限|日期)?[:：为于在]*({_WHEN})"
    f"|({_WHEN})(?:[^,，;；。、]{{0,6}}?(?:完成|报批|发布)|(?<=前)修订)"
)
_QUARTERS = "一二三四"


def deadline(text: str) -> str:
    """Return the day, month or year by which something is to be done, as a list has days; any text
    that is none unchanged.

    >>> deadline("2027年底前完成"), deadline("2027年上半年"), deadline("2027年6月30日前")
    ('2027', '2027-06', '2027-06-30')
    """
    match = _DEADLINE.fullmatch("".join(text.split()))
    if match is None:
        return text
    year, month, day = match["year"], match["month"], match["day"]
    if match["half"]:
        month = "6" if match["half"] == "上" else "12"
    elif quarter := match["quarter"]:
        number = int(quarter) if quarter.isdecimal() else _QUARTERS.index(quarter) + 1
        month = str(3 * number)
    parts = [year, *(part.zfill(2) for part in (month, day) if part)]
    return "-".join(parts)


def stated_deadline(words: str, day: str) -> str | None:
    """Return the day, month or year by which an answer says that a revision is to be finished;
    None if it says none, several, or one before the ISO day of the review.

    >>> stated_deadline("建议修订，拟于2027年底完成", "2026-06-30")
    '2027'
    """
    found = {deadline(first or second) for first, second in _STATED.findall("".join(words.split()))}
    dates = {text.replace(".", "-") for text in found if text >= day[: len(text)]}
    try:
        return parse_date(dates.pop()) if len(found) == len(dates) == 1 else None
    except ValueError:
        return None  # 2027年前


def _deadlines(read: CellReader) -> CellReader:
    """Return a reader of cells with deadlines, given that of days."""
    return lambda text: read(deadline(text))


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """One review of a row.

    Dates are ISO. `number` is as written, `into` canonical if it is a number, else a title.
    `ends`: the day from which a withdrawn standard is out of force. `target_date`: the day or year
    by which the revision is to be finished. `project`: the plan number of the revision.
    `under_way`: the row says that the revision is under way. `outcome_field` and `date_field`: the
    fields of the list that gave the outcome and the day.
    """

    number: str
    date: str
    outcome: str
    into: str | None = None
    ends: str | None = None
    target_date: str | None = None
    note: str | None = None
    step: str = "decided"
    document: str | None = None
    into_family: str | None = None
    into_nature: str | None = None
    project: str | None = None
    under_way: bool = False
    outcome_field: str = field(default="outcome", compare=False)
    date_field: str = field(default="date", compare=False)

    def field_of(self, name: str) -> str:
        """Return the field of the list that gave the value `name` of this review."""
        return {"outcome": self.outcome_field, "date": self.date_field}.get(name, name)


class _Given(NamedTuple):
    """An outcome in a row: its field, its step, and what the answer says."""

    field: str
    step: str
    answer: Answer

    @property
    def outcome(self) -> str:
        return self.answer.outcome or ""


class ReviewReader(RowReader):
    """The reader of the rows of one list of review results.

    `unanswered`: the numbers of rows without an outcome, with the words in its place. `unclear`:
    the same for proposals that mean no outcome for certain.
    """

    def __init__(
        self,
        mapping: HeaderMapping,
        defaults: Defaults,
        on: str | None,
        proposed: bool = False,
        required: Collection[str] = ("number",),
        remark: Callable[[str], None] | None = None,
        legend: Legend | None = None,
    ) -> None:
        """`defaults`: the values of --set; `on`: the ISO day of rows without one; `proposed`: all
        outcomes are proposals; `required`: the fields that no row may lack; `remark` is called with
        each line that is no row; `legend`: what the letters of the list mean."""
        # The catalogue has the titles. Words in place of the day of a review are a fault.
        columns = [
            replace(
                column,
                strict=True,
                dates_only=column.dates_only or column.field.name in DATES,
            )
            for column in mapping.columns
            if column.field.name not in ("title", "form")
        ]
        super().__init__(columns, mapping.unknown, defaults)
        # Answers are read later, because what they say belongs to one of two reviews.
        self._columns = [
            (column, cell_reader(replace(column, field=_TEXT)))
            if column.field.name in ANSWERS
            else (column, _deadlines(read) if column.field.name == "target_date" else read)
            for column, read in self._columns
        ]
        self._remark = remark
        self._legend = legend or Legend([])
        self._on, self._proposed, self._required = on, proposed, required
        self.unanswered = CountedNames()
        self.unclear = CountedNames(most=_MOST_UNCLEAR)
        # Whether all outcomes are proposals.
        self._proposals = proposed or "outcome" not in self._by_field

    def header(self, name: str) -> str:
        """Return the header of a field's column, else the option that gives the field."""
        if name == "date" and self._on and name not in self._by_field:
            return "--on"
        return super().header(name)

    def cell(self, name: str, cells: list[str]) -> str:
        """Return the text of a field as written in the row, else that of the option."""
        text = super().cell(name, cells)
        return text or self._on or "" if name == "date" else text

    def result(self, cells: list[str]) -> tuple[ReviewRow, ...] | list[CellError]:
        """Return the reviews of a row, none if it has no answer, or its faults.

        Raise UsageProblem if neither the row nor an option gives the day of a review.
        """
        row = self.read_cells(cells)
        if self._remark and self._is_no_row(cells):
            self._remark(" ".join(filter(None, map(clean, cells))))
            return ()
        for name in self._required:
            self.require(row, name, cells if name == "number" else ())
        self.fill(row, "step")
        for name in ANSWERS:
            if name in self._defaults and name not in row.values:
                column, text = self._defaults[name]
                row.add(column, CellValue(text))
        answers = list(self._answers(row, cells))
        given = [answer for answer in answers if answer.answer.kind == OUTCOME]
        if not given and not row.faults:
            self._leave_unanswered(row, cells, unclear=bool(answers))
        outcomes = {answer.outcome for answer in given}
        for name in self._defaults:
            if outcomes.intersection(OF_OUTCOME.get(name, outcomes)):
                self.fill(row, name)
        is_proposal = bool(given) and all(answer.step == "proposed" for answer in given)
        self._check_fields_of_outcomes(row, outcomes, cells, bool(self._remark) and is_proposal)
        notes = self.note(row) if given else None
        reviews = tuple(self._review(row, answer, given, notes, cells) for answer in given)
        return row.faults or reviews

    def _is_no_row(self, cells: list[str]) -> bool:
        """Return whether a line has neither the number of a standard nor an answer."""
        number, *answers = (self.cell(name, cells) for name in ("number", *ANSWERS))
        return not any(answers) and parse(number) is None and plan_number(number) is None

    def _answers(self, row: RowValues, cells: list[str]) -> Iterator[_Given]:
        """Yield the outcomes of a row, and its unclear proposals; refuse unclear decisions."""
        step = row.text("step") or ("proposed" if self._proposed else None)
        for name, own_step in ANSWERS.items():
            own = own_step if name == "proposed" else step or own_step
            day = row.text(f"{own}_date") or row.text("date") or self._on
            year = int(day[:4]) if day else None
            text = row.text(name) or ""
            answer = read_outcome(self._legend.spelled_out(text), year)
            if answer.kind == UNCLEAR and own == "decided" and agrees(text):
                proposal = read_outcome(self._legend.spelled_out(row.text("proposed") or ""), year)
                answer = proposal._replace(words=None) if proposal.kind == OUTCOME else answer
                answer = answer._replace(words=text if re.search("[0-9]", text) else None)
            given = _Given(name, own, answer)
            if answer.kind == UNCLEAR and given.step == "proposed":
                self.unclear.add(f"{row.text('number') or ''} {row.text(name)}".strip())
                yield given
            elif answer.kind == UNCLEAR:
                problem = t("is not valid; use one of {choices}", choices=describe(OUTCOMES))
                self.refuse(row, name, cells, problem)
            elif answer.kind == OUTCOME:
                yield given

    def _leave_unanswered(self, row: RowValues, cells: list[str], unclear: bool) -> None:
        """Count a row without an outcome; refuse it if it has what only an outcome explains, unless
        it is a proposal. `unclear`: its answer is counted already."""
        words = [text for name in ANSWERS if (text := row.text(name))]
        more = [name for name in OF_OUTCOME if name != "target_date" and name in row.values]
        if not words and more and not self._proposals:
            self.require(row, "outcome")
            return
        if not unclear:
            words = words or [f"{self.header(name)}: {self.cell(name, cells)}" for name in more]
            self.unanswered.add(" ".join([row.text("number") or "", *words]).strip())
        for name in OF_OUTCOME:
            row.values.pop(name, None)

    def _check_fields_of_outcomes(
        self, row: RowValues, outcomes: Collection[str], cells: list[str], is_proposal: bool
    ) -> None:
        """Refuse values that go with other outcomes, but move target dates and the numbers of plans
        to the note. `is_proposal`: move all of them, because a committee answers as it likes."""
        if not outcomes:
            return
        fields = {**OF_OUTCOME, "direction": ["convert"], "plan_number": ["revise"]}
        for name, own in fields.items():
            if name not in row.values or not set(own).isdisjoint(outcomes):
                continue
            if is_proposal or name in ("target_date", "direction", "plan_number"):
                row.notes.append(f"{self.header(name)}: {row.text(name)}")
                del row.values[name]
            else:
                codes = describe({code: OUTCOMES[code] for code in own})
                problem = t("can be given only with {outcome}", outcome=codes)
                self.refuse(row, name, cells, problem)

    def _review(
        self,
        row: RowValues,
        answer: _Given,
        given: Collection[_Given],
        note: str | None,
        cells: list[str],
    ) -> ReviewRow:
        """Return the review of one outcome of a row; refuse what it lacks or contradicts.

        `given`: all outcomes of the row.
        """
        date_field, day = self._day(row, answer)
        decided = next((other for other in given if other.step == "decided"), answer)
        ends, target = None, None
        if answer.outcome == "withdraw":
            of_other = decided is not answer and decided.outcome == "withdraw"
            # The answer itself may name the day: 自2026年7月1日起废止.
            ends = answer.answer.ends or (None if of_other else row.text("ends"))
        if ends and day and pad(ends) < pad(day):
            self.refuse(row, "ends", cells, t("is before the review on {day}", day=day))
        if answer.outcome == "revise":
            target = row.text("target_date") or stated_deadline(answer.answer.words or "", day)
            # A day from --on stands for all rows of a list; by hand it is that of the review.
            stated = row.text(date_field) or (None if self._required else self._on)
            self._check_target(row, answer, target, stated, cells)
        if answer.answer.words:
            words = f"{self.header(answer.field)}: {answer.answer.words}"
            note = "; ".join(filter(None, (note, words)))
        into, family, nature = self._target(row, answer, cells)
        project, note = self._project(row, answer, note)
        return ReviewRow(
            row.text("number") or "",
            day,
            answer.outcome,
            into,
            ends,
            target,
            note,
            answer.step,
            row.text("document") if decided is answer else None,
            family,
            nature,
            project,
            answer.answer.joins_open_project and answer.step == "decided",
            outcome_field=answer.field,
            date_field=date_field,
        )

    def _check_target(
        self, row: RowValues, answer: _Given, target: str | None, day: str | None, cells: list[str]
    ) -> None:
        """Refuse a target date before the standard itself, or before the `day` that is stated for
        the review. A project that is under way may be late."""
        number = parse(row.text("number") or "")
        year = None if number is None or number.year is None else str(number.year)
        if target and year and is_before(target, year):
            self.refuse(row, "target_date", cells, t("is before the standard of {year}", year=year))
        elif target and day and not self._is_under_way(row, answer) and is_before(target, day):
            self.refuse(row, "target_date", cells, t("is before the review on {day}", day=day))

    @staticmethod
    def _is_under_way(row: RowValues, answer: _Given) -> bool:
        """Return whether a row speaks of a project of revision that exists already."""
        found = answer.answer.plan_number or row.text("plan_number")
        return bool(found or answer.answer.joins_open_project)

    def _day(self, row: RowValues, answer: _Given) -> tuple[str, str]:
        """Return the day of a review, and the field that gives it."""
        own = f"{answer.step}_date"
        name = own if row.text(own) else "date"
        day = row.text(name) or self._on
        if day is None and not row.faults:
            raise UsageProblem(t("some rows have no review date: give it with --on DATE"))
        return name, day or ""

    def _target(
        self, row: RowValues, answer: _Given, cells: list[str]
    ) -> tuple[str | None, str | None, str | None]:
        """Return what a standard goes into: its number or title, its family, its nature."""
        words, parsed = row.text("into"), answer.answer
        into = parsed.into
        if answer.outcome not in OF_OUTCOME["into"]:
            return None, None, None
        if words:
            written = merge_target(words) or canonical_number(words)
            if into not in (None, written):
                self._contradicts(row, "into", answer, cells)
            into = written
        if answer.outcome == "merge":
            notes = [str(value.value) for _, value in row.values.get("note", [])]
            notes += [*row.extra.values(), answer.answer.words or ""]
            into = into or next(filter(None, map(merge_target, notes)), None)
            if into is None and answer.step == "decided" and not row.faults:
                problem = t("needs the standard that absorbs it: a column `into`, or 整合到 NUMBER")
                self.refuse(row, answer.field, cells, problem)
            return into, None, None
        # 推荐性国家标准 in a column of its own, or in place of the number.
        directions = [("direction", row.text("direction")), ("into", into)]
        known = {"into_family": parsed.into_family, "into_nature": parsed.into_nature}
        for name, text in directions:
            direction = read_outcome(f"转化为{text}") if text and parse(text) is None else None
            if direction is None:
                continue
            if direction.outcome == "convert":
                into = None if name == "into" else into
                for part, value in known.items():
                    named = getattr(direction, part)
                    if None not in (value, named) and value != named:
                        self._contradicts(row, name, answer, cells)
                    known[part] = value or named
            elif name == "direction":
                self.refuse(row, name, cells, t("names no family and no nature of standards"))
        for part, value in known.items():
            named = row.text(part)
            if None not in (value, named) and value != named:
                self._contradicts(row, part, answer, cells)
            known[part] = named or value
        return into, known["into_family"], known["into_nature"]

    def _contradicts(self, row: RowValues, name: str, answer: _Given, cells: list[str]) -> None:
        problem = t('contradicts "{words}"', words=self.cell(answer.field, cells))
        self.refuse(row, name, cells, problem)

    def _project(
        self, row: RowValues, answer: _Given, note: str | None
    ) -> tuple[str | None, str | None]:
        """Return the plan number that a decided revision names, and the note, which has any other
        plan number."""
        number = answer.answer.plan_number or row.text("plan_number")
        if number is None or answer.outcome != "revise":
            return None, note
        number = plan_number(number) or number
        if answer.step == "decided":
            return number, note
        return None, self.with_plan_number(note, number)

    def with_plan_number(self, note: str | None, number: str) -> str:
        """Return a note with the number of a plan added, after its header."""
        header = self.header("plan_number") if "plan_number" in self._by_field else "计划号"
        return "; ".join(filter(None, (note, f"{header}: {number}")))
