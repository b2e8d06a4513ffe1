"""The parsers of cells: from the text of a cell to the value of a field.

    parse = cell_reader(ColumnMapping(0, "实施日期", BY_NAME["effective"]))
    parse("2011年5月18日").value    # '2011-05-18'

Rule: a cell is a value, empty, words for the note, or a fault. It never becomes a value that it
does not state. Standard numbers (number, replaces, replaced_by, adopts) stay text here;
domain/numbers and domain/adoption.py parse them.

Cells of several values are split only where lists separate values: `Co., Ltd.` is one name, and a
separator in brackets does not split.
"""

import json
import re
import unicodedata
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from stdplan.domain import validators
from stdplan.domain.codes import FORMER_WORDS, STAGES, Words, describe
from stdplan.domain.dates import BadDate, NotADate, from_epoch, parse_date
from stdplan.domain.fields import BY_NAME, STAGE_DAYS, Field
from stdplan.domain.numbers import parse
from stdplan.domain.review_projects import own_keys_in
from stdplan.domain.target_days import read_target, without_year
from stdplan.domain.text import (
    clean,
    clean_code,
    escape_unprintable,
    is_empty,
    refuse_control,
    shown,
    without_meaningless,
)
from stdplan.i18n import t
from stdplan.importing.cell_evidence import fits_number, split_entry
from stdplan.importing.header_names import fold
from stdplan.importing.headers import ColumnMapping
from stdplan.importing.layouts import stage_words, value_words
from stdplan.importing.markup import (
    MARKS,
    MARKS_OF_TITLES,
    has_markup,
    without_markup,
    without_remark_mark,
)
from stdplan.importing.progress_words import (
    EXTENDED,
    REQUEST,
    SUSPENDED,
    TERMINATED,
    read_stage,
)
from stdplan.importing.review_answers import read_outcome
from stdplan.importing.status_words import NOT_IN_FORCE, StatusCell, read_status

_ITEMS = re.compile("[;；\n]")
# A plain comma separates names only between Chinese words.
_BETWEEN_NAMES = re.compile("[、；;，\n]|(?<=[\u4e00-\u9fff）)]),(?=[\u4e00-\u9fff])")
_OPENING, _CLOSING = "(（", ")）"


def split_items(text: str) -> list[str]:
    """Return the items that semicolons or line ends separate, without repeats."""
    return _unique(_ITEMS.split(text))


def split_names(text: str) -> list[str]:
    """Return the names that 、；; or ，, separate, without repeats.

    钢铁研究总院、某厂（一部、二部） are two names.
    """
    if sum(map(text.count, _OPENING)) != sum(map(text.count, _CLOSING)):
        return _unique(_BETWEEN_NAMES.split(text))
    names, start, depth, end = [], 0, 0, 0
    for separator in _BETWEEN_NAMES.finditer(text):
        between, end = text[end : separator.start()], separator.start()
        depth += sum(map(between.count, _OPENING)) - sum(map(between.count, _CLOSING))
        if depth <= 0:
            names.append(text[start : separator.start()])
            start = separator.end()
    return _unique([*names, text[start:]])


def read_object(text: str) -> dict[str, str]:
    """Return the JSON object of texts in our own column `extra`; or raise ValueError."""
    try:
        read = json.loads(text, object_pairs_hook=_pairs)
    except (ValueError, RecursionError):
        read = None
    if not isinstance(read, dict) or not all(isinstance(cell, str) for cell in read.values()):
        raise ValueError(t("is not a JSON object of texts"))
    for cell in (*read, *read.values()):
        if letter := refuse_control(cell):
            raise ValueError(
                t("contains the character {letter}, which is not allowed", letter=letter)
            )
    cleaned = {without_meaningless(name): without_meaningless(cell) for name, cell in read.items()}
    if len(cleaned) < len(read):  # two names differ in nothing that can be seen
        raise ValueError(t("is not a JSON object of texts"))
    return cleaned


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    read = dict(pairs)
    if len(read) < len(pairs):
        raise ValueError
    return read


def _unique(parts: list[str]) -> list[str]:
    return list(dict.fromkeys(item for part in parts if (item := part.strip())))


# Fields whose items are standard numbers, which are parsed elsewhere.
_NUMBERS = frozenset(("replaces", "replaced_by", "adopts"))
_NAMES = frozenset(("drafting_orgs", "drafters", "new_drafting_orgs", "old_drafting_orgs"))
_CLASSES = frozenset(("ics", "ccs"))
# The forms of whole numbers, and their validators.
_INTEGERS: dict[str, tuple[re.Pattern[str], Callable[[int], int]]] = {
    "project_months": (re.compile("([0-9]{1,3}) *(?:个?月)?"), validators.months),
    "partial_revision": (re.compile("([0-9]{4}) *(?:年?版?)?"), validators.year),
}
_IN_PART = "部分代替"
# The names in CellValue.also of words for a target date without a year, or for months, and of the
# header of their column.
TARGET_WORDS, TARGET_HEADER = "target_words", "target_header"
_REMEMBERED = 4096


class CellError(NamedTuple):
    """A fault of a cell: header of its column, its text (safe to print), the problem."""

    column: str
    value: str
    message: str

    def __str__(self) -> str:
        return t(
            '{column}: "{value}" {problem}',
            column=shown(self.column),
            value=shown(self.value),
            problem=self.message,
        )


def nameless_row(column: str, cells: Sequence[str], problem: str) -> CellError:
    """Return the fault of a row that does not name what it is about, with the text of the row.

    The text shows whether a number was lost or the line is a remark.
    """
    text = shown(" ".join(text for cell in cells if (text := cell.strip())))
    hint = t("--skip-bad REJECTS.csv imports the other rows")
    return CellError(column, text, f"{problem}; {hint}")


class CellValue(NamedTuple):
    """The result of parsing a cell: a value, words for the note, a fault, or nothing.

    `also`: pairs of field name and value that the cell gives for other fields. A tuple, not a data
    class: a large import makes some ten million of them.
    """

    value: str | int | list[str] | dict[str, str] | None = None
    note: str | None = None
    fault: CellError | None = None
    also: tuple[tuple[str, str], ...] = ()


CellReader = Callable[[str], CellValue]
_NOTHING = CellValue()


def cell_reader(mapping: ColumnMapping) -> CellReader:
    """Return the function that parses the cells of a column; get it once, call it for each row."""
    field, column = mapping.field, mapping.header
    if field.kind == "integer":
        return _cells(mapping, _integers(column, *_INTEGERS[field.name]))
    if field.kind == "date":
        read = _dates(mapping)
    elif field.kind == "object":
        return _cells(mapping, _objects(column))
    elif field.name == "outcome":
        read = _outcomes(mapping)
    elif field.words and field.kind != "list":
        read = _choices(mapping)
    elif field.kind == "list" and field.name not in _NUMBERS:
        return _cells(mapping, _lists(field, column))
    elif mapping.with_title:
        return _cells(mapping, _entries)
    elif field.name == "number":
        return _cells(mapping, _number)
    elif field.name == "title":
        return _cells(mapping, _title)
    else:
        return _cells(mapping, _texts(mapping))
    return lru_cache(_REMEMBERED)(_cells(mapping, read))


def is_text(field: Field) -> bool:
    """Return whether the cells of a field are texts; others are numbers, keys, codes or dates."""
    kind_is_text = field.kind in ("text", "object")
    return kind_is_text and field.home != "link" and field.name not in _CLASSES


def read_value(field: Field, text: str, header: str = "") -> CellValue:
    """Return the value of one cell of a field; cell_reader() is faster for many cells."""
    return cell_reader(ColumnMapping(0, header or field.name, field))(text)


def _cells(mapping: ColumnMapping, read: CellReader) -> CellReader:
    """Return a reader that first removes markup, cleans cells, skips empty ones and refuses control
    characters."""
    field, column = mapping.field, mapping.header
    cleaned = clean if is_text(field) or field.name in _NAMES else clean_code

    def read_cell(text: str) -> CellValue:
        if has_markup(text) and field.kind != "object":
            text = without_markup(text)
        text = cleaned(text)
        if is_empty(text):
            return _NOTHING
        if not text.isprintable() and (letter := refuse_control(text)):
            return _fault(
                column,
                text,
                t("contains the character {letter}, which is not allowed", letter=letter),
            )
        return read(text)

    return read_cell


def _dates(mapping: ColumnMapping) -> CellReader:
    column, epoch, name = mapping.header, mapping.epoch, mapping.field.name
    republic, order = not _TRADITIONAL.isdisjoint(column), mapping.day_order

    def read(text: str) -> CellValue:
        try:
            if epoch and re.fullmatch("-?[0-9]{9,}", text):
                return CellValue(from_epoch(int(text[:20])))
            day = _day_within(name, text)
            return CellValue(parse_date(_in_order(day, order) if order else day, republic))
        except (BadDate, NotADate) as error:
            target = _target(mapping, text) if name in _TARGETS else None
            if target is not None:
                return target
            if name in _OF_STAGES and not mapping.dates_only:
                return CellValue(also=(("extra", text),))
            if mapping.dates_only or isinstance(error, BadDate):
                return _fault(column, text, str(error))
            return CellValue(note=f"{column}: {text}")

    return read


def _day_within(name: str, text: str) -> str:
    """Return the day of 自2026年7月1日起实施, if it is the day of the field, else the text."""
    if "起" not in text:
        return text
    match = _FROM_DAY.fullmatch(text.strip())
    return match[1] if match and match[2] in _BEGINNINGS.get(name, ()) else text


_FROM_DAY = re.compile("(?:自|从|于)?[ 　]*([0-9０-９].*?)[ 　]*起(?:正式)?(.*?)[。.]?")
# What begins on the day of a field.
_BEGINNINGS = {
    "effective": ("", "实施", "施行", "执行", "生效"),
    "withdrawn": ("", "废止", "作废", "停止使用", "停止执行", "停止实施"),
}


def _in_order(text: str, order: str) -> str:
    from stdplan.domain.written_days import UncertainDay, in_order  # few lists need it

    try:
        return in_order(text, order)
    except UncertainDay as error:
        raise BadDate(str(error)) from None


# Dates that may be words for a period: 2026年底. A text without a year, or a number of months, has
# a meaning only in a row of a list of standards; standard_rows.py gives it the year.
_TARGETS = frozenset(("target_date", "first_target", "target", "extended_to"))
_OF_STAGES = frozenset(("stage_day", *STAGE_DAYS))
# Characters of headers in which years may count from 1912: 發布日期, 實施日期, 廢止日期.
_TRADITIONAL = frozenset("發佈實廢訂準確狀號")


def _target(mapping: ColumnMapping, text: str) -> CellValue | None:
    """Return what a cell says of a target date in words, None if it says nothing for certain."""
    target = read_target(text)
    if target is None:
        return None
    if target.day:
        return CellValue(target.day)
    if mapping.dates_only:
        return _fault(mapping.header, text, without_year()) if target.inferred else None
    if mapping.field is not BY_NAME["target_date"]:
        return None
    return CellValue(also=((TARGET_WORDS, text), (TARGET_HEADER, mapping.header)))


def _integers(column: str, pattern: re.Pattern[str], validate: Callable[[int], int]) -> CellReader:
    def read(text: str) -> CellValue:
        match = pattern.fullmatch(unicodedata.normalize("NFKC", text))
        try:
            return CellValue(validate(int(match[1]) if match else 0))
        except ValueError as error:
            return _fault(column, text, str(error))

    return read


def _choices(mapping: ColumnMapping) -> CellReader:
    field, column = mapping.field, mapping.header
    known = field.words or {}
    codes = _codes(field.name, known)
    stages = _codes("stage", STAGES) if field.name == "status" else {}

    def read(text: str) -> CellValue:
        word = fold(text)
        code, stage = codes.get(word), stages.get(word)
        if code is None and stage is None:
            if field.name == "status" and not mapping.strict and (cell := read_status(text)):
                return _status_value(column, cell, text)
            if progress := None if mapping.strict else _progress(field, text):
                return progress
            if mapping.otherwise:
                return CellValue(also=((mapping.otherwise, text),))
            if not mapping.strict:
                return CellValue(also=(("extra", text),))
            return _not_a_choice(column, text, known)
        if code == SUSPENDED and not mapping.strict:
            return CellValue("planned", also=(("event", SUSPENDED), ("event_text", text)))
        if stage is None:
            return CellValue(code)
        return CellValue(code or ("planned" if stage < "60" else None), also=(("stage", stage),))

    return read


def _status_value(column: str, cell: StatusCell, text: str) -> CellValue:
    """Return the value of a cell whose words, days and successors are known."""
    also = list(cell.days)
    note = f"{column}: {text}" if cell.unsure_day else None
    if cell.stage:
        also.append(("stage", cell.stage))
    if cell.successors:
        also.append(("status_successors", ";".join(cell.successors)))
    if cell.in_part:
        also.append(("status_in_part", "1"))
    if cell.status == NOT_IN_FORCE:
        return CellValue(note=note, also=(*also, ("not_in_force", text)))
    # A day tells more than the word next to it.
    fields = {name for name, _ in cell.days}
    status = None if cell.status == "withdrawn" and "withdrawn" in fields else cell.status
    return CellValue(status, note=note, also=tuple(also))


# A column of statuses gives the end of a project; one of stages is used as such if it is alone.
_ENDED_IN_STAGE = (TERMINATED, "stage")


def _progress(field: Field, text: str) -> CellValue | None:
    """Return the stage, the status and the event that the words of a cell give; None if there is
    none. A request changes nothing, and an extension without its target is none."""
    if field.name not in ("status", "stage"):
        return None
    stage, event, day, target = read_stage(text)
    also: list[tuple[str, str]] = []
    if event == SUSPENDED or (event == EXTENDED and target):
        also = [("event", event), ("event_text", text)]
        also += [("event_day", day)] if day else []
        also += [("event_target", target)] if target else []
    elif event == REQUEST and stage:
        also = [("request", text)]
    elif (
        (event or stage) is None
        or event in (EXTENDED, REQUEST)
        or (event, field.name) == _ENDED_IN_STAGE
    ):
        return None
    if field.name == "stage":
        return CellValue(stage, also=tuple(also))
    status = "terminated" if event == TERMINATED else None
    if status is None and (stage is None or stage < "60"):
        status = "planned"
    return CellValue(status, also=(*also, ("stage", stage)) if stage else tuple(also))


def _outcomes(mapping: ColumnMapping) -> CellReader:
    """Return the reader of answers of a review; what else they say is in `also`, by name."""
    field, column = mapping.field, mapping.header

    def read(text: str) -> CellValue:
        answer = read_outcome(text)
        if answer.outcome is None:
            return _not_a_choice(column, text, field.words or {})
        names = ("into", "into_family", "into_nature", "ends", "plan_number")
        also = ((name, getattr(answer, name)) for name in names)
        return CellValue(answer.outcome, also=tuple(pair for pair in also if pair[1]))

    return read


def _number(text: str) -> CellValue:
    """Return a number without the mark of a remark; the cell as written is kept with it."""
    if parse(text) is None and parse(number := without_remark_mark(text)):
        return CellValue(number, also=(("extra", text),))
    return CellValue(text)


def _title(text: str) -> CellValue:
    """Return a title without the marks of remarks at its end; the cell as written is kept."""
    title = text.rstrip(MARKS).rstrip()
    # *新* is emphasis.
    if title and title != text and MARKS_OF_TITLES.isdisjoint(title):
        return CellValue(title, also=(("extra", text),))
    return CellValue(text)


def _entries(text: str) -> CellValue:
    """Return the number of a cell that may also have a title, or only a title."""
    if entry := split_entry(text):
        number, title = entry
        return CellValue(number, also=(("title", title),))
    return CellValue(text) if fits_number(text) else CellValue(also=(("title", text),))


def _texts(mapping: ColumnMapping) -> CellReader:
    if not mapping.partly:
        # Tables for people show names in place of keys such as rev:JB/T 1-2011.
        has_keys = mapping.field.name in ("key", "replaces", "replaced_by")
        return (lambda text: CellValue(own_keys_in(text))) if has_keys else CellValue

    def in_part(text: str) -> CellValue:
        # For every item: the word applies up to the next semicolon (domain/numbers/lists.py).
        items = (item for item in split_items(text) if item)
        return CellValue(";".join(i if i.startswith(_IN_PART) else _IN_PART + i for i in items))

    return in_part


def _lists(field: Field, column: str) -> CellReader:
    split = split_names if field.name in _NAMES else split_items
    codes = _codes(field.name, field.words or {})

    def read(text: str) -> CellValue:
        items = split(text)
        if not codes:
            return CellValue(items)
        for item in items:
            if fold(item) not in codes:
                return _not_a_choice(column, item, field.words or {})
        return CellValue(list(dict.fromkeys(codes[fold(item)] for item in items)))

    return read


def _objects(column: str) -> CellReader:
    def read(text: str) -> CellValue:
        try:
            return CellValue(read_object(text))
        except ValueError as error:
            return _fault(column, text, str(error))

    return read


def _not_a_choice(column: str, text: str, known: Words) -> CellValue:
    return _fault(column, text, t("is not valid; use one of {choices}", choices=describe(known)))


def _codes(name: str, known: Words) -> dict[str, str]:
    """Return the codes by folded word: code, labels in two languages, former words, words in
    layouts.yaml."""
    own = {fold(word): code for code, pair in known.items() for word in (code, *pair)}
    former = {fold(word): code for word, code in FORMER_WORDS.items() if code in known}
    return {**(stage_words() if name == "stage" else value_words(name)), **former, **own}


def _fault(column: str, text: str, message: str) -> CellValue:
    return CellValue(fault=CellError(column, escape_unprintable(text), message))
