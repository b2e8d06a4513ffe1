"""The standards that a line of plain text names: `1. GB/T 1.1-2009 《…》 代替 GB/T 1.1-2000`.

Rule: a number comes first, or after its title in 《》. Dates, adoptions and replacements are
recognized by their words wherever they are complete; the rest of the line goes to the note, and so
do signs such as ✅ at its end. No standard is lost to a title or a note:

* A line that starts like a number but cannot be read has a fault.
* A line may name several standards: after ； ; or 、 a number with its own title in 《》 begins a
  new one, after ； also one with any title, unless words such as 代替 or IDT refer to it. Any other
  second number that could begin a standard makes the line ambiguous, which is a fault, too.

The file goes from the line to the entry, and to the phrases within an entry.
"""

import re
from collections.abc import Iterable
from typing import NamedTuple

from stdplan.domain.adoption import parse_adoption
from stdplan.domain.numbers import parse, parse_replacements, plan_number
from stdplan.domain.text import clean, shown
from stdplan.i18n import t
from stdplan.importing.markup import has_markup, without_markup
from stdplan.importing.readers.markdown_markup import (
    strip_leading_markup,
    strip_markup,
    without_links,
)

# The header of every plain list.
_FIELDS = (
    "number", "title", "replaces", "published", "effective", "withdrawn", "target_date", "adopts",
    "note",
)  # fmt: skip
Entry = dict[str, str]  # a standard: its texts by field


def header_of(entries: Iterable[Entry]) -> list[str]:
    """Return the header of a list of these entries.

    It has `status` only if one of them has: otherwise --set can give a status to all rows.
    """
    has_status = any("status" in entry for entry in entries)
    return [*_FIELDS, "status"] if has_status else list(_FIELDS)


def plain_text(line: str) -> str:
    """Return a line without markup and invisible characters."""
    text = clean(line).strip()  # also without form feeds
    return without_markup(text).replace("\xa0", " ").strip() if has_markup(text) else text


# --- A line: one or several entries ---

_SEPARATOR = re.compile(r"[；;、]\s*")
_OPENING, _CLOSING = frozenset("《（("), frozenset("》）)")
# Where a second number could begin a standard. In words that serve as a title, also after a blank.
_START_IN_TITLE = re.compile(r"(?:^|[；;、，,\s])\s*(?=[A-Z])")
_START_IN_NOTE = re.compile(r"(?:^|[；;、])\s*(?=[A-Z])")
_NOT_CHINESE = frozenset(("international", "other"))
_DEGREE_WORDS = "等同采用|修改采用|等效采用|非等效采用|参照采用|部分采用"
_DEGREE = f"IDT|MOD|EQV|NEQ|idt|mod|eqv|neq|{_DEGREE_WORDS}|[≡≠＝=]"
# A number after one of these words is only referred to, and begins no standard.
_REFERRING_WORD = re.compile(rf"代替|替代|被|{_DEGREE}")


def parse_entries(line: str) -> list[Entry]:
    """Return the standards of a line, each as text by field; [] if the line has none.

    >>> [entry["number"] for entry in parse_entries("JB/T 1-2011《车床》；JB/T 2-2011《铣床》")]
    ['JB/T 1-2011', 'JB/T 2-2011']
    """
    parsed = [parse_entry(text) for text in _split_line(line)]
    entries = [entry for entry in parsed if entry]
    if len(entries) == len(parsed):
        return entries
    entry = parse_entry(line)
    return [entry] if entry else []


def certain_entries(line: str) -> list[Entry]:
    """Return the standards of a line; [] if it has none, or also a number that is not certain."""
    text = plain_text(line)
    entries = parse_entries(text)
    return [] if any(find_second_number(entry, text) for entry in entries) else entries


def line_fault(line: str, entries: list[Entry]) -> str | None:
    """Return what is wrong with a line that names these entries, or that names none."""
    if entries:
        return _ambiguity(line, entries)
    if starts_like_number(line):
        return t("begins like a number, but is not a valid one")
    return None


def _ambiguity(line: str, entries: list[Entry]) -> str | None:
    """Return the fault of a line that may name one standard more than its entries, else None."""
    second_numbers = (find_second_number(entry, line) for entry in entries)
    number = next(filter(None, second_numbers), None)
    if number is None:
        return None
    return t(
        "contains a second number, {number}: put each standard on its own line, or its title in"
        " 《》",
        number=shown(number),
    )


def _split_line(line: str) -> list[str]:
    """Return the parts of a line, split where a new standard begins."""
    parts, start = [], 0
    for separator in _SEPARATOR.finditer(line):
        before = line[start : separator.start()]
        if (
            _is_balanced(before)
            and (
                _starts_titled_entry(line[separator.end() :])
                or _are_entries(before, separator[0], line[separator.end() :])
            )
            and not _refers_to_next(before, separator[0])
        ):
            parts.append(before)
            start = separator.end()
    return [*parts, line[start:]]


def _is_balanced(text: str) -> bool:
    """Return whether all brackets of a text are closed."""
    return sum(character in _OPENING for character in text) <= sum(
        character in _CLOSING for character in text
    )


def _starts_titled_entry(text: str) -> bool:
    """Return whether a text begins with a number and its title in 《》, in either order."""
    text = strip_leading_markup(text)
    if text.startswith("《") and (title := _TITLE.match(text)):
        return bool(_split_number(strip_leading_markup(text[title.end() :].lstrip(_EDGES)))[0])
    number, rest = _split_number(text)
    return bool(number) and bool(_TITLE.match(strip_leading_markup(rest.lstrip())))


def _are_entries(before: str, separator: str, after: str) -> bool:
    """Return whether the texts around ； are two standards, each with a title after its number."""
    if "、" in separator or not _leading_chinese_number(without_list_marker(after)):
        return False
    first, second = parse_entry(before), parse_entry(_SEPARATOR.split(after, maxsplit=1)[0])
    return bool(first and second and "title" in first and "title" in second)


def _refers_to_next(before: str, separator: str) -> bool:
    """Return whether words such as 代替 before a separator also apply to the number after it.

    Across 、 they always do, across ； only if a number with a title already follows them.
    """
    without_titles = re.sub("《[^》]*》", lambda match: " " * len(match[0]), before)
    ends = [match.end() for match in _REFERRING_WORD.finditer(without_titles)]
    return bool(ends) and ("、" in separator or "《" in before[ends[0] :])


def find_second_number(entry: Entry, line: str) -> str | None:
    """Return a number in the title or note of an entry that could begin another standard.

    A title that the line has in 《》 or quotation marks is not searched.
    """
    title = entry.get("title", "")
    searched = [(entry.get("note", ""), _START_IN_NOTE)]
    if not re.search(f'[《“"]{re.escape(title)}[》”"]', line):
        searched.append((title, _START_IN_TITLE))
    for text, start in searched:
        for match in start.finditer(text):
            if number := _leading_chinese_number(text[match.end() :]):
                return number
    return None


def _leading_chinese_number(text: str) -> str | None:
    """Return the number of a Chinese standard that a text begins with, as written."""
    start = _NUMBER_START.match(text)
    if not start:
        return None
    rest = re.match(r"[^\s，,；;、。（）()《》\u3400-\u9fff]*", text[start.end() :])
    words = text[: start.end() + (rest.end() if rest else 0)]
    number = parse(words)
    return words if number and number.family not in _NOT_CHINESE else None


# --- An entry: one standard ---

_LIST_MARKER = re.compile(
    r"[-*+] \[[ xX]\]\s+"  # a task of Markdown
    r"|(?:[-*+•·●]|[0-9]{1,4}[.、．)）](?![0-9])|[（(][0-9]{1,4}[)）]|\[[0-9]{1,3}\](?!\()|[①-⑳])\s*"
)
# The longest text that can be a number: no Chinese characters outside brackets.
_NUMBER_TEXT = re.compile(r"(?:[^\u3400-\u9fff《“\"（()），；。]|[（(][^（）()]*[）)])+")
_LONGEST_NUMBER = 160
_YEAR_OF_DAY = re.compile(r"[\s:：]+(?:19|20)[0-9]{2}$")  # 2020年, before 年
# A number with blanks round the colon before its year: IS 269: 1989, BS 5950 - 1 : 2000.
_SPACED_COLON = re.compile(
    r"((?:[A-Z][A-Za-z/]{0,15} ?){1,4}[0-9][0-9.]*(?:\s*[-–]\s*[0-9]{1,4})?(?: ?\(Part [0-9]+\))?)"
    r"\s*[:：]\s*((?:19|20)[0-9]{2})(?![0-9年]|[-./][0-9])"
)
_DASHES = "-‐‑‒–—―－~～|·→"  # between a number and its title
_TITLE = re.compile(
    rf"[\s，,：:{_DASHES}]*(?:《((?:[^《》]|《[^《》]*》)+)》|“([^”]+)”|\"([^\"]+)\")"
)
_NUMBER_START = re.compile(r"(?:[TQ]/)?[A-Z]{2,5}(?:/[TZ])? ?[0-9]+(?:\.[0-9]+)?[-—]")
# The letters of a recommended standard, GB/T, begin nothing but a number.
_RECOMMENDED = re.compile(r"[A-Z]{2,5}/[TZ](?![A-Za-z])")
_STATUS_WORDS = "现行有效|现行|即将实施|尚未实施|未实施|已?废止|已?作废|失效"
# Signs at the end of a line, which say what its writer thought of it.
_SIGNS = "[✅✔☑✓❌✖✗✘⛔⚠🟢🟡🔴⭐★☆]"
# The words of a status at the end of a line: in brackets, or after a dash, a sign or a blank.
_STATUS = re.compile(
    rf"[\s，,；;]*[（(【\[]\s*({_STATUS_WORDS}|有效)\s*[）)】\]][\s。；;，,、]*$"
    rf"|(?:\s*[-–—:：|，,；;]+\s*|\s+|(?<={_SIGNS})\ufe0f?)({_STATUS_WORDS})[\s。]*$"
)
# （已废止，被 GB/T 1-2020 代替）
_STATUS_AND_SUCCESSOR = re.compile(
    rf"[（(]\s*({_STATUS_WORDS})\s*[，,；;、]?\s*已?"
    r"(?=被[^（()）]*(?:代替|替代)[^（()）]*[）)][\s。；;]*$)"
)
_SIGNS_AT_END = re.compile(rf"\s*((?:{_SIGNS}\ufe0f?\s*)+)$")
# The mark of a standard in a list of references: 车床[S]. 北京: 出版社, 2020.
_REFERENCE_MARK = re.compile(r"\s*\[S(?:/[A-Z]{2})?\]\s*[.．]?\s*")
_AUTHOR = re.compile(r"[^.．。《]{1,60}(?:委员会|部|局|院|会|司|所|中心|公司|组织)[.．。]\s*")
_BLANKS = " \t\u3000,，;；。、:："
_BEFORE_TITLE = re.compile(rf"^(?:[{_BLANKS}]|[{_DASHES}](?![0-9]))+")  # not -40 °C
_EDGES = _BLANKS + "()（）" + _DASHES


def parse_entry(line: str) -> Entry | None:
    """Return the standard of a line as text by field, None if the line has no number.

    >>> parse_entry("1. JB/T 1-2011 《车床》 代替 JB/T 1-1999（现行）")
    {'status': '现行', 'number': 'JB/T 1-2011', 'title': '车床', 'replaces': '代替 JB/T 1-1999'}
    """
    text = without_list_marker(without_links(line))
    entry, remarks = {}, []
    if mark := _REFERENCE_MARK.search(text):
        remarks.append(text[mark.end() :].strip())
        text = _number_first(text[: mark.start()])
    if status := _STATUS.search(text):
        entry["status"] = status[1] or status[2]
        text = text[: status.start()]
    elif status := _STATUS_AND_SUCCESSOR.search(text):
        entry["status"] = status[1]
        text = f"{text[: status.start()]}（{text[status.end() :]}"
    if signs := _SIGNS_AT_END.search(text):
        remarks.append(signs[1].strip())
        text = text[: signs.start()]
    if text.startswith("《") and (title := _TITLE.match(text)):
        if _split_number(title[1].strip())[0]:  # 《GB/T 1-2020 车床》
            text = f"{title[1].strip()}{text[title.end() :]}"
        else:
            entry["title"] = title[1].strip()
            text = strip_leading_markup(text[title.end() :].lstrip(_EDGES))
    number, rest = _split_number(text)
    if not number:
        return None
    entry["number"] = number
    rest = strip_leading_markup(rest.lstrip())
    if "title" not in entry and (title := _TITLE.match(rest)):
        entry["title"] = (title[1] or title[2] or title[3]).strip()
        rest = rest[title.end() :]
    _add_phrases(entry, rest, remarks)
    return entry


def _number_first(reference: str) -> str:
    """Return the words of a reference with the number before the title, and without the author.

    >>> _number_first("某委员会. 车床: GB/T 1-2020")
    'GB/T 1-2020 《车床》'
    """
    words = _AUTHOR.sub("", reference, count=1)
    if _split_number(words)[0]:
        return words
    for separator in re.finditer(r"[:：,，.．]?\s*(?=[A-Z])", words):
        title, number = words[: separator.start()].strip(), words[separator.end() :].strip()
        if title and len(number) <= _LONGEST_NUMBER and parse(number):
            return f"{number} 《{title.strip('《》')}》"
    return words


def starts_like_number(line: str) -> bool:
    """Return whether a line starts as a number does: if it cannot be read, it is not prose."""
    text = without_list_marker(line)
    return bool(_NUMBER_START.match(text) or _RECOMMENDED.match(text))


def without_list_marker(line: str) -> str:
    """Return a line without its bullet or its number in a list, and without markup around them.

    >>> without_list_marker("- [x] **GB/T 1-2020** 车床"), without_list_marker("（3）车床")
    ('GB/T 1-2020 车床', '车床')
    """
    text = strip_leading_markup(line.strip())
    marker = _LIST_MARKER.match(text)
    return strip_leading_markup(text[marker.end() :]) if marker else text


def _split_number(text: str) -> tuple[str, str]:
    """Return the longest number or plan number that a text begins with, and the text after it.

    Return ("", text) if it begins with none.
    """
    if (spaced := _SPACED_COLON.match(text)) and parse(closed := f"{spaced[1]}:{spaced[2]}"):
        return closed, text[spaced.end() :]
    match = _NUMBER_TEXT.match(text)
    end = min(match.end(), _LONGEST_NUMBER) if match else 0
    if text.startswith("年", end) and (year := _YEAR_OF_DAY.search(text, 0, end)):
        end = year.start()
    ends = [index for index in range(end) if text[index] in " \t\u3000,(（："]
    candidates = [
        (index, text[:index].strip(_BLANKS).rstrip(_BLANKS + _DASHES)) for index in (*ends, end)
    ]
    parsed = [
        (index, number) for index, words in candidates if (number := parse(words)) is not None
    ]
    if not parsed:
        plan = next(((index, words) for index, words in candidates if plan_number(words)), None)
        return (plan[1], text[plan[0] :]) if plan else ("", text)
    # Of foreign bodies only the start of a number is known: words after it are the title, so the
    # shortest number is right.
    index, _ = parsed[0] if parsed[-1][1].family == "other" else parsed[-1]
    return text[:index].strip(_BLANKS).rstrip(_BLANKS + _DASHES), text[index:]


def _add_phrases(entry: Entry, rest: str, remarks: list[str]) -> None:
    """Add the phrases of the rest of a line to its entry, and other words as title and note.

    `remarks` are those before the phrases.
    """
    position, other_texts = 0, []
    for phrase in find_phrases(rest):
        if phrase.start < position or phrase.field in entry:
            continue
        other_texts.append(rest[position : phrase.start])
        position = phrase.end
        if phrase.field == _NOTE:
            remarks.append(phrase.text)
        else:
            entry[phrase.field] = phrase.text
    other_texts.append(rest[position:])
    if "title" not in entry:
        title = other_texts.pop(0).strip(_BLANKS).rstrip(_BLANKS + "(（" + _DASHES)
        title = _BEFORE_TITLE.sub("", title)
        if title and not parse(title):
            entry["title"] = strip_markup(title)
        else:
            other_texts.insert(0, title)
    words = [words for text in other_texts if (words := text.strip(_EDGES))]
    if note := "; ".join(filter(None, (*words, *remarks))):
        entry["note"] = note


# --- Phrases: dates, adoptions and replacements ---

_NOTE = "note"
_DAY = (
    r"(?<![0-9-])[0-9]{4}(?:[-/.][0-9]{1,2}(?:[-/.][0-9]{1,2})?|年[0-9]{1,2}月(?:[0-9]{1,2}日)?)"
    r"(?![0-9])"
)
_EVENTS = {"发布": "published", "批准": "published", "实施": "effective", "废止": "withdrawn"}
_DAY_THEN_EVENT = re.compile(rf"自?({_DAY}) ?(?:日?起)? ?({'|'.join(_EVENTS)})")
_EVENT_THEN_DAY = re.compile(rf"({'|'.join(_EVENTS)})(?:日期)?[:：] ?({_DAY})")
_TARGET = re.compile(
    r"(?:计划)?完成(?:年限|时间)[:：]? ?([0-9]{4}(?:[-/.][0-9]{1,2})?)年?(?![0-9])"
)
# Remarks, which go to the note and are no part of a title: a day alone at the end, links, and
# brackets about another number or a status.
_DAY_ALONE = re.compile(rf"(?<=[\s，,；;]){_DAY}(?=[\s，,；;。]*$)")
_LINK = re.compile(r"[<（(\[]?https?://[^\s<>（）()\[\]，。；]+[>）)\]]?")
_REMARK = re.compile(
    r"[（(](?=[^（）()]*(?:[0-9][-—][0-9]{2,4}(?![0-9])|现行|废止|作废))[^（）()]*[）)](?=[\s，,；;。]|$)"
)
_REFERENCE = r"(?:ISO|IEC|ITU|CISPR)[^，,；;。（）《》]*[0-9]"
_ADOPTION = re.compile(
    rf"(?:{_DEGREE})[\s,，:：]*{_REFERENCE}|{_REFERENCE}[\s,，:：]*(?:{_DEGREE})(?![A-Za-z])"
)
_REPLACEMENT = re.compile(r"(?:部分|全部)?(?:代替|替代)|被(?=[^，；。]*(?:代替|替代))")
_POSSIBLE_END = re.compile(r"$|(?=[\s，,；;。）)])")
_MOST_ENDS = 200  # how many possible ends of a replacement are tried


class Phrase(NamedTuple):
    """A part of a text (from `start` to `end`), the field that it belongs to, and its value."""

    start: int
    end: int
    field: str
    text: str


def find_phrases(text: str) -> list[Phrase]:
    """Return the dates, adoptions, replacements and remarks of a text in order; some may overlap.

    >>> [(phrase.field, phrase.text) for phrase in find_phrases("2011-05-18发布 IDT ISO 1:2022")]
    [('published', '2011-05-18'), ('adopts', 'IDT ISO 1:2022')]
    """
    phrases = [
        Phrase(*match.span(), _EVENTS[match[2]], match[1])
        for match in _DAY_THEN_EVENT.finditer(text)
    ]
    phrases += [
        Phrase(*match.span(), _EVENTS[match[1]], match[2])
        for match in _EVENT_THEN_DAY.finditer(text)
    ]
    phrases += [Phrase(*match.span(), "target_date", match[1]) for match in _TARGET.finditer(text)]
    for match in _ADOPTION.finditer(text):
        if all(parse(adopted.reference) for adopted in parse_adoption(match.group())):
            phrases.append(Phrase(*match.span(), "adopts", match.group()))
    phrases += _find_replacement(text)
    remarks = [
        Phrase(*match.span(), _NOTE, match[0])
        for pattern in (_DAY_ALONE, _REMARK, _LINK)
        for match in pattern.finditer(text)
    ]
    # A remark that contains a phrase of a field is not a mere remark.
    remarks = [
        remark for remark in remarks if not any(_overlap(remark, phrase) for phrase in phrases)
    ]
    return sorted([*phrases, *remarks])


def _overlap(first: Phrase, second: Phrase) -> bool:
    return first.start < second.end and second.start < first.end


def _find_replacement(text: str) -> list[Phrase]:
    """Return the first replacement, as long as possible, in a list; [] if there is none."""
    for match in _REPLACEMENT.finditer(text):
        ends = [match.end() + end.start() for end in _POSSIBLE_END.finditer(text[match.end() :])]
        for end in reversed(ends[:_MOST_ENDS]):
            if _is_replacement(text[match.start() : end]):
                return [Phrase(match.start(), end, "replaces", text[match.start() : end])]
    return []


def _is_replacement(text: str) -> bool:
    """Return whether a text names numbers that are replaced, and nothing else."""
    links = parse_replacements(text)
    names = [name for name, _ in (*links.replaces, *links.replaced_by)]
    return bool(names) and not links.words and all(map(parse, names))
