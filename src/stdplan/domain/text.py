"""Text as people and lists write it: cleaning, refused characters, safe output.

Rules:
* Nothing is changed that a person would miss, and what a terminal would execute is refused.
* Invisible characters (marks of direction, zero width, byte order marks) have no meaning in
  numbers, keys, codes and dates, nor at the ends of a text: `clean_code` and `clean` remove them.
  Within a text, `clean` removes those that mean nothing in any language. The others stay: joiners,
  marks of one letter's direction, soft hyphens, and the selectors of a letter's form.
* In csv and tsv, an apostrophe keeps a spreadsheet from running a cell as a formula. Removing it
  gives back every text. So a text that looks as if it had one already (`'=1`) gets one more in each
  file, guarded or not.
"""

from __future__ import annotations

from stdplan.light import TYPE_CHECKING, lazy_pattern

if TYPE_CHECKING:
    import re

# C0, DEL and C1, except tab, line feed and carriage return, which are white space in cells.
_CONTROL = lazy_pattern("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_SURROGATE = lazy_pattern("[\ud800-\udfff]")
# Marks of direction, zero width characters, byte order marks, soft hyphens.
_FORMAT = "\u00ad\u061c\u180e\ufeff" + "".join(
    map(chr, (*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070)))
)
# They select the form of the letter before them, or belong to it, so they may end a text.
_SELECTORS = "\u034f\ufe00-\ufe0f\U000e0000-\U000e01ef"
_INVISIBLE = lazy_pattern(f"[{_FORMAT}{_SELECTORS}]")
_MEANINGLESS = lazy_pattern("[\u200b\ufeff\u202a-\u202e\u2066-\u2069]")
# White space of all widths. str.strip() would also remove controls such as \x1f, which must be
# refused.
_BLANKS = "".join(map(chr, (0x20, 0x09, 0x0A, 0xA0, 0x1680, *range(0x2000, 0x200B)))) + (
    "\u202f\u205f\u3000"
)
_ENDS = _BLANKS + _FORMAT
_EMPTY = frozenset(("", "—", "－", "-", "--", "——", "/", "无", "N/A", "n/a", "NULL", "null"))


def width_of(text: str) -> int:
    """Return how many columns of a terminal a text takes; a Chinese character takes two.

    >>> width_of("选项 -h")
    7
    """
    from unicodedata import east_asian_width  # most runs fold no text

    return sum(1 + (east_asian_width(letter) in "WF") for letter in text)


class ExactNumber(str):
    """A number as text: every digit is kept. Formats that have numbers write it without quotes."""

    __slots__ = ()


def refuse_control(text: str) -> str | None:
    """Return the first forbidden character in visible form (`\\x1b`); None if there is none."""
    match = _CONTROL.search(text) or _SURROGATE.search(text)
    return escape_unprintable(match.group()) if match else None


def clean(text: str) -> str:
    """Return a cell without surrounding white space, with `\\n` for each line end.

    Invisible characters are removed by the rule at the head of this module.
    """
    if not text.isprintable():
        text = without_meaningless(text).replace("\r\n", "\n").replace("\r", "\n")
    return text.strip(_ENDS)


def clean_code(text: str) -> str:
    """Return the cell of a number, key, code or date as `clean` does, without any invisible
    character.

    >>> clean_code("\u202aGB/T\u200d 1-2011\u202c ")
    'GB/T 1-2011'
    """
    text = clean(text)
    return text if text.isascii() else _INVISIBLE.sub("", text).strip(_BLANKS)


def split_commas(text: str) -> list[str]:
    """Return the parts of a text between commas of any kind.

    >>> split_commas("现行，废止、在研")
    ['现行', '废止', '在研']
    """
    if not text.isascii():
        text = text.replace("，", ",").replace("、", ",")
    return text.split(",")


def has_meaningless(text: str) -> bool:
    """Return whether a text has characters that mean nothing in any language."""
    return bool(_MEANINGLESS.search(text))


def without_meaningless(text: str) -> str:
    """Return the text without the characters that mean nothing in any language."""
    return _MEANINGLESS.sub("", text)


def is_empty(text: str) -> bool:
    """Return whether a cell has no value: empty, a dash, a slash, 无 …"""
    return text.strip() in _EMPTY


# Characters that a terminal obeys or hides: controls, format characters (bidi, zero width),
# separators of lines and paragraphs, lone surrogates. U+3000 and other spaces are harmless.
_UNSEEN = frozenset(("Cc", "Cf", "Cs", "Zl", "Zp", "Co", "Cn"))


def escape_unprintable(text: str) -> str:
    """Return the text with characters that a terminal obeys or hides as `\\x1b`, `\\u202e` …"""
    if text.isascii() and text.isprintable():
        return text
    import unicodedata

    return "".join(
        _escape(letter) if unicodedata.category(letter) in _UNSEEN else letter for letter in text
    )


LONGEST_SHOWN = 80


def shown(text: str, most: int = LONGEST_SHOWN) -> str:
    """Return a text as messages show it: safe to print, and at most its first characters.

    >>> shown("JB/T 1-2011"), shown("a" * 100, 3)
    ('JB/T 1-2011', 'aaa…')
    """
    safe = escape_unprintable(text[: most + 1])  # a cell may have a million characters
    return safe if len(safe) <= most else f"{safe[:most]}…"


def _escape(letter: str) -> str:
    short = {"\n": "\\n", "\t": "\\t", "\r": "\\r"}.get(letter)
    if short:
        return short
    code = ord(letter)
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


_ESCAPED = lazy_pattern(r"(?<!\\)\\(?:x(ad)|u([0-9a-f]{4})|U(00(?:0[0-9a-f]|10)[0-9a-f]{4}))")


def unescape_unprintable(text: str) -> str:
    """Return the text with the characters whose escapes it has, all but controls and surrogates.

    >>> unescape_unprintable(escape_unprintable("a\u200db")) == "a\u200db"
    True
    """
    return _ESCAPED.sub(_unescaped, text) if "\\" in text else text


def _unescaped(match: re.Match[str]) -> str:
    import unicodedata

    letter = chr(int(match[1] or match[2] or match[3], 16))
    return letter if unicodedata.category(letter) in _UNSEEN - {"Cc", "Cs"} else match[0]


# Differences between titles without a meaning. The point of 1.1 kV stays: it is not 11 kV.
_NOISE = lazy_pattern(r"[^\w.]|_|(?<![0-9])\.|\.(?![0-9])")


def fold_title(title: str) -> str:
    """Return a title for comparisons: NFKC, lower case, no white space or punctuation."""
    import unicodedata

    return _NOISE.sub("", unicodedata.normalize("NFKC", title).lower())


_FORMULA = lazy_pattern("[=+\\-@\t\r]")
_GUARDED = lazy_pattern("'+[=+\\-@\t\r]")


def guarded(text: str) -> str:
    """Return the text so that no spreadsheet runs it: `=1` as `'=1`, `'=1` as `''=1`."""
    return "'" + text if _FORMULA.match(text) else unmistakable(text)


def unmistakable(text: str) -> str:
    """Return the text unchanged, or with one more apostrophe if it looks guarded: `''=1`."""
    return "'" + text if _GUARDED.match(text) else text


def unguarded(text: str) -> str:
    """Return the text that was given to `guarded` or `unmistakable`."""
    return text[1:] if _GUARDED.match(text) else text
