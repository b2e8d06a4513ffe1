"""What a text to search for finds: its words, and the form in which texts are compared.

Rules:
* Width, case, white space, brackets, dashes and other punctuation do not matter. Between two digits
  a point or a dash stays. Otherwise 1.1 kV would be 11 kV, and `4706.12` would find GB 4706.1-2005.
  All dashes and the colon are one character there.
* White space separates words. A record must have all of them, in any order, each in one of its
  texts, where it may be a part of a longer word.
* A number is one word, also with white space in it: `JB/T 7547` does not find JB/T 17547.
"""

import re
from collections.abc import Iterable, Sequence
from functools import cache
from unicodedata import category, is_normalized, normalize

from stdplan.domain.numbers import parse

# `Q/CSG 2 16 004-2019` is four words: no number has more than six.
_MOST_WORDS = 6
_DASHES = re.compile("[-:\u02d7\u2010-\u2015\u2043\u2212]+")
_POINT = re.compile(r"[.-](?:(?<![0-9].)|(?![0-9]))")
_NOISE = re.compile(r"[^\w.-]|_")


def search_words(text: str) -> tuple[str, ...]:
    """Return the folded words of a text to search for; none if it has no letters and digits.

    >>> search_words("ＬＥＤ　灯具（辐射型） gb / t 7547")
    ('led', '灯具辐射型', 'gbt7547')
    """
    rest = text.split()
    words = []
    while rest:
        for length in range(min(_MOST_WORDS, len(rest)), 0, -1):
            run = " ".join(rest[:length])
            if any(map(str.isdecimal, run)) and (number := parse(run)):
                words.append(folded(number.canonical))
                break
        else:
            words.append(folded(rest[0]))
        del rest[:length]
    return tuple(word for word in dict.fromkeys(words) if word)


def folded(text: str) -> str:
    """Return a text in the form in which texts are compared.

    >>> folded("ＬＥＤ　灯具（辐射型）"), folded("GB/T 1.1——2009")
    ('led灯具辐射型', 'gbt1.1-2009')
    """
    text = _DASHES.sub("-", "".join(normalize("NFKC", text).lower().split()))
    return _NOISE.sub("", _POINT.sub("", text))


_CLASS_ENDS = re.compile(r"[\s;,、/|&+]+")


def classes(text: str) -> list[str]:
    """Return the classes of ICS or CCS in a text, in half width and capital letters.

    A class of CCS is a letter and digits; after a class, its letter may be left out.

    >>> classes("25.040.20；ICS 35.240"), classes("J 50/59")
    (['25.040.20', '35.240'], ['J50', 'J59'])
    """
    found: list[str] = []
    letter = ""
    for part in _CLASS_ENDS.split(normalize("NFKC", text).upper()):
        part = part.removeprefix("ICS").removeprefix("CCS").strip(":.")
        if part.isalpha() and len(part) == 1:
            letter = part
        elif letter and part.isdecimal():
            found.append(letter + part)
        elif part:
            letter = part[0] if part[0].isalpha() else ""
            found.append(part)
    return found


_BETWEEN = "\x1e"  # texts that are folded together; lists cannot have control characters


def fold_all(texts: Sequence[str]) -> list[str]:
    """Return `folded` of each text. Many short texts at once take half the time."""
    together = _BETWEEN.join(texts)
    letters = set(together)
    if together.count(_BETWEEN) != len(texts) - 1 or not all(map(_stands_alone, letters)):
        return [folded(text) for text in texts]
    for letter in letters:
        if not is_normalized("NFKC", letter):
            together = together.replace(letter, normalize("NFKC", letter))
    together = together.lower()
    lower = {part for letter in letters for part in normalize("NFKC", letter).lower()}
    lower.discard(_BETWEEN)
    for letter in lower:
        if letter.isspace() or _DASHES.match(letter):
            together = together.replace(letter, "" if letter.isspace() else "-")
    while "--" in together:
        together = together.replace("--", "-")
    together = _POINT.sub("", together)
    for letter in lower:
        if _NOISE.match(letter):
            together = together.replace(letter, "")
    return together.split(_BETWEEN)


@cache
def _stands_alone(letter: str) -> bool:
    """Return whether a letter is folded in the same way between any neighbours."""
    # A mark, and a part of a Korean syllable or of some rare script, may become one letter with the
    # letter before it. A Greek sigma has another lower case at the end of a word.
    return not any(
        part == "Σ"
        or category(part)[0] == "M"
        or "\u1100" <= part <= "\u11ff"
        or "\U00010000" <= part < "\U00020000"
        for part in normalize("NFKC", letter)
    )


def has_all(text: str, words: Iterable[str]) -> bool:
    """Return whether a folded text contains all words."""
    return all(word in text for word in words)
