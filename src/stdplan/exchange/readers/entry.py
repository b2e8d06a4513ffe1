"""One line of a plain list to a standard: `1. GB/T 1.1-2009 《…》 代替 GB/T 1.1-2000`.

Rule: the number stands first, or behind its title in 《》. What is known by its words
(entry_words.py) is taken where it stands; the rest of the line goes to the note.
"""

import re

from stdplan.domain.numbers import parse, plan_number
from stdplan.exchange.readers.entry_words import NOTE, STATUS, finds
from stdplan.exchange.readers.markup import unwrapped, unwrapped_head

# A list has the column `status` too, if any line of it tells one.
FIELDS = (
    "number", "title", "replaces", "published", "effective", "withdrawn", "target_date", "adopts",
    "note",
)  # fmt: skip

_MARKER = re.compile(r"(?:[-*+•·●]|[0-9]{1,4}[.、．)）](?![0-9])|[（(][0-9]{1,4}[)）]|[①-⑳])\s*")
# What may stand in a number: no Chinese outside brackets.
_HEAD = re.compile(r"(?:[^\u3400-\u9fff《“\"（()），；。]|[（(][^（）()]*[）)])+")
_TITLE = re.compile(r"[\s，,：:]*(?:《((?:[^《》]|《[^《》]*》)+)》|“([^”]+)”|\"([^\"]+)\")")
LIKE = re.compile(r"(?:[TQ]/)?[A-Z]{2,5}(?:/[TZ])? ?[0-9]+(?:\.[0-9]+)?[-—]")
# The letters of a recommended standard, GB/T, begin nothing but a number.
_LETTERS = re.compile(r"[A-Z]{2,5}/[TZ](?![A-Za-z])")
_BLANKS = " \t\u3000,，;；。、:："
_EDGES = _BLANKS + "()（）-—"
_LONGEST = 160


def read_entry(line: str) -> dict[str, str] | None:
    """What a line says, by field; None for a line that names no number."""
    text = _unmarked(line)
    found = {}
    if told := STATUS.search(text):
        found["status"] = told[1]
        text = text[: told.start()]
    if text.startswith("《") and (titled := _TITLE.match(text)):
        found["title"] = titled[1].strip()
        text = unwrapped_head(text[titled.end() :].lstrip(_EDGES))
    number, rest = _number(text)
    if not number:
        return None
    found["number"] = number
    rest = unwrapped_head(rest.lstrip())
    if "title" not in found and (titled := _TITLE.match(rest)):
        found["title"] = (titled[1] or titled[2] or titled[3]).strip()
        rest = rest[titled.end() :]
    _read_rest(rest, found)
    return found


def looks_numbered(line: str) -> bool:
    """Whether a line begins as a number does: one that cannot be read is a fault, no prose."""
    text = _unmarked(line)
    return bool(LIKE.match(text) or _LETTERS.match(text))


def starts_titled(text: str) -> bool:
    """Whether a text begins with a number and its title in 《》, either before the other."""
    text = unwrapped_head(text)
    if text.startswith("《") and (titled := _TITLE.match(text)):
        return bool(_number(unwrapped_head(text[titled.end() :].lstrip(_EDGES)))[0])
    number, rest = _number(text)
    return bool(number) and bool(_TITLE.match(unwrapped_head(rest.lstrip())))


def _unmarked(line: str) -> str:
    text = unwrapped_head(line.strip())
    marker = _MARKER.match(text)
    return unwrapped_head(text[marker.end() :]) if marker else text


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
    position, between, asides = 0, [], []
    for find in finds(rest):
        if find.start < position or find.field in found:
            continue
        between.append(rest[position : find.start])
        position = find.end
        if find.field == NOTE:
            asides.append(find.text)
        else:
            found[find.field] = find.text
    between.append(rest[position:])
    if "title" not in found:
        title = between.pop(0).strip(_BLANKS).rstrip(_BLANKS + "(（")
        if title and not parse(title):
            found["title"] = unwrapped(title)
        else:
            between.insert(0, title)
    words = [words for part in between if (words := part.strip(_EDGES))]
    if note := "; ".join((*words, *asides)):
        found["note"] = note
