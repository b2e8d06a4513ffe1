"""What a reason in an answer of a review speaks for, by its words.

    evidence("产品已停产")    # {"gone"}
    evidence("试验方法落后")    # {"outdated"}
    evidence("企业认为不可行")    # None: it is about those who decide

The words are data: layouts.yaml, `answers`, `evidence`.

Rules:
* The longest word at a place counts, and each word once: 不适应 is a negation and 适应, without 应.
* A negation turns the next word of evidence; 适用性差 and 需求很少 are turned by what follows.
  A negation without such a word is not understood, nor is a double one.
* What is left must have no word of doubt. A word about the decision or the work, and a condition
  (国标发布后), is not understood either.
* What does not count in the end (虽标龄较长, …后仍适用) is left out.
"""

import re
from functools import cache, lru_cache

from stdplan.importing.header_names import fold
from stdplan.importing.layouts import words_of
from stdplan.importing.wording import any_word

GOOD, IN_USE, OUTDATED, GONE, WORK = "good", "in_use", "outdated", "gone", "work"
# The outcomes that fit each kind of evidence.
FITTING = {
    GOOD: {"confirm", "amend", "merge", "convert"},
    IN_USE: {"confirm", "revise", "amend", "merge", "convert"},
    OUTDATED: {"revise", "amend", "merge", "convert", "withdraw"},
    GONE: {"withdraw"},
    # Of a clause about the work that follows.
    WORK: {"revise", "amend", "merge", "convert"},
}
_TURNED = {GOOD: OUTDATED, IN_USE: GONE, OUTDATED: GOOD, GONE: IN_USE}
# The lists of words; of a word in several lists, the first one counts.
_LISTS = (
    *("process", "still", "have", "negations", GOOD, IN_USE, OUTDATED, GONE),
    *("covers", "changes", "use", "weak", "neutral"),
)
# How far a word is from the word that it belongs to, at most.
_NEGATED, _HAD, _WEAKENED = 8, 8, 4
_GAP = "…"
_CONDITION = re.compile(
    "(?:(?<![目当此以提])前|之前|以前|(?<![落滞])后|(?<![过及同临实按准小])时|时候|期间)$"
    "|^等(?![同效级])"
)


@lru_cache(4096)
def evidence(text: str) -> frozenset[str] | None:
    """Return what a folded clause speaks for, nothing if it has no such word; None if the clause
    is not understood.

    >>> evidence("无企业生产"), evidence("内容仍适用"), evidence("未能形成")
    (frozenset({'gone'}), frozenset({'good'}), None)
    """
    if is_condition(text):
        return None
    if doubt().search(_words().sub("\n", text)):
        return None
    found: list[tuple[str, int]] = []  # the evidence, and where it ends
    negated, had = -1, -_HAD - 1
    turned_twice = nothing = False
    for match in _words().finditer(text):
        name, start, end = _list_of(match[0]), match.start(), match.end()
        if name == "process":
            return None
        if name == "negations":
            if negated >= 0 and (turned_twice or not nothing):
                return None
            turned_twice = negated >= 0
            negated, nothing = end, match[0] in _nothing()
        elif name in ("still", "have"):
            found = [] if name == "still" else found
            had = end
        elif name == "weak":
            if found and start - found[-1][1] <= _WEAKENED:
                found[-1] = (OUTDATED, end)
            elif match[0][0] == "不":
                found.append((OUTDATED, end))  # 不足
        elif name != "neutral":
            near = negated >= 0 and start - negated <= _NEGATED
            kind = _meaning(name, near and not turned_twice, 0 <= start - had <= _HAD)
            negated, turned_twice = (-1, False) if near else (negated, turned_twice)
            is_part = kind == GONE and _parts().search(text, 0, start)
            found.append((OUTDATED if is_part else kind, end))
    return None if negated >= 0 else frozenset(kind for kind, _ in found if kind)


def is_condition(text: str) -> bool:
    """Return whether a clause says when or until when something is: 国标发布后.

    >>> is_condition("新标准实施前"), is_condition("目前")
    (True, False)
    """
    return bool(_CONDITION.search(text))


def without_neutral(text: str) -> str:
    """Return a folded clause without the words that say nothing: 不影响, 不锈钢."""
    return _words().sub(lambda match: "" if _list_of(match[0]) == "neutral" else match[0], text)


def _meaning(name: str, negated: bool, had: bool) -> str:
    """Return the evidence of a word of a list, "" if it says nothing."""
    if name == "use":
        return GONE if negated else IN_USE if had else ""
    if name in ("covers", "changes"):
        return (OUTDATED if name == "covers" else GOOD) if negated else ""
    return _TURNED[name] if negated else name


@cache
def _lists() -> tuple[dict[str, str], list[tuple[re.Pattern[str], str]]]:
    """Return the list of each word, and those of words with a gap by their pattern."""
    words: dict[str, str] = {}
    for name in _LISTS:
        for word in words_of("answers", "evidence", name):
            words.setdefault(_GAP.join(map(fold, word.split(_GAP))), name)
    gaps = [(re.compile(_pattern(word)), name) for word, name in words.items() if _GAP in word]
    return words, gaps


def _list_of(word: str) -> str:
    """Return the list that has a word which `_words` found."""
    words, gaps = _lists()
    return words.get(word) or next(name for gap, name in gaps if gap.fullmatch(word))


@cache
def _words() -> re.Pattern[str]:
    """Return the pattern of one word of any list, the longest first."""
    words = sorted(_lists()[0], key=lambda word: (-len(word), word))
    return re.compile("|".join(map(_pattern, words)))


def _pattern(word: str) -> str:
    return ".{0,14}?".join(map(re.escape, word.split(_GAP)))


@cache
def _parts() -> re.Pattern[str]:
    return re.compile(any_word(words_of("answers", "evidence", "parts")))


@cache
def _nothing() -> frozenset[str]:
    return frozenset(words_of("answers", "evidence", "nothing"))


@cache
def doubt() -> re.Pattern[str]:
    """Return the pattern of the words that call an outcome into doubt."""
    return re.compile(any_word(words_of("answers", "doubt")))
