"""Text as people and lists write it, and what may enter the catalogue.

Rule: nothing is changed that a person would miss; what a terminal would execute is refused here.

The apostrophe that keeps a spreadsheet from running a cell of csv or tsv as a formula.

Rule: taking it off gives back every text. So a text that looks as if it had one already (`'=1`)
gets one more whenever it is written, guarded or not.
"""

import re
import unicodedata

# C0, DEL and C1, but for tab, line feed and carriage return: those are white space in cells.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_SURROGATE = re.compile("[\ud800-\udfff]")
# White space of all widths and what is none of a cell's words; str.strip() would also take controls
# such as \x1f, which are to be refused.
_BLANKS = "".join(map(chr, (0x20, 0x09, 0x0A, 0xA0, 0x1680, *range(0x2000, 0x200C)))) + (
    "\u202f\u205f\u3000\ufeff"
)
_EMPTY = frozenset(("", "—", "－", "-", "--", "——", "/", "无", "N/A", "n/a", "NULL", "null"))


class ExactNumber(str):
    """A number as text: every digit is kept. Formats that have numbers write it without quotes."""

    __slots__ = ()


def refuse_control(text: str) -> str | None:
    """The first character that may not enter, written visibly (`\\x1b`); None if all may."""
    found = _CONTROL.search(text) or _SURROGATE.search(text)
    return escape_unprintable(found.group()) if found else None


def clean(text: str) -> str:
    """A cell without the white space around it, line ends as one line feed."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip(_BLANKS)


def is_empty(text: str) -> bool:
    """Whether a cell says "nothing": empty, a dash, a stroke, 无."""
    return text.strip() in _EMPTY


# What a terminal obeys or hides: controls, format characters (bidi, zero width), separators,
# lone surrogates. U+3000 and other blanks that a title may hold are no danger.
_UNSEEN = frozenset(("Cc", "Cf", "Cs", "Zl", "Zp", "Co", "Cn"))


def escape_unprintable(text: str) -> str:
    """The text with every character a terminal would obey or hide written as `\\x1b`, `\\u202e`."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(
        _escape(letter) if unicodedata.category(letter) in _UNSEEN else letter for letter in text
    )


def _escape(letter: str) -> str:
    short = {"\n": "\\n", "\t": "\\t", "\r": "\\r"}.get(letter)
    if short:
        return short
    code = ord(letter)
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


# What titles differ in without meaning another thing; not the point of 1.1 kV, which is not 11 kV.
_NOISE = re.compile(r"[^\w.]|_|(?<![0-9])\.|\.(?![0-9])")


def fold_title(title: str) -> str:
    """A title for comparing: NFKC, no white space or punctuation, lower case. Never shown."""
    return _NOISE.sub("", unicodedata.normalize("NFKC", title).lower())


_FORMULA = re.compile("[=+\\-@\t\r]")
_GUARDED = re.compile("'+[=+\\-@\t\r]")


def guarded(text: str) -> str:
    """The text as no spreadsheet runs it: `=1` as `'=1`, `'=1` as `''=1`."""
    return "'" + text if _FORMULA.match(text) else unmistakable(text)


def unmistakable(text: str) -> str:
    """The text as it stands, but for one that looks guarded: `'=1` as `''=1`."""
    return "'" + text if _GUARDED.match(text) else text


def unguarded(text: str) -> str:
    """What `guarded` or `unmistakable` was given."""
    return text[1:] if _GUARDED.match(text) else text
