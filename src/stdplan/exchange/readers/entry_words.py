"""What the words behind a number and title say: dates, adoptions, what is replaced, asides.

Rule: a date, adoption or replacement counts where it is whole. A bare date and an aside in brackets
about another number or a status are words for the note: they are no part of a title.
"""

import re
from typing import NamedTuple

from stdplan.domain.adoption import parse_adoption
from stdplan.domain.numbers import parse, parse_replacements

# Words of a status in brackets at the end of a line.
STATUS = re.compile(
    r"[\s，,；;]*[（(【\[]\s*(现行有效|现行|有效|即将实施|未实施|尚未实施|已?废止|已?作废|失效)"
    r"\s*[）)】\]][\s。；;，,、]*$"
)
NOTE = "note"
_DAY = (
    r"(?<![0-9-])[0-9]{4}(?:[-/.][0-9]{1,2}(?:[-/.][0-9]{1,2})?|年[0-9]{1,2}月(?:[0-9]{1,2}日)?)"
    r"(?![0-9])"
)
_EVENTS = {"发布": "published", "批准": "published", "实施": "effective", "废止": "withdrawn"}
_BEHIND = re.compile(rf"自?({_DAY}) ?(?:日?起)? ?({'|'.join(_EVENTS)})")
_BEFORE = re.compile(rf"({'|'.join(_EVENTS)})(?:日期)?[:：] ?({_DAY})")
_TARGET = re.compile(
    r"(?:计划)?完成(?:年限|时间)[:：]? ?([0-9]{4}(?:[-/.][0-9]{1,2})?)年?(?![0-9])"
)
_BARE = re.compile(rf"(?<=[\s，,；;]){_DAY}(?=[\s，,；;。]*$)")
_ASIDE = re.compile(
    r"[（(](?=[^（）()]*(?:[0-9][-—][0-9]{2,4}(?![0-9])|现行|废止|作废))[^（）()]*[）)](?=[\s，,；;。]|$)"
)
_DEGREE = "IDT|MOD|EQV|NEQ|idt|mod|eqv|neq|等同采用|修改采用|等效采用|非等效采用"
_REFERENCE = r"(?:ISO|IEC|ITU|CISPR)[^，,；;。（）《》]*[0-9]"
_ADOPTION = re.compile(
    rf"(?:{_DEGREE})[\s,，:：]*{_REFERENCE}|{_REFERENCE}[\s,，:：]*(?:{_DEGREE})(?![A-Za-z])"
)
_REPLACING = re.compile(r"(?:部分|全部)?(?:代替|替代)|被(?=[^，；。]*(?:代替|替代))")
_ENDS = re.compile(r"$|(?=[\s，,；;。）)])")
# A number behind these is named, and begins no standard.
NAMING = re.compile(rf"代替|替代|被|{_DEGREE}")


class Find(NamedTuple):
    """A stretch of a text, the field it tells, and what it says of that."""

    start: int
    end: int
    field: str
    text: str


def finds(rest: str) -> list[Find]:
    """All that is known by its words, each where it stands, in order; some may overlap."""
    found = [Find(*m.span(), _EVENTS[m[2]], m[1]) for m in _BEHIND.finditer(rest)]
    found += [Find(*m.span(), _EVENTS[m[1]], m[2]) for m in _BEFORE.finditer(rest)]
    found += [Find(*m.span(), "target_date", m[1]) for m in _TARGET.finditer(rest)]
    for match in _ADOPTION.finditer(rest):
        if all(parse(one.reference) for one in parse_adoption(match.group())):
            found.append(Find(*match.span(), "adopts", match.group()))
    found += _replacement(rest)
    known = sorted(found)
    asides = [Find(*m.span(), NOTE, m[0]) for p in (_BARE, _ASIDE) for m in p.finditer(rest)]
    # What is said in brackets may be known by its words: then it is no mere aside.
    apart = [one for one in asides if not any(_overlap(one, other) for other in known)]
    return sorted([*known, *apart])


def _overlap(one: Find, other: Find) -> bool:
    return one.start < other.end and other.start < one.end


def _replacement(rest: str) -> list[Find]:
    for match in _REPLACING.finditer(rest):
        ends = [match.end() + end.start() for end in _ENDS.finditer(rest[match.end() :])]
        for end in reversed(ends[:200]):
            if _is_replacement(rest[match.start() : end]):
                return [Find(match.start(), end, "replaces", rest[match.start() : end])]
    return []


def _is_replacement(text: str) -> bool:
    """Whether a text names numbers that are replaced, and nothing else."""
    read = parse_replacements(text)
    names = [name for name, _ in (*read.replaces, *read.replaced_by)]
    return bool(names) and not read.words and all(map(parse, names))
