"""The reader of the answers of a review (复审结论, 复审意见): from words to an outcome.

    read_outcome("建议与GB/T 1-2020整合修订")    # merge, into GB/T 1-2020

The words are data: layouts.yaml, `answers`.

Rules:
* An answer is read if all of it is known: a word for an outcome, and what changes nothing. So a
  negation is never skipped: 不建议废止 is unclear, and 无需修订 is a word of its own.
* The clauses of a cell must agree. 修订/废止 is unclear, 继续有效，无需修订 is not. A remark
  without doubt (国标已发布，予以废止) changes nothing.
* A reason must fit the outcome (answer_reasons.py): 产品已停产 only a withdrawal, 试验方法落后 all
  but 继续有效, 仍有企业使用 all but a withdrawal, 技术先进 neither a revision nor a withdrawal.
  What stands before 但 does not count. No comma is needed: 产品停产建议废止.
* What was decided in another year or about another standard is unclear: 2020年复审结论为修订,
  上次复审：废止, JB/T 1-2010，废止. So is a condition: 国标发布后废止.
* What is in brackets only explains: it may agree, or say nothing, but contradict nothing, nor call
  the outcome into doubt: 废止（条件不成熟） is unclear.
* 理由： begins an explanation, as if it were in brackets: 修订。理由：引用标准已更新.
* Of the options of a form (☑修订 □废止), the one with the tick counts.
"""

import re
from functools import cache, lru_cache
from itertools import product
from typing import NamedTuple

from stdplan.domain.codes import OUTCOMES
from stdplan.domain.text import is_empty
from stdplan.importing.answer_conversions import conversion_target
from stdplan.importing.answer_options import ticked_option
from stdplan.importing.answer_reasons import (
    FITTING,
    GOOD,
    IN_USE,
    OUTDATED,
    WORK,
    doubt,
    evidence,
    is_condition,
    without_neutral,
)
from stdplan.importing.header_names import fold
from stdplan.importing.layouts import words_of
from stdplan.importing.wording import (
    DAY,
    DEADLINE,
    NUMBER,
    PLAN,
    TIME,
    TITLE,
    Clause,
    Vocabulary,
    Wording,
    any_word,
    read_wording,
    simplified,
)

OUTCOME, UNANSWERED, UNCLEAR = "outcome", "unanswered", "unclear"
# Kinds of clauses: one that disagrees with the others, one that gives a reason for an outcome, one
# that says nothing about it.
_CONTRARY, _REASON, _REMARK = "contrary", "reason", "remark"


class Answer(NamedTuple):
    """What an answer says.

    `kind`: `outcome`; `unanswered` if the cell is empty or puts the answer off; `unclear` if it
    must be asked about. The other values are set only with an outcome, but `implied` only with a
    clause that gives a reason: the outcomes and the kinds of evidence that the reason speaks for.
    `joins_open_project`: the revision names a project that is under way; `plan_number` is its
    number, if that is given.
    `into`: the canonical number of the standard, or the title in 《》, that this one goes into.
    `into_family`, `into_nature`: what a conversion leads to. `ends`: the ISO day from which a
    withdrawn standard is out of force. `words`: the answer as written, if it says more than that.
    """

    kind: str
    outcome: str | None = None
    joins_open_project: bool = False
    plan_number: str | None = None
    implied: frozenset[str] = frozenset()
    into: str | None = None
    into_family: str | None = None
    into_nature: str | None = None
    ends: str | None = None
    words: str | None = None


_UNANSWERED, _UNCLEAR = Answer(UNANSWERED), Answer(UNCLEAR)


_NEGATING = "不无未非没"  # 不同 is in 不同意, too


@cache
def _agreement() -> re.Pattern[str]:
    words = any_word(words_of("answers", "agreed"))
    return re.compile(f"(?:{words})[。.]?(?:[,;]20[0-9]{{2}}年?(?:完成)?)?")


def agrees(text: str) -> bool:
    """Return whether a decision says nothing but that it agrees with the proposal next to it.

    >>> agrees("同意归口单位意见。"), agrees("同意废止")
    (True, False)
    """
    return bool(_agreement().fullmatch(simplified(fold(text))))


@lru_cache(4096)
def read_outcome(text: str, year: int | None = None) -> Answer:
    """Return what an answer of a review says; `year` is that of the review, if it is known.

    >>> read_outcome("建议废止").outcome, read_outcome("不建议废止").kind
    ('withdraw', 'unclear')
    >>> read_outcome("2020年复审结论为修订", 2020).kind, read_outcome("2020年复审结论为修订").kind
    ('outcome', 'unclear')
    >>> read_outcome("转为推荐性国家标准").into_family
    'national'
    """
    if is_empty(fold(text)):
        return _UNANSWERED
    written = ticked_option(text)
    ticked = simplified(written) if written else written
    if ticked is None:
        return _UNCLEAR
    if not ticked:
        return _UNANSWERED
    answer = _read(ticked, year)
    parts = _BLANKS.split(ticked)
    if answer.kind == UNCLEAR and parts[1:] and all(part[1:] for part in parts):
        answer = _read("，".join(parts), year)  # 继续有效 张三
    if answer.kind == OUTCOME and _is_elsewhere(ticked, year):
        return _UNCLEAR
    return answer._replace(words=answer.words and written)


def _read(text: str, year: int | None) -> Answer:
    """Return what a text says that is no form with options."""
    wording = read_wording(_REASON_AT_END.sub(r"（\1）", _ENUMERATED.sub(r"\1", text)), _SEPARATORS)
    if not wording.readable:
        return _UNCLEAR
    main: list[Answer] = []
    inside: list[Answer] = []
    implied: list[str] = []  # what must fit the outcome without being one
    says_more = False
    for clause in wording.clauses:
        if _TICKS_ONLY.fullmatch(clause.text) and wording.clauses[1:]:
            continue  # √（继续有效）
        but, rest = clause.text, _BUT.sub("", clause.text)
        if rest != but and any(answer.kind == OUTCOME for answer in main):
            return _UNCLEAR  # 继续有效，但…
        rest = _history().sub("", rest)
        clause = clause._replace(text=rest)
        answers = [Answer(_REMARK)] if is_empty(rest) else _readings(wording, clause, year)
        if clause.in_brackets and _PARTNER.fullmatch(rest) and _outcome(main) == "merge":
            answers = [Answer(OUTCOME, "merge", into=wording.named(rest, NUMBER)[0])]
        if rest != but and answers[0].kind != OUTCOME:
            implied = []  # 标准适用，但指标落后
        if main and _anywhere("still").search(rest) and answers[0].implied & {GOOD, IN_USE}:
            implied = []  # 国际标准已作废，国内仍用
        if not clause.in_brackets and _NAME_ONLY.fullmatch(rest) and not main:
            answers = [_UNCLEAR]  # the conclusion of another standard: JB/T 1-2010，废止
        says_more = says_more or _says_more(clause, answers)
        for answer in answers:
            if answer.implied == {GOOD} and _beginning("aims").match(rest) and _revises(main):
                answer = Answer(_REMARK)  # 修订，与国际标准一致
            implied += answer.implied
            if clause.in_brackets and answer.kind == UNCLEAR:
                implied += _roots(clause.text)
            (inside if clause.in_brackets else main).append(answer)
    if not main:  # all of the answer is in brackets
        main, inside = inside, []
    plans = {answer.plan_number for answer in (*main, *inside) if answer.kind in (_REASON, _REMARK)}
    main = [answer for answer in main if answer.kind not in (_REASON, _REMARK)]
    counting = (OUTCOME, UNANSWERED, _CONTRARY)
    agreed = _agreed(main, [answer for answer in inside if answer.kind in counting])
    if agreed.outcome == "revise" and agreed.plan_number is None and len(plans - {None}) == 1:
        number = next(filter(None, plans))
        agreed = agreed._replace(plan_number=number, joins_open_project=True)
    if agreed.kind == OUTCOME and (says_more or inside):
        agreed = agreed._replace(words=text)
    return agreed if all(_fits(agreed.outcome, each) for each in implied) else _UNCLEAR


def _says_more(clause: Clause, answers: list[Answer]) -> bool:
    """Return whether a clause says more than its answer and how that was found."""
    if answers[1:] or answers[0].kind != OUTCOME:
        return clause.text not in _words().before
    return not answers[0].ends and bool(_ANY_TIME.search(clause.text))


@cache
def _history() -> re.Pattern[str]:
    """Return the pattern of what a clause may begin with, about the past: 自2012年修订后."""
    verbs, now = (any_word(words_of("answers", "history", name)) for name in ("verbs", "since"))
    this = any_word(words_of("answers", "history", "subjects"))
    day = f"(?:{DAY}|{TIME})"
    return re.compile(
        f"^(?:{this})?(?:自{day}?(?:第?[一二三0-9]次)?(?:{verbs})(?:{now}|后)"
        f"|{day}(?:{verbs})(?:{now})|自{day}(?:{now}))"
        f"|^(?:[原旧老](?:标准|版))(?:废止|修订|作废)(?:{now}|后)"
        f"|^(?:{this})?[原系]?(?:代替|替代|取代)了?(?:{NUMBER})+$"
    )


def _is_elsewhere(text: str, year: int | None) -> bool:
    """Return whether a text has what was decided another time."""
    folded = fold(text)
    if _elsewhere().search(folded):
        return True
    decided = [int(match[1]) for match in _YEAR_OF_CONCLUSION.finditer(folded)]
    reviewed = [int(match[1]) for match in _YEAR_OF_REVIEW.finditer(folded)]
    if year is None:
        return bool(decided)
    # A campaign may end in the year after.
    return any(each != year for each in decided) or any(each < year - 1 for each in reviewed)


@cache
def _elsewhere() -> re.Pattern[str]:
    return re.compile(f"(?:{any_word(words_of('answers', 'elsewhere'))})(?!复审?以来|以来|至今)")


def _fits(outcome: str | None, implied: str) -> bool:
    """Return whether an outcome fits what a reason speaks for: an outcome, or one of several."""
    return outcome in FITTING.get(implied, {implied})


def _agreed(main: list[Answer], explained: list[Answer]) -> Answer:
    """Return the answer in which all clauses agree, with what each of them adds."""
    answers = [*main, *explained]
    if not main or len({(answer.kind, answer.outcome) for answer in answers}) > 1:
        return _UNCLEAR
    if main[0].kind == _CONTRARY:
        return _UNCLEAR
    agreed = answers[0]
    for answer in answers[1:]:
        for name in ("plan_number", "into", "into_family", "into_nature", "ends"):
            first, other = getattr(agreed, name), getattr(answer, name)
            if None not in (first, other) and first != other:
                return _UNCLEAR
            agreed = agreed._replace(**{name: first or other})
        joins = agreed.joins_open_project or answer.joins_open_project
        agreed = agreed._replace(joins_open_project=joins)
    return agreed


_REASON_AT_END = re.compile(
    r"[\s。；;，,、.]*(?:主\s*要\s*)?(?:理\s*由|原\s*因)(?:是|为|如下)?\s*[:：]\s*([^()（）\[\]【】]+?)[。.\s]*$"
)
_DAY_FROM = re.compile(f"({DAY})起")
_DAY_FIRST = re.compile(f"(?:拟|计划|建议)?[于在]?({DAY})")
# 第4章、第5章
_ENUMERATED = re.compile("(第[0-9.]{1,6}[章条])[、和及与](?=第[0-9])")
_BLANKS = re.compile(r"(?<=[\u4e00-\u9fff）)])\s+(?=[\u4e00-\u9fff（(0-9０-９])")
_ANY_TIME = re.compile(f"{DAY}|{TIME}|{DEADLINE}")
_MARKS_ONLY = re.compile(f"(?:{DAY}|{TIME}|{DEADLINE}|{PLAN})+")
_TICKS_ONLY = re.compile("[√✓✔☑■●]+")
_NAME_ONLY = re.compile(f"(?:{NUMBER}|{TITLE})+:?")
_PARTNER = re.compile(f"(?:[与和同到至入]|并入|纳入|整合[到至入])?{NUMBER}(?:中|一起)?")
_BUT = re.compile("^(?:但是?|然而|不过)")
_SEPARATORS = "[,;。!、|\n]|[-—–]{2,}|(?<![a-z])/|(?<!不)(?=但)|(?=然而|不过)"
_YEAR_OF_CONCLUSION = re.compile("([0-9]{4})年?度?[^,;。0-9]{0,6}?复审的?(?:结论|意见|结果)")
_YEAR_OF_REVIEW = re.compile("([0-9]{4})年?度?[^,;。0-9]{0,6}?复审")
# 经委员会讨论, 经标委会年会审议通过
_PROCEDURE = re.compile(
    "^经.{0,16}?(?:讨论|研究|审议|审查|评审|评估|论证|表决|投票|函审|协商|核实|调研|审核|复审|会议)"
    "(?:一致|后|通过|决定|确定|认为)*"
)


def _readings(wording: Wording, clause: Clause, year: int | None) -> list[Answer]:
    """Return what a clause says: an answer, or a reason and the outcome after it."""
    answer = _read_clause(wording, clause, year)
    if answer.kind != UNCLEAR:
        return [answer]
    head, colon, reasons = clause.text.partition(":")
    if colon and head in words_of("answers", "evidence", "labels"):
        return _readings(wording, clause._replace(text=reasons), year)
    if colon and head in words_of("answers", "evidence", "work_labels") and _reason(reasons):
        return [_because(WORK)]
    if colon:
        outcome = _read_clause(wording, clause._replace(text=head), year)
        reason = _reason(reasons)
        if outcome.kind == OUTCOME and reason and reason.kind == _REASON:
            return [outcome, reason]  # 修订：试验方法落后
    for match in _anywhere("links").finditer(clause.text):
        before, after = clause.text[: match.start()], clause.text[match.start() :]
        reason = _reason(before)
        if reason is None or not (reason.kind == _REASON or _beginning("because").match(before)):
            continue  # 基本 in 基本同意废止
        outcome = _read_clause(wording, clause._replace(text=after), year)
        if outcome.kind == OUTCOME:
            return [reason, outcome]
    return [answer]


def _read_clause(wording: Wording, clause: Clause, year: int | None) -> Answer:
    """Return what one clause says."""
    words = _words()
    procedure = _PROCEDURE.match(clause.text)
    if procedure and not doubt().search(procedure[0].removesuffix("复审")):
        if procedure.end() == len(clause.text):
            return Answer(_REMARK)
        clause = clause._replace(text=clause.text[procedure.end() :])
    if _votes().fullmatch(clause.text) and re.search("[0-9]|全票", clause.text):
        return Answer(_REMARK)
    found = [
        _answer(wording, clause, meaning, names) for meaning, names in words.meanings(clause.text)
    ]
    if not found:
        targets = filter(None, map(conversion_target, words.cores(clause.text)))
        found = [
            Answer(OUTCOME, "convert", into_family=family, into_nature=nature)
            for nature, family in list(targets)[:1]
        ]
    if not found and any(map(_names_object, words.cores(clause.text))):
        found = [_answer(wording, clause, "revise", "")]
    against = re.compile(any_word(words_of("answers", "against")))
    if found and found[0].kind == OUTCOME and against.fullmatch(clause.text):
        return Answer(_CONTRARY)  # 请确认
    if len(set(found)) == 1:
        day = _DAY_FIRST.match(clause.text)
        is_past = day and year and int(wording.names[day[1]][:4]) < year
        answer = found[0]
        wrong = is_past and not answer.joins_open_project and not answer.ends
        return _UNCLEAR if wrong and answer.kind == OUTCOME else answer  # 2019年废止
    if not found and against.search(clause.text):
        return Answer(_CONTRARY)
    reason = None if found else _reason(clause.text)
    if reason and reason.implied <= {WORK}:
        plans = wording.named(clause.text, PLAN)
        return reason._replace(plan_number=plans[0] if len(plans) == 1 else None)
    return reason or _UNCLEAR


def _reason(text: str) -> Answer | None:
    """Return what a clause speaks for without being an outcome; None if that is not certain."""
    words = _words()
    if _schedule().fullmatch(text) and not _MARKS_ONLY.fullmatch(text):
        return _because(WORK)
    other = _happened().fullmatch(text)
    if other and not doubt().search(other["between"]):
        return _because(OUTDATED)
    action = _beginning("actions").match(text)
    if action and evidence(text[action.end() :]) is not None:
        return _because(OUTDATED)
    majority = _anywhere("majority").match(text)
    if majority and majority.end() != len(text):
        text = text[majority.end() :]  # 多数企业认为该标准适用
    kinds = evidence(text)
    if kinds is None:
        wish = _anywhere("wishes").sub("", text)
        if wish and wish != text and evidence(wish) is not None and not is_condition(text):
            return _because(WORK)
        harmless = words.is_remark(text) or not _decisive().search(text)
        return Answer(_REMARK) if harmless and not is_condition(text) else None
    if _although().match(text):
        return Answer(_REMARK)  # 虽标龄较长
    if kinds and not _beginning("purposes").match(text):
        return _because(*kinds)
    understood = kinds or words.is_remark(text) or words.is_remark(without_neutral(text))
    return Answer(_REMARK) if understood else None


def _because(*implied: str) -> Answer:
    """Return the answer of a clause that gives a reason."""
    return Answer(_REASON, implied=frozenset(implied))


@cache
def _decisive() -> re.Pattern[str]:
    """Return the pattern of the words that may be about the outcome, in words of any kind."""
    lists = (("decisive",), ("against",), ("elsewhere",), ("evidence", "process"))
    words = [word for path in lists for word in words_of("answers", *path)]
    return re.compile(any_word([*words, *words_of("answers", "evidence", "negations")]))


def _names_object(core: str) -> bool:
    """Return whether words are a revision and what it is to change: 修订试验方法."""
    match = _objects().match(core)
    object_ = _anywhere("wishes").sub("", core[2:])  # 修订并补充内容
    return bool(match) and evidence(object_) is not None


@cache
def _anywhere(name: str) -> re.Pattern[str]:
    """Return the pattern of the words of a list of evidence."""
    return re.compile(any_word(words_of("answers", "evidence", name)))


@cache
def _beginning(name: str) -> re.Pattern[str]:
    """Return the pattern of a text that begins with a word of a list of evidence."""
    return re.compile(f"^(?:{any_word(words_of('answers', 'evidence', name))})")


@cache
def _schedule() -> re.Pattern[str]:
    """Return the pattern of a clause about the work that an outcome leads to."""
    times = "|".join((DAY, TIME, DEADLINE, PLAN, "[0-9]{4}"))
    return re.compile(f"(?:{times}|{any_word(words_of('answers', 'schedule'))})+")


@cache
def _happened() -> re.Pattern[str]:
    """Return the pattern of what happened to another document."""
    others, happens = (any_word(words_of("answers", name)) for name in ("others", "happens"))
    return re.compile(
        f"(?:[^正将]{{0,6}}(?:{others})|{NUMBER})(?P<between>[^正将以]{{0,16}})(?:{happens})"
        f"(?:{NUMBER})?(?:了|较多|较大)?"
    )


def _revises(answers: list[Answer]) -> bool:
    """Return whether one of the answers is a revision, or a reason for one."""
    return any("revise" in (answer.outcome, *answer.implied) for answer in answers)


def _outcome(answers: list[Answer]) -> str | None:
    """Return the first outcome of clauses."""
    return next((answer.outcome for answer in answers if answer.kind == OUTCOME), None)


@cache
def _although() -> re.Pattern[str]:
    return re.compile(f".{{0,6}}(?:{any_word(words_of('answers', 'evidence', 'although'))})")


@cache
def _votes() -> re.Pattern[str]:
    """Return the pattern of a vote in which nobody was against: 函审26票同意, 0票反对."""
    return re.compile(f"(?:[0-9]{{1,4}}|{any_word(words_of('answers', 'votes'))})+")


@cache
def _objects() -> re.Pattern[str]:
    return re.compile(f"修订(?:{any_word(words_of('answers', 'objects'))})")


def _answer(wording: Wording, clause: Clause, meaning: str, names: str) -> Answer:
    """Return the answer of a word; `names` are those in the word."""
    if meaning in (UNANSWERED, UNCLEAR, _CONTRARY, _REMARK):
        return Answer(meaning)
    if meaning.startswith(_REASON):
        return _because(meaning.removeprefix(_REASON))
    if meaning == "merge":
        # A number and its title name one standard.
        targets = wording.named(names, NUMBER) or wording.named(names, TITLE)
        is_one = len(targets) == 1 and "等" not in names  # 与 GB/T 1 等 5 项标准整合
        return Answer(OUTCOME, meaning, into=targets[0] if is_one else None)
    if meaning == "confirm" and wording.named(clause.text, DEADLINE):
        return _UNCLEAR  # 2026年前继续有效 ends the validity
    plans = wording.named(clause.text, PLAN)
    plan = plans[0] if len(plans) == 1 else None
    if meaning == "under_way":
        return Answer(OUTCOME, "revise", True, plan)
    ends = _DAY_FROM.search(clause.text) if meaning == "withdraw" else None
    day = wording.names[ends[1]] if ends else None
    return Answer(OUTCOME, meaning, plan is not None, plan, ends=day)


@cache
def _words() -> Vocabulary:
    """Return the words for each outcome, for no answer, and those with several meanings."""
    words = {
        outcome: [outcome, *labels, *words_of("answers", "outcomes", outcome)]
        for outcome, labels in OUTCOMES.items()
    }
    for name in ("under_way", UNANSWERED, UNCLEAR):
        words[name] = words_of("answers", name)
    words |= {
        _REASON + implied: words_of("answers", "reasons", implied)
        for implied in (*OUTCOMES, IN_USE, OUTDATED, WORK)
    }
    words["revise"] += _joined("applied")
    known = {word for own in words.values() for word in own}
    reasons = (("confirm", "no_need"), (IN_USE, "no_end"), ("withdraw", "no_use"))
    for meaning, name in reasons:
        words[_REASON + meaning] += [word for word in _joined(name) if word not in known]
    words |= {_CONTRARY: words_of("answers", "contrary"), _REMARK: words_of("answers", "remarks")}
    before, after, doubts = (words_of("answers", name) for name in ("before", "after", "doubt"))
    marks = (DAY, TIME, DEADLINE, PLAN)
    neutral = [w for w in words_of("answers", "evidence", "neutral") if w[0] not in _NEGATING]
    return Vocabulary(words, before, after, doubts, marks, neutral)


def _joined(name: str) -> list[str]:
    """Return the words that have one of each list below a name, in the order of the lists."""
    lists = (words_of("answers", name, each) for each in ("first", "second", "third"))
    return ["".join(parts) for parts in product(*filter(None, lists))]


def _roots(text: str) -> list[str]:
    """Return the outcomes that a text has a word for."""
    roots = {outcome: words_of("answers", "roots", outcome) for outcome in OUTCOMES}
    return [outcome for outcome, words in roots.items() if re.search(any_word(words), text)]
