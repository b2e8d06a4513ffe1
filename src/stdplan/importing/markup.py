"""Markup of web pages in cells: `<sacinfo>甲</sacinfo>评估方法`, `Safety &amp; health`.

Rule: platforms mark what was searched for in their answers, and lists that were made of pages keep
parts of them. A tag is removed if HTML has an element of this name, of several letters, or if the
text has an end tag for it; `直径<D的管` has neither. An entity counts only with its semicolon. What
is left has no markup, so removing it again changes nothing. The mark of a remark next to a number
or behind a title (`GB/T 191-2008*`) is no part of it either.
"""

import re

from stdplan.light import lazy_pattern

_ELEMENTS = (
    "abbr acronym bdi bdo big blockquote br center cite code col dd del dfn div dl dt em font"
    " h1 h2 h3 h4 h5 h6 hr img ins kbd label li mark nobr ol p pre rp rt ruby samp small span"
    " strike strong sub sup table tbody td th thead tr tt ul var wbr"
)
_LAYERS = 10  # markup that was written as entities, more than once
_NAME = "[A-Za-z][A-Za-z0-9:_-]{0,30}"
_REST = r"(?:\s[^<>]{0,1000})?/?>"
_TAG = re.compile(rf"</?(?:{_ELEMENTS.replace(' ', '|')}){_REST}", re.IGNORECASE)
_BREAK = re.compile(r"<br\s{0,20}/?>|</(?:p|div|li|tr)>(?=.)", re.IGNORECASE | re.DOTALL)
_ANY_TAG = re.compile(f"</?({_NAME}){_REST}")
_END_TAG = re.compile(f"</({_NAME})>")
_COMMENT = re.compile(r"<!--(?:(?!<!--).){0,10000}?-->", re.DOTALL)
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
# &amp;amp;lt; was written for &lt; by programs that each wrote it once more.
_AMPERSANDS = re.compile("&(?:(?:amp|#0{0,5}38|#[xX]0{0,4}26);)+", re.IGNORECASE)


def has_markup(text: str) -> bool:
    """Return whether a text may have markup."""
    return "<" in text or "&" in text


def without_markup(text: str) -> str:
    """Return a text without tags, and with characters for entities.

    >>> without_markup("<sacinfo>甲</sacinfo>评估方法 &lt;em&gt;A&lt;/em&gt; &amp; B<br/>乙")
    '甲评估方法 A & B\\n乙'
    >>> without_markup("直径<D的管, R&D; a<b>")
    '直径<D的管, R&D; a<b>'
    """
    for _ in range(_LAYERS):
        if not has_markup(text) or (shorter := _without_one_layer(text)) == text:
            break
        text = shorter
    return text


# Marks of remarks that no title ends with.
MARKS = "*＊†‡①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
MARKS_OF_TITLES = frozenset(MARKS)
_MARKED = lazy_pattern(
    "[*＊★☆▲△●◆■※#]{0,3}[ \u3000]*(.*?)[ \u3000]*(?:[*＊★☆▲△●◆■※†‡#]{1,3}|[①-⑳]|[¹²³⁴-⁹]{1,2}[)）]?"
    "|[ \u3000][0-9a-z][)）]|注 ?[0-9]{0,2})?"
)


def without_remark_mark(number: str) -> str:
    """Return a number without the mark that refers to a remark: GB/T 191-2008*, ★GB/T 191-2008.

    >>> without_remark_mark("GB/T 191-2008①"), without_remark_mark("GB/T 191-2008 1)")
    ('GB/T 191-2008', 'GB/T 191-2008')
    """
    match = _MARKED.fullmatch(number)
    return match[1] if match else number


def _without_one_layer(text: str) -> str:
    """Return a text without its markup; entities may have been written for more of it."""
    text = _TAG.sub("", _BREAK.sub("\n", _COMMENT.sub("", text)))
    if ended := set(_END_TAG.findall(text)):
        text = _ANY_TAG.sub(lambda match: "" if match[1] in ended else match[0], text)
    if _ENTITY.search(text):
        from html import unescape  # its table of entities is long

        text = _ENTITY.sub(lambda match: unescape(match[0]), _AMPERSANDS.sub("&", text))
    return text
