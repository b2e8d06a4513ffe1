"""Numbers of drafts: words such as 征求意见稿, and signs in place of digits (202X, ××××).

The drafts of ISO and IEC, which have letters for their stage, are parsed in international.py.

Rules: a word states the stage; signs alone mean a project (10). A year in signs belongs to the
number, which names one project: 'GB/T 1234-202X'. A number in signs names nothing, so the text is
no number: 'GB/T XXXX-2024', 'JB/T ××××.2-202×'.
"""

import re
import unicodedata

from stdplan.domain.numbers.model import Number, UnnumberedDraft
from stdplan.domain.numbers.normalize import DASHES, normalized, split_brackets
from stdplan.domain.numbers.prefixes import CODES, CODES_BY_LETTERS, letters_only

# The words of drafts → the code of the stage.
_WORDS = {
    "拟": "10", "拟制定": "10", "拟立项": "10", "立项": "10",
    "草案": "20", "草案稿": "20", "标准草案": "20", "工作组草案": "20", "草稿": "20", "初稿": "20",
    "讨论稿": "20", "工作组讨论稿": "20",
    "征求意见稿": "30", "征求意见": "30",
    "送审稿": "40", "送审": "40", "送审讨论稿": "40", "审查稿": "40", "审定稿": "40",
    "报批稿": "50", "报批": "50",
}  # fmt: skip
# Words of other languages and of ISO, IEC and CEN; a blank or a bracket comes before them.
_FOREIGN_WORDS = {
    "draft": "20", "working draft": "20", "committee draft": "30", "draft for comment": "30",
    "draft for public comment": "30", "enquiry draft": "40", "final draft": "50", "entwurf": "40",
    "проект": "20",
}  # fmt: skip
_LETTERS = {"wd": "20", "cd": "30", "cdv": "40", "dis": "40", "fdis": "50", "prf": "50"}
_ANY_FOREIGN = "|".join(sorted(_FOREIGN_WORDS, key=len, reverse=True))
_FOREIGN_AT_END = re.compile(
    rf" ?(?:[(\[] ?(?P<bracketed>{_ANY_FOREIGN}) ?[)\]]|[ -](?P<word>{_ANY_FOREIGN}))$", re.I
)
_FOREIGN_AT_START = re.compile(r"^(?P<word>draft)[: ] ?(?=[A-Z\u0400-\u04ff])", re.I)
_ANY_WORD = "|".join(sorted(_WORDS, key=len, reverse=True))
_WORD_AT_END = re.compile(
    rf" ?(?:\( ?(?P<bracketed>{_ANY_WORD})(?:第?[一二三四1-9][次稿版])? ?\)"
    rf"|[- ]?(?P<word>{_ANY_WORD}))$"
)
# Titles of drafts: in brackets any word, without them only one that ends with 稿.
_TITLE_AT_END = re.compile(
    rf"[(（\[【〔] ?(?P<bracketed>{_ANY_WORD}|{_ANY_FOREIGN}|{'|'.join(_LETTERS)})"
    r"(?:第?[一二三四1-9][次稿版])? ?[)）\]】〕]$"
    r"|(?P<word>征求意见稿|送审稿|报批稿)$",
    re.I,
)
_WORD_AT_START = re.compile(
    rf"^(?:\( ?(?P<bracketed>{_ANY_WORD}) ?\)|(?P<word>{_ANY_WORD})[: ]?) ?(?=[A-Z\u0400-\u04ff])",
    re.I,
)
# Signs in place of digits, as they are typed: X, ×, *, ?, □, ○ and their like.
_SIGN = r"[Xx×✕✖╳Хх*?□○〇●◯]"
_SIGNS = re.compile(_SIGN)
_SEVERAL_SIGNS = re.compile(rf"{_SIGN}{{2}}|[0-9.]{_SIGN}(?![0-9A-Za-z])|×")
_OPEN_YEAR = re.compile(
    rf"(?P<number>.*[0-9A-Za-z)]) ?[-: ] ?(?P<year>{_SIGN}{{4}}|(?:19|20){_SIGN}{{2}}"
    rf"|(?:19|20)[0-9]{_SIGN})年?",
    re.S,
)
# Dashes in place of a year: GB/T 1234－－－－. One or two are only the dash before a missing year.
_ANY_DASH = frozenset(f"-－﹣{DASHES}")
_YEAR_OF_DASHES = re.compile(rf"(?<=[0-9])[ \-{DASHES}]{{4,}}$")
# A code, then a number with signs in it: 'GB/T XXXXX.1', 'GB ××××', 'T/CAS XXX', 'DB11/T XXXX'.
_OPEN_NUMBER = re.compile(
    rf"(?P<code>[A-Z]{{1,4}}?[0-9]{{0,6}}(?: ?/ ?[A-Z]{{1,8}}?){{0,2}})(?P<gap> ?-? ?)"
    rf"(?P<number>[0-9]{{0,5}}(?:{_SIGN}{{2,}}|×)[0-9.~/Xx×*]*[A-Z]?|[0-9]{{1,5}}\.{_SIGN}+"
    rf"|(?:19|20)[0-9]{_SIGN}(?![-: ]*[0-9]{{4}}))"  # only a year: 'GB/T 202X'
    rf"(?: ?[-: ] ?(?P<year>[0-9]{{4}}|[0-9]{{0,3}}{_SIGN}{{1,4}})?年?)?",
    re.I,
)
# The international standard that a draft adopts: 'GB/T XXXX-XXXX/ISO 1234:2020'.
_ADOPTED = re.compile(r" ?/ ?(?:ISO|IEC|ITU|CISPR)\b.*")


def split_word(text: str) -> tuple[str, str | None]:
    """Return a text without the word of a draft, and the stage; None if there is no such word.

    >>> split_word("GB/T 1234-2024(报批稿)"), split_word("拟GB/T 1234-2024")
    (('GB/T 1234-2024', '50'), ('GB/T 1234-2024', '10'))
    """
    match = _WORD_AT_END.search(text) or _WORD_AT_START.search(text)
    if match:
        stage = _WORDS[match["bracketed"] or match["word"]]
    elif match := _FOREIGN_AT_END.search(text):
        stage = _FOREIGN_WORDS[(match["bracketed"] or match["word"]).casefold()]
    elif match := _FOREIGN_AT_START.search(text):
        stage = _FOREIGN_WORDS[match["word"].casefold()]
    else:
        return text, None
    rest = (text[: match.start()] + text[match.end() :]).strip()
    return rest, stage


def stage_of_title(title: str) -> str | None:
    """Return the stage of a draft by the end of its title; None if it names none."""
    match = _TITLE_AT_END.search(title)
    if not match:
        return None
    word = (match["bracketed"] or match["word"]).casefold()
    return _WORDS.get(word) or _FOREIGN_WORDS.get(word) or _LETTERS[word]


def with_year_of_dashes(text: str) -> str:
    """Return a text with signs for a year that is written as dashes."""
    text = text.rstrip()
    if text[-1:] not in _ANY_DASH:
        return text
    return _YEAR_OF_DASHES.sub("-XXXX", unicodedata.normalize("NFKC", text))


def has_signs(text: str) -> bool:
    """Return whether a text may have signs in place of digits; most texts have none."""
    return bool(_SEVERAL_SIGNS.search(text))


def split_open_year(text: str) -> tuple[str, str] | None:
    """Return a text without the year in signs at its end, and the year in its one form.

    None if there is no such year. The decade is kept, because it tells projects apart.

    >>> split_open_year("GB/T 1234-20××"), split_open_year("GB/T 1234-202*")
    (('GB/T 1234', 'XXXX'), ('GB/T 1234', '202X'))
    """
    match = _OPEN_YEAR.fullmatch(text)
    if not match:
        return None
    year = _SIGNS.sub("X", match["year"])
    return match["number"], "XXXX" if year.endswith("XX") else year


def with_open_year(number: Number, year: str) -> Number:
    """Return an undated number with a year in signs, which is that of a project."""
    colon = number.family in ("international", "other") or number.prefix == "CECS"
    key, _, suffix = number.sort_key.rpartition(" 0000")
    return number._replace(
        canonical=f"{number.canonical}{':' if colon and not number.amends else '-'}{year}",
        sort_key=f"{key} {year}{suffix}",
        draft_stage=number.draft_stage or "10",
    )


def parse_unnumbered(text: str) -> UnnumberedDraft | None:
    """Return what is known of a draft whose number has no digits yet, None for any other text."""
    cleaned, stage = split_word(normalized(with_year_of_dashes(text)))
    cleaned = _ADOPTED.sub("", split_brackets(cleaned)[0])
    match = _OPEN_NUMBER.fullmatch(cleaned)
    if not match:
        return None
    letters = match["code"].upper()
    draft_stage = stage or "10"
    # GB/Z is no GBZ.
    code = CODES.get(letters.replace(" ", "")) or CODES_BY_LETTERS.get(letters_only(letters))
    if code and not any(map(str.isdigit, letters)):
        return UnnumberedDraft(code.family, code.prefix, code.nature, draft_stage)
    prefix, _, suffix = letters.replace(" ", "").partition("/")
    if prefix in ("T", "Q") and not match["gap"] and match["number"][0] in "Xx":
        return None  # The letters may be those of the issuer.
    if prefix == "T" and suffix:
        return UnnumberedDraft("association", f"T/{suffix}", None, draft_stage)
    if prefix == "Q" and suffix:
        return UnnumberedDraft("enterprise", f"Q/{suffix}", None, draft_stage)
    if re.fullmatch(r"DB[0-9]{2,6}", prefix):
        nature = {"": "mandatory", "T": "recommended", "Z": "guidance"}.get(suffix)
        return UnnumberedDraft("local", prefix, nature, draft_stage)
    return None
