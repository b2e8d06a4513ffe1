"""Headers of lists of reviews that say more than a known one, and what the letters of a list mean.

    short_header("2026年复审结论（继续有效/修订/废止）")    # 复审结论
    Legend("A继续有效 B修订 C废止").spelled_out("B（2027年）")    # 修订 （2027年）

Rules:
* A header means what it means without its brackets, a year, and words such as 及理由. An outcome
  with 建议 or 标委会填写 in brackets is what a committee proposes.
* If no column has the answers by its header, the one column with answers in its cells has them, if
  its header speaks of such: 处理结果, Conclusion. A note says so. Next to a column of proposals,
  one with decisions or agreement is found in the same way: 处室审核.
* A letter means what a legend in a header or in a line of the list says. A legend explains at least
  two letters, each of them once. A letter without a legend is no answer.
"""

import re
import unicodedata
from collections.abc import Container, Iterable
from functools import partial

from stdplan.domain.review_forms import is_of_decisions
from stdplan.i18n import t
from stdplan.importing.cell_evidence import CellEvidence
from stdplan.importing.header_names import fold
from stdplan.importing.headers import ColumnMapping, HeaderMapping
from stdplan.importing.layouts import Layout
from stdplan.importing.review_answers import OUTCOME, UNANSWERED, agrees, read_outcome
from stdplan.importing.wording import simplified

# The fields with an outcome.
ANSWERS = ("outcome", "proposed")
_BRACKETS = re.compile(r"[(\[【][^()\[\]【】]*[)\]】]?")
_BEFORE = re.compile("^(?:[0-9]{4}年?度?|本次|本年度?|当年|年度)的?")
_AFTER = re.compile(
    "(?:[及和与、/,]|以及)?(?:(?:主要|简要|具体|相关)?(?:理由|说明|原因|依据|备注|情况))+$|[:：]$"
)
_OF_COMMITTEES = re.compile(
    "建议|拟|初步|意见|委|归口|秘书处|专家|单位填|企业|committee|propos|recommend", re.I
)
_OF_ANSWERS = re.compile(
    "结论|意见|建议|处理|处置|结果|复审|答复|outcome|conclusion|decision|recommend|proposal|proposed"
    "|result|disposition|action|review|opinion"
)
# Headers of what other columns of such lists have.
_OF_OTHERS = re.compile(
    "日期|时间|年限|年度$|编号|单位$|理由|备注|说明|人$|date|year|reason|remark|comment"
)
# 建议完成时间, 拟修订完成年度; not 修订计划建议年度, in which a revision may begin.
_OF_TARGETS = re.compile(
    "(?:建议|拟|计划|预计|要求|预期|修订|标准|项目)*(?:完成|报批)(?:年限|年度|时间|期限|日期|年份|时限)"
)
_MOSTLY = 0.3  # of the cells of a column; an answer may be in any words
_MARK = "[A-Ha-h1-9①-⑨]"
# A继续有效 · B：修订 · C—废止 · 1.继续有效
_EXPLAINED = re.compile(
    rf"(?<![A-Za-z0-9.])(?P<mark>{_MARK})[)）]?\s*[-—–:：.、．=＝为表示代]*\s*"
    r"(?P<words>[\u4e00-\u9fff]{2,8}|[A-Za-z]{5,10})"
)
_SPELLED = re.compile(rf"\(?(?P<mark>{_MARK})\)?(?:[.、:]|(?=[\s(,;。])|$)(?P<rest>.*)", re.DOTALL)


def short_header(header: str) -> str:
    """Return a header, folded, without what does not change its meaning.

    >>> short_header("复审结论及理由"), short_header("本次複審結論（A/B/C）")
    ('复审结论', '复审结论')
    """
    name = _BRACKETS.sub("", simplified(fold(header)))
    return _AFTER.sub("", _BEFORE.sub("", name)) or name


class Legend:
    """The letters that stand for answers, by what the texts of a list say about them."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._words: dict[str, str] = {}
        for text in texts:
            marks = [
                (_folded(match["mark"]), match["words"]) for match in _EXPLAINED.finditer(text)
            ]
            found = [(mark, words) for mark, words in marks if _is_answer(words)]
            if len(dict(found)) == len(found) > 1:
                self._words |= dict(found)

    def spelled_out(self, text: str) -> str:
        """Return an answer with the word of its letter, any other answer unchanged.

        >>> Legend(["A—继续有效；B—修订"]).spelled_out("b"), Legend([]).spelled_out("b")
        ('修订', 'b')
        """
        if not self._words:
            return text
        match = _SPELLED.fullmatch(unicodedata.normalize("NFKC", text).strip())
        word = self._words.get(_folded(match["mark"])) if match else None
        return f"{word} {match['rest']}".strip() if match and word else text


def with_answers(
    mapping: HeaderMapping,
    layout: Layout,
    evidence: CellEvidence | None,
    chosen: Container[str],
    proposed: bool,
) -> HeaderMapping:
    """Return the columns of a list of reviews, with those that short headers or the cells name.

    `chosen`: the folded headers of --map. `proposed`: all answers are proposals.
    """
    fields = {field.name: field for field in layout.fields.values()}
    columns, notes = list(mapping.columns), list(mapping.notes)
    unknown = [column for column in mapping.unknown if fold(column[1]) not in chosen]
    fed = {column.field.name for column in columns}
    for index, header in unknown:
        name = _field_of(header, layout)
        if name and (name not in fed or name == "note"):
            fed.add(name)
            columns.append(ColumnMapping(index, header, fields[name]))
    is_one = _has_answers if fed.isdisjoint(ANSWERS) else _has_decisions
    if evidence and "outcome" not in fed and not (proposed and "proposed" in fed):
        places = {column.index for column in columns}
        found = [each for each in unknown if each[0] not in places and is_one(each, evidence)]
        if len(found) == 1:
            index, header = found[0]
            is_open = is_one is _has_answers and not is_of_decisions(header)
            is_proposal = is_open and _OF_COMMITTEES.search(header)
            name = "proposed" if is_proposal else "outcome"
            columns.append(ColumnMapping(index, header, fields[name], by_cells=True))
            sentence = (
                'the column "{header}" has answers of a review and is read as {field}; if it is'
                ' something else, use --map "{header}=extra"'
            )
            notes.append(t(sentence, header=header, field=name))
    columns.sort(key=lambda column: column.index)
    places = {column.index for column in columns}
    rest = tuple(column for column in mapping.unknown if column[0] not in places)
    return HeaderMapping(tuple(columns), rest, tuple(notes))


def _field_of(header: str, layout: Layout) -> str:
    """Return the name of the field of a column, by its short header; "" if it is not known."""
    name = short_header(header)
    if _OF_TARGETS.fullmatch(name):
        return "target_date"
    field = layout.fields.get(name)
    in_brackets = "".join(_BRACKETS.findall(fold(header)))
    if field and field.name == "outcome" and _OF_COMMITTEES.search(in_brackets):
        return "proposed"
    return field.name if field else ""


def _has_decisions(column: tuple[int, str], evidence: CellEvidence) -> bool:
    """Return whether a column next to one of proposals has what was decided about them."""
    index, header = column
    if not is_of_decisions(header) or _OF_OTHERS.search(header):
        return False
    return evidence.tally(index, _decides).share > 0.5


def _decides(text: str) -> bool:
    return agrees(text) or read_outcome(text).kind == OUTCOME


def _has_answers(column: tuple[int, str], evidence: CellEvidence) -> bool:
    """Return whether a column has answers in most of its cells, and a header that fits."""
    index, header = column
    name = simplified(fold(header))
    if _OF_OTHERS.search(_BRACKETS.sub("", name)) or not _OF_ANSWERS.search(name):
        return False
    tally = evidence.tally(index, partial(_answers, Legend([header])))
    return tally.share >= _MOSTLY


def _answers(legend: Legend, text: str) -> bool:
    return read_outcome(legend.spelled_out(text)).kind == OUTCOME


def _is_answer(words: str) -> bool:
    return read_outcome(words).kind in (OUTCOME, UNANSWERED)


def _folded(mark: str) -> str:
    return unicodedata.normalize("NFKC", mark).upper()
