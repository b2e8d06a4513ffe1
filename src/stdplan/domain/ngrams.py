"""The pieces by which titles are compared: overlapping pairs of Chinese letters, and whole words of
other scripts.

Rule: only for comparing. Compatibility forms are folded here (full-width letters, ㎡, Ⅰ), while a
title is kept as its list has it. Blanks between Chinese letters are layout and tell nothing.
"""

import re
from itertools import pairwise
from unicodedata import normalize

_CHINESE = "\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
_RUN = re.compile(f"[{_CHINESE}]+|[^\\W_{_CHINESE}]+")
_BLANK = re.compile(f"(?<=[{_CHINESE}])\\s+(?=[{_CHINESE}])")
_LETTER = re.compile(f"[{_CHINESE}]")


def grams(text: str) -> set[str]:
    """The pieces of a text: `数控 CNC 车床` has 数控, cnc, 车床. A Chinese letter that stands alone
    (第 in 第2部分) is a piece; a text without letters and digits has none."""
    found: set[str] = set()
    for run in _RUN.findall(joined(folded(text))):
        if len(run) > 1 and _LETTER.match(run):
            found.update(map("".join, pairwise(run)))
        else:
            found.add(run)
    return found


def folded(text: str) -> str:
    """A text without differences of width and case."""
    return normalize("NFKC", text).casefold()


def joined(text: str) -> str:
    """A text without the blanks between Chinese letters."""
    return _BLANK.sub("", text)


def is_letter(text: str) -> bool:
    """Whether a text is one Chinese letter, of which there are no pairs."""
    return len(text) == 1 and _LETTER.match(text) is not None
