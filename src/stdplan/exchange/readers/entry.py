"""One line of a plain list to a standard: `1. GB/T 1.1-2009 《…》 代替 GB/T 1.1-2000`.

Rule: the number stands first, or behind its title in 《》. What is known by its words (dates,
adoptions, what is replaced) is taken where it stands; the rest of the line goes to the note.
"""

import re
from typing import NamedTuple

from stdplan.domain.adoption import parse_adoption
from stdplan.domain.number import parse, parse_replacements, plan_number

FIELDS = ("number", "title", "replaces", "published", "effective", "withdrawn", "adopts", "note")

_MARKER = re.compile(r"(?:[-*+•·●]|[0-9]{1,4}[.、．)）](?![0-9])|[（(][0-9]{1,4}[)）]|[①-⑳])\s*")
# What may stand in a number: no Chinese outside brackets.
_HEAD = re.compile(r"(?:[^\u3400-\u9fff《“\"（()），；。]|[（(][^（）()]*[）)])+")
_TITLE = re.compile(r"[\s，,：:]*(?:《((?:[^《》]|《[^《》]*》)+)》|“([^”]+)”|\"([^\"]+)\")")
_LIKE = re.compile(r"(?:[TQ]/)?[A-Z]{2,5}(?:/[TZ])? ?[0-9]+(?:\.[0-9]+)?[-—]")
_DAY = r"[0-9]{4}(?:[-/.][0-9]{1,2}[-/.][0-9]{1,2}|年[0-9]{1,2}月[0-9]{1,2}日)"
_EVENTS = {"发布": "published", "批准": "published", "实施": "effective", "废止": "withdrawn"}
_BEHIND = re.compile(rf"自?({_DAY}) ?(?:日?起)? ?({'|'.join(_EVENTS)})")
_BEFORE = re.compile(rf"({'|'.join(_EVENTS)})(?:日期)?[:：] ?({_DAY})")
_DEGREE = "IDT|MOD|EQV|NEQ|idt|mod|eqv|neq|等同采用|修改采用|等效采用|非等效采用"
_REFERENCE = r"(?:ISO|IEC|ITU|CISPR)[^，,；;。（）《》]*[0-9]"
_ADOPTION = re.compile(
    rf"(?:{_DEGREE})[\s,，:：]*{_REFERENCE}|{_REFERENCE}[\s,，:：]*(?:{_DEGREE})(?![A-Za-z])"
)
_REPLACING = re.compile(r"(?:部分|全部)?(?:代替|替代)|被(?=[^，；。]*(?:代替|替代))")
_ENDS = re.compile(r"$|(?=[\s，,；;。）)])")
_BLANKS = " \t\u3000,，;；。、:："
_EDGES = _BLANKS + "()（）-—"
_LONGEST = 160


class _Find(NamedTuple):
    start: int
    end: int
    field: str
    text: str


def read_entry(line: str) -> dict[str, str] | None:
    """What a line says, by field; None for a line that names no number."""
    text = _unmarked(line)
    found = {}
    if text.startswith("《") and (titled := _TITLE.match(text)):
        found["title"] = titled[1].strip()
        text = text[titled.end() :].lstrip(_EDGES)
    number, rest = _number(text)
    if not number:
        return None
    found["number"] = number
    if "title" not in found and (titled := _TITLE.match(rest)):
        found["title"] = (titled[1] or titled[2] or titled[3]).strip()
        rest = rest[titled.end() :]
    _read_rest(rest, found)
    return found


def looks_numbered(line: str) -> bool:
    """Whether a line begins as a number does: one that cannot be read is a fault, no prose."""
    return bool(_LIKE.match(_unmarked(line)))


def _unmarked(line: str) -> str:
    text = line.strip()
    marker = _MARKER.match(text)
    return text[marker.end() :] if marker else text


def _number(text: str) -> tuple[str, str]:
    """The number that a text begins with, as long as it can be read, and what follows it."""
    head = _HEAD.match(text)
    end = min(head.end(), _LONGEST) if head else 0
    ends = [place for place in range(end) if text[place] in " \t\u3000,(（"]
    heads = [(place, text[:place].strip(_BLANKS)) for place in (*ends, end)]
    read = [(place, number) for place, head in heads if (number := parse(head)) is not None]
    if not read:
        plan = next(((place, head) for place, head in heads if plan_number(head)), None)
        return (plan[1], text[plan[0] :]) if plan else ("", text)
    # Of bodies abroad no more is known than how a number begins: words behind it are its title.
    place, _ = read[0] if read[-1][1].family == "other" else read[-1]
    return text[:place].strip(_BLANKS), text[place:]


def _read_rest(rest: str, found: dict[str, str]) -> None:
    finds = sorted(_finds(rest))
    position, between = 0, []
    for find in finds:
        if find.start >= position and find.field not in found:
            between.append(rest[position : find.start])
            position = find.end
            found[find.field] = find.text
    between.append(rest[position:])
    if "title" not in found:
        title = between.pop(0).strip(_BLANKS).rstrip(_BLANKS + "(（")
        if title and not parse(title):
            found["title"] = title
        else:
            between.insert(0, title)
    note = "; ".join(words for part in between if (words := part.strip(_EDGES)))
    if note:
        found["note"] = note


def _finds(rest: str) -> list[_Find]:
    """Dates, adoptions and replacements, each where it stands."""
    found = [_Find(*m.span(), _EVENTS[m[2]], m[1]) for m in _BEHIND.finditer(rest)]
    found += [_Find(*m.span(), _EVENTS[m[1]], m[2]) for m in _BEFORE.finditer(rest)]
    for match in _ADOPTION.finditer(rest):
        if all(parse(one.reference) for one in parse_adoption(match.group())):
            found.append(_Find(*match.span(), "adopts", match.group()))
    for match in _REPLACING.finditer(rest):
        ends = [match.end() + end.start() for end in _ENDS.finditer(rest[match.end() :])]
        for end in reversed(ends[:200]):
            if _is_replacement(rest[match.start() : end]):
                return [*found, _Find(match.start(), end, "replaces", rest[match.start() : end])]
    return found


def _is_replacement(text: str) -> bool:
    """Whether a text names numbers that are replaced, and nothing else."""
    read = parse_replacements(text)
    names = [name for name, _ in (*read.replaces, *read.replaced_by)]
    return bool(names) and not read.words and all(map(parse, names))
