"""Writing habits that carry no meaning in a number: widths, dashes, blanks, brackets.

The rule here: NFKC folding is right for numbers (it would be wrong for titles).
"""

import re
import unicodedata
from operator import itemgetter

EMPTY_WORDS = frozenset(("", "无", "暂无", "-", "/", "N/A", "NA", "NONE", "NULL", "NAN"))

_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2500\u2501\u2043\u2e3a\u2e3b"
_INVISIBLE = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
_FOLDED = str.maketrans(
    dict.fromkeys(_DASHES, "-")
    | dict.fromkeys(_INVISIBLE, "")
    | dict.fromkeys("\u301c\u223c\u2053", "~")
    | dict.fromkeys("\u2215\u2044\u2571\\", "/")
    | {"〔": "(", "〕": ")", "【": "(", "】": ")", "[": "(", "]": ")"}
)
# 一 is what character recognition makes of a dash; elsewhere it is the number one.
_DASH_BETWEEN_DIGITS = re.compile(r"(?<=[0-9]) ?[一ー] ?(?=[0-9])")
_DASH_RUN = re.compile(r"-(?: ?-)+")
_DOT_BETWEEN_DIGITS = re.compile(r"(?<=[0-9])[·•・](?=[0-9])")
_RANGE_WORD = re.compile(r"(?<=[0-9]) ?至 ?(?=[0-9])")
_YEAR_WORD = re.compile(r"(?<=[-:])((?:19|20)[0-9]{2})年版?$")
# What the search of a platform leaves around the words that it found.
_SEARCH_TAG = re.compile("</?(?:sacinfo|em)>", re.I)


def clean(text: str) -> str:
    """Half-width, one kind of dash, single blanks: 'ＧＢ／Ｔ　１—２０２０' → 'GB/T 1-2020'.

    Words and letters stay as they are; brackets of all shapes become round ones; the tags of a
    search go: 'GB/T <sacinfo>1</sacinfo>-2020'.
    """
    if "<" in text:
        text = _SEARCH_TAG.sub("", text)
    text = " ".join(unicodedata.normalize("NFKC", text).translate(_FOLDED).split())
    if text.isascii():
        return _DASH_RUN.sub("-", text) if "-" in text else text
    text = _DASH_BETWEEN_DIGITS.sub("-", text)
    text = _DOT_BETWEEN_DIGITS.sub(".", text)
    text = _RANGE_WORD.sub("~", text)
    return _YEAR_WORD.sub(itemgetter(1), _DASH_RUN.sub("-", text))


def is_empty(text: str) -> bool:
    """Whether a cell says that there is nothing: '', '无', '—', '-', '/'."""
    return clean(text).strip(" .。").upper() in EMPTY_WORDS


_LAST_BRACKET = re.compile(r" ?\(([^()]*)\)$")


def without_brackets(text: str) -> tuple[str, list[str]]:
    """'GB 1-2000(2005)(英文版)' → 'GB 1-2000', ['2005', '英文版']."""
    contents: list[str] = []
    while match := _LAST_BRACKET.search(text):
        if match.start() == 0:
            break
        contents.insert(0, match.group(1).strip())
        text = text[: match.start()]
    return text, contents


_OPEN_SEPARATOR = re.compile(r"[,，、;；\n\r\t。](?![^()（）]*[)）])")


def separated(text: str) -> list[str]:
    """The parts of a list cell as written; a separator within brackets does not separate."""
    return [folded for part in _OPEN_SEPARATOR.split(text) if (folded := " ".join(part.split()))]
