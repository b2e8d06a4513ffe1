"""The columns of a list that are known by their cells: which has the numbers, titles and days.

    choose_columns(columns, evidence).fields    # {2: "number"}

number_column.py finds the column of numbers. Rules:
* A known header with fitting cells means what it says, and --map always decides.
* Titles, days and statuses are found by their cells only where the list has no other column for
  them; days only if the header names the kind of day, statuses only if it names a status.
* What is doubtful is a fault with the --map that decides, or a note.
"""

import re
from collections.abc import Mapping, Sequence

from stdplan.domain.fields import field_word
from stdplan.domain.text import shown
from stdplan.i18n import t
from stdplan.importing import cell_evidence
from stdplan.importing.cell_evidence import CellEvidence
from stdplan.importing.header_names import fold
from stdplan.importing.number_column import choose_number
from stdplan.importing.seen_columns import FITS, SURE, Choice, SeenColumn

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
# Headers of columns that have statuses; a list may have several kinds of them.
_STATUSES = re.compile(
    "状态|狀態|现状|現況|时效|status|state(?!ment)|lifecycle|life-cycle|validity"
)
_OTHER_STATUSES = re.compile(
    "合同|证书|项目|任务|账号|用户|审核|审批|审查|处理|完成|支付|付款|阅读|下载|验证|附件|文件"
    "|contract|project|task|user|payment|order|file|download|verif|approval|compliance|audit"
)
_REVIEWS = re.compile("复审|结论|意见|建议|review|outcome")


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
        choose_number(columns, evidence, choice, mixed)
    for column in columns:
        if choice.fields.get(column.place, column.field) == "number":
            entries = evidence.tally(column.place, cell_evidence.is_entry)
            if entries.share >= FITS or (column.known == "title" and entries.fitting):
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


# --- Titles, days and statuses ---


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
            tally.share >= SURE
            and tally.distinct >= (FITS if named else SURE) * tally.fitting
            and tally.filled >= SURE * evidence.row_count
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
        if tally.fitting and tally.share >= SURE:
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
    return words.fitting > 0 and words.share >= SURE


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
        if days.fitting and days.share >= SURE:
            sentence = t(
                'the column "{header}" has dates: if they say when the standards were published,'
                ' use --map "{header}=published"',
                header=column.header,
            )
            choice.notes.append(sentence)
        elif "status" not in taken and words.fitting and words.share >= SURE:
            sentence = t(
                'the column "{header}" has words of statuses: to use them, add'
                ' --map "{header}=status"',
                header=column.header,
            )
            choice.notes.append(sentence)


# --- Messages ---


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
