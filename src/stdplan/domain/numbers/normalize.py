"""Normal forms of numbers, without what has no meaning: widths, kinds of dashes, blanks, brackets,
invisible characters.

NFKC normalization is right for numbers; it would be wrong for titles.
"""

import re
import unicodedata
from operator import itemgetter

from stdplan.domain.text import clean_code

EMPTY_WORDS = frozenset(("", "无", "暂无", "-", "/", "N/A", "NA", "NONE", "NULL", "NAN"))

DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2500\u2501\u2043\u2e3a\u2e3b"
_REPLACED_CHARACTERS = str.maketrans(
    dict.fromkeys(DASHES, "-")
    | dict.fromkeys("\u301c\u223c\u2053", "~")
    | dict.fromkeys("\u2215\u2044\u2571\\", "/")
    | {"〔": "(", "〕": ")", "【": "(", "】": ")", "[": "(", "]": ")"}
)
# Character recognition turns a dash into 一; elsewhere 一 is the number one.
_DASH_BETWEEN_DIGITS = re.compile(r"(?<=[0-9]) ?[一ー] ?(?=[0-9])")
_DASH_RUN = re.compile(r"-(?: ?-)+")
_DOT_BETWEEN_DIGITS = re.compile(r"(?<=[0-9])[·•・](?=[0-9])")
_RANGE_WORD = re.compile(r"(?<=[0-9]) ?至 ?(?=[0-9])")
_YEAR_WORD = re.compile(r"(?<=[-:])((?:19|20)[0-9]{2})年版?$")
# Tags with which the search of a platform marks the words that it found.
_SEARCH_TAG = re.compile("</?(?:sacinfo|em)>", re.I)


def normalized(text: str) -> str:
    """Return a text in half width, with one kind of dash, single blanks and round brackets.

    Words and letters stay as they are; the tags of a platform's search are removed.

    >>> normalized("ＧＢ／Ｔ　１—２０２０"), normalized("GB/T <sacinfo>1</sacinfo>-2020")
    ('GB/T 1-2020', 'GB/T 1-2020')
    """
    if "<" in text:
        text = _SEARCH_TAG.sub("", text)
    if not text.isascii():
        text = clean_code(unicodedata.normalize("NFKC", text))
    text = " ".join(text.translate(_REPLACED_CHARACTERS).split())
    if text.isascii():
        return _DASH_RUN.sub("-", text) if "-" in text else text
    text = _DASH_BETWEEN_DIGITS.sub("-", text)
    text = _DOT_BETWEEN_DIGITS.sub(".", text)
    text = _RANGE_WORD.sub("~", text)
    return _YEAR_WORD.sub(itemgetter(1), _DASH_RUN.sub("-", text))


def means_nothing(text: str) -> bool:
    """Return whether a cell means that there is no number: '', '无', '—', '-', '/'."""
    return normalized(text).strip(" .。").upper() in EMPTY_WORDS


_LAST_BRACKET = re.compile(r" ?\(([^()]*)\)$")


def split_brackets(text: str) -> tuple[str, list[str]]:
    """Return a text without the brackets at its end, and what the brackets contain.

    >>> split_brackets("GB 1-2000(2005)(英文版)")
    ('GB 1-2000', ['2005', '英文版'])
    """
    contents: list[str] = []
    while match := _LAST_BRACKET.search(text):
        if match.start() == 0:
            break
        contents.insert(0, match.group(1).strip())
        text = text[: match.start()]
    return text, contents


_SEPARATOR_OUTSIDE_BRACKETS = re.compile(r"[,，、;；\n\r\t。](?![^()（）]*[)）])")


def split_cell(text: str) -> list[str]:
    """Return the parts of a cell as written; a separator within brackets does not separate.

    >>> split_cell("GB 1-1990(部分,第3章)；GB 2-1990")
    ['GB 1-1990(部分,第3章)', 'GB 2-1990']
    """
    parts = (" ".join(part.split()) for part in _SEPARATOR_OUTSIDE_BRACKETS.split(text))
    return [part for part in parts if part]
