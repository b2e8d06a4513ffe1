"""The apostrophe that keeps a spreadsheet from running a cell of csv or tsv as a formula.

Rule: taking it off gives back every text. So a text that looks as if it had one already (`'=1`)
gets one more whenever it is written, guarded or not.
"""

import re

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
