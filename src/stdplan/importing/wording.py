"""A cell of words, prepared for reading: folded, cut into clauses, with marks for its names.

    read_wording("修订（2025年立项）；与 GB/T 1-2020 整合")    # two clauses, and one in brackets

Names say nothing about the meaning of a cell, so a mark stands for each: a standard number, a title
in 《》, a plan number, a day or a span of time. The words of layouts.yaml are compared with what is
left; `…` in a word stands for any name, or for words without doubt.

Rule: a pattern must match a clause from its beginning to its end. An unknown word, such
as a negation, is never skipped.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from stdplan.domain.dates import parse_date
from stdplan.domain.numbers import parse, plan_number
from stdplan.domain.text import clean
from stdplan.importing.header_names import fold

# The marks of one kind are a range of private characters: the position in the range is that of the
# name among all names of the wording.
NUMBER, TITLE, PLAN, DAY, DEADLINE, TIME = (
    f"[{chr(first)}-{chr(first + 0xFF)}]" for first in range(0xE000, 0xE600, 0x100)
)
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_LONGEST, _LONGEST_CLAUSE = 200, 60  # longer text is prose
_OUTSIDE_BRACKETS = "[^()\\[\\]【】〔〕{}]*"
_BRACKETS = re.compile(
    rf"\(({_OUTSIDE_BRACKETS})\)|\[({_OUTSIDE_BRACKETS})\]|【({_OUTSIDE_BRACKETS})】"
    rf"|〔({_OUTSIDE_BRACKETS})〕|\{{({_OUTSIDE_BRACKETS})\}}"
)
_QUOTES = re.compile("[\"'“”‘’「」『』]")
_SERIAL_NUMBER = re.compile("第?(?:[0-9]{1,4}|[一二三四五])号(?=修改单|公告)")
_ITEM_NUMBER = re.compile(r"^(?:\(?[0-9a-d]{1,2}[)、.](?![0-9])|[①-⑳])", re.I)
_TITLES = re.compile("《([^《》]+)》")
_TITLE_MARKS = re.compile("(《[^《》]*》)")
_PLANS = re.compile("[0-9]{8}-[a-z]-[0-9]{3}|[0-9]{4}-[0-9]{3,5}[a-z]?-[a-z]{2,4}", re.I)
_NUMBERS = re.compile(
    r"(?:(?<![a-z0-9])|(?<=with)|(?<=into)|(?<=by))[a-z]{1,6}[0-9]{0,6}(?:/[a-z0-9]{1,8})*[0-9][0-9.]*(?:[-—–‐−:~][0-9][0-9.]*)*"
    r"(?:/[a-z/]{2,8}[0-9][0-9.]*(?:[-:][0-9]{2,4})?)?",
    re.I,
)
_BETWEEN_NUMBERS = re.compile(f"(?<={NUMBER})[、,和与及](?={NUMBER})")
_MONTH = "[0-9]{1,2}月份?(?:[0-9]{1,2}[日号])?"
_PART_OF_YEAR = "[上下]半年|第?[一二三四1-4]季度"
_TIMES = re.compile(
    "(?P<as_of>截至|截止到?)?(?:"
    f"(?P<day>[0-9]{{4}}年(?:度|{_MONTH}|{_PART_OF_YEAR})?"
    "|[0-9]{4}[-/.][0-9]{1,2}(?:[-/.][0-9]{1,2})?(?![0-9])|(?:19|20)[0-9]{6}(?![0-9])"
    "|(?<=[\u4e00-\u9fff])20[2-4][0-9](?![0-9.:年票-]))"
    f"|(?P<later>明年|后年|下半年|下月)(?:{_MONTH}|{_PART_OF_YEAR})?"
    f"|(?:今年|本年度?|去年|当年)(?:{_MONTH}|{_PART_OF_YEAR})?|{_MONTH}|{_PART_OF_YEAR}"
    "|[年月]底|年末|年中"
    ")(?:[上中下]旬|底|末|初)?(?P<limit>之?前|以前|之?内|以内)?"
    "|(?P<span>[0-9]{4}年?[-—–~至到][0-9]{4}年度?|年内|近期|(?:[0-9]+(?:\\.[0-9]+)?|[一二两三四五六]|十二|十八)(?:个月|年|周|天)|半年)"
)
_WITHOUT_PART = re.compile(f"(?:度|份|{_PART_OF_YEAR})$|(?<=月)份")
_ANY_NAME = "…"

# The traditional characters of answers and headers, and the simplified ones.
_TRADITIONAL = (
    "繼續廢訂議轉團體標準強製業國際併納換適應產術達協會學聯發實執銷無須認確維現狀該項報審專廠單"
    "內個條圖錄補級從類為與於將對後復複佈壓機電氣車設備檢驗測試範圍數據質環節過時進關係統結論編"
    "號見處訊營題問礎責參證註檔舊較遲穩緩屬種訖獲贊棄權辦間雖沒爲臺"
)
_SIMPLIFIED = (
    "继续废订议转团体标准强制业国际并纳换适应产术达协会学联发实执销无须认确维现状该项报审专厂单"
    "内个条图录补级从类为与于将对后复复布压机电气车设备检验测试范围数据质环节过时进关系统结论编"
    "号见处讯营题问础责参证注档旧较迟稳缓属种讫获赞弃权办间虽没为台"
)
_CHARACTERS = str.maketrans(_TRADITIONAL, _SIMPLIFIED)


def simplified(text: str) -> str:
    """Return a text in simplified characters, as far as answers need it, but for titles in 《》.

    Only for reading: what is stored stays as it is written.

    >>> simplified("與《壓縮機 術語》整合修訂")
    '与《壓縮機 術語》整合修订'
    """
    if text.isascii():
        return text
    parts = _TITLE_MARKS.split(text)
    parts[::2] = [part.translate(_CHARACTERS) for part in parts[::2]]
    return "".join(parts)


class Clause(NamedTuple):
    """A part of a wording between two separators; marks stand for its names."""

    text: str
    in_brackets: bool = False


class Wording(NamedTuple):
    """The clauses of a cell, and the names by their marks.

    `readable`: False if the cell has what no answer has: a question mark, a date that does not
    exist, more than 200 characters.
    """

    clauses: tuple[Clause, ...]
    names: dict[str, str]
    readable: bool = True

    def named(self, text: str, kind: str) -> list[str]:
        """Return the names of one kind (NUMBER, DAY …) whose marks are in `text`."""
        return [self.names[mark] for mark in re.findall(kind, text)]


_UNREADABLE = Wording((), {}, readable=False)


def read_wording(text: str, separators: str = "[,;。!、|\n]|[-—–]{2,}|(?<![a-z])/") -> Wording:
    """Return the clauses of a cell; `separators` is the pattern of what stands between them.

    >>> [clause.text for clause in read_wording("√ 修订 （正在修订）").clauses]
    ['√修订', '正在修订']
    """
    text = clean(text)
    if len(text) > _LONGEST or _PRIVATE.search(text) or "?" in text or "？" in text:
        return _UNREADABLE
    marks = _Marks()
    # Titles keep their form: they may be stored.
    text = _ITEM_NUMBER.sub("", _TITLES.sub(marks.replacing(_title), text))
    folded = unicodedata.normalize("NFKC", text)
    folded = "\n".join("".join(line.split()) for line in folded.split("\n"))
    folded = _ITEM_NUMBER.sub("", _SERIAL_NUMBER.sub("", _QUOTES.sub("", folded)))
    for pattern, name in ((_PLANS, _plan), (_NUMBERS, _number)):
        folded = pattern.sub(marks.replacing(name), folded)
    folded = _TIMES.sub(marks.replacing(_time), _BETWEEN_NUMBERS.sub("", folded)).casefold()
    remarks: list[str] = []
    while match := _BRACKETS.search(folded):
        remarks += filter(None, match.groups())
        folded = folded[: match.start()] + folded[match.end() :]
    parts = [Clause(part) for part in re.split(separators, folded) if part]
    for remark in remarks:
        parts += [Clause(part, True) for part in re.split(separators, remark) if part]
    return Wording(tuple(parts), marks.names, not marks.wrong)


class _Marks:
    """The marks given so far. `wrong`: whether there is a date that does not exist."""

    def __init__(self) -> None:
        self.names: dict[str, str] = {}
        self.wrong = False

    def replacing(
        self, name: Callable[[re.Match[str]], tuple[str, str] | None]
    ) -> Callable[[re.Match[str]], str]:
        """Return a function for re.sub that replaces names by their marks.

        `name` returns the kind and the name of a match, None if it is no name; it raises
        ValueError for a date that does not exist.
        """

        def mark(match: re.Match[str]) -> str:
            try:
                found = name(match)
            except ValueError:
                self.wrong = True
                found = None
            if found is None:
                return match[0]
            kind, text = found
            letter = chr(ord(kind[1]) + len(self.names))  # there are at most 200
            self.names[letter] = text
            return letter

        return mark


def _title(match: re.Match[str]) -> tuple[str, str]:
    return TITLE, match[1]


def _plan(match: re.Match[str]) -> tuple[str, str] | None:
    plan = plan_number(match[0].upper())
    return (PLAN, plan) if plan else None


def _number(match: re.Match[str]) -> tuple[str, str] | None:
    number = parse(match[0])
    return (NUMBER, number.canonical) if number else None


def _time(match: re.Match[str]) -> tuple[str, str]:
    """Return the kind of a time: a day that is stated, a limit in the future, or any other."""
    iso = parse_date(_WITHOUT_PART.sub("", match["day"])) if match["day"] else ""
    if match["limit"] or match["later"]:
        return DEADLINE, iso
    return (DAY, iso) if iso and not match["as_of"] else (TIME, iso)


class Vocabulary:
    """The words of one kind of cell, by what they mean.

    >>> words = Vocabulary({"revise": ["修订"], "merge": ["与…整合"]}, ["建议"], [], doubt=["不"])
    >>> list(words.meanings("建议与其他标准整合"))
    [('merge', '其他标准')]
    """

    def __init__(
        self,
        words: Mapping[str, Iterable[str]],
        before: Iterable[str],
        after: Iterable[str],
        doubt: Iterable[str],
        marks: Iterable[str] = (),
        neutral: Iterable[str] = (),
    ) -> None:
        """`words`: the words by meaning. `before`, `after`: what may surround them and changes
        nothing, and so do `marks`, the kinds of names. `doubt`: words that are in no name and in
        no remark, except within those of `neutral`."""
        self._meanings: dict[str, set[str]] = {}
        self._with_names: list[tuple[str, re.Pattern[str]]] = []
        for meaning, own in words.items():
            for word in own:
                parts = [fold(part) for part in word.split(_ANY_NAME)]
                if parts[1:]:
                    pattern = "(.{1,40}?)".join(map(re.escape, parts))
                    self._with_names.append((meaning, re.compile(pattern)))
                else:
                    self._meanings.setdefault(parts[0], set()).add(meaning)
        self.before, self._after = frozenset(map(fold, before)), frozenset(map(fold, after))
        self._marks = re.compile("|".join(marks) or "(?!)")
        self._doubt = re.compile(any_word(doubt))
        self._neutral = re.compile(any_word(neutral) or "(?!)")
        self._longest = max(map(len, self.before | self._after | {""}))

    def meanings(self, text: str) -> list[tuple[str, str]]:
        """Return what the longest known words of a clause mean, and the names in them.

        [] if there is something else in the clause; several if the words have several meanings.
        """
        for core in self.cores(text):
            if meanings := self._meanings.get(core):
                return [(meaning, "") for meaning in sorted(meanings)]
            found = [
                (meaning, "".join(match.groups()))
                for meaning, pattern in self._with_names
                if (match := pattern.fullmatch(core)) and not self._in_doubt(match)
            ]
            if found:
                return list(dict.fromkeys(found))
        return []

    def _in_doubt(self, match: re.Match[str]) -> bool:
        texts = (self._neutral.sub("", text) for text in match.groups())
        return any(map(self._doubt.search, texts))

    def is_remark(self, text: str) -> bool:
        """Return whether a clause has no word of doubt, or only what may come before a word."""
        return not self._doubt.search(text) or len(text) in self._reachable(text, self.before)

    def cores(self, text: str) -> list[str]:
        """Return all that may be left of a clause without what surrounds the words, the longest
        first; [] if the clause is too long for an answer."""
        if len(text) > _LONGEST_CLAUSE:
            return []
        starts = self._reachable(text, self.before)
        ends = self._reachable(text[::-1], frozenset(word[::-1] for word in self._after))
        cores = {text[start : len(text) - end] for start in starts for end in ends}
        return sorted(filter(None, cores), key=lambda core: (-len(core), core))

    def _reachable(self, text: str, words: frozenset[str]) -> list[int]:
        """Return the positions to which a text consists of words and marks only."""
        reached = [True] + [False] * len(text)
        for position, is_reached in enumerate(reached):
            if not is_reached or position == len(text):
                continue
            if self._marks.fullmatch(text[position]):
                reached[position + 1] = True
            for end in range(position + 1, min(position + self._longest, len(text)) + 1):
                if text[position:end] in words:
                    reached[end] = True
        return [position for position, is_reached in enumerate(reached) if is_reached]


def any_word(words: Iterable[str]) -> str:
    """Return the pattern of one of several words, the longest first."""
    folded = sorted({*map(fold, words)}, key=lambda word: (-len(word), word))
    return "|".join(map(re.escape, folded))
