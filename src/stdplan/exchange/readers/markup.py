"""Markdown's ordinary markup around a text, taken off: emphasis, code ticks, the target of a link.

Rule: only where it wraps the whole of what it stands for; an asterisk within a text is a letter of
it, and what is escaped is none.
"""

import re

# The innermost is the text: **GB/T 1-2011**, `x`, [x](http://…), [x](<a b> "title").
_WRAPPED = re.compile(
    r"(\*{1,3}|_{1,3})(?P<strong>(?![\s*_])(?:(?!\1).)+(?<![\s\\*_]))\1(?![*_])"
    r"|(`{1,2})(?P<code>[^`]+)\3(?!`)"
    r"|!?\[(?P<link>(?:[^\[\]\\]|\\.)+)\]\([^()\s]*(?:\s[^()]*)?\)"
)


def unwrapped(text: str) -> str:
    """A text without the markup that wraps all of it."""
    while match := _WRAPPED.fullmatch(text):
        text = _inner(match)
    return text


def unwrapped_head(text: str) -> str:
    """A text without the markup that wraps what it begins with, such as its number."""
    while match := _WRAPPED.match(text):
        text = _inner(match) + text[match.end() :]
    return text


def _inner(match: re.Match[str]) -> str:
    return (match["strong"] or match["code"] or match["link"]).strip()
