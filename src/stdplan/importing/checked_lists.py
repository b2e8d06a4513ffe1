"""The rows of a list that is to be checked: whatever its columns are, each with its numbers.

Rules:
* Every row is kept, with its cells as they are; two rows with one number stay two rows.
* --map chooses the column of numbers. Else a known header does if its cells are numbers, else the
  cells do: the column in which most cells are numbers, one of other standards (代替, 引用) only if
  there is no other. An empty cell is filled from a column of plan numbers.
* A cell may have the number and the title of a standard, or the numbers of several, also shortened:
  5226.2 after GB/T 5226.1. A year in brackets, GB/T 191（2008年版）, is that of the edition.
* A list needs no header, and a text of lines no columns.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from stdplan.domain.numbers import Number, parse, plan_number
from stdplan.domain.numbers.lists import split_written
from stdplan.domain.numbers.normalize import means_nothing, split_cell
from stdplan.domain.text import clean, clean_code, escape_unprintable
from stdplan.errors import BadData, UsageProblem
from stdplan.i18n import t
from stdplan.importing.header_names import (
    fold,
    has_other_standards,
    header_of_unnamed,
    meaning_of,
)
from stdplan.importing.import_options import ImportOptions
from stdplan.importing.layouts import standard_layout
from stdplan.importing.map_entries import missing_columns, no_naming_column
from stdplan.importing.readers.rows import ListSource, SourceRow

_LOOKED_AT = 200  # rows that show what a column is
_FITS = 0.5  # of the filled cells of a column of numbers
# Forms whose cells had kinds that the reader has turned into text.
WORKBOOKS = ("xlsx", "xls", "ods")
_OTHER_STANDARDS = ("replaces", "replaced_by", "adopts", "old_number")
_LONGEST = 300  # characters of a number with its title
_TITLE_FIRST = re.compile(
    r"(?!按|符合|执行|依据|参[照见考]|详?见|采用|国标|标准号)(?P<title>[^（(]*[^\s（(A-Za-z])[\s（(]+(?P<number>[A-Za-z][^（(]*[0-9])[)）]?"
)
_AROUND = " *＊()（）[]【】《》“”\"'：:,，。;；"
# The number of a standard with its year, wherever it is.
_DATED = re.compile(
    r"(?<![A-Za-z/])(?:(?:[TQ]/)?[A-Z]{2,5}[0-9]{0,4}(?:/[TZ])? ?[0-9]+(?:\.[0-9]+)*"
    r" ?[-—–] ?(?:19|20)[0-9]{2}"
    r"|(?:ISO|IEC)(?:/[A-Z]{2,3})* ?[0-9]+(?:-[0-9]+)*:(?:19|20)[0-9]{2})(?![0-9])",
    re.IGNORECASE,
)
_TO_HALF_WIDTH = {code + 0xFEE0: code for code in range(0x21, 0x7F)} | {0x3000: 0x20}
# 2008年版 behind a number, also in Chinese digits, as what is in brackets or after a dash.
_YEAR_OF_EDITION = re.compile(
    "(?P<year>(?:19|20)[0-9]{2}|[一二][〇零○O一二三四五六七八九]{3})年?版?本?"
)
_CHINESE_DIGITS = str.maketrans("〇零○O一二三四五六七八九", "0000123456789")
# Another number of the same body behind one: 4208-2017, 5226.2, .2.
_SHORTENED = re.compile(
    r"(?:(?P<number>[0-9]{2,5})|(?=\.))(?P<part>(?:\.[0-9]+)*)"
    r"(?P<year>-(?:(?:19|20)[0-9]{2}|[5-9][0-9]))?",
    re.A,
)
_BODY_AND_NUMBER = re.compile(r"(?P<body>.*?[A-Z/]) (?P<number>[0-9]+)", re.A)
# The size of a part behind its standard: M8×20, DN50, 20x2.
_SIZE = re.compile(r"(?:M|DN|PN|IP|[ΦφØød])[0-9].*|[0-9.]+ ?[×xX*] ?[0-9].*")
# What stands behind a number and is no title.
_NO_TITLE = re.compile(
    "(?P<parts>系列|所有部分|全部部分|各部分)?(?:企业|国家|行业|地方|团体)?(?:标准)?"
)
# Words of a sentence that name one more standard.
_REFERS = re.compile(
    "(?:并|应|且|以及|同时)*(?:参[照考见]|按照?|依据|根据|符合|满足|执行|遵守|采用|见|和|及|与|或)"
)
# What stands behind these words is not what a text is about.
_REPLACES = re.compile("代替|替代|取代")
_SECOND = re.compile(r"(?:^|[^A-Za-z])[A-Z]{2,5}(?:/[TZ])? ?[0-9]+(?:\.[0-9]+)?[-—][0-9]")
_WORDS = re.compile("[\u3400-\u9fff]|[A-Za-z]{3}")


class NoNumberColumn(BadData):
    """No column of a list has numbers of standards."""


class NumberInCell(NamedTuple):
    """A number as a cell has it, and the title after it; `number`: None for any other text."""

    text: str
    number: Number | None = None
    plan_number: str | None = None
    title: str | None = None


@dataclass(slots=True)
class CheckedRow:
    """A row of a list: its line, its cells, its numbers, its title, and what is wrong with it."""

    line: int
    cells: list[str]
    numbers: Sequence[NumberInCell]
    title: str | None = None
    fault: str | None = None


@dataclass(slots=True)
class CheckedList:
    """A list that is to be checked.

    `name`: its file and sheet. `header`: the names of its columns as they are, without any for
    lines of text. `from_workbook`: its cells were dates and numbers. `notes`: for stderr.
    """

    name: str
    header: list[str]
    from_workbook: bool = False
    rows: list[CheckedRow] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def read_checked_list(source: ListSource, options: ImportOptions) -> CheckedList:
    """Return a list with all its rows.

    Raise NoNumberColumn if no column has numbers, UsageProblem for a wrong --map.
    """
    if source.lines is not None:
        rows = [
            CheckedRow(line, [], numbers_in(text))
            for line, text in enumerate(source.lines(), 1)
            if text.strip() and fold(text) not in standard_layout().fields
        ]
        return CheckedList(source.name, [], rows=rows)
    head, *rows_below = source.iter_rows()
    name = f"{source.name}{head.sheet}"
    checked = CheckedList(name, list(head.cells), source.form in WORKBOOKS)
    if any(_is_number(cell) for cell in head.cells) or _is_sentence(head.cells):
        rows_below.insert(0, head)
        checked.header = [header_of_unnamed(n) for n, _ in enumerate(head.cells, 1)]
    mapping = options.fields_in(checked.header)
    columns = _CheckedColumns(checked, rows_below, mapping, f"{name}:{head.line}")
    width = len(checked.header)
    for row in rows_below:
        cells = [*row.cells[:width], *[""] * (width - len(row.cells))]
        numbers = columns.numbers(cells)
        checked.rows.append(CheckedRow(row.line, cells, numbers, columns.title(cells), row.fault))
    return checked


def _is_number(cell: str) -> bool:
    number = parse(clean_code(cell)) if any(map(str.isdigit, cell)) else None
    return number is not None and number.year is not None


def _is_sentence(cells: Sequence[str]) -> bool:
    """Return whether a row is the first line of a text with numbers, and no header."""
    return len(cells) == 1 and any(item.number for item in numbers_in(cells[0]))


class _CheckedColumns:
    """Which columns of a list have its numbers and titles."""

    def __init__(
        self,
        checked: CheckedList,
        rows: Sequence[SourceRow],
        mapping: Mapping[str, str],
        where: str,
    ) -> None:
        self._header = [clean_code(name).replace("\n", "") for name in checked.header]
        self._fields = self._meanings(mapping, where)
        self._looked_at = [row.cells for row in rows[:_LOOKED_AT]]
        chosen = {fold(header) for header, name in mapping.items() if name == "number"}
        self._number = self._find_number(chosen, where)
        header = self._header[self._number] or header_of_unnamed(self._number + 1)
        if self._fields[self._number] != "number":
            checked.notes.append(
                t('the numbers are in the column "{header}"', header=escape_unprintable(header))
            )
        self._plan_numbers = self._with_field("plan_number", "key")
        self._titles = self._with_field("title")
        self._titles += [n for n in self._with_field("title_en") if n not in self._titles]

    def numbers(self, cells: list[str]) -> Sequence[NumberInCell]:
        """Return the numbers of a row; at least one entry, perhaps an empty one."""
        numbers = numbers_in(cells[self._number])
        if not numbers[0].text:
            for column in self._plan_numbers:
                other = numbers_in(cells[column])
                if other[0].number or other[0].plan_number:
                    return other
        return numbers

    def title(self, cells: list[str]) -> str | None:
        """Return the title that a row has in a column of titles."""
        return next((text for n in self._titles if (text := clean(cells[n]))), None)

    def _meanings(self, mapping: Mapping[str, str], where: str) -> list[str]:
        """Return the name of the field that each column feeds, "" for others."""
        known = standard_layout()
        names = {own.name for own in known.fields.values()}
        for header, name in mapping.items():
            if name and name not in names and name != "extra":
                raise UsageProblem(
                    t(
                        '--map "{header}={field}": there is no field "{field}"; use one of'
                        " {fields}",
                        header=escape_unprintable(header),
                        field=escape_unprintable(name),
                        fields=t(", ").join(sorted(names)),
                    )
                )
        if faults := missing_columns(mapping, self._header):
            raise BadData(f"{where}: {faults[0]}")
        chosen = {fold(header): name for header, name in mapping.items()}
        fields = []
        for place, name in enumerate(self._header, 1):
            own = fold(name) or fold(header_of_unnamed(place))
            if own in chosen:
                fields.append(chosen[own])
                continue
            meaning = known.fields.get(meaning_of(name, known.fields))
            fields.append(meaning.name if meaning else "")
        return fields

    def _find_number(self, chosen: set[str], where: str) -> int:
        for column, name in enumerate(self._header):
            if (fold(name) or fold(header_of_unnamed(column + 1))) in chosen:
                return column
        shares = {column: self._share(column) for column, _ in enumerate(self._header)}
        known = self._with_field("number", "new_number")
        with_numbers = [column for column in shares if shares[column] >= _FITS]
        own = [column for column in with_numbers if self._fields[column] not in _OTHER_STANDARDS]
        # 引用标准 may be what the list is about, if it has no other numbers.
        fitting = (
            [column for column in known if column in with_numbers]
            or [column for column in own if not has_other_standards(self._header[column])]
            or own
            or known
            or [column for column in shares if shares[column]]
        )
        if not fitting:
            raise NoNumberColumn(f"{where}: {no_naming_column(self._header)}")
        return max(fitting, key=lambda column: (shares[column], -column))

    def _share(self, column: int) -> float:
        """Return which part of the filled cells of a column has the number of a standard."""
        texts = [clean(cells[column]) for cells in self._looked_at if column < len(cells)]
        filled = [text for text in texts if text]
        found = (any(n.number or n.plan_number for n in numbers_in(text)) for text in filled)
        return sum(found) / len(filled) if filled else 0.0

    def _with_field(self, *names: str) -> list[int]:
        return [column for name in names for column, own in enumerate(self._fields) if own == name]


@lru_cache(4096)
def numbers_in(cell: str) -> tuple[NumberInCell, ...]:
    """Return the numbers of a cell, each as it is written, with a title that follows it.

    The result has at least one entry, whose text is no number if the cell has none.

    >>> [n.text for n in numbers_in("ISO 13485:2016/GB/T 42061-2022")]
    ['ISO 13485:2016', 'GB/T 42061-2022']
    >>> numbers_in("GB/T 191—2008 包装储运图示标志")[0].title
    '包装储运图示标志'
    """
    text = clean(cell)
    if len(text) > _LONGEST or not any(map(str.isdigit, text)):
        return (NumberInCell("" if means_nothing(text) else text),)
    parts = split_cell(text)
    is_shortened = any(_SHORTENED.fullmatch(part) for part in parts[1:])
    is_one = sum(_entry(part) is not None for part in parts) < 2 and not is_shortened
    if is_one and (entry := _entry(text)):
        return (entry,)
    found: list[NumberInCell] = []
    for written, item in split_written(text, parse):
        own = (
            NumberInCell(written, _with_year(item, item.note))
            if isinstance(item, Number)
            else _entry(written)
        )
        if own:
            found.append(own)
        elif found and (other := _shortened(written, found[-1].number)):
            found.append(other)
        elif not found or _REFERS.match(written) or _DATED.match(written):
            found += _in_words(_REPLACES.split(written)[0])  # 包装按QB/T 1-1996执行
        else:  # words that belong to the number before them
            title = written if _WORDS.search(written) else None
            last = found[-1]
            found[-1] = last._replace(text=f"{last.text} {written}", title=last.title or title)
    return tuple(found) or _in_words(text) or (NumberInCell(text),)


def _in_words(text: str) -> tuple[NumberInCell, ...]:
    """Return the numbers with their years among other words: 按 GB/T 191-2008 执行."""
    bare = text.strip(_AROUND)
    if bare != text and (entry := _entry(bare)):
        return (entry._replace(text=text),)
    half = text.translate(_TO_HALF_WIDTH)
    matches = _DATED.finditer(half)
    numbers = [(text[slice(*match.span())], parse(match[0])) for match in matches]
    found = [NumberInCell(written, number) for written, number in numbers if number]
    return (found[0]._replace(text=text),) if len(found) == 1 else tuple(found)


def _entry(text: str) -> NumberInCell | None:
    """Return the one number of a text, perhaps with its title; None for any other text."""
    if number := parse(text):
        title = number.note if "《" in text else None
        return NumberInCell(text, _with_year(number, number.note), title=title)
    if plan := plan_number(text):
        return NumberInCell(text, None, plan)
    from stdplan.importing.readers.text_entries import parse_entry

    entry = parse_entry(text)
    if entry and "number" in entry:
        number, title = parse(entry["number"]), entry.get("title")
        others = f"{title or ''} {entry.get('note', '')}"
        if title and number and (words := _NO_TITLE.fullmatch(title)):
            return NumberInCell(text, number._replace(note=words["parts"] or number.note))
        if number and title and (_YEAR_OF_EDITION.fullmatch(title) or _SIZE.fullmatch(title)):
            return NumberInCell(text, _with_year(number, title))
        if (title is None or _WORDS.search(title)) and not _has_number(others):
            plan = None if number else plan_number(entry["number"])
            return NumberInCell(text, number, plan, title)
        return None
    match = _TITLE_FIRST.fullmatch(text)
    if match and not _DATED.search(match["title"]) and (number := parse(match["number"])):
        return NumberInCell(text, number, title=match["title"].strip(" ，,：:《》"))
    return None


def _with_year(number: Number, words: str | None) -> Number:
    """Return a number without a year as that of the edition that words behind it name."""
    if number.year or number.draft_stage or not words:
        return number
    if (match := _YEAR_OF_EDITION.fullmatch(words)) is None:
        return number
    sign = ":" if number.family == "international" else "-"
    year = match["year"].translate(_CHINESE_DIGITS)
    return parse(f"{number.canonical}{sign}{year}") or number


def _shortened(text: str, previous: Number | None) -> NumberInCell | None:
    """Return a shortened number in full: 4208-2017 after GB/T 191-2008 is GB/T, too.

    If it is not certain, it is no number, but has an entry of its own.
    """
    match = _SHORTENED.fullmatch(text.translate(_TO_HALF_WIDTH).replace("—", "-"))
    if previous is None or match is None or previous.family in ("international", "other"):
        return None
    before = _BODY_AND_NUMBER.match(previous.canonical)
    if before is None:
        return None
    number = match["number"] or before["number"]
    is_certain = number == before["number"] or match["year"]
    if not is_certain and (len(number) < 3 or not match["part"]):
        return None  # the number of a clause, or a count
    full = f"{before['body']} {number}{match['part']}{match['year'] or ''}"
    return NumberInCell(text, parse(full) if is_certain else None)


def _has_number(text: str) -> bool:
    if _SECOND.search(text):
        return True
    return any(isinstance(item, Number) for _, item in split_written(text, parse))
