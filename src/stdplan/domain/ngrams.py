"""The pieces by which titles are compared: overlapping pairs of Chinese letters, and whole words in
other scripts.

Rule: pieces are for comparisons only. Compatibility forms (full-width letters, ㎡, Ⅰ) are folded,
while a title is stored as its list has it. Blanks between Chinese letters are layout only.
"""

import re
from itertools import pairwise
from unicodedata import normalize

_CHINESE = "\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
_RUN = re.compile(f"[{_CHINESE}]+|[^\\W_{_CHINESE}]+")
_BLANK = re.compile(f"(?<=[{_CHINESE}])\\s+(?=[{_CHINESE}])")
_LETTER = re.compile(f"[{_CHINESE}]")


def grams(text: str) -> set[str]:
    """Return the pieces of a text.

    A single Chinese letter (第 in 第2部分) is a piece; a text without letters and digits has none.

    >>> sorted(grams("数控 CNC 车床"))
    ['cnc', '数控', '控车', '车床']
    """
    pieces: set[str] = set()
    for run in _RUN.findall(comparable(text)):
        if len(run) > 1 and _LETTER.match(run):
            pieces.update(map("".join, pairwise(run)))
        else:
            pieces.add(run)
    return pieces


def comparable(text: str) -> str:
    """Return a text without differences of width and case, and without the blanks between Chinese
    letters.

    >>> comparable("ＣＮＣ 车 床")
    'cnc 车床'
    """
    return _BLANK.sub("", normalize("NFKC", text).casefold())


def is_letter(text: str) -> bool:
    """Return whether a text is a single Chinese letter."""
    return len(text) == 1 and _LETTER.match(text) is not None
