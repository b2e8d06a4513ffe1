"""Markup of Markdown around a text: emphasis, code ticks, links.

Rule: it is removed only where it encloses a whole text, or its beginning: an asterisk within a text
belongs to the text.
"""

import re

# Emphasis, struck text, code ticks, a link; the text in a named group may have markup again:
# **GB/T 1-2011**, ~~x~~, `x`, [x](http://…), [x](<a b> "title").
_MARKUP = re.compile(
    r"(\*{1,3}|_{1,3})(?P<strong>(?![\s*_])(?:(?!\1).)+(?<![\s\\*_]))\1(?![*_])"
    r"|~~(?P<struck>(?!~)(?:(?!~~).)+)~~(?!~)"
    r"|(`{1,2})(?P<code>[^`]+)\4(?!`)"
    r"|!?\[(?P<link>(?:[^\[\]\\]|\\.)+)\]\([^()\s]*(?:\s[^()]*)?\)"
)


def strip_markup(text: str) -> str:
    """Return a text without the markup that encloses all of it.

    >>> strip_markup("**[GB/T 1-2011](https://example.org)**")
    'GB/T 1-2011'
    """
    while match := _MARKUP.fullmatch(text):
        text = _enclosed_text(match)
    return text


def strip_leading_markup(text: str) -> str:
    """Return a text without the markup around its beginning, such as its number.

    >>> strip_leading_markup("**GB/T 1-2011** 车床")
    'GB/T 1-2011 车床'
    """
    while match := _MARKUP.match(text):
        text = _enclosed_text(match) + text[match.end() :]
    return text


def _enclosed_text(match: re.Match[str]) -> str:
    text = match["strong"] or match["struck"] or match["code"] or match["link"]
    return text.strip()


_TEXT_OF_LINK = re.compile(
    r"(?<!!)\[((?:[^\[\]\\]|\\.){1,1000})\]\([^()\s]{0,2000}(?:\s[^()]{0,200})?\)"
)


def without_links(text: str) -> str:
    """Return a text with the words of its links only.

    >>> without_links("1. [GB/T 1-2011](https://example.org) – [车床](https://example.org)")
    '1. GB/T 1-2011 – 车床'
    """
    return _TEXT_OF_LINK.sub(r"\1", text) if "](" in text else text
