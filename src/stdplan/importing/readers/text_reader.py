"""Plain lists, one standard a line, to rows under our own field names; text_reader.py reads a line.

Rule: headings and section lines are sections; a line without a number is prose and counted; one
that begins as a number does and cannot be read is a fault, and so is a second number in doubt.

A line of a plain list that may name several standards to their entries; text_reader.py reads each.

Rule: behind ； ; or 、 a number with its own title in 《》 begins a new standard, unless 代替,
IDT and the like name it. Any other second number that stands as if it began one is in doubt, and a
fault: no standard is lost to a title or a note.

One line of a plain list to a standard: `1. GB/T 1.1-2009 《…》 代替 GB/T 1.1-2000`.

Rule: the number stands first, or behind its title in 《》. What is known by its words
(text_reader.py) is taken where it stands; the rest of the line goes to the note.

What the words behind a number and title say: dates, adoptions, what is replaced, asides.

Rule: a date, adoption or replacement counts where it is whole. A bare date and an aside in brackets
about another number or a status are words for the note: they are no part of a title.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from stdplan.domain.adoption import parse_adoption
from stdplan.domain.numbers import parse, parse_replacements, plan_number
from stdplan.domain.text import escape_unprintable
from stdplan.errors import BadData
from stdplan.i18n import t
from stdplan.importing.readers.markdown_reader import unwrapped, unwrapped_head
from stdplan.importing.readers.rows import ReadOptions, SourceRow
from stdplan.importing.readers.text_files import ListFile
from stdplan.importing.sections import Sections, level

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


_BETWEEN = re.compile(r"[；;、]\s*")
_OPEN, _CLOSE = frozenset("《（("), frozenset("》）)")
# Where a number would begin another standard: in words that are a title, behind a blank too.
_IN_TITLE = re.compile(r"(?:^|[；;、，,\s])\s*(?=[A-Z])")
_IN_NOTE = re.compile(r"(?:^|[；;、])\s*(?=[A-Z])")
_ABROAD = frozenset(("international", "other"))


def read_entries(line: str) -> list[dict[str, str]]:
    """The standards that a line names, each by field; [] where it names none."""
    entries = [read_entry(part) for part in _parts(line)]
    found = [entry for entry in entries if entry]
    if len(found) == len(entries):
        return found
    whole = read_entry(line)
    return [whole] if whole else []


def second_number(entry: dict[str, str], line: str) -> str | None:
    """A number that stands in the title or note of an entry as if it began another standard."""
    title = entry.get("title", "")
    places = [(entry.get("note", ""), _IN_NOTE)]
    if not re.search(f'[《“"]{re.escape(title)}[》”"]', line):
        places.append((title, _IN_TITLE))
    for text, begins in places:
        for found in begins.finditer(text):
            if number := _plain_number(text[found.end() :]):
                return number
    return None


def _plain_number(text: str) -> str | None:
    match = LIKE.match(text)
    if not match:
        return None
    number = re.match(r"[^\s，,；;、。（）()《》\u3400-\u9fff]*", text[match.end() :])
    words = text[: match.end() + (number.end() if number else 0)]
    read = parse(words)
    return words if read and read.family not in _ABROAD else None


def _parts(line: str) -> list[str]:
    """The line, cut where a new standard begins."""
    parts, begin = [], 0
    for found in _BETWEEN.finditer(line):
        before = line[begin : found.start()]
        if _is_closed(before) and starts_titled(line[found.end() :]) and not _named(before, found):
            parts.append(before)
            begin = found.end()
    return [*parts, line[begin:]]


def _is_closed(text: str) -> bool:
    return sum(letter in _OPEN for letter in text) <= sum(letter in _CLOSE for letter in text)


def _named(before: str, between: re.Match[str]) -> bool:
    """Whether words before a number name it: by 、 they go on, by ； only to another title."""
    naming = [found.end() for found in NAMING.finditer(re.sub("《[^》]*》", _blank, before))]
    return bool(naming) and ("、" in between[0] or "《" in before[naming[0] :])


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])


_HEADING = 1  # as deep as `一、`
_CELLS = re.compile(r"[^,;\t《]*[0-9][,;\t](?=[^ 《])")


def read_text(file: ListFile, wanted: ReadOptions) -> Iterator[SourceRow]:
    """The entries of a list as rows, a header of our field names first.

    BadData, at the end, where no line begins as an entry does.
    """
    # A column that says nothing is left out: --set means other rows where a list tells a status.
    lines = file.text(wanted.encoding).lines()
    told = any("status" in entry for line in lines for entry in read_entries(line.strip()))
    names = [*FIELDS, "status"] if told else list(FIELDS)
    yield SourceRow(1, names, len(names))
    found = False
    for row in _rows(file, wanted, names):
        found = True
        yield row
    if not found:
        raise BadData(t("{file}: no line begins with the number of a standard", file=file.name))


def _rows(file: ListFile, wanted: ReadOptions, names: list[str]) -> Iterator[SourceRow]:
    sections, section = Sections(), ""
    for line, raw in enumerate(file.text(wanted.encoding).lines(), 1):
        text = raw.strip()
        if not text:
            continue
        if entries := read_entries(text):
            others = (second_number(entry, text) for entry in entries)
            if other := next(filter(None, others), None):
                yield SourceRow(line, [text], 0, _doubt(other), section=section)
                continue
            for entry in entries:
                cells = [entry.get(name, "") for name in names]
                yield SourceRow(line, cells, len(cells), section=section)
            continue
        heading = text.lstrip("#").strip()
        depth = level(heading)
        if heading and (depth is not None or heading != text):
            file.skipped.add("section", heading)
            section = sections.enter(heading, _HEADING if depth is None else depth)
        elif looks_numbered(text):
            fault = t("begins like a number that cannot be read")
            yield SourceRow(line, [text], 0, fault, section=section)
        else:
            file.skipped.add("prose", text)


def _doubt(number: str) -> str:
    return t(
        "names a second number, {number}: give each standard its own line, or its title in 《》",
        number=escape_unprintable(number),
    )


def is_list(lines: list[str]) -> bool:
    """Whether most of the lines that are no headings begin as entries, and are not cells."""
    texts = [text for line in lines if (text := line.strip())]
    texts = [text for text in texts if not text.startswith("#") and level(text) is None]
    entries = [text for text in texts if read_entry(text) or looks_numbered(text)]
    return 2 * sum(not _CELLS.match(text) for text in entries) > len(texts)
