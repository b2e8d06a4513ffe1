"""The columns of a list that are known by their cells: which has the numbers, titles and days.

    choose_columns(columns, evidence).fields    # {2: "number"}

Rules:
* A known header with fitting cells means what it says, and --map always decides.
* If no column of numbers has numbers, the one column that has them is read as number. Its header
  may be unknown, or mean something else: 名称 may have numbers, or numbers with titles.
* Titles, days and statuses are found by their cells only where the list has no other column for
  them; days only if the header names the kind of day, statuses only if it names a status.
* What is doubtful is a fault with the --map that decides, or a note. A column whose header says
  that it has other standards (代替, 引用) is never read as number.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from stdplan.domain.fields import field_word
from stdplan.domain.text import shown
from stdplan.i18n import t
from stdplan.importing import cell_evidence
from stdplan.importing.cell_evidence import CellEvidence, Tally
from stdplan.importing.header_names import fold, has_other_standards, is_identifying

IGNORED = "ignored"
# Fields whose column may have the numbers of the list, if no other column has them.
_MISTAKABLE = frozenset(("", IGNORED, "title", "title_en", "plan_number", "key", "filing_number"))
_FITS = 0.5  # of the cells of a column with a known header
_SURE = 0.8  # of the cells of a column without one
# Headers that say that a column has titles, and those of other texts.
_TITLES = re.compile("名称|标题|题名|题目|title|name|標題|題目")
_OTHER_TEXTS = re.compile(
    "单位|部门|机构|公司|组织|人|作者|范围|内容|备注|说明|目的|意义|理由|意见|地址|关键词|摘要|领域|行业|专业"
    "|类|状态|阶段|company|org|person|author|scope|abstract|note|remark|comment|reason|address|url|link"
    "|(?:方法|项目|对象|参数|产品)(?!.*名称)|keyword|categor|type|kind|class|status|stage|user|committee|department|sector|field|level|source|file"
)
# Kinds of days: the words of a header that has nothing else but _NEUTRAL.
_DAYS = {
    "published": re.compile(
        "发布|颁布|批准|published?|publication|publishing|pub(?=date|$)|issued?|released?"
    ),
    "effective": re.compile(
        "实施|施行|生效|执行|effective|effect|implemented|implementation|implement|impl|inforce"
    ),
    "withdrawn": re.compile("废止|作废|withdrawn|withdrawal"),
}
_NEUTRAL = re.compile(
    "标准|正式|日期|时间|年月|日|年|月|的|standards?|std|date|day|time|on|at|of|the|[-._/ ]"
)

# Headers that name a standard: a column of numbers of theirs may have digits only.
_OF_STANDARDS = re.compile("标准|规范|规程|standard|spec|designation|document")
# Headers of numbers of standards that other lists have for their own codes.
_OF_ANYTHING = frozenset(("code", "reference", "identifier", "docid"))
# Headers of columns that have statuses; a list may have several kinds of them.
_STATUSES = re.compile(
    "状态|狀態|现状|現況|时效|status|state(?!ment)|lifecycle|life-cycle|validity"
)
_OTHER_STATUSES = re.compile(
    "合同|证书|项目|任务|账号|用户|审核|审批|审查|处理|完成|支付|付款|阅读|下载|验证|附件|文件"
    "|contract|project|task|user|payment|order|file|download|verif|approval|compliance|audit"
)
_REVIEWS = re.compile("复审|结论|意见|建议|review|outcome")


class SeenColumn(NamedTuple):
    """A column by its header alone: its place, its header, and what the header means.

    `field`: the name of the field, "" for an unknown header, IGNORED for one that says nothing
    about the standard. `chosen`: --map names the column. `known`: the field that the header alone
    means, whatever --map says.
    """

    place: int
    header: str
    field: str
    chosen: bool
    known: str = ""


@dataclass(slots=True)
class Choice:
    """What the cells change.

    `fields`: the field of a column by its index, "" for a column that its field is taken from.
    `with_titles`: indexes of columns that have numbers and titles in one cell. `notes`: what a
    person should know. `faults`: why the list cannot be read.
    """

    fields: dict[int, str] = field(default_factory=dict)
    with_titles: set[int] = field(default_factory=set)
    notes: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def choose_columns(
    columns: Sequence[SeenColumn],
    evidence: CellEvidence,
    only_numbers: bool = False,
    mixed: bool = False,
) -> Choice:
    """Return what the cells of a list change in the meaning of its columns.

    `only_numbers`: leave titles and days to the headers. `mixed`: the columns are those of several
    lists, and each list may have its own column of numbers.
    """
    choice = Choice()
    if headless := next((c for c in columns if _is_row_text(c.header)), None):
        problem = t(
            'the header has the number of a standard, "{number}": the list needs a header row, such'
            ' as "number,title"',
            number=shown(headless.header),
        )
        choice.faults.append(problem)
        return choice
    fields = {column.field for column in columns}
    if "new_number" not in fields:  # in a list of conversions several columns have numbers
        _choose_number(columns, evidence, choice, mixed)
    for column in columns:
        if choice.fields.get(column.place, column.field) == "number":
            entries = evidence.tally(column.place, cell_evidence.is_entry)
            if entries.share >= _FITS or (column.known == "title" and entries.fitting):
                choice.with_titles.add(column.place)
    if not only_numbers and not choice.faults:
        _choose_title(columns, evidence, choice)
        _choose_days(columns, evidence, choice)
        _choose_status(columns, evidence, choice)
        _name_unread(columns, evidence, choice)
    return choice


def _is_row_text(header: str) -> bool:
    """Return whether a header is the number of a standard, or the title and the number of one."""
    entry = cell_evidence.split_entry(header)
    return cell_evidence.is_dated_number(entry[0] if entry else header)


# --- Numbers ---


def _choose_number(
    columns: Sequence[SeenColumn], evidence: CellEvidence, choice: Choice, mixed: bool
) -> None:
    """Find the column of numbers; add a fault if the cells leave it open."""
    known = [column for column in columns if column.field == "number"]
    if any(column.chosen for column in known):
        return
    fitting = [column for column in known if _fits(column, evidence)]
    others = [column for column in known if column not in fitting and evidence.texts(column.place)]
    candidates = [
        column
        for column in columns
        if column.field in _MISTAKABLE
        and not column.chosen
        and not has_other_standards(column.header)
    ]
    if fitting:
        choice.notes += [_instead(fitting[0].header, column.header) for column in others]
        dropped = others if mixed else [column for column in known if column not in fitting]
        choice.fields |= dict.fromkeys((column.place for column in dropped), "")
        if mixed:
            unknown = [column for column in candidates if column.field == ""]
            _add_identifying(_with_numbers(unknown, evidence), choice)
        return
    with_numbers = _with_numbers(candidates, evidence)
    if mixed and len(with_numbers) > 1 and _add_identifying(with_numbers, choice):
        return
    found = _best(with_numbers)
    is_project_list = any(
        evidence.tally(column.place, cell_evidence.is_plan_number).share >= _FITS
        for column in columns
        if column.field in ("plan_number", "key")
    )
    if is_project_list and not (len(found) == 1 and is_identifying(found[0].header)):
        choice.notes += [_has_numbers(column.header) for column in found]
        _refuse_others(others, columns, evidence, choice)
    elif len(found) == 1 and (odd := [o for o in others if not _is_mistaken(o, evidence)]):
        choice.faults.append(_several([*odd, *found]))
    elif len(found) == 1:
        [column] = found
        choice.fields |= dict.fromkeys((other.place for other in known), "")
        choice.fields[column.place] = "number"
        instead = [_instead(column.header, other.header) for other in others]
        choice.notes += instead or [_read_as_number(column.header)]
    elif found:
        choice.faults.append(_several(found))
    elif near := _near(candidates, evidence):
        column, example = near
        choice.faults.append(lost_number(column.header, example, column.field))
    else:
        _refuse_others(others, columns, evidence, choice)
        _refuse_designations(columns, candidates, evidence, choice)


def _fits(column: SeenColumn, evidence: CellEvidence) -> bool:
    """Return whether a column that should have numbers has them."""
    numbers = evidence.tally(column.place, cell_evidence.fits_number)
    entries = evidence.tally(column.place, cell_evidence.is_entry)
    return numbers.filled > 0 and numbers.fitting + entries.fitting >= _FITS * numbers.filled


def _is_mistaken(column: SeenColumn, evidence: CellEvidence) -> bool:
    """Return whether a column of numbers has no numbers of any kind: counters, dates or words. A
    body may number its standards in a way of its own."""
    return evidence.tally(column.place, cell_evidence.is_other_text).share >= _FITS


def _add_identifying(found: Sequence[tuple[SeenColumn, bool]], choice: Choice) -> bool:
    """Read all columns as number that identify what a row is about: each is that of another list.
    Return whether there is one."""
    identifying = [column for column, _ in found if is_identifying(column.header)]
    for column in identifying:
        choice.fields[column.place] = "number"
        choice.notes.append(_read_as_number(column.header))
    return bool(identifying)


def _with_numbers(
    candidates: Iterable[SeenColumn], evidence: CellEvidence
) -> list[tuple[SeenColumn, bool]]:
    """Return the columns whose cells are numbers of different standards, and whether they are
    nothing but numbers. They must have one in most rows."""
    found = []
    for column in candidates:
        numbers = evidence.tally(column.place, cell_evidence.fits_number)
        sure = evidence.tally(column.place, cell_evidence.is_sure_number)
        pure = _is_sure(numbers, evidence) and sure.fitting >= _FITS * numbers.fitting
        if pure and evidence.tally(column.place, cell_evidence.is_plan_number).share < _FITS:
            found.append((column, True))
            continue
        entries = evidence.tally(column.place, cell_evidence.is_entry)
        both = Tally(
            numbers.filled,
            numbers.fitting + entries.fitting,
            numbers.distinct + entries.distinct,
            entries.example,
        )
        if entries.fitting and _is_sure(both, evidence):
            found.append((column, False))
    return found


def _is_sure(tally: Tally, evidence: CellEvidence) -> bool:
    return (
        tally.fitting > 0
        and tally.share >= _SURE
        and tally.distinct >= _FITS * tally.fitting
        and tally.filled >= _FITS * evidence.row_count
    )


def _best(found: Sequence[tuple[SeenColumn, bool]]) -> list[SeenColumn]:
    """Return the columns that may be meant: those that are nothing but numbers, and of these the
    only one that identifies what a row is about."""
    pure = [column for column, is_pure in found if is_pure] or [column for column, _ in found]
    identifying = [column for column in pure if is_identifying(column.header)]
    return identifying if len(identifying) == 1 else pure


def _near(
    candidates: Iterable[SeenColumn], evidence: CellEvidence
) -> tuple[SeenColumn, str] | None:
    """Return a column that has numbers in some rows, and one of them."""
    for column in candidates:
        numbers = evidence.tally(column.place, cell_evidence.is_number)
        if numbers.fitting:
            return column, numbers.example
        # The title of a guide may begin with the number of the standard that it explains.
        entries = evidence.tally(column.place, cell_evidence.is_entry)
        if entries.share >= _FITS:
            return column, entries.example
    return None


def _refuse_others(
    numbers: Iterable[SeenColumn],
    columns: Sequence[SeenColumn],
    evidence: CellEvidence,
    choice: Choice,
) -> None:
    """Add a fault for a column of numbers if most of its cells are row counters, dates or words.

    One whose header has many meanings (`code`) must not have nothing but words or stock numbers,
    either.
    """
    has_titles = any(column.field == "title" for column in columns)
    for column in numbers:
        tally = evidence.tally(column.place, cell_evidence.is_other_text)
        if tally.share <= _FITS and fold(column.header) in _OF_ANYTHING:
            tally = evidence.tally(column.place, cell_evidence.is_code)
            if tally.share < 1:
                continue
        if tally.share > _FITS:
            are_titles = evidence.tally(column.place, cell_evidence.is_title).share >= _FITS
            problem = t(
                'the column "{header}" has no numbers of standards ("{text}"): if they are to be'
                ' stored as numbers, use --map "{header}=number", else --map "{header}={field}"',
                header=column.header,
                text=shown(tally.example),
                field="title" if are_titles and not has_titles else "extra",
            )
            choice.faults.append(problem)


def _refuse_designations(
    columns: Iterable[SeenColumn],
    candidates: Iterable[SeenColumn],
    evidence: CellEvidence,
    choice: Choice,
) -> None:
    """Add a fault for an unknown column that identifies the rows, in a list that has titles only:
    its cells are made of letters and digits, as the numbers of a body that is not known."""
    if not {column.field for column in columns}.isdisjoint(("number", "plan_number", "key")):
        return
    for column in candidates:
        if column.field:
            continue
        name = fold(column.header)
        if is_identifying(name) and _OF_STANDARDS.search(name):
            tally = evidence.tally(column.place, cell_evidence.has_digit)
        elif is_identifying(name) or _OF_STANDARDS.match(name):
            tally = evidence.tally(column.place, cell_evidence.is_designation)
        else:
            continue
        if _is_sure(tally, evidence):
            problem = t(
                'rows would have no number, but the column "{header}" may have numbers of standards'
                ' ("{number}"): use --map "{header}=number", or --map "{header}=extra" if they are'
                " not",
                header=column.header,
                number=shown(tally.example),
            )
            choice.faults.append(problem)


# --- Titles and days ---


def _choose_title(columns: Sequence[SeenColumn], evidence: CellEvidence, choice: Choice) -> None:
    """Find the column of titles if no header says so and only one column can be meant."""
    fields = {c.place: choice.fields.get(c.place, c.field) for c in columns}
    names = set(fields.values())
    if not names & {"number", "plan_number"} or "title" in names or choice.with_titles:
        return
    found = []
    for column in columns:
        if fields[column.place] or column.chosen:
            continue
        name = fold(column.header)
        if _OTHER_TEXTS.search(name):
            continue
        named = _TITLES.search(name) is not None
        tally = evidence.tally(
            column.place, cell_evidence.is_title if named else cell_evidence.is_long_title
        )
        if (
            tally.share >= _SURE
            and tally.distinct >= (_FITS if named else _SURE) * tally.fitting
            and tally.filled >= _SURE * evidence.row_count
        ):
            found.append((column, named))
    named_ones = [column for column, named in found if named]
    best = named_ones if len(named_ones) == 1 else [column for column, _ in found]
    if len(best) == 1:
        [column] = best
        choice.fields[column.place] = "title"
        choice.notes.append(_read_as_title(column.header))


def _choose_days(columns: Sequence[SeenColumn], evidence: CellEvidence, choice: Choice) -> None:
    """Find columns of days whose header names the kind of day in words that are not listed."""
    taken = {choice.fields.get(c.place, c.field) for c in columns}
    for column in columns:
        if column.field or column.chosen or column.place in choice.fields:
            continue
        name = kind_of_day(column.header)
        if name is None or name in taken:
            continue
        tally = evidence.tally(column.place, cell_evidence.is_date)
        if tally.fitting and tally.share >= _SURE:
            taken.add(name)
            choice.fields[column.place] = name
            choice.notes.append(_read_as_day(column.header, name))


def _choose_status(columns: Sequence[SeenColumn], evidence: CellEvidence, choice: Choice) -> None:
    """Find the one column of words of statuses whose header names a status in words that are not
    listed. Without it a standard that the list calls withdrawn would be in force.

    Any other column with such words is left to --map, if a word says that a standard has ended.
    """
    fields = {c.place: choice.fields.get(c.place, c.field) for c in columns}
    if not {"status", "stage"}.isdisjoint(fields.values()):
        return
    found = [column for column in columns if _has_statuses(column, fields, evidence)]
    named = [
        column
        for column in found
        if _STATUSES.search(fold(column.header)) and not _OTHER_STATUSES.search(fold(column.header))
    ]
    if len(named) == 1:
        [column] = named
        choice.fields[column.place] = "status"
        choice.notes.append(_read_as_status(column.header))
        return
    for column in named or found:
        ended = evidence.tally(column.place, cell_evidence.is_word_of_end)
        if ended.fitting:
            choice.faults.append(_maybe_status(column.header, ended.example))


def _has_statuses(column: SeenColumn, fields: Mapping[int, str], evidence: CellEvidence) -> bool:
    if fields[column.place] or column.chosen or column.known:
        return False
    if _REVIEWS.search(fold(column.header)):
        return False
    words = evidence.tally(column.place, cell_evidence.is_status_word)
    return words.fitting > 0 and words.share >= _SURE


def kind_of_day(header: str) -> str | None:
    """Return the field of the day that a header names, None if it names none or says more.

    >>> kind_of_day("date_of_publishing"), kind_of_day("planned publication")
    ('published', None)
    """
    name = fold(header)
    for field_name, words in _DAYS.items():
        rest, count = words.subn("", name)
        if count == 1 and not _NEUTRAL.sub("", rest):
            return field_name
    return None


def _name_unread(columns: Sequence[SeenColumn], evidence: CellEvidence, choice: Choice) -> None:
    """Add a note for each unknown column that has dates or words of statuses."""
    taken = {choice.fields.get(c.place, c.field) for c in columns}
    for column in columns:
        if choice.fields.get(column.place, column.field) or column.chosen:
            continue
        if column.known or _REVIEWS.search(fold(column.header)):
            continue
        days = evidence.tally(column.place, cell_evidence.is_day)
        words = evidence.tally(column.place, cell_evidence.is_status_word)
        if days.fitting and days.share >= _SURE:
            sentence = t(
                'the column "{header}" has dates: if they say when the standards were published,'
                ' use --map "{header}=published"',
                header=column.header,
            )
            choice.notes.append(sentence)
        elif "status" not in taken and words.fitting and words.share >= _SURE:
            sentence = t(
                'the column "{header}" has words of statuses: to use them, add'
                ' --map "{header}=status"',
                header=column.header,
            )
            choice.notes.append(sentence)


# --- Messages ---


def _read_as_number(header: str) -> str:
    return t(
        'the column "{header}" has numbers of standards and is read as number; if it is something'
        ' else, use --map "{header}=extra"',
        header=header,
    )


def _read_as_title(header: str) -> str:
    return t(
        'the column "{header}" has titles and is read as title; if it is something else, use'
        ' --map "{header}=extra"',
        header=header,
    )


def _read_as_day(header: str, name: str) -> str:
    return t(
        'the column "{header}" has dates and is read as {field}; if it is something else, use'
        ' --map "{header}=extra"',
        header=header,
        field=field_word(name),
    )


def _read_as_status(header: str) -> str:
    return t(
        'the column "{header}" has words of statuses and is read as status; if it is something'
        ' else, use --map "{header}=extra"',
        header=header,
    )


def _maybe_status(header: str, word: str) -> str:
    return t(
        'the column "{header}" may have the statuses of the standards ("{word}"): use --map'
        ' "{header}=status", or --map "{header}=extra" if they are of something else',
        header=header,
        word=shown(word),
    )


def _instead(header: str, other: str) -> str:
    return t(
        'the column "{header}" has numbers of standards and is read as number, not the column'
        ' "{other}"; to use that one, add --map "{other}=number"',
        header=header,
        other=other,
    )


def _has_numbers(header: str) -> str:
    return t(
        'the column "{header}" has numbers of standards: if they are those of the rows, use'
        ' --map "{header}=number"',
        header=header,
    )


def _several(columns: Sequence[SeenColumn]) -> str:
    return t(
        "several columns may have the numbers of the standards: {headers}; choose one with"
        ' --map "{header}=number"',
        headers=t(", ").join(f'"{column.header}"' for column in columns),
        header=columns[0].header,
    )


def lost_number(header: str, example: str, field_name: str = "") -> str:
    """Return the fault of a list whose rows would lose the numbers in a column; `field_name` is the
    field of the column, "" if it has none."""
    return t(
        'rows would have no number, but the column "{header}" has numbers of standards'
        ' ("{number}"): use --map "{header}=number", or --map "{header}={field}" if they are not'
        " the numbers of the rows",
        header=header,
        number=shown(example),
        field="extra" if field_name in ("", IGNORED) else field_name,
    )
