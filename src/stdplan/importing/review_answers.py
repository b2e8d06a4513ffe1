"""The reader of the answers of a review (复审结论, 复审意见): from words to an outcome.

    read_outcome("建议与GB/T 1-2020整合修订")    # merge, into GB/T 1-2020

The words are data: layouts.yaml, `answers`.

Rules:
* An answer is read if all of it is known: a word for an outcome, and what changes nothing. So a
  negation is never skipped: 不建议废止 is unclear, and 无需修订 is a word of its own.
* The clauses of a cell must agree. 修订/废止 is unclear, 继续有效，无需修订 is not. A remark
  without doubt (国标已发布，予以废止) changes nothing, nor does one about the subject of the
  standard (标准结构不合理，修订).
* A reason must fit: 产品已停产 only a withdrawal, 引用标准已废止 all but 继续有效, 仍有企业使用 all
  but a withdrawal.
* What is in brackets only explains: it may agree, or say nothing, but contradict nothing, nor call
  the outcome into doubt: 废止（条件不成熟） is unclear.
* 理由： begins an explanation, as if it were in brackets: 修订。理由：引用标准已更新.
* Of the options of a form (☑修订 □废止), the one with the tick counts.
"""

import re
from functools import cache, lru_cache
from itertools import product
from typing import NamedTuple

from stdplan.domain.codes import FAMILIES, FORMER_WORDS, NATURES, OUTCOMES, Words
from stdplan.domain.text import is_empty
from stdplan.importing.header_names import fold
from stdplan.importing.layouts import value_words, words_of
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
)

OUTCOME, UNANSWERED, UNCLEAR = "outcome", "unanswered", "unclear"
# Kinds of clauses: one that disagrees with the others, one that gives a reason for an outcome, one
# that says nothing about it.
_CONTRARY, _REASON, _REMARK = "contrary", "reason", "remark"
# What reasons speak for: that the standard does not stay as it is, or that it is not withdrawn.
_CHANGE, _KEEP = "change", "keep"


class Answer(NamedTuple):
    """What an answer says.

    `kind`: `outcome`; `unanswered` if the cell is empty or puts the answer off; `unclear` if it
    must be asked about. The other values are set only with an outcome. `joins_open_project`: the
    revision names a project that is under way; `plan_number` is its number, if that is given.
    `into`: the canonical number of the standard, or the title in 《》, that this one goes into.
    `into_family`, `into_nature`: what a conversion leads to. `ends`: the ISO day from which a
    withdrawn standard is out of force.
    """

    kind: str
    outcome: str | None = None
    joins_open_project: bool = False
    plan_number: str | None = None
    into: str | None = None
    into_family: str | None = None
    into_nature: str | None = None
    ends: str | None = None


_UNANSWERED, _UNCLEAR = Answer(UNANSWERED), Answer(UNCLEAR)


@lru_cache(4096)
def read_outcome(text: str) -> Answer:
    """Return what an answer of a review says.

    >>> read_outcome("建议废止").outcome, read_outcome("不建议废止").kind
    ('withdraw', 'unclear')
    >>> read_outcome("转为推荐性国家标准")[-2:]
    ('national', 'recommended')
    """
    if is_empty(fold(text)):
        return _UNANSWERED
    ticked = _ticked(text)
    if ticked is None:
        return _UNCLEAR
    if not ticked:
        return _UNANSWERED
    wording = read_wording(_REASON_AT_END.sub(r"（\1）", ticked))
    if not wording.readable:
        return _UNCLEAR
    answers = [(_read_clause(wording, clause), clause) for clause in wording.clauses]
    inside = [(answer, clause.text) for answer, clause in answers if clause.in_brackets]
    main = [answer for answer, clause in answers if not clause.in_brackets]
    if not main:  # all of the answer is in brackets
        main, inside = [answer for answer, _ in inside], []
    # What must fit the outcome without being one.
    implied = {answer.outcome for answer, _ in answers if answer.kind == _REASON}
    implied |= {root for answer, text in inside if answer.kind == UNCLEAR for root in _roots(text)}
    main = [answer for answer in main if answer.kind not in (_REASON, _REMARK)]
    counting = (OUTCOME, UNANSWERED, _CONTRARY)
    agreed = _agreed(main, [answer for answer, _ in inside if answer.kind in counting])
    return agreed if all(_fits(agreed.outcome, each) for each in implied) else _UNCLEAR


def _fits(outcome: str | None, implied: str | None) -> bool:
    """Return whether an outcome fits what a reason speaks for: an outcome, or one of several."""
    if implied == _CHANGE:
        return outcome not in (None, "confirm")
    if implied == _KEEP:
        return outcome not in (None, "withdraw")
    return outcome == implied


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

# Marks of the options of a form, with and without a tick; also in brackets: (√), [x] and ( ).
_TICKED, _UNTICKED = "☑", "□"
_OPENING, _CLOSING = "[(（\\[［][\\s\u3000]*", "[\\s\u3000]*[)）\\]］]"
_TICK_FORMS = re.compile(
    f"(?:{_OPENING})?[√✓✔☑☒■●✅🗹🗸](?:{_CLOSING})?|{_OPENING}[xvyｘｖｙ]{_CLOSING}", re.I
)
_UNTICKED_FORMS = re.compile(f"{_OPENING}[)）\\]］]|[□☐○◻◯]")
_CROSS = re.compile("[×✗✘❌]")
_OPTIONS = re.compile(f"([{_TICKED}{_UNTICKED}])")


def _ticked(text: str) -> str | None:
    """Return the ticked option of a form, "" if none is ticked, any other text unchanged.

    None if several are ticked, if it is open to which option a mark belongs, or if one of them has
    a cross, which may be a tick.
    """
    marked = _TICK_FORMS.sub(_TICKED, _UNTICKED_FORMS.sub(_UNTICKED, text))
    if _UNTICKED not in marked:
        return text
    parts = [part.strip() for part in _OPTIONS.split(marked)]
    # Each mark comes before its option, or each one after it.
    if not parts[0]:
        marks, options = parts[1::2], parts[2::2]
    elif not parts[-1]:
        marks, options = parts[1::2], parts[0:-1:2]
    else:
        return None
    chosen = [
        option for mark, option in zip(marks, options, strict=True) if mark == _TICKED and option
    ]
    if not all(options) or len(chosen) > 1 or (not chosen and _CROSS.search(marked)):
        return None
    return chosen[0] if chosen else ""


def _read_clause(wording: Wording, clause: Clause) -> Answer:
    """Return what one clause says."""
    words = _words()
    found = [
        _answer(wording, clause, meaning, names) for meaning, names in words.meanings(clause.text)
    ]
    if not found:
        matches = map(_conversion().fullmatch, words.cores(clause.text))
        found = [_converted(match) for match in list(filter(None, matches))[:1]]
    if len(set(found)) == 1:
        return found[0]
    if not found and re.search(any_word(words_of("answers", "against")), clause.text):
        return Answer(_CONTRARY)
    is_remark = words.is_remark(clause.text) or _is_about_subject(clause.text)
    return Answer(_REMARK) if not found and is_remark else _UNCLEAR


def _is_about_subject(text: str) -> bool:
    """Return whether a clause is about the subject of a standard, and decides nothing."""
    return bool(_subject().match(text)) and not _decision().search(text)


@cache
def _subject() -> re.Pattern[str]:
    before, subjects = (words_of("answers", name) for name in ("before_subjects", "subjects"))
    return re.compile(f"(?:{any_word(before)})*(?:{any_word(subjects)})")


@cache
def _decision() -> re.Pattern[str]:
    return re.compile(any_word(words_of("answers", "decisions")))


def _answer(wording: Wording, clause: Clause, meaning: str, names: str) -> Answer:
    """Return the answer of a word; `names` are those in the word."""
    if meaning in (UNANSWERED, UNCLEAR, _CONTRARY, _REMARK):
        return Answer(meaning)
    if meaning.startswith(_REASON):
        return Answer(_REASON, meaning.removeprefix(_REASON))
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


def _converted(match: re.Match[str]) -> Answer:
    """Return a conversion into the nature and the family that the words name."""
    nature, family = _targets().get(match["both"] or "", (None, None))
    nature = nature or _natures().get(match["nature"] or "")
    family = family or _families().get(match["family"] or match["family_only"] or "")
    return Answer(OUTCOME, "convert", into_family=family, into_nature=nature)


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
        for implied in (*OUTCOMES, _CHANGE, _KEEP)
    }
    words |= {_CONTRARY: words_of("answers", "contrary"), _REMARK: words_of("answers", "remarks")}
    before, after, doubt = (words_of("answers", name) for name in ("before", "after", "doubt"))
    return Vocabulary(words, before, after, doubt, (DAY, TIME, DEADLINE, PLAN))


def _roots(text: str) -> list[str]:
    """Return the outcomes that a text has a word for."""
    roots = {outcome: words_of("answers", "roots", outcome) for outcome in OUTCOMES}
    return [outcome for outcome, words in roots.items() if re.search(any_word(words), text)]


@cache
def _conversion() -> re.Pattern[str]:
    """Return the pattern of a conversion that names a nature, a family or both."""
    natures, families = any_word(_natures()), any_word(_families())
    # 由强制性转为推荐性, 行业标准转化为国家标准
    source = f"(?:[由从将]?(?:{natures})?(?:{families})?(?:标准)?)"
    verbs = any_word(words_of("answers", "conversions"))
    target = (
        f"(?:(?P<both>{any_word(_targets())})"
        f"|(?P<nature>{natures})(?P<family>{families})?|(?:t/[a-z]+)?(?P<family_only>{families}))"
    )
    return re.compile(f"{source}(?:{verbs}){target}(?:标准)?")


@cache
def _natures() -> dict[str, str]:
    """Return natures by folded word, without those that name a family, too (强制性国家标准)."""
    natures = _chinese("nature", NATURES).items()
    families = re.compile(any_word(_families()))
    return {word: nature for word, nature in natures if not families.search(word)}


@cache
def _families() -> dict[str, str]:
    """Return families by folded word."""
    families = _chinese("family", FAMILIES)
    return {word: family for word, family in families.items() if family != "other"}


def _chinese(field: str, known: Words) -> dict[str, str]:
    own = {fold(zh): code for code, (zh, _) in known.items()}
    own |= {fold(word): code for word, code in FORMER_WORDS.items() if code in known}
    words = {**value_words(field), **own}
    return {word: code for word, code in words.items() if not word.isascii()}


@cache
def _targets() -> dict[str, tuple[str | None, str | None]]:
    """Return pairs of nature and family by folded word."""
    pairs = product(NATURES, FAMILIES)
    return {
        fold(word): (nature, family)
        for nature, family in pairs
        for word in words_of("answers", "targets", f"{nature} {family}")
    }
